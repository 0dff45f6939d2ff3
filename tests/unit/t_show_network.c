/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lab of the captures with real roles: what the commands say while it runs, and rules that
 * hold for every command. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/cli/table.h"
#include "lib/mem.h"
#include "lispd/role/itr.h"
#include "tests/unit/fake/fib.c" /* takes the place of lispd/dp in this program */
#include "tests/unit/show_fixture.h"
#include "tests/wire/shared.h"

struct fixture {
	struct fake_net *net;
	struct fake *r1, *r2, *r3;
	struct dp *dp;
	struct show_fixture s1, s2;
};

static int set_up(void **state)
{
	static struct fixture f;
	struct site_cfg *site;

	f.net = fake_net_new();
	fake_net_deliver(f.net, true);
	f.dp = fake_dp_new();
	f.r1 = fake_new(f.net, "R1", "172.16.1.1");
	f.r2 = fake_new(f.net, "R2", "172.16.1.2");
	f.r3 = fake_new(f.net, "R3", "172.16.1.3");
	f.r2->env.dp = f.dp;
	fake_map_server(f.r1, AF_INET);
	site = fake_site(f.r1, "Site_1", "Zaq12wsx!@");
	fake_eid_record(f.r1, site, 0, "10.1.1.0/24", false);
	fake_eid_record(f.r1, site, 0, "10.2.2.0/24", false);
	fake_xtr(f.r2, AF_INET, "172.16.1.1", "Zaq12wsx!@");
	fake_mapping(f.r2, 0, "10.1.1.0/24", "172.16.1.2", 1, 50);
	fake_xtr(f.r3, AF_INET, "172.16.1.1", "Zaq12wsx!@");
	fake_mapping(f.r3, 0, "10.2.2.0/24", "172.16.1.3", 1, 50);
	fake_net_advance(f.net, 5000);
	show_init(&f.s1, f.r1);
	show_init(&f.s2, f.r2);
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	show_fini(&f->s1);
	show_fini(&f->s2);
	fake_net_free(f->net);
	fake_dp_free(f->dp);
	return 0;
}

/* Digits and nonces are what differs from day to day: each becomes "#", in place. Addresses of
 * the lab stay. */
static char *blurred(const char *text)
{
	char *copy = xstrdup(text);

	for (char *p = copy; *p; p++) {
		size_t n = strspn(p, "0123456789:");

		if (strncmp(p, "0x", 2) == 0)
			for (n = 2; isxdigit((unsigned char)p[n]); n++)
				p[n] = '#';
		else if (n >= 5 && strchr(p, ':') && strchr(p, ':') < p + n)
			memset(p, '#', n);
		else if (n == 0)
			n = 1;
		p += n - 1;
	}
	return copy;
}

static void looks_like(struct show_fixture *s, const char *line, const char *file)
{
	char path[256], *expected, *a, *b;

	snprintf(path, sizeof(path), "reference/golden/seed/%s", file);
	expected = shared_read(path);
	if (!expected)
		skip();
	a = blurred(expected);
	b = blurred(show(s, line));
	while (*a && a[strlen(a) - 1] == '\n')
		a[strlen(a) - 1] = '\0';
	while (*b && b[strlen(b) - 1] == '\n')
		b[strlen(b) - 1] = '\0';
	assert_string_equal(b, a);
	free(a);
	free(b);
	free(expected);
}

static void data_packet(struct fixture *f)
{
	struct addr src = fake_addr("10.1.1.4"), dst = fake_addr("10.2.2.5");

	itr_data_signal(fake_lisp(f->r2), 0, &src, &dst);
	fake_net_advance(f->net, 1000);
}

static void captures(void **state)
{
	struct fixture *f = *state;

	data_packet(f);
	looks_like(&f->s1, "show lisp site", "show-lisp-site-R1-1.txt");
	looks_like(&f->s1, "show lisp site detail", "show-lisp-site-detail-R1-1.txt");
	looks_like(&f->s2, "show ip lisp map-cache", "show-ip-lisp-map-cache-R2-1.txt");
	looks_like(&f->s2, "show ip lisp database", "show-ip-lisp-database-R2-1.txt");
}

static void sessions(void **state)
{
	struct fixture *f = *state;

	show_is(&f->s1, "show lisp session",
		"Sessions for VRF default, total: 2, established: 2\n"
		"Peer                           State      Up/Down        In/Out    Users\n"
		"172.16.1.2:40000               Up         00:00:04        1/2      1\n"
		"172.16.1.3:40001               Up         00:00:04        1/2      1\n");
	show_is(&f->s2, "show lisp session established",
		"Sessions for VRF default, total: 1, established: 1\n"
		"Peer                           State      Up/Down        In/Out    Users\n"
		"172.16.1.1:4342                Up         00:00:04        2/1      1\n");
	show_has(&f->s2, "show lisp session 172.16.1.1",
		 "Peer address:     172.16.1.1:4342\n"
		 "Local address:    172.16.1.2:40000\n"
		 "Session Type:     Active\n"
		 "Session State:    Up (00:00:04)\n"
		 "Messages in/out:  2/1\n");
	f->r1->refuses_tcp = true;
	show_is(&f->s2, "clear lisp session *", "");
	fake_net_advance(f->net, 500);
	show_is(&f->s2, "show lisp session",
		"Sessions for VRF default, total: 1, established: 0\n"
		"Peer                           State      Up/Down        In/Out    Users\n");
	show_has(&f->s2, "show lisp session all",
		 "172.16.1.1:4342                Down       00:00:00        2/1      1\n");
	show_is(&f->s2, "show lisp session 9.9.9.9", "% No session with 9.9.9.9\n");
}

static void users_of_a_session(void **state)
{
	struct fixture *f = *state;

	show_has(&f->s2, "show lisp session 172.16.1.1",
		 "Users:            1\n"
		 "  Type                      ID                                      In/Out    "
		 "State\n"
		 "  ETR Reliable Registration lisp 0 IID 0 AFI IPv4                    1/1      "
		 "TCP\n");
	show_has(&f->s1, "show lisp session 172.16.1.3",
		 "  MS Reliable Registration  lisp 0 IID 0 AFI IPv4                    1/1      "
		 "TCP\n");
	show_has(&f->s1, "show lisp session capability 172.16.1.3",
		 "Capability Exchange Complete: No\n");
}

static void counts_of_a_table(void **state)
{
	struct fixture *f = *state;

	data_packet(f);
	show_has(&f->s2, "show ip lisp statistics", "instance ID 0 - last cleared: never\n");
	show_has(&f->s2, "show ip lisp statistics",
		 "  Map-Requests in/out:                              0/1\n");
	show_has(&f->s2, "show ip lisp statistics",
		 "    Authoritative records in/out:                   1/0\n");
	show_has(&f->s2, "show ip lisp statistics",
		 "  Cache entries created/deleted:                    3/1\n");
	show_has(&f->s2, "show ip lisp statistics",
		 "  172.16.1.1           00:00:00        1        1        1        0        0");
	show_has(&f->s1, "show lisp service ipv4 statistics",
		 "    Map-Server Map-Requests forwarded:              1\n");
	show_has(&f->s1, "show lisp service ipv4 statistics",
		 "    Map-Registers in (5 sec/1 min/5 min):           0/4/4\n");
	show_is(&f->s2, "clear lisp instance-id 0 ipv4 statistics", "");
	fake_net_advance(f->net, 3000);
	show_has(&f->s2, "show ip lisp statistics", "instance ID 0 - last cleared: 00:00:03\n");
	show_has(&f->s2, "show ip lisp statistics",
		 "  Map-Requests in/out:                              0/0\n");
}

/* Whoever asks for instances that nobody configured would fill the memory. */
static void unknown_instances_are_not_counted(void **state)
{
	struct lisp *l = fake_lisp(((struct fixture *)*state)->r1);
	struct prefix p = fake_prefix("10.0.0.0/8");
	struct eid eid = eid_ip(77, &p);

	tally_add(l, &eid, TALLY_REQUEST_IN);
	assert_null(tally_find(l, 77, AF_INET));
	eid.iid = 0;
	tally_add(l, &eid, TALLY_REQUEST_IN);
	assert_non_null(tally_find(l, 0, AF_INET));
}

static void what_a_meter_forgets(void **state)
{
	struct meter m = { 0 };

	(void)state;
	meter_add(&m, 1000, 2);
	meter_add(&m, 7000, 3);
	assert_int_equal(meter_sum(&m, 7000, 5), 3);
	assert_int_equal(meter_sum(&m, 7000, 60), 5);
	assert_int_equal(meter_sum(&m, 12000, 5), 0);
	assert_int_equal(meter_sum(&m, 62000, 60), 3);
	assert_int_equal(meter_sum(&m, 299000, 300), 5);
	assert_int_equal(meter_sum(&m, 400000, 300), 0);
	meter_add(&m, 1000000, 1);
	assert_int_equal(meter_sum(&m, 1000000, 300), 1);
}

static void history_of_registrations(void **state)
{
	struct fixture *f = *state;

	show_has(&f->s1, "show lisp server registration-history",
		 "        0 UDP   No   No  172.16.1.2       \n"
		 "                                           + 10.1.1.0/24\n");
	show_is(&f->s1, "clear lisp site", "");
	show_has(&f->s1, "show ip lisp server registration-history",
		 "        0 TCP   No   No  172.16.1.2       \n"
		 "                                           - 10.1.1.0/24\n");
	show_has(&f->s1, "show ip lisp server summary",
		 "  Registration-history size/limit:                      4/1000\n");
	show_has(&f->s1, "show ip lisp server rloc members",
		 "LISP RLOC Membership for router lisp 0 IID 0\n"
		 "Entries: 0 valid / 0 total, Distribution disabled\n");
}

static void clearing_is_silent(void **state)
{
	static const char *const lines[] = {
		"clear ip lisp map-cache",
		"clear ip lisp map-cache 10.2.2.0/24",
		"clear ip lisp map-cache eid-table default",
		"clear lisp instance-id 0 ipv4 map-cache",
		"clear lisp all instance-id * ipv4 map-cache",
		"clear ip lisp statistics",
		"clear lisp instance-id * ipv4 statistics",
		"clear lisp service ipv4 statistics",
		"clear lisp site",
		"clear lisp site *",
		"clear lisp site Site_1",
		"clear lisp session",
		"clear lisp session *",
		"clear lisp session 172.16.1.1",
		"clear lisp vrf default session *",
		"clear lisp dynamic-eid",
		"clear lisp instance-id 0 dynamic-eid 10.1.1.4",
		"clear lisp proxy-itr",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		struct show_fixture *s = strstr(lines[i], "site") ? &f->s1 : &f->s2;

		show_is(s, lines[i], "");
		assert_int_equal(s->runner.status, CLI_OK);
	}
}

static void lig_answers(void **state)
{
	struct fixture *f = *state;
	const char *text;

	show(&f->s2, "lig 10.2.2.5");
	fake_net_advance(f->net, 1000);
	text = out_text(&f->s2.out);
	assert_non_null(strstr(text, "Send map-request to 172.16.1.1 for 10.2.2.5 ...\n"
				     "Received map-reply from 172.16.1.3 with rtt 0."));
	assert_non_null(strstr(text, " secs\n\nMap-cache entry for EID 10.2.2.5:\n"
				     "10.2.2.0/24, uptime: 00:00:00, expires: 23:59:59,\n"
				     "                via map-reply, auth\n"));
	assert_int_equal(f->s2.runner.status, CLI_OK);
	show(&f->s2, "lig self");
	fake_net_advance(f->net, 1000);
	text = out_text(&f->s2.out);
	assert_non_null(strstr(text, "Send loopback map-request to 172.16.1.1 for 10.1.1.0 ...\n"
				     "Received map-reply from 172.16.1.2 with rtt 0."));
	assert_non_null(strstr(text, "                via map-reply, self\n"));
}

static void clearing_sites(void **state)
{
	struct fixture *f = *state;

	show_is(&f->s1, "clear lisp site Site_1", "");
	show_has(&f->s1, "show lisp site", "no     ");
	assert_null(strstr(show(&f->s1, "show lisp site"), "yes"));
}

static void refusals(void **state)
{
	struct fixture *f = *state;
	static const uint8_t junk[] = { 0x30, 0, 0, 1 };

	fake_receive(f->r1, "172.16.1.9", 4342, junk, sizeof(junk));
	show_has(&f->s1, "show lisp refusals",
		 "Messages that were refused\n"
		 "  Count      Last      Last sender            Reason\n"
		 "  1          00:00:00  172.16.1.9:4342        malformed message\n"
		 "\n"
		 "Messages in/out\n"
		 "  Map-Register                                ");
	show_has(&f->s1, "show lisp refusals", "\nPackets that were dropped\n  none\n");
}

static void one_service(void **state)
{
	struct fixture *f = *state;

	show_has(&f->s2, "show lisp service ipv4",
		 "Information applicable to all EID instances:\n"
		 "  Router-lisp ID:                           0\n"
		 "  Locator table:                            default\n"
		 "  Ingress Tunnel Router (ITR):              enabled\n"
		 "  Egress Tunnel Router (ETR):               enabled\n"
		 "  Proxy-ITR Router (PITR):                  disabled\n");
	show_has(&f->s2, "show lisp instance-id 0 ipv4",
		 "  ITR Map-Resolver(s):                      172.16.1.1\n"
		 "  ETR Map-Server(s):                        172.16.1.1 (00:00:0");
	show_has(&f->s1, "show lisp",
		 "Router-lisp ID:        0\n"
		 "Domain ID:             0\n");
	show_has(&f->s2, "show lisp service ipv4 summary",
		 "default                   LISP0     1      0      1  0.0%  0.0% ITR-ETR\n");
	show_has(&f->s2, "show lisp service ipv4 summary",
		 "\nNumber of eid-tables:                                 1\n"
		 "Total number of database entries:                     1 (inactive 0)\n"
		 "EID-tables with inconsistent locators:                0\n"
		 "Total number of map-cache entries:                    1\n"
		 "EID-tables with incomplete map-cache entries:         0\n"
		 "EID-tables pending map-cache update to FIB:           0\n");
	show_has(&f->s2, "show ip lisp statistics",
		 "  Map-Requests in/out:                              0/0\n");
	show_has(&f->s1, "show ip lisp instance-id 0",
		 "% Could not find EID table instance ID 0\n");
}

static void debugging(void **state)
{
	struct fixture *f = *state;

	show_is(&f->s1, "debug lisp control-plane messages",
		"LISP control plane messages debugging is on\n");
	show_has(&f->s1, "show debugging",
		 "LISP:\n  LISP control plane messages debugging is on\n");
	show_is(&f->s1, "no debug lisp control-plane messages",
		"LISP control plane messages debugging is off\n");
	assert_null(strstr(show(&f->s1, "show debug"), "LISP:"));
	show_is(&f->s1, "debug lisp control-plane all", "All LISP control debugging is on\n");
	assert_true(log_debug_any());
	show_is(&f->s1, "undebug all", "All possible debugging has been turned off\n");
	assert_false(log_debug_any());
}

/* Words that make automation believe that a command has failed. */
static void no_word_that_alarms(void **state)
{
	struct fixture *f = *state;
	static const char *const line[] = {
		"show lisp site",
		"show lisp site detail",
		"show lisp site 9.9.9.9",
		"show lisp site name nobody",
		"show lisp site summary",
		"show ip lisp database",
		"show ip lisp database 9.9.9.9",
		"show ip lisp map-cache detail",
		"show ip lisp map-cache 9.9.9.9",
		"show lisp instance-id 9 ipv4 map-cache 9.9.9.9",
		"show ipv6 lisp map-cache",
		"show ip lisp statistics",
		"show ip lisp",
		"show lisp",
		"show lisp 9",
		"show lisp service ipv4",
		"show lisp service ipv4 summary",
		"show lisp session all",
		"show lisp session 9.9.9.9",
		"show lisp refusals",
		"show ip cef",
		"show ip cef 9.9.9.9 detail",
		"show ip cef vrf nobody",
		"show ip route",
		"show ip route 9.9.9.9",
		"show ip route vrf nobody",
		"show ipv6 route",
		"show vrf",
		"show vrf nobody",
		"show clock",
		"show debugging",
		"ping vrf nobody 9.9.9.9",
		"lig nobody",
	};
	static const char *const alarm[] = { "error: ", "not found", "invalid input", "% error" };

	data_packet(f);
	for (size_t i = 0; i < ARRAY_LEN(line); i++) {
		for (int r = 0; r < 2; r++) {
			const char *text = show(r ? &f->s1 : &f->s2, line[i]);

			for (size_t a = 0; a < ARRAY_LEN(alarm); a++)
				if (strcasestr(text, alarm[a]) &&
				    !strstr(text, "*** NOT FOUND ***"))
					fail_msg("\"%s\" prints \"%s\":\n%s", line[i], alarm[a],
						 text);
		}
	}
}

static void tables_are_clean(void **state)
{
	struct fixture *f = *state;
	struct out o;

	out_init(&o);
	if (cli_lint(f->s1.engine, &o))
		fail_msg("%s", out_text(&o));
	out_fini(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(captures, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sessions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(users_of_a_session, set_up, tear_down),
		cmocka_unit_test_setup_teardown(counts_of_a_table, set_up, tear_down),
		cmocka_unit_test_setup_teardown(unknown_instances_are_not_counted, set_up,
						tear_down),
		cmocka_unit_test(what_a_meter_forgets),
		cmocka_unit_test_setup_teardown(history_of_registrations, set_up, tear_down),
		cmocka_unit_test_setup_teardown(clearing_is_silent, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lig_answers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(clearing_sites, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refusals, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_service, set_up, tear_down),
		cmocka_unit_test_setup_teardown(debugging, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_word_that_alarms, set_up, tear_down),
		cmocka_unit_test_setup_teardown(tables_are_clean, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
