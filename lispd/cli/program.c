/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/program.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "lib/cli/engine.h"
#include "lib/cli/session.h"
#include "lib/cli/table.h"
#include "lib/cli/words.h"
#include "lib/mem.h"
#include "lispd/cli/archive.h"
#include "lispd/cli/cmd_if_range.h"
#include "lispd/cli/flash.h"
#include "lispd/cli/login.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/rollback.h"
#include "lispd/cli/root.h"
#include "lispd/cli/sys.h"
#include "lispd/cli/syslog.h"
#include "lispd/cli/time_text.h"
#include "lispd/cli/types.h"
#include "lispd/role/ctl.h"

struct program {
	struct cli_program cli;
	const struct cli_cmd **table; /* owned; a NULL ends it */
	struct cli_cmd **copy;	      /* tables that stand for another mode; owned */
	size_t n_copies;
	char **text; /* syntax and help made for them; owned */
	size_t n_texts;
	uint64_t *due_ms; /* by row of the engine, program_row_due(); owned */
};

/* --- tables ----------------------------------------------------------------------------------- */

static const struct cli_cmd *copy_for_mode(struct program *p, const struct cli_cmd *rows, int mode)
{
	struct cli_cmd *copy;
	size_t n = 0;

	while (rows[n].syntax)
		n++;
	copy = xcalloc(n + 1, sizeof(*copy));
	for (size_t i = 0; i < n; i++) {
		copy[i] = rows[i];
		copy[i].mode = mode;
	}
	p->copy[p->n_copies++] = copy;
	return copy;
}

/* What can be typed for one interface can be for a range. */
static const struct cli_cmd *copy_for_range(struct program *p, const struct cli_cmd *rows)
{
	copy_for_mode(p, rows, MODE_IF_RANGE);
	for (struct cli_cmd *copy = p->copy[p->n_copies - 1]; copy->syntax; copy++)
		copy->run = if_range_run;
	return p->copy[p->n_copies - 1];
}

/* Takes over what is in o. */
static const char *keep_text(struct program *p, struct out *o)
{
	p->text = xrealloc(p->text, (p->n_texts + 1) * sizeof(*p->text));
	p->text[p->n_texts] = xstrdup(o->text);
	out_fini(o);
	return p->text[p->n_texts++];
}

/* "[no] [default] itr" with "ipv4" in front: "[no] [default] ipv4 itr". */
static const char *prefixed(struct program *p, const char *syntax, const char *prefix)
{
	size_t forms = 0;
	struct out o;

	while (syntax[forms] == '[' && strchr("nd", syntax[forms + 1]))
		forms += strcspn(syntax + forms, " ") + 1;
	out_init(&o);
	out(&o, "%.*s%s %s", (int)forms, syntax, prefix, syntax + forms);
	return keep_text(p, &o);
}

static const char *more_help(struct program *p, const char *help, const char *more)
{
	struct out o;

	out_init(&o);
	out(&o, "%s%s", more, help);
	return keep_text(p, &o);
}

static void change_rows(struct program *p, struct cli_cmd *row, const struct lisp_table *t)
{
	for (; row->syntax; row++) {
		row->flags |= t->flags;
		if (!t->prefix)
			continue;
		if (row->write)
			row->saved_by = row->syntax;
		row->write = NULL;
		if (*t->prefix)
			row->syntax = prefixed(p, row->syntax, t->prefix);
		if (t->help)
			row->help = more_help(p, row->help, t->help);
	}
}

static void collect_lisp_tables(struct program *p, size_t used)
{
	for (const struct lisp_table *t = lisp_tables; t->rows; t++) {
		p->table[used++] = t->mode ? copy_for_mode(p, t->rows, t->mode) : t->rows;
		if (t->mode)
			change_rows(p, p->copy[p->n_copies - 1], t);
	}
}

static void collect_tables(struct program *p)
{
	size_t n = 0, n_lisp = 0, used = 0;

	while (modes_tables[n].rows)
		n++;
	while (lisp_tables[n_lisp].rows)
		n_lisp++;
	p->table = xcalloc(2 * n + n_lisp + 1, sizeof(*p->table));
	p->copy = xcalloc(2 * n + n_lisp, sizeof(*p->copy));
	for (size_t i = 0; i < n; i++) {
		const struct modes_table *t = &modes_tables[i];

		p->table[used++] = t->mode ? copy_for_mode(p, t->rows, t->mode) : t->rows;
		if (t->mode == MODE_IF)
			p->table[used++] = copy_for_range(p, t->rows);
	}
	collect_lisp_tables(p, used);
}

bool program_row_due(struct root *root, const struct row *row, uint64_t interval_ms)
{
	uint64_t *due_ms = &root->program->due_ms[row - root->engine->row];
	uint64_t now_ms = loop_now_ms(root->loop);

	if (*due_ms > now_ms)
		return false;
	*due_ms = now_ms + interval_ms;
	return true;
}

/* --- callbacks -------------------------------------------------------------------------------- */

static const char *hostname(void *root)
{
	return sys_hostname(((struct root *)root)->sys);
}

static const void *config(void *root)
{
	return root;
}

static bool secret_set(void *root, unsigned level)
{
	const struct sys *sys = ((struct root *)root)->sys;

	return sys->enable_secret[level].text || sys->enable_password[level].text;
}

static bool secret_ok(void *root, unsigned level, const char *answer)
{
	const struct sys *sys = ((struct root *)root)->sys;
	const struct password *secret = &sys->enable_secret[level];

	return password_ok(secret->text ? secret : &sys->enable_password[level], answer);
}

static bool is_configured(const struct sys *sys, const char *name)
{
	const struct alias_cfg *a;

	TAILQ_FOREACH(a, &sys->aliases, link)
		if (strcmp(a->name, name) == 0)
			return true;
	return false;
}

/* Those that were configured, then those that are always there. */
static bool alias(void *root, size_t i, struct cli_alias *out)
{
	static const struct cli_alias usual[] = {
		{ "h", "help", true },	   { "lo", "logout", true }, { "p", "ping", true },
		{ "r", "resume", true },   { "s", "show", true },    { "u", "undebug", true },
		{ "un", "undebug", true }, { "w", "where", true },
	};
	const struct sys *sys = ((struct root *)root)->sys;
	const struct alias_cfg *a;

	TAILQ_FOREACH(a, &sys->aliases, link) {
		*out = (struct cli_alias){ a->name, a->text, false };
		if (i-- == 0)
			return true;
	}
	for (size_t n = 0; n < ARRAY_LEN(usual); n++) {
		*out = usual[n];
		if (!is_configured(sys, out->name) && i-- == 0)
			return true;
	}
	return false;
}

/* Configured from console by console
 * Configured from console by admin on vty0 (192.0.2.9) */
static void left_config(struct cli *c)
{
	const char *user = cli_user(c), *line = cli_line_name(c);
	const char *source = c->source ? c->source : "";

	log_msg(SEV_NOTICE, "SYS", "CONFIG_I", "Configured from console by %s%s%s%s%s%s",
		*user ? user : line, *user ? " on " : "", *user ? line : "", *source ? " (" : "",
		source, *source ? ")" : "");
}

/* A line as it may be logged: what is behind a word that announces a key is not shown. */
static void hide_keys(const char *line, struct out *shown)
{
	static const char *const word[] = { "key", "authentication-key", "secret", "password",
					    "key-string" };
	bool secret = false;
	struct words w;

	words_init(&w, line, strlen(line));
	for (size_t i = 0; i < w.n; i++) {
		out(shown, "%s%s", i ? " " : "", secret ? "*" : w.word[i]);
		for (size_t k = 0; k < ARRAY_LEN(word); k++)
			secret |= strcasecmp(w.word[i], word[k]) == 0;
	}
	words_fini(&w);
}

static void changed(struct cli *c, const char *line)
{
	struct root *root = root_of(c);
	struct out shown;

	if (c->loading)
		return;
	sys_changed(root->sys, loop_wall_ms(root->loop), cli_user(c));
	if (!archive_logs_commands(root))
		return;
	out_init(&shown);
	hide_keys(line, &shown);
	log_msg(SEV_NOTICE, "PARSER", "CFGLOG_LOGGEDCMD", "User:%s  logged command:%s",
		*cli_user(c) ? cli_user(c) : cli_line_name(c), out_text(&shown));
	out_fini(&shown);
}

/* The load of the machine, as the share of its processors. */
static void timestamp(struct cli *c)
{
	double load[2] = { 0, 0 };
	long n = sysconf(_SC_NPROCESSORS_ONLN);
	unsigned one, five;

	if (getloadavg(load, 2) != 2 || n < 1)
		load[0] = load[1] = 0;
	one = (unsigned)MIN_OF(load[0] * 100 / (double)MAX_OF(n, 1), 100);
	five = (unsigned)MIN_OF(load[1] * 100 / (double)MAX_OF(n, 1), 100);
	cli_print(c,
		  "Load for five secs: %u%%/0%%; one minute: %u%%; five minutes: %u%%\n"
		  "No time source, %s\n\n",
		  one, one, five, clock_str(loop_wall_ms(root_of(c)->loop)).s);
}

/* --- life ------------------------------------------------------------------------------------- */

struct cli_engine *lispd_cli_new(struct root *root)
{
	struct program *p = xcalloc(1, sizeof(*p));

	collect_tables(p);
	p->cli = (struct cli_program){
		.modes = modes,
		.n_modes = N_MODES,
		.tables = p->table,
		.types = types_list,
		.common_help = modes_common_help,
		.hostname = hostname,
		.config = config,
		.secret_set = secret_set,
		.secret_ok = secret_ok,
		.alias = alias,
		.write_file = flash_write_filtered,
		.greet = login_greet,
		.left_config = left_config,
		.changed = changed,
		.timestamp = timestamp,
	};
	root->program = p;
	if (root->ctl) /* a generator of manuals has none */
		root->sys->lisp_ifs = &root->ctl->ifs;
	root->engine = cli_engine_new(&p->cli, root, root->loop);
	p->due_ms = xcalloc(root->engine->n_rows, sizeof(*p->due_ms));
	syslog_start(root);
	return root->engine;
}

void lispd_cli_free(struct root *root)
{
	struct program *p = root->program;

	rollback_free(root);
	cli_engine_free(root->engine);
	syslog_stop(root);
	for (size_t i = 0; i < p->n_copies; i++)
		free(p->copy[i]);
	for (size_t i = 0; i < p->n_texts; i++)
		free(p->text[i]);
	free(p->text);
	free(p->copy);
	free(p->due_ms);
	free(p->table);
	free(p);
	root->engine = NULL;
	root->program = NULL;
}
