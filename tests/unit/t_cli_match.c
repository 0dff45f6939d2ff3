/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/mem.h"
#include "tests/unit/cli_fixture.h"

#define INCOMPLETE "% Incomplete command.\n\n"

/* The caret stands under that letter of the line. */
static void assert_caret(struct cli_fixture *f, const char *line, int offset)
{
	int column = (int)strlen(cli_prompt(f)) + offset;
	char *expected = NULL;

	assert_true(asprintf(&expected, "%*s^\n%% Invalid input detected at '^' marker.\n\n",
			     column, "") > 0);
	assert_string_equal(cli_say(f, line), expected);
	assert_int_equal(cli_status(f), CLI_FAIL);
	free(expected);
}

static void assert_shown(struct cli_fixture *f, const char *line, const char *as)
{
	char *expected = NULL;

	assert_true(asprintf(&expected, "shown: %s\n", as) > 0);
	assert_string_equal(cli_say(f, line), expected);
	free(expected);
}

static void test_caret_in_exec(void **state)
{
	struct cli_fixture *f = *state;

	/* "l" still matches lisp and local */
	assert_caret(f, "sho ip lsip", 8);
	assert_caret(f, "show nosuchthing", 5);
	assert_caret(f, "interface Gi2", 0);
	assert_caret(f, "show version now", 13);
	assert_caret(f, "   show vxrsion", 9);
	assert_caret(f, "show\tip\tx", 8);
	assert_caret(f, "do show version", 1);
}

static void test_caret_samples(void **state)
{
	struct cli_fixture *f = *state;

	cli_says(f, "conf t\nhostname S1");
	/* "b" matches an interface type */
	assert_caret(f, "do sh int br", 22 - 11);
	cli_say(f, "hostname R1");
	/* "s" matches configuration keywords, "sh" none */
	assert_caret(f, "show ip interface brief", 12 - 11);
	/* a parameter that cannot be converted */
	assert_caret(f, "logging 0255.255.1", 19 - 11);
	cli_says(f, "hostname RW-ACC-SW\nend");
	assert_caret(f, "show run | hostname", 21 - 10);
}

static void test_parameters(void **state)
{
	struct cli_fixture *f = *state;

	cli_says(f, "conf t\nrouter lisp");
	assert_caret(f, "instance-id 16777215", 12);
	assert_caret(f, "instance-id 1x", 12);
	assert_caret(f, "instance-id 5 6", 14);
	assert_string_equal(cli_say(f, "instance-id"), INCOMPLETE);
	assert_string_equal(cli_say(f, "instance-id 16777214"), "");
	assert_string_equal(cli_key(f->runner.c, 5), "16777214");
	cli_say(f, "end");
	assert_shown(f, "show ip lisp map 1.2.3.4", "show ip lisp map 1.2.3.4");
	assert_shown(f, "show ip lisp map 1.2.3.0/24", "show ip lisp map 1.2.3.0/24");
	assert_shown(f, "show ip lisp map d", "show ip lisp map d");
	assert_caret(f, "show ip lisp map 1.2.3.400", 17);
	assert_caret(f, "show ip lisp map 1.2.3.0/33", 17);
	assert_caret(f, "show ip lisp map 1:2::", 17);
}

static void test_two_words_make_a_name(void **state)
{
	struct cli_fixture *f = *state;
	static const char *const same[] = { "interface Gi2", "int gig 2", "inter GigabitEthernet2",
					    "int g2", "interface gigabitethernet 2" };

	cli_say(f, "conf t");
	for (size_t i = 0; i < ARRAY_LEN(same); i++) {
		assert_string_equal(cli_say(f, same[i]), "");
		assert_string_equal(cli_key(f->runner.c, 2), "GigabitEthernet2");
	}
	cli_say(f, "exit");
	assert_string_equal(cli_say(f, "interface gig"), INCOMPLETE);
	assert_caret(f, "interface gig x", 14);
	assert_caret(f, "interface gig 2 3", 16);
	assert_caret(f, "interface gix", 12);
	cli_say(f, "end");
	assert_shown(f, "show ip int gi 0/0/1.5", "show ip int gi 0/0/1.5");
}

static void test_incomplete(void **state)
{
	struct cli_fixture *f = *state;

	assert_string_equal(cli_say(f, "show ip"), INCOMPLETE);
	assert_string_equal(cli_say(f, "show"), "% Type \"show ?\" for a list of subcommands\n");
	assert_string_equal(cli_say(f, "sh"), "% Type \"show ?\" for a list of subcommands\n");
	assert_string_equal(cli_say(f, "show run | i"), INCOMPLETE);
	assert_string_equal(cli_say(f, "show run |"), INCOMPLETE);
	assert_string_equal(cli_say(f, "no"), INCOMPLETE);
	cli_say(f, "conf t");
	assert_string_equal(cli_say(f, "do"), INCOMPLETE);
	assert_string_equal(cli_say(f, "enable"), INCOMPLETE);
	assert_caret(f, "configure terminal", 0);
}

static void test_ambiguous(void **state)
{
	struct cli_fixture *f = *state;

	assert_string_equal(cli_say(f, "s"), "% Ambiguous command:  \"s\"\n");
	assert_string_equal(cli_say(f, "show i"), "% Ambiguous command:  \"show i\"\n");
	assert_string_equal(cli_say(f, "show i nonsense"),
			    "% Ambiguous command:  \"show i nonsense\"\n");
	/* an exact word wins over a longer one */
	assert_shown(f, "show ip local pool", "show ip local pool");
	assert_int_equal(cli_status(f), CLI_OK);
	/* an address is no abbreviation */
	assert_shown(f, "ping 10.0.0.1 d", "ping 10.0.0.1 d");
}

static void test_unknown_word_is_a_host(void **state)
{
	static const char answer[] =
		"% Bad IP address or host name\n"
		"% Unknown command or computer name, or unable to find computer address\n";
	struct cli_fixture *f = *state;

	assert_string_equal(cli_say(f, "foobar"), answer);
	assert_string_equal(cli_say(f, "end"), answer);
	assert_int_equal(cli_status(f), CLI_FAIL);
	f->runner.c->no_lookup = true;
	assert_caret(f, "foobar", 0);
	cli_say(f, "conf t");
	assert_caret(f, "foobar", 0);
	assert_caret(f, "do foobar", 3);
}

static void test_unprivileged(void **state)
{
	static const struct cli_options login = { .interactive = true, .login = true };
	struct cli_fixture *f = *state;

	cli_again(f, &login);
	assert_string_equal(cli_prompt(f), "R1>");
	assert_caret(f, "show running-config", 5);
	assert_caret(f, "conf t", 0);
	assert_string_equal(cli_say(f, "conf"),
			    "% Bad IP address or host name\n% Unknown command or computer name, or "
			    "unable to find computer address\n");
	assert_string_equal(cli_say(f, "show version"), "demo, Version 1.0\nuptime is 1 minute\n");
}

static void test_any_order(void **state)
{
	struct cli_fixture *f = *state;

	assert_shown(f, "ping 1.1.1.1 repeat 5 source 2.2.2.2 df",
		     "ping 1.1.1.1 repeat 5 source "
		     "2.2.2.2 df");
	assert_shown(f, "ping host df-bit", "ping host df-bit");
	assert_caret(f, "ping host repeat 5 repeat 6", 19);
	assert_string_equal(cli_say(f, "ping host source"), INCOMPLETE);
}

static void test_no_and_default(void **state)
{
	struct cli_fixture *f = *state;

	cli_say(f, "conf t");
	assert_string_equal(cli_say(f, "no hostname"), "");
	assert_string_equal(cli_prompt(f), "Router(config)#");
	cli_say(f, "hostname R1");
	assert_string_equal(cli_say(f, "hostname"), INCOMPLETE);
	assert_string_equal(cli_say(f, "no hostname anything"), "");
	cli_say(f, "hostname R1");
	assert_string_equal(cli_say(f, "no ip route 10.0.0.0"), "");
	assert_string_equal(cli_say(f, "no ip route 10.0.0.0 255.0.0.0"), "");
	assert_string_equal(cli_say(f, "no ip route 10.0.0.0 255.0.0.0 Null0"), "");
	assert_string_equal(cli_say(f, "no ip route"), INCOMPLETE);
	assert_string_equal(cli_say(f, "ip route 10.0.0.0"), INCOMPLETE);
	assert_string_equal(cli_say(f, "default logging console"), "");
	assert_string_equal(cli_say(f, "default interface gi3"), "");
	assert_caret(f, "no banner motd #", 3);
	assert_caret(f, "debug all", 2);
	assert_caret(f, "default hostname", 8);
}

static void test_remarks(void **state)
{
	struct cli_fixture *f = *state;

	assert_string_equal(cli_say(f, "! a comment"), "");
	assert_string_equal(cli_say(f, "   ! a comment"), "");
	assert_string_equal(cli_say(f, ""), "");
	assert_string_equal(cli_say(f, "  \t \r"), "");
	assert_shown(f, "show ip lisp ! is what we want", "show ip lisp");
	assert_caret(f, "show ip ! lisp", 8);
	assert_caret(f, "# no comment", 0);
	cli_says(f, "conf t\nrouter lisp\nsite A");
	assert_string_equal(cli_say(f, "description x ! y"), "");
	assert_string_equal(cli_say(f, "authentication-key Zaq12wsx!@"), "");
	assert_caret(f, "authentication-key a !b", 21);
	assert_string_equal(cli_say(f, "eid-record 10.0.0.0/8 !!! all of it\r"), "");
	assert_string_equal(cli_says(f, "end\nshow run | section site"),
			    " site A\n"
			    "  description x ! y\n"
			    "  authentication-key Zaq12wsx!@\n"
			    "  eid-record 10.0.0.0/8\n"
			    "  exit-site\n");
}

static void test_hidden(void **state)
{
	struct cli_fixture *f = *state;

	assert_shown(f, "show secrets", "show secrets");
	cli_say(f, "conf t");
	assert_string_equal(cli_say(f, "Building configuration..."), "");
	assert_string_equal(cli_say(f, "version 17.3"), "");
	/* "b" is banner's, a hidden word does not make it ambiguous */
	assert_string_equal(cli_say(f, "b motd"), INCOMPLETE);
}

static void test_keyword_case(void **state)
{
	struct cli_fixture *f = *state;

	assert_shown(f, "SHOW Ip LISP", "SHOW Ip LISP");
	cli_says(f, "conf t\nip route 10.0.0.0 255.0.0.0 null0\nhostname MixedCase");
	assert_string_equal(cli_prompt(f), "MixedCase(config)#");
}

/* A thousand rows that begin alike and long lines are no matter. */
static void test_long_lines(void **state)
{
	struct cli_fixture *f = *state;
	char *line = xmalloc(100001);

	memset(line, 'x', 100000);
	line[100000] = '\0';
	assert_string_equal(cli_say(f, line), "% Line is longer than 8192 characters\n");
	line[8000] = '\0';
	cli_say(f, line);
	assert_int_equal(cli_status(f), CLI_FAIL);
	for (size_t i = 0; i < 8000; i += 2)
		line[i] = ' ';
	cli_say(f, line);
	assert_int_equal(cli_status(f), CLI_FAIL);
	free(line);
}

int main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, cli_fixture_setup, cli_fixture_teardown)
	const struct CMUnitTest tests[] = {
		T(test_caret_in_exec),		T(test_caret_samples), T(test_parameters),
		T(test_two_words_make_a_name),	T(test_incomplete),    T(test_ambiguous),
		T(test_unknown_word_is_a_host), T(test_unprivileged),  T(test_any_order),
		T(test_no_and_default),		T(test_remarks),       T(test_hidden),
		T(test_keyword_case),		T(test_long_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
