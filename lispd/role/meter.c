/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/role/meter.h"

#include <string.h>

#include "lib/base.h"

void meter_add(struct meter *m, uint64_t now_ms, uint32_t n)
{
	uint64_t step = now_ms / METER_STEP_MS;

	if (step - m->step >= METER_STEPS)
		memset(m->n, 0, sizeof(m->n));
	else
		for (uint64_t s = m->step + 1; s <= step; s++)
			m->n[s % METER_STEPS] = 0;
	m->step = step;
	m->n[step % METER_STEPS] += n;
}

uint64_t meter_sum(const struct meter *m, uint64_t now_ms, unsigned seconds)
{
	uint64_t step = now_ms / METER_STEP_MS, sum = 0;
	unsigned steps = MIN_OF(seconds * 1000 / METER_STEP_MS, METER_STEPS);

	for (unsigned i = 0; i < steps && i <= step; i++)
		if (step - i <= m->step && m->step - (step - i) < METER_STEPS)
			sum += m->n[(step - i) % METER_STEPS];
	return sum;
}
