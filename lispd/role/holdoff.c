/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/role/holdoff.h"

#include <stdlib.h>

#include "lib/base.h"
#include "lib/mem.h"

void holdoffs_init(struct holdoffs *hs, struct loop *l, unsigned limit,
		   void (*act)(void *arg, struct holdoff *h), void *arg)
{
	*hs = (struct holdoffs){ .loop = l, .act = act, .arg = arg, .limit = limit };
	for (unsigned i = 0; i < ARRAY_LEN(hs->bucket); i++)
		TAILQ_INIT(&hs->bucket[i]);
}

static struct holdoff_list *bucket_of(struct holdoffs *hs, const struct eid *eid,
				      const struct addr *rloc)
{
	uint64_t h = addr_hash(&eid->prefix.addr, eid->iid ^ eid->prefix.plen);

	return &hs->bucket[addr_hash(rloc, h) % HOLDOFF_BUCKETS];
}

static void holdoff_free(struct holdoff *h)
{
	timer_stop(&h->timer);
	TAILQ_REMOVE(bucket_of(h->owner, &h->eid, &h->rloc), h, link);
	h->owner->n--;
	free(h);
}

void holdoffs_fini(struct holdoffs *hs)
{
	for (unsigned i = 0; i < ARRAY_LEN(hs->bucket); i++)
		while (!TAILQ_EMPTY(&hs->bucket[i]))
			holdoff_free(TAILQ_FIRST(&hs->bucket[i]));
}

static void act(struct holdoff *h)
{
	h->again = false;
	h->n++;
	timer_start(&h->timer, h->period_ms);
	h->owner->act(h->owner->arg, h);
}

static void on_timer(void *arg)
{
	struct holdoff *h = arg;

	if (h->again)
		act(h);
	else
		holdoff_free(h);
}

struct holdoff *holdoff_find(struct holdoffs *hs, const struct eid *eid, const struct addr *rloc)
{
	struct holdoff *h;

	TAILQ_FOREACH(h, bucket_of(hs, eid, rloc), link)
		if (eid_equal(&h->eid, eid) && addr_equal(&h->rloc, rloc))
			return h;
	return NULL;
}

bool holdoff_do(struct holdoffs *hs, const struct eid *eid, const struct addr *rloc,
		const struct eid *about, uint32_t period_ms)
{
	struct holdoff *h = holdoff_find(hs, eid, rloc);

	if (h) {
		h->again = true;
		h->n = 0;
		return true;
	}
	if (hs->n >= hs->limit) {
		hs->n_refused++;
		return false;
	}
	h = xcalloc(1, sizeof(*h));
	h->owner = hs;
	h->eid = *eid;
	h->rloc = *rloc;
	h->about = *about;
	h->period_ms = period_ms;
	timer_init(&h->timer, hs->loop, on_timer, h);
	TAILQ_INSERT_TAIL(bucket_of(hs, eid, rloc), h, link);
	hs->n++;
	act(h);
	return true;
}

unsigned holdoffs_under(const struct holdoffs *hs, const struct eid *outer)
{
	const struct holdoff *h;
	unsigned n = 0;

	for (unsigned i = 0; i < ARRAY_LEN(hs->bucket); i++)
		TAILQ_FOREACH(h, &hs->bucket[i], link)
			n += eid_covers(outer, &h->eid) && !eid_equal(outer, &h->eid);
	return n;
}
