/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_CLI_ROWS_H
#define LIB_CLI_ROWS_H

/* The commands of the shell itself, for the program's list of tables. */

#include "lib/cli/cli.h"

extern const struct cli_cmd cli_exec_rows[]; /* enable, exit, configure, terminal, show history... */
extern const struct cli_cmd cli_config_rows[]; /* exit, end, help in every configuration mode */

/* Help for words that these rows share with many others; begins the program's common help. */
#define CLI_COMMON_HELP                                     \
	"no         Negate a command or set its defaults\n" \
	"default    Set a command to its defaults\n"        \
	"show       Show running system information\n"

#endif
