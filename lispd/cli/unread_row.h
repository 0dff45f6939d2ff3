/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_UNREAD_ROW_H
#define CLI_UNREAD_ROW_H

/* Rows of LISP lines that no role reads: the line goes into the slot that is the row's order. */

#include "lib/cli/cli.h"
#include "lispd/role/unread.h"

enum unread_row {
	UNREAD_SETTING, /* one value: the words before the first parameter or choice are the key */
	UNREAD_ITEM,	/* several lines that begin alike: the whole line is the key */
	UNREAD_USUAL,	/* a setting that is on by default */
	UNREAD_TYPED,	/* an item that keeps its place among the others of its slot */
};

/* above: the same lines of the level whose values are taken over; a "no" is kept where it takes
 * away one of them. NULL: there is none. */
void unread_take(const struct args *a, struct unread *u, enum unread_row kind,
		 const struct unread *above);
/* The same with a slot that is not the row's order. */
void unread_take_slot(const struct args *a, struct unread *u, enum unread_row kind,
		      const struct unread *above, int slot);
void unread_write(struct cli_writer *w, const struct unread *u, int slot);
/* With a word in front of each line, behind its "no". */
void unread_write_behind(struct cli_writer *w, const struct unread *u, int slot, const char *word);

#define UNREAD_ROW(in, words, texts, fn, slot, row)                                      \
	{                                                                                \
		.mode = in, .syntax = "[no] [default] " words, .help = texts, .run = fn, \
		.order = slot, .saved_by = row, .flags = CLI_NO_EFFECT                   \
	}
/* The row that prints for all those of its slot. */
#define UNREAD_WRITER(in, row, texts, fn, slot, writer)                               \
	{                                                                             \
		.mode = in, .syntax = row, .help = texts, .run = fn, .write = writer, \
		.order = slot, .flags = CLI_NO_EFFECT                                 \
	}

#endif
