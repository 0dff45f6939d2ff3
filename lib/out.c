/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

void out_init(struct out *o)
{
	memset(o, 0, sizeof(*o));
}

void out_fini(struct out *o)
{
	free(o->text);
	memset(o, 0, sizeof(*o));
}

void out_clear(struct out *o)
{
	o->len = 0;
	if (o->text)
		o->text[0] = '\0';
}

static void reserve(struct out *o, size_t more)
{
	size_t need = o->len + more + 1;

	if (need <= o->cap)
		return;
	o->cap = MAX_OF(need, o->cap ? o->cap * 2 : 256);
	o->text = xrealloc(o->text, o->cap);
}

void out_bytes(struct out *o, const char *s, size_t len)
{
	reserve(o, len);
	memcpy(o->text + o->len, s, len);
	o->len += len;
	o->text[o->len] = '\0';
}

void out_str(struct out *o, const char *s)
{
	out_bytes(o, s, strlen(s));
}

void out_char(struct out *o, char c)
{
	out_bytes(o, &c, 1);
}

void out_v(struct out *o, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	va_copy(again, ap);
	reserve(o, 128);
	n = vsnprintf(o->text + o->len, o->cap - o->len, fmt, ap);
	if (n > 0 && (size_t)n >= o->cap - o->len) {
		reserve(o, (size_t)n);
		n = vsnprintf(o->text + o->len, o->cap - o->len, fmt, again);
	}
	va_end(again);
	if (n > 0)
		o->len += (size_t)n;
}

void out(struct out *o, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	out_v(o, fmt, ap);
	va_end(ap);
}

void out_drop_front(struct out *o, size_t len)
{
	if (len >= o->len) {
		out_clear(o);
		return;
	}
	memmove(o->text, o->text + len, o->len - len + 1);
	o->len -= len;
}

const char *out_text(const struct out *o)
{
	return o->text ? o->text : "";
}
