/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/role/discover.h"

#include <stdlib.h>

#include "lib/mem.h"
#include "lispd/role/debug.h"

static struct discovered *find(const struct lisp *l, const struct eid *eid)
{
	struct discovered *d;

	TAILQ_FOREACH(d, &l->discovered, link)
		if (eid_equal(&d->eid, eid))
			return d;
	return NULL;
}

const struct discovered *discover_find(const struct lisp *l, const struct eid *eid)
{
	return find(l, eid);
}

static void discovered_free(struct lisp *l, struct discovered *d)
{
	TAILQ_REMOVE(&l->discovered, d, link);
	free(d);
}

/* The locators that are not ours, ascending. */
static void collect(const struct lisp *l, const struct mapping *record, struct discovered *d)
{
	for (unsigned i = 0; i < record->n_rlocs && d->n < ARRAY_LEN(d->rloc); i++) {
		struct rloc r = record->rloc[i];

		if (addr_is_none(&r.addr) || !addr_is_unicast(&r.addr) ||
		    l->env->host->is_own(l->env->host_arg, &r.addr))
			continue;
		r.flags &= RLOC_REACHABLE;
		d->rloc[d->n++] = r;
	}
}

static bool same(const struct discovered *a, const struct discovered *b)
{
	if (a->n != b->n)
		return false;
	for (unsigned i = 0; i < a->n; i++)
		if (!rloc_equal(&a->rloc[i], &b->rloc[i]))
			return false;
	return true;
}

void discover_learn(struct lisp *l, const struct mapping *record)
{
	const struct mapdb_entry *e =
		record->eid.kind == EID_IP ? mapdb_find(&l->db, &record->eid) : NULL;
	struct discovered *d = find(l, &record->eid), now = { .eid = record->eid };

	if (!e || !e->auto_discover)
		return;
	collect(l, record, &now);
	if (d ? same(d, &now) : !now.n)
		return;
	if (!d) {
		d = xcalloc(1, sizeof(*d));
		TAILQ_INSERT_TAIL(&l->discovered, d, link);
	}
	now.link = d->link;
	*d = now;
	lisp_debug(DEBUG_LOCAL_EID, TAG_XTR, (int)l->id,
		   "Local EID IID %u prefix %s, Discovered %u locators of other xTRs.", d->eid.iid,
		   eid_str(&d->eid).s, d->n);
	lisp_changed(l);
}

void discover_sweep(struct lisp *l)
{
	struct discovered *d, *next;

	for (d = TAILQ_FIRST(&l->discovered); d; d = next) {
		const struct mapdb_entry *e = mapdb_find(&l->db, &d->eid);

		next = TAILQ_NEXT(d, link);
		if (!e || !e->auto_discover)
			discovered_free(l, d);
	}
}

void discover_fini(struct lisp *l)
{
	while (!TAILQ_EMPTY(&l->discovered))
		discovered_free(l, TAILQ_FIRST(&l->discovered));
}
