/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/map/pending.h"

#include <stdlib.h>

#include "lib/mem.h"

#define RETRY_MAX_MS 32000
#define SILENCE_MS 30000
#define LIMIT 10000

void pending_db_init(struct pending_db *db, struct loop *l, const struct pending_ops *ops,
		     void *arg)
{
	*db = (struct pending_db){ .loop = l, .ops = ops, .arg = arg, .limit = LIMIT };
	hash_init(&db->by_nonce);
	TAILQ_INIT(&db->list);
}

void pending_db_fini(struct pending_db *db)
{
	while (!TAILQ_EMPTY(&db->list))
		pending_end(TAILQ_FIRST(&db->list));
	hash_fini(&db->by_nonce);
}

static uint32_t next_wait_ms(struct pending *p)
{
	if (p->n_sent && p->n_sent % PENDING_MAX_SENT == 0) {
		backoff_reset(&p->backoff);
		return SILENCE_MS;
	}
	return backoff_next_ms(&p->backoff);
}

static void on_retry(void *arg)
{
	struct pending *p = arg;
	struct pending_db *db = p->db;

	if (p->max_tries && p->n_sent >= p->max_tries) {
		db->ops->failed(db->arg, p);
		pending_end(p);
		return;
	}
	/* Armed before sending: send() may end the request. */
	p->n_sent++;
	timer_start(&p->retry, next_wait_ms(p));
	db->ops->send(db->arg, p);
}

struct pending *pending_new(struct pending_db *db, enum pending_kind kind, const struct eid *eid,
			    uint32_t first_retry_ms, unsigned max_tries)
{
	struct pending *p;

	if (db->n >= db->limit) {
		db->n_refused++;
		return NULL;
	}
	p = xcalloc(1, sizeof(*p));
	p->db = db;
	p->kind = kind;
	p->eid = *eid;
	p->max_tries = max_tries;
	backoff_init(&p->backoff, first_retry_ms, RETRY_MAX_MS);
	timer_init(&p->retry, db->loop, on_retry, p);
	timer_start(&p->retry, 0);
	TAILQ_INSERT_TAIL(&db->list, p, link);
	db->n++;
	return p;
}

void pending_sent(struct pending *p, uint64_t nonce)
{
	unsigned i = p->n_nonces % PENDING_MAX_SENT;

	if (p->n_nonces >= PENDING_MAX_SENT)
		hash_del(&p->db->by_nonce, p->nonce[i]);
	p->nonce[i] = nonce;
	p->sent_ms[i] = loop_now_ms(p->db->loop);
	p->n_nonces++;
	hash_add(&p->db->by_nonce, nonce, p);
}

void pending_end(struct pending *p)
{
	unsigned n = p->n_nonces < PENDING_MAX_SENT ? p->n_nonces : PENDING_MAX_SENT;

	for (unsigned i = 0; i < n; i++)
		hash_del(&p->db->by_nonce, p->nonce[i]);
	timer_stop(&p->retry);
	TAILQ_REMOVE(&p->db->list, p, link);
	p->db->n--;
	free(p);
}

struct pending *pending_find(const struct pending_db *db, uint64_t nonce)
{
	return hash_find(&db->by_nonce, nonce);
}

struct pending *pending_find_eid(const struct pending_db *db, enum pending_kind kind,
				 const struct eid *eid)
{
	struct pending *p;

	TAILQ_FOREACH(p, &db->list, link)
		if (p->kind == kind && eid_equal(&p->eid, eid))
			return p;
	return NULL;
}

uint64_t pending_sent_ms(const struct pending *p, uint64_t nonce)
{
	unsigned n = p->n_nonces < PENDING_MAX_SENT ? p->n_nonces : PENDING_MAX_SENT;

	for (unsigned i = 0; i < n; i++)
		if (p->nonce[i] == nonce)
			return p->sent_ms[i];
	return loop_now_ms(p->db->loop);
}
