/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show tech-support: what one asks first when something is wrong, one command after the other. */
#include <stdlib.h>

#include "lib/cli/runner.h"
#include "lib/mem.h"
#include "lispd/cli/root.h"
#include "lispd/cli/tables.h"

/* The configuration without its keys; tables that can be long only as summaries. */
static const char *const commands[] = {
	"show clock",
	"show version",
	"show running-config | exclude key |secret |password |community ",
	"show lisp unsupported",
	"show processes cpu",
	"show processes memory",
	"show interfaces",
	"show ip interface brief",
	"show ipv6 interface brief",
	"show vrf",
	"show ip route summary",
	"show ipv6 route summary",
	"show ip static route",
	"show ip arp",
	"show lisp",
	"show lisp session all",
	"show lisp site summary",
	"show lisp service ipv4 summary",
	"show lisp service ipv6 summary",
	"show lisp service ipv4 statistics",
	"show lisp refusals",
	"show users",
	"show logging",
};

struct tech {
	size_t next;
};

static bool print_one(struct cli *c, void *arg)
{
	static const struct cli_options options = { .trusted = true };
	const char *command = commands[((struct tech *)arg)->next++];
	struct cli_runner r;

	cli_print(c, "\n------------------ %s ------------------\n\n", command);
	cli_runner_init(&r, cli_engine(c), &options, cli_out(c));
	cli_runner_line(&r, command);
	cli_runner_fini(&r);
	return ((struct tech *)arg)->next < ARRAY_LEN(commands);
}

static int show_tech(struct cli *c, const struct args *a UNUSED)
{
	return cli_slices(c, print_one, free, xcalloc(1, sizeof(struct tech)));
}

const struct cli_cmd show_tech_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show tech-support [lisp]",
		.help = "tech-support  What one asks first when something is wrong\n"
			"lisp          The same\n",
		.run = show_tech,
	},
	{ 0 },
};
