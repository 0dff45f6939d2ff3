/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/wheel.h"

#include <string.h>

/* A node's place: 1 = the due list, 2 + level * 64 + slot otherwise. */
#define SLOT_DUE 1
#define SLOT_BASE 2

void wheel_init(struct wheel *w, uint64_t now_ms)
{
	memset(w, 0, sizeof(*w));
	w->now_ms = now_ms;
	TAILQ_INIT(&w->due);
	for (unsigned l = 0; l < WHEEL_LEVELS; l++)
		for (unsigned s = 0; s < WHEEL_SLOTS; s++)
			TAILQ_INIT(&w->slot[l][s]);
}

void wheel_add(struct wheel *w, struct wheel_node *n, uint64_t due_ms)
{
	uint64_t delta = due_ms > w->now_ms ? due_ms - w->now_ms : 0;
	unsigned level, slot;

	n->due_ms = due_ms;
	if (!delta) {
		n->slot = SLOT_DUE;
		TAILQ_INSERT_TAIL(&w->due, n, link);
		return;
	}
	level = (63 - (unsigned)__builtin_clzll(delta)) / 6;
	if (level >= WHEEL_LEVELS) {
		level = WHEEL_LEVELS - 1;
		due_ms = w->now_ms + (63ULL << 6 * level);
	}
	slot = due_ms >> 6 * level & 63;
	n->slot = (uint16_t)(SLOT_BASE + level * WHEEL_SLOTS + slot);
	w->used[level] |= 1ULL << slot;
	TAILQ_INSERT_TAIL(&w->slot[level][slot], n, link);
}

void wheel_del(struct wheel *w, struct wheel_node *n)
{
	unsigned level, slot;

	if (!n->slot)
		return;
	if (n->slot == SLOT_DUE) {
		TAILQ_REMOVE(&w->due, n, link);
	} else {
		level = (n->slot - SLOT_BASE) / WHEEL_SLOTS;
		slot = (n->slot - SLOT_BASE) % WHEEL_SLOTS;
		TAILQ_REMOVE(&w->slot[level][slot], n, link);
		if (TAILQ_EMPTY(&w->slot[level][slot]))
			w->used[level] &= ~(1ULL << slot);
	}
	n->slot = 0;
}

bool wheel_has(const struct wheel_node *n)
{
	return n->slot != 0;
}

static uint64_t rotate_right(uint64_t v, unsigned n)
{
	return n ? v >> n | v << (64 - n) : v;
}

uint64_t wheel_next_ms(const struct wheel *w)
{
	uint64_t next = UINT64_MAX;

	if (!TAILQ_EMPTY(&w->due))
		return w->now_ms;
	for (unsigned l = 0; l < WHEEL_LEVELS; l++) {
		uint64_t turn = w->now_ms >> 6 * l, at;

		if (!w->used[l])
			continue;
		/* Slots lie 1 to 64 turns ahead; the present one is a whole round away. */
		at = turn + 1 +
		     (unsigned)__builtin_ctzll(rotate_right(w->used[l], (turn + 1) & 63));
		at <<= 6 * l;
		if (at < next)
			next = at;
	}
	return next;
}

/* Files the nodes of one slot again, now that its time has come. */
static void open_slot(struct wheel *w, unsigned level)
{
	unsigned slot = w->now_ms >> 6 * level & 63;
	struct wheel_list moved = TAILQ_HEAD_INITIALIZER(moved);
	struct wheel_node *n;

	if (!(w->used[level] & 1ULL << slot))
		return;
	TAILQ_CONCAT(&moved, &w->slot[level][slot], link);
	w->used[level] &= ~(1ULL << slot);
	while ((n = TAILQ_FIRST(&moved))) {
		TAILQ_REMOVE(&moved, n, link);
		wheel_add(w, n, n->due_ms);
	}
}

struct wheel_node *wheel_pop(struct wheel *w, uint64_t now_ms)
{
	struct wheel_node *n;
	uint64_t next;

	while (TAILQ_EMPTY(&w->due)) {
		next = wheel_next_ms(w);
		if (next > now_ms) {
			if (now_ms > w->now_ms)
				w->now_ms = now_ms;
			return NULL;
		}
		w->now_ms = next;
		for (unsigned l = WHEEL_LEVELS; l-- > 0;)
			if (!(next & ((1ULL << 6 * l) - 1)))
				open_slot(w, l);
	}
	n = TAILQ_FIRST(&w->due);
	TAILQ_REMOVE(&w->due, n, link);
	n->slot = 0;
	return n;
}
