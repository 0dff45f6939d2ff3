/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Working out a change: the instances and their roles are computed from what was typed; then each
 * role compares what it should have with what it has. Instances that are gone go last, because
 * the removal of their entries still needs them.
 */
#include "lispd/role/process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/log.h"
#include "lib/mem.h"
#include "lispd/role/ctl.h"
#include "lispd/role/discover.h"
#include "lispd/role/etr.h"
#include "lispd/role/fwd.h"
#include "lispd/role/itr.h"
#include "lispd/role/lig.h"
#include "lispd/role/mobility.h"
#include "lispd/role/ms.h"
#include "lispd/role/probe.h"
#include "lispd/role/proxy.h"
#include "lispd/role/rt.h"
#include "lispd/role/site_route.h"
#include "lispd/role/smr.h"

#define APPLY_DELAY_MS 20 /* pasted lines come in bursts */
#define REQUESTS_PER_SECOND 10000
#define TELLS_PER_SECOND 1000
#define TUN_RETRY_MS 30000
#define TUN_RETRY_MAX_MS 600000

int svc_of_family(int family)
{
	return family == AF_INET6 ? SVC_IPV6 : SVC_IPV4;
}

int family_of_svc(int svc)
{
	return svc == SVC_IPV6 ? AF_INET6 : AF_INET;
}

struct lisp_af *lisp_af(struct lisp_inst *inst, int family)
{
	return &inst->af[svc_of_family(family)];
}

struct lisp_inst *lisp_inst_find(const struct lisp *l, uint32_t iid)
{
	struct lisp_inst *i;

	TAILQ_FOREACH(i, &l->insts, link)
		if (i->iid == iid)
			return i;
	return NULL;
}

struct lisp_inst *lisp_inst_by_vrf(const struct lisp *l, const char *vrf, int family)
{
	struct lisp_inst *i;

	TAILQ_FOREACH(i, &l->insts, link)
		if (i->af[svc_of_family(family)].active && strcmp(i->vrf, vrf) == 0)
			return i;
	return NULL;
}

bool lisp_af_encapsulates(const struct lisp_af *af)
{
	return af->active && (af->itr || af->pitr);
}

bool lisp_is_pitr(const struct lisp *l, uint32_t iid, int family)
{
	struct lisp_inst *inst = lisp_inst_find(l, iid);

	return inst && lisp_af(inst, family)->pitr;
}

struct eid_table_text eid_table_str(const struct lisp_inst *inst)
{
	struct eid_table_text t;

	if (inst->vrf[0])
		snprintf(t.s, sizeof(t.s), "EID-table vrf %s (IID %u)", inst->vrf, inst->iid);
	else
		snprintf(t.s, sizeof(t.s), "EID-table default (IID %u)", inst->iid);
	return t;
}

/* A role at service level counts for all instances; typed in an instance it counts there. */
static bool any_service(const struct lisp *l, int svc, enum service_role r)
{
	const struct instance_cfg *ic;

	if (service_cfg_typed_role(&l->cfg.service[svc], r))
		return true;
	TAILQ_FOREACH(ic, &l->cfg.instances, link)
		if (service_cfg_typed_role(&ic->service[svc], r))
			return true;
	return false;
}

bool lisp_is_map_server(const struct lisp *l, int family)
{
	return any_service(l, svc_of_family(family), ROLE_MAP_SERVER);
}

bool lisp_is_map_resolver(const struct lisp *l, int family)
{
	return any_service(l, svc_of_family(family), ROLE_MAP_RESOLVER);
}

static bool own_locator(const struct lisp *l, uint32_t iid, int eid_family, int family,
			struct addr *out)
{
	for (struct mapdb_entry *e = mapdb_first(&l->db, iid, eid_family); e;
	     e = mapdb_next(&l->db, e)) {
		for (unsigned i = 0; i < e->map.n_rlocs; i++) {
			if (e->map.rloc[i].addr.family != family || !e->locator[i].self ||
			    !(e->map.rloc[i].flags & RLOC_REACHABLE))
				continue;
			*out = e->map.rloc[i].addr;
			return true;
		}
	}
	return false;
}

bool lisp_has_source_locator(const struct lisp *l, int family)
{
	return !addr_is_none(&l->source[svc_of_family(family)]);
}

bool lisp_source(const struct lisp *l, const struct addr *dst, struct addr *src)
{
	if (!lisp_has_source_locator(l, dst->family))
		return l->env->host->source(l->env->host_arg, dst, src);
	*src = l->source[svc_of_family(dst->family)];
	return true;
}

static bool towards_resolver(const struct lisp *l, const struct service_cfg *s, int family,
			     struct addr *out)
{
	for (unsigned i = 0; i < s->n_resolvers; i++)
		if (s->resolver[i].family == family && lisp_source(l, &s->resolver[i], out))
			return true;
	return false;
}

bool lisp_own_rloc(const struct lisp *l, uint32_t iid, int family, struct addr *out)
{
	struct lisp_inst *inst = lisp_inst_find(l, iid);

	for (int s = 0; inst && s < SVC_COUNT; s++)
		if (inst->af[s].pitr && inst->af[s].proxy_rloc[family == AF_INET6].family) {
			*out = inst->af[s].proxy_rloc[family == AF_INET6];
			return true;
		}
	if (own_locator(l, iid, AF_INET, family, out) || own_locator(l, iid, AF_INET6, family, out))
		return true;
	for (int s = 0; inst && s < SVC_COUNT; s++)
		if (inst->af[s].active && towards_resolver(l, inst->af[s].resolvers, family, out))
			return true;
	return false;
}

/* --- working out ------------------------------------------------------------------------------- */

static void name_device(struct lisp_inst *inst)
{
	if (inst->iid)
		snprintf(inst->ifname, sizeof(inst->ifname), "LISP%u.%u", inst->lisp->id,
			 inst->iid);
	else
		snprintf(inst->ifname, sizeof(inst->ifname), "LISP%u", inst->lisp->id);
}

static void on_tun_retry(void *arg)
{
	struct lisp_inst *inst = arg;

	lisp_changed(inst->lisp);
}

static void apply(struct lisp *l);

static struct lisp_inst *inst_get(struct lisp *l, uint32_t iid)
{
	struct lisp_inst *inst = lisp_inst_find(l, iid), *at;

	if (inst)
		return inst;
	inst = xcalloc(1, sizeof(*inst));
	inst->lisp = l;
	inst->iid = iid;
	name_device(inst);
	timer_init(&inst->tun_retry, l->env->loop, on_tun_retry, inst);
	backoff_init(&inst->tun_backoff, TUN_RETRY_MS, TUN_RETRY_MAX_MS);
	TAILQ_FOREACH(at, &l->insts, link)
		if (at->iid > iid)
			break;
	if (at)
		TAILQ_INSERT_BEFORE(at, inst, link);
	else
		TAILQ_INSERT_TAIL(&l->insts, inst, link);
	return inst;
}

static bool same_table(const struct service_cfg *a, const struct service_cfg *b)
{
	return a->table == b->table &&
	       (a->table == TABLE_DEFAULT || (a->table == TABLE_VRF && !strcmp(a->vrf, b->vrf)));
}

static bool binds(const struct lisp *l, int svc, const struct service_cfg *own)
{
	const struct instance_cfg *ic;

	TAILQ_FOREACH(ic, &l->cfg.instances, link)
		if (same_table(&ic->service[svc], own))
			return true;
	return false;
}

/* A table has one owner: the first process that binds it. The others wait until it lets go. */
static const struct lisp *owner_before(const struct lisp *l, int svc, const struct service_cfg *own)
{
	const struct lisp *other;

	TAILQ_FOREACH(other, &l->ctl->lisps, link)
		if (other->id < l->id && binds(other, svc, own))
			return other;
	return NULL;
}

static bool is_ours(struct lisp_inst *inst, int svc, const struct service_cfg *own)
{
	const struct lisp *owner = owner_before(inst->lisp, svc, own);
	bool *waits = &inst->waits[svc];

	if (owner && !*waits)
		log_msg(SEV_WARNING, "LISP", "TABLE_TAKEN",
			"EID table %s belongs to router lisp %u: instance-id %u of router lisp %u "
			"waits for it",
			own->table == TABLE_VRF ? own->vrf : "default", owner->id, inst->iid,
			inst->lisp->id);
	*waits = owner != NULL;
	return !owner;
}

static void join_proxy(struct lisp_af *af, const struct service_cfg *own,
		       const struct service_cfg *top)
{
	const struct service_cfg *pitr = own->proxy_itr ? own : top;

	af->pitr = af->active && !af->itr && pitr->proxy_itr;
	memset(af->proxy_rloc, 0, sizeof(af->proxy_rloc));
	if (af->pitr)
		memcpy(af->proxy_rloc, pitr->proxy_rloc, sizeof(af->proxy_rloc));
	af->petrs = own->n_petrs || own->no_petr ? own : top;
}

/* The innermost of instance, service and process that says something. */
static bool uses_vxlan(const struct lisp *l, const struct service_cfg *own,
		       const struct service_cfg *top)
{
	if (own->encapsulation != ENCAP_UNSET)
		return own->encapsulation == ENCAP_VXLAN;
	if (top->encapsulation != ENCAP_UNSET)
		return top->encapsulation == ENCAP_VXLAN;
	return l->cfg.encapsulation == ENCAP_VXLAN;
}

static void join_levels(struct lisp_inst *inst, int svc, const struct service_cfg *own)
{
	const struct service_cfg *top = &inst->lisp->cfg.service[svc];
	struct lisp_af *af = &inst->af[svc];
	struct lisp_af was = *af;

	af->active = own->table != TABLE_NONE && is_ours(inst, svc, own);
	af->itr = af->active && service_cfg_has_role(own, top, ROLE_ITR);
	af->etr = af->active && service_cfg_has_role(own, top, ROLE_ETR);
	af->proxy_etr = af->active && service_cfg_has_role(own, top, ROLE_PROXY_ETR);
	af->vxlan = af->active && uses_vxlan(inst->lisp, own, top);
	join_proxy(af, own, top);
	af->map_request_source = addr_is_none(&own->map_request_source) ? top->map_request_source :
									  own->map_request_source;
	af->servers = own->n_servers ? own : top;
	af->resolvers = own->n_resolvers ? own : top;
	af->ttl_min = own->map_cache_ttl_min ? own->map_cache_ttl_min :
		      top->map_cache_ttl_min ? top->map_cache_ttl_min :
					       LISP_TTL_DEFAULT_MIN;
	inst->lisp->let_go |= was.active && !af->active;
	if (af->active && !was.active)
		af->activated_ms = loop_now_ms(inst->lisp->env->loop);
	inst->roles_changed |= was.active != af->active || was.itr != af->itr ||
			       was.etr != af->etr || was.proxy_etr != af->proxy_etr ||
			       was.pitr != af->pitr || was.vxlan != af->vxlan ||
			       !addr_equal(&was.proxy_rloc[0], &af->proxy_rloc[0]) ||
			       !addr_equal(&was.proxy_rloc[1], &af->proxy_rloc[1]);
}

static void take_vrf(struct lisp_inst *inst, const char *vrf)
{
	if (strcmp(inst->vrf, vrf) == 0)
		return;
	fwd_close(inst, false); /* the TUN is made anew in the other table */
	snprintf(inst->vrf, sizeof(inst->vrf), "%s", vrf);
	inst->roles_changed = true;
}

static void take_flag(struct lisp_inst *inst, bool *flag, bool on)
{
	inst->roles_changed |= *flag != on;
	*flag = on;
}

/* What was typed for the process or for the instance. */
static void join_common(struct lisp_inst *inst, const struct common_cfg *own)
{
	const struct common_cfg *top = &inst->lisp->cfg.common;

	take_flag(inst, &inst->propagate_ttl,
		  !own->disable_ttl_propagate && !top->disable_ttl_propagate);
	take_flag(inst, &inst->send_lsbs, !own->lsb_do_not_transmit && !top->lsb_do_not_transmit);
	take_flag(inst, &inst->process_lsbs, !own->lsb_ignore && !top->lsb_ignore);
}

static void compute_instances(struct lisp *l)
{
	struct instance_cfg *ic;
	struct lisp_inst *inst;

	TAILQ_FOREACH(inst, &l->insts, link)
		inst->marked = true;
	TAILQ_FOREACH(ic, &l->cfg.instances, link) {
		const struct service_cfg *bound = NULL;

		for (int s = 0; s < SVC_COUNT; s++)
			if (ic->service[s].table != TABLE_NONE)
				bound = &ic->service[s];
		if (!bound)
			continue;
		inst = inst_get(l, ic->iid);
		inst->marked = false;
		take_vrf(inst, bound->table == TABLE_VRF ? bound->vrf : "");
		join_common(inst, &ic->common);
		for (int s = 0; s < SVC_COUNT; s++)
			join_levels(inst, s, &ic->service[s]);
	}
	TAILQ_FOREACH(inst, &l->insts, link)
		for (int s = 0; inst->marked && s < SVC_COUNT; s++) {
			l->let_go |= inst->af[s].active;
			inst->af[s] = (struct lisp_af){ 0 };
		}
}

static void clear_cache(struct lisp *l)
{
	struct mapcache_entry *e;

	while ((e = mapcache_first_all(&l->cache)))
		mapcache_del(e);
}

/* What was made with the locators of another table is worth nothing in this one. */
static void take_locator_table(struct lisp *l)
{
	bool in_vrf = l->cfg.locator_table == TABLE_VRF;
	struct role_env *env = ctl_env(l->ctl, in_vrf ? l->cfg.locator_vrf : "");
	struct lisp_inst *inst;

	if (env == l->env)
		return;
	lig_fini(l);
	etr_fini(l);
	rt_fini(l);
	TAILQ_FOREACH(inst, &l->insts, link) {
		proxy_close(inst, false);
		fwd_close(inst, false);
	}
	clear_cache(l);
	l->env = env;
}

/* What is encapsulated leaves from another address when it changes. */
static void compute_sources(struct lisp *l)
{
	struct lisp_inst *inst;

	for (int s = 0; s < SVC_COUNT; s++) {
		struct addr a = { 0 };

		if (l->cfg.source_locator[s][0])
			l->env->host->ifaddr(l->env->host_arg, l->cfg.source_locator[s],
					     family_of_svc(s), &a);
		if (addr_equal(&a, &l->source[s]))
			continue;
		l->source[s] = a;
		TAILQ_FOREACH(inst, &l->insts, link)
			inst->roles_changed = true;
	}
}

static void inst_free(struct lisp_inst *inst, bool keep_device)
{
	timer_stop(&inst->tun_retry);
	proxy_close(inst, keep_device);
	fwd_close(inst, keep_device);
	TAILQ_REMOVE(&inst->lisp->insts, inst, link);
	free(inst);
}

static void apply_limits(struct lisp *l)
{
	size_t limit = 0;

	for (int s = 0; s < SVC_COUNT; s++)
		limit += l->cfg.service[s].map_cache_limit;
	l->cache.limit = limit ? limit : 1000000;
}

/* Processes behind this one let go of tables that are now ours, before we take them. */
static void claim_tables(struct lisp *l)
{
	struct lisp *other;

	TAILQ_FOREACH(other, &l->ctl->lisps, link) {
		const struct lisp_inst *inst;
		bool loses = false;

		TAILQ_FOREACH(inst, &other->insts, link)
			for (int s = 0; s < SVC_COUNT; s++) {
				const struct instance_cfg *ic =
					instance_cfg_find(&other->cfg, inst->iid);

				loses |= inst->af[s].active && ic && other->id > l->id &&
					 binds(l, s, &ic->service[s]);
			}
		if (loses)
			apply(other);
	}
}

/* Tables that this process has let go of may have somebody waiting. */
static void offer_tables(const struct ctl *ctl)
{
	struct lisp *other;

	TAILQ_FOREACH(other, &ctl->lisps, link) {
		const struct lisp_inst *inst;

		TAILQ_FOREACH(inst, &other->insts, link)
			if (inst->waits[SVC_IPV4] || inst->waits[SVC_IPV6])
				lisp_changed(other);
	}
}

static void apply(struct lisp *l)
{
	struct lisp_inst *inst, *next;

	claim_tables(l);
	l->applying = true;
	l->applied_ms = loop_now_ms(l->env->loop);
	take_locator_table(l);
	compute_instances(l);
	compute_sources(l);
	apply_limits(l);
	TAILQ_FOREACH(inst, &l->insts, link)
		if (!inst->marked)
			fwd_apply(inst);
	ms_apply(l);
	mobility_apply(l);
	etr_apply(l);
	itr_apply(l);
	mobility_announce(l);
	site_routes_apply(l);
	probes_apply(l);
	TAILQ_FOREACH(inst, &l->insts, link)
		proxy_apply(inst);
	for (inst = TAILQ_FIRST(&l->insts); inst; inst = next) {
		next = TAILQ_NEXT(inst, link);
		if (inst->marked)
			inst_free(inst, false);
	}
	l->applying = false;
	if (l->let_go)
		offer_tables(l->ctl);
	l->let_go = false;
}

static void on_apply(void *arg)
{
	apply(arg);
}

void lisp_changed(struct lisp *l)
{
	if (!timer_armed(&l->apply))
		timer_start(&l->apply, APPLY_DELAY_MS);
}

void lisp_settle(struct lisp *l)
{
	if (!timer_armed(&l->apply) || l->applying)
		return;
	timer_stop(&l->apply);
	apply(l);
}

/* The first news acts at once: traffic waits for it. What follows comes in bursts. */
void lisp_host_changed(struct lisp *l)
{
	rt_host_changed(l);
	reach_look_again(&l->reach);
	if (loop_now_ms(l->env->loop) - l->applied_ms >= APPLY_DELAY_MS)
		timer_start(&l->apply, 0);
	else
		lisp_changed(l);
}

static void db_changed(void *arg, const struct mapdb_entry *e)
{
	struct lisp *l = arg;

	fwd_local(l, e);
	etr_eid_changed(l, &e->map.eid);
	if (e->changed_ms != e->created_ms)
		smr_mapping_changed(l, &e->map.eid);
}

static void db_removed(void *arg, const struct mapdb_entry *e)
{
	fwd_local_remove(arg, e);
	smr_mapping_changed(arg, &e->map.eid);
}

static const struct mapdb_ops db_ops = { .changed = db_changed, .removed = db_removed };

struct lisp *lisp_new(struct ctl *ctl, unsigned id)
{
	struct lisp *l = xcalloc(1, sizeof(*l)), *at;

	l->id = id;
	l->ctl = ctl;
	l->env = ctl->env;
	lisp_cfg_init(&l->cfg);
	TAILQ_INIT(&l->insts);
	TAILQ_INIT(&l->servers);
	TAILQ_INIT(&l->sessions);
	TAILQ_INIT(&l->notifies);
	TAILQ_INIT(&l->ligs);
	TAILQ_INIT(&l->tells);
	TAILQ_INIT(&l->discovered);
	rate_init(&l->tell_rate, TELLS_PER_SECOND, TELLS_PER_SECOND);
	mapdb_init(&l->db, l->env->loop, &db_ops, l);
	mapcache_init(&l->cache, l->env->loop, &itr_cache_ops, l);
	site_db_init(&l->sites, l->env->loop, &ms_site_ops, l);
	pending_db_init(&l->pending, l->env->loop, &itr_pending_ops, l);
	reach_init(&l->reach, l->env->loop, &itr_reach_ops, l);
	l->smr = smr_new(l);
	l->probes = probes_new(l);
	rate_init(&l->request_rate, REQUESTS_PER_SECOND, REQUESTS_PER_SECOND);
	timer_init(&l->apply, l->env->loop, on_apply, l);
	TAILQ_FOREACH(at, &ctl->lisps, link)
		if (at->id > id)
			break;
	if (at)
		TAILQ_INSERT_BEFORE(at, l, link);
	else
		TAILQ_INSERT_TAIL(&ctl->lisps, l, link);
	return l;
}

void lisp_free(struct lisp *l, bool keep_devices)
{
	struct lisp_inst *inst;

	lig_fini(l);
	if (!keep_devices)
		etr_withdraw(l);
	etr_fini(l);
	rt_fini(l);
	ms_fini(l);
	discover_fini(l);
	mobility_free(l, keep_devices);
	site_routes_free(l);
	TAILQ_FOREACH(inst, &l->insts, link)
		fwd_close(inst, keep_devices);
	clear_cache(l);
	while ((inst = TAILQ_FIRST(&l->insts)))
		inst_free(inst, keep_devices);
	mapcache_fini(&l->cache);
	probes_free(l->probes);
	smr_free(l->smr);
	mapdb_fini(&l->db);
	site_db_fini(&l->sites);
	pending_db_fini(&l->pending);
	reach_fini(&l->reach);
	lisp_cfg_fini(&l->cfg);
	timer_stop(&l->apply); /* the end of entries may have armed it */
	TAILQ_REMOVE(&l->ctl->lisps, l, link);
	offer_tables(l->ctl);
	free(l);
}
