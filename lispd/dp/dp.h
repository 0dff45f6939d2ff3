/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_DP_H
#define DP_DP_H

/* struct dp owns all parts of the data plane. Inside dp only; everything here is control's. */

#include "lib/lpm.h"
#include "lispd/dp/table.h"
#include "lispd/dp/udpset.h"

struct fast;
struct hold;

struct dp {
	struct loop *loop;
	struct dp_cfg cfg;
	struct dp_ops ops;
	void *arg;
	uint64_t hash_seed;
	unsigned n_workers;
	struct worker *worker[DP_MAX_WORKERS];
	struct qsbr *qsbr;
	struct timer reclaim;
	TAILQ_HEAD(, fib_table) tables;
	TAILQ_HEAD(, fib_table) dying; /* deleted, and some worker may still look at it */
	unsigned next_table_id;
	TAILQ_HEAD(, udp_set) sets;
	unsigned next_set;
	struct hold *hold;
	struct fast *fast; /* NULL: off, or the kernel has none */
	bool fast_wanted;
	int punt_event; /* eventfd: a worker has put something into its ring */
	struct loop_fd *punt_watch;
	struct timer refresh; /* of the locators' MTU */
	struct timer restore; /* of devices that were deleted */
	struct lpm *rlocs;    /* of struct fib_rloc, by rloc_key() */
	struct lpm_key refreshed;
	struct stats_cell *control; /* what control counts, and what deleted tables left */
	struct stats_cell *stray;   /* per worker: of no table */
};

/* Retires, and sees to it that it is freed soon. */
void dp_retire(struct dp *dp, struct qsbr_node *n, void (*free)(struct qsbr_node *n));

/* fib_table_add() with a device that is open already (tests: any descriptors). Takes it over. */
int dp_table_add(struct dp *dp, const struct fib_table_cfg *cfg, const struct tun *tun,
		 struct fib_table **out);

struct fib_rloc *dp_rloc_get(struct dp *dp, struct udp_set *s, const struct addr *a);
void dp_rloc_put(struct dp *dp, struct fib_rloc *r);

#endif
