/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/hash.h"

#include <stdlib.h>

#include "lib/mem.h"

void hash_init(struct hash *h)
{
	*h = (struct hash){ 0 };
}

void hash_fini(struct hash *h)
{
	free(h->slot);
	hash_init(h);
}

static size_t home(const struct hash *h, uint64_t key)
{
	key *= 0x9E3779B97F4A7C15ULL;
	return (size_t)(key >> 20) & (h->size - 1);
}

static struct hash_slot *place(const struct hash *h, uint64_t key)
{
	size_t i = home(h, key);

	while (h->slot[i].value && h->slot[i].key != key)
		i = (i + 1) & (h->size - 1);
	return &h->slot[i];
}

void *hash_find(const struct hash *h, uint64_t key)
{
	return h->size ? place(h, key)->value : NULL;
}

static void grow(struct hash *h)
{
	struct hash old = *h;

	h->size = old.size ? old.size * 2 : 16;
	h->slot = xcalloc(h->size, sizeof(*h->slot));
	for (size_t i = 0; i < old.size; i++)
		if (old.slot[i].value)
			*place(h, old.slot[i].key) = old.slot[i];
	free(old.slot);
}

bool hash_add(struct hash *h, uint64_t key, void *value)
{
	struct hash_slot *s;

	if (h->n * 4 >= h->size * 3)
		grow(h);
	s = place(h, key);
	if (s->value)
		return false;
	*s = (struct hash_slot){ .key = key, .value = value };
	h->n++;
	return true;
}

void *hash_del(struct hash *h, uint64_t key)
{
	struct hash_slot *s = h->size ? place(h, key) : NULL;
	void *value = s ? s->value : NULL;
	size_t hole, i;

	if (!value)
		return NULL;
	h->n--;
	hole = (size_t)(s - h->slot);
	h->slot[hole].value = NULL;
	/* Moves later members of the run back, so that no search ends at the hole. */
	for (i = (hole + 1) & (h->size - 1); h->slot[i].value; i = (i + 1) & (h->size - 1)) {
		size_t want = home(h, h->slot[i].key);

		if (((i - want) & (h->size - 1)) < ((i - hole) & (h->size - 1)))
			continue;
		h->slot[hole] = h->slot[i];
		h->slot[i].value = NULL;
		hole = i;
	}
	return value;
}
