/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_UNREAD_H
#define ROLE_UNREAD_H

/*
 * Lines of the LISP configuration that no role reads: checked when typed, kept as text, printed
 * back. A line's slot says where in its block it stands. Blocks of such lines may be nested.
 */

#include <sys/queue.h>

#include "lib/base.h"

struct unread_line {
	int slot;
	char *text; /* with "no" in front when that is what was typed; owned */
};

struct unread {
	unsigned n;
	struct unread_line *line; /* owned */
};

void unread_fini(struct unread *u);
/* Puts the text there, in place of a line of the slot that begins with the words of key ("no"
 * aside). A new one goes in order of its text, or behind the others (as_typed). */
void unread_set(struct unread *u, int slot, const char *key, const char *text, bool as_typed);
/* Removes the lines that begin with the words of key, "no" aside; false when there is none. */
bool unread_drop(struct unread *u, int slot, const char *key);
/* The text of such a line without "no"; NULL when there is none. */
const char *unread_find(const struct unread *u, int slot, const char *key);

struct unread_block {
	TAILQ_ENTRY(unread_block) link; /* as typed */
	int kind;			/* a number of the user's */
	char *header;			/* owned */
	struct unread lines;
	TAILQ_HEAD(unread_blocks, unread_block) blocks;
};

struct unread_block *unread_block_find(const struct unread_blocks *b, const char *header);
struct unread_block *unread_block_get(struct unread_blocks *b, int kind, const char *header);
void unread_block_del(struct unread_blocks *b, struct unread_block *block);
void unread_blocks_fini(struct unread_blocks *b);

#endif
