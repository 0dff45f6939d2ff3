/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that ask, wait or print for long; enable; terminal settings; log lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/cli_fixture.h"

static void test_pending(void **state)
{
	struct cli_fixture *f = *state;

	assert_string_equal(cli_say(f, "wait"), "Waiting");
	assert_int_equal(cli_status(f), CLI_PENDING);
	assert_true(cli_session_busy(f->runner.c));
	out_clear(&f->out);
	demo_tick(f->demo);
	assert_string_equal(out_text(&f->out), "!\nDone\n");
	assert_int_equal(cli_status(f), CLI_OK);
}

static void test_cancel(void **state)
{
	struct cli_fixture *f = *state;

	cli_say(f, "wait");
	cli_session_cancel(f->runner.c);
	assert_int_equal(cli_status(f), CLI_FAIL);
	assert_int_equal(demo_cancelled(f->demo), 1);
	demo_tick(f->demo); /* nobody is there any more */
	assert_string_equal(cli_say(f, "show privilege"), "Current privilege level is 15\n");
	cli_session_cancel(f->runner.c); /* nothing runs: harmless */
}

static void test_session_dies_while_waiting(void **state)
{
	static const struct cli_options options = { .interactive = true, .trusted = true };
	struct cli_fixture *f = *state;

	cli_say(f, "wait");
	cli_again(f, &options);
	assert_int_equal(demo_cancelled(f->demo), 1);
	cli_say(f, "erase startup-config");
	cli_again(f, &options);
	cli_says(f, "conf t\nbanner motd #\nhalf a banner");
	cli_again(f, &options);
	/* configuration mode was left when the session went */
	assert_int_equal(demo_times_left(f->demo), 1);
}

static void test_control_characters(void **state)
{
	struct cli_fixture *f = *state;

	cli_say(f, "conf t");
	assert_string_equal(cli_say(f, "hostname a\rb"),
			    "                     ^\n"
			    "% Invalid input detected at '^' marker.\n\n");
	assert_int_equal(cli_status(f), CLI_FAIL);
	assert_string_equal(cli_prompt(f), "R1(config)#");
	assert_string_equal(cli_say(f, "hostname\tR2"), "");
	assert_string_equal(cli_prompt(f), "R2(config)#");
}

static void test_questions(void **state)
{
	struct cli_fixture *f = *state;

	assert_string_equal(cli_say(f, "copy run start"),
			    "Destination filename [startup-config]? ");
	assert_int_equal(cli_status(f), CLI_PENDING);
	assert_string_equal(cli_say(f, "abc"), "\nBuilding configuration...\n[OK] abc\n");
	assert_int_equal(cli_status(f), CLI_OK);
	cli_say(f, "copy run start");
	cli_session_cancel(f->runner.c);
	assert_int_equal(cli_status(f), CLI_FAIL);
	assert_string_equal(cli_say(f, "configure"),
			    "Configuring from terminal, memory, or network [terminal]? ");
	assert_string_equal(cli_say(f, ""),
			    "\nEnter configuration commands, one per line.  End with CNTL/Z.\n");
	assert_string_equal(cli_prompt(f), "R1(config)#");
}

static void test_questions_without_a_person(void **state)
{
	static const struct cli_options file = { .trusted = true };
	struct cli_fixture *f = *state;

	cli_again(f, &file);
	assert_string_equal(cli_say(f, "copy run start"),
			    "Destination filename [startup-config]? \n"
			    "Building configuration...\n[OK] startup-config\n");
	assert_int_equal(cli_status(f), CLI_OK);
}

static void test_enable(void **state)
{
	static const struct cli_options login = { .interactive = true, .login = true };
	static const struct cli_options console = { .interactive = true,
						    .login = true,
						    .console = true };
	static const struct cli_options trusted = { .interactive = true,
						    .login = true,
						    .trusted = true };
	struct cli_fixture *f = *state;

	cli_again(f, &login);
	assert_string_equal(cli_say(f, "enable"), "% No password set\n");
	cli_again(f, &console);
	assert_string_equal(cli_say(f, "enable"), "");
	assert_string_equal(cli_prompt(f), "R1#");
	assert_string_equal(cli_say(f, "disable"), "");
	assert_string_equal(cli_prompt(f), "R1>");
	cli_again(f, &trusted);
	assert_string_equal(cli_say(f, "enable"), "");
	assert_string_equal(cli_prompt(f), "R1#");

	demo_set_secret(f->demo, "s3cret");
	cli_again(f, &login);
	assert_string_equal(cli_say(f, "enable"), "Password: ");
	assert_string_equal(cli_say(f, "a"), "\nPassword: ");
	assert_string_equal(cli_say(f, "b"), "\nPassword: ");
	assert_string_equal(cli_say(f, "c"), "\n% Bad secrets\n\n");
	assert_string_equal(cli_prompt(f), "R1>");
	cli_say(f, "enable");
	cli_say(f, "s3cret");
	assert_string_equal(cli_prompt(f), "R1#");
	assert_string_equal(cli_say(f, "enable"), "");
	assert_string_equal(cli_say(f, "show privilege"), "Current privilege level is 15\n");
	cli_say(f, "enable 1");
	assert_string_equal(cli_say(f, "show privilege"), "Current privilege level is 1\n");
}

/* The other end of a session that takes one slice at a time. */
struct slow_peer {
	struct out text;
	unsigned slices, done;
};

static void slow_text(void *arg, const char *text, size_t len)
{
	struct slow_peer *p = arg;

	out_bytes(&p->text, text, len);
}

static void slow_done(void *arg, int status UNUSED)
{
	struct slow_peer *p = arg;

	p->done++;
}

static void slow_more(void *arg)
{
	struct slow_peer *p = arg;

	p->slices++;
}

static const struct cli_peer slow = { .text = slow_text, .done = slow_done, .more = slow_more };

static void test_slices(void **state)
{
	static const struct cli_options options = { .trusted = true };
	struct cli_fixture *f = *state;
	struct slow_peer p = { 0 };
	struct cli *c = cli_session_new(f->e, &options, &slow, &p);

	cli_session_line(c, "show lines 1000", -1);
	assert_int_equal(p.slices, 1);
	assert_int_equal(p.done, 0);
	assert_true(p.text.len < 2000);
	while (!p.done) {
		assert_true(p.slices < 10);
		cli_session_resume(c);
	}
	assert_int_equal(p.slices, 9);
	assert_non_null(strstr(p.text.text, "line 1000 of 1000\n"));

	/* broken in the middle */
	cli_session_line(c, "show lines 1000", -1);
	cli_session_cancel(c);
	assert_int_equal(p.done, 2);
	cli_session_resume(c);
	assert_int_equal(p.done, 2);

	/* the session goes while there is more */
	cli_session_line(c, "show lines 1000", -1);
	cli_session_free(c);
	out_fini(&p.text);
}

static void test_taken_lines(void **state)
{
	struct cli_fixture *f = *state;

	cli_says(f, "conf t\nbanner motd #");
	assert_string_equal(cli_prompt(f), "");
	cli_says(f, "  hostname X\n! not a remark #");
	assert_string_equal(cli_prompt(f), "R1(config)#");
	assert_string_equal(cli_says(f, "end\nshow run | begin banner"), "banner motd #\n"
									 "  hostname X\n"
									 "! not a remark #\n"
									 "end\n"
									 "\n");
}

static void test_terminal(void **state)
{
	struct cli_fixture *f = *state;
	static const char *const silent[] = {
		"terminal width 511",	    "terminal width 512",
		"terminal width 0",	    "term len 0",
		"terminal no length",	    "terminal monitor",
		"terminal no monitor",	    "no terminal monitor",
		"terminal history size 50", "terminal exec prompt timestamp",
		"terminal length 24",
	};

	for (size_t i = 0; i < ARRAY_LEN(silent); i++) {
		assert_string_equal(cli_say(f, silent[i]), "");
		assert_int_equal(cli_status(f), CLI_OK);
	}
	assert_int_equal(f->runner.c->length, 24);
	assert_int_equal(f->runner.c->width, 0);
	assert_int_equal(f->runner.c->history_size, 50);
	cli_say(f, "terminal length 513");
	assert_int_equal(cli_status(f), CLI_FAIL);
	assert_non_null(
		strstr(cli_say(f, "show terminal"), "Length: 24 lines, Width: 0 columns\n"));
}

static void test_history(void **state)
{
	struct cli_fixture *f = *state;

	cli_says(f, "show version\nconf t\nhostname R2\nend\nnonsense\n!\n");
	assert_string_equal(cli_say(f, "  show history"), "  show version\n"
							  "  conf t\n"
							  "  nonsense\n"
							  "  show history\n");
	cli_say(f, "terminal history size 2");
	assert_string_equal(cli_say(f, "show history"), "  terminal history size 2\n"
							"  show history\n");
	cli_say(f, "terminal no history");
	assert_string_equal(cli_say(f, "show history"), "");
}

static void test_log_lines(void **state)
{
	static const struct cli_options console = { .interactive = true,
						    .trusted = true,
						    .console = true };
	static const struct cli_options pipe = { .trusted = true };
	struct cli_fixture *f = *state;

	assert_string_equal(cli_say(f, "send log one"), "");
	cli_say(f, "terminal monitor");
	assert_string_equal(cli_say(f, "send log one"), "one\n");
	cli_again(f, &console);
	assert_string_equal(cli_say(f, "send log two"), "two\n");
	assert_string_equal(cli_say(f, "terminal monitor"), "% Console already monitors\n");
	cli_again(f, &pipe);
	cli_say(f, "terminal monitor");
	assert_string_equal(cli_say(f, "send log three"), "");
}

static void test_names(void **state)
{
	static const struct cli_options console = { .console = true, .user = "ann" };
	static const struct cli_options vty = { .user = "bob" };
	struct cli_fixture *f = *state;
	struct slow_peer p = { 0 };
	struct cli *a = cli_session_new(f->e, &vty, &slow, &p);
	struct cli *b = cli_session_new(f->e, &vty, &slow, &p);
	struct cli *con = cli_session_new(f->e, &console, &slow, &p);

	assert_string_equal(cli_line_name(f->runner.c), "vty0");
	assert_string_equal(cli_user(f->runner.c), "");
	assert_string_equal(cli_line_name(a), "vty1");
	assert_string_equal(cli_line_name(b), "vty2");
	assert_string_equal(cli_line_name(con), "console");
	assert_string_equal(cli_user(con), "ann");
	cli_session_free(a);
	a = cli_session_new(f->e, &vty, &slow, &p);
	assert_string_equal(cli_line_name(a), "vty1");
	cli_say(f, "show users | include vty|con");
	assert_string_equal(out_text(&f->out),
			    "   0 con 0      ann        idle                 00:00:00 \n"
			    "*  1 vty 0                 running              00:00:00 \n"
			    "   2 vty 1      bob        idle                 00:00:00 \n"
			    "   3 vty 2      bob        idle                 00:00:00 \n");
	cli_session_free(a);
	cli_session_free(b);
	cli_session_free(con);
}

static void test_idle_session_ends(void **state)
{
	struct cli_fixture *f = *state;

	cli_session_set_idle(f->runner.c, 600000);
	loop_advance(f->loop, 599000);
	cli_say(f, "conf t");
	loop_advance(f->loop, 599000);
	assert_false(f->runner.closed);
	loop_advance(f->loop, 2000);
	assert_true(f->runner.closed);
	assert_int_equal(cli_say(f, "show version")[0], '\0');
}

static void test_busy_session_is_not_idle(void **state)
{
	struct cli_fixture *f = *state;

	cli_session_set_idle(f->runner.c, 1000);
	cli_say(f, "wait");
	loop_advance(f->loop, 10000);
	assert_false(f->runner.closed);
	demo_tick(f->demo);
	loop_advance(f->loop, 10000);
	assert_true(f->runner.closed);
}

int main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, cli_fixture_setup, cli_fixture_teardown)
	const struct CMUnitTest tests[] = {
		T(test_pending),
		T(test_cancel),
		T(test_session_dies_while_waiting),
		T(test_control_characters),
		T(test_questions),
		T(test_questions_without_a_person),
		T(test_enable),
		T(test_slices),
		T(test_taken_lines),
		T(test_terminal),
		T(test_history),
		T(test_log_lines),
		T(test_names),
		T(test_idle_session_ends),
		T(test_busy_session_is_not_idle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
