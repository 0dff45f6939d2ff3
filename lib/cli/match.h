/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_CLI_MATCH_H
#define LIB_CLI_MATCH_H

/*
 * Runs all rows of a mode side by side over the words of a line. At each word the exact keywords
 * are kept, else the one keyword it abbreviates, else the most specific parameters; rows that
 * took no part in that are out. A line is decided word by word, as IOS does: no second thoughts.
 */

#include "lib/cli/args.h"
#include "lib/cli/table.h"
#include "lib/cli/words.h"
#include "lib/out.h"

/* A row that is alive, having used one of its tokens for some word. */
struct thread {
	const struct row *row;
	uint8_t token;
	int before;	 /* the thread it came from, or -1 */
	size_t text_off; /* of a parameter's text in walk.text */
};

/* How well a token takes a word; a better class rules out the others. */
enum fit { FIT_NOT, FIT_PARAM, FIT_SHORT_HIDDEN, FIT_SHORT, FIT_EXACT };

/* A token that may come next. */
struct candidate {
	const struct row *row; /* NULL for a jump */
	const struct syntax_token *token;
	uint8_t n;  /* of the token in its row */
	int before; /* thread, or -1 */
	enum jump jump;
	enum fit fit; /* of the word that was asked for */
	int taken;    /* words that it takes, -1 when it needs one more */
	size_t text_off;
};

enum walk_status {
	WALK_OK,
	WALK_NONE,	/* nothing takes the word */
	WALK_AMBIGUOUS, /* it abbreviates several keywords */
	WALK_MORE,	/* it begins a parameter of two words, and the second is missing or wrong */
};

struct walk {
	const struct cli_engine *e;
	const struct words *words;
	int mode;
	bool privileged;
	bool no, dflt, via_do;
	const struct index
		*index;	       /* where the next word is looked up; NULL behind the first keyword */
	size_t word;	       /* the next one */
	size_t first;	       /* word of the command itself, behind "do" */
	struct thread *thread; /* owned; the live ones are [live, n_threads) */
	size_t n_threads, cap_threads, live;
	struct candidate *candidate; /* owned; of the step that was looked at last */
	size_t n_candidates, cap_candidates;
	struct out text; /* canonical texts of parameters, each with its NUL */
};

void walk_init(struct walk *k, const struct cli_engine *e, int mode, bool privileged,
	       const struct words *words);
void walk_fini(struct walk *k);
/* Goes on until n_words words are used up or one does not fit; k->word is that one then. */
enum walk_status walk_to(struct walk *k, size_t n_words);
/* Fills in what may come next: all of it, or (word) only keywords that begin so and parameters. */
void walk_candidates(struct walk *k, const char *word);
/* A live thread that may end here, or -1. */
int walk_end(const struct walk *k);

/* Letters that typed and a keyword in lower case have in common at the start. */
size_t word_common(const char *typed, const char *lower);
bool word_abbreviates(const char *typed, const char *lower);

enum match_kind { MATCH_HIT, MATCH_NONE, MATCH_INCOMPLETE, MATCH_AMBIGUOUS };

struct match {
	enum match_kind kind;
	size_t word;	  /* where it failed */
	size_t caret;	  /* the same as an offset in the line */
	struct args args; /* of a hit */
};

/* Matches the whole line. A hit's args must be released with args_fini(). */
void match_line(struct match *m, const struct cli_engine *e, int mode, bool privileged,
		const struct words *words);

#endif
