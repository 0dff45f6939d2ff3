/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Encapsulated Control Message, RFC 9301 5.8, and the IP packet inside it. */
#include "lispd/wire/msg.h"

#include <netinet/in.h>
#include <string.h>

#include "lib/base.h"

enum {
	ECM_S = 0x08000000,
	ECM_D = 0x04000000,
	ECM_E = 0x02000000,
	ECM_M = 0x01000000,
};

#define IPV4_LEN 20
#define IPV6_LEN 40
#define UDP_LEN 8
#define IPV4_FRAGMENT 0x3fffu /* more fragments, and the offset */
#define INNER_TTL 32
/* AD type, then OTK-AD with preamble and key: RFC 9303 6.1 */
#define SEC_FIXED_LEN 32

/* One's complement sum of octets, to be folded at the end (RFC 1071). */
static uint32_t sum_bytes(uint32_t sum, const uint8_t *p, size_t len)
{
	for (; len > 1; p += 2, len -= 2)
		sum += (uint32_t)p[0] << 8 | p[1];
	return len ? sum + ((uint32_t)p[0] << 8) : sum;
}

static uint16_t sum_fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)sum;
}

/* The pseudo header and the UDP datagram; 0xffff when the checksum in it is right. */
static uint16_t udp_sum(const struct addr *src, const struct addr *dst, const uint8_t *udp,
			size_t len)
{
	uint32_t sum = IPPROTO_UDP + (uint32_t)len;

	sum = sum_bytes(sum, src->b, addr_len(src));
	sum = sum_bytes(sum, dst->b, addr_len(dst));
	return sum_fold(sum_bytes(sum, udp, len));
}

static void read_addr(struct rd *r, uint8_t family, struct addr *a)
{
	a->family = family;
	rd_copy(r, a->b, addr_len(a));
}

/* Both return the IP payload as a cursor, bad when the header is not as it should be. */
static struct rd ipv4_decode(struct rd *r, struct msg_ecm *m)
{
	static const struct rd wrong = { .bad = true };
	const uint8_t *start = r->p;
	struct rd ip = *r, packet;
	unsigned header_len = (rd_u8(&ip) & 15u) * 4u, total_len, fragment, proto;

	rd_skip(&ip, 1);
	total_len = rd_u16(&ip);
	rd_skip(&ip, 2);
	fragment = rd_u16(&ip);
	rd_skip(&ip, 1);
	proto = rd_u8(&ip);
	rd_skip(&ip, 2);
	read_addr(&ip, AF_INET, &m->inner_src.addr);
	read_addr(&ip, AF_INET, &m->inner_dst.addr);
	packet = rd_sub(r, total_len);
	if (ip.bad || packet.bad || header_len < IPV4_LEN || total_len < header_len ||
	    (fragment & IPV4_FRAGMENT) || proto != IPPROTO_UDP ||
	    sum_fold(sum_bytes(0, start, header_len)) != 0xffff)
		return wrong;
	m->inner_packet_len = (uint16_t)total_len;
	rd_skip(&packet, header_len);
	return packet;
}

static struct rd ipv6_decode(struct rd *r, struct msg_ecm *m)
{
	static const struct rd wrong = { .bad = true };
	struct rd payload;
	unsigned len, next;

	rd_skip(r, 4);
	len = rd_u16(r);
	next = rd_u8(r);
	rd_skip(r, 1);
	read_addr(r, AF_INET6, &m->inner_src.addr);
	read_addr(r, AF_INET6, &m->inner_dst.addr);
	payload = rd_sub(r, len);
	if (payload.bad || next != IPPROTO_UDP || len > UINT16_MAX - IPV6_LEN)
		return wrong;
	m->inner_packet_len = (uint16_t)(IPV6_LEN + len);
	return payload;
}

/* Map-Requests, and for NAT registers and notifies. An ECM in an ECM is nobody's wish. */
static bool type_allowed(unsigned type)
{
	return type == LISP_MAP_REQUEST || type == LISP_MAP_REGISTER || type == LISP_MAP_NOTIFY;
}

static bool ports_allowed(unsigned src, unsigned dst)
{
	if (src == LISP_DATA_PORT || dst == LISP_DATA_PORT)
		return false;
	return src == LISP_CONTROL_PORT || dst == LISP_CONTROL_PORT;
}

static enum wire_error udp_decode(struct rd *ip_payload, struct msg_ecm *m)
{
	const uint8_t *start = ip_payload->p;
	struct rd r = *ip_payload;
	unsigned len, sum;

	m->inner_src.port = rd_u16(&r);
	m->inner_dst.port = rd_u16(&r);
	len = rd_u16(&r);
	sum = rd_u16(&r);
	if (r.bad || len < UDP_LEN || len - UDP_LEN > rd_left(&r) || !sum)
		return WIRE_INNER;
	if (udp_sum(&m->inner_src.addr, &m->inner_dst.addr, start, len) != 0xffff)
		return WIRE_INNER;
	m->payload_len = (uint16_t)(len - UDP_LEN);
	m->payload = rd_bytes(&r, m->payload_len);
	if (!ports_allowed(m->inner_src.port, m->inner_dst.port) ||
	    !type_allowed(msg_type(m->payload, m->payload_len)))
		return WIRE_INNER;
	return WIRE_OK;
}

/* OTK-AD has one size whatever its length field says; EID-AD's length counts itself. */
static void sec_decode(struct rd *r, struct msg_ecm *m)
{
	struct rd look = *r;
	unsigned eid_ad_len;

	rd_skip(&look, SEC_FIXED_LEN);
	eid_ad_len = rd_u16(&look);
	if (look.bad || eid_ad_len < 4 || eid_ad_len > UINT16_MAX - SEC_FIXED_LEN) {
		r->bad = true;
		return;
	}
	m->sec_len = (uint16_t)(SEC_FIXED_LEN + eid_ad_len);
	m->sec = rd_bytes(r, m->sec_len);
}

enum wire_error ecm_decode(struct rd r, struct msg_ecm *m)
{
	uint32_t word = rd_u32(&r);
	struct rd payload;
	unsigned version;

	if (!r.bad && word >> 28 != LISP_ECM)
		return WIRE_TYPE;
	memset(m, 0, sizeof(*m));
	m->security = word & ECM_S;
	m->ddt = word & ECM_D;
	m->to_etr = word & ECM_E;
	m->to_ms = word & ECM_M;
	if (m->security)
		sec_decode(&r, m);
	if (r.bad || !rd_left(&r))
		return WIRE_TRUNCATED;
	m->inner_packet = r.p;
	version = r.p[0] >> 4;
	if (version != 4 && version != 6)
		return WIRE_INNER;
	payload = version == 4 ? ipv4_decode(&r, m) : ipv6_decode(&r, m);
	return payload.bad ? WIRE_INNER : udp_decode(&payload, m);
}

static void ipv4_encode(struct wr *w, const struct addr *src, const struct addr *dst, size_t len)
{
	size_t mark = wr_mark(w);

	wr_u16(w, 0x4500);
	wr_u16(w, (uint16_t)(IPV4_LEN + len));
	wr_u32(w, 0);
	wr_u8(w, INNER_TTL);
	wr_u8(w, IPPROTO_UDP);
	wr_u16(w, 0);
	wr_bytes(w, src->b, 4);
	wr_bytes(w, dst->b, 4);
	if (!w->bad)
		wr_set_u16(w, mark + 10,
			   (uint16_t)~sum_fold(sum_bytes(0, w->start + mark, IPV4_LEN)));
}

static void ipv6_encode(struct wr *w, const struct addr *src, const struct addr *dst, size_t len)
{
	wr_u32(w, 0x60000000);
	wr_u16(w, (uint16_t)len);
	wr_u8(w, IPPROTO_UDP);
	wr_u8(w, INNER_TTL);
	wr_bytes(w, src->b, 16);
	wr_bytes(w, dst->b, 16);
}

void ecm_encode(struct wr *w, const struct endpoint *inner_src, const struct endpoint *inner_dst,
		const void *payload, size_t payload_len)
{
	size_t len = UDP_LEN + payload_len, mark;
	uint16_t sum;

	if (inner_src->addr.family != inner_dst->addr.family || addr_is_none(&inner_dst->addr) ||
	    payload_len > LISP_MAX_MESSAGE - IPV6_LEN - UDP_LEN) {
		w->bad = true;
		return;
	}
	wr_u32(w, (uint32_t)LISP_ECM << 28);
	if (inner_dst->addr.family == AF_INET)
		ipv4_encode(w, &inner_src->addr, &inner_dst->addr, len);
	else
		ipv6_encode(w, &inner_src->addr, &inner_dst->addr, len);
	mark = wr_mark(w);
	wr_u16(w, inner_src->port);
	wr_u16(w, inner_dst->port);
	wr_u16(w, (uint16_t)len);
	wr_u16(w, 0);
	wr_bytes(w, payload, payload_len);
	if (w->bad)
		return;
	sum = (uint16_t)~udp_sum(&inner_src->addr, &inner_dst->addr, w->start + mark, len);
	wr_set_u16(w, mark + 6, sum ? sum : 0xffff);
}

void ecm_forward(struct wr *w, const void *inner_packet, size_t len)
{
	wr_u32(w, (uint32_t)LISP_ECM << 28);
	wr_bytes(w, inner_packet, len);
}

void ecm_relay(struct wr *w, const struct msg_ecm *m)
{
	wr_u32(w, (uint32_t)LISP_ECM << 28 | (m->security ? ECM_S : 0u) | (m->ddt ? ECM_D : 0u) |
			  (m->to_etr ? ECM_E : 0u) | (m->to_ms ? ECM_M : 0u));
	if (m->security && m->sec_len)
		wr_bytes(w, m->sec, m->sec_len);
	wr_bytes(w, m->inner_packet, m->inner_packet_len);
}
