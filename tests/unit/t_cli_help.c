/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/cli/list.h"
#include "tests/unit/cli_fixture.h"

static void test_lists(void **state)
{
	struct cli_fixture *f = *state;

	assert_string_equal(cli_help(f, "show running-config "),
			    "  all        Configuration with defaults\n"
			    "  interface  Show interface configuration\n"
			    "  |          Output modifiers\n"
			    "  <cr>       <cr>\n"
			    "\n");
	assert_string_equal(cli_help(f, "calendar set 22:00:00 "), "  <1-31>  Day of the month\n"
								   "  MONTH   Month of the year\n"
								   "\n");
	assert_string_equal(cli_help(f, "ping 1.1.1.1 source 2.2.2.2 "),
			    "  df-bit  Do not fragment\n"
			    "  repeat  Repeat count\n"
			    "  <cr>    <cr>\n"
			    "\n");
	assert_string_equal(cli_help(f, "show ip lisp map-cache "),
			    "  A.B.C.D     Address to look up\n"
			    "  A.B.C.D/nn  Prefix to look up\n"
			    "  detail      All there is to know\n"
			    "  |           Output modifiers\n"
			    "  <cr>        <cr>\n"
			    "\n");
	cli_says(f, "conf t\nrouter lisp");
	assert_string_equal(cli_help(f, "instance-id "), "  <0-16777214>  EID instance-ID\n\n");
	/* <cr> only, and no "|" in configuration */
	assert_string_equal(cli_help(f, "instance-id 5 "), "  <cr>  <cr>\n\n");
}

static void test_roots(void **state)
{
	struct cli_fixture *f = *state;

	assert_memory_equal(cli_help(f, ""), "Exec commands:\n  calendar   Manage", 33);
	assert_null(strstr(out_text(&f->out), "secrets"));
	cli_says(f, "conf t\nrouter lisp");
	assert_string_equal(cli_help(f, ""),
			    "Router LISP configuration commands:\n"
			    "  do                To run exec commands in config mode\n"
			    "  end               Exit from configure mode\n"
			    "  exit              Exit from the current mode\n"
			    "  exit-router-lisp  Exit from LISP router configuration\n"
			    "  help              Description of the interactive help system\n"
			    "  instance-id       Configure LISP EID instance-ID\n"
			    "  service           Configure LISP service\n"
			    "  site              Configure a LISP Site on a Map-Server\n"
			    "\n");
	assert_memory_equal(cli_help(f, "do "), "Exec commands:\n", 15);
	cli_say(f, "exit");
	/* what "no" can stand before; no heading */
	assert_string_equal(cli_help(f, "no "), "  hostname  Set system's network name\n"
						"  ip        IP information\n"
						"  logging   Modify message logging facilities\n"
						"  router    Enable a routing process\n"
						"\n");
	assert_string_equal(cli_help(f, "no hostname "), "  WORD  This system's network name\n"
							 "  <cr>  <cr>\n"
							 "\n");
}

static void test_word_help(void **state)
{
	struct cli_fixture *f = *state;

	assert_string_equal(cli_help(f, "sh"), "show  \n\n");
	assert_string_equal(cli_help(f, "co"), "configure  connect  copy\n\n");
	assert_string_equal(cli_help(f, "show ip lisp map-cache 1"), "A.B.C.D  A.B.C.D/nn\n\n");
	assert_string_equal(cli_help(f, "conf t"), "terminal  \n\n");
	assert_string_equal(cli_help(f, "show interfaces g"), "GigabitEthernet  \n\n");
	assert_string_equal(cli_help(f, "show interfaces gig "),
			    "  <0-65535>  Interface number\n\n");
	assert_string_equal(cli_help(f, "show interfaces l"), "LISP  Loopback\n\n");
}

static void test_no_answer(void **state)
{
	struct cli_fixture *f = *state;

	assert_string_equal(cli_help(f, "s "), "% Ambiguous command:  \"s \"\n");
	assert_string_equal(cli_help(f, "show i "), "% Ambiguous command:  \"show i \"\n");
	assert_string_equal(cli_help(f, "xyz"), "% Unrecognized command\n");
	assert_string_equal(cli_help(f, "show version x "), "% Unrecognized command\n");
	cli_say(f, "conf t");
	assert_string_equal(cli_help(f, "show ip "), "% Unrecognized command\n");
	assert_string_equal(cli_help(f, "ip defalt-gat"), "% Unrecognized command\n");
}

static void test_unprivileged(void **state)
{
	static const struct cli_options login = { .interactive = true, .login = true };
	struct cli_fixture *f = *state;

	cli_again(f, &login);
	assert_string_equal(cli_help(f, "co"), "% Unrecognized command\n");
	assert_string_equal(cli_help(f, "show r"), "% Unrecognized command\n");
	assert_null(strstr(cli_help(f, ""), "configure"));
	assert_string_equal(cli_tab(f, "show runn"), "show runn");
}

static void test_outer_modes(void **state)
{
	struct cli_fixture *f = *state;

	cli_says(f, "conf t\nrouter lisp\nservice ipv4");
	assert_string_equal(cli_help(f, "host"), "hostname  \n\n");
	assert_string_equal(cli_help(f, "instance-id "), "  <0-16777214>  EID instance-ID\n\n");
	assert_string_equal(cli_tab(f, "inst"), "instance-id ");
}

static void test_filters(void **state)
{
	struct cli_fixture *f = *state;

	assert_string_equal(cli_help(f, "show version | "),
			    "  append    Append redirected output to URL\n"
			    "  begin     Begin with the line that matches\n"
			    "  count     Count number of lines which match regexp\n"
			    "  exclude   Exclude lines that match\n"
			    "  include   Include lines that match\n"
			    "  json      Output in JSON\n"
			    "  redirect  Redirect output to URL\n"
			    "  section   Filter a section of output\n"
			    "  tee       Copy output to URL\n"
			    "\n");
	assert_string_equal(cli_help(f, "show version |i"), "include  \n\n");
	assert_string_equal(cli_help(f, "show version | i "), "  LINE  Regular Expression\n\n");
	assert_string_equal(cli_help(f, "show version | x "), "% Unrecognized command\n");
	assert_string_equal(cli_tab(f, "show version | sec"), "show version | section ");
	cli_say(f, "conf t");
	assert_string_equal(cli_help(f, "do show version | c"), "count  \n\n");
}

static void test_tab(void **state)
{
	struct cli_fixture *f = *state;

	assert_string_equal(cli_tab(f, "conf"), "configure ");
	assert_string_equal(cli_tab(f, "sh ver"), "sh version ");
	assert_string_equal(cli_tab(f, "co"), "co");
	assert_string_equal(cli_tab(f, "show "), "show ");
	assert_string_equal(cli_tab(f, ""), "");
	assert_string_equal(cli_tab(f, "show ip"), "show ip ");
	assert_string_equal(cli_tab(f, "show interfaces gi"), "show interfaces GigabitEthernet ");
	assert_string_equal(cli_tab(f, "show ip lisp map-cache 1"), "show ip lisp map-cache 1");
	assert_string_equal(cli_tab(f, "nothing"), "nothing");
}

static void test_layout(void **state UNUSED)
{
	struct cli_list l;
	struct out o = { 0 };

	list_init(&l);
	cli_list_add(&l, "word", "A text that is too long for one line of the terminal");
	cli_list_add(&l, "<cr>", "<cr>");
	cli_list_add(&l, "<1-5>", "Number");
	cli_list_add(&l, "word", "not a second time");
	list_sort(&l);
	list_print(&l, &o, 40);
	assert_string_equal(o.text, "  <1-5>  Number\n"
				    "  word   A text that is too long for\n"
				    "         one line of the terminal\n"
				    "  <cr>   <cr>\n");
	out_clear(&o);
	list_print_words(&l, &o, 16);
	assert_string_equal(o.text, "<1-5>  word   \n<cr>   \n");
	list_fini(&l);
	out_fini(&o);
}

int main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, cli_fixture_setup, cli_fixture_teardown)
	const struct CMUnitTest tests[] = {
		T(test_lists),	   T(test_roots),	 T(test_word_help),
		T(test_no_answer), T(test_unprivileged), T(test_outer_modes),
		T(test_filters),   T(test_tab),		 T(test_layout),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
