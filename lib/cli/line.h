/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_CLI_LINE_H
#define LIB_CLI_LINE_H

/* One typed line: finds its row, goes to that row's mode, sets the filter, runs it. */

#include "lib/cli/session.h"

/* line has no line end. Prints the parser's message when no row takes it. Returns as run() does. */
int line_run(struct cli *c, const char *line, int column);

#endif
