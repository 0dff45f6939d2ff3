/* SPDX-License-Identifier: GPL-3.0-or-later */
/* copy: between running-config, startup-config and the files of flash:. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/cli/runner.h"
#include "lib/mem.h"
#include "lispd/cli/flash.h"
#include "lispd/cli/root.h"
#include "lispd/cli/save.h"
#include "lispd/cli/startup.h"
#include "lispd/cli/sys.h"
#include "lispd/cli/tables.h"

/* What is copied, while the destination is asked for. */
struct copy {
	char *from, *to; /* owned */
};

static void copy_free(struct copy *copy)
{
	free(copy->from);
	free(copy->to);
	free(copy);
}

static bool is_config(const char *url, const char *device, const char *name)
{
	size_t len = strlen(device);

	if (strncasecmp(url, device, len) == 0)
		url += len;
	return strcasecmp(url, name) == 0;
}

static bool is_running(const char *url)
{
	return is_config(url, "system:", "running-config");
}

static bool is_startup(const char *url)
{
	return is_config(url, "nvram:", "startup-config");
}

/* --- the ways --------------------------------------------------------------------------------- */

static int tell_copied(struct cli *c, size_t len)
{
	cli_print(c, "%zu bytes copied in 0.010 secs (%zu bytes/sec)\n", len, len * 100);
	return CLI_OK;
}

/* Merges. */
static int to_running(struct cli *c, const char *name, struct out *text)
{
	struct root *root = root_of(c);
	struct out messages;

	out_init(&messages);
	startup_check(text, name, &messages);
	cli_load_text(root->engine, out_text(text), name, &messages);
	sys_changed(root->sys, loop_wall_ms(root->loop), cli_user(c));
	cli_print(c, "%s", out_text(&messages));
	out_fini(&messages);
	return tell_copied(c, text->len);
}

static int to_startup(struct cli *c, const struct out *text)
{
	struct root *root = root_of(c);
	struct out why;
	int err;

	if (root->check_only || !root->config_dir)
		return cli_err(c, "Nothing is saved in a check");
	out_init(&why);
	err = startup_save(root->config_dir, out_text(text), text->len, &why);
	if (err)
		cli_err(c, "%s", out_text(&why));
	out_fini(&why);
	return err ? CLI_FAIL : tell_copied(c, text->len);
}

static int to_file(struct cli *c, const char *url, const struct out *text)
{
	struct out why;
	bool good;

	out_init(&why);
	good = flash_write(root_of(c), url, text, false, &why);
	if (!good)
		cli_print(c, "%s\n", out_text(&why));
	out_fini(&why);
	return good ? tell_copied(c, text->len) : CLI_FAIL;
}

static int read_source(struct cli *c, const char *from, struct out *text)
{
	struct out why;
	bool good;

	out_init(&why);
	good = flash_read(root_of(c), from, text, &why);
	if (!good && is_startup(from))
		cli_print(c, "startup-config is not present\n");
	else if (!good)
		cli_print(c, "%s\n", out_text(&why));
	out_fini(&why);
	return good ? CLI_OK : CLI_FAIL;
}

static int run_copy(struct cli *c, const struct copy *copy)
{
	struct out text;
	int status;

	if (is_running(copy->from) && is_startup(copy->to))
		return save_running(c);
	out_init(&text);
	status = read_source(c, copy->from, &text);
	if (status == CLI_OK && is_running(copy->to))
		status = to_running(c, copy->from, &text);
	else if (status == CLI_OK && is_startup(copy->to))
		status = to_startup(c, &text);
	else if (status == CLI_OK)
		status = to_file(c, copy->to, &text);
	out_fini(&text);
	return status;
}

/* --- questions -------------------------------------------------------------------------------- */

static int overwrite_answered(struct cli *c, const char *answer, void *arg)
{
	struct copy *copy = arg;
	bool yes = answer && (!*answer || strncasecmp(answer, "yes", strlen(answer)) == 0);
	int status = yes ? run_copy(c, copy) : CLI_FAIL;

	copy_free(copy);
	return status;
}

static int destination_answered(struct cli *c, const char *answer, void *arg)
{
	struct copy *copy = arg;
	int status;

	if (!answer) {
		copy_free(copy);
		return CLI_FAIL;
	}
	if (*answer && (is_running(copy->to) || is_startup(copy->to)) &&
	    strcasecmp(answer, copy->to) != 0) {
		cli_err(c, "Only %s can be written", copy->to);
		copy_free(copy);
		return CLI_FAIL;
	}
	if (*answer)
		str_replace(&copy->to, answer);
	if (cli_interactive(c) && flash_exists(root_of(c), copy->to))
		return cli_ask(c, false, overwrite_answered, copy,
			       "%%Warning:There is a file already existing with this name\n"
			       "Do you want to over write? [confirm]");
	status = run_copy(c, copy);
	copy_free(copy);
	return status;
}

/* "flash:" alone is a place for a file of the same name. */
static char *full_destination(const char *from, const char *to)
{
	const char *name = strchr(from, ':');
	size_t len = strlen(to);
	struct out url;

	out_init(&url);
	out_str(&url, to);
	if (len && to[len - 1] == ':')
		out_str(&url, name ? name + 1 : from);
	return url.text;
}

static int begin(struct cli *c, const char *from, const char *to)
{
	struct copy *copy = xcalloc(1, sizeof(*copy));
	const char *name;

	copy->from = xstrdup(from);
	copy->to = full_destination(from, to);
	name = strchr(copy->to, ':');
	return cli_ask(c, false, destination_answered, copy, "Destination filename [%s]? ",
		       name ? name + 1 : copy->to);
}

static int run_from_running(struct cli *c, const struct args *a)
{
	const char *to = arg_str(a, "to");

	return begin(c, "running-config", to ? to : "startup-config");
}

static int run_from_startup(struct cli *c, const struct args *a)
{
	const char *to = arg_str(a, "to");

	return begin(c, "startup-config", to ? to : "running-config");
}

static int run_from_file(struct cli *c, const struct args *a)
{
	const char *to = arg_str(a, "to");

	if (!to)
		to = arg_has(a, "startup-config") ? "startup-config" : "running-config";
	return begin(c, arg_str(a, "from"), to);
}

#define COPY_HELP                                         \
	"copy            Copy from one file to another\n" \
	"$to             Copy to a file of flash:, such as flash:backup\n"

const struct cli_cmd copy_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "copy running-config (startup-config|WORD$to)",
		.help = COPY_HELP "running-config  Copy from current system configuration\n"
				  "startup-config  Copy to startup configuration\n",
		.run = run_from_running,
		.flags = CLI_LOAD_SKIP,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "copy startup-config (running-config|WORD$to)",
		.help = COPY_HELP
		"startup-config  Copy from startup configuration\n"
		"running-config  Update (merge with) current system configuration\n",
		.run = run_from_startup,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "copy WORD$from (running-config|startup-config|WORD$to)",
		.help = COPY_HELP
		"$from           Copy from a file of flash:\n"
		"startup-config  Copy to startup configuration\n"
		"running-config  Update (merge with) current system configuration\n",
		.run = run_from_file,
	},
	{ 0 },
};
