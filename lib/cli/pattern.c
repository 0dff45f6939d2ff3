/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cli/pattern.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base.h"
#include "lib/mem.h"

/*
 * The states are the letters of the expression, each with the set of letters that may follow it
 * (as in lib/cli/syntax.c). A line is run through letter by letter with the set of states that
 * are alive. Its beginning and its end are letters, too, that only "^", "$" and "_" match, so
 * nothing in here is of zero width.
 */

#define MAX_STATES 256
#define MAX_DEPTH 32 /* of parentheses */

enum { LETTER_BEGIN = 256, LETTER_END, N_LETTERS };

struct set {
	uint64_t w[MAX_STATES / 64];
};

struct pattern {
	unsigned n_states;
	struct set takes[N_LETTERS];   /* the states that a letter can be */
	struct set follow[MAX_STATES]; /* by state */
	struct set first, last;
	bool empty; /* matches nothing, hence everything */
};

/* Part of an expression: how it begins and ends, and whether it may be absent. */
struct part {
	struct set first, last;
	bool empty;
};

struct level {
	struct part alternatives; /* before the last "|" */
	struct part sequence;	  /* before the last atom */
	struct part atom;
	bool has_alternatives, has_atom;
};

struct compiler {
	struct pattern *p;
	const char *s;
	const char *error;
	unsigned depth;
	struct level level[MAX_DEPTH];
};

/* --- sets ------------------------------------------------------------------------------------- */

static void set_add(struct set *s, unsigned i)
{
	s->w[i / 64] |= 1ULL << i % 64;
}

static void set_join(struct set *s, const struct set *other)
{
	for (size_t i = 0; i < ARRAY_LEN(s->w); i++)
		s->w[i] |= other->w[i];
}

/* --- parts ------------------------------------------------------------------------------------ */

static void link_parts(struct pattern *p, const struct set *from, const struct set *to)
{
	for (unsigned i = 0; i < p->n_states; i++)
		if (from->w[i / 64] >> i % 64 & 1)
			set_join(&p->follow[i], to);
}

static void append(struct pattern *p, struct part *seq, const struct part *next)
{
	struct set last = next->last;

	link_parts(p, &seq->last, &next->first);
	if (seq->empty)
		set_join(&seq->first, &next->first);
	if (next->empty)
		set_join(&last, &seq->last);
	seq->last = last;
	seq->empty = seq->empty && next->empty;
}

static void add_alternative(struct part *all, const struct part *next)
{
	set_join(&all->first, &next->first);
	set_join(&all->last, &next->last);
	all->empty = all->empty || next->empty;
}

/* --- compiling -------------------------------------------------------------------------------- */

static void open_level(struct compiler *c)
{
	if (c->depth == MAX_DEPTH) {
		c->error = "parentheses are nested too deep";
		return;
	}
	c->level[c->depth++] = (struct level){ .sequence.empty = true };
}

static void end_atom(struct compiler *c)
{
	struct level *l = &c->level[c->depth - 1];

	if (l->has_atom)
		append(c->p, &l->sequence, &l->atom);
	l->has_atom = false;
}

static void end_alternative(struct compiler *c)
{
	struct level *l = &c->level[c->depth - 1];

	end_atom(c);
	if (l->has_alternatives)
		add_alternative(&l->alternatives, &l->sequence);
	else
		l->alternatives = l->sequence;
	l->has_alternatives = true;
	l->sequence = (struct part){ .empty = true };
}

static void close_level(struct compiler *c)
{
	struct part all;
	struct level *outer;

	if (c->depth == 1) {
		c->error = "\")\" without \"(\"";
		return;
	}
	end_alternative(c);
	all = c->level[--c->depth].alternatives;
	outer = &c->level[c->depth - 1];
	outer->atom = all;
	outer->has_atom = true;
}

/* A new state; the letters that it takes are added by the caller. */
static unsigned add_state(struct compiler *c)
{
	struct level *l = &c->level[c->depth - 1];
	unsigned n = c->p->n_states;

	end_atom(c);
	if (n == MAX_STATES) {
		c->error = "too long";
		return 0;
	}
	c->p->n_states++;
	l->atom = (struct part){ .empty = false };
	set_add(&l->atom.first, n);
	set_add(&l->atom.last, n);
	l->has_atom = true;
	return n;
}

static void take(struct compiler *c, unsigned state, unsigned letter)
{
	set_add(&c->p->takes[letter], state);
}

static void add_letter(struct compiler *c, unsigned letter)
{
	take(c, add_state(c), letter);
}

static void add_any(struct compiler *c)
{
	unsigned state = add_state(c);

	for (unsigned i = 0; i < 256; i++)
		take(c, state, i);
}

static void add_delimiter(struct compiler *c)
{
	unsigned state = add_state(c);

	for (const char *s = " ,{}()"; *s; s++)
		take(c, state, (unsigned char)*s);
	take(c, state, LETTER_BEGIN);
	take(c, state, LETTER_END);
}

/* c->s stands behind "["; a "]" that comes first is one of the letters. */
static void add_bracket(struct compiler *c)
{
	unsigned state = add_state(c);
	const char *s = c->s, *start;
	bool listed[256] = { false }, negated = *s == '^';

	s += negated;
	for (start = s; *s && (*s != ']' || s == start); s++) {
		unsigned from = (unsigned char)*s, to = from;

		if (s[1] == '-' && s[2] && s[2] != ']') {
			to = (unsigned char)s[2];
			s += 2;
		}
		for (unsigned i = from; i <= to; i++)
			listed[i] = true;
	}
	if (!*s) {
		c->error = "\"[\" without \"]\"";
		return;
	}
	c->s = s + 1;
	for (unsigned i = 0; i < 256; i++)
		if (listed[i] != negated)
			take(c, state, i);
}

/* In front of it nothing was typed: then it is a letter. */
static void repeat(struct compiler *c, char how)
{
	struct level *l = &c->level[c->depth - 1];

	if (!l->has_atom) {
		add_letter(c, (unsigned char)how);
		return;
	}
	if (how != '?')
		link_parts(c->p, &l->atom.last, &l->atom.first);
	if (how != '+')
		l->atom.empty = true;
}

static void compile_one(struct compiler *c)
{
	char letter = *c->s++;

	switch (letter) {
	case '(':
		end_atom(c);
		open_level(c);
		break;
	case ')':
		close_level(c);
		break;
	case '|':
		end_alternative(c);
		break;
	case '*':
	case '+':
	case '?':
		repeat(c, letter);
		break;
	case '.':
		add_any(c);
		break;
	case '_':
		add_delimiter(c);
		break;
	case '^':
		add_letter(c, LETTER_BEGIN);
		break;
	case '$':
		add_letter(c, LETTER_END);
		break;
	case '[':
		add_bracket(c);
		break;
	case '\\':
		if (*c->s)
			letter = *c->s++;
		add_letter(c, (unsigned char)letter);
		break;
	default:
		add_letter(c, (unsigned char)letter);
	}
}

struct pattern *pattern_new(const char *s, const char **error)
{
	struct compiler c = { .p = xcalloc(1, sizeof(*c.p)), .s = s };

	open_level(&c);
	while (*c.s && !c.error)
		compile_one(&c);
	if (!c.error && c.depth > 1)
		c.error = "\"(\" without \")\"";
	if (c.error) {
		*error = c.error;
		free(c.p);
		return NULL;
	}
	end_alternative(&c);
	c.p->first = c.level[0].alternatives.first;
	c.p->last = c.level[0].alternatives.last;
	c.p->empty = c.level[0].alternatives.empty;
	return c.p;
}

void pattern_free(struct pattern *p)
{
	free(p);
}

/* --- matching --------------------------------------------------------------------------------- */

/* One letter: alive becomes what may come next. True when a match ends here. */
static bool step(const struct pattern *p, struct set *alive, unsigned letter)
{
	struct set next = p->first;

	for (size_t i = 0; i < ARRAY_LEN(alive->w); i++) {
		uint64_t taken = alive->w[i] & p->takes[letter].w[i];

		if (taken & p->last.w[i])
			return true;
		for (; taken; taken &= taken - 1)
			set_join(&next, &p->follow[i * 64 + (size_t)__builtin_ctzll(taken)]);
	}
	*alive = next;
	return false;
}

bool pattern_matches(const struct pattern *p, const char *line)
{
	struct set alive = p->first;

	if (p->empty || step(p, &alive, LETTER_BEGIN))
		return true;
	for (; *line; line++)
		if (step(p, &alive, (unsigned char)*line))
			return true;
	return step(p, &alive, LETTER_END);
}
