/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_PROXY_H
#define ROLE_PROXY_H

/*
 * Interworking with hosts that are not of LISP sites (RFC 6832): what a Proxy ITR attracts, and
 * the Proxy ETRs that an ITR hands its non-LISP traffic to.
 */

#include "lispd/core/rloc.h"
#include "lispd/role/process.h"

/* Brings attracted prefixes and watched PETRs of the instance in line with what is configured. */
void proxy_apply(struct lisp_inst *inst);
/* The instance goes, or its TUN does. keep_device: the kernel keeps what is steered to it. */
void proxy_close(struct lisp_inst *inst, bool keep_device);
/* Fills the PETRs of the table, and which of them can be used; returns how many there are. */
unsigned proxy_petrs(const struct lisp_inst *inst, int family, struct rloc rloc[CFG_MAX_SERVERS],
		     bool usable[CFG_MAX_SERVERS]);
/* One of them can be used: what has no mapping goes there. */
bool proxy_has_petr(const struct lisp_inst *inst, int family);
/* The route to an RLOC has come or gone; it may be a PETR's. */
void proxy_reach_changed(struct lisp *l, const struct addr *rloc);

#endif
