/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_RT_H
#define ROLE_RT_H

/*
 * The reliable transport of registrations on TCP 4342. The ETR opens a session once a map-server
 * has acknowledged a register by UDP; the Map-Server takes it only from RLOCs that it has
 * authenticated. UDP alone is always enough.
 */

#include "lispd/role/etr.h"
#include "lispd/role/process.h"

enum rt_state { RT_UNKNOWN, RT_INIT, RT_LISTENING, RT_DOWN, RT_UP };

struct rt_session {
	TAILQ_ENTRY(rt_session) link; /* by peer address */
	struct lisp *lisp;
	bool active;		     /* we are the ETR */
	struct endpoint local, peer; /* ports once it is up */
	enum rt_state state;
	uint64_t created_ms, changed_ms; /* of the state; 0 = never */
	uint32_t n_in, n_out;		 /* messages */
	uint32_t n_unsupported;
	uint32_t next_id;
	struct host_conn *conn;
	/* ETR */
	struct etr_server *server;
	bool refreshed; /* the Map-Server asked for registrations */
	bool synced;	/* each EID is acknowledged: UDP rests */
	struct timer answer, reconnect;
	struct backoff backoff;
	uint64_t not_before_ms;
	struct log_limit rejects;
	/* A UDP register was authenticated since the last loss: there is no session without it. */
	bool authenticated;
};

const char *rt_state_str(enum rt_state s); /* "Up", "Init" ... */
void rt_fini(struct lisp *l);
/* Addresses or links changed: sessions that hang on an address that is gone end now. */
void rt_host_changed(struct lisp *l);
void rt_reach_changed(struct lisp *l, const struct reach_rloc *r);

/* ETR side. */
void rt_server_notified(struct etr_server *s); /* a Map-Notify came */
void rt_server_restart(struct etr_server *s);  /* its key changed */
void rt_server_gone(struct etr_server *s);
/* Sends what is dirty, if a session can take it. True when UDP is not needed. */
bool rt_send_changes(struct etr_server *s);
bool rt_withdraw(struct etr_server *s, const struct eid *eid);

/* Map-Server side. */
void rt_registered(struct lisp *l, const struct addr *peer, const struct addr *local);
/* Asks every peer for all its registrations again. */
void rt_refresh_all(struct lisp *l);
/* A registration from this RLOC is gone. */
void rt_unregistered(struct lisp *l, const struct addr *peer);
/* A session with exactly this peer is up. */
bool rt_is_up(const struct lisp *l, const struct endpoint *peer);
void rt_send_ack(struct rt_session *s, const struct eid *eid);
void rt_send_reject(struct rt_session *s, uint8_t reason, const struct eid *eid);
/* A connection came in by the locator table, as in struct ctl_in. False: refuse it. Else ops and arg are filled, and up() follows. */
bool rt_accept(struct ctl *c, const void *table, struct host_conn *conn,
	       const struct endpoint *local, const struct endpoint *peer,
	       const struct conn_ops **ops, void **arg);
/* clear lisp session: peer NULL = all. */
void rt_clear(struct lisp *l, const struct addr *peer);

#endif
