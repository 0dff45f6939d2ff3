/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Interfaces against a real kernel, in a network namespace of the test's own. */
#include "tests/unit/net_env.h"

#include <errno.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lispd/net/sysctl.h"

static struct iface *find(struct net_env *e, const char *name)
{
	return iface_find(&e->ifaces, name);
}

static bool is_up(struct net_env *e, const char *name)
{
	struct iface *i = find(e, name);

	return i && iface_line_up(i);
}

static void test_addresses_there_before_us_are_adopted(void **state)
{
	ENV(e, state);
	struct iface *i;
	struct addr a = env_addr("10.1.1.1"), mask = env_addr("255.255.255.0"), got;

	env_sh("ip link add Gi2 type veth peer name p2; ip addr add 10.1.1.1/24 dev Gi2;"
	       "ip addr add 2001:db8:1::1/64 dev Gi2; ip link set Gi2 up; ip link set p2 up");
	WAIT_FOR(e, is_up(e, "GigabitEthernet2"));
	i = find(e, "GigabitEthernet2");
	assert_false(i->configured);
	assert_string_equal(env_addrs(i, AF_INET), "10.1.1.1/24a");
	assert_string_equal(env_addrs(i, AF_INET6), "2001:DB8:1::1/64a");
	assert_true(iface_address(i, AF_INET, &got));
	assert_string_equal(addr_str(&got).s, "10.1.1.1");

	/* Configuring the interface leaves them; a typed primary comes first. */
	i = env_iface(e, "gi2");
	env_settle(e);
	assert_string_equal(env_addrs(i, AF_INET), "10.1.1.1/24a");
	env_ip(i, "10.9.9.1", 24);
	WAIT_FOR(e, !strcmp(env_addrs(i, AF_INET), "10.9.9.1/24 10.1.1.1/24sa"));
	env_stop(e, true);
	assert_true(env_shows("ip addr show dev Gi2", "10.1.1.1/24"));
	assert_true(env_shows("ip addr show dev Gi2", "10.9.9.1/24"));

	/* The one typed in the last run was not typed in this one: it goes, the other one stays. */
	env_start(e);
	i = env_iface(e, "gi2");
	iface_sweep(&e->ifaces);
	WAIT_FOR(e, !env_shows("ip addr show dev Gi2", "10.9.9.1/24"));
	assert_string_equal(env_addrs(i, AF_INET), "10.1.1.1/24a");

	/* Until the operator says no to it. */
	assert_int_equal(iface_unset_ip(i, &a, &mask, false, &e->msg), IFACE_OK);
	assert_false(env_shows("ip addr show dev Gi2", "10.1.1.1/24"));
	assert_string_equal(env_addrs(i, AF_INET), "");
	assert_int_equal(iface_unset_ip(i, &a, &mask, false, &e->msg), IFACE_REFUSED);
	assert_string_equal(env_msg(e), "Invalid address\n");
}

static void test_typed_addresses_come_and_go(void **state)
{
	ENV(e, state);
	struct iface *i;
	struct addr a = env_addr("10.1.1.2"), mask = env_addr("255.255.255.0");
	struct iface_cfg_addr v6 = { .addr = env_addr("2001:db8::1"), .plen = 64 };
	struct iface_cfg_addr ll = { .addr = env_addr("fe80::1"), .plen = 64, .link_local = true };

	env_sh("ip link add Gi0-0 type veth peer name p2; ip link set p2 up");
	WAIT_FOR(e, find(e, "GigabitEthernet0/0"));
	i = env_iface(e, "GigabitEthernet0/0");
	env_ip(i, "10.1.1.1", 24);
	assert_int_equal(iface_set_ip(i, &a, &mask, true, &e->msg), IFACE_OK);
	assert_int_equal(iface_set_ipv6(i, &v6, &e->msg), IFACE_OK);
	assert_int_equal(iface_set_ipv6(i, &ll, &e->msg), IFACE_OK);
	assert_string_equal(env_addrs(i, AF_INET), "10.1.1.1/24- 10.1.1.2/24s-");
	WAIT_FOR(e, is_up(e, "GigabitEthernet0/0"));
	WAIT_FOR(e, !strcmp(env_addrs(i, AF_INET), "10.1.1.1/24 10.1.1.2/24s"));
	WAIT_FOR(e, !strcmp(env_addrs(i, AF_INET6), "FE80::1/64 2001:DB8::1/64"));
	/* The kernel's own link-local address made room. */
	WAIT_FOR(e, i->n_addrs == 4);
	assert_true(env_shows("ip link show dev Gi0-0", "altname GigabitEthernet0/0"));
	assert_true(env_sh_ok("test $(cat /proc/sys/net/ipv4/ip_forward) = 1"));
	assert_true(env_sh_ok("test $(cat /proc/sys/net/ipv6/conf/all/forwarding) = 1"));

	/* A new primary takes the place of the old one, the secondary stays. */
	env_ip(i, "10.1.1.3", 24);
	WAIT_FOR(e, !strcmp(env_addrs(i, AF_INET), "10.1.1.3/24 10.1.1.2/24s"));
	assert_false(env_shows("ip addr show dev Gi0-0", "10.1.1.1/24"));

	a = env_addr("10.1.1.3");
	assert_int_equal(iface_unset_ip(i, &a, &mask, false, &e->msg), IFACE_REFUSED);
	assert_string_equal(env_msg(e), "Must delete secondary before deleting primary\n");
	assert_int_equal(iface_clear_ip(i), IFACE_OK);
	assert_false(env_shows("ip addr show dev Gi0-0", "inet 10."));
	assert_int_equal(iface_unset_ipv6(i, &v6, &e->msg), IFACE_OK);
	assert_false(env_shows("ip addr show dev Gi0-0", "2001:db8::1"));
	assert_string_equal(env_addrs(i, AF_INET6), "FE80::1/64");
}

static void test_address_is_used_when_nobody_else_has_it(void **state)
{
	ENV(e, state);
	struct iface *i;
	struct addr a;

	env_sh("echo 1 >/proc/sys/net/ipv6/conf/default/accept_dad;"
	       "ip link add Gi1 type veth peer name p1; ip link set p1 up");
	i = env_iface(e, "Gi1");
	env_ip(i, "2001:db8::1", 64);
	WAIT_FOR(e, env_shows("ip addr show dev Gi1", "2001:db8::1/64 scope global tentative"));
	assert_false(iface_address(i, AF_INET6, &a));
	WAIT_FOR(e, iface_address(i, AF_INET6, &a));
	assert_string_equal(addr_str(&a).s, "2001:DB8::1");
}

static void test_interface_appears_later_and_vanishes(void **state)
{
	ENV(e, state);
	struct iface *i = env_iface(e, "GigabitEthernet3");

	env_ip(i, "10.3.3.1", 24);
	env_ip(i, "2001:db8:3::1", 64);
	env_settle(e);
	assert_false(i->present);
	assert_int_equal(iface_status(i), IFACE_DOWN);

	/* It comes under a name of Linux, and gets ours by hand. */
	env_forget(e);
	env_sh("ip link add eth7 type veth peer name p3; ip link set p3 up");
	WAIT_FOR(e, find(e, "eth7"));
	env_sh("ip link property add dev eth7 altname GigabitEthernet3");
	WAIT_FOR(e, is_up(e, "GigabitEthernet3"));
	assert_null(find(e, "eth7"));
	assert_ptr_equal(iface_resolve(&e->ifaces, "eth7"), i);
	assert_string_equal(i->dev, "eth7");
	WAIT_FOR(e, !strcmp(env_addrs(i, AF_INET), "10.3.3.1/24"));
	WAIT_FOR(e, !strcmp(env_addrs(i, AF_INET6), "2001:DB8:3::1/64"));
	WAIT_FOR(e, e->heard & IFACE_DEVICE && e->heard & IFACE_ADDR && e->heard & IFACE_STATE);

	env_sh("ip link set p3 down");
	WAIT_FOR(e, !is_up(e, "GigabitEthernet3"));
	assert_int_equal(iface_status(i), IFACE_DOWN);
	env_sh("ip link set p3 up");
	WAIT_FOR(e, is_up(e, "GigabitEthernet3"));

	env_forget(e);
	env_sh("ip link del eth7");
	WAIT_FOR(e, !i->present && e->heard & IFACE_DEVICE);
	assert_ptr_equal(find(e, "GigabitEthernet3"), i);
	assert_string_equal(env_addrs(i, AF_INET), "10.3.3.1/24-");

	env_sh("ip link add Gi3 type veth peer name p3; ip link set p3 up");
	WAIT_FOR(e, is_up(e, "GigabitEthernet3"));
	WAIT_FOR(e, !strcmp(env_addrs(i, AF_INET), "10.3.3.1/24"));
}

static void test_renamed_device_is_another_interface(void **state)
{
	ENV(e, state);

	env_sh("ip link add eth1 type veth peer name eth2");
	WAIT_FOR(e, find(e, "eth1") && find(e, "eth2"));
	env_sh("ip link set eth1 name Te1-1-1");
	WAIT_FOR(e, find(e, "TenGigabitEthernet1/1/1") && !find(e, "eth1"));
	env_sh("ip link del Te1-1-1");
	WAIT_FOR(e, !find(e, "TenGigabitEthernet1/1/1") && !find(e, "eth2"));
}

static void test_unconfigured_devices_are_left_alone(void **state)
{
	ENV(e, state);

	env_sh("ip link add Gi1 type veth peer name Gi2");
	WAIT_FOR(e, find(e, "GigabitEthernet1") && find(e, "GigabitEthernet2"));
	env_settle(e);
	assert_true(env_shows("ip link show dev Gi1", "state DOWN"));
	assert_false(env_shows("ip link show dev Gi1", "altname"));
	assert_int_equal(iface_status(find(e, "GigabitEthernet1")), IFACE_ADMIN_DOWN);
}

static void test_shutdown(void **state)
{
	ENV(e, state);
	struct iface *i;

	env_sh("ip link add Gi1 type veth peer name p1; ip link set p1 up");
	i = env_iface(e, "Gi1");
	env_ip(i, "10.1.1.1", 24);
	env_ip(i, "2001:db8::1", 64);
	WAIT_FOR(e, is_up(e, "GigabitEthernet1"));
	assert_int_equal(iface_set_shutdown(i, true), IFACE_OK);
	WAIT_FOR(e, env_shows("ip link show dev Gi1", "state DOWN"));
	assert_int_equal(iface_status(i), IFACE_ADMIN_DOWN);
	assert_int_equal(iface_set_shutdown(i, false), IFACE_OK);
	WAIT_FOR(e, is_up(e, "GigabitEthernet1"));
	WAIT_FOR(e, !strcmp(env_addrs(i, AF_INET), "10.1.1.1/24"));
	WAIT_FOR(e, !strcmp(env_addrs(i, AF_INET6), "2001:DB8::1/64"));

	/* What somebody does by hand stays until the operator types it again. */
	env_sh("ip link set Gi1 down");
	WAIT_FOR(e, !is_up(e, "GigabitEthernet1"));
	env_settle(e);
	assert_false(is_up(e, "GigabitEthernet1"));
	iface_set_shutdown(i, false);
	WAIT_FOR(e, is_up(e, "GigabitEthernet1"));
	WAIT_FOR(e, !strcmp(env_addrs(i, AF_INET6), "2001:DB8::1/64"));
}

static void test_loopback_on_lo(void **state)
{
	ENV(e, state);
	struct iface *l0 = env_iface(e, "lo0"), *l1;
	struct route_info r;
	struct prefix p24 = env_prefix("10.20.0.0/24"), p32 = env_prefix("10.10.10.10/32");
	struct prefix p64 = env_prefix("2001:db8:20::/64");

	env_ip(l0, "10.10.10.10", 32);
	WAIT_FOR(e, !strcmp(env_addrs(l0, AF_INET), "10.10.10.10/32"));
	assert_true(iface_line_up(l0));
	l1 = env_iface(e, "Loopback1");
	env_ip(l1, "10.20.0.1", 24);
	env_ip(l1, "2001:db8:20::1", 64);
	WAIT_FOR(e, !strcmp(env_addrs(l1, AF_INET), "10.20.0.1/24"));
	WAIT_FOR(e, !strcmp(env_addrs(l1, AF_INET6), "2001:DB8:20::1/64"));
	assert_ptr_equal(iface_by_addr(&e->ifaces, vrf_default(&e->vrfs), &l1->addr[0].addr), l1);
	assert_null(find(e, "lo"));

	/* Only the address is ours, not its whole subnet; the subnet is in the table. */
	assert_true(env_sh_ok("ping -q -c1 -W1 10.20.0.1 >/dev/null"));
	assert_false(env_sh_ok("ping -q -c1 -W1 10.20.0.2 >/dev/null 2>&1"));
	WAIT_FOR(e, route_exact(e->routes, vrf_default(&e->vrfs), &p24, &r));
	assert_int_equal(r.source, ROUTE_CONNECTED);
	assert_string_equal(r.hop[0].ifname, "Loopback1");
	WAIT_FOR(e, route_exact(e->routes, vrf_default(&e->vrfs), &p32, &r));
	assert_int_equal(r.source, ROUTE_CONNECTED);
	assert_string_equal(r.hop[0].ifname, "Loopback0");
	WAIT_FOR(e, route_exact(e->routes, vrf_default(&e->vrfs), &p64, &r));
	assert_string_equal(r.hop[0].ifname, "Loopback1");

	iface_set_shutdown(l1, true);
	WAIT_FOR(e, !strcmp(env_addrs(l1, AF_INET), "10.20.0.1/24-"));
	assert_false(env_shows("ip addr show dev lo", "10.20.0.1"));
	assert_true(env_shows("ip addr show dev lo", "10.10.10.10"));
	WAIT_FOR(e, !route_exact(e->routes, vrf_default(&e->vrfs), &p24, &r));
	iface_set_shutdown(l1, false);
	WAIT_FOR(e, route_exact(e->routes, vrf_default(&e->vrfs), &p24, &r));

	assert_int_equal(iface_del(l1, &e->msg), IFACE_OK);
	assert_false(env_shows("ip addr show dev lo", "10.20.0.1"));
	assert_false(env_shows("ip addr show dev lo", "2001:db8:20::1"));
	WAIT_FOR(e, !find(e, "Loopback1") && e->heard & IFACE_DELETED);
	WAIT_FOR(e, !route_exact(e->routes, vrf_default(&e->vrfs), &p24, &r));

	/* What somebody else puts on lo is seen under that name. */
	env_sh("ip addr add 10.77.0.1/32 dev lo");
	WAIT_FOR(e, find(e, "lo"));
	assert_string_equal(env_addrs(find(e, "lo"), AF_INET), "10.77.0.1/32a");
	env_ip(l0, "10.77.0.1", 32);
	WAIT_FOR(e, !find(e, "lo"));
	WAIT_FOR(e, !strcmp(env_addrs(l0, AF_INET), "10.77.0.1/32"));
}

/* Kernels with dummy devices: any kind that this kernel can make stands for it. */
static void test_loopback_with_a_device(void **state)
{
	ENV(e, state);
	struct iface *i;

	if (!env_sh_ok("ip link add probe type ifb 2>/dev/null && ip link del probe"))
		skip();
	env_settle(e);
	i = env_iface(e, "Loopback7");
	env_ip(i, "10.7.0.1", 32);
	WAIT_FOR(e, !strcmp(env_addrs(i, AF_INET), "10.7.0.1/32") && i->on_lo);
	env_sh("ip link add Lo7 type ifb");
	WAIT_FOR(e, !i->on_lo && is_up(e, "Loopback7"));
	assert_true(env_shows("ip addr show dev Lo7", "10.7.0.1/32"));
	assert_false(env_shows("ip addr show dev lo", "10.7.0.1/32"));

	e->ifaces.loopback_kind = "ifb";
	e->vrfs.features.missing = 0;
	i = env_iface(e, "Loopback5");
	env_ip(i, "10.5.0.1", 24);
	WAIT_FOR(e, is_up(e, "Loopback5") && !strcmp(env_addrs(i, AF_INET), "10.5.0.1/24"));
	assert_string_equal(i->dev, "Lo5");
	assert_true(env_shows("ip link show dev Lo5", "altname Loopback5"));

	/* A crash leaves it; the next start removes it when it is not configured any more. */
	env_stop(e, false);
	env_start(e);
	e->ifaces.loopback_kind = "ifb";
	assert_non_null(find(e, "Loopback5"));
	i = env_iface(e, "Loopback6");
	iface_sweep(&e->ifaces);
	WAIT_FOR(e, !find(e, "Loopback5"));
	assert_true(i->present);
	assert_int_equal(iface_del(i, &e->msg), IFACE_OK);
	WAIT_FOR(e, !find(e, "Loopback6"));
	assert_false(env_sh_ok("ip link show dev Lo6 >/dev/null 2>&1"));
}

static void refused(struct net_env *e, struct iface *i, const char *addr, const char *mask,
		    bool secondary, const char *text)
{
	struct addr a = env_addr(addr), m = env_addr(mask);

	assert_int_equal(iface_set_ip(i, &a, &m, secondary, &e->msg), IFACE_REFUSED);
	assert_string_equal(env_msg(e), text);
}

static void test_refusals_in_the_words_of_ios(void **state)
{
	ENV(e, state);
	struct iface *g2 = env_iface(e, "gi2"), *g3 = env_iface(e, "gi3");
	struct iface_cfg_addr v6 = { .addr = env_addr("2001:db8:1::2"), .plen = 48 };
	struct addr a = env_addr("10.7.7.0"), m = env_addr("255.255.255.254");

	env_ip(g2, "10.1.1.1", 24);
	env_ip(g2, "2001:db8:1::1", 64);
	refused(e, g3, "10.1.1.2", "255.255.255.0", false,
		"% 10.1.1.0 overlaps with GigabitEthernet2\n");
	refused(e, g3, "10.2.1.2", "255.0.0.0", false,
		"% 10.0.0.0 overlaps with GigabitEthernet2\n");
	refused(e, g3, "10.1.1.0", "255.255.255.0", false, "Bad mask /24 for address 10.1.1.0\n");
	refused(e, g3, "10.3.1.255", "255.255.255.0", false,
		"Bad mask /24 for address 10.3.1.255\n");
	refused(e, g3, "10.3.1.1", "255.0.255.0", false,
		"Bad mask 0xFF00FF00 for address 10.3.1.1\n");
	refused(e, g3, "224.1.1.1", "255.255.255.0", false,
		"Not a valid host address - 224.1.1.1\n");
	refused(e, g2, "10.1.1.1", "255.255.255.0", true, "Secondary can't be same as primary\n");
	assert_int_equal(iface_set_ipv6(g3, &v6, &e->msg), IFACE_REFUSED);
	assert_string_equal(env_msg(e), "%GigabitEthernet3: Error: 2001:DB8:1::/48 is overlapping "
					"with 2001:DB8:1::/64 on GigabitEthernet2\n");
	assert_int_equal(iface_set_ip(g3, &a, &m, false, &e->msg), IFACE_OK);
	assert_string_equal(env_msg(e), "% Warning: use /31 mask on non point-to-point interface "
					"cautiously\n");
	/* Another VRF is another world. */
	assert_int_equal(iface_set_vrf(g3, "RED", &e->msg), IFACE_OK);
	assert_string_equal(env_msg(e), "% Interface GigabitEthernet3 IPv4 disabled and "
					"address(es) removed due to enabling VRF RED\n");
	env_ip(g3, "10.1.1.2", 24);
	assert_int_equal(iface_set_vrf(g3, NULL, &e->msg), IFACE_OK);
	assert_string_equal(env_msg(e), "% Interface GigabitEthernet3 IPv4 disabled and "
					"address(es) removed due to disabling VRF RED\n");
	assert_int_equal(g3->cfg.n_v4, 0);
	/* A name that never was can go again. */
	assert_int_equal(iface_del(g3, &e->msg), IFACE_OK);
	WAIT_FOR(e, !find(e, "GigabitEthernet3"));
	env_sh("ip link add Gi2 type veth peer name p2");
	WAIT_FOR(e, g2->present);
	assert_int_equal(iface_del(g2, &e->msg), IFACE_REFUSED);
	assert_string_equal(env_msg(e), "% Removal of physical interfaces is not permitted\n");
}

static void test_mtu_and_mac(void **state)
{
	ENV(e, state);
	static const uint8_t mac[6] = { 0x00, 0x00, 0x0c, 0x9f, 0xf0, 0x01 };
	struct iface_cfg_addr eui = { .addr = env_addr("2001:db8:9::"), .plen = 64, .eui64 = true };
	struct iface *i;

	env_sh("ip link add Gi1 type veth peer name p1; ip link set p1 up");
	i = env_iface(e, "Gi1");
	iface_set_mtu(i, 1600, &e->msg);
	WAIT_FOR(e, i->mtu == 1600);
	iface_set_ip_mtu(i, AF_INET, 1400, &e->msg);
	WAIT_FOR(e, i->mtu == 1400);
	assert_int_equal(iface_ip_mtu(i, AF_INET), 1400);
	assert_int_equal(iface_set_ip_mtu(i, AF_INET, 1700, &e->msg), IFACE_REFUSED);
	iface_set_mtu(i, 1300, &e->msg); /* what no longer fits goes */
	assert_int_equal(i->cfg.ip_mtu, 0);
	iface_set_mtu(i, 1600, &e->msg);
	iface_set_ip_mtu(i, AF_INET, 0, &e->msg);
	WAIT_FOR(e, i->mtu == 1600);
	iface_set_mtu(i, 0, &e->msg);
	WAIT_FOR(e, i->mtu == 1500);

	iface_set_mac(i, mac, &e->msg);
	WAIT_FOR(e, !memcmp(i->mac, mac, 6));
	assert_int_equal(iface_set_ipv6(i, &eui, &e->msg), IFACE_OK);
	WAIT_FOR(e, !strcmp(env_addrs(i, AF_INET6), "2001:DB8:9:0:200:CFF:FE9F:F001/64"));
	iface_set_default(i);
	WAIT_FOR(e, memcmp(i->mac, mac, 6) != 0);
	assert_string_equal(env_addrs(i, AF_INET6), "");
	assert_true(i->configured);
}

static void test_counters(void **state)
{
	ENV(e, state);
	struct iface_counters c;

	env_sh("ip link add Gi1 type veth peer name p1; ip link set p1 up; ip link set Gi1 up;"
	       "ip addr add 10.1.1.1/24 dev Gi1; ping -q -c2 -W1 -i0.2 10.1.1.9 >/dev/null; true");
	WAIT_FOR(e, is_up(e, "GigabitEthernet1"));
	iface_counters(find(e, "GigabitEthernet1"), &c);
	assert_true(c.tx_packets > 0 && c.tx_bytes > c.tx_packets);
	assert_int_equal(c.speed_mbps, 10000); /* what veth says */
	assert_true(c.full_duplex);
}

static void test_tun_of_the_data_plane(void **state)
{
	ENV(e, state);
	struct vrf *v = vrf_default(&e->vrfs);

	if (!env_sh_ok("ip tuntap add LISP0.101 mode tun 2>/dev/null"))
		skip();
	assert_int_equal(iface_setup_tun(&e->ifaces, v, "LISP0.101", 1464), 0);
	assert_non_null(find(e, "LISP0.101"));
	assert_int_equal(find(e, "LISP0.101")->mtu, 1464);
	assert_true(env_shows("ip link show dev LISP0.101", ",UP"));
	assert_false(env_shows("ip addr show dev LISP0.101", "fe80"));
	assert_true(env_sh_ok("test $(cat /proc/sys/net/ipv4/conf/LISP0.101/rp_filter) = 0"));
	assert_int_equal(iface_setup_tun(&e->ifaces, v, "LISP9", 1464), -ENODEV);
	assert_int_equal(iface_del_device(&e->ifaces, v, "LISP0.101"), 0);
	assert_null(find(e, "LISP0.101"));
}

static void test_many_addresses_survive_lost_news(void **state)
{
	ENV(e, state);
	struct iface *i;

	/* More than the socket's buffer holds, while nobody reads. */
	env_sh("ip link add Gi1 type veth peer name p1; ip link set p1 up; ip link set Gi1 up");
	WAIT_FOR(e, is_up(e, "GigabitEthernet1"));
	i = find(e, "GigabitEthernet1");
	env_sh("seq 1 20000 | awk '{ a = sprintf(\"10.%%d.%%d.1/32 dev Gi1\", $1 / 250, $1 %% 250);"
	       "print \"addr add \" a; print \"addr del \" a }' | ip -batch -;"
	       "ip addr add 10.99.0.1/24 dev Gi1");
	WAIT_FOR(e, !strcmp(env_addrs(i, AF_INET), "10.99.0.1/24a"));
}

/* Runs check() in a child, which a change of privileges or of mounts does not outlive. */
static void in_child(struct net_env *e, void (*prepare)(void), bool (*check)(struct net_env *e))
{
	pid_t pid;
	int status;

	env_stop(e, true);
	pid = fork();
	if (pid == 0) {
		struct net_env own = { .running = false };

		prepare();
		own.loop = loop_new();
		strcpy(own.pathspace, e->pathspace);
		out_init(&own.msg);
		env_start(&own);
		_exit(check(&own) ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void become_nobody(void)
{
	if (setresuid(65534, 65534, 65534))
		_exit(2);
}

static bool works_without_privileges(struct net_env *e)
{
	struct iface *i = env_iface(e, "Gi1"), *l = env_iface(e, "lo0");
	struct rule_spec rule = { .pref = RULE_MAIN, .family = AF_INET };
	struct vrf *v = vrf_default(&e->vrfs);

	env_ip(i, "10.1.1.1", 24);
	env_ip(l, "10.2.2.2", 32);
	env_settle(e);
	/* Each lack is told once; what can be seen is seen, what was typed is kept. */
	return i->present && i->cfg.n_v4 == 1 && l->cfg.n_v4 == 1 && !iface_line_up(i) &&
	       feature_is_missing(&e->vrfs.features, FEATURE_NETLINK) &&
	       feature_is_missing(&e->vrfs.features, FEATURE_SYSCTL) &&
	       !vrf_add(&e->vrfs, "RED")->up &&
	       feature_is_missing(&e->vrfs.features, FEATURE_NETNS) &&
	       rule_set(e->rules, v, &rule) == -EPERM;
}

static void test_without_privileges(void **state)
{
	ENV(e, state);

	env_sh("ip link add Gi1 type veth peer name p1;"
	       "echo 1 >/proc/sys/net/ipv4/conf/all/send_redirects");
	in_child(e, become_nobody, works_without_privileges);
}

static void make_sysctl_read_only(void)
{
	if (unshare(CLONE_NEWNS) || mount("", "/", "none", MS_REC | MS_PRIVATE, NULL) ||
	    mount("/proc/sys", "/proc/sys", "none", MS_BIND, NULL) ||
	    mount("", "/proc/sys", "none", MS_REMOUNT | MS_BIND | MS_RDONLY, NULL))
		_exit(2);
}

static bool forwards_with_read_only_sysctl(struct net_env *e)
{
	struct vrf *v = vrf_default(&e->vrfs);
	int value = -1;

	env_iface(e, "Gi1");
	env_settle(e);
	return sysctl_get_conf(v, AF_INET, "Gi1", "forwarding", &value) == 0 && value == 1 &&
	       sysctl_set_conf(v, AF_INET, "Gi1", "proxy_arp", 1) == 0 &&
	       sysctl_get_conf(v, AF_INET, "Gi1", "proxy_arp", &value) == 0 && value == 1 &&
	       sysctl_set(v, "ipv4/ip_forward", 1) == -EROFS &&
	       feature_is_missing(&e->vrfs.features, FEATURE_SYSCTL);
}

static void test_container_with_read_only_sysctl(void **state)
{
	ENV(e, state);

	env_sh("ip link add Gi1 type veth peer name p1; echo 0 >/proc/sys/net/ipv4/ip_forward");
	in_child(e, make_sysctl_read_only, forwards_with_read_only_sysctl);
}

static void test_without_a_kernel(void **state)
{
	ENV(e, state);
	struct vrf_opts opts = { .no_net = true };
	struct iface *i;
	struct static_cfg c = { .prefix = env_prefix("10.0.0.0/8"), .ifname = "Null0" };
	struct rule_spec rule = { .pref = RULE_MAIN, .family = AF_INET };

	env_stop(e, true);
	assert_int_equal(vrf_init(&e->vrfs, e->loop, &opts), 0);
	iface_init(&e->ifaces, e->loop, &e->vrfs);
	e->routes = route_new(e->loop, &e->vrfs, &e->ifaces);
	e->rules = rule_new(e->loop, &e->vrfs);
	static_init(&e->statics, e->loop, &e->vrfs, &e->ifaces, e->routes);
	e->running = true;
	assert_non_null(vrf_add(&e->vrfs, "RED"));
	i = env_iface(e, "Loopback0");
	iface_set_vrf(i, "RED", NULL);
	env_ip(i, "10.0.0.1", 32);
	assert_int_equal(static_add(&e->statics, &c), STATIC_OK);
	assert_int_equal(rule_set(e->rules, vrf_default(&e->vrfs), &rule), -ENETDOWN);
	env_settle(e);
	assert_int_equal(i->cfg.n_v4, 1);
	assert_string_equal(i->vrf->name, "RED");
	assert_false(iface_line_up(i));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, env_setup, env_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_addresses_there_before_us_are_adopted),
		TEST(test_typed_addresses_come_and_go),
		TEST(test_address_is_used_when_nobody_else_has_it),
		TEST(test_interface_appears_later_and_vanishes),
		TEST(test_renamed_device_is_another_interface),
		TEST(test_unconfigured_devices_are_left_alone),
		TEST(test_shutdown),
		TEST(test_loopback_on_lo),
		TEST(test_loopback_with_a_device),
		TEST(test_refusals_in_the_words_of_ios),
		TEST(test_mtu_and_mac),
		TEST(test_counters),
		TEST(test_tun_of_the_data_plane),
		TEST(test_many_addresses_survive_lost_news),
		TEST(test_without_privileges),
		TEST(test_container_with_read_only_sysctl),
		TEST(test_without_a_kernel),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
