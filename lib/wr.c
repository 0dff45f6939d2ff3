/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/wr.h"

#include <string.h>

struct wr wr_init(void *buf, size_t len)
{
	struct wr w = { .start = buf, .p = buf, .end = (uint8_t *)buf + len };

	return w;
}

size_t wr_len(const struct wr *w)
{
	return (size_t)(w->p - w->start);
}

size_t wr_mark(const struct wr *w)
{
	return wr_len(w);
}

static uint8_t *room(struct wr *w, size_t len)
{
	uint8_t *p = w->p;

	if (w->bad || len > (size_t)(w->end - w->p)) {
		w->bad = true;
		return NULL;
	}
	w->p += len;
	return p;
}

void wr_u8(struct wr *w, uint8_t v)
{
	uint8_t *p = room(w, 1);

	if (p)
		p[0] = v;
}

void wr_u16(struct wr *w, uint16_t v)
{
	uint8_t *p = room(w, 2);

	if (!p)
		return;
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

void wr_u32(struct wr *w, uint32_t v)
{
	wr_u16(w, (uint16_t)(v >> 16));
	wr_u16(w, (uint16_t)v);
}

void wr_u64(struct wr *w, uint64_t v)
{
	wr_u32(w, (uint32_t)(v >> 32));
	wr_u32(w, (uint32_t)v);
}

void wr_bytes(struct wr *w, const void *src, size_t len)
{
	uint8_t *p = room(w, len);

	if (p && len)
		memcpy(p, src, len);
}

void wr_zero(struct wr *w, size_t len)
{
	uint8_t *p = room(w, len);

	if (p)
		memset(p, 0, len);
}

void wr_set_u8(struct wr *w, size_t mark, uint8_t v)
{
	if (!w->bad && mark < wr_len(w))
		w->start[mark] = v;
}

void wr_set_u16(struct wr *w, size_t mark, uint16_t v)
{
	wr_set_u8(w, mark, (uint8_t)(v >> 8));
	wr_set_u8(w, mark + 1, (uint8_t)v);
}
