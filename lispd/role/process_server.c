/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changing what was typed for map-servers: those of a service, and those of a dynamic EID. */
#include <string.h>

#include "lispd/role/process.h"

static struct server_cfg *find(struct server_cfg *list, unsigned n, const struct addr *a)
{
	for (unsigned i = 0; i < n; i++)
		if (addr_equal(&list[i].addr, a))
			return &list[i];
	return NULL;
}

/* The server's place, made in address order; NULL when the list is full. */
static struct server_cfg *make(struct server_cfg *list, unsigned *n, const struct addr *a)
{
	struct server_cfg *c = find(list, *n, a);
	unsigned i = 0;

	if (c)
		return c;
	if (*n == CFG_MAX_SERVERS)
		return NULL;
	while (i < *n && addr_cmp(&list[i].addr, a) < 0)
		i++;
	memmove(&list[i + 1], &list[i], (*n - i) * sizeof(*list));
	list[i] = (struct server_cfg){ .addr = *a, .algorithm = LISP_AUTH_SHA1 };
	(*n)++;
	return &list[i];
}

static void drop(struct server_cfg *list, unsigned *n, struct server_cfg *c)
{
	size_t i = (size_t)(c - list);

	key_cfg_fini(&c->key);
	memmove(c, c + 1, (*n - i - 1) * sizeof(*c));
	(*n)--;
	memset(&list[*n], 0, sizeof(*c));
}

static enum cfg_result set(struct server_cfg *list, unsigned *n, const struct addr *a,
			   const char *key, const char *shown, enum lisp_auth alg, bool hash_typed)
{
	struct server_cfg *c;

	if (!key_cfg_ok(key))
		return CFG_KEY;
	c = make(list, n, a);
	if (!c)
		return CFG_FULL;
	key_cfg_set(&c->key, key, shown);
	c->algorithm = alg;
	c->hash_typed = hash_typed;
	return CFG_OK;
}

static enum cfg_result set_proxy_reply(struct server_cfg *list, unsigned *n, const struct addr *a,
				       bool on)
{
	struct server_cfg *c = on ? make(list, n, a) : find(list, *n, a);

	if (!c)
		return on ? CFG_FULL : CFG_OK;
	c->proxy_reply = on;
	if (!on && !c->key.text)
		drop(list, n, c);
	return CFG_OK;
}

/* --- of a service ----------------------------------------------------------------------------- */

enum cfg_result lisp_set_server(struct lisp *l, struct service_cfg *s, const struct addr *a,
				const char *key, const char *shown, enum lisp_auth alg,
				bool hash_typed)
{
	lisp_changed(l);
	return set(s->server, &s->n_servers, a, key, shown, alg, hash_typed);
}

struct server_cfg *lisp_get_server(struct lisp *l, struct service_cfg *s, const struct addr *a)
{
	lisp_changed(l);
	return make(s->server, &s->n_servers, a);
}

enum cfg_result lisp_set_server_proxy_reply(struct lisp *l, struct service_cfg *s,
					    const struct addr *a, bool on)
{
	lisp_changed(l);
	return set_proxy_reply(s->server, &s->n_servers, a, on);
}

void lisp_del_server(struct lisp *l, struct service_cfg *s, const struct addr *a)
{
	struct server_cfg *c = find(s->server, s->n_servers, a);

	if (!c)
		return;
	drop(s->server, &s->n_servers, c);
	lisp_changed(l);
}

/* --- of a dynamic EID ------------------------------------------------------------------------- */

enum cfg_result lisp_set_dynamic_server(struct lisp *l, struct dynamic_eid_cfg *d,
					const struct addr *a, const char *key, const char *shown,
					enum lisp_auth alg, bool hash_typed)
{
	lisp_changed(l);
	return set(d->server, &d->n_servers, a, key, shown, alg, hash_typed);
}

enum cfg_result lisp_set_dynamic_proxy_reply(struct lisp *l, struct dynamic_eid_cfg *d,
					     const struct addr *a, bool on)
{
	lisp_changed(l);
	return set_proxy_reply(d->server, &d->n_servers, a, on);
}

void lisp_del_dynamic_server(struct lisp *l, struct dynamic_eid_cfg *d, const struct addr *a)
{
	struct server_cfg *c = find(d->server, d->n_servers, a);

	if (!c)
		return;
	drop(d->server, &d->n_servers, c);
	lisp_changed(l);
}
