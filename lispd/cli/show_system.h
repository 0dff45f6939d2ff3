/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_SYSTEM_H
#define CLI_SHOW_SYSTEM_H

/* show version: what is collected, and how it is printed. */

#include <stdint.h>

#include "lib/out.h"

struct version_view {
	const char *product;	/* "0.1.0" */
	const char *compatible; /* "17.3.1" */
	const char *hostname, *serial;
	uint64_t uptime_ms;
	uint64_t memory_kb, memory_used_kb;
	unsigned n_gigabit, n_other;
};

void version_print(struct out *o, const struct version_view *v);

#endif
