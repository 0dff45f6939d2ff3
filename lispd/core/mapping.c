/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/core/mapping.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base.h"
#include "lib/mem.h"

void mapping_copy(struct mapping *dst, const struct mapping *src)
{
	*dst = *src;
	dst->rloc = NULL;
	if (!src->n_rlocs)
		return;
	dst->rloc = xcalloc(src->n_rlocs, sizeof(*dst->rloc));
	for (unsigned i = 0; i < src->n_rlocs; i++) {
		dst->rloc[i] = src->rloc[i];
		dst->rloc[i].lcaf = NULL;
		if (src->rloc[i].lcaf_len) {
			uint8_t *octets = xmalloc(src->rloc[i].lcaf_len);

			memcpy(octets, src->rloc[i].lcaf, src->rloc[i].lcaf_len);
			dst->rloc[i].lcaf = octets;
		}
	}
}

void mapping_fini(struct mapping *m)
{
	for (unsigned i = 0; i < m->n_rlocs; i++)
		free((void *)(uintptr_t)m->rloc[i].lcaf);
	free(m->rloc);
	m->rloc = NULL;
	m->n_rlocs = 0;
}

static int by_address(const void *a, const void *b)
{
	return rloc_cmp(a, b);
}

void mapping_sort(struct mapping *m)
{
	if (m->n_rlocs > 1)
		qsort(m->rloc, m->n_rlocs, sizeof(*m->rloc), by_address);
}

bool mapping_equal(const struct mapping *a, const struct mapping *b)
{
	if (!eid_equal(&a->eid, &b->eid) || a->ttl_min != b->ttl_min || a->action != b->action ||
	    a->version != b->version || a->authoritative != b->authoritative ||
	    a->n_rlocs != b->n_rlocs)
		return false;
	for (unsigned i = 0; i < a->n_rlocs; i++)
		if (!rloc_equal(&a->rloc[i], &b->rloc[i]))
			return false;
	return true;
}

const char *action_name(unsigned action)
{
	static const char *const name[] = {
		"none", "forward-native", "send-map-request",
		"drop", "policy-denied",  "auth-failure",
	};

	return action < ARRAY_LEN(name) ? name[action] : "unknown";
}
