/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_KERNEL_H
#define ROLE_KERNEL_H

/* The host of the roles on a real machine: struct role_host filled with lispd/net. */

#include "lispd/net/ctlsock.h"
#include "lispd/net/iface.h"
#include "lispd/net/route.h"
#include "lispd/net/rtsock.h"
#include "lispd/net/rule.h"
#include "lispd/role/ctl.h"

struct kernel;

/* One table of locators: the default VRF, or the one of "locator-table vrf X". Its sockets are open
 * while the VRF is there. */
struct kernel_table {
	TAILQ_ENTRY(kernel_table) link;
	struct kernel *kernel;
	char vrf[CFG_VRF];    /* "" = default */
	struct ctlsock *sock; /* NULL: no network, or no VRF */
	struct rtsock *tcp;
};

/* The pointers up to ctl are the caller's to fill before kernel_start(). */
struct kernel {
	struct loop *loop;
	struct vrf_table *vrfs;
	struct iface_table *ifaces;
	struct route_table *routes;
	struct rule_table *rules;
	struct ctl *ctl;
	/* its own */
	struct kernel_table main; /* the default table: argument of kernel_host */
	TAILQ_HEAD(, kernel_table) tables;
	TAILQ_HEAD(, kernel_port) ports;
	struct iface_listener iface_listener;
	struct route_listener route_listener;
	struct vrf_watch vrf_watch;
	struct timer changed;
};

extern const struct role_host kernel_host; /* arg = struct kernel_table */

/* Before anything else; kernel->main may be used as an argument from then on. */
void kernel_init(struct kernel *k);
/* Opens port 4342 of the default VRF, and begins to tell the processes what changes. */
void kernel_start(struct kernel *k);
void kernel_stop(struct kernel *k);

#endif
