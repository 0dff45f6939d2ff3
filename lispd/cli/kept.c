/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/kept.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/cli/args.h"
#include "lib/mem.h"
#include "lispd/cli/kept_kind.h"

static void free_line(struct kept_line *l)
{
	free(l->text);
	if (l->below)
		kept_fini(l->below);
	free(l->below);
}

static void drop_line(struct kept *k, unsigned i)
{
	free_line(&k->line[i]);
	memmove(&k->line[i], &k->line[i + 1], (k->n - i - 1) * sizeof(*k->line));
	k->n--;
}

void kept_fini(struct kept *k)
{
	while (k->n)
		drop_line(k, k->n - 1);
	free(k->line);
	k->line = NULL;
	hash_fini(&k->seen);
}

/* --- what may be there ------------------------------------------------------------------------ */

#define NEGATED 0x9e3779b97f4a7c15u /* sets "no LINE" as a whole apart */

static const char *without_no(const char *line)
{
	return strncmp(line, "no ", 3) == 0 ? line + 3 : line;
}

/* Calls fn with the FNV-1a hash of the first word, of the first two, ... until it returns true. */
static bool for_beginnings(struct kept *k, const char *s, bool (*fn)(struct kept *k, uint64_t h))
{
	uint64_t h = 0xcbf29ce484222325u;

	for (;; s++) {
		if ((!*s || *s == ' ') && fn(k, h))
			return true;
		if (!*s)
			return false;
		h = (h ^ (unsigned char)*s) * 0x100000001b3u;
	}
}

static bool note(struct kept *k, uint64_t h)
{
	hash_add(&k->seen, h, k);
	return false;
}

static bool was_negated(struct kept *k, uint64_t h)
{
	return hash_find(&k->seen, h ^ NEGATED) != NULL;
}

static uint64_t hash_of(const char *s)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001b3u;
	return h;
}

static void note_line(struct kept *k, const char *text)
{
	const char *positive = without_no(text);

	for_beginnings(k, positive, note);
	if (positive != text)
		hash_add(&k->seen, hash_of(positive) ^ NEGATED, k);
}

/* False: no line, "no" aside, has ever begun with these words. */
static bool may_have(const struct kept *k, const char *words)
{
	return hash_find(&k->seen, hash_of(words)) != NULL;
}

/* --- lines ------------------------------------------------------------------------------------ */

static struct kept_line *add_line(struct kept *k, int slot, const char *text)
{
	note_line(k, text);
	k->line = xrealloc(k->line, (k->n + 1) * sizeof(*k->line));
	k->line[k->n] = (struct kept_line){ xstrdup(text), slot, NULL };
	return &k->line[k->n++];
}

bool kept_begins(const char *line, const char *key)
{
	size_t len = strlen(key);

	return strncmp(line, key, len) == 0 && (!line[len] || line[len] == ' ');
}

/* "no" aside. */
static bool has_key(const char *line, const char *key)
{
	return kept_begins(without_no(line), key);
}

void kept_set(struct kept *k, int slot, const char *key, const char *line)
{
	/* A whole line as the key is not that of a longer one. */
	bool whole = strcmp(without_no(line), key) == 0;

	for (unsigned i = may_have(k, key) ? 0 : k->n; i < k->n; i++) {
		const char *text = k->line[i].text;

		if (k->line[i].slot != slot || k->line[i].below ||
		    (whole ? strcmp(without_no(text), key) != 0 : !has_key(text, key)))
			continue;
		note_line(k, line);
		str_replace(&k->line[i].text, line);
		return;
	}
	add_line(k, slot, line);
}

static bool is_negated(const struct kept_line *l)
{
	return without_no(l->text) != l->text;
}

bool kept_drop(struct kept *k, const char *key)
{
	unsigned before = k->n;

	for (unsigned i = k->n; i-- > 0;)
		if (has_key(k->line[i].text, key))
			drop_line(k, i);
	return k->n < before;
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

bool kept_equal(const struct kept *a, const struct kept *b)
{
	if (a->n != b->n)
		return false;
	for (unsigned i = 0; i < a->n; i++)
		if (strcmp(a->line[i].text, b->line[i].text) != 0)
			return false;
	return true;
}

/* --- printing --------------------------------------------------------------------------------- */

static void write_below(struct cli_writer *w, const struct kept_line *l,
			const struct kept_kind *kind, int indent);

static void write_line(struct cli_writer *w, const struct kept_line *l,
		       const struct kept_kind *kind, int indent)
{
	if (l->below && kind && kind->leave)
		cli_line(w, "%*s!", indent, "");
	cli_line(w, "%*s%s", indent, "", l->text);
	if (l->below)
		write_below(w, l, kind, indent + 1);
	if (l->below && kind && kind->leave)
		cli_line(w, "%*s%s", indent, "", kind->leave);
}

/* As deep as blocks are nested, which kept_kind limits. */
static void write_below(struct cli_writer *w, const struct kept_line *l,
			const struct kept_kind *kind, int indent)
{
	for (unsigned i = 0; i < l->below->n; i++) {
		const struct kept_line *child = &l->below->line[i];

		write_line(w, child, kind ? kept_kind_below(kind, child->text) : NULL, indent);
	}
}

void kept_write(struct cli_writer *w, const struct kept *k, int slot)
{
	for (unsigned i = 0; k && i < k->n; i++) {
		const struct kept_line *l = &k->line[i];

		if (l->slot != slot)
			continue;
		write_line(w, l, l->below ? kept_kind_find(l->text) : NULL, 0);
		if (l->below)
			cli_bang(w);
	}
}

/* --- blocks ----------------------------------------------------------------------------------- */

struct kept *kept_block_find(const struct kept *k, const char *header)
{
	for (unsigned i = 0; k && header && i < k->n; i++)
		if (k->line[i].below && strcmp(k->line[i].text, header) == 0)
			return k->line[i].below;
	return NULL;
}

struct kept *kept_block_get(struct kept *k, int slot, const char *header)
{
	struct kept *below = kept_block_find(k, header);
	struct kept_line *l;

	if (below)
		return below;
	l = add_line(k, slot, header);
	l->below = xcalloc(1, sizeof(*l->below));
	return l->below;
}

static bool drop_beginning(struct kept *k, const char *words)
{
	unsigned before = k->n;

	for (unsigned i = k->n; i-- > 0;)
		if (kept_begins(k->line[i].text, words))
			drop_line(k, i);
	return k->n < before;
}

static void drop_exactly(struct kept *k, const char *text)
{
	for (unsigned i = k->n; i-- > 0;)
		if (strcmp(k->line[i].text, text) == 0)
			drop_line(k, i);
}

static void put_negated(struct kept *k, const char *line)
{
	if (drop_beginning(k, line + 3))
		return;
	drop_exactly(k, line);
	add_line(k, 0, line);
}

static void put_positive(struct kept *k, const char *line, const char *single)
{
	struct out negated;

	out_init(&negated);
	out(&negated, "no %s", line);
	drop_exactly(k, negated.text);
	out_fini(&negated);
	for (unsigned i = 0; i < k->n; i++) {
		if (k->line[i].below || !kept_begins(k->line[i].text, single ? single : line))
			continue;
		if (single || strcmp(k->line[i].text, line) == 0) {
			note_line(k, line);
			str_replace(&k->line[i].text, line);
			return;
		}
	}
	add_line(k, 0, line);
}

void kept_block_put(struct kept *below, const char *line, const char *single)
{
	if (strncmp(line, "no ", 3) == 0)
		put_negated(below, line);
	else if (strncmp(line, "default ", 8) == 0)
		kept_drop(below, line + 8);
	else
		put_positive(below, line, single);
}

void kept_block_add(struct kept *below, const char *line)
{
	add_line(below, 0, line);
}

/* --- rows ------------------------------------------------------------------------------------- */

/* The words that every line of the row begins with. */
static void row_key(const char *syntax, struct out *key)
{
	syntax += strncmp(syntax, "[no] ", 5) == 0 ? 5 : 0;
	syntax += strncmp(syntax, "[default] ", 10) == 0 ? 10 : 0;
	for (;;) {
		size_t len = strcspn(syntax, " ");

		if (!len || !islower((unsigned char)*syntax) || memchr(syntax, '$', len))
			return;
		out(key, "%s%.*s", key->len ? " " : "", (int)len, syntax);
		syntax += len;
		syntax += strspn(syntax, " ");
	}
}

void kept_spelling(const struct args *a, struct out *line)
{
	for (size_t i = 0; i < a->n_bound; i++) {
		const struct syntax_token *t = a->bound[i].token;

		out(line, "%s%s", i ? " " : "",
		    t->type ? a->text.text + a->bound[i].text_off : t->word);
	}
}

/* Lines that "no" has turned off although they begin as line does: it turns them on again. */
static void drop_contradicted(struct kept *k, const char *line)
{
	if (!for_beginnings(k, line, was_negated))
		return;
	for (unsigned i = k->n; i-- > 0;)
		if (is_negated(&k->line[i]) && has_key(line, without_no(k->line[i].text)))
			drop_line(k, i);
}

/* Takes back what was typed; where nothing was, the command must be on by default. */
static void negate(struct kept *k, int slot, enum kept_row kind, const char *key, const char *line)
{
	struct out negated;

	if (kind != KEPT_ON_BY_DEFAULT && drop_positive(k, kind == KEPT_SETTING ? key : line))
		return;
	out_init(&negated);
	out(&negated, "no %s", line);
	kept_set(k, slot, kind == KEPT_ITEM ? line : key, negated.text);
	out_fini(&negated);
}

void kept_type(struct kept *k, int slot, enum kept_row kind, const struct args *a)
{
	struct out key, line;

	out_init(&key);
	out_init(&line);
	row_key(a->row->cmd->syntax, &key);
	kept_spelling(a, &line);
	if (arg_default(a) && kind == KEPT_ITEM)
		kept_drop(k, line.text); /* those that begin as typed */
	else if (arg_default(a) || (!arg_no(a) && kind == KEPT_ON_BY_DEFAULT))
		kept_drop(k, out_text(&key));
	else if (arg_no(a))
		negate(k, slot, kind, out_text(&key), out_text(&line));
	else {
		drop_contradicted(k, line.text);
		kept_set(k, slot, kind == KEPT_ITEM ? line.text : out_text(&key), line.text);
	}
	out_fini(&key);
	out_fini(&line);
}
