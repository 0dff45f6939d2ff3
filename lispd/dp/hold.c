/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A queue per (table, destination), found by an ordered trie so that a release for a prefix walks
 * only its own destinations; and one list of all packets by age, for the bound in all and for
 * packets whose answer never comes.
 */
#include "lispd/dp/hold.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base.h"
#include "lib/lpm.h"
#include "lib/mem.h"
#include "lispd/dp/dp.h"

#define HOLD_PER_EID 64
#define HOLD_TOTAL 10000
#define HOLD_MAX_MS 10000
#define SWEEP_MS 1000

struct held {
	TAILQ_ENTRY(held) in_queue, by_age;
	struct hold_queue *queue;
	uint64_t since_ms;
	uint8_t worker;
	uint32_t len;
	uint8_t data[];
};

struct hold_queue { /* packets for one destination */
	struct fib_table *table;
	struct lpm_key key;
	unsigned n;
	TAILQ_HEAD(, held) packets; /* oldest first */
};

struct hold {
	struct dp *dp;
	struct lpm *queues;
	unsigned n, per_eid, total;
	TAILQ_HEAD(, held) all; /* oldest first */
	struct timer sweep;
};

static void count_drop(struct hold *h, enum dp_drop why)
{
	counter_add(&h->dp->control->drop[why], 1);
}

static void forget(struct hold *h, struct held *p)
{
	struct hold_queue *q = p->queue;

	TAILQ_REMOVE(&h->all, p, by_age);
	TAILQ_REMOVE(&q->packets, p, in_queue);
	h->n--;
	q->n--;
	free(p);
	if (q->n)
		return;
	lpm_del(h->queues, &q->key);
	free(q);
}

static void on_sweep(void *arg)
{
	struct hold *h = arg;
	uint64_t now = loop_now_ms(h->dp->loop);
	struct held *p;

	while ((p = TAILQ_FIRST(&h->all)) && now - p->since_ms >= HOLD_MAX_MS) {
		count_drop(h, DROP_HOLD_EXPIRED);
		forget(h, p);
	}
	if (h->n)
		timer_start(&h->sweep, SWEEP_MS);
}

struct hold *hold_new(struct dp *dp)
{
	struct hold *h = xcalloc(1, sizeof(*h));

	h->dp = dp;
	h->queues = lpm_new();
	h->per_eid = dp->cfg.hold_per_eid ? dp->cfg.hold_per_eid : HOLD_PER_EID;
	h->total = dp->cfg.hold_total ? dp->cfg.hold_total : HOLD_TOTAL;
	TAILQ_INIT(&h->all);
	timer_init(&h->sweep, dp->loop, on_sweep, h);
	return h;
}

void hold_free(struct hold *h)
{
	if (!h)
		return;
	timer_stop(&h->sweep);
	while (!TAILQ_EMPTY(&h->all))
		forget(h, TAILQ_FIRST(&h->all));
	lpm_free(h->queues);
	free(h);
}

static struct lpm_key key_of(const struct fib_table *t, const struct prefix *p)
{
	return lpm_key(t->id, p); /* the table's number stands where an instance ID would */
}

static struct hold_queue *queue_get(struct hold *h, struct fib_table *t, const struct addr *dst)
{
	struct prefix host = prefix_host(dst);
	struct lpm_key key = key_of(t, &host);
	struct hold_queue *q = lpm_find(h->queues, &key);

	if (q)
		return q;
	q = xcalloc(1, sizeof(*q));
	q->table = t;
	q->key = key;
	TAILQ_INIT(&q->packets);
	lpm_add(h->queues, &key, q);
	return q;
}

void hold_put(struct dp *dp, const struct punt_packet *p)
{
	struct hold *h = dp->hold;
	struct held *new = malloc(sizeof(*new) + p->len);
	struct hold_queue *q;

	if (!new) {
		count_drop(h, DROP_HOLD_FULL);
		return;
	}
	q = queue_get(h, p->table, &p->dst);
	*new = (struct held){
		.queue = q,
		.since_ms = loop_now_ms(dp->loop),
		.worker = p->worker,
		.len = p->len,
	};
	memcpy(new->data, p->data, p->len);
	TAILQ_INSERT_TAIL(&q->packets, new, in_queue);
	TAILQ_INSERT_TAIL(&h->all, new, by_age);
	q->n++;
	h->n++;
	counter_add(&dp->control->held, 1);
	if (q->n > h->per_eid || h->n > h->total) {
		count_drop(h, DROP_HOLD_FULL);
		forget(h, q->n > h->per_eid ? TAILQ_FIRST(&q->packets) : TAILQ_FIRST(&h->all));
	}
	if (!timer_armed(&h->sweep))
		timer_start(&h->sweep, SWEEP_MS);
}

static void forward(struct dp *dp, struct fib_table *t, const struct held *p)
{
	struct worker *w = dp->worker[p->worker];
	struct punt_record rec = { .table = t, .reason = PUNT_MISS, .len = p->len };

	if (punt_ring_put(w->release, &rec, p->data))
		counter_add(&dp->control->released, 1);
	else
		count_drop(dp->hold, DROP_HOLD_FULL);
	worker_wake(w);
}

static void native(struct dp *dp, struct fib_table *t, const struct held *p)
{
	static const struct tun_vnet plain;

	if (tun_write(t->tun.fd[p->worker], &plain, p->data, p->len))
		counter_add(&dp->control->released, 1);
	else
		count_drop(dp->hold, DROP_TUN_WRITE);
}

static unsigned release_queue(struct dp *dp, struct hold_queue *q, enum hold_verdict v)
{
	unsigned n = q->n;

	for (unsigned i = 0; i < n; i++) {
		struct held *p = TAILQ_FIRST(&q->packets);

		switch (v) {
		case HOLD_FORWARD:
			forward(dp, q->table, p);
			break;
		case HOLD_NATIVE:
			native(dp, q->table, p);
			break;
		case HOLD_DROP:
			count_drop(dp->hold, DROP_FIB);
			break;
		}
		forget(dp->hold, p); /* the last one takes the queue along */
	}
	return n;
}

unsigned hold_release(struct dp *dp, struct fib_table *t, const struct prefix *prefix,
		      enum hold_verdict v)
{
	struct lpm_key key = key_of(t, prefix);
	struct hold_queue *q;
	unsigned n = 0;

	while ((q = lpm_first_under(dp->hold->queues, &key)))
		n += release_queue(dp, q, v);
	return n;
}
