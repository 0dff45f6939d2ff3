/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_CLI_WORDS_H
#define LIB_CLI_WORDS_H

/* A line cut into words at blanks and tabs. */

#include <stdbool.h>
#include <stddef.h>

struct words {
	char *line;	   /* as given; owned */
	const char **word; /* NUL-terminated copies; owned */
	size_t *offset;	   /* of each word in line */
	size_t n;
	bool open; /* the line ends inside the last word: no blank behind it */
};

/* Takes the first len characters of line. */
void words_init(struct words *w, const char *line, size_t len);
void words_fini(struct words *w);

/* The rest of the line from word i on, without blanks at the end; not terminated. */
const char *words_rest(const struct words *w, size_t i, size_t *len);

#endif
