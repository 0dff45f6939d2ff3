/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A Proxy ITR works for packets of any source. Which destinations are EIDs it is told by static
 * map-cache entries; the kernel steers these to the TUN, and the entries under them are learned
 * as an ITR learns them. Its own EIDs are left alone.
 *
 * A PETR is a locator that no mapping names: it is watched like one, and entries that have nobody
 * else to go to are published with the PETRs that have a route. When that changes they are
 * published anew.
 *
 * Each instance has one struct proxy per family, made when there is something to remember. RFC
 * 6832 sections 5 and 6.
 */
#include "lispd/role/proxy.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/role/fwd.h"

#define PETR_PRIORITY 1 /* of "use-petr A" alone */
#define PETR_WEIGHT 100

struct proxy {
	unsigned n_petrs;
	struct petr_cfg petr[CFG_MAX_SERVERS]; /* watched */
	unsigned n_attracted;
	struct prefix *attracted; /* by address, as typed entries are; owned */
};

/* --- PETRs ------------------------------------------------------------------------------------ */

unsigned proxy_petrs(const struct lisp_inst *inst, int family, struct rloc rloc[CFG_MAX_SERVERS],
		     bool usable[CFG_MAX_SERVERS])
{
	const struct proxy *p = inst->proxy[svc_of_family(family)];

	for (unsigned i = 0; p && i < p->n_petrs; i++) {
		const struct petr_cfg *c = &p->petr[i];

		rloc[i] = rloc_make(&c->addr, c->bare ? PETR_PRIORITY : c->priority,
				    c->bare ? PETR_WEIGHT : c->weight);
		usable[i] = rloc[i].priority != LISP_PRIORITY_UNUSED &&
			    reach_up(&inst->lisp->reach, &c->addr);
	}
	return p ? p->n_petrs : 0;
}

bool proxy_has_petr(const struct lisp_inst *inst, int family)
{
	struct rloc rloc[CFG_MAX_SERVERS];
	bool usable[CFG_MAX_SERVERS], any = false;
	unsigned n = proxy_petrs(inst, family, rloc, usable);

	for (unsigned i = 0; i < n; i++)
		any |= usable[i];
	return any;
}

static bool same_petrs(const struct proxy *p, const struct petr_cfg *petr, unsigned n)
{
	if (p->n_petrs != n)
		return false;
	for (unsigned i = 0; i < n; i++)
		if (!addr_equal(&p->petr[i].addr, &petr[i].addr) ||
		    p->petr[i].bare != petr[i].bare || p->petr[i].priority != petr[i].priority ||
		    p->petr[i].weight != petr[i].weight)
			return false;
	return true;
}

static void publish(struct lisp_inst *inst, int family)
{
	struct mapcache *mc = &inst->lisp->cache;

	for (struct mapcache_entry *e = mapcache_first(mc, inst->iid, family); e;
	     e = mapcache_next(mc, &e->eid))
		fwd_entry(inst->lisp, e);
}

static void take_petrs(struct lisp_inst *inst, int svc, const struct petr_cfg *petr, unsigned n)
{
	struct reach *reach = &inst->lisp->reach;
	struct proxy *p = inst->proxy[svc];
	struct petr_cfg before[CFG_MAX_SERVERS];
	unsigned n_before = p->n_petrs;

	if (same_petrs(p, petr, n))
		return;
	memcpy(before, p->petr, sizeof(before));
	p->n_petrs = n;
	for (unsigned i = 0; i < n; i++) {
		p->petr[i] = petr[i];
		reach_hold(reach, &petr[i].addr);
	}
	for (unsigned i = 0; i < n_before; i++)
		reach_release(reach, &before[i].addr);
	publish(inst, family_of_svc(svc));
}

void proxy_reach_changed(struct lisp *l, const struct addr *rloc)
{
	struct lisp_inst *inst;

	TAILQ_FOREACH(inst, &l->insts, link)
		for (int s = 0; s < SVC_COUNT; s++) {
			const struct proxy *p = inst->proxy[s];
			bool names_it = false;

			for (unsigned i = 0; p && i < p->n_petrs; i++)
				names_it |= addr_equal(&p->petr[i].addr, rloc);
			if (names_it)
				publish(inst, family_of_svc(s));
		}
}

/* --- what a Proxy ITR attracts ---------------------------------------------------------------- */

static void attract(struct lisp_inst *inst, const struct prefix *p, bool on)
{
	struct role_env *env = inst->lisp->env;
	struct host_tun t = fwd_tun(inst, p->addr.family);

	env->host->attract(env->host_arg, &t, p, on);
}

static bool has(const struct prefix *p, unsigned n, const struct prefix *want)
{
	for (unsigned i = 0; i < n; i++)
		if (prefix_equal(&p[i], want))
			return true;
	return false;
}

static unsigned eid_space(const struct lisp_inst *inst, int svc, struct prefix **out)
{
	const struct instance_cfg *ic = instance_cfg_find(&inst->lisp->cfg, inst->iid);
	const struct service_cfg *s = ic ? &ic->service[svc] : NULL;
	unsigned n = 0;

	*out = NULL;
	if (!s || !inst->af[svc].pitr || !inst->fib)
		return 0;
	*out = xcalloc(s->n_static + 1, sizeof(**out));
	for (unsigned i = 0; i < s->n_static; i++)
		if (s->map_cache[i].action == STATIC_MAP_REQUEST ||
		    s->map_cache[i].action == STATIC_LOCATORS)
			(*out)[n++] = s->map_cache[i].prefix;
	return n;
}

static void take_eid_space(struct lisp_inst *inst, int svc)
{
	struct proxy *p = inst->proxy[svc];
	struct prefix *want;
	unsigned n = eid_space(inst, svc, &want);

	for (unsigned i = 0; i < n; i++)
		if (!has(p->attracted, p->n_attracted, &want[i]))
			attract(inst, &want[i], true);
	for (unsigned i = 0; i < p->n_attracted; i++)
		if (!has(want, n, &p->attracted[i]))
			attract(inst, &p->attracted[i], false);
	free(p->attracted);
	p->attracted = want;
	p->n_attracted = n;
}

/* --- life ------------------------------------------------------------------------------------- */

void proxy_apply(struct lisp_inst *inst)
{
	for (int s = 0; s < SVC_COUNT; s++) {
		const struct lisp_af *af = &inst->af[s];
		const struct service_cfg *petrs = af->active ? af->petrs : NULL;

		if (!inst->proxy[s] && !af->pitr && !(petrs && petrs->n_petrs))
			continue;
		if (!inst->proxy[s])
			inst->proxy[s] = xcalloc(1, sizeof(*inst->proxy[s]));
		take_petrs(inst, s, petrs ? petrs->petr : NULL, petrs ? petrs->n_petrs : 0);
		take_eid_space(inst, s);
	}
}

void proxy_close(struct lisp_inst *inst, bool keep_device)
{
	for (int s = 0; s < SVC_COUNT; s++) {
		struct proxy *p = inst->proxy[s];

		if (!p)
			continue;
		for (unsigned i = 0; !keep_device && i < p->n_attracted; i++)
			attract(inst, &p->attracted[i], false);
		for (unsigned i = 0; i < p->n_petrs; i++)
			reach_release(&inst->lisp->reach, &p->petr[i].addr);
		free(p->attracted);
		free(p);
		inst->proxy[s] = NULL;
	}
}
