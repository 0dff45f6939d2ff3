/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Map-Server's end of a session: accepts authenticated RLOCs, takes registrations. */
#include "lispd/role/rt_session.h"

#include <string.h>

#include "lispd/role/debug.h"
#include "lispd/role/ms.h"

void rt_registered(struct lisp *l, const struct addr *peer, const struct addr *local)
{
	struct rt_session *s = rt_session_find(l, false, peer);

	if (!l->env->reliable_transport)
		return;
	if (!s)
		s = rt_session_new(l, false, peer);
	s->authenticated = true;
	if (s->conn || !reach_up(&l->reach, peer))
		return;
	s->local.addr = *local;
	rt_set_state(s, RT_LISTENING);
}

bool rt_is_up(const struct lisp *l, const struct endpoint *peer)
{
	const struct rt_session *s = rt_session_find(l, false, &peer->addr);

	return s && s->conn && s->state == RT_UP && s->peer.port == peer->port;
}

void rt_reach_changed(struct lisp *l, const struct reach_rloc *r)
{
	struct rt_session *s = rt_session_find(l, false, &r->addr);

	if (!s || s->conn || !r->up)
		return;
	rt_note(s, "Peer is reachable");
	rt_note(s, "Scheduled update");
	rt_set_state(s, RT_INIT);
	rt_note(s, "Created with OS adaptor");
	rt_set_state(s, RT_LISTENING);
}

static void send_eid(struct rt_session *s, uint16_t type, uint8_t reason, const struct eid *eid)
{
	uint8_t buf[128];
	struct wr w = wr_init(buf, sizeof(buf));

	if (type == RTP_REGISTRATION_ACK)
		rtp_ack_encode(&w, eid);
	else
		rtp_reject_encode(&w, reason, eid);
	rt_send_message(s, type, &w);
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
	struct ctl_in in = {
		.data = m->data,
		.len = m->data_len,
		.from = s->peer,
		.to = s->local,
		.table = s->lisp->env->host_arg,
	};
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

static void send_refresh(struct rt_session *s)
{
	static const struct rtp_refresh everything;
	uint8_t buf[64];
	struct wr w = wr_init(buf, sizeof(buf));

	rtp_refresh_encode(&w, &everything);
	rt_send_message(s, RTP_REGISTRATION_REFRESH, &w);
}

void rt_refresh_all(struct lisp *l)
{
	struct rt_session *s;

	TAILQ_FOREACH(s, &l->sessions, link)
		if (!s->active && s->state == RT_UP)
			send_refresh(s);
}

static void passive_up(void *arg, const struct endpoint *local)
{
	struct rt_session *s = arg;

	s->local = *local;
	rt_set_state(s, RT_UP);
	rt_note(s, "Connection established");
	send_refresh(s);
}

static size_t passive_data(void *arg, const uint8_t *p, size_t len)
{
	return rt_split(arg, p, len, passive_message);
}

static void passive_lost(struct rt_session *s)
{
	struct endpoint peer = s->peer;

	rt_lost(s);
	s->peer.port = 0;
	ms_session_lost(s->lisp, &peer);
}

/* A peer without registrations is nobody to us: its RLOC is not watched any more. */
static void forget_if_unused(struct rt_session *s)
{
	if (s->conn || reach_find(&s->lisp->reach, &s->peer.addr))
		return;
	rt_note(s, "Destroyed");
	rt_session_free(s);
}

void rt_unregistered(struct lisp *l, const struct addr *peer)
{
	struct rt_session *s = rt_session_find(l, false, peer);

	if (s)
		forget_if_unused(s);
}

void rt_passive_closed(void *arg, const char *why UNUSED)
{
	passive_lost(arg);
	forget_if_unused(arg);
}

static const struct conn_ops passive_ops = {
	.up = passive_up,
	.data = passive_data,
	.closed = rt_passive_closed,
};

bool rt_accept(struct ctl *c, const void *table, struct host_conn *conn,
	       const struct endpoint *local, const struct endpoint *peer,
	       const struct conn_ops **ops, void **arg)
{
	struct ctl_in in = { .table = table };
	struct rt_session *s = NULL;
	struct lisp *l;

	TAILQ_FOREACH(l, &c->lisps, link) {
		if (!ctl_is_for(l, &in))
			continue;
		s = rt_session_find(l, false, &peer->addr);
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
		rt_disconnect(s);
		passive_lost(s);
	}
	s->conn = conn;
	s->peer = *peer;
	s->local = *local;
	*ops = &passive_ops;
	*arg = s;
	return true;
}
