/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/role/tally.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/role/ctl.h"

static uint64_t key_of(const struct lisp *l, uint32_t iid, int family)
{
	return (uint64_t)l->id << 40 | (uint64_t)iid << 8 | (unsigned)family;
}

static void reset(struct tally *t)
{
	free(t->resolver);
	*t = (struct tally){ 0 };
}

void tallies_fini(struct tallies *t)
{
	for (size_t i = 0; i < t->by_table.size; i++) {
		struct tally *tally = t->by_table.slot[i].value;

		if (tally)
			reset(tally);
		free(tally);
	}
	hash_fini(&t->by_table);
}

/* Others may name any instance in their messages: what is not configured is not counted. */
static bool is_known(const struct lisp *l, uint32_t iid)
{
	uint32_t before = iid - 1, next;

	return lisp_inst_find(l, iid) ||
	       (site_next_iid(&l->sites, iid ? &before : NULL, &next) && next == iid);
}

const struct tally *tally_find(const struct lisp *l, uint32_t iid, int family)
{
	return hash_find(&l->ctl->tallies.by_table, key_of(l, iid, family));
}

static struct tally *get(struct lisp *l, const struct eid *eid)
{
	struct hash *h = &l->ctl->tallies.by_table;
	struct tally *t;
	uint64_t key;

	if (eid->kind != EID_IP)
		return NULL;
	key = key_of(l, eid->iid, eid->prefix.addr.family);
	t = hash_find(h, key);
	if (t || !is_known(l, eid->iid))
		return t;
	t = xcalloc(1, sizeof(*t));
	hash_add(h, key, t);
	return t;
}

static bool of_family(const struct lisp *l, uint64_t key, int family)
{
	return key >> 40 == l->id && (int)(key & 0xff) == family;
}

void tally_clear(struct lisp *l, const uint32_t *iid, int family)
{
	struct hash *h = &l->ctl->tallies.by_table;

	if (iid) {
		struct prefix p = prefix_default(family);
		struct eid eid = eid_ip(*iid, &p);

		get(l, &eid); /* so that it can be told when it was cleared */
	}
	for (size_t i = 0; i < h->size; i++) {
		struct tally *t = h->slot[i].value;

		if (!t || !of_family(l, h->slot[i].key, family) ||
		    (iid && h->slot[i].key != key_of(l, *iid, family)))
			continue;
		reset(t);
		t->cleared_ms = loop_now_ms(l->env->loop);
	}
}

static struct tally_resolver *resolver_of(struct tally *t, const struct addr *a)
{
	for (unsigned i = 0; i < t->n_resolvers; i++)
		if (addr_equal(&t->resolver[i].addr, a))
			return &t->resolver[i];
	if (t->n_resolvers == CFG_MAX_SERVERS)
		return NULL;
	t->resolver = xrealloc(t->resolver, (t->n_resolvers + 1) * sizeof(*t->resolver));
	t->resolver[t->n_resolvers] = (struct tally_resolver){ .addr = *a };
	return &t->resolver[t->n_resolvers++];
}

static void add_meter(struct meter *to, const struct meter *m)
{
	uint64_t first = m->step >= METER_STEPS ? m->step - METER_STEPS + 1 : 0;

	for (uint64_t s = MAX_OF(first, 1); s <= m->step; s++)
		if (m->n[s % METER_STEPS] && s + METER_STEPS > to->step)
			meter_add(to, MAX_OF(s, to->step) * METER_STEP_MS, m->n[s % METER_STEPS]);
}

static void add_resolver(struct tally *sum, const struct tally_resolver *r)
{
	struct tally_resolver *to = resolver_of(sum, &r->addr);

	if (!to)
		return;
	to->last_reply_ms = MAX_OF(to->last_reply_ms, r->last_reply_ms);
	to->sent += r->sent;
	to->positive += r->positive;
	to->negative += r->negative;
	to->no_reply += r->no_reply;
	add_meter(&to->replies, &r->replies);
	add_meter(&to->rtt_ms, &r->rtt_ms);
}

void tally_sum(const struct lisp *l, int family, struct tally *sum)
{
	const struct hash *h = &l->ctl->tallies.by_table;

	*sum = (struct tally){ 0 };
	for (size_t i = 0; i < h->size; i++) {
		const struct tally *t = h->slot[i].value;

		if (!t || !of_family(l, h->slot[i].key, family))
			continue;
		for (unsigned k = 0; k < TALLIES; k++)
			sum->n[k] += t->n[k];
		for (unsigned r = 0; r < t->n_resolvers; r++)
			add_resolver(sum, &t->resolver[r]);
		add_meter(&sum->requests_in, &t->requests_in);
		add_meter(&sum->registers_in, &t->registers_in);
	}
}

/* --- counting ----------------------------------------------------------------------------------- */

void tally_add(struct lisp *l, const struct eid *eid, enum tally_kind k)
{
	uint64_t now = loop_now_ms(l->env->loop);
	struct tally *t = get(l, eid);

	if (!t)
		return;
	t->n[k]++;
	if (k == TALLY_REQUEST_IN)
		meter_add(&t->requests_in, now, 1);
	else if (k == TALLY_REGISTER_IN)
		meter_add(&t->registers_in, now, 1);
}

static struct tally_resolver *resolver(struct lisp *l, const struct eid *eid, const struct addr *a)
{
	struct tally *t = get(l, eid);

	return t ? resolver_of(t, a) : NULL;
}

void tally_asked(struct lisp *l, const struct eid *eid, const struct addr *a)
{
	struct tally_resolver *r = resolver(l, eid, a);

	tally_add(l, eid, TALLY_REQUEST_OUT);
	if (r)
		r->sent++;
}

void tally_not_answered(struct lisp *l, const struct eid *eid, const struct addr *a)
{
	struct tally_resolver *r = resolver(l, eid, a);

	tally_add(l, eid, TALLY_NO_REPLY);
	if (r)
		r->no_reply++;
}

void tally_answered(struct lisp *l, const struct eid *eid, const struct addr *a, bool negative,
		    uint64_t rtt_ms)
{
	struct tally_resolver *r = resolver(l, eid, a);
	uint64_t now = loop_now_ms(l->env->loop);

	if (!r)
		return;
	r->last_reply_ms = now;
	r->positive += !negative;
	r->negative += negative;
	meter_add(&r->replies, now, 1);
	meter_add(&r->rtt_ms, now, (uint32_t)MIN_OF(rtt_ms, UINT32_MAX));
}
