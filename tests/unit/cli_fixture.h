/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_CLI_FIXTURE_H
#define TESTS_UNIT_CLI_FIXTURE_H

/* A session on the demo command tree, for cmocka tests. */

#include "lib/cli/runner.h"
#include "tests/unit/demo_tree.h"

struct cli_fixture {
	struct demo *demo;
	struct loop *loop; /* a fake one */
	struct cli_engine *e;
	struct cli_runner runner;
	struct out out, scratch;
};

int cli_fixture_setup(void **state); /* an interactive vty at "#" */
int cli_fixture_teardown(void **state);
/* Runs a line; the answer is valid until the next call. */
const char *cli_say(struct cli_fixture *f, const char *line);
/* Several lines, separated by "\n"; the last one's answer. */
const char *cli_says(struct cli_fixture *f, const char *lines);
int cli_status(const struct cli_fixture *f); /* of the last line */
const char *cli_help(struct cli_fixture *f, const char *line);
const char *cli_tab(struct cli_fixture *f, const char *line);
const char *cli_prompt(struct cli_fixture *f);
/* Starts another session instead. */
void cli_again(struct cli_fixture *f, const struct cli_options *options);

#endif
