/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_JOIN_H
#define DP_JOIN_H

/*
 * Joins decapsulated packets of one flow to super-packets, as the kernel's GRO does, so that one
 * write takes many of them up the stack. Order within a flow is kept, and only packets that the
 * kernel can cut apart again into the same packets are joined; their checksums are verified.
 */

#include "lispd/dp/inner.h"
#include "lispd/dp/tun.h"

struct fib_table;
struct join;

struct join *join_new(void);
void join_free(struct join *j);
bool join_room(const struct join *j);
/* The packet stays the caller's memory until the flush, which changes its headers. */
void join_add(struct join *j, struct fib_table *t, const struct inner *in, uint64_t hash,
	      bool udp_offload);
/* Hands out what was gathered, in order: out[i].iov[0] is free for the virtio-net header. Calls
 * fn for runs of packets of one table, then forgets everything. */
typedef void join_fn(void *arg, struct fib_table *t, struct tun_out *out, unsigned n);
void join_flush(struct join *j, join_fn *fn, void *arg);

#endif
