/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The typed lines of one VRF and prefix form a group. A group is looked at when a line of it comes
 * or goes, all of them when interfaces or routes change: the usable lines with the lowest
 * distance become one route with as many next hops. The distance is its metric in the kernel, so
 * that it stands behind connected routes and before those of other programs.
 */
#include "lispd/net/static.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

#define SETTLE_MS 20	   /* changes of routes gather for so long */
#define METRIC_BASE_V6 256 /* of IPv6's connected routes */

struct static_group {
	TAILQ_ENTRY(static_group) link;
	struct static_list lines; /* by distance, then as typed */
	char vrf[VRF_NAME_MAX + 1];
	struct prefix prefix;
	uint8_t distance; /* of the route that is wished; 0: none */
	bool null0;	  /* and there is one in ROUTE_NULL0 */
};

static uint32_t metric_of(const struct static_group *g, uint8_t distance)
{
	return distance + (g->prefix.addr.family == AF_INET6 ? METRIC_BASE_V6 : 0u);
}

static bool is_null0(const struct static_cfg *c)
{
	return !strcmp(c->ifname, "Null0");
}

/* --- next hops ------------------------------------------------------------------------------- */

static const struct iface *usable_iface(const struct static_table *t, const struct vrf *v,
					const char *name)
{
	const struct iface *i = iface_find(t->ifaces, name);

	return i && i->vrf == v && iface_line_up(i) ? i : NULL;
}

/* The way to gw: routes in the table are resolved already, so one step is enough. */
static bool resolve(const struct static_table *t, const struct vrf *v, const struct static_group *g,
		    const struct addr *gw, struct route_hop *out)
{
	struct route_info via;
	struct ifname name;

	if (!route_match(t->routes, v, gw, &via) || via.kind != ROUTE_UNICAST || !via.n_hops ||
	    via.prefix.plen == 0 || via.source == ROUTE_LISP ||
	    prefix_equal(&via.prefix, &g->prefix))
		return false;
	*out = via.hop[0];
	if (addr_is_none(&out->gateway))
		out->gateway = *gw;
	return ifname_parse(out->ifname, &name) != IFNAME_OK || ifname_class(&name) != IFCLASS_LISP;
}

/* False: the line cannot be used now. */
static bool hop_of(const struct static_table *t, const struct vrf *v, const struct static_group *g,
		   const struct static_cfg *c, struct route_hop *out)
{
	const struct vrf *in = c->global ? vrf_default(t->vrfs) : v;
	const struct iface *i;

	memset(out, 0, sizeof(*out));
	/* Another network namespace has other interfaces. */
	if (in != v && v->netns >= 0)
		return false;
	if (c->ifname[0]) {
		i = usable_iface(t, in, c->ifname);
		if (!i)
			return false;
		memcpy(out->ifname, c->ifname, sizeof(out->ifname));
		out->gateway = c->gateway;
	} else if (!resolve(t, in, g, &c->gateway, out)) {
		return false;
	}
	if (c->ifname[0] || in != v)
		out->onlink = !addr_is_none(&out->gateway);
	return true;
}

/* --- groups ---------------------------------------------------------------------------------- */

static void add_hop(struct route_spec *s, const struct route_hop *hop)
{
	for (unsigned i = 0; i < s->n_hops; i++)
		if (addr_equal(&s->hop[i].gateway, &hop->gateway) &&
		    !strcmp(s->hop[i].ifname, hop->ifname))
			return;
	if (s->n_hops < ROUTE_MAX_HOPS)
		s->hop[s->n_hops++] = *hop;
}

/* Takes the line into the route; true if it belongs to it. */
static bool take_line(const struct static_table *t, const struct vrf *v,
		      const struct static_group *g, const struct static_cfg *c,
		      struct route_spec *s)
{
	struct ifname name;
	struct route_hop hop;

	if (s->distance && c->distance != s->distance)
		return false;
	if (is_null0(c)) {
		if (s->distance)
			return false;
		s->kind = ROUTE_THROW;
		memcpy(s->shown_ifname, c->ifname, sizeof(s->shown_ifname));
	} else {
		if ((s->distance && s->kind != ROUTE_UNICAST) || !hop_of(t, v, g, c, &hop))
			return false;
		/* What a router sends out of a Loopback is gone; lo would bring it back. */
		if (ifname_parse(hop.ifname, &name) == IFNAME_OK &&
		    ifname_class(&name) == IFCLASS_LOOPBACK) {
			s->kind = ROUTE_UNREACHABLE;
			memcpy(s->shown_ifname, hop.ifname, sizeof(s->shown_ifname));
		} else {
			add_hop(s, &hop);
		}
	}
	s->distance = c->distance;
	s->tag = c->tag;
	return true;
}

/* Lines stand in the order of their distance: the first usable one decides. */
static bool choose(struct static_table *t, struct vrf *v, const struct static_group *g,
		   struct route_spec *s)
{
	struct static_cfg *c;

	*s = (struct route_spec){ .table = ROUTE_MAIN,
				  .prefix = g->prefix,
				  .kind = ROUTE_UNICAST,
				  .source = ROUTE_STATIC };
	TAILQ_FOREACH(c, &g->lines, link)
		c->active = v && v->up && take_line(t, v, g, c, s);
	s->metric = metric_of(g, s->distance);
	return s->distance;
}

static void withdraw(struct static_table *t, struct vrf *v, struct static_group *g)
{
	if (v && g->distance)
		route_del(t->routes, v, ROUTE_MAIN, &g->prefix, metric_of(g, g->distance));
	if (v && g->null0)
		route_del(t->routes, v, ROUTE_NULL0, &g->prefix, 0);
	g->distance = 0;
	g->null0 = false;
}

static void set_null0(struct static_table *t, struct vrf *v, struct static_group *g)
{
	struct route_spec s = { .table = ROUTE_NULL0,
				.prefix = g->prefix,
				.kind = ROUTE_BLACKHOLE,
				.source = ROUTE_STATIC,
				.shown_ifname = "Null0" };

	route_set(t->routes, v, &s);
	g->null0 = true;
}

static void evaluate(struct static_table *t, struct static_group *g)
{
	struct vrf *v = vrf_find(t->vrfs, g->vrf);
	struct route_spec s;
	bool usable = choose(t, v, g, &s);
	struct static_cfg *c;
	bool installed;

	if (!usable || s.distance != g->distance || (g->null0 && s.kind != ROUTE_THROW))
		withdraw(t, v, g);
	if (!usable)
		return;
	if (s.kind == ROUTE_THROW)
		set_null0(t, v, g);
	g->distance = s.distance;
	installed = route_set(t->routes, v, &s) == 0;
	TAILQ_FOREACH(c, &g->lines, link)
		c->active = c->active && installed;
}

static int cmp_group(const struct static_group *g, const char *vrf, const struct prefix *p)
{
	int c = strcmp(g->vrf, vrf);

	return c ? c : prefix_cmp(&g->prefix, p);
}

static struct static_group *find_group(const struct static_table *t, const char *vrf,
				       const struct prefix *p)
{
	struct static_group *g;

	TAILQ_FOREACH(g, &t->groups, link)
		if (cmp_group(g, vrf, p) == 0)
			return g;
	return NULL;
}

static struct static_group *need_group(struct static_table *t, const struct static_cfg *c)
{
	struct static_group *g = xcalloc(1, sizeof(*g)), *other;

	/* Mostly lines come in order: look from the end. */
	TAILQ_FOREACH_REVERSE(other, &t->groups, static_groups, link)
		if (cmp_group(other, c->vrf, &c->prefix) <= 0)
			break;
	if (other && cmp_group(other, c->vrf, &c->prefix) == 0) {
		free(g);
		return other;
	}
	TAILQ_INIT(&g->lines);
	memcpy(g->vrf, c->vrf, sizeof(g->vrf));
	g->prefix = c->prefix;
	if (other)
		TAILQ_INSERT_AFTER(&t->groups, other, g, link);
	else
		TAILQ_INSERT_HEAD(&t->groups, g, link);
	return g;
}

static void group_free(struct static_table *t, struct static_group *g)
{
	struct static_cfg *c;

	while ((c = TAILQ_FIRST(&g->lines))) {
		TAILQ_REMOVE(&g->lines, c, link);
		free(c);
	}
	TAILQ_REMOVE(&t->groups, g, link);
	free(g);
}

/* --- events ---------------------------------------------------------------------------------- */

static void on_work(void *arg)
{
	struct static_table *t = arg;
	struct static_group *g;

	TAILQ_FOREACH(g, &t->groups, link)
		evaluate(t, g);
}

static void work_soon(struct static_table *t, uint64_t delay_ms)
{
	if (!TAILQ_EMPTY(&t->groups) && !timer_armed(&t->work))
		timer_start(&t->work, delay_ms);
}

static void on_iface(void *arg, struct iface *i, unsigned what)
{
	(void)i;
	if (what & ~(unsigned)IFACE_CONFIG)
		work_soon(arg, 0);
}

static void on_route(void *arg, struct vrf *v, const struct prefix *p)
{
	(void)v;
	(void)p;
	work_soon(arg, SETTLE_MS);
}

static void on_vrf_added(void *arg, struct vrf *v)
{
	(void)v;
	work_soon(arg, 0);
}

static void on_vrf_removing(void *arg, struct vrf *v)
{
	struct static_table *t = arg;
	struct static_group *g;
	struct static_cfg *c;

	TAILQ_FOREACH(g, &t->groups, link) {
		if (strcmp(g->vrf, v->name))
			continue;
		withdraw(t, v, g);
		TAILQ_FOREACH(c, &g->lines, link)
			c->active = false;
	}
}

/* --- life ------------------------------------------------------------------------------------ */

void static_init(struct static_table *t, struct loop *loop, struct vrf_table *vrfs,
		 struct iface_table *ifaces, struct route_table *routes)
{
	*t = (struct static_table){ .loop = loop, .vrfs = vrfs, .ifaces = ifaces, .routes = routes };
	TAILQ_INIT(&t->groups);
	timer_init(&t->work, loop, on_work, t);
	t->watch =
		(struct vrf_watch){ .arg = t, .added = on_vrf_added, .removing = on_vrf_removing };
	vrf_watch(vrfs, &t->watch);
	t->iface_listener = (struct iface_listener){ .changed = on_iface, .arg = t };
	iface_listen(ifaces, &t->iface_listener);
	t->route_listener = (struct route_listener){ .changed = on_route, .arg = t };
	route_listen(routes, &t->route_listener);
}

void static_fini(struct static_table *t)
{
	struct static_group *g;

	timer_stop(&t->work);
	route_unlisten(t->routes, &t->route_listener);
	iface_unlisten(t->ifaces, &t->iface_listener);
	vrf_unwatch(t->vrfs, &t->watch);
	while ((g = TAILQ_FIRST(&t->groups)))
		group_free(t, g);
}

/* --- configuration --------------------------------------------------------------------------- */

const char *static_result_text(enum static_result r)
{
	switch (r) {
	case STATIC_OK:
		return "";
	case STATIC_BAD_MASK:
		return "%Inconsistent address and mask";
	case STATIC_BAD_HOP:
		return "%Invalid next hop address (it's this router)";
	case STATIC_BAD_FAMILY:
		return "%Invalid next hop address family";
	case STATIC_NO_HOP:
		return "%Invalid next hop address";
	case STATIC_ABSENT:
		return "%No matching route to delete";
	}
	return "";
}

enum static_result static_prefix(const struct addr *a, const struct addr *mask, struct prefix *out)
{
	unsigned plen;

	if (!netmask_plen(mask, &plen))
		return STATIC_BAD_MASK;
	*out = prefix_make(a, plen);
	return addr_equal(&out->addr, a) ? STATIC_OK : STATIC_BAD_MASK;
}

static void insert(struct static_group *g, struct static_cfg *c)
{
	struct static_cfg *other;

	TAILQ_FOREACH_REVERSE(other, &g->lines, static_list, link)
		if (other->distance <= c->distance)
			break;
	if (other)
		TAILQ_INSERT_AFTER(&g->lines, other, c, link);
	else
		TAILQ_INSERT_HEAD(&g->lines, c, link);
	c->group = g;
}

static struct static_cfg *find_line(const struct static_group *g, const struct static_cfg *key)
{
	struct static_cfg *c;

	TAILQ_FOREACH(c, &g->lines, link)
		if (!strcmp(c->ifname, key->ifname) && addr_equal(&c->gateway, &key->gateway))
			return c;
	return NULL;
}

static enum static_result check(const struct static_table *t, const struct static_cfg *c)
{
	const struct vrf *v = c->global ? vrf_default(t->vrfs) : vrf_find(t->vrfs, c->vrf);

	if (addr_is_none(&c->gateway))
		return c->ifname[0] ? STATIC_OK : STATIC_NO_HOP;
	if (c->gateway.family != c->prefix.addr.family)
		return STATIC_BAD_FAMILY;
	if (addr_is_unspecified(&c->gateway) || addr_is_multicast(&c->gateway) ||
	    addr_is_broadcast(&c->gateway) || addr_is_loopback(&c->gateway))
		return STATIC_NO_HOP;
	return v && iface_by_addr(t->ifaces, v, &c->gateway) ? STATIC_BAD_HOP : STATIC_OK;
}

/* Typed again with the same distance, a line keeps its place. */
static void put_line(struct static_group *g, const struct static_cfg *line)
{
	struct static_cfg *c = find_line(g, line), *next;

	if (!c) {
		c = xcalloc(1, sizeof(*c));
		*c = *line;
		insert(g, c);
		return;
	}
	next = TAILQ_NEXT(c, link);
	TAILQ_REMOVE(&g->lines, c, link);
	if (c->distance != line->distance) {
		*c = *line;
		insert(g, c);
		return;
	}
	*c = *line;
	c->group = g;
	if (next)
		TAILQ_INSERT_BEFORE(next, c, link);
	else
		TAILQ_INSERT_TAIL(&g->lines, c, link);
}

enum static_result static_add(struct static_table *t, const struct static_cfg *typed)
{
	enum static_result r = check(t, typed);
	struct static_cfg line = *typed;
	struct static_group *g;

	if (r != STATIC_OK)
		return r;
	line.distance = MAX_OF(typed->distance, 1);
	line.prefix = prefix_make(&typed->prefix.addr, typed->prefix.plen);
	g = need_group(t, &line);
	put_line(g, &line);
	evaluate(t, g);
	return STATIC_OK;
}

static bool agrees(const struct static_cfg *c, const struct static_cfg *key)
{
	return (!key->ifname[0] || !strcmp(c->ifname, key->ifname)) &&
	       (addr_is_none(&key->gateway) || addr_equal(&c->gateway, &key->gateway)) &&
	       (!key->distance || c->distance == key->distance);
}

enum static_result static_del(struct static_table *t, const struct static_cfg *key)
{
	struct static_group *g = find_group(t, key->vrf, &key->prefix);
	struct static_cfg *c, *next;
	bool found = false;

	for (c = g ? TAILQ_FIRST(&g->lines) : NULL; c; c = next) {
		next = TAILQ_NEXT(c, link);
		if (!agrees(c, key))
			continue;
		TAILQ_REMOVE(&g->lines, c, link);
		free(c);
		found = true;
	}
	if (!found)
		return STATIC_ABSENT;
	evaluate(t, g);
	if (TAILQ_EMPTY(&g->lines))
		group_free(t, g);
	return STATIC_OK;
}

const struct static_cfg *static_next(const struct static_table *t, const struct static_cfg *after)
{
	const struct static_cfg *c = after ? TAILQ_NEXT(after, link) : NULL;
	const struct static_group *g;

	if (c)
		return c;
	/* No group is empty. */
	g = after ? TAILQ_NEXT(after->group, link) : TAILQ_FIRST(&t->groups);
	return g ? TAILQ_FIRST(&g->lines) : NULL;
}
