/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which frames make a host one of ours. Across subnets every word of it does; on an extended subnet
 * only what is meant for this router, since all xTRs of the LAN hear the rest.
 */
#include <string.h>

#include "lispd/role/mobility_private.h"

static bool is_own_address(const struct mobility_port *p, const struct addr *a)
{
	const struct lisp *l = p->owner->l;

	for (unsigned i = 0; i < p->state.n_addrs; i++)
		if (addr_equal(&p->state.addr[i].addr, a))
			return true;
	return l->env->host->is_local(l->env->host_arg, a);
}

/* Network and broadcast address of a subnet of the interface. */
static bool is_subnet_edge(const struct mobility_port *p, const struct addr *a)
{
	for (unsigned i = 0; i < p->state.n_addrs; i++) {
		const struct port_addr *own = &p->state.addr[i];
		struct prefix subnet = prefix_make(&own->addr, own->plen);
		uint32_t all;

		if (a->family != AF_INET || own->addr.family != AF_INET || own->plen > 30)
			continue;
		all = addr_v4_value(&subnet.addr) | (uint32_t)(0xffffffffULL >> own->plen);
		if (addr_equal(a, &subnet.addr) || addr_v4_value(a) == all)
			return true;
	}
	return false;
}

static bool is_peer(const struct mobility_port *p, const struct addr *a)
{
	for (unsigned i = 0; i < MOBILITY_MAX_PEERS; i++)
		if (addr_equal(&p->peer[i], a))
			return true;
	return false;
}

static bool may_be_host(const struct mobility_port *p, const struct addr *a)
{
	return addr_is_unicast(a) && !addr_is_link_local(a) && !is_own_address(p, a) &&
	       !is_subnet_edge(p, a) && !is_peer(p, a);
}

static bool discovers(const struct mobility_port *p, const struct sniff_frame *f, bool is_away)
{
	bool to_own = is_own_address(p, &f->target);

	if (f->kind == SNIFF_PACKET)
		return f->to_us && (!p->extended || !to_own);
	if (p->no_arp && f->sender.family == AF_INET)
		return false;
	if (!p->extended)
		return true;
	return f->kind == SNIFF_ASK && to_own && !is_away;
}

static void seen_at(struct mobility_port *p, const struct sniff_frame *f)
{
	const struct port_prefix *pp = port_prefix_of(p, &f->sender);
	struct eid eid = eid_host(p->iid, &f->sender);
	struct roamer *r;

	if (!pp)
		return;
	r = roamer_find(p->owner, &eid);
	if (r && !r->away && strcmp(r->ifname, p->ifname) == 0) {
		roamer_active(r, f->mac);
		return;
	}
	if (!may_be_host(p, &f->sender) || !discovers(p, f, r && r->away) ||
	    !rate_take(&p->new_hosts, loop_now_ms(p->owner->l->env->loop)))
		return;
	roamer_arrive(p, pp, &f->sender, f->mac, ROAMER_PACKET);
}

void mobility_seen(struct ctl *c, const char *ifname, const struct sniff_frame *f)
{
	struct mobility_port *p;
	struct lisp *l;

	TAILQ_FOREACH(l, &c->lisps, link) {
		p = mobility_port(l, ifname);
		if (p)
			seen_at(p, f);
	}
}
