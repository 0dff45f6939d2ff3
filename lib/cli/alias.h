/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_CLI_ALIAS_H
#define LIB_CLI_ALIAS_H

/* Words that stand for the beginning of an EXEC command. */

#include "lib/cli/engine.h"

/* The line with the alias at its beginning replaced; false when it begins with none. usual: one
 * that was not configured, which gives way when its line is no command. */
bool alias_expand(const struct cli_engine *e, const char *line, struct out *expanded, bool *usual);
/* For "?": those that begin with typed, as "*s=show". */
void alias_list(const struct cli_engine *e, const char *typed, struct cli_list *l);

#endif
