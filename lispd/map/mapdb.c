/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/map/mapdb.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base.h"
#include "lib/mem.h"

void mapdb_init(struct mapdb *db, struct loop *l, const struct mapdb_ops *ops, void *arg)
{
	*db = (struct mapdb){ .tree = lpm_new(), .loop = l, .ops = ops, .arg = arg };
}

static struct lpm_key key_of(const struct eid *eid)
{
	return lpm_key(eid->iid, &eid->prefix);
}

static void entry_free(struct mapdb_entry *e)
{
	mapping_fini(&e->map);
	free(e);
}

void mapdb_fini(struct mapdb *db)
{
	struct mapdb_entry *e;
	struct lpm_key k;

	while ((e = lpm_first(db->tree))) {
		k = key_of(&e->map.eid);
		lpm_del(db->tree, &k);
		entry_free(e);
	}
	lpm_free(db->tree);
	db->tree = NULL;
}

static bool same_locators(const struct mapdb_entry *e, const struct mapdb_locator *loc, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (e->locator[i].source != loc[i].source || e->locator[i].self != loc[i].self)
			return false;
	return true;
}

void mapdb_set(struct mapdb *db, const struct mapping *m, const struct mapdb_locator *loc,
	       bool no_route)
{
	struct lpm_key k = key_of(&m->eid);
	struct mapdb_entry *e = lpm_find(db->tree, &k);
	unsigned n = MIN_OF(m->n_rlocs, LISP_MAX_CFG_LOCATORS);
	bool changed;

	if (!e) {
		e = xcalloc(1, sizeof(*e));
		e->created_ms = loop_now_ms(db->loop);
		lpm_add(db->tree, &k, e);
		changed = true;
	} else {
		changed = !mapping_equal(&e->map, m) || !same_locators(e, loc, n) ||
			  e->no_route != no_route;
	}
	e->marked = false;
	if (!changed)
		return;
	mapping_fini(&e->map);
	mapping_copy(&e->map, m);
	memcpy(e->locator, loc, n * sizeof(*loc));
	e->no_route = no_route;
	e->changed_ms = loop_now_ms(db->loop);
	db->ops->changed(db->arg, e);
}

static void remove_entry(struct mapdb *db, struct mapdb_entry *e)
{
	struct lpm_key k = key_of(&e->map.eid);

	lpm_del(db->tree, &k);
	db->ops->removed(db->arg, e);
	entry_free(e);
}

void mapdb_mark_all(struct mapdb *db)
{
	for (struct mapdb_entry *e = mapdb_first_all(db); e; e = mapdb_next_all(db, e))
		e->marked = true;
}

void mapdb_sweep(struct mapdb *db)
{
	struct mapdb_entry *e = mapdb_first_all(db), *next;

	for (; e; e = next) {
		next = mapdb_next_all(db, e);
		if (e->marked)
			remove_entry(db, e);
	}
}

struct mapdb_entry *mapdb_find(const struct mapdb *db, const struct eid *eid)
{
	struct lpm_key k = key_of(eid);

	return lpm_find(db->tree, &k);
}

struct mapdb_entry *mapdb_match(const struct mapdb *db, uint32_t iid, const struct addr *a)
{
	struct eid host = eid_host(iid, a);

	return mapdb_match_eid(db, &host);
}

struct mapdb_entry *mapdb_match_eid(const struct mapdb *db, const struct eid *eid)
{
	struct lpm_key k = key_of(eid);

	return lpm_match(db->tree, &k);
}

struct mapdb_entry *mapdb_first_under(const struct mapdb *db, const struct eid *eid)
{
	struct lpm_key k = key_of(eid);

	return lpm_first_under(db->tree, &k);
}

struct mapdb_entry *mapdb_next_under(const struct mapdb *db, const struct eid *eid,
				     const struct mapdb_entry *e)
{
	struct mapdb_entry *next = mapdb_next_all(db, e);

	return next && eid_covers(eid, &next->map.eid) ? next : NULL;
}

struct mapdb_entry *mapdb_first(const struct mapdb *db, uint32_t iid, int family)
{
	struct prefix all = prefix_default(family);
	struct eid eid = eid_ip(iid, &all);

	return mapdb_first_under(db, &eid);
}

struct mapdb_entry *mapdb_next(const struct mapdb *db, const struct mapdb_entry *e)
{
	return mapdb_after(db, &e->map.eid);
}

struct mapdb_entry *mapdb_after(const struct mapdb *db, const struct eid *eid)
{
	struct lpm_key k = key_of(eid);
	struct mapdb_entry *next = lpm_next(db->tree, &k);

	if (!next || next->map.eid.iid != eid->iid ||
	    next->map.eid.prefix.addr.family != eid->prefix.addr.family)
		return NULL;
	return next;
}

struct mapdb_entry *mapdb_first_all(const struct mapdb *db)
{
	return lpm_first(db->tree);
}

struct mapdb_entry *mapdb_next_all(const struct mapdb *db, const struct mapdb_entry *e)
{
	struct lpm_key k = key_of(&e->map.eid);

	return lpm_next(db->tree, &k);
}

uint32_t mapping_lsbs(const struct mapping *m)
{
	uint32_t bits = 0;

	for (unsigned i = 0; i < m->n_rlocs && i < 32; i++)
		if (m->rloc[i].flags & RLOC_REACHABLE)
			bits |= 1U << i;
	return bits;
}
