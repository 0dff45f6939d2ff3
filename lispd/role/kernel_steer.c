/* SPDX-License-Identifier: GPL-3.0-or-later */
/* EID tables on a real machine: which packets the kernel steers to a TUN, and which past it. */
#include <stdio.h>

#include "lispd/role/kernel_priv.h"

/* Above the metric of a throw for the same prefix, which comes first then. */
#define ATTRACT_METRIC 4096

bool kernel_eid_route(void *arg, const char *vrf, const struct prefix *p)
{
	struct kernel *k = kernel_of(arg);
	struct vrf *v = vrf_find(k->vrfs, vrf);

	return v && route_covers(k->routes, v, p);
}

static void default_to_tun(struct kernel *k, struct vrf *v, const struct host_tun *t, int family,
			   bool on)
{
	struct route_spec r = {
		.table = ROUTE_ITR,
		.prefix = prefix_default(family),
		.kind = ROUTE_UNICAST,
		.n_hops = 1,
		.source = ROUTE_LISP,
	};
	struct rule_spec main_rule = { .pref = RULE_MAIN, .family = family };
	struct rule_spec null_rule = { .pref = RULE_NULL0, .family = family };

	snprintf(r.hop[0].ifname, sizeof(r.hop[0].ifname), "%s", t->ifname);
	if (!on) {
		route_del(k->routes, v, r.table, &r.prefix, 0);
		rule_del(k->rules, v, &null_rule);
		rule_del(k->rules, v, &main_rule);
		return;
	}
	rule_set(k->rules, v, &main_rule);
	rule_set(k->rules, v, &null_rule);
	route_set(k->routes, v, &r);
}

void kernel_tun(void *arg, const struct host_tun *t, int family, bool up)
{
	struct kernel *k = kernel_of(arg);
	struct vrf *v = vrf_find(k->vrfs, t->vrf);

	if (!v)
		return;
	if (up)
		iface_setup_tun(k->ifaces, v, t->ifname, t->mtu);
	default_to_tun(k, v, t, family, up);
}

void kernel_steer(void *arg, const struct host_tun *t, const struct prefix *p, bool on)
{
	struct kernel *k = kernel_of(arg);
	struct vrf *v = vrf_find(k->vrfs, t->vrf);
	struct rule_spec r = { .pref = RULE_ITR, .family = p->addr.family, .from = *p };

	if (v && on)
		rule_set(k->rules, v, &r);
	else if (v)
		rule_del(k->rules, v, &r);
}

static void native_one(struct kernel *k, struct vrf *v, const struct host_tun *t,
		       const struct prefix *p, bool on)
{
	struct route_spec r = {
		.table = t->proxy ? ROUTE_PITR : ROUTE_ITR,
		.prefix = *p,
		.kind = ROUTE_THROW,
		.source = ROUTE_LISP,
	};

	/* The table has changed when the role has. */
	if (!on || t->proxy)
		route_del(k->routes, v, ROUTE_ITR, p, 0);
	if (!on || !t->proxy)
		route_del(k->routes, v, ROUTE_PITR, p, 0);
	if (on)
		route_set(k->routes, v, &r);
}

void kernel_native(void *arg, const struct host_tun *t, const struct prefix *p, bool on)
{
	struct kernel *k = kernel_of(arg);
	struct vrf *v = vrf_find(k->vrfs, t->vrf);
	struct prefix half[2];

	if (!v)
		return;
	if (p->plen) {
		native_one(k, v, t, p, on);
		return;
	}
	/* The default route of this table leads to the TUN and must stay. */
	half[0] = half[1] = (struct prefix){ .addr = p->addr, .plen = 1 };
	half[1].addr.b[0] = 0x80;
	native_one(k, v, t, &half[0], on);
	native_one(k, v, t, &half[1], on);
}

void kernel_attract(void *arg, const struct host_tun *t, const struct prefix *p, bool on)
{
	struct kernel *k = kernel_of(arg);
	struct vrf *v = vrf_find(k->vrfs, t->vrf);
	struct rule_spec rule = { .pref = RULE_PITR, .family = p->addr.family };
	struct route_spec r = {
		.table = ROUTE_PITR,
		.prefix = *p,
		.metric = ATTRACT_METRIC,
		.kind = ROUTE_UNICAST,
		.n_hops = 1,
		.source = ROUTE_LISP,
	};

	if (!v)
		return;
	snprintf(r.hop[0].ifname, sizeof(r.hop[0].ifname), "%s", t->ifname);
	if (!on) {
		route_del(k->routes, v, r.table, p, r.metric);
		return;
	}
	rule_set(k->rules, v, &rule);
	route_set(k->routes, v, &r);
}

/* A throw: the look-up goes on with the rules of LISP. */
void kernel_export_route(void *arg, const struct host_tun *t, const struct prefix *p,
			 uint8_t distance)
{
	struct kernel *k = kernel_of(arg);
	struct vrf *v = vrf_find(k->vrfs, t->vrf);
	struct route_spec r = {
		.table = ROUTE_MAIN,
		.prefix = *p,
		.metric = ATTRACT_METRIC,
		.kind = ROUTE_THROW,
		.source = ROUTE_LISP,
		.distance = distance,
		.shown_metric = 1,
	};

	snprintf(r.shown_ifname, sizeof(r.shown_ifname), "Null0"); /* as IOS has it */
	if (v && distance)
		route_set(k->routes, v, &r);
	else if (v)
		route_del(k->routes, v, r.table, p, r.metric);
}
