/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/frame.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/rd.h"
#include "lib/wr.h"

/* --- writing ---------------------------------------------------------------------------------- */

static void put_header(struct out *o, enum frame_type type, size_t len)
{
	uint8_t header[FRAME_HEADER_LEN];
	struct wr w = wr_init(header, sizeof(header));

	assert(len <= FRAME_MAX_DOWN);
	wr_u32(&w, (uint32_t)type << 24 | (uint32_t)len);
	out_bytes(o, (const char *)header, sizeof(header));
}

void frame_put(struct out *o, enum frame_type type, const void *payload, size_t len)
{
	put_header(o, type, len);
	if (len > 0)
		out_bytes(o, payload, len);
}

void frame_put_str(struct out *o, enum frame_type type, const char *s)
{
	frame_put(o, type, s, strnlen(s, FRAME_MAX_UP));
}

void frame_put_text(struct out *o, const char *text, size_t len)
{
	const size_t most = FRAME_MAX_DOWN / 2;

	while (len > 0) {
		size_t n = MIN_OF(len, most);
		const char *end = n < len ? memrchr(text, '\n', n) : NULL;

		if (end)
			n = (size_t)(end - text) + 1;
		frame_put(o, FRAME_TEXT, text, n);
		text += n;
		len -= n;
	}
}

/* A string of at most 255 octets behind its length. */
static void put_short(struct wr *w, const char *s)
{
	size_t len = strnlen(s, 255);

	wr_u8(w, (uint8_t)len);
	wr_bytes(w, s, len);
}

void frame_put_hello(struct out *o, const struct frame_hello *h)
{
	uint8_t buf[256];
	struct wr w = wr_init(buf, sizeof(buf));

	wr_u8(&w, FRAME_VERSION);
	wr_u8(&w, h->flags);
	wr_u16(&w, h->rows);
	wr_u16(&w, h->columns);
	put_short(&w, h->user);
	put_short(&w, h->source);
	frame_put(o, FRAME_HELLO, buf, wr_len(&w));
}

void frame_put_line(struct out *o, uint16_t column, const char *line)
{
	uint8_t buf[2];
	struct wr w = wr_init(buf, sizeof(buf));
	size_t len = strnlen(line, FRAME_MAX_UP - sizeof(buf));

	wr_u16(&w, column);
	put_header(o, FRAME_LINE, sizeof(buf) + len);
	out_bytes(o, (const char *)buf, sizeof(buf));
	out_bytes(o, line, len);
}

void frame_put_done(struct out *o, const struct frame_done *d)
{
	uint8_t buf[512];
	struct wr w = wr_init(buf, sizeof(buf));

	wr_u8(&w, d->flags);
	wr_u16(&w, d->length);
	wr_u16(&w, d->width);
	wr_u16(&w, d->history);
	put_short(&w, d->prompt);
	frame_put(o, FRAME_DONE, buf, wr_len(&w));
}

void frame_put_ask(struct out *o, bool hidden, const char *question)
{
	char flag = hidden;
	size_t len = strnlen(question, FRAME_MAX_UP);

	put_header(o, FRAME_ASK, 1 + len);
	out_char(o, flag);
	out_bytes(o, question, len);
}

void frame_put_resize(struct out *o, uint16_t rows, uint16_t columns)
{
	uint8_t buf[4];
	struct wr w = wr_init(buf, sizeof(buf));

	wr_u16(&w, rows);
	wr_u16(&w, columns);
	frame_put(o, FRAME_RESIZE, buf, sizeof(buf));
}

/* --- reading ---------------------------------------------------------------------------------- */

static char *to_string(const uint8_t *s, size_t len)
{
	return xstrndup((const char *)s, len);
}

static void get_short(struct rd *r, char *dst, size_t size)
{
	size_t len = rd_u8(r);
	const uint8_t *s = rd_bytes(r, len);

	if (!s || len >= size || memchr(s, '\0', len)) {
		r->bad = true;
		return;
	}
	memcpy(dst, s, len);
	dst[len] = '\0';
}

bool frame_get_hello(const struct frame *f, struct frame_hello *h)
{
	struct rd r = rd_init(f->payload, f->len);

	memset(h, 0, sizeof(*h));
	if (rd_u8(&r) != FRAME_VERSION)
		return false;
	h->flags = rd_u8(&r);
	h->rows = rd_u16(&r);
	h->columns = rd_u16(&r);
	get_short(&r, h->user, sizeof(h->user));
	get_short(&r, h->source, sizeof(h->source));
	return rd_done(&r);
}

bool frame_get_line(const struct frame *f, uint16_t *column, char **line)
{
	struct rd r = rd_init(f->payload, f->len);
	size_t len;

	*column = rd_u16(&r);
	len = rd_left(&r);
	if (r.bad)
		return false;
	*line = to_string(rd_bytes(&r, len), len);
	return true;
}

bool frame_get_done(const struct frame *f, struct frame_done *d)
{
	struct rd r = rd_init(f->payload, f->len);

	memset(d, 0, sizeof(*d));
	d->flags = rd_u8(&r);
	d->length = rd_u16(&r);
	d->width = rd_u16(&r);
	d->history = rd_u16(&r);
	get_short(&r, d->prompt, sizeof(d->prompt));
	return rd_done(&r);
}

bool frame_get_ask(const struct frame *f, bool *hidden, char **question)
{
	struct rd r = rd_init(f->payload, f->len);
	size_t len;

	*hidden = rd_u8(&r);
	len = rd_left(&r);
	if (r.bad)
		return false;
	*question = to_string(rd_bytes(&r, len), len);
	return true;
}

bool frame_get_resize(const struct frame *f, uint16_t *rows, uint16_t *columns)
{
	struct rd r = rd_init(f->payload, f->len);

	*rows = rd_u16(&r);
	*columns = rd_u16(&r);
	return rd_done(&r);
}

char *frame_str(const struct frame *f)
{
	return to_string(f->payload, f->len);
}

/* --- receiving -------------------------------------------------------------------------------- */

void frame_rx_init(struct frame_rx *rx, size_t max)
{
	memset(rx, 0, sizeof(*rx));
	rx->max = max;
	rx->cap = FRAME_HEADER_LEN + max;
	rx->buf = xmalloc(rx->cap);
}

void frame_rx_fini(struct frame_rx *rx)
{
	free(rx->buf);
	rx->buf = NULL;
}

void *frame_rx_space(struct frame_rx *rx, size_t *room)
{
	if (rx->start > 0) {
		memmove(rx->buf, rx->buf + rx->start, rx->len);
		rx->start = 0;
	}
	*room = rx->bad ? 0 : rx->cap - rx->len;
	return rx->buf + rx->len;
}

void frame_rx_added(struct frame_rx *rx, size_t len)
{
	assert(rx->start + rx->len + len <= rx->cap);
	rx->len += len;
}

bool frame_rx_peek(struct frame_rx *rx, struct frame *f)
{
	struct rd r = rd_init(rx->buf + rx->start, rx->len);
	uint32_t header = rd_u32(&r);

	if (r.bad)
		return false;
	f->type = (uint8_t)(header >> 24);
	f->len = header & 0xffffff;
	rx->bad = rx->bad || f->len > rx->max;
	if (rx->bad || f->len > rd_left(&r))
		return false;
	f->payload = rd_bytes(&r, f->len);
	return true;
}

void frame_rx_drop(struct frame_rx *rx)
{
	struct frame f;
	size_t len;

	if (!frame_rx_peek(rx, &f))
		return;
	len = FRAME_HEADER_LEN + f.len;
	rx->start += len;
	rx->len -= len;
}
