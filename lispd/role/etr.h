/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_ETR_H
#define ROLE_ETR_H

/* Egress Tunnel Router: registers the local database with its map-servers and answers
 * Map-Requests for it (RFC 9301 5.5, 5.6, 8.2). */

#include "lispd/role/ctl.h"
#include "lispd/wire/auth.h"

struct rt_session;

/* One prefix as one map-server knows it. */
struct etr_reg {
	struct eid eid;
	bool notified; /* a Map-Notify acknowledged it */
	bool rt_acked; /* acknowledged on the TCP session */
	bool rt_dirty; /* changed since it was sent on the session */
	bool marked;
	uint64_t since_ms, notified_ms;
};

struct etr_msg; /* a Map-Register that is not acknowledged yet */

struct etr_server {
	TAILQ_ENTRY(etr_server) link; /* by address */
	struct lisp *lisp;
	struct addr addr;
	struct addr source; /* of "source-locator"; family 0: the kernel's choice */
	char *key_text;
	struct auth_key *key;
	enum lisp_auth algorithm;
	bool proxy_reply;
	unsigned n_regs;
	struct etr_reg *reg; /* by EID */
	TAILQ_HEAD(, etr_msg) msgs;
	struct timer period;
	struct backoff backoff;		       /* kept over periods while nobody answers */
	uint64_t first_ms;		       /* of the present quick phase */
	uint64_t last_sent_ms, last_notify_ms; /* 0 = never */
	uint32_t n_sent, n_notified, n_auth_failures;
	bool reported; /* that it does not answer */
	bool marked;
	struct rt_session *session; /* role/rt */
};

/* Brings the database and the map-servers in line with what is configured. */
void etr_apply(struct lisp *l);
void etr_apply_database(struct lisp *l); /* the first half of it */
void etr_withdraw(struct lisp *l);	 /* this router stops: nobody shall be sent here */
void etr_fini(struct lisp *l);
/* A dynamic EID of the database that is being made; from mobility_add_mappings(). */
void etr_add_roamer(struct lisp_inst *inst, const struct db_mapping_cfg *host);

/* The database changed for this EID: register at once. */
void etr_eid_changed(struct lisp *l, const struct eid *eid);

void etr_map_notify(struct ctl *c, const struct ctl_in *in, const struct msg_register *m);
/* Map-Request for EIDs of ours; false when none of the records is. */
bool etr_request(struct lisp *l, const struct request_in *in, const struct msg_map_request *m);

/* Registers by UDP now and every period again. */
void etr_start_udp(struct etr_server *s);
void etr_stop_udp(struct etr_server *s);
/* A whole signed Map-Register for n EIDs of the server (TTL 0 when withdraw). Its length, 0 when
 * it did not fit. */
size_t etr_build_register(struct etr_server *s, const struct eid *eid, unsigned n, bool withdraw,
			  uint64_t nonce, uint8_t *buf, size_t len);
/* Its registration asks for merging: one Map-Register cannot hold both kinds. */
bool etr_wants_merge(const struct lisp *l, const struct eid *eid);
struct etr_reg *etr_reg_find(struct etr_server *s, const struct eid *eid);

#endif
