/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show running-config, show startup-config, write, erase, reload. */
#include <errno.h>
#include <string.h>
#include <strings.h>

#include "lispd/cli/root.h"
#include "lispd/cli/running.h"
#include "lispd/cli/save.h"
#include "lispd/cli/startup.h"
#include "lispd/cli/sys.h"
#include "lispd/cli/tables.h"

#define NVRAM_SIZE 33554432

/* --- show running-config ------------------------------------------------------------------------ */

static int show_framed(struct cli *c, struct out *config)
{
	struct out text;

	out_init(&text);
	out(&text, "Building configuration...\n\nCurrent configuration : %zu bytes\n", config->len);
	out_bytes(&text, out_text(config), config->len);
	out_char(&text, '\n');
	out_fini(config);
	return cli_show_text(c, &text);
}

/* What is between " certificate ..." and its "quit". */
static void without_certificates(struct out *config)
{
	char *rest = config->text, *line;
	bool inside = false;
	struct out kept;

	out_init(&kept);
	while (rest && (line = strsep(&rest, "\n"))) {
		if (!inside)
			out(&kept, "%s%s", line, rest ? "\n" : "");
		inside = inside ? strcmp(line, "  \tquit") != 0 :
				  strncmp(line, " certificate ", 13) == 0;
	}
	out_fini(config);
	*config = kept;
}

static int show_running(struct cli *c, const struct args *a)
{
	const struct root *root = root_of(c);
	const char *ifname = arg_str(a, "interface"), *vrf = arg_str(a, "vrf");
	struct out config;

	out_init(&config);
	if (ifname && !running_interface(root, &config, ifname, arg_has(a, "all")))
		return cli_err(c, "Invalid interface: %s is not configured", ifname);
	if (vrf && !running_vrf(root, &config, vrf))
		return cli_err(c, "VRF %s does not exist", vrf);
	if (!ifname && !vrf)
		running_text(root, &config, arg_has(a, "all"));
	if (arg_has(a, "brief"))
		without_certificates(&config);
	return show_framed(c, &config);
}

/* --- saving ----------------------------------------------------------------------------------- */

static int run_write(struct cli *c, const struct args *a UNUSED)
{
	return save_running(c);
}

/* --- startup-config --------------------------------------------------------------------------- */

static int read_startup(struct cli *c, struct out *text)
{
	struct out why;
	int err;

	out_init(&why);
	err = startup_read(root_of(c)->config_dir, text, &why);
	if (err == -ENOENT)
		cli_print(c, "startup-config is not present\n");
	else if (err)
		cli_err(c, "%s", out_text(&why));
	out_fini(&why);
	return err;
}

static int show_startup(struct cli *c, const struct args *a UNUSED)
{
	struct out file, text;
	int err;

	out_init(&file);
	err = read_startup(c, &file);
	if (err) {
		out_fini(&file);
		return err == -ENOENT ? CLI_OK : CLI_FAIL;
	}
	out_init(&text);
	out(&text, "Using %zu out of %u bytes\n", file.len, NVRAM_SIZE);
	out_bytes(&text, file.text, file.len);
	out_fini(&file);
	return cli_show_text(c, &text);
}

static bool is_yes(const char *answer)
{
	return !*answer || strncasecmp(answer, "yes", strlen(answer)) == 0;
}

static int erase_confirmed(struct cli *c, const char *answer, void *arg UNUSED)
{
	struct root *root = root_of(c);
	struct out why;
	int status = CLI_OK;

	if (!answer || !is_yes(answer))
		return CLI_FAIL;
	out_init(&why);
	if (startup_erase(root->config_dir, &why) == 0) {
		root->sys->record.unsaved = true;
		cli_print(c, "[OK]\nErase of nvram: complete\n");
	} else {
		status = cli_err(c, "%s", out_text(&why));
	}
	out_fini(&why);
	return status;
}

static int run_erase(struct cli *c, const struct args *a UNUSED)
{
	return cli_ask(c, false, erase_confirmed, NULL,
		       "Erasing the nvram filesystem will remove all configuration files! "
		       "Continue? [confirm]");
}

/* --- reload ----------------------------------------------------------------------------------- */

static int reload_confirmed(struct cli *c, const char *answer, void *arg UNUSED)
{
	struct root *root = root_of(c);

	if (!answer || !is_yes(answer))
		return CLI_FAIL;
	log_msg(SEV_NOTICE, "SYS", "RELOAD",
		"Reload requested by %s. Reload Reason: Reload Command.", cli_line_name(c));
	if (root->reload)
		root->reload(root->arg);
	return CLI_OK;
}

static int confirm_reload(struct cli *c)
{
	return cli_ask(c, false, reload_confirmed, NULL, "Proceed with reload? [confirm]");
}

#define SAVE_QUESTION "System configuration has been modified. Save? [yes/no]: "

static int save_answered(struct cli *c, const char *answer, void *arg UNUSED)
{
	size_t len = answer ? strlen(answer) : 0;

	if (!answer)
		return CLI_FAIL;
	if (len && strncasecmp(answer, "yes", len) == 0) {
		/* What cannot be saved shall not be lost by going on. */
		if (save_running(c) != CLI_OK)
			return CLI_FAIL;
		return confirm_reload(c);
	}
	if ((len && strncasecmp(answer, "no", len) == 0) || !cli_interactive(c))
		return confirm_reload(c);
	cli_print(c, "%% Please answer 'yes' or 'no'.\n");
	return cli_ask(c, false, save_answered, NULL, SAVE_QUESTION);
}

static int run_reload(struct cli *c, const struct args *a UNUSED)
{
	if (root_of(c)->sys->record.unsaved)
		return cli_ask(c, false, save_answered, NULL, SAVE_QUESTION);
	return confirm_reload(c);
}

/* --- what heads a copied configuration ------------------------------------------------------------ */

#define HEADS(where)                                                                \
	{ .mode = where,                                                            \
	  .syntax = "Building configuration...",                                    \
	  .help = "Building          Heading of a configuration\n"                  \
		  "configuration...  Heading of a configuration\n",                 \
	  .flags = CLI_HIDDEN | CLI_NOT_SAVED | CLI_UNPRIV },                       \
		{ .mode = where,                                                    \
		  .syntax = "Current configuration : LINE$text",                    \
		  .help = "Current        Heading of a configuration\n"             \
			  "configuration  Heading of a configuration\n"             \
			  ":              Heading of a configuration\n"             \
			  "$text          Its length\n",                            \
		  .flags = CLI_HIDDEN | CLI_NOT_SAVED | CLI_UNPRIV },               \
	{                                                                           \
		.mode = where, .syntax = "Using <0-4294967295>$n out of LINE$text", \
		.help = "Using  Heading of a configuration\n"                       \
			"$n     Its length\n"                                       \
			"out    Heading of a configuration\n"                       \
			"of     Heading of a configuration\n"                       \
			"$text  Room there was for it\n",                           \
		.flags = CLI_HIDDEN | CLI_NOT_SAVED | CLI_UNPRIV                    \
	}

#define ERASE_HELP "startup-config  Erase contents of configuration memory\n"

const struct cli_cmd config_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show running-config [all] [(interface IFNAME$interface|vrf WORD$vrf)]",
		.help = "running-config  Current operating configuration\n"
			"all             Configuration with defaults\n"
			"interface       Show interface configuration\n"
			"$interface      Interface\n"
			"vrf             Show VRF aware configuration\n"
			"$vrf            VRF name\n",
		.run = show_running,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show running-config (brief|full)",
		.help = "running-config  Current operating configuration\n"
			"brief           Configuration without certificate data\n"
			"full            Full configuration\n",
		.run = show_running,
		.flags = CLI_HIDDEN,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show startup-config",
		.help = "startup-config  Contents of startup configuration\n",
		.run = show_startup,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "write [memory]",
		.help = "write   Write running configuration to memory, network, or terminal\n"
			"memory  Write to NV memory\n",
		.run = run_write,
		.flags = CLI_LOAD_SKIP,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "write terminal",
		.help = "write     Write running configuration to memory, network, or terminal\n"
			"terminal  Write to terminal\n",
		.run = show_running,
		.flags = CLI_FILTERED,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "write erase",
		.help = "write  Write running configuration to memory, network, or terminal\n"
			"erase  Erase NV memory\n",
		.run = run_erase,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "erase (startup-config|nvram:)",
		.help = "erase   Erase a filesystem\n"
			"nvram:  Filesystem to be erased\n" ERASE_HELP,
		.run = run_erase,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "reload",
		.help = "reload  Halt and perform a cold restart\n",
		.run = run_reload,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "version LINE$text",
		.help = "version  Heading of a configuration\n"
			"$text    Version\n",
		.flags = CLI_HIDDEN,
	},
	HEADS(CLI_MODE_EXEC),
	HEADS(CLI_ANY_CONFIG),
	{ 0 },
};
