/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_METER_H
#define ROLE_METER_H

/* How much came in the last seconds, up to five minutes back, in steps of five seconds. */

#include <stdint.h>

#define METER_STEP_MS 5000
#define METER_STEPS 60

struct meter {
	uint64_t step; /* the last one that was counted in */
	uint32_t n[METER_STEPS];
};

void meter_add(struct meter *m, uint64_t now_ms, uint32_t n);
/* Over the present step and those before it that lie in the last seconds. */
uint64_t meter_sum(const struct meter *m, uint64_t now_ms, unsigned seconds);

#endif
