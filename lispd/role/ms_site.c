/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sites and EID prefixes of the Map-Server as they follow from what was typed. */
#include "lispd/role/ms_site.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/role/debug.h"
#include "lispd/role/ms_tell.h"
#include "lispd/role/site_route.h"
#include "lispd/role/rt.h"

static void member_valid(struct lisp *l, const struct site_reg *r)
{
	lisp_debug(DEBUG_MS_REGISTRATION, TAG_NONE, (int)l->id,
		   "MS inst member IID %u %s Became valid.", r->se->eid.iid,
		   addr_str(&r->from.addr).s);
}

static void debug_registered(struct lisp *l, const struct site_reg *r, bool is_new)
{
	const struct site_eid *se = r->se;

	if (!log_debug_on(DEBUG_MS_REGISTRATION))
		return;
	if (is_new)
		lisp_debug(DEBUG_MS_REGISTRATION, TAG_MS, (int)l->id,
			   "MS registration IID %u prefix %s %s %s site %s, Created new "
			   "registration.",
			   se->eid.iid, eid_str(&se->eid).s, addr_str(&r->from.addr).s,
			   svc_str(&se->eid), se->site->name);
	for (unsigned i = 0; i < r->map.n_rlocs; i++)
		lisp_debug(DEBUG_MS_REGISTRATION, TAG_MS, (int)l->id,
			   "MS registration IID %u prefix %s %s %s site %s, Adding locator %s.",
			   se->eid.iid, eid_str(&se->eid).s, addr_str(&r->from.addr).s,
			   svc_str(&se->eid), se->site->name, rloc_str(&r->map.rloc[i]).s);
}

static void registered(void *arg, struct site_reg *r, bool is_new)
{
	struct lisp *l = arg;

	debug_registered(l, r, is_new);
	site_routes_changed(l, &r->se->eid);
	ms_tell_others(l, r, false);
	if (!is_new)
		return;
	r->watched = r->from.addr;
	reach_hold(&l->reach, &r->watched);
	member_valid(l, r);
}

static void removed(void *arg, struct site_reg *r, bool expired)
{
	struct lisp *l = arg;

	lisp_debug(DEBUG_MS_REGISTRATION, TAG_MS, (int)l->id,
		   "MS registration IID %u prefix %s %s %s site %s, %s.", r->se->eid.iid,
		   eid_str(&r->se->eid).s, addr_str(&r->from.addr).s, svc_str(&r->se->eid),
		   r->se->site->name, expired ? "Registration expired" : "Registration removed");
	site_routes_changed(l, &r->se->eid);
	ms_tell_others(l, r, true);
	reach_release(&l->reach, &r->watched);
	rt_unregistered(l, &r->watched);
}

static void site_removed(void *arg UNUSED, struct site *s)
{
	struct ms_site *ms = s->role;

	if (!ms)
		return;
	auth_key_free(ms->key);
	if (ms->key_text)
		OPENSSL_cleanse(ms->key_text, strlen(ms->key_text));
	free(ms->key_text);
	free(ms);
	s->role = NULL;
}

const struct site_db_ops ms_site_ops = {
	.registered = registered,
	.removed = removed,
	.site_removed = site_removed,
};

/* True when the site had another key before. */
static bool apply_key(struct site *s, const struct site_cfg *cfg)
{
	struct ms_site *ms = s->role;
	bool had_one;

	if (!ms)
		ms = s->role = xcalloc(1, sizeof(*ms));
	ms->cfg = cfg;
	if (ms->key_text && cfg->key.text && strcmp(ms->key_text, cfg->key.text) == 0)
		return false;
	had_one = ms->key != NULL;
	auth_key_free(ms->key);
	ms->key = cfg->key.text ? auth_key_new(cfg->key.text) : NULL;
	str_replace(&ms->key_text, cfg->key.text);
	return had_one;
}

/* Prefixes that are no longer typed, and those that only they let in. */
static void drop_eids(struct site *s, const struct site_cfg *cfg)
{
	struct site_eid *se, *next;

	TAILQ_FOREACH(se, &s->eids, link)
		se->marked = se->configured;
	for (unsigned i = 0; i < cfg->n_records; i++) {
		struct eid eid = eid_ip(cfg->record[i].iid, &cfg->record[i].prefix);

		se = site_eid_find(s->db, &eid);
		if (se && se->site == s)
			se->marked = false;
	}
	for (se = TAILQ_FIRST(&s->eids); se; se = next) {
		next = TAILQ_NEXT(se, link);
		if (!se->marked)
			continue;
		site_eid_del(se);
		next = TAILQ_FIRST(&s->eids); /* more may have gone with it */
	}
}

/* True when a more specific one that was let in before may be out of place now. */
static bool add_eid(struct site *s, const struct eid_record_cfg *cfg)
{
	struct eid eid = eid_ip(cfg->iid, &cfg->prefix);
	struct site_eid *se = site_eid_find(s->db, &eid);
	bool is_new = !se || !se->configured;
	bool narrower = is_new || (se->accept_more_specifics && !cfg->accept_more_specifics);

	if (is_new)
		se = site_eid_add(s, &eid);
	if (!se || se->site != s)
		return false;
	se->accept_more_specifics = cfg->accept_more_specifics;
	se->route_tag = cfg->route_tag;
	se->iid_typed = cfg->iid_typed;
	return narrower;
}

/* What was let in before "accept-more-specifics" was taken back, or another site came between. */
static void drop_uninvited(struct site *s)
{
	struct site_eid *se, *next, *allowed;

	for (se = TAILQ_FIRST(&s->eids); se; se = next) {
		next = TAILQ_NEXT(se, link);
		allowed = site_eid_allowed(s->db, &se->eid);
		if (!se->configured && (!allowed || allowed->site != s))
			site_eid_del(se);
	}
}

void ms_apply(struct lisp *l)
{
	struct site_cfg *cfg;
	struct site *s, *next;
	bool narrower = false, other_key = false;

	/* First what goes: a prefix may have moved from one site to another. */
	for (s = TAILQ_FIRST(&l->sites.sites); s; s = next) {
		next = TAILQ_NEXT(s, link);
		cfg = site_cfg_find(&l->cfg, s->name);
		if (cfg)
			drop_eids(s, cfg);
		else
			site_del(s);
	}
	TAILQ_FOREACH(cfg, &l->cfg.sites, link) {
		s = site_add(&l->sites, cfg->name);
		other_key |= apply_key(s, cfg);
		for (unsigned i = 0; i < cfg->n_records; i++)
			narrower |= add_eid(s, &cfg->record[i]);
	}
	/* What came by TCP is not sent again by itself. */
	if (narrower || other_key)
		rt_refresh_all(l);
	if (!narrower)
		return;
	TAILQ_FOREACH(s, &l->sites.sites, link)
		drop_uninvited(s);
}

const struct site_cfg *ms_site_cfg(const struct site *s)
{
	const struct ms_site *ms = s->role;

	return ms ? ms->cfg : NULL;
}

static void clear_eid(struct site_eid *se)
{
	struct site_reg *r;
	bool gone = false;

	/* The last registration of a prefix that is not configured takes the prefix along. */
	while (!gone && (r = TAILQ_FIRST(&se->regs))) {
		gone = !se->configured && !TAILQ_NEXT(r, link);
		site_reg_del(r);
	}
}

void ms_clear_site(struct lisp *l, const char *name)
{
	struct site *s;
	struct site_eid *se, *next;

	TAILQ_FOREACH(s, &l->sites.sites, link) {
		if (name && strcmp(s->name, name) != 0)
			continue;
		for (se = TAILQ_FIRST(&s->eids); se; se = next) {
			next = TAILQ_NEXT(se, link);
			clear_eid(se);
		}
	}
	rt_refresh_all(l);
}
