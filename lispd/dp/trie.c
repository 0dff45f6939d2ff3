/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A slot is one word, replaced by one store. It stands for all addresses that begin with the bits
 * on the way to it, and is one of
 *
 *   leaf	a value, or none: upper 16 bits zero
 *   node	the next four bits choose among 16 slots. Equal neighbours are stored once: a bit
 *		for each slot that differs from the one before it is in the upper 16 bits, the
 *		address of the block in the others. Block: own value, which inner prefixes there
 *		are, the slots, the values of the inner prefixes (of the 1 to 4 next bits)
 *   bucket	a few longer prefixes in one block, longest first; their number is in the upper
 *		bits, and the lowest bit is set. Block: own value, then key and value of each
 *
 * The own value of a block is the longest prefix of the node above that covers it; so changing a
 * short prefix changes at most 16 slots, whatever lies below. A reader that ends at "none" goes
 * back up to the next own value.
 *
 * Blocks are built anew, linked by one store into the slot above, and the old one is retired;
 * only own values and slots that lead to blocks are stored in place. A reader in an old block
 * finds everything that was there.
 */
#include "lispd/dp/trie.h"

#include <string.h>

#include "lib/base.h"
#include "lispd/dp/trie_node.h"

#define GROUP 32 /* keys that are on their way together */

static uint64_t load64(const uint8_t *b)
{
	uint64_t v;

	memcpy(&v, b, 8);
	return __builtin_bswap64(v);
}

struct trie_key trie_key_v4(const uint8_t b[4])
{
	uint32_t v;

	memcpy(&v, b, 4);
	return (struct trie_key){ .hi = (uint64_t)__builtin_bswap32(v) << 32 };
}

struct trie_key trie_key_v6(const uint8_t b[16])
{
	return (struct trie_key){ load64(b), load64(b + 8) };
}

struct trie_key trie_key_addr(const struct addr *a)
{
	return a->family == AF_INET ? trie_key_v4(a->b) : trie_key_v6(a->b);
}

static inline void *bucket_match(uint64_t w, const struct trie_key *k)
{
	for (unsigned i = 0; i < upper(w); i++) {
		struct entry e = entry_at(w, i);
		struct trie_key m = mask_of(upper(e.tail));

		if (!(((e.key.hi ^ k->hi) & m.hi) | ((e.key.lo ^ k->lo) & m.lo)))
			return pointer(e.tail);
	}
	return NULL;
}

/* --- readers ---------------------------------------------------------------------------------- */

void *trie_match(const struct trie *t, const struct trie_key *k)
{
	uint64_t w = qsbr_slot_read(&t->root);
	void *best = qsbr_read(&t->any), *found;

	for (unsigned start = 0; is_block(w); start += STEP) {
		const struct qsbr_slot *b = block(w);
		void *own = pointer(qsbr_slot_read(b));

		best = own ? own : best;
		if (is_bucket(w)) {
			found = bucket_match(w, k);
			return found ? found : best;
		}
		w = qsbr_slot_read(&b[slot_at(w, index_at(k, start))]);
	}
	found = pointer(w);
	return found ? found : best;
}

/* A group of keys on their way down, all by one step a round. */
struct descent {
	const struct qsbr_slot *at[GROUP];
	uint64_t bucket[GROUP];			      /* to be searched in this round */
	const struct qsbr_slot *passed[DEPTH][GROUP]; /* blocks, by round */
	uint8_t live[GROUP], rounds[GROUP];
};

/* True when the key has arrived. */
static inline __attribute__((always_inline)) bool
step(struct descent *d, unsigned i, unsigned round, const struct trie_key *k, void **value)
{
	uint64_t w;

	if (d->bucket[i]) {
		*value = bucket_match(d->bucket[i], k);
		return true;
	}
	w = qsbr_slot_read(d->at[i]);
	if (!is_block(w)) {
		*value = pointer(w);
		return true;
	}
	d->passed[round][i] = block(w);
	if (is_bucket(w)) {
		d->bucket[i] = w;
		__builtin_prefetch(block(w));
		__builtin_prefetch(block(w) + ENTRY_WORDS * upper(w));
		return false;
	}
	d->at[i] = block(w) + slot_at(w, index_at(k, round * STEP));
	__builtin_prefetch(d->at[i]);
	return false;
}

static void *covering(const struct trie *t, const struct descent *d, unsigned i)
{
	for (unsigned round = d->rounds[i]; round--;) {
		void *own = pointer(qsbr_slot_read(d->passed[round][i]));

		if (own)
			return own;
	}
	return qsbr_read(&t->any);
}

static inline __attribute__((always_inline)) void
match_group(const struct trie *t, const struct trie_key *k, void **value, unsigned n)
{
	struct descent d;
	unsigned n_live = n;

	for (unsigned i = 0; i < n; i++) {
		d.at[i] = &t->root;
		d.bucket[i] = 0;
		d.live[i] = (uint8_t)i;
	}
	for (unsigned round = 0; n_live; round++) {
		unsigned kept = 0;

		for (unsigned j = 0; j < n_live; j++) {
			unsigned i = d.live[j];

			if (step(&d, i, round, &k[i], &value[i]))
				d.rounds[i] = (uint8_t)round;
			else
				d.live[kept++] = (uint8_t)i;
		}
		n_live = kept;
	}
	for (unsigned i = 0; i < n; i++)
		if (!value[i])
			value[i] = covering(t, &d, i);
}

#ifdef __x86_64__
__attribute__((target("popcnt"))) static void
match_group_popcnt(const struct trie *t, const struct trie_key *k, void **value, unsigned n)
{
	match_group(t, k, value, n);
}
#endif

void trie_match_batch(const struct trie *t, const struct trie_key *k, void **value, unsigned n)
{
#ifdef __x86_64__
	if (__builtin_cpu_supports("popcnt")) {
		for (unsigned i = 0; i < n; i += GROUP)
			match_group_popcnt(t, k + i, value + i, MIN_OF(n - i, GROUP));
		return;
	}
#endif
	for (unsigned i = 0; i < n; i += GROUP)
		match_group(t, k + i, value + i, MIN_OF(n - i, GROUP));
}
