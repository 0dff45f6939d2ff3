/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_HOLD_H
#define DP_HOLD_H

/*
 * Packets that wait while their EID is being resolved. Bounded per EID and in all; at a bound the
 * oldest one is dropped and counted. Owned by control's thread.
 */

#include "lispd/dp/punt.h"

enum hold_verdict {
	HOLD_FORWARD, /* through the table again: it has an entry now */
	HOLD_NATIVE,  /* back to the kernel, whose throw route takes it now */
	HOLD_DROP,
};

/* Keeps a copy of the packet under its destination address. */
void hold_put(struct dp *dp, const struct punt_packet *p);
/* Lets go of all packets of the table whose destination is in prefix. Returns how many. */
unsigned hold_release(struct dp *dp, struct fib_table *t, const struct prefix *prefix,
		      enum hold_verdict v);

/* --- inside dp -------------------------------------------------------------------------------- */

struct hold *hold_new(struct dp *dp);
void hold_free(struct hold *h);

#endif
