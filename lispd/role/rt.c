/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/role/rt_session.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/role/debug.h"
#include "lispd/wire/rtp.h"

#define RECONNECT_MS 10000
#define RECONNECT_MAX_MS 320000

const char *rt_state_str(enum rt_state s)
{
	static const char *const name[] = { "Unknown", "Init", "Listening", "Down", "Up" };

	return name[s];
}

void rt_note(struct rt_session *s, const char *what)
{
	lisp_debug(
		DEBUG_SESSION, TAG_NONE, -1,
		"Session VRF default, Local %s, Peer %s, Role: %s, State: %s, %s (RX %u, TX %u).",
		addr_is_none(&s->local.addr) ? "UNSPEC" : addr_str(&s->local.addr).s,
		addr_str(&s->peer.addr).s, s->active ? "Active" : "Passive", rt_state_str(s->state),
		what, s->n_in, s->n_out);
}

void rt_set_state(struct rt_session *s, enum rt_state state)
{
	if (s->state == state)
		return;
	s->state = state;
	s->changed_ms = loop_now_ms(s->lisp->env->loop);
}

struct rt_session *rt_session_find(const struct lisp *l, bool active, const struct addr *peer)
{
	struct rt_session *s;

	TAILQ_FOREACH(s, &l->sessions, link)
		if (s->active == active && addr_equal(&s->peer.addr, peer))
			return s;
	return NULL;
}

struct rt_session *rt_session_new(struct lisp *l, bool active, const struct addr *peer)
{
	struct rt_session *s = xcalloc(1, sizeof(*s)), *at;

	s->lisp = l;
	s->active = active;
	s->peer.addr = *peer;
	s->created_ms = loop_now_ms(l->env->loop);
	timer_init(&s->answer, l->env->loop, rt_on_no_answer, s);
	timer_init(&s->reconnect, l->env->loop, rt_on_reconnect, s);
	backoff_init(&s->backoff, RECONNECT_MS, RECONNECT_MAX_MS);
	TAILQ_FOREACH(at, &l->sessions, link)
		if (addr_cmp(&at->peer.addr, peer) > 0)
			break;
	if (at)
		TAILQ_INSERT_BEFORE(at, s, link);
	else
		TAILQ_INSERT_TAIL(&l->sessions, s, link);
	rt_note(s, "Created");
	return s;
}

void rt_disconnect(struct rt_session *s)
{
	if (s->conn)
		s->lisp->env->host->conn_close(s->conn);
	s->conn = NULL;
}

void rt_session_free(struct rt_session *s)
{
	timer_stop(&s->answer);
	timer_stop(&s->reconnect);
	rt_disconnect(s);
	TAILQ_REMOVE(&s->lisp->sessions, s, link);
	free(s);
}

void rt_fini(struct lisp *l)
{
	while (!TAILQ_EMPTY(&l->sessions))
		rt_session_free(TAILQ_FIRST(&l->sessions));
}

void rt_send_message(struct rt_session *s, uint16_t type, const struct wr *body)
{
	uint8_t buf[RT_MESSAGE_ROOM + RTP_OVERHEAD];
	struct wr w = wr_init(buf, sizeof(buf));

	rtp_encode(&w, type, ++s->next_id, body->start, wr_len(body));
	if (w.bad || body->bad || !s->conn)
		return;
	s->n_out++;
	s->lisp->env->host->conn_send(s->conn, buf, wr_len(&w));
}

/* Splits what came in into messages; handle() returns false when the session has ended. */
size_t rt_split(struct rt_session *s, const uint8_t *p, size_t len,
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

void rt_lost(struct rt_session *s)
{
	s->conn = NULL;
	timer_stop(&s->answer);
	rt_set_state(s, RT_DOWN);
	rt_note(s, "Connection closed");
	s->authenticated = false;
	s->refreshed = s->synced = false;
}

void rt_clear(struct lisp *l, const struct addr *peer)
{
	struct rt_session *s, *next;

	for (s = TAILQ_FIRST(&l->sessions); s; s = next) {
		next = TAILQ_NEXT(s, link);
		if (!s->conn || (peer && !addr_equal(peer, &s->peer.addr)))
			continue;
		rt_disconnect(s);
		if (s->active)
			rt_active_lost(s);
		else
			rt_passive_closed(s, "cleared");
	}
}
