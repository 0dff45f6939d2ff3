/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base.h"
#include "lispd/net/ifname.h"

static void test_abbreviations_become_canonical(void **state)
{
	static const char *const rows[][2] = {
		{ "GigabitEthernet2", "GigabitEthernet2" },
		{ "gigabitethernet 2", "GigabitEthernet2" },
		{ "Gi2", "GigabitEthernet2" },
		{ "gig 2", "GigabitEthernet2" },
		{ "g2", "GigabitEthernet2" },
		{ "GI0/0", "GigabitEthernet0/0" },
		{ "GigabitEthernet0/0/1.100", "GigabitEthernet0/0/1.100" },
		{ "gi 1/0/24", "GigabitEthernet1/0/24" },
		{ "lo0", "Loopback0" },
		{ "Loop 10", "Loopback10" },
		{ "Te1/1/1", "TenGigabitEthernet1/1/1" },
		{ "Fa0/0", "FastEthernet0/0" },
		{ "f0/0", "FastEthernet0/0" },
		{ "Ethernet0/1", "Ethernet0/1" },
		{ "e0/1", "Ethernet0/1" },
		{ "Eth1", "Ethernet1" },
		{ "Vlan10", "Vlan10" },
		{ "v10", "Vlan10" },
		{ "Port-channel1", "Port-channel1" },
		{ "po1", "Port-channel1" },
		{ "Po1.5", "Port-channel1.5" },
		{ "Tunnel0", "Tunnel0" },
		{ "tun0", "Tunnel0" },
		{ "Tunnel2000000001", "Tunnel2000000001" },
		{ "LISP0", "LISP0" },
		{ "lisp0.101", "LISP0.101" },
		{ "LI0.101", "LISP0.101" },
		{ "L2LISP0.8188", "L2LISP0.8188" },
		{ "Null0", "Null0" },
		{ "nu 0", "Null0" },
		{ "nve1", "nve1" },
		{ "NVE1", "nve1" },
		{ "BDI1", "BDI1" },
		{ "Se0/1/0", "Serial0/1/0" },
		{ "TwentyFiveGigE1/0/1", "TwentyFiveGigE1/0/1" },
		{ "Hu1/0/49", "HundredGigE1/0/49" },
		{ "eth1", "eth1" },
		{ "eth0.100", "eth0.100" },
		{ "ens3", "ens3" },
		{ "enp0s3", "enp0s3" },
		{ "p4p1", "p4p1" },
		{ "br0", "br0" },
		{ "wlan0", "wlan0" },
		{ "docker0", "docker0" },
	};
	struct ifname n;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		enum ifname_result r = ifname_parse(rows[i][0], &n);

		if (r != IFNAME_OK)
			fail_msg("%s: result %d", rows[i][0], (int)r);
		assert_string_equal(n.s, rows[i][1]);
		/* A canonical name is its own canonical name. */
		assert_int_equal(ifname_parse(n.s, &n), IFNAME_OK);
		assert_string_equal(n.s, rows[i][1]);
	}
}

static void test_what_is_no_name(void **state)
{
	static const struct {
		const char *text;
		enum ifname_result want;
	} rows[] = {
		{ "gi", IFNAME_INCOMPLETE },
		{ "GigabitEthernet ", IFNAME_INCOMPLETE },
		{ "lo", IFNAME_INCOMPLETE },
		{ "t1", IFNAME_AMBIGUOUS },
		{ "l0", IFNAME_AMBIGUOUS },
		{ "", IFNAME_INVALID },
		{ "gi2/", IFNAME_INVALID },
		{ "gi0//1", IFNAME_INVALID },
		{ "gi2.0", IFNAME_INVALID },
		{ "gi0/0/0/0/0", IFNAME_INVALID },
		{ "Null1", IFNAME_INVALID },
		{ "Loopback0/1", IFNAME_INVALID },
		{ "Loopback0.5", IFNAME_INVALID },
		{ "Loopback4294967296", IFNAME_INVALID },
		{ "GigabitEtherneX1", IFNAME_INVALID },
		{ "Foo0", IFNAME_INVALID },
		{ "averyverylongname0", IFNAME_INVALID },
		{ "a/b", IFNAME_INVALID },
		{ "TwentyFiveGigE4294967295/4294967295/4294967295/4294967295", IFNAME_INVALID },
	};
	struct ifname n;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (ifname_parse(rows[i].text, &n) != rows[i].want)
			fail_msg("%s", rows[i].text);
}

static void test_parts(void **state)
{
	struct ifname n;

	(void)state;
	assert_int_equal(ifname_parse("gi0/1/2.300", &n), IFNAME_OK);
	assert_string_equal(n.type->name, "GigabitEthernet");
	assert_int_equal(n.n_num, 3);
	assert_int_equal(n.num[0], 0);
	assert_int_equal(n.num[1], 1);
	assert_int_equal(n.num[2], 2);
	assert_true(n.has_sub);
	assert_int_equal(n.sub, 300);
	assert_int_equal(ifname_class(&n), IFCLASS_PHYSICAL);
	assert_int_equal(ifname_parse("ens3", &n), IFNAME_OK);
	assert_null(n.type);
	assert_int_equal(ifname_class(&n), IFCLASS_LINUX);
	assert_int_equal(ifname_parse("lisp0.7", &n), IFNAME_OK);
	assert_int_equal(ifname_class(&n), IFCLASS_LISP);
}

static void test_short_and_device_names(void **state)
{
	static const char *const rows[][3] = {
		{ "GigabitEthernet2", "Gi2", "Gi2" },
		{ "GigabitEthernet0/0/1.100", "Gi0/0/1.100", "Gi0-0-1.100" },
		{ "Loopback0", "Lo0", "Lo0" },
		{ "LISP0.101", "LI0.101", "LISP0.101" },
		{ "L2LISP0.8188", "L2LI0.8188", "L2LISP0.8188" },
		{ "Vlan101", "Vl101", "Vl101" },
		{ "Port-channel1", "Po1", "Po1" },
		{ "eth1", "eth1", "eth1" },
		{ "nve1", "nv1", "nv1" },
		{ "GigabitEthernet10/20/300.4000", "Gi10/20/300.4000", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_string_equal(ifname_short(rows[i][0]).s, rows[i][1]);
		assert_string_equal(ifname_dev(rows[i][0]).s, rows[i][2]);
	}
}

static void test_names_of_devices(void **state)
{
	static const char *const rows[][2] = {
		{ "Gi2", "GigabitEthernet2" },
		{ "gi2", "GigabitEthernet2" },
		{ "Gi0-0", "GigabitEthernet0/0" },
		{ "Gi0-0-1.100", "GigabitEthernet0/0/1.100" },
		{ "Et0-1", "Ethernet0/1" },
		{ "Loopback0", "Loopback0" },
		{ "Tunnel0", "Tunnel0" },
		{ "tun0", "Tunnel0" },
		{ "vlan10", "Vlan10" },
		{ "LISP0", "LISP0" },
		{ "LISP0.101", "LISP0.101" },
		{ "Port-channel1", "Port-channel1" },
		{ "eth1", "eth1" },
		{ "eth0", "eth0" },
		{ "LAN1", "LAN1" },
		{ "g2", "g2" },
		{ "veth12ab", "veth12ab" },
		{ "lo", "lo" },
	};
	struct ifname n;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_true(ifname_from_dev(rows[i][0], &n));
		assert_string_equal(n.s, rows[i][1]);
	}
	assert_false(ifname_from_dev("", &n));
	assert_false(ifname_from_dev("a b", &n));
	assert_false(ifname_from_dev("sixteencharacter", &n));
}

static void test_parent(void **state)
{
	struct ifname_buf p;

	(void)state;
	assert_true(ifname_parent("GigabitEthernet0/0.100", &p));
	assert_string_equal(p.s, "GigabitEthernet0/0");
	assert_true(ifname_parent("eth0.5", &p));
	assert_string_equal(p.s, "eth0");
	assert_false(ifname_parent("GigabitEthernet0/0", &p));
	assert_false(ifname_parent("Loopback0", &p));
}

static int by_config(const void *a, const void *b)
{
	return ifname_cmp(*(const char *const *)a, *(const char *const *)b);
}

static void test_order_of_the_configuration(void **state)
{
	const char *names[] = { "Vlan5",
				"eth10",
				"GigabitEthernet10",
				"LISP0.7",
				"GigabitEthernet9",
				"Loopback10",
				"Ethernet0/1",
				"eth9",
				"Tunnel1",
				"Loopback2",
				"GigabitEthernet9.5",
				"LISP0",
				"TenGigabitEthernet0/0" };
	static const char *const want[] = { "Loopback2",
					    "Loopback10",
					    "LISP0",
					    "LISP0.7",
					    "Tunnel1",
					    "Ethernet0/1",
					    "GigabitEthernet9",
					    "GigabitEthernet9.5",
					    "GigabitEthernet10",
					    "TenGigabitEthernet0/0",
					    "eth9",
					    "eth10",
					    "Vlan5" };

	(void)state;
	qsort(names, ARRAY_LEN(names), sizeof(names[0]), by_config);
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		assert_string_equal(names[i], want[i]);
	assert_true(ifname_cmp_brief("GigabitEthernet1", "Loopback0") < 0);
	assert_true(ifname_cmp_brief("eth1", "Loopback0") < 0);
	assert_int_equal(ifname_cmp_brief("LISP0", "Loopback0"), 0);
}

static void test_types_are_in_order(void **state)
{
	(void)state;
	for (size_t i = 1; ifname_type(i); i++)
		assert_true(strcasecmp(ifname_type(i - 1)->name, ifname_type(i)->name) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_abbreviations_become_canonical),
		cmocka_unit_test(test_what_is_no_name),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_short_and_device_names),
		cmocka_unit_test(test_names_of_devices),
		cmocka_unit_test(test_parent),
		cmocka_unit_test(test_order_of_the_configuration),
		cmocka_unit_test(test_types_are_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
