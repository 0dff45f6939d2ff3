/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_ENCAP_H
#define DP_ENCAP_H

/* From a TUN into the tunnel. */

#include "lispd/dp/table.h"
#include "lispd/dp/udp.h"
#include "lispd/dp/worker.h"

struct encap;
struct inner;

struct encap *encap_new(unsigned n_workers);
void encap_free(struct encap *e);

/* A queue of a TUN is readable. */
void encap_ready(struct worker *w, struct source *s);
/* Control has put packets into the release ring. */
void encap_released(struct worker *w);

/* The tunnel header for one inner packet on a path: LISP with or without status bits, or VXLAN
 * with its Ethernet header. hdr_len octets. lsbs: UINT64_MAX = none are sent. */
void encap_header(uint8_t *out, const struct fib_path *p, const struct fib_entry *e, uint64_t lsbs,
		  const struct inner *in);
/* Which path, and which port of the pool, for a flow. */
const struct fib_path *encap_path(const struct fib_entry *e, uint64_t hash);
unsigned encap_port(uint64_t hash);
/* Puts packets of a table into the worker's queue, or deals with them otherwise. */
void encap_batch(struct worker *w, struct fib_table *t, struct tun_packet *p, unsigned n);
void encap_flush(struct worker *w);

#endif
