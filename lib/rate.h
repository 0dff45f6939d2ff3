/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_RATE_H
#define LIB_RATE_H

/* A token bucket. Time is the caller's, in milliseconds. */

#include <stdbool.h>
#include <stdint.h>

struct rate {
	uint32_t per_second, burst; /* per_second 0: no limit */
	uint64_t tokens_milli, last_ms;
};

void rate_init(struct rate *r, uint32_t per_second, uint32_t burst);
bool rate_take(struct rate *r, uint64_t now_ms); /* false: over the limit */

/* Waiting times that double from first_ms up to max_ms. */
struct backoff {
	uint32_t first_ms, max_ms, next_ms;
};

void backoff_init(struct backoff *b, uint32_t first_ms, uint32_t max_ms);
void backoff_reset(struct backoff *b);
uint32_t backoff_next_ms(struct backoff *b);

#endif
