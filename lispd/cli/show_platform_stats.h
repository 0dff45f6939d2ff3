/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_PLATFORM_STATS_H
#define CLI_SHOW_PLATFORM_STATS_H

/* show lisp platform statistics: what came from the data plane, and messages by family. */

#include "lib/out.h"
#include "lispd/role/cfg.h"

struct platform_stats {
	uint64_t signals, dropped;
	uint64_t in[SVC_COUNT], sent[SVC_COUNT];
};

void platform_stats_print(struct out *o, const struct platform_stats *s);

#endif
