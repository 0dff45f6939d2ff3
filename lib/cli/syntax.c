/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cli/syntax.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/cli/type.h"
#include "lib/mem.h"

/*
 * Each part of the string becomes a fragment: the tokens it can begin with, the tokens it can
 * end with, and whether it may be absent. Putting two fragments one behind the other links the
 * ends of the first to the beginnings of the second (Glushkov's construction). Syntax strings
 * are ours, so recursion on their brackets is fine.
 */

struct fragment {
	uint64_t first, last;
	bool empty; /* may be absent */
};

struct parser {
	const char *s; /* what is left */
	const struct cli_type *const *types;
	struct syntax *out;
	struct out *error;
	bool bad;
};

static const char special[] = " \t()[]{}|~";

static struct fragment parse_sequence(struct parser *p);

static struct fragment fail(struct parser *p, const char *why)
{
	if (!p->bad)
		out(p->error, "%s at \"%s\"", why, p->s);
	p->bad = true;
	return (struct fragment){ .empty = true };
}

static void skip_blanks(struct parser *p)
{
	while (*p->s == ' ' || *p->s == '\t')
		p->s++;
}

static void link_tokens(struct parser *p, uint64_t from, uint64_t to)
{
	for (size_t i = 0; i < p->out->n_tokens; i++)
		if (from >> i & 1)
			p->out->token[i].follow |= to;
}

static void append(struct parser *p, struct fragment *f, struct fragment next)
{
	link_tokens(p, f->last, next.first);
	if (f->empty)
		f->first |= next.first;
	f->last = next.empty ? f->last | next.last : next.last;
	f->empty = f->empty && next.empty;
}

static const struct cli_type *find_type(const struct parser *p, const char *name, size_t len)
{
	for (size_t i = 0; p->types && p->types[i]; i++)
		if (strlen(p->types[i]->name) == len && memcmp(p->types[i]->name, name, len) == 0)
			return p->types[i];
	return type_find(name, len);
}

static char *lower_dup(const char *s, size_t len)
{
	char *copy = xstrndup(s, len);

	for (size_t i = 0; i < len; i++)
		copy[i] = (char)tolower((unsigned char)copy[i]);
	return copy;
}

static void set_type(struct syntax_token *t, const struct cli_type *type, const char *name,
		     size_t len)
{
	t->type = type;
	t->label = type->label ? xstrdup(type->label) : xstrndup(name, len);
}

/* One word: a keyword, or a type with its name behind it; a type in a named choice has none. */
static struct fragment parse_word(struct parser *p)
{
	const char *start = p->s;
	size_t len = strcspn(start, special);
	const char *dollar = memchr(start, '$', len);
	size_t head = dollar ? (size_t)(dollar - start) : len;
	struct syntax_token t = { 0 };
	uint64_t bit;

	if (p->out->n_tokens == SYNTAX_MAX_TOKENS)
		return fail(p, "too many tokens");
	if (type_parse_range(start, head, &t.min, &t.max))
		set_type(&t, &type_range, start, head);
	else if (find_type(p, start, head))
		set_type(&t, find_type(p, start, head), start, head);
	else if (dollar)
		return fail(p, "unknown type");
	if (!t.type) {
		t.word = xstrndup(start, len);
		t.lower = lower_dup(start, len);
		t.len = len;
	} else if (dollar) {
		t.word = xstrndup(dollar + 1, len - head - 1);
	}
	p->s += len;
	bit = 1ULL << p->out->n_tokens;
	p->out->token[p->out->n_tokens++] = t;
	return (struct fragment){ bit, bit, false };
}

/* A name behind a choice of types: "(A.B.C.D|X:X::X)$addr". */
static void name_choice(struct parser *p, size_t from)
{
	size_t len = strcspn(p->s, special);

	for (size_t i = from; i < p->out->n_tokens; i++) {
		struct syntax_token *t = &p->out->token[i];

		if (!t->type || t->word)
			fail(p, "a name behind what is not a choice of types");
		else
			t->word = xstrndup(p->s + 1, len - 1);
	}
	p->s += len;
}

/* Links an alternative of a {} group with those before it and notes what it is made of. */
static void join_any_order(struct parser *p, struct fragment *all, struct fragment next,
			   size_t from)
{
	link_tokens(p, all->last, next.first);
	link_tokens(p, next.last, all->first);
	for (size_t i = from; i < p->out->n_tokens; i++) {
		if (!(next.first >> i & 1))
			continue;
		p->out->token[i].once = (uint8_t)from;
		p->out->token[i].once_end = (uint8_t)p->out->n_tokens;
	}
}

static struct fragment parse_group(struct parser *p, char open)
{
	char close = open == '(' ? ')' : open == '[' ? ']' : '}';
	struct fragment all = { .empty = open != '(' };
	size_t from = p->out->n_tokens;

	p->s++;
	for (;;) {
		size_t alternative = p->out->n_tokens;
		struct fragment next = parse_sequence(p);

		if (next.empty && open == '{')
			fail(p, "an alternative of {} that may be absent");
		if (open == '{')
			join_any_order(p, &all, next, alternative);
		all.first |= next.first;
		all.last |= next.last;
		all.empty = all.empty || next.empty;
		if (*p->s != '|')
			break;
		p->s++;
	}
	if (*p->s != close)
		return fail(p, "bracket not closed");
	p->s++;
	if (*p->s == '$')
		name_choice(p, from);
	return all;
}

static uint64_t tokens_from(const struct parser *p, size_t from)
{
	uint64_t set = 0;

	for (size_t i = from; i < p->out->n_tokens; i++)
		set |= 1ULL << i;
	return set;
}

static struct fragment parse_sequence(struct parser *p)
{
	struct fragment f = { .empty = true };
	size_t tilde = SIZE_MAX; /* the first token behind "~" */

	for (skip_blanks(p); *p->s && !strchr("|)]}", *p->s) && !p->bad; skip_blanks(p)) {
		if (*p->s == '~') {
			p->s++;
			tilde = p->out->n_tokens;
			p->out->accept_short |= f.last;
		} else if (strchr("([{", *p->s)) {
			append(p, &f, parse_group(p, *p->s));
		} else {
			append(p, &f, parse_word(p));
		}
	}
	if (tilde != SIZE_MAX)
		p->out->accept_short |= tokens_from(p, tilde);
	return f;
}

static bool take(struct parser *p, const char *prefix)
{
	size_t len = strlen(prefix);

	if (strncmp(p->s, prefix, len) != 0)
		return false;
	p->s += len;
	skip_blanks(p);
	return true;
}

static void parse_forms(struct parser *p)
{
	skip_blanks(p);
	if (take(p, "no ")) {
		p->out->no = true;
		return;
	}
	if (take(p, "default ")) {
		p->out->dflt = true;
		return;
	}
	p->out->plain = true;
	if (take(p, "[no]"))
		p->out->no = true;
	if (take(p, "[default]"))
		p->out->dflt = true;
}

static void check_names(struct parser *p)
{
	for (size_t i = 0; i < p->out->n_tokens && !p->bad; i++)
		if (!p->out->token[i].word)
			fail(p, "parameter without a name");
}

bool syntax_compile(struct syntax *result, const char *s, const struct cli_type *const *types,
		    struct out *error)
{
	struct parser p = { .s = s, .types = types, .out = result, .error = error };
	struct fragment all;

	memset(result, 0, sizeof(*result));
	result->token = xcalloc(SYNTAX_MAX_TOKENS, sizeof(*result->token));
	parse_forms(&p);
	all = parse_sequence(&p);
	if (*p.s)
		fail(&p, "bracket too many");
	if (all.empty)
		fail(&p, "nothing that must be typed");
	check_names(&p);
	result->first = all.first;
	result->accept = all.last;
	result->accept_short |= all.last;
	if (p.bad) {
		syntax_fini(result);
		return false;
	}
	result->token = xrealloc(result->token, result->n_tokens * sizeof(*result->token));
	return true;
}

void syntax_fini(struct syntax *s)
{
	for (size_t i = 0; i < s->n_tokens; i++) {
		free(s->token[i].word);
		free(s->token[i].lower);
		free(s->token[i].label);
	}
	free(s->token);
	memset(s, 0, sizeof(*s));
}
