/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "lib/cli/table.h"

/* Mistakes in command tables that no compiler sees; a unit test of the program runs this. */

struct lint {
	const struct cli_engine *e;
	struct out *o;
	unsigned n;
};

static void report(struct lint *l, const struct cli_cmd *cmd, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

static void report(struct lint *l, const struct cli_cmd *cmd, const char *fmt, ...)
{
	const char *mode = cmd->mode == CLI_ANY_CONFIG ? "any" :
							 l->e->program->modes[cmd->mode].name;
	va_list ap;

	out(l->o, "%s: \"%s\": ", mode, cmd->syntax);
	va_start(ap, fmt);
	out_v(l->o, fmt, ap);
	va_end(ap);
	out_char(l->o, '\n');
	l->n++;
}

/* --- help ------------------------------------------------------------------------------------- */

static void check_tokens(struct lint *l, const struct row *row)
{
	for (size_t i = 0; i < row->syntax.n_tokens; i++) {
		const struct syntax_token *t = &row->syntax.token[i];

		if (t->help_len == 0)
			report(l, row->cmd, "no help for \"%s%s\"", t->type ? "$" : "", t->word);
	}
}

static bool uses(const struct row *row, const char *key, size_t len)
{
	for (size_t i = 0; i < row->syntax.n_tokens; i++) {
		const struct syntax_token *t = &row->syntax.token[i];
		bool param = key[0] == '$';

		if (!!t->type == param && strlen(t->word) == len - param &&
		    memcmp(t->word, key + param, len - param) == 0)
			return true;
	}
	return false;
}

static void check_lines(struct lint *l, const struct row *row)
{
	const char *line = row->cmd->help;

	while (line && *line) {
		size_t len = strcspn(line, " \n");

		if (!uses(row, line, len))
			report(l, row->cmd, "unused help \"%.*s\"", (int)len, line);
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
}

static bool used_anywhere(const struct lint *l, const char *key, size_t len)
{
	for (int j = JUMP_NO; j <= JUMP_DO; j++)
		if (table_jump(l->e, (enum jump)j)->len == len &&
		    strncmp(table_jump(l->e, (enum jump)j)->word, key, len) == 0)
			return true;
	for (size_t i = 0; i < l->e->n_rows; i++)
		if (uses(&l->e->row[i], key, len))
			return true;
	return false;
}

static void check_common(struct lint *l)
{
	const char *line = l->e->program->common_help;

	while (line && *line) {
		size_t len = strcspn(line, " \n");

		if (!used_anywhere(l, line, len)) {
			out(l->o, "common help: unused \"%.*s\"\n", (int)len, line);
			l->n++;
		}
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
}

static bool same_place(const struct syntax_token *a, const struct syntax_token *b)
{
	if (!a->type != !b->type)
		return false;
	return a->type ? strcmp(a->label, b->label) == 0 : strcmp(a->lower, b->lower) == 0;
}

static bool same_help(const struct syntax_token *a, const struct syntax_token *b)
{
	return a->help_len == b->help_len && memcmp(a->help, b->help, a->help_len) == 0;
}

/* Goes through both rows at once, as far as the same words lead. Gives the first token of a
 * whose help differs, or NULL. */
static const struct syntax_token *differing_help(const struct syntax *a, const struct syntax *b)
{
	uint64_t reached[SYNTAX_MAX_TOKENS] = { 0 }; /* tokens of b, by token of a */
	uint64_t from_a = a->first, from_b = b->first;
	struct {
		uint8_t a, b;
	} queue[SYNTAX_MAX_TOKENS * SYNTAX_MAX_TOKENS];
	size_t head = 0, tail = 0;

	for (;;) {
		for (size_t i = 0; i < a->n_tokens; i++) {
			for (size_t j = 0; j < b->n_tokens && (from_a >> i & 1); j++) {
				if (!(from_b >> j & 1) || (reached[i] >> j & 1) ||
				    !same_place(&a->token[i], &b->token[j]))
					continue;
				if (!same_help(&a->token[i], &b->token[j]))
					return &a->token[i];
				reached[i] |= 1ULL << j;
				queue[tail].a = (uint8_t)i;
				queue[tail++].b = (uint8_t)j;
			}
		}
		if (head == tail)
			return NULL;
		from_a = a->token[queue[head].a].follow;
		from_b = b->token[queue[head++].b].follow;
	}
}

static bool share_form(const struct syntax *a, const struct syntax *b)
{
	return (a->plain && b->plain) || (a->no && b->no) || (a->dflt && b->dflt);
}

static void check_pair(struct lint *l, const struct row *a, const struct row *b)
{
	const struct syntax_token *t;

	if (a->cmd->mode != b->cmd->mode || !share_form(&a->syntax, &b->syntax))
		return;
	if ((a->cmd->flags | b->cmd->flags) & CLI_HIDDEN)
		return;
	t = differing_help(&a->syntax, &b->syntax);
	if (t)
		report(l, b->cmd, "help of \"%s\" differs from \"%s\"", t->word, a->cmd->syntax);
}

/* --- running-config --------------------------------------------------------------------------- */

static bool is_saved_by(const struct lint *l, const struct cli_cmd *cmd)
{
	for (size_t i = 0; i < l->e->n_rows; i++) {
		const struct cli_cmd *other = l->e->row[i].cmd;

		if (other->write && strcmp(other->syntax, cmd->saved_by) == 0)
			return true;
	}
	return false;
}

static void check_saved(struct lint *l, const struct cli_cmd *cmd)
{
	if (cmd->mode == CLI_MODE_EXEC) {
		if (cmd->write)
			report(l, cmd, "EXEC command with a writer");
		return;
	}
	if (cmd->saved_by && !is_saved_by(l, cmd))
		report(l, cmd, "saved_by \"%s\", which does not write", cmd->saved_by);
	if (!cmd->write && !cmd->saved_by && !(cmd->flags & CLI_NOT_SAVED))
		report(l, cmd, "nothing saves it");
	if (cmd->write && (cmd->flags & CLI_NOT_SAVED))
		report(l, cmd, "CLI_NOT_SAVED with a writer");
}

static void check_rank(struct lint *l, const struct cli_cmd *a, const struct cli_cmd *b)
{
	if (a->write && b->write && a->mode == b->mode && a->order == b->order)
		report(l, b, "rank %d is also that of \"%s\"", b->order, a->syntax);
}

/* --- modes ------------------------------------------------------------------------------------ */

static void check_mode(struct lint *l, int number)
{
	const struct cli_mode *m = &l->e->program->modes[number];

	if (number == CLI_MODE_EXEC)
		return;
	if (m->parent < 0 || m->parent >= l->e->program->n_modes) {
		out(l->o, "%s: no parent\n", m->name);
		l->n++;
	}
}

unsigned cli_lint(const struct cli_engine *e, struct out *problems)
{
	struct lint l = { e, problems, 0 };

	check_common(&l);
	for (int i = 0; i < e->program->n_modes; i++)
		check_mode(&l, i);
	for (size_t i = 0; i < e->n_rows; i++) {
		const struct row *row = &e->row[i];

		check_tokens(&l, row);
		check_lines(&l, row);
		check_saved(&l, row->cmd);
		for (size_t j = i + 1; j < e->n_rows; j++) {
			check_pair(&l, row, &e->row[j]);
			check_rank(&l, row->cmd, e->row[j].cmd);
		}
	}
	return l.n;
}
