/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cli/match.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/cli/list.h"
#include "lib/cli/type.h"
#include "lib/mem.h"

/* Many rows have the same type at the same place: each is asked once per word. */
#define CACHE_SIZE 16

struct cache {
	struct {
		const struct cli_type *type;
		uint64_t min, max;
		int taken;
		size_t text_off;
	} slot[CACHE_SIZE];
	size_t n;
};

/* --- words ------------------------------------------------------------------------------------ */

size_t word_common(const char *typed, const char *lower)
{
	size_t n = 0;

	while (lower[n] && tolower((unsigned char)typed[n]) == (unsigned char)lower[n])
		n++;
	return n;
}

bool word_abbreviates(const char *typed, const char *lower)
{
	return typed[word_common(typed, lower)] == '\0';
}

/* --- what may come next ----------------------------------------------------------------------- */

void walk_init(struct walk *k, const struct cli_engine *e, int mode, bool privileged,
	       const struct words *words)
{
	memset(k, 0, sizeof(*k));
	k->e = e;
	k->words = words;
	k->mode = mode;
	k->privileged = privileged;
	k->index = table_index(e, mode, FORM_PLAIN);
}

void walk_fini(struct walk *k)
{
	free(k->thread);
	free(k->candidate);
	out_fini(&k->text);
}

static bool row_visible(const struct walk *k, const struct row *row)
{
	return k->privileged || (row->cmd->flags & CLI_UNPRIV);
}

/* word NULL: nothing was typed yet, everything fits. */
static enum fit fit_of(const struct row *row, const struct syntax_token *t, const char *word)
{
	size_t n;

	if (t->type)
		return FIT_PARAM;
	n = word ? word_common(word, t->lower) : 0;
	if (word && word[n])
		return FIT_NOT;
	if (n == t->len)
		return FIT_EXACT;
	return row && (row->cmd->flags & CLI_HIDDEN) ? FIT_SHORT_HIDDEN : FIT_SHORT;
}

static void add_candidate(struct walk *k, const struct candidate *c)
{
	if (k->n_candidates == k->cap_candidates) {
		k->cap_candidates = MAX_OF(2 * k->cap_candidates, 32);
		k->candidate = xrealloc(k->candidate, k->cap_candidates * sizeof(*k->candidate));
	}
	k->candidate[k->n_candidates++] = *c;
}

static void add_ref_candidate(struct walk *k, const struct ref *r, const char *word)
{
	struct candidate c = { .row = r->row, .n = r->token, .before = -1 };

	if (!row_visible(k, r->row))
		return;
	c.token = &r->row->syntax.token[r->token];
	c.fit = fit_of(r->row, c.token, word);
	add_candidate(k, &c);
}

static void add_jump_candidate(struct walk *k, enum jump jump, const char *word)
{
	struct candidate c = { .jump = jump, .before = -1 };

	c.token = table_jump(k->e, jump);
	c.fit = fit_of(NULL, c.token, word);
	add_candidate(k, &c);
}

static void head_candidates(struct walk *k, const struct head *h, const char *word)
{
	if (h->jump)
		add_jump_candidate(k, h->jump, word);
	for (size_t i = 0; i < h->n_refs; i++)
		add_ref_candidate(k, &h->ref[i], word);
}

static void index_candidates(struct walk *k, const char *word)
{
	char lower[64] = "";
	size_t len = word ? strlen(word) : 0, from = 0, to = 0;

	for (size_t i = 0; i < len && i < sizeof(lower) - 1; i++)
		lower[i] = (char)tolower((unsigned char)word[i]);
	if (len < sizeof(lower))
		table_heads(k->index, lower, len, &from, &to);
	for (size_t i = from; i < to; i++)
		head_candidates(k, &k->index->head[i], word);
	for (size_t i = 0; i < k->index->n_params; i++)
		add_ref_candidate(k, &k->index->param[i], word);
}

/* True when the row already used one of the tokens [from, to) on the way to thread t. */
static bool was_used(const struct walk *k, int t, uint8_t from, uint8_t to)
{
	for (; t >= 0; t = k->thread[t].before)
		if (k->thread[t].token >= from && k->thread[t].token < to)
			return true;
	return false;
}

static void thread_candidates(struct walk *k, int t, const char *word)
{
	const struct row *row = k->thread[t].row;
	uint64_t follow = row->syntax.token[k->thread[t].token].follow;

	for (; follow; follow &= follow - 1) {
		uint8_t n = (uint8_t)__builtin_ctzll(follow);
		const struct syntax_token *token = &row->syntax.token[n];
		struct candidate c = { .row = row, .token = token, .n = n, .before = t };

		c.fit = fit_of(row, token, word);
		if (c.fit == FIT_NOT)
			continue;
		if (token->once_end && was_used(k, t, token->once, token->once_end))
			continue;
		add_candidate(k, &c);
	}
}

void walk_candidates(struct walk *k, const char *word)
{
	k->n_candidates = 0;
	if (k->index) {
		index_candidates(k, word);
		return;
	}
	for (size_t t = k->live; t < k->n_threads; t++)
		thread_candidates(k, (int)t, word);
}

/* --- one word --------------------------------------------------------------------------------- */

static size_t keep_text(struct walk *k, const char *s, size_t len)
{
	size_t off = k->text.len;

	out_bytes(&k->text, s, len);
	out_char(&k->text, '\0');
	return off;
}

static int match_line_param(struct walk *k, size_t *text_off)
{
	size_t len;
	const char *rest = words_rest(k->words, k->word, &len);

	*text_off = keep_text(k, rest, len);
	return (int)(k->words->n - k->word);
}

static int match_type(struct walk *k, const struct cli_type *type, size_t *text_off)
{
	const char *const *word = k->words->word + k->word;
	size_t off = k->text.len;
	int taken = type->match(k->e->root, word, k->words->n - k->word, &k->text);

	*text_off = off;
	if (taken <= 0)
		return taken;
	if (k->text.len == off && taken == 2)
		out(&k->text, "%s %s", word[0], word[1]);
	else if (k->text.len == off)
		out_str(&k->text, word[0]);
	out_char(&k->text, '\0');
	return taken;
}

static int match_param(struct walk *k, const struct syntax_token *t, size_t *text_off)
{
	const char *word = k->words->word[k->word];
	uint64_t value;

	if (t->type == &type_line)
		return match_line_param(k, text_off);
	if (t->type != &type_range)
		return match_type(k, t->type, text_off);
	if (!type_number(word, t->min, t->max, &value))
		return 0;
	*text_off = keep_text(k, word, strlen(word));
	return 1;
}

static void match_cached(struct walk *k, struct cache *cache, struct candidate *c)
{
	const struct syntax_token *t = c->token;
	size_t i = 0;

	while (i < cache->n && (cache->slot[i].type != t->type || cache->slot[i].min != t->min ||
				cache->slot[i].max != t->max))
		i++;
	if (i == cache->n) {
		c->taken = match_param(k, t, &c->text_off);
		if (cache->n == CACHE_SIZE)
			return;
		cache->slot[i].type = t->type;
		cache->slot[i].min = t->min;
		cache->slot[i].max = t->max;
		cache->slot[i].taken = c->taken;
		cache->slot[i].text_off = c->text_off;
		cache->n++;
	}
	c->taken = cache->slot[i].taken;
	c->text_off = cache->slot[i].text_off;
}

static void match_params(struct walk *k)
{
	struct cache cache = { .n = 0 };

	for (size_t i = 0; i < k->n_candidates; i++)
		if (k->candidate[i].token->type)
			match_cached(k, &cache, &k->candidate[i]);
}

static void keep_fit(struct walk *k, enum fit fit)
{
	size_t n = 0;

	for (size_t i = 0; i < k->n_candidates; i++) {
		if (k->candidate[i].fit != fit)
			continue;
		if (n != i)
			k->candidate[n] = k->candidate[i];
		n++;
	}
	k->n_candidates = n;
}

/* Do the candidates that fit so spell more than one keyword? */
static bool several_words(const struct walk *k, enum fit fit)
{
	const char *lower = NULL;

	for (size_t i = 0; i < k->n_candidates; i++) {
		if (k->candidate[i].fit != fit)
			continue;
		if (lower && strcmp(lower, k->candidate[i].token->lower) != 0)
			return true;
		lower = k->candidate[i].token->lower;
	}
	return false;
}

/* The most specific parameters that take the word stay. */
static enum walk_status keep_params(struct walk *k, int least_rank)
{
	int rank = least_rank, taken = 0;
	bool more = false;
	size_t n = 0;

	keep_fit(k, FIT_PARAM);
	match_params(k);
	for (size_t i = 0; i < k->n_candidates; i++) {
		const struct candidate *c = &k->candidate[i];

		more = more || c->taken < 0;
		if (c->taken <= 0 || c->token->type->rank < rank)
			continue;
		if (c->token->type->rank > rank)
			taken = 0;
		rank = c->token->type->rank;
		taken = MAX_OF(taken, c->taken);
	}
	if (!taken)
		return more ? WALK_MORE : WALK_NONE;
	for (size_t i = 0; i < k->n_candidates; i++)
		if (k->candidate[i].taken == taken && k->candidate[i].token->type->rank == rank)
			k->candidate[n++] = k->candidate[i];
	k->n_candidates = n;
	return WALK_OK;
}

static enum walk_status choose(struct walk *k)
{
	enum fit best = FIT_NOT;

	for (size_t i = 0; i < k->n_candidates; i++)
		best = MAX_OF(best, k->candidate[i].fit);
	if (best == FIT_NOT)
		return WALK_NONE;
	if (best == FIT_PARAM)
		return keep_params(k, CLI_RANK_LINE);
	/* An address or an interface is no abbreviation, whatever it begins like. */
	if (best != FIT_EXACT && several_words(k, best))
		return keep_params(k, CLI_RANK_NAME) == WALK_OK ? WALK_OK : WALK_AMBIGUOUS;
	keep_fit(k, best);
	for (size_t i = 0; i < k->n_candidates; i++)
		k->candidate[i].taken = 1;
	return WALK_OK;
}

static void add_thread(struct walk *k, const struct candidate *c, size_t from)
{
	/* The candidates come row by row. */
	for (size_t t = k->n_threads; t > from && k->thread[t - 1].row == c->row; t--)
		if (k->thread[t - 1].token == c->n)
			return;
	if (k->n_threads == k->cap_threads) {
		k->cap_threads = MAX_OF(2 * k->cap_threads, 64);
		k->thread = xrealloc(k->thread, k->cap_threads * sizeof(*k->thread));
	}
	k->thread[k->n_threads++] = (struct thread){ c->row, c->n, c->before, c->text_off };
}

static void take_jump(struct walk *k, enum jump jump)
{
	if (jump == JUMP_DO) {
		k->via_do = true;
		k->mode = CLI_MODE_EXEC;
		k->first = k->word;
		k->index = table_index(k->e, k->mode, FORM_PLAIN);
		return;
	}
	k->no = jump == JUMP_NO;
	k->dflt = jump == JUMP_DEFAULT;
	k->index = table_index(k->e, k->mode, k->no ? FORM_NO : FORM_DEFAULT);
}

static enum walk_status step(struct walk *k)
{
	const char *word = k->words->word[k->word];
	size_t from = k->n_threads;
	enum walk_status status;

	walk_candidates(k, word);
	status = choose(k);
	if (status != WALK_OK)
		return status;
	k->word += (size_t)k->candidate[0].taken;
	if (k->candidate[0].jump) {
		take_jump(k, k->candidate[0].jump);
		return WALK_OK;
	}
	for (size_t i = 0; i < k->n_candidates; i++)
		add_thread(k, &k->candidate[i], from);
	k->live = from;
	k->index = NULL;
	return WALK_OK;
}

enum walk_status walk_to(struct walk *k, size_t n_words)
{
	while (k->word < n_words) {
		enum walk_status status = step(k);

		if (status != WALK_OK)
			return status;
	}
	return WALK_OK;
}

int walk_end(const struct walk *k)
{
	if (k->index)
		return -1;
	for (size_t t = k->live; t < k->n_threads; t++) {
		const struct syntax *s = &k->thread[t].row->syntax;
		uint64_t ends = k->no || k->dflt ? s->accept_short : s->accept;

		if (ends >> k->thread[t].token & 1)
			return (int)t;
	}
	return -1;
}

/* --- a whole line ----------------------------------------------------------------------------- */

static size_t fitting_list(const struct walk *k, const struct cli_type *type, const char *word)
{
	struct cli_list l;
	size_t n = 0;

	list_init(&l);
	type->list(k->e->root, NULL, &l);
	for (size_t i = 0; i < l.n; i++) {
		size_t m = 0;

		while (word[m] && tolower((unsigned char)word[m]) ==
					  tolower((unsigned char)l.entry[i].word[m]))
			m++;
		n = MAX_OF(n, m);
	}
	list_fini(&l);
	return n;
}

/* Letters of the word that still fit some keyword that might stand there. */
static size_t fitting_letters(struct walk *k, const char *word)
{
	size_t n = 0;

	walk_candidates(k, NULL);
	for (size_t i = 0; i < k->n_candidates; i++) {
		const struct candidate *c = &k->candidate[i];

		if (c->row && (c->row->cmd->flags & CLI_HIDDEN))
			continue;
		if (!c->token->type)
			n = MAX_OF(n, word_common(word, c->token->lower));
		else if (c->token->type->list)
			n = MAX_OF(n, fitting_list(k, c->token->type, word));
	}
	return n;
}

static void bind_args(struct args *a, const struct walk *k, int end)
{
	size_t n = 0;

	for (int t = end; t >= 0; t = k->thread[t].before)
		n++;
	a->n_bound = n;
	for (int t = end; t >= 0; t = k->thread[t].before) {
		n--;
		a->bound[n].token = &k->thread[t].row->syntax.token[k->thread[t].token];
		a->bound[n].text_off = k->thread[t].text_off;
	}
}

static void hit(struct match *m, struct walk *k, int end)
{
	size_t from = k->words->offset[k->first], last = k->word - 1;
	size_t to = k->words->offset[last] + strlen(k->words->word[last]);

	m->kind = MATCH_HIT;
	m->args.row = k->thread[end].row;
	m->args.no = k->no;
	m->args.dflt = k->dflt;
	bind_args(&m->args, k, end);
	m->args.line = xstrndup(k->words->line + from, to - from);
	m->args.text = k->text;
	out_init(&k->text);
}

static void missed(struct match *m, struct walk *k, enum match_kind kind, size_t word)
{
	m->kind = kind;
	m->word = word;
	m->caret = word < k->words->n ? k->words->offset[word] : strlen(k->words->line);
}

static void failed(struct match *m, struct walk *k, enum walk_status status)
{
	if (status == WALK_AMBIGUOUS) {
		missed(m, k, MATCH_AMBIGUOUS, k->word);
	} else if (status == WALK_NONE) {
		missed(m, k, MATCH_NONE, k->word);
		m->caret += fitting_letters(k, k->words->word[k->word]);
	} else if (k->word + 1 < k->words->n) {
		missed(m, k, MATCH_NONE, k->word + 1);
	} else {
		missed(m, k, MATCH_INCOMPLETE, k->words->n);
	}
}

/* " !" behind a complete command begins a remark, but not where it may be part of a text. */
static bool is_remark(const struct walk *k)
{
	int end;

	if (k->words->word[k->word][0] != '!')
		return false;
	end = walk_end(k);
	return end >= 0 && !(k->thread[end].row->cmd->flags & CLI_FREE_TEXT);
}

void match_line(struct match *m, const struct cli_engine *e, int mode, bool privileged,
		const struct words *words)
{
	enum walk_status status = WALK_OK;
	struct walk k;
	int end;

	m->args.n_bound = 0;
	m->args.line = NULL;
	out_init(&m->args.text);
	walk_init(&k, e, mode, privileged, words);
	while (status == WALK_OK && k.word < words->n && !is_remark(&k))
		status = walk_to(&k, k.word + 1);
	end = walk_end(&k);
	if (status != WALK_OK)
		failed(m, &k, status);
	else if (end < 0)
		missed(m, &k, MATCH_INCOMPLETE, words->n);
	else
		hit(m, &k, end);
	walk_fini(&k);
}
