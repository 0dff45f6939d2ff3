/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/core/rloc.h"

#include <stdio.h>
#include <string.h>

#include "lib/base.h"

struct rloc rloc_make(const struct addr *a, unsigned priority, unsigned weight)
{
	struct rloc r = {
		.addr = *a,
		.priority = (uint8_t)priority,
		.weight = (uint8_t)weight,
		.m_priority = 255,
		.flags = RLOC_REACHABLE,
	};

	return r;
}

int rloc_cmp(const struct rloc *a, const struct rloc *b)
{
	size_t n = MIN_OF(a->lcaf_len, b->lcaf_len);
	int c;

	if (addr_is_none(&a->addr) != addr_is_none(&b->addr))
		return addr_is_none(&a->addr) ? 1 : -1;
	c = addr_cmp(&a->addr, &b->addr);
	if (c)
		return c;
	c = n ? memcmp(a->lcaf, b->lcaf, n) : 0;
	return c ? c : a->lcaf_len - b->lcaf_len;
}

bool rloc_equal(const struct rloc *a, const struct rloc *b)
{
	return rloc_cmp(a, b) == 0 && a->priority == b->priority && a->weight == b->weight &&
	       a->m_priority == b->m_priority && a->m_weight == b->m_weight && a->flags == b->flags;
}

static const char *lcaf_text(unsigned type)
{
	static const char *const name[] = {
		"null",	    "afi-list", "instance-id", "as-number", "application", "geo",
		"opaque",   "nat",	"nonce",       "multicast", "elp",	   "security-key",
		"src-dest", "rle",	"json",	       "key-value", "encap",
	};

	return type < ARRAY_LEN(name) ? name[type] : type == LCAF_VENDOR ? "vendor" : "lcaf";
}

struct rloc_buf rloc_str(const struct rloc *r)
{
	struct rloc_buf b = { "-" };

	if (!addr_is_none(&r->addr))
		snprintf(b.s, sizeof(b.s), "%s", addr_str(&r->addr).s);
	else if (r->lcaf_len >= 5 && (r->lcaf[0] << 8 | r->lcaf[1]) == LISP_AFI_LCAF)
		snprintf(b.s, sizeof(b.s), "%s", lcaf_text(r->lcaf[4]));
	else if (r->lcaf_len >= 2) /* an address that is no LCAF: a name or a MAC */
		snprintf(b.s, sizeof(b.s), "afi-%u", (unsigned)(r->lcaf[0] << 8 | r->lcaf[1]));
	return b;
}

/* Lowest priority among the usable ones; 255 when there is none. */
static unsigned best_priority(const struct rloc *r, const bool *usable, unsigned n)
{
	unsigned best = LISP_PRIORITY_UNUSED;

	for (unsigned i = 0; i < n; i++)
		if (usable[i] && !addr_is_none(&r[i].addr) && r[i].priority < best)
			best = r[i].priority;
	return best;
}

unsigned rloc_buckets(const struct rloc *r, const bool *usable, unsigned n, uint8_t *bucket,
		      unsigned n_buckets)
{
	unsigned best = best_priority(r, usable, n), sum = 0, members = 0, used = 0;
	unsigned at = 0, seen = 0;

	if (best == LISP_PRIORITY_UNUSED)
		return 0;
	for (unsigned i = 0; i < n; i++) {
		if (!usable[i] || addr_is_none(&r[i].addr) || r[i].priority != best)
			continue;
		sum += r[i].weight;
		members++;
	}
	/* Each locator ends where its share of the sum so far ends: no rounding error adds up. */
	for (unsigned i = 0; i < n; i++) {
		unsigned end;

		if (!usable[i] || addr_is_none(&r[i].addr) || r[i].priority != best)
			continue;
		seen += sum ? r[i].weight : 1;
		end = (seen * n_buckets + (sum ? sum : members) / 2) / (sum ? sum : members);
		used += end > at;
		while (at < end && at < n_buckets)
			bucket[at++] = (uint8_t)i;
	}
	return used;
}
