/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables of locators are made when a process names their VRF and stay until the end; sockets come
 * and go with the VRF. Whatever changes in the kernel is told to all processes, once for a burst.
 */
#include "lispd/role/kernel.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/secret.h"
#include "lispd/role/kernel_priv.h"

#define USUAL_MTU 1500

struct kernel *kernel_of(void *arg)
{
	struct kernel_table *t = arg;

	return t->kernel;
}

struct vrf *kernel_vrf(const struct kernel_table *t)
{
	return vrf_find(t->kernel->vrfs, t->vrf);
}

/* --- control messages ------------------------------------------------------------------------- */

static int send_udp(void *arg, const struct addr *src, const struct endpoint *to, const void *data,
		    size_t len)
{
	struct kernel_table *t = arg;
	struct ctl_out m = { .data = data, .len = len, .to = *to, .from = *src };

	return t->sock ? ctlsock_send(t->sock, &m) : -ENETDOWN;
}

static bool source(void *arg, const struct addr *dst, struct addr *src)
{
	struct kernel_table *t = arg;

	return t->sock && ctlsock_source(t->sock, dst, src);
}

static bool is_local(void *arg, const struct addr *a)
{
	struct kernel_table *t = arg;
	struct vrf *v = kernel_vrf(t);
	struct iface *i = v ? iface_by_addr(t->kernel->ifaces, v, a) : NULL;

	return i && iface_line_up(i);
}

static bool is_own(void *arg, const struct addr *a)
{
	const struct kernel_table *t = arg;
	const struct vrf *v = kernel_vrf(t);
	const struct iface *i;

	for (i = iface_next(t->kernel->ifaces, NULL); v && i; i = iface_next(t->kernel->ifaces, i))
		for (unsigned n = 0; i->vrf == v && n < i->n_addrs; n++)
			if (addr_equal(&i->addr[n].addr, a))
				return true;
	return false;
}

static bool route(void *arg, const struct addr *dst, struct reach_path *path)
{
	struct kernel_table *t = arg;
	struct vrf *v = kernel_vrf(t);
	struct route_result r;

	if (!v)
		return false;
	route_lookup(t->kernel->routes, v, dst, NULL, &r);
	if (!r.found || (r.kind != ROUTE_UNICAST && r.kind != ROUTE_TO_SELF))
		return false;
	snprintf(path->ifname, sizeof(path->ifname), "%s", r.ifname);
	path->local = r.source;
	return true;
}

static const char *ifname(void *arg, unsigned ifindex)
{
	struct kernel_table *t = arg;
	struct vrf *v = kernel_vrf(t);
	struct iface *i = v ? iface_by_index(t->kernel->ifaces, v, (int)ifindex) : NULL;

	return i ? i->name.s : "";
}

static bool ifaddr(void *arg, const char *name, int family, struct addr *out)
{
	struct kernel_table *t = arg;
	struct iface *i = iface_find(t->kernel->ifaces, name);

	return i && i->vrf && i->vrf == kernel_vrf(t) && iface_address(i, family, out);
}

static uint32_t vrf_number(void *arg, const char *vrf)
{
	struct vrf *v = vrf_find(kernel_of(arg)->vrfs, vrf);

	return v && v->up ? v->id + 1 : 0;
}

static int netns(void *arg, const char *vrf)
{
	struct kernel *k = kernel_of(arg);
	struct vrf *v = vrf_find(k->vrfs, vrf);

	if (!v || !v->up)
		return -2;
	return v->netns;
}

static uint32_t underlay_mtu(void *arg)
{
	const struct kernel_table *t = arg;
	const struct vrf *v = kernel_vrf(t);
	uint32_t mtu = 0;
	struct iface *i;

	for (i = iface_next(t->kernel->ifaces, NULL); i; i = iface_next(t->kernel->ifaces, i)) {
		enum ifname_class class = ifname_class(&i->name);

		if (!i->present || i->vrf != v || class == IFCLASS_LISP ||
		    class == IFCLASS_LOOPBACK || !i->mtu)
			continue;
		if (!mtu || i->mtu < mtu)
			mtu = i->mtu;
	}
	return mtu ? mtu : USUAL_MTU;
}

static void random_octets(void *arg UNUSED, void *buf, size_t len)
{
	secret_random(buf, len);
}

/* --- tables of locators ------------------------------------------------------------------------ */

static void received(void *arg, struct ctlsock *s UNUSED, const struct ctl_packet *p)
{
	struct kernel_table *t = arg;
	struct ctl_in in = {
		.data = p->data,
		.len = p->len,
		.from = p->from,
		.to = { .addr = p->to, .port = LISP_CONTROL_PORT },
		.ifindex = (unsigned)p->ifindex,
		.table = t,
	};

	ctl_receive(t->kernel->ctl, &in);
}

static void open_table(struct kernel_table *t)
{
	static const struct ctlsock_ops udp_ops = { .recv = received };
	static const struct rtsock_ops tcp_ops = { .accept = kernel_accept };
	struct vrf *v = kernel_vrf(t);

	if (t->sock || !v || !v->up || t->kernel->vrfs->no_net)
		return;
	t->sock = ctlsock_new(t->kernel->loop, v, LISP_CONTROL_PORT, &udp_ops, t);
	t->tcp = rtsock_new(t->kernel->loop, v, LISP_CONTROL_PORT, &tcp_ops, t);
}

static void close_table(struct kernel_table *t)
{
	rtsock_free(t->tcp);
	ctlsock_free(t->sock);
	t->tcp = NULL;
	t->sock = NULL;
}

static void *table(void *arg, const char *vrf)
{
	struct kernel *k = kernel_of(arg);
	struct kernel_table *t;

	TAILQ_FOREACH(t, &k->tables, link)
		if (strcmp(t->vrf, vrf) == 0)
			return t;
	t = xcalloc(1, sizeof(*t));
	t->kernel = k;
	snprintf(t->vrf, sizeof(t->vrf), "%s", vrf);
	TAILQ_INSERT_TAIL(&k->tables, t, link);
	open_table(t);
	return t;
}

const struct role_host kernel_host = {
	.send = send_udp,
	.source = source,
	.is_local = is_local,
	.is_own = is_own,
	.route = route,
	.ifname = ifname,
	.ifaddr = ifaddr,
	.table = table,
	.vrf_number = vrf_number,
	.underlay_mtu = underlay_mtu,
	.netns = netns,
	.eid_route = kernel_eid_route,
	.tun = kernel_tun,
	.steer = kernel_steer,
	.native = kernel_native,
	.attract = kernel_attract,
	.export_route = kernel_export_route,
	.port = &kernel_port_host,
	.connect = kernel_connect,
	.conn_send = kernel_conn_send,
	.conn_close = kernel_conn_close,
	.random = random_octets,
};

/* --- news --------------------------------------------------------------------------------------- */

static void tell(void *arg)
{
	struct kernel *k = arg;
	struct lisp *l;

	TAILQ_FOREACH(l, &k->ctl->lisps, link)
		lisp_host_changed(l);
}

static void something_changed(struct kernel *k)
{
	if (!timer_armed(&k->changed))
		timer_start(&k->changed, 0);
}

static void iface_news(void *arg, struct iface *i UNUSED, unsigned what)
{
	if (what & ~(unsigned)IFACE_CONFIG)
		something_changed(arg);
}

static void route_news(void *arg, struct vrf *v UNUSED, const struct prefix *p UNUSED)
{
	something_changed(arg);
}

static void vrf_added(void *arg, struct vrf *v)
{
	struct kernel *k = arg;
	struct kernel_table *t;

	TAILQ_FOREACH(t, &k->tables, link)
		if (strcmp(t->vrf, v->name) == 0)
			open_table(t);
	something_changed(k);
}

static void vrf_removing(void *arg, struct vrf *v)
{
	struct kernel *k = arg;
	struct kernel_table *t;

	TAILQ_FOREACH(t, &k->tables, link)
		if (strcmp(t->vrf, v->name) == 0)
			close_table(t);
	something_changed(k);
}

void kernel_init(struct kernel *k)
{
	TAILQ_INIT(&k->tables);
	TAILQ_INIT(&k->ports);
	k->main = (struct kernel_table){ .kernel = k };
	TAILQ_INSERT_TAIL(&k->tables, &k->main, link);
}

void kernel_start(struct kernel *k)
{
	timer_init(&k->changed, k->loop, tell, k);
	k->iface_listener = (struct iface_listener){ .changed = iface_news, .arg = k };
	k->route_listener = (struct route_listener){ .changed = route_news, .arg = k };
	k->vrf_watch = (struct vrf_watch){ .arg = k, .added = vrf_added, .removing = vrf_removing };
	iface_listen(k->ifaces, &k->iface_listener);
	route_listen(k->routes, &k->route_listener);
	vrf_watch(k->vrfs, &k->vrf_watch);
	open_table(&k->main);
}

void kernel_stop(struct kernel *k)
{
	struct kernel_table *t;

	timer_stop(&k->changed);
	kernel_ports_fini(k);
	vrf_unwatch(k->vrfs, &k->vrf_watch);
	route_unlisten(k->routes, &k->route_listener);
	iface_unlisten(k->ifaces, &k->iface_listener);
	while ((t = TAILQ_FIRST(&k->tables))) {
		TAILQ_REMOVE(&k->tables, t, link);
		close_table(t);
		if (t != &k->main)
			free(t);
	}
}
