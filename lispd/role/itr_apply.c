/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Map-cache entries that follow from what was typed. */
#include "lispd/role/itr_entry.h"

static void apply_default_entry(struct lisp *l, struct lisp_inst *inst, int family)
{
	struct prefix all = prefix_default(family);
	struct eid eid = eid_ip(inst->iid, &all);
	struct lisp_af *af = lisp_af(inst, family);
	struct mapcache_entry *e = mapcache_find(&l->cache, &eid);

	if (!af->active || !af->itr) {
		if (e && e->source == MC_STATIC_MAP_REQUEST && !itr_is_typed(l, e))
			mapcache_del(e);
		return;
	}
	if (e)
		return;
	e = mapcache_get(&l->cache, &eid, MC_STATIC_MAP_REQUEST);
	e->state = MC_NEGATIVE;
	e->map.action = LISP_ACT_MAP_REQUEST;
	mapcache_expire_in(e, ITR_STATIC_PERIOD_MS);
	mapcache_changed(e);
}

static bool wanted(struct lisp *l, const struct mapcache_entry *e)
{
	struct lisp_inst *inst = lisp_inst_find(l, e->eid.iid);
	struct lisp_af *af = inst ? lisp_af(inst, e->eid.prefix.addr.family) : NULL;

	return af && lisp_af_encapsulates(af);
}

static void typed_mapping(const struct static_map_cfg *cfg, struct mapping *m, struct rloc *rloc)
{
	static const uint8_t action[] = {
		[STATIC_MAP_REQUEST] = LISP_ACT_MAP_REQUEST,
		[STATIC_DROP] = LISP_ACT_DROP,
		[STATIC_NATIVE] = LISP_ACT_NATIVE,
		[STATIC_LOCATORS] = LISP_ACT_NONE,
	};

	m->action = action[cfg->action];
	m->rloc = rloc;
	for (unsigned i = 0; i < cfg->n_locators; i++)
		rloc[m->n_rlocs++] = rloc_make(&cfg->locator[i].addr, cfg->locator[i].priority,
					       cfg->locator[i].weight);
}

static void apply_static(struct lisp *l, uint32_t iid, const struct static_map_cfg *cfg)
{
	struct eid eid = eid_ip(iid, &cfg->prefix);
	enum mapcache_source source = cfg->action == STATIC_MAP_REQUEST ? MC_STATIC_MAP_REQUEST :
									  MC_STATIC;
	struct mapcache_entry *e = mapcache_find(&l->cache, &eid);
	struct mapping m = { .eid = eid, .authoritative = false };
	struct rloc rloc[LISP_MAX_CFG_LOCATORS];
	struct mapping before = { 0 };

	typed_mapping(cfg, &m, rloc);
	if (e && e->source == source && e->map.action == m.action && e->map.n_rlocs == m.n_rlocs &&
	    mapping_equal(&e->map, &m))
		return;
	if (e)
		mapping_copy(&before, &e->map);
	e = mapcache_get(&l->cache, &eid, source);
	mapcache_fill(e, &m, NULL);
	mapcache_expire_in(e, UINT64_MAX);
	itr_hold_locators(l, &e->map, true);
	itr_hold_locators(l, &before, false);
	mapping_fini(&before);
	itr_finish_install(l, e);
}

void itr_apply(struct lisp *l)
{
	struct mapcache_entry *e, *next;
	struct instance_cfg *ic;
	struct lisp_inst *inst;

	for (e = mapcache_first_all(&l->cache); e; e = next) {
		next = mapcache_next_all(&l->cache, &e->eid);
		if (!wanted(l, e) || (e->source == MC_STATIC && !itr_is_typed(l, e)) ||
		    (e->source == MC_STATIC_MAP_REQUEST && !prefix_is_default(&e->eid.prefix) &&
		     !itr_is_typed(l, e)))
			mapcache_del(e);
	}
	TAILQ_FOREACH(ic, &l->cfg.instances, link)
		for (int s = 0; s < SVC_COUNT; s++)
			for (unsigned i = 0; i < ic->service[s].n_static; i++) {
				inst = lisp_inst_find(l, ic->iid);
				if (inst && lisp_af_encapsulates(&inst->af[s]))
					apply_static(l, ic->iid, &ic->service[s].map_cache[i]);
			}
	TAILQ_FOREACH(inst, &l->insts, link) {
		apply_default_entry(l, inst, AF_INET);
		apply_default_entry(l, inst, AF_INET6);
	}
}

void itr_clear_cache(struct lisp *l, uint32_t iid, int family, const struct prefix *p)
{
	struct mapcache_entry *e = mapcache_first(&l->cache, iid, family);
	struct eid at;

	while (e) {
		at = e->eid;
		if (!p || prefix_equal(p, &e->eid.prefix)) {
			if (e->source == MC_MAP_REPLY || e->source == MC_SIGNAL)
				mapcache_del(e);
			else
				e->created_ms = e->modified_ms = loop_now_ms(l->env->loop);
		}
		e = mapcache_next(&l->cache, &at);
	}
}
