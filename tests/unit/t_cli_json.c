/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "show ... json" and "show ... | json". */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/cli_fixture.h"

#define VERSION_AS_JSON                \
	"{\n"                          \
	"  \"lines\": [\n"             \
	"    \"demo, Version 1.0\",\n" \
	"    \"uptime is 1 minute\"\n" \
	"  ]\n"                        \
	"}\n"
#define NUMBERS_AS_JSON     \
	"{\n"               \
	"  \"number\": [\n" \
	"    1,\n"          \
	"    2\n"           \
	"  ]\n"             \
	"}\n"

static void a_show_without_its_own_form_gives_its_lines(void **state)
{
	struct cli_fixture *f = *state;

	assert_string_equal(cli_say(f, "show version json"), VERSION_AS_JSON);
	assert_string_equal(cli_say(f, "show version | json"), VERSION_AS_JSON);
	assert_string_equal(cli_say(f, "sh ver|j"), VERSION_AS_JSON);
	assert_string_equal(cli_say(f, "show version"), "demo, Version 1.0\nuptime is 1 minute\n");
	cli_says(f, "conf t");
	assert_string_equal(cli_say(f, "do show version json"), VERSION_AS_JSON);
}

static void slices_make_one_text(void **state)
{
	struct cli_fixture *f = *state;

	assert_string_equal(cli_say(f, "show lines 2 json"), NUMBERS_AS_JSON);
	assert_string_equal(cli_say(f, "show lines 2 | json"), NUMBERS_AS_JSON);
	assert_int_equal(cli_status(f), CLI_OK);
}

static void it_can_be_filtered(void **state)
{
	struct cli_fixture *f = *state;

	assert_string_equal(cli_say(f, "show lines 2 json | include [0-9]"), "    1,\n    2\n");
	assert_string_equal(cli_say(f, "show version json | count uptime"),
			    "Number of lines which match regexp = 1\n");
}

static void nothing_is_still_json(void **state)
{
	struct cli_fixture *f = *state;

	assert_string_equal(cli_say(f, "show interfaces Loopback99 json"),
			    "{\n  \"lines\": []\n}\n");
}

static void the_word_is_only_for_shows(void **state)
{
	struct cli_fixture *f = *state;

	assert_non_null(strstr(cli_say(f, "no debug all json"), "% Invalid input"));
	assert_non_null(strstr(cli_say(f, "show version jso"), "% Invalid input"));
	assert_non_null(strstr(cli_say(f, "show nosuch json"), "% Invalid input"));
	assert_non_null(strstr(cli_say(f, "show version | json x"), "% Invalid input"));
	assert_string_equal(cli_say(f, "connect json"), "shown: connect json\n");
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, cli_fixture_setup, cli_fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_show_without_its_own_form_gives_its_lines),
		TEST(slices_make_one_text),
		TEST(it_can_be_filtered),
		TEST(nothing_is_still_json),
		TEST(the_word_is_only_for_shows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
