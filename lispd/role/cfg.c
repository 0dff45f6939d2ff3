/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/role/cfg.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/sorted.h"

static bool service_is_empty(const struct service_cfg *s)
{
	static const struct service_cfg nothing;
	struct service_cfg c = *s;

	/* What a list has no longer, and what is owned but empty, does not count. */
	c.present = false;
	if (!c.n_resolvers)
		memset(c.resolver, 0, sizeof(c.resolver));
	if (!c.n_servers)
		memset(c.server, 0, sizeof(c.server));
	if (!c.n_petrs)
		memset(c.petr, 0, sizeof(c.petr));
	if (!c.unread.n)
		c.unread.line = NULL;
	return memcmp(&c, &nothing, sizeof(c)) == 0;
}

bool lisp_cfg_is_classic(const struct lisp_cfg *cfg)
{
	const struct site_cfg *s;

	if (cfg->dialect != DIALECT_CLASSIC)
		return false;
	TAILQ_FOREACH(s, &cfg->sites, link)
		if (s->n_records)
			return true;
	return !TAILQ_EMPTY(&cfg->instances) || !service_is_empty(&cfg->service[SVC_IPV4]) ||
	       !service_is_empty(&cfg->service[SVC_IPV6]);
}

void lisp_cfg_init(struct lisp_cfg *cfg)
{
	memset(cfg, 0, sizeof(*cfg));
	TAILQ_INIT(&cfg->locator_sets);
	TAILQ_INIT(&cfg->instances);
	TAILQ_INIT(&cfg->sites);
	TAILQ_INIT(&cfg->blocks);
}

void lisp_cfg_fini(struct lisp_cfg *cfg)
{
	struct locator_set_cfg *set;
	struct instance_cfg *inst;
	struct site_cfg *site;

	while ((set = TAILQ_FIRST(&cfg->locator_sets)))
		locator_set_cfg_del(cfg, set);
	while ((inst = TAILQ_FIRST(&cfg->instances)))
		instance_cfg_del(cfg, inst);
	while ((site = TAILQ_FIRST(&cfg->sites)))
		site_cfg_del(cfg, site);
	for (int s = 0; s < SVC_COUNT; s++)
		service_cfg_clear(&cfg->service[s]);
	service_cfg_clear(&cfg->ethernet);
	unread_blocks_fini(&cfg->blocks);
	unread_fini(&cfg->common.unread);
}

static void each_server(struct server_cfg *list, unsigned n, void (*fn)(struct key_cfg *k))
{
	for (unsigned i = 0; i < n; i++)
		fn(&list[i].key);
}

static void each_in_instance(struct instance_cfg *inst, void (*fn)(struct key_cfg *k))
{
	struct dynamic_eid_cfg *d;

	for (int s = 0; s < SVC_COUNT; s++)
		each_server(inst->service[s].server, inst->service[s].n_servers, fn);
	each_server(inst->ethernet.server, inst->ethernet.n_servers, fn);
	TAILQ_FOREACH(d, &inst->dynamic_eids, link)
		each_server(d->server, d->n_servers, fn);
}

void lisp_cfg_each_key(struct lisp_cfg *cfg, void (*fn)(struct key_cfg *k))
{
	struct instance_cfg *inst;
	struct site_cfg *site;

	for (int s = 0; s < SVC_COUNT; s++)
		each_server(cfg->service[s].server, cfg->service[s].n_servers, fn);
	each_server(cfg->ethernet.server, cfg->ethernet.n_servers, fn);
	TAILQ_FOREACH(inst, &cfg->instances, link)
		each_in_instance(inst, fn);
	TAILQ_FOREACH(site, &cfg->sites, link)
		fn(&site->key);
}

static void wipe(char **text)
{
	if (*text)
		OPENSSL_cleanse(*text, strlen(*text));
	free(*text);
	*text = NULL;
}

void key_cfg_set(struct key_cfg *k, const char *text, const char *shown)
{
	key_cfg_fini(k);
	k->text = xstrdup(text);
	k->shown = shown ? xstrdup(shown) : NULL;
}

void key_cfg_fini(struct key_cfg *k)
{
	wipe(&k->text);
	wipe(&k->shown);
}

void service_cfg_clear(struct service_cfg *s)
{
	for (unsigned i = 0; i < s->n_servers; i++)
		key_cfg_fini(&s->server[i].key);
	free(s->mapping);
	free(s->map_cache);
	unread_fini(&s->unread);
	memset(s, 0, sizeof(*s));
}

bool key_cfg_ok(const char *text)
{
	size_t n = strlen(text);

	return n >= 1 && n <= LISP_MAX_KEY;
}

static const size_t role_offset[N_ROLES] = {
	[ROLE_ITR] = offsetof(struct service_cfg, itr),
	[ROLE_ETR] = offsetof(struct service_cfg, etr),
	[ROLE_PROXY_ETR] = offsetof(struct service_cfg, proxy_etr),
	[ROLE_MAP_SERVER] = offsetof(struct service_cfg, map_server),
	[ROLE_MAP_RESOLVER] = offsetof(struct service_cfg, map_resolver),
};

bool *service_cfg_role(struct service_cfg *s, enum service_role r)
{
	return (bool *)((char *)s + role_offset[r]);
}

bool service_cfg_typed_role(const struct service_cfg *s, enum service_role r)
{
	return *(const bool *)((const char *)s + role_offset[r]);
}

bool service_cfg_has_role(const struct service_cfg *own, const struct service_cfg *top,
			  enum service_role r)
{
	return service_cfg_typed_role(own, r) ||
	       (!own->blocked[r] && service_cfg_typed_role(top, r));
}

static bool on_by_default(enum service_switch sw)
{
	return sw == SWITCH_AWAY_EIDS;
}

bool service_cfg_is_on(const struct service_cfg *own, const struct service_cfg *top,
		       enum service_switch sw)
{
	enum choice c = own->state[sw] ? own->state[sw] : top->state[sw];

	return c == CHOICE_UNSET ? on_by_default(sw) : c == CHOICE_ON;
}

struct instance_cfg *instance_cfg_find(const struct lisp_cfg *cfg, uint32_t iid)
{
	struct instance_cfg *i;

	TAILQ_FOREACH(i, &cfg->instances, link)
		if (i->iid == iid)
			return i;
	return NULL;
}

struct instance_cfg *instance_cfg_get(struct lisp_cfg *cfg, uint32_t iid)
{
	struct instance_cfg *i = instance_cfg_find(cfg, iid), *at;

	if (i)
		return i;
	i = xcalloc(1, sizeof(*i));
	i->iid = iid;
	TAILQ_INIT(&i->dynamic_eids);
	TAILQ_FOREACH(at, &cfg->instances, link)
		if (at->iid > iid)
			break;
	if (at)
		TAILQ_INSERT_BEFORE(at, i, link);
	else
		TAILQ_INSERT_TAIL(&cfg->instances, i, link);
	return i;
}

void instance_cfg_del(struct lisp_cfg *cfg, struct instance_cfg *inst)
{
	struct dynamic_eid_cfg *d;

	TAILQ_REMOVE(&cfg->instances, inst, link);
	while ((d = TAILQ_FIRST(&inst->dynamic_eids)))
		dynamic_eid_cfg_del(inst, d);
	for (int s = 0; s < SVC_COUNT; s++)
		service_cfg_clear(&inst->service[s]);
	service_cfg_clear(&inst->ethernet);
	unread_fini(&inst->common.unread);
	free(inst);
}

struct dynamic_eid_cfg *dynamic_eid_cfg_find(const struct instance_cfg *inst, const char *name)
{
	struct dynamic_eid_cfg *d;

	TAILQ_FOREACH(d, &inst->dynamic_eids, link)
		if (strcmp(d->name, name) == 0)
			return d;
	return NULL;
}

struct dynamic_eid_cfg *dynamic_eid_cfg_get(struct instance_cfg *inst, const char *name)
{
	struct dynamic_eid_cfg *d = dynamic_eid_cfg_find(inst, name), *at;

	if (d)
		return d;
	d = xcalloc(1, sizeof(*d));
	strncat(d->name, name, sizeof(d->name) - 1);
	TAILQ_FOREACH(at, &inst->dynamic_eids, link)
		if (strcmp(at->name, name) > 0)
			break;
	if (at)
		TAILQ_INSERT_BEFORE(at, d, link);
	else
		TAILQ_INSERT_TAIL(&inst->dynamic_eids, d, link);
	return d;
}

void dynamic_eid_cfg_del(struct instance_cfg *inst, struct dynamic_eid_cfg *d)
{
	TAILQ_REMOVE(&inst->dynamic_eids, d, link);
	for (unsigned i = 0; i < d->n_servers; i++)
		key_cfg_fini(&d->server[i].key);
	free(d->mapping);
	unread_fini(&d->unread);
	free(d);
}

struct locator_set_cfg *locator_set_cfg_find(const struct lisp_cfg *cfg, const char *name)
{
	struct locator_set_cfg *s;

	TAILQ_FOREACH(s, &cfg->locator_sets, link)
		if (strcmp(s->name, name) == 0)
			return s;
	return NULL;
}

struct locator_set_cfg *locator_set_cfg_get(struct lisp_cfg *cfg, const char *name)
{
	struct locator_set_cfg *s = locator_set_cfg_find(cfg, name);

	if (s)
		return s;
	s = xcalloc(1, sizeof(*s));
	strncat(s->name, name, sizeof(s->name) - 1);
	TAILQ_INSERT_TAIL(&cfg->locator_sets, s, link);
	return s;
}

void locator_set_cfg_del(struct lisp_cfg *cfg, struct locator_set_cfg *s)
{
	TAILQ_REMOVE(&cfg->locator_sets, s, link);
	unread_fini(&s->unread);
	free(s);
}

struct site_cfg *site_cfg_find(const struct lisp_cfg *cfg, const char *name)
{
	struct site_cfg *s;

	TAILQ_FOREACH(s, &cfg->sites, link)
		if (strcmp(s->name, name) == 0)
			return s;
	return NULL;
}

struct site_cfg *site_cfg_get(struct lisp_cfg *cfg, const char *name)
{
	struct site_cfg *s = site_cfg_find(cfg, name);

	if (s)
		return s;
	s = xcalloc(1, sizeof(*s));
	strncat(s->name, name, sizeof(s->name) - 1);
	TAILQ_INSERT_TAIL(&cfg->sites, s, link);
	return s;
}

void site_cfg_del(struct lisp_cfg *cfg, struct site_cfg *s)
{
	TAILQ_REMOVE(&cfg->sites, s, link);
	key_cfg_fini(&s->key);
	free(s->description);
	free(s->allowed);
	free(s->record);
	unread_fini(&s->unread);
	free(s);
}

static int record_cmp(const void *key, const void *element)
{
	const struct eid_record_cfg *a = key, *b = element;

	if (a->iid != b->iid)
		return a->iid < b->iid ? -1 : 1;
	return prefix_cmp(&a->prefix, &b->prefix);
}

size_t site_cfg_record_at(const struct site_cfg *s, uint32_t iid, const struct prefix *p,
			  bool *found)
{
	struct eid_record_cfg key = { .iid = iid, .prefix = *p };

	return sorted_at(&key, s->record, s->n_records, sizeof(*s->record), record_cmp, found);
}

struct site_cfg *site_cfg_owner(const struct lisp_cfg *cfg, uint32_t iid, const struct prefix *p)
{
	struct site_cfg *s;
	bool found;

	TAILQ_FOREACH(s, &cfg->sites, link) {
		site_cfg_record_at(s, iid, p, &found);
		if (found)
			return s;
	}
	return NULL;
}

bool addr_set_add(struct addr *set, unsigned *n, unsigned max, const struct addr *a)
{
	unsigned i = 0;

	while (i < *n && addr_cmp(&set[i], a) < 0)
		i++;
	if (i < *n && addr_equal(&set[i], a))
		return true;
	if (*n == max)
		return false;
	memmove(&set[i + 1], &set[i], (*n - i) * sizeof(*set));
	set[i] = *a;
	(*n)++;
	return true;
}

bool addr_set_del(struct addr *set, unsigned *n, const struct addr *a)
{
	for (unsigned i = 0; i < *n; i++) {
		if (!addr_equal(&set[i], a))
			continue;
		memmove(&set[i], &set[i + 1], (*n - i - 1) * sizeof(*set));
		(*n)--;
		return true;
	}
	return false;
}
