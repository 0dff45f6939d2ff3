/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/sorted.h"

#include <string.h>

#include "lib/mem.h"

size_t sorted_at(const void *key, const void *array, size_t n, size_t size,
		 int (*cmp)(const void *key, const void *element), bool *found)
{
	const char *a = array;
	size_t from = 0, to = n;

	/* Most things are typed in order. */
	if (n && cmp(key, a + (n - 1) * size) > 0)
		from = n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (cmp(key, a + middle * size) > 0)
			from = middle + 1;
		else
			to = middle;
	}
	*found = from < n && cmp(key, a + from * size) == 0;
	return from;
}

void *sorted_insert(void *array, size_t n, size_t size, size_t i)
{
	char *a = xrealloc(array, (n + 1) * size);

	memmove(a + (i + 1) * size, a + i * size, (n - i) * size);
	memset(a + i * size, 0, size);
	return a;
}

void sorted_remove(void *array, size_t n, size_t size, size_t i)
{
	char *a = array;

	memmove(a + i * size, a + (i + 1) * size, (n - i - 1) * size);
}
