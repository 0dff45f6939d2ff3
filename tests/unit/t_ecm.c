/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base.h"
#include "lispd/wire/msg.h"
#include "tests/unit/wire_hex.h"

static enum wire_error decode_hex(const char *text)
{
	struct bytes x = hex(text);
	struct msg_ecm m;

	return ecm_decode(rd_init(x.b, x.len), &m);
}

static struct bytes ecm_around(const char *payload, const char *src, const char *dst,
			       unsigned src_port, unsigned dst_port)
{
	struct endpoint from = { .port = (uint16_t)src_port }, to = { .port = (uint16_t)dst_port };
	struct bytes p = hex(payload), x = { .len = 0 };
	struct wr w = wr_init(x.b, sizeof(x.b));

	assert_true(addr_parse(src, &from.addr) && addr_parse(dst, &to.addr));
	ecm_encode(&w, &from, &to, p.b, p.len);
	assert_false(w.bad);
	x.len = wr_len(&w);
	return x;
}

static void ecm_of_both_families(void **state)
{
	static const char *const ends[][2] = { { "198.51.100.1", "203.0.113.9" },
					       { "2001:db8::1", "2001:db8:1::9" } };
	struct bytes request = hex(REQUEST);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		struct bytes x = ecm_around(REQUEST, ends[i][0], ends[i][1], 50000, 4342);
		struct msg_ecm m;

		assert_int_equal(ecm_decode(rd_init(x.b, x.len), &m), WIRE_OK);
		assert_int_equal(m.inner_src.port, 50000);
		assert_int_equal(m.inner_dst.port, 4342);
		assert_int_equal(m.payload_len, request.len);
		assert_memory_equal(m.payload, request.b, request.len);
		assert_int_equal(m.inner_packet_len, x.len - 4);
		/* Cut anywhere, or any bit of the addresses, ports or message turned */
		for (size_t len = 0; len < x.len; len++)
			assert_int_not_equal(ecm_decode(rd_init(x.b, len), &m), WIRE_OK);
		for (size_t at = i ? 4 + 8 : 4; at < x.len; at++) {
			/* The traffic class and hop limit of IPv6 are in no checksum. */
			x.b[at] ^= 4;
			assert_int_equal(ecm_decode(rd_init(x.b, x.len), &m), WIRE_INNER);
			x.b[at] ^= 4;
		}
	}
}

static void ecm_checks(void **state)
{
	struct bytes x = ecm_around(REQUEST, "198.51.100.1", "203.0.113.9", 50000, 4342);
	struct msg_ecm m;

	(void)state;
	x.b[30] = x.b[31] = 0; /* no UDP checksum */
	assert_int_equal(ecm_decode(rd_init(x.b, x.len), &m), WIRE_INNER);
	x = ecm_around(REQUEST, "198.51.100.1", "203.0.113.9", 50000, 50001);
	assert_int_equal(ecm_decode(rd_init(x.b, x.len), &m), WIRE_INNER);
	x = ecm_around(REQUEST, "198.51.100.1", "203.0.113.9", 4342, 50001);
	assert_int_equal(ecm_decode(rd_init(x.b, x.len), &m), WIRE_OK);
	x = ecm_around(REQUEST, "198.51.100.1", "203.0.113.9", 4341, 4342);
	assert_int_equal(ecm_decode(rd_init(x.b, x.len), &m), WIRE_INNER);
	x = ecm_around(REQUEST, "198.51.100.1", "203.0.113.9", 4342, 4341);
	assert_int_equal(ecm_decode(rd_init(x.b, x.len), &m), WIRE_INNER);
	x = ecm_around("8000 0000", "198.51.100.1", "203.0.113.9", 4342, 4342); /* an ECM */
	assert_int_equal(ecm_decode(rd_init(x.b, x.len), &m), WIRE_INNER);
	x = ecm_around("2000 0000" NONCE, "198.51.100.1", "203.0.113.9", 4342, 4342);
	assert_int_equal(ecm_decode(rd_init(x.b, x.len), &m), WIRE_INNER);
	x = ecm_around("", "198.51.100.1", "203.0.113.9", 4342, 4342);
	assert_int_equal(ecm_decode(rd_init(x.b, x.len), &m), WIRE_INNER);
	assert_int_equal(decode_hex("8000 0000 50"), WIRE_INNER); /* IP version 5 */
	assert_int_equal(decode_hex("8000 0000"), WIRE_TRUNCATED);
}

static void ecm_refuses_to_mix_families(void **state)
{
	struct endpoint from = { .port = 1 }, to = { .port = 4342 };
	uint8_t buf[256];
	struct wr w = wr_init(buf, sizeof(buf));

	(void)state;
	assert_true(addr_parse("198.51.100.1", &from.addr) && addr_parse("2001:db8::1", &to.addr));
	ecm_encode(&w, &from, &to, "", 0);
	assert_true(w.bad);
}

static void ecm_forwards_the_inner_packet_unaltered(void **state)
{
	struct bytes x = ecm_around(REQUEST, "198.51.100.1", "203.0.113.9", 50000, 4342);
	uint8_t buf[512];
	struct wr w = wr_init(buf, sizeof(buf));
	struct msg_ecm m;

	(void)state;
	x.b[0] = 0x87; /* D, E and M are known, but not sent on */
	assert_int_equal(ecm_decode(rd_init(x.b, x.len), &m), WIRE_OK);
	assert_true(m.ddt && m.to_etr && m.to_ms && !m.security);
	ecm_forward(&w, m.inner_packet, m.inner_packet_len);
	assert_int_equal(wr_len(&w), x.len);
	assert_memory_equal(buf, "\x80\0\0\0", 4);
	assert_memory_equal(buf + 4, x.b + 4, x.len - 4);
}

/* RFC 9303 6.1: 32 octets up to the end of the key, then an EID-AD whose length counts itself. */
static void ecm_with_security_data(void **state)
{
	struct bytes inner = ecm_around(REQUEST, "198.51.100.1", "203.0.113.9", 50000, 4342);
	struct bytes x = hex("8800 0000 01000002 0018 05 02" NONCE NONCE NONCE "0004 0002");
	struct msg_ecm m;
	uint8_t buf[512];
	struct wr w = wr_init(buf, sizeof(buf));
	size_t sec_len = x.len - 4;

	(void)state;
	assert_int_equal(sec_len, 36);
	memcpy(x.b + x.len, inner.b + 4, inner.len - 4);
	x.len += inner.len - 4;
	assert_int_equal(ecm_decode(rd_init(x.b, x.len), &m), WIRE_OK);
	assert_true(m.security);
	assert_int_equal(m.sec_len, sec_len);
	assert_ptr_equal(m.sec, x.b + 4);
	ecm_relay(&w, &m);
	assert_int_equal(wr_len(&w), x.len);
	assert_memory_equal(buf, x.b, x.len);
	for (size_t len = 0; len < x.len; len++)
		assert_int_not_equal(ecm_decode(rd_init(x.b, len), &m), WIRE_OK);
	x.b[4 + 32 + 1] = 3; /* an EID-AD shorter than its own head */
	assert_int_equal(ecm_decode(rd_init(x.b, x.len), &m), WIRE_TRUNCATED);
	x.b[4 + 32] = 0xff;
	assert_int_equal(ecm_decode(rd_init(x.b, x.len), &m), WIRE_TRUNCATED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ecm_of_both_families),
		cmocka_unit_test(ecm_checks),
		cmocka_unit_test(ecm_refuses_to_mix_families),
		cmocka_unit_test(ecm_forwards_the_inner_packet_unaltered),
		cmocka_unit_test(ecm_with_security_data),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
