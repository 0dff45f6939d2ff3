/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nanoseconds per operation of the pieces of the data plane that do not enter the kernel; the
 * lookup is b_lookup's.
 */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base.h"
#include "lib/mem.h"
#include "lispd/core/datahdr.h"
#include "lispd/dp/checksum.h"
#include "lispd/dp/decap.h"
#include "lispd/dp/encap.h"
#include "lispd/dp/inner.h"
#include "lispd/dp/join.h"
#include "lispd/dp/offload.h"

static double now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e9 + (double)ts.tv_nsec;
}

static void tell(const char *what, double start, double n)
{
	printf("%-44s %9.1f ns\n", what, (now_ns() - start) / n);
}

/* A TCP segment of IPv4 with the given payload, checksums right. */
static uint32_t segment(uint8_t *b, unsigned payload, uint32_t seq)
{
	uint32_t len = 40 + payload;

	memset(b, 0, len);
	b[0] = 0x45;
	b[2] = (uint8_t)(len >> 8);
	b[3] = (uint8_t)len;
	b[6] = 0x40;
	b[8] = 63;
	b[9] = IPPROTO_TCP;
	memcpy(b + 12, "\x0a\x01\x00\x02\x0a\x02\x00\x02", 8);
	checksum_ip4(b);
	b[24] = (uint8_t)(seq >> 24);
	b[25] = (uint8_t)(seq >> 16);
	b[26] = (uint8_t)(seq >> 8);
	b[27] = (uint8_t)seq;
	b[32] = 0x50;
	b[33] = 0x10;
	checksum_put(b + 36, checksum_finish(checksum_add(checksum_pseudo(b, IPPROTO_TCP, len - 20),
							  b + 20, len - 20)));
	return len;
}

static void parsing(void)
{
	static uint8_t b[2048];
	uint32_t len = segment(b, 64, 0);
	uint64_t sum = 0;
	double start = now_ns();
	struct inner in;

	for (unsigned i = 0; i < 10000000; i++) {
		b[21] = (uint8_t)i; /* another flow */
		inner_parse(&in, b, len);
		sum += inner_hash(&in, 1);
	}
	tell("parse and hash", start, 10000000);
	start = now_ns();
	for (unsigned i = 0; i < 1000000; i++)
		sum += checksum_add(0, b, 1400);
	tell("checksum of 1400 octets", start, 1000000);
	if (!sum)
		printf("impossible\n");
}

static void segmentation(void)
{
	static uint8_t whole[65536], out[GSO_HDR_MAX];
	struct tun_vnet v = { .needs_csum = true, .gso_type = VNET_GSO_TCPV4, .gso_size = 1388 };
	uint32_t len = segment(whole, 62000, 0);
	struct inner in;
	struct gso g;
	double start;

	inner_parse(&in, whole, len);
	gso_init(&g, &in, &v);
	start = now_ns();
	for (unsigned i = 0; i < 20000; i++)
		for (unsigned s = 0; s < g.n_segments; s++)
			gso_header(&g, s, out);
	tell("one segment of 1388 out of 62000", start, 20000.0 * g.n_segments);
}

static void nothing(void *arg, struct fib_table *t, struct tun_out *out, unsigned n)
{
	(void)arg;
	(void)t;
	(void)out;
	(void)n;
}

/* Decapsulates and joins what a receive call with 40 segments brings. */
static void decapsulation(unsigned payload)
{
	enum { SEGMENTS = 40, ROUNDS = 10000 };
	static uint8_t b[SEGMENTS][2048];
	struct join *j = join_new();
	char what[64];
	double start;
	uint32_t len = 0;

	for (unsigned s = 0; s < SEGMENTS; s++) {
		lisp_datahdr_pack(b[s], &(struct lisp_datahdr){ .iid_present = true, .iid = 7 });
		len = DATAHDR_LEN + segment(b[s] + DATAHDR_LEN, payload, s * payload);
	}
	start = now_ns();
	for (unsigned i = 0; i < ROUNDS; i++) {
		for (unsigned s = 0; s < SEGMENTS; s++) {
			struct decap_packet p;
			enum dp_drop why;

			if (!decap_parse(&p, b[s], len, FIB_ENCAP_LISP, &why))
				abort();
			join_add(j, NULL, &p.in, inner_hash(&p.in, 1), true);
		}
		join_flush(j, nothing, NULL);
		/* The super-packet's header was made in the first one. */
		segment(b[0] + DATAHDR_LEN, payload, 0);
	}
	snprintf(what, sizeof(what), "decapsulate and join, payload of %u", payload);
	tell(what, start, (double)ROUNDS * SEGMENTS);
	join_free(j);
}

static void headers(void)
{
	struct fib_path p = { .hdr_len = DATAHDR_LEN };
	struct fib_entry e = { .encap = FIB_ENCAP_LISP, .iid = 7 };
	struct inner in = { .version = 4 };
	uint8_t out[TUNNEL_HDR_MAX];
	double start = now_ns();

	for (unsigned i = 0; i < 10000000; i++)
		encap_header(out, &p, &e, i, &in);
	tell("LISP header with status bits", start, 10000000);
}

int main(void)
{
	parsing();
	headers();
	segmentation();
	decapsulation(1388);
	decapsulation(64);
	return 0;
}
