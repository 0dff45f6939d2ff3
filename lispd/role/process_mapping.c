/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changing what was typed for prefixes: their locators, locator-sets and dynamic EIDs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/sorted.h"
#include "lispd/role/mobility.h"
#include "lispd/role/process.h"

/* The same interface or address: the line that it replaces. */
static bool same_locator(const struct locator_cfg *a, const struct locator_cfg *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == LOCATOR_ADDRESS)
		return addr_equal(&a->addr, &b->addr);
	return a->family == b->family && strcmp(a->ifname, b->ifname) == 0;
}

static int locator_order(const struct locator_cfg *a, const struct locator_cfg *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind ? 1 : -1; /* interfaces before addresses */
	if (a->kind == LOCATOR_ADDRESS)
		return addr_cmp(&a->addr, &b->addr);
	return strcmp(a->ifname, b->ifname);
}

static bool add_locator(struct locator_cfg *list, unsigned *n, const struct locator_cfg *loc)
{
	unsigned i = 0;

	for (unsigned j = 0; j < *n; j++) {
		if (!same_locator(&list[j], loc))
			continue;
		list[j] = *loc;
		return true;
	}
	if (*n == LISP_MAX_CFG_LOCATORS)
		return false;
	while (i < *n && locator_order(&list[i], loc) < 0)
		i++;
	memmove(&list[i + 1], &list[i], (*n - i) * sizeof(*list));
	list[i] = *loc;
	(*n)++;
	return true;
}

/* loc NULL: all of them. */
static void del_locator(struct locator_cfg *list, unsigned *n, const struct locator_cfg *loc)
{
	unsigned kept = 0;

	for (unsigned j = 0; j < *n; j++)
		if (loc && !same_locator(&list[j], loc))
			list[kept++] = list[j];
	*n = kept;
}

/* --- database-mapping ------------------------------------------------------------------------- */

struct mappings { /* of a service or of a dynamic EID */
	struct db_mapping_cfg **list;
	unsigned *n;
};

static struct mappings of_service(struct service_cfg *s)
{
	return (struct mappings){ &s->mapping, &s->n_mappings };
}

static struct mappings of_dynamic(struct dynamic_eid_cfg *d)
{
	return (struct mappings){ &d->mapping, &d->n_mappings };
}

/* Of structs that begin with the prefix. */
static int by_prefix(const void *key, const void *element)
{
	return prefix_cmp(key, element);
}

static size_t mapping_place(struct mappings m, const struct prefix *p, bool *found)
{
	return sorted_at(p, *m.list, *m.n, sizeof(**m.list), by_prefix, found);
}

static struct db_mapping_cfg *mapping_at(struct mappings m, const struct prefix *p)
{
	bool found;
	size_t i = mapping_place(m, p, &found);

	return found ? &(*m.list)[i] : NULL;
}

static struct db_mapping_cfg *mapping_make(struct mappings m, const struct prefix *p)
{
	bool found;
	size_t i = mapping_place(m, p, &found);

	if (!found) {
		*m.list = sorted_insert(*m.list, (*m.n)++, sizeof(**m.list), i);
		(*m.list)[i].prefix = *p;
	}
	return &(*m.list)[i];
}

static void mapping_drop(struct mappings m, struct db_mapping_cfg *c)
{
	sorted_remove(*m.list, (*m.n)--, sizeof(*c), (size_t)(c - *m.list));
}

static bool is_empty(const struct db_mapping_cfg *c)
{
	return !c->n_locators && !c->set[0] && !c->auto_discover;
}

static void take_set(struct db_mapping_cfg *c, const char *set,
		     const struct mapping_options *options)
{
	c->n_locators = 0;
	snprintf(c->set, sizeof(c->set), "%s", set);
	c->options = options ? *options : (struct mapping_options){ 0 };
}

enum cfg_result lisp_set_mapping(struct lisp *l, struct service_cfg *s, int svc,
				 const struct prefix *p, const struct locator_cfg *loc)
{
	struct db_mapping_cfg *m;

	if (p->addr.family != family_of_svc(svc))
		return CFG_WRONG_FAMILY;
	m = mapping_make(of_service(s), p);
	if (!add_locator(m->locator, &m->n_locators, loc))
		return CFG_FULL;
	m->set[0] = '\0';
	lisp_changed(l);
	return CFG_OK;
}

enum cfg_result lisp_set_mapping_set(struct lisp *l, struct service_cfg *s, int svc,
				     const struct prefix *p, const char *set,
				     const struct mapping_options *options)
{
	if (p->addr.family != family_of_svc(svc))
		return CFG_WRONG_FAMILY;
	take_set(mapping_make(of_service(s), p), set, options);
	lisp_changed(l);
	return CFG_OK;
}

enum cfg_result lisp_set_mapping_discover(struct lisp *l, struct service_cfg *s, int svc,
					  const struct prefix *p, bool on)
{
	struct db_mapping_cfg *m;

	if (p->addr.family != family_of_svc(svc))
		return CFG_WRONG_FAMILY;
	m = mapping_make(of_service(s), p);
	m->auto_discover = on;
	if (is_empty(m))
		mapping_drop(of_service(s), m);
	lisp_changed(l);
	return CFG_OK;
}

void lisp_del_mapping(struct lisp *l, struct service_cfg *s, const struct prefix *p,
		      const struct locator_cfg *loc)
{
	struct db_mapping_cfg *m = mapping_at(of_service(s), p);

	if (!m)
		return;
	del_locator(m->locator, &m->n_locators, loc);
	lisp_changed(l);
	if (!loc || is_empty(m))
		mapping_drop(of_service(s), m);
}

const struct db_mapping_cfg *lisp_typed_mapping(const struct lisp *l, uint32_t iid,
						const struct prefix *p)
{
	struct instance_cfg *ic = instance_cfg_find(&l->cfg, iid);

	const struct db_mapping_cfg *typed = NULL;
	struct eid eid = eid_ip(iid, p);

	if (ic)
		typed = mapping_at(of_service(&ic->service[svc_of_family(p->addr.family)]), p);
	return typed ? typed : mobility_typed(l, &eid);
}

/* --- map-cache -------------------------------------------------------------------------------- */

static size_t static_place(const struct service_cfg *s, const struct prefix *p, bool *found)
{
	return sorted_at(p, s->map_cache, s->n_static, sizeof(*s->map_cache), by_prefix, found);
}

enum cfg_result lisp_set_static_map(struct lisp *l, struct service_cfg *s, const struct prefix *p,
				    enum static_map_action action, const struct locator_cfg *loc)
{
	struct static_map_cfg *m;
	bool found;
	size_t i = static_place(s, p, &found);

	if (!found) {
		s->map_cache = sorted_insert(s->map_cache, s->n_static++, sizeof(*m), i);
		s->map_cache[i].prefix = *p;
	}
	m = &s->map_cache[i];
	if (m->action != action)
		m->n_locators = 0;
	m->action = action;
	if (action == STATIC_LOCATORS && !add_locator(m->locator, &m->n_locators, loc))
		return CFG_FULL;
	lisp_changed(l);
	return CFG_OK;
}

void lisp_del_static_map(struct lisp *l, struct service_cfg *s, const struct prefix *p,
			 const struct locator_cfg *loc)
{
	bool found;
	size_t i = static_place(s, p, &found);

	if (!found)
		return;
	del_locator(s->map_cache[i].locator, &s->map_cache[i].n_locators, loc);
	if (!s->map_cache[i].n_locators)
		sorted_remove(s->map_cache, s->n_static--, sizeof(*s->map_cache), i);
	lisp_changed(l);
}

/* --- locator-sets ----------------------------------------------------------------------------- */

struct locator_set_cfg *lisp_get_locator_set(struct lisp *l, const char *name)
{
	lisp_changed(l);
	return locator_set_cfg_get(&l->cfg, name);
}

void lisp_del_locator_set(struct lisp *l, const char *name)
{
	struct locator_set_cfg *set = locator_set_cfg_find(&l->cfg, name);

	if (!set)
		return;
	locator_set_cfg_del(&l->cfg, set);
	lisp_changed(l);
}

enum cfg_result lisp_set_set_locator(struct lisp *l, struct locator_set_cfg *set,
				     const struct locator_cfg *loc)
{
	lisp_changed(l);
	for (unsigned i = 0; i < set->n_locators; i++) {
		if (!same_locator(&set->locator[i], loc))
			continue;
		set->locator[i] = *loc;
		return CFG_OK;
	}
	if (set->n_locators == LISP_MAX_CFG_LOCATORS)
		return CFG_FULL;
	set->locator[set->n_locators++] = *loc;
	return CFG_OK;
}

void lisp_del_set_locator(struct lisp *l, struct locator_set_cfg *set,
			  const struct locator_cfg *loc)
{
	del_locator(set->locator, &set->n_locators, loc);
	lisp_changed(l);
}

/* --- dynamic EIDs ----------------------------------------------------------------------------- */

struct dynamic_eid_cfg *lisp_get_dynamic_eid(struct lisp *l, struct instance_cfg *ic,
					     const char *name)
{
	lisp_changed(l);
	return dynamic_eid_cfg_get(ic, name);
}

void lisp_del_dynamic_eid(struct lisp *l, struct instance_cfg *ic, const char *name)
{
	struct dynamic_eid_cfg *d = dynamic_eid_cfg_find(ic, name);

	if (!d)
		return;
	dynamic_eid_cfg_del(ic, d);
	lisp_changed(l);
}

const struct instance_cfg *lisp_dynamic_eid_instance(const struct lisp *l, const char *name)
{
	const struct instance_cfg *ic;

	TAILQ_FOREACH(ic, &l->cfg.instances, link)
		if (dynamic_eid_cfg_find(ic, name))
			return ic;
	return NULL;
}

void lisp_set_dynamic_mapping(struct lisp *l, struct dynamic_eid_cfg *d, const struct prefix *p,
			      const char *set, const struct mapping_options *options)
{
	take_set(mapping_make(of_dynamic(d), p), set, options);
	lisp_changed(l);
}

void lisp_del_dynamic_mapping(struct lisp *l, struct dynamic_eid_cfg *d, const struct prefix *p)
{
	struct db_mapping_cfg *m = mapping_at(of_dynamic(d), p);

	if (m)
		mapping_drop(of_dynamic(d), m);
	lisp_changed(l);
}

void lisp_set_notify_group(struct lisp *l, struct dynamic_eid_cfg *d, const struct addr *group)
{
	d->map_notify_group = group ? *group : (struct addr){ 0 };
	lisp_changed(l);
}
