/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_KEPT_KIND_H
#define CLI_KEPT_KIND_H

/*
 * Kinds of kept blocks: by which words their first line is known, what the prompt says inside,
 * which blocks there are below. Such a block knows no words of its own; since indentation means
 * nothing, the first words listed here and those that all blocks have keep it together.
 */

#include <stdbool.h>

struct kept_kind {
	const char *header; /* words, "#" for a number; "" for any line */
	const char *prompt; /* between the parentheses */
	const char *leave;  /* the word that ends it and is printed behind it, or NULL */
	/* Lines that begin so stay inside, although there are such lines outside, too: words with
	 * "|" between; may be NULL. */
	const char *words;
	const struct kept_kind *below; /* an empty row ends it; may be NULL */
	bool until_quit;	       /* all lines up to "quit" */
};

/* Of a block of the global or an interface mode; of one below a block. NULL: a line is no block. */
const struct kept_kind *kept_kind_find(const char *header);
const struct kept_kind *kept_kind_below(const struct kept_kind *kind, const char *header);
/* By its first words ("no" aside): is the line one of the kind's own, and does it stay in any block
 * at all? */
bool kept_kind_owns(const struct kept_kind *kind, const char *line);
bool kept_kind_holds(const char *line);
/* The first words of line of which a block has one line only, or NULL. */
const char *kept_kind_single(const char *line);

/* What stands in the prompt. */
const char *kept_kind_prompt(const char *header);
const char *kept_kind_prompt_below(const char *header);
/* The word that ends such a block inside another, or NULL. */
const char *kept_kind_leave_below(const char *header);

#endif
