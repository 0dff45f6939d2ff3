/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Registrations come in bursts and are told one by one, the last of an EID before it is gone; so
 * they are noted, and looked up when the burst is over. What was made of an EID is remembered in
 * a struct site_route, which is compared with what should be.
 */
#include "lispd/role/site_route.h"

#include <stdlib.h>
#include <string.h>

#include "lib/lpm.h"
#include "lib/mem.h"
#include "lispd/role/fwd.h"
#include "lispd/role/itr_entry.h"

#define BURST_MS 20
#define DISTANCE 250 /* of route-export where nothing was typed */

struct site_route {
	struct eid eid;
	bool cached;
	uint8_t distance; /* of its route; 0 = none */
};

struct site_routes {
	struct lisp *l;
	struct lpm *tree; /* struct site_route by EID */
	unsigned n_dirty, room;
	struct eid *dirty; /* owned */
	struct timer work;
};

static struct lpm_key key_of(const struct eid *eid)
{
	return lpm_key(eid->iid, &eid->prefix);
}

static struct site_route_settings wanted(const struct lisp_inst *inst, int svc)
{
	const struct lisp *l = inst->lisp;
	const struct instance_cfg *ic = instance_cfg_find(&l->cfg, inst->iid);
	const struct service_cfg *own = ic ? &ic->service[svc] : NULL;
	const struct service_cfg *top = &l->cfg.service[svc];
	const struct route_export_cfg *e;
	struct site_route_settings s = { 0 };

	if (!own || !inst->af[svc].active)
		return s;
	e = own->route_export[ROUTES_SITE_REGISTRATIONS].state != CHOICE_UNSET ?
		    &own->route_export[ROUTES_SITE_REGISTRATIONS] :
		    &top->route_export[ROUTES_SITE_REGISTRATIONS];
	s.cache = service_cfg_is_on(own, top, SWITCH_SITE_REGISTRATION) &&
		  lisp_af_encapsulates(&inst->af[svc]);
	if (e->state != CHOICE_ON)
		return s;
	s.distance = own->distance[ROUTES_SITE_REGISTRATIONS];
	if (!s.distance)
		s.distance = top->distance[ROUTES_SITE_REGISTRATIONS];
	if (!s.distance)
		s.distance = DISTANCE;
	return s;
}

/* --- one EID ---------------------------------------------------------------------------------- */

static void set_route(struct lisp_inst *inst, const struct prefix *p, uint8_t distance)
{
	struct role_env *env = inst->lisp->env;
	struct host_tun t = fwd_tun(inst, p->addr.family);

	env->host->export_route(env->host_arg, &t, p, distance);
}

static void attract(struct lisp_inst *inst, const struct prefix *p, bool on)
{
	struct role_env *env = inst->lisp->env;
	struct host_tun t = fwd_tun(inst, p->addr.family);

	if (t.proxy || !on)
		env->host->attract(env->host_arg, &t, p, on);
}

static void cache(struct lisp_inst *inst, const struct site_reg *r)
{
	struct lisp *l = inst->lisp;
	struct mapcache_entry *e = mapcache_find(&l->cache, &r->se->eid);
	struct mapping before = { 0 };

	if (e && e->source == MC_STATIC)
		return;
	if (e && e->source == MC_SITE_REGISTRATION && mapping_equal(&e->map, &r->map))
		return;
	if (e)
		mapping_copy(&before, &e->map);
	e = mapcache_get(&l->cache, &r->se->eid, MC_SITE_REGISTRATION);
	mapcache_fill(e, &r->map, NULL);
	mapcache_expire_in(e, UINT64_MAX);
	itr_hold_locators(l, &e->map, true);
	itr_hold_locators(l, &before, false);
	mapping_fini(&before);
	itr_finish_install(l, e);
}

static void uncache(struct lisp *l, const struct eid *eid)
{
	struct mapcache_entry *e = mapcache_find(&l->cache, eid);

	if (e && e->source == MC_SITE_REGISTRATION)
		mapcache_del(e);
}

static struct site_route *get(struct site_routes *s, const struct eid *eid)
{
	struct lpm_key k = key_of(eid);
	struct site_route *r = lpm_find(s->tree, &k);

	if (r)
		return r;
	r = xcalloc(1, sizeof(*r));
	r->eid = *eid;
	lpm_add(s->tree, &k, r);
	return r;
}

static void sync_eid(struct site_routes *s, const struct eid *eid)
{
	struct lisp *l = s->l;
	struct lisp_inst *inst = lisp_inst_find(l, eid->iid);
	const struct site_eid *se = site_eid_find(&l->sites, eid);
	const struct site_reg *reg = se ? site_eid_best(se) : NULL;
	struct site_route_settings want = { 0 };
	struct site_route *r = get(s, eid);
	struct lpm_key k = key_of(eid);

	/* Our own EIDs are reached as they are. */
	if (inst && reg && !mapdb_find(&l->db, eid))
		want = wanted(inst, svc_of_family(eid->prefix.addr.family));
	if (want.cache)
		cache(inst, reg);
	else if (r->cached)
		uncache(l, eid);
	if (inst && want.cache != r->cached)
		attract(inst, &eid->prefix, want.cache);
	if (inst && want.distance != r->distance)
		set_route(inst, &eid->prefix, want.distance);
	r->cached = want.cache;
	r->distance = want.distance;
	if (r->cached || r->distance)
		return;
	lpm_del(s->tree, &k);
	free(r);
}

/* --- bursts ----------------------------------------------------------------------------------- */

static void on_work(void *arg)
{
	struct site_routes *s = arg;

	for (unsigned i = 0; i < s->n_dirty; i++)
		sync_eid(s, &s->dirty[i]);
	s->n_dirty = 0;
}

static void note(struct site_routes *s, const struct eid *eid)
{
	if (s->n_dirty == s->room) {
		s->room = s->room ? 2 * s->room : 64;
		s->dirty = xrealloc(s->dirty, s->room * sizeof(*s->dirty));
	}
	s->dirty[s->n_dirty++] = *eid;
	if (!timer_armed(&s->work))
		timer_start(&s->work, BURST_MS);
}

void site_routes_changed(struct lisp *l, const struct eid *eid)
{
	const struct lisp_inst *inst;

	if (!l->site_routes || eid->kind != EID_IP)
		return;
	inst = lisp_inst_find(l, eid->iid);
	if (inst) {
		const struct site_route_settings *s =
			&inst->site_routes[svc_of_family(eid->prefix.addr.family)];

		if (s->cache || s->distance)
			note(l->site_routes, eid);
	}
}

/* --- settings --------------------------------------------------------------------------------- */

static bool is_of(const struct eid *eid, const struct lisp_inst *inst, int svc)
{
	return eid->kind == EID_IP && eid->iid == inst->iid &&
	       svc_of_family(eid->prefix.addr.family) == svc;
}

static void note_all(struct site_routes *s, const struct lisp_inst *inst, int svc)
{
	const struct site_route *r = lpm_first(s->tree);
	struct site_eid *se;
	struct site *site;

	TAILQ_FOREACH(site, &s->l->sites.sites, link)
		TAILQ_FOREACH(se, &site->eids, link)
			if (is_of(&se->eid, inst, svc))
				note(s, &se->eid);
	while (r) {
		struct lpm_key k = key_of(&r->eid);

		if (is_of(&r->eid, inst, svc))
			note(s, &r->eid);
		r = lpm_next(s->tree, &k);
	}
}

static struct site_routes *routes_get(struct lisp *l)
{
	struct site_routes *s = l->site_routes;

	if (s)
		return s;
	s = l->site_routes = xcalloc(1, sizeof(*s));
	s->l = l;
	s->tree = lpm_new();
	timer_init(&s->work, l->env->loop, on_work, s);
	return s;
}

void site_routes_apply(struct lisp *l)
{
	struct lisp_inst *inst;

	if (!l->env->host->export_route)
		return;
	TAILQ_FOREACH(inst, &l->insts, link)
		for (int svc = 0; svc < SVC_COUNT; svc++) {
			struct site_route_settings want = wanted(inst, svc);
			struct site_route_settings *is = &inst->site_routes[svc];

			if (want.cache == is->cache && want.distance == is->distance)
				continue;
			*is = want;
			note_all(routes_get(l), inst, svc);
			if (inst->marked) /* it goes in a moment */
				on_work(l->site_routes);
		}
}

void site_routes_free(struct lisp *l)
{
	struct site_routes *s = l->site_routes;
	struct site_route *r;

	if (!s)
		return;
	while ((r = lpm_first(s->tree))) {
		struct lpm_key k = key_of(&r->eid);

		lpm_del(s->tree, &k);
		free(r);
	}
	timer_stop(&s->work);
	lpm_free(s->tree);
	free(s->dirty);
	free(s);
	l->site_routes = NULL;
}
