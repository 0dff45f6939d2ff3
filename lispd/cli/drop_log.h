/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_DROP_LOG_H
#define CLI_DROP_LOG_H

/* The data plane counts and does not log: this looks at its counters now and then, and says in one
 * line per reason what was dropped since. */

#include "lispd/cli/root.h"
#include "lispd/dp/stats.h"

struct drop_log {
	struct dp *dp;
	struct timer look;
	uint64_t told[DROP_REASONS];
};

void drop_log_start(struct drop_log *d, struct loop *l, struct dp *dp); /* dp NULL: nothing */
void drop_log_stop(struct drop_log *d);

#endif
