/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_SORTED_H
#define LIB_SORTED_H

/* Sorted arrays, searched by halving. */

#include <stdbool.h>
#include <stddef.h>

/* The place of key among n elements of size octets: the first that is not before it. cmp gets key
 * and an element. *found: that one is equal. */
size_t sorted_at(const void *key, const void *array, size_t n, size_t size,
		 int (*cmp)(const void *key, const void *element), bool *found);
/* Makes room for one element at place i and returns the array, which has moved; the new element
 * is zeroed. n is the number of elements before. */
void *sorted_insert(void *array, size_t n, size_t size, size_t i);
void sorted_remove(void *array, size_t n, size_t size, size_t i);

#endif
