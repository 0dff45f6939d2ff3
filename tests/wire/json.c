/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/wire/json.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *blanks(const char *s)
{
	return s + strspn(s, " \t\r\n");
}

/* Behind the closing quote; s is at the opening one. */
static const char *skip_text(const char *s)
{
	for (s++; *s && *s != '"'; s++)
		if (*s == '\\' && s[1])
			s++;
	return *s ? s + 1 : s;
}

static const char *skip_value(const char *s)
{
	unsigned depth = 0;

	do {
		s = blanks(s);
		if (*s == '"') {
			s = skip_text(s);
			continue;
		}
		if (*s == '{' || *s == '[')
			depth++;
		else if (*s == '}' || *s == ']')
			depth--;
		if (strchr("{}[],:", *s))
			s += *s != '\0';
		else
			s += strcspn(s, "{}[],: \t\r\n");
	} while (depth && *s);
	return s;
}

const char *json_member(const char *object, const char *key)
{
	size_t len = strlen(key);
	const char *s;

	if (!object || *object != '{')
		return NULL;
	for (s = blanks(object + 1); *s == '"'; s = blanks(s + (*s == ','))) {
		const char *value = blanks(blanks(skip_text(s)) + 1);

		if (strncmp(s + 1, key, len) == 0 && s[1 + len] == '"')
			return value;
		s = blanks(skip_value(value));
	}
	return NULL;
}

const char *json_item(const char *array, unsigned index)
{
	const char *s;

	if (!array || *array != '[')
		return NULL;
	for (s = blanks(array + 1); *s && *s != ']'; s = blanks(s + (*s == ','))) {
		if (!index--)
			return s;
		s = blanks(skip_value(s));
	}
	return NULL;
}

const char *json_path(const char *value, const char *path)
{
	char step[32];

	while (value && *path) {
		size_t len = strcspn(path, ".");

		snprintf(step, sizeof(step), "%.*s", (int)len, path);
		value = isdigit((unsigned char)*step) ? json_item(value, (unsigned)atol(step)) :
							json_member(value, step);
		path += len + (path[len] == '.');
	}
	return value;
}

const char *json_text(const char *value, char *buf, size_t size)
{
	snprintf(buf, size, "%.*s", value && *value == '"' ? (int)strcspn(value + 1, "\"") : 0,
		 value ? value + 1 : "");
	return buf;
}

long long json_number(const char *value)
{
	return value ? strtoll(value, NULL, 10) : 0;
}

bool json_true(const char *value)
{
	return value && strncmp(value, "true", 4) == 0;
}
