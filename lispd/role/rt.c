/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/role/rt.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/role/debug.h"
#include "lispd/role/ms.h"
#include "lispd/wire/rtp.h"

#define ANSWER_MS 10000
#define RECONNECT_MS 10000
#define RECONNECT_MAX_MS 320000
#define RECORDS_PER_MESSAGE 20
#define MESSAGE_ROOM 8192

static const struct conn_ops active_ops, passive_ops;

const char *rt_state_str(enum rt_state s)
{
	static const char *const name[] = { "Unknown", "Init", "Listening", "Down", "Up" };

	return name[s];
}

static void note(struct rt_session *s, const char *what)
{
	lisp_debug(
		DEBUG_SESSION, TAG_NONE, -1,
		"Session VRF default, Local %s, Peer %s, Role: %s, State: %s, %s (RX %u, TX %u).",
		addr_is_none(&s->local.addr) ? "UNSPEC" : addr_str(&s->local.addr).s,
		addr_str(&s->peer.addr).s, s->active ? "Active" : "Passive", rt_state_str(s->state),
		what, s->n_in, s->n_out);
}

static void set_state(struct rt_session *s, enum rt_state state)
{
	if (s->state == state)
		return;
	s->state = state;
	s->changed_ms = loop_now_ms(s->lisp->env->loop);
}

static struct rt_session *session_find(const struct lisp *l, bool active, const struct addr *peer)
{
	struct rt_session *s;

	TAILQ_FOREACH(s, &l->sessions, link)
		if (s->active == active && addr_equal(&s->peer.addr, peer))
			return s;
	return NULL;
}

static void on_no_answer(void *arg);
static void on_reconnect(void *arg);

static struct rt_session *session_new(struct lisp *l, bool active, const struct addr *peer)
{
	struct rt_session *s = xcalloc(1, sizeof(*s)), *at;

	s->lisp = l;
	s->active = active;
	s->peer.addr = *peer;
	s->created_ms = loop_now_ms(l->env->loop);
	timer_init(&s->answer, l->env->loop, on_no_answer, s);
	timer_init(&s->reconnect, l->env->loop, on_reconnect, s);
	backoff_init(&s->backoff, RECONNECT_MS, RECONNECT_MAX_MS);
	TAILQ_FOREACH(at, &l->sessions, link)
		if (addr_cmp(&at->peer.addr, peer) > 0)
			break;
	if (at)
		TAILQ_INSERT_BEFORE(at, s, link);
	else
		TAILQ_INSERT_TAIL(&l->sessions, s, link);
	note(s, "Created");
	return s;
}

static void disconnect(struct rt_session *s)
{
	if (s->conn)
		s->lisp->env->host->conn_close(s->conn);
	s->conn = NULL;
}

static void session_free(struct rt_session *s)
{
	timer_stop(&s->answer);
	timer_stop(&s->reconnect);
	disconnect(s);
	TAILQ_REMOVE(&s->lisp->sessions, s, link);
	free(s);
}

void rt_fini(struct lisp *l)
{
	while (!TAILQ_EMPTY(&l->sessions))
		session_free(TAILQ_FIRST(&l->sessions));
}

static void send_message(struct rt_session *s, uint16_t type, const struct wr *body)
{
	uint8_t buf[MESSAGE_ROOM + RTP_OVERHEAD];
	struct wr w = wr_init(buf, sizeof(buf));

	rtp_encode(&w, type, ++s->next_id, body->start, wr_len(body));
	if (w.bad || body->bad || !s->conn)
		return;
	s->n_out++;
	s->lisp->env->host->conn_send(s->conn, buf, wr_len(&w));
}

/* Splits what came in into messages; handle() returns false when the session has ended. */
static size_t split(struct rt_session *s, const uint8_t *p, size_t len,
		    void (*handle)(struct rt_session *s, const struct rtp_msg *m))
{
	size_t used = 0, n;
	enum wire_error err;
	struct rtp_msg m;

	while (s->conn) {
		n = rtp_decode(p + used, len - used, &m, &err);
		if (err != WIRE_OK) {
			refuse(&s->lisp->ctl->refusals, REFUSE_MALFORMED,
			       loop_now_ms(s->lisp->env->loop), &s->peer, "TCP message (%s)",
			       wire_error_str(err));
			return SIZE_MAX; /* framing is lost: the connection is closed */
		}
		if (!n)
			break;
		used += n;
		s->n_in++;
		handle(s, &m);
	}
	return used;
}

static void lost(struct rt_session *s)
{
	s->conn = NULL;
	timer_stop(&s->answer);
	set_state(s, RT_DOWN);
	note(s, "Connection closed");
	s->authenticated = false;
	s->refreshed = s->synced = false;
}

/* --- ETR ------------------------------------------------------------------------------------------ */

static void active_lost(struct rt_session *s)
{
	struct etr_server *server = s->server;

	lost(s);
	s->not_before_ms = loop_now_ms(s->lisp->env->loop) + backoff_next_ms(&s->backoff);
	for (unsigned i = 0; i < server->n_regs; i++)
		server->reg[i].rt_acked = false;
	if (server->n_regs)
		etr_start_udp(server);
}

static void send_registration(struct rt_session *s, const struct eid *eid, unsigned n,
			      bool withdraw)
{
	uint8_t buf[MESSAGE_ROOM];
	struct wr body = wr_init(buf, sizeof(buf));
	size_t len = etr_build_register(s->server, eid, n, withdraw,
					ctl_register_nonce(s->lisp->ctl), buf, sizeof(buf));

	if (!len)
		return;
	body.p += len;
	send_message(s, RTP_REGISTRATION, &body);
}

static bool in_scope(const struct rtp_refresh *f, const struct eid *eid)
{
	switch (f->scope) {
	case 0:
		return true;
	case 1:
		return eid->iid == f->eid.iid;
	case 2:
		return eid->iid == f->eid.iid &&
		       eid->prefix.addr.family == f->eid.prefix.addr.family;
	case 3:
		return eid_covers(&f->eid, eid);
	}
	return eid_equal(&f->eid, eid);
}

static bool all_acked(const struct etr_server *server)
{
	for (unsigned i = 0; i < server->n_regs; i++)
		if (!server->reg[i].rt_acked)
			return false;
	return true;
}

static void check_synced(struct rt_session *s)
{
	if (!s->refreshed || !all_acked(s->server))
		return;
	timer_stop(&s->answer);
	s->synced = true;
	backoff_reset(&s->backoff);
	etr_stop_udp(s->server);
	note(s, "All registrations acknowledged");
}

/* Sends the EIDs that still want an acknowledgment. */
static void send_dirty(struct rt_session *s)
{
	struct eid eid[RECORDS_PER_MESSAGE];
	bool sent = false;
	unsigned n = 0;

	for (unsigned i = 0; i < s->server->n_regs; i++) {
		if (!s->server->reg[i].rt_dirty)
			continue;
		s->server->reg[i].rt_dirty = false;
		s->server->reg[i].rt_acked = false;
		eid[n++] = s->server->reg[i].eid;
		sent = true;
		if (n < RECORDS_PER_MESSAGE)
			continue;
		send_registration(s, eid, n, false);
		n = 0;
	}
	if (n)
		send_registration(s, eid, n, false);
	if (sent)
		timer_start(&s->answer, ANSWER_MS);
	else
		check_synced(s); /* nothing is to be waited for */
}

static void on_no_answer(void *arg)
{
	struct rt_session *s = arg;

	note(s, "No answer, registering by UDP");
	s->synced = false;
	if (!timer_armed(&s->server->period))
		etr_start_udp(s->server);
}

static void got_refresh(struct rt_session *s, const struct rtp_msg *m)
{
	struct rtp_refresh f;

	if (rtp_refresh_decode(rd_init(m->data, m->data_len), &f) != WIRE_OK)
		return;
	note(s, "Registration refresh");
	for (unsigned i = 0; i < s->server->n_regs; i++) {
		struct etr_reg *r = &s->server->reg[i];

		if (in_scope(&f, &r->eid) && !(f.rejected_only && r->rt_acked))
			r->rt_dirty = true;
	}
	s->refreshed = true;
	send_dirty(s);
}

static void got_ack(struct rt_session *s, const struct rtp_msg *m)
{
	struct etr_reg *r;
	struct eid eid;

	if (rtp_ack_decode(rd_init(m->data, m->data_len), &eid) != WIRE_OK)
		return;
	r = etr_reg_find(s->server, &eid);
	if (!r || r->rt_dirty)
		return;
	r->rt_acked = true;
	s->server->last_notify_ms = loop_now_ms(s->lisp->env->loop);
	check_synced(s);
}

static void got_reject(struct rt_session *s, const struct rtp_msg *m)
{
	static const char *const why[] = { "unknown reason", "not a valid site EID prefix",
					   "authentication failure", "locator set not allowed",
					   "not defined" };
	uint8_t reason;
	struct eid eid;

	if (rtp_reject_decode(rd_init(m->data, m->data_len), &reason, &eid) != WIRE_OK)
		return;
	log_limited(&s->rejects, SEV_WARNING, "LISP", "REGISTRATION",
		    "map-server %s rejects %s: %s", addr_str(&s->peer.addr).s, eid_str(&eid).s,
		    why[reason < ARRAY_LEN(why) ? reason : 0]);
}

static void active_message(struct rt_session *s, const struct rtp_msg *m)
{
	switch (m->type) {
	case RTP_REGISTRATION_REFRESH:
		got_refresh(s, m);
		return;
	case RTP_REGISTRATION_ACK:
		got_ack(s, m);
		return;
	case RTP_REGISTRATION_REJECT:
		got_reject(s, m);
		return;
	}
	s->n_unsupported++;
}

static void active_up(void *arg, const struct endpoint *local)
{
	struct rt_session *s = arg;

	s->local = *local;
	s->peer.port = LISP_CONTROL_PORT;
	set_state(s, RT_UP);
	note(s, "Connection established");
	timer_start(&s->answer, ANSWER_MS);
}

static size_t active_data(void *arg, const uint8_t *p, size_t len)
{
	return split(arg, p, len, active_message);
}

static void active_closed(void *arg, const char *why UNUSED)
{
	active_lost(arg);
}

static const struct conn_ops active_ops = {
	.up = active_up,
	.data = active_data,
	.closed = active_closed,
};

static void try_connect(struct rt_session *s)
{
	struct lisp *l = s->lisp;
	struct endpoint peer = { .addr = s->peer.addr, .port = LISP_CONTROL_PORT };
	uint64_t now = loop_now_ms(l->env->loop);
	struct addr local = { 0 };

	if (s->conn || !s->authenticated)
		return;
	if (now < s->not_before_ms) {
		timer_start(&s->reconnect, s->not_before_ms - now);
		return;
	}
	l->env->host->source(l->env->host_arg, &s->peer.addr, &local);
	s->local = (struct endpoint){ .addr = local };
	set_state(s, RT_INIT);
	s->conn = l->env->host->connect(l->env->host_arg, &local, &peer, &active_ops, s);
	if (s->conn)
		return;
	set_state(s, RT_DOWN);
	s->not_before_ms = now + backoff_next_ms(&s->backoff);
	timer_start(&s->reconnect, s->not_before_ms - now);
}

static void on_reconnect(void *arg)
{
	try_connect(arg);
}

void rt_server_notified(struct etr_server *server)
{
	if (!server->lisp->env->reliable_transport)
		return;
	if (!server->session) {
		server->session = session_new(server->lisp, true, &server->addr);
		server->session->server = server;
	}
	server->session->authenticated = true;
	try_connect(server->session);
}

void rt_server_gone(struct etr_server *server)
{
	if (server->session)
		session_free(server->session);
	server->session = NULL;
}

void rt_server_restart(struct etr_server *server)
{
	rt_server_gone(server);
	for (unsigned i = 0; i < server->n_regs; i++) {
		server->reg[i].rt_dirty = true;
		server->reg[i].rt_acked = false;
	}
}

static bool usable(const struct rt_session *s)
{
	return s && s->conn && s->state == RT_UP && s->refreshed;
}

bool rt_send_changes(struct etr_server *server)
{
	struct rt_session *s = server->session;

	if (!usable(s))
		return false;
	send_dirty(s);
	return s->synced;
}

bool rt_withdraw(struct etr_server *server, const struct eid *eid)
{
	struct rt_session *s = server->session;

	if (!usable(s))
		return false;
	send_registration(s, eid, 1, true);
	return s->synced;
}

/* --- Map-Server ------------------------------------------------------------------------------------ */

void rt_registered(struct lisp *l, const struct addr *peer, const struct addr *local)
{
	struct rt_session *s = session_find(l, false, peer);

	if (!l->env->reliable_transport)
		return;
	if (!s)
		s = session_new(l, false, peer);
	s->authenticated = true;
	if (s->conn || !reach_up(&l->reach, peer))
		return;
	s->local.addr = *local;
	set_state(s, RT_LISTENING);
}

bool rt_is_up(const struct lisp *l, const struct endpoint *peer)
{
	const struct rt_session *s = session_find(l, false, &peer->addr);

	return s && s->conn && s->state == RT_UP && s->peer.port == peer->port;
}

void rt_reach_changed(struct lisp *l, const struct reach_rloc *r)
{
	struct rt_session *s = session_find(l, false, &r->addr);

	if (!s || s->conn || !r->up)
		return;
	note(s, "Peer is reachable");
	note(s, "Scheduled update");
	set_state(s, RT_INIT);
	note(s, "Created with OS adaptor");
	set_state(s, RT_LISTENING);
}

static void send_eid(struct rt_session *s, uint16_t type, uint8_t reason, const struct eid *eid)
{
	uint8_t buf[128];
	struct wr w = wr_init(buf, sizeof(buf));

	if (type == RTP_REGISTRATION_ACK)
		rtp_ack_encode(&w, eid);
	else
		rtp_reject_encode(&w, reason, eid);
	send_message(s, type, &w);
}

void rt_send_ack(struct rt_session *s, const struct eid *eid)
{
	send_eid(s, RTP_REGISTRATION_ACK, 0, eid);
}

void rt_send_reject(struct rt_session *s, uint8_t reason, const struct eid *eid)
{
	send_eid(s, RTP_REGISTRATION_REJECT, reason, eid);
}

static void passive_message(struct rt_session *s, const struct rtp_msg *m)
{
	struct ctl *c = s->lisp->ctl;
	struct ctl_in in = { .data = m->data, .len = m->data_len, .from = s->peer, .to = s->local };
	struct msg_register reg;
	enum wire_error e;

	if (m->type != RTP_REGISTRATION) {
		s->n_unsupported++;
		return;
	}
	e = register_decode(rd_init(m->data, m->data_len), &reg, c->arena);
	if (e != WIRE_OK || reg.type != LISP_MAP_REGISTER) {
		refuse(&c->refusals, REFUSE_MALFORMED, loop_now_ms(c->env->loop), &s->peer,
		       "Map-Register (TCP, %s)", wire_error_str(e));
		return;
	}
	ms_session_register(s->lisp, s, &in, &reg);
}

static void passive_up(void *arg, const struct endpoint *local)
{
	static const struct rtp_refresh everything;
	struct rt_session *s = arg;
	uint8_t buf[64];
	struct wr w = wr_init(buf, sizeof(buf));

	s->local = *local;
	set_state(s, RT_UP);
	note(s, "Connection established");
	rtp_refresh_encode(&w, &everything);
	send_message(s, RTP_REGISTRATION_REFRESH, &w);
}

static size_t passive_data(void *arg, const uint8_t *p, size_t len)
{
	return split(arg, p, len, passive_message);
}

static void passive_lost(struct rt_session *s)
{
	struct endpoint peer = s->peer;

	lost(s);
	s->peer.port = 0;
	ms_session_lost(s->lisp, &peer);
}

/* A peer without registrations is nobody to us: its RLOC is not watched any more. */
static void forget_if_unused(struct rt_session *s)
{
	if (s->conn || reach_find(&s->lisp->reach, &s->peer.addr))
		return;
	note(s, "Destroyed");
	session_free(s);
}

void rt_unregistered(struct lisp *l, const struct addr *peer)
{
	struct rt_session *s = session_find(l, false, peer);

	if (s)
		forget_if_unused(s);
}

static void passive_closed(void *arg, const char *why UNUSED)
{
	passive_lost(arg);
	forget_if_unused(arg);
}

static const struct conn_ops passive_ops = {
	.up = passive_up,
	.data = passive_data,
	.closed = passive_closed,
};

bool rt_accept(struct ctl *c, struct host_conn *conn, const struct endpoint *local,
	       const struct endpoint *peer, const struct conn_ops **ops, void **arg)
{
	struct rt_session *s = NULL;
	struct lisp *l;

	TAILQ_FOREACH(l, &c->lisps, link) {
		s = session_find(l, false, &peer->addr);
		if (s && s->authenticated)
			break;
		s = NULL;
	}
	if (!s) {
		refuse(&c->refusals, REFUSE_SESSION, loop_now_ms(c->env->loop), peer,
		       "TCP connection");
		return false;
	}
	if (s->conn) {
		/* The peer has started again: the old connection is dead. */
		disconnect(s);
		passive_lost(s);
	}
	s->conn = conn;
	s->peer = *peer;
	s->local = *local;
	*ops = &passive_ops;
	*arg = s;
	return true;
}

void rt_clear(struct lisp *l, const struct addr *peer)
{
	struct rt_session *s, *next;

	for (s = TAILQ_FIRST(&l->sessions); s; s = next) {
		next = TAILQ_NEXT(s, link);
		if (!s->conn || (peer && !addr_equal(peer, &s->peer.addr)))
			continue;
		disconnect(s);
		if (s->active)
			active_lost(s);
		else
			passive_closed(s, "cleared");
	}
}
