/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NET_STATIC_H
#define NET_STATIC_H

/*
 * Static routes: ip route, ipv6 route. The list is what was typed; per VRF and prefix the usable
 * lines with the lowest distance are wished from route.h (several next hops = equal shares) and
 * looked at again when interfaces or routes change. A next hop need not be connected: it is
 * resolved through the table, but not through itself, a default route or a route of LISP.
 *
 * Null0 is a throw in main and a blackhole in ROUTE_NULL0: LISP rules come between.
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "lib/loop.h"
#include "lib/out.h"
#include "lib/prefix.h"
#include "lispd/net/iface.h"
#include "lispd/net/route.h"

#define STATIC_NAME_MAX 50

/* One typed line. Key: vrf, prefix, ifname, gateway. */
struct static_cfg {
	TAILQ_ENTRY(static_cfg) link; /* the table's */
	struct static_group *group;   /* private */
	char vrf[VRF_NAME_MAX + 1];   /* may wait for its VRF */
	struct prefix prefix;
	char ifname[IFNAME_LEN]; /* canonical, "" none; "Null0" */
	struct addr gateway;	 /* family 0: none */
	uint8_t distance;	 /* 1-255; 0 is taken as 1 */
	uint32_t tag;		 /* 0: none */
	uint16_t track;		 /* 0: none; stored only */
	bool permanent;		 /* stored only */
	bool global;		 /* the next hop is one of the global table */
	char name[STATIC_NAME_MAX + 1];
	bool active; /* the kernel has the route by this line, too; set by the table */
};

struct static_group;
TAILQ_HEAD(static_list, static_cfg);
TAILQ_HEAD(static_groups, static_group);

struct static_table {
	struct loop *loop;
	struct vrf_table *vrfs;
	struct iface_table *ifaces;
	struct route_table *routes;
	struct static_groups groups; /* by VRF and prefix, each with its lines */
	struct vrf_watch watch;
	struct iface_listener iface_listener;
	struct route_listener route_listener;
	struct timer work;
};

void static_init(struct static_table *t, struct loop *loop, struct vrf_table *vrfs,
		 struct iface_table *ifaces, struct route_table *routes);
void static_fini(struct static_table *t); /* routes are left to route_free() */

enum static_result {
	STATIC_OK,
	STATIC_BAD_MASK, /* "%Inconsistent address and mask" */
	STATIC_BAD_HOP,	 /* "%Invalid next hop address (it's this router)" */
	STATIC_BAD_FAMILY,
	STATIC_NO_HOP,
	STATIC_ABSENT, /* "%No matching route to delete" */
};
const char *static_result_text(enum static_result r); /* the line for the operator; "" for OK */

/* "%Inconsistent address and mask" is found here: addr and mask as typed give the prefix. */
enum static_result static_prefix(const struct addr *a, const struct addr *mask, struct prefix *out);
/* Adds or, with the same key, replaces. c is copied. */
enum static_result static_add(struct static_table *t, const struct static_cfg *c);
/* Removes the lines with c's vrf and prefix that agree in ifname, gateway, distance as far as c
 * has them: "no ip route NET MASK" removes all of the prefix. */
enum static_result static_del(struct static_table *t, const struct static_cfg *c);
/* All lines: global before VRFs, by prefix, then distance, then as typed. NULL begins and ends. */
const struct static_cfg *static_next(const struct static_table *t, const struct static_cfg *after);

#endif
