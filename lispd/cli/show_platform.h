/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_PLATFORM_H
#define CLI_SHOW_PLATFORM_H

/* show lisp platform: what this router can do, and how much of its limits is used. */

#include "lib/json.h"
#include "lispd/role/cfg.h"

struct platform_view {
	unsigned n_instances; /* at most */
	size_t limit;	      /* map-cache entries of a process */
	unsigned local[SVC_COUNT], remote[SVC_COUNT];
};

void platform_print(struct out *o, const struct platform_view *v);

#endif
