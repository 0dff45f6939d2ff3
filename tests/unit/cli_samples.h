/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_CLI_SAMPLES_H
#define TESTS_UNIT_CLI_SAMPLES_H

/* At least one line for every row of configuration; a new row brings its own. */

#include <stddef.h>

struct cli_sample {
	const char *where; /* lines that lead into the mode, separated by "\n" */
	const char *line;
	const char *printed; /* NULL: as typed; "": nothing */
	const char *undo;    /* NULL: "no" and the line; "": cannot be undone */
};

extern const struct cli_sample cli_samples[];
extern const size_t n_cli_samples;
extern const struct cli_sample cli_samples_kept[];
extern const size_t n_cli_samples_kept;
extern const struct cli_sample cli_samples_lisp[];
extern const size_t n_cli_samples_lisp;

#endif
