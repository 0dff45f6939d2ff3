/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/rate.h"

#include "lib/base.h"

void rate_init(struct rate *r, uint32_t per_second, uint32_t burst)
{
	*r = (struct rate){ .per_second = per_second, .burst = burst };
	r->tokens_milli = (uint64_t)burst * 1000;
}

bool rate_take(struct rate *r, uint64_t now_ms)
{
	uint64_t full = (uint64_t)r->burst * 1000;

	if (!r->per_second)
		return true;
	if (now_ms > r->last_ms) {
		uint64_t gone = MIN_OF(now_ms - r->last_ms, 3600000);

		r->tokens_milli = MIN_OF(full, r->tokens_milli + gone * r->per_second);
		r->last_ms = now_ms;
	}
	if (r->tokens_milli < 1000)
		return false;
	r->tokens_milli -= 1000;
	return true;
}

void backoff_init(struct backoff *b, uint32_t first_ms, uint32_t max_ms)
{
	*b = (struct backoff){ .first_ms = first_ms, .max_ms = max_ms, .next_ms = first_ms };
}

void backoff_reset(struct backoff *b)
{
	b->next_ms = b->first_ms;
}

uint32_t backoff_next_ms(struct backoff *b)
{
	uint32_t ms = b->next_ms;

	b->next_ms = ms > b->max_ms / 2 ? b->max_ms : ms * 2;
	return ms;
}
