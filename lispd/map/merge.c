/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/map/merge.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

static struct rloc *find(struct mapping *m, const struct rloc *r)
{
	for (unsigned i = 0; i < m->n_rlocs; i++)
		if (rloc_cmp(&m->rloc[i], r) == 0)
			return &m->rloc[i];
	return NULL;
}

/* m borrows the opaque locators of the registrations until it is copied. */
static void add(struct mapping *m, const struct mapping *from)
{
	for (unsigned i = 0; i < from->n_rlocs; i++) {
		const struct rloc *r = &from->rloc[i];
		struct rloc *there = find(m, r);

		if (!there && m->n_rlocs < LISP_MAX_LOCATORS)
			m->rloc[m->n_rlocs++] = *r;
		else if (there && (r->flags & RLOC_LOCAL))
			*there = *r; /* its own router knows best */
	}
}

bool merge_answer(const struct site_eid *se, struct mapping *out)
{
	const struct site_reg *best = site_eid_best(se), *r;
	struct rloc all[LISP_MAX_LOCATORS];
	struct mapping m;

	if (!best)
		return false;
	if (!best->merge) {
		mapping_copy(out, &best->map);
		return true;
	}
	m = best->map;
	m.rloc = all;
	m.n_rlocs = 0;
	TAILQ_FOREACH(r, &se->regs, link)
		if (r->merge)
			add(&m, &r->map);
	mapping_copy(out, &m);
	mapping_sort(out);
	return true;
}

bool merge_is_disjoint(const struct mapping *a, const struct mapping *b)
{
	for (unsigned i = 0; i < a->n_rlocs; i++)
		for (unsigned k = 0; k < b->n_rlocs; k++)
			if (rloc_cmp(&a->rloc[i], &b->rloc[k]) == 0)
				return false;
	return true;
}
