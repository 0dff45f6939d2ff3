/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAP_PENDING_H
#define MAP_PENDING_H

/*
 * Outstanding Map-Requests by nonce (RFC 9301 5.2, 5.3). A request may be sent several times, each
 * time with a new nonce; all of them match until the request ends. First retry after a second,
 * doubling up to 32 s; after ten retransmissions 30 s of silence.
 */

#include <sys/queue.h>

#include "lib/hash.h"
#include "lib/loop.h"
#include "lib/rate.h"
#include "lispd/core/eid.h"

#define PENDING_MAX_SENT 11

enum pending_kind {
	PENDING_REMOTE_EID, /* a data packet or a refresh wants the mapping */
	PENDING_SMR,	    /* an SMR says that the mapping is stale */
	PENDING_LIG,
};

struct pending {
	TAILQ_ENTRY(pending) link;
	struct pending_db *db;
	enum pending_kind kind;
	struct eid eid;
	struct addr source; /* host that asks, family 0 = none */
	struct addr asked;  /* who was asked last, family 0 = nobody yet */
	unsigned n_sent;    /* in all */
	unsigned n_nonces;
	uint64_t nonce[PENDING_MAX_SENT], sent_ms[PENDING_MAX_SENT];
	unsigned max_tries; /* 0 = until it is ended */
	struct timer retry;
	struct backoff backoff;
	void *arg; /* the kind's */
};

struct pending_ops {
	void (*send)(void *arg, struct pending *p);   /* calls pending_sent() */
	void (*failed)(void *arg, struct pending *p); /* no answer to max_tries; p ends after it */
};

struct pending_db {
	struct hash by_nonce;
	TAILQ_HEAD(, pending) list;
	struct loop *loop;
	const struct pending_ops *ops;
	void *arg;
	size_t n, limit;
	uint64_t n_refused;
};

void pending_db_init(struct pending_db *db, struct loop *l, const struct pending_ops *ops,
		     void *arg);
void pending_db_fini(struct pending_db *db); /* ends what is still out */

/* Starts a request; it is sent on the next turn of the loop. NULL at the limit. */
struct pending *pending_new(struct pending_db *db, enum pending_kind kind, const struct eid *eid,
			    uint32_t first_retry_ms, unsigned max_tries);
void pending_sent(struct pending *p, uint64_t nonce);
void pending_end(struct pending *p); /* forgets its nonces and frees it */
struct pending *pending_find(const struct pending_db *db, uint64_t nonce);
/* The request of a kind for exactly this EID, or NULL. */
struct pending *pending_find_eid(const struct pending_db *db, enum pending_kind kind,
				 const struct eid *eid);
/* When the message with this nonce went out. */
uint64_t pending_sent_ms(const struct pending *p, uint64_t nonce);

#endif
