/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an xTR shows: database, map-cache, forwarding, lig; the captures are those of R2. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lispd/cli/cmd_lig.h"
#include "lispd/role/itr.h"
#include "tests/unit/fake/fib.c" /* takes the place of lispd/dp in this program */
#include "tests/unit/show_fixture.h"

struct fixture {
	struct fake_net *net;
	struct fake *r2;
	struct dp *dp;
	struct show_fixture s;
};

static int set_up(void **state)
{
	static struct fixture f;

	f.net = fake_net_new();
	f.r2 = fake_new(f.net, "R2", "172.16.1.2");
	f.dp = fake_dp_new();
	f.r2->env.dp = f.dp;
	fake_xtr(f.r2, AF_INET, "172.16.1.1", "Zaq12wsx!@");
	fake_mapping(f.r2, 0, "10.1.1.0/24", "172.16.1.2", 1, 50);
	show_init(&f.s, f.r2);
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	show_fini(&f->s);
	fake_net_free(f->net);
	fake_dp_free(f->dp);
	return 0;
}

/* A record that the ITR has asked for. rloc ends with NULL. */
static void learn(struct fixture *f, const char *eid, uint32_t ttl_min, unsigned action,
		  const char *const *rloc)
{
	struct prefix p = fake_prefix(eid);
	struct addr none = { 0 }, from = fake_addr("172.16.1.3"), host = p.addr;
	struct lisp *l = fake_lisp(f->r2);
	struct rloc set[8];
	struct mapping m = {
		.eid = eid_ip(0, &p), .ttl_min = ttl_min, .rloc = set, .action = action
	};
	struct msg_map_reply reply = { .n_records = 1, .record = &m };
	struct ctl_in in = { .from = { from, LISP_CONTROL_PORT } };
	struct eid asked = eid_host(0, &host);
	struct pending *q;

	for (; rloc && *rloc; rloc++) {
		struct addr a = fake_addr(*rloc);

		set[m.n_rlocs] = rloc_make(&a, 1, 50);
		set[m.n_rlocs++].flags |= RLOC_LOCAL;
	}
	m.authoritative = true;
	itr_data_signal(l, 0, &none, &host);
	fake_net_advance(f->net, 0);
	q = mapcache_find(&l->cache, &asked)->request;
	assert_non_null(q);
	reply.nonce = q->nonce[0];
	itr_map_reply(&f->r2->ctl, &in, &reply);
	fake_net_advance(f->net, 2); /* its route is looked at */
}

static const char *const r3[] = { "172.16.1.3", NULL };

static void database_of_the_capture(void **state)
{
	struct fixture *f = *state;

	fake_no_eid_route(f->r2, "10.1.1.0/24");
	fake_settle(f->r2);
	fake_net_advance(f->net, 145000);
	f->r2->n_missing = 0;
	lisp_host_changed(fake_lisp(f->r2));
	fake_settle(f->r2);
	fake_net_advance(f->net, 225300);
	show_is_seed(&f->s, "show ip lisp database", "show-ip-lisp-database-R2-1.txt");
	show_is_seed(&f->s, "show lisp instance-id 0 ipv4 database",
		     "show-ip-lisp-database-R2-1.txt");
	show_is_seed(&f->s, "show lisp eid-table default ipv4 database",
		     "show-ip-lisp-database-R2-1.txt");
	show_is_seed(&f->s, "show ip lisp database eid-table default",
		     "show-ip-lisp-database-R2-1.txt");
	show_is_seed(&f->s, "sh ip li data", "show-ip-lisp-database-R2-1.txt");
}

static void database_without_routes(void **state)
{
	struct fixture *f = *state;

	fake_no_eid_route(f->r2, "10.1.1.0/24");
	fake_mapping(f->r2, 0, "10.1.1.0/24", "172.16.1.33", 2, 100);
	fake_settle(f->r2);
	show_is(&f->s, "show ip lisp database",
		"LISP ETR IPv4 Mapping Database for EID-table default (IID 0), LSBs: 0x0\n"
		"Entries total 1, no-route 1, inactive 0\n"
		"\n"
		"*** ALL ACTIVE LOCAL EID PREFIXES HAVE NO ROUTE ***\n"
		"***    REPORTING LOCAL RLOCS AS UNREACHABLE     ***\n"
		"\n"
		"10.1.1.0/24 *** NO ROUTE TO EID PREFIX ***\n"
		"  Uptime: 00:00:00, Last-change: 00:00:00\n"
		"  Domain-ID: unset\n"
		"  Locator      Pri/Wgt  Source     State\n"
		"  172.16.1.2     1/50   cfg-addr   site-self, reachable\n"
		"  172.16.1.33    2/100  cfg-addr   site-other, report-reachable\n");
	fake_mapping(f->r2, 0, "10.1.2.0/24", "172.16.1.2", 1, 50);
	show_has(&f->s, "show ip lisp database",
		 ", LSBs: 0x3\nEntries total 2, no-route 1, inactive 0\n\n10.1.1.0/24 ***");
}

static void database_of_one_prefix(void **state)
{
	struct fixture *f = *state;

	fake_settle(f->r2);
	fake_net_advance(f->net, 10000);
	show_is(&f->s, "show lisp instance-id 0 ipv4 database 10.1.1.7",
		"LISP ETR IPv4 Mapping Database for EID-table default (IID 0), LSBs: 0x1\n"
		"Entries total 1, no-route 0, inactive 0\n"
		"\n"
		"10.1.1.0/24\n"
		"  Uptime: 00:00:10, Last-change: 00:00:10\n"
		"  Domain-ID: unset\n"
		"  Locator     Pri/Wgt  Source     State\n"
		"  172.16.1.2    1/50   cfg-addr   site-self, reachable\n"
		"  Map-server  Uptime         ACK  Domain-ID\n"
		"  172.16.1.1  never          No   0\n");
	show_has(&f->s, "show ip lisp database 4.2.2.2",
		 "% No local EID prefix in IPv4:Default matching 4.2.2.2/32\n");
}

static void tables_that_are_not_there(void **state)
{
	struct fixture *f = *state;

	show_is(&f->s, "show ipv6 lisp database", "% EID table not enabled for IPv6.\n");
	show_is(&f->s, "show lisp instance-id 7 ipv4 map-cache",
		"% Could not find EID table instance ID 7\n");
	show_is(&f->s, "show ip lisp map-cache eid-table vrf RED",
		"% Could not find EID table vrf RED\n");
}

static void map_cache_of_the_capture(void **state)
{
	struct fixture *f = *state;

	fake_settle(f->r2);
	fake_net_advance(f->net, 11000);
	learn(f, "10.2.2.0/24", 1440, 0, r3);
	fake_net_advance(f->net, 72498);
	show_is_seed(&f->s, "show ip lisp map-cache", "show-ip-lisp-map-cache-R2-1.txt");
	show_is_seed(&f->s, "show lisp instance-id 0 ipv4 map-cache",
		     "show-ip-lisp-map-cache-R2-1.txt");
	show_is_seed(&f->s, "show lisp all instance-id 0 ipv4 map-cache | begin LISP",
		     "show-ip-lisp-map-cache-R2-1.txt");
}

static void map_cache_of_every_kind(void **state)
{
	struct fixture *f = *state;
	static const char *const two[] = { "172.16.1.3", "172.16.2.200", NULL };
	struct addr none = { 0 }, dst = fake_addr("10.9.9.9");

	fake_settle(f->r2);
	learn(f, "10.2.2.0/24", 60, 0, two);
	learn(f, "10.4.0.0/16", 15, LISP_ACT_NATIVE, NULL);
	learn(f, "10.5.0.0/16", 15, LISP_ACT_DROP, NULL);
	itr_data_signal(fake_lisp(f->r2), 0, &none, &dst);
	fake_net_advance(f->net, 1000);
	show_is(&f->s, "show ip lisp map-cache",
		"LISP IPv4 Mapping Cache for EID-table default (IID 0), 5 entries\n"
		"\n"
		"0.0.0.0/0, uptime: 00:00:01, expires: 00:00:58, via static-send-map-request\n"
		"  Negative cache entry, action: send-map-request\n"
		"10.2.2.0/24, uptime: 00:00:01, expires: 00:59:58, via map-reply, complete\n"
		"  Locator       Uptime    State     Pri/Wgt     Encap-IID\n"
		"  172.16.1.3    00:00:01  up          1/50        -\n"
		"  172.16.2.200  00:00:01  no-route    1/50        -\n"
		"10.4.0.0/16, uptime: 00:00:01, expires: 00:14:58, via map-reply, forward-native\n"
		"  Negative cache entry, action: forward-native\n"
		"10.5.0.0/16, uptime: 00:00:01, expires: 00:14:58, via map-reply, drop\n"
		"  Negative cache entry, action: drop\n"
		"10.9.9.9/32, uptime: 00:00:01, expires: 00:02:29, via signal, incomplete\n");
}

static void map_cache_in_detail(void **state)
{
	struct fixture *f = *state;
	struct lisp_inst *inst;

	fake_settle(f->r2);
	learn(f, "10.2.2.0/24", 1440, 0, r3);
	inst = lisp_inst_find(fake_lisp(f->r2), 0);
	fake_fib_use(inst->fib, "10.2.2.0/24", 43, 4212);
	fake_net_advance(f->net, 10000);
	show_is(&f->s, "show ip lisp map-cache 10.2.2.5",
		"LISP IPv4 Mapping Cache for EID-table default (IID 0), 2 entries\n"
		"\n"
		"10.2.2.0/24, uptime: 00:00:10, expires: 23:59:49, via map-reply, complete\n"
		"  Sources: map-reply\n"
		"  State: complete, last modified: 00:00:10, map-source: 172.16.1.3\n"
		"  Active, Packets out: 43(4212 bytes) (~ 00:00:00 ago)\n"
		"  Locator     Uptime    State  Pri/Wgt     Encap-IID\n"
		"  172.16.1.3  00:00:10  up       1/50        -\n"
		"    Last up-down state change:         00:00:10, state change count: 1\n"
		"    Last route reachability change:    00:00:10, state change count: 1\n"
		"    Last priority / weight change:     never/never\n"
		"    RLOC-probing loc-status algorithm:\n"
		"      Last RLOC-probe sent:            never\n");
	show_has(&f->s, "show ip lisp map-cache detail",
		 "0.0.0.0/0, uptime: 00:00:10, expires: 00:00:49, via static-send-map-request\n"
		 "  Sources: static-send-map-request\n"
		 "  State: send-map-request, last modified: 00:00:10, map-source: local\n"
		 "  Idle, Packets out: 0(0 bytes)\n"
		 "  Configured as EID address space\n"
		 "  Negative cache entry, action: send-map-request\n");
	show_is(&f->s, "clear ip lisp map-cache", "");
	show_has(&f->s, "show ip lisp map-cache", "1 entries\n\n0.0.0.0/0, uptime: 00:00:00, ");
}

static void cef_of_the_capture(void **state)
{
	struct fixture *f = *state;
	struct lisp_inst *inst;

	fake_settle(f->r2);
	learn(f, "10.2.2.0/24", 1440, 0, r3);
	inst = lisp_inst_find(fake_lisp(f->r2), 0);
	fake_fib_use(inst->fib, "10.2.2.0/24", 43, 4212);
	show_is_seed(&f->s, "show ip cef 10.2.2.0/24 detail",
		     "show-ip-cef-10-2-2-0-24-detail-R2-1.txt");
	show_is_seed(&f->s, "show ip cef 10.2.2.5 detail",
		     "show-ip-cef-10-2-2-0-24-detail-R2-1.txt");
	show_is(&f->s, "show ip cef 10.2.2.0/24",
		"10.2.2.0/24\n"
		"  nexthop 172.16.1.3 LISP0\n");
	show_is(&f->s, "show ip cef 0.0.0.0/0 detail",
		"0.0.0.0/0, epoch 2, flags [default route handler, cover dependents, check lisp "
		"eligibility, default route]\n"
		"  LISP remote EID: 0 packets 0 bytes fwd action signal, cfg as EID space\n"
		"  LISP source path list\n"
		"    attached to LISP0\n"
		"  Covered dependent prefixes: 1\n"
		"    notify cover updated: 1\n"
		"  1 IPL source [unresolved]\n"
		"  no route\n");
	show_is(&f->s, "show ip cef",
		"Prefix               Next Hop             Interface\n"
		"0.0.0.0/0            attached             LISP0\n"
		"10.2.2.0/24          172.16.1.3           LISP0\n");
}

static void cef_of_negative_entries(void **state)
{
	struct fixture *f = *state;

	fake_settle(f->r2);
	learn(f, "10.4.0.0/16", 15, LISP_ACT_NATIVE, NULL);
	show_is(&f->s, "show ip cef 10.4.0.0/16 detail",
		"10.4.0.0/16, epoch 2, flags [check lisp eligibility]\n"
		"  LISP remote EID: 0 packets 0 bytes fwd action fwd native\n"
		"  LISP fwd-native source\n"
		"    Dependent covered prefix type LISP-FWD, cover 0.0.0.0/0\n"
		"  1 IPL source [unresolved]\n"
		"  no route\n");
	show_is(&f->s, "show ip cef 10.9.0.0/16", "% No prefix 10.9.0.0/16 in the table\n");
}

static void lig_of_the_captures(void **state)
{
	struct lig_view v = {
		.eid = fake_addr("192.168.1.1"),
		.name = "abc.example.com",
		.age_ms = ((13 * 60 + 59) * 60 + 59) * 1000,
		.packets_out = 14,
	};
	struct addr mr = fake_addr("10.0.0.1"), etr = fake_addr("10.0.0.2");
	struct prefix p = fake_prefix("192.168.1.0/24");
	struct rloc rloc = rloc_make(&etr, 1, 100);
	struct mapping m = {
		.eid = eid_ip(0, &p),
		.ttl_min = 1440,
		.authoritative = true,
		.n_rlocs = 1,
		.rloc = &rloc,
	};
	struct out o;

	(void)state;
	out_init(&o);
	lig_print_sending(&o, &mr, &v);
	lig_print_reply(&o, &v, &etr, 81468, &m);
	/* lig-2.txt without the page's margin; there a second has passed since the reply. */
	assert_string_equal(out_text(&o),
			    "Send map-request to 10.0.0.1 for 192.168.1.1 ...\n"
			    "Received map-reply from 10.0.0.2 with rtt 0.081468 secs\n"
			    "\n"
			    "Map-cache entry for abc.example.com EID 192.168.1.1:\n"
			    "192.168.1.0/24, uptime: 13:59:59, expires: 23:59:59,\n"
			    "                via map-reply, auth\n"
			    "  Locator          Uptime    State  Priority/Weight  Packets In/Out\n"
			    "  10.0.0.2         13:59:59  up     1/100            0/14\n");
	out_clear(&o);
	v = (struct lig_view){ .eid = fake_addr("192.168.2.0"), .loopback = true };
	m.n_rlocs = 0;
	m.action = LISP_ACT_NATIVE;
	lig_print_sending(&o, &mr, &v);
	lig_print_reply(&o, &v, &etr, 1001592, &m);
	assert_string_equal(out_text(&o),
			    "Send loopback map-request to 10.0.0.1 for 192.168.2.0 ...\n"
			    "Received map-reply from 10.0.0.2 with rtt 1.001592 secs\n"
			    "\n"
			    "Map-cache entry for EID 192.168.2.0:\n"
			    "192.168.1.0/24, uptime: 00:00:00, expires: 23:59:59,\n"
			    "                via map-reply, self\n"
			    "  Negative cache entry, action: forward-native\n");
	out_fini(&o);
}

static void lig_runs(void **state)
{
	struct fixture *f = *state;

	show(&f->s, "lig 10.2.2.5 count 2");
	fake_net_advance(f->net, 10000);
	assert_string_equal(out_text(&f->s.out), "Send map-request to 172.16.1.1 for 10.2.2.5 ...\n"
						 "Send map-request to 172.16.1.1 for 10.2.2.5 ...\n"
						 "*** No map-reply received ***\n");
	assert_int_equal(f->s.runner.status, CLI_FAIL);
	show(&f->s, "lig self to 172.16.1.7");
	fake_net_advance(f->net, 1);
	assert_string_equal(out_text(&f->s.out),
			    "Send loopback map-request to 172.16.1.7 for 10.1.1.0 ...\n");
	cli_session_cancel(f->s.runner.c);
	fake_net_advance(f->net, 10000);
	assert_string_equal(out_text(&f->s.out),
			    "Send loopback map-request to 172.16.1.7 for 10.1.1.0 ...\n");
	show_is(&f->s, "lig nobody", "% Unrecognized host or address, or protocol not running.\n");
	show_is(&f->s, "lig self6", "% EID table not enabled for IPv6.\n");
}

/* "no router lisp" under a running lig left the terminal waiting for ever. */
static void lig_ends_with_its_process(void **state)
{
	struct fixture *f = *state;

	show(&f->s, "lig 10.2.2.5");
	fake_net_advance(f->net, 1);
	lisp_free(fake_lisp(f->r2), false);
	assert_int_equal(f->s.runner.status, CLI_FAIL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(database_of_the_capture, set_up, tear_down),
		cmocka_unit_test_setup_teardown(database_without_routes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(database_of_one_prefix, set_up, tear_down),
		cmocka_unit_test_setup_teardown(tables_that_are_not_there, set_up, tear_down),
		cmocka_unit_test_setup_teardown(map_cache_of_the_capture, set_up, tear_down),
		cmocka_unit_test_setup_teardown(map_cache_of_every_kind, set_up, tear_down),
		cmocka_unit_test_setup_teardown(map_cache_in_detail, set_up, tear_down),
		cmocka_unit_test_setup_teardown(cef_of_the_capture, set_up, tear_down),
		cmocka_unit_test_setup_teardown(cef_of_negative_entries, set_up, tear_down),
		cmocka_unit_test(lig_of_the_captures),
		cmocka_unit_test_setup_teardown(lig_runs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lig_ends_with_its_process, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
