/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Differences of configurations, and configure replace. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lispd/cli/config_diff.h"
#include "lispd/cli/config_replace.h"
#include "lispd/cli/rollback.h"
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

static void differ(const char *old, const char *new, const char *expected)
{
	bool complete;
	struct config_node *a = config_tree_parse(old, &complete);
	struct config_node *b = config_tree_parse(new, &complete);
	struct out o;

	out_init(&o);
	config_diff_print(a, b, &o);
	assert_string_equal(out_text(&o), expected);
	out_fini(&o);
	config_tree_free(a);
	config_tree_free(b);
}

static void context_is_shown_once(void **state)
{
	(void)state;
	differ("a\nb\n c\n  d\n  e\n", "a\nb\n c\n  f\n  g\nh\n i\n",
	       "b\n c\n  +f\n  +g\n+h\n +i\nb\n c\n  -d\n  -e\n");
	differ("interface X\n shutdown\n", "interface X\n!\n", "interface X\n -shutdown\n");
}

static void order_and_comments_do_not_count(void **state)
{
	(void)state;
	differ("Building configuration...\n\nCurrent configuration : 5 bytes\n! x\nversion 17.3\na\n"
	       "b\n c\n exit-b\n!\nend\nnothing",
	       "b\n c\na\n", "");
}

static void banners_and_certificates_are_one_line(void **state)
{
	(void)state;
	differ("banner motd ^Ca\nb^C\nx\n", "banner motd ^Ca\nc^C\nx\n",
	       "+banner motd ^Ca\nc^C\n-banner motd ^Ca\nb^C\n");
	differ("c\n certificate 01\n  AA\n  BB\n  \tquit\nd\n",
	       "c\n certificate 01\n  AA\n  CC\n  \tquit\nd\n",
	       "c\n +certificate 01\n  AA\n  CC\n  \tquit\n"
	       "c\n -certificate 01\n  AA\n  BB\n  \tquit\n");
}

/* --- configure replace ------------------------------------------------------------------------ */

#define BASE                                                                       \
	"configure terminal\nhostname A\ninterface Loopback1\ndescription stays\n" \
	"ip address 10.1.1.1 255.255.255.255\ninterface Loopback2\n"               \
	"ip address 10.2.2.2 255.255.255.255\nip route 10.0.0.0 255.0.0.0 Null0\n" \
	"router ospf 1\nnetwork 10.0.0.0 0.255.255.255 area 0\nend"

static char *keep(struct box *b)
{
	char *config = strdup(box_config(b));

	config = realloc(config, strlen(config) + 5);
	return strcat(config, "end\n");
}

static void replace(struct box *b, const char *text)
{
	struct out left;

	out_init(&left);
	assert_true(config_is_complete(text));
	config_replace(&b->root, text, "test", &left);
	assert_string_equal(out_text(&left), "");
	out_fini(&left);
}

static void it_goes_there_and_back(void **state)
{
	struct box *b = *state;
	char *before;

	box_say(b, BASE);
	before = keep(b);
	box_say(b, "configure terminal\nhostname B\nno interface Loopback1\ninterface Loopback2\n"
		   "ip address 10.1.1.1 255.255.255.255\ninterface Loopback3\n"
		   "no ip route 10.0.0.0 255.0.0.0\nno router ospf 1\nno ip domain lookup\n"
		   "enable secret 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0\nend");
	replace(b, before);
	before[strlen(before) - 4] = '\0'; /* "end" */
	assert_string_equal(box_config(b), before);
	free(before);
}

static void what_stays_is_not_touched(void **state)
{
	struct box *b = *state;
	const struct iface *stays;
	char *before;

	box_say(b, BASE);
	stays = iface_find(&b->ifaces, "Loopback1");
	before = keep(b);
	box_say(b, "configure terminal\ninterface Loopback2\ndescription other\nend");
	replace(b, before);
	assert_ptr_equal(iface_find(&b->ifaces, "Loopback1"), stays);
	assert_int_equal(stays->cfg.n_v4, 1);
	/* Nothing at all to do: nothing is changed. */
	b->root.sys->record.unsaved = false;
	replace(b, before);
	assert_false(b->root.sys->record.unsaved);
	free(before);
}

static void addresses_can_be_exchanged(void **state)
{
	static const char swapped[] =
		"hostname A\ninterface Loopback1\n description stays\n"
		" ip address 10.2.2.2 255.255.255.255\ninterface Loopback2\n"
		" ip address 10.1.1.1 255.255.255.255\nip route 10.0.0.0 255.0.0.0 Null0\n"
		"router ospf 1\n network 10.0.0.0 0.255.255.255 area 0\n"
		"service timestamps debug datetime msec\nservice timestamps log datetime msec\n"
		"line con 0\n stopbits 1\nline vty 0 4\n login\nend\n";
	struct box *b = *state;

	box_say(b, BASE);
	replace(b, swapped);
	assert_non_null(strstr(box_config(b), "interface Loopback1\n description stays\n"
					      " ip address 10.2.2.2 255.255.255.255\n"));
}

static void what_cannot_be_is_told(void **state)
{
	struct box *b = *state;
	struct out left;

	box_say(b, BASE);
	out_init(&left);
	config_replace(&b->root, "nonsense of a line\nend\n", "test", &left);
	assert_non_null(strstr(out_text(&left), "+nonsense of a line\n"));
	out_fini(&left);
	assert_false(config_is_complete("hostname A\n"));
}

static void an_unconfirmed_change_goes_back(void **state)
{
	struct box *b = *state;

	box_say(b, BASE);
	rollback_start(&b->root, 2, "amy");
	box_say(b, "configure terminal\nhostname CHANGED\nend");
	fake_net_advance(b->net, 60000);
	assert_non_null(strstr(box_config(b), "hostname CHANGED"));
	fake_net_advance(b->net, 61000);
	assert_non_null(strstr(box_config(b), "hostname A\n"));
	assert_false(rollback_pending(&b->root));
	rollback_start(&b->root, 2, "amy");
	box_say(b, "configure terminal\nhostname KEPT\nend\nconfigure confirm");
	fake_net_advance(b->net, 180000);
	assert_non_null(strstr(box_config(b), "hostname KEPT"));
}

int main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(context_is_shown_once),
		cmocka_unit_test(order_and_comments_do_not_count),
		cmocka_unit_test(banners_and_certificates_are_one_line),
		T(it_goes_there_and_back),
		T(what_stays_is_not_touched),
		T(addresses_can_be_exchanged),
		T(what_cannot_be_is_told),
		T(an_unconfirmed_change_goes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
