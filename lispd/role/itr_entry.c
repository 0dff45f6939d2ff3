/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ends of map-cache entries, and what routes to their locators do to them. */
#include "lispd/role/itr_entry.h"

#include "lispd/role/debug.h"
#include "lispd/role/fwd.h"
#include "lispd/role/mobility.h"
#include "lispd/role/proxy.h"
#include "lispd/role/rt.h"

#define REFRESH_GRACE_MS 15000
#define REFRESH_TRIES 3

bool itr_is_typed(struct lisp *l, const struct mapcache_entry *e)
{
	const struct instance_cfg *ic = instance_cfg_find(&l->cfg, e->eid.iid);
	const struct service_cfg *s = ic ? &ic->service[svc_of_family(e->eid.prefix.addr.family)] :
					   NULL;

	for (unsigned i = 0; s && i < s->n_static; i++)
		if (prefix_equal(&s->map_cache[i].prefix, &e->eid.prefix))
			return true;
	return false;
}

static void cache_added(void *arg, const struct mapcache_entry *e)
{
	tally_add(arg, &e->eid, TALLY_CREATED);
}

static void cache_changed(void *arg, struct mapcache_entry *e)
{
	fwd_entry(arg, e);
}

static void cache_removed(void *arg, struct mapcache_entry *e)
{
	struct lisp *l = arg;

	tally_add(l, &e->eid, TALLY_DELETED);
	itr_end_request(e);
	if (e->source == MC_MAP_REPLY || e->source == MC_STATIC ||
	    e->source == MC_SITE_REGISTRATION)
		itr_hold_locators(l, &e->map, false);
	fwd_remove(l, e);
	/* An answer that stood in the place of what is configured: that comes back. */
	if (e->source == MC_MAP_REPLY && (prefix_is_default(&e->eid.prefix) || itr_is_typed(l, e) ||
					  mobility_is_policy(l, &e->eid)))
		lisp_changed(l);
}

static bool cache_expired(void *arg, struct mapcache_entry *e)
{
	struct lisp *l = arg;

	if (e->source == MC_STATIC_MAP_REQUEST) {
		e->created_ms = e->modified_ms = loop_now_ms(l->env->loop);
		mapcache_expire_in(e, ITR_STATIC_PERIOD_MS);
		return true;
	}
	if (e->refreshing || e->state != MC_COMPLETE || !fwd_used(l, e))
		return false;
	/* Packets use it: ask again for its own prefix and keep it meanwhile. */
	itr_end_request(e);
	e->refreshing = itr_start_request(l, e, REFRESH_TRIES);
	mapcache_expire_in(e, REFRESH_GRACE_MS);
	return e->refreshing;
}

static void cache_idle(void *arg, struct mapcache_entry *e)
{
	struct lisp *l = arg;
	uint64_t now = loop_now_ms(l->env->loop);

	if (e->state != MC_INCOMPLETE)
		return;
	if (now - e->signal_ms < ITR_IDLE_MS) {
		timer_start(&e->idle, ITR_IDLE_MS);
		return;
	}
	eid_debug(l, e, mapcache_state_str(e), "Change state to deleted");
	fwd_give_up(l, &e->eid);
	mapcache_del(e);
}

const struct mapcache_ops itr_cache_ops = {
	.added = cache_added,
	.changed = cache_changed,
	.removed = cache_removed,
	.expired = cache_expired,
	.idle = cache_idle,
	.make_room = itr_evict,
};

static bool reach_route(void *arg, const struct addr *a, struct reach_path *path)
{
	struct lisp *l = arg;

	return l->env->host->route(l->env->host_arg, a, path);
}

/* Tells forwarding of all entries with this locator; always: also of those whose state is what it
 * was, because the way there has changed. */
static void update_entries(struct lisp *l, const struct reach_rloc *r, bool always)
{
	struct mapcache_entry *e = mapcache_first_all(&l->cache), *next;

	for (; e; e = next) {
		bool names_it = false;

		next = mapcache_next_all(&l->cache, &e->eid);
		for (unsigned i = 0; i < e->map.n_rlocs; i++)
			names_it |= addr_equal(&e->map.rloc[i].addr, &r->addr);
		if (!names_it || itr_locators_pending(l, e))
			continue;
		if (itr_update_locators(l, e) || (always && e->state == MC_COMPLETE)) {
			eid_debug(l, e, mapcache_state_str(e),
				  "No more RLOCs pending rwatch update, schedule deferred fwd "
				  "update");
			mapcache_changed(e);
		}
	}
	proxy_reach_changed(l, &r->addr);
}

static void route_changed(struct lisp *l, const struct reach_rloc *r)
{
	lisp_debug(DEBUG_RIB, TAG_XTR, (int)l->id,
		   "Remote shrRLOC %s, Reachability notification, %s* allow* remote.",
		   addr_str(&r->addr).s, r->up ? "up" : "down");
	update_entries(l, r, true);
	rt_reach_changed(l, r);
}

static void probed(struct lisp *l, const struct reach_rloc *r)
{
	lisp_debug(DEBUG_RIB, TAG_XTR, (int)l->id,
		   "Remote shrRLOC %s, RLOC-probe notification, %s.", addr_str(&r->addr).s,
		   r->silent ? "down" : "up");
	update_entries(l, r, false);
}

static void reach_event(void *arg, const struct reach_rloc *r, enum reach_event ev)
{
	struct lisp *l = arg;
	const char *host = r->addr.family == AF_INET ? "32" : "128";

	switch (ev) {
	case REACH_CREATED:
		lisp_debug(DEBUG_RIB, TAG_XTR, -1, "RIB Watch Group default %s/%s , created.",
			   addr_str(&r->addr).s, host);
		lisp_debug(DEBUG_RIB, TAG_XTR, -1,
			   "RIB Watch Group default %s/%s , scheduling RIB update.",
			   addr_str(&r->addr).s, host);
		return;
	case REACH_INSTALLED:
		lisp_debug(DEBUG_RIB, TAG_XTR, -1,
			   "RIB Watch Group default %s/%s , installing in RIB.",
			   addr_str(&r->addr).s, host);
		return;
	case REACH_PATH:
		lisp_debug(DEBUG_RIB, TAG_XTR, -1,
			   "RIB Next-hop default %s %s lcl UNSPEC, created.", r->path.ifname,
			   addr_str(&r->addr).s);
		lisp_debug(DEBUG_RIB, TAG_XTR, -1, "RIB Next-hop default %s %s lcl %s, notified.",
			   r->path.ifname, addr_str(&r->addr).s, addr_str(&r->path.local).s);
		return;
	case REACH_CHANGED:
		route_changed(l, r);
		return;
	case REACH_MOVED:
		update_entries(l, r, true);
		return;
	case REACH_PROBED:
		probed(l, r);
		return;
	}
}

const struct reach_ops itr_reach_ops = { .route = reach_route, .event = reach_event };
