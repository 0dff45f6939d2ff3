/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The local EID database as it follows from what was typed and from the host's addresses. */
#include <string.h>

#include "lispd/role/discover.h"
#include "lispd/role/etr.h"
#include "lispd/role/mobility.h"

bool lisp_locator_addr(const struct lisp *l, const struct locator_cfg *cfg, struct addr *out)
{
	if (cfg->kind == LOCATOR_ADDRESS) {
		*out = cfg->addr;
		return true;
	}
	return l->env->host->ifaddr(l->env->host_arg, cfg->ifname, cfg->family, out);
}

struct built {
	struct mapping map;
	struct rloc rloc[LISP_MAX_CFG_LOCATORS];
	struct mapdb_locator info[LISP_MAX_CFG_LOCATORS];
	bool auto_discover;
};

/* Room for it, and not there yet: an interface may have the address of another line. */
static bool is_new(const struct built *b, const struct addr *a)
{
	for (unsigned i = 0; i < b->map.n_rlocs; i++)
		if (addr_equal(&b->rloc[i].addr, a))
			return false;
	return b->map.n_rlocs < LISP_MAX_CFG_LOCATORS;
}

/* One that is ours: its interface is up. Another router's: we have a route to it. */
static bool can_be_reached(const struct lisp *l, const struct addr *a, bool self)
{
	struct reach_path path;

	return self ? l->env->host->is_local(l->env->host_arg, a) :
		      l->env->host->route(l->env->host_arg, a, &path);
}

static void insert(struct built *b, const struct rloc *r, const struct mapdb_locator *info)
{
	unsigned at;

	for (at = 0; at < b->map.n_rlocs && rloc_cmp(&b->rloc[at], r) < 0; at++)
		;
	memmove(&b->rloc[at + 1], &b->rloc[at], (b->map.n_rlocs - at) * sizeof(*r));
	memmove(&b->info[at + 1], &b->info[at], (b->map.n_rlocs - at) * sizeof(*info));
	b->rloc[at] = *r;
	b->info[at] = *info;
	b->map.n_rlocs++;
}

static void add_locator(struct lisp *l, struct built *b, const struct locator_cfg *cfg)
{
	struct mapdb_locator info = { .source = cfg->kind == LOCATOR_ADDRESS ? MAPDB_CFG_ADDR :
									       MAPDB_CFG_INTF };
	struct rloc r;
	struct addr a;

	if (!lisp_locator_addr(l, cfg, &a) || !is_new(b, &a))
		return;
	r = rloc_make(&a, cfg->priority, cfg->weight);
	info.self = l->env->host->is_own(l->env->host_arg, &a);
	r.flags = info.self ? RLOC_LOCAL : 0;
	if (!cfg->down && can_be_reached(l, &a, info.self))
		r.flags |= RLOC_REACHABLE;
	insert(b, &r, &info);
}

/* What other xTRs of the site have registered. */
static void add_discovered(struct lisp *l, struct built *b)
{
	const struct discovered *d = discover_find(l, &b->map.eid);
	static const struct mapdb_locator info = { .source = MAPDB_AUTO };

	for (unsigned i = 0; d && i < d->n; i++) {
		struct rloc r = d->rloc[i];

		if (!is_new(b, &r.addr))
			continue;
		if (!can_be_reached(l, &r.addr, false))
			r.flags = 0;
		insert(b, &r, &info);
	}
}

/* The locators that a mapping has now. False while it waits for its locator-set. */
static bool add_locators(struct lisp *l, struct built *b, const struct db_mapping_cfg *cfg)
{
	const char *name = cfg->set[0] ? cfg->set : l->cfg.default_set;
	const struct locator_set_cfg *set = NULL;

	if (cfg->n_locators) {
		for (unsigned i = 0; i < cfg->n_locators; i++)
			add_locator(l, b, &cfg->locator[i]);
		b->auto_discover = cfg->auto_discover;
		return true;
	}
	if (*name)
		set = locator_set_cfg_find(&l->cfg, name);
	for (unsigned i = 0; set && i < set->n_locators; i++)
		add_locator(l, b, &set->locator[i]);
	b->auto_discover = cfg->auto_discover || (set && set->auto_discover);
	return set != NULL;
}

/* is_host: it was found behind one of our interfaces, so there is a way to it. */
static void set_mapping(struct lisp_inst *inst, const struct lisp_af *af,
			const struct db_mapping_cfg *cfg, bool is_host)
{
	struct lisp *l = inst->lisp;
	struct built b = {
		.map = {
			.eid = eid_ip(inst->iid, &cfg->prefix),
			.ttl_min = af->ttl_min,
			.authoritative = true,
		},
	};

	if (!add_locators(l, &b, cfg))
		return;
	if (b.auto_discover)
		add_discovered(l, &b);
	b.map.rloc = b.rloc;
	b.map.eid.lcaf_iid = inst->iid != 0;
	mapdb_set(&l->db, &b.map, b.info,
		  !is_host && !l->env->host->eid_route(l->env->host_arg, inst->vrf, &cfg->prefix));
	mapdb_find(&l->db, &b.map.eid)->auto_discover = b.auto_discover;
}

void etr_add_roamer(struct lisp_inst *inst, const struct db_mapping_cfg *host)
{
	set_mapping(inst, lisp_af(inst, host->prefix.addr.family), host, true);
}

void etr_apply_database(struct lisp *l)
{
	struct instance_cfg *ic;

	mapdb_mark_all(&l->db);
	TAILQ_FOREACH(ic, &l->cfg.instances, link) {
		struct lisp_inst *inst = lisp_inst_find(l, ic->iid);

		for (int s = 0; inst && s < SVC_COUNT; s++) {
			if (!inst->af[s].active)
				continue;
			for (unsigned i = 0; i < ic->service[s].n_mappings; i++)
				set_mapping(inst, &inst->af[s], &ic->service[s].mapping[i], false);
			mobility_add_mappings(inst, family_of_svc(s));
		}
	}
	mapdb_sweep(&l->db);
	discover_sweep(l);
}
