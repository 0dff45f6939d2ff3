/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ETR's end of a session: connects, registers, falls back to UDP. */
#include "lispd/role/rt_session.h"

#include "lispd/role/debug.h"

#define ANSWER_MS 10000
#define RECORDS_PER_MESSAGE 20

static const struct conn_ops active_ops;

void rt_active_lost(struct rt_session *s)
{
	struct etr_server *server = s->server;

	rt_lost(s);
	s->not_before_ms = loop_now_ms(s->lisp->env->loop) + backoff_next_ms(&s->backoff);
	for (unsigned i = 0; i < server->n_regs; i++)
		server->reg[i].rt_acked = false;
	if (server->n_regs)
		etr_start_udp(server);
}

static void send_registration(struct rt_session *s, const struct eid *eid, unsigned n,
			      bool withdraw)
{
	uint8_t buf[RT_MESSAGE_ROOM];
	struct wr body = wr_init(buf, sizeof(buf));
	size_t len = etr_build_register(s->server, eid, n, withdraw,
					ctl_register_nonce(s->lisp->ctl), buf, sizeof(buf));

	if (!len)
		return;
	body.p += len;
	for (unsigned i = 0; i < n; i++)
		tally_add(s->lisp, &eid[i], TALLY_REGISTER_OUT);
	rt_send_message(s, RTP_REGISTRATION, &body);
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
	rt_note(s, "All registrations acknowledged");
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
		if (n && etr_wants_merge(s->lisp, &eid[0]) !=
				 etr_wants_merge(s->lisp, &s->server->reg[i].eid)) {
			send_registration(s, eid, n, false);
			n = 0;
		}
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

void rt_on_no_answer(void *arg)
{
	struct rt_session *s = arg;

	rt_note(s, "No answer, registering by UDP");
	s->synced = false;
	if (!timer_armed(&s->server->period))
		etr_start_udp(s->server);
}

static void got_refresh(struct rt_session *s, const struct rtp_msg *m)
{
	struct rtp_refresh f;

	if (rtp_refresh_decode(rd_init(m->data, m->data_len), &f) != WIRE_OK)
		return;
	rt_note(s, "Registration refresh");
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
	rt_set_state(s, RT_UP);
	rt_note(s, "Connection established");
	timer_start(&s->answer, ANSWER_MS);
}

static size_t active_data(void *arg, const uint8_t *p, size_t len)
{
	return rt_split(arg, p, len, active_message);
}

static void active_closed(void *arg, const char *why UNUSED)
{
	rt_active_lost(arg);
}

static const struct conn_ops active_ops = {
	.up = active_up,
	.data = active_data,
	.closed = active_closed,
};

void rt_host_changed(struct lisp *l)
{
	struct rt_session *s, *next;

	for (s = TAILQ_FIRST(&l->sessions); s; s = next) {
		next = TAILQ_NEXT(s, link);
		if (!s->active || !s->conn || addr_is_none(&s->local.addr) ||
		    l->env->host->is_local(l->env->host_arg, &s->local.addr))
			continue;
		rt_note(s, "Local address is gone");
		rt_disconnect(s);
		rt_active_lost(s);
	}
}

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
	lisp_source(l, &s->peer.addr, &local);
	s->local = (struct endpoint){ .addr = local };
	rt_set_state(s, RT_INIT);
	s->conn = l->env->host->connect(l->env->host_arg, &local, &peer, &active_ops, s);
	if (s->conn)
		return;
	rt_set_state(s, RT_DOWN);
	s->not_before_ms = now + backoff_next_ms(&s->backoff);
	timer_start(&s->reconnect, s->not_before_ms - now);
}

void rt_on_reconnect(void *arg)
{
	try_connect(arg);
}

void rt_server_notified(struct etr_server *server)
{
	if (!server->lisp->env->reliable_transport)
		return;
	if (!server->session) {
		server->session = rt_session_new(server->lisp, true, &server->addr);
		server->session->server = server;
	}
	server->session->authenticated = true;
	try_connect(server->session);
}

void rt_server_gone(struct etr_server *server)
{
	if (server->session)
		rt_session_free(server->session);
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
