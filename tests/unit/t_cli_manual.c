/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/cli/manual.h"
#include "lib/cli/table.h"
#include "tests/unit/cli_fixture.h"

static void a_row_becomes_an_item(void **state)
{
	struct cli_fixture *f = *state;
	struct out o;

	out_init(&o);
	cli_manual(f->e, MANUAL_EXEC, &o);
	assert_non_null(strstr(out_text(&o),
			       ".It \\fBshow\\fR \\fBrunning\\-config\\fR [\\fBall\\fR | "
			       "\\fBinterface\\fR \\fIif\\fR]\n"
			       "Current operating configuration.\n"
			       ".Bl -item -compact -offset 2n\n"
			       ".It\n\\fBall\\fR: Configuration with defaults\n"));
	assert_non_null(strstr(out_text(&o), "\\fIn\\fR (<1\\-1000000>): How many\n"));
	assert_null(strstr(out_text(&o), "secrets")); /* hidden */
	out_fini(&o);
}

/* Every heading of the configuration modes, each once. */
static void every_kind_of_block_has_its_section(void **state)
{
	struct cli_fixture *f = *state;
	struct out o;

	out_init(&o);
	cli_manual(f->e, MANUAL_CONFIG, &o);
	for (int m = CLI_MODE_CONFIG; m < f->e->program->n_modes; m++) {
		const char *heading = f->e->program->modes[m].heading;
		char line[128];
		const char *at;

		if (!heading)
			continue;
		snprintf(line, sizeof(line), ".Ss %.*s\n", (int)strcspn(heading, ":"), heading);
		at = strstr(out_text(&o), line);
		assert_non_null(at);
		assert_null(strstr(at + 1, line));
	}
	out_fini(&o);
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, cli_fixture_setup, cli_fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_row_becomes_an_item),
		TEST(every_kind_of_block_has_its_section),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
