/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_KEPT_H
#define CLI_KEPT_H

/*
 * Lines that mean nothing here but belong to real configurations: they are kept and printed back
 * in their place. A kept line has a slot, the rank where its group is printed; within a slot
 * lines stand in the order typed. A line that begins a block owns the lines below it, which may
 * begin blocks themselves; kept_kind.h knows the kinds.
 */

#include "lib/cli/cli.h"
#include "lib/hash.h"

struct kept_line {
	char *text; /* with "no" in front for what is on by default; owned */
	int slot;
	struct kept *below; /* of a block; NULL: a single line; owned */
};

struct kept {
	struct kept_line *line; /* owned */
	unsigned n;
	/* Hashes of all beginnings of lines that were ever there: most lines that are typed are
	 * new, and need not be compared with the others. */
	struct hash seen;
};

void kept_fini(struct kept *k);
/* Puts the line there, in place of one with the same key (leading words, without "no"). */
void kept_set(struct kept *k, int slot, const char *key, const char *line);
/* Removes the lines that begin with the words of key, "no" aside. False: there was none. */
bool kept_drop(struct kept *k, const char *key);
void kept_write(struct cli_writer *w, const struct kept *k, int slot);
bool kept_equal(const struct kept *a, const struct kept *b);
/* Does the line begin with the words of key? */
bool kept_begins(const char *line, const char *key);

/* --- blocks ----------------------------------------------------------------------------------- */

/* What is below that line; NULL when there is no such block. */
struct kept *kept_block_find(const struct kept *k, const char *header);
/* ... or it is begun. */
struct kept *kept_block_get(struct kept *k, int slot, const char *header);
/* Takes a line of a block as typed: "no LINE" and "default LINE" remove what begins so, and "no"
 * of what is not there is a line like any other. single: one line with its first words at most. */
void kept_block_put(struct kept *below, const char *line, const char *single);
/* Adds a line, whatever there is. */
void kept_block_add(struct kept *below, const char *line);

/* What a row of a kept command does. */
enum kept_row {
	KEPT_SETTING, /* one value: the words before the first parameter or choice are the key */
	KEPT_ITEM,    /* several lines that begin alike: the whole line is the key */
	KEPT_ON_BY_DEFAULT, /* a setting that is only kept when it is negated */
};

/* Takes a row's line in full spelling; the row must not be negated only. */
void kept_type(struct kept *k, int slot, enum kept_row kind, const struct args *a);
/* What was typed, with its keywords in full and without "no". */
void kept_spelling(const struct args *a, struct out *line);

#endif
