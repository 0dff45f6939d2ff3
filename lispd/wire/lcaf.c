/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/wire/lcaf.h"

#include "lib/base.h"

/* The forms that we read. All others are held, whatever their length. */
static const struct {
	enum lcaf_use use;
	uint8_t min_len;
} rows[] = {
	[LCAF_AFI_LIST] = { LCAF_MANY, 0 },
	[LCAF_INSTANCE_ID] = { LCAF_ONE, 6 },
	[LCAF_MULTICAST] = { LCAF_GROUP, 12 },
	[LCAF_VENDOR] = { LCAF_REFUSE, 0 },
};

_Static_assert(ARRAY_LEN(rows) == 256, "any type octet is an index");

enum wire_error lcaf_decode(struct rd *r, struct lcaf *l)
{
	rd_skip(r, 2); /* Rsvd1 and Flags */
	l->type = rd_u8(r);
	rd_skip(r, 1); /* Rsvd2: the mask length of the instance ID, which means nothing to us */
	l->body = rd_sub(r, rd_u16(r));
	if (r->bad)
		return WIRE_TRUNCATED;
	l->use = rows[l->type].use;
	if (l->use == LCAF_REFUSE)
		return WIRE_LCAF;
	if (rd_left(&l->body) < rows[l->type].min_len)
		return WIRE_TRUNCATED;
	return WIRE_OK;
}

size_t lcaf_begin(struct wr *w, unsigned type)
{
	wr_u16(w, LISP_AFI_LCAF);
	wr_u16(w, 0);
	wr_u8(w, (uint8_t)type);
	wr_u8(w, 0);
	wr_u16(w, 0);
	return wr_mark(w);
}

void lcaf_end(struct wr *w, size_t mark)
{
	if (!w->bad)
		wr_set_u16(w, mark - 2, (uint16_t)(wr_mark(w) - mark));
}
