/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_TRIE_NODE_H
#define DP_TRIE_NODE_H

/* The words and blocks that a trie is made of (trie.c tells which); for trie*.c only. */

#include <assert.h>

#include "lispd/dp/trie.h"

#define STEP 4
#define SLOTS (1 << STEP)
#define INNER (2 * SLOTS - 2) /* prefixes of 1 to 4 bits */
#define DEPTH (128 / STEP + 1)
#define BUCKET_MAX 4
#define ENTRY_WORDS 3
#define NODE_HEAD 2 /* words before the slots */

#define ADDRESS_MASK 0xffffffffffffULL
#define BUCKET_BIT 1ULL

/* What a bucket holds of a prefix: value and length share a word. */
struct entry {
	struct trie_key key;
	uint64_t tail;
};

static inline uint64_t ones(unsigned n) /* n upper bits, n <= 64 */
{
	return n ? ~0ULL << (64 - n) : 0;
}

static inline struct trie_key mask_of(unsigned plen)
{
	return (struct trie_key){ ones(plen < 64 ? plen : 64), ones(plen > 64 ? plen - 64 : 0) };
}

static inline struct trie_key masked(const struct trie_key *k, unsigned plen)
{
	struct trie_key m = mask_of(plen);

	return (struct trie_key){ k->hi & m.hi, k->lo & m.lo };
}

/* --- words ------------------------------------------------------------------------------------ */

static inline bool is_block(uint64_t w)
{
	return w >> 48;
}

static inline bool is_bucket(uint64_t w)
{
	return w & BUCKET_BIT;
}

static inline struct qsbr_slot *block(uint64_t w)
{
	return (struct qsbr_slot *)(uintptr_t)(w & ADDRESS_MASK & ~BUCKET_BIT);
}

static inline void *pointer(uint64_t w)
{
	return (void *)(uintptr_t)(w & ADDRESS_MASK);
}

static inline unsigned upper(uint64_t w)
{
	return (unsigned)(w >> 48);
}

static inline uint64_t word(const void *p, unsigned upper_bits)
{
	uintptr_t v = (uintptr_t)p;

	assert(!(v & ~ADDRESS_MASK));
	return v | (uint64_t)upper_bits << 48;
}

static inline unsigned index_at(const struct trie_key *k, unsigned start)
{
	return (unsigned)(start < 64 ? k->hi >> (60 - start) : k->lo >> (124 - start)) &
	       (SLOTS - 1);
}

/* Where in a node's block the slot is. */
static inline __attribute__((always_inline)) unsigned slot_at(uint64_t w, unsigned index)
{
	return NODE_HEAD - 1 + (unsigned)__builtin_popcount(upper(w) & ((2u << index) - 1));
}

static inline struct entry entry_at(uint64_t w, unsigned i)
{
	const struct qsbr_slot *b = block(w) + 1 + ENTRY_WORDS * i;

	return (struct entry){
		{ qsbr_slot_peek(b), qsbr_slot_peek(b + 1) },
		qsbr_slot_peek(b + 2),
	};
}

/* --- the writer's side ------------------------------------------------------------------------ */

/* A node in the open. */
struct node {
	uint64_t own;
	uint32_t has; /* bit for each inner prefix */
	uint64_t inner[INNER];
	uint64_t slot[SLOTS];
};

/* Which inner prefix of len bits covers the slot. */
static inline unsigned inner_at(unsigned len, unsigned index)
{
	return (1u << len) - 2 + (index >> (STEP - len));
}

static inline uint64_t own_of(uint64_t w)
{
	return qsbr_slot_peek(block(w));
}

void node_open(struct node *n, uint64_t w);
/* Builds its block. */
uint64_t node_close(struct trie *t, const struct node *n);
/* After a change of the inner prefixes that cover these slots. */
void node_cover(struct node *n, unsigned first, unsigned count);
void node_add_inner(struct node *n, const struct entry *e, unsigned start);
/* All prefixes in a node that is start bits down the way of k: their number if it is at most max,
 * else UINT32_MAX. */
unsigned node_gather(const struct node *n, const struct trie_key *k, unsigned start,
		     struct entry *e, unsigned max);

uint64_t bucket_new(struct trie *t, uint64_t own, const struct entry *e, unsigned n);
unsigned bucket_open(uint64_t w, struct entry e[BUCKET_MAX]);
/* Puts an entry into its place by length. */
void bucket_sort_in(struct entry *e, unsigned n, const struct entry *new);

/* A leaf has none: nothing happens. */
void block_retire(struct trie *t, uint64_t w);

#endif
