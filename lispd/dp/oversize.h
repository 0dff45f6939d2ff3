/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_OVERSIZE_H
#define DP_OVERSIZE_H

/*
 * Inner packets that do not fit the path to their locator (RFC 9300 section 7): IPv4 without DF
 * is fragmented, each fragment goes encapsulated; everything else is answered with ICMP "too
 * big". Where the path is narrower than any host must accept, the outer packet is fragmented.
 */

#include "lispd/dp/inner.h"
#include "lispd/dp/worker.h"

struct fib_table;
struct fib_path;

#define FRAGMENT_HDR_MAX 60

/* The largest inner packet for the path; where nothing is known, what UDP can carry. */
unsigned oversize_limit(const struct fib_path *p);
/* What every host of the version must be able to send in one piece. */
unsigned oversize_floor(const struct inner *in);

/* Pure: how a packet is cut. */
struct fragments {
	unsigned hdr_len, payload, piece; /* piece: payload of all but the last */
	unsigned n;
};

void fragments_init(struct fragments *f, const struct inner *in, unsigned limit);
/* Writes the header of fragment i; gives its length and the slice of the payload. */
unsigned fragments_header(const struct fragments *f, const struct inner *in, unsigned i,
			  uint8_t hdr[FRAGMENT_HDR_MAX], const uint8_t **slice, uint32_t *len);

/* What to send to a raw socket: ICMP "too big" with mtu, quoting the packet. Returns the length. */
#define ICMP_MAX 1240
unsigned oversize_icmp(const struct inner *in, unsigned mtu, uint8_t out[ICMP_MAX]);
/* May the packet be answered at all? */
bool oversize_may_answer(const struct inner *in);

#endif
