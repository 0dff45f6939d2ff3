/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What we write for the kernel, read back; and what nobody should send. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>

#include "lib/base.h"
#include "lispd/net/nlmsg.h"

static struct prefix pfx(const char *text)
{
	struct prefix p;

	assert_true(prefix_parse(text, &p));
	return p;
}

static struct addr ip(const char *text)
{
	struct addr a;

	assert_true(addr_parse(text, &a));
	return a;
}

static void test_routes(void **state)
{
	struct nl_route r = { .prefix = pfx("10.1.0.0/16"),
			      .table = 4341,
			      .type = RTN_UNICAST,
			      .protocol = NL_PROTO,
			      .metric = 7,
			      .mtu = 1400,
			      .prefsrc = ip("10.9.9.9"),
			      .n_hops = 1 };
	struct nl_request req;
	struct nl_route got;

	(void)state;
	r.hop[0] = (struct nl_hop){ .gateway = ip("10.2.2.2"), .ifindex = 5 };
	assert_true(nl_read_route(nl_route_new(&req, &r), &got));
	assert_true(prefix_equal(&got.prefix, &r.prefix));
	assert_int_equal(got.table, 4341);
	assert_int_equal(got.type, RTN_UNICAST);
	assert_int_equal(got.protocol, 176);
	assert_int_equal(got.scope, RT_SCOPE_UNIVERSE);
	assert_int_equal(got.metric, 7);
	assert_int_equal(got.mtu, 1400);
	assert_true(addr_equal(&got.prefsrc, &r.prefsrc));
	assert_int_equal(got.n_hops, 1);
	assert_int_equal(got.hop[0].ifindex, 5);
	assert_true(addr_equal(&got.hop[0].gateway, &r.hop[0].gateway));
	assert_true(req.nlh.nlmsg_flags & NLM_F_REPLACE);

	/* Out of a device only: for the link alone. */
	r.hop[0].gateway = (struct addr){ 0 };
	assert_true(nl_read_route(nl_route_new(&req, &r), &got));
	assert_int_equal(got.scope, RT_SCOPE_LINK);

	r.prefix = pfx("2001:db8::/32");
	r.prefsrc = (struct addr){ 0 };
	r.n_hops = 3;
	for (int i = 0; i < 3; i++)
		r.hop[i] = (struct nl_hop){ .gateway = ip("fe80::1"), .ifindex = i + 1 };
	assert_true(nl_read_route(nl_route_new(&req, &r), &got));
	assert_int_equal(got.n_hops, 3);
	assert_int_equal(got.hop[2].ifindex, 3);
	assert_string_equal(addr_str(&got.hop[2].gateway).s, "FE80::1");

	r.n_hops = 0;
	r.type = RTN_THROW;
	r.table = RT_TABLE_MAIN;
	assert_true(nl_read_route(nl_route_del(&req, &r), &got));
	assert_int_equal(got.type, RTN_THROW);
	assert_int_equal(got.table, RT_TABLE_MAIN);
	assert_int_equal(got.n_hops, 0);
	assert_int_equal(req.nlh.nlmsg_type, RTM_DELROUTE);
}

static void test_rules(void **state)
{
	struct nl_rule r = { .family = AF_INET,
			     .pref = 430,
			     .table = 4341,
			     .action = FR_ACT_TO_TBL,
			     .suppress_plen = -1,
			     .from = pfx("10.1.0.0/16") };
	struct nl_request req;
	struct nl_rule got;

	(void)state;
	assert_true(nl_read_rule(nl_rule_new(&req, &r), &got));
	assert_int_equal(got.pref, 430);
	assert_int_equal(got.table, 4341);
	assert_int_equal(got.protocol, 176);
	assert_int_equal(got.suppress_plen, -1);
	assert_true(prefix_equal(&got.from, &r.from));
	assert_string_equal(got.iif, "");
	assert_false(got.odd);

	r = (struct nl_rule){ .family = AF_INET6,
			      .pref = 410,
			      .table = RT_TABLE_MAIN,
			      .suppress_plen = 0,
			      .iif = "LISP0.16777214" };
	assert_true(nl_read_rule(nl_rule_del(&req, &r), &got));
	assert_int_equal(got.family, AF_INET6);
	assert_int_equal(got.table, RT_TABLE_MAIN);
	assert_int_equal(got.suppress_plen, 0);
	assert_string_equal(got.iif, "LISP0.16777214");
	assert_int_equal(got.from.plen, 0);
	assert_int_equal(req.nlh.nlmsg_type, RTM_DELRULE);
}

static void test_addresses_and_links(void **state)
{
	struct nl_addr a = { .ifindex = 7, .addr = ip("10.1.1.1"), .plen = 24 }, got;
	struct nl_request req;
	struct nl_link l;

	(void)state;
	assert_true(nl_read_addr(nl_addr_new(&req, &a), &got));
	assert_int_equal(got.ifindex, 7);
	assert_int_equal(got.plen, 24);
	assert_int_equal(got.protocol, 176);
	assert_true(addr_equal(&got.addr, &a.addr));
	assert_false(got.expires);
	assert_true(nl_read_link(nl_link_new(&req, "dummy", "Lo0", 3, 0), &l) == false);
	assert_string_equal(l.name, "Lo0");
	assert_string_equal(l.kind, "dummy");
	nl_link_altname(&req, 9, "GigabitEthernet0/0/1");
	assert_false(nl_read_link(&req.nlh, &l)); /* no name of its own */
	assert_int_equal(l.n_altnames, 1);
	assert_string_equal(l.altname[0], "GigabitEthernet0/0/1");
}

/* Whatever the octets are, a reader stays inside the message. */
static void test_random_messages(void **state)
{
	uint8_t *exact;
	struct nl_request req;
	struct nl_route route = { .prefix = pfx("2001:db8::/32"),
				  .type = RTN_UNICAST,
				  .n_hops = 2 };
	struct nl_rule rule = { .family = AF_INET, .from = pfx("10.0.0.0/8"), .iif = "Gi1" };
	struct nl_addr addr = { .ifindex = 7, .addr = ip("10.1.1.1"), .plen = 24 };
	struct nl_link link;
	struct nl_counters counters;
	uint32_t seed = 1;

	(void)state;
	route.hop[0].gateway = route.hop[1].gateway = ip("fe80::1");
	for (int round = 0; round < 20000; round++) {
		struct nlmsghdr *nlh = round % 4 == 0 ? nl_route_new(&req, &route) :
				       round % 4 == 1 ? nl_rule_new(&req, &rule) :
				       round % 4 == 2 ? nl_addr_new(&req, &addr) :
							nl_link_altname(&req, 9, "Gi2");
		size_t len = nlh->nlmsg_len;

		for (int i = 0; i < 4; i++) {
			seed = seed * 1103515245u + 12345u;
			req.bytes[sizeof(*nlh) + (seed >> 8) % (len - sizeof(*nlh))] =
				(uint8_t)(seed >> 24);
		}
		/* The kernel's messages end on a multiple of four. */
		if (round % 3 == 0)
			len = sizeof(*nlh) + (seed >> 16) % (len - sizeof(*nlh)) / 4 * 4;
		exact = malloc(len);
		memcpy(exact, req.bytes, len);
		nlh = (struct nlmsghdr *)(void *)exact;
		nlh->nlmsg_len = (uint32_t)len;
		nl_read_route(nlh, &(struct nl_route){ 0 });
		nl_read_rule(nlh, &(struct nl_rule){ 0 });
		nl_read_addr(nlh, &(struct nl_addr){ 0 });
		nl_read_link(nlh, &link);
		nl_read_counters(nlh, &counters);
		free(exact);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_routes),
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_addresses_and_links),
		cmocka_unit_test(test_random_messages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
