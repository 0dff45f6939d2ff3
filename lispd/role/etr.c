/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Registration. Each map-server has the list of EIDs that it is told. A period builds new
 * Map-Registers, each with its own nonce, no larger than a packet may be without path MTU
 * knowledge; each is repeated byte for byte with back-off until its Map-Notify comes. A change
 * starts a period at once. While a TCP session has every EID acknowledged, periods stop.
 */
#include "lispd/role/etr.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/role/debug.h"
#include "lispd/role/discover.h"
#include "lispd/role/fwd.h"
#include "lispd/role/mobility.h"
#include "lispd/role/rt.h"

#define QUICK_PERIOD_MS 20000 /* RFC 9301 8.2: after a start or a change */
#define QUICK_PHASE_MS 300000
#define WITHDRAWN_AT_ONCE 10  /* EIDs; fits into a packet of any family */
#define SILENT_AFTER_MS 30000 /* then one line says that the map-server does not answer */

struct etr_msg {
	TAILQ_ENTRY(etr_msg) link;
	struct etr_server *server;
	uint64_t nonce;
	struct timer retry;
	uint32_t wait_ms; /* before the next one */
	unsigned n_eids;
	struct eid *eid;
	bool withdraw;
	size_t len;
	uint8_t data[];
};

static void msg_free(struct etr_msg *m)
{
	timer_stop(&m->retry);
	TAILQ_REMOVE(&m->server->msgs, m, link);
	free(m->eid);
	free(m);
}

static void drop_msgs(struct etr_server *s)
{
	struct etr_msg *m;

	while ((m = TAILQ_FIRST(&s->msgs)))
		msg_free(m);
}

struct etr_reg *etr_reg_find(struct etr_server *s, const struct eid *eid)
{
	unsigned lo = 0, hi = s->n_regs;

	while (lo < hi) {
		unsigned mid = (lo + hi) / 2;
		int c = eid_cmp(&s->reg[mid].eid, eid);

		if (!c)
			return &s->reg[mid];
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

static void transmit(struct etr_msg *m)
{
	struct etr_server *s = m->server;
	struct endpoint to = { .addr = s->addr, .port = LISP_CONTROL_PORT };

	s->n_sent++;
	s->last_sent_ms = loop_now_ms(s->lisp->env->loop);
	for (unsigned i = 0; i < m->n_eids; i++)
		tally_add(s->lisp, &m->eid[i], TALLY_REGISTER_OUT);
	ctl_send(s->lisp, &s->source, &to, m->data, m->len);
}

static void report_silence(struct etr_server *s)
{
	uint64_t now = loop_now_ms(s->lisp->env->loop);

	if (s->reported || now - s->first_ms < SILENT_AFTER_MS)
		return;
	s->reported = true;
	log_msg(SEV_WARNING, "LISP", "MAP_SERVER",
		"map-server %s does not answer Map-Registers; check its address, the key, the site's "
		"eid-record and UDP port 4342",
		addr_str(&s->addr).s);
}

static void on_retry(void *arg)
{
	struct etr_msg *m = arg;

	struct backoff *b = &m->server->backoff;

	report_silence(m->server);
	transmit(m);
	m->wait_ms = MIN_OF(m->wait_ms * 2, b->max_ms);
	b->next_ms = MAX_OF(b->next_ms, m->wait_ms);
	timer_start(&m->retry, m->wait_ms);
}

static void send_message(struct etr_server *s, const struct eid *eid, unsigned n, bool withdraw)
{
	uint8_t buf[2048];
	uint64_t nonce = ctl_register_nonce(s->lisp->ctl);
	size_t len = etr_build_register(s, eid, n, withdraw, nonce, buf, sizeof(buf));
	struct etr_msg *m;

	if (!len)
		return;
	m = xcalloc(1, sizeof(*m) + len);
	m->server = s;
	m->nonce = nonce;
	m->withdraw = withdraw;
	m->len = len;
	memcpy(m->data, buf, len);
	m->n_eids = n;
	m->eid = xcalloc(n, sizeof(*eid));
	memcpy(m->eid, eid, n * sizeof(*eid));
	timer_init(&m->retry, s->lisp->env->loop, on_retry, m);
	TAILQ_INSERT_TAIL(&s->msgs, m, link);
	transmit(m);
	m->wait_ms = s->backoff.next_ms;
	timer_start(&m->retry, m->wait_ms);
}

/* Octets that a record takes at most on the wire. */
static size_t record_len(const struct lisp *l, const struct eid *eid)
{
	const struct mapdb_entry *e = mapdb_find(&l->db, eid);
	size_t len = 12 + 12 + 2 + addr_len(&eid->prefix.addr);

	for (unsigned i = 0; e && i < e->map.n_rlocs; i++)
		len += 8 + addr_len(&e->map.rloc[i].addr);
	return len;
}

/* Header, authentication data, IDs, and the IP and UDP headers around them. */
static size_t payload_room(const struct etr_server *s)
{
	size_t mtu = s->addr.family == AF_INET ? LISP_CONTROL_MTU_V4 - 28 :
						 LISP_CONTROL_MTU_V6 - 48;

	return mtu - 16 - auth_len(s->algorithm) - 24;
}

static void send_all(struct etr_server *s)
{
	struct eid eid[64];
	size_t room = payload_room(s), used = 0;
	unsigned n = 0;

	for (unsigned i = 0; i < s->n_regs; i++) {
		size_t len = record_len(s->lisp, &s->reg[i].eid);

		if (n && (used + len > room || n == ARRAY_LEN(eid) ||
			  etr_wants_merge(s->lisp, &eid[0]) !=
				  etr_wants_merge(s->lisp, &s->reg[i].eid))) {
			send_message(s, eid, n, false);
			n = 0;
			used = 0;
		}
		eid[n++] = s->reg[i].eid;
		used += len;
	}
	if (n)
		send_message(s, eid, n, false);
}

static bool all_notified(const struct etr_server *s)
{
	for (unsigned i = 0; i < s->n_regs; i++)
		if (!s->reg[i].notified)
			return false;
	return true;
}

static void on_period(void *arg)
{
	struct etr_server *s = arg;
	uint64_t now = loop_now_ms(s->lisp->env->loop);
	bool quick = now - s->first_ms < QUICK_PHASE_MS && !all_notified(s);
	uint8_t jitter;

	drop_msgs(s);
	send_all(s);
	s->lisp->env->host->random(s->lisp->env->host_arg, &jitter, 1);
	/* Up to a tenth earlier, so that routers started together do not stay together. */
	timer_start(&s->period,
		    quick ? QUICK_PERIOD_MS : LISP_REGISTER_PERIOD_MS - jitter * 6000U / 255);
}

void etr_start_udp(struct etr_server *s)
{
	s->first_ms = loop_now_ms(s->lisp->env->loop);
	s->reported = false;
	backoff_reset(&s->backoff);
	for (unsigned i = 0; i < s->n_regs; i++)
		s->reg[i].notified = false;
	timer_start(&s->period, 0);
}

void etr_stop_udp(struct etr_server *s)
{
	timer_stop(&s->period);
	drop_msgs(s);
}

static struct etr_server *server_find(const struct lisp *l, const struct addr *a)
{
	struct etr_server *s;

	TAILQ_FOREACH(s, &l->servers, link)
		if (addr_equal(&s->addr, a))
			return s;
	return NULL;
}

static struct etr_server *server_new(struct lisp *l, const struct addr *a)
{
	struct etr_server *s = xcalloc(1, sizeof(*s)), *at;

	s->lisp = l;
	s->addr = *a;
	TAILQ_INIT(&s->msgs);
	backoff_init(&s->backoff, LISP_REGISTER_RETRY_MS, LISP_REGISTER_RETRY_MAX_MS);
	timer_init(&s->period, l->env->loop, on_period, s);
	TAILQ_FOREACH(at, &l->servers, link)
		if (addr_cmp(&at->addr, a) > 0)
			break;
	if (at)
		TAILQ_INSERT_BEFORE(at, s, link);
	else
		TAILQ_INSERT_TAIL(&l->servers, s, link);
	reach_hold(&l->reach, a);
	return s;
}

static void server_free(struct etr_server *s)
{
	etr_stop_udp(s);
	rt_server_gone(s);
	reach_release(&s->lisp->reach, &s->addr);
	TAILQ_REMOVE(&s->lisp->servers, s, link);
	auth_key_free(s->key);
	if (s->key_text)
		explicit_bzero(s->key_text, strlen(s->key_text));
	free(s->key_text);
	free(s->reg);
	free(s);
}

/* Tells the map-server, once, that an EID is no longer here. */
static void withdraw(struct etr_server *s, const struct eid *eid)
{
	struct endpoint to = { .addr = s->addr, .port = LISP_CONTROL_PORT };
	uint8_t buf[512];
	size_t len;

	if (rt_withdraw(s, eid))
		return;
	len = etr_build_register(s, eid, 1, true, ctl_register_nonce(s->lisp->ctl), buf,
				 sizeof(buf));
	if (len)
		ctl_send(s->lisp, &s->source, &to, buf, len);
}

static void take_settings(struct etr_server *s, const struct server_cfg *cfg)
{
	const struct addr *source = &s->lisp->source[svc_of_family(s->addr.family)];
	bool same = s->key_text && strcmp(s->key_text, cfg->key.text) == 0 &&
		    s->algorithm == cfg->algorithm && s->proxy_reply == cfg->proxy_reply &&
		    addr_equal(&s->source, source);

	s->marked = false;
	if (same)
		return;
	str_replace(&s->key_text, cfg->key.text);
	auth_key_free(s->key);
	s->key = auth_key_new(cfg->key.text);
	s->algorithm = cfg->algorithm;
	s->proxy_reply = cfg->proxy_reply;
	s->source = *source;
	/* What was said under the old key or from the old address must be said again. */
	rt_server_restart(s);
	if (s->n_regs)
		etr_start_udp(s);
}

static bool add_reg(struct etr_server *s, const struct eid *eid)
{
	struct etr_reg *r = etr_reg_find(s, eid);
	unsigned at = 0;

	if (r) {
		r->marked = false;
		return false;
	}
	s->reg = xrealloc(s->reg, (s->n_regs + 1) * sizeof(*s->reg));
	while (at < s->n_regs && eid_cmp(&s->reg[at].eid, eid) < 0)
		at++;
	memmove(&s->reg[at + 1], &s->reg[at], (s->n_regs - at) * sizeof(*s->reg));
	s->reg[at] = (struct etr_reg){
		.eid = *eid,
		.since_ms = loop_now_ms(s->lisp->env->loop),
		.rt_dirty = true,
	};
	s->n_regs++;
	return true;
}

static void sweep_regs(struct etr_server *s)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < s->n_regs; i++) {
		if (s->reg[i].marked)
			withdraw(s, &s->reg[i].eid);
		else
			s->reg[kept++] = s->reg[i];
	}
	s->n_regs = kept;
	if (!kept)
		etr_stop_udp(s);
}

/* Registers a changed or new EID soon: on the session if there is one, else by UDP. */
static void kick(struct etr_server *s)
{
	if (!rt_send_changes(s))
		etr_start_udp(s);
}

static void mark_all(struct lisp *l)
{
	struct etr_server *s;

	TAILQ_FOREACH(s, &l->servers, link) {
		s->marked = true;
		for (unsigned i = 0; i < s->n_regs; i++)
			s->reg[i].marked = true;
	}
}

static void apply_entry(struct lisp *l, const struct mapdb_entry *e)
{
	struct lisp_inst *inst = lisp_inst_find(l, e->map.eid.iid);
	const struct lisp_af *af = lisp_af(inst, e->map.eid.prefix.addr.family);
	const struct dynamic_eid_cfg *policy = mobility_policy_of(l, &e->map.eid);
	bool own = policy && policy->n_servers;
	unsigned n = own ? policy->n_servers : af->servers->n_servers;

	if (!af->etr)
		return;
	for (unsigned i = 0; i < n; i++) {
		const struct server_cfg *cfg = own ? &policy->server[i] : &af->servers->server[i];
		struct etr_server *s;

		if (!cfg->key.text)
			continue; /* proxy-reply alone: no key yet, nothing may be sent */
		s = server_find(l, &cfg->addr);
		if (!s)
			s = server_new(l, &cfg->addr);
		if (s->marked || !s->key)
			take_settings(s, cfg);
		if (add_reg(s, &e->map.eid))
			kick(s);
	}
}

static void apply_servers(struct lisp *l)
{
	struct etr_server *s, *next;

	mark_all(l);
	for (struct mapdb_entry *e = mapdb_first_all(&l->db); e; e = mapdb_next_all(&l->db, e))
		apply_entry(l, e);
	for (s = TAILQ_FIRST(&l->servers); s; s = next) {
		next = TAILQ_NEXT(s, link);
		sweep_regs(s);
		if (s->marked)
			server_free(s);
	}
}

void etr_apply(struct lisp *l)
{
	etr_apply_database(l);
	apply_servers(l);
}

void etr_fini(struct lisp *l)
{
	while (!TAILQ_EMPTY(&l->servers))
		server_free(TAILQ_FIRST(&l->servers));
}

void etr_eid_changed(struct lisp *l, const struct eid *eid)
{
	struct etr_server *s;

	lisp_debug(DEBUG_LOCAL_EID, TAG_XTR, (int)l->id,
		   "Local EID IID %u prefix %s, Changed, registering with map-servers.", eid->iid,
		   eid_str(eid).s);
	TAILQ_FOREACH(s, &l->servers, link) {
		struct etr_reg *r = etr_reg_find(s, eid);

		if (!r)
			continue;
		r->rt_dirty = true;
		r->rt_acked = false;
		kick(s);
	}
}

/* --- Map-Notify ---------------------------------------------------------------------------------- */

static void acknowledged(struct etr_server *s, struct etr_msg *m)
{
	uint64_t now = loop_now_ms(s->lisp->env->loop);

	if (s->reported)
		log_msg(SEV_NOTICE, "LISP", "MAP_SERVER", "map-server %s answers again",
			addr_str(&s->addr).s);
	s->reported = false;
	s->n_notified++;
	s->last_notify_ms = now;
	backoff_reset(&s->backoff);
	for (unsigned i = 0; i < m->n_eids; i++) {
		struct etr_reg *r = etr_reg_find(s, &m->eid[i]);

		tally_add(s->lisp, &m->eid[i], TALLY_NOTIFY_IN);
		if (!r || m->withdraw)
			continue;
		r->notified = true;
		r->notified_ms = now;
	}
	msg_free(m);
	rt_server_notified(s);
}

/* RFC 9301 5.7: an unsolicited notify is acknowledged, its contents copied, signed anew. */
static void send_ack(struct etr_server *s, const struct ctl_in *in, const struct msg_register *m)
{
	struct msg_register ack = *m;
	struct endpoint to = { .addr = in->from.addr, .port = LISP_CONTROL_PORT };
	uint8_t *buf = xmalloc(in->len + 64);
	struct wr w = wr_init(buf, in->len + 64);

	ack.type = LISP_MAP_NOTIFY_ACK;
	ack.auth.len = auth_len(m->auth.algorithm);
	register_encode(&w, &ack);
	if (!w.bad && auth_sign(s->key, ack.type, ack.nonce, &ack.auth, buf, wr_len(&w)))
		ctl_send(s->lisp, &in->to.addr, &to, buf, wr_len(&w));
	free(buf);
}

static struct etr_msg *msg_of_nonce(struct etr_server *s, uint64_t nonce)
{
	struct etr_msg *m;

	TAILQ_FOREACH(m, &s->msgs, link)
		if (m->nonce == nonce)
			return m;
	return NULL;
}

/* Several processes may register with one map-server: the one whose register it answers. */
static struct etr_server *notify_server(struct ctl *c, const struct ctl_in *in, uint64_t nonce)
{
	struct etr_server *s, *first = NULL;
	struct lisp *l;

	TAILQ_FOREACH(l, &c->lisps, link) {
		s = ctl_is_for(l, in) ? server_find(l, &in->from.addr) : NULL;
		if (s && msg_of_nonce(s, nonce))
			return s;
		if (!first)
			first = s;
	}
	return first;
}

void etr_map_notify(struct ctl *c, const struct ctl_in *in, const struct msg_register *m)
{
	uint64_t now = loop_now_ms(c->env->loop);
	struct etr_server *s = notify_server(c, in, m->nonce);
	struct etr_msg *msg;

	if (!s) {
		refuse(&c->refusals, REFUSE_PEER, now, &in->from, "Map-Notify");
		return;
	}
	if (!auth_verify(s->key, LISP_MAP_NOTIFY, m->nonce, &m->auth, in->data, in->len)) {
		s->n_auth_failures++;
		for (unsigned i = 0; i < m->n_records; i++)
			tally_add(s->lisp, &m->record[i].eid, TALLY_NOTIFY_AUTH_FAILED);
		refuse(&c->refusals, REFUSE_AUTH, now, &in->from, "Map-Notify");
		return;
	}
	lisp_debug(DEBUG_MESSAGES, TAG_XTR, (int)s->lisp->id,
		   "Received Map-Notify nonce %s, %u record%s.", nonce_str(m->nonce).s,
		   m->n_records, m->n_records == 1 ? "" : "s");
	for (unsigned i = 0; i < m->n_records; i++)
		discover_learn(s->lisp, &m->record[i]);
	msg = msg_of_nonce(s, m->nonce);
	if (msg) {
		acknowledged(s, msg);
		return;
	}
	send_ack(s, in, m);
	mobility_notified(s->lisp, m);
}
