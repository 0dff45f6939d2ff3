/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/dp/trie_node.h"

#include "lib/base.h"

/* --- blocks ----------------------------------------------------------------------------------- */

static size_t block_len(uint64_t w)
{
	unsigned n = 1 + ENTRY_WORDS * upper(w);

	if (!is_bucket(w))
		n = NODE_HEAD + (unsigned)__builtin_popcount(upper(w)) +
		    (unsigned)__builtin_popcountll(qsbr_slot_peek(block(w) + 1));
	return n * sizeof(struct qsbr_slot);
}

void block_retire(struct trie *t, uint64_t w)
{
	if (is_block(w))
		pool_retire(&t->pool, block(w), block_len(w));
}

/* --- nodes ------------------------------------------------------------------------------------ */

void node_open(struct node *n, uint64_t w)
{
	const struct qsbr_slot *b = block(w), *inner;

	n->own = own_of(w);
	n->has = (uint32_t)qsbr_slot_peek(b + 1);
	for (unsigned i = 0; i < SLOTS; i++)
		n->slot[i] = qsbr_slot_peek(&b[slot_at(w, i)]);
	inner = b + NODE_HEAD + __builtin_popcount(upper(w));
	for (unsigned i = 0; i < INNER; i++)
		if (n->has >> i & 1)
			n->inner[i] = qsbr_slot_peek(inner++);
}

uint64_t node_close(struct trie *t, const struct node *n)
{
	unsigned starts = 1, used = NODE_HEAD;
	struct qsbr_slot *b;

	for (unsigned i = 1; i < SLOTS; i++)
		starts |= (unsigned)(n->slot[i] != n->slot[i - 1]) << i;
	b = pool_new(&t->pool, (NODE_HEAD + (unsigned)__builtin_popcount(starts) +
				(unsigned)__builtin_popcount(n->has)) *
				       sizeof(*b));
	qsbr_slot_prepare(b, n->own);
	qsbr_slot_prepare(b + 1, n->has);
	for (unsigned i = 0; i < SLOTS; i++)
		if (starts >> i & 1)
			qsbr_slot_prepare(b + used++, n->slot[i]);
	for (unsigned i = 0; i < INNER; i++)
		if (n->has >> i & 1)
			qsbr_slot_prepare(b + used++, n->inner[i]);
	return word(b, starts);
}

/* The value of the longest inner prefix that covers a slot. */
static uint64_t longest_inner(const struct node *n, unsigned index)
{
	for (unsigned len = STEP; len; len--)
		if (n->has >> inner_at(len, index) & 1)
			return n->inner[inner_at(len, index)];
	return 0;
}

void node_cover(struct node *n, unsigned first, unsigned count)
{
	for (unsigned i = first; i < first + count; i++) {
		uint64_t value = longest_inner(n, i);

		if (is_block(n->slot[i]))
			qsbr_slot_publish(block(n->slot[i]), value);
		else
			n->slot[i] = value;
	}
}

void node_add_inner(struct node *n, const struct entry *e, unsigned start)
{
	unsigned at = inner_at(upper(e->tail) - start, index_at(&e->key, start));

	n->has |= 1u << at;
	n->inner[at] = e->tail & ADDRESS_MASK;
}

/* The short prefixes, behind count others. */
static unsigned gather_inner(const struct node *n, const struct trie_key *above, unsigned start,
			     struct entry *e, unsigned count, unsigned max)
{
	for (unsigned at = 0; at < INNER; at++) {
		unsigned len = 31 - (unsigned)__builtin_clz(at + 2);
		uint64_t bits = (uint64_t)(at + 2 - (1u << len)) << (STEP - len);
		struct entry one = { *above, 0 };

		if (!(n->has >> at & 1))
			continue;
		if (count == max)
			return UINT32_MAX;
		if (start < 64)
			one.key.hi |= bits << (60 - start);
		else
			one.key.lo |= bits << (124 - start);
		one.tail = n->inner[at] | (uint64_t)(start + len) << 48;
		bucket_sort_in(e, count++, &one);
	}
	return count;
}

unsigned node_gather(const struct node *n, const struct trie_key *k, unsigned start,
		     struct entry *e, unsigned max)
{
	struct trie_key above = masked(k, start);
	unsigned count = 0;

	for (unsigned i = 0; i < SLOTS; i++) {
		uint64_t w = n->slot[i];

		if (!is_block(w) || (i && w == n->slot[i - 1]))
			continue;
		if (!is_bucket(w) || count + upper(w) > max)
			return UINT32_MAX;
		for (unsigned j = 0; j < upper(w); j++) {
			struct entry one = entry_at(w, j);

			bucket_sort_in(e, count++, &one);
		}
	}
	return gather_inner(n, &above, start, e, count, max);
}

/* --- buckets ---------------------------------------------------------------------------------- */

uint64_t bucket_new(struct trie *t, uint64_t own, const struct entry *e, unsigned n)
{
	struct qsbr_slot *b = pool_new(&t->pool, (1 + ENTRY_WORDS * n) * sizeof(*b));
	uint64_t w = word(b, n) | BUCKET_BIT;

	qsbr_slot_prepare(b++, own);
	for (unsigned i = 0; i < n; i++) {
		qsbr_slot_prepare(b++, e[i].key.hi);
		qsbr_slot_prepare(b++, e[i].key.lo);
		qsbr_slot_prepare(b++, e[i].tail);
	}
	return w;
}

unsigned bucket_open(uint64_t w, struct entry e[BUCKET_MAX])
{
	for (unsigned i = 0; i < upper(w); i++)
		e[i] = entry_at(w, i);
	return upper(w);
}

void bucket_sort_in(struct entry *e, unsigned n, const struct entry *new)
{
	unsigned i = n;

	for (; i && upper(e[i - 1].tail) < upper(new->tail); i--)
		e[i] = e[i - 1];
	e[i] = *new;
}
