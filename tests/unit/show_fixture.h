/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_SHOW_FIXTURE_H
#define TESTS_UNIT_SHOW_FIXTURE_H

/* A terminal on a fake router: runs EXEC commands and gives what they print. */

#include "lib/cli/runner.h"
#include "lispd/cli/root.h"
#include "tests/unit/fake_host.h"

struct show_fixture {
	struct root root;
	struct cli_engine *engine;
	struct cli_runner runner;
	struct out out;
};

void show_init(struct show_fixture *s, struct fake *f);
void show_fini(struct show_fixture *s);
/* Runs the line; the text stays until the next one. A command that goes on is left running. */
const char *show(struct show_fixture *s, const char *line);

/* Fails the test unless the command prints exactly this. */
void show_is(struct show_fixture *s, const char *line, const char *expected);
/* The same with a capture: a file of golden/seed. Skips when it is not there. */
void show_is_seed(struct show_fixture *s, const char *line, const char *file);
void text_is_seed(const char *text, const char *file);
/* Fails the test unless the command prints this somewhere. */
void show_has(struct show_fixture *s, const char *line, const char *part);

#endif
