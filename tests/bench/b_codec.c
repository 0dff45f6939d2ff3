/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What decoding, authenticating and encoding cost, beside the bare copy and the bare MAC of the
 * same octets in the same run. ns per operation, the best of some repetitions.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base.h"
#include "lib/hmac.h"
#include "lispd/wire/auth.h"

#define OPERATIONS 100000
#define REPETITIONS 7

static struct wire_arena arena;
static uint8_t msg[2048], copy[2048];
static size_t msg_len;
static struct auth_key *key;
static struct hmac *bare[2];
static volatile uint8_t sink; /* keeps the compiler from dropping the work */

static struct msg_register reg;
static struct msg_map_request request;
static struct msg_map_reply reply;
static struct msg_ecm ecm;
static struct endpoint ends[2];

static double best_ns(void (*op)(void))
{
	double best = 1e18;

	for (int i = 0; i < REPETITIONS; i++) {
		struct timespec a, b;
		double ns;

		clock_gettime(CLOCK_MONOTONIC, &a);
		for (int k = 0; k < OPERATIONS; k++)
			op();
		clock_gettime(CLOCK_MONOTONIC, &b);
		ns = ((double)(b.tv_sec - a.tv_sec) * 1e9 + (double)(b.tv_nsec - a.tv_nsec)) /
		     OPERATIONS;
		best = ns < best ? ns : best;
	}
	return best;
}

static struct rd whole(void)
{
	return rd_init(msg, msg_len);
}

static void do_copy(void)
{
	memcpy(copy, msg, msg_len);
	sink = copy[msg_len - 1];
}

static void bare_mac(struct hmac *h)
{
	uint8_t mac[HMAC_MAX_LEN];

	sink = hmac_start(h) && hmac_add(h, msg, msg_len) && hmac_end(h, mac) ? mac[0] : 1;
}

static void do_sha1(void)
{
	bare_mac(bare[0]);
}

static void do_sha256(void)
{
	bare_mac(bare[1]);
}

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void decode_register(void)
{
	must(register_decode(whole(), &reg, &arena) == WIRE_OK);
}

static void decode_and_verify(void)
{
	decode_register();
	must(auth_verify(key, reg.type, reg.nonce, &reg.auth, msg, msg_len));
}

static void encode_register(void)
{
	struct wr w = wr_init(copy, sizeof(copy));

	register_encode(&w, &reg);
	must(!w.bad);
}

static void encode_and_sign(void)
{
	struct wr w = wr_init(copy, sizeof(copy));

	register_encode(&w, &reg);
	must(auth_sign(key, reg.type, reg.nonce, &reg.auth, copy, wr_len(&w)));
}

/* What a map-server does: the register in, its notify out. */
static void register_and_notify(void)
{
	decode_and_verify();
	reg.type = LISP_MAP_NOTIFY;
	encode_and_sign();
}

static void decode_request(void)
{
	must(ecm_decode(whole(), &ecm) == WIRE_OK);
	must(map_request_decode(rd_init(ecm.payload, ecm.payload_len), &request, &arena) ==
	     WIRE_OK);
}

static void encode_request(void)
{
	uint8_t inner[512];
	struct wr w = wr_init(inner, sizeof(inner)), outer = wr_init(copy, sizeof(copy));

	map_request_encode(&w, &request);
	ecm_encode(&outer, &ends[0], &ends[1], inner, wr_len(&w));
	must(!outer.bad);
}

static void decode_reply(void)
{
	must(map_reply_decode(whole(), &reply, &arena) == WIRE_OK);
}

static void encode_reply(void)
{
	struct wr w = wr_init(copy, sizeof(copy));

	map_reply_encode(&w, &reply);
	must(!w.bad);
}

static struct rloc rlocs[2];
static struct mapping record;

/* 10.1.1.0/24 at one IPv4 and one IPv6 locator */
static void make_record(void)
{
	struct addr eid = addr_v4(0x0a010100), v4 = addr_v4(0xac100102), v6;
	struct prefix p = prefix_make(&eid, 24);

	must(addr_parse("2001:db8:1::2", &v6));
	rlocs[0] = rloc_make(&v4, 1, 50);
	rlocs[1] = rloc_make(&v6, 2, 100);
	record = (struct mapping){ .eid = eid_ip(0, &p),
				   .ttl_min = 1440,
				   .authoritative = true,
				   .n_rlocs = 2,
				   .rloc = rlocs };
}

static void keep_as_message(size_t len)
{
	memcpy(msg, copy, len);
	msg_len = len;
}

static void make_register(unsigned algorithm)
{
	struct wr w = wr_init(copy, sizeof(copy));
	struct msg_register m = {
		.type = LISP_MAP_REGISTER,
		.want_notify = true,
		.nonce = 0x3ca3e13a96ca01e0,
		.auth = { .algorithm = (uint8_t)algorithm, .len = auth_len(algorithm) },
		.n_records = 1,
		.record = &record,
		.ids = { .present = true },
	};

	register_encode(&w, &m);
	must(auth_sign(key, m.type, m.nonce, &m.auth, copy, wr_len(&w)));
	keep_as_message(wr_len(&w));
	decode_register();
}

static void make_request(void)
{
	struct addr src = addr_v4(0xac100102), dst = addr_v4(0x0a020205);
	uint8_t inner[512];
	struct wr w = wr_init(inner, sizeof(inner)), outer = wr_init(copy, sizeof(copy));

	ends[0] = (struct endpoint){ .addr = src, .port = LISP_CONTROL_PORT };
	ends[1] = (struct endpoint){ .addr = dst, .port = LISP_CONTROL_PORT };
	request = (struct msg_map_request){ .n_itr_rlocs = 1,
					    .n_records = 1,
					    .map_data = true,
					    .nonce = 0x7047e71f65c02aac,
					    .reply_record = &record };
	request.itr_rloc[0] = src;
	request.source = eid_host(0, &src);
	request.record_store[0] = eid_host(0, &dst);
	request.record = request.record_store;
	map_request_encode(&w, &request);
	ecm_encode(&outer, &ends[0], &ends[1], inner, wr_len(&w));
	keep_as_message(wr_len(&outer));
	decode_request();
}

static void make_reply(void)
{
	struct wr w = wr_init(copy, sizeof(copy));

	reply = (struct msg_map_reply){ .n_records = 1, .record = &record, .nonce = 1 };
	map_reply_encode(&w, &reply);
	keep_as_message(wr_len(&w));
	decode_reply();
}

static void row(const char *name, void (*op)(void), void (*reference)(void), const char *of)
{
	double ns = best_ns(op), ref_ns = best_ns(reference);

	printf("%-42s%7zu%10.1f%12.1f  %-8s%6.1f\n", name, msg_len, ns, ref_ns, of, ns / ref_ns);
}

static void register_rows(unsigned algorithm, const char *name)
{
	void (*mac)(void) = algorithm == LISP_AUTH_SHA1 ? do_sha1 : do_sha256;
	const char *of = algorithm == LISP_AUTH_SHA1 ? "SHA-1" : "SHA-256";
	char text[64];

	make_register(algorithm);
	snprintf(text, sizeof(text), "Map-Register %s, decode + verify", name);
	row(text, decode_and_verify, mac, of);
	snprintf(text, sizeof(text), "Map-Register %s, encode + sign", name);
	row(text, encode_and_sign, mac, of);
	snprintf(text, sizeof(text), "Map-Register %s in, notify out", name);
	row(text, register_and_notify, mac, of);
}

int main(void)
{
	key = auth_key_new("Zaq12wsx!@");
	bare[0] = hmac_new(HMAC_SHA1, "Zaq12wsx!@", 10);
	bare[1] = hmac_new(HMAC_SHA256, "Zaq12wsx!@", 10);
	make_record();
	printf("%-42s%7s%10s%12s  %-8s%6s\n", "operation", "octets", "ns", "reference", "",
	       "ratio");
	make_register(LISP_AUTH_SHA1);
	row("Map-Register, decode", decode_register, do_copy, "copy");
	row("Map-Register, encode", encode_register, do_copy, "copy");
	register_rows(LISP_AUTH_SHA1, "SHA-1");
	register_rows(LISP_AUTH_SHA256, "SHA-256");
	register_rows(LISP_AUTH_HKDF_SHA256, "HKDF");
	make_request();
	row("Map-Request in ECM, decode", decode_request, do_copy, "copy");
	row("Map-Request in ECM, encode", encode_request, do_copy, "copy");
	make_reply();
	row("Map-Reply, decode", decode_reply, do_copy, "copy");
	row("Map-Reply, encode", encode_reply, do_copy, "copy");
	auth_key_free(key);
	hmac_free(bare[0]);
	hmac_free(bare[1]);
	return 0;
}
