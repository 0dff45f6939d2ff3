/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Quiescent-state based reclamation with one global epoch. Retiring stamps the object with the
 * next epoch and moves the epoch there. A worker reads the epoch at a moment when it holds
 * nothing, and stores it in its cell: it has then seen everything unlinked up to that epoch.
 */
#include "lispd/dp/qsbr.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

#define CACHE_LINE 64

struct cell {
	_Alignas(CACHE_LINE) _Atomic uint64_t epoch; /* w: one worker, r: control */
};

struct qsbr {
	_Atomic uint64_t epoch; /* w: control, r: workers */
	unsigned n_readers;
	STAILQ_HEAD(, qsbr_node) limbo; /* control's, oldest first */
	size_t n_waiting;
	struct cell *cell;
};

/* Zeroed, on cache lines of its own. */
static void *xaligned(size_t len)
{
	size_t whole = (len / CACHE_LINE + 1) * CACHE_LINE;
	void *p = aligned_alloc(CACHE_LINE, whole);

	if (!p)
		abort();
	return memset(p, 0, whole);
}

struct qsbr *qsbr_new(unsigned n_readers)
{
	struct qsbr *q = xcalloc(1, sizeof(*q));

	q->n_readers = n_readers;
	STAILQ_INIT(&q->limbo);
	atomic_init(&q->epoch, 1);
	q->cell = xaligned(n_readers * sizeof(*q->cell));
	for (unsigned i = 0; i < n_readers; i++)
		atomic_init(&q->cell[i].epoch, 1);
	return q;
}

void qsbr_free(struct qsbr *q)
{
	if (!q)
		return;
	q->n_readers = 0;
	qsbr_reclaim(q);
	free(q->cell);
	free(q);
}

uint64_t qsbr_epoch(const struct qsbr *q)
{
	return atomic_load_explicit(&q->epoch, memory_order_acquire);
}

void qsbr_quiescent(struct qsbr *q, unsigned reader, uint64_t epoch)
{
	atomic_store_explicit(&q->cell[reader].epoch, epoch, memory_order_release);
}

uint64_t qsbr_advance(struct qsbr *q)
{
	uint64_t epoch = atomic_load_explicit(&q->epoch, memory_order_relaxed) + 1;

	atomic_store_explicit(&q->epoch, epoch, memory_order_release);
	return epoch;
}

void qsbr_retire(struct qsbr *q, struct qsbr_node *n, void (*free)(struct qsbr_node *n))
{
	n->free = free;
	STAILQ_INSERT_TAIL(&q->limbo, n, link);
	q->n_waiting++;
	n->epoch = qsbr_advance(q);
}

static uint64_t oldest_reader(const struct qsbr *q)
{
	uint64_t oldest = UINT64_MAX;

	for (unsigned i = 0; i < q->n_readers; i++) {
		uint64_t e = atomic_load_explicit(&q->cell[i].epoch, memory_order_acquire);

		oldest = e < oldest ? e : oldest;
	}
	return oldest;
}

size_t qsbr_reclaim(struct qsbr *q)
{
	uint64_t oldest = oldest_reader(q);
	struct qsbr_node *n;

	/* What is freed may retire other things; those come behind and wait their turn. */
	while ((n = STAILQ_FIRST(&q->limbo)) && n->epoch <= oldest) {
		STAILQ_REMOVE_HEAD(&q->limbo, link);
		q->n_waiting--;
		n->free(n);
	}
	return q->n_waiting;
}

size_t qsbr_waiting(const struct qsbr *q)
{
	return q->n_waiting;
}

bool qsbr_passed(const struct qsbr *q, uint64_t epoch)
{
	return oldest_reader(q) >= epoch;
}
