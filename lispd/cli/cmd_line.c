/* SPDX-License-Identifier: GPL-3.0-or-later */
/* line con, aux, vty: how sessions begin. */
#include <stdio.h>
#include <string.h>

#include "lib/cli/args.h"
#include "lib/mem.h"
#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"

/* --- which lines ------------------------------------------------------------------------------ */

/* The lines of a block; "line vty 0 4" are five. */
struct lines {
	struct line_cfg *line[SYS_N_VTY];
	unsigned n;
};

static void block_lines(struct cli *c, struct lines *l)
{
	struct sys *sys = root_of(c)->sys;
	const char *key = cli_key(c, MODE_LINE);
	unsigned first = 0, last = 0;

	l->n = 0;
	if (strcmp(key, "con") == 0) {
		l->line[l->n++] = &sys->con;
	} else if (strcmp(key, "aux") == 0) {
		l->line[l->n++] = &sys->aux;
	} else if (sscanf(key, "vty %u %u", &first, &last) == 2) {
		for (; first <= last && first < SYS_N_VTY; first++)
			l->line[l->n++] = &sys->vty[first];
	}
}

static int remove_lines(struct cli *c, uint32_t first)
{
	struct sys *sys = root_of(c)->sys;

	if (first < SYS_USUAL_VTY)
		return cli_err(c, "Can't delete last %d VTY lines", SYS_USUAL_VTY);
	for (unsigned i = first; i < sys->n_vty; i++) {
		line_cfg_fini(&sys->vty[i]);
		line_cfg_init(&sys->vty[i], false);
	}
	sys->n_vty = MIN_OF(sys->n_vty, first);
	return CLI_OK;
}

static int run_vty(struct cli *c, const struct args *a)
{
	struct sys *sys = root_of(c)->sys;
	uint32_t first = 0, last;
	char key[32];

	arg_u32(a, "first", &first);
	last = first;
	arg_u32(a, "last", &last);
	if (last < first)
		return cli_err(c, "Bad line range: %u is before %u", last, first);
	if (arg_no(a))
		return remove_lines(c, first);
	sys->n_vty = MAX_OF(sys->n_vty, last + 1);
	snprintf(key, sizeof(key), "vty %u %u", first, last);
	cli_enter(c, MODE_LINE, key);
	return CLI_OK;
}

static int run_line(struct cli *c, const struct args *a)
{
	struct sys *sys = root_of(c)->sys;

	if (arg_has(a, "vty"))
		return run_vty(c, a);
	if (arg_no(a) && arg_has(a, "aux")) {
		line_cfg_fini(&sys->aux);
		line_cfg_init(&sys->aux, true);
		sys->aux_typed = false;
	}
	if (arg_no(a))
		return CLI_OK;
	if (arg_has(a, "aux"))
		sys->aux_typed = true;
	cli_enter(c, MODE_LINE, arg_has(a, "aux") ? "aux" : "con");
	return CLI_OK;
}

/* Where the run of equal vtys that begins at first ends; IOS always cuts behind vty 4. */
static unsigned run_of_equals(const struct sys *sys, unsigned first)
{
	unsigned last = first;

	while (last + 1 < sys->n_vty && last + 1 != SYS_USUAL_VTY &&
	       line_cfg_equal(&sys->vty[last + 1], &sys->vty[first]))
		last++;
	return last;
}

static void write_lines(struct cli_writer *w, const void *obj)
{
	const struct sys *sys = ((const struct root *)obj)->sys;
	unsigned last;

	cli_bang(w);
	cli_block(w, MODE_LINE, &sys->con, "line con 0");
	if (sys->aux_typed)
		cli_block(w, MODE_LINE, &sys->aux, "line aux 0");
	for (unsigned i = 0; i < sys->n_vty; i = last + 1) {
		last = run_of_equals(sys, i);
		if (last == i)
			cli_block(w, MODE_LINE, &sys->vty[i], "line vty %u", i);
		else
			cli_block(w, MODE_LINE, &sys->vty[i], "line vty %u %u", i, last);
	}
	cli_bang(w);
}

/* --- settings --------------------------------------------------------------------------------- */

static int run_exec_timeout(struct cli *c, const struct args *a)
{
	uint32_t minutes = 10, seconds = 0;
	struct lines l;

	block_lines(c, &l);
	arg_u32(a, "minutes", &minutes);
	arg_u32(a, "seconds", &seconds);
	for (unsigned i = 0; i < l.n; i++)
		l.line[i]->timeout_s = arg_no(a)      ? 0 :
				       arg_default(a) ? 600 :
							minutes * 60 + seconds;
	return CLI_OK;
}

static void write_exec_timeout(struct cli_writer *w, const void *obj)
{
	const struct line_cfg *l = obj;

	if (l->timeout_s != 600 || cli_writer_all(w))
		cli_line(w, "exec-timeout %u %u", l->timeout_s / 60, l->timeout_s % 60);
}

static int run_privilege(struct cli *c, const struct args *a)
{
	uint32_t level = 1;
	struct lines l;

	block_lines(c, &l);
	if (!is_off(a))
		arg_u32(a, "level", &level);
	for (unsigned i = 0; i < l.n; i++)
		l.line[i]->privilege = level;
	return CLI_OK;
}

static void write_privilege(struct cli_writer *w, const void *obj)
{
	const struct line_cfg *l = obj;

	if (l->privilege != 1)
		cli_line(w, "privilege level %u", l->privilege);
}

static int run_password(struct cli *c, const struct args *a)
{
	struct lines l;

	block_lines(c, &l);
	for (unsigned i = 0; i < l.n; i++) {
		struct password *p = &l.line[i]->password;

		if (is_off(a))
			password_fini(p);
		else if (password_type(c, a, p) != CLI_OK)
			return CLI_FAIL;
	}
	return CLI_OK;
}

static void write_password(struct cli_writer *w, const void *obj)
{
	const struct line_cfg *l = obj;

	if (l->password.text)
		cli_line(w, "password %s", password_str(&l->password).s);
}

static int run_synchronous(struct cli *c, const struct args *a)
{
	struct lines l;

	block_lines(c, &l);
	for (unsigned i = 0; i < l.n; i++)
		l.line[i]->synchronous = !is_off(a);
	return CLI_OK;
}

static void write_synchronous(struct cli_writer *w, const void *obj)
{
	if (((const struct line_cfg *)obj)->synchronous)
		cli_line(w, "logging synchronous");
}

static enum line_login usual_login(const struct line_cfg *l)
{
	return l->console ? LOGIN_NONE : LOGIN_PASSWORD;
}

static int run_login(struct cli *c, const struct args *a)
{
	struct lines l;

	block_lines(c, &l);
	for (unsigned i = 0; i < l.n; i++)
		l.line[i]->login = arg_default(a)      ? usual_login(l.line[i]) :
				   arg_no(a)	       ? LOGIN_NONE :
				   arg_has(a, "local") ? LOGIN_LOCAL :
							 LOGIN_PASSWORD;
	return CLI_OK;
}

static void write_login(struct cli_writer *w, const void *obj)
{
	const struct line_cfg *l = obj;

	if (l->login == LOGIN_LOCAL)
		cli_line(w, "login local");
	else if (l->login == LOGIN_PASSWORD)
		cli_line(w, "login");
	else if (usual_login(l) != LOGIN_NONE)
		cli_line(w, "no login");
}

static int run_length(struct cli *c, const struct args *a)
{
	uint32_t n = 0;
	struct lines l;

	block_lines(c, &l);
	arg_u32(a, "n", &n);
	for (unsigned i = 0; i < l.n; i++)
		l.line[i]->length = is_off(a) ? -1 : (int)n;
	return CLI_OK;
}

static void write_length(struct cli_writer *w, const void *obj)
{
	const struct line_cfg *l = obj;

	if (l->length >= 0)
		cli_line(w, "length %d", l->length);
}

static int run_width(struct cli *c, const struct args *a)
{
	uint32_t n = 0;
	struct lines l;

	block_lines(c, &l);
	arg_u32(a, "n", &n);
	for (unsigned i = 0; i < l.n; i++)
		l.line[i]->width = is_off(a) ? -1 : (int)n;
	return CLI_OK;
}

static void write_width(struct cli_writer *w, const void *obj)
{
	const struct line_cfg *l = obj;

	if (l->width >= 0)
		cli_line(w, "width %d", l->width);
}

static int run_history(struct cli *c, const struct args *a)
{
	uint32_t size = 20;
	struct lines l;

	block_lines(c, &l);
	arg_u32(a, "size", &size);
	for (unsigned i = 0; i < l.n; i++)
		l.line[i]->history = arg_no(a) && !arg_has(a, "size") ? 0 : is_off(a) ? 20 : size;
	return CLI_OK;
}

static void write_history(struct cli_writer *w, const void *obj)
{
	const struct line_cfg *l = obj;

	if (l->history != 20)
		cli_line(w, "history size %u", l->history);
}

static int run_preferred(struct cli *c, const struct args *a)
{
	struct lines l;

	block_lines(c, &l);
	for (unsigned i = 0; i < l.n; i++)
		l.line[i]->no_preferred = !is_off(a) && arg_has(a, "none");
	return CLI_OK;
}

static void write_preferred(struct cli_writer *w, const void *obj)
{
	if (((const struct line_cfg *)obj)->no_preferred)
		cli_line(w, "transport preferred none");
}

/* --- kept ------------------------------------------------------------------------------------- */

static int keep(struct cli *c, const struct args *a, enum kept_row kind)
{
	struct lines l;

	block_lines(c, &l);
	for (unsigned i = 0; i < l.n; i++)
		kept_type(&l.line[i]->kept, a->row->cmd->order, kind, a);
	return CLI_OK;
}

static int run_setting(struct cli *c, const struct args *a)
{
	return keep(c, a, KEPT_SETTING);
}

static int run_item(struct cli *c, const struct args *a)
{
	return keep(c, a, KEPT_ITEM);
}

static int run_usual(struct cli *c, const struct args *a)
{
	return keep(c, a, KEPT_ON_BY_DEFAULT);
}

static void write_first(struct cli_writer *w, const void *obj)
{
	kept_write(w, &((const struct line_cfg *)obj)->kept, LINE_KEPT_FIRST);
}

static void write_kept(struct cli_writer *w, const void *obj)
{
	kept_write(w, &((const struct line_cfg *)obj)->kept, LINE_KEPT);
}

/* One stop bit is printed for the console although it is the default. */
static void write_stopbits(struct cli_writer *w, const void *obj)
{
	const struct line_cfg *l = obj;

	for (unsigned i = 0; i < l->kept.n; i++)
		if (l->kept.line[i].slot == LINE_STOPBITS) {
			cli_line(w, "%s", l->kept.line[i].text);
			return;
		}
	if (l->console)
		cli_line(w, "stopbits 1");
}

#define FIRST_ROW "[no] [default] session-timeout <0-35791>$n"
#define KEPT_ROW "[no] [default] transport input ~ LINE$line"
#define KEEPS(words, texts, fn, slot, row)                                                      \
	{                                                                                       \
		.mode = MODE_LINE, .syntax = "[no] [default] " words, .help = texts, .run = fn, \
		.order = slot, .saved_by = row                                                  \
	}
#define FIRST(words, fn, texts) KEEPS(words, texts, fn, LINE_KEPT_FIRST, FIRST_ROW)
#define LAST(words, fn, texts) KEEPS(words, texts, fn, LINE_KEPT, KEPT_ROW)
#define LINE_HELP "$line  Kept as it is\n"

const struct cli_cmd line_rows[] = {
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] line (console <0-0>$number|aux <0-0>$number|"
			  "vty <0-31>$first [<1-31>$last])",
		.help = "console  Primary terminal line\n"
			"aux      Auxiliary line\n"
			"vty      Virtual terminal\n"
			"$number  Line number\n"
			"$first   First Line number\n"
			"$last    Last Line number\n",
		.run = run_line,
		.write = write_lines,
		.order = GLOBAL_LINE,
		.flags = CLI_OPENS_MODE,
	},
	{
		.mode = MODE_LINE,
		.syntax = "[no] [default] exec-timeout ~ <0-35791>$minutes [<0-59>$seconds]",
		.help = "exec-timeout  Set the EXEC timeout\n"
			"$minutes      Timeout in minutes\n"
			"$seconds      Timeout in seconds\n",
		.run = run_exec_timeout,
		.write = write_exec_timeout,
		.order = LINE_EXEC_TIMEOUT,
	},
	{
		.mode = MODE_LINE,
		.syntax = "[no] [default] privilege level ~ <0-15>$level",
		.help = "privilege  Change privilege level for line\n"
			"level      Assign default privilege level for line\n"
			"$level     Default privilege level for line\n",
		.run = run_privilege,
		.write = write_privilege,
		.order = LINE_PRIVILEGE,
	},
	{
		.mode = MODE_LINE,
		.syntax = "[no] [default] password ~ [(0|7)] LINE$password",
		.help = "password   Set a password\n"
			"0          Specifies an UNENCRYPTED password will follow\n"
			"7          Specifies a HIDDEN password will follow\n"
			"$password  The UNENCRYPTED (cleartext) line password\n",
		.run = run_password,
		.write = write_password,
		.order = LINE_PASSWORD,
	},
	{
		.mode = MODE_LINE,
		.syntax = "[no] [default] logging synchronous",
		.help = "synchronous  Synchronized message output\n",
		.run = run_synchronous,
		.write = write_synchronous,
		.order = LINE_SYNCHRONOUS,
	},
	{
		.mode = MODE_LINE,
		.syntax = "[no] [default] login [local]",
		.help = "login  Enable password checking\n"
			"local  Local password checking\n",
		.run = run_login,
		.write = write_login,
		.order = LINE_LOGIN,
	},
	{
		.mode = MODE_LINE,
		.syntax = "[no] [default] length ~ <0-512>$n",
		.help = "length  Set number of lines on a screen\n"
			"$n      Number of lines on screen (0 for no pausing)\n",
		.run = run_length,
		.write = write_length,
		.order = LINE_LENGTH,
	},
	{
		.mode = MODE_LINE,
		.syntax = "[no] [default] width ~ <0-512>$n",
		.help = "width  Set width of the display terminal\n"
			"$n     Number of characters on a screen line\n",
		.run = run_width,
		.write = write_width,
		.order = LINE_WIDTH,
	},
	{
		.mode = MODE_LINE,
		.syntax = "[no] [default] history [size ~ <0-256>$size]",
		.help = "history  Enable and control the command history function\n"
			"size     Set history buffer size\n"
			"$size    Size of history buffer\n",
		.run = run_history,
		.write = write_history,
		.order = LINE_HISTORY,
	},
	{
		.mode = MODE_LINE,
		.syntax = "[no] [default] transport preferred ~ (none|telnet|ssh|all)",
		.help = "transport  Define transport protocols for line\n"
			"preferred  Specify the preferred protocol to use\n"
			"none       No protocols\n"
			"telnet     TCP/IP Telnet protocol\n"
			"ssh        TCP/IP SSH protocol\n"
			"all        All protocols\n",
		.run = run_preferred,
		.write = write_preferred,
		.order = LINE_PREFERRED,
	},
	{
		.mode = MODE_LINE,
		.syntax = FIRST_ROW,
		.help = "session-timeout  Set interval for closing connection\n"
			"$n               Session timeout interval in minutes\n",
		.run = run_item,
		.write = write_first,
		.order = LINE_KEPT_FIRST,
	},
	FIRST("access-class LINE$line", run_item,
	      "access-class  Filter connections based on an IP access list\n" LINE_HELP),
	FIRST("authorization LINE$line", run_item,
	      "authorization  Authorization parameters\n" LINE_HELP),
	FIRST("accounting LINE$line", run_item, "accounting  Accounting parameters\n" LINE_HELP),
	FIRST("login authentication LINE$line", run_setting,
	      "login           Enable password checking\n"
	      "authentication  Authentication parameters\n" LINE_HELP),
	{
		.mode = MODE_LINE,
		.syntax = KEPT_ROW,
		.help = "transport  Define transport protocols for line\n"
			"input      Define which protocols to use when connecting to the terminal\n" LINE_HELP,
		.run = run_setting,
		.write = write_kept,
		.order = LINE_KEPT,
	},
	LAST("transport output ~ LINE$line", run_setting,
	     "transport  Define transport protocols for line\n"
	     "output     Define which protocols to use for outgoing connections\n" LINE_HELP),
	LAST("escape-character ~ LINE$line", run_setting,
	     "escape-character  Change the current line's escape character\n" LINE_HELP),
	LAST("activation-character ~ LINE$line", run_setting,
	     "activation-character  Define the activation character\n" LINE_HELP),
	LAST("exec", run_usual, "exec  Configure EXEC\n"),
	LAST("speed ~ LINE$line", run_setting,
	     "speed  Set the transmit and receive speeds\n" LINE_HELP),
	LAST("rotary ~ LINE$line", run_setting, "rotary  Add line to a rotary group\n" LINE_HELP),
	LAST("ipv6 access-class LINE$line", run_item,
	     "ipv6          IPv6 options\n"
	     "access-class  Filter connections based on an access list\n" LINE_HELP),
	{
		.mode = MODE_LINE,
		.syntax = "[no] [default] stopbits WORD$n",
		.help = "stopbits  Set async line stop bits\n"
			"$n        1, 1.5 or 2\n",
		.run = run_setting,
		.write = write_stopbits,
		.order = LINE_STOPBITS,
	},
	{ 0 },
};
