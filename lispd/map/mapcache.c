/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/map/mapcache.h"

#include <stdlib.h>

#include "lib/base.h"
#include "lib/mem.h"

void mapcache_init(struct mapcache *mc, struct loop *l, const struct mapcache_ops *ops, void *arg)
{
	*mc = (struct mapcache){
		.tree = lpm_new(),
		.loop = l,
		.ops = ops,
		.arg = arg,
		.limit = 1000000,
	};

	hash_init(&mc->tables);
}

static struct lpm_key key_of(const struct eid *eid)
{
	return lpm_key(eid->iid, &eid->prefix);
}

static uint64_t table_key(uint32_t iid, int family)
{
	return (uint64_t)iid << 8 | (unsigned)family;
}

/* Where the entries of the EID's table are counted. */
static unsigned *table_count(struct mapcache *mc, const struct eid *eid)
{
	uint64_t key = table_key(eid->iid, eid->prefix.addr.family);
	unsigned *n = hash_find(&mc->tables, key);

	if (!n) {
		n = xcalloc(1, sizeof(*n));
		hash_add(&mc->tables, key, n);
	}
	return n;
}

static bool learned(const struct mapcache_entry *e)
{
	return e->source == MC_MAP_REPLY || e->source == MC_SIGNAL;
}

static void entry_free(struct mapcache_entry *e)
{
	timer_stop(&e->expiry);
	timer_stop(&e->idle);
	mapping_fini(&e->map);
	free(e->rloc);
	free(e);
}

void mapcache_fini(struct mapcache *mc)
{
	struct mapcache_entry *e;
	struct lpm_key k;

	while ((e = lpm_first(mc->tree))) {
		k = key_of(&e->eid);
		lpm_del(mc->tree, &k);
		entry_free(e);
	}
	for (size_t i = 0; i < mc->tables.size; i++)
		free(mc->tables.slot[i].value);
	hash_fini(&mc->tables);
	lpm_free(mc->tree);
	mc->tree = NULL;
}

static void on_expiry(void *arg)
{
	struct mapcache_entry *e = arg;
	struct mapcache *mc = e->cache;

	if (!mc->ops->expired(mc->arg, e))
		mapcache_del(e);
}

static void on_idle(void *arg)
{
	struct mapcache_entry *e = arg;

	e->cache->ops->idle(e->cache->arg, e);
}

struct mapcache_entry *mapcache_get(struct mapcache *mc, const struct eid *eid,
				    enum mapcache_source source)
{
	struct lpm_key k = key_of(eid);
	struct mapcache_entry *e = lpm_find(mc->tree, &k);
	bool counts = source == MC_MAP_REPLY || source == MC_SIGNAL;

	if (e) {
		mc->n_learned += counts;
		mc->n_learned -= learned(e);
		e->source = source;
		return e;
	}
	if (counts && mc->n_learned >= mc->limit &&
	    !(mc->ops->make_room && mc->ops->make_room(mc->arg))) {
		mc->n_refused++;
		return NULL;
	}
	e = xcalloc(1, sizeof(*e));
	e->eid = *eid;
	e->map.eid = *eid;
	e->source = source;
	e->cache = mc;
	e->created_ms = e->modified_ms = loop_now_ms(mc->loop);
	timer_init(&e->expiry, mc->loop, on_expiry, e);
	timer_init(&e->idle, mc->loop, on_idle, e);
	mc->n_learned += counts;
	++*table_count(mc, eid);
	lpm_add(mc->tree, &k, e);
	if (mc->ops->added)
		mc->ops->added(mc->arg, e);
	return e;
}

/* Keeps what was known about a locator that was there before. */
static void inherit_rloc(struct mapcache_rloc *r, const struct rloc *addr,
			 const struct mapcache_entry *old, uint64_t now)
{
	r->up = (addr->flags & RLOC_REACHABLE) != 0 && !addr_is_none(&addr->addr);
	r->up_since_ms = r->state_change_ms = now;
	r->n_state_changes = 1;
	for (unsigned i = 0; i < old->map.n_rlocs; i++) {
		if (rloc_cmp(addr, &old->map.rloc[i]) != 0)
			continue;
		*r = old->rloc[i];
		if (r->up && !(addr->flags & RLOC_REACHABLE)) {
			r->up = false;
			r->up_since_ms = r->state_change_ms = now;
			r->n_state_changes++;
		}
		return;
	}
}

void mapcache_fill(struct mapcache_entry *e, const struct mapping *m, const struct addr *source)
{
	struct mapcache_rloc *state = NULL;
	uint64_t now = loop_now_ms(e->cache->loop);
	struct mapping copy;

	mapping_copy(&copy, m);
	copy.eid = e->eid;
	mapping_sort(&copy);
	if (copy.n_rlocs)
		state = xcalloc(copy.n_rlocs, sizeof(*state));
	for (unsigned i = 0; i < copy.n_rlocs; i++)
		inherit_rloc(&state[i], &copy.rloc[i], e, now);
	mapping_fini(&e->map);
	free(e->rloc);
	e->map = copy;
	e->rloc = state;
	e->state = copy.n_rlocs ? MC_COMPLETE : MC_NEGATIVE;
	e->modified_ms = now;
	e->refreshing = false;
	e->map_source = source ? *source : (struct addr){ 0 };
}

void mapcache_changed(struct mapcache_entry *e)
{
	e->cache->ops->changed(e->cache->arg, e);
}

void mapcache_del(struct mapcache_entry *e)
{
	struct mapcache *mc = e->cache;
	struct lpm_key k = key_of(&e->eid);

	mc->n_learned -= learned(e);
	--*table_count(mc, &e->eid);
	lpm_del(mc->tree, &k);
	mc->ops->removed(mc->arg, e);
	entry_free(e);
}

void mapcache_expire_in(struct mapcache_entry *e, uint64_t ms)
{
	if (ms == UINT64_MAX)
		timer_stop(&e->expiry);
	else
		timer_start(&e->expiry, ms);
}

struct mapcache_entry *mapcache_find(const struct mapcache *mc, const struct eid *eid)
{
	struct lpm_key k = key_of(eid);

	return lpm_find(mc->tree, &k);
}

struct mapcache_entry *mapcache_match(const struct mapcache *mc, const struct eid *eid)
{
	struct lpm_key k = key_of(eid);

	return lpm_match(mc->tree, &k);
}

struct mapcache_entry *mapcache_first_under(const struct mapcache *mc, const struct eid *eid)
{
	struct lpm_key k = key_of(eid);

	return lpm_first_under(mc->tree, &k);
}

struct mapcache_entry *mapcache_next_all(const struct mapcache *mc, const struct eid *eid)
{
	struct lpm_key k = key_of(eid);

	return lpm_next(mc->tree, &k);
}

struct mapcache_entry *mapcache_next_under(const struct mapcache *mc, const struct eid *outer,
					   const struct eid *eid)
{
	struct mapcache_entry *next = mapcache_next_all(mc, eid);

	return next && eid_covers(outer, &next->eid) ? next : NULL;
}

static struct eid whole_table(uint32_t iid, int family)
{
	struct prefix all = prefix_default(family);

	return eid_ip(iid, &all);
}

struct mapcache_entry *mapcache_first(const struct mapcache *mc, uint32_t iid, int family)
{
	struct eid all = whole_table(iid, family);

	return mapcache_first_under(mc, &all);
}

struct mapcache_entry *mapcache_next(const struct mapcache *mc, const struct eid *eid)
{
	struct eid all = whole_table(eid->iid, eid->prefix.addr.family);

	return mapcache_next_under(mc, &all, eid);
}

struct mapcache_entry *mapcache_first_all(const struct mapcache *mc)
{
	return lpm_first(mc->tree);
}

unsigned mapcache_count(const struct mapcache *mc, uint32_t iid, int family)
{
	const unsigned *n = hash_find(&mc->tables, table_key(iid, family));

	return n ? *n : 0;
}
