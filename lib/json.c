/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/json.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "lib/addr.h"
#include "lib/prefix.h"

void json_init(struct json *j, struct out *o)
{
	memset(j, 0, sizeof(*j));
	j->o = o;
}

static void new_line(struct json *j)
{
	out(j->o, "\n%*s", (int)(2 * j->depth), "");
}

/* --- strings ---------------------------------------------------------------------------------- */

/* Octets of the UTF-8 character at s, 0 when it is none (RFC 3629: no surrogates, no overlong
 * forms, up to U+10FFFF). */
static unsigned utf8_len(const unsigned char *s)
{
	unsigned n = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;

	if (n == 0 || s[0] > 0xf4)
		return 0;
	for (unsigned i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
	    (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return n;
}

static void put_char(struct out *o, unsigned char c)
{
	switch (c) {
	case '"':
	case '\\':
		out(o, "\\%c", c);
		break;
	case '\n':
		out_str(o, "\\n");
		break;
	case '\r':
		out_str(o, "\\r");
		break;
	case '\t':
		out_str(o, "\\t");
		break;
	default:
		if (c < 0x20 || c == 0x7f)
			out(o, "\\u%04x", c);
		else
			out_char(o, (char)c);
	}
}

static void put_string(struct out *o, const char *text)
{
	const unsigned char *s = (const unsigned char *)text;

	out_char(o, '"');
	while (*s) {
		unsigned n = utf8_len(s);

		if (n > 1)
			out_bytes(o, (const char *)s, n);
		else if (n == 1)
			put_char(o, *s);
		else
			out_str(o, "\\ufffd");
		s += n ? n : 1;
	}
	out_char(o, '"');
}

/* --- values ----------------------------------------------------------------------------------- */

/* What stands in front of a value: the comma, the line, the name. */
static void begin(struct json *j, const char *key)
{
	j->used = true;
	if (j->depth == 0)
		return;
	assert(!key == j->level[j->depth - 1].array);
	if (j->level[j->depth - 1].filled)
		out_char(j->o, ',');
	j->level[j->depth - 1].filled = true;
	new_line(j);
	if (!key)
		return;
	put_string(j->o, key);
	out_str(j->o, ": ");
}

static void open_level(struct json *j, const char *key, bool array)
{
	begin(j, key);
	assert(j->depth < JSON_MAX_DEPTH);
	j->level[j->depth].array = array;
	j->level[j->depth++].filled = false;
	out_char(j->o, array ? '[' : '{');
}

void json_object(struct json *j, const char *key)
{
	open_level(j, key, false);
}

void json_array(struct json *j, const char *key)
{
	open_level(j, key, true);
}

void json_end(struct json *j)
{
	assert(j->depth > 0);
	j->depth--;
	if (j->level[j->depth].filled)
		new_line(j);
	out_char(j->o, j->level[j->depth].array ? ']' : '}');
}

void json_end_all(struct json *j)
{
	while (j->depth)
		json_end(j);
	if (j->used)
		out_char(j->o, '\n');
}

void json_str(struct json *j, const char *key, const char *s)
{
	if (!s) {
		json_null(j, key);
		return;
	}
	begin(j, key);
	put_string(j->o, s);
}

void json_u64(struct json *j, const char *key, uint64_t n)
{
	begin(j, key);
	out(j->o, "%" PRIu64, n);
}

void json_i64(struct json *j, const char *key, int64_t n)
{
	begin(j, key);
	out(j->o, "%" PRId64, n);
}

void json_bool(struct json *j, const char *key, bool b)
{
	begin(j, key);
	out_str(j->o, b ? "true" : "false");
}

void json_null(struct json *j, const char *key)
{
	begin(j, key);
	out_str(j->o, "null");
}

void json_ms(struct json *j, const char *key, uint64_t ms)
{
	if (ms == UINT64_MAX)
		json_null(j, key);
	else
		json_u64(j, key, ms / 1000);
}

/* --- structs ---------------------------------------------------------------------------------- */

static void put_field(struct json *j, const struct json_field *f, const void *at)
{
	switch (f->kind) {
	case JSON_CHARS:
		json_str(j, f->key, at);
		break;
	case JSON_TEXT:
		json_str(j, f->key, *(const char *const *)at);
		break;
	case JSON_BOOL:
		json_bool(j, f->key, *(const bool *)at);
		break;
	case JSON_U8:
		json_u64(j, f->key, *(const uint8_t *)at);
		break;
	case JSON_U16:
		json_u64(j, f->key, *(const uint16_t *)at);
		break;
	case JSON_U32:
		json_u64(j, f->key, *(const uint32_t *)at);
		break;
	case JSON_U64:
		json_u64(j, f->key, *(const uint64_t *)at);
		break;
	case JSON_INT:
		json_i64(j, f->key, *(const int *)at);
		break;
	case JSON_ADDR:
		json_str(j, f->key, ((const struct addr *)at)->family ? addr_str(at).s : NULL);
		break;
	case JSON_PREFIX:
		json_str(j, f->key, prefix_str(at).s);
		break;
	case JSON_MS:
		json_ms(j, f->key, *(const uint64_t *)at);
		break;
	}
}

void json_fields(struct json *j, const struct json_field *f, const void *obj)
{
	for (; f->key; f++)
		put_field(j, f, (const char *)obj + f->off);
}
