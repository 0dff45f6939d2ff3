/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_LIG_H
#define ROLE_LIG_H

/* lig: asks the mapping system for an EID and shows what comes back (RFC 6835). */

#include "lispd/role/ctl.h"

struct lig;

struct lig_ops {
	/* A Map-Request leaves. loopback: the EID is our own. */
	void (*sending)(void *arg, const struct addr *resolver, bool loopback);
	/* The reply that answers it; it is the end. record covers the EID. */
	void (*reply)(void *arg, const struct addr *from, uint64_t rtt_us,
		      const struct mapping *record);
	/* The end without a reply; why is NULL when nobody answered, else what is missing. */
	void (*failed)(void *arg, const char *why);
};

struct lig_params {
	struct eid eid;
	struct addr source; /* family 0: the first own EID address is not told */
	struct addr to;	    /* map-resolver; family 0: the configured ones */
	unsigned count;	    /* tries, 1 to 5; 0 = 3 */
};

/* NULL when too many requests are out. */
struct lig *lig_start(struct lisp *l, const struct lig_params *p, const struct lig_ops *ops,
		      void *arg);
void lig_cancel(struct lig *lig);
void lig_fini(struct lisp *l);

/* The ITR's, which owns the requests. */
void lig_send(struct lisp *l, struct pending *p);
void lig_failed(struct lisp *l, struct pending *p);
void lig_reply(struct lisp *l, struct pending *p, const struct ctl_in *in,
	       const struct msg_map_reply *m);

#endif
