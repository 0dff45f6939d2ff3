/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/unread_row.h"

#include <ctype.h>
#include <string.h>

#include "lib/cli/args.h"
#include "lispd/cli/block.h"

static const char *behind_word(const char *syntax)
{
	syntax += strcspn(syntax, " ");
	return syntax + strspn(syntax, " ");
}

static bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/* The command itself, without what says where it belongs: "(ipv4|ipv6)", "(ip|ipv6) lisp". Counts
 * the words that were left out. */
static const char *own_syntax(const struct cli_cmd *cmd, size_t *n_skipped)
{
	const char *s = cmd->syntax;

	*n_skipped = 0;
	while (begins(s, "[no]") || begins(s, "[default]"))
		s = behind_word(s);
	if (begins(s, "(ip")) {
		s = behind_word(s);
		(*n_skipped)++;
	}
	if (cmd->mode == CLI_MODE_CONFIG && begins(s, "lisp ")) {
		s = behind_word(s);
		(*n_skipped)++;
	}
	return s;
}

/* The words that every line of the row begins with. */
static void row_key(const char *syntax, struct out *key)
{
	for (; islower((unsigned char)*syntax); syntax = behind_word(syntax)) {
		size_t len = strcspn(syntax, " ");

		if (memchr(syntax, '$', len))
			return;
		out(key, "%s%.*s", key->len ? " " : "", (int)len, syntax);
	}
}

/* A parameter as it is printed. */
static void spell_value(const struct args *a, size_t i, struct out *line)
{
	const struct syntax_token *t = a->bound[i].token;
	struct prefix p;
	struct addr addr;

	if (strchr(t->type->name, '/') && arg_prefix(a, t->word, &p))
		out_str(line, prefix_str(&p).s);
	else if (strstr(t->type->name, "::") && arg_addr(a, t->word, &addr))
		out_str(line, addr_str(&addr).s);
	else
		out_str(line, a->text.text + a->bound[i].text_off);
}

static void spell(const struct args *a, size_t from, struct out *line)
{
	for (size_t i = from; i < a->n_bound; i++) {
		const struct syntax_token *t = a->bound[i].token;

		if (line->len)
			out_char(line, ' ');
		if (t->type)
			spell_value(a, i, line);
		else
			out_str(line, t->word);
	}
}

/* Only then a "no" takes something away, and is kept. */
static bool has_something(const struct unread *u, enum unread_row kind, int slot, const char *key)
{
	return kind == UNREAD_USUAL || (u && unread_find(u, slot, key));
}

static void negate(struct unread *u, int slot, const char *key, const char *line)
{
	struct out negated;

	out_init(&negated);
	out(&negated, "no %s", line);
	unread_set(u, slot, key, negated.text, false);
	out_fini(&negated);
}

void unread_take_slot(const struct args *a, struct unread *u, enum unread_row kind,
		      const struct unread *above, int slot)
{
	bool dropped;
	size_t skip;
	const char *syntax = own_syntax(a->row->cmd, &skip), *key;
	struct out words, line;

	out_init(&words);
	out_init(&line);
	row_key(syntax, &words);
	spell(a, skip, &line);
	key = kind == UNREAD_ITEM || kind == UNREAD_TYPED ? out_text(&line) : out_text(&words);
	if (!is_off(a) && kind != UNREAD_USUAL) {
		unread_set(u, slot, key, out_text(&line), kind == UNREAD_TYPED);
	} else {
		dropped = unread_drop(u, slot, key);
		if (arg_no(a) && (kind == UNREAD_USUAL || !dropped) &&
		    has_something(above, kind, slot, key))
			negate(u, slot, key, out_text(&line));
	}
	out_fini(&words);
	out_fini(&line);
}

void unread_take(const struct args *a, struct unread *u, enum unread_row kind,
		 const struct unread *above)
{
	unread_take_slot(a, u, kind, above, a->row->cmd->order);
}

void unread_write(struct cli_writer *w, const struct unread *u, int slot)
{
	for (unsigned i = 0; i < u->n; i++)
		if (u->line[i].slot == slot)
			cli_line(w, "%s", u->line[i].text);
}

void unread_write_behind(struct cli_writer *w, const struct unread *u, int slot, const char *word)
{
	for (unsigned i = 0; i < u->n; i++) {
		const char *text = u->line[i].text;
		bool negated = begins(text, "no ");

		if (u->line[i].slot == slot)
			cli_line(w, "%s%s %s", negated ? "no " : "", word,
				 text + (negated ? 3 : 0));
	}
}
