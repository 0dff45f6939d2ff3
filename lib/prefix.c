/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/prefix.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base.h"

void addr_mask(struct addr *a, unsigned plen)
{
	unsigned bytes = plen / 8;

	if (bytes >= sizeof(a->b))
		return;
	a->b[bytes] &= (uint8_t)(0xff00 >> plen % 8);
	memset(a->b + bytes + 1, 0, sizeof(a->b) - bytes - 1);
}

struct prefix prefix_make(const struct addr *a, unsigned plen)
{
	struct prefix p = { .addr = *a, .plen = (uint8_t)MIN_OF(plen, addr_bits(a)) };

	addr_mask(&p.addr, p.plen);
	return p;
}

struct prefix prefix_host(const struct addr *a)
{
	return prefix_make(a, addr_bits(a));
}

struct prefix prefix_default(int family)
{
	struct prefix p = { .addr = { .family = (uint8_t)family } };

	return p;
}

struct addr prefix_netmask(int family, unsigned plen)
{
	struct addr a = { .family = (uint8_t)family };

	memset(a.b, 0xff, family_bits(family) / 8);
	addr_mask(&a, plen);
	return a;
}

bool netmask_plen(const struct addr *mask, unsigned *plen)
{
	unsigned n = 0;

	while (n < addr_bits(mask) && addr_bit(mask, n))
		n++;
	for (unsigned i = n; i < addr_bits(mask); i++)
		if (addr_bit(mask, i))
			return false;
	*plen = n;
	return true;
}

bool prefix_parse(const char *s, struct prefix *out)
{
	const char *slash = strchr(s, '/');
	char text[64], *end;
	struct addr a;
	unsigned long plen;

	if (!slash || (size_t)(slash - s) >= sizeof(text))
		return false;
	memcpy(text, s, (size_t)(slash - s));
	text[slash - s] = '\0';
	if (slash[1] < '0' || slash[1] > '9' || !addr_parse(text, &a))
		return false;
	plen = strtoul(slash + 1, &end, 10);
	if (*end || plen > addr_bits(&a))
		return false;
	*out = prefix_make(&a, (unsigned)plen);
	return true;
}

struct prefix_buf prefix_str(const struct prefix *p)
{
	struct prefix_buf buf;

	snprintf(buf.s, sizeof(buf.s), "%s/%u", addr_str(&p->addr).s, p->plen);
	return buf;
}

int prefix_cmp(const struct prefix *a, const struct prefix *b)
{
	int c = addr_cmp(&a->addr, &b->addr);

	return c ? c : (a->plen > b->plen) - (a->plen < b->plen);
}

bool prefix_equal(const struct prefix *a, const struct prefix *b)
{
	return prefix_cmp(a, b) == 0;
}

bool prefix_contains(const struct prefix *p, const struct addr *a)
{
	return p->addr.family == a->family && addr_common_bits(&p->addr, a) >= p->plen;
}

bool prefix_covers(const struct prefix *outer, const struct prefix *inner)
{
	return outer->plen <= inner->plen && prefix_contains(outer, &inner->addr);
}

bool prefix_overlaps(const struct prefix *a, const struct prefix *b)
{
	return prefix_covers(a, b) || prefix_covers(b, a);
}

bool prefix_is_host(const struct prefix *p)
{
	return p->plen == addr_bits(&p->addr);
}

bool prefix_is_default(const struct prefix *p)
{
	return p->plen == 0;
}

unsigned addr_bit(const struct addr *a, unsigned i)
{
	return (unsigned)(a->b[i / 8] >> (7 - i % 8)) & 1;
}

unsigned addr_common_bits(const struct addr *a, const struct addr *b)
{
	unsigned max = addr_bits(a);

	for (unsigned i = 0; i < max / 8; i++) {
		unsigned diff = a->b[i] ^ b->b[i];

		if (diff)
			return i * 8 + (unsigned)__builtin_clz(diff) - 24;
	}
	return max;
}
