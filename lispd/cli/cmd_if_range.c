/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * interface range: the rows of an interface, typed once for each of several. The mode's key names
 * them; a line is run in the mode of each in turn.
 */
#include "lispd/cli/cmd_if_range.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/cli/line.h"
#include "lib/mem.h"
#include "lispd/cli/block.h"
#include "lispd/cli/cmd_interface.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"
#include "lispd/net/iface.h"

#define MAX_INTERFACES 256

int if_range_run(struct cli *c, const struct args *a)
{
	char *names = xstrdup(cli_key(c, MODE_IF_RANGE)), *rest = names, *name;
	unsigned depth = c->modes.depth;
	int status = CLI_OK;

	while ((name = strsep(&rest, ","))) {
		const struct iface *i = iface_find(root_of(c)->ifaces, name);

		if (!i)
			continue;
		cli_enter(c, if_block_mode(i), name);
		if (line_run(c, arg_line(a), -1) != CLI_OK)
			status = CLI_FAIL;
		mode_pop_to(&c->modes, depth);
	}
	free(names);
	return status;
}

/* --- which ------------------------------------------------------------------------------------ */

static bool add_interface(struct cli *c, const char *text, struct out *names, unsigned *n)
{
	struct ifname name;

	if (ifname_parse(text, &name) != IFNAME_OK || *n == MAX_INTERFACES)
		return false;
	if (!iface_add(root_of(c)->ifaces, &name, cli_out(c)))
		return false;
	out(names, "%s%s", names->len ? "," : "", name.s);
	(*n)++;
	return true;
}

/* "Gi1/0/1-4": the last number counts up. */
static bool add_span(struct cli *c, char *text, struct out *names, unsigned *n)
{
	char *dash = strchr(text, '-'), *end;
	size_t len = dash ? (size_t)(dash - text) : 0;
	unsigned long first, last;
	bool good = true;

	if (!dash || !isdigit((unsigned char)dash[1]))
		return add_interface(c, text, names, n);
	while (len > 0 && isdigit((unsigned char)text[len - 1]))
		len--;
	first = strtoul(text + len, NULL, 10);
	last = strtoul(dash + 1, &end, 10);
	if (*end || text + len == dash || last < first)
		return false;
	for (; good && first <= last; first++) {
		struct out one;

		out_init(&one);
		out(&one, "%.*s%lu", (int)len, text, first);
		good = add_interface(c, one.text, names, n);
		out_fini(&one);
	}
	return good;
}

static int run_range(struct cli *c, const struct args *a)
{
	char *list = xstrdup(arg_str(a, "list")), *rest = list, *item, *to = list;
	struct out names;
	unsigned n = 0;
	bool good = true;

	/* Blanks mean nothing: "Gi1/0/1 - 4 , Lo0". */
	for (const char *from = list; *from; from++)
		if (!isspace((unsigned char)*from))
			*to++ = *from;
	*to = '\0';
	out_init(&names);
	while (good && (item = strsep(&rest, ",")))
		good = add_span(c, item, &names, &n);
	if (good)
		cli_enter(c, MODE_IF_RANGE, names.text);
	else
		cli_err(c, "Invalid input: \"%s\" is no list of interfaces", arg_str(a, "list"));
	out_fini(&names);
	free(list);
	return good ? CLI_OK : CLI_FAIL;
}

const struct cli_cmd interface_range_rows[] = {
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "interface range LINE$list",
		.help = "range  interface range command\n"
			"$list  Interfaces, such as GigabitEthernet1/0/1 - 4, Loopback0\n",
		.run = run_range,
		.saved_by = "[no] interface IFNAME$name",
		.flags = CLI_OPENS_MODE,
	},
	{ 0 },
};
