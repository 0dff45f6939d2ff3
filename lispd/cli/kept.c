/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/kept.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/cli/args.h"
#include "lib/mem.h"

static void drop_line(struct kept *k, unsigned i)
{
	free(k->line[i].text);
	memmove(&k->line[i], &k->line[i + 1], (k->n - i - 1) * sizeof(*k->line));
	k->n--;
}

void kept_fini(struct kept *k)
{
	while (k->n)
		drop_line(k, k->n - 1);
	free(k->line);
	k->line = NULL;
}

static const char *without_no(const char *line)
{
	return strncmp(line, "no ", 3) == 0 ? line + 3 : line;
}

/* Does the line begin with these words, "no" aside? */
static bool has_key(const char *line, const char *key)
{
	size_t len = strlen(key);

	line = without_no(line);
	return strncmp(line, key, len) == 0 && (!line[len] || line[len] == ' ');
}

void kept_set(struct kept *k, int slot, const char *key, const char *line)
{
	for (unsigned i = 0; i < k->n; i++) {
		if (k->line[i].slot != slot || !has_key(k->line[i].text, key))
			continue;
		str_replace(&k->line[i].text, line);
		return;
	}
	k->line = xrealloc(k->line, (k->n + 1) * sizeof(*k->line));
	k->line[k->n++] = (struct kept_line){ xstrdup(line), slot };
}

static bool is_negated(const struct kept_line *l)
{
	return without_no(l->text) != l->text;
}

void kept_drop(struct kept *k, const char *key)
{
	for (unsigned i = k->n; i-- > 0;)
		if (has_key(k->line[i].text, key))
			drop_line(k, i);
}

/* False when there is none but in the negative. */
static bool drop_positive(struct kept *k, const char *key)
{
	unsigned before = k->n;

	for (unsigned i = k->n; i-- > 0;)
		if (has_key(k->line[i].text, key) && !is_negated(&k->line[i]))
			drop_line(k, i);
	return k->n < before;
}

void kept_write(struct cli_writer *w, const struct kept *k, int slot)
{
	for (unsigned i = 0; k && i < k->n; i++)
		if (k->line[i].slot == slot)
			cli_line(w, "%s", k->line[i].text);
}

bool kept_equal(const struct kept *a, const struct kept *b)
{
	if (a->n != b->n)
		return false;
	for (unsigned i = 0; i < a->n; i++)
		if (strcmp(a->line[i].text, b->line[i].text) != 0)
			return false;
	return true;
}

/* --- rows ------------------------------------------------------------------------------------- */

/* The words that every line of the row begins with. */
static void row_key(const char *syntax, struct out *key)
{
	syntax += strncmp(syntax, "[no] ", 5) == 0 ? 5 : 0;
	for (;;) {
		size_t len = strcspn(syntax, " ");

		if (!len || !islower((unsigned char)*syntax) || memchr(syntax, '$', len))
			return;
		out(key, "%s%.*s", key->len ? " " : "", (int)len, syntax);
		syntax += len;
		syntax += strspn(syntax, " ");
	}
}

/* What was typed, with its keywords in full and without "no". */
static void full_spelling(const struct args *a, struct out *line)
{
	for (size_t i = 0; i < a->n_bound; i++) {
		const struct syntax_token *t = a->bound[i].token;

		out(line, "%s%s", i ? " " : "",
		    t->type ? a->text.text + a->bound[i].text_off : t->word);
	}
}

/* Takes back what was typed; where nothing was, the command must be on by default. */
static void negate(struct kept *k, int slot, enum kept_kind kind, const char *key, const char *line)
{
	struct out negated;

	if (kind != KEPT_ON_BY_DEFAULT && drop_positive(k, kind == KEPT_SETTING ? key : line))
		return;
	out_init(&negated);
	out(&negated, "no %s", line);
	kept_set(k, slot, kind == KEPT_ITEM ? line : key, negated.text);
	out_fini(&negated);
}

void kept_type(struct kept *k, int slot, enum kept_kind kind, const struct args *a)
{
	struct out key, line;

	out_init(&key);
	out_init(&line);
	row_key(a->row->cmd->syntax, &key);
	full_spelling(a, &line);
	if (arg_default(a) || (!arg_no(a) && kind == KEPT_ON_BY_DEFAULT))
		kept_drop(k, out_text(&key));
	else if (arg_no(a))
		negate(k, slot, kind, out_text(&key), out_text(&line));
	else
		kept_set(k, slot, kind == KEPT_ITEM ? line.text : out_text(&key), line.text);
	out_fini(&key);
	out_fini(&line);
}
