/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/role/kernel.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/mem.h"
#include "lib/secret.h"
#include "lispd/role/rt.h"

#define LISP_OVERHEAD_V4 36
#define LISP_OVERHEAD_V6 56
#define USUAL_MTU 1500
#define MIN_TUN_MTU 1280
#define MAX_MESSAGE 66000 /* of the reliable transport: a Map-Register and its frame */

struct host_conn {
	struct rtconn *c;	    /* NULL until it stands, for accepted ones */
	const struct conn_ops *ops; /* NULL: nobody wants it any more */
	void *arg;
};

/* --- control messages ------------------------------------------------------------------------- */

static int send_udp(void *arg, const struct addr *src, const struct endpoint *to, const void *data,
		    size_t len)
{
	struct kernel *k = arg;
	struct ctl_out m = { .data = data, .len = len, .to = *to, .from = *src };

	return k->sock ? ctlsock_send(k->sock, &m) : -ENETDOWN;
}

static bool source(void *arg, const struct addr *dst, struct addr *src)
{
	struct kernel *k = arg;

	return k->sock && ctlsock_source(k->sock, dst, src);
}

static bool is_local(void *arg, const struct addr *a)
{
	struct kernel *k = arg;
	struct iface *i = iface_by_addr(k->ifaces, vrf_default(k->vrfs), a);

	return i && iface_line_up(i);
}

static bool route(void *arg, const struct addr *dst, struct reach_path *path)
{
	struct kernel *k = arg;
	struct route_result r;

	route_lookup(k->routes, vrf_default(k->vrfs), dst, NULL, &r);
	if (!r.found || (r.kind != ROUTE_UNICAST && r.kind != ROUTE_TO_SELF))
		return false;
	snprintf(path->ifname, sizeof(path->ifname), "%s", r.ifname);
	path->local = r.source;
	return true;
}

static const char *ifname(void *arg, unsigned ifindex)
{
	struct kernel *k = arg;
	struct iface *i = iface_by_index(k->ifaces, vrf_default(k->vrfs), (int)ifindex);

	return i ? i->name.s : "";
}

static bool ifaddr(void *arg, const char *name, int family, struct addr *out)
{
	struct kernel *k = arg;
	struct iface *i = iface_find(k->ifaces, name);

	return i && iface_address(i, family, out);
}

static void random_octets(void *arg UNUSED, void *buf, size_t len)
{
	secret_random(buf, len);
}

/* --- EID tables -------------------------------------------------------------------------------- */

static int netns(void *arg, const char *vrf)
{
	struct kernel *k = arg;
	struct vrf *v = vrf_find(k->vrfs, vrf);

	if (!v || !v->up)
		return -2;
	return v->netns;
}

static bool eid_route(void *arg, const char *vrf, const struct prefix *p)
{
	struct kernel *k = arg;
	struct vrf *v = vrf_find(k->vrfs, vrf);

	return v && route_covers(k->routes, v, p);
}

/* The smallest MTU of what carries packets here, less the tunnel's headers: then the kernel's own
 * ICMP serves the common case of a packet that is too big. */
static uint32_t tun_mtu(const struct kernel *k)
{
	uint32_t mtu = 0;
	struct iface *i;

	for (i = iface_next(k->ifaces, NULL); i; i = iface_next(k->ifaces, i)) {
		enum ifname_class class = ifname_class(&i->name);

		if (!i->present || class == IFCLASS_LISP || class == IFCLASS_LOOPBACK || !i->mtu)
			continue;
		if (!mtu || i->mtu < mtu)
			mtu = i->mtu;
	}
	mtu = (mtu ? mtu : USUAL_MTU) - LISP_OVERHEAD_V4;
	return MAX_OF(mtu, MIN_TUN_MTU);
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

static void tun(void *arg, const struct host_tun *t, int family, bool up)
{
	struct kernel *k = arg;
	struct vrf *v = vrf_find(k->vrfs, t->vrf);

	if (!v)
		return;
	if (up)
		iface_setup_tun(k->ifaces, v, t->ifname, tun_mtu(k));
	default_to_tun(k, v, t, family, up);
}

static void steer(void *arg, const struct host_tun *t, const struct prefix *p, bool on)
{
	struct kernel *k = arg;
	struct vrf *v = vrf_find(k->vrfs, t->vrf);
	struct rule_spec r = { .pref = RULE_ITR, .family = p->addr.family, .from = *p };

	if (v && on)
		rule_set(k->rules, v, &r);
	else if (v)
		rule_del(k->rules, v, &r);
}

static void native_one(struct kernel *k, struct vrf *v, const struct prefix *p, bool on)
{
	struct route_spec r = {
		.table = ROUTE_ITR,
		.prefix = *p,
		.kind = ROUTE_THROW,
		.source = ROUTE_LISP,
	};

	if (on)
		route_set(k->routes, v, &r);
	else
		route_del(k->routes, v, r.table, p, 0);
}

static void native(void *arg, const struct host_tun *t, const struct prefix *p, bool on)
{
	struct kernel *k = arg;
	struct vrf *v = vrf_find(k->vrfs, t->vrf);
	struct prefix half[2];

	if (!v)
		return;
	if (p->plen) {
		native_one(k, v, p, on);
		return;
	}
	/* The default route of this table leads to the TUN and must stay. */
	half[0] = half[1] = (struct prefix){ .addr = p->addr, .plen = 1 };
	half[1].addr.b[0] = 0x80;
	native_one(k, v, &half[0], on);
	native_one(k, v, &half[1], on);
}

/* --- reliable transport ------------------------------------------------------------------------ */

static void conn_opened(void *arg, struct rtconn *c)
{
	struct host_conn *h = arg;

	h->c = c;
	if (h->ops)
		h->ops->up(h->arg, rtconn_local(c));
}

static size_t conn_recv(void *arg, struct rtconn *c, const uint8_t *data, size_t len)
{
	struct host_conn *h = arg;
	const struct conn_ops *ops = h->ops;
	void *conn_arg = h->arg;
	size_t used = ops ? ops->data(conn_arg, data, len) : SIZE_MAX;

	if (used <= len)
		return used;
	rtconn_close(c);
	free(h);
	if (ops)
		ops->closed(conn_arg, "framing is lost");
	return 0;
}

static void conn_closed(void *arg, struct rtconn *c UNUSED, const char *reason)
{
	struct host_conn *h = arg;

	if (h->ops)
		h->ops->closed(h->arg, reason);
	free(h);
}

static const struct rtconn_ops conn_rt_ops = {
	.max_unread = MAX_MESSAGE,
	.opened = conn_opened,
	.recv = conn_recv,
	.closed = conn_closed,
};

static struct host_conn *connect_tcp(void *arg, const struct addr *local,
				     const struct endpoint *peer, const struct conn_ops *ops,
				     void *conn_arg)
{
	struct kernel *k = arg;
	struct host_conn *h = xcalloc(1, sizeof(*h));
	struct endpoint from = { .addr = *local };

	h->ops = ops;
	h->arg = conn_arg;
	h->c = rtconn_connect(k->loop, vrf_default(k->vrfs), &from, peer, &conn_rt_ops, h);
	if (h->c)
		return h;
	free(h);
	return NULL;
}

static int conn_send(struct host_conn *h, const void *data, size_t len)
{
	return h->c ? rtconn_send(h->c, data, len) : -ENOTCONN;
}

static void conn_close(struct host_conn *h)
{
	if (!h->c) {
		h->ops = NULL; /* accepted, not told yet: it ends when it shows itself */
		return;
	}
	rtconn_close(h->c);
	free(h);
}

static void *accept_tcp(void *arg, const struct endpoint *peer, const struct endpoint *local,
			const struct rtconn_ops **ops)
{
	struct kernel *k = arg;
	struct host_conn *h = xcalloc(1, sizeof(*h));

	*ops = &conn_rt_ops;
	if (rt_accept(k->ctl, h, local, peer, &h->ops, &h->arg))
		return h;
	free(h);
	return NULL;
}

const struct role_host kernel_host = {
	.send = send_udp,
	.source = source,
	.is_local = is_local,
	.route = route,
	.ifname = ifname,
	.ifaddr = ifaddr,
	.netns = netns,
	.eid_route = eid_route,
	.tun = tun,
	.steer = steer,
	.native = native,
	.connect = connect_tcp,
	.conn_send = conn_send,
	.conn_close = conn_close,
	.random = random_octets,
};

/* --- news --------------------------------------------------------------------------------------- */

static void received(void *arg, struct ctlsock *s UNUSED, const struct ctl_packet *p)
{
	struct kernel *k = arg;
	struct ctl_in in = {
		.data = p->data,
		.len = p->len,
		.from = p->from,
		.to = { .addr = p->to, .port = LISP_CONTROL_PORT },
		.ifindex = (unsigned)p->ifindex,
	};

	ctl_receive(k->ctl, &in);
}

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

static void vrf_news(void *arg, struct vrf *v UNUSED)
{
	something_changed(arg);
}

void kernel_start(struct kernel *k)
{
	static const struct ctlsock_ops udp_ops = { .recv = received };
	static const struct rtsock_ops tcp_ops = { .accept = accept_tcp };
	struct vrf *v = vrf_default(k->vrfs);

	timer_init(&k->changed, k->loop, tell, k);
	k->iface_listener = (struct iface_listener){ .changed = iface_news, .arg = k };
	k->route_listener = (struct route_listener){ .changed = route_news, .arg = k };
	k->vrf_watch = (struct vrf_watch){ .arg = k, .added = vrf_news, .removing = vrf_news };
	iface_listen(k->ifaces, &k->iface_listener);
	route_listen(k->routes, &k->route_listener);
	vrf_watch(k->vrfs, &k->vrf_watch);
	if (k->vrfs->no_net)
		return;
	k->sock = ctlsock_new(k->loop, v, LISP_CONTROL_PORT, &udp_ops, k);
	k->tcp = rtsock_new(k->loop, v, LISP_CONTROL_PORT, &tcp_ops, k);
}

void kernel_stop(struct kernel *k)
{
	timer_stop(&k->changed);
	vrf_unwatch(k->vrfs, &k->vrf_watch);
	route_unlisten(k->routes, &k->route_listener);
	iface_unlisten(k->ifaces, &k->iface_listener);
	rtsock_free(k->tcp);
	ctlsock_free(k->sock);
	k->tcp = NULL;
	k->sock = NULL;
}
