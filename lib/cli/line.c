/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cli/line.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/cli/alias.h"
#include "lib/cli/help.h"

/* A line on its way to a row. */
struct attempt {
	struct match m;
	unsigned depth; /* of the mode that took it */
	struct filter filter;
	bool as_json;
	struct out error; /* a complaint that is not the parser's */
};

/* --- the parser's messages -------------------------------------------------------------------- */

static void print_caret(struct cli *c, size_t offset, int column)
{
	struct out prompt;

	out_init(&prompt);
	if (column < 0)
		cli_session_prompt(c, &prompt);
	else
		out(&prompt, "%*s", column, "");
	cli_print(c, "%*s^\n%% Invalid input detected at '^' marker.\n\n",
		  (int)(prompt.len + offset), "");
	out_fini(&prompt);
}

static bool is_bare_show(const struct cli *c, const char *line)
{
	line += strspn(line, " \t");
	return c->modes.depth == 1 && strlen(line) >= 2 && word_abbreviates(line, "show");
}

/* Without a name server every unknown word is a host that is not found. */
static bool is_host_name(const struct cli *c, const struct match *m, const char *line)
{
	line += strspn(line, " \t");
	return m->kind == MATCH_NONE && m->word == 0 && c->modes.depth == 1 && !c->no_lookup &&
	       !line[strcspn(line, " \t")];
}

static int print_failure(struct cli *c, const struct match *m, const char *line, int column)
{
	if (is_host_name(c, m, line))
		cli_print(c, "%% Bad IP address or host name\n"
			     "%% Unknown command or computer name, or unable to find computer "
			     "address\n");
	else if (m->kind == MATCH_NONE)
		print_caret(c, m->caret, column);
	else if (m->kind == MATCH_AMBIGUOUS)
		cli_print(c, "%% Ambiguous command:  \"%s\"\n", line);
	else if (is_bare_show(c, line))
		cli_print(c, "%% Type \"show ?\" for a list of subcommands\n");
	else
		cli_print(c, "%% Incomplete command.\n\n");
	return CLI_FAIL;
}

/* --- which row -------------------------------------------------------------------------------- */

static bool is_do(const struct words *w)
{
	return w->n > 0 && strcasecmp(w->word[0], "do") == 0;
}

static void find_row(struct cli *c, struct attempt *a, const char *line, size_t len)
{
	struct words w;

	words_init(&w, line, len);
	mode_match(&a->m, c->e, &c->modes, c->privileged, &w, &a->depth);
	words_fini(&w);
}

/* "show ... json": the length of the line without the last word, or 0. */
static size_t len_before_json(const char *line, size_t len)
{
	struct words w;
	size_t before = 0;

	words_init(&w, line, len);
	if (w.n > 2 && strcasecmp(w.word[w.n - 1], "json") == 0)
		before = w.offset[w.n - 1];
	words_fini(&w);
	return before;
}

/* Finds the row of an EXEC command, which may have "json" behind it. */
static void find_exec_row(struct cli *c, struct attempt *a, const char *line, size_t len)
{
	struct attempt json = { .depth = 0 };
	size_t before;

	find_row(c, a, line, len);
	before = a->m.kind == MATCH_HIT ? 0 : len_before_json(line, len);
	if (!before)
		return;
	find_row(c, &json, line, before);
	if (json.m.kind == MATCH_HIT && json.m.args.row->cmd->mode == CLI_MODE_EXEC &&
	    help_shows(json.m.args.row)) {
		*a = json;
		a->as_json = true;
	} else {
		args_fini(&json.m.args);
	}
}

/* "COMMAND | FILTER" of an EXEC command. False when it is no such thing. */
static bool find_filtered(struct cli *c, struct attempt *a, const char *line)
{
	const char *bar = strchr(line, '|');
	enum match_kind kind;
	size_t caret;

	if (!bar)
		return false;
	find_exec_row(c, a, line, (size_t)(bar - line));
	if (a->m.kind != MATCH_HIT)
		return false;
	if (a->m.args.row->cmd->mode != CLI_MODE_EXEC || !help_filterable(a->m.args.row)) {
		args_fini(&a->m.args);
		return false;
	}
	kind = filter_parse(&a->filter, bar + 1, &caret, &a->error);
	if (kind == MATCH_HIT && a->filter.kind == FILTER_JSON) {
		a->as_json = true;
		filter_fini(&a->filter);
	}
	if (kind == MATCH_HIT)
		return true;
	args_fini(&a->m.args);
	a->m.kind = kind;
	a->m.word = 1;
	a->m.caret = (size_t)(bar + 1 - line) + caret;
	return true;
}

static void find(struct cli *c, struct attempt *a, const char *line)
{
	struct words w;
	bool exec;

	words_init(&w, line, strlen(line));
	exec = c->modes.depth == 1 || is_do(&w);
	words_fini(&w);
	if (!exec)
		find_row(c, a, line, strlen(line));
	else if (!find_filtered(c, a, line))
		find_exec_row(c, a, line, strlen(line));
}

/* --- lines that no row takes ------------------------------------------------------------------ */

/* Asks the mode at that depth, with the session standing there. */
static bool ask_unknown(struct cli *c, unsigned depth, const char *line, bool fits_above)
{
	struct mode_stack before = c->modes;
	const struct cli_mode *mode;

	c->modes.depth = depth;
	mode = &c->e->program->modes[mode_top(&c->modes)];
	if (!mode->unknown || mode->unknown(c, line, fits_above) != CLI_OK) {
		c->modes.depth = before.depth;
		return false;
	}
	while (before.depth > depth)
		free(before.level[--before.depth].key);
	return true;
}

static bool taken_as_unknown(struct cli *c, const struct attempt *a, const char *line)
{
	bool hit = a->m.kind == MATCH_HIT;

	line += strspn(line, " \t");
	if (c->modes.depth == 1 || (hit && a->depth == c->modes.depth))
		return false;
	if (ask_unknown(c, c->modes.depth, line, hit))
		return true;
	for (unsigned d = c->modes.depth - 1; !hit && d > 1; d--)
		if (ask_unknown(c, d, line, false))
			return true;
	return false;
}

/* --- running ---------------------------------------------------------------------------------- */

/* "enable" and the like in front of a file that is made for pasting. */
static bool is_skipped(struct cli *c, const char *line)
{
	struct words w;
	struct match m;
	bool skip;

	if (!c->loading)
		return false;
	words_init(&w, line, strlen(line));
	match_line(&m, c->e, CLI_MODE_EXEC, true, &w);
	skip = m.kind == MATCH_HIT && (m.args.row->cmd->flags & CLI_LOAD_SKIP);
	args_fini(&m.args);
	words_fini(&w);
	return skip;
}

static void tell_changed(struct cli *c, const char *line)
{
	if (c->e->program->changed)
		c->e->program->changed(c, line);
}

static int run_row(struct cli *c, struct attempt *a)
{
	const struct cli_cmd *cmd = a->m.args.row->cmd;
	bool config = cmd->mode != CLI_MODE_EXEC;
	int status = CLI_OK;

	if (config)
		mode_go(&c->modes, c->e, a->depth);
	c->filter = a->filter;
	c->as_json = a->as_json;
	json_init(&c->json, &c->out);
	if (c->timestamps && !c->as_json && help_shows(a->m.args.row) && c->e->program->timestamp)
		c->e->program->timestamp(c);
	if (cmd->run)
		status = cmd->run(c, &a->m.args);
	if (config && status == CLI_OK && !(cmd->flags & CLI_NOT_SAVED))
		tell_changed(c, arg_line(&a->m.args));
	return status;
}

/* The line that an alias stands for, in place of the one that was typed. */
static const char *find_alias(struct cli *c, struct attempt *a, const char *line,
			      struct out *expanded)
{
	bool usual = false;

	if (c->modes.depth != 1 || !alias_expand(c->e, line, expanded, &usual))
		return NULL;
	find(c, a, expanded->text);
	if (!usual || a->m.kind == MATCH_HIT)
		return expanded->text;
	args_fini(&a->m.args);
	filter_fini(&a->filter);
	*a = (struct attempt){ .depth = 0 };
	return NULL;
}

/* Control characters would come back as something else when the configuration is loaded. ^C may
 * delimit a banner. */
static size_t control_character(const char *line)
{
	size_t i = 0;

	while (line[i] && (line[i] == '\t' || line[i] == '\3' || !iscntrl((unsigned char)line[i])))
		i++;
	return i;
}

int line_run(struct cli *c, const char *line, int column)
{
	size_t bad = control_character(line);
	struct attempt a = { .depth = 0 };
	const char *alias;
	struct out expanded;
	int status = CLI_OK;

	if (line[bad]) {
		print_caret(c, bad, column);
		return CLI_FAIL;
	}
	out_init(&expanded);
	alias = find_alias(c, &a, line, &expanded);
	if (alias)
		line = alias;
	else
		find(c, &a, line);
	if (taken_as_unknown(c, &a, line))
		tell_changed(c, line + strspn(line, " \t"));
	else if (a.error.len > 0)
		status = cli_err(c, "%s", a.error.text);
	else if (a.m.kind == MATCH_HIT)
		status = run_row(c, &a);
	else if (!is_skipped(c, line))
		status = print_failure(c, &a.m, line, column);
	args_fini(&a.m.args);
	out_fini(&a.error);
	out_fini(&expanded);
	return status;
}
