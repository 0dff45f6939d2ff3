/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/role/fwd.h"

#include <stdio.h>
#include <string.h>

#include "lib/log.h"
#include "lispd/dp/hold.h"
#include "lispd/role/itr.h"
#include "lispd/role/mobility.h"
#include "lispd/role/proxy.h"

#define OVERHEAD_V4 36 /* IP, UDP, LISP */
#define OVERHEAD_V6 56
#define OVERHEAD_ETHERNET 14 /* of VXLAN's inner frame */
#define USUAL_MTU 1500
#define MIN_TUN_MTU 1280 /* below it a device has no IPv6 */

static struct host_tun tun_of(const struct lisp_inst *inst)
{
	struct host_tun t = {
		.vrf = inst->vrf,
		.ifname = inst->ifname,
		.process = inst->lisp->id,
		.iid = inst->iid,
		.mtu = inst->tun_mtu,
	};

	return t;
}

struct host_tun fwd_tun(const struct lisp_inst *inst, int family)
{
	struct host_tun t = tun_of(inst);

	t.proxy = inst->af[svc_of_family(family)].pitr;
	return t;
}

static bool own_address_towards(const struct lisp_inst *inst, int family, const struct addr *rloc,
				struct addr *local)
{
	const struct addr *typed =
		&inst->af[svc_of_family(family)].proxy_rloc[svc_of_family(rloc->family)];
	struct lisp *l = inst->lisp;
	const struct reach_rloc *r = reach_find(&l->reach, rloc);

	if (!addr_is_none(typed)) {
		*local = *typed;
		return true;
	}
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

/* Fills locators and buckets with those that are up; false when none is usable. */
static bool choose(const struct lisp_inst *inst, const struct rloc *rloc, const bool *up,
		   unsigned n, struct fib_entry_cfg *cfg)
{
	bool usable[LISP_MAX_LOCATORS] = { false };
	uint8_t slot[LISP_MAX_LOCATORS], bucket[FIB_BUCKETS];

	cfg->n_locators = 0;
	for (unsigned i = 0; i < n && cfg->n_locators < FIB_MAX_LOCATORS; i++) {
		struct fib_locator *f = &cfg->locator[cfg->n_locators];

		if (!up[i] || rloc[i].priority == LISP_PRIORITY_UNUSED ||
		    !own_address_towards(inst, cfg->prefix.addr.family, &rloc[i].addr, &f->local))
			continue;
		f->remote = rloc[i].addr;
		usable[i] = true;
		slot[i] = (uint8_t)cfg->n_locators++;
	}
	if (!rloc_buckets(rloc, usable, n, bucket, FIB_BUCKETS))
		return false;
	for (unsigned i = 0; i < FIB_BUCKETS; i++)
		cfg->bucket[i] = slot[bucket[i]];
	return true;
}

static bool choose_locators(const struct lisp_inst *inst, const struct mapcache_entry *e,
			    struct fib_entry_cfg *cfg)
{
	bool up[LISP_MAX_LOCATORS];

	for (unsigned i = 0; i < e->map.n_rlocs; i++)
		up[i] = e->rloc[i].up;
	return choose(inst, e->map.rloc, up, e->map.n_rlocs, cfg);
}

static bool choose_petrs(const struct lisp_inst *inst, struct fib_entry_cfg *cfg)
{
	struct rloc petr[CFG_MAX_SERVERS];
	bool up[CFG_MAX_SERVERS];
	unsigned n = proxy_petrs(inst, cfg->prefix.addr.family, petr, up);

	return choose(inst, petr, up, n, cfg);
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

/* What has no locator to go to may have a PETR (RFC 6832 section 6). */
static enum fib_action action_of(const struct lisp_inst *inst, const struct mapcache_entry *e,
				 struct fib_entry_cfg *cfg)
{
	enum fib_action a = FIB_DROP;

	if (e->state != MC_COMPLETE)
		a = negative_action(e->map.action);
	else if (choose_locators(inst, e, cfg))
		return FIB_ENCAP;
	if ((e->state == MC_COMPLETE || a == FIB_NATIVE) && choose_petrs(inst, cfg))
		return FIB_ENCAP;
	return a;
}

static void set_native(struct lisp_inst *inst, const struct prefix *p, bool on)
{
	struct host_tun t = fwd_tun(inst, p->addr.family);
	struct role_env *env = inst->lisp->env;

	env->host->native(env->host_arg, &t, p, on);
}

void fwd_entry(struct lisp *l, struct mapcache_entry *e)
{
	struct lisp_inst *inst = lisp_inst_find(l, e->eid.iid);
	struct fib_entry_cfg cfg = { .prefix = e->eid.prefix, .iid = e->eid.iid };
	bool vxlan = inst && lisp_af(inst, e->eid.prefix.addr.family)->vxlan;
	enum hold_verdict verdict = HOLD_DROP;

	if (!inst || !inst->fib || e->state == MC_INCOMPLETE)
		return;
	cfg.encap = vxlan ? FIB_ENCAP_VXLAN : FIB_ENCAP_LISP;
	cfg.action = action_of(inst, e, &cfg);
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

static void unsteer(struct lisp_inst *inst, const struct prefix *p)
{
	steer(inst, p, false);
	set_native(inst, p, false);
}

/* A Proxy ITR does not attract what is its own. */
void fwd_local(struct lisp *l, const struct mapdb_entry *e)
{
	struct lisp_inst *inst = lisp_inst_find(l, e->map.eid.iid);
	struct fib_local_cfg cfg = { .prefix = e->map.eid.prefix, .lsbs = mapping_lsbs(&e->map) };

	if (!inst || !inst->fib)
		return;
	fib_local_set(inst->fib, &cfg);
	if (!mobility_find(l, &e->map.eid)) /* its policy's prefix is steered */
		steer(inst, &cfg.prefix, true);
	if (lisp_af(inst, cfg.prefix.addr.family)->pitr)
		set_native(inst, &cfg.prefix, true);
}

void fwd_local_remove(struct lisp *l, const struct mapdb_entry *e)
{
	struct lisp_inst *inst = lisp_inst_find(l, e->map.eid.iid);

	if (!inst || !inst->fib)
		return;
	fib_local_del(inst->fib, &e->map.eid.prefix);
	unsteer(inst, &e->map.eid.prefix);
}

static bool needs_table(const struct lisp_inst *inst)
{
	for (int s = 0; s < SVC_COUNT; s++)
		if (inst->af[s].active && (inst->af[s].itr || inst->af[s].pitr || inst->af[s].etr ||
					   inst->af[s].proxy_etr))
			return true;
	return false;
}

static const char *locator_vrf(const struct lisp *l)
{
	return l->cfg.locator_table == TABLE_VRF ? l->cfg.locator_vrf : "";
}

/* What is left of the underlay's MTU, so that the kernel's own ICMP serves the common case of a
 * packet that is too big; dp deals with paths that are narrower still. Without a locator of IPv4
 * everything goes over IPv6. */
static uint16_t tun_mtu(const struct lisp_inst *inst, bool vxlan)
{
	struct role_env *env = inst->lisp->env;
	uint32_t mtu = env->host->underlay_mtu ? env->host->underlay_mtu(env->host_arg) : USUAL_MTU;
	uint32_t overhead = OVERHEAD_V4 + (vxlan ? OVERHEAD_ETHERNET : 0);
	struct addr a;

	if (!lisp_own_rloc(inst->lisp, inst->iid, AF_INET, &a) &&
	    lisp_own_rloc(inst->lisp, inst->iid, AF_INET6, &a))
		overhead += OVERHEAD_V6 - OVERHEAD_V4;
	return (uint16_t)MIN_OF(MAX_OF(mtu, MIN_TUN_MTU + overhead) - overhead, UINT16_MAX);
}

static void fill_cfg(const struct lisp_inst *inst, struct fib_table_cfg *cfg)
{
	struct role_env *env = inst->lisp->env;

	*cfg = (struct fib_table_cfg){
		.process = inst->lisp->id,
		.iid = inst->iid,
		.ifname = inst->ifname,
		.netns_fd = env->host->netns(env->host_arg, inst->vrf),
		.rloc_netns_fd = env->host->netns(env->host_arg, locator_vrf(inst->lisp)),
		.send_lsbs = inst->send_lsbs,
		.process_lsbs = inst->process_lsbs,
		.propagate_ttl = inst->propagate_ttl,
	};
	for (int s = 0; s < SVC_COUNT; s++) {
		cfg->decap_any |= inst->af[s].active && inst->af[s].proxy_etr;
		cfg->vxlan |= inst->af[s].active && inst->af[s].vxlan;
	}
	cfg->mtu = tun_mtu(inst, cfg->vxlan);
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
	mobility_publish(inst);
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

static void forget_families(struct lisp_inst *inst)
{
	for (int s = 0; s < SVC_COUNT; s++)
		inst->tun_up[s] = false;
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

/* Which VRFs they are: of a name that was removed and made again, another one. */
static void note_vrfs(const struct lisp_inst *inst, uint32_t number[2])
{
	const struct role_env *env = inst->lisp->env;

	number[0] = number[1] = 0;
	if (!env->host->vrf_number)
		return;
	number[0] = env->host->vrf_number(env->host_arg, inst->vrf);
	number[1] = env->host->vrf_number(env->host_arg, locator_vrf(inst->lisp));
}

static bool same_vrfs(const struct lisp_inst *inst)
{
	uint32_t now[2];

	note_vrfs(inst, now);
	return now[0] == inst->vrf_number[0] && now[1] == inst->vrf_number[1];
}

static void open_table(struct lisp_inst *inst)
{
	struct role_env *env = inst->lisp->env;
	struct fib_table_cfg cfg;

	fill_cfg(inst, &cfg);
	if (cfg.netns_fd < -1 || cfg.rloc_netns_fd < -1)
		return; /* its VRF is not there yet */
	if (fib_table_add(env->dp, &cfg, &inst->fib) < 0) {
		timer_start(&inst->tun_retry, backoff_next_ms(&inst->tun_backoff));
		return;
	}
	backoff_reset(&inst->tun_backoff);
	inst->roles_changed = false;
	note_vrfs(inst, inst->vrf_number);
	inst->tun_mtu = cfg.mtu;
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
	if (inst->fib && !same_vrfs(inst))
		fwd_close(inst, false);
	if (!inst->fib) {
		if (!timer_armed(&inst->tun_retry))
			open_table(inst);
		return;
	}
	fill_cfg(inst, &cfg);
	if (!inst->roles_changed && cfg.mtu == inst->tun_mtu)
		return;
	fib_table_change(inst->fib, &cfg);
	if (cfg.mtu != inst->tun_mtu)
		forget_families(inst); /* they are set up with the MTU */
	inst->tun_mtu = cfg.mtu;
	open_families(inst);
	if (!inst->roles_changed)
		return;
	publish_all(inst);
	inst->roles_changed = false;
}

/* What the kernel was told for the TUN's sake. */
static void withdraw_all(struct lisp_inst *inst)
{
	static const int family[] = { AF_INET, AF_INET6 };
	struct lisp *l = inst->lisp;

	for (unsigned i = 0; i < ARRAY_LEN(family); i++) {
		struct mapdb_entry *d = mapdb_first(&l->db, inst->iid, family[i]);
		struct mapcache_entry *e = mapcache_first(&l->cache, inst->iid, family[i]);

		for (; d; d = mapdb_next(&l->db, d))
			unsteer(inst, &d->map.eid.prefix);
		for (; e; e = mapcache_next(&l->cache, &e->eid))
			set_native(inst, &e->eid.prefix, false);
	}
}

void fwd_close(struct lisp_inst *inst, bool keep_device)
{
	if (!inst->fib)
		return;
	proxy_close(inst, keep_device);
	if (!keep_device)
		withdraw_all(inst);
	close_families(inst, keep_device);
	fib_table_del(inst->fib, keep_device);
	inst->fib = NULL;
}

void fwd_punt(struct lisp *l, const struct punt_packet *p)
{
	if (p->reason == PUNT_LSB)
		itr_lsbs(l, p->iid, &p->src, &p->rloc, p->lsbs);
	if (p->reason == PUNT_AWAY)
		mobility_stale_sender(l, p->iid, &p->dst, &p->rloc);
	if (p->reason != PUNT_MISS)
		return;
	hold_put(l->env->dp, p);
	itr_data_signal(l, p->iid, &p->src, &p->dst);
}
