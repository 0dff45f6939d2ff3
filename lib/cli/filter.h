/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_CLI_FILTER_H
#define LIB_CLI_FILTER_H

/* "| include RE" and its like, applied line by line while the text comes. */

#include <stdbool.h>

#include "lib/cli/match.h"
#include "lib/cli/pattern.h"
#include "lib/json.h"
#include "lib/out.h"

enum filter_kind {
	FILTER_NONE,
	FILTER_BEGIN,
	FILTER_COUNT,
	FILTER_EXCLUDE,
	FILTER_INCLUDE,
	FILTER_SECTION,
	FILTER_SECTION_EXCLUDE,
	FILTER_REDIRECT, /* into a file; the two below, too */
	FILTER_APPEND,
	FILTER_TEE,  /* and to the terminal */
	FILTER_JSON, /* the lines as an array of strings, for text that has no other form */
};

struct filter {
	enum filter_kind kind;
	struct pattern *pattern; /* owned */
	char *file;		 /* where the text goes; owned */
	struct out line; /* the beginning of a line whose end has not come; all for a file */
	bool on;	 /* begin: found; section: inside one */
	size_t indent;	 /* of the section's header */
	unsigned long count;
	struct json json;
};

/* What stands behind the bar. MATCH_HIT, or why not: caret is an offset in s. A bad expression is
 * MATCH_HIT with kind FILTER_NONE and a text in error. */
enum match_kind filter_parse(struct filter *f, const char *s, size_t *caret, struct out *error);
void filter_feed(struct filter *f, const char *text, size_t len, struct out *result);
/* No more text comes: the last line, and the count. Releases what f holds. */
void filter_finish(struct filter *f, struct out *result);
void filter_fini(struct filter *f);

/* For "?": the words that may stand behind the bar. */
void filter_list(struct cli_list *l, const char *typed);
bool filter_is_to_file(enum filter_kind kind);
/* The keyword that typed abbreviates, or NULL. */
const char *filter_keyword(const char *typed);

#endif
