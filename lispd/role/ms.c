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
#include "lispd/role/ms_site.h"
#include "lispd/role/ms_tell.h"
#include "lispd/role/rt.h"
#include "lispd/wire/rtp.h"

/* The last register of one (key, xTR): an identical one is a retransmission. */
struct ms_last {
	uint64_t nonce;
	uint8_t mac[32];
	uint16_t mac_len;
};

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
		tally_add(l, &m->record[i].eid, TALLY_AUTH_FAILED);
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

static void fill_reg(struct site_reg *r, const struct ctl_in *in, const struct msg_register *m,
		     const struct mapping *rec, bool reliable)
{
	*r = (struct site_reg){
		.has_id = m->ids.present,
		.site_id = m->ids.site_id,
		.from = in->from,
		.to = in->to.addr,
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

	tally_add(l, &rec->eid, TALLY_REGISTER_IN);
	se = rec->eid.kind == EID_IP ? site_eid_allowed(&l->sites, &rec->eid) : NULL;
	if (!se) {
		tally_add(l, &rec->eid, TALLY_NO_SITE);
		lisp_debug(DEBUG_MS_REGISTRATION_ERRORS, TAG_MS, (int)l->id,
			   "IID %u No configuration for map register EID prefix %s.", rec->eid.iid,
			   eid_str(&rec->eid).s);
		return REFUSE_NO_SITE;
	}
	if (se->site != signer && authenticate(l, in, m, se->site) != REFUSALS)
		return REFUSE_AUTH;
	if (!locators_allowed(se->site, rec)) {
		se->n_locator_mismatches++;
		tally_add(l, &rec->eid, TALLY_LOCATORS);
		lisp_debug(
			DEBUG_MS_REGISTRATION_ERRORS, TAG_MS, (int)l->id,
			"MS Site EID IID %u prefix %s %s site %s, Registration has locators that "
			"are not allowed.",
			se->eid.iid, eid_str(&rec->eid).s, svc_str(&se->eid), se->site->name);
		return REFUSE_LOCATORS;
	}
	fill_reg(&like, in, m, rec, reliable);
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

/* --- the message -------------------------------------------------------------------------------- */

static bool has_map_server(const struct ctl *c, const struct ctl_in *in)
{
	struct lisp *l;

	TAILQ_FOREACH(l, &c->lisps, link)
		if (ctl_is_for(l, in) &&
		    (lisp_is_map_server(l, AF_INET) || lisp_is_map_server(l, AF_INET6)))
			return true;
	return false;
}

/* The process that has a site for the message, else the first map-server. */
static struct lisp *server_for(struct ctl *c, const struct ctl_in *in, const struct msg_register *m)
{
	struct lisp *l, *first = NULL;

	TAILQ_FOREACH(l, &c->lisps, link) {
		if (!ctl_is_for(l, in) ||
		    (!lisp_is_map_server(l, AF_INET) && !lisp_is_map_server(l, AF_INET6)))
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
	for (unsigned i = 0; i < m->n_records; i++) {
		tally_add(l, &m->record[i].eid, TALLY_NO_SITE);
		lisp_debug(DEBUG_MS_REGISTRATION_ERRORS, TAG_MS, (int)l->id,
			   "IID %u No configuration for map register EID prefix %s.",
			   m->record[i].eid.iid, eid_str(&m->record[i].eid).s);
	}
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
	struct lisp *l = server_for(c, in, m);
	bool accepted[LISP_MAX_RECORDS] = { false }, again;
	enum refusal why = REFUSALS;
	struct eid_buf text;
	struct site *s;

	if (!has_map_server(c, in) || !l) {
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
		ms_schedule_notify(l, in, s, m, accepted);
}

void ms_map_notify_ack(struct ctl *c, const struct ctl_in *in, const struct msg_register *m)
{
	if (ms_tell_acked(c, in, m))
		return;
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
