/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/sys.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/mem.h"

#define USUAL_BUFFER 4096

/* --- lines ------------------------------------------------------------------------------------ */

void line_cfg_init(struct line_cfg *l, bool console)
{
	*l = (struct line_cfg){
		.login = console ? LOGIN_NONE : LOGIN_PASSWORD,
		.timeout_s = 600,
		.length = -1,
		.width = -1,
		.history = 20,
		.privilege = 1,
		.console = console,
	};
}

void line_cfg_fini(struct line_cfg *l)
{
	password_fini(&l->password);
	kept_fini(&l->kept);
}

bool line_cfg_equal(const struct line_cfg *a, const struct line_cfg *b)
{
	return a->login == b->login && password_equal(&a->password, &b->password) &&
	       a->timeout_s == b->timeout_s && a->length == b->length && a->width == b->width &&
	       a->history == b->history && a->privilege == b->privilege &&
	       a->synchronous == b->synchronous && a->no_preferred == b->no_preferred &&
	       kept_equal(&a->kept, &b->kept);
}

const struct line_cfg *sys_line(const struct sys *s, int vty)
{
	unsigned n = vty < 0 ? 0 : (unsigned)vty;

	if (vty < 0)
		return &s->con;
	return &s->vty[MIN_OF(n, s->n_vty - 1)];
}

/* --- life ------------------------------------------------------------------------------------- */

struct sys *sys_new(void)
{
	struct sys *s = xcalloc(1, sizeof(*s));

	s->debug_stamp = s->log_stamp = (struct log_stamp){ .kind = STAMP_DATETIME, .msec = true };
	s->logging = (struct logging_cfg){
		.buffer_bytes = USUAL_BUFFER,
		.buffer_level = SEV_DEBUG,
		.console_level = SEV_DEBUG,
		.monitor_level = SEV_DEBUG,
		.trap_level = SEV_INFO,
	};
	TAILQ_INIT(&s->users);
	TAILQ_INIT(&s->hosts);
	TAILQ_INIT(&s->aliases);
	TAILQ_INIT(&s->vrfs);
	TAILQ_INIT(&s->if_kept);
	line_cfg_init(&s->con, true);
	line_cfg_init(&s->aux, true);
	for (unsigned i = 0; i < SYS_N_VTY; i++)
		line_cfg_init(&s->vty[i], false);
	s->n_vty = SYS_USUAL_VTY;
	return s;
}

void sys_free(struct sys *s)
{
	struct user_cfg *u;
	struct host_cfg *h;
	struct vrf_cfg *v;
	struct if_kept *k;

	while ((u = TAILQ_FIRST(&s->users)))
		sys_user_del(s, u);
	while ((h = TAILQ_FIRST(&s->hosts)))
		sys_host_del(s, h);
	while (!TAILQ_EMPTY(&s->aliases))
		sys_alias_set(s, TAILQ_FIRST(&s->aliases)->name, NULL);
	while ((v = TAILQ_FIRST(&s->vrfs)))
		sys_vrf_del(s, v);
	while ((k = TAILQ_FIRST(&s->if_kept)))
		sys_if_kept_del(s, k->ifname);
	line_cfg_fini(&s->con);
	line_cfg_fini(&s->aux);
	for (unsigned i = 0; i < SYS_N_VTY; i++)
		line_cfg_fini(&s->vty[i]);
	for (unsigned i = 0; i < SYS_N_LEVELS; i++) {
		password_fini(&s->enable_secret[i]);
		password_fini(&s->enable_password[i]);
	}
	kept_fini(&s->kept);
	free(s->domain_name);
	for (int i = 0; i < N_BANNERS; i++)
		free(s->banner[i]);
	free(s);
}

const char *sys_hostname(const struct sys *s)
{
	return s->hostname[0] ? s->hostname : "Router";
}

/* --- users ------------------------------------------------------------------------------------ */

struct user_cfg *sys_user_find(const struct sys *s, const char *name)
{
	struct user_cfg *u;

	TAILQ_FOREACH(u, &s->users, link)
		if (strcmp(u->name, name) == 0)
			return u;
	return NULL;
}

struct user_cfg *sys_user_get(struct sys *s, const char *name)
{
	struct user_cfg *u = sys_user_find(s, name);

	if (u)
		return u;
	u = xcalloc(1, sizeof(*u));
	u->name = xstrdup(name);
	u->privilege = 1;
	TAILQ_INSERT_TAIL(&s->users, u, link);
	return u;
}

void sys_user_del(struct sys *s, struct user_cfg *u)
{
	TAILQ_REMOVE(&s->users, u, link);
	password_fini(&u->password);
	free(u->name);
	free(u);
}

/* --- hosts ------------------------------------------------------------------------------------ */

static int by_host_name(const void *a, const void *b)
{
	return strcasecmp(((const struct host_cfg *)a)->name, ((const struct host_cfg *)b)->name);
}

struct host_cfg *sys_host_find(const struct sys *s, const char *name)
{
	char *copy = xstrdup(name);
	struct host_cfg key = { .name = copy };
	struct host_cfg **found = tfind(&key, &s->host_by_name, by_host_name);

	free(copy);
	return found ? *found : NULL;
}

struct host_cfg *sys_host_get(struct sys *s, const char *name)
{
	struct host_cfg *h = sys_host_find(s, name);

	if (h)
		return h;
	h = xcalloc(1, sizeof(*h));
	h->name = xstrdup(name);
	TAILQ_INSERT_TAIL(&s->hosts, h, link);
	mem_checked(tsearch(h, &s->host_by_name, by_host_name));
	return h;
}

void sys_host_del(struct sys *s, struct host_cfg *h)
{
	tdelete(h, &s->host_by_name, by_host_name);
	TAILQ_REMOVE(&s->hosts, h, link);
	free(h->name);
	free(h);
}

bool sys_resolve(const struct sys *s, const char *text, int family, struct addr *out)
{
	const struct host_cfg *h = sys_host_find(s, text);

	if (addr_parse(text, out))
		return !family || out->family == family;
	for (unsigned i = 0; h && i < h->n_addrs; i++) {
		if (family && h->addr[i].family != family)
			continue;
		*out = h->addr[i];
		return true;
	}
	return false;
}

/* --- aliases ---------------------------------------------------------------------------------- */

static struct alias_cfg *alias_from(const struct sys *s, const char *name)
{
	struct alias_cfg *a;

	TAILQ_FOREACH(a, &s->aliases, link)
		if (strcmp(a->name, name) >= 0)
			break;
	return a;
}

static void alias_del(struct sys *s, struct alias_cfg *a)
{
	TAILQ_REMOVE(&s->aliases, a, link);
	free(a->name);
	free(a->text);
	free(a);
}

void sys_alias_set(struct sys *s, const char *name, const char *text)
{
	struct alias_cfg *at = alias_from(s, name), *a;
	bool there = at && strcmp(at->name, name) == 0;

	if (there && !text) {
		alias_del(s, at);
	} else if (there) {
		str_replace(&at->text, text);
	} else if (text) {
		a = xcalloc(1, sizeof(*a));
		a->name = xstrdup(name);
		a->text = xstrdup(text);
		if (at)
			TAILQ_INSERT_BEFORE(at, a, link);
		else
			TAILQ_INSERT_TAIL(&s->aliases, a, link);
	}
}

/* --- VRFs ------------------------------------------------------------------------------------- */

struct vrf_cfg *sys_vrf_find(const struct sys *s, const char *name)
{
	struct vrf_cfg *v;

	TAILQ_FOREACH(v, &s->vrfs, link)
		if (strcmp(v->name, name) == 0)
			return v;
	return NULL;
}

struct vrf_cfg *sys_vrf_get(struct sys *s, const char *name)
{
	struct vrf_cfg *v = sys_vrf_find(s, name), *at;

	if (v)
		return v;
	v = xcalloc(1, sizeof(*v));
	snprintf(v->name, sizeof(v->name), "%s", name);
	v->af[0].family = AF_INET;
	v->af[1].family = AF_INET6;
	TAILQ_FOREACH(at, &s->vrfs, link)
		if (strcmp(at->name, name) > 0)
			break;
	if (at)
		TAILQ_INSERT_BEFORE(at, v, link);
	else
		TAILQ_INSERT_TAIL(&s->vrfs, v, link);
	return v;
}

void sys_vrf_del(struct sys *s, struct vrf_cfg *v)
{
	TAILQ_REMOVE(&s->vrfs, v, link);
	kept_fini(&v->kept);
	for (unsigned i = 0; i < ARRAY_LEN(v->af); i++)
		kept_fini(&v->af[i].kept);
	free(v->description);
	free(v->rd);
	free(v);
}

/* --- kept lines of interfaces ------------------------------------------------------------------ */

static struct if_kept *find_if_kept(const struct sys *s, const char *ifname)
{
	struct if_kept *i;

	TAILQ_FOREACH(i, &s->if_kept, link)
		if (strcmp(i->ifname, ifname) == 0)
			return i;
	return NULL;
}

struct kept *sys_if_kept_find(const struct sys *s, const char *ifname)
{
	struct if_kept *i = find_if_kept(s, ifname);

	return i ? &i->kept : NULL;
}

struct kept *sys_if_kept_get(struct sys *s, const char *ifname)
{
	struct if_kept *i = find_if_kept(s, ifname);

	if (i)
		return &i->kept;
	i = xcalloc(1, sizeof(*i));
	snprintf(i->ifname, sizeof(i->ifname), "%s", ifname);
	TAILQ_INSERT_TAIL(&s->if_kept, i, link);
	return &i->kept;
}

void sys_if_kept_del(struct sys *s, const char *ifname)
{
	struct if_kept *i = find_if_kept(s, ifname);

	if (!i)
		return;
	TAILQ_REMOVE(&s->if_kept, i, link);
	kept_fini(&i->kept);
	free(i);
}

/* --- changes ---------------------------------------------------------------------------------- */

void sys_changed(struct sys *s, uint64_t wall_ms, const char *by)
{
	s->record.changed_ms = wall_ms;
	s->record.unsaved = true;
	snprintf(s->record.changed_by, sizeof(s->record.changed_by), "%s", by);
}

void sys_saved(struct sys *s, uint64_t wall_ms, const char *by)
{
	s->record.saved_ms = wall_ms;
	s->record.unsaved = false;
	snprintf(s->record.saved_by, sizeof(s->record.saved_by), "%s", by);
}
