/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_WHEEL_H
#define LIB_WHEEL_H

/*
 * A hierarchical timer wheel with a tick of one millisecond: adding, moving and removing a node
 * cost the same with one node and with a million. Six levels of 64 slots reach two years;
 * later times wait in the last slot and are filed again from there.
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#define WHEEL_LEVELS 6
#define WHEEL_SLOTS 64

struct wheel_node {
	TAILQ_ENTRY(wheel_node) link;
	uint64_t due_ms; /* absolute */
	uint16_t slot;	 /* where it is filed; 0 = not in the wheel */
};

TAILQ_HEAD(wheel_list, wheel_node);

struct wheel {
	uint64_t now_ms;
	uint64_t used[WHEEL_LEVELS]; /* bit = slot not empty */
	struct wheel_list slot[WHEEL_LEVELS][WHEEL_SLOTS];
	struct wheel_list due; /* nodes whose time has come, oldest first */
};

void wheel_init(struct wheel *w, uint64_t now_ms);
void wheel_add(struct wheel *w, struct wheel_node *n, uint64_t due_ms); /* n is not in */
void wheel_del(struct wheel *w, struct wheel_node *n);			/* harmless when not in */
bool wheel_has(const struct wheel_node *n);
/* The next time at which the wheel must be looked at (never later than the earliest node);
 * UINT64_MAX when it is empty. */
uint64_t wheel_next_ms(const struct wheel *w);
/* Moves to now_ms or to the first time with due nodes, whichever is earlier, and gives one due
 * node, taken out, or NULL when nothing is due up to now_ms. Call until NULL. */
struct wheel_node *wheel_pop(struct wheel *w, uint64_t now_ms);

#endif
