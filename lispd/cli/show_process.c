/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this process uses of the machine: show memory statistics, show processes. */
#include "lispd/cli/show_process.h"

#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include "lispd/cli/root.h"
#include "lispd/cli/tables.h"

/* --- collecting ------------------------------------------------------------------------------- */

static uint64_t timeval_ms(const struct timeval *t)
{
	return (uint64_t)t->tv_sec * 1000 + (uint64_t)t->tv_usec / 1000;
}

static uint64_t resident_bytes(void)
{
	FILE *f = fopen("/proc/self/statm", "re");
	char line[128] = "";
	unsigned long total, resident = 0;

	if (!f)
		return 0;
	if (!fgets(line, sizeof(line), f) || sscanf(line, "%lu %lu", &total, &resident) != 2)
		resident = 0;
	fclose(f);
	return (uint64_t)resident * (uint64_t)sysconf(_SC_PAGESIZE);
}

void process_collect(uint64_t uptime_ms, struct process_view *v)
{
	struct mallinfo2 heap = mallinfo2();
	struct sysinfo info;
	struct rusage usage;

	*v = (struct process_view){ .pid = getpid(), .uptime_ms = uptime_ms };
	if (sysinfo(&info) == 0)
		v->machine_bytes = (uint64_t)info.totalram * info.mem_unit;
	v->resident_bytes = resident_bytes();
	v->heap_used_bytes = heap.uordblks + heap.hblkhd;
	v->heap_bytes = heap.arena + heap.hblkhd;
	if (getrusage(RUSAGE_SELF, &usage) == 0) {
		v->user_ms = timeval_ms(&usage.ru_utime);
		v->system_ms = timeval_ms(&usage.ru_stime);
		v->peak_bytes = (uint64_t)usage.ru_maxrss * 1024;
	}
	if (getloadavg(v->load, 3) != 3)
		v->load[0] = v->load[1] = v->load[2] = 0;
}

/* --- printing --------------------------------------------------------------------------------- */

/* Of one processor, since the start. */
static unsigned cpu_permille(const struct process_view *v)
{
	return v->uptime_ms ? (unsigned)((v->user_ms + v->system_ms) * 1000 / v->uptime_ms) : 0;
}

/* The heap is what a router of its own would call processor memory. Tools take the word behind
 * "Processor" for an address: it has letters. */
void memory_print(struct out *o, const struct process_view *v)
{
	uint64_t free_bytes =
		v->machine_bytes > v->resident_bytes ? v->machine_bytes - v->resident_bytes : 0;

	out_str(o, "                Head    Total(b)     Used(b)     Free(b)   Lowest(b)  "
		   "Largest(b)\n");
	out(o,
	    "Processor  %9s %11" PRIu64 " %11" PRIu64 " %11" PRIu64 " %11" PRIu64 " %11" PRIu64
	    "\n",
	    "7FA0C0DE", v->machine_bytes, v->resident_bytes, free_bytes,
	    v->machine_bytes > v->peak_bytes ? v->machine_bytes - v->peak_bytes : 0, free_bytes);
}

void cpu_print(struct out *o, const struct process_view *v)
{
	unsigned share = cpu_permille(v) / 10;

	out(o,
	    "CPU utilization of lispd since its start: %u%%; load of the machine: %.2f %.2f %.2f\n",
	    share, v->load[0], v->load[1], v->load[2]);
	out_str(o, " PID Runtime(ms)   User(ms) System(ms)     Uptime(ms) Process\n");
	out(o, "%4d %11" PRIu64 " %10" PRIu64 " %10" PRIu64 " %14" PRIu64 " lispd\n", (int)v->pid,
	    v->user_ms + v->system_ms, v->user_ms, v->system_ms, v->uptime_ms);
}

void process_memory_print(struct out *o, const struct process_view *v)
{
	out(o, "Processor Pool Total: %" PRIu64 " Used: %" PRIu64 " Peak: %" PRIu64 "\n",
	    v->machine_bytes, v->resident_bytes, v->peak_bytes);
	out_str(o, " PID  Allocated      Freed    Holding Process\n");
	out(o, "%4d %10" PRIu64 " %10" PRIu64 " %10" PRIu64 " lispd\n", (int)v->pid, v->heap_bytes,
	    v->heap_bytes - v->heap_used_bytes, v->heap_used_bytes);
}

/* --- commands --------------------------------------------------------------------------------- */

static const struct json_field fields[] = {
	JSON_FIELD(struct process_view, pid, JSON_INT, "pid"),
	JSON_FIELD(struct process_view, uptime_ms, JSON_MS, "uptimeSeconds"),
	JSON_FIELD(struct process_view, user_ms, JSON_U64, "userMilliseconds"),
	JSON_FIELD(struct process_view, system_ms, JSON_U64, "systemMilliseconds"),
	JSON_FIELD(struct process_view, machine_bytes, JSON_U64, "machineBytes"),
	JSON_FIELD(struct process_view, resident_bytes, JSON_U64, "residentBytes"),
	JSON_FIELD(struct process_view, peak_bytes, JSON_U64, "peakBytes"),
	JSON_FIELD(struct process_view, heap_bytes, JSON_U64, "heapBytes"),
	JSON_FIELD(struct process_view, heap_used_bytes, JSON_U64, "heapUsedBytes"),
	{ 0 },
};

static int show(struct cli *c, void (*print)(struct out *o, const struct process_view *v))
{
	struct root *r = root_of(c);
	struct json *j = cli_json(c);
	struct process_view v;

	process_collect(loop_now_ms(r->loop) - r->start_ms, &v);
	if (!j) {
		print(cli_out(c), &v);
		return CLI_OK;
	}
	json_object(j, NULL);
	json_fields(j, fields, &v);
	return CLI_OK;
}

static int show_memory(struct cli *c, const struct args *a UNUSED)
{
	return show(c, memory_print);
}

static int show_cpu(struct cli *c, const struct args *a UNUSED)
{
	return show(c, cpu_print);
}

static int show_process_memory(struct cli *c, const struct args *a UNUSED)
{
	return show(c, process_memory_print);
}

const struct cli_cmd show_process_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show memory [statistics|summary]",
		.help = "memory      Memory of the machine, and what lispd uses of it\n"
			"statistics  The same\n"
			"summary     The same\n",
		.run = show_memory,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show processes [cpu]",
		.help = "processes  What lispd uses\n"
			"cpu        Processor time\n",
		.run = show_cpu,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show processes memory",
		.help = "processes  What lispd uses\n"
			"memory     Memory\n",
		.run = show_process_memory,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
