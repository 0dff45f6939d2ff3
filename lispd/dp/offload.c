/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/dp/offload.h"

#include <netinet/in.h>
#include <string.h>

#include "lib/base.h"
#include "lispd/dp/checksum.h"

enum { TCP_FIN = 0x01, TCP_PSH = 0x08, TCP_CWR = 0x80 };

#define UDP_HDR_LEN 8u
#define TCP_HDR_MIN 20u

static uint16_t get16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static void put16(uint8_t *p, unsigned v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)get16(p) << 16 | get16(p + 2);
}

static void put32(uint8_t *p, uint32_t v)
{
	put16(p, v >> 16);
	put16(p + 2, v & 0xffff);
}

bool gso_init(struct gso *g, const struct inner *in, const struct tun_vnet *v)
{
	unsigned l4_len;

	*g = (struct gso){
		.data = in->data,
		.udp = v->gso_type == VNET_GSO_UDP_L4,
		.v6 = in->version == 6,
		.l4 = in->l4,
		.mss = v->gso_size,
	};
	if (!in->l4 || !v->gso_size || in->proto != (g->udp ? IPPROTO_UDP : IPPROTO_TCP))
		return false;
	if (in->l4 + (g->udp ? UDP_HDR_LEN : TCP_HDR_MIN) > in->len)
		return false;
	l4_len = g->udp ? UDP_HDR_LEN : (in->data[in->l4 + 12] >> 4) * 4u;
	if ((!g->udp && l4_len < TCP_HDR_MIN) || in->l4 + l4_len > in->len ||
	    in->l4 + l4_len > GSO_HDR_MAX)
		return false;
	g->hdr_len = (uint16_t)(in->l4 + l4_len);
	g->csum_at = (uint16_t)(in->l4 + (g->udp ? 6 : 16));
	g->payload = in->len - g->hdr_len;
	g->n_segments = g->payload ? (g->payload + g->mss - 1) / g->mss : 1;
	return true;
}

const uint8_t *gso_slice(const struct gso *g, unsigned i, uint32_t *len)
{
	uint32_t at = i * g->mss;

	*len = MIN_OF(g->mss, g->payload - at);
	return g->data + g->hdr_len + at;
}

static void fill_ip(const struct gso *g, unsigned i, uint8_t *out, uint32_t total)
{
	if (g->v6) {
		put16(out + 4, total - 40);
		return;
	}
	put16(out + 2, total);
	put16(out + 4, get16(out + 4) + i);
	checksum_ip4(out);
}

static void fill_tcp(const struct gso *g, unsigned i, uint8_t *tcp)
{
	put32(tcp + 4, get32(tcp + 4) + i * g->mss);
	/* The end of the stream's piece is in the last segment, the answer to ECE in the first. */
	if (i + 1 < g->n_segments)
		tcp[13] &= (uint8_t) ~(TCP_FIN | TCP_PSH);
	if (i)
		tcp[13] &= (uint8_t)~TCP_CWR;
}

void gso_header(const struct gso *g, unsigned i, uint8_t *out)
{
	uint32_t len, l4_len;
	const uint8_t *slice = gso_slice(g, i, &len);
	uint16_t sum;

	l4_len = g->hdr_len - g->l4 + len;
	memcpy(out, g->data, g->hdr_len);
	fill_ip(g, i, out, g->hdr_len + len);
	if (g->udp)
		put16(out + g->l4 + 4, l4_len);
	else
		fill_tcp(g, i, out + g->l4);
	checksum_put(out + g->csum_at, 0);
	sum = checksum_finish(checksum_add(
		checksum_add(checksum_pseudo(out, g->udp ? IPPROTO_UDP : IPPROTO_TCP, l4_len),
			     out + g->l4, g->hdr_len - g->l4),
		slice, len));
	checksum_put(out + g->csum_at, sum || !g->udp ? sum : 0xffff);
}

void offload_complete_csum(uint8_t *data, uint32_t len, const struct tun_vnet *v)
{
	uint8_t *at = data + v->csum_start + v->csum_offset;
	uint16_t sum;

	if (!v->needs_csum || (uint32_t)v->csum_start + v->csum_offset + 2 > len)
		return;
	/* The field holds the sum of the pseudo header. */
	sum = checksum_finish(checksum_add(0, data + v->csum_start, len - v->csum_start));
	checksum_put(at, sum ? sum : 0xffff);
}
