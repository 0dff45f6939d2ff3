/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_CLI_LIST_H
#define LIB_CLI_LIST_H

/* A list of words with help texts, and how "?" lays it out. */

#include "lib/cli/engine.h"

struct cli_list {
	struct {
		char *word; /* owned */
		char *help; /* owned */
	} * entry;
	size_t n;
	/* Added where a type gives no help text of its own. */
	const char *help;
	size_t help_len;
};

void list_init(struct cli_list *l);
void list_fini(struct cli_list *l);
/* A word that is there already keeps its first help text. */
void list_add(struct cli_list *l, const char *word, const char *help, size_t help_len);
/* Sorts by word, as ASCII, "<cr>" last. */
void list_sort(struct cli_list *l);
/* Words padded to one width, help texts in one column and wrapped at width (0: never). */
void list_print(const struct cli_list *l, struct out *o, unsigned width);
/* Only the words, in rows as wide as the terminal. */
void list_print_words(const struct cli_list *l, struct out *o, unsigned width);

#endif
