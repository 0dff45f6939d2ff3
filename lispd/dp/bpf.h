/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_BPF_H
#define DP_BPF_H

/*
 * The fast path inside the kernel (fast.bpf.c): a second consumer of the fib, filled by control.
 * What it does not take, the workers do. bpf_none.c stands in where libbpf or the compiler for
 * the programs was missing at build time. Functions take NULL for a fast path that is off.
 */

#include "lispd/dp/table.h"

struct fast;

/* Loads the programs, or takes over what a process of the same name left. 0 or -errno; one log
 * line either way. */
int fast_new(struct fast **f, struct dp *dp);
/* Detaches everything: packets go by the workers from now on. */
void fast_free(struct fast *f);
/* Every second: new interfaces and addresses, the sign of life, the age of what is stale. */
void fast_tick(struct fast *f);

/* With all that it holds. A table elsewhere than in the daemon's own namespace stays with the
 * workers; so does one that the kernel refuses. */
void fast_table_add(struct fast *f, struct fib_table *t);
void fast_table_change(struct fast *f, struct fib_table *t);
void fast_table_del(struct fast *f, struct fib_table *t);

/* Sets what usage says of the entry: whether the kernel forwards it. */
void fast_entry_set(struct fast *f, struct fib_table *t, const struct fib_entry *e);
/* Also folds the kernel's counters into usage. */
void fast_entry_del(struct fast *f, struct fib_table *t, const struct fib_entry *e);
void fast_local_set(struct fast *f, struct fib_table *t, const struct fib_local *l);
void fast_local_del(struct fast *f, struct fib_table *t, const struct prefix *p);

struct fast_count {
	uint64_t packets, bytes, last_ms;
};

/* What the kernel has counted for an entry, zeroes for none. */
void fast_count(const struct fast *f, const struct fib_usage *u, struct fast_count *c);
void fast_stats(const struct fast *f, const struct fib_table *t, struct dp_stats *sum);
size_t fast_entries(const struct fast *f); /* that the kernel forwards */

#endif
