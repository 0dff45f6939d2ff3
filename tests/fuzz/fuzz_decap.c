/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A batch of UDP payloads: two octets of length before each. What decapsulation accepts is a
 * packet inside the payload; what is joined to super-packets comes apart again into the same
 * packets, in order.
 */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "lispd/dp/checksum.h"
#include "lispd/dp/decap.h"
#include "lispd/dp/join.h"
#include "lispd/dp/offload.h"
#include "tests/fuzz/fuzz.h"

#define MAX_PACKETS 256

static struct {
	uint8_t *data; /* as it was before joining */
	uint32_t len;
	bool seen;
} packet[MAX_PACKETS];
static unsigned n_packets;

/* The oldest packet not yet seen that is this one; IPv4 with DF may have another identification. */
static void find(const uint8_t *data, uint32_t len)
{
	for (unsigned i = 0; i < n_packets; i++) {
		bool v4 = data[0] >> 4 == 4;

		if (packet[i].seen || packet[i].len != len)
			continue;
		if (v4 ? memcmp(packet[i].data, data, 4) ||
				    memcmp(packet[i].data + 6, data + 6, 4) ||
				    memcmp(packet[i].data + 12, data + 12, len - 12) :
			 memcmp(packet[i].data, data, len))
			continue;
		packet[i].seen = true;
		return;
	}
	MUST(!"a packet came out that did not go in");
}

static void take_apart(const struct tun_vnet *v, uint8_t *whole, uint32_t len)
{
	static uint8_t piece[TUN_PACKET_MAX + GSO_HDR_MAX];
	struct inner in;
	struct gso g;

	MUST(inner_parse(&in, whole, len) && in.len == len);
	if (v->gso_type == VNET_GSO_NONE) {
		find(whole, len);
		return;
	}
	MUST(gso_init(&g, &in, v) && g.n_segments > 1 && v->hdr_len == g.hdr_len);
	for (unsigned i = 0; i < g.n_segments; i++) {
		uint32_t slice_len;
		const uint8_t *slice = gso_slice(&g, i, &slice_len);

		gso_header(&g, i, piece);
		memcpy(piece + g.hdr_len, slice, slice_len);
		find(piece, g.hdr_len + slice_len);
	}
}

static void came_out(void *arg, struct fib_table *t, struct tun_out *out, unsigned n)
{
	static uint8_t whole[TUN_PACKET_MAX + 1];

	(void)arg;
	(void)t;
	for (unsigned i = 0; i < n; i++) {
		uint32_t len = 0;

		for (unsigned j = 1; j < out[i].n_iov; j++) {
			MUST(len + out[i].iov[j].iov_len <= sizeof(whole));
			memcpy(whole + len, out[i].iov[j].iov_base, out[i].iov[j].iov_len);
			len += (uint32_t)out[i].iov[j].iov_len;
		}
		MUST(len == out[i].len);
		take_apart(&out[i].vnet, whole, len);
	}
}

static void accept_one(struct join *j, uint8_t *data, size_t len)
{
	enum fib_encap encap = len && data[len - 1] & 1 ? FIB_ENCAP_VXLAN : FIB_ENCAP_LISP;
	struct decap_packet p;
	enum dp_drop why;
	uint8_t ecn;
	bool warn;

	if (n_packets == MAX_PACKETS || !decap_parse(&p, data, len, encap, &why))
		return;
	MUST(p.in.data >= data && p.in.data + p.in.len <= data + len);
	if (!decap_ecn(p.in.tos & 3, p.in.ttl & 3, &ecn, &warn))
		return;
	inner_set_ttl_tos(&p.in, p.in.ttl, (uint8_t)((p.in.tos & ~3) | ecn));
	MUST(p.in.version == 6 || checksum_ip4_right(p.in.data));
	packet[n_packets].data = malloc(p.in.len);
	memcpy(packet[n_packets].data, p.in.data, p.in.len);
	packet[n_packets].len = p.in.len;
	packet[n_packets++].seen = false;
	join_add(j, NULL, &p.in, inner_hash(&p.in, 1), true);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct join *j;
	uint8_t *buf = malloc(len + 1);

	if (!j)
		j = join_new();
	memcpy(buf, data, len);
	n_packets = 0;
	for (size_t at = 0; at + 2 <= len;) {
		size_t n = (size_t)(data[at] << 8 | data[at + 1]);

		at += 2;
		if (n > len - at)
			n = len - at;
		accept_one(j, buf + at, n);
		at += n;
	}
	join_flush(j, came_out, NULL);
	for (unsigned i = 0; i < n_packets; i++) {
		MUST(packet[i].seen);
		free(packet[i].data);
	}
	free(buf);
	return 0;
}
