/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A port exists while an interface names a policy of this process and both are in one VRF; it is
 * compared with what is configured at every change.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/role/mobility_private.h"

#define DOWN_DELAY_MS 3000 /* a flap of the link withdraws nothing */
#define NEW_HOSTS_PER_SECOND 100
#define NEW_HOSTS_BURST 1000

struct mobility_port *mobility_port(const struct lisp *l, const char *ifname)
{
	struct mobility_port *p = NULL;

	if (l->mobility)
		TAILQ_FOREACH(p, &l->mobility->ports, link)
			if (strcmp(p->ifname, ifname) == 0)
				break;
	return p;
}

const struct port_prefix *port_prefix_of(const struct mobility_port *p, const struct addr *a)
{
	const struct port_prefix *best = NULL;

	for (unsigned i = 0; i < p->n_prefixes; i++)
		if (prefix_contains(&p->prefix[i].prefix, a) &&
		    (!best || p->prefix[i].prefix.plen > best->prefix.plen))
			best = &p->prefix[i];
	return best;
}

static void join_groups(struct mobility_port *p)
{
	const struct port_host *h = port_host(p->owner->l);
	void *arg = p->owner->l->env->host_arg;
	struct addr had[MOBILITY_MAX_GROUPS];
	unsigned n_had = p->n_groups, n = 0;

	memcpy(had, p->group, sizeof(had));
	for (unsigned i = 0; i < p->n_prefixes; i++) {
		const struct addr *g = &p->prefix[i].group;

		if (!addr_is_none(g))
			addr_set_add(p->group, &n, MOBILITY_MAX_GROUPS, g);
	}
	p->n_groups = n;
	for (unsigned i = 0; i < n; i++)
		h->group(arg, p->ifname, &p->group[i], true);
	for (unsigned i = 0; i < n_had; i++)
		if (!n || !bsearch(&had[i], p->group, n, sizeof(had[i]),
				   (int (*)(const void *, const void *))addr_cmp))
			h->group(arg, p->ifname, &had[i], false);
}

static void open_port(struct mobility_port *p, const struct lisp_inst *inst)
{
	struct prefix prefix[SNIFF_MAX_PREFIXES];
	struct port_cfg cfg = {
		.ifname = p->ifname,
		.tun = inst->fib ? inst->ifname : "",
		.extended = p->extended,
		.n_prefixes = p->n_prefixes,
		.prefix = prefix,
	};

	for (unsigned i = 0; i < p->n_prefixes; i++)
		prefix[i] = p->prefix[i].prefix;
	port_host(p->owner->l)->open(p->owner->l->env->host_arg, &cfg);
	join_groups(p);
}

void port_free(struct mobility_port *p, bool keep_devices)
{
	struct lisp *l = p->owner->l;

	timer_stop(&p->down);
	roamers_del(p->owner, p->ifname);
	if (!keep_devices)
		port_host(l)->close(l->env->host_arg, p->ifname);
	TAILQ_REMOVE(&p->owner->ports, p, link);
	free(p);
}

static void on_down(void *arg)
{
	struct mobility_port *p = arg;

	roamers_del(p->owner, p->ifname);
	lisp_changed(p->owner->l);
}

static struct mobility_port *port_new(struct mobility *m, const char *ifname)
{
	struct mobility_port *p = xcalloc(1, sizeof(*p));

	p->owner = m;
	snprintf(p->ifname, sizeof(p->ifname), "%s", ifname);
	rate_init(&p->new_hosts, NEW_HOSTS_PER_SECOND, NEW_HOSTS_BURST);
	timer_init(&p->down, m->l->env->loop, on_down, p);
	TAILQ_INSERT_TAIL(&m->ports, p, link);
	return p;
}

static void add_policy(struct mobility_port *p, const struct dynamic_eid_cfg *d)
{
	for (unsigned i = 0; i < d->n_mappings && p->n_prefixes < SNIFF_MAX_PREFIXES; i++) {
		struct port_prefix *pp = &p->prefix[p->n_prefixes++];

		pp->prefix = d->mapping[i].prefix;
		pp->group = d->map_notify_group;
		snprintf(pp->policy, sizeof(pp->policy), "%s", d->name);
	}
}

/* The policies of the interface that this process has, all of one instance. */
static struct lisp_inst *fill_port(struct mobility_port *p, const struct lisp_if_cfg *cfg)
{
	struct lisp *l = p->owner->l;
	struct lisp_inst *inst = NULL;

	p->n_prefixes = 0;
	p->extended = cfg->extended_subnet_mode;
	p->no_arp = cfg->no_arp_discovery;
	p->no_liveness = cfg->no_liveness_test;
	p->liveness_ttl = (uint8_t)(cfg->liveness_ttl ? cfg->liveness_ttl : 1);
	for (unsigned i = 0; i < cfg->n_policies; i++) {
		const struct instance_cfg *ic = lisp_dynamic_eid_instance(l, cfg->policy[i].name);
		struct lisp_inst *at = ic ? lisp_inst_find(l, ic->iid) : NULL;

		if (!at || (inst && at != inst) || strcmp(at->vrf, p->state.vrf) != 0)
			continue;
		inst = at;
		add_policy(p, dynamic_eid_cfg_find(ic, cfg->policy[i].name));
	}
	if (inst)
		p->iid = inst->iid;
	return p->n_prefixes ? inst : NULL;
}

static void follow_link(struct mobility_port *p)
{
	if (p->state.up)
		timer_stop(&p->down);
	else if (!timer_armed(&p->down))
		timer_start(&p->down, DOWN_DELAY_MS);
}

static void apply_port(struct mobility *m, const struct lisp_if_cfg *cfg)
{
	struct mobility_port *p = mobility_port(m->l, cfg->ifname);
	struct port_state state;
	struct lisp_inst *inst;

	if (!port_host(m->l)->state(m->l->env->host_arg, cfg->ifname, &state))
		return;
	if (!p)
		p = port_new(m, cfg->ifname);
	p->state = state;
	inst = fill_port(p, cfg);
	p->marked = !inst;
	if (!inst)
		return;
	open_port(p, inst);
	follow_link(p);
}

void ports_apply(struct mobility *m)
{
	struct mobility_port *p, *next;
	struct lisp_if_cfg *cfg;

	TAILQ_FOREACH(p, &m->ports, link)
		p->marked = true;
	TAILQ_FOREACH(cfg, &m->l->ctl->ifs, link)
		if (cfg->n_policies)
			apply_port(m, cfg);
	for (p = TAILQ_FIRST(&m->ports); p; p = next) {
		next = TAILQ_NEXT(p, link);
		if (p->marked)
			port_free(p, false);
	}
}
