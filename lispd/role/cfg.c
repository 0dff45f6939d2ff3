/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/role/cfg.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

void lisp_cfg_init(struct lisp_cfg *cfg)
{
	memset(cfg, 0, sizeof(*cfg));
	TAILQ_INIT(&cfg->instances);
	TAILQ_INIT(&cfg->sites);
}

void lisp_cfg_fini(struct lisp_cfg *cfg)
{
	struct instance_cfg *inst;
	struct site_cfg *site;

	while ((inst = TAILQ_FIRST(&cfg->instances)))
		instance_cfg_del(cfg, inst);
	while ((site = TAILQ_FIRST(&cfg->sites)))
		site_cfg_del(cfg, site);
	for (int s = 0; s < SVC_COUNT; s++)
		service_cfg_clear(&cfg->service[s]);
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
	memset(s, 0, sizeof(*s));
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
	TAILQ_REMOVE(&cfg->instances, inst, link);
	for (int s = 0; s < SVC_COUNT; s++)
		service_cfg_clear(&inst->service[s]);
	free(inst);
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
	free(s);
}

struct site_cfg *site_cfg_owner(const struct lisp_cfg *cfg, uint32_t iid, const struct prefix *p)
{
	struct site_cfg *s;

	TAILQ_FOREACH(s, &cfg->sites, link)
		for (unsigned i = 0; i < s->n_records; i++)
			if (s->record[i].iid == iid && prefix_equal(&s->record[i].prefix, p))
				return s;
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
