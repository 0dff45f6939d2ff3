/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_PREFIX_H
#define LIB_PREFIX_H

/* An IP prefix as a value; the host bits are zero unless a function says otherwise. */

#include "lib/addr.h"

struct prefix {
	struct addr addr;
	uint8_t plen; /* bits */
};

struct prefix_buf {
	char s[52];
};

/* Clears the host bits. plen is cut to the family's length. */
struct prefix prefix_make(const struct addr *a, unsigned plen);
struct prefix prefix_host(const struct addr *a); /* /32 or /128 */
struct prefix prefix_default(int family);	 /* 0.0.0.0/0 or ::/0 */
void addr_mask(struct addr *a, unsigned plen);
/* The dotted mask of plen, e.g. 24 -> 255.255.255.0. */
struct addr prefix_netmask(int family, unsigned plen);
/* True when the mask's ones are contiguous. */
bool netmask_plen(const struct addr *mask, unsigned *plen);

/* Takes A.B.C.D/n and X::X/n; host bits are cleared. */
bool prefix_parse(const char *s, struct prefix *out);
struct prefix_buf prefix_str(const struct prefix *p);

/* Family, then address, then shorter mask first. */
int prefix_cmp(const struct prefix *a, const struct prefix *b);
bool prefix_equal(const struct prefix *a, const struct prefix *b);
bool prefix_contains(const struct prefix *p, const struct addr *a);
bool prefix_covers(const struct prefix *outer, const struct prefix *inner); /* or equal */
bool prefix_overlaps(const struct prefix *a, const struct prefix *b);
bool prefix_is_host(const struct prefix *p);
bool prefix_is_default(const struct prefix *p);

/* Bit i of the address, 0 is the most significant. */
unsigned addr_bit(const struct addr *a, unsigned i);
/* How many leading bits are equal, at most the family's length. */
unsigned addr_common_bits(const struct addr *a, const struct addr *b);

#endif
