/* SPDX-License-Identifier: GPL-3.0-or-later */
/* alias: words of one's own for EXEC commands. Aliases of other modes are kept only. */
#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"

static int run_alias(struct cli *c, const struct args *a)
{
	sys_alias_set(root_of(c)->sys, arg_str(a, "name"), is_off(a) ? NULL : arg_str(a, "text"));
	return CLI_OK;
}

static int run_kept_alias(struct cli *c, const struct args *a)
{
	kept_type(&root_of(c)->sys->kept, GLOBAL_ALIAS, KEPT_ITEM, a);
	return CLI_OK;
}

static void write_aliases(struct cli_writer *w, const void *obj)
{
	const struct sys *sys = ((const struct root *)obj)->sys;
	const struct alias_cfg *a;

	kept_write(w, &sys->kept, GLOBAL_ALIAS);
	TAILQ_FOREACH(a, &sys->aliases, link)
		cli_line(w, "alias exec %s %s", a->name, a->text);
	cli_bang(w);
}

#define ALIAS_ROW "[no] [default] alias exec WORD$name ~ LINE$text"

const struct cli_cmd alias_rows[] = {
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = ALIAS_ROW,
		.help = "alias  Create command alias\n"
			"exec   Exec mode\n"
			"$name  Alias name\n"
			"$text  Command that it stands for\n",
		.run = run_alias,
		.write = write_aliases,
		.order = GLOBAL_ALIAS,
		.flags = CLI_FREE_TEXT,
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] alias (configure|interface|line|router) LINE$line",
		.help = "alias      Create command alias\n"
			"configure  Global configuration mode\n"
			"interface  Interface configuration mode\n"
			"line       Line configuration mode\n"
			"router     Router configuration mode\n"
			"$line      Kept as it is\n",
		.run = run_kept_alias,
		.saved_by = ALIAS_ROW,
		.flags = CLI_FREE_TEXT,
	},
	{ 0 },
};
