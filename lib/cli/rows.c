/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cli/rows.h"

#include <stdio.h>
#include <string.h>

#include "lib/cli/session.h"

/* --- coming and going ------------------------------------------------------------------------- */

static int run_exit(struct cli *c, const struct args *a UNUSED)
{
	if (c->modes.depth > 1)
		cli_leave(c);
	else
		cli_close(c);
	return CLI_OK;
}

static int run_end(struct cli *c, const struct args *a UNUSED)
{
	cli_end(c);
	return CLI_OK;
}

static int run_help(struct cli *c, const struct args *a UNUSED)
{
	cli_print(c, "Help may be requested at any point in a command by entering a question mark\n"
		     "'?'. If nothing matches, the line typed so far cannot be continued.\n"
		     "Behind a blank, '?' lists the words and parameters that may come next\n"
		     "(\"show ?\"). Right behind letters it lists the words that begin with them\n"
		     "(\"show pr?\").\n\n");
	return CLI_OK;
}

static int enter_config(struct cli *c)
{
	cli_print(c, "Enter configuration commands, one per line.  End with CNTL/Z.\n");
	cli_enter(c, CLI_MODE_CONFIG, NULL);
	return CLI_OK;
}

static int configure_from(struct cli *c, const char *answer, void *arg UNUSED)
{
	if (!answer)
		return CLI_FAIL;
	if (*answer && !word_abbreviates(answer, "terminal")) {
		cli_print(c, "?Must be \"terminal\"\n");
		return CLI_FAIL;
	}
	return enter_config(c);
}

static int run_configure(struct cli *c, const struct args *a)
{
	if (arg_has(a, "terminal"))
		return enter_config(c);
	return cli_ask(c, false, configure_from, NULL,
		       "Configuring from terminal, memory, or network [terminal]? ");
}

/* --- enable ----------------------------------------------------------------------------------- */

static int check_secret(struct cli *c, const char *answer, void *arg UNUSED)
{
	const struct cli_program *p = c->e->program;

	if (!answer)
		return CLI_FAIL;
	if (p->secret_ok && p->secret_ok(c->e->root, c->asked_level, answer)) {
		cli_session_set_level(c, c->asked_level);
		return CLI_OK;
	}
	if (++c->tries >= 3 || !c->interactive)
		return cli_err(c, "Bad secrets\n");
	return cli_ask(c, true, check_secret, NULL, "Password: ");
}

static int run_enable(struct cli *c, const struct args *a)
{
	const struct cli_program *p = c->e->program;
	uint32_t level = 15;

	arg_u32(a, "level", &level);
	if (level <= c->level) {
		cli_session_set_level(c, level);
		return CLI_OK;
	}
	c->tries = 0;
	c->asked_level = level;
	if (p->secret_set && p->secret_set(c->e->root, level))
		return cli_ask(c, true, check_secret, NULL, "Password: ");
	if (!c->console && !c->trusted)
		return cli_err(c, "No password set");
	cli_session_set_level(c, level);
	return CLI_OK;
}

static int run_disable(struct cli *c, const struct args *a)
{
	uint32_t level = 1;

	arg_u32(a, "level", &level);
	if (level > c->level)
		return cli_err(c, "New privilege level must be less than current privilege level");
	cli_session_set_level(c, level);
	return CLI_OK;
}

static int show_privilege(struct cli *c, const struct args *a UNUSED)
{
	cli_print(c, "Current privilege level is %u\n", c->level);
	return CLI_OK;
}

/* --- terminal --------------------------------------------------------------------------------- */

static int set_length(struct cli *c, const struct args *a)
{
	uint32_t n = 0;

	arg_u32(a, "n", &n);
	c->length = arg_given(a, "n") || arg_has(a, "no") ? n : CLI_FOLLOW_TERMINAL;
	return CLI_OK;
}

static int set_width(struct cli *c, const struct args *a)
{
	uint32_t n = 0;

	arg_u32(a, "n", &n);
	c->width = arg_given(a, "n") || arg_has(a, "no") ? n : CLI_FOLLOW_TERMINAL;
	return CLI_OK;
}

static int set_monitor(struct cli *c, const struct args *a)
{
	bool on = !arg_no(a) && !arg_has(a, "no");

	if (on && c->console)
		return cli_err(c, "Console already monitors");
	c->monitor = on;
	return CLI_OK;
}

static int set_history(struct cli *c, const struct args *a)
{
	uint32_t size = 20;

	arg_u32(a, "size", &size);
	cli_session_set_history(c, arg_no(a) || arg_has(a, "no") ? 0 : size);
	return CLI_OK;
}

static int show_aliases(struct cli *c, const struct args *a UNUSED)
{
	const struct cli_program *p = c->e->program;
	struct cli_alias alias;

	cli_print(c, "Exec mode aliases:\n");
	for (size_t i = 0; p->alias && p->alias(c->e->root, i, &alias); i++)
		cli_print(c, "  %-21s %s\n", alias.name, alias.text);
	cli_print(c, "\n");
	return CLI_OK;
}

static int show_history(struct cli *c, const struct args *a UNUSED)
{
	for (unsigned i = 0; i < c->n_history; i++)
		cli_print(c, "  %s\n", c->history[i]);
	return CLI_OK;
}

static int set_timestamps(struct cli *c, const struct args *a)
{
	c->timestamps = !arg_has(a, "no");
	return CLI_OK;
}

static unsigned shown(unsigned setting, unsigned of_terminal, unsigned otherwise)
{
	if (setting != CLI_FOLLOW_TERMINAL)
		return setting;
	return of_terminal ? of_terminal : otherwise;
}

static int show_terminal(struct cli *c, const struct args *a UNUSED)
{
	unsigned line = c->console ? 0 : (unsigned)c->vty + 1;
	unsigned minutes = (unsigned)(c->idle_ms / 60000), seconds = c->idle_ms / 1000 % 60;

	cli_print(c, "Line %u, Location: \"\", Type: \"\"\n", line);
	cli_print(c, "Length: %u lines, Width: %u columns\n", shown(c->length, c->rows, 24),
		  shown(c->width, c->columns, 80));
	if (c->idle_ms)
		cli_print(c, "Idle EXEC timeout is %02u:%02u:%02u\n", minutes / 60, minutes % 60,
			  seconds);
	else
		cli_print(c, "Idle EXEC timeout is never\n");
	cli_print(c, "Log lines are %sshown on this line\n", c->monitor ? "" : "not ");
	if (c->history_size)
		cli_print(c, "Editing is enabled.\nHistory is enabled, history size is %u.\n",
			  c->history_size);
	else
		cli_print(c, "Editing is enabled.\nHistory is disabled.\n");
	return CLI_OK;
}

/* --- the parser ------------------------------------------------------------------------------- */

static bool is_mode(const struct cli_mode *m, const char *wanted)
{
	return strcmp(wanted, "all") == 0 || strcmp(wanted, m->name) == 0 ||
	       (strcmp(wanted, "configure") == 0 && strcmp(m->name, "config") == 0);
}

static void dump_mode(const struct cli_engine *e, int mode, struct out *o)
{
	out(o, "Mode Name :%s\n", e->program->modes[mode].name);
	for (size_t i = 0; i < e->n_rows; i++) {
		const struct cli_cmd *cmd = e->row[i].cmd;
		bool unprivileged = mode == CLI_MODE_EXEC && (cmd->flags & CLI_UNPRIV);

		if (cmd->mode == mode && !(cmd->flags & CLI_HIDDEN))
			out(o, "%s %s\n", unprivileged ? "1 " : "15", cmd->syntax);
	}
	out_char(o, '\n');
}

static int show_parser(struct cli *c, const struct args *a)
{
	const char *wanted = arg_str(a, "mode");
	struct out text;

	out_init(&text);
	for (int mode = 0; mode < c->e->program->n_modes; mode++)
		if (is_mode(&c->e->program->modes[mode], wanted))
			dump_mode(c->e, mode, &text);
	if (text.len)
		return cli_show_text(c, &text);
	out_fini(&text);
	return cli_err(c, "Invalid input: there is no mode %s", wanted);
}

/* --- users ------------------------------------------------------------------------------------ */

static void print_user(struct cli *c, const struct cli *u)
{
	uint64_t idle_s = 0;
	unsigned line = u->console ? 0 : (unsigned)u->vty + 1;
	char name[24];

	if (u->e->loop)
		idle_s = (loop_now_ms(u->e->loop) - u->last_input_ms) / 1000;
	snprintf(name, sizeof(name), "%s %d", u->console ? "con" : "vty", u->console ? 0 : u->vty);
	cli_print(c, "%c%3u %-10s %-10s %-20s %02u:%02u:%02u %s\n", u == c ? '*' : ' ', line, name,
		  u->user ? u->user : "", u->state == CLI_IDLE ? "idle" : "running",
		  (unsigned)(idle_s / 3600), (unsigned)(idle_s / 60 % 60), (unsigned)(idle_s % 60),
		  u->source ? u->source : "");
}

/* Console first, then the vtys by number. */
static int show_users(struct cli *c, const struct args *a UNUSED)
{
	int last = -2;

	cli_print(c, "    Line       User       Host(s)              Idle     Location\n");
	for (;;) {
		struct cli *next = NULL;

		for (struct cli *u = cli_session_first(c->e); u; u = cli_session_next(u))
			if (!u->loading && u->vty > last && (!next || u->vty < next->vty))
				next = u;
		if (!next)
			break;
		print_user(c, next);
		last = next->vty;
	}
	return CLI_OK;
}

/* --- the tables ------------------------------------------------------------------------------- */

const struct cli_cmd cli_exec_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "enable [<0-15>$level]",
		.help = "enable  Turn on privileged commands\n"
			"$level  Enable level\n",
		.run = run_enable,
		.flags = CLI_UNPRIV | CLI_LOAD_SKIP,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "disable [<0-15>$level]",
		.help = "disable  Turn off privileged commands\n"
			"$level   Privilege level to go to\n",
		.run = run_disable,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "(exit|logout|quit)",
		.help = "exit    Exit from the EXEC\n"
			"logout  Exit from the EXEC\n"
			"quit    Exit from the EXEC\n",
		.run = run_exit,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "help",
		.help = "help  Description of the interactive help system\n",
		.run = run_help,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "configure [terminal]",
		.help = "configure  Enter configuration mode\n"
			"terminal   Configure from the terminal\n",
		.run = run_configure,
		.flags = CLI_LOAD_SKIP,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "terminal (length <0-512>$n|no length|default length)",
		.help = "terminal  Set terminal line parameters\n"
			"length    Set number of lines on a screen\n"
			"no        Negate a command or set its defaults\n"
			"default   Set a command to its defaults\n"
			"$n        Number of lines on screen (0 for no pausing)\n",
		.run = set_length,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "terminal (width <0-512>$n|no width|default width)",
		.help = "terminal  Set terminal line parameters\n"
			"width     Set width of the display terminal\n"
			"no        Negate a command or set its defaults\n"
			"default   Set a command to its defaults\n"
			"$n        Number of characters on a screen line\n",
		.run = set_width,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "[no] terminal (monitor|no monitor)",
		.help = "terminal  Set terminal line parameters\n"
			"monitor   Copy debug output to the current terminal line\n"
			"no        Negate a command or set its defaults\n",
		.run = set_monitor,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "[no] terminal (history [size <0-256>$size]|no history [size])",
		.help = "terminal  Set terminal line parameters\n"
			"history   Enable and control the command history function\n"
			"size      Set history buffer size\n"
			"no        Negate a command or set its defaults\n"
			"$size     Size of history buffer\n",
		.run = set_history,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "terminal [no] exec prompt timestamp",
		.run = set_timestamps,
		.help = "terminal   Set terminal line parameters\n"
			"exec       Configure EXEC\n"
			"no         Negate a command or set its defaults\n"
			"prompt     EXEC prompt\n"
			"timestamp  Print timestamps for show commands\n",
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show parser dump WORD$mode",
		.help = "parser  Show parser commands\n"
			"dump    Dump the syntax of all commands of a mode\n"
			"$mode   exec, configure, the name of another mode, or all\n",
		.run = show_parser,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show aliases [exec]",
		.help = "aliases  Display alias commands\n"
			"exec     Exec mode\n",
		.run = show_aliases,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show history",
		.help = "history  Display the session command history\n",
		.run = show_history,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show terminal",
		.help = "terminal  Display terminal configuration parameters\n",
		.run = show_terminal,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show privilege",
		.help = "privilege  Show current privilege level\n",
		.run = show_privilege,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show users",
		.help = "users  Display information about terminal lines\n",
		.run = show_users,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "systat",
		.help = "systat  Display information about terminal lines\n",
		.run = show_users,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "who",
		.help = "who  Display information about terminal lines\n",
		.run = show_users,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};

const struct cli_cmd cli_config_rows[] = {
	{
		.mode = CLI_ANY_CONFIG,
		.syntax = "exit",
		.help = "exit  Exit from the current mode\n",
		.run = run_exit,
		.flags = CLI_NOT_SAVED,
	},
	{
		.mode = CLI_ANY_CONFIG,
		.syntax = "end",
		.help = "end  Exit from configure mode\n",
		.run = run_end,
		.flags = CLI_NOT_SAVED,
	},
	{
		.mode = CLI_ANY_CONFIG,
		.syntax = "help",
		.help = "help  Description of the interactive help system\n",
		.run = run_help,
		.flags = CLI_NOT_SAVED,
	},
	{ 0 },
};
