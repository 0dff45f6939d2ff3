/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_LISP_IF_H
#define ROLE_LISP_IF_H

/*
 * What was typed about LISP in interface blocks. It belongs to no process: "lisp mobility NAME"
 * binds to whichever has a dynamic-eid policy of that name, and waits until one has. The dispatcher
 * owns the list; an interface without such lines is not in it.
 */

#include <sys/queue.h>

#include "lispd/role/cfg.h"

struct ctl;

struct mobility_cfg { /* lisp mobility NAME [nbr-proxy-reply [requests N]] */
	char name[CFG_NAME];
	bool nbr_proxy_reply, has_requests;
	uint32_t requests;
};

struct lisp_if_cfg {
	TAILQ_ENTRY(lisp_if_cfg) link;
	char ifname[CFG_IFNAME]; /* the long name */
	unsigned n_policies;
	struct mobility_cfg *policy; /* by name; owned */
	bool no_liveness_test;
	uint32_t liveness_ttl; /* 0 = not typed */
	bool no_arp_discovery;
	bool extended_subnet_mode;
	char source_locator[SVC_COUNT][CFG_IFNAME]; /* "" = none */
};

TAILQ_HEAD(lisp_if_list, lisp_if_cfg);

void lisp_ifs_fini(struct lisp_if_list *ifs);
struct lisp_if_cfg *lisp_if_find(const struct lisp_if_list *ifs, const char *ifname);
struct lisp_if_cfg *lisp_if_get(struct lisp_if_list *ifs, const char *ifname);

/* What was typed for the interface has changed; processes work it out. */
void lisp_if_changed(struct ctl *c, const char *ifname);
/* The interface was removed or set to its defaults. */
void lisp_if_del(struct ctl *c, const char *ifname);
void lisp_if_set_mobility(struct ctl *c, const char *ifname, const struct mobility_cfg *m);
/* name NULL: all of them */
void lisp_if_del_mobility(struct ctl *c, const char *ifname, const char *name);

#endif
