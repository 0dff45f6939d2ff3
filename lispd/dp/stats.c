/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/dp/stats.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base.h"
#include "lib/mem.h"

#define N_VALUES (sizeof(struct dp_stats) / sizeof(uint64_t))

_Static_assert(sizeof(struct counter) == sizeof(uint64_t), "a counter is a number");
_Static_assert(offsetof(struct stats_cell, drop) == offsetof(struct dp_stats, drop),
	       "cells and sums have the same members");

const char *dp_drop_str(enum dp_drop reason)
{
	static const char *const text[DROP_REASONS] = {
		[DROP_HOLD_FULL] = "too many packets wait for an EID",
		[DROP_HOLD_EXPIRED] = "no answer for the EID came",
		[DROP_PUNT_FULL] = "too many packets for control",
		[DROP_FIB] = "dropped by the map-cache entry",
		[DROP_NOT_IP] = "not an IP packet",
		[DROP_TOO_BIG] = "larger than the path to the locator",
		[DROP_SEND] = "outer packet not sent",
		[DROP_RECEIVE_FORMAT] = "encapsulated packet malformed",
		[DROP_RECEIVE_IID] = "unknown instance ID",
		[DROP_RECEIVE_EID] = "inner destination not a local EID",
		[DROP_RECEIVE_SOURCE] = "source address not acceptable",
		[DROP_RECEIVE_CHECKSUM] = "inner header checksum wrong",
		[DROP_RECEIVE_ECN] = "congestion mark on a packet that knows none",
		[DROP_TUN_WRITE] = "not taken by the tunnel device",
	};

	return text[reason];
}

struct stats_cell *stats_cells_new(unsigned n)
{
	struct stats_cell *c = aligned_alloc(_Alignof(struct stats_cell), n * sizeof(*c));

	if (!c)
		abort();
	memset(c, 0, n * sizeof(*c));
	return c;
}

void stats_cells_free(struct stats_cell *c)
{
	free(c);
}

void stats_add(struct dp_stats *sum, const struct stats_cell *c, unsigned n)
{
	uint64_t *v = (uint64_t *)sum;

	for (unsigned i = 0; i < n; i++)
		for (size_t j = 0; j < N_VALUES; j++)
			v[j] += counter_read(&c[i].all[j]);
}

void stats_fold(struct stats_cell *into, const struct stats_cell *c, unsigned n)
{
	struct dp_stats sum = { 0 };
	const uint64_t *v = (const uint64_t *)&sum;

	stats_add(&sum, c, n);
	for (size_t j = 0; j < N_VALUES; j++)
		counter_add(&into->all[j], v[j]);
}
