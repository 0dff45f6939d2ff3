/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mobility interfaces on a real machine: the sniffing socket, the rules and routes that take their
 * packets to hosts that roam, and what the kernel must not do by itself there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/net/neigh.h"
#include "lispd/net/sniff.h"
#include "lispd/net/sysctl.h"
#include "lispd/role/kernel_priv.h"
#include "lispd/role/mobility.h"
#include "lispd/role/port.h"

#define LISP_DISTANCE 10

struct kernel_port {
	TAILQ_ENTRY(kernel_port) link;
	struct kernel *kernel;
	char ifname[IFNAME_LEN];
	char vrf[CFG_VRF];
	uint32_t vrf_id;
	char dev[IFNAME_DEV_LEN];
	int ifindex;
	uint8_t mac[6];
	char tun[IFNAME_DEV_LEN];
	bool extended;
	unsigned n_prefixes;
	struct prefix prefix[SNIFF_MAX_PREFIXES];
	struct sniff *sniff;
};

static struct kernel_port *find(const struct kernel *k, const char *ifname)
{
	struct kernel_port *p;

	TAILQ_FOREACH(p, &k->ports, link)
		if (strcmp(p->ifname, ifname) == 0)
			return p;
	return NULL;
}

static struct iface *usable(const struct kernel *k, const char *ifname)
{
	struct iface *i = iface_find(k->ifaces, ifname);

	return i && i->present && i->vrf && i->vrf->up && i->has_mac ? i : NULL;
}

static bool state(void *arg, const char *ifname, struct port_state *out)
{
	const struct iface *i = usable(kernel_of(arg), ifname);

	if (!i)
		return false;
	memset(out, 0, sizeof(*out));
	snprintf(out->vrf, sizeof(out->vrf), "%s", i->vrf->name);
	out->up = iface_line_up(i);
	memcpy(out->mac, i->mac, sizeof(out->mac));
	for (unsigned n = 0; n < i->n_addrs && out->n_addrs < PORT_MAX_ADDRS; n++)
		if (i->addr[n].in_kernel)
			out->addr[out->n_addrs++] = (struct port_addr){
				.addr = i->addr[n].addr,
				.plen = i->addr[n].plen,
			};
	return true;
}

/* --- rules and routes ------------------------------------------------------------------------- */

static void set_rule(struct kernel *k, struct vrf *v, enum rule_pref pref, const char *iif, bool on)
{
	static const int family[] = { AF_INET, AF_INET6 };

	for (unsigned i = 0; i < ARRAY_LEN(family); i++) {
		struct rule_spec r = { .pref = pref, .family = family[i] };

		snprintf(r.iif, sizeof(r.iif), "%s", iif);
		if (on)
			rule_set(k->rules, v, &r);
		else
			rule_del(k->rules, v, &r);
	}
}

static void set_route(struct kernel *k, struct vrf *v, uint32_t table, const struct prefix *p,
		      const char *ifname, bool on)
{
	struct route_spec r = {
		.table = table,
		.prefix = *p,
		.kind = ROUTE_UNICAST,
		.n_hops = 1,
		.source = ROUTE_LISP,
	};

	snprintf(r.hop[0].ifname, sizeof(r.hop[0].ifname), "%s", ifname);
	if (on)
		route_set(k->routes, v, &r);
	else
		route_del(k->routes, v, table, p, 0);
}

/* Does another port of the VRF want the same? */
static bool tun_is_shared(const struct kernel_port *p)
{
	const struct kernel_port *o;

	TAILQ_FOREACH(o, &p->kernel->ports, link)
		if (o != p && strcmp(o->vrf, p->vrf) == 0 && strcmp(o->tun, p->tun) == 0)
			return true;
	return false;
}

static bool prefix_is_shared(const struct kernel_port *p, const struct prefix *prefix)
{
	const struct kernel_port *o;

	TAILQ_FOREACH(o, &p->kernel->ports, link)
		for (unsigned i = 0; o != p && !o->extended && i < o->n_prefixes; i++)
			if (strcmp(o->vrf, p->vrf) == 0 && strcmp(o->tun, p->tun) == 0 &&
			    prefix_equal(&o->prefix[i], prefix))
				return true;
	return false;
}

static void steer(struct kernel_port *p, bool on)
{
	struct vrf *v = vrf_find(p->kernel->vrfs, p->vrf);

	if (!v || v->id != p->vrf_id)
		return;
	set_rule(p->kernel, v, RULE_DYN, p->dev, on);
	if (!p->tun[0])
		return;
	if (on || !tun_is_shared(p))
		set_rule(p->kernel, v, RULE_DYN, p->tun, on);
	if (p->extended)
		return;
	set_rule(p->kernel, v, RULE_ROAM, p->dev, on);
	for (unsigned i = 0; i < p->n_prefixes; i++)
		if (on || !prefix_is_shared(p, &p->prefix[i]))
			set_route(p->kernel, v, ROUTE_ROAM, &p->prefix[i], p->tun, on);
}

/* Across subnets we answer ARP for whoever is not here; on a bridged subnet they answer. */
static void tune(const struct kernel_port *p, bool on)
{
	struct vrf *v = vrf_find(p->kernel->vrfs, p->vrf);
	char path[96];

	if (!v || v->id != p->vrf_id)
		return;
	if (on)
		sysctl_open_device(v, p->dev);
	sysctl_set_conf(v, AF_INET, p->dev, "send_redirects", 0);
	sysctl_set_conf(v, AF_INET, p->dev, "proxy_arp", on && !p->extended);
	if (!on)
		return;
	snprintf(path, sizeof(path), "ipv4/neigh/%s/proxy_delay", p->dev);
	sysctl_set(v, path, 0);
}

/* --- open and close --------------------------------------------------------------------------- */

static void seen(void *arg, const struct sniff_frame *f)
{
	struct kernel_port *p = arg;

	mobility_seen(p->kernel->ctl, p->ifname, f);
}

static void stop(struct kernel_port *p)
{
	steer(p, false);
	tune(p, false);
	sniff_free(p->sniff);
	p->sniff = NULL;
}

static bool same(const struct kernel_port *p, const struct iface *i, const struct port_cfg *cfg)
{
	bool equal = p->sniff && p->vrf_id == i->vrf->id && p->ifindex == i->ifindex &&
		     memcmp(p->mac, i->mac, 6) == 0 && strcmp(p->tun, cfg->tun) == 0 &&
		     strcmp(p->dev, i->dev) == 0 && p->extended == cfg->extended &&
		     p->n_prefixes == cfg->n_prefixes;

	for (unsigned n = 0; equal && n < p->n_prefixes; n++)
		equal = prefix_equal(&p->prefix[n], &cfg->prefix[n]);
	return equal;
}

static void take(struct kernel_port *p, const struct iface *i, const struct port_cfg *cfg)
{
	snprintf(p->vrf, sizeof(p->vrf), "%s", i->vrf->name);
	snprintf(p->dev, sizeof(p->dev), "%s", i->dev);
	snprintf(p->tun, sizeof(p->tun), "%s", cfg->tun);
	p->vrf_id = i->vrf->id;
	p->ifindex = i->ifindex;
	memcpy(p->mac, i->mac, sizeof(p->mac));
	p->extended = cfg->extended;
	p->n_prefixes = MIN_OF(cfg->n_prefixes, SNIFF_MAX_PREFIXES);
	memcpy(p->prefix, cfg->prefix, p->n_prefixes * sizeof(*p->prefix));
}

static void open_port(void *arg, const struct port_cfg *cfg)
{
	struct kernel *k = kernel_of(arg);
	struct kernel_port *p = find(k, cfg->ifname);
	struct iface *i = usable(k, cfg->ifname);
	struct sniff_cfg sc;

	if (!i || (p && same(p, i, cfg)))
		return;
	if (p) {
		stop(p);
	} else {
		p = xcalloc(1, sizeof(*p));
		p->kernel = k;
		snprintf(p->ifname, sizeof(p->ifname), "%s", cfg->ifname);
		TAILQ_INSERT_TAIL(&k->ports, p, link);
	}
	take(p, i, cfg);
	sc = (struct sniff_cfg){
		.ifindex = p->ifindex,
		.n_prefixes = p->n_prefixes,
		.prefix = p->prefix,
	};
	memcpy(sc.mac, p->mac, sizeof(sc.mac));
	p->sniff = sniff_new(k->loop, i->vrf, &sc, seen, p);
	steer(p, true);
	tune(p, true);
}

static void close_port(void *arg, const char *ifname)
{
	struct kernel *k = kernel_of(arg);
	struct kernel_port *p = find(k, ifname);

	if (!p)
		return;
	stop(p);
	TAILQ_REMOVE(&k->ports, p, link);
	free(p);
}

void kernel_ports_fini(struct kernel *k)
{
	struct kernel_port *p;

	while ((p = TAILQ_FIRST(&k->ports))) {
		TAILQ_REMOVE(&k->ports, p, link);
		sniff_free(p->sniff);
		free(p);
	}
}

/* --- hosts ------------------------------------------------------------------------------------ */

/* By way of itself, as IOS shows it; this also serves hosts outside the interface's subnet. */
static void set_host_route(struct kernel *k, struct vrf *v, const struct prefix *host,
			   const char *ifname, bool on)
{
	struct route_spec r = {
		.table = ROUTE_MAIN,
		.prefix = *host,
		.kind = ROUTE_UNICAST,
		.n_hops = 1,
		.hop[0] = { .gateway = host->addr, .onlink = true },
		.source = ROUTE_LISP,
		.distance = LISP_DISTANCE,
		.shown_metric = 1,
	};

	snprintf(r.hop[0].ifname, sizeof(r.hop[0].ifname), "%s", ifname);
	if (on)
		route_set(k->routes, v, &r);
	else
		route_del(k->routes, v, r.table, host, 0);
}

static void local(void *arg, const char *ifname, const struct addr *a, const uint8_t mac[6],
		  bool on)
{
	static const uint8_t unknown[6];
	struct kernel *k = kernel_of(arg);
	struct prefix host = prefix_host(a);
	const struct kernel_port *p = find(k, ifname);
	struct vrf *v = p ? vrf_find(k->vrfs, p->vrf) : NULL;

	if (!v)
		return;
	if (on && memcmp(mac, unknown, sizeof(unknown)) != 0)
		neigh_set(v, p->ifindex, a, mac);
	set_host_route(k, v, &host, ifname, on);
	set_route(k, v, ROUTE_DYN, &host, ifname, on);
	if (!on)
		neigh_del(v, p->ifindex, a);
}

static void away(void *arg, const struct host_tun *t, const struct addr *a, bool on)
{
	struct kernel *k = kernel_of(arg);
	struct vrf *v = vrf_find(k->vrfs, t->vrf);
	struct prefix host = prefix_host(a);
	struct rule_spec rule = { .pref = RULE_AWAY, .family = a->family };

	if (!v)
		return;
	if (on)
		rule_set(k->rules, v, &rule);
	set_route(k, v, ROUTE_DYN, &host, t->ifname, on);
	set_route(k, v, ROUTE_AWAY, &host, t->ifname, on);
}

static void echo(void *arg, const char *ifname, const struct addr *from, const struct addr *to,
		 const uint8_t mac[6], uint8_t ttl)
{
	struct kernel_port *p = find(kernel_of(arg), ifname);

	if (p && p->sniff)
		sniff_echo(p->sniff, from, to, mac, ttl);
}

/* --- groups ----------------------------------------------------------------------------------- */

/* Port 4342 of the interface's VRF. */
static struct ctlsock *socket_of(const struct kernel_port *p)
{
	struct kernel_table *t = kernel_host.table(&p->kernel->main, p->vrf);

	return t->sock;
}

static void group(void *arg, const char *ifname, const struct addr *a, bool join)
{
	struct kernel_port *p = find(kernel_of(arg), ifname);
	struct ctlsock *s = p ? socket_of(p) : NULL;

	if (s && join)
		ctlsock_join(s, a, p->ifindex);
	else if (s)
		ctlsock_leave(s, a, p->ifindex);
}

static void notify(void *arg, const char *ifname, const struct addr *from, const struct addr *a,
		   const void *data, size_t len)
{
	struct kernel_port *p = find(kernel_of(arg), ifname);
	struct ctlsock *s = p ? socket_of(p) : NULL;
	struct ctl_out m = {
		.data = data,
		.len = len,
		.to = { .addr = *a, .port = LISP_CONTROL_PORT },
		.from = *from,
		.ttl = 1,
	};

	if (!s)
		return;
	m.ifindex = p->ifindex;
	ctlsock_send(s, &m);
}

const struct port_host kernel_port_host = {
	.state = state,
	.open = open_port,
	.close = close_port,
	.local = local,
	.away = away,
	.echo = echo,
	.group = group,
	.notify = notify,
};
