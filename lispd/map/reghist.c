/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/map/reghist.h"

#include <stdlib.h>

#include "lib/mem.h"

void reghist_fini(struct reghist *h)
{
	free(h->event);
	*h = (struct reghist){ 0 };
}

void reghist_add(struct reghist *h, const struct reg_event *e)
{
	if (!h->event)
		h->event = xcalloc(REGHIST_LIMIT, sizeof(*h->event));
	h->event[h->n++ % REGHIST_LIMIT] = *e;
}

const struct reg_event *reghist_get(const struct reghist *h, uint64_t *number)
{
	uint64_t oldest = h->n > REGHIST_LIMIT ? h->n - REGHIST_LIMIT : 0;

	if (*number < oldest)
		*number = oldest;
	return *number < h->n ? &h->event[*number % REGHIST_LIMIT] : NULL;
}

unsigned reghist_count(const struct reghist *h, uint32_t iid, int family)
{
	const struct reg_event *e;
	unsigned n = 0;

	for (uint64_t i = 0; (e = reghist_get(h, &i)); i++)
		n += e->eid.iid == iid && e->eid.prefix.addr.family == family;
	return n;
}
