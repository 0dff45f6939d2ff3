/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A Map-Register is believed in this order: an EID record of a site, that site's key, the MAC
 * over the whole message, the nonce, then each record's prefix and locators. Nothing is kept,
 * answered or logged above the refusal before the MAC was right.
 */
#include "lispd/role/ms.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/role/debug.h"
#include "lispd/role/rt.h"
#include "lispd/wire/rtp.h"

/* What a site needs beside its prefixes. */
struct ms_site {
	const struct site_cfg *cfg; /* as long as the site is configured */
	char *key_text;
	struct auth_key *key;
};

/* The last register of one (key, xTR): an identical one is a retransmission. */
struct ms_last {
	uint64_t nonce;
	uint8_t mac[32];
	uint16_t mac_len;
};

struct ms_notify { /* a Map-Notify that goes out on the next turn */
	TAILQ_ENTRY(ms_notify) link;
	struct lisp *lisp;
	struct timer when;
	struct addr from;
	struct endpoint to;
	struct auth_key *key; /* of the site; looked up again before use */
	char *site;
	struct msg_register m;
	struct mapping *record;
};

/* --- sites ------------------------------------------------------------------------------------- */

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

static void apply_key(struct site *s, const struct site_cfg *cfg)
{
	struct ms_site *ms = s->role;

	if (!ms)
		ms = s->role = xcalloc(1, sizeof(*ms));
	ms->cfg = cfg;
	if (ms->key_text && cfg->key.text && strcmp(ms->key_text, cfg->key.text) == 0)
		return;
	auth_key_free(ms->key);
	ms->key = cfg->key.text ? auth_key_new(cfg->key.text) : NULL;
	str_replace(&ms->key_text, cfg->key.text);
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

static void add_eids(struct site *s, const struct site_cfg *cfg)
{
	for (unsigned i = 0; i < cfg->n_records; i++) {
		struct eid eid = eid_ip(cfg->record[i].iid, &cfg->record[i].prefix);
		struct site_eid *se = site_eid_add(s, &eid);

		if (!se)
			continue;
		se->accept_more_specifics = cfg->record[i].accept_more_specifics;
		se->route_tag = cfg->record[i].route_tag;
		se->iid_typed = cfg->record[i].iid_typed;
	}
}

/* What was let in before "accept-more-specifics" was taken back. */
static void drop_uninvited(struct site *s)
{
	struct site_eid *se, *next;

	for (se = TAILQ_FIRST(&s->eids); se; se = next) {
		next = TAILQ_NEXT(se, link);
		if (!se->configured && !site_eid_allowed(s->db, &se->eid))
			site_eid_del(se);
	}
}

void ms_apply(struct lisp *l)
{
	struct site_cfg *cfg;
	struct site *s, *next;

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
		apply_key(s, cfg);
		add_eids(s, cfg);
	}
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
}

/* --- authentication ----------------------------------------------------------------------------- */

static void debug_register(const struct lisp *l, const struct msg_register *m)
{
	if (!log_debug_on(DEBUG_MESSAGES))
		return;
	lisp_debug(DEBUG_MESSAGES, TAG_MS, -1,
		   "Received Map-Register %s, %s, %s, %s, %s, %s, no fast-map-register, %s, %s, %u "
		   "record%s, nonce %s, key-id %u, auth-data-len %u, hash-function %s, xTR-ID %s, "
		   "site-ID %s, domain-id none, multihoming-id none",
		   m->proxy_reply ? "proxy" : "no proxy",
		   m->want_notify ? "map-notify" : "no map-notify", m->merge ? "merge" : "no merge",
		   m->security ? "security" : "no security",
		   m->mobile_node ? "mobile-node" : "no mobile-node",
		   m->to_rtr ? "to-RTR" : "not to-RTR",
		   m->eid_notify ? "EID-notify" : "no EID-notify",
		   m->ids.present ? "ID-included" : "ID-not-included", m->n_records,
		   m->n_records == 1 ? "" : "s", nonce_str(m->nonce).s,
		   (unsigned)m->auth.key_id << 8 | m->auth.algorithm, m->auth.len,
		   m->auth.algorithm == LISP_AUTH_SHA1 ? "sha1" :
		   m->auth.algorithm == LISP_AUTH_NONE ? "none" :
							 "sha2",
		   xtr_id_str(m->ids.xtr_id).s, m->ids.site_id ? "specified" : "unspecified");
	for (unsigned i = 0; i < m->n_records; i++)
		debug_record(DEBUG_MESSAGES, TAG_MS, (int)l->id, "Received Map-Register",
			     &m->record[i]);
}

static void auth_failed(struct lisp *l, const struct msg_register *m)
{
	for (unsigned i = 0; i < m->n_records; i++) {
		struct site_eid *se = m->record[i].eid.kind == EID_IP ?
					      site_eid_allowed(&l->sites, &m->record[i].eid) :
					      NULL;

		if (!se)
			continue;
		se->n_auth_failures++;
		lisp_debug(DEBUG_MS_REGISTRATION_ERRORS, TAG_MS, (int)l->id,
			   "MS Site EID IID %u prefix %s %s site %s, Registration failed "
			   "authentication.",
			   se->eid.iid, eid_str(&m->record[i].eid).s, svc_str(&se->eid),
			   se->site->name);
	}
}

/* The site that a message belongs to: that of its first record with a configuration. */
static struct site *site_of(struct lisp *l, const struct msg_register *m)
{
	for (unsigned i = 0; i < m->n_records; i++) {
		struct site_eid *se = m->record[i].eid.kind == EID_IP ?
					      site_eid_allowed(&l->sites, &m->record[i].eid) :
					      NULL;

		if (se)
			return se->site;
	}
	return NULL;
}

/* Why the message may not be believed, or REFUSALS when it may. */
static enum refusal authenticate(struct lisp *l, const struct ctl_in *in,
				 const struct msg_register *m, const struct site *s)
{
	struct ms_site *ms = s->role;

	if (!ms->key)
		return REFUSE_NO_KEY;
	if (m->auth.algorithm == LISP_AUTH_NONE || !auth_len(m->auth.algorithm))
		return REFUSE_ALGORITHM;
	if (auth_verify(ms->key, m->type, m->nonce, &m->auth, in->data, in->len))
		return REFUSALS;
	auth_failed(l, m);
	return REFUSE_AUTH;
}

static uint64_t who_of(const struct site *s, const struct ctl_in *in, const struct msg_register *m)
{
	const struct ms_site *ms = s->role;
	uint8_t id[16] = { 0 };

	if (m->ids.present)
		memcpy(id, m->ids.xtr_id, sizeof(id));
	else
		memcpy(id, in->from.addr.b, sizeof(id));
	return replay_who(ms->key_text, id);
}

static bool is_retransmission(struct ctl *c, uint64_t who, const struct ctl_in *in,
			      const struct msg_register *m)
{
	const struct ms_last *last = hash_find(&c->last_register, who);

	return last && last->nonce == m->nonce && last->mac_len == MIN_OF(m->auth.len, 32) &&
	       CRYPTO_memcmp(last->mac, in->data + m->auth.offset, last->mac_len) == 0;
}

static void remember_last(struct ctl *c, uint64_t who, const struct ctl_in *in,
			  const struct msg_register *m)
{
	struct ms_last *last = hash_find(&c->last_register, who);

	if (!last) {
		last = xcalloc(1, sizeof(*last));
		hash_add(&c->last_register, who, last);
	}
	last->nonce = m->nonce;
	last->mac_len = MIN_OF(m->auth.len, 32);
	memcpy(last->mac, in->data + m->auth.offset, last->mac_len);
}

void ms_forget_last(struct ctl *c)
{
	for (size_t i = 0; i < c->last_register.size; i++)
		free(c->last_register.slot[i].value);
	hash_fini(&c->last_register);
}

static enum replay_mode mode_of(const struct site *s, const struct msg_register *m)
{
	const struct ms_site *ms = s->role;

	switch (ms->cfg->nonce_rule) {
	case NONCE_STRICT:
		return REPLAY_STRICT;
	case NONCE_ANY_ORDER:
		return REPLAY_ANY_ORDER;
	case NONCE_BY_ALGORITHM:
		break;
	}
	return m->auth.algorithm == LISP_AUTH_SHA1 ? REPLAY_ANY_ORDER : REPLAY_STRICT;
}

/* --- records ------------------------------------------------------------------------------------ */

static bool locators_allowed(const struct site *s, const struct mapping *m)
{
	const struct site_cfg *cfg = ((struct ms_site *)s->role)->cfg;

	if (!cfg->n_allowed)
		return true;
	for (unsigned i = 0; i < m->n_rlocs; i++) {
		bool found = false;

		for (unsigned j = 0; j < cfg->n_allowed; j++)
			found |= addr_equal(&m->rloc[i].addr, &cfg->allowed[j]);
		if (!found)
			return false;
	}
	return true;
}

static uint64_t timeout_ms(const struct msg_register *m, const struct mapping *rec, bool reliable)
{
	if (reliable)
		return 0;
	return m->ttl_timeout ? (uint64_t)rec->ttl_min * 60000 : LISP_REGISTRATION_TIMEOUT_MS;
}

static void fill_reg(struct site_reg *r, const struct endpoint *from, const struct msg_register *m,
		     const struct mapping *rec, bool reliable)
{
	*r = (struct site_reg){
		.has_id = m->ids.present,
		.site_id = m->ids.site_id,
		.from = *from,
		.map = *rec,
		.proxy_reply = m->proxy_reply,
		.want_notify = m->want_notify,
		.merge = m->merge,
		.ttl_timeout = m->ttl_timeout,
		.security = m->security,
		.reliable = reliable,
		.algorithm = m->auth.algorithm,
		.key_id = m->auth.key_id,
		.nonce = m->nonce,
	};
	memcpy(r->xtr_id, m->ids.xtr_id, sizeof(r->xtr_id));
}

/* A Map-Register by UDP does not make ordinary again what came by a session that is still up: the
 * ETR may stop sending by UDP as soon as the session has all. */
static void keep_session(struct lisp *l, const struct eid *eid, struct site_reg *like)
{
	const struct site_eid *se = site_eid_find(&l->sites, eid);
	const struct site_reg *r = se ? site_reg_find(se, like) : NULL;

	if (!r || !r->reliable || like->reliable || !rt_is_up(l, &r->from))
		return;
	like->reliable = true;
	like->from = r->from;
}

/* Takes one authenticated record in. REFUSALS when it is accepted. */
static enum refusal take_record(struct lisp *l, const struct ctl_in *in,
				const struct msg_register *m, const struct mapping *rec,
				const struct site *signer, bool reliable)
{
	struct site_eid *se;
	struct site_reg like, *r;

	se = rec->eid.kind == EID_IP ? site_eid_allowed(&l->sites, &rec->eid) : NULL;
	if (!se) {
		lisp_debug(DEBUG_MS_REGISTRATION_ERRORS, TAG_MS, (int)l->id,
			   "IID %u No configuration for map register EID prefix %s.", rec->eid.iid,
			   eid_str(&rec->eid).s);
		return REFUSE_NO_SITE;
	}
	if (se->site != signer && authenticate(l, in, m, se->site) != REFUSALS)
		return REFUSE_AUTH;
	if (!locators_allowed(se->site, rec)) {
		se->n_locator_mismatches++;
		lisp_debug(
			DEBUG_MS_REGISTRATION_ERRORS, TAG_MS, (int)l->id,
			"MS Site EID IID %u prefix %s %s site %s, Registration has locators that "
			"are not allowed.",
			se->eid.iid, eid_str(&rec->eid).s, svc_str(&se->eid), se->site->name);
		return REFUSE_LOCATORS;
	}
	fill_reg(&like, &in->from, m, rec, reliable);
	if (!rec->ttl_min || !rec->n_rlocs) {
		struct site_eid *at = site_eid_find(&l->sites, &rec->eid);

		r = at ? site_reg_find(at, &like) : NULL;
		if (r)
			site_reg_del(r);
		return REFUSALS;
	}
	keep_session(l, &rec->eid, &like);
	r = site_register(se, &rec->eid, &like, timeout_ms(m, rec, like.reliable));
	return r ? REFUSALS : REFUSE_LIMIT;
}

/* --- Map-Notify --------------------------------------------------------------------------------- */

static void notify_free(struct ms_notify *n)
{
	timer_stop(&n->when);
	TAILQ_REMOVE(&n->lisp->notifies, n, link);
	for (unsigned i = 0; i < n->m.n_records; i++)
		mapping_fini(&n->record[i]);
	free(n->record);
	free(n->site);
	free(n);
}

static void send_notify(void *arg)
{
	struct ms_notify *n = arg;
	struct lisp *l = n->lisp;
	struct site *s = site_find(&l->sites, n->site);
	struct ms_site *ms = s ? s->role : NULL;
	uint8_t *buf = xmalloc(LISP_MAX_MESSAGE);
	struct wr w = wr_init(buf, LISP_MAX_MESSAGE);

	n->m.record = n->record;
	register_encode(&w, &n->m);
	lisp_debug(DEBUG_MESSAGES, TAG_MS, (int)l->id,
		   "Map-Notify %s->%s xTR-ID %s, sending with %u prefix%s, nonce %s",
		   endpoint_str(&(struct endpoint){ n->from, LISP_CONTROL_PORT }).s,
		   endpoint_str(&n->to).s, xtr_id_str(n->m.ids.xtr_id).s, n->m.n_records,
		   n->m.n_records == 1 ? "" : "es", nonce_str(n->m.nonce).s);
	if (ms && ms->key && !w.bad &&
	    auth_sign(ms->key, n->m.type, n->m.nonce, &n->m.auth, buf, wr_len(&w)))
		ctl_send(l->ctl, &n->from, &n->to, buf, wr_len(&w));
	free(buf);
	notify_free(n);
}

static void debug_scheduling(struct lisp *l, const struct ctl_in *in, const struct site *s,
			     const struct mapping *rec)
{
	const char *p = log_debug_on(DEBUG_MS_REGISTRATION) ? eid_str(&rec->eid).s : "";

	lisp_debug(
		DEBUG_MS_REGISTRATION, TAG_MS, (int)l->id,
		"MS EID IID %u prefix %s %s site %s, Scheduling map notifications for prefix %s.",
		rec->eid.iid, p, svc_str(&rec->eid), s->name, p);
	lisp_debug(DEBUG_MS_REGISTRATION, TAG_MS, (int)l->id,
		   "MS EID IID %u prefix %s %s site %s, Scheduling unreliable map notification for "
		   "prefix %s to ETR %s:4342 which registered %s.",
		   rec->eid.iid, p, svc_str(&rec->eid), s->name, p, addr_str(&in->from.addr).s, p);
}

/* The records that were accepted go back, with the same nonce, key and algorithm. */
static void schedule_notify(struct lisp *l, const struct ctl_in *in, const struct site *s,
			    const struct msg_register *m, const bool *accepted)
{
	struct ms_notify *n = xcalloc(1, sizeof(*n));

	n->lisp = l;
	n->from = in->to.addr;
	n->to = (struct endpoint){ .addr = in->from.addr, .port = LISP_CONTROL_PORT };
	n->site = xstrdup(s->name);
	n->m = (struct msg_register){
		.type = LISP_MAP_NOTIFY,
		.nonce = m->nonce,
		.auth = { .key_id = m->auth.key_id, .algorithm = m->auth.algorithm },
		.ids = m->ids,
	};
	n->m.auth.len = auth_len(m->auth.algorithm);
	n->record = xcalloc(m->n_records, sizeof(*n->record));
	for (unsigned i = 0; i < m->n_records; i++) {
		if (!accepted[i])
			continue;
		debug_scheduling(l, in, s, &m->record[i]);
		mapping_copy(&n->record[n->m.n_records++], &m->record[i]);
	}
	TAILQ_INSERT_TAIL(&l->notifies, n, link);
	timer_init(&n->when, l->env->loop, send_notify, n);
	timer_start(&n->when, 0);
}

/* --- the message -------------------------------------------------------------------------------- */

static bool has_map_server(const struct ctl *c)
{
	struct lisp *l;

	TAILQ_FOREACH(l, &c->lisps, link)
		if (lisp_is_map_server(l, AF_INET) || lisp_is_map_server(l, AF_INET6))
			return true;
	return false;
}

/* The process that has a site for the message, else the first map-server. */
static struct lisp *server_for(struct ctl *c, const struct msg_register *m)
{
	struct lisp *l, *first = NULL;

	TAILQ_FOREACH(l, &c->lisps, link) {
		if (!lisp_is_map_server(l, AF_INET) && !lisp_is_map_server(l, AF_INET6))
			continue;
		if (!first)
			first = l;
		if (site_of(l, m))
			return l;
	}
	return first;
}

static void no_site(struct lisp *l, const struct msg_register *m)
{
	for (unsigned i = 0; i < m->n_records; i++)
		lisp_debug(DEBUG_MS_REGISTRATION_ERRORS, TAG_MS, (int)l->id,
			   "IID %u No configuration for map register EID prefix %s.",
			   m->record[i].eid.iid, eid_str(&m->record[i].eid).s);
}

static const char *first_eid(const struct msg_register *m, struct eid_buf *buf)
{
	if (!m->n_records)
		return "no record";
	*buf = eid_str(&m->record[0].eid);
	return buf->s;
}

static enum refusal take_records(struct lisp *l, const struct ctl_in *in,
				 const struct msg_register *m, const struct site *s, bool *accepted)
{
	enum refusal worst = REFUSALS, why;

	for (unsigned i = 0; i < m->n_records; i++) {
		why = take_record(l, in, m, &m->record[i], s, false);
		accepted[i] = why == REFUSALS;
		if (!accepted[i])
			worst = why;
	}
	return worst;
}

void ms_map_register(struct ctl *c, const struct ctl_in *in, const struct msg_register *m)
{
	uint64_t now = loop_now_ms(c->env->loop), who;
	struct lisp *l = server_for(c, m);
	bool accepted[LISP_MAX_RECORDS] = { false }, again;
	enum refusal why = REFUSALS;
	struct eid_buf text;
	struct site *s;

	if (!has_map_server(c) || !l) {
		refuse(&c->refusals, REFUSE_NO_MAP_SERVER, now, &in->from, "Map-Register for %s",
		       first_eid(m, &text));
		return;
	}
	debug_register(l, m);
	s = site_of(l, m);
	if (!s) {
		no_site(l, m);
		why = REFUSE_NO_SITE;
	} else {
		why = authenticate(l, in, m, s);
	}
	if (why != REFUSALS) {
		refuse(&c->refusals, why, now, &in->from, "Map-Register for %s%s%s",
		       first_eid(m, &text), s ? ", site " : "", s ? s->name : "");
		return;
	}
	who = who_of(s, in, m);
	again = is_retransmission(c, who, in, m);
	if (!again && !replay_is_new(&c->replay, mode_of(s, m), who, m->nonce)) {
		refuse(&c->refusals, REFUSE_REPLAY, now, &in->from,
		       "Map-Register for %s, site %s, nonce %s", first_eid(m, &text), s->name,
		       nonce_str(m->nonce).s);
		return;
	}
	if (!again) {
		replay_add(&c->replay, who, m->nonce);
		remember_last(c, who, in, m);
	}
	why = take_records(l, in, m, s, accepted);
	if (why != REFUSALS)
		refuse(&c->refusals, why, now, &in->from, "Map-Register for %s, site %s",
		       first_eid(m, &text), s->name);
	rt_registered(l, &in->from.addr, &in->to.addr);
	if (m->want_notify && memchr(accepted, true, m->n_records))
		schedule_notify(l, in, s, m, accepted);
}

void ms_map_notify_ack(struct ctl *c, const struct ctl_in *in, const struct msg_register *m)
{
	/* No unsolicited Map-Notify is sent yet, so there is none to acknowledge. */
	refuse(&c->refusals, REFUSE_NONCE, loop_now_ms(c->env->loop), &in->from,
	       "Map-Notify-Ack nonce %s", nonce_str(m->nonce).s);
}

/* --- the TCP session ------------------------------------------------------------------------------ */

static uint8_t reject_reason(enum refusal why)
{
	switch (why) {
	case REFUSE_NO_SITE:
		return RTP_REJECT_PREFIX;
	case REFUSE_LOCATORS:
		return RTP_REJECT_LOCATORS;
	case REFUSE_AUTH:
	case REFUSE_NO_KEY:
	case REFUSE_ALGORITHM:
		return RTP_REJECT_AUTH;
	default:
		return RTP_REJECT_OTHER;
	}
}

void ms_session_register(struct lisp *l, struct rt_session *session, const struct ctl_in *in,
			 const struct msg_register *m)
{
	uint64_t now = loop_now_ms(l->env->loop);
	struct site *s = site_of(l, m);
	enum refusal whole = s ? authenticate(l, in, m, s) : REFUSE_NO_SITE, why;
	struct eid_buf text;

	debug_register(l, m);
	for (unsigned i = 0; i < m->n_records; i++) {
		const struct mapping *rec = &m->record[i];

		why = whole == REFUSALS ? take_record(l, in, m, rec, s, true) : whole;
		if (why == REFUSALS)
			rt_send_ack(session, &rec->eid);
		else
			rt_send_reject(session, reject_reason(why), &rec->eid);
		if (why != REFUSALS)
			refuse(&l->ctl->refusals, why, now, &in->from, "Map-Register (TCP) for %s",
			       first_eid(m, &text));
	}
	if (whole == REFUSALS)
		replay_add(&l->ctl->replay, who_of(s, in, m), m->nonce);
}

void ms_session_lost(struct lisp *l, const struct endpoint *peer)
{
	struct site *s;
	struct site_eid *se;
	struct site_reg *r;

	TAILQ_FOREACH(s, &l->sites.sites, link)
		TAILQ_FOREACH(se, &s->eids, link)
			TAILQ_FOREACH(r, &se->regs, link)
				if (r->reliable && addr_equal(&r->from.addr, &peer->addr) &&
				    r->from.port == peer->port)
					site_reg_age(r, LISP_REGISTRATION_TIMEOUT_MS);
}

void ms_fini(struct lisp *l)
{
	while (!TAILQ_EMPTY(&l->notifies))
		notify_free(TAILQ_FIRST(&l->notifies));
}
