/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_STATS_H
#define DP_STATS_H

/* Counters of the data plane: per-worker cells, summed when somebody asks. */

#include <stdatomic.h>

#include "lispd/dp/fib.h"

enum dp_drop {			  /* why a packet went no further */
	       DROP_HOLD_FULL,	  /* too many packets wait for resolution */
	       DROP_HOLD_EXPIRED, /* no Map-Reply came */
	       DROP_PUNT_FULL,
	       DROP_FIB, /* entry says drop, or no locator is usable */
	       DROP_NOT_IP,
	       DROP_TOO_BIG,	    /* answered with ICMP */
	       DROP_SEND,	    /* the kernel refused the outer packet */
	       DROP_RECEIVE_FORMAT, /* decap: short, version or length wrong */
	       DROP_RECEIVE_IID,
	       DROP_RECEIVE_EID,    /* inner destination is not ours */
	       DROP_RECEIVE_SOURCE, /* outer or inner source not acceptable */
	       DROP_RECEIVE_CHECKSUM,
	       DROP_RECEIVE_ECN, /* Not-ECT inside, CE outside (RFC 6040) */
	       DROP_TUN_WRITE,
	       DROP_REASONS,
};

struct dp_stats {
	uint64_t encap_packets, encap_bytes, decap_packets, decap_bytes; /* inner octets */
	uint64_t punts, held, released, fragments, icmp_sent;
	uint64_t ecn_warnings;
	uint64_t trains; /* sends that carried several packets by segmentation offload */
	uint64_t drop[DROP_REASONS];
};

const char *dp_drop_str(enum dp_drop reason);		  /* "too many packets wait for an EID" */
void dp_stats(const struct dp *dp, struct dp_stats *out); /* all tables */
unsigned dp_workers(const struct dp *dp);

/* --- inside dp -------------------------------------------------------------------------------- */

/* w: one thread, r: any. */
struct counter {
	_Atomic uint64_t v;
};

static inline uint64_t counter_read(const struct counter *c)
{
	return atomic_load_explicit(&c->v, memory_order_relaxed);
}

static inline void counter_write(struct counter *c, uint64_t v)
{
	atomic_store_explicit(&c->v, v, memory_order_relaxed);
}

static inline void counter_add(struct counter *c, uint64_t n)
{
	counter_write(c, counter_read(c) + n);
}

/* One worker's (or control's) share of struct dp_stats, member for member. */
struct stats_cell {
	union {
		struct {
			_Alignas(64) struct counter encap_packets;
			struct counter encap_bytes, decap_packets, decap_bytes;
			struct counter punts, held, released, fragments, icmp_sent;
			struct counter ecn_warnings;
			struct counter trains;
			struct counter drop[DROP_REASONS];
		};
		struct counter all[sizeof(struct dp_stats) / sizeof(uint64_t)];
	};
};

struct stats_cell *stats_cells_new(unsigned n);
void stats_cells_free(struct stats_cell *c);
void stats_add(struct dp_stats *sum, const struct stats_cell *c, unsigned n);
/* Adds the values of n cells to one that the caller writes. */
void stats_fold(struct stats_cell *into, const struct stats_cell *c, unsigned n);

#endif
