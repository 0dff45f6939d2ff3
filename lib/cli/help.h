/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_CLI_HELP_H
#define LIB_CLI_HELP_H

/* "?" and TAB, from the same automata that match lines. */

#include "lib/cli/mode.h"

/* Prints what may come behind line, or the words that begin like its last one, or why there is
 * nothing. Includes the empty line that IOS puts behind a list. */
void help_print(const struct cli_engine *e, const struct mode_stack *s, bool privileged,
		const char *line, unsigned width, struct out *o);
/* Prints line with its last word completed and a blank, or as it is. */
void help_complete(const struct cli_engine *e, const struct mode_stack *s, bool privileged,
		   const char *line, struct out *o);

/* Is it a "show", which has a form in JSON? */
bool help_shows(const struct row *row);
/* May the command's output be filtered? */
bool help_filterable(const struct row *row);

#endif
