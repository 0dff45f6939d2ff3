/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <arpa/inet.h>

#include "lib/prefix.h"

static struct addr A(const char *s) {
	struct addr a = { 0 };

	assert_true(addr_parse(s, &a));
	return a;
}

static struct prefix
P(const char *s) {
	struct prefix p;

	assert_true(prefix_parse(s, &p));
	return p;
}

static void
text_of_addresses(void **state)
{
	struct addr v4 = A("172.16.1.1"), v6 = A("2001:db8:0:0::71"), none = { 0 };
	struct endpoint e = { .addr = v4, .port = 52677 }, e6 = { .addr = v6, .port = 4342 };

	(void)state;
	assert_string_equal(addr_str(&v4).s, "172.16.1.1");
	assert_string_equal(addr_str(&v6).s, "2001:DB8::71");
	assert_string_equal(addr_str(&none).s, "-");
	assert_string_equal(endpoint_str(&e).s, "172.16.1.1:52677");
	assert_string_equal(endpoint_str(&e6).s, "2001:DB8::71.4342");
}

static void what_is_no_address(void **state)
{
	static const char *const bad[] = { "",	       "1.2.3", "1.2.3.4.5", "256.1.1.1",
					   "1.2.3.4 ", ":::1",	"x" };
	struct addr a;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(addr_parse(bad[i], &a));
}

static void what_is_no_prefix(void **state)
{
	static const char *const bad[] = { "10.0.0.0",	     "10.0.0.0/",   "10.0.0.0/33",
					   "10.0.0.0/-1",    "10.0.0.0/8x", "/8",
					   "2001:db8::/129", "10.0.0.0/ 8" };
	struct prefix p;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(prefix_parse(bad[i], &p));
}

static void host_bits_are_cleared(void **state)
{
	struct prefix p = P("10.1.2.3/20"), q = P("2001:db8:ffff::1/33");

	(void)state;
	assert_string_equal(prefix_str(&p).s, "10.1.0.0/20");
	assert_string_equal(prefix_str(&q).s, "2001:DB8:8000::/33");
}

static void containment(void **state)
{
	struct prefix p = P("10.1.1.0/24"), all = P("0.0.0.0/0"), host = P("10.1.1.7/32");
	struct addr in = A("10.1.1.255"), outside = A("10.1.2.0"), v6 = A("::1");

	(void)state;
	assert_true(prefix_contains(&p, &in));
	assert_false(prefix_contains(&p, &outside));
	assert_false(prefix_contains(&all, &v6));
	assert_true(prefix_covers(&all, &p));
	assert_true(prefix_covers(&p, &p));
	assert_false(prefix_covers(&host, &p));
	assert_true(prefix_overlaps(&host, &p));
}

static void order_is_by_address_then_shorter(void **state)
{
	struct prefix a = P("10.0.0.0/8"), b = P("10.0.0.0/16"), c = P("11.0.0.0/8"),
		      d = P("2001:db8::/32");

	(void)state;
	assert_true(prefix_cmp(&a, &b) < 0);
	assert_true(prefix_cmp(&b, &c) < 0);
	assert_true(prefix_cmp(&c, &d) < 0);
	assert_int_equal(prefix_cmp(&a, &a), 0);
}

static void masks(void **state)
{
	struct addr m = prefix_netmask(AF_INET, 20), bad = A("255.0.255.0");
	unsigned plen = 0;

	(void)state;
	assert_string_equal(addr_str(&m).s, "255.255.240.0");
	assert_true(netmask_plen(&m, &plen));
	assert_int_equal(plen, 20);
	assert_false(netmask_plen(&bad, &plen));
}

static void kinds_of_addresses(void **state)
{
	struct addr a;

	(void)state;
	a = A("224.0.0.5");
	assert_true(addr_is_multicast(&a));
	assert_false(addr_is_unicast(&a));
	a = A("255.255.255.255");
	assert_false(addr_is_unicast(&a));
	a = A("FE80::1");
	assert_true(addr_is_link_local(&a));
	a = A("::1");
	assert_true(addr_is_loopback(&a));
	a = A("172.16.1.1");
	assert_true(addr_is_unicast(&a));
}

static void sockaddrs_and_back(void **state)
{
	struct sockaddr_storage ss;
	struct addr v4 = A("10.1.1.4"), v6 = A("2001:DB8::4"), mapped = A("::ffff:10.1.1.4");
	struct endpoint e;

	(void)state;
	addr_to_sockaddr(&v4, 4342, &ss);
	assert_true(addr_from_sockaddr(&ss, &e));
	assert_true(addr_equal(&e.addr, &v4));
	assert_int_equal(e.port, 4342);
	addr_to_sockaddr(&v6, 1, &ss);
	assert_true(addr_from_sockaddr(&ss, &e));
	assert_true(addr_equal(&e.addr, &v6));
	addr_to_sockaddr(&mapped, 1, &ss);
	assert_true(addr_from_sockaddr(&ss, &e));
	assert_true(addr_equal(&e.addr, &v4));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_of_addresses),
		cmocka_unit_test(what_is_no_address),
		cmocka_unit_test(what_is_no_prefix),
		cmocka_unit_test(host_bits_are_cleared),
		cmocka_unit_test(containment),
		cmocka_unit_test(order_is_by_address_then_shorter),
		cmocka_unit_test(masks),
		cmocka_unit_test(kinds_of_addresses),
		cmocka_unit_test(sockaddrs_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
