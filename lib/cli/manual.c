/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cli/manual.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/cli/table.h"
#include "lib/mem.h"

/* --- roff ------------------------------------------------------------------------------------- */

static void put(struct out *o, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '\\')
			out_str(o, "\\e");
		else if (s[i] == '-')
			out_str(o, "\\-");
		else
			out_char(o, s[i]);
	}
}

static void put_font(struct out *o, char font, const char *s, size_t len)
{
	out(o, "\\f%c", font);
	put(o, s, len);
	out_str(o, "\\fR");
}

/* --- one row's syntax ------------------------------------------------------------------------- */

/* "(A|B)$name": the length up to and with the name, or 0 for a choice of keywords. */
static size_t choice_of_types(const char *s)
{
	size_t close = strcspn(s, ")");

	if (*s != '(' || s[close] != ')' || s[close + 1] != '$')
		return 0;
	return close + 1 + strcspn(s + close + 1, " )]}|");
}

/* A parameter is shown by its name, a keyword as it is typed. */
static size_t put_word(struct out *o, const char *s)
{
	size_t len = choice_of_types(s), name;

	if (!len)
		len = strcspn(s, " ()[]{}|");
	/* A type may hold a blank or a bar only inside a choice, which was dealt with. */
	name = (size_t)((const char *)memchr(s, '$', len) ? (const char *)memchr(s, '$', len) - s :
							    -1);
	if (name < len)
		put_font(o, 'I', s + name + 1, len - name - 1);
	else
		put_font(o, 'B', s, len);
	return len;
}

/* {a|b|c}: each at most once, in any order. */
static void put_syntax(struct out *o, const char *s)
{
	char open[64];
	unsigned depth = 0;

	while (*s) {
		if (strchr("[({", *s) && !choice_of_types(s)) {
			open[depth < sizeof(open) ? depth : sizeof(open) - 1] = *s;
			depth++;
			out_char(o, *s == '(' ? '{' : '[');
			s++;
		} else if (strchr("])}", *s)) {
			depth -= depth > 0;
			out_char(o, *s == ')' ? '}' : ']');
			s++;
		} else if (*s == '|') {
			out_str(o, depth && open[depth - 1] == '{' ? "] [" : " | ");
			s++;
		} else if (*s == '~') {
			s += s[1] == ' ' ? 2 : 1;
		} else if (*s == ' ') {
			out_char(o, *s++);
		} else {
			s += put_word(o, s);
		}
	}
}

static const char *without_forms(const char *syntax)
{
	syntax += strncmp(syntax, "[no] ", 5) == 0 ? 5 : 0;
	syntax += strncmp(syntax, "[default] ", 10) == 0 ? 10 : 0;
	return syntax;
}

/* --- one row ---------------------------------------------------------------------------------- */

/* Tokens that every line of the row begins with: keywords in front of any choice. */
static size_t leading_keywords(const struct row *row)
{
	const char *s = without_forms(row->cmd->syntax);
	size_t n = 0;

	while (n < row->syntax.n_tokens && !row->syntax.token[n].type) {
		size_t len = row->syntax.token[n].len;

		if (strncmp(s, row->syntax.token[n].word, len) != 0)
			break;
		n++;
		s += len;
		s += strspn(s, " ~");
	}
	return n;
}

static void put_help(struct out *o, const struct syntax_token *t)
{
	size_t len = t->help_len;

	while (len && (t->help[len - 1] == '.' || isspace((unsigned char)t->help[len - 1])))
		len--;
	put(o, t->help, len);
}

static bool seen_before(const struct row *row, size_t i)
{
	const struct syntax_token *t = &row->syntax.token[i];

	for (size_t k = 0; k < i; k++)
		if (!row->syntax.token[k].type == !t->type &&
		    strcmp(row->syntax.token[k].word, t->word) == 0)
			return true;
	return false;
}

static void put_tokens(struct out *o, const struct row *row, size_t from)
{
	bool any = false;

	for (size_t i = from; i < row->syntax.n_tokens; i++) {
		const struct syntax_token *t = &row->syntax.token[i];

		if (seen_before(row, i))
			continue;
		if (!any)
			out_str(o, ".Bl -item -compact -offset 2n\n");
		any = true;
		out_str(o, ".It\n");
		put_font(o, t->type ? 'I' : 'B', t->word, strlen(t->word));
		if (t->type && strcmp(t->label, t->word) != 0) {
			out_str(o, " (");
			put(o, t->label, strlen(t->label));
			out_str(o, ")");
		}
		out_str(o, ": ");
		put_help(o, t);
		out_str(o, "\n");
	}
	if (any)
		out_str(o, ".El\n");
}

static void put_row(struct out *o, const struct row *row)
{
	size_t lead = leading_keywords(row);

	out_str(o, ".It ");
	put_syntax(o, without_forms(row->cmd->syntax));
	out_str(o, "\n");
	if (lead) {
		put_help(o, &row->syntax.token[lead - 1]);
		out_str(o, ".\n");
	}
	if (row->cmd->flags & CLI_NO_EFFECT)
		out_str(o, "Kept, without effect yet.\n");
	put_tokens(o, row, lead);
}

/* --- a chapter -------------------------------------------------------------------------------- */

static int by_syntax(const void *a, const void *b)
{
	const struct row *x = *(const struct row *const *)a, *y = *(const struct row *const *)b;

	return strcmp(without_forms(x->cmd->syntax), without_forms(y->cmd->syntax));
}

/* A mode without a heading is known by its name. */
static const char *heading_of(const struct cli_engine *e, int mode)
{
	const struct cli_mode *m = &e->program->modes[mode];

	return m->heading ? m->heading : m->name;
}

static bool in_section(const struct cli_engine *e, const struct row *row, const char *heading)
{
	int mode = row->cmd->mode;

	if (row->cmd->flags & CLI_HIDDEN)
		return false;
	if (mode == CLI_ANY_CONFIG)
		return !heading;
	return heading && strcmp(heading_of(e, mode), heading) == 0;
}

/* heading NULL: the commands of every configuration mode. */
static void put_section(const struct cli_engine *e, const char *heading, struct out *o)
{
	const struct row **row = xcalloc(e->n_rows + 1, sizeof(*row));
	size_t n = 0;

	for (size_t i = 0; i < e->n_rows; i++)
		if (in_section(e, &e->row[i], heading))
			row[n++] = &e->row[i];
	qsort(row, n, sizeof(*row), by_syntax);
	out_str(o, ".Bl -tag -width 4n\n");
	for (size_t i = 0; i < n; i++)
		if (!i || by_syntax(&row[i - 1], &row[i]) != 0)
			put_row(o, row[i]);
	out_str(o, ".El\n");
	free(row);
}

static void put_heading(struct out *o, const char *heading)
{
	size_t len = strlen(heading);

	out_str(o, ".Ss ");
	put(o, heading, len && heading[len - 1] == ':' ? len - 1 : len);
	out_str(o, "\n");
}

static bool heading_was_before(const struct cli_engine *e, int mode)
{
	for (int m = CLI_MODE_CONFIG; m < mode; m++)
		if (strcmp(heading_of(e, m), heading_of(e, mode)) == 0)
			return true;
	return false;
}

static void put_prompts(const struct cli_engine *e, const char *heading, struct out *o)
{
	out_str(o, "Prompt:");
	for (int m = CLI_MODE_CONFIG; m < e->program->n_modes; m++) {
		if (strcmp(heading_of(e, m), heading) != 0)
			continue;
		out_str(o, "\n");
		put_font(o, 'B', e->program->modes[m].prompt, strlen(e->program->modes[m].prompt));
	}
	out_str(o, "\n");
}

void cli_manual(const struct cli_engine *e, enum manual_part part, struct out *o)
{
	if (part == MANUAL_EXEC) {
		put_section(e, heading_of(e, CLI_MODE_EXEC), o);
		return;
	}
	put_heading(o, "In every configuration mode");
	put_section(e, NULL, o);
	for (int m = CLI_MODE_CONFIG; m < e->program->n_modes; m++) {
		const char *heading = heading_of(e, m);

		if (heading_was_before(e, m))
			continue;
		put_heading(o, heading);
		put_prompts(e, heading, o);
		put_section(e, heading, o);
	}
}
