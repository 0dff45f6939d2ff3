/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_WIRE_JSON_H
#define TESTS_WIRE_JSON_H

/* Looks into JSON text that is known to be well formed; a value is a pointer to its first sign. */

#include <stdbool.h>
#include <stddef.h>

const char *json_member(const char *object, const char *key); /* NULL when there is none */
const char *json_item(const char *array, unsigned index);     /* NULL behind the last one */
/* Members by name and items by number, with dots between: "records.0.eid.addr". */
const char *json_path(const char *value, const char *path);

/* These take NULL for "not there": "", 0, false. Texts without escapes only. */
const char *json_text(const char *value, char *buf, size_t size);
long long json_number(const char *value);
bool json_true(const char *value);

#endif
