/* SPDX-License-Identifier: GPL-3.0-or-later */
/* VRFs as network namespaces, against a real kernel. */
#include "tests/unit/net_env.h"

#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lispd/net/netns.h"

#define NEED_VRFS(e)                                                \
	do {                                                        \
		if (!vrf_add(&(e)->vrfs, "probe")->up)              \
			skip();                                     \
		vrf_del(&(e)->vrfs, vrf_find(&(e)->vrfs, "probe")); \
	} while (0)

static bool line_up(const struct iface *i)
{
	return i && iface_line_up(i);
}

/* The namespace of a VRF of this test's pathspace "test-PID", whose dash stands doubled. */
static bool netns_exists(const struct net_env *e, const char *vrf)
{
	char name[NETNS_NAME_MAX];
	int fd;

	snprintf(name, sizeof(name), "lispd-test-%s-%s", e->pathspace + 4, vrf);
	fd = netns_open(name);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static void test_names(void **state)
{
	ENV(e, state);

	NEED_VRFS(e);
	assert_true(vrf_name_ok("RED"));
	assert_true(vrf_name_ok("65000:1"));
	assert_false(vrf_name_ok(""));
	assert_false(vrf_name_ok("-x"));
	assert_false(vrf_name_ok("a b"));
	assert_false(vrf_name_ok("../x"));
	assert_false(vrf_name_ok("123456789012345678901234567890123"));
	assert_null(vrf_add(&e->vrfs, "a/b"));
	assert_ptr_equal(vrf_add(&e->vrfs, ""), vrf_default(&e->vrfs));

	vrf_add(&e->vrfs, "RED");
	vrf_add(&e->vrfs, "BLUE");
	assert_string_equal(vrf_next(&e->vrfs, vrf_default(&e->vrfs))->name, "BLUE");
	assert_true(vrf_find(&e->vrfs, "RED")->up);
	assert_ptr_equal(vrf_by_id(&e->vrfs, vrf_find(&e->vrfs, "RED")->id),
			 vrf_find(&e->vrfs, "RED"));
	assert_true(netns_exists(e, "RED"));
}

static void test_interface_moves_into_a_vrf_and_back(void **state)
{
	ENV(e, state);
	struct iface *i;
	struct vrf *red;
	struct addr a;

	NEED_VRFS(e);
	env_sh("ip link add Gi2 type veth peer name p2; ip link set p2 up;"
	       "ip addr add 10.0.9.1/24 dev Gi2");
	i = env_iface(e, "Gi2");
	env_ip(i, "10.2.2.1", 24);
	WAIT_FOR(e, line_up(i));
	red = vrf_add(&e->vrfs, "RED");
	env_forget(e);
	assert_int_equal(iface_set_vrf(i, "RED", &e->msg), IFACE_OK);
	assert_string_equal(env_msg(e), "% Interface GigabitEthernet2 IPv4 disabled and "
					"address(es) removed due to enabling VRF RED\n");
	WAIT_FOR(e, e->heard & IFACE_VRF && e->heard & IFACE_ADDR && line_up(i));
	assert_ptr_equal(i->vrf, red);
	assert_string_equal(env_addrs(i, AF_INET), "");
	assert_false(env_sh_ok("ip link show dev Gi2 >/dev/null 2>&1"));
	env_ip(i, "10.2.2.1", 24);
	env_ip(i, "2001:db8:2::1", 64);
	WAIT_FOR(e, !strcmp(env_addrs(i, AF_INET), "10.2.2.1/24"));
	WAIT_FOR(e, !strcmp(env_addrs(i, AF_INET6), "2001:DB8:2::1/64"));
	a = env_addr("10.2.2.1");
	assert_ptr_equal(iface_by_addr(&e->ifaces, red, &a), i);
	assert_null(iface_by_addr(&e->ifaces, vrf_default(&e->vrfs), &a));
	assert_ptr_equal(iface_by_index(&e->ifaces, red, i->ifindex), i);

	assert_int_equal(iface_set_vrf(i, NULL, &e->msg), IFACE_OK);
	WAIT_FOR(e, i->vrf == vrf_default(&e->vrfs) && line_up(i));
	assert_true(env_sh_ok("ip link show dev Gi2 >/dev/null 2>&1"));
	assert_int_equal(i->cfg.n_v4 + i->cfg.n_v6, 0);
}

static void test_interface_waits_for_its_vrf(void **state)
{
	ENV(e, state);
	struct iface *i;

	NEED_VRFS(e);
	env_sh("ip link add Gi2 type veth peer name p2; ip link set p2 up");
	i = env_iface(e, "Gi2");
	iface_set_vrf(i, "RED", NULL);
	env_ip(i, "10.2.2.1", 24);
	env_settle(e);
	assert_null(i->vrf);
	assert_string_equal(env_addrs(i, AF_INET), "10.2.2.1/24-");
	assert_false(env_shows("ip addr show dev Gi2", "10.2.2.1"));
	vrf_add(&e->vrfs, "RED");
	WAIT_FOR(e, !strcmp(env_addrs(i, AF_INET), "10.2.2.1/24") && line_up(i));
	assert_string_equal(i->vrf->name, "RED");

	/* The VRF goes: addresses and binding go with it, the interface comes back. */
	vrf_del(&e->vrfs, i->vrf);
	WAIT_FOR(e, i->vrf == vrf_default(&e->vrfs) && line_up(i));
	assert_string_equal(i->cfg.vrf, "");
	assert_int_equal(i->cfg.n_v4, 0);
	assert_true(env_sh_ok("ip link show dev Gi2 >/dev/null 2>&1"));
	assert_false(netns_exists(e, "RED"));
}

static void test_devices_in_a_vrf_survive_a_restart(void **state)
{
	ENV(e, state);
	struct iface *i, *g3;
	int ifindex;

	NEED_VRFS(e);
	env_sh("ip link add Gi2 type veth peer name p2; ip link set p2 up");
	vrf_add(&e->vrfs, "RED");
	vrf_add(&e->vrfs, "OLD");
	i = env_iface(e, "Gi2");
	iface_set_vrf(i, "RED", NULL);
	env_ip(i, "10.2.2.1", 24);
	WAIT_FOR(e, line_up(i) && !strcmp(env_addrs(i, AF_INET), "10.2.2.1/24"));
	ifindex = i->ifindex;
	env_sh("ip link add Gi3 type veth peer name p3");
	g3 = env_iface(e, "Gi3");
	iface_set_vrf(g3, "OLD", NULL);
	WAIT_FOR(e, g3->present && !strcmp(g3->vrf->name, "OLD"));
	env_stop(e, false);
	env_start(e);
	vrf_add(&e->vrfs, "RED");
	i = iface_find(&e->ifaces, "GigabitEthernet2");
	assert_non_null(i);
	assert_string_equal(i->vrf->name, "RED");
	/* The same configuration again touches nothing. */
	i = env_iface(e, "Gi2");
	iface_set_vrf(i, "RED", &e->msg);
	assert_string_equal(env_msg(e), "");
	env_ip(i, "10.2.2.1", 24);
	assert_false(iface_find(&e->ifaces, "GigabitEthernet3"));
	vrf_sweep(&e->vrfs);
	iface_sweep(&e->ifaces);
	assert_int_equal(i->ifindex, ifindex);
	assert_true(line_up(i));
	assert_string_equal(env_addrs(i, AF_INET), "10.2.2.1/24");
	/* What was in the VRF that is not configured any more is saved. */
	WAIT_FOR(e, iface_find(&e->ifaces, "GigabitEthernet3"));
	assert_true(env_sh_ok("ip link show dev Gi3 >/dev/null"));
	assert_false(netns_exists(e, "OLD"));
	assert_true(netns_exists(e, "RED"));
}

static void count_name(void *arg, const char *name)
{
	(void)name;
	++*(unsigned *)arg;
}

static void test_sweep_leaves_other_routers_alone(void **state)
{
	ENV(e, state);
	struct vrf_table other;
	struct vrf_opts opts = { .pathspace = "x" };
	char name[48], longer[64];
	unsigned n = 0;

	NEED_VRFS(e);
	/* Router "x-test-PID" and router "x" whose names begin alike. */
	snprintf(name, sizeof(name), "x%s", e->pathspace);
	snprintf(longer, sizeof(longer), "%s-R", name);
	opts.pathspace = longer;
	assert_int_equal(vrf_init(&other, e->loop, &opts), 0);
	vrf_add(&other, "RED");
	vrf_fini(&other);
	opts.pathspace = name;
	assert_int_equal(vrf_init(&other, e->loop, &opts), 0);
	vrf_sweep(&other);
	vrf_fini(&other);
	netns_each("lispd-xtest", count_name, &n);
	assert_int_equal(n, 1);
	opts.pathspace = longer;
	assert_int_equal(vrf_init(&other, e->loop, &opts), 0);
	vrf_sweep(&other);
	vrf_fini(&other);
	n = 0;
	netns_each("lispd-xtest", count_name, &n);
	assert_int_equal(n, 0);
}

static void test_loopback_routes_and_rules_in_a_vrf(void **state)
{
	ENV(e, state);
	struct iface *l;
	struct vrf *red;
	struct prefix p = env_prefix("10.8.0.0/24");
	struct static_cfg c = { .vrf = "RED",
				.prefix = env_prefix("10.99.0.0/16"),
				.ifname = "Null0" };
	struct rule_spec rule = { .pref = RULE_MAIN, .family = AF_INET };
	struct route_info r;

	NEED_VRFS(e);
	/* Everything is typed before the VRF is. */
	l = env_iface(e, "lo8");
	iface_set_vrf(l, "RED", NULL);
	env_ip(l, "10.8.0.1", 24);
	assert_int_equal(static_add(&e->statics, &c), STATIC_OK);
	env_settle(e);
	assert_false(static_next(&e->statics, NULL)->active);
	red = vrf_add(&e->vrfs, "RED");
	WAIT_FOR(e, line_up(l) && route_exact(e->routes, red, &p, &r));
	assert_int_equal(r.source, ROUTE_CONNECTED);
	assert_false(env_shows("ip addr show dev lo", "10.8.0.1"));
	WAIT_FOR(e, route_exact(e->routes, red, &c.prefix, &r));
	assert_int_equal(r.kind, ROUTE_THROW);
	assert_string_equal(r.hop[0].ifname, "Null0");
	assert_true(static_next(&e->statics, NULL)->active);
	assert_int_equal(rule_set(e->rules, red, &rule), 0);
	assert_true(rule_is_set(e->rules, red, &rule));
	assert_int_equal(rule_count(e->rules, vrf_default(&e->vrfs)), 0);

	/* Two VRFs may use the same addresses. */
	vrf_add(&e->vrfs, "BLUE");
	l = env_iface(e, "lo9");
	iface_set_vrf(l, "BLUE", NULL);
	env_ip(l, "10.8.0.1", 24);
	WAIT_FOR(e, line_up(l) && !strcmp(env_addrs(l, AF_INET), "10.8.0.1/24"));
	vrf_del(&e->vrfs, red);
	assert_false(static_next(&e->statics, NULL)->active);
	env_settle(e);
}

static void test_address_families_of_a_vrf(void **state)
{
	ENV(e, state);
	struct iface *i = env_iface(e, "lo1");
	struct vrf *red = vrf_add(&e->vrfs, "RED");
	struct addr a = env_addr("10.0.0.1"), m = env_addr("255.255.255.255");

	vrf_set_af(red, AF_INET, false);
	iface_set_vrf(i, "RED", NULL);
	assert_int_equal(iface_set_ip(i, &a, &m, false, &e->msg), IFACE_REFUSED);
	assert_string_equal(env_msg(e),
			    "% Loopback1 is linked to a VRF. Enable IPv4 on that VRF first.\n");
	vrf_set_af(red, AF_INET, true);
	assert_int_equal(iface_set_ip(i, &a, &m, false, &e->msg), IFACE_OK);
	vrf_set_af(red, AF_INET, false);
	assert_int_equal(i->cfg.n_v4, 0);
}

static int socket_in(void *arg)
{
	*(int *)arg = socket(AF_INET, SOCK_DGRAM, 0);
	return 17;
}

static void test_sockets(void **state)
{
	ENV(e, state);
	struct vrf *red;
	int fd = -1, fd2;

	NEED_VRFS(e);
	red = vrf_add(&e->vrfs, "RED");
	assert_int_equal(vrf_call(red, socket_in, &fd), 17);
	assert_true(fd >= 0);
	close(fd);
	fd2 = vrf_socket(red, AF_INET, SOCK_DGRAM, 0);
	assert_true(fd2 >= 0);
	close(fd2);
	assert_true(netns_same(-1, -1));
	assert_false(netns_same(red->netns, -1));
	assert_int_equal(vrf_socket(red, AF_INET, 12345, 0), -EINVAL);
	assert_int_equal(netns_open("no-such-namespace"), -ENOENT);
	assert_int_equal(netns_open("../etc"), -EINVAL);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, env_setup, env_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_names),
		TEST(test_interface_moves_into_a_vrf_and_back),
		TEST(test_interface_waits_for_its_vrf),
		TEST(test_devices_in_a_vrf_survive_a_restart),
		TEST(test_sweep_leaves_other_routers_alone),
		TEST(test_loopback_routes_and_rules_in_a_vrf),
		TEST(test_address_families_of_a_vrf),
		TEST(test_sockets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
