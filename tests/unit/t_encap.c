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
#include "lispd/core/lisp.h"
#include "lispd/dp/checksum.h"
#include "lispd/dp/encap.h"
#include "lispd/dp/inner.h"
#include "lispd/dp/oversize.h"
#include "tests/unit/dpfake.h"

static const struct dpfake_ip udp4 = {
	.src = "10.1.0.2",
	.dst = "10.2.0.2",
	.proto = IPPROTO_UDP,
	.ttl = 63,
	.tos = 0xb8,
	.id = 0x1234,
	.frag = 0x4000,
	.sport = 4000,
	.dport = 5000,
};

static const struct dpfake_ip udp6 = {
	.src = "2001:db8:1::2",
	.dst = "2001:db8:2::2",
	.proto = IPPROTO_UDP,
	.ttl = 63,
	.tos = 0xb8,
	.sport = 4000,
	.dport = 5000,
};

static struct dpfake *start(const struct fib_table_cfg *cfg)
{
	static struct dpfake f;

	if (!dpfake_new(&f, cfg))
		skip();
	return &f;
}

static unsigned get16(const uint8_t *p)
{
	return (unsigned)(p[0] << 8 | p[1]);
}

/* --- what goes on the wire -------------------------------------------------------------------- */

/* Outer IPv4 and UDP headers octet by octet; the source port is of the pool. */
static void check_outer4(const uint8_t *b, size_t len, uint8_t ttl, uint8_t tos, unsigned port)
{
	assert_int_equal(b[0], 0x45);
	assert_int_equal(b[1], tos);
	assert_int_equal(get16(b + 2), len);
	assert_int_equal(get16(b + 6), 0x4000); /* DF, no fragment */
	assert_int_equal(b[8], ttl);
	assert_int_equal(b[9], IPPROTO_UDP);
	assert_memory_equal(b + 12, "\x7f\x00\x00\x05\x7f\x00\x00\x06", 8);
	assert_in_range(get16(b + 20), UDP_FIRST_PORT, UDP_FIRST_PORT + UDP_POOL - 1);
	assert_int_equal(get16(b + 22), port);
	assert_int_equal(get16(b + 24), len - 20);
	assert_int_equal(get16(b + 26), 0); /* no checksum: RFC 9300 5.3 */
}

static void lisp_over_ipv4(const struct dpfake_ip *ip, const char *prefix, uint32_t iid,
			   uint32_t lsbs, const uint8_t hdr[DATAHDR_LEN])
{
	struct fib_table_cfg cfg = { .iid = iid, .send_lsbs = lsbs != 0, .propagate_ttl = true };
	struct dpfake *f = start(&cfg);
	uint8_t inner[256], sent[512];
	size_t len = dpfake_packet(inner, ip, 20), got;

	dpfake_entry(f, prefix, FIB_ENCAP_LISP, iid, "127.0.0.5", "127.0.0.6");
	dpfake_local(f, "10.1.0.0/16", lsbs);
	dpfake_local(f, "2001:db8:1::/48", lsbs);
	dpfake_from_host(f, NULL, inner, len);
	dpfake_run(f);
	got = dpfake_sent4(f, sent, sizeof(sent));
	assert_int_equal(got, 28 + DATAHDR_LEN + len);
	check_outer4(sent, got, ip->ttl, ip->tos, LISP_DATA_PORT);
	assert_memory_equal(sent + 28, hdr, DATAHDR_LEN);
	assert_memory_equal(sent + 36, inner, len);
	dpfake_free(f);
}

static void ipv4_in_ipv4_with_status_bits(void **state)
{
	static const uint8_t hdr[DATAHDR_LEN] = { 0x40, 0, 0, 0, 0, 0, 0, 5 };

	(void)state;
	lisp_over_ipv4(&udp4, "10.2.0.0/16", 0, 5, hdr);
}

static void ipv6_in_ipv4_with_instance(void **state)
{
	static const uint8_t hdr[DATAHDR_LEN] = { 0x48, 0, 0, 0, 0x01, 0x02, 0x03, 3 };

	(void)state;
	lisp_over_ipv4(&udp6, "2001:db8:2::/48", 0x010203, 3, hdr);
}

/* Instance 0 is sent without the I bit; one switch turns status bits off. */
static void no_bits_at_all(void **state)
{
	static const uint8_t hdr[DATAHDR_LEN] = { 0 };

	(void)state;
	lisp_over_ipv4(&udp4, "10.2.0.0/16", 0, 0, hdr);
}

static void instance_without_status_bits(void **state)
{
	static const uint8_t hdr[DATAHDR_LEN] = { 0x08, 0, 0, 0, 0, 0, 100, 0 };

	(void)state;
	lisp_over_ipv4(&udp4, "10.2.0.0/16", 100, 0, hdr);
}

static void over_ipv6(void **state)
{
	static const uint8_t hdr[DATAHDR_LEN] = { 0x08, 0, 0, 0, 0, 0, 100, 0 };
	struct dpfake *f = start(&(struct fib_table_cfg){ .iid = 100, .propagate_ttl = true });
	uint8_t inner[256], sent[512];
	size_t len = dpfake_packet(inner, &udp4, 20);
	int hops = 0, tclass = 0;

	(void)state;
	dpfake_entry(f, "10.2.0.0/16", FIB_ENCAP_LISP, 100, "::1", "::1");
	dpfake_from_host(f, NULL, inner, len);
	dpfake_run(f);
	assert_int_equal(dpfake_sent6(f, sent, sizeof(sent), &hops, &tclass),
			 8 + DATAHDR_LEN + len);
	assert_int_equal(hops, 63);
	assert_int_equal(tclass, 0xb8);
	assert_in_range(get16(sent), UDP_FIRST_PORT, UDP_FIRST_PORT + UDP_POOL - 1);
	assert_int_equal(get16(sent + 2), LISP_DATA_PORT);
	assert_int_equal(get16(sent + 6), 0);
	assert_memory_equal(sent + 8, hdr, DATAHDR_LEN);
	assert_memory_equal(sent + 16, inner, len);
	dpfake_free(f);
}

static void vxlan(void **state)
{
	static const uint8_t hdr[] = { 0x08, 0,	   0,	 0,    0,    0,	   100,	 0,
				       0xba, 0x25, 0xcd, 0xf4, 0xad, 0x38, 0x00, 0x00,
				       0x00, 0x00, 0x80, 0xa3, 0x08, 0x00 };
	struct dpfake *f = start(&(struct fib_table_cfg){
		.iid = 100, .propagate_ttl = true, .send_lsbs = true, .vxlan = true });
	uint8_t inner[256], sent[512];
	size_t len = dpfake_packet(inner, &udp4, 20), got;

	(void)state;
	dpfake_local(f, "10.1.0.0/16", 1);
	dpfake_entry(f, "10.2.0.0/16", FIB_ENCAP_VXLAN, 100, "127.0.0.5", "127.0.0.6");
	dpfake_entry(f, "2001:db8:2::/48", FIB_ENCAP_VXLAN, 100, "127.0.0.5", "127.0.0.6");
	dpfake_from_host(f, NULL, inner, len);
	dpfake_run(f);
	got = dpfake_sent4(f, sent, sizeof(sent));
	assert_int_equal(got, 28 + sizeof(hdr) + len);
	check_outer4(sent, got, 63, 0xb8, VXLAN_PORT);
	assert_memory_equal(sent + 28, hdr, sizeof(hdr));
	assert_memory_equal(sent + 28 + sizeof(hdr), inner, len);
	len = dpfake_packet(inner, &udp6, 20);
	dpfake_from_host(f, NULL, inner, len);
	dpfake_run(f);
	assert_int_equal(dpfake_sent4(f, sent, sizeof(sent)), 28 + sizeof(hdr) + len);
	assert_int_equal(get16(sent + 28 + 20), 0x86dd);
	dpfake_free(f);
}

static void every_ttl_and_tos_is_copied(void **state)
{
	struct dpfake *f = start(&(struct fib_table_cfg){ .propagate_ttl = true });
	struct dpfake_ip ip = udp4;
	uint8_t inner[256], sent[512];

	(void)state;
	dpfake_entry(f, "10.2.0.0/16", FIB_ENCAP_LISP, 0, "127.0.0.5", "127.0.0.6");
	for (unsigned i = 0; i < 256; i++) {
		size_t len, got;

		ip.tos = (uint8_t)i;
		ip.ttl = (uint8_t)(i ? i : 1);
		len = dpfake_packet(inner, &ip, 3);
		dpfake_from_host(f, NULL, inner, len);
		worker_turn(f->dp->worker[0], 0);
		got = dpfake_sent4(f, sent, sizeof(sent));
		assert_int_equal(got, 36 + len);
		check_outer4(sent, got, ip.ttl, ip.tos, LISP_DATA_PORT);
		assert_memory_equal(sent + 36, inner, len);
	}
	dpfake_free(f);
}

static void ttl_is_hidden_on_request(void **state)
{
	struct dpfake *f = start(&(struct fib_table_cfg){ 0 });
	uint8_t inner[256], sent[512];
	size_t len = dpfake_packet(inner, &udp4, 3);

	(void)state;
	dpfake_entry(f, "10.2.0.0/16", FIB_ENCAP_LISP, 0, "127.0.0.5", "127.0.0.6");
	dpfake_from_host(f, NULL, inner, len);
	dpfake_run(f);
	check_outer4(sent, dpfake_sent4(f, sent, sizeof(sent)), 255, 0xb8, LISP_DATA_PORT);
	dpfake_free(f);
}

/* --- super-packets ---------------------------------------------------------------------------- */

/* The segments come out one by one at a receiver, with right checksums. */
static void a_super_packet_is_cut(void **state)
{
	static uint8_t buf[65536], sent[65536];
	struct dpfake *f = start(&(struct fib_table_cfg){ .propagate_ttl = true });
	struct dpfake_ip ip = udp4;
	struct tun_vnet v = {
		.needs_csum = true,
		.gso_type = VNET_GSO_TCPV4,
		.hdr_len = 40,
		.gso_size = 1388,
		.csum_start = 20,
		.csum_offset = 16,
	};
	size_t len, total = 0;

	(void)state;
	ip.proto = IPPROTO_TCP;
	ip.flags = 0x18;
	ip.partial = true;
	len = dpfake_packet(buf, &ip, 10000);
	dpfake_entry(f, "10.2.0.0/16", FIB_ENCAP_LISP, 0, "127.0.0.5", "127.0.0.6");
	dpfake_from_host(f, &v, buf, len);
	dpfake_run(f);
	/* A raw socket sees the train uncut: that is what the card would get. */
	len = dpfake_sent4(f, sent, sizeof(sent));
	assert_int_equal(len, 28 + 8 * (8 + 40) + 10000);
	assert_int_not_equal(get16(sent + 26), 0);
	for (size_t at = 28; at < len;) {
		struct inner in;

		assert_true(inner_parse(&in, sent + at + 8, len - at - 8));
		assert_int_equal(dpfake_csum(in.data, in.len, IPPROTO_TCP, 20), 0);
		total += in.len - 40;
		at += 8 + in.len;
	}
	assert_int_equal(total, 10000);
	assert_int_equal(dpfake_stats(f).encap_packets, 8);
	assert_int_equal(dpfake_stats(f).encap_bytes, 8 * 40 + 10000);
	assert_int_equal(dpfake_stats(f).trains, 1);
	dpfake_free(f);
}

static void many_segments_make_several_sends(void **state)
{
	static uint8_t buf[65536], sent[65536];
	struct dpfake *f = start(&(struct fib_table_cfg){ .propagate_ttl = true });
	struct dpfake_ip ip = udp6;
	struct tun_vnet v = {
		.needs_csum = true,
		.gso_type = VNET_GSO_UDP_L4,
		.hdr_len = 48,
		.gso_size = 100,
		.csum_start = 40,
		.csum_offset = 6,
	};
	size_t len, total = 0;

	(void)state;
	ip.partial = true;
	len = dpfake_packet(buf, &ip, 64999);
	dpfake_entry(f, "2001:db8:2::/48", FIB_ENCAP_LISP, 0, "127.0.0.5", "127.0.0.6");
	dpfake_from_host(f, &v, buf, len);
	dpfake_run(f);
	while ((len = dpfake_sent4(f, sent, sizeof(sent))))
		for (size_t at = 28; at < len;) {
			struct inner in;

			assert_true(inner_parse(&in, sent + at + 8, len - at - 8));
			assert_int_equal(dpfake_csum(in.data, in.len, IPPROTO_UDP, 40), 0);
			total += in.len - 48;
			at += 8 + in.len;
		}
	assert_int_equal(total, 64999);
	assert_int_equal(dpfake_stats(f).encap_packets, 650);
	dpfake_free(f);
}

static void nonsense_is_counted(void **state)
{
	struct dpfake *f = start(&(struct fib_table_cfg){ .propagate_ttl = true });
	struct tun_vnet lie = { .needs_csum = true,
				.gso_type = VNET_GSO_TCPV4,
				.gso_size = 100,
				.csum_start = 20,
				.csum_offset = 16 };
	uint8_t buf[256];
	size_t len = dpfake_packet(buf, &udp4, 100);

	(void)state;
	dpfake_entry(f, "10.2.0.0/16", FIB_ENCAP_LISP, 0, "127.0.0.5", "127.0.0.6");
	dpfake_from_host(f, &lie, buf, len);
	dpfake_from_host(f, NULL, buf, len - 1);
	dpfake_from_host(f, NULL, buf, 19);
	buf[0] = 0x55;
	dpfake_from_host(f, NULL, buf, len);
	dpfake_run(f);
	assert_int_equal(dpfake_stats(f).drop[DROP_NOT_IP], 4);
	assert_int_equal(dpfake_stats(f).encap_packets, 0);
	dpfake_free(f);
}

/* --- flow hash -------------------------------------------------------------------------------- */

static uint64_t hash_of(const struct dpfake_ip *ip, size_t payload)
{
	uint8_t buf[4096];
	struct inner in;

	assert_true(inner_parse(&in, buf, dpfake_packet(buf, ip, payload)));
	return inner_hash(&in, 42);
}

static void ports_are_part_of_a_flow(void **state)
{
	struct dpfake_ip ip = udp4, other = udp4;

	(void)state;
	assert_true(hash_of(&ip, 5) == hash_of(&ip, 500));
	other.sport++;
	assert_true(hash_of(&ip, 5) != hash_of(&other, 5));
	other = ip;
	other.proto = IPPROTO_TCP;
	assert_true(hash_of(&ip, 5) != hash_of(&other, 5));
	other = ip;
	other.ttl = 1;
	other.tos = 0;
	other.id = 99;
	assert_true(hash_of(&ip, 5) == hash_of(&other, 5));
}

static void fragments_stay_together(void **state)
{
	struct dpfake_ip first = udp4, later = udp4, icmp = udp4;

	(void)state;
	first.frag = 0x2000;
	later.frag = 0x0010;
	later.sport = 1; /* payload, really */
	assert_true(hash_of(&first, 100) == hash_of(&later, 100));
	icmp.proto = IPPROTO_ICMP;
	assert_true(hash_of(&icmp, 100) == hash_of(&first, 100));
}

static void extension_headers_are_skipped(void **state)
{
	uint8_t plain[256], ext[256];
	size_t len = dpfake_packet(plain, &udp6, 20);
	struct inner a, b;

	(void)state;
	/* Hop-by-hop options and a routing header in front of UDP. */
	memcpy(ext, plain, 40);
	memset(ext + 40, 0, 24);
	ext[6] = IPPROTO_HOPOPTS;
	ext[40] = IPPROTO_ROUTING;
	ext[48] = IPPROTO_UDP;
	ext[49] = 1;
	memcpy(ext + 64, plain + 40, len - 40);
	ext[4] = 0;
	ext[5] = (uint8_t)(len + 24 - 40);
	assert_true(inner_parse(&a, plain, len));
	assert_true(inner_parse(&b, ext, len + 24));
	assert_int_equal(b.proto, IPPROTO_UDP);
	assert_int_equal(b.l4, 64);
	assert_true(inner_hash(&a, 1) == inner_hash(&b, 1));
	/* A fragment header: the addresses alone. */
	ext[48] = IPPROTO_FRAGMENT;
	ext[40] = IPPROTO_FRAGMENT;
	assert_true(inner_parse(&b, ext, len + 24));
	assert_true(b.fragment);
	assert_int_equal(b.l4, 0);
	/* A header chain that runs out of the packet. */
	ext[40] = IPPROTO_DSTOPTS;
	ext[41] = 200;
	ext[6] = IPPROTO_DSTOPTS;
	assert_true(inner_parse(&b, ext, len + 24));
	assert_int_equal(b.l4, 0);
}

/* Members of one locator's share must not all have the same port. */
static void bucket_and_port_are_independent(void **state)
{
	unsigned n[8][UDP_POOL] = { { 0 } };

	(void)state;
	for (unsigned i = 0; i < 12800; i++) {
		struct dpfake_ip ip = udp4;
		uint64_t h;

		ip.sport = (uint16_t)i;
		h = hash_of(&ip, 0);
		n[(uint32_t)h % FIB_BUCKETS / 16][encap_port(h)]++;
	}
	for (unsigned i = 0; i < 8; i++)
		for (unsigned j = 0; j < UDP_POOL; j++)
			assert_in_range(n[i][j], 50, 160); /* 100 on average */
}

/* --- what does not fit ------------------------------------------------------------------------ */

static void equal_fragments(void **state)
{
	static uint8_t buf[65536];
	struct dpfake_ip ip = udp4;

	(void)state;
	for (unsigned size = 29; size < 9000; size += size < 3000 ? 1 : 97) {
		struct fragments f;
		struct inner in;
		unsigned at = 0, limit = 1464;

		ip.frag = size % 3 ? 0 : 0x2010;
		assert_true(inner_parse(&in, buf, dpfake_packet(buf, &ip, size - 28)));
		fragments_init(&f, &in, limit);
		assert_int_equal(f.n, (size - 20 + 1439) / 1440);
		for (unsigned i = 0; i < f.n; i++) {
			uint8_t hdr[FRAGMENT_HDR_MAX];
			const uint8_t *slice;
			uint32_t len;
			unsigned word, hdr_len = fragments_header(&f, &in, i, hdr, &slice, &len);
			bool last = i + 1 == f.n;

			assert_int_equal(hdr_len, 20);
			assert_ptr_equal(slice, buf + 20 + at);
			assert_true(hdr_len + len <= limit);
			assert_true(last || len % 8 == 0);
			assert_true(!last || f.piece - len < 8 * f.n);
			word = get16(hdr + 6);
			assert_int_equal((word & 0x1fff) * 8, (ip.frag & 0x1fff) * 8 + at);
			assert_int_equal(word & 0x2000, last ? ip.frag & 0x2000 : 0x2000);
			assert_int_equal(get16(hdr + 2), 20 + len);
			assert_int_equal(get16(hdr + 4), 0x1234);
			assert_true(checksum_ip4_right(hdr));
			at += len;
		}
		assert_int_equal(at, size - 20);
	}
}

static void only_copied_options_in_later_fragments(void **state)
{
	/* Router alert (copied), record route (not), end. */
	static const uint8_t options[12] = { 0x94, 4, 0, 0, 0x07, 7, 4, 1, 2, 3, 4, 0 };
	uint8_t buf[4096], hdr[FRAGMENT_HDR_MAX], want[12];
	struct dpfake_ip ip = udp4;
	struct fragments f;
	struct inner in;
	const uint8_t *slice;
	uint32_t len;

	(void)state;
	ip.frag = 0;
	dpfake_packet(buf, &ip, 2000);
	memmove(buf + 32, buf + 20, 2008);
	memcpy(buf + 20, options, 12);
	buf[0] = 0x48;
	buf[2] = 2040 >> 8;
	buf[3] = 2040 & 0xff;
	assert_true(inner_parse(&in, buf, 2040));
	fragments_init(&f, &in, 1464);
	assert_int_equal(f.n, 2);
	assert_int_equal(fragments_header(&f, &in, 0, hdr, &slice, &len), 32);
	assert_memory_equal(hdr + 20, options, 12);
	fragments_header(&f, &in, 1, hdr, &slice, &len);
	memcpy(want, options, 12);
	memset(want + 4, 1, 7);
	assert_memory_equal(hdr + 20, want, 12);
}

static struct dpfake *narrow(uint16_t mtu, const char *prefix)
{
	struct dpfake *f = start(&(struct fib_table_cfg){ .propagate_ttl = true });
	struct fib_entry_cfg e = { .action = FIB_ENCAP, .n_locators = 1 };

	assert_true(prefix_parse(prefix, &e.prefix));
	e.locator[0] = (struct fib_locator){
		.local = addr_v4(0x7f000005),
		.remote = addr_v4(0x7f000006),
		.mtu = mtu,
	};
	fib_set(f->t, &e);
	return f;
}

static void df_clear_is_fragmented_before_the_tunnel(void **state)
{
	struct dpfake *f = narrow(1500, "10.2.0.0/16");
	struct dpfake_ip ip = udp4;
	uint8_t buf[4096], sent[4096];
	unsigned ports[2];
	size_t len;

	(void)state;
	ip.frag = 0;
	len = dpfake_packet(buf, &ip, 1500 - 28);
	dpfake_from_host(f, NULL, buf, len);
	dpfake_run(f);
	for (unsigned i = 0; i < 2; i++) {
		len = dpfake_sent4(f, sent, sizeof(sent));
		assert_int_equal(len, 36 + 20 + (i ? 736 : 744));
		check_outer4(sent, len, 63, 0xb8, LISP_DATA_PORT);
		assert_int_equal(get16(sent + 36 + 6), i ? 93 : 0x2000);
		ports[i] = get16(sent + 20);
	}
	assert_int_equal(ports[0], ports[1]);
	assert_int_equal(dpfake_sent4(f, sent, sizeof(sent)), 0);
	assert_int_equal(dpfake_stats(f).fragments, 2);
	/* What just fits goes in one piece. */
	len = dpfake_packet(buf, &ip, 1464 - 28);
	dpfake_from_host(f, NULL, buf, len);
	dpfake_run(f);
	assert_int_equal(dpfake_sent4(f, sent, sizeof(sent)), 1500);
	dpfake_free(f);
}

static void df_set_is_answered(void **state)
{
	struct dpfake *f = narrow(1400, "10.2.0.0/16");
	uint8_t buf[4096], sent[4096], icmp[ICMP_MAX];
	struct inner in;
	size_t len = dpfake_packet(buf, &udp4, 1365 - 28);

	(void)state;
	dpfake_from_host(f, NULL, buf, len);
	dpfake_run(f);
	assert_int_equal(dpfake_sent4(f, sent, sizeof(sent)), 0);
	assert_int_equal(dpfake_stats(f).drop[DROP_TOO_BIG], 1);
	assert_true(inner_parse(&in, buf, len));
	assert_int_equal(oversize_icmp(&in, 1364, icmp), 8 + 548);
	assert_memory_equal(icmp, "\x03\x04", 2);
	assert_memory_equal(icmp + 4, "\x00\x00\x05\x54", 4);
	assert_memory_equal(icmp + 8, buf, 548);
	dpfake_free(f);
}

static void a_super_packet_is_answered_once(void **state)
{
	static uint8_t buf[65536], sent[4096];
	struct dpfake *f = narrow(1400, "10.2.0.0/16");
	struct dpfake_ip ip = udp4;
	struct tun_vnet v = {
		.needs_csum = true,
		.gso_type = VNET_GSO_TCPV4,
		.hdr_len = 40,
		.gso_size = 1400,
		.csum_start = 20,
		.csum_offset = 16,
	};
	size_t len;

	(void)state;
	ip.proto = IPPROTO_TCP;
	ip.flags = 0x10;
	ip.partial = true;
	len = dpfake_packet(buf, &ip, 50000);
	dpfake_from_host(f, &v, buf, len);
	dpfake_run(f);
	assert_int_equal(dpfake_sent4(f, sent, sizeof(sent)), 0);
	assert_int_equal(dpfake_stats(f).drop[DROP_TOO_BIG], 1);
	dpfake_free(f);
}

/* IPv6 needs 1280: on a path that has less, the outer packet is fragmented. */
static void never_less_than_every_host_must_take(void **state)
{
	struct dpfake *f = narrow(1300, "2001:db8:2::/48");
	uint8_t buf[4096], sent[4096];
	size_t len = dpfake_packet(buf, &udp6, 1280 - 48);

	(void)state;
	dpfake_from_host(f, NULL, buf, len);
	dpfake_run(f);
	assert_int_equal(dpfake_sent4(f, sent, sizeof(sent)), 36 + 1280);
	assert_int_equal(get16(sent + 6) & 0x4000, 0); /* may be fragmented */
	len = dpfake_packet(buf, &udp6, 1281 - 48);
	dpfake_from_host(f, NULL, buf, len);
	dpfake_run(f);
	assert_int_equal(dpfake_sent4(f, sent, sizeof(sent)), 0);
	assert_int_equal(dpfake_stats(f).drop[DROP_TOO_BIG], 1);
	dpfake_free(f);
}

static void errors_are_not_answered(void **state)
{
	struct dpfake_ip ip = udp4;
	uint8_t buf[256];
	struct inner in;

	(void)state;
	assert_true(inner_parse(&in, buf, dpfake_packet(buf, &ip, 50)));
	assert_true(oversize_may_answer(&in));
	ip.proto = IPPROTO_ICMP;
	assert_true(inner_parse(&in, buf, dpfake_packet(buf, &ip, 50)));
	buf[20] = 8;
	assert_true(oversize_may_answer(&in));
	buf[20] = 3;
	assert_false(oversize_may_answer(&in));
	ip = udp4;
	ip.frag = 0x2001;
	assert_true(inner_parse(&in, buf, dpfake_packet(buf, &ip, 50)));
	assert_false(oversize_may_answer(&in));
	ip = udp4;
	ip.src = "224.0.0.1";
	assert_true(inner_parse(&in, buf, dpfake_packet(buf, &ip, 50)));
	assert_false(oversize_may_answer(&in));
	ip = udp6;
	ip.proto = IPPROTO_ICMPV6;
	assert_true(inner_parse(&in, buf, dpfake_packet(buf, &ip, 50)));
	buf[40] = 1;
	assert_false(oversize_may_answer(&in));
	buf[40] = 128;
	assert_true(oversize_may_answer(&in));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ipv4_in_ipv4_with_status_bits),
		cmocka_unit_test(ipv6_in_ipv4_with_instance),
		cmocka_unit_test(no_bits_at_all),
		cmocka_unit_test(instance_without_status_bits),
		cmocka_unit_test(over_ipv6),
		cmocka_unit_test(vxlan),
		cmocka_unit_test(every_ttl_and_tos_is_copied),
		cmocka_unit_test(ttl_is_hidden_on_request),
		cmocka_unit_test(a_super_packet_is_cut),
		cmocka_unit_test(many_segments_make_several_sends),
		cmocka_unit_test(nonsense_is_counted),
		cmocka_unit_test(ports_are_part_of_a_flow),
		cmocka_unit_test(fragments_stay_together),
		cmocka_unit_test(extension_headers_are_skipped),
		cmocka_unit_test(bucket_and_port_are_independent),
		cmocka_unit_test(equal_fragments),
		cmocka_unit_test(only_copied_options_in_later_fragments),
		cmocka_unit_test(df_clear_is_fragmented_before_the_tunnel),
		cmocka_unit_test(df_set_is_answered),
		cmocka_unit_test(a_super_packet_is_answered_once),
		cmocka_unit_test(never_less_than_every_host_must_take),
		cmocka_unit_test(errors_are_not_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
