/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Modes and the search for the one that a line belongs to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/cli_fixture.h"

static void assert_prompt(struct cli_fixture *f, const char *line, const char *prompt)
{
	assert_string_equal(cli_say(f, line), "");
	assert_string_equal(cli_prompt(f), prompt);
}

static void test_inwards_and_outwards(void **state)
{
	struct cli_fixture *f = *state;

	assert_string_equal(cli_say(f, "configure terminal"),
			    "Enter configuration commands, one per line.  End with CNTL/Z.\n");
	assert_prompt(f, "router lisp", "R1(config-router-lisp)#");
	assert_prompt(f, "service ipv4", "R1(config-router-lisp-serv-ipv4)#");
	assert_prompt(f, "exit-service-ipv4", "R1(config-router-lisp)#");
	assert_prompt(f, "site A", "R1(config-router-lisp-site)#");
	assert_string_equal(cli_key(f->runner.c, 7), "A");
	assert_prompt(f, "exit", "R1(config-router-lisp)#");
	assert_null(cli_key(f->runner.c, 7));
	assert_prompt(f, "exit-router-lisp", "R1(config)#");
	assert_prompt(f, "exit", "R1#");
	assert_int_equal(demo_times_left(f->demo), 1);
}

static void test_end_from_anywhere(void **state)
{
	struct cli_fixture *f = *state;

	cli_says(f, "conf t\nrouter lisp\ninstance-id 5\nservice ipv4");
	assert_prompt(f, "end", "R1#");
	cli_says(f, "conf t\nrouter lisp\ninstance-id 5\nservice ipv4");
	cli_session_end_config(f->runner.c);
	assert_string_equal(cli_prompt(f), "R1#");
	assert_int_equal(demo_times_left(f->demo), 2);
}

static void test_line_of_an_enclosing_mode(void **state)
{
	struct cli_fixture *f = *state;

	cli_says(f, "conf t\nrouter lisp\ninstance-id 4097\nservice ipv4");
	/* two levels up, and from there inwards again */
	assert_prompt(f, "instance-id 4098", "R1(config-router-lisp-inst)#");
	assert_prompt(f, "service ipv4", "R1(config-router-lisp-inst-serv-ipv4)#");
	/* innermost first: "service" of the instance, not of the process */
	assert_prompt(f, "service ipv6", "R1(config-router-lisp-inst-serv-ipv4)#");
	assert_string_equal(cli_key(f->runner.c, 5), "4098");
	/* global lines leave the block */
	assert_prompt(f, " hostname R2", "R2(config)#");
	cli_says(f, "router lisp\nsite A");
	assert_prompt(f, "interface Gi3", "R2(config-if)#");
	/* exit-... of an outer block */
	cli_says(f, "router lisp\nsite B");
	assert_prompt(f, "exit-router-lisp", "R2(config)#");
}

static void test_whole_lines_decide(void **state)
{
	struct cli_fixture *f = *state;

	cli_says(f, "conf t\nrouter lisp");
	/* "service" is a word of router lisp, "service timestamps ..." a global line */
	assert_prompt(f, "service timestamps debug datetime", "R1(config)#");
	cli_say(f, "router lisp");
	/* incomplete further out is not enough: the innermost mode's message, and no move */
	assert_string_equal(
		cli_say(f, "hostname"),
		"                        ^\n% Invalid input detected at '^' marker.\n\n");
	assert_string_equal(cli_say(f, "service timestamps"),
			    "                               ^\n"
			    "% Invalid input detected at '^' marker.\n\n");
	assert_string_equal(cli_prompt(f), "R1(config-router-lisp)#");
	/* ambiguous in the inner mode, whole in an outer one */
	cli_say(f, "service ipv4");
	assert_prompt(f, "ip route 10.0.0.0 255.0.0.0 Null0", "R1(config)#");
}

static void test_interrupted_block(void **state)
{
	struct cli_fixture *f = *state;

	cli_says(f, "conf t\nrouter lisp\ninstance-id 4099\nservice ipv4\ninterface Gi4");
	assert_prompt(f, "instance-id 8190", "R1(config-router-lisp-inst)#");
	assert_prompt(f, "interface Gi4", "R1(config-if)#");
	assert_prompt(f, "ip address 10.0.0.1 255.0.0.0", "R1(config-if)#");
	assert_prompt(f, "site X", "R1(config-router-lisp-site)#");
	/* not after the block was closed */
	cli_says(f, "exit-router-lisp\ninterface Gi4");
	assert_memory_equal(cli_say(f, "instance-id 1"), "              ", 14);
	assert_int_equal(cli_status(f), CLI_FAIL);
	/* nor after configuration mode was left */
	cli_says(f, "router lisp\ninterface Gi4\nend\nconf t");
	cli_say(f, "instance-id 1");
	assert_int_equal(cli_status(f), CLI_FAIL);
}

static void test_block_without_words(void **state)
{
	struct cli_fixture *f = *state;

	cli_says(f, "conf t\nip access-list extended A");
	assert_prompt(f, " 10 permit udp any any", "R1(config-ext-nacl)#");
	assert_prompt(f, "permit ip any host 1.1.1.1", "R1(config-ext-nacl)#");
	assert_string_equal(demo_changed(f->demo), "permit ip any host 1.1.1.1");
	/* a global line ends the block */
	assert_prompt(f, "hostname R2", "R2(config)#");
	assert_string_equal(cli_says(f, "end\nshow run | section access-list"),
			    "ip access-list extended A\n"
			    " 10 permit udp any any\n"
			    " permit ip any host 1.1.1.1\n");
}

static void test_one_exit_too_many(void **state)
{
	struct cli_fixture *f = *state;

	cli_says(f, "conf t\nrouter lisp\nexit\nexit");
	assert_string_equal(cli_prompt(f), "R1#");
	assert_string_equal(cli_say(f, "interface Gi2"),
			    "   ^\n% Invalid input detected at '^' marker.\n\n");
	cli_say(f, "exit");
	assert_true(f->runner.closed);
}

static void test_do(void **state)
{
	struct cli_fixture *f = *state;

	cli_says(f, "conf t\nrouter lisp\nsite A");
	assert_string_equal(cli_say(f, "do show ip lisp"), "shown: show ip lisp\n");
	assert_string_equal(cli_prompt(f), "R1(config-router-lisp-site)#");
}

static void test_long_host_name(void **state)
{
	struct cli_fixture *f = *state;

	cli_says(f, "conf t\nhostname a-name-of-more-than-twenty-letters");
	assert_string_equal(cli_prompt(f), "a-name-of-more-than-(config)#");
	cli_say(f, "end");
	assert_string_equal(cli_prompt(f), "a-name-of-more-than-twenty-letters#");
}

int main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, cli_fixture_setup, cli_fixture_teardown)
	const struct CMUnitTest tests[] = {
		T(test_inwards_and_outwards),
		T(test_end_from_anywhere),
		T(test_line_of_an_enclosing_mode),
		T(test_whole_lines_decide),
		T(test_interrupted_block),
		T(test_block_without_words),
		T(test_one_exit_too_many),
		T(test_do),
		T(test_long_host_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
