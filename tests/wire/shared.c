/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/wire/shared.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

static FILE *open_shared(const char *name)
{
	const char *folder = getenv("LISPD_SHARED"), *source = getenv("SRC");
	char path[4096];

	if (folder)
		snprintf(path, sizeof(path), "%s/%s", folder, name);
	else
		snprintf(path, sizeof(path), "%s/../shared/%s", source ? source : ".", name);
	return fopen(path, "r");
}

char *shared_read(const char *name)
{
	size_t size = 1 << 20;
	FILE *f = open_shared(name);
	char *text;

	if (!f)
		return NULL;
	text = xmalloc(size + 1);
	text[fread(text, 1, size, f)] = '\0';
	fclose(f);
	return text;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

size_t shared_hex(const char *text, uint8_t *buf, size_t size)
{
	size_t len = 0;

	for (; *text && len < size; text++) {
		if (strchr(" \t\n", *text))
			continue;
		if (digit(text[0]) < 0 || digit(text[1]) < 0)
			break;
		buf[len++] = (uint8_t)(digit(text[0]) << 4 | digit(text[1]));
		text++;
	}
	return len;
}
