/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/json_check.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define MAX_NAMES 64

static const char *skip_space(const char *p)
{
	return p + strspn(p, " \t\r\n");
}

/* Each reader gives what follows, or NULL with *bad at the fault. */
struct check {
	const char *bad;
};

static const char *fault(struct check *c, const char *p)
{
	if (!c->bad)
		c->bad = p;
	return NULL;
}

static const char *escape(struct check *c, const char *p)
{
	if (*p == 'u')
		return strspn(p + 1, "0123456789abcdefABCDEF") >= 4 ? p + 5 : fault(c, p);
	return *p && strchr("\"\\/bfnrt", *p) ? p + 1 : fault(c, p);
}

static const char *string(struct check *c, const char *p)
{
	if (*p != '"')
		return fault(c, p);
	for (p++; p && *p != '"';) {
		if ((unsigned char)*p < 0x20)
			return fault(c, p);
		p = *p == '\\' ? escape(c, p + 1) : p + 1;
	}
	return p ? p + 1 : NULL;
}

static const char *digits(struct check *c, const char *p)
{
	size_t n = strspn(p, "0123456789");

	return n ? p + n : fault(c, p);
}

static const char *number(struct check *c, const char *p)
{
	p += *p == '-';
	if (*p == '0' && p[1] >= '0' && p[1] <= '9')
		return fault(c, p);
	p = digits(c, p);
	if (p && *p == '.')
		p = digits(c, p + 1);
	if (p && (*p == 'e' || *p == 'E'))
		p = digits(c, p + 1 + (p[1] == '+' || p[1] == '-'));
	return p;
}

static const char *value(struct check *c, const char *p);

static bool is_new(const char *const *names, size_t n, const char *name, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (strncmp(names[i], name, len) == 0)
			return false;
	return true;
}

static const char *member(struct check *c, const char *p, const char **names, size_t *n)
{
	const char *end = string(c, p);

	if (!end)
		return NULL;
	if (*n == MAX_NAMES || !is_new(names, *n, p, (size_t)(end - p)))
		return fault(c, p);
	names[(*n)++] = p;
	p = skip_space(end);
	return *p == ':' ? value(c, skip_space(p + 1)) : fault(c, p);
}

static const char *list(struct check *c, const char *p, char close)
{
	const char *names[MAX_NAMES];
	size_t n = 0;

	p = skip_space(p + 1);
	if (*p == close)
		return p + 1;
	for (;;) {
		p = close == '}' ? member(c, p, names, &n) : value(c, p);
		if (!p)
			return NULL;
		p = skip_space(p);
		if (*p == close)
			return p + 1;
		if (*p != ',')
			return fault(c, p);
		p = skip_space(p + 1);
	}
}

static const char *value(struct check *c, const char *p)
{
	static const char *const word[] = { "true", "false", "null" };

	if (*p == '{')
		return list(c, p, '}');
	if (*p == '[')
		return list(c, p, ']');
	if (*p == '"')
		return string(c, p);
	for (size_t i = 0; i < sizeof(word) / sizeof(word[0]); i++)
		if (strncmp(p, word[i], strlen(word[i])) == 0)
			return p + strlen(word[i]);
	return number(c, p);
}

const char *json_check(const char *text)
{
	struct check c = { NULL };
	const char *end = value(&c, skip_space(text));

	if (!end)
		return c.bad;
	end = skip_space(end);
	return *end ? end : NULL;
}
