/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each prefix of a policy is EID space of the instance from the moment of its configuration: packets
 * from there go to the TUN, packets for it come out of it, and what is not known to be here is
 * asked for.
 *
 * Ports are the business of mobility_port.c, hosts that of roamer.c; these die with their port,
 * their policy, by silence, or by the news that they are elsewhere.
 */
#include "lispd/role/mobility_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/dp/fib.h"
#include "lispd/role/fwd.h"

#define CYCLE_MS 60000

const struct port_host *port_host(const struct lisp *l)
{
	return l->env->host->port;
}

static void on_cycle(void *arg)
{
	struct mobility *m = arg;

	mobility_tell_groups(m, true);
	timer_start(&m->cycle, CYCLE_MS);
}

struct mobility *mobility_get(struct lisp *l)
{
	struct mobility *m = l->mobility;

	if (m)
		return m;
	m = l->mobility = xcalloc(1, sizeof(*m));
	m->l = l;
	m->roamers = lpm_new();
	TAILQ_INIT(&m->ports);
	timer_init(&m->cycle, l->env->loop, on_cycle, m);
	timer_start(&m->cycle, CYCLE_MS);
	rate_init(&m->smrs, 100, 100);
	rate_init(&m->group_in, 100, 100);
	return m;
}

const struct db_mapping_cfg *policy_mapping(const struct dynamic_eid_cfg *d, const struct addr *a)
{
	const struct db_mapping_cfg *best = NULL;

	for (unsigned i = 0; i < d->n_mappings; i++)
		if (prefix_contains(&d->mapping[i].prefix, a) &&
		    (!best || d->mapping[i].prefix.plen > best->prefix.plen))
			best = &d->mapping[i];
	return best;
}

/* --- EID space of the policies ---------------------------------------------------------------- */

static void steer(struct lisp_inst *inst, const struct prefix *p, bool on)
{
	struct role_env *env = inst->lisp->env;
	struct host_tun t = fwd_tun(inst, p->addr.family);

	env->host->steer(env->host_arg, &t, p, on && lisp_af(inst, p->addr.family)->itr);
}

static void publish_space(struct lisp_inst *inst, const struct mobility_space *s)
{
	struct fib_local_cfg cfg = { .prefix = s->eid.prefix };

	if (!inst->fib)
		return;
	/* The database may have the same prefix, with its status bits. */
	if (!mapdb_find(&inst->lisp->db, &s->eid))
		fib_local_set(inst->fib, &cfg);
	steer(inst, &s->eid.prefix, true);
}

static void drop_space(struct mobility *m, const struct mobility_space *s)
{
	struct lisp_inst *inst = lisp_inst_find(m->l, s->eid.iid);
	struct mapcache_entry *e = mapcache_find(&m->l->cache, &s->eid);

	if (e && e->source == MC_DYNAMIC_EID)
		mapcache_del(e);
	if (!inst || !inst->fib || mapdb_find(&m->l->db, &s->eid))
		return;
	fib_local_del(inst->fib, &s->eid.prefix);
	steer(inst, &s->eid.prefix, false);
}

static struct mobility_space *find_space(const struct mobility *m, const struct eid *eid)
{
	for (unsigned i = 0; i < m->n_spaces; i++)
		if (eid_equal(&m->space[i].eid, eid))
			return &m->space[i];
	return NULL;
}

static void keep_space(struct mobility *m, struct lisp_inst *inst, const struct prefix *p)
{
	struct eid eid = eid_ip(inst->iid, p);
	struct mobility_space *s = find_space(m, &eid);

	if (s) {
		s->marked = false;
		return;
	}
	m->space = xrealloc(m->space, (m->n_spaces + 1) * sizeof(*m->space));
	s = &m->space[m->n_spaces++];
	*s = (struct mobility_space){ .eid = eid, .since_ms = loop_now_ms(m->l->env->loop) };
	publish_space(inst, s);
}

static void keep_spaces(struct mobility *m, struct lisp_inst *inst)
{
	const struct instance_cfg *ic = instance_cfg_find(&m->l->cfg, inst->iid);
	const struct dynamic_eid_cfg *d;

	if (!ic)
		return;
	TAILQ_FOREACH(d, &ic->dynamic_eids, link)
		for (unsigned i = 0; i < d->n_mappings; i++)
			if (lisp_af(inst, d->mapping[i].prefix.addr.family)->active)
				keep_space(m, inst, &d->mapping[i].prefix);
}

static void apply_spaces(struct mobility *m)
{
	struct lisp_inst *inst;
	unsigned kept = 0;

	for (unsigned i = 0; i < m->n_spaces; i++)
		m->space[i].marked = true;
	TAILQ_FOREACH(inst, &m->l->insts, link)
		if (!inst->marked)
			keep_spaces(m, inst);
	for (unsigned i = 0; i < m->n_spaces; i++) {
		if (m->space[i].marked)
			drop_space(m, &m->space[i]);
		else
			m->space[kept++] = m->space[i];
	}
	m->n_spaces = kept;
}

/* Hosts of a policy that is gone go, too. */
static void sweep_roamers(struct mobility *m)
{
	struct roamer *r = lpm_first(m->roamers);

	while (r) {
		struct lpm_key k = lpm_key(r->eid.iid, &r->eid.prefix);
		const struct dynamic_eid_cfg *d = mobility_policy_of(m->l, &r->eid);

		if (!d || !policy_mapping(d, &r->eid.prefix.addr))
			roamer_del(r);
		r = lpm_next(m->roamers, &k);
	}
}

static bool is_wanted(const struct lisp *l)
{
	const struct instance_cfg *ic;

	TAILQ_FOREACH(ic, &l->cfg.instances, link)
		if (!TAILQ_EMPTY(&ic->dynamic_eids))
			return true;
	return l->mobility != NULL;
}

void mobility_apply(struct lisp *l)
{
	struct mobility *m;

	if (!port_host(l) || !is_wanted(l))
		return;
	m = mobility_get(l);
	ports_apply(m);
	apply_spaces(m);
	sweep_roamers(m);
}

void mobility_publish(struct lisp_inst *inst)
{
	struct mobility *m = inst->lisp->mobility;

	if (!m)
		return;
	for (unsigned i = 0; i < m->n_spaces; i++)
		if (m->space[i].eid.iid == inst->iid)
			publish_space(inst, &m->space[i]);
	for (struct roamer *r = lpm_first(m->roamers); r;) {
		struct lpm_key k = lpm_key(r->eid.iid, &r->eid.prefix);

		if (r->eid.iid == inst->iid)
			roamer_publish(r);
		r = lpm_next(m->roamers, &k);
	}
}

/* "no map-cache away-eids send-map-request" leaves them to shorter entries. */
static bool asks_for_away(struct lisp_inst *inst, int family)
{
	const struct lisp *l = inst->lisp;
	const struct instance_cfg *ic = instance_cfg_find(&l->cfg, inst->iid);
	int svc = svc_of_family(family);

	return ic && lisp_af_encapsulates(lisp_af(inst, family)) &&
	       service_cfg_is_on(&ic->service[svc], &l->cfg.service[svc], SWITCH_AWAY_EIDS);
}

static void keep_cache_entry(struct lisp *l, const struct mobility_space *s)
{
	struct lisp_inst *inst = lisp_inst_find(l, s->eid.iid);
	struct mapcache_entry *e = mapcache_find(&l->cache, &s->eid);

	if (!inst || !asks_for_away(inst, s->eid.prefix.addr.family)) {
		if (e && e->source == MC_DYNAMIC_EID)
			mapcache_del(e);
		return;
	}
	if (e)
		return;
	e = mapcache_get(&l->cache, &s->eid, MC_DYNAMIC_EID);
	e->state = MC_NEGATIVE;
	e->map.action = LISP_ACT_MAP_REQUEST;
	mapcache_changed(e);
}

void mobility_announce(struct lisp *l)
{
	struct mobility *m = l->mobility;

	if (!m)
		return;
	for (unsigned i = 0; i < m->n_spaces; i++)
		keep_cache_entry(l, &m->space[i]);
	for (struct roamer *r = lpm_first(m->roamers); r;) {
		struct lpm_key k = lpm_key(r->eid.iid, &r->eid.prefix);

		roamer_publish(r); /* the database took the mark away when the host left it */
		r = lpm_next(m->roamers, &k);
	}
	mobility_tell_groups(m, false);
}

void mobility_free(struct lisp *l, bool keep_devices)
{
	struct mobility *m = l->mobility;
	struct mobility_port *p;

	if (!m)
		return;
	while ((p = TAILQ_FIRST(&m->ports)))
		port_free(p, keep_devices);
	roamers_del(m, NULL);
	timer_stop(&m->cycle);
	lpm_free(m->roamers);
	free(m->space);
	free(m);
	l->mobility = NULL;
}

/* --- asking ----------------------------------------------------------------------------------- */

bool mobility_is_policy(const struct lisp *l, const struct eid *eid)
{
	return l->mobility && find_space(l->mobility, eid);
}

bool mobility_is_elsewhere(const struct lisp *l, uint32_t iid, const struct addr *a)
{
	const struct mobility *m = l->mobility;
	struct eid host = eid_host(iid, a);
	const struct roamer *r;
	bool in_space = false;

	for (unsigned i = 0; m && i < m->n_spaces; i++)
		in_space |= m->space[i].eid.iid == iid &&
			    prefix_contains(&m->space[i].eid.prefix, a);
	if (!in_space)
		return false;
	r = roamer_find(m, &host);
	return !r || r->away;
}

struct roamer *mobility_find(const struct lisp *l, const struct eid *eid)
{
	return l->mobility ? roamer_find(l->mobility, eid) : NULL;
}

struct roamer *mobility_next(const struct lisp *l, uint32_t iid, int family,
			     const struct addr *after)
{
	struct prefix all = prefix_default(family);
	struct prefix at = after ? prefix_host(after) : all;
	struct lpm_key k = lpm_key(iid, &at), table = lpm_key(iid, &all), found;
	struct roamer *r;

	if (!l->mobility)
		return NULL;
	r = lpm_next(l->mobility->roamers, &k);
	if (!r)
		return NULL;
	found = lpm_key(r->eid.iid, &r->eid.prefix);
	return lpm_key_under(&found, &table) ? r : NULL;
}

const struct dynamic_eid_cfg *mobility_policy_of(const struct lisp *l, const struct eid *eid)
{
	const struct roamer *r = prefix_is_host(&eid->prefix) ? mobility_find(l, eid) : NULL;
	const struct instance_cfg *ic = r ? instance_cfg_find(&l->cfg, eid->iid) : NULL;

	return ic ? dynamic_eid_cfg_find(ic, r->policy) : NULL;
}

const struct db_mapping_cfg *mobility_typed(const struct lisp *l, const struct eid *eid)
{
	const struct dynamic_eid_cfg *d = mobility_policy_of(l, eid);

	return d ? policy_mapping(d, &eid->prefix.addr) : NULL;
}

/* The smallest one behind the key. */
static void offer(const struct prefix *p, uint64_t since_ms, const struct prefix *after,
		  struct mobility_away *out)
{
	if ((after && prefix_cmp(p, after) <= 0) ||
	    (out->since_ms && prefix_cmp(p, &out->prefix) >= 0))
		return;
	out->prefix = *p;
	out->since_ms = since_ms;
}

bool mobility_away_next(const struct lisp *l, uint32_t iid, int family, const struct prefix *after,
			struct mobility_away *out)
{
	const struct mobility *m = l->mobility;
	struct prefix key = after ? *after : (struct prefix){ 0 }; /* it may be in out */
	const struct addr *from = after ? &key.addr : NULL;

	after = after ? &key : NULL;
	*out = (struct mobility_away){ 0 };
	for (unsigned i = 0; m && i < m->n_spaces; i++)
		if (m->space[i].eid.iid == iid && m->space[i].eid.prefix.addr.family == family)
			offer(&m->space[i].eid.prefix, m->space[i].since_ms, after, out);
	for (struct roamer *r = mobility_next(l, iid, family, from); r;
	     r = mobility_next(l, iid, family, &r->eid.prefix.addr))
		if (r->away) {
			offer(&r->eid.prefix, r->since_ms, after, out);
			break;
		}
	return out->since_ms != 0;
}
