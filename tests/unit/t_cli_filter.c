/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/cli/filter.h"
#include "tests/unit/cli_fixture.h"

static const char config[] = "version 17.3\n"
			     "!\n"
			     "interface LISP0\n"
			     "!\n"
			     "interface GigabitEthernet2\n"
			     " ip address 10.0.0.1 255.0.0.0\n"
			     " lisp mobility X\n"
			     " no shutdown\n"
			     "!\n"
			     "router lisp\n"
			     " site A\n"
			     "  eid-record 10.1.0.0/16\n"
			     "  exit-site\n"
			     " !\n"
			     " exit-router-lisp\n"
			     "!\n"
			     "end\n";

/* What a filter leaves of text, fed in pieces of that size. */
static void assert_filtered_text(const char *filter, const char *text, size_t piece,
				 const char *expected)
{
	struct out result = { 0 }, error = { 0 };
	struct filter f;
	size_t caret;

	assert_int_equal(filter_parse(&f, filter, &caret, &error), MATCH_HIT);
	assert_int_equal(error.len, 0);
	for (size_t i = 0; i < strlen(text); i += piece)
		filter_feed(&f, text + i, MIN_OF(piece, strlen(text + i)), &result);
	filter_finish(&f, &result);
	assert_string_equal(out_text(&result), expected);
	out_fini(&result);
	out_fini(&error);
}

static void assert_filtered(const char *filter, const char *expected)
{
	assert_filtered_text(filter, config, sizeof(config), expected);
	assert_filtered_text(filter, config, 1, expected);
	assert_filtered_text(filter, config, 7, expected);
}

static void test_include_and_exclude(void **state UNUSED)
{
	assert_filtered("include lisp", " lisp mobility X\nrouter lisp\n exit-router-lisp\n");
	assert_filtered("i lisp|LISP0", "interface LISP0\n lisp mobility X\nrouter lisp\n "
					"exit-router-lisp\n");
	assert_filtered("e ^ |!|end", "version 17.3\ninterface LISP0\ninterface "
				      "GigabitEthernet2\nrouter lisp\n");
	/* the expression has blanks and is not quoted */
	assert_filtered("inc   eid-record 10", "  eid-record 10.1.0.0/16\n");
}

static void test_begin_and_count(void **state UNUSED)
{
	assert_filtered("b exit-router", " exit-router-lisp\n!\nend\n");
	assert_filtered("begin nowhere", "");
	assert_filtered("count ^!", "Number of lines which match regexp = 4\n");
}

static void test_section(void **state UNUSED)
{
	assert_filtered("section lisp", " lisp mobility X\n"
					"router lisp\n"
					" site A\n"
					"  eid-record 10.1.0.0/16\n"
					"  exit-site\n"
					" !\n"
					" exit-router-lisp\n");
	assert_filtered("sec site A", " site A\n"
				      "  eid-record 10.1.0.0/16\n"
				      "  exit-site\n");
	assert_filtered("s include site A", " site A\n"
					    "  eid-record 10.1.0.0/16\n"
					    "  exit-site\n");
	assert_filtered("section exclude router lisp|interface", "version 17.3\n!\n!\n!\n!\nend\n");
}

static void test_delimiter(void **state UNUSED)
{
	const char *text = "as 1\n10 20 30\n110 2\n10\n{10}\na_b\n";

	assert_filtered_text("i _10_", text, 100, "10 20 30\n10\n{10}\n");
	assert_filtered_text("i [_]", text, 100, "a_b\n");
	assert_filtered_text("i a\\_b", text, 100, "a_b\n");
	assert_filtered_text("i {1", text, 100, "{10}\n");
	assert_filtered_text("i []_]b", text, 100, "a_b\n");
}

static void test_last_line_without_end(void **state UNUSED)
{
	assert_filtered_text("i b", "a\nb", 1, "b\n");
	assert_filtered_text("count b", "a\nb", 1, "Number of lines which match regexp = 1\n");
}

static void assert_refused(const char *filter, enum match_kind kind, size_t caret)
{
	struct out error = { 0 };
	struct filter f;
	size_t at;

	assert_int_equal(filter_parse(&f, filter, &at, &error), kind);
	assert_int_equal(at, caret);
	out_fini(&error);
}

static void test_mistakes(void **state UNUSED)
{
	struct out error = { 0 };
	struct filter f;
	size_t caret;

	assert_refused("", MATCH_INCOMPLETE, 0);
	assert_refused("  ", MATCH_INCOMPLETE, 2);
	assert_refused("i", MATCH_INCOMPLETE, 0);
	assert_refused("section include ", MATCH_INCOMPLETE, 0);
	assert_refused(" hostname", MATCH_NONE, 1);
	assert_refused(" inx x", MATCH_NONE, 3);
	assert_refused("includes-a-very-long-word x", MATCH_NONE, 7);
	assert_int_equal(filter_parse(&f, "i (", &caret, &error), MATCH_HIT);
	assert_int_equal(f.kind, FILTER_NONE);
	assert_true(error.len > 0);
	out_clear(&error);
	out_fini(&error);
}

static void test_in_a_session(void **state)
{
	struct cli_fixture *f = *state;

	assert_string_equal(cli_say(f, "show version|i up"), "uptime is 1 minute\n");
	assert_string_equal(cli_say(f, "show version |i up"), "uptime is 1 minute\n");
	assert_string_equal(cli_say(f, "show lines 100000 | i 99999"), "line 99999 of 100000\n");
	/* a second bar belongs to the expression */
	assert_string_equal(cli_say(f, "show lines 20 | i 3 of|4 of | x"),
			    "line 3 of 20\nline 4 of 20\nline 13 of 20\nline 14 of 20\n");
	assert_string_equal(cli_say(f, "show version | i ("),
			    "% Invalid input: regular expression: \"(\" without \")\"\n");
	assert_int_equal(cli_status(f), CLI_FAIL);
	/* only what shows can be filtered */
	assert_string_equal(cli_say(f, "wait | i x"),
			    "        ^\n% Invalid input detected at '^' marker.\n\n");
	cli_say(f, "conf t");
	assert_string_equal(cli_say(f, "do show version | c i"),
			    "Number of lines which match regexp = 2\n");
	assert_string_equal(cli_say(f, "hostname a|b"), "");
	assert_string_equal(cli_prompt(f), "a|b(config)#");
}

int main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, cli_fixture_setup, cli_fixture_teardown)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_include_and_exclude),
		cmocka_unit_test(test_begin_and_count),
		cmocka_unit_test(test_section),
		cmocka_unit_test(test_delimiter),
		cmocka_unit_test(test_last_line_without_end),
		cmocka_unit_test(test_mistakes),
		T(test_in_a_session),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
