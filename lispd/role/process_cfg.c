/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changing what was typed: the rules that hold whoever types it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/role/process.h"

const char *cfg_result_str(enum cfg_result r)
{
	static const char *const text[] = {
		[CFG_OK] = "",
		[CFG_FULL] = "Limit of this list reached",
		[CFG_WRONG_FAMILY] =
			"Invalid input: the prefix is not of this service's address family",
		[CFG_OTHER_SITE] = "Invalid input: the EID prefix belongs to another site",
		[CFG_TABLE_TAKEN] = "Invalid input: the EID table is bound to another instance-id",
		[CFG_NOT_FOUND] = "Invalid input: no such entry",
		[CFG_PITR_ACTIVE] = "Disable PITR functionality first.",
		[CFG_ITR_ACTIVE] = "Disable ITR functionality first.",
		[CFG_KEY] = "Invalid input: a key has 1 to 80 characters",
	};

	return text[r];
}

static bool key_ok(const char *key)
{
	size_t n = strlen(key);

	return n >= 1 && n <= LISP_MAX_KEY;
}

static struct server_cfg *server_at(struct service_cfg *s, const struct addr *a)
{
	for (unsigned i = 0; i < s->n_servers; i++)
		if (addr_equal(&s->server[i].addr, a))
			return &s->server[i];
	return NULL;
}

/* The server's place, made in address order; NULL when the list is full. */
static struct server_cfg *server_make(struct service_cfg *s, const struct addr *a)
{
	struct server_cfg *c = server_at(s, a);
	unsigned i = 0;

	if (c)
		return c;
	if (s->n_servers == CFG_MAX_SERVERS)
		return NULL;
	while (i < s->n_servers && addr_cmp(&s->server[i].addr, a) < 0)
		i++;
	memmove(&s->server[i + 1], &s->server[i], (s->n_servers - i) * sizeof(*s->server));
	s->server[i] = (struct server_cfg){ .addr = *a, .algorithm = LISP_AUTH_SHA1 };
	s->n_servers++;
	return &s->server[i];
}

enum cfg_result lisp_set_server(struct lisp *l, struct service_cfg *s, const struct addr *a,
				const char *key, const char *shown, enum lisp_auth alg,
				bool hash_typed)
{
	struct server_cfg *c;

	if (!key_ok(key))
		return CFG_KEY;
	c = server_make(s, a);
	if (!c)
		return CFG_FULL;
	key_cfg_set(&c->key, key, shown);
	c->algorithm = alg;
	c->hash_typed = hash_typed;
	lisp_changed(l);
	return CFG_OK;
}

enum cfg_result lisp_set_server_proxy_reply(struct lisp *l, struct service_cfg *s,
					    const struct addr *a, bool on)
{
	struct server_cfg *c = on ? server_make(s, a) : server_at(s, a);

	if (!c)
		return on ? CFG_FULL : CFG_OK;
	c->proxy_reply = on;
	if (!on && !c->key.text)
		lisp_del_server(l, s, a);
	lisp_changed(l);
	return CFG_OK;
}

void lisp_del_server(struct lisp *l, struct service_cfg *s, const struct addr *a)
{
	struct server_cfg *c = server_at(s, a);
	size_t i;

	if (!c)
		return;
	key_cfg_fini(&c->key);
	i = (size_t)(c - s->server);
	memmove(c, c + 1, (s->n_servers - i - 1) * sizeof(*c));
	s->n_servers--;
	memset(&s->server[s->n_servers], 0, sizeof(*c));
	lisp_changed(l);
}

enum cfg_result lisp_set_resolver(struct lisp *l, struct service_cfg *s, const struct addr *a)
{
	if (!addr_set_add(s->resolver, &s->n_resolvers, CFG_MAX_SERVERS, a))
		return CFG_FULL;
	lisp_changed(l);
	return CFG_OK;
}

void lisp_set_locator_table(struct lisp *l, enum eid_table_kind kind, const char *vrf)
{
	l->cfg.locator_table = kind;
	snprintf(l->cfg.locator_vrf, sizeof(l->cfg.locator_vrf), "%s",
		 kind == TABLE_VRF ? vrf : "");
	lisp_changed(l);
}

void lisp_del_resolver(struct lisp *l, struct service_cfg *s, const struct addr *a)
{
	addr_set_del(s->resolver, &s->n_resolvers, a);
	lisp_changed(l);
}

static bool table_taken(const struct lisp *l, uint32_t iid, int svc, enum eid_table_kind kind,
			const char *vrf)
{
	const struct instance_cfg *ic;

	TAILQ_FOREACH(ic, &l->cfg.instances, link)
		if (ic->iid != iid && ic->service[svc].table == kind &&
		    (kind == TABLE_DEFAULT || strcmp(ic->service[svc].vrf, vrf) == 0))
			return true;
	return false;
}

enum cfg_result lisp_set_eid_table(struct lisp *l, uint32_t iid, int svc, enum eid_table_kind kind,
				   const char *vrf)
{
	struct instance_cfg *ic = instance_cfg_get(&l->cfg, iid);
	struct service_cfg *s = &ic->service[svc];

	if (kind != TABLE_NONE && table_taken(l, iid, svc, kind, vrf))
		return CFG_TABLE_TAKEN;
	s->table = kind;
	s->vrf[0] = '\0';
	if (kind == TABLE_VRF)
		strncat(s->vrf, vrf, sizeof(s->vrf) - 1);
	lisp_changed(l);
	return CFG_OK;
}

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

static struct db_mapping_cfg *mapping_at(struct service_cfg *s, const struct prefix *p)
{
	for (unsigned i = 0; i < s->n_mappings; i++)
		if (prefix_equal(&s->mapping[i].prefix, p))
			return &s->mapping[i];
	return NULL;
}

static struct db_mapping_cfg *mapping_make(struct service_cfg *s, const struct prefix *p)
{
	struct db_mapping_cfg *m = mapping_at(s, p);
	unsigned i = s->n_mappings;

	if (m)
		return m;
	s->mapping = xrealloc(s->mapping, (s->n_mappings + 1) * sizeof(*s->mapping));
	while (i && prefix_cmp(&s->mapping[i - 1].prefix, p) > 0)
		i--;
	memmove(&s->mapping[i + 1], &s->mapping[i], (s->n_mappings - i) * sizeof(*s->mapping));
	s->mapping[i] = (struct db_mapping_cfg){ .prefix = *p };
	s->n_mappings++;
	return &s->mapping[i];
}

enum cfg_result lisp_set_mapping(struct lisp *l, struct service_cfg *s, int svc,
				 const struct prefix *p, const struct locator_cfg *loc)
{
	struct db_mapping_cfg *m;

	if (p->addr.family != family_of_svc(svc))
		return CFG_WRONG_FAMILY;
	m = mapping_make(s, p);
	if (!add_locator(m->locator, &m->n_locators, loc))
		return CFG_FULL;
	lisp_changed(l);
	return CFG_OK;
}

void lisp_del_mapping(struct lisp *l, struct service_cfg *s, const struct prefix *p,
		      const struct locator_cfg *loc)
{
	struct db_mapping_cfg *m = mapping_at(s, p);
	size_t i;

	if (!m)
		return;
	del_locator(m->locator, &m->n_locators, loc);
	lisp_changed(l);
	if (m->n_locators)
		return;
	i = (size_t)(m - s->mapping);
	memmove(m, m + 1, (s->n_mappings - i - 1) * sizeof(*m));
	s->n_mappings--;
}

enum cfg_result lisp_set_static_map(struct lisp *l, struct service_cfg *s, const struct prefix *p,
				    enum static_map_action action, const struct locator_cfg *loc)
{
	struct static_map_cfg *m = NULL;
	unsigned i = s->n_static;

	for (unsigned j = 0; j < s->n_static; j++)
		if (prefix_equal(&s->map_cache[j].prefix, p))
			m = &s->map_cache[j];
	if (!m) {
		s->map_cache = xrealloc(s->map_cache, (s->n_static + 1) * sizeof(*s->map_cache));
		while (i && prefix_cmp(&s->map_cache[i - 1].prefix, p) > 0)
			i--;
		memmove(&s->map_cache[i + 1], &s->map_cache[i], (s->n_static - i) * sizeof(*m));
		m = &s->map_cache[i];
		*m = (struct static_map_cfg){ .prefix = *p };
		s->n_static++;
	}
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
	for (unsigned i = 0; i < s->n_static; i++) {
		struct static_map_cfg *m = &s->map_cache[i];

		if (!prefix_equal(&m->prefix, p))
			continue;
		del_locator(m->locator, &m->n_locators, loc);
		lisp_changed(l);
		if (m->n_locators)
			return;
		memmove(&s->map_cache[i], &s->map_cache[i + 1],
			(s->n_static - i - 1) * sizeof(*s->map_cache));
		s->n_static--;
		return;
	}
}

void lisp_clear_service(struct lisp *l, struct service_cfg *s)
{
	service_cfg_clear(s);
	lisp_changed(l);
}

void lisp_del_instance(struct lisp *l, uint32_t iid)
{
	struct instance_cfg *ic = instance_cfg_find(&l->cfg, iid);

	if (!ic)
		return;
	/* af->servers and af->resolvers may point into it: work out at once. */
	instance_cfg_del(&l->cfg, ic);
	lisp_changed(l);
	lisp_settle(l);
}

struct site_cfg *lisp_get_site(struct lisp *l, const char *name)
{
	struct site_cfg *s = site_cfg_get(&l->cfg, name);

	lisp_changed(l);
	return s;
}

void lisp_del_site(struct lisp *l, const char *name)
{
	struct site_cfg *s = site_cfg_find(&l->cfg, name);

	if (!s)
		return;
	site_cfg_del(&l->cfg, s);
	lisp_changed(l);
	lisp_settle(l); /* the stores point to what was typed */
}

enum cfg_result lisp_set_site_key(struct lisp *l, struct site_cfg *s, const char *key,
				  const char *shown)
{
	if (!key_ok(key))
		return CFG_KEY;
	key_cfg_set(&s->key, key, shown);
	lisp_changed(l);
	return CFG_OK;
}

void lisp_del_site_key(struct lisp *l, struct site_cfg *s)
{
	key_cfg_fini(&s->key);
	lisp_changed(l);
}

static int record_order(const struct eid_record_cfg *a, const struct eid_record_cfg *b)
{
	if (a->iid != b->iid)
		return a->iid < b->iid ? -1 : 1;
	return prefix_cmp(&a->prefix, &b->prefix);
}

enum cfg_result lisp_set_eid_record(struct lisp *l, struct site_cfg *s,
				    const struct eid_record_cfg *r)
{
	struct site_cfg *owner = site_cfg_owner(&l->cfg, r->iid, &r->prefix);
	unsigned i = s->n_records;

	if (owner && owner != s)
		return CFG_OTHER_SITE;
	while (i && record_order(&s->record[i - 1], r) > 0)
		i--;
	if (i && record_order(&s->record[i - 1], r) == 0) {
		s->record[i - 1] = *r;
	} else {
		s->record = xrealloc(s->record, (s->n_records + 1) * sizeof(*s->record));
		memmove(&s->record[i + 1], &s->record[i], (s->n_records - i) * sizeof(*s->record));
		s->record[i] = *r;
		s->n_records++;
	}
	lisp_changed(l);
	return CFG_OK;
}

void lisp_del_eid_record(struct lisp *l, struct site_cfg *s, uint32_t iid, const struct prefix *p)
{
	for (unsigned i = 0; i < s->n_records; i++) {
		if (s->record[i].iid != iid || !prefix_equal(&s->record[i].prefix, p))
			continue;
		memmove(&s->record[i], &s->record[i + 1],
			(s->n_records - i - 1) * sizeof(*s->record));
		s->n_records--;
		lisp_changed(l);
		return;
	}
}

void lisp_set_allowed_locator(struct lisp *l, struct site_cfg *s, const struct addr *a, bool on)
{
	if (on) {
		s->allowed = xrealloc(s->allowed, (s->n_allowed + 1) * sizeof(*s->allowed));
		addr_set_add(s->allowed, &s->n_allowed, s->n_allowed + 1, a);
	} else {
		addr_set_del(s->allowed, &s->n_allowed, a);
	}
	lisp_changed(l);
}
