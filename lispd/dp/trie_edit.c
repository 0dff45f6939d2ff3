/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The writer of a trie. What changes is opened, changed in the open, built anew and linked.
 */
#include <string.h>

#include "lib/base.h"
#include "lispd/dp/trie_node.h"

/* What is left of a node becomes a bucket at this size; smaller, so that it does not flap. */
#define BUCKET_AGAIN 2

void trie_init(struct trie *t, struct qsbr *q)
{
	memset(t, 0, sizeof(*t));
	pool_init(&t->pool, q);
}

void trie_each(const struct trie *t, void (*fn)(void *arg, void *value), void *arg)
{
	uint64_t todo[DEPTH * SLOTS]; /* every node on the way down leaves its other slots */
	void *any = qsbr_peek(&t->any);
	unsigned n_todo = 1;

	todo[0] = qsbr_slot_peek(&t->root);
	if (any)
		fn(arg, any);
	while (n_todo) {
		uint64_t w = todo[--n_todo];
		struct node n;

		if (!is_block(w))
			continue;
		for (unsigned i = 0; is_bucket(w) && i < upper(w); i++)
			fn(arg, pointer(entry_at(w, i).tail));
		if (is_bucket(w))
			continue;
		node_open(&n, w);
		for (unsigned i = 0; i < INNER; i++)
			if (n.has >> i & 1)
				fn(arg, pointer(n.inner[i]));
		for (unsigned i = 0; i < SLOTS; i++)
			if (is_block(n.slot[i]))
				todo[n_todo++] = n.slot[i];
	}
}

static void drop_value(void *arg, void *value)
{
	void (*const *drop)(void *) = arg;

	(*drop)(value);
}

void trie_fini(struct trie *t, void (*drop)(void *value))
{
	trie_each(t, drop_value, &drop);
	pool_fini(&t->pool);
	trie_init(t, t->pool.qsbr);
}

/* --- setting ---------------------------------------------------------------------------------- */

static void link_word(struct trie *t, struct qsbr_slot *slot, uint64_t w)
{
	uint64_t old = qsbr_slot_peek(slot);

	qsbr_slot_publish(slot, w);
	block_retire(t, old);
}

static void link_node(struct trie *t, struct qsbr_slot *slot, const struct node *n)
{
	link_word(t, slot, node_close(t, n));
}

static bool same_prefix(const struct entry *e, const struct trie_key *k, unsigned plen)
{
	return upper(e->tail) == plen && e->key.hi == k->hi && e->key.lo == k->lo;
}

/* False when there is no room. */
static bool bucket_set(struct trie *t, struct qsbr_slot *slot, const struct entry *new, void **old)
{
	struct entry e[BUCKET_MAX];
	uint64_t w = qsbr_slot_peek(slot);
	unsigned n = bucket_open(w, e);

	*old = NULL;
	for (unsigned i = 0; i < n; i++) {
		if (!same_prefix(&e[i], &new->key, upper(new->tail)))
			continue;
		*old = pointer(e[i].tail);
		e[i] = *new;
		link_word(t, slot, bucket_new(t, own_of(w), e, n));
		return true;
	}
	if (n == BUCKET_MAX)
		return false;
	bucket_sort_in(e, n, new);
	link_word(t, slot, bucket_new(t, own_of(w), e, n + 1));
	return true;
}

/* A full bucket becomes a node with smaller buckets. */
static void burst(struct trie *t, struct qsbr_slot *slot, unsigned start)
{
	struct entry e[BUCKET_MAX], some[BUCKET_MAX];
	uint64_t w = qsbr_slot_peek(slot);
	struct node n = { .own = own_of(w) };
	unsigned n_entries = bucket_open(w, e);

	for (unsigned i = 0; i < n_entries; i++)
		if (upper(e[i].tail) <= start + STEP)
			node_add_inner(&n, &e[i], start);
	node_cover(&n, 0, SLOTS);
	for (unsigned index = 0; index < SLOTS; index++) {
		unsigned n_some = 0;

		for (unsigned i = 0; i < n_entries; i++)
			if (upper(e[i].tail) > start + STEP && index_at(&e[i].key, start) == index)
				some[n_some++] = e[i];
		if (n_some)
			n.slot[index] = bucket_new(t, n.slot[index], some, n_some);
	}
	link_node(t, slot, &n);
}

/* Sets (tail not 0) or deletes an inner prefix of the node in slot. */
static void *inner_change(struct trie *t, struct qsbr_slot *slot, const struct trie_key *k,
			  unsigned len, unsigned start, uint64_t value)
{
	unsigned index = index_at(k, start), at = inner_at(len, index);
	struct node n;
	void *old;

	node_open(&n, qsbr_slot_peek(slot));
	old = n.has >> at & 1 ? pointer(n.inner[at]) : NULL;
	n.has = value ? n.has | 1u << at : n.has & ~(1u << at);
	n.inner[at] = value;
	node_cover(&n, index, 1u << (STEP - len));
	link_node(t, slot, &n);
	return old;
}

static void *set_below(struct trie *t, const struct entry *new)
{
	struct qsbr_slot *slot = &t->root;
	unsigned plen = upper(new->tail);

	for (unsigned start = 0;; start += STEP) {
		uint64_t w = qsbr_slot_peek(slot);
		unsigned index = index_at(&new->key, start);
		struct qsbr_slot *next;
		struct node n;
		void *old;

		if (!is_block(w)) { /* the root only */
			link_word(t, slot, bucket_new(t, 0, new, 1));
			return NULL;
		}
		if (is_bucket(w)) {
			if (bucket_set(t, slot, new, &old))
				return old;
			burst(t, slot, start);
			w = qsbr_slot_peek(slot);
		}
		if (plen <= start + STEP)
			return inner_change(t, slot, &new->key, plen - start, start,
					    new->tail &ADDRESS_MASK);
		next = block(w) + slot_at(w, index);
		if (!is_block(qsbr_slot_peek(next))) {
			node_open(&n, w);
			n.slot[index] = bucket_new(t, n.slot[index], new, 1);
			link_node(t, slot, &n);
			return NULL;
		}
		slot = next;
	}
}

void *trie_set(struct trie *t, const struct prefix *p, void *value)
{
	struct trie_key k = trie_key_addr(&p->addr);
	struct entry new = { masked(&k, p->plen), word(value, p->plen) };
	void *old;

	if (p->plen) {
		old = set_below(t, &new);
	} else {
		old = qsbr_peek(&t->any);
		qsbr_publish(&t->any, value);
	}
	t->n += !old;
	return old;
}

/* --- finding and deleting --------------------------------------------------------------------- */

/* The slots on the way to a prefix; the last one holds the node or bucket that has it, or none. */
struct way {
	struct trie_key key;
	unsigned plen, n;
	struct qsbr_slot *slot[DEPTH];
};

static void find_way(const struct trie *t, const struct prefix *p, struct way *way)
{
	struct trie_key k = trie_key_addr(&p->addr);
	struct qsbr_slot *slot = (struct qsbr_slot *)(uintptr_t)&t->root;

	*way = (struct way){ .key = masked(&k, p->plen), .plen = p->plen };
	for (;;) {
		uint64_t w = qsbr_slot_peek(slot);
		unsigned start = STEP * way->n;

		way->slot[way->n++] = slot;
		if (!is_block(w) || is_bucket(w) || p->plen <= start + STEP)
			return;
		slot = block(w) + slot_at(w, index_at(&way->key, start));
	}
}

void *trie_find(const struct trie *t, const struct prefix *p)
{
	unsigned start, at;
	struct way way;
	uint64_t w;
	struct node n;

	if (!p->plen)
		return qsbr_peek(&t->any);
	find_way(t, p, &way);
	w = qsbr_slot_peek(way.slot[way.n - 1]);
	if (!is_block(w))
		return NULL;
	for (unsigned i = 0; is_bucket(w) && i < upper(w); i++) {
		struct entry e = entry_at(w, i);

		if (same_prefix(&e, &way.key, p->plen))
			return pointer(e.tail);
	}
	if (is_bucket(w))
		return NULL;
	start = STEP * (way.n - 1);
	at = inner_at(p->plen - start, index_at(&way.key, start));
	node_open(&n, w);
	return n.has >> at & 1 ? pointer(n.inner[at]) : NULL;
}

/* The block in the last slot of the way is empty: its place becomes a leaf. */
static void unlink_last(struct trie *t, const struct way *way)
{
	unsigned last = way->n - 1, index;
	uint64_t old = qsbr_slot_peek(way->slot[last]);
	struct node n;

	if (!last) {
		link_word(t, way->slot[0], 0);
		return;
	}
	index = index_at(&way->key, STEP * (last - 1));
	node_open(&n, qsbr_slot_peek(way->slot[last - 1]));
	n.slot[index] = own_of(old);
	link_node(t, way->slot[last - 1], &n);
	block_retire(t, old);
}

/* Nodes on the way back up that hold little become buckets, or nothing. */
static void shrink(struct trie *t, struct way *way)
{
	for (; way->n; way->n--) {
		struct qsbr_slot *slot = way->slot[way->n - 1];
		uint64_t w = qsbr_slot_peek(slot);
		struct entry e[BUCKET_AGAIN];
		struct node n;
		unsigned count;

		if (!is_block(w) || is_bucket(w))
			continue;
		node_open(&n, w);
		count = node_gather(&n, &way->key, STEP * (way->n - 1), e, BUCKET_AGAIN);
		if (count > BUCKET_AGAIN)
			return;
		for (unsigned i = 0; i < SLOTS; i++)
			if (!i || n.slot[i] != n.slot[i - 1])
				block_retire(t, n.slot[i]);
		if (count)
			link_word(t, slot, bucket_new(t, n.own, e, count));
		else
			unlink_last(t, way);
	}
}

static void *bucket_del(struct trie *t, struct way *way)
{
	struct qsbr_slot *slot = way->slot[way->n - 1];
	uint64_t w = qsbr_slot_peek(slot);
	struct entry e[BUCKET_MAX];
	unsigned n = bucket_open(w, e), i = 0;
	void *old;

	while (i < n && !same_prefix(&e[i], &way->key, way->plen))
		i++;
	if (i == n)
		return NULL;
	old = pointer(e[i].tail);
	if (n == 1) {
		unlink_last(t, way);
		return old;
	}
	memmove(&e[i], &e[i + 1], (n - 1 - i) * sizeof(e[0]));
	link_word(t, slot, bucket_new(t, own_of(w), e, n - 1));
	return old;
}

static void *del_below(struct trie *t, const struct prefix *p)
{
	struct way way;
	struct qsbr_slot *last;
	unsigned start;
	void *old;

	find_way(t, p, &way);
	last = way.slot[way.n - 1];
	start = STEP * (way.n - 1);
	if (!is_block(qsbr_slot_peek(last)))
		return NULL;
	if (is_bucket(qsbr_slot_peek(last)))
		old = bucket_del(t, &way);
	else if (trie_find(t, p))
		old = inner_change(t, last, &way.key, p->plen - start, start, 0);
	else
		return NULL;
	if (old)
		shrink(t, &way);
	return old;
}

void *trie_del(struct trie *t, const struct prefix *p)
{
	void *old;

	if (p->plen) {
		old = del_below(t, p);
	} else {
		old = qsbr_peek(&t->any);
		qsbr_publish(&t->any, NULL);
	}
	t->n -= old != NULL;
	return old;
}
