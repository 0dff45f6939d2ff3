/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_ITR_H
#define ROLE_ITR_H

/* Ingress Tunnel Router: asks for the mappings of packets that leave, keeps what is answered
 * (RFC 9301 5.2, 5.3; RFC 9300 6). */

#include "lispd/role/ctl.h"

extern const struct mapcache_ops itr_cache_ops; /* arg = struct lisp */
extern const struct pending_ops itr_pending_ops;
extern const struct reach_ops itr_reach_ops;

/* The data plane has a packet for an EID that is not known. */
void itr_data_signal(struct lisp *l, uint32_t iid, const struct addr *src, const struct addr *dst);
void itr_map_reply(struct ctl *c, const struct ctl_in *in, const struct msg_map_reply *m);

/* Brings the map-cache in line with what is configured: the default entry of an ITR, static
 * entries, and nothing for instances that are gone. */
void itr_apply(struct lisp *l);
void itr_clear_cache(struct lisp *l, uint32_t iid, int family, const struct prefix *p); /* or all */

/* Sends one Map-Request for p->eid; p gets the nonce. to: family 0 = the next map-resolver. False
 * when there is none to ask, or no ITR-RLOC. source: family 0 = Source-EID AFI 0. */
bool itr_send_request(struct lisp *l, struct pending *p, const struct addr *source,
		      const struct addr *to, struct addr *asked);

/* A router of the EID's site told what it knows of the site's locators (RFC 9300 10). */
void itr_lsbs(struct lisp *l, uint32_t iid, const struct addr *src, const struct addr *rloc,
	      uint32_t lsbs);

const char *mapcache_state_str(const struct mapcache_entry *e); /* as debug lines say it */

#endif
