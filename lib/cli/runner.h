/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_CLI_RUNNER_H
#define LIB_CLI_RUNNER_H

/* Runs lines inside the process: configuration files, and tests that need no socket. */

#include "lib/cli/session.h"

struct cli_runner {
	struct cli *c;
	struct out *o; /* the caller's; answers, questions and log lines are appended */
	int status;    /* of the last line, CLI_PENDING while it runs */
	bool closed;   /* the session has said good-bye */
};

/* A session at "#" (options NULL), or as options say; greeted. */
void cli_runner_init(struct cli_runner *r, struct cli_engine *e, const struct cli_options *options,
		     struct out *o);
void cli_runner_fini(struct cli_runner *r);
/* Runs a line, or answers the question that is open. Gives CLI_PENDING when it goes on. */
int cli_runner_line(struct cli_runner *r, const char *line);

/* Reads a configuration: "line N: TEXT" and the parser's message for each line that is refused,
 * at the end their number; the rest is carried on with. Ends at "end". name is for the summary.
 * Returns how many lines were refused. */
unsigned cli_load_text(struct cli_engine *e, const char *text, const char *name,
		       struct out *messages);
/* The same for a file. 0 or -errno. */
int cli_load_file(struct cli_engine *e, const char *path, struct out *messages,
		  unsigned *n_refused);

#endif
