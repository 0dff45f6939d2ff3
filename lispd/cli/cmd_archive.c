/* SPDX-License-Identifier: GPL-3.0-or-later */
/* configure replace, differences between configurations, changes to be confirmed, archive. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/mem.h"
#include "lispd/cli/archive.h"
#include "lispd/cli/config_diff.h"
#include "lispd/cli/config_replace.h"
#include "lispd/cli/flash.h"
#include "lispd/cli/rollback.h"
#include "lispd/cli/root.h"
#include "lispd/cli/tables.h"

static const char *who(struct cli *c)
{
	return *cli_user(c) ? cli_user(c) : cli_line_name(c);
}

/* --- show archive config differences ------------------------------------------------------------ */

static struct config_node *read_tree(struct cli *c, const char *url)
{
	struct config_node *tree = NULL;
	struct out text, why;
	bool complete;

	out_init(&text);
	out_init(&why);
	if (flash_read(root_of(c), url, &text, &why))
		tree = config_tree_parse(out_text(&text), &complete);
	else
		cli_print(c, "%s\n", out_text(&why));
	out_fini(&text);
	out_fini(&why);
	return tree;
}

/* From startup-config to what runs; from a file to what runs; from the first to the second. */
static int run_differences(struct cli *c, const struct args *a)
{
	const char *from = arg_str(a, "from"), *to = arg_str(a, "to");
	struct config_node *old = read_tree(c, from ? from : "startup-config"), *new;
	struct out text;
	size_t heading;

	new = old ? read_tree(c, to ? to : "running-config") : NULL;
	if (!new) {
		if (old)
			config_tree_free(old);
		return CLI_FAIL;
	}
	out_init(&text);
	out_str(&text, "!Contextual Config Diffs:\n");
	heading = text.len;
	config_diff_print(old, new, &text);
	if (text.len == heading)
		out_str(&text, "!No changes were found\n");
	config_tree_free(old);
	config_tree_free(new);
	return cli_show_text(c, &text);
}

static int show_archive(struct cli *c, const struct args *a UNUSED)
{
	archive_show(root_of(c), cli_out(c));
	return CLI_OK;
}

static int run_archive(struct cli *c, const struct args *a UNUSED)
{
	struct out why;
	bool good;

	out_init(&why);
	good = archive_save(root_of(c), &why);
	if (!good)
		cli_print(c, "%s\n", out_text(&why));
	out_fini(&why);
	return good ? CLI_OK : CLI_FAIL;
}

/* --- configure replace ------------------------------------------------------------------------ */

struct replacement {
	char *url; /* owned */
	uint32_t revert_min;
};

static void replacement_free(struct replacement *r)
{
	free(r->url);
	free(r);
}

static int replace_with(struct cli *c, const struct replacement *r, const char *text)
{
	struct root *root = root_of(c);
	struct out left;
	unsigned passes;

	if (r->revert_min)
		rollback_start(root, r->revert_min, who(c));
	out_init(&left);
	passes = config_replace(root, text, cli_user(c), &left);
	cli_print(c, "Total number of passes: %u\n", passes);
	if (left.len)
		cli_print(c,
			  "%%The following differences could not be applied:\n"
			  "********\n%s********\n",
			  left.text);
	cli_print(c, "Rollback %s\n\n", left.len ? "incomplete" : "Done");
	out_fini(&left);
	return left.len ? CLI_FAIL : CLI_OK;
}

static int replace_now(struct cli *c, const struct replacement *r)
{
	struct out text, why;
	int status = CLI_FAIL;

	out_init(&text);
	out_init(&why);
	if (!flash_read(root_of(c), r->url, &text, &why))
		cli_print(c, "%s\n", out_text(&why));
	else if (!config_is_complete(out_text(&text)))
		cli_print(c, "%%The input file is not a valid config file.\n");
	else
		status = replace_with(c, r, out_text(&text));
	out_fini(&text);
	out_fini(&why);
	return status;
}

static int replace_answered(struct cli *c, const char *answer, void *arg)
{
	struct replacement *r = arg;
	size_t len = answer ? strlen(answer) : 0;
	bool yes = len && strncasecmp(answer, "yes", len) == 0;
	int status = yes ? replace_now(c, r) : CLI_FAIL;

	replacement_free(r);
	return status;
}

static int run_replace(struct cli *c, const struct args *a)
{
	struct replacement *r = xcalloc(1, sizeof(*r));
	int status;

	r->url = xstrdup(arg_str(a, "url"));
	arg_u32(a, "minutes", &r->revert_min);
	if (!arg_has(a, "force") && cli_interactive(c))
		return cli_ask(c, false, replace_answered, r,
			       "This will apply all necessary additions and deletions\n"
			       "to replace the current running configuration with the\n"
			       "contents of the specified configuration file, which is\n"
			       "assumed to be a complete configuration, not a partial\n"
			       "configuration. Enter Y if you are sure you want to proceed. "
			       "? [no]: ");
	status = replace_now(c, r);
	replacement_free(r);
	return status;
}

/* --- confirming ------------------------------------------------------------------------------- */

static int none_pending(struct cli *c)
{
	cli_print(c, "%%No Rollback Confirmed Change pending\n");
	return CLI_FAIL;
}

static int run_confirm(struct cli *c, const struct args *a UNUSED)
{
	return rollback_confirm(root_of(c), who(c)) ? CLI_OK : none_pending(c);
}

static int run_revert(struct cli *c, const struct args *a)
{
	uint32_t minutes;

	if (!arg_u32(a, "minutes", &minutes))
		return rollback_now(root_of(c)) ? CLI_OK : none_pending(c);
	if (!rollback_pending(root_of(c)))
		return none_pending(c);
	rollback_start(root_of(c), minutes, who(c));
	return CLI_OK;
}

static int run_configure(struct cli *c, const struct args *a)
{
	uint32_t minutes = 1;

	arg_u32(a, "minutes", &minutes);
	rollback_start(root_of(c), minutes, who(c));
	cli_print(c, "Rollback Confirmed Change: Backing up current running config\n\n"
		     "Enter configuration commands, one per line.  End with CNTL/Z.\n");
	cli_enter(c, CLI_MODE_CONFIG, NULL);
	return CLI_OK;
}

/* Nothing to show is no failure. */
static int show_timer(struct cli *c, const struct args *a UNUSED)
{
	if (!rollback_pending(root_of(c)))
		none_pending(c);
	rollback_show(root_of(c), cli_out(c));
	return CLI_OK;
}

#define CONFIGURE_HELP "configure  Enter configuration mode\n"
#define REVERT_HELP                                                   \
	"revert     Parameters for reverting the configuration\n"     \
	"timer      Go back after this time unless it is confirmed\n" \
	"$minutes   Minutes\n"
#define ARCHIVE_HELP                                      \
	"archive  Archive of the running configuration\n" \
	"config   Archive of the running configuration\n"

const struct cli_cmd archive_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "configure replace WORD$url {force|ignorecase|nolock|"
			  "revert timer <1-120>$minutes}",
		.help = CONFIGURE_HELP REVERT_HELP
		"replace     Replace the running-config with a new config file\n"
		"$url        URL of config file that will replace running-config\n"
		"force       Do not prompt for confirmation\n"
		"ignorecase  Ignore case of strings that do not matter\n"
		"nolock      Do not acquire configuration lock\n",
		.run = run_replace,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "configure confirm",
		.help = CONFIGURE_HELP "confirm    Confirm replacement of running-config\n",
		.run = run_confirm,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "configure revert (now|timer <1-120>$minutes)",
		.help = CONFIGURE_HELP REVERT_HELP "now        Go back at once\n",
		.run = run_revert,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "configure terminal revert timer <1-120>$minutes",
		.help = CONFIGURE_HELP REVERT_HELP "terminal   Configure from the terminal\n",
		.run = run_configure,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "archive config",
		.help = ARCHIVE_HELP,
		.run = run_archive,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show archive",
		.help = "archive  Archive of the running configuration\n",
		.run = show_archive,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show archive config differences [WORD$from [WORD$to]]",
		.help = ARCHIVE_HELP "differences  Display Diff of two config files\n"
				     "$from        URL of the first file\n"
				     "$to          URL of the second; what runs, else\n",
		.run = run_differences,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show archive config rollback timer",
		.help = ARCHIVE_HELP "rollback  Rollback of a confirmed change\n"
				     "timer     Time that is left to confirm it\n",
		.run = show_timer,
	},
	{ 0 },
};
