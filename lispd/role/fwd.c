/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/role/fwd.h"

#include <stdio.h>
#include <string.h>

#include "lib/log.h"
#include "lispd/dp/hold.h"
#include "lispd/role/itr.h"

static struct host_tun tun_of(const struct lisp_inst *inst)
{
	struct host_tun t = {
		.vrf = inst->vrf,
		.ifname = inst->ifname,
		.process = inst->lisp->id,
		.iid = inst->iid,
	};

	return t;
}

static bool own_address_towards(struct lisp *l, const struct addr *rloc, struct addr *local)
{
	const struct reach_rloc *r = reach_find(&l->reach, rloc);

	if (lisp_has_source_locator(l, rloc->family))
		return lisp_source(l, rloc, local);
	/* An address that is one of our own RLOCs is wanted: replies come to it, and filters at
	 * the other end know it. The one towards the RLOC is the answer otherwise. */
	if (r && !addr_is_none(&r->path.local)) {
		*local = r->path.local;
		return true;
	}
	return l->env->host->source(l->env->host_arg, rloc, local);
}

/* Fills locators and buckets; false when none is usable. */
static bool choose_locators(struct lisp *l, const struct mapcache_entry *e,
			    struct fib_entry_cfg *cfg)
{
	bool usable[LISP_MAX_LOCATORS] = { false };
	uint8_t slot[LISP_MAX_LOCATORS], bucket[FIB_BUCKETS];

	for (unsigned i = 0; i < e->map.n_rlocs && cfg->n_locators < FIB_MAX_LOCATORS; i++) {
		struct fib_locator *f = &cfg->locator[cfg->n_locators];

		if (!e->rloc[i].up || e->map.rloc[i].priority == LISP_PRIORITY_UNUSED ||
		    !own_address_towards(l, &e->map.rloc[i].addr, &f->local))
			continue;
		f->remote = e->map.rloc[i].addr;
		usable[i] = true;
		slot[i] = (uint8_t)cfg->n_locators++;
	}
	if (!rloc_buckets(e->map.rloc, usable, e->map.n_rlocs, bucket, FIB_BUCKETS))
		return false;
	for (unsigned i = 0; i < FIB_BUCKETS; i++)
		cfg->bucket[i] = slot[bucket[i]];
	return true;
}

static enum fib_action negative_action(unsigned act)
{
	switch (act) {
	case LISP_ACT_NATIVE:
		return FIB_NATIVE;
	case LISP_ACT_MAP_REQUEST:
		return FIB_PUNT;
	}
	return FIB_DROP;
}

static void set_native(struct lisp_inst *inst, const struct prefix *p, bool on)
{
	struct host_tun t = tun_of(inst);
	struct role_env *env = inst->lisp->env;

	env->host->native(env->host_arg, &t, p, on);
}

void fwd_entry(struct lisp *l, struct mapcache_entry *e)
{
	struct lisp_inst *inst = lisp_inst_find(l, e->eid.iid);
	struct fib_entry_cfg cfg = { .prefix = e->eid.prefix, .iid = e->eid.iid };
	enum hold_verdict verdict = HOLD_DROP;

	if (!inst || !inst->fib || e->state == MC_INCOMPLETE)
		return;
	if (e->state == MC_COMPLETE)
		cfg.action = choose_locators(l, e, &cfg) ? FIB_ENCAP : FIB_DROP;
	else
		cfg.action = negative_action(e->map.action);
	set_native(inst, &e->eid.prefix, cfg.action == FIB_NATIVE);
	fib_set(inst->fib, &cfg);
	if (cfg.action == FIB_PUNT)
		return;
	if (cfg.action == FIB_ENCAP)
		verdict = HOLD_FORWARD;
	else if (cfg.action == FIB_NATIVE)
		verdict = HOLD_NATIVE;
	hold_release(l->env->dp, inst->fib, &e->eid.prefix, verdict);
}

void fwd_remove(struct lisp *l, struct mapcache_entry *e)
{
	struct lisp_inst *inst = lisp_inst_find(l, e->eid.iid);

	if (!inst || !inst->fib || e->state == MC_INCOMPLETE)
		return;
	set_native(inst, &e->eid.prefix, false);
	fib_del(inst->fib, &e->eid.prefix);
}

void fwd_give_up(struct lisp *l, const struct eid *eid)
{
	struct lisp_inst *inst = lisp_inst_find(l, eid->iid);

	if (inst && inst->fib)
		hold_release(l->env->dp, inst->fib, &eid->prefix, HOLD_DROP);
}

bool fwd_used(struct lisp *l, const struct mapcache_entry *e)
{
	struct lisp_inst *inst = lisp_inst_find(l, e->eid.iid);

	return inst && inst->fib && fib_used(inst->fib, &e->eid.prefix);
}

/* An ITR steers packets of local EIDs to the TUN. */
static void steer(struct lisp_inst *inst, const struct prefix *p, bool on)
{
	struct role_env *env = inst->lisp->env;
	struct lisp_af *af = lisp_af(inst, p->addr.family);
	struct host_tun t = tun_of(inst);

	env->host->steer(env->host_arg, &t, p, on && af->active && af->itr);
}

void fwd_local(struct lisp *l, const struct mapdb_entry *e)
{
	struct lisp_inst *inst = lisp_inst_find(l, e->map.eid.iid);
	struct fib_local_cfg cfg = { .prefix = e->map.eid.prefix, .lsbs = mapping_lsbs(&e->map) };

	if (!inst || !inst->fib)
		return;
	fib_local_set(inst->fib, &cfg);
	steer(inst, &cfg.prefix, true);
}

void fwd_local_remove(struct lisp *l, const struct mapdb_entry *e)
{
	struct lisp_inst *inst = lisp_inst_find(l, e->map.eid.iid);

	if (!inst || !inst->fib)
		return;
	fib_local_del(inst->fib, &e->map.eid.prefix);
	steer(inst, &e->map.eid.prefix, false);
}

static bool needs_table(const struct lisp_inst *inst)
{
	for (int s = 0; s < SVC_COUNT; s++)
		if (inst->af[s].active &&
		    (inst->af[s].itr || inst->af[s].etr || inst->af[s].proxy_etr))
			return true;
	return false;
}

static void fill_cfg(const struct lisp_inst *inst, struct fib_table_cfg *cfg)
{
	struct role_env *env = inst->lisp->env;

	*cfg = (struct fib_table_cfg){
		.process = inst->lisp->id,
		.iid = inst->iid,
		.ifname = inst->ifname,
		.netns_fd = env->host->netns(env->host_arg, inst->vrf),
		.rloc_netns_fd = -1,
		.send_lsbs = inst->send_lsbs,
		.process_lsbs = inst->process_lsbs,
		.propagate_ttl = inst->propagate_ttl,
	};
	for (int s = 0; s < SVC_COUNT; s++)
		cfg->decap_any |= inst->af[s].active && inst->af[s].proxy_etr;
}

static void publish_all(struct lisp_inst *inst)
{
	static const int family[] = { AF_INET, AF_INET6 };
	struct lisp *l = inst->lisp;

	for (unsigned i = 0; i < ARRAY_LEN(family); i++) {
		struct mapdb_entry *d = mapdb_first(&l->db, inst->iid, family[i]);
		struct mapcache_entry *e = mapcache_first(&l->cache, inst->iid, family[i]);

		for (; d; d = mapdb_next(&l->db, d))
			fwd_local(l, d);
		for (; e; e = mapcache_next(&l->cache, &e->eid))
			fwd_entry(l, e);
	}
}

/* Packets of a family go to the TUN while the instance has that family's table. */
static void open_families(struct lisp_inst *inst)
{
	struct role_env *env = inst->lisp->env;
	struct host_tun t = tun_of(inst);

	for (int s = 0; s < SVC_COUNT; s++) {
		if (inst->tun_up[s] == inst->af[s].active)
			continue;
		inst->tun_up[s] = inst->af[s].active;
		env->host->tun(env->host_arg, &t, family_of_svc(s), inst->tun_up[s]);
	}
}

static void close_families(struct lisp_inst *inst, bool keep_device)
{
	struct role_env *env = inst->lisp->env;
	struct host_tun t = tun_of(inst);

	for (int s = 0; s < SVC_COUNT; s++) {
		if (inst->tun_up[s] && !keep_device)
			env->host->tun(env->host_arg, &t, family_of_svc(s), false);
		inst->tun_up[s] = false;
	}
}

static void open_table(struct lisp_inst *inst)
{
	struct role_env *env = inst->lisp->env;
	struct fib_table_cfg cfg;

	fill_cfg(inst, &cfg);
	if (cfg.netns_fd < -1)
		return; /* its VRF is not there yet */
	if (fib_table_add(env->dp, &cfg, &inst->fib) < 0) {
		timer_start(&inst->tun_retry, backoff_next_ms(&inst->tun_backoff));
		return;
	}
	backoff_reset(&inst->tun_backoff);
	inst->roles_changed = false;
	open_families(inst);
	publish_all(inst);
}

void fwd_apply(struct lisp_inst *inst)
{
	struct fib_table_cfg cfg;

	if (!inst->lisp->env->dp)
		return;
	if (!needs_table(inst)) {
		fwd_close(inst, false);
		return;
	}
	if (!inst->fib) {
		if (!timer_armed(&inst->tun_retry))
			open_table(inst);
		return;
	}
	if (!inst->roles_changed)
		return;
	fill_cfg(inst, &cfg);
	fib_table_change(inst->fib, &cfg);
	open_families(inst);
	publish_all(inst);
	inst->roles_changed = false;
}

void fwd_close(struct lisp_inst *inst, bool keep_device)
{
	if (!inst->fib)
		return;
	close_families(inst, keep_device);
	fib_table_del(inst->fib, keep_device);
	inst->fib = NULL;
}

void fwd_punt(struct lisp *l, const struct punt_packet *p)
{
	if (p->reason != PUNT_MISS)
		return;
	hold_put(l->env->dp, p);
	itr_data_signal(l, p->iid, &p->src, &p->dst);
}
