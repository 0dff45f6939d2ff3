/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_JSON_H
#define LIB_JSON_H

/*
 * Writes JSON (RFC 8259) piece by piece; nothing of what was written is kept, so that a long
 * table takes no more memory than one of its rows. One member a line, two blanks a level.
 *
 * Whoever prints opens objects and arrays and names the members: key is NULL inside an array and
 * for the outermost value. Keys are lowerCamel and end in their unit: "uptimeSeconds".
 */

#include "lib/out.h"

#define JSON_MAX_DEPTH 16

struct json {
	struct out *o; /* borrowed */
	unsigned depth;
	struct {
		bool array, filled;
	} level[JSON_MAX_DEPTH];
	bool used; /* something was written */
};

void json_init(struct json *j, struct out *o);
void json_object(struct json *j, const char *key);
void json_array(struct json *j, const char *key);
void json_end(struct json *j);	   /* of the innermost object or array */
void json_end_all(struct json *j); /* of all that are open, and the line's end */

/* s NULL: null. What is not UTF-8 becomes U+FFFD. */
void json_str(struct json *j, const char *key, const char *s);
void json_u64(struct json *j, const char *key, uint64_t n);
void json_i64(struct json *j, const char *key, int64_t n);
void json_bool(struct json *j, const char *key, bool b);
void json_null(struct json *j, const char *key);
/* Milliseconds as seconds; UINT64_MAX: null, for what never happened. */
void json_ms(struct json *j, const char *key, uint64_t ms);

/* The members of a struct, described by a table that ends with key NULL. */
enum json_kind {
	JSON_CHARS, /* char[], also as the first member of a struct xxx_buf */
	JSON_TEXT,  /* const char * */
	JSON_BOOL,
	JSON_U8,
	JSON_U16,
	JSON_U32, /* also unsigned */
	JSON_U64,
	JSON_INT,
	JSON_ADDR,   /* struct addr; unset: null */
	JSON_PREFIX, /* struct prefix */
	JSON_MS,     /* uint64_t, as json_ms() */
};

struct json_field {
	const char *key;
	enum json_kind kind;
	size_t off;
};

#define JSON_FIELD(type, member, kind, key)       \
	{                                         \
		key, kind, offsetof(type, member) \
	}

void json_fields(struct json *j, const struct json_field *f, const void *obj);

#endif
