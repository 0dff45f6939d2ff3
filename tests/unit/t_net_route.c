/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes, policy rules and static routes against a real kernel. */
#include "tests/unit/net_env.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdio.h>

/* Two interfaces, up: Gi1 10.1.1.1/24 2001:db8:1::1/64, Gi2 10.2.2.1/24. */
static struct vrf *links(struct net_env *e)
{
	struct iface *g1, *g2;

	env_sh("ip link add Gi1 type veth peer name p1; ip link set p1 up;"
	       "ip link add Gi2 type veth peer name p2; ip link set p2 up");
	g1 = env_iface(e, "Gi1");
	g2 = env_iface(e, "Gi2");
	env_ip(g1, "10.1.1.1", 24);
	env_ip(g1, "2001:db8:1::1", 64);
	env_ip(g2, "10.2.2.1", 24);
	WAIT_FOR(e, iface_line_up(g1) && iface_line_up(g2) && g1->n_addrs > 1 &&
			    g1->addr[1].in_kernel && !g1->addr[1].tentative);
	env_settle(e);
	return vrf_default(&e->vrfs);
}

static bool kernel_has(const char *table, const char *text)
{
	char command[128];

	snprintf(command, sizeof(command),
		 "ip -4 route show table %s 2>&1; ip -6 route show table %s 2>&1", table, table);
	return env_shows(command, text);
}

static bool has(struct net_env *e, const char *prefix, struct route_info *r)
{
	struct prefix p = env_prefix(prefix);
	struct route_info other;

	return route_exact(e->routes, vrf_default(&e->vrfs), &p, r ? r : &other);
}

static bool covers(struct net_env *e, const char *prefix)
{
	struct prefix p = env_prefix(prefix);

	return route_covers(e->routes, vrf_default(&e->vrfs), &p);
}

static struct route_spec via(const char *prefix, const char *gateway, const char *ifname)
{
	struct route_spec s = { .table = ROUTE_MAIN,
				.prefix = env_prefix(prefix),
				.kind = ROUTE_UNICAST,
				.n_hops = 1,
				.source = ROUTE_LISP };

	if (gateway)
		s.hop[0].gateway = env_addr(gateway);
	if (ifname)
		snprintf(s.hop[0].ifname, sizeof(s.hop[0].ifname), "%s", ifname);
	return s;
}

static struct route_spec nowhere(uint32_t table, const char *prefix, enum route_kind kind)
{
	return (struct route_spec){ .table = table, .prefix = env_prefix(prefix), .kind = kind };
}

static void test_view_follows_the_kernel(void **state)
{
	ENV(e, state);
	struct route_info r;

	links(e);
	assert_true(has(e, "10.1.1.0/24", &r));
	assert_int_equal(r.source, ROUTE_CONNECTED);
	assert_string_equal(r.hop[0].ifname, "GigabitEthernet1");
	assert_true(has(e, "10.1.1.1/32", &r));
	assert_int_equal(r.source, ROUTE_SELF);
	assert_true(has(e, "2001:db8:1::/64", &r));
	assert_int_equal(r.source, ROUTE_CONNECTED);

	env_forget(e);
	env_sh("ip route add 10.50.0.0/16 via 10.1.1.9; ip -6 route add 2001:db8:50::/48 via "
	       "2001:db8:1::9; ip route add default via 10.2.2.9 proto dhcp metric 100");
	WAIT_FOR(e, has(e, "10.50.0.0/16", &r) && has(e, "2001:db8:50::/48", NULL) &&
			    has(e, "0.0.0.0/0", NULL));
	assert_int_equal(r.source, ROUTE_STATIC);
	assert_int_equal(r.distance, 1);
	assert_string_equal(addr_str(&r.hop[0].gateway).s, "10.1.1.9");
	assert_string_equal(r.hop[0].ifname, "GigabitEthernet1");
	assert_true(r.since_ms > 0);
	assert_true(e->n_routes_heard >= 3);
	assert_true(has(e, "0.0.0.0/0", &r));
	assert_int_equal(r.source, ROUTE_OTHER);
	assert_int_equal(r.protocol, RTPROT_DHCP);
	assert_int_equal(r.distance, 254);
	assert_int_equal(r.metric, 100);

	env_sh("ip route replace 10.50.0.0/16 via 10.2.2.7");
	WAIT_FOR(e, has(e, "10.50.0.0/16", &r) && !strcmp(r.hop[0].ifname, "GigabitEthernet2"));
	env_sh("ip route replace 10.50.0.0/16 nexthop via 10.2.2.7 nexthop via 10.1.1.7");
	WAIT_FOR(e, has(e, "10.50.0.0/16", &r) && r.n_hops == 2);
	env_sh("ip -6 route append 2001:db8:50::/48 via 2001:db8:1::8");
	WAIT_FOR(e, has(e, "2001:db8:50::/48", &r) && r.n_hops == 2);
	env_sh("ip -6 route del 2001:db8:50::/48 via 2001:db8:1::8");
	WAIT_FOR(e, has(e, "2001:db8:50::/48", &r) && r.n_hops == 1);
	assert_string_equal(addr_str(&r.hop[0].gateway).s, "2001:DB8:1::9");
	env_sh("ip -6 route del 2001:db8:50::/48; ip route del 10.50.0.0/16");
	WAIT_FOR(e, !has(e, "10.50.0.0/16", NULL) && !has(e, "2001:db8:50::/48", NULL));
}

static void test_silent_removals_are_noticed(void **state)
{
	ENV(e, state);
	struct route_info r;

	links(e);
	env_sh("ip route add 10.50.0.0/16 via 10.1.1.9; ip route add 10.60.0.0/16 via 10.2.2.9 src "
	       "10.1.1.1");
	WAIT_FOR(e, has(e, "10.50.0.0/16", NULL) && has(e, "10.60.0.0/16", NULL));
	/* No carrier: the routes stay in the kernel, but lead nowhere. */
	env_sh("ip link set p1 down");
	WAIT_FOR(e, !has(e, "10.50.0.0/16", NULL) && !has(e, "10.1.1.0/24", NULL));
	assert_false(covers(e, "10.50.1.0/24"));
	env_sh("ip link set p1 up");
	WAIT_FOR(e, has(e, "10.50.0.0/16", &r));
	/* The device goes down: the kernel drops them without a word. */
	env_sh("ip link set Gi1 down");
	WAIT_FOR(e, !has(e, "10.50.0.0/16", NULL));
	/* An address goes: what was sent from it, too. */
	env_sh("ip addr del 10.1.1.1/24 dev Gi1");
	WAIT_FOR(e, !has(e, "10.60.0.0/16", NULL));
}

static void test_covering_routes(void **state)
{
	ENV(e, state);
	struct vrf *v = links(e);
	struct route_spec s = nowhere(ROUTE_MAIN, "10.70.0.0/16", ROUTE_UNREACHABLE);

	assert_true(covers(e, "10.1.1.0/24"));
	assert_true(covers(e, "10.1.0.0/16"));	 /* a more specific one */
	assert_true(covers(e, "10.1.1.128/25")); /* inside */
	assert_true(covers(e, "2001:db8:1::/48"));
	assert_false(covers(e, "10.9.0.0/16"));
	env_sh("ip route add default via 10.1.1.9; ip route add 10.9.0.0/24 via 10.1.1.9");
	WAIT_FOR(e, has(e, "0.0.0.0/0", NULL) && has(e, "10.9.0.0/24", NULL));
	assert_true(covers(e, "10.9.0.0/16"));
	assert_false(covers(e, "10.8.0.0/16")); /* the default does not count */
	assert_false(covers(e, "127.1.0.0/16"));
	/* Nor does what LISP itself put there; what was typed does. */
	s.source = ROUTE_LISP;
	assert_int_equal(route_set(e->routes, v, &s), 0);
	WAIT_FOR(e, has(e, "10.70.0.0/16", NULL));
	assert_false(covers(e, "10.70.0.0/16"));
	s.source = ROUTE_STATIC;
	assert_int_equal(route_set(e->routes, v, &s), 0);
	assert_true(covers(e, "10.70.0.0/16"));
}

static void test_lookup(void **state)
{
	ENV(e, state);
	struct vrf *v = links(e);
	struct addr dst = env_addr("10.1.1.77"), far = env_addr("203.0.113.1");
	struct addr self = env_addr("10.1.1.1"), v6 = env_addr("2001:db8:1::77");
	struct route_result r;
	struct route_info i;

	route_lookup(e->routes, v, &dst, NULL, &r);
	assert_true(r.found && !r.is_default);
	assert_string_equal(r.ifname, "GigabitEthernet1");
	assert_string_equal(addr_str(&r.source).s, "10.1.1.1");
	assert_string_equal(prefix_str(&r.prefix).s, "10.1.1.0/24");
	assert_true(addr_is_none(&r.gateway));
	route_lookup(e->routes, v, &v6, NULL, &r);
	assert_true(r.found);
	assert_string_equal(addr_str(&r.source).s, "2001:DB8:1::1");
	assert_string_equal(prefix_str(&r.prefix).s, "2001:DB8:1::/64");
	route_lookup(e->routes, v, &far, NULL, &r);
	assert_false(r.found);
	env_sh("ip route add default via 10.2.2.9");
	route_lookup(e->routes, v, &far, NULL, &r);
	assert_true(r.found && r.is_default);
	assert_string_equal(addr_str(&r.gateway).s, "10.2.2.9");
	assert_string_equal(r.ifname, "GigabitEthernet2");
	route_lookup(e->routes, v, &self, NULL, &r);
	assert_true(r.found);
	assert_int_equal(r.kind, ROUTE_TO_SELF);

	assert_true(route_match(e->routes, v, &dst, &i));
	assert_string_equal(prefix_str(&i.prefix).s, "10.1.1.0/24");
	assert_true(route_match(e->routes, v, &self, &i));
	assert_int_equal(i.kind, ROUTE_TO_SELF);
	WAIT_FOR(e, route_match(e->routes, v, &far, &i));
	assert_int_equal(i.prefix.plen, 0);
}

static void test_wishes(void **state)
{
	ENV(e, state);
	struct vrf *v = links(e);
	struct route_spec s = via("10.80.0.0/16", "10.1.1.9", NULL), t;
	struct route_spec v6 = via("2001:db8:80::/48", "2001:db8:1::9", "GigabitEthernet1");
	struct route_spec throw = nowhere(ROUTE_ITR, "10.81.0.0/16", ROUTE_THROW);
	struct route_spec bad = { .table = ROUTE_MAIN, .prefix = env_prefix("10.0.0.0/8") };

	assert_int_equal(route_set(e->routes, v, &bad), -EINVAL);
	assert_int_equal(route_set(e->routes, v, &s), 0);
	assert_int_equal(route_set(e->routes, v, &s), 0);
	assert_int_equal(route_set(e->routes, v, &v6), 0);
	assert_int_equal(route_set(e->routes, v, &throw), 0);
	assert_true(kernel_has("main", "10.80.0.0/16 via 10.1.1.9 dev Gi1 proto 176"));
	assert_true(kernel_has("main", "2001:db8:80::/48 via 2001:db8:1::9 dev Gi1 proto 176"));
	assert_true(kernel_has("4341", "throw 10.81.0.0/16 proto 176"));

	/* Another way under the same key takes its place. */
	t = via("10.80.0.0/16", NULL, "GigabitEthernet2");
	assert_int_equal(route_set(e->routes, v, &t), 0);
	assert_true(kernel_has("main", "10.80.0.0/16 dev Gi2 proto 176 scope link"));
	v6.kind = ROUTE_BLACKHOLE;
	v6.n_hops = 0;
	assert_int_equal(route_set(e->routes, v, &v6), 0);
	assert_true(kernel_has("main", "blackhole 2001:db8:80::/48"));
	assert_false(kernel_has("main", "2001:db8:80::/48 via"));

	/* Somebody removes it: it comes back. */
	env_sh("ip route del 10.80.0.0/16; ip -6 route del blackhole 2001:db8:80::/48;"
	       "ip route flush table 4341");
	WAIT_FOR(e, kernel_has("main", "10.80.0.0/16 dev Gi2") &&
			    kernel_has("main", "blackhole 2001:db8:80::/48") &&
			    kernel_has("4341", "throw 10.81.0.0/16"));

	/* Its interface goes down and comes back. */
	env_sh("ip link set Gi2 down");
	WAIT_FOR(e, !route_is_installed(e->routes, v, ROUTE_MAIN, &t.prefix, 0));
	env_sh("ip link set Gi2 up");
	WAIT_FOR(e, kernel_has("main", "10.80.0.0/16 dev Gi2"));

	/* A route of somebody else is not touched. */
	env_sh("ip route add 10.90.0.0/16 via 10.1.1.9");
	WAIT_FOR(e, has(e, "10.90.0.0/16", NULL));
	t = nowhere(ROUTE_MAIN, "10.90.0.0/16", ROUTE_BLACKHOLE);
	assert_int_equal(route_set(e->routes, v, &t), -EEXIST);
	assert_true(kernel_has("main", "10.90.0.0/16 via 10.1.1.9"));
	env_sh("ip route del 10.90.0.0/16");
	WAIT_FOR(e, kernel_has("main", "blackhole 10.90.0.0/16 proto 176"));

	assert_true(route_del(e->routes, v, ROUTE_MAIN, &s.prefix, 0));
	assert_false(route_del(e->routes, v, ROUTE_MAIN, &s.prefix, 0));
	assert_false(kernel_has("main", "10.80.0.0/16"));
	route_clear(e->routes, v, ROUTE_ITR);
	assert_false(kernel_has("4341", "10.81"));
}

static void test_wish_for_a_later_interface(void **state)
{
	ENV(e, state);
	struct vrf *v = vrf_default(&e->vrfs);
	struct route_spec s = via("0.0.0.0/0", NULL, "LISP0");
	struct route_spec v6 = via("::/0", NULL, "LISP0");

	s.table = v6.table = ROUTE_ITR;
	s.mtu = 1400;
	assert_int_equal(route_set(e->routes, v, &s), -ENODEV);
	assert_int_equal(route_set(e->routes, v, &v6), -ENODEV);
	if (!env_sh_ok("ip tuntap add LISP0 mode tun 2>/dev/null"))
		skip();
	assert_int_equal(iface_setup_tun(&e->ifaces, v, "LISP0", 1464), 0);
	WAIT_FOR(e, route_is_installed(e->routes, v, ROUTE_ITR, &s.prefix, 0) &&
			    route_is_installed(e->routes, v, ROUTE_ITR, &v6.prefix, 0));
	assert_true(kernel_has("4341", "default dev LISP0 proto 176"));
	assert_true(kernel_has("4341", "mtu 1400"));
	assert_int_equal(iface_del_device(&e->ifaces, v, "LISP0"), 0);
	WAIT_FOR(e, !route_is_installed(e->routes, v, ROUTE_ITR, &s.prefix, 0));
}

static void test_restart_adopts_and_sweeps(void **state)
{
	ENV(e, state);
	struct vrf *v = links(e);
	struct route_spec kept = via("10.80.0.0/16", "10.1.1.9", NULL);
	struct route_spec old = nowhere(ROUTE_ITR, "10.81.0.0/16", ROUTE_THROW);
	struct rule_spec rule = { .pref = RULE_ITR,
				  .family = AF_INET,
				  .from = env_prefix("10.1.1.0/24") };
	struct rule_spec gone = { .pref = RULE_PITR, .family = AF_INET6 };

	assert_int_equal(route_set(e->routes, v, &kept), 0);
	assert_int_equal(route_set(e->routes, v, &old), 0);
	assert_int_equal(rule_set(e->rules, v, &rule), 0);
	assert_int_equal(rule_set(e->rules, v, &gone), 0);
	env_sh("ip route add 10.50.0.0/16 via 10.1.1.9");
	env_stop(e, false);

	env_start(e);
	v = vrf_default(&e->vrfs);
	assert_int_equal(route_set(e->routes, v, &kept), 0);
	assert_int_equal(rule_set(e->rules, v, &rule), 0);
	route_sweep(e->routes, v);
	rule_sweep(e->rules, v);
	assert_true(kernel_has("main", "10.80.0.0/16"));
	assert_false(kernel_has("4341", "10.81"));
	assert_int_equal(rule_count(e->rules, v), 1);
	assert_false(env_shows("ip -6 rule", "420:"));

	/* A clean stop takes ours and leaves the rest. */
	env_stop(e, true);
	assert_false(kernel_has("main", "proto 176"));
	assert_false(env_shows("ip rule", "proto 176"));
	assert_true(kernel_has("main", "10.50.0.0/16"));
	assert_true(env_shows("ip addr show dev Gi1", "10.1.1.1/24"));
}

static void test_rules(void **state)
{
	ENV(e, state);
	struct vrf *v = vrf_default(&e->vrfs);
	struct rule_spec specs[] = {
		{ .pref = RULE_DYN, .family = AF_INET, .iif = "Gi1" },
		{ .pref = RULE_AWAY, .family = AF_INET },
		{ .pref = RULE_MAIN, .family = AF_INET },
		{ .pref = RULE_PITR, .family = AF_INET },
		{ .pref = RULE_ITR, .family = AF_INET, .from = env_prefix("10.0.0.0/8") },
		{ .pref = RULE_NULL0, .family = AF_INET },
		{ .pref = RULE_MAIN, .family = AF_INET6 },
		{ .pref = RULE_ITR, .family = AF_INET6, .from = env_prefix("2001:db8::/32") },
	};
	static const char *const texts[] = {
		"400:	from all iif Gi1 [detached] lookup 4342 proto 176",
		"401:	from all iif lo lookup 4345 proto 176",
		"410:	from all lookup main suppress_prefixlength 0 proto 176",
		"420:	from all lookup 4343 proto 176",
		"430:	from 10.0.0.0/8 lookup 4341 proto 176",
		"440:	from all lookup 4344 proto 176",
	};
	struct rule_spec bad = { .pref = RULE_ITR,
				 .family = AF_INET6,
				 .from = env_prefix("10.0.0.0/8") };

	for (size_t i = 0; i < ARRAY_LEN(specs); i++) {
		assert_int_equal(rule_set(e->rules, v, &specs[i]), 0);
		assert_int_equal(rule_set(e->rules, v, &specs[i]), 0);
	}
	assert_int_equal(rule_set(e->rules, v, &bad), -EINVAL);
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		if (!env_shows("ip rule", texts[i]))
			fail_msg("no rule %s", texts[i]);
	assert_true(env_shows("ip -6 rule", "from all lookup main suppress_prefixlength 0"));
	assert_true(env_shows("ip -6 rule", "from 2001:db8::/32 lookup 4341"));
	env_settle(e);
	assert_int_equal(rule_count(e->rules, v), ARRAY_LEN(specs));

	/* Somebody flushes them. */
	env_sh("ip rule flush; ip rule add pref 32766 lookup main");
	WAIT_FOR(e, rule_count(e->rules, v) == ARRAY_LEN(specs) && env_shows("ip rule", texts[4]));

	assert_true(rule_del(e->rules, v, &specs[4]));
	assert_false(rule_del(e->rules, v, &specs[4]));
	assert_false(env_shows("ip rule", "430:"));
	env_settle(e);
	assert_false(env_shows("ip rule", "430:"));
}

/* In the kernel's own words: what has a route is not LISP. */
static void test_rules_and_tables_decide_as_planned(void **state)
{
	ENV(e, state);
	struct vrf *v = links(e);
	struct rule_spec main_rule = { .pref = RULE_MAIN, .family = AF_INET };
	struct rule_spec itr = { .pref = RULE_ITR,
				 .family = AF_INET,
				 .from = env_prefix("10.1.1.0/24") };
	struct rule_spec null0 = { .pref = RULE_NULL0, .family = AF_INET };
	struct route_spec tun = via("0.0.0.0/0", NULL, "GigabitEthernet2");
	struct route_spec native = nowhere(ROUTE_ITR, "192.0.2.0/24", ROUTE_THROW);
	struct static_cfg c = { .prefix = env_prefix("10.99.0.0/16"), .ifname = "Null0" };
	struct addr src = env_addr("10.1.1.1"), far = env_addr("198.51.100.1");
	struct addr nat = env_addr("192.0.2.1"), dead = env_addr("10.99.1.1");
	struct route_result r;

	env_sh("ip route add default via 10.1.1.9");
	tun.table = ROUTE_ITR;
	assert_int_equal(route_set(e->routes, v, &tun), 0);
	assert_int_equal(route_set(e->routes, v, &native), 0);
	assert_int_equal(static_add(&e->statics, &c), STATIC_OK);
	assert_int_equal(rule_set(e->rules, v, &main_rule), 0);
	assert_int_equal(rule_set(e->rules, v, &itr), 0);
	assert_int_equal(rule_set(e->rules, v, &null0), 0);
	route_lookup(e->routes, v, &far, &src, &r);
	assert_int_equal(r.table, ROUTE_ITR);
	assert_string_equal(r.ifname, "GigabitEthernet2");
	route_lookup(e->routes, v, &far, NULL, &r); /* not from an EID */
	assert_int_equal(r.table, ROUTE_MAIN);
	assert_true(r.is_default);
	route_lookup(e->routes, v, &nat, &src, &r);
	assert_int_equal(r.table, ROUTE_MAIN);
	route_lookup(e->routes, v, &dead, &src, &r); /* LISP comes before Null0 */
	assert_int_equal(r.table, ROUTE_ITR);
	route_lookup(e->routes, v, &dead, NULL, &r);
	assert_false(r.found);
}

/* --- static routes --------------------------------------------------------------------------- */

static struct static_cfg line(const char *prefix, const char *ifname, const char *gateway,
			      uint8_t distance)
{
	struct static_cfg c = { .prefix = env_prefix(prefix), .distance = distance };

	if (ifname)
		snprintf(c.ifname, sizeof(c.ifname), "%s", ifname);
	if (gateway)
		c.gateway = env_addr(gateway);
	return c;
}

static enum static_result add(struct net_env *e, const char *prefix, const char *ifname,
			      const char *gateway, uint8_t distance)
{
	struct static_cfg c = line(prefix, ifname, gateway, distance);

	return static_add(&e->statics, &c);
}

static enum static_result del(struct net_env *e, const char *prefix, const char *ifname,
			      const char *gateway, uint8_t distance)
{
	struct static_cfg c = line(prefix, ifname, gateway, distance);

	return static_del(&e->statics, &c);
}

static void test_static_routes(void **state)
{
	ENV(e, state);
	struct route_info r;

	links(e);
	assert_int_equal(add(e, "0.0.0.0/0", NULL, "10.1.1.9", 0), STATIC_OK);
	assert_int_equal(add(e, "10.60.0.0/16", NULL, "10.2.2.9", 1), STATIC_OK);
	assert_int_equal(add(e, "2001:db8:60::/48", NULL, "2001:db8:1::9", 1), STATIC_OK);
	assert_int_equal(add(e, "10.61.0.0/16", "GigabitEthernet2", NULL, 1), STATIC_OK);
	assert_int_equal(add(e, "10.62.0.0/16", "GigabitEthernet2", "172.16.0.1", 1), STATIC_OK);
	assert_int_equal(add(e, "2001:db8:61::/48", "GigabitEthernet1", "fe80::9", 1), STATIC_OK);
	WAIT_FOR(e, has(e, "0.0.0.0/0", &r) && has(e, "10.60.0.0/16", NULL) &&
			    has(e, "2001:db8:60::/48", NULL) && has(e, "10.61.0.0/16", NULL) &&
			    has(e, "10.62.0.0/16", NULL) && has(e, "2001:db8:61::/48", NULL));
	assert_int_equal(r.source, ROUTE_STATIC);
	assert_int_equal(r.distance, 1);
	assert_int_equal(r.metric, 0);
	assert_true(kernel_has("main", "10.61.0.0/16 dev Gi2 proto 176 scope link"));
	assert_true(kernel_has("main", "10.62.0.0/16 via 172.16.0.1 dev Gi2"));

	/* A next hop behind another route. */
	assert_int_equal(add(e, "10.70.0.0/16", NULL, "10.60.0.5", 1), STATIC_OK);
	WAIT_FOR(e, kernel_has("main", "10.70.0.0/16 via 10.2.2.9"));
	/* Not behind a default route, and not behind itself. */
	assert_int_equal(add(e, "10.71.0.0/16", NULL, "192.0.2.1", 1), STATIC_OK);
	assert_int_equal(add(e, "10.72.0.0/16", NULL, "10.72.0.1", 1), STATIC_OK);
	env_settle(e);
	assert_false(has(e, "10.71.0.0/16", NULL));
	assert_false(has(e, "10.72.0.0/16", NULL));

	/* Equal distance: shares. */
	assert_int_equal(add(e, "10.60.0.0/16", NULL, "10.1.1.9", 1), STATIC_OK);
	WAIT_FOR(e, has(e, "10.60.0.0/16", &r) && r.n_hops == 2);
	assert_int_equal(del(e, "10.60.0.0/16", NULL, "10.1.1.9", 0), STATIC_OK);
	WAIT_FOR(e, has(e, "10.60.0.0/16", &r) && r.n_hops == 1);

	assert_int_equal(del(e, "10.60.0.0/16", NULL, NULL, 0), STATIC_OK);
	assert_int_equal(del(e, "10.60.0.0/16", NULL, NULL, 0), STATIC_ABSENT);
	WAIT_FOR(e, !has(e, "10.60.0.0/16", NULL) && !has(e, "10.70.0.0/16", NULL));
	assert_int_equal(add(e, "10.73.0.0/16", NULL, "10.1.1.1", 1), STATIC_BAD_HOP);
	assert_string_equal(static_result_text(STATIC_BAD_HOP),
			    "%Invalid next hop address (it's this router)");
	assert_int_equal(add(e, "10.73.0.0/16", NULL, "2001:db8::1", 1), STATIC_BAD_FAMILY);
	assert_int_equal(add(e, "10.73.0.0/16", NULL, NULL, 1), STATIC_NO_HOP);
}

static void test_floating_static_route(void **state)
{
	ENV(e, state);
	struct route_info r;

	links(e);
	assert_int_equal(add(e, "10.60.0.0/16", NULL, "10.1.1.9", 1), STATIC_OK);
	assert_int_equal(add(e, "10.60.0.0/16", NULL, "10.2.2.9", 200), STATIC_OK);
	assert_int_equal(add(e, "10.60.0.0/16", "Null0", NULL, 250), STATIC_OK);
	WAIT_FOR(e, has(e, "10.60.0.0/16", &r) && r.distance == 1);
	assert_false(kernel_has("4344", "10.60"));
	env_sh("ip link set p1 down");
	WAIT_FOR(e, has(e, "10.60.0.0/16", &r) && r.distance == 200);
	assert_string_equal(r.hop[0].ifname, "GigabitEthernet2");
	env_sh("ip link set p2 down");
	WAIT_FOR(e, has(e, "10.60.0.0/16", &r) && r.distance == 250);
	assert_int_equal(r.kind, ROUTE_THROW);
	assert_true(kernel_has("4344", "blackhole 10.60.0.0/16"));
	env_sh("ip link set p1 up");
	WAIT_FOR(e, has(e, "10.60.0.0/16", &r) && r.distance == 1);
	WAIT_FOR(e, !kernel_has("4344", "10.60") && !kernel_has("main", "throw"));
}

static void test_static_route_waits_for_its_interface(void **state)
{
	ENV(e, state);
	struct iface *i;

	assert_int_equal(add(e, "10.60.0.0/16", NULL, "10.7.7.9", 1), STATIC_OK);
	assert_int_equal(add(e, "10.61.0.0/16", "GigabitEthernet7", NULL, 1), STATIC_OK);
	env_settle(e);
	assert_false(has(e, "10.60.0.0/16", NULL));
	env_sh("ip link add Gi7 type veth peer name p7; ip link set p7 up");
	i = env_iface(e, "Gi7");
	env_ip(i, "10.7.7.1", 24);
	WAIT_FOR(e, has(e, "10.60.0.0/16", NULL) && has(e, "10.61.0.0/16", NULL));
	assert_true(static_next(&e->statics, NULL)->active);
	env_sh("ip link del Gi7");
	WAIT_FOR(e, !has(e, "10.60.0.0/16", NULL) && !static_next(&e->statics, NULL)->active);
}

static void test_order_of_static_lines(void **state)
{
	ENV(e, state);
	static const char *const want[] = { "10.0.0.0/8 1",   "10.0.0.0/16 1",	"10.60.0.0/16 1",
					    "10.60.0.0/16 1", "10.60.0.0/16 5", "10.60.0.0/16 1" };
	struct static_cfg red = line("10.60.0.0/16", "Null0", NULL, 1);
	const struct static_cfg *c;
	char text[80];
	size_t n = 0;

	strcpy(red.vrf, "RED");
	add(e, "10.60.0.0/16", NULL, "10.1.1.5", 5);
	static_add(&e->statics, &red);
	add(e, "10.60.0.0/16", NULL, "10.1.1.9", 1);
	add(e, "10.0.0.0/16", "Null0", NULL, 1);
	add(e, "10.60.0.0/16", NULL, "10.1.1.2", 1);
	add(e, "10.0.0.0/8", "Null0", NULL, 1);
	add(e, "10.60.0.0/16", NULL, "10.1.1.9", 1); /* again: does not move */
	for (c = static_next(&e->statics, NULL); c; c = static_next(&e->statics, c)) {
		snprintf(text, sizeof(text), "%s %u", prefix_str(&c->prefix).s, c->distance);
		assert_true(n < ARRAY_LEN(want));
		assert_string_equal(text, want[n]);
		if (n == 2)
			assert_string_equal(addr_str(&c->gateway).s, "10.1.1.9");
		n++;
	}
	assert_int_equal(n, ARRAY_LEN(want));
}

static void test_static_prefix(void **state)
{
	struct addr a = env_addr("10.1.0.0"), b = env_addr("10.1.1.1");
	struct addr m = env_addr("255.255.0.0"), odd = env_addr("255.0.255.0");
	struct prefix p;

	(void)state;
	assert_int_equal(static_prefix(&a, &m, &p), STATIC_OK);
	assert_string_equal(prefix_str(&p).s, "10.1.0.0/16");
	assert_int_equal(static_prefix(&b, &m, &p), STATIC_BAD_MASK);
	assert_int_equal(static_prefix(&a, &odd, &p), STATIC_BAD_MASK);
	assert_string_equal(static_result_text(STATIC_BAD_MASK), "%Inconsistent address and mask");
}

static void test_rib_in_order_and_in_slices(void **state)
{
	ENV(e, state);
	static const char *const want[] = { "0.0.0.0/0 S",   "10.1.1.0/24 C", "10.1.1.1/32 L",
					    "10.2.2.0/24 C", "10.2.2.1/32 L", "10.20.0.1/32 C",
					    "10.60.0.0/16 S" };
	static const char letters[] = "CLSlo";
	struct vrf *v = links(e);
	struct route_info rows[2];
	struct prefix after;
	const struct prefix *behind = NULL;
	char text[80];
	size_t n = 0;
	unsigned got;

	env_ip(env_iface(e, "lo1"), "10.20.0.1", 32);
	add(e, "0.0.0.0/0", NULL, "10.1.1.9", 0);
	add(e, "10.60.0.0/16", "Null0", NULL, 0);
	WAIT_FOR(e, has(e, "10.60.0.0/16", NULL) && has(e, "0.0.0.0/0", NULL) &&
			    has(e, "10.20.0.1/32", NULL));
	do {
		got = route_rib(e->routes, v, AF_INET, behind, rows, 2);
		for (unsigned i = 0; i < got; i++, n++) {
			snprintf(text, sizeof(text), "%s %c", prefix_str(&rows[i].prefix).s,
				 letters[rows[i].source]);
			assert_true(n < ARRAY_LEN(want));
			assert_string_equal(text, want[n]);
		}
		if (got)
			after = rows[got - 1].prefix;
		behind = &after;
	} while (got);
	assert_int_equal(n, ARRAY_LEN(want));
	assert_true(route_rib(e->routes, v, AF_INET6, NULL, rows, 2) == 2);
	assert_string_equal(prefix_str(&rows[0].prefix).s, "2001:DB8:1::/64");
}

static void test_many_routes_at_once(void **state)
{
	ENV(e, state);
	struct vrf *v = links(e);
	struct route_spec s = nowhere(ROUTE_ITR, "10.0.0.0/24", ROUTE_THROW);
	struct route_info row;

	for (uint32_t i = 0; i < 20000; i++) {
		s.prefix.addr = addr_v4(0x0b000000 + (i << 8));
		assert_int_equal(route_set(e->routes, v, &s), 0);
	}
	env_settle(e);
	assert_int_equal(route_dump(e->routes, v, ROUTE_ITR, AF_INET, NULL, &row, 1), 1);
	assert_true(route_is_installed(e->routes, v, ROUTE_ITR, &s.prefix, 0));
	route_clear(e->routes, v, ROUTE_ITR);
	WAIT_FOR(e, !route_dump(e->routes, v, ROUTE_ITR, AF_INET, NULL, &row, 1));
	assert_false(kernel_has("4341", "throw"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, env_setup, env_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_view_follows_the_kernel),
		TEST(test_silent_removals_are_noticed),
		TEST(test_covering_routes),
		TEST(test_lookup),
		TEST(test_wishes),
		TEST(test_wish_for_a_later_interface),
		TEST(test_restart_adopts_and_sweeps),
		TEST(test_rules),
		TEST(test_rules_and_tables_decide_as_planned),
		TEST(test_static_routes),
		TEST(test_floating_static_route),
		TEST(test_static_route_waits_for_its_interface),
		TEST(test_order_of_static_lines),
		cmocka_unit_test(test_static_prefix),
		TEST(test_rib_in_order_and_in_slices),
		TEST(test_many_routes_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
