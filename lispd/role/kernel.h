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

/* The pointers up to ctl are the caller's to fill before kernel_start(). */
struct kernel {
	struct loop *loop;
	struct vrf_table *vrfs;
	struct iface_table *ifaces;
	struct route_table *routes;
	struct rule_table *rules;
	struct ctl *ctl;
	/* its own */
	struct ctlsock *sock; /* NULL: no network at all */
	struct rtsock *tcp;
	struct iface_listener iface_listener;
	struct route_listener route_listener;
	struct vrf_watch vrf_watch;
	struct timer changed;
};

extern const struct role_host kernel_host; /* arg = struct kernel */

/* Opens port 4342 of the default VRF, and begins to tell the processes what changes. */
void kernel_start(struct kernel *k);
void kernel_stop(struct kernel *k);

#endif
