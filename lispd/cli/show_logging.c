/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>

#include "lib/log.h"
#include "lispd/cli/root.h"
#include "lispd/cli/sys.h"
#include "lispd/cli/tables.h"

static void print_sink(struct out *o, const char *name, int level, uint64_t n)
{
	if (level < 0)
		out(o, "    %s logging: disabled\n", name);
	else
		out(o,
		    "    %s logging: level %s, %" PRIu64 " messages logged, xml disabled,\n"
		    "                     filtering disabled\n",
		    name, log_severity_name(level), n);
}

static int show_logging(struct cli *c, const struct args *a UNUSED)
{
	const struct sys *sys = root_of(c)->sys;
	struct out text;
	struct log_stats s;

	log_stats(&s);
	out_init(&text);
	out(&text,
	    "Syslog logging: enabled (%" PRIu64 " messages dropped, 0 messages rate-limited,\n"
	    "                0 flushes, 0 overruns, xml disabled, filtering disabled)\n\n"
	    "No Active Message Discriminator.\n\n\n\n"
	    "No Inactive Message Discriminator.\n\n\n",
	    s.suppressed);
	print_sink(&text, "Console", sys->logging.console_level, s.to_stderr);
	print_sink(&text, "Monitor", sys->logging.monitor_level, sys->monitor.n_lines);
	print_sink(&text, "Buffer", s.buffer_bytes ? s.buffer_level : SEV_OFF, s.buffered);
	out_str(&text, "    Exception Logging: size (4096 bytes)\n"
		       "    Count and timestamp logging messages: disabled\n"
		       "    Persistent logging: disabled\n\n"
		       "No active filter modules.\n\n");
	print_sink(&text, "Trap", sys->logging.trap_level, sys->n_trapped);
	for (unsigned i = 0; i < sys->logging.n_hosts; i++)
		out(&text, "        Logging to %s\n", addr_str(&sys->logging.host[i]).s);
	out(&text, "\nLog Buffer (%u bytes):\n\n", s.buffer_bytes);
	log_buffer_text(&text);
	return cli_show_text(c, &text);
}

static int clear_logging(struct cli *c UNUSED, const struct args *a UNUSED)
{
	log_buffer_clear();
	return CLI_OK;
}

const struct cli_cmd show_logging_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show logging",
		.help = "logging  Contents of the logging buffers\n",
		.run = show_logging,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "clear logging",
		.help = "logging  Logging buffer\n",
		.run = clear_logging,
	},
	{ 0 },
};
