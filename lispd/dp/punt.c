/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Positions count octets for ever and are taken modulo the size. A record never wraps: when it
 * does not fit before the end, a record of reason SKIP fills the rest.
 */
#include "lispd/dp/punt.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>

#include "lib/base.h"
#include "lib/mem.h"
#include "lispd/dp/dp.h"
#include "lispd/dp/inner.h"

#define ALIGN 8
#define SKIP PUNT_REASONS

/* Packets that control takes in one go, before its loop turns to other things. */
#define DRAIN_MAX 1024

struct punt_ring {
	size_t size;
	uint8_t *data;
	_Alignas(64) _Atomic size_t head; /* w: writer, r: reader; where the next record goes */
	_Alignas(64) _Atomic size_t tail; /* w: reader, r: writer; the oldest record */
};

_Static_assert(sizeof(struct punt_record) % ALIGN == 0, "records stay aligned");

struct punt_ring *punt_ring_new(size_t size)
{
	struct punt_ring *r = aligned_alloc(64, sizeof(*r));

	if (!r)
		abort();
	memset(r, 0, sizeof(*r));
	r->size = size;
	r->data = xmalloc(size);
	return r;
}

void punt_ring_free(struct punt_ring *r)
{
	if (!r)
		return;
	free(r->data);
	free(r);
}

static size_t record_size(size_t len)
{
	return sizeof(struct punt_record) + (len + ALIGN - 1) / ALIGN * ALIGN;
}

static void *record_at(const struct punt_ring *r, size_t position)
{
	return r->data + (position & (r->size - 1));
}

bool punt_ring_put(struct punt_ring *r, const struct punt_record *rec, const uint8_t *data)
{
	size_t head = atomic_load_explicit(&r->head, memory_order_relaxed);
	size_t tail = atomic_load_explicit(&r->tail, memory_order_acquire);
	size_t need = record_size(rec->len), to_end = r->size - (head & (r->size - 1));
	size_t skip = need > to_end ? to_end : 0;

	if (head - tail + skip + need > r->size)
		return false;
	if (skip >= sizeof(*rec)) {
		struct punt_record filler = { .reason = SKIP,
					      .len = (uint32_t)(skip - sizeof(*rec)) };

		memcpy(record_at(r, head), &filler, sizeof(filler));
	}
	head += skip;
	memcpy(record_at(r, head), rec, sizeof(*rec));
	memcpy((uint8_t *)record_at(r, head) + sizeof(*rec), data, rec->len);
	atomic_store_explicit(&r->head, head + need, memory_order_release);
	return true;
}

/* An end too short for a record is passed over by both sides. */
static size_t past_the_end(const struct punt_ring *r, size_t position)
{
	size_t to_end = r->size - (position & (r->size - 1));

	return to_end < sizeof(struct punt_record) ? position + to_end : position;
}

const struct punt_record *punt_ring_get(struct punt_ring *r, const uint8_t **data)
{
	size_t tail = atomic_load_explicit(&r->tail, memory_order_relaxed);
	size_t head = atomic_load_explicit(&r->head, memory_order_acquire);

	while (tail != head) {
		const struct punt_record *rec;

		tail = past_the_end(r, tail);
		rec = record_at(r, tail);
		if (rec->reason != SKIP) {
			atomic_store_explicit(&r->tail, tail, memory_order_release);
			*data = (const uint8_t *)(rec + 1);
			return rec;
		}
		tail += record_size(rec->len);
	}
	atomic_store_explicit(&r->tail, tail, memory_order_release);
	return NULL;
}

void punt_ring_next(struct punt_ring *r)
{
	size_t tail = atomic_load_explicit(&r->tail, memory_order_relaxed);
	const struct punt_record *rec = record_at(r, tail);

	atomic_store_explicit(&r->tail, tail + record_size(rec->len), memory_order_release);
}

/* --- control ---------------------------------------------------------------------------------- */

static void deliver(struct dp *dp, const struct punt_record *rec, const uint8_t *data,
		    unsigned worker)
{
	struct inner in;
	struct punt_packet p = {
		.table = rec->table,
		.process = rec->table->process,
		.iid = rec->table->iid,
		.reason = rec->reason,
		.rloc = rec->rloc,
		.lsbs = rec->lsbs,
		.data = data,
		.len = (uint16_t)rec->len,
		.worker = (uint8_t)worker,
	};

	if (rec->table->dead || !inner_parse(&in, (uint8_t *)(uintptr_t)data, rec->len))
		return;
	p.src = inner_src(&in);
	p.dst = inner_dst(&in);
	dp->ops.punt(dp->arg, &p);
}

void punt_drain(struct dp *dp)
{
	for (unsigned i = 0; i < dp->n_workers; i++) {
		struct punt_ring *r = dp->worker[i]->punt;
		const struct punt_record *rec;
		const uint8_t *data;

		for (int n = 0; n < DRAIN_MAX && (rec = punt_ring_get(r, &data)); n++) {
			deliver(dp, rec, data, i);
			punt_ring_next(r);
		}
	}
}
