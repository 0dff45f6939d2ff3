/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_PROCESS_H
#define CLI_SHOW_PROCESS_H

/* show memory statistics, show processes: what is collected, and how it is printed. */

#include <stdint.h>
#include <sys/types.h>

#include "lib/out.h"

struct process_view {
	pid_t pid;
	uint64_t uptime_ms, user_ms, system_ms;
	uint64_t machine_bytes; /* memory of the machine */
	uint64_t resident_bytes, peak_bytes;
	uint64_t heap_bytes, heap_used_bytes;
	double load[3];
};

void process_collect(uint64_t uptime_ms, struct process_view *v);
void memory_print(struct out *o, const struct process_view *v);
void cpu_print(struct out *o, const struct process_view *v);
void process_memory_print(struct out *o, const struct process_view *v);

#endif
