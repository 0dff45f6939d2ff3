/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords and logins, questions of copy and reload, what a change leaves behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/box.h"

static int setup(void **state)
{
	log_init(NULL, NULL);
	*state = box_new(NULL);
	return 0;
}

static int teardown(void **state)
{
	box_free(*state);
	log_fini();
	return 0;
}

static void has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no \"%s\" in\n%s", part, text);
}

static void has_not(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("\"%s\" in\n%s", part, text);
}

static void log_has(const char *part)
{
	struct out log;

	out_init(&log);
	log_buffer_text(&log);
	has(out_text(&log), part);
	out_fini(&log);
}

/* --- passwords -------------------------------------------------------------------------------- */

#define KEYS                                                                              \
	"configure terminal\n"                                                            \
	"enable password clear1\n"                                                        \
	"username bob password clear2\n"                                                  \
	"username amy secret clear3\n"                                                    \
	"line vty 0 4\npassword clear4\n"                                                 \
	"router lisp\n"                                                                   \
	"service ipv4\netr map-server 172.16.1.1 key clear5\nexit\n"                      \
	"instance-id 5\nservice ipv6\netr map-server 172.16.1.1 key clear6\nexit\nexit\n" \
	"site A\nauthentication-key clear7\nend\n"

static void password_encryption_hides_all_there_is(void **state)
{
	struct box *b = *state;
	struct lisp *l;

	box_say(b, KEYS);
	has(box_config(b), "clear1");
	has_not(box_config(b), "clear3"); /* is hashed */
	box_say(b, "configure terminal\nservice password-encryption\nend");
	has_not(box_config(b), "clear");
	has(box_config(b), "enable password 7 ");
	has(box_config(b), "username bob password 7 ");
	has(box_config(b), "username amy secret 9 $9$");
	has(box_config(b), " authentication-key 7 ");
	l = ctl_lisp_find(b->root.ctl, 0);
	assert_string_equal(l->cfg.service[SVC_IPV4].server[0].key.text, "clear5");
	assert_string_equal(site_cfg_find(&l->cfg, "A")->key.text, "clear7");
}

static void it_hides_what_is_typed_later_and_never_reveals(void **state)
{
	struct box *b = *state;

	box_say(b, "configure terminal\nservice password-encryption\nend\n" KEYS);
	has_not(box_config(b), "clear");
	box_say(b, "configure terminal\nno service password-encryption\nend");
	has_not(box_config(b), "clear");
	has_not(box_config(b), "password-encryption");
}

static void a_bad_type_7_is_refused(void **state)
{
	struct box *b = *state;

	box_say(b, "configure terminal\nrouter lisp\nsite A");
	assert_string_equal(box_say(b, "authentication-key 7 XYZ"),
			    "Invalid encrypted password: XYZ\n");
	assert_int_equal(b->runner.status, CLI_FAIL);
	has_not(box_config(b), "authentication-key");
	assert_string_equal(box_say(b, "exit\nservice ipv4\netr map-server 1.1.1.1 key 7 0g"),
			    "Invalid encrypted password: 0g\n");
	has_not(box_config(b), "etr map-server");
	assert_string_equal(box_say(b, "enable password 7 99"), "Invalid encrypted password: 99\n");
}

static void a_key_of_type_6_opens_nothing(void **state)
{
	struct box *b = *state;
	struct lisp *l;

	box_say(b, "configure terminal\nrouter lisp\nsite A\nauthentication-key 6 M]e\\NZ\nend");
	has(box_config(b), "  authentication-key 6 M]e\\NZ\n");
	l = ctl_lisp_find(b->root.ctl, 0);
	assert_string_not_equal(site_cfg_find(&l->cfg, "A")->key.text, "M]e\\NZ");
	log_has("%LISP-4-KEY6: ");
}

/* --- logins ----------------------------------------------------------------------------------- */

static const struct cli_options at_terminal = { .interactive = true,
						.login = true,
						.source = "192.0.2.9" };

static void enable_asks_for_the_secret(void **state)
{
	struct box *b = *state;

	box_say(b, "configure terminal\nenable secret s3cret\nend");
	has(box_config(b), "enable secret 9 $9$");
	box_session(b, &at_terminal);
	assert_string_equal(box_say(b, "enable"), "Password: ");
	assert_string_equal(box_say(b, "wrong"), "\nPassword: ");
	assert_string_equal(box_say(b, "s3cret"), "\n");
	assert_true(b->runner.c->privileged);
}

static void login_local_asks_for_name_and_password(void **state)
{
	struct box *b = *state;

	box_say(b, "configure terminal\nusername amy privilege 15 secret pw\n"
		   "username bob password pw2\nline vty 0 4\nlogin local\nend");
	box_session(b, &at_terminal);
	assert_string_equal(out_text(&b->out), "User Access Verification\n\nUsername: ");
	box_say(b, "amy");
	assert_string_equal(box_say(b, "no"), "\n% Login invalid\n\nUsername: ");
	box_say(b, "amy\npw");
	assert_true(b->runner.c->privileged);
	assert_string_equal(cli_user(b->runner.c), "amy");
	box_session(b, &at_terminal);
	box_say(b, "bob\npw2");
	assert_false(b->runner.c->privileged);
	box_session(b, &at_terminal);
	box_say(b, "x\ny\nx\ny\nx\ny");
	assert_true(b->runner.closed);
}

static void a_broken_question_lets_nobody_in(void **state)
{
	static const struct cli_options root = { .interactive = true, .trusted = true };
	struct box *b = *state;

	box_say(b, "configure terminal\nline vty 0 4\nlogin local\nend");
	box_session(b, &root);
	cli_session_cancel(b->runner.c);
	assert_true(b->runner.closed);
	box_session(b, &root);
	box_say(b, "root");
	cli_session_cancel(b->runner.c);
	assert_true(b->runner.closed);
}

static void login_asks_for_the_lines_password(void **state)
{
	struct box *b = *state;

	box_say(b, "configure terminal\nline vty 0 4\npassword pw\nprivilege level 15\nend");
	box_session(b, &at_terminal);
	assert_string_equal(out_text(&b->out), "User Access Verification\n\nPassword: ");
	box_say(b, "pw");
	assert_true(b->runner.c->privileged);
}

static void a_script_over_the_socket_is_not_asked(void **state)
{
	static const struct cli_options script = { .trusted = true };
	struct box *b = *state;

	box_say(b, "configure terminal\nline vty 0 4\nlogin local\nend");
	box_session(b, &script);
	assert_string_equal(out_text(&b->out), "");
	assert_true(b->runner.c->privileged);
}

static void a_line_sets_its_sessions_up(void **state)
{
	struct box *b = *state;

	box_say(b, "configure terminal\nbanner motd #Welcome\nto R1#\nline vty 0 4\nlength 0\n"
		   "width 100\nhistory size 50\nexec-timeout 5 30\ntransport preferred none\nend");
	box_session(b, &at_terminal);
	assert_string_equal(out_text(&b->out), "Welcome\nto R1\n");
	assert_int_equal(b->runner.c->length, 0);
	assert_int_equal(b->runner.c->width, 100);
	assert_int_equal(b->runner.c->history_size, 50);
	assert_int_equal(b->runner.c->idle_ms, 330000);
	assert_true(b->runner.c->no_lookup);
}

static void a_banner_takes_lines_up_to_its_delimiter(void **state)
{
	struct box *b = *state;

	box_say(b, "configure terminal");
	assert_string_equal(box_say(b, "banner motd ^C"),
			    "Enter TEXT message.  End with the character '^C'.\n");
	box_say(b, "\n  hostname X\n! text ^C ignored\nhostname R5\nend");
	has(box_config(b), "banner motd ^C\n\n  hostname X\n! text ^C\n");
	has(box_config(b), "hostname R5\n");
}

/* --- configuration as a file ------------------------------------------------------------------- */

static void changes_are_told(void **state)
{
	static const struct cli_options amy = { .trusted = true,
						.user = "amy",
						.source = "192.0.2.9" };
	struct box *b = *state;

	has(box_say(b, "show running-config"),
	    "!\n! No configuration change since last restart\n!\n"
	    "version 17.3\n");
	box_say(b, "configure terminal\nend");
	log_has("%SYS-5-CONFIG_I: Configured from console by vty0\n");
	assert_false(b->root.sys->record.unsaved);
	box_session(b, &amy);
	box_say(b, "configure terminal\nhostname R2\nend");
	log_has("%SYS-5-CONFIG_I: Configured from console by amy on vty0 (192.0.2.9)\n");
	has(box_say(b, "show running-config"), " by amy\n!\nversion");
	assert_true(b->root.sys->record.unsaved);
}

static void running_config_has_its_frame(void **state)
{
	struct box *b = *state;
	const char *text = box_say(b, "show running-config"), *config, *end;
	char length[64];

	has(text, "Building configuration...\n\nCurrent configuration : ");
	config = strstr(text, "\n!\n") + 1;
	end = strstr(config, "\nend\n\n");
	assert_non_null(end);
	snprintf(length, sizeof(length), "Current configuration : %zu bytes\n!",
		 (size_t)(end - config) + 5);
	has(text, length);
}

static void one_interface_one_vrf(void **state)
{
	struct box *b = *state;

	box_say(b, "configure terminal\nvrf definition RED\nrd 1:1\naddress-family ipv4\n"
		   "interface gi3\nvrf forwarding RED\nip address 10.1.1.2 255.255.255.0\n"
		   "ip route vrf RED 10.9.0.0 255.255.0.0 10.1.1.1\nend");
	assert_string_equal(box_say(b, "show running-config interface gi3"),
			    "Building configuration...\n\nCurrent configuration : 88 bytes\n!\n"
			    "interface GigabitEthernet3\n vrf forwarding RED\n"
			    " ip address 10.1.1.2 255.255.255.0\nend\n\n");
	has(box_say(b, "show running-config vrf RED"),
	    "vrf definition RED\n rd 1:1\n !\n address-family ipv4\n exit-address-family\n!\n!\n"
	    "interface GigabitEthernet3\n vrf forwarding RED\n"
	    " ip address 10.1.1.2 255.255.255.0\n!\n"
	    "ip route vrf RED 10.9.0.0 255.255.0.0 10.1.1.1\nend\n");
	box_say(b, "show running-config interface gi7");
	assert_int_equal(b->runner.status, CLI_FAIL);
}

static void an_answer_may_be_wrong(void **state)
{
	static const struct cli_options person = { .trusted = true, .interactive = true };
	struct box *b = *state;

	box_session(b, &person);
	box_say(b, "configure terminal\nhostname R2\nend");
	assert_string_equal(box_say(b, "reload"),
			    "System configuration has been modified. Save? [yes/no]: ");
	assert_string_equal(box_say(b, "perhaps"),
			    "\n% Please answer 'yes' or 'no'.\n"
			    "System configuration has been modified. Save? [yes/no]: ");
	assert_string_equal(box_say(b, "no"), "\nProceed with reload? [confirm]");
	box_say(b, "n");
	assert_int_equal(b->n_reloads, 0);
	assert_string_equal(box_say(b, "copy running-config startup-config"),
			    "Destination filename [startup-config]? ");
	has(box_say(b, "other"), "% Only startup-config can be written\n");
	box_say(b, "reload\nno\ny");
	assert_int_equal(b->n_reloads, 1);
	box_say(b, "reload\nno");
	cli_runner_line(&b->runner, ""); /* Enter confirms */
	assert_int_equal(b->n_reloads, 2);
	log_has("%SYS-5-RELOAD: Reload requested by vty0. Reload Reason: Reload Command.\n");
}

static void a_script_takes_the_defaults(void **state)
{
	struct box *b = *state;

	box_say(b, "configure terminal\nhostname R2\nend\nreload");
	assert_int_equal(b->n_reloads, 1);
}

/* --- order of lines ----------------------------------------------------------------------------- */

static void what_comes_later_is_waited_for(void **state)
{
	struct box *b = *state;

	assert_string_equal(box_say(b, "configure terminal\nrouter lisp\ninstance-id 5\n"
				       "service ipv4\neid-table vrf RED"),
			    "Enter configuration commands, one per line.  End with CNTL/Z.\n");
	log_has("%PARSER-6-PENDING: vrf RED is not configured yet: \"eid-table vrf RED\" waits for "
		"it\n");
	has(box_config(b), "   eid-table vrf RED\n");
}

static void a_site_cannot_take_anothers_prefix(void **state)
{
	struct box *b = *state;

	box_say(b, "configure terminal\nrouter lisp\nsite A\neid-record 10.1.1.0/24\nsite B");
	has(box_say(b, "eid-record 10.1.1.0/24"), "% Invalid input: the EID prefix belongs to ");
	box_say(b, "site A\nno eid-record 10.1.1.0/24\nsite B");
	assert_string_equal(box_say(b, "eid-record 10.1.1.0/24"), "");
}

static void blocks_need_no_exit(void **state)
{
	struct box *b = *state;

	box_say(b, "configure terminal\nrouter lisp\nservice ipv4\nitr\nsite A\n"
		   "authentication-key k\ninterface gi2\nip address 10.1.1.1 255.255.255.0\n"
		   "instance-id 7\nservice ipv4\neid-table default\ninstance-id 9");
	assert_string_equal(out_text(&b->out),
			    "Enter configuration commands, one per line.  End with CNTL/Z.\n");
	has(box_config(b), " instance-id 7\n  service ipv4\n   eid-table default\n");
	has(box_config(b), " instance-id 9\n  exit-instance-id\n");
}

static void removing_a_block_under_another_session(void **state)
{
	struct box *b = *state;
	struct cli_runner other;
	struct out out;

	out_init(&out);
	box_say(b, "configure terminal\nrouter lisp\nsite A");
	cli_runner_init(&other, b->root.engine, NULL, &out);
	cli_runner_line(&other, "configure terminal");
	cli_runner_line(&other, "no router lisp");
	assert_string_equal(box_say(b, "authentication-key k"),
			    "% router lisp 0 was removed meanwhile\n");
	cli_runner_line(&other, "router lisp");
	assert_string_equal(box_say(b, "authentication-key k"), "% site A was removed meanwhile\n");
	cli_runner_fini(&other);
	out_fini(&out);
}

static void headings_of_a_copied_configuration_are_taken(void **state)
{
	struct box *b = *state;
	static const char headings[] =
		"Building configuration...\n"
		"Current configuration : 1443 bytes\n"
		"Using 1443 out of 33554432 bytes, uncompressed size = 3 bytes\n"
		"version 15.2";

	assert_string_equal(box_say(b, headings), "");
	box_say(b, "configure terminal\nrouter lisp\nsite A");
	assert_string_equal(box_say(b, headings), "");
}

/* --- help ------------------------------------------------------------------------------------- */

static const char *help(struct box *b, const char *line)
{
	out_clear(&b->out);
	cli_session_help(b->runner.c, line);
	return out_text(&b->out);
}

static void help_lists_interface_types(void **state)
{
	struct box *b = *state;

	box_say(b, "configure terminal");
	has(help(b, "interface "), "  GigabitEthernet       GigabitEthernet IEEE 802.3z\n");
	has(help(b, "interface "), "  Loopback              Loopback interface\n");
	has(help(b, "interface Lo"), "Loopback");
	has(help(b, "interface Loopback "), "  <0-4294967295>  Interface number\n");
	has(help(b, "ip route 0.0.0.0 0.0.0.0 "), "  A.B.C.D ");
}

static void help_of_lisp(void **state)
{
	struct box *b = *state;

	assert_string_equal(help(b, "show running-config "),
			    "  all        Configuration with defaults\n"
			    "  interface  Show interface configuration\n"
			    "  vrf        Show VRF aware configuration\n"
			    "  |          Output modifiers\n"
			    "  <cr>       <cr>\n\n");
	box_say(b, "configure terminal\nrouter lisp");
	assert_string_equal(help(b, "instance-id "), "  <0-16777214>  EID instance-ID\n\n");
	has(help(b, ""), "Router LISP configuration commands:\n");
	box_say(b, "service ipv4");
	assert_string_equal(help(b, "etr map-server 1.1.1.1 key "),
			    "  0     Specifies an UNENCRYPTED password will follow\n"
			    "  6     Specifies an ENCRYPTED password will follow\n"
			    "  7     Specifies a HIDDEN password will follow\n"
			    "  WORD  The UNENCRYPTED (cleartext) authentication key\n\n");
	has_not(help(b, ""), "ipv6");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(password_encryption_hides_all_there_is),
		T(it_hides_what_is_typed_later_and_never_reveals),
		T(a_bad_type_7_is_refused),
		T(a_key_of_type_6_opens_nothing),
		T(enable_asks_for_the_secret),
		T(login_local_asks_for_name_and_password),
		T(a_broken_question_lets_nobody_in),
		T(login_asks_for_the_lines_password),
		T(a_script_over_the_socket_is_not_asked),
		T(a_line_sets_its_sessions_up),
		T(a_banner_takes_lines_up_to_its_delimiter),
		T(changes_are_told),
		T(running_config_has_its_frame),
		T(one_interface_one_vrf),
		T(an_answer_may_be_wrong),
		T(a_script_takes_the_defaults),
		T(what_comes_later_is_waited_for),
		T(a_site_cannot_take_anothers_prefix),
		T(blocks_need_no_exit),
		T(removing_a_block_under_another_session),
		T(headings_of_a_copied_configuration_are_taken),
		T(help_lists_interface_types),
		T(help_of_lisp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
