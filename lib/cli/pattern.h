/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_CLI_PATTERN_H
#define LIB_CLI_PATTERN_H

/*
 * Regular expressions as IOS has them: . * + ? ^ $ [] () | \ and "_" for a delimiter (blank,
 * comma, brace, parenthesis) or an end of the line. Matching takes time proportional to the text
 * and memory fixed by the expression, whatever a user makes up; the C library promises neither.
 */

#include <stdbool.h>

struct pattern;

/* NULL when s is malformed or too long, with the reason in *error. */
struct pattern *pattern_new(const char *s, const char **error);
void pattern_free(struct pattern *p); /* NULL is fine */
/* Is there a match anywhere in the line? */
bool pattern_matches(const struct pattern *p, const char *line);

#endif
