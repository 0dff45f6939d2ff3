/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_QSBR_H
#define DP_QSBR_H

/*
 * How control hands things to workers and takes them back without locks.
 *
 * Publishing: control fills an object and stores a pointer to it; workers load the pointer. What
 * a worker found stays valid until it says that it holds nothing (once per batch).
 *
 * Reclaiming: control unlinks an object and retires it. It is freed, in control's thread, when
 * every worker has said so after that.
 */

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

/* w: control, r: workers */
struct qsbr_ptr {
	_Atomic(void *) p;
};

static inline void *qsbr_read(const struct qsbr_ptr *p)
{
	return atomic_load_explicit(&p->p, memory_order_acquire);
}

/* The writer's own look. */
static inline void *qsbr_peek(const struct qsbr_ptr *p)
{
	return atomic_load_explicit(&p->p, memory_order_relaxed);
}

static inline void qsbr_publish(struct qsbr_ptr *p, void *v)
{
	atomic_store_explicit(&p->p, v, memory_order_release);
}

/* A number that stands for itself: flags, an MTU. w and r: anybody, no order promised. */
struct qsbr_word {
	_Atomic uint32_t v;
};

static inline uint32_t qsbr_word_read(const struct qsbr_word *w)
{
	return atomic_load_explicit(&w->v, memory_order_relaxed);
}

static inline void qsbr_word_write(struct qsbr_word *w, uint32_t v)
{
	atomic_store_explicit(&w->v, v, memory_order_relaxed);
}

/* A link that is more than a pointer. */
struct qsbr_slot {
	_Atomic uint64_t v;
};

static inline uint64_t qsbr_slot_read(const struct qsbr_slot *s)
{
	return atomic_load_explicit(&s->v, memory_order_acquire);
}

static inline uint64_t qsbr_slot_peek(const struct qsbr_slot *s)
{
	return atomic_load_explicit(&s->v, memory_order_relaxed);
}

static inline void qsbr_slot_publish(struct qsbr_slot *s, uint64_t v)
{
	atomic_store_explicit(&s->v, v, memory_order_release);
}

/* Not linked yet: publishing the link to it makes this visible, too. */
static inline void qsbr_slot_prepare(struct qsbr_slot *s, uint64_t v)
{
	atomic_store_explicit(&s->v, v, memory_order_relaxed);
}

/* Member of what can be retired. */
struct qsbr_node {
	STAILQ_ENTRY(qsbr_node) link;
	uint64_t epoch;
	void (*free)(struct qsbr_node *n);
};

struct qsbr;

struct qsbr *qsbr_new(unsigned n_readers);
/* All readers have stopped: frees what is in limbo, too. */
void qsbr_free(struct qsbr *q);

/* Worker: the present epoch, then, when it holds nothing from before that moment, its word. */
uint64_t qsbr_epoch(const struct qsbr *q);
void qsbr_quiescent(struct qsbr *q, unsigned reader, uint64_t epoch);

/* Control: the object is linked nowhere any more. */
void qsbr_retire(struct qsbr *q, struct qsbr_node *n, void (*free)(struct qsbr_node *n));
/* Frees what no worker can hold; returns how many objects still wait. */
size_t qsbr_reclaim(struct qsbr *q);
size_t qsbr_waiting(const struct qsbr *q);

/* Control, for owners of a limbo of their own: what was unlinked before the call is out of reach
 * when the returned epoch has passed. */
uint64_t qsbr_advance(struct qsbr *q);
bool qsbr_passed(const struct qsbr *q, uint64_t epoch);

#endif
