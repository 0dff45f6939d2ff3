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
#include "lispd/dp/decap.h"
#include "tests/unit/dpfake.h"
#include "tests/wire/shared.h"

static const struct dpfake_ip udp4 = {
	.src = "10.2.0.2",
	.dst = "10.1.0.2",
	.proto = IPPROTO_UDP,
	.ttl = 63,
	.id = 0x1234,
	.frag = 0x4000,
	.sport = 4000,
	.dport = 5000,
};

static const struct dpfake_ip udp6 = {
	.src = "2001:db8:2::2",
	.dst = "2001:db8:1::2",
	.proto = IPPROTO_UDP,
	.ttl = 63,
	.sport = 4000,
	.dport = 5000,
};

static struct dpfake *start(const struct fib_table_cfg *cfg)
{
	static struct dpfake f;

	if (!dpfake_new(&f, cfg))
		skip();
	dpfake_local(&f, "10.1.0.0/16", 1);
	dpfake_local(&f, "2001:db8:1::/48", 1);
	return &f;
}

/* --- pure ------------------------------------------------------------------------------------- */

static void ecn_table_of_rfc_6040(void **state)
{
	/* Rows: inner Not-ECT, ECT(1), ECT(0), CE; columns: outer, in the order of the values.
	 * Not-ECT 0, ECT(1) 1, ECT(0) 2, CE 3; 9 = drop. */
	static const uint8_t want[4][4] = {
		{ 0, 0, 0, 9 }, { 1, 1, 1, 3 }, { 2, 1, 2, 3 }, { 3, 3, 3, 3 }
	};
	static const bool warn[4][4] = {
		{ 0, 1, 1, 1 }, { 0, 0, 1, 0 }, { 0, 0, 0, 0 }, { 0, 1, 0, 0 }
	};

	(void)state;
	for (uint8_t inner = 0; inner < 4; inner++) {
		for (uint8_t outer = 0; outer < 4; outer++) {
			bool warned;
			uint8_t ecn;

			assert_int_equal(decap_ecn(inner, outer, &ecn, &warned),
					 want[inner][outer] != 9);
			if (want[inner][outer] != 9)
				assert_int_equal(ecn, want[inner][outer]);
			assert_int_equal(warned, warn[inner][outer]);
		}
	}
}

static bool parse(uint8_t *buf, size_t len, enum fib_encap encap, struct decap_packet *p,
		  enum dp_drop *why)
{
	return decap_parse(p, buf, len, encap, why);
}

static size_t lisp_packet(uint8_t *buf, uint8_t flags, uint32_t word, const struct dpfake_ip *ip,
			  size_t payload)
{
	memset(buf, 0, DATAHDR_LEN);
	buf[0] = flags;
	buf[4] = (uint8_t)(word >> 24);
	buf[5] = (uint8_t)(word >> 16);
	buf[6] = (uint8_t)(word >> 8);
	buf[7] = (uint8_t)word;
	return DATAHDR_LEN + dpfake_packet(buf + DATAHDR_LEN, ip, payload);
}

static void instance_and_status_bits(void **state)
{
	struct decap_packet p;
	enum dp_drop why;
	uint8_t buf[512];
	size_t len = lisp_packet(buf, 0x48, 0x00006403, &udp4, 10);

	(void)state;
	assert_true(parse(buf, len, FIB_ENCAP_LISP, &p, &why));
	assert_int_equal(p.iid, 100);
	assert_true(p.lsbs_present);
	assert_int_equal(p.lsbs, 3);
	len = lisp_packet(buf, 0, 0x12345678, &udp4, 10);
	assert_true(parse(buf, len, FIB_ENCAP_LISP, &p, &why));
	assert_int_equal(p.iid, 0);
	assert_false(p.lsbs_present);
	/* Reserved bit set: delivered. A key ID: encrypted, not for us. */
	len = lisp_packet(buf, 0x04, 0, &udp4, 10);
	assert_true(parse(buf, len, FIB_ENCAP_LISP, &p, &why));
	len = lisp_packet(buf, 0x01, 0, &udp4, 10);
	assert_false(parse(buf, len, FIB_ENCAP_LISP, &p, &why));
	/* The instance that is no instance. */
	len = lisp_packet(buf, 0x08, 0xffffff00, &udp4, 10);
	assert_false(parse(buf, len, FIB_ENCAP_LISP, &p, &why));
	assert_int_equal(why, DROP_RECEIVE_IID);
}

static void lengths(void **state)
{
	struct decap_packet p;
	enum dp_drop why;
	uint8_t buf[512];
	size_t len;

	(void)state;
	for (unsigned six = 0; six < 2; six++) {
		len = lisp_packet(buf, 0, 0, six ? &udp6 : &udp4, 10);
		for (size_t cut = 0; cut < len; cut++) {
			assert_false(parse(buf, cut, FIB_ENCAP_LISP, &p, &why));
			assert_int_equal(why, DROP_RECEIVE_FORMAT);
		}
		assert_true(parse(buf, len, FIB_ENCAP_LISP, &p, &why));
		/* What stands behind the inner packet is cut off. */
		assert_true(parse(buf, len + 30, FIB_ENCAP_LISP, &p, &why));
		assert_int_equal(p.in.len, len - DATAHDR_LEN);
	}
	len = lisp_packet(buf, 0, 0, &udp4, 10);
	buf[8] = 0x44; /* header of 16 octets */
	assert_false(parse(buf, len, FIB_ENCAP_LISP, &p, &why));
	buf[8] = 0x55;
	assert_false(parse(buf, len, FIB_ENCAP_LISP, &p, &why));
	assert_int_equal(why, DROP_RECEIVE_FORMAT);
	buf[8] = 0x45;
	buf[8 + 10] ^= 1;
	assert_false(parse(buf, len, FIB_ENCAP_LISP, &p, &why));
	assert_int_equal(why, DROP_RECEIVE_CHECKSUM);
}

static void sources_that_nobody_has(void **state)
{
	static const char *const bad[] = { "224.0.0.1", "255.255.255.255", "127.0.0.1", "0.0.0.0",
					   "0.1.2.3",	"240.0.0.1",	   "ff02::1",	"::1",
					   "::" };
	struct decap_packet p;
	enum dp_drop why;
	uint8_t buf[512];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct dpfake_ip ip = strchr(bad[i], ':') ? udp6 : udp4;

		ip.src = bad[i];
		assert_false(parse(buf, lisp_packet(buf, 0, 0, &ip, 10), FIB_ENCAP_LISP, &p, &why));
		assert_int_equal(why, DROP_RECEIVE_SOURCE);
	}
}

static void vxlan(void **state)
{
	uint8_t buf[512] = { 0x08, 0, 0, 0, 0, 0, 100, 0 };
	struct decap_packet p;
	enum dp_drop why;
	size_t len = TUNNEL_HDR_MAX + dpfake_packet(buf + TUNNEL_HDR_MAX, &udp4, 10);

	(void)state;
	memset(buf + 8, 0x55, 12); /* any MAC */
	buf[20] = 0x08;
	assert_true(parse(buf, len, FIB_ENCAP_VXLAN, &p, &why));
	assert_int_equal(p.iid, 100);
	buf[1] = 0x80; /* group policy */
	buf[3] = 7;
	assert_true(parse(buf, len, FIB_ENCAP_VXLAN, &p, &why));
	for (size_t cut = 0; cut < len; cut++)
		assert_false(parse(buf, cut, FIB_ENCAP_VXLAN, &p, &why));
	buf[0] = 0;
	assert_false(parse(buf, len, FIB_ENCAP_VXLAN, &p, &why));
	buf[0] = 0x08;
	buf[20] = 0x86;
	buf[21] = 0xdd; /* says IPv6, is IPv4 */
	assert_false(parse(buf, len, FIB_ENCAP_VXLAN, &p, &why));
	buf[20] = 0x08;
	buf[21] = 0x06; /* ARP */
	assert_false(parse(buf, len, FIB_ENCAP_VXLAN, &p, &why));
	assert_int_equal(why, DROP_RECEIVE_FORMAT);
}

static size_t vector(const char *text, const char *name, uint8_t *buf, size_t size)
{
	const char *p = strstr(text, name);

	for (int i = 0; p && i < 2; i++) {
		p = strchr(p, '\n');
		p = p ? p + 1 : NULL;
	}
	return p ? shared_hex(p, buf, size) : 0;
}

static void golden_vectors(void **state)
{
	static const char *const name[] = { "## V17 ", "## V18 ", "## V19 ", "## V33 " };
	char *text = shared_read("vectors/vectors.txt");
	uint8_t buf[256];

	(void)state;
	if (!text)
		skip();
	for (size_t i = 0; i < ARRAY_LEN(name); i++) {
		size_t len = vector(text, name[i], buf, sizeof(buf));
		struct decap_packet p;
		enum dp_drop why;

		assert_true(parse(buf, len, i == 3 ? FIB_ENCAP_VXLAN : FIB_ENCAP_LISP, &p, &why));
		assert_int_equal(p.iid, i ? 100 : 0);
		assert_int_equal(p.in.len, 36);
		assert_int_equal(p.in.tos, 0xb8);
		assert_int_equal(p.in.ttl, 63);
	}
	free(text);
}

/* --- through a worker ------------------------------------------------------------------------- */

/* What the host gets for an encapsulated packet; 0 = nothing. */
static size_t through(struct dpfake *f, const struct dpfake_ip *ip, uint8_t ttl, uint8_t tos,
		      uint8_t *out, size_t size)
{
	struct tun_vnet v = { 0 };
	uint8_t buf[2048];
	size_t len = lisp_packet(buf, 0, 0, ip, 50);

	dpfake_receive(f, LISP_DATA_PORT, ttl, tos, buf, len);
	worker_turn(f->dp->worker[0], 0);
	len = dpfake_to_host(f, &v, out, size);
	assert_int_equal(v.gso_type, VNET_GSO_NONE);
	return len;
}

static void ttl_is_the_smaller_one(void **state)
{
	struct dpfake *f = start(&(struct fib_table_cfg){ .propagate_ttl = true });
	uint8_t out[2048];

	(void)state;
	for (unsigned six = 0; six < 2; six++) {
		struct dpfake_ip ip = six ? udp6 : udp4;
		unsigned at = six ? 7 : 8;

		assert_int_not_equal(through(f, &ip, 10, 0, out, sizeof(out)), 0);
		assert_int_equal(out[at], 10);
		assert_true(six || checksum_ip4_right(out));
		assert_int_not_equal(through(f, &ip, 255, 0, out, sizeof(out)), 0);
		assert_int_equal(out[at], 63);
		assert_true(six || checksum_ip4_right(out));
	}
	dpfake_free(f);
}

static void ttl_is_left_alone_on_request(void **state)
{
	struct dpfake *f = start(&(struct fib_table_cfg){ 0 });
	uint8_t out[2048];

	(void)state;
	assert_int_not_equal(through(f, &udp4, 10, 0, out, sizeof(out)), 0);
	assert_int_equal(out[8], 63);
	dpfake_free(f);
}

static void dscp_comes_from_outside_and_ecn_from_both(void **state)
{
	struct dpfake *f = start(&(struct fib_table_cfg){ .propagate_ttl = true });
	uint8_t out[2048];

	(void)state;
	for (unsigned i = 0; i < 2 * 16 * 4; i++) {
		struct dpfake_ip ip = i % 2 ? udp6 : udp4;
		uint8_t inner = i / 2 % 4, outer = i / 8 % 4, dscp = (uint8_t)(i / 32 * 21 << 2);
		uint8_t ecn, tos;
		bool warn, passes = decap_ecn(inner, outer, &ecn, &warn);
		size_t len;

		ip.tos = (uint8_t)(0x28 | inner);
		len = through(f, &ip, 64, (uint8_t)(dscp | outer), out, sizeof(out));
		assert_int_equal(len != 0, passes);
		if (!passes)
			continue;
		tos = i % 2 ? (uint8_t)(out[0] << 4 | out[1] >> 4) : out[1];
		assert_int_equal(tos, dscp | ecn);
		assert_true(i % 2 || checksum_ip4_right(out));
	}
	assert_int_equal(dpfake_stats(f).drop[DROP_RECEIVE_ECN], 2 * 4);
	assert_int_not_equal(dpfake_stats(f).ecn_warnings, 0);
	dpfake_free(f);
}

static void only_local_eids_come_in(void **state)
{
	struct dpfake *f = start(&(struct fib_table_cfg){ .propagate_ttl = true });
	struct dpfake_ip ip = udp4;
	uint8_t out[2048], buf[2048];
	size_t len;

	(void)state;
	ip.dst = "10.9.0.1";
	assert_int_equal(through(f, &ip, 64, 0, out, sizeof(out)), 0);
	assert_int_equal(dpfake_stats(f).drop[DROP_RECEIVE_EID], 1);
	loop_poll(f->loop);
	assert_int_equal(f->n_punts, 1);
	assert_int_equal(f->punt.reason, PUNT_DECAP_MISS);
	assert_string_equal(addr_str(&f->punt.rloc).s, "127.0.0.1");
	ip.dst = "224.0.0.5";
	assert_int_equal(through(f, &ip, 64, 0, out, sizeof(out)), 0);
	/* Another instance. */
	len = lisp_packet(buf, 0x08, 77777 << 8, &udp4, 50);
	dpfake_receive(f, LISP_DATA_PORT, 64, 0, buf, len);
	dpfake_run(f);
	assert_int_equal(dpfake_stats(f).drop[DROP_RECEIVE_IID], 1);
	/* IID 0 with the I bit is IID 0. */
	len = lisp_packet(buf, 0x08, 0, &udp4, 50);
	dpfake_receive(f, LISP_DATA_PORT, 64, 0, buf, len);
	dpfake_run(f);
	assert_int_equal(dpfake_stats(f).decap_packets, 1);
	dpfake_free(f);
}

static void a_petr_takes_everything(void **state)
{
	struct dpfake *f = start(&(struct fib_table_cfg){ .decap_any = true });
	struct dpfake_ip ip = udp4;
	uint8_t out[2048];

	(void)state;
	ip.dst = "192.0.2.77";
	assert_int_not_equal(through(f, &ip, 64, 0, out, sizeof(out)), 0);
	dpfake_free(f);
}

static void vxlan_has_its_own_port(void **state)
{
	struct dpfake *f = start(&(struct fib_table_cfg){ .iid = 100, .vxlan = true });
	uint8_t buf[2048] = { 0x08, 0, 0, 0, 0, 0, 100 }, out[2048];
	size_t len = dpfake_packet(buf + TUNNEL_HDR_MAX, &udp4, 10);
	struct tun_vnet v;

	(void)state;
	buf[20] = 0x08;
	dpfake_receive(f, VXLAN_PORT, 64, 0, buf, TUNNEL_HDR_MAX + len);
	dpfake_run(f);
	assert_int_equal(dpfake_to_host(f, &v, out, sizeof(out)), len);
	assert_memory_equal(out, buf + TUNNEL_HDR_MAX, len);
	dpfake_free(f);
}

static void receive_lsbs(struct dpfake *f, uint8_t flags, uint32_t lsbs)
{
	uint8_t buf[512];

	dpfake_receive(f, LISP_DATA_PORT, 64, 0, buf, lisp_packet(buf, flags, lsbs, &udp4, 10));
	dpfake_run(f);
}

/* RFC 9300 section 10: control hears of changes, and only of those. */
static void changed_status_bits_are_told(void **state)
{
	struct dpfake *f =
		start(&(struct fib_table_cfg){ .process_lsbs = true, .propagate_ttl = true });

	(void)state;
	receive_lsbs(f, 0x40, 3); /* no entry for the source: nothing to apply them to */
	assert_int_equal(f->n_punts, 0);
	dpfake_entry(f, "10.2.0.0/16", FIB_ENCAP_LISP, 0, "127.0.0.1", "127.0.0.2");
	receive_lsbs(f, 0x40, 3);
	assert_int_equal(f->n_punts, 1);
	assert_int_equal(f->punt.reason, PUNT_LSB);
	assert_int_equal(f->punt.lsbs, 3);
	assert_string_equal(addr_str(&f->punt.src).s, "10.2.0.2");
	receive_lsbs(f, 0x40, 3);
	receive_lsbs(f, 0x00, 1); /* L clear: says nothing */
	assert_int_equal(f->n_punts, 1);
	receive_lsbs(f, 0x40, 1);
	assert_int_equal(f->n_punts, 2);
	assert_int_equal(f->punt.lsbs, 1);
	fib_table_change(f->t, &(struct fib_table_cfg){ .propagate_ttl = true });
	receive_lsbs(f, 0x40, 7);
	assert_int_equal(f->n_punts, 2);
	dpfake_free(f);
}

/* --- joining ---------------------------------------------------------------------------------- */

enum { ACK = 0x10, PSH = 0x08, FIN = 0x01 };

static struct dpfake_ip tcp(bool six, uint32_t seq, uint16_t id, uint8_t flags)
{
	struct dpfake_ip ip = six ? udp6 : udp4;

	ip.proto = IPPROTO_TCP;
	ip.seq = seq;
	ip.id = id;
	ip.flags = flags;
	return ip;
}

/* Many packets before the worker looks: they arrive in one batch. */
static void receive(struct dpfake *f, const struct dpfake_ip *ip, size_t payload)
{
	uint8_t buf[4096];
	size_t len = lisp_packet(buf, 0, 0, ip, payload);

	dpfake_receive(f, LISP_DATA_PORT, 64, 0, buf, len);
}

static void expect(struct dpfake *f, size_t len, uint8_t type, unsigned gso_size)
{
	static uint8_t out[65536];
	struct tun_vnet v = { 0 };

	assert_int_equal(dpfake_to_host(f, &v, out, sizeof(out)), len);
	assert_int_equal(v.gso_type, type);
	assert_int_equal(v.gso_size, gso_size);
}

static void segments_of_a_stream_are_joined(void **state)
{
	static uint8_t out[65536];
	struct dpfake *f = start(&(struct fib_table_cfg){ 0 });

	(void)state;
	for (unsigned six = 0; six < 2; six++) {
		unsigned l4 = six ? 40 : 20;
		struct tun_vnet v = { 0 };
		size_t len;

		for (unsigned i = 0; i < 5; i++) {
			struct dpfake_ip ip =
				tcp(six, 1000 * i, (uint16_t)(9 + i), i == 4 ? ACK | PSH : ACK);

			receive(f, &ip, i == 4 ? 300 : 1000);
		}
		dpfake_run(f);
		len = dpfake_to_host(f, &v, out, sizeof(out));
		assert_int_equal(len, l4 + 20 + 4300);
		assert_int_equal(v.gso_type, six ? VNET_GSO_TCPV6 : VNET_GSO_TCPV4);
		assert_int_equal(v.gso_size, 1000);
		assert_int_equal(v.hdr_len, l4 + 20);
		assert_int_equal(v.csum_start, l4);
		assert_int_equal(v.csum_offset, 16);
		assert_true(v.needs_csum);
		assert_int_equal(out[l4 + 13], ACK | PSH);
		assert_true(six || checksum_ip4_right(out));
		for (size_t i = 0; i < 4300; i++)
			assert_int_equal(out[l4 + 20 + i],
					 (uint8_t)(i % 1000 * 7 + i % 1000 / 256));
	}
	dpfake_free(f);
}

static void what_differs_is_not_joined(void **state)
{
	struct dpfake *f = start(&(struct fib_table_cfg){ 0 });
	struct dpfake_ip ip;

	(void)state;
	/* A hole in the sequence. */
	ip = tcp(false, 0, 1, ACK);
	receive(f, &ip, 1000);
	ip = tcp(false, 2000, 2, ACK);
	receive(f, &ip, 1000);
	dpfake_run(f);
	expect(f, 1040, 0, 0);
	expect(f, 1040, 0, 0);
	/* Another window, options, FIN, a longer packet, no payload. */
	ip = tcp(false, 0, 1, ACK);
	receive(f, &ip, 1000);
	ip = tcp(false, 1000, 2, ACK);
	ip.options = 12;
	receive(f, &ip, 1000);
	dpfake_run(f);
	expect(f, 1040, 0, 0);
	expect(f, 1052, 0, 0);
	ip = tcp(false, 0, 1, ACK);
	receive(f, &ip, 1000);
	ip = tcp(false, 1000, 2, ACK | FIN);
	receive(f, &ip, 1000);
	ip = tcp(false, 2000, 3, ACK);
	receive(f, &ip, 1000);
	dpfake_run(f);
	expect(f, 1040, 0, 0);
	expect(f, 1040, 0, 0);
	expect(f, 1040, 0, 0);
	ip = tcp(false, 0, 1, ACK);
	receive(f, &ip, 1000);
	ip = tcp(false, 1000, 2, ACK);
	receive(f, &ip, 1001);
	dpfake_run(f);
	expect(f, 1040, 0, 0);
	expect(f, 1041, 0, 0);
	/* Without DF the identification must go on. */
	ip = tcp(false, 0, 1, ACK);
	ip.frag = 0;
	receive(f, &ip, 1000);
	ip = tcp(false, 1000, 7, ACK);
	ip.frag = 0;
	receive(f, &ip, 1000);
	dpfake_run(f);
	expect(f, 1040, 0, 0);
	expect(f, 1040, 0, 0);
	assert_int_equal(dpfake_stats(f).decap_packets, 11);
	dpfake_free(f);
}

/* A packet that cannot join ends what came before it: order within the flow is kept. */
static void nobody_overtakes(void **state)
{
	struct dpfake *f = start(&(struct fib_table_cfg){ 0 });
	struct dpfake_ip ip;

	(void)state;
	ip = tcp(false, 0, 1, ACK);
	receive(f, &ip, 1000);
	ip = tcp(false, 1000, 2, ACK);
	receive(f, &ip, 0);
	receive(f, &ip, 1000);
	ip = tcp(false, 2000, 3, ACK);
	receive(f, &ip, 1000);
	dpfake_run(f);
	expect(f, 1040, 0, 0);
	expect(f, 40, 0, 0);
	expect(f, 2040, VNET_GSO_TCPV4, 1000);
	dpfake_free(f);
}

static void flows_in_turn_are_both_joined(void **state)
{
	struct dpfake *f = start(&(struct fib_table_cfg){ 0 });

	(void)state;
	for (unsigned i = 0; i < 12; i++) {
		struct dpfake_ip ip = tcp(i % 2, i / 2 * 1000, (uint16_t)i, ACK);

		receive(f, &ip, 1000);
	}
	dpfake_run(f);
	expect(f, 6040, VNET_GSO_TCPV4, 1000);
	expect(f, 6060, VNET_GSO_TCPV6, 1000);
	dpfake_free(f);
}

static void a_wrong_checksum_is_never_joined(void **state)
{
	struct dpfake *f = start(&(struct fib_table_cfg){ 0 });
	struct dpfake_ip ip;
	uint8_t buf[2048];
	size_t len;

	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		ip = tcp(false, i * 1000, (uint16_t)i, ACK);
		len = lisp_packet(buf, 0, 0, &ip, 1000);
		if (i == 1)
			buf[500] ^= 1;
		dpfake_receive(f, LISP_DATA_PORT, 64, 0, buf, len);
	}
	dpfake_run(f);
	expect(f, 1040, 0, 0);
	expect(f, 1040, 0, 0);
	expect(f, 1040, 0, 0);
	dpfake_free(f);
}

static void datagrams_are_joined_when_many(void **state)
{
	struct dpfake *f = start(&(struct fib_table_cfg){ 0 });
	struct dpfake_ip ip = udp4;

	(void)state;
	for (unsigned i = 0; i < 3; i++)
		receive(f, &ip, 100);
	dpfake_run(f);
	for (unsigned i = 0; i < 3; i++)
		expect(f, 128, 0, 0);
	for (unsigned i = 0; i < 10; i++)
		receive(f, &ip, i == 9 ? 50 : 100);
	dpfake_run(f);
	expect(f, 28 + 950, VNET_GSO_UDP_L4, 100);
	dpfake_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ecn_table_of_rfc_6040),
		cmocka_unit_test(instance_and_status_bits),
		cmocka_unit_test(lengths),
		cmocka_unit_test(sources_that_nobody_has),
		cmocka_unit_test(vxlan),
		cmocka_unit_test(golden_vectors),
		cmocka_unit_test(ttl_is_the_smaller_one),
		cmocka_unit_test(ttl_is_left_alone_on_request),
		cmocka_unit_test(dscp_comes_from_outside_and_ecn_from_both),
		cmocka_unit_test(only_local_eids_come_in),
		cmocka_unit_test(a_petr_takes_everything),
		cmocka_unit_test(vxlan_has_its_own_port),
		cmocka_unit_test(changed_status_bits_are_told),
		cmocka_unit_test(segments_of_a_stream_are_joined),
		cmocka_unit_test(what_differs_is_not_joined),
		cmocka_unit_test(nobody_overtakes),
		cmocka_unit_test(flows_in_turn_are_both_joined),
		cmocka_unit_test(a_wrong_checksum_is_never_joined),
		cmocka_unit_test(datagrams_are_joined_when_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
