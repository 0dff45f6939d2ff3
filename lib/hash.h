/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_HASH_H
#define LIB_HASH_H

/* A hash from 64-bit keys to pointers (never NULL), open addressing, grows by itself. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hash_slot {
	uint64_t key;
	void *value; /* NULL = free */
};

struct hash {
	struct hash_slot *slot;
	size_t n, size; /* size is a power of two or 0 */
};

void hash_init(struct hash *h);
void hash_fini(struct hash *h); /* values stay the caller's */
void *hash_find(const struct hash *h, uint64_t key);
bool hash_add(struct hash *h, uint64_t key, void *value); /* false when the key is there */
void *hash_del(struct hash *h, uint64_t key);		  /* what was there, or NULL */

#endif
