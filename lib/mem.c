/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *mem_checked(void *p)
{
	if (p)
		return p;
	fputs("out of memory, giving up\n", stderr);
	abort();
}

void *xmalloc(size_t len)
{
	return mem_checked(malloc(len ? len : 1));
}

void *xcalloc(size_t n, size_t len)
{
	return mem_checked(calloc(n ? n : 1, len ? len : 1));
}

void *xrealloc(void *p, size_t len)
{
	return mem_checked(realloc(p, len ? len : 1));
}

char *xstrdup(const char *s)
{
	return mem_checked(strdup(s));
}

char *xstrndup(const char *s, size_t len)
{
	return mem_checked(strndup(s, len));
}

void str_replace(char **dst, const char *src)
{
	char *copy = src ? xstrdup(src) : NULL;

	free(*dst);
	*dst = copy;
}
