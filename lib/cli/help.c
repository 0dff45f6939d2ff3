/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cli/help.h"

#include <string.h>

#include "lib/cli/alias.h"
#include "lib/cli/filter.h"
#include "lib/cli/list.h"
#include "lib/cli/type.h"

enum result { FOUND, NOTHING, AMBIGUOUS };

/* One question about a line in one mode. */
struct look {
	const struct cli_engine *e;
	struct walk walk;
	const char *typed; /* the beginning of the word in question; "" behind a blank */
	size_t n_complete; /* words in front of it */
	struct cli_list list;
	bool keywords_only; /* TAB */
};

bool help_filterable(const struct row *row)
{
	static const char *const word[] = { "show", "more", "dir" };

	if (row->cmd->flags & CLI_FILTERED)
		return true;

	for (size_t i = 0; i < ARRAY_LEN(word); i++)
		if (!row->syntax.token[0].type && !strcmp(row->syntax.token[0].lower, word[i]))
			return true;
	return false;
}

bool help_shows(const struct row *row)
{
	return !row->syntax.token[0].type && !strcmp(row->syntax.token[0].lower, "show");
}

static void add_from_type(struct look *l, const struct syntax_token *t, const char *first)
{
	size_t len = strlen(l->typed);
	struct cli_list all;

	list_init(&all);
	all.help = t->help;
	all.help_len = t->help_len;
	t->type->list(l->e->root, first, &all);
	for (size_t i = 0; i < all.n; i++)
		if (strncasecmp(all.entry[i].word, l->typed, len) == 0)
			list_add(&l->list, all.entry[i].word, all.entry[i].help,
				 strlen(all.entry[i].help));
	list_fini(&all);
}

static void add_candidate(struct look *l, const struct candidate *c, const char *first)
{
	const struct syntax_token *t = c->token;

	if (c->row && (c->row->cmd->flags & CLI_HIDDEN))
		return;
	if (!t->type) {
		if (word_abbreviates(l->typed, t->lower))
			list_add(&l->list, t->word, t->help, t->help_len);
	} else if (t->type->list) {
		add_from_type(l, t, first);
	} else if (!l->keywords_only && !first &&
		   type_may_begin(t->type, l->typed, strlen(l->typed))) {
		list_add(&l->list, t->label, t->help, t->help_len);
	}
}

static void add_ends(struct look *l)
{
	int end = walk_end(&l->walk);

	if (end < 0 || l->walk.words->open || l->keywords_only)
		return;
	if (l->walk.mode == CLI_MODE_EXEC && help_filterable(l->walk.thread[end].row))
		cli_list_add(&l->list, "|", "Output modifiers");
	cli_list_add(&l->list, "<cr>", "<cr>");
}

static enum result look(struct look *l, int mode, bool privileged, const struct words *w)
{
	enum walk_status status;
	const char *first = NULL;

	list_init(&l->list);
	l->typed = w->open ? w->word[w->n - 1] : "";
	l->n_complete = w->n - w->open;
	walk_init(&l->walk, l->e, mode, privileged, w);
	status = walk_to(&l->walk, l->n_complete);
	if (status == WALK_AMBIGUOUS)
		return AMBIGUOUS;
	if (status == WALK_NONE)
		return NOTHING;
	if (status == WALK_MORE && l->walk.word + 1 != l->n_complete)
		return NOTHING;
	if (status == WALK_MORE)
		first = w->word[l->walk.word];
	else
		walk_candidates(&l->walk, NULL);
	for (size_t i = 0; i < l->walk.n_candidates; i++)
		if (!first || l->walk.candidate[i].taken < 0)
			add_candidate(l, &l->walk.candidate[i], first);
	if (!first)
		add_ends(l);
	list_sort(&l->list);
	return l->list.n > 0 ? FOUND : NOTHING;
}

static void look_fini(struct look *l)
{
	walk_fini(&l->walk);
	list_fini(&l->list);
}

/* The innermost mode answers; one further out only for a line that is none of the inner one's. */
static enum result look_outwards(struct look *l, const struct mode_stack *s, bool privileged,
				 const struct words *w)
{
	enum result innermost = look(l, mode_top(s), privileged, w);

	if (innermost != NOTHING || w->n == 0)
		return innermost;
	for (unsigned d = s->depth - 1; d > 1; d--) {
		look_fini(l);
		if (look(l, s->level[d - 1].mode, privileged, w) == FOUND)
			return FOUND;
	}
	return NOTHING;
}

/* --- behind the bar --------------------------------------------------------------------------- */

/* The text behind "|" when what stands before it is a whole command that can be filtered. */
static const char *behind_bar(const struct cli_engine *e, const struct mode_stack *s,
			      bool privileged, const char *line)
{
	const char *bar = strchr(line, '|');
	struct words w;
	struct match m;
	bool good;

	if (!bar)
		return NULL;
	words_init(&w, line, (size_t)(bar - line));
	match_line(&m, e, mode_top(s), privileged, &w);
	good = m.kind == MATCH_HIT && help_filterable(m.args.row) &&
	       m.args.row->cmd->mode == CLI_MODE_EXEC;
	args_fini(&m.args);
	words_fini(&w);
	return good ? bar + 1 : NULL;
}

static bool goes_to_file(const char *keyword)
{
	return !strcmp(keyword, "append") || !strcmp(keyword, "redirect") ||
	       !strcmp(keyword, "tee");
}

static void list_filter_operands(struct cli_list *l, const char *keyword, const char *operand)
{
	if (*operand) {
		cli_list_add(l, "<cr>", "<cr>");
		return;
	}
	if (strcmp(keyword, "section") == 0) {
		cli_list_add(l, "exclude", "Exclude entire section(s) of output");
		cli_list_add(l, "include", "Include entire section(s) of output");
	}
	cli_list_add(l, "LINE", goes_to_file(keyword) ? "URL" : "Regular Expression");
}

static enum result look_filter(struct cli_list *l, const char *s, bool *word_help)
{
	const char *start = s + strspn(s, " \t"), *keyword;
	size_t len = strcspn(start, " \t");
	char typed[16] = "";

	*word_help = len > 0 && !start[len];
	if (len >= sizeof(typed))
		return NOTHING;
	memcpy(typed, start, len);
	if (!start[len]) {
		filter_list(l, typed);
	} else {
		keyword = filter_keyword(typed);
		if (!keyword)
			return NOTHING;
		list_filter_operands(l, keyword, start + len + strspn(start + len, " \t"));
	}
	list_sort(l);
	return l->n > 0 ? FOUND : NOTHING;
}

/* --- answers ---------------------------------------------------------------------------------- */

static void print_list(const struct cli_list *l, bool word_help, unsigned width, struct out *o)
{
	if (word_help)
		list_print_words(l, o, width);
	else
		list_print(l, o, width);
	out_char(o, '\n');
}

static void print_failure(enum result r, const char *line, struct out *o)
{
	if (r == AMBIGUOUS)
		out(o, "%% Ambiguous command:  \"%s\"\n", line);
	else
		out_str(o, "% Unrecognized command\n");
}

/* Of the word that is being typed. False when none fits. */
static bool add_aliases(struct look *l)
{
	size_t before = l->list.n;

	alias_list(l->e, l->typed, &l->list);
	list_sort(&l->list);
	return l->list.n > before;
}

static void print_heading(const struct look *l, struct out *o)
{
	const struct cli_mode *mode = &l->e->program->modes[l->walk.mode];
	bool at_root = l->walk.index && !l->walk.no && !l->walk.dflt && !l->walk.words->open;

	if (at_root && mode->heading)
		out(o, "%s\n", mode->heading);
}

static void help_print_plain(const struct cli_engine *e, const struct mode_stack *s,
			     bool privileged, const char *line, unsigned width, struct out *o)
{
	const char *filter = behind_bar(e, s, privileged, line);
	struct look l = { .e = e };
	struct words w;
	enum result r;

	if (filter) {
		bool word_help;

		list_init(&l.list);
		r = look_filter(&l.list, filter, &word_help);
		if (r == FOUND)
			print_list(&l.list, word_help, width, o);
		else
			print_failure(r, line, o);
		list_fini(&l.list);
		return;
	}
	words_init(&w, line, strlen(line));
	r = look_outwards(&l, s, privileged, &w);
	if (s->depth == 1 && w.n == 1 && w.open && add_aliases(&l))
		r = FOUND;
	if (r == FOUND) {
		print_heading(&l, o);
		print_list(&l.list, w.open, width, o);
	} else {
		print_failure(r, line, o);
	}
	look_fini(&l);
	words_fini(&w);
}

void help_print(const struct cli_engine *e, const struct mode_stack *s, bool privileged,
		const char *line, unsigned width, struct out *o)
{
	const char *end = line + strspn(line, " \t");
	struct out expanded;
	bool usual;

	end += strcspn(end, " \t");
	out_init(&expanded);
	/* Help behind an alias is that of what it stands for. */
	if (s->depth == 1 && *end && alias_expand(e, line, &expanded, &usual) && !usual)
		help_print_plain(e, s, privileged, expanded.text, width, o);
	else
		help_print_plain(e, s, privileged, line, width, o);
	out_fini(&expanded);
}

/* The one word of the list, or the one that was typed in full. */
static const char *only_word(const struct cli_list *l, const char *typed)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcasecmp(l->entry[i].word, typed) == 0)
			return l->entry[i].word;
	return l->n == 1 ? l->entry[0].word : NULL;
}

static void complete(const char *line, size_t offset, const char *word, struct out *o)
{
	out_bytes(o, line, offset);
	out(o, "%s ", word);
}

void help_complete(const struct cli_engine *e, const struct mode_stack *s, bool privileged,
		   const char *line, struct out *o)
{
	const char *filter = behind_bar(e, s, privileged, line);
	struct look l = { .e = e, .keywords_only = true };
	const char *word = NULL;
	struct words w;

	words_init(&w, line, strlen(line));
	if (filter) {
		const char *typed = filter + strspn(filter, " \t");

		if (*typed && !typed[strcspn(typed, " \t")])
			word = filter_keyword(typed);
		if (word)
			complete(line, (size_t)(typed - line), word, o);
	} else if (w.open) {
		if (look_outwards(&l, s, privileged, &w) == FOUND)
			word = only_word(&l.list, l.typed);
		if (word)
			complete(line, w.offset[w.n - 1], word, o);
		look_fini(&l);
	}
	if (!word)
		out_str(o, line);
	words_fini(&w);
}
