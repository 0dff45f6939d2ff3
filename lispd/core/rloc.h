/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORE_RLOC_H
#define CORE_RLOC_H

/* A routing locator with its preferences, and the choice among several. */

#include "lib/addr.h"
#include "lispd/core/lisp.h"

enum { /* the flag bits of a locator record, RFC 9301 5.4 */
       RLOC_REACHABLE = 0x1,
       RLOC_PROBED = 0x2,
       RLOC_LOCAL = 0x4,
};

struct rloc {
	struct addr addr; /* family 0: opaque, see lcaf */
	uint8_t priority, weight, m_priority, m_weight;
	uint8_t flags;
	/* An address form that we do not use: kept to be shown and sent on, never chosen. The
	 * octets start at the AFI. Borrowed from the packet in a decoded message. */
	uint16_t lcaf_len;
	const uint8_t *lcaf;
};

struct rloc_buf {
	char s[48];
};

struct rloc rloc_make(const struct addr *a, unsigned priority, unsigned weight);
int rloc_cmp(const struct rloc *a, const struct rloc *b); /* address order, LCAF last */
bool rloc_equal(const struct rloc *a, const struct rloc *b);
struct rloc_buf rloc_str(const struct rloc *r); /* address or the LCAF's name */

/*
 * Chooses among n locators as RFC 9300 section 9 says: usable[i] tells which take part
 * (priority 255 never does), lowest priority first, shares by weight, all weights zero = even.
 * Fills bucket[0..n_buckets-1] with indices of locators, so that a flow hash modulo n_buckets
 * picks one; returns how many different locators are in use, 0 when none is usable.
 */
unsigned rloc_buckets(const struct rloc *r, const bool *usable, unsigned n, uint8_t *bucket,
		      unsigned n_buckets);

#endif
