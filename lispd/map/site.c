/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/map/site.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base.h"
#include "lib/mem.h"

void site_db_init(struct site_db *db, struct loop *l, const struct site_db_ops *ops, void *arg)
{
	*db = (struct site_db){
		.tree = lpm_new(),
		.loop = l,
		.ops = ops,
		.arg = arg,
		.limit = 2000000,
	};
	TAILQ_INIT(&db->sites);
}

static struct lpm_key key_of(const struct eid *eid)
{
	return lpm_key(eid->iid, &eid->prefix);
}

static void reg_free(struct site_reg *r)
{
	timer_stop(&r->expiry);
	mapping_fini(&r->map);
	free(r);
}

void site_db_fini(struct site_db *db)
{
	struct site *s;

	while ((s = TAILQ_FIRST(&db->sites)))
		site_del(s);
	reghist_fini(&db->history);
	lpm_free(db->tree);
	db->tree = NULL;
}

struct site *site_find(const struct site_db *db, const char *name)
{
	struct site *s;

	TAILQ_FOREACH(s, &db->sites, link)
		if (strcmp(s->name, name) == 0)
			return s;
	return NULL;
}

struct site *site_add(struct site_db *db, const char *name)
{
	struct site *s = site_find(db, name), *at;

	if (s)
		return s;
	s = xcalloc(1, sizeof(*s));
	s->db = db;
	s->name = xstrdup(name);
	TAILQ_INIT(&s->eids);
	TAILQ_FOREACH(at, &db->sites, link)
		if (strcmp(at->name, name) > 0)
			break;
	if (at)
		TAILQ_INSERT_BEFORE(at, s, link);
	else
		TAILQ_INSERT_TAIL(&db->sites, s, link);
	return s;
}

static void note(const struct site_reg *r, bool gone)
{
	struct site_db *db = r->se->site->db;
	struct reg_event e = {
		.wall_ms = loop_wall_ms(db->loop),
		.eid = r->se->eid,
		.source = r->from.addr,
		.gone = gone,
		.reliable = r->reliable,
		.roamed = !gone && TAILQ_NEXT(r, link),
	};

	reghist_add(&db->history, &e);
}

static void drop_regs(struct site_eid *se)
{
	TAILQ_HEAD(, site_reg) gone = TAILQ_HEAD_INITIALIZER(gone);
	struct site_db *db = se->site->db;
	struct site_reg *r;

	/* All at once: none of them is to hear of the end of the others. */
	TAILQ_CONCAT(&gone, &se->regs, link);
	while ((r = TAILQ_FIRST(&gone))) {
		note(r, true);
		TAILQ_REMOVE(&gone, r, link);
		db->n_regs--;
		db->ops->removed(db->arg, r, false);
		reg_free(r);
	}
}

static void eid_free(struct site_eid *se)
{
	struct lpm_key k = key_of(&se->eid);

	lpm_del(se->site->db->tree, &k);
	TAILQ_REMOVE(&se->site->eids, se, link);
	free(se);
}

void site_eid_del(struct site_eid *se)
{
	struct site *s = se->site;
	struct site_eid *other, *next;
	struct eid eid = se->eid;

	drop_regs(se);
	eid_free(se);
	/* Those that only this prefix let in go with it. */
	for (other = TAILQ_FIRST(&s->eids); other; other = next) {
		next = TAILQ_NEXT(other, link);
		if (other->configured || !eid_covers(&eid, &other->eid) ||
		    site_eid_allowed(s->db, &other->eid))
			continue;
		drop_regs(other);
		eid_free(other);
	}
}

void site_del(struct site *s)
{
	struct site_eid *se;

	while ((se = TAILQ_FIRST(&s->eids))) {
		drop_regs(se);
		eid_free(se);
	}
	s->db->ops->site_removed(s->db->arg, s);
	TAILQ_REMOVE(&s->db->sites, s, link);
	free(s->name);
	free(s);
}

static void insert_sorted(struct site *s, struct site_eid *se)
{
	struct site_eid *at;

	TAILQ_FOREACH_REVERSE(at, &s->eids, site_eid_list, link) {
		if (eid_cmp(&at->eid, &se->eid) < 0) {
			TAILQ_INSERT_AFTER(&s->eids, at, se, link);
			return;
		}
	}
	TAILQ_INSERT_HEAD(&s->eids, se, link);
}

static struct site_eid *eid_new(struct site *s, const struct eid *eid)
{
	struct lpm_key k = key_of(eid);
	struct site_eid *se = xcalloc(1, sizeof(*se));

	se->eid = *eid;
	se->site = s;
	TAILQ_INIT(&se->regs);
	lpm_add(s->db->tree, &k, se);
	insert_sorted(s, se);
	return se;
}

struct site_eid *site_eid_add(struct site *s, const struct eid *eid)
{
	struct site_eid *se = site_eid_find(s->db, eid);

	if (se && se->site != s) {
		if (se->configured)
			return NULL;
		drop_regs(se);
		eid_free(se);
		se = NULL;
	}
	if (!se)
		se = eid_new(s, eid);
	se->configured = true;
	return se;
}

bool site_next_iid(const struct site_db *db, const uint32_t *after, uint32_t *iid)
{
	struct prefix last = { .addr.family = AF_INET6, .plen = 128 };
	const struct site_eid *se;
	struct lpm_key k;

	memset(last.addr.b, 0xff, sizeof(last.addr.b));
	if (after)
		k = lpm_key(*after, &last);
	se = after ? lpm_next(db->tree, &k) : lpm_first(db->tree);
	if (se)
		*iid = se->eid.iid;
	return se != NULL;
}

struct site_eid *site_eid_find(const struct site_db *db, const struct eid *eid)
{
	struct lpm_key k = key_of(eid);

	return lpm_find(db->tree, &k);
}

struct site_eid *site_eid_match(const struct site_db *db, const struct eid *eid)
{
	struct lpm_key k = key_of(eid);

	return lpm_match(db->tree, &k);
}

struct site_eid *site_eid_cover(const struct site_eid *se)
{
	struct lpm_key k = key_of(&se->eid);

	return lpm_cover(se->site->db->tree, &k);
}

struct site_eid *site_eid_allowed(const struct site_db *db, const struct eid *eid)
{
	struct site_eid *se = site_eid_match(db, eid);

	if (se && se->configured && eid_equal(&se->eid, eid))
		return se;
	for (; se; se = site_eid_cover(se))
		if (se->configured)
			return se->accept_more_specifics ? se : NULL;
	return NULL;
}

struct site_reg *site_reg_find(const struct site_eid *se, const struct site_reg *like)
{
	struct site_reg *r;

	TAILQ_FOREACH(r, &se->regs, link) {
		if (r->has_id != like->has_id)
			continue;
		if (r->has_id ? memcmp(r->xtr_id, like->xtr_id, sizeof(r->xtr_id)) == 0 :
				addr_equal(&r->from.addr, &like->from.addr))
			return r;
	}
	return NULL;
}

static void remove_reg(struct site_reg *r, bool expired)
{
	struct site_eid *se = r->se;
	struct site_db *db = se->site->db;

	note(r, true);
	TAILQ_REMOVE(&se->regs, r, link);
	db->n_regs--;
	db->ops->removed(db->arg, r, expired);
	reg_free(r);
	if (!se->configured && TAILQ_EMPTY(&se->regs))
		eid_free(se);
}

static void on_expiry(void *arg)
{
	remove_reg(arg, true);
}

void site_reg_del(struct site_reg *r)
{
	remove_reg(r, false);
}

void site_reg_age(struct site_reg *r, uint64_t timeout_ms)
{
	if (timeout_ms)
		timer_start(&r->expiry, timeout_ms);
	else
		timer_stop(&r->expiry);
}

static struct site_reg *reg_new(struct site_eid *se)
{
	struct site_reg *r = xcalloc(1, sizeof(*r));

	r->se = se;
	timer_init(&r->expiry, se->site->db->loop, on_expiry, r);
	se->site->db->n_regs++;
	return r;
}

/* Copies all that a registration says; the list links, the timer and the owner stay. */
static void take_values(struct site_reg *r, const struct site_reg *like)
{
	struct site_reg keep = *r;

	mapping_fini(&r->map);
	*r = *like;
	r->link = keep.link;
	r->se = keep.se;
	r->watched = keep.watched;
	r->expiry = keep.expiry;
	mapping_copy(&r->map, &like->map);
	mapping_sort(&r->map);
	r->last_ms = loop_now_ms(r->se->site->db->loop);
}

static bool says_the_same(const struct site_reg *r, const struct site_reg *like)
{
	struct mapping sorted;
	bool same;

	mapping_copy(&sorted, &like->map);
	mapping_sort(&sorted);
	same = mapping_equal(&r->map, &sorted) && r->proxy_reply == like->proxy_reply &&
	       r->merge == like->merge;
	mapping_fini(&sorted);
	return same;
}

/* The site_eid in the site that allows it. One that another site's cover had let in before goes:
 * it was believed by another key. */
static struct site_eid *own_eid(struct site_eid *allowed, const struct eid *eid)
{
	struct site_eid *se = site_eid_find(allowed->site->db, eid);

	if (!se || se->site == allowed->site)
		return se;
	drop_regs(se);
	eid_free(se);
	return NULL;
}

struct site_reg *site_register(struct site_eid *allowed, const struct eid *eid,
			       const struct site_reg *like, uint64_t timeout_ms)
{
	struct site *s = allowed->site;
	struct site_eid *se = own_eid(allowed, eid);
	struct site_reg *r = se ? site_reg_find(se, like) : NULL;
	bool is_new = !r, changed;
	uint64_t now = loop_now_ms(s->db->loop);

	if (!r && s->db->n_regs >= s->db->limit) {
		s->db->n_refused++;
		return NULL;
	}
	if (!se)
		se = eid_new(s, eid);
	if (r) {
		changed = !says_the_same(r, like);
		TAILQ_REMOVE(&se->regs, r, link);
	} else {
		changed = true;
		r = reg_new(se);
	}
	/* The timer sits in r: stop it while its bytes move. */
	timer_stop(&r->expiry);
	take_values(r, like);
	TAILQ_INSERT_HEAD(&se->regs, r, link);
	site_reg_age(r, timeout_ms);
	if (!se->first_ms)
		se->first_ms = now;
	se->last_ms = now;
	se->last_from = like->from;
	if (is_new)
		note(r, false);
	if (changed)
		s->db->ops->registered(s->db->arg, r, is_new);
	return r;
}

struct site_reg *site_eid_best(const struct site_eid *se)
{
	struct site_reg *r;

	TAILQ_FOREACH(r, &se->regs, link)
		if (r->map.n_rlocs)
			return r;
	return NULL;
}

struct prefix site_hole(const struct site_db *db, const struct eid *eid)
{
	struct lpm_key k = key_of(eid);
	unsigned bits = lpm_distinct_bits(db->tree, &k) + 1;
	struct site_eid *cover = site_eid_match(db, eid);
	unsigned plen = bits > 40 ? bits - 40 : 0;

	if (cover && cover->eid.prefix.plen > plen)
		plen = cover->eid.prefix.plen;
	return prefix_make(&eid->prefix.addr, MIN_OF(plen, eid->prefix.plen));
}
