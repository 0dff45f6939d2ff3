/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_HOLDOFF_H
#define ROLE_HOLDOFF_H

/*
 * Something that is done for an EID and an RLOC at once, and then not again for a while: asked for
 * meanwhile, it is done when the while is over. No wish is lost, and no rate is exceeded.
 */

#include <sys/queue.h>

#include "lib/loop.h"
#include "lispd/core/eid.h"

#define HOLDOFF_BUCKETS 256

struct holdoffs;

struct holdoff {
	TAILQ_ENTRY(holdoff) link;
	struct holdoffs *owner;
	struct eid eid;
	struct addr rloc; /* family 0 where only the EID counts */
	struct eid about; /* the caller's */
	struct timer timer;
	uint32_t period_ms;
	unsigned n; /* how often it was done */
	bool again; /* do it once more when the time is over; act() may set it, too */
};

TAILQ_HEAD(holdoff_list, holdoff);

struct holdoffs {
	struct loop *loop;
	void (*act)(void *arg, struct holdoff *h);
	void *arg;
	unsigned n, limit;
	uint64_t n_refused; /* at the limit */
	struct holdoff_list bucket[HOLDOFF_BUCKETS];
};

void holdoffs_init(struct holdoffs *hs, struct loop *l, unsigned limit,
		   void (*act)(void *arg, struct holdoff *h), void *arg);
void holdoffs_fini(struct holdoffs *hs);
/* Calls act() now or when the time of the last one is over. False at the limit. */
bool holdoff_do(struct holdoffs *hs, const struct eid *eid, const struct addr *rloc,
		const struct eid *about, uint32_t period_ms);
struct holdoff *holdoff_find(struct holdoffs *hs, const struct eid *eid, const struct addr *rloc);
/* EIDs below the prefix that are being held off. */
unsigned holdoffs_under(const struct holdoffs *hs, const struct eid *outer);

#endif
