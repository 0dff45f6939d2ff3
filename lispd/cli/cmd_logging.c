/* SPDX-License-Identifier: GPL-3.0-or-later */
/* logging: the buffer, terminals, hosts. */
#include <stdio.h>
#include <string.h>

#include "lib/cli/args.h"
#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/syslog.h"
#include "lispd/cli/tables.h"

#define USUAL_BUFFER 4096

static int level_typed(const struct args *a, int otherwise)
{
	uint32_t n = 0;

	if (arg_u32(a, "level", &n))
		return (int)n;
	for (int sev = SEV_EMERGENCY; sev <= SEV_DEBUG; sev++)
		if (arg_has(a, log_severity_name(sev)))
			return sev;
	return otherwise;
}

static struct logging_cfg *logging_of(struct cli *c)
{
	return &root_of(c)->sys->logging;
}

/* --- buffered --------------------------------------------------------------------------------- */

static int run_buffered(struct cli *c, const struct args *a)
{
	struct logging_cfg *l = logging_of(c);
	uint32_t size = USUAL_BUFFER;

	arg_u32(a, "size", &size);
	l->buffer_bytes = arg_no(a) ? 0 : size;
	l->buffer_level = level_typed(a, SEV_DEBUG);
	log_set_buffer(l->buffer_bytes, l->buffer_level);
	return CLI_OK;
}

static void write_buffered(struct cli_writer *w, const void *obj)
{
	const struct logging_cfg *l = &((const struct root *)obj)->sys->logging;
	bool level = l->buffer_level != SEV_DEBUG || cli_writer_all(w);
	char size[16] = "";

	if (!l->buffer_bytes) {
		cli_line(w, "no logging buffered");
		return;
	}
	if (l->buffer_bytes == USUAL_BUFFER && !level)
		return;
	if (l->buffer_bytes != USUAL_BUFFER || cli_writer_all(w))
		snprintf(size, sizeof(size), " %u", l->buffer_bytes);
	cli_line(w, "logging buffered%s%s%s", size, level ? " " : "",
		 level ? log_severity_name(l->buffer_level) : "");
}

/* --- console, monitor, trap --------------------------------------------------------------------- */

static int set_level(struct cli *c, const struct args *a, int *level, int usual)
{
	*level = arg_no(a) ? SEV_OFF : level_typed(a, usual);
	syslog_apply(root_of(c)->sys);
	return CLI_OK;
}

static int run_console(struct cli *c, const struct args *a)
{
	return set_level(c, a, &logging_of(c)->console_level, SEV_DEBUG);
}

static int run_monitor(struct cli *c, const struct args *a)
{
	return set_level(c, a, &logging_of(c)->monitor_level, SEV_DEBUG);
}

static int run_trap(struct cli *c, const struct args *a)
{
	return set_level(c, a, &logging_of(c)->trap_level, SEV_INFO);
}

static void write_level(struct cli_writer *w, const char *what, int level, int usual)
{
	if (level == SEV_OFF)
		cli_line(w, "no logging %s", what);
	else if (level != usual || cli_writer_all(w))
		cli_line(w, "logging %s %s", what, log_severity_name(level));
}

static void write_console(struct cli_writer *w, const void *obj)
{
	write_level(w, "console", ((const struct root *)obj)->sys->logging.console_level,
		    SEV_DEBUG);
}

static void write_monitor(struct cli_writer *w, const void *obj)
{
	write_level(w, "monitor", ((const struct root *)obj)->sys->logging.monitor_level,
		    SEV_DEBUG);
}

static void write_trap(struct cli_writer *w, const void *obj)
{
	write_level(w, "trap", ((const struct root *)obj)->sys->logging.trap_level, SEV_INFO);
}

/* --- host ------------------------------------------------------------------------------------- */

static void remove_host(struct logging_cfg *l, const struct addr *addr)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < l->n_hosts; i++)
		if (!addr_equal(&l->host[i], addr))
			l->host[kept++] = l->host[i];
	l->n_hosts = kept;
}

static bool has_host(const struct logging_cfg *l, const struct addr *addr)
{
	for (unsigned i = 0; i < l->n_hosts; i++)
		if (addr_equal(&l->host[i], addr))
			return true;
	return false;
}

static int run_host(struct cli *c, const struct args *a)
{
	struct logging_cfg *l = logging_of(c);
	struct addr addr;

	arg_addr(a, "addr", &addr);
	if (is_off(a))
		remove_host(l, &addr);
	else if (!has_host(l, &addr) && l->n_hosts == SYS_MAX_LOG_HOSTS)
		return cli_err(c, "At most %d logging hosts", SYS_MAX_LOG_HOSTS);
	else if (!has_host(l, &addr))
		l->host[l->n_hosts++] = addr;
	syslog_apply(root_of(c)->sys);
	return CLI_OK;
}

static void write_host(struct cli_writer *w, const void *obj)
{
	const struct logging_cfg *l = &((const struct root *)obj)->sys->logging;

	for (unsigned i = 0; i < l->n_hosts; i++)
		cli_line(w, "logging host %s", addr_str(&l->host[i]).s);
	cli_bang(w);
}

/* --- the rest --------------------------------------------------------------------------------- */

static int run_keep(struct cli *c, const struct args *a)
{
	kept_type(&root_of(c)->sys->kept, a->row->cmd->order, KEPT_ITEM, a);
	return CLI_OK;
}

static void write_kept(struct cli_writer *w, const void *obj)
{
	kept_write(w, &((const struct root *)obj)->sys->kept, GLOBAL_KEPT_LOGGING);
}

#define LEVEL                                                                                   \
	"(<0-7>$level|emergencies|alerts|critical|errors|warnings|notifications|informational|" \
	"debugging)"
#define LEVEL_HELP                                           \
	"$level         Logging severity level\n"            \
	"emergencies    System is unusable\n"                \
	"alerts         Immediate action needed\n"           \
	"critical       Critical conditions\n"               \
	"errors         Error conditions\n"                  \
	"warnings       Warning conditions\n"                \
	"notifications  Normal but significant conditions\n" \
	"informational  Informational messages\n"            \
	"debugging      Debugging messages\n"
#define HOST_ROW "[no] [default] logging host (A.B.C.D|X:X::X)$addr"

const struct cli_cmd logging_rows[] = {
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] logging buffered [<4096-2147483647>$size] [" LEVEL "]",
		.help = "buffered  Set buffered logging parameters\n"
			"$size     Logging buffer size\n" LEVEL_HELP,
		.run = run_buffered,
		.write = write_buffered,
		.order = GLOBAL_LOGGING_BUFFERED,
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] logging console [" LEVEL "]",
		.help = "console  Set console logging parameters\n" LEVEL_HELP,
		.run = run_console,
		.write = write_console,
		.order = GLOBAL_LOGGING_CONSOLE,
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] logging monitor [" LEVEL "]",
		.help = "monitor  Set terminal line (monitor) logging parameters\n" LEVEL_HELP,
		.run = run_monitor,
		.write = write_monitor,
		.order = GLOBAL_LOGGING_MONITOR,
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] logging trap [" LEVEL "]",
		.help = "trap  Set syslog server logging level\n" LEVEL_HELP,
		.run = run_trap,
		.write = write_trap,
		.order = GLOBAL_LOGGING_TRAP,
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = HOST_ROW,
		.help = "host   Set syslog server IP address and parameters\n"
			"$addr  IP address of the syslog server\n",
		.run = run_host,
		.write = write_host,
		.order = GLOBAL_LOGGING_HOST,
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] logging (A.B.C.D|X:X::X)$addr",
		.help = "$addr  IP address of the syslog server\n",
		.run = run_host,
		.saved_by = HOST_ROW,
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax =
			"[no] [default] logging (count|event|facility|history|origin-id|rate-limit|"
			"source-interface|userinfo) [LINE$line]",
		.help = "count             Count every log message\n"
			"event             Global interface events\n"
			"facility          Facility parameter for syslog messages\n"
			"history           Configure syslog history table\n"
			"origin-id         Add origin ID to syslog messages\n"
			"rate-limit        Set messages per second limit\n"
			"source-interface  Specify interface for source address in logging\n"
			"userinfo          Enable logging of user info on privileged mode\n"
			"$line             Kept as it is\n",
		.run = run_keep,
		.write = write_kept,
		.order = GLOBAL_KEPT_LOGGING,
	},
	{ 0 },
};
