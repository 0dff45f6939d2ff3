/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_FWD_H
#define ROLE_FWD_H

/*
 * The only place that turns mappings and reachability into forwarding: entries of the data plane,
 * and what the kernel steers to the tunnel or past it (architecture: policy routing).
 */

#include "lispd/map/mapcache.h"
#include "lispd/map/mapdb.h"
#include "lispd/role/host.h"

struct lisp;
struct lisp_inst;
struct punt_packet;

/* The map-cache entry is new or different. */
void fwd_entry(struct lisp *l, struct mapcache_entry *e);
void fwd_remove(struct lisp *l, struct mapcache_entry *e);
/* Nobody answered for this EID: what waits for it is dropped. */
void fwd_give_up(struct lisp *l, const struct eid *eid);
/* Packets used the entry since the last time this was asked. */
bool fwd_used(struct lisp *l, const struct mapcache_entry *e);

/* Local EID prefixes. */
void fwd_local(struct lisp *l, const struct mapdb_entry *e);
void fwd_local_remove(struct lisp *l, const struct mapdb_entry *e);

/* The instance's TUN as the host knows it, for packets of the family. */
struct host_tun fwd_tun(const struct lisp_inst *inst, int family);
/* Brings the instance's TUN and tables in line with its roles. */
void fwd_apply(struct lisp_inst *inst);
void fwd_close(struct lisp_inst *inst, bool keep_device);

/* A packet from the data plane that control has to decide. */
void fwd_punt(struct lisp *l, const struct punt_packet *p);

#endif
