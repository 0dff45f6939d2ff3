/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <netinet/in.h>

#include "lib/base.h"
#include "lib/mem.h"
#include "lispd/dp/checksum.h"
#include "lispd/dp/offload.h"
#include "tests/unit/dpfake.h"

enum { FIN = 0x01, SYN = 0x02, PSH = 0x08, ACK = 0x10, CWR = 0x80 };

static unsigned get16(const uint8_t *p)
{
	return (unsigned)(p[0] << 8 | p[1]);
}

static uint32_t get32(const uint8_t *p)
{
	return get16(p) << 16 | get16(p + 2);
}

static bool start(struct gso *g, struct inner *in, uint8_t *buf, size_t len, uint8_t type,
		  unsigned mss)
{
	struct tun_vnet v = { .needs_csum = true, .gso_type = type, .gso_size = (uint16_t)mss };

	assert_true(inner_parse(in, buf, len));
	return gso_init(g, in, &v);
}

/* Each segment looked at as a packet of its own, with the slow checksum. */
static void check_segments(const struct dpfake_ip *ip, size_t payload, unsigned mss)
{
	static uint8_t whole[65536], packet[65536];
	size_t len = dpfake_packet(whole, ip, payload), at = 0;
	bool tcp = ip->proto == IPPROTO_TCP, v4 = whole[0] >> 4 == 4;
	uint8_t type = tcp ? (v4 ? VNET_GSO_TCPV4 : VNET_GSO_TCPV6) : VNET_GSO_UDP_L4;
	struct inner in;
	struct gso g;

	assert_true(start(&g, &in, whole, len, type, mss));
	assert_int_equal(g.n_segments, payload ? (payload + mss - 1) / mss : 1);
	for (unsigned i = 0; i < g.n_segments; i++) {
		uint32_t slice_len;
		const uint8_t *slice = gso_slice(&g, i, &slice_len), *l4 = packet + g.l4;
		bool last = i + 1 == g.n_segments;

		assert_int_equal(slice_len, last ? payload - at : mss);
		gso_header(&g, i, packet);
		memcpy(packet + g.hdr_len, slice, slice_len);
		assert_ptr_equal(slice, whole + g.hdr_len + at);
		assert_true(inner_parse(&in, packet, g.hdr_len + slice_len));
		assert_int_equal(in.len, g.hdr_len + slice_len);
		assert_int_equal(dpfake_csum(packet, in.len, ip->proto, g.l4), 0);
		if (v4) {
			assert_int_equal(get16(packet + 4), (uint16_t)(ip->id + i));
			assert_true(checksum_ip4_right(packet));
			assert_int_equal(get16(packet + 6), ip->frag);
		}
		assert_int_equal(packet[v4 ? 8 : 7], ip->ttl);
		if (tcp) {
			uint8_t flags = ip->flags;

			if (!last)
				flags &= (uint8_t) ~(FIN | PSH);
			if (i)
				flags &= (uint8_t)~CWR;
			assert_int_equal(l4[13], flags);
			assert_int_equal(get32(l4 + 4), (uint32_t)(ip->seq + at));
		} else {
			assert_int_equal(get16(l4 + 4), 8 + slice_len);
			assert_int_not_equal(get16(l4 + 6), 0);
		}
		at += slice_len;
	}
	assert_int_equal(at, payload);
}

static void segments_are_packets_of_their_own(void **state)
{
	static const unsigned mss[] = { 1, 7, 88, 536, 999, 1388, 1460 };
	static const size_t payload[] = { 0, 1, 7, 1387, 1388, 1389, 2776, 4001, 65000 };

	(void)state;
	for (unsigned six = 0; six < 2; six++) {
		for (unsigned udp = 0; udp < 2; udp++) {
			struct dpfake_ip ip = {
				.src = six ? "2001:db8:1::1" : "10.1.0.2",
				.dst = six ? "2001:db8:2::1" : "10.2.0.2",
				.proto = udp ? IPPROTO_UDP : IPPROTO_TCP,
				.ttl = 63,
				.tos = 0x2a,
				.id = 0xfffe, /* wraps */
				.frag = 0x4000,
				.sport = 1234,
				.dport = 80,
				.seq = 0xfffffc00, /* wraps */
				.flags = ACK | PSH | FIN | CWR,
				.options = udp ? 0 : 12,
				.partial = true,
			};

			for (size_t m = 0; m < ARRAY_LEN(mss); m++)
				for (size_t p = 0; p < ARRAY_LEN(payload); p++)
					if (payload[p] / mss[m] < 2000)
						check_segments(&ip, payload[p], mss[m]);
		}
	}
}

static void flags_stay_where_they_belong(void **state)
{
	struct dpfake_ip ip = {
		.src = "10.1.0.2",
		.dst = "10.2.0.2",
		.proto = IPPROTO_TCP,
		.ttl = 63,
		.partial = true,
	};

	(void)state;
	for (unsigned flags = 0; flags < 256; flags++) {
		ip.flags = (uint8_t)flags;
		ip.options = flags % 11 * 4 % 41;
		check_segments(&ip, 3000, 1000);
	}
}

static void refuses_what_is_not_what_it_says(void **state)
{
	struct dpfake_ip tcp = { .src = "10.1.0.2", .dst = "10.2.0.2", .proto = IPPROTO_TCP };
	struct dpfake_ip udp = { .src = "10.1.0.2", .dst = "10.2.0.2", .proto = IPPROTO_UDP };
	uint8_t buf[4096];
	struct inner in;
	struct gso g;
	size_t len;

	(void)state;
	len = dpfake_packet(buf, &udp, 1000);
	assert_false(start(&g, &in, buf, len, VNET_GSO_TCPV4, 100));
	len = dpfake_packet(buf, &tcp, 1000);
	assert_false(start(&g, &in, buf, len, VNET_GSO_UDP_L4, 100));
	assert_false(start(&g, &in, buf, len, VNET_GSO_TCPV4, 0));
	buf[32] = 0x40; /* a TCP header of 16 octets */
	assert_false(start(&g, &in, buf, len, VNET_GSO_TCPV4, 100));
	tcp.frag = 0x2000;
	len = dpfake_packet(buf, &tcp, 1000);
	assert_false(start(&g, &in, buf, len, VNET_GSO_TCPV4, 100));
	tcp.frag = 0;
	len = dpfake_packet(buf, &tcp, 0);
	buf[32] = 0xf0; /* longer than the packet */
	assert_false(start(&g, &in, buf, len, VNET_GSO_TCPV4, 100));
}

static void completes_checksums(void **state)
{
	struct dpfake_ip ip = { .proto = IPPROTO_UDP, .ttl = 9, .sport = 5, .dport = 6 };
	uint8_t buf[4096], want[4096];

	(void)state;
	for (unsigned six = 0; six < 2; six++) {
		ip.src = six ? "fd00::1" : "10.1.0.2";
		ip.dst = six ? "fd00::2" : "10.2.0.2";
		for (unsigned tcp = 0; tcp < 2; tcp++) {
			ip.proto = tcp ? IPPROTO_TCP : IPPROTO_UDP;
			for (size_t payload = 0; payload < 300; payload++) {
				struct tun_vnet v = {
					.needs_csum = true,
					.csum_start = six ? 40 : 20,
					.csum_offset = tcp ? 16 : 6,
				};
				size_t len;

				ip.partial = false;
				len = dpfake_packet(want, &ip, payload);
				ip.partial = true;
				dpfake_packet(buf, &ip, payload);
				offload_complete_csum(buf, (uint32_t)len, &v);
				assert_memory_equal(buf, want, len);
			}
		}
	}
}

static void a_request_outside_the_packet_changes_nothing(void **state)
{
	uint8_t buf[64] = { 0x45 }, before[64];
	struct tun_vnet v = { .needs_csum = true, .csum_start = 60, .csum_offset = 3 };

	(void)state;
	memcpy(before, buf, sizeof(buf));
	offload_complete_csum(buf, sizeof(buf), &v);
	v.csum_start = 65000;
	v.csum_offset = 65000;
	offload_complete_csum(buf, sizeof(buf), &v);
	assert_memory_equal(buf, before, sizeof(buf));
}

static void fast_sums_equal_slow_ones(void **state)
{
	uint8_t *buf = xmalloc(2100);

	(void)state;
	srandom(1);
	for (int i = 0; i < 2100; i++)
		buf[i] = (uint8_t)random();
	for (size_t len = 0; len < 2000; len++) {
		size_t at = len % 9;
		uint32_t slow = 0;

		for (size_t i = 0; i < len; i++)
			slow += (uint32_t)buf[at + i] << (i % 2 ? 0 : 8);
		while (slow >> 16)
			slow = (slow & 0xffff) + (slow >> 16);
		assert_int_equal(ntohs(checksum_fold(checksum_add(0, buf + at, len))), slow);
	}
	memset(buf, 0xff, 2000);
	assert_int_equal(checksum_fold(checksum_add(~0ULL, buf, 2000)), 0xffff);
	free(buf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(segments_are_packets_of_their_own),
		cmocka_unit_test(flags_stay_where_they_belong),
		cmocka_unit_test(refuses_what_is_not_what_it_says),
		cmocka_unit_test(completes_checksums),
		cmocka_unit_test(a_request_outside_the_packet_changes_nothing),
		cmocka_unit_test(fast_sums_equal_slow_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
