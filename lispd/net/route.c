/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Wishes: what parts of this program want in the kernel's tables. A wish is installed when the
 * kernel has acknowledged it; news that a route with our mark has gone make it pending again.
 * Pending wishes are tried when something changed that may help. Routes of others under the same
 * prefix, table and metric are never replaced.
 */
#include "lispd/net/route.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

#include "lib/log.h"
#include "lib/mem.h"
#include "lispd/net/iface_priv.h"
#include "lispd/net/route_priv.h"

#define RESYNC_MS 30	 /* changes of links gather for so long */
#define RETRY_MS 100	 /* and what may help a pending wish */
#define ASK_PER_READ 256 /* requests between two readings of the news they cause */
#define METRIC_V6 1024	 /* what IPv6 makes of no metric */

static const uint32_t our_tables[] = { ROUTE_ITR,   ROUTE_DYN,	ROUTE_PITR,
				       ROUTE_NULL0, ROUTE_AWAY, ROUTE_ROAM };

bool route_is_ours_table(uint32_t table)
{
	for (size_t i = 0; i < ARRAY_LEN(our_tables); i++)
		if (table == our_tables[i])
			return true;
	return false;
}

uint32_t route_metric(int family, uint32_t metric)
{
	return family == AF_INET6 && !metric ? METRIC_V6 : metric;
}

struct rvrf *route_find_vrf(const struct route_table *t, const struct vrf *v)
{
	struct rvrf *rv;

	TAILQ_FOREACH(rv, &t->list, link)
		if (rv->vrf == v)
			return rv;
	return NULL;
}

/* --- the kernel's form ----------------------------------------------------------------------- */

static uint8_t kernel_type(enum route_kind kind)
{
	switch (kind) {
	case ROUTE_UNICAST:
		return RTN_UNICAST;
	case ROUTE_THROW:
		return RTN_THROW;
	case ROUTE_BLACKHOLE:
		return RTN_BLACKHOLE;
	case ROUTE_UNREACHABLE:
		return RTN_UNREACHABLE;
	case ROUTE_PROHIBIT:
		return RTN_PROHIBIT;
	case ROUTE_TO_SELF:
		return RTN_LOCAL;
	}
	return RTN_UNSPEC;
}

static void key_of(const struct wish *w, struct nl_route *out)
{
	memset(out, 0, sizeof(*out));
	out->prefix = w->spec.prefix;
	out->table = w->spec.table;
	out->metric = w->spec.metric;
	out->protocol = NL_PROTO;
	out->type = kernel_type(w->spec.kind);
}

/* 0 or -ENODEV: an interface is not there. */
static int kernel_hop(const struct rvrf *rv, const struct route_hop *h, struct nl_hop *out)
{
	const struct iface *i;

	out->gateway = h->gateway;
	if (h->onlink)
		out->flags = RTNH_F_ONLINK;
	if (!h->ifname[0])
		return 0;
	i = iface_find(rv->table->ifaces, h->ifname);
	if (!i || !i->kdev || i->kdev->vrf != rv->vrf)
		return -ENODEV;
	out->ifindex = i->ifindex;
	return 0;
}

static int kernel_route(const struct rvrf *rv, const struct wish *w, struct nl_route *out)
{
	int err = 0;

	key_of(w, out);
	out->prefsrc = w->spec.prefsrc;
	out->mtu = w->spec.mtu;
	out->n_hops = w->spec.n_hops;
	for (unsigned i = 0; i < w->spec.n_hops && !err; i++)
		err = kernel_hop(rv, &w->spec.hop[i], &out->hop[i]);
	return err;
}

/* --- asking the kernel ----------------------------------------------------------------------- */

static int ask(struct rvrf *rv, struct nlmsghdr *nlh)
{
	rv->n_asked++;
	return vrf_request(rv->vrf, nlh);
}

/* Many requests in one go would overrun the buffer that their news go to. Listeners are called
 * from here, and wishes may go: nobody holds one across it. */
static void read_news(struct rvrf *rv)
{
	if (rv->n_asked < ASK_PER_READ)
		return;
	rv->n_asked = 0;
	vrf_poll(rv->vrf);
}

static void set_installed(struct rvrf *rv, struct wish *w, bool installed)
{
	if (w->installed == installed)
		return;
	w->installed = installed;
	if (installed)
		TAILQ_REMOVE(&rv->pending, w, pending);
	else
		TAILQ_INSERT_TAIL(&rv->pending, w, pending);
}

static bool is_foreign(const struct rvrf *rv, const struct wish *w)
{
	const struct kroute *k =
		route_view_find(rv, w->spec.table, &w->spec.prefix, w->spec.metric);

	return k && k->protocol != NL_PROTO;
}

static int remove_route(struct rvrf *rv, const struct wish *w)
{
	struct nl_request r;
	struct nl_route route;

	key_of(w, &route);
	return ask(rv, nl_route_del(&r, &route));
}

/* IPv6 replaces a route only by one of the same sort. */
static bool changes_sort(const struct route_spec *a, const struct route_spec *b)
{
	return a->prefix.addr.family == AF_INET6 &&
	       (a->kind != b->kind || (a->n_hops > 1) != (b->n_hops > 1) ||
		(a->n_hops && addr_is_none(&a->hop[0].gateway)) !=
			(b->n_hops && addr_is_none(&b->hop[0].gateway)));
}

static int install(struct rvrf *rv, struct wish *w)
{
	struct nl_request r;
	struct nl_route route;
	int err;

	if (!rv->vrf->up)
		return -ENETDOWN;
	if (is_foreign(rv, w))
		return -EEXIST;
	err = kernel_route(rv, w, &route);
	if (!err)
		err = ask(rv, nl_route_new(&r, &route));
	set_installed(rv, w, !err);
	return err;
}

/* --- the set of wishes ----------------------------------------------------------------------- */

struct wish *route_find_wish(const struct rvrf *rv, uint32_t table, const struct prefix *p,
			     uint32_t metric)
{
	struct lpm_key key = lpm_key(table, p);
	struct wish *w = lpm_find(rv->wishes, &key);

	while (w && w->spec.metric != metric)
		w = w->next;
	return w;
}

/* The chain's head is the value in the trie. */
static void set_chain(struct rvrf *rv, const struct lpm_key *key, struct wish *first)
{
	lpm_del(rv->wishes, key);
	if (first)
		lpm_add(rv->wishes, key, first);
}

static struct wish *add_wish(struct rvrf *rv, const struct route_spec *s)
{
	struct wish *w = xcalloc(1, sizeof(*w)), *first, **p;
	struct lpm_key key = lpm_key(s->table, &s->prefix);

	w->spec = *s;
	first = lpm_find(rv->wishes, &key);
	for (p = &first; *p && (*p)->spec.metric < s->metric; p = &(*p)->next)
		;
	w->next = *p;
	*p = w;
	set_chain(rv, &key, first);
	TAILQ_INSERT_TAIL(&rv->pending, w, pending);
	return w;
}

static void del_wish(struct rvrf *rv, struct wish *w)
{
	struct lpm_key key = lpm_key(w->spec.table, &w->spec.prefix);
	struct wish *first = lpm_find(rv->wishes, &key), **p;

	for (p = &first; *p != w; p = &(*p)->next)
		;
	*p = w->next;
	set_chain(rv, &key, first);
	if (!w->installed)
		TAILQ_REMOVE(&rv->pending, w, pending);
	free(w);
}

static bool is_valid(const struct route_spec *s)
{
	const struct addr *a = &s->prefix.addr;

	if ((a->family != AF_INET && a->family != AF_INET6) || s->prefix.plen > addr_bits(a) ||
	    s->n_hops > ROUTE_MAX_HOPS || (s->kind == ROUTE_UNICAST) != (s->n_hops > 0) ||
	    s->kind == ROUTE_TO_SELF || (s->table != ROUTE_MAIN && !route_is_ours_table(s->table)))
		return false;
	for (unsigned i = 0; i < s->n_hops; i++)
		if (addr_is_none(&s->hop[i].gateway) && !s->hop[i].ifname[0])
			return false;
	return true;
}

static bool same_hops(const struct route_spec *a, const struct route_spec *b)
{
	if (a->n_hops != b->n_hops)
		return false;
	for (unsigned i = 0; i < a->n_hops; i++)
		if (!addr_equal(&a->hop[i].gateway, &b->hop[i].gateway) ||
		    strcmp(a->hop[i].ifname, b->hop[i].ifname) ||
		    a->hop[i].onlink != b->hop[i].onlink)
			return false;
	return true;
}

static bool same_for_kernel(const struct route_spec *a, const struct route_spec *b)
{
	return a->kind == b->kind && a->mtu == b->mtu && addr_equal(&a->prefsrc, &b->prefsrc) &&
	       same_hops(a, b);
}

int route_set(struct route_table *t, struct vrf *v, const struct route_spec *s)
{
	struct rvrf *rv = route_find_vrf(t, v);
	struct route_spec spec = *s;
	struct wish *w;
	int err;

	if (!rv || !is_valid(s))
		return -EINVAL;
	spec.metric = route_metric(s->prefix.addr.family, s->metric);
	w = route_find_wish(rv, spec.table, &spec.prefix, spec.metric);
	if (!w) {
		w = add_wish(rv, &spec);
	} else if (w->installed && same_for_kernel(&w->spec, &spec)) {
		w->spec = spec;
		return 0;
	} else if (w->installed && changes_sort(&w->spec, &spec)) {
		remove_route(rv, w);
		set_installed(rv, w, false);
	}
	w->spec = spec;
	err = install(rv, w);
	read_news(rv);
	return err;
}

static void withdraw_wish(struct rvrf *rv, struct wish *w)
{
	if (w->installed)
		remove_route(rv, w);
	del_wish(rv, w);
}

bool route_del(struct route_table *t, struct vrf *v, uint32_t table, const struct prefix *p,
	       uint32_t metric)
{
	struct rvrf *rv = route_find_vrf(t, v);
	struct wish *w = rv ? route_find_wish(rv, table, p, route_metric(p->addr.family, metric)) :
			      NULL;

	if (!w)
		return false;
	withdraw_wish(rv, w);
	read_news(rv);
	return true;
}

bool route_is_installed(const struct route_table *t, const struct vrf *v, uint32_t table,
			const struct prefix *p, uint32_t metric)
{
	const struct rvrf *rv = route_find_vrf(t, v);
	const struct wish *w =
		rv ? route_find_wish(rv, table, p, route_metric(p->addr.family, metric)) : NULL;

	return w && w->installed;
}

/* The first chain of wishes in one table. */
static struct wish *first_in(const struct rvrf *rv, uint32_t table)
{
	struct prefix v4 = prefix_default(AF_INET), v6 = prefix_default(AF_INET6);
	struct lpm_key k4 = lpm_key(table, &v4), k6 = lpm_key(table, &v6);
	struct wish *w = lpm_first_under(rv->wishes, &k4);

	return w ? w : lpm_first_under(rv->wishes, &k6);
}

void route_clear(struct route_table *t, struct vrf *v, uint32_t table)
{
	struct rvrf *rv = route_find_vrf(t, v);
	struct wish *w;

	while (rv && (w = first_in(rv, table))) {
		withdraw_wish(rv, w);
		read_news(rv);
	}
}

static void sweep_one(struct rvrf *rv, const struct route_slot *slot, const struct kroute *k)
{
	struct nl_route route;
	struct nl_request r;

	if (route_find_wish(rv, slot->table, &slot->prefix, k->metric))
		return;
	memset(&route, 0, sizeof(route));
	route.prefix = slot->prefix;
	route.table = slot->table;
	route.metric = k->metric;
	route.protocol = NL_PROTO;
	route.type = k->type;
	/* Not ask(): reading the news would change the view that is being walked. */
	vrf_request(rv->vrf, nl_route_del(&r, &route));
}

void route_sweep(struct route_table *t, struct vrf *v)
{
	struct rvrf *rv = route_find_vrf(t, v);

	if (!rv || !v->up)
		return;
	vrf_poll(v);
	route_view_each_ours(rv, sweep_one);
	route_want_resync(rv);
}

/* --- pending wishes -------------------------------------------------------------------------- */

void route_wish_seen(struct rvrf *rv, const struct nl_route *r, bool there)
{
	struct wish *w = route_find_wish(rv, r->table, &r->prefix, r->metric);

	if (!w)
		return;
	if (r->protocol == NL_PROTO)
		set_installed(rv, w, there);
	/* Ours has gone, or what stood in its place. */
	if (!there && !timer_armed(&rv->table->retry))
		timer_start(&rv->table->retry, RETRY_MS);
}

static void retry_vrf(struct rvrf *rv)
{
	struct wish *w;
	size_t n = 0;

	TAILQ_FOREACH(w, &rv->pending, pending)
		n++;
	/* Those that fail again queue up behind. */
	while (n-- > 0 && (w = TAILQ_FIRST(&rv->pending))) {
		TAILQ_REMOVE(&rv->pending, w, pending);
		TAILQ_INSERT_TAIL(&rv->pending, w, pending);
		install(rv, w);
		read_news(rv);
	}
}

static void on_retry(void *arg)
{
	struct route_table *t = arg;
	struct rvrf *rv;

	TAILQ_FOREACH(rv, &t->list, link)
		retry_vrf(rv);
}

/* --- subnets of Loopbacks that live on lo ---------------------------------------------------- */

static bool has_lo_subnet(const struct iface_table *t, const struct vrf *v, const struct prefix *p)
{
	const struct iface *i;

	for (i = iface_next(t, NULL); i; i = iface_next(t, i)) {
		for (unsigned k = 0; i->on_lo && i->vrf == v && k < i->n_addrs; k++) {
			struct prefix subnet = prefix_make(&i->addr[k].addr, i->addr[k].plen);

			if (i->addr[k].in_kernel && prefix_equal(&subnet, p))
				return true;
		}
	}
	return false;
}

static struct wish *next_connected(const struct rvrf *rv, const struct lpm_key *behind)
{
	struct prefix all = prefix_default(AF_INET);
	struct lpm_key key = lpm_key(ROUTE_MAIN, &all);
	struct wish *w = behind ? lpm_next(rv->wishes, behind) : lpm_first_under(rv->wishes, &key);

	return w && w->spec.table == ROUTE_MAIN && w->spec.prefix.addr.family == AF_INET ? w : NULL;
}

static void drop_lo_subnets(struct rvrf *rv)
{
	struct lpm_key key;
	struct wish *w, *next;

	for (w = next_connected(rv, NULL); w; w = next) {
		key = lpm_key(ROUTE_MAIN, &w->spec.prefix);
		next = next_connected(rv, &key);
		if (w->spec.source == ROUTE_CONNECTED &&
		    !has_lo_subnet(rv->table->ifaces, rv->vrf, &w->spec.prefix))
			withdraw_wish(rv, w);
	}
}

static void add_lo_subnets(struct rvrf *rv, const struct iface *i)
{
	for (unsigned k = 0; k < i->n_addrs; k++) {
		const struct iface_addr *a = &i->addr[k];
		struct route_spec s = { .table = ROUTE_MAIN,
					.kind = ROUTE_UNREACHABLE,
					.source = ROUTE_CONNECTED };

		if (a->addr.family != AF_INET || a->plen == 32 || !a->in_kernel)
			continue;
		s.prefix = prefix_make(&a->addr, a->plen);
		memcpy(s.shown_ifname, i->name.s, sizeof(s.shown_ifname));
		route_set(rv->table, rv->vrf, &s);
	}
}

static void refresh_lo_subnets(struct rvrf *rv)
{
	const struct iface *i;

	drop_lo_subnets(rv);
	for (i = iface_next(rv->table->ifaces, NULL); i; i = iface_next(rv->table->ifaces, i))
		if (i->on_lo && i->vrf == rv->vrf)
			add_lo_subnets(rv, i);
}

/* --- news ------------------------------------------------------------------------------------ */

void route_want_resync(struct rvrf *rv)
{
	struct route_table *t = rv->table;

	rv->stale = true;
	/* With a million routes a dump takes its time: no more than a tenth of ours. */
	if (!timer_armed(&t->resync))
		timer_start(&t->resync, MAX_OF(RESYNC_MS, 10 * (uint64_t)t->dump_ms));
}

static void on_resync_timer(void *arg)
{
	struct route_table *t = arg;
	struct rvrf *rv;
	uint64_t start = loop_now_ms(t->loop);

	TAILQ_FOREACH(rv, &t->list, link) {
		if (!rv->stale)
			continue;
		rv->stale = false;
		vrf_poll(rv->vrf);
		route_view_resync(rv);
		retry_vrf(rv);
	}
	t->dump_ms = (uint32_t)(loop_now_ms(t->loop) - start);
}

static void on_iface(void *arg, struct iface *i, unsigned what)
{
	struct route_table *t = arg;
	struct rvrf *rv;

	TAILQ_FOREACH(rv, &t->list, link)
		if (what & (IFACE_ADDR | IFACE_VRF | IFACE_DEVICE | IFACE_DELETED) &&
		    ifname_class(&i->name) == IFCLASS_LOOPBACK)
			refresh_lo_subnets(rv);
	if (what & (IFACE_STATE | IFACE_ADDR | IFACE_DEVICE | IFACE_VRF) && !timer_armed(&t->retry))
		timer_start(&t->retry, 0);
}

static void on_message(void *arg, struct vrf *v, const struct nlmsghdr *nlh)
{
	struct rvrf *rv = route_find_vrf(arg, v);

	if (!rv)
		return;
	switch (nlh->nlmsg_type) {
	case RTM_NEWROUTE:
	case RTM_DELROUTE:
		route_view_message(rv, nlh);
		break;
	/* The kernel removes IPv4 routes without a word when a device goes down, or an address that
	 * they send from goes. */
	case RTM_NEWLINK:
	case RTM_DELLINK:
	case RTM_DELADDR:
		route_want_resync(rv);
		break;
	}
}

static void on_resync(void *arg, struct vrf *v)
{
	struct rvrf *rv = route_find_vrf(arg, v);

	if (rv)
		route_view_resync(rv);
}

static void on_vrf_added(void *arg, struct vrf *v)
{
	struct route_table *t = arg;
	struct rvrf *rv = xcalloc(1, sizeof(*rv));

	rv->table = t;
	rv->vrf = v;
	rv->wishes = lpm_new();
	TAILQ_INIT(&rv->pending);
	TAILQ_INSERT_TAIL(&t->list, rv, link);
	route_view_init(rv);
	route_view_resync(rv);
	rv->first_dump_done = true;
}

static void rvrf_free(struct rvrf *rv)
{
	struct wish *w;

	while ((w = lpm_first(rv->wishes)))
		del_wish(rv, w);
	lpm_free(rv->wishes);
	route_view_fini(rv);
	TAILQ_REMOVE(&rv->table->list, rv, link);
	free(rv);
}

static void on_vrf_removing(void *arg, struct vrf *v)
{
	struct rvrf *rv = route_find_vrf(arg, v);

	if (rv)
		rvrf_free(rv);
}

/* --- life ------------------------------------------------------------------------------------ */

struct route_table *route_new(struct loop *loop, struct vrf_table *vrfs, struct iface_table *ifaces)
{
	struct route_table *t = xcalloc(1, sizeof(*t));

	t->loop = loop;
	t->vrfs = vrfs;
	t->ifaces = ifaces;
	TAILQ_INIT(&t->list);
	timer_init(&t->resync, loop, on_resync_timer, t);
	timer_init(&t->retry, loop, on_retry, t);
	t->iface_listener = (struct iface_listener){ .changed = on_iface, .arg = t };
	iface_listen(ifaces, &t->iface_listener);
	t->watch = (struct vrf_watch){ .arg = t,
				       .added = on_vrf_added,
				       .removing = on_vrf_removing,
				       .message = on_message,
				       .resync = on_resync };
	vrf_watch(vrfs, &t->watch);
	return t;
}

static void withdraw_one(struct rvrf *rv, const struct route_slot *slot, const struct kroute *k)
{
	struct wish *w = route_find_wish(rv, slot->table, &slot->prefix, k->metric);

	if (w)
		del_wish(rv, w);
	sweep_one(rv, slot, k);
}

void route_free(struct route_table *t, bool withdraw)
{
	struct rvrf *rv;

	if (!t)
		return;
	TAILQ_FOREACH(rv, &t->list, link) {
		if (!withdraw || !rv->vrf->up)
			continue;
		/* What was installed a moment ago is in the view only after its news. */
		vrf_poll(rv->vrf);
		route_view_each_ours(rv, withdraw_one);
	}
	vrf_unwatch(t->vrfs, &t->watch);
	iface_unlisten(t->ifaces, &t->iface_listener);
	while ((rv = TAILQ_FIRST(&t->list)))
		rvrf_free(rv);
	/* Last: the news of what was withdrawn start them again. */
	timer_stop(&t->resync);
	timer_stop(&t->retry);
	free(t);
}

void route_listen(struct route_table *t, struct route_listener *l)
{
	l->next = t->listeners;
	t->listeners = l;
}

void route_unlisten(struct route_table *t, struct route_listener *l)
{
	struct route_listener **p = &t->listeners;

	while (*p && *p != l)
		p = &(*p)->next;
	if (*p)
		*p = l->next;
}
