/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/dp/inner.h"

#include <netinet/in.h>
#include <string.h>

#include "lispd/dp/checksum.h"

#define IP6_HDR_LEN 40
#define MAX_EXT_HEADERS 8

static uint16_t get16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static bool parse_v4(struct inner *in, uint8_t *d, size_t len)
{
	unsigned hdr_len = (d[0] & 15u) * 4, total = get16(d + 2), frag = get16(d + 6);

	if (hdr_len < 20 || total < hdr_len || total > len)
		return false;
	in->len = total;
	in->tos = d[1];
	in->ttl = d[8];
	in->proto = d[9];
	in->df = frag & 0x4000;
	in->fragment = frag & 0x3fff;
	in->first = !(frag & 0x1fff);
	in->l4 = (uint16_t)(in->fragment ? 0 : hdr_len);
	in->src = trie_key_v4(d + 12);
	in->dst = trie_key_v4(d + 16);
	return true;
}

/* Walks over extension headers; leaves l4 at 0 when there is no end to them. */
static void find_transport(struct inner *in, const uint8_t *d)
{
	unsigned at = IP6_HDR_LEN;
	uint8_t next = d[6];

	for (int i = 0; i < MAX_EXT_HEADERS; i++) {
		switch (next) {
		case IPPROTO_HOPOPTS:
		case IPPROTO_ROUTING:
		case IPPROTO_DSTOPTS:
			if (at + 8 > in->len)
				return;
			next = d[at];
			at += (d[at + 1] + 1u) * 8;
			break;
		case IPPROTO_AH:
			if (at + 8 > in->len)
				return;
			next = d[at];
			at += (d[at + 1] + 2u) * 4;
			break;
		case IPPROTO_FRAGMENT:
			in->fragment = true;
			in->first = at + 8 <= in->len && !(get16(d + at + 2) & 0xfff8);
			return;
		default:
			in->proto = next;
			in->l4 = (uint16_t)(at <= in->len ? at : 0);
			return;
		}
	}
}

static bool parse_v6(struct inner *in, uint8_t *d, size_t len)
{
	if (len < IP6_HDR_LEN || IP6_HDR_LEN + (size_t)get16(d + 4) > len)
		return false;
	in->len = IP6_HDR_LEN + (uint32_t)get16(d + 4);
	in->tos = (uint8_t)((d[0] & 15) << 4 | d[1] >> 4);
	in->ttl = d[7];
	in->proto = IPPROTO_NONE;
	in->df = true;
	in->first = true;
	in->src = trie_key_v6(d + 8);
	in->dst = trie_key_v6(d + 24);
	find_transport(in, d);
	return true;
}

bool inner_parse(struct inner *in, uint8_t *data, size_t len)
{
	*in = (struct inner){ .data = data };
	if (len < 20)
		return false;
	in->version = data[0] >> 4;
	if (in->version == 4)
		return parse_v4(in, data, len);
	return in->version == 6 && parse_v6(in, data, len);
}

static uint64_t mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * 0x9E3779B97F4A7C15ULL;
	h ^= h >> 32;
	h *= 0xD6E8FEB86659FD93ULL;
	return h ^ h >> 32;
}

uint64_t inner_hash(const struct inner *in, uint64_t seed)
{
	uint64_t h = mix(seed, in->src.hi);

	h = mix(h, in->dst.hi);
	if (in->version == 6) {
		h = mix(h, in->src.lo);
		h = mix(h, in->dst.lo);
	}
	if (!in->l4 || in->l4 + 4u > in->len)
		return h;
	if (in->proto != IPPROTO_TCP && in->proto != IPPROTO_UDP && in->proto != IPPROTO_SCTP)
		return h;
	return mix(h, (uint64_t)in->proto << 32 | (uint32_t)get16(in->data + in->l4) << 16 |
			      get16(in->data + in->l4 + 2));
}

static struct addr addr_at(const struct inner *in, unsigned at4, unsigned at6)
{
	struct addr a = { .family = AF_INET };

	if (in->version == 6)
		return addr_v6(in->data + at6);
	memcpy(a.b, in->data + at4, 4);
	return a;
}

struct addr inner_src(const struct inner *in)
{
	return addr_at(in, 12, 8);
}

struct addr inner_dst(const struct inner *in)
{
	return addr_at(in, 16, 24);
}

bool inner_bad_source(const struct inner *in)
{
	const uint8_t *s = in->data + 12;

	if (in->version == 4)
		return s[0] == 0 || s[0] == 127 || s[0] >= 224;
	return in->data[8] == 0xff || (!in->src.hi && in->src.lo <= 1);
}

bool inner_to_group(const struct inner *in)
{
	const uint8_t *d = in->data + (in->version == 4 ? 16 : 24);

	if (in->version == 4)
		return d[0] >= 224 || (d[0] == 169 && d[1] == 254);
	return d[0] == 0xff || (d[0] == 0xfe && (d[1] & 0xc0) == 0x80);
}

void inner_set_ttl_tos(struct inner *in, uint8_t ttl, uint8_t tos)
{
	uint8_t *d = in->data;

	if (ttl == in->ttl && tos == in->tos)
		return;
	in->ttl = ttl;
	in->tos = tos;
	if (in->version == 6) {
		d[0] = (uint8_t)(0x60 | tos >> 4);
		d[1] = (uint8_t)(tos << 4 | (d[1] & 15));
		d[7] = ttl;
		return;
	}
	d[1] = tos;
	d[8] = ttl;
	checksum_ip4(d);
}
