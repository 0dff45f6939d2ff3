/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/addr.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

struct addr addr_v4(uint32_t host_order)
{
	struct addr a = { .family = AF_INET };

	a.b[0] = (uint8_t)(host_order >> 24);
	a.b[1] = (uint8_t)(host_order >> 16);
	a.b[2] = (uint8_t)(host_order >> 8);
	a.b[3] = (uint8_t)host_order;
	return a;
}

struct addr addr_v6(const uint8_t b[16])
{
	struct addr a = { .family = AF_INET6 };

	memcpy(a.b, b, 16);
	return a;
}

uint32_t addr_v4_value(const struct addr *a)
{
	return (uint32_t)a->b[0] << 24 | (uint32_t)a->b[1] << 16 | (uint32_t)a->b[2] << 8 | a->b[3];
}

unsigned family_bits(int family)
{
	return family == AF_INET ? 32 : family == AF_INET6 ? 128 : 0;
}

unsigned addr_bits(const struct addr *a)
{
	return family_bits(a->family);
}

size_t addr_len(const struct addr *a)
{
	return addr_bits(a) / 8;
}

bool addr_parse(const char *s, struct addr *out)
{
	struct addr a = { 0 };

	if (inet_pton(AF_INET, s, a.b) == 1)
		a.family = AF_INET;
	else if (inet_pton(AF_INET6, s, a.b) == 1)
		a.family = AF_INET6;
	else
		return false;
	*out = a;
	return true;
}

struct addr_buf addr_str(const struct addr *a)
{
	struct addr_buf buf;

	if (addr_is_none(a) || !inet_ntop(a->family, a->b, buf.s, sizeof(buf.s)))
		snprintf(buf.s, sizeof(buf.s), "-");
	for (char *p = buf.s; *p; p++)
		*p = (char)toupper((unsigned char)*p);
	return buf;
}

struct endpoint_buf endpoint_str(const struct endpoint *e)
{
	struct endpoint_buf buf;
	char sep = e->addr.family == AF_INET6 ? '.' : ':';

	snprintf(buf.s, sizeof(buf.s), "%s%c%u", addr_str(&e->addr).s, sep, e->port);
	return buf;
}

int addr_cmp(const struct addr *a, const struct addr *b)
{
	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	return memcmp(a->b, b->b, sizeof(a->b));
}

bool addr_equal(const struct addr *a, const struct addr *b)
{
	return addr_cmp(a, b) == 0;
}

uint64_t addr_hash(const struct addr *a, uint64_t seed)
{
	uint64_t lo, hi, h;

	memcpy(&lo, a->b, 8);
	memcpy(&hi, a->b + 8, 8);
	h = seed ^ (lo + a->family) * 0x9E3779B97F4A7C15ULL;
	h = (h ^ h >> 29 ^ hi) * 0xBF58476D1CE4E5B9ULL;
	return h ^ h >> 32;
}

bool addr_is_none(const struct addr *a)
{
	return a->family == 0;
}

bool addr_is_unspecified(const struct addr *a)
{
	static const uint8_t zero[16];

	return a->family && memcmp(a->b, zero, 16) == 0;
}

bool addr_is_multicast(const struct addr *a)
{
	if (a->family == AF_INET)
		return (a->b[0] & 0xf0) == 0xe0;
	return a->family == AF_INET6 && a->b[0] == 0xff;
}

bool addr_is_broadcast(const struct addr *a)
{
	return a->family == AF_INET && addr_v4_value(a) == 0xffffffff;
}

bool addr_is_loopback(const struct addr *a)
{
	if (a->family == AF_INET)
		return a->b[0] == 127;
	return a->family == AF_INET6 && memcmp(a->b, &in6addr_loopback, 16) == 0;
}

bool addr_is_link_local(const struct addr *a)
{
	if (a->family == AF_INET)
		return a->b[0] == 169 && a->b[1] == 254;
	return a->family == AF_INET6 && a->b[0] == 0xfe && (a->b[1] & 0xc0) == 0x80;
}

bool addr_is_unicast(const struct addr *a)
{
	return !addr_is_none(a) && !addr_is_unspecified(a) && !addr_is_multicast(a) &&
	       !addr_is_broadcast(a) && !addr_is_loopback(a) && !addr_is_link_local(a);
}

socklen_t addr_to_sockaddr(const struct addr *a, uint16_t port, struct sockaddr_storage *ss)
{
	memset(ss, 0, sizeof(*ss));
	if (a->family == AF_INET) {
		struct sockaddr_in *in = (struct sockaddr_in *)ss;

		in->sin_family = AF_INET;
		in->sin_port = htons(port);
		memcpy(&in->sin_addr, a->b, 4);
		return sizeof(*in);
	}
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)ss;

	in6->sin6_family = AF_INET6;
	in6->sin6_port = htons(port);
	memcpy(&in6->sin6_addr, a->b, 16);
	return sizeof(*in6);
}

bool addr_from_sockaddr(const void *sa, struct endpoint *out)
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	sa_family_t family;

	memcpy(&family, (const char *)sa + offsetof(struct sockaddr, sa_family), sizeof(family));
	memset(out, 0, sizeof(*out));
	if (family == AF_INET) {
		memcpy(&in, sa, sizeof(in));
		out->addr.family = AF_INET;
		memcpy(out->addr.b, &in.sin_addr, 4);
		out->port = ntohs(in.sin_port);
		return true;
	}
	if (family != AF_INET6)
		return false;
	memcpy(&in6, sa, sizeof(in6));
	out->port = ntohs(in6.sin6_port);
	if (IN6_IS_ADDR_V4MAPPED(&in6.sin6_addr)) {
		out->addr.family = AF_INET;
		memcpy(out->addr.b, in6.sin6_addr.s6_addr + 12, 4);
		return true;
	}
	out->addr = addr_v6(in6.sin6_addr.s6_addr);
	return true;
}
