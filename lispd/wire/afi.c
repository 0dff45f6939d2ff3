/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/wire/afi.h"

#include <string.h>

#include "lib/base.h"
#include "lispd/wire/lcaf.h"

/* In the order of preference among the members of an AFI list. */
enum kind { KIND_NONE, KIND_HELD, KIND_GROUP, KIND_NAME, KIND_MAC, KIND_IP };

struct found {
	enum kind kind;
	bool has_iid;
	uint32_t iid;
	struct addr addr;
	struct prefix source, group;
	const uint8_t *octets; /* of a name or a MAC, in the packet */
	size_t len;
};

/* One LCAF that we are inside of; level 0 is the message. */
struct level {
	struct rd r;
	bool list; /* addresses up to the end, else one */
	bool read; /* the first one was read */
	bool has_iid;
	uint32_t iid;
};

static void read_ip(struct rd *r, uint8_t family, struct addr *a)
{
	memset(a, 0, sizeof(*a));
	a->family = family;
	rd_copy(r, a->b, addr_len(a));
}

static void read_name(struct rd *r, struct found *f)
{
	const uint8_t *nul = r->bad ? NULL : memchr(r->p, '\0', rd_left(r));

	if (!nul) {
		r->bad = true;
		return;
	}
	f->len = (size_t)(nul - r->p);
	f->octets = rd_bytes(r, f->len);
	rd_skip(r, 1);
}

/* An address of a source/group pair; family 0 for AFI 0. False for what is no IP address. */
static bool read_member(struct rd *r, unsigned plen, struct prefix *p)
{
	unsigned afi = rd_u16(r);
	struct addr a = { 0 };

	if (afi == LISP_AFI_IPV4)
		read_ip(r, AF_INET, &a);
	else if (afi == LISP_AFI_IPV6)
		read_ip(r, AF_INET6, &a);
	else if (afi != LISP_AFI_NONE)
		return false;
	if (r->bad || plen > addr_bits(&a))
		return false;
	*p = prefix_make(&a, plen);
	return true;
}

/* A pair that we cannot use stays KIND_HELD. */
static void read_group(struct rd *r, struct found *f)
{
	unsigned source_plen, group_plen;

	f->kind = KIND_HELD;
	f->has_iid = true;
	f->iid = rd_u32(r);
	rd_skip(r, 2);
	source_plen = rd_u8(r);
	group_plen = rd_u8(r);
	if (!read_member(r, source_plen, &f->source) || !read_member(r, group_plen, &f->group) ||
	    addr_is_none(&f->group.addr))
		return;
	if (addr_is_none(&f->source.addr))
		f->source = prefix_default(f->group.addr.family);
	if (f->source.addr.family == f->group.addr.family)
		f->kind = KIND_GROUP;
}

/*
 * Reads an LCAF: either the whole address is found, or in is made the level that comes next and
 * *deeper is set.
 */
static enum wire_error read_lcaf(struct level *l, struct found *f, struct level *in, bool *deeper)
{
	struct lcaf lcaf;
	enum wire_error err = lcaf_decode(&l->r, &lcaf);

	if (err)
		return err;
	switch (lcaf.use) {
	case LCAF_ONE:
	case LCAF_MANY:
		*deeper = true;
		*in = (struct level){
			.r = lcaf.body,
			.list = lcaf.use == LCAF_MANY,
			.has_iid = l->has_iid,
			.iid = l->iid,
		};
		if (lcaf.type == LCAF_INSTANCE_ID) {
			in->has_iid = true;
			in->iid = rd_u32(&in->r);
		}
		break;
	case LCAF_GROUP:
		read_group(&lcaf.body, f);
		break;
	case LCAF_HOLD:
	case LCAF_REFUSE:
		f->kind = KIND_HELD;
		break;
	}
	return WIRE_OK;
}

static enum wire_error read_one(struct level *l, struct found *f, struct level *in, bool *deeper)
{
	struct rd *r = &l->r;

	*f = (struct found){ .kind = KIND_NONE, .has_iid = l->has_iid, .iid = l->iid };
	switch (rd_u16(r)) {
	case LISP_AFI_NONE:
		break;
	case LISP_AFI_IPV4:
		f->kind = KIND_IP;
		read_ip(r, AF_INET, &f->addr);
		break;
	case LISP_AFI_IPV6:
		f->kind = KIND_IP;
		read_ip(r, AF_INET6, &f->addr);
		break;
	case LISP_AFI_MAC:
	case LISP_AFI_EUI48:
		f->kind = KIND_MAC;
		f->len = 6;
		f->octets = rd_bytes(r, 6);
		break;
	case LISP_AFI_NAME:
		f->kind = KIND_NAME;
		read_name(r, f);
		break;
	case LISP_AFI_LCAF:
		return read_lcaf(l, f, in, deeper);
	default:
		return r->bad ? WIRE_TRUNCATED : WIRE_AFI;
	}
	return r->bad ? WIRE_TRUNCATED : WIRE_OK;
}

/*
 * The whole tree of one address, without recursion. Members of a list behind the one that is
 * taken are read too, since what is wrong in them makes the message wrong.
 */
static enum wire_error read_tree(struct level *level, struct found *best)
{
	unsigned depth = 0;
	bool any = false;

	for (;;) {
		struct level *l = &level[depth], in;
		bool deeper = false;
		struct found f;
		enum wire_error err;

		if (l->list ? !rd_left(&l->r) : l->read) {
			if (!depth--)
				break;
			continue;
		}
		l->read = true;
		err = read_one(l, &f, &in, &deeper);
		if (err)
			return err;
		if (deeper) {
			if (depth == LISP_MAX_LCAF_DEPTH)
				return WIRE_NESTING;
			level[++depth] = in;
		} else if (!any || f.kind > best->kind) {
			*best = f;
			any = true;
		}
	}
	if (!any)
		*best = (struct found){ .kind = KIND_HELD }; /* an empty list */
	return WIRE_OK;
}

/* Nearly every address is an IP address alone: no need for the levels. */
static bool read_plain_ip(struct rd *r, struct found *f)
{
	struct rd ahead = *r;
	unsigned afi = rd_u16(&ahead);

	if (afi != LISP_AFI_IPV4 && afi != LISP_AFI_IPV6)
		return false;
	f->kind = KIND_IP;
	f->has_iid = false;
	f->iid = 0;
	read_ip(&ahead, afi == LISP_AFI_IPV4 ? AF_INET : AF_INET6, &f->addr);
	*r = ahead;
	return true;
}

static enum wire_error read_address(struct rd *r, struct found *f)
{
	struct level level[LISP_MAX_LCAF_DEPTH + 1];
	enum wire_error err;

	if (read_plain_ip(r, f))
		return r->bad ? WIRE_TRUNCATED : WIRE_OK;
	level[0] = (struct level){ .r = *r };
	err = read_tree(level, f);
	*r = level[0].r;
	return err;
}

/* A name's mask counts its octets and the 0x00 (RFC 9735 3); some leave the 0x00 out. */
static enum wire_error take_name(const struct found *f, unsigned plen, struct eid *e)
{
	if (f->len > LISP_MAX_NAME)
		return WIRE_COUNT;
	if (plen < MIN_OF(f->len * 8, 255u))
		return WIRE_PREFIX;
	e->kind = EID_NAME;
	e->name_len = (uint8_t)f->len;
	memcpy(e->name, f->octets, f->len);
	return WIRE_OK;
}

static enum wire_error take_eid(const struct found *f, unsigned plen, struct eid *e)
{
	e->iid = f->iid;
	e->lcaf_iid = f->has_iid;
	switch (f->kind) {
	case KIND_NONE:
		/* An instance ID alone: the mask length is that of the instance ID, if any. */
		return plen <= 32 || plen == AFI_HOST ? WIRE_OK : WIRE_PREFIX;
	case KIND_IP:
		if (plen != AFI_HOST && plen > addr_bits(&f->addr))
			return WIRE_PREFIX;
		e->kind = EID_IP;
		e->prefix = prefix_make(&f->addr, plen);
		return WIRE_OK;
	case KIND_MAC:
		if (plen != AFI_HOST && plen != 48)
			return WIRE_PREFIX;
		e->kind = EID_MAC;
		memcpy(e->mac, f->octets, sizeof(e->mac));
		return WIRE_OK;
	case KIND_NAME:
		return take_name(f, plen, e);
	case KIND_GROUP:
		e->kind = EID_SOURCE_GROUP;
		e->sg.source = f->source;
		e->sg.group = f->group;
		return WIRE_OK;
	case KIND_HELD:
		break;
	}
	return WIRE_LCAF;
}

enum wire_error afi_eid_decode(struct rd *r, unsigned plen, struct eid *e)
{
	struct found f;
	enum wire_error err = read_address(r, &f);

	memset(e, 0, sizeof(*e));
	return err ? err : take_eid(&f, plen, e);
}

enum wire_error afi_prefix_decode(struct rd *r, struct eid *e)
{
	unsigned plen = rd_u8(r);

	return afi_eid_decode(r, plen, e);
}

enum wire_error afi_rloc_decode(struct rd *r, struct rloc *l)
{
	const uint8_t *start = r->p;
	struct found f;
	enum wire_error err = read_address(r, &f);
	size_t len = (size_t)(r->p - start);

	l->addr = (struct addr){ 0 };
	l->lcaf = NULL;
	l->lcaf_len = 0;
	if (err)
		return err;
	if (len > UINT16_MAX)
		return WIRE_COUNT;
	if (f.kind == KIND_IP) {
		l->addr = f.addr;
	} else if (f.kind != KIND_NONE) {
		l->lcaf = start;
		l->lcaf_len = (uint16_t)len;
	}
	return WIRE_OK;
}

void afi_addr_encode(struct wr *w, const struct addr *a)
{
	wr_u16(w, a->family == AF_INET	? LISP_AFI_IPV4 :
		  a->family == AF_INET6 ? LISP_AFI_IPV6 :
					  LISP_AFI_NONE);
	wr_bytes(w, a->b, addr_len(a));
}

void afi_rloc_encode(struct wr *w, const struct rloc *l)
{
	if (addr_is_none(&l->addr) && l->lcaf_len)
		wr_bytes(w, l->lcaf, l->lcaf_len);
	else
		afi_addr_encode(w, &l->addr);
}

static void write_group(struct wr *w, const struct eid *e)
{
	size_t mark = lcaf_begin(w, LCAF_MULTICAST);

	wr_u32(w, e->iid);
	wr_u16(w, 0);
	wr_u8(w, e->sg.source.plen);
	wr_u8(w, e->sg.group.plen);
	afi_addr_encode(w, &e->sg.source.addr);
	afi_addr_encode(w, &e->sg.group.addr);
	lcaf_end(w, mark);
}

static void write_plain(struct wr *w, const struct eid *e)
{
	switch ((enum eid_kind)e->kind) {
	case EID_NONE:
	case EID_SOURCE_GROUP:
		wr_u16(w, LISP_AFI_NONE);
		break;
	case EID_IP:
		afi_addr_encode(w, &e->prefix.addr);
		break;
	case EID_MAC:
		wr_u16(w, LISP_AFI_MAC);
		wr_bytes(w, e->mac, sizeof(e->mac));
		break;
	case EID_NAME:
		wr_u16(w, LISP_AFI_NAME);
		wr_bytes(w, e->name, e->name_len);
		wr_u8(w, 0);
		break;
	}
}

void afi_eid_encode(struct wr *w, const struct eid *e)
{
	size_t mark;

	if (e->kind == EID_SOURCE_GROUP) {
		write_group(w, e);
		return;
	}
	if (!e->iid) {
		write_plain(w, e);
		return;
	}
	mark = lcaf_begin(w, LCAF_INSTANCE_ID);
	wr_u32(w, e->iid);
	write_plain(w, e);
	lcaf_end(w, mark);
}

uint8_t afi_eid_plen(const struct eid *e)
{
	switch ((enum eid_kind)e->kind) {
	case EID_NONE:
	case EID_SOURCE_GROUP:
		return 0;
	case EID_IP:
		return e->prefix.plen;
	case EID_MAC:
		return 48;
	case EID_NAME:
		return (uint8_t)MIN_OF((e->name_len + 1) * 8, 255);
	}
	return 0;
}

void afi_prefix_encode(struct wr *w, const struct eid *e)
{
	wr_u8(w, afi_eid_plen(e));
	afi_eid_encode(w, e);
}
