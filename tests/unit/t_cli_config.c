/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The running-config walk, loading of files, lint. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/cli_fixture.h"

static const char config[] = "hostname R7\n"
			     "!\n"
			     "banner motd #\n"
			     "hello\n"
			     "#\n"
			     "interface GigabitEthernet2\n"
			     " description to R2\n"
			     " ip address 10.0.0.1 255.0.0.0\n"
			     " shutdown\n"
			     "!\n"
			     "interface Loopback0\n"
			     "!\n"
			     "router lisp\n"
			     " service ipv4\n"
			     "  itr map-resolver 10.0.0.2\n"
			     "  itr map-resolver 2001:DB8::1\n"
			     "  itr\n"
			     "  exit-service-ipv4\n"
			     " !\n"
			     " site A\n"
			     "  description x ! y\n"
			     "  authentication-key Zaq12wsx!@\n"
			     "  eid-record instance-id 5 10.1.0.0/16 accept-more-specifics\n"
			     "  exit-site\n"
			     " !\n"
			     " site B\n"
			     "  exit-site\n"
			     " !\n"
			     " exit-router-lisp\n"
			     "!\n"
			     "ip access-list extended X\n"
			     " permit udp any any\n"
			     "!\n";

static void test_round_trip(void **state)
{
	struct cli_fixture *f = *state;

	out_clear(&f->out);
	assert_int_equal(cli_load_text(f->e, config, "test", &f->out), 0);
	assert_string_equal(out_text(&f->out),
			    "line 3: banner motd #\n"
			    "Enter TEXT message.  End with the character '#'.\n");
	out_clear(&f->out);
	cli_write_config(f->e, &f->out, false);
	assert_string_equal(out_text(&f->out), config);
	/* nobody is told that a person has configured something */
	assert_int_equal(demo_times_left(f->demo), 0);
}

static void test_pasted_form(void **state)
{
	static const char paste[] = "enable\n"
				    "conf t\n"
				    "Building configuration...\n"
				    "version 17.3\r\n"
				    "hostname R7\r\n"
				    "\tint gi2\n"
				    "    description to R2\n"
				    "desc again\n"
				    "end\n"
				    "hostname R8\n";
	struct cli_fixture *f = *state;

	out_clear(&f->out);
	assert_int_equal(cli_load_text(f->e, paste, "test", &f->out), 0);
	assert_string_equal(out_text(&f->out), "");
	cli_write_config(f->e, &f->out, false);
	assert_string_equal(out_text(&f->out), "hostname R7\n"
					       "!\n"
					       "interface GigabitEthernet2\n"
					       " description to R2\n"
					       " description again\n"
					       "!\n");
}

static void test_one_exit_too_many(void **state)
{
	struct cli_fixture *f = *state;

	assert_int_equal(cli_load_text(f->e, "int gi2\nexit\nexit\nexit\nhostname R7\n", "test",
				       &f->out),
			 0);
	assert_string_equal(cli_prompt(f), "R7#");
}

static void test_refused_lines(void **state)
{
	struct cli_fixture *f = *state;

	out_clear(&f->out);
	assert_int_equal(cli_load_text(f->e,
				       "hostname R7\n"
				       "ip rute x\n"
				       "\n"
				       "interface\n"
				       "e\n"
				       "hostname R8",
				       "startup-config", &f->out),
			 3);
	assert_string_equal(out_text(&f->out), "line 2: ip rute x\n"
					       "            ^\n"
					       "% Invalid input detected at '^' marker.\n"
					       "line 4: interface\n"
					       "% Incomplete command.\n"
					       "line 5: e\n"
					       "% Ambiguous command:  \"e\"\n"
					       "startup-config: 3 lines refused\n");
	assert_string_equal(cli_prompt(f), "R8#");
}

static void test_file(void **state)
{
	char path[] = "/tmp/t_cli_config.XXXXXX";
	struct cli_fixture *f = *state;
	unsigned refused = 99;
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, "hostname R7\nfoo\n", 16), 16);
	close(fd);
	out_clear(&f->out);
	assert_int_equal(cli_load_file(f->e, path, &f->out, &refused), 0);
	assert_int_equal(refused, 1);
	unlink(path);
	assert_int_equal(cli_load_file(f->e, path, &f->out, &refused), -2);
}

static void test_show_running_config(void **state)
{
	struct cli_fixture *f = *state;

	assert_string_equal(cli_says(f, "conf t\nint gi2\nshut\nint gi3\nend\nshow running-config"),
			    "Building configuration...\n"
			    "\n"
			    "Current configuration : 82 bytes\n"
			    "hostname R1\n"
			    "!\n"
			    "interface GigabitEthernet2\n"
			    " shutdown\n"
			    "!\n"
			    "interface GigabitEthernet3\n"
			    "!\n"
			    "end\n"
			    "\n");
	assert_string_equal(cli_say(f, "show running-config interface gi2 | begin ^int"),
			    "interface GigabitEthernet2\n"
			    " shutdown\n"
			    "end\n"
			    "\n");
}

static void test_demo_tree_is_clean(void **state)
{
	struct cli_fixture *f = *state;

	out_clear(&f->out);
	if (cli_lint(f->e, &f->out) != 0)
		fail_msg("%s", out_text(&f->out));
}

static void write_nothing(struct cli_writer *w UNUSED, const void *obj UNUSED)
{
}

static const char *host(void *root UNUSED)
{
	return "R1";
}

static void test_lint(void **state UNUSED)
{
	static const struct cli_mode modes[] = {
		{ .name = "exec", .prompt = "#", .parent = -1 },
		{ .name = "config", .prompt = "(config)#", .parent = 0 },
	};
	static const struct cli_cmd rows[] = {
		{ .mode = 1, .syntax = "a b", .help = "a  A\nb  B\n", .flags = CLI_NOT_SAVED },
		{ .mode = 1, .syntax = "a c", .help = "a  Another\nc  C\n", .flags = CLI_NOT_SAVED },
		{ .mode = 1, .syntax = "d", .help = "d  D\nx  X\n", .flags = CLI_NOT_SAVED },
		{ .mode = 1, .syntax = "e WORD$f", .help = "e  E\n", .flags = CLI_NOT_SAVED },
		{ .mode = 1, .syntax = "g", .help = "g  G\n" },
		{ .mode = 1, .syntax = "h", .help = "h  H\n", .write = write_nothing, .order = 1 },
		{ .mode = 1, .syntax = "i", .help = "i  I\n", .write = write_nothing, .order = 1 },
		{ .mode = 1, .syntax = "j", .help = "j  J\n", .saved_by = "g" },
		{ .mode = 1, .syntax = "k", .help = "k  K\n", .saved_by = "h" },
		{ .mode = 0, .syntax = "l", .help = "l  L\n", .write = write_nothing, .order = 2 },
		{ 0 },
	};
	static const struct cli_cmd *const tables[] = { rows, NULL };
	static const struct cli_program program = {
		.modes = modes,
		.n_modes = 2,
		.tables = tables,
		.common_help = "no  No\nnobody  Says this\n",
		.hostname = host,
	};
	struct cli_engine *e = cli_engine_new(&program, NULL, NULL);
	struct out o = { 0 };

	assert_int_equal(cli_lint(e, &o), 8);
	assert_string_equal(o.text, "common help: unused \"nobody\"\n"
				    "config: \"a c\": help of \"a\" differs from \"a b\"\n"
				    "config: \"d\": unused help \"x\"\n"
				    "config: \"e WORD$f\": no help for \"$f\"\n"
				    "config: \"g\": nothing saves it\n"
				    "config: \"i\": rank 1 is also that of \"h\"\n"
				    "config: \"j\": saved_by \"g\", which does not write\n"
				    "exec: \"l\": EXEC command with a writer\n");
	out_fini(&o);
	cli_engine_free(e);
}

int main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, cli_fixture_setup, cli_fixture_teardown)
	const struct CMUnitTest tests[] = {
		T(test_round_trip),
		T(test_pasted_form),
		T(test_one_exit_too_many),
		T(test_refused_lines),
		T(test_file),
		T(test_show_running_config),
		T(test_demo_tree_is_clean),
		cmocka_unit_test(test_lint),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
