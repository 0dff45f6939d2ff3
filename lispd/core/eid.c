/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/core/eid.h"

#include <stdio.h>
#include <string.h>

struct eid eid_ip(uint32_t iid, const struct prefix *p)
{
	struct eid e = { .iid = iid, .kind = EID_IP };

	e.prefix = *p;
	return e;
}

struct eid eid_host(uint32_t iid, const struct addr *a)
{
	struct prefix p = prefix_host(a);

	return eid_ip(iid, &p);
}

static int cmp_value(const struct eid *a, const struct eid *b)
{
	int c;

	switch ((enum eid_kind)a->kind) {
	case EID_NONE:
		return 0;
	case EID_IP:
		return prefix_cmp(&a->prefix, &b->prefix);
	case EID_MAC:
		return memcmp(a->mac, b->mac, sizeof(a->mac));
	case EID_NAME:
		return strcmp(a->name, b->name);
	case EID_SOURCE_GROUP:
		c = prefix_cmp(&a->sg.group, &b->sg.group);
		return c ? c : prefix_cmp(&a->sg.source, &b->sg.source);
	}
	return 0;
}

int eid_cmp(const struct eid *a, const struct eid *b)
{
	if (a->iid != b->iid)
		return a->iid < b->iid ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return cmp_value(a, b);
}

bool eid_equal(const struct eid *a, const struct eid *b)
{
	return eid_cmp(a, b) == 0;
}

bool eid_covers(const struct eid *outer, const struct eid *inner)
{
	if (outer->iid != inner->iid || outer->kind != inner->kind)
		return false;
	if (outer->kind == EID_IP)
		return prefix_covers(&outer->prefix, &inner->prefix);
	return cmp_value(outer, inner) == 0;
}

struct eid_buf eid_str(const struct eid *e)
{
	struct eid_buf b = { "-" };
	const uint8_t *m = e->mac;

	switch ((enum eid_kind)e->kind) {
	case EID_NONE:
		break;
	case EID_IP:
		snprintf(b.s, sizeof(b.s), "%s", prefix_str(&e->prefix).s);
		break;
	case EID_MAC:
		snprintf(b.s, sizeof(b.s), "%02x%02x.%02x%02x.%02x%02x", m[0], m[1], m[2], m[3],
			 m[4], m[5]);
		break;
	case EID_NAME:
		snprintf(b.s, sizeof(b.s), "%s", e->name);
		break;
	case EID_SOURCE_GROUP:
		snprintf(b.s, sizeof(b.s), "(%s,%s)", prefix_str(&e->sg.source).s,
			 prefix_str(&e->sg.group).s);
		break;
	}
	return b;
}
