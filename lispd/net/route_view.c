/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The mirror of the kernel's tables main and local and of our own ones, per VRF: a trie of
 * (table, prefix) with the routes to it. News keep it; where the kernel changes routes without a
 * word (devices going down) or in ways that are hard to follow, everything is read anew.
 */
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/net/iface_priv.h"
#include "lispd/net/route_priv.h"

#define PROTO_BGP 186 /* newer headers name them */
#define PROTO_ISIS 187
#define PROTO_OSPF 188
#define PROTO_RIP 189
#define PROTO_EIGRP 192

/* --- slots ----------------------------------------------------------------------------------- */

static struct route_slot *find_slot(const struct rvrf *rv, uint32_t table, const struct prefix *p)
{
	struct lpm_key key = lpm_key(table, p);

	return lpm_find(rv->view, &key);
}

static struct route_slot *need_slot(struct rvrf *rv, uint32_t table, const struct prefix *p)
{
	struct lpm_key key = lpm_key(table, p);
	struct route_slot *slot = lpm_find(rv->view, &key);

	if (slot)
		return slot;
	slot = xcalloc(1, sizeof(*slot));
	slot->table = table;
	slot->prefix = *p;
	lpm_add(rv->view, &key, slot);
	return slot;
}

static void drop_empty(struct rvrf *rv, struct route_slot *slot)
{
	struct lpm_key key = lpm_key(slot->table, &slot->prefix);

	if (slot->first)
		return;
	lpm_del(rv->view, &key);
	free(slot);
}

static struct kroute *add_kroute(struct rvrf *rv, struct route_slot *slot, const struct nl_route *r)
{
	struct kroute *k = xcalloc(1, sizeof(*k) + r->n_hops * sizeof(k->hop[0])), **p;

	k->since_ms = rv->first_dump_done ? loop_now_ms(rv->table->loop) : 0;
	k->metric = r->metric;
	k->mtu = r->mtu;
	k->prefsrc = r->prefsrc;
	k->type = r->type;
	k->protocol = r->protocol;
	k->scope = r->scope;
	k->seen = true;
	k->n_hops = (uint8_t)r->n_hops;
	memcpy(k->hop, r->hop, r->n_hops * sizeof(k->hop[0]));
	for (p = &slot->first; *p && (*p)->metric <= k->metric; p = &(*p)->next)
		;
	k->next = *p;
	*p = k;
	return k;
}

static void del_kroute(struct route_slot *slot, struct kroute *k)
{
	struct kroute **p = &slot->first;

	while (*p != k)
		p = &(*p)->next;
	*p = k->next;
	free(k);
}

struct kroute *route_view_find(const struct rvrf *rv, uint32_t table, const struct prefix *p,
			       uint32_t metric)
{
	struct route_slot *slot = find_slot(rv, table, p);
	struct kroute *k = slot ? slot->first : NULL;

	while (k && k->metric != metric)
		k = k->next;
	return k;
}

/* --- telling --------------------------------------------------------------------------------- */

static void tell_now(struct rvrf *rv, const struct prefix *p)
{
	struct route_listener *l, *next;

	for (l = rv->table->listeners; l; l = next) {
		next = l->next;
		l->changed(l->arg, rv->vrf, p);
	}
}

/* In the middle of a dump nobody may be called: they would ask the kernel. */
static void tell(struct rvrf *rv, uint32_t table, const struct prefix *p)
{
	if (!rv->first_dump_done || (table != ROUTE_MAIN && table != ROUTE_LOCAL))
		return;
	if (!rv->dumping)
		tell_now(rv, p);
	else if (rv->n_changed++ < ROUTE_MAX_CHANGED)
		rv->changed[rv->n_changed - 1] = *p;
}

static void tell_after_dump(struct rvrf *rv)
{
	struct prefix changed[ROUTE_MAX_CHANGED];
	unsigned n = rv->n_changed;

	rv->dumping = false;
	rv->n_changed = 0;
	memcpy(changed, rv->changed, sizeof(changed));
	if (n > ROUTE_MAX_CHANGED)
		tell_now(rv, NULL);
	for (unsigned i = 0; i < n && n <= ROUTE_MAX_CHANGED; i++)
		tell_now(rv, &changed[i]);
}

/* --- messages -------------------------------------------------------------------------------- */

static bool is_of_interest(const struct nl_route *r)
{
	return !r->odd && !r->cached &&
	       (r->table == ROUTE_MAIN || route_is_ours_table(r->table) ||
		(r->table == ROUTE_LOCAL && r->type == RTN_LOCAL));
}

static bool same_hop(const struct nl_hop *a, const struct nl_hop *b)
{
	return a->ifindex == b->ifindex && addr_equal(&a->gateway, &b->gateway);
}

static bool same_route(const struct kroute *k, const struct nl_route *r)
{
	if (k->metric != r->metric || k->type != r->type || k->protocol != r->protocol ||
	    k->n_hops != r->n_hops)
		return false;
	for (unsigned i = 0; i < r->n_hops; i++)
		if (!same_hop(&k->hop[i], &r->hop[i]))
			return false;
	return true;
}

static struct kroute *find_same(struct route_slot *slot, const struct nl_route *r)
{
	struct kroute *k = slot->first;

	while (k && !same_route(k, r))
		k = k->next;
	return k;
}

/* Whether news of r take the place of k. IPv6 tells the whole route again when it gets one more
 * gateway, and keeps routes out of several devices apart. */
static bool replaces(const struct nl_route *r, const struct kroute *k, bool flagged)
{
	if (k->metric != r->metric)
		return false;
	if (r->prefix.addr.family == AF_INET)
		return flagged;
	return flagged || (k->n_hops && r->n_hops && !addr_is_none(&k->hop[0].gateway) &&
			   !addr_is_none(&r->hop[0].gateway));
}

static void drop_replaced(struct route_slot *slot, const struct nl_route *r, bool flagged)
{
	struct kroute *k, *next;

	for (k = slot->first; k; k = next) {
		next = k->next;
		if (replaces(r, k, flagged))
			del_kroute(slot, k);
	}
}

static void refresh_flags(struct kroute *k, const struct nl_route *r)
{
	for (unsigned i = 0; i < r->n_hops; i++)
		k->hop[i].flags = r->hop[i].flags;
	k->mtu = r->mtu;
	k->prefsrc = r->prefsrc;
}

static bool flags_differ(const struct kroute *k, const struct nl_route *r)
{
	for (unsigned i = 0; i < r->n_hops; i++)
		if ((k->hop[i].flags ^ r->hop[i].flags) & (RTNH_F_DEAD | RTNH_F_LINKDOWN))
			return true;
	return false;
}

static void add_route(struct rvrf *rv, const struct nl_route *r, bool flagged)
{
	struct route_slot *slot = need_slot(rv, r->table, &r->prefix);
	struct kroute *k = find_same(slot, r);

	if (k) {
		bool changed = flags_differ(k, r);

		k->seen = true;
		refresh_flags(k, r);
		route_wish_seen(rv, r, true);
		if (changed)
			tell(rv, r->table, &r->prefix);
		return;
	}
	drop_replaced(slot, r, flagged);
	add_kroute(rv, slot, r);
	route_wish_seen(rv, r, true);
	tell(rv, r->table, &r->prefix);
}

/* IPv6 may tell of one gateway of several. False: nothing of k is meant. */
static bool take_hops(struct kroute *k, const struct nl_route *r)
{
	unsigned n = 0;

	for (unsigned i = 0; i < k->n_hops; i++) {
		bool gone = false;

		for (unsigned j = 0; j < r->n_hops; j++)
			gone |= same_hop(&k->hop[i], &r->hop[j]);
		if (!gone)
			k->hop[n++] = k->hop[i];
	}
	if (n == k->n_hops)
		return false;
	k->n_hops = (uint8_t)n;
	return true;
}

static struct kroute *find_meant(struct route_slot *slot, const struct nl_route *r)
{
	struct kroute *k = find_same(slot, r);

	if (k)
		return k;
	for (k = slot->first; k; k = k->next)
		if (k->metric == r->metric && k->protocol == r->protocol && k->type == r->type &&
		    take_hops(k, r))
			return k;
	return NULL;
}

static void remove_route(struct rvrf *rv, const struct nl_route *r)
{
	struct route_slot *slot = find_slot(rv, r->table, &r->prefix);
	struct kroute *k = slot ? find_meant(slot, r) : NULL;
	bool partly = k && k->n_hops && !same_route(k, r);

	if (!k) {
		/* Gone already, or told in a way that we do not follow. */
		if (slot)
			route_want_resync(rv);
		return;
	}
	if (!partly)
		del_kroute(slot, k);
	drop_empty(rv, slot);
	route_wish_seen(rv, r, false);
	tell(rv, r->table, &r->prefix);
}

void route_view_message(struct rvrf *rv, const struct nlmsghdr *nlh)
{
	struct nl_route r;

	if (!nl_read_route(nlh, &r) || !is_of_interest(&r))
		return;
	if (nlh->nlmsg_type == RTM_NEWROUTE)
		add_route(rv, &r, nlh->nlmsg_flags & NLM_F_REPLACE);
	else
		remove_route(rv, &r);
}

/* --- reading everything ---------------------------------------------------------------------- */

/* Each message of a dump is a whole route. */
static void dumped(void *arg, const struct nlmsghdr *nlh)
{
	struct nl_route r;

	if (nlh->nlmsg_type == RTM_NEWROUTE && nl_read_route(nlh, &r) && is_of_interest(&r))
		add_route(arg, &r, false);
}

static void mark_unseen(struct rvrf *rv)
{
	struct route_slot *slot;
	struct lpm_key key;

	for (slot = lpm_first(rv->view); slot; slot = lpm_next(rv->view, &key)) {
		key = lpm_key(slot->table, &slot->prefix);
		for (struct kroute *k = slot->first; k; k = k->next)
			k->seen = false;
	}
}

static void drop_unseen_of(struct rvrf *rv, struct route_slot *slot)
{
	struct nl_route gone = { .table = slot->table, .prefix = slot->prefix };
	struct kroute *k, *next;
	bool changed = false;

	for (k = slot->first; k; k = next) {
		next = k->next;
		if (k->seen)
			continue;
		gone.metric = k->metric;
		gone.protocol = k->protocol;
		del_kroute(slot, k);
		route_wish_seen(rv, &gone, false);
		changed = true;
	}
	drop_empty(rv, slot);
	if (changed)
		tell(rv, gone.table, &gone.prefix);
}

static void drop_unseen(struct rvrf *rv)
{
	struct route_slot *slot;
	struct lpm_key key;

	for (slot = lpm_first(rv->view); slot; slot = lpm_next(rv->view, &key)) {
		key = lpm_key(slot->table, &slot->prefix);
		drop_unseen_of(rv, slot);
	}
}

void route_view_resync(struct rvrf *rv)
{
	struct nl_request r;

	if (!rv->vrf->up)
		return;
	mark_unseen(rv);
	rv->dumping = true;
	if (vrf_query(rv->vrf, nl_dump(&r, RTM_GETROUTE, AF_INET), dumped, rv) == 0 &&
	    vrf_query(rv->vrf, nl_dump(&r, RTM_GETROUTE, AF_INET6), dumped, rv) == 0)
		drop_unseen(rv);
	tell_after_dump(rv);
}

void route_view_init(struct rvrf *rv)
{
	rv->view = lpm_new();
}

void route_view_fini(struct rvrf *rv)
{
	struct route_slot *slot;

	while ((slot = lpm_first(rv->view))) {
		while (slot->first)
			del_kroute(slot, slot->first);
		drop_empty(rv, slot);
	}
	lpm_free(rv->view);
}

void route_view_each_ours(struct rvrf *rv,
			  void (*fn)(struct rvrf *rv, const struct route_slot *slot,
				     const struct kroute *k))
{
	struct route_slot *slot;
	struct lpm_key key;

	for (slot = lpm_first(rv->view); slot; slot = lpm_next(rv->view, &key)) {
		key = lpm_key(slot->table, &slot->prefix);
		for (struct kroute *k = slot->first; k; k = k->next)
			if (k->protocol == NL_PROTO)
				fn(rv, slot, k);
	}
}

/* --- a route as others see it ---------------------------------------------------------------- */

static bool is_down(const struct kroute *k)
{
	for (unsigned i = 0; i < k->n_hops; i++)
		if (!(k->hop[i].flags & (RTNH_F_DEAD | RTNH_F_LINKDOWN)))
			return false;
	return k->n_hops > 0;
}

static enum route_kind kind_of(uint8_t type)
{
	switch (type) {
	case RTN_LOCAL:
		return ROUTE_TO_SELF;
	case RTN_THROW:
		return ROUTE_THROW;
	case RTN_BLACKHOLE:
		return ROUTE_BLACKHOLE;
	case RTN_UNREACHABLE:
		return ROUTE_UNREACHABLE;
	case RTN_PROHIBIT:
		return ROUTE_PROHIBIT;
	}
	return ROUTE_UNICAST;
}

/* As IOS ranks the protocols. */
static uint8_t distance_of(uint8_t protocol)
{
	switch (protocol) {
	case RTPROT_KERNEL:
		return 0;
	case RTPROT_BOOT:
	case RTPROT_STATIC:
		return 1;
	case RTPROT_RA:
		return 2;
	case PROTO_BGP:
		return 20;
	case PROTO_EIGRP:
		return 90;
	case PROTO_OSPF:
		return 110;
	case PROTO_ISIS:
		return 115;
	case PROTO_RIP:
		return 120;
	case RTPROT_DHCP:
		return 254;
	}
	return 200;
}

static enum route_source source_of(const struct kroute *k)
{
	switch (k->protocol) {
	case RTPROT_KERNEL:
		return k->type == RTN_LOCAL ? ROUTE_SELF : ROUTE_CONNECTED;
	case RTPROT_BOOT:
	case RTPROT_STATIC:
		return ROUTE_STATIC;
	case NL_PROTO:
		return ROUTE_LISP;
	}
	return k->type == RTN_LOCAL ? ROUTE_SELF : ROUTE_OTHER;
}

static void name_hop(const struct rvrf *rv, const struct route_slot *slot, const struct nl_hop *h,
		     struct route_hop *out)
{
	const struct iface_table *t = rv->table->ifaces;
	const struct kdev *d = kdev_find(t->kdevs, rv->vrf, h->ifindex);
	const struct iface *i = d ? d->iface : NULL;

	/* What is on lo belongs to a Loopback. */
	if (d && kdev_is_lo(d))
		i = iface_by_subnet(t, rv->vrf, &slot->prefix.addr);
	memset(out, 0, sizeof(*out));
	out->gateway = h->gateway;
	out->onlink = h->flags & RTNH_F_ONLINK;
	if (i)
		memcpy(out->ifname, i->name.s, sizeof(out->ifname));
	else if (d)
		memcpy(out->ifname, d->l.name, sizeof(d->l.name));
}

/* A /32 on an interface is its subnet, too: IOS shows it as connected and has no local route. */
static bool is_host_subnet(const struct rvrf *rv, const struct prefix *p)
{
	const struct iface *i = iface_by_addr(rv->table->ifaces, rv->vrf, &p->addr);

	for (unsigned k = 0; i && k < i->n_addrs; k++)
		if (addr_equal(&i->addr[k].addr, &p->addr) && i->addr[k].plen == p->plen)
			return true;
	return false;
}

static void name_wish(const struct wish *w, struct route_info *out)
{
	out->source = w->spec.source;
	out->distance = w->spec.distance;
	out->metric = w->spec.shown_metric;
	out->tag = w->spec.tag;
	if (!w->spec.shown_ifname[0])
		return;
	if (!out->n_hops)
		out->n_hops = 1;
	memcpy(out->hop[0].ifname, w->spec.shown_ifname, sizeof(out->hop[0].ifname));
}

static void describe(const struct rvrf *rv, const struct route_slot *slot, const struct kroute *k,
		     struct route_info *out)
{
	const struct wish *w = NULL;

	memset(out, 0, sizeof(*out));
	out->prefix = slot->prefix;
	out->table = slot->table;
	out->kind = kind_of(k->type);
	out->source = source_of(k);
	out->protocol = k->protocol;
	out->distance = distance_of(k->protocol);
	out->metric = out->source == ROUTE_OTHER ? k->metric : 0;
	out->since_ms = k->since_ms;
	out->down = is_down(k);
	/* Routes without a way out lead, for IPv6, to lo. */
	if (k->type == RTN_UNICAST || k->type == RTN_LOCAL)
		out->n_hops = k->n_hops;
	for (unsigned i = 0; i < out->n_hops; i++)
		name_hop(rv, slot, &k->hop[i], &out->hop[i]);
	if (k->protocol == NL_PROTO)
		w = route_find_wish(rv, slot->table, &slot->prefix, k->metric);
	if (w)
		name_wish(w, out);
	if (out->source == ROUTE_SELF && is_host_subnet(rv, &slot->prefix))
		out->source = ROUTE_CONNECTED;
}

/* The best route of a slot; routes that are down only if there is no other, and if asked for. */
static const struct kroute *best_of(const struct route_slot *slot, bool down)
{
	for (const struct kroute *k = slot ? slot->first : NULL; k; k = k->next)
		if (!is_down(k))
			return k;
	return slot && down ? slot->first : NULL;
}

/* --- asking ---------------------------------------------------------------------------------- */

static const struct route_slot *longest(const struct rvrf *rv, uint32_t table,
					const struct addr *dst)
{
	struct prefix host = prefix_host(dst);
	struct lpm_key key = lpm_key(table, &host);
	const struct route_slot *slot = lpm_match(rv->view, &key);

	while (slot && !best_of(slot, false)) {
		key = lpm_key(table, &slot->prefix);
		slot = lpm_cover(rv->view, &key);
	}
	return slot;
}

bool route_match(const struct route_table *t, const struct vrf *v, const struct addr *dst,
		 struct route_info *out)
{
	const struct rvrf *rv = route_find_vrf(t, v);
	const struct route_slot *slot, *local;

	if (!rv)
		return false;
	slot = longest(rv, ROUTE_MAIN, dst);
	/* The kernel asks the local table first, whatever the length. */
	local = longest(rv, ROUTE_LOCAL, dst);
	if (local)
		slot = local;
	if (!slot)
		return false;
	describe(rv, slot, best_of(slot, false), out);
	return true;
}

bool route_exact(const struct route_table *t, const struct vrf *v, const struct prefix *p,
		 struct route_info *out)
{
	const struct rvrf *rv = route_find_vrf(t, v);
	const struct route_slot *slot;

	if (!rv)
		return false;
	slot = find_slot(rv, ROUTE_MAIN, p);
	if (!best_of(slot, false))
		slot = find_slot(rv, ROUTE_LOCAL, p);
	if (!best_of(slot, false))
		return false;
	describe(rv, slot, best_of(slot, false), out);
	return true;
}

/* Whether a route makes an EID prefix reachable. */
static bool counts(const struct rvrf *rv, const struct route_slot *slot)
{
	if (slot->prefix.plen == 0 || addr_is_loopback(&slot->prefix.addr))
		return false;
	for (const struct kroute *k = slot->first; k; k = k->next) {
		const struct wish *w;

		if (is_down(k))
			continue;
		if (k->protocol != NL_PROTO)
			return true;
		w = route_find_wish(rv, slot->table, &slot->prefix, k->metric);
		if (w && w->spec.source != ROUTE_LISP)
			return true;
	}
	return false;
}

static bool covers_in(const struct rvrf *rv, uint32_t table, const struct prefix *p)
{
	struct lpm_key outer = lpm_key(table, p), key = outer;
	const struct route_slot *slot;

	for (slot = lpm_match(rv->view, &key); slot; slot = lpm_cover(rv->view, &key)) {
		if (counts(rv, slot))
			return true;
		key = lpm_key(table, &slot->prefix);
	}
	for (slot = lpm_first_under(rv->view, &outer); slot; slot = lpm_next(rv->view, &key)) {
		key = lpm_key(slot->table, &slot->prefix);
		if (!lpm_key_under(&key, &outer))
			return false;
		if (counts(rv, slot))
			return true;
	}
	return false;
}

bool route_covers(const struct route_table *t, const struct vrf *v, const struct prefix *p)
{
	const struct rvrf *rv = route_find_vrf(t, v);

	return rv && (covers_in(rv, ROUTE_MAIN, p) || covers_in(rv, ROUTE_LOCAL, p));
}

/* --- listing --------------------------------------------------------------------------------- */

static const struct route_slot *next_slot(const struct rvrf *rv, uint32_t table, int family,
					  const struct prefix *behind)
{
	struct prefix all = prefix_default(family);
	struct lpm_key key = lpm_key(table, behind ? behind : &all);
	const struct route_slot *slot = behind ? lpm_next(rv->view, &key) :
						 lpm_first_under(rv->view, &key);

	return slot && slot->table == table && slot->prefix.addr.family == family ? slot : NULL;
}

static bool is_shown(const struct route_slot *slot)
{
	const struct addr *a = &slot->prefix.addr;

	return best_of(slot, false) && !addr_is_loopback(a) && !addr_is_multicast(a) &&
	       !(addr_is_link_local(a) && a->family == AF_INET6);
}

/* Slots of both tables in one order; of two for the same prefix main's alone. */
static const struct route_slot *next_rib(const struct rvrf *rv, int family,
					 const struct prefix *behind)
{
	const struct route_slot *m = next_slot(rv, ROUTE_MAIN, family, behind);
	const struct route_slot *l = next_slot(rv, ROUTE_LOCAL, family, behind);
	int c = m && l ? prefix_cmp(&m->prefix, &l->prefix) : 0;

	if (!m || !l)
		return m ? m : l;
	if (c == 0)
		return is_shown(m) ? m : l;
	return c < 0 ? m : l;
}

unsigned route_rib(const struct route_table *t, const struct vrf *v, int family,
		   const struct prefix *after, struct route_info *rows, unsigned max)
{
	const struct rvrf *rv = route_find_vrf(t, v);
	const struct route_slot *slot = rv ? next_rib(rv, family, after) : NULL;
	unsigned n = 0;

	for (; slot && n < max; slot = next_rib(rv, family, &slot->prefix))
		if (is_shown(slot))
			describe(rv, slot, best_of(slot, false), &rows[n++]);
	return n;
}

unsigned route_dump(const struct route_table *t, const struct vrf *v, uint32_t table, int family,
		    const struct prefix *after, struct route_info *rows, unsigned max)
{
	const struct rvrf *rv = route_find_vrf(t, v);
	const struct route_slot *slot = rv ? next_slot(rv, table, family, after) : NULL;
	unsigned n = 0;

	for (; slot && n < max; slot = next_slot(rv, table, family, &slot->prefix))
		describe(rv, slot, best_of(slot, true), &rows[n++]);
	return n;
}

/* --- asking the kernel ----------------------------------------------------------------------- */

struct answer {
	bool got;
	struct nl_route route;
};

static void take_answer(void *arg, const struct nlmsghdr *nlh)
{
	struct answer *a = arg;

	if (nlh->nlmsg_type == RTM_NEWROUTE)
		a->got = nl_read_route(nlh, &a->route);
}

static bool ask(const struct vrf *v, const struct addr *dst, const struct addr *src, bool match,
		struct nl_route *out)
{
	struct answer answer = { 0 };
	struct nl_request r;

	if (vrf_query(v, nl_route_query(&r, dst, src, match), take_answer, &answer) || !answer.got)
		return false;
	*out = answer.route;
	return true;
}

void route_lookup(const struct route_table *t, const struct vrf *v, const struct addr *dst,
		  const struct addr *src, struct route_result *out)
{
	const struct rvrf *rv = route_find_vrf(t, v);
	struct route_slot slot = { .prefix = prefix_host(dst) };
	struct nl_route outcome, match;
	struct route_hop hop;

	memset(out, 0, sizeof(*out));
	out->prefix = prefix_host(dst);
	if (!rv || !ask(v, dst, src, false, &outcome))
		return;
	out->kind = kind_of(outcome.type);
	out->found = out->kind == ROUTE_UNICAST || out->kind == ROUTE_TO_SELF;
	out->table = outcome.table;
	out->source = outcome.prefsrc;
	out->mtu = outcome.mtu;
	if (outcome.n_hops) {
		name_hop(rv, &slot, &outcome.hop[0], &hop);
		memcpy(out->ifname, hop.ifname, sizeof(out->ifname));
		out->gateway = hop.gateway;
		out->ifindex = outcome.hop[0].ifindex;
	}
	if (!ask(v, dst, src, true, &match))
		return;
	out->prefix = match.prefix;
	out->table = match.table;
	out->is_default = match.prefix.plen == 0;
}
