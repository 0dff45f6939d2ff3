/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nodes are either valued or have two children. A child's key extends its parent's; the bit
 * behind the parent's key says which child it is. Parents are linked, so that walks need no
 * stack.
 */
#include "lib/lpm.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base.h"
#include "lib/mem.h"

struct node {
	struct node *child[2], *parent;
	void *value;
	struct lpm_key key;
};

struct lpm {
	struct node *root;
	size_t count;
};

struct lpm_key lpm_key(uint32_t iid, const struct prefix *p)
{
	struct lpm_key k = { .bits = (uint16_t)(40 + p->plen) };

	k.b[0] = (uint8_t)(iid >> 24);
	k.b[1] = (uint8_t)(iid >> 16);
	k.b[2] = (uint8_t)(iid >> 8);
	k.b[3] = (uint8_t)iid;
	k.b[4] = p->addr.family;
	memcpy(k.b + 5, p->addr.b, 16);
	return k;
}

static unsigned key_bit(const struct lpm_key *k, unsigned i)
{
	return (unsigned)(k->b[i / 8] >> (7 - i % 8)) & 1;
}

/* Leading bits that two keys share. */
static unsigned common(const struct lpm_key *a, const struct lpm_key *b)
{
	unsigned max = MIN_OF(a->bits, b->bits), i;

	for (i = 0; i * 8 < max; i++) {
		unsigned diff = a->b[i] ^ b->b[i];

		if (diff)
			return MIN_OF(max, i * 8 + (unsigned)__builtin_clz(diff) - 24);
	}
	return max;
}

struct lpm *lpm_new(void)
{
	return xcalloc(1, sizeof(struct lpm));
}

/* The deepest first node below n: children before parents, for freeing. */
static struct node *leftmost_leaf(struct node *n)
{
	while (n->child[0] || n->child[1])
		n = n->child[n->child[0] ? 0 : 1];
	return n;
}

void lpm_free(struct lpm *l)
{
	struct node *n, *parent;

	if (!l)
		return;
	n = l->root ? leftmost_leaf(l->root) : NULL;
	while (n) {
		parent = n->parent;
		if (parent) {
			parent->child[parent->child[1] == n] = NULL;
			parent = leftmost_leaf(parent);
		}
		free(n);
		n = parent;
	}
	free(l);
}

size_t lpm_count(const struct lpm *l)
{
	return l->count;
}

static struct node *new_node(const struct lpm_key *k, unsigned bits, void *value)
{
	struct node *n = xcalloc(1, sizeof(*n));

	n->key = *k;
	n->key.bits = (uint16_t)bits;
	n->value = value;
	return n;
}

static struct node **link_to(struct lpm *l, struct node *n)
{
	if (!n->parent)
		return &l->root;
	return &n->parent->child[n->parent->child[1] == n];
}

static void adopt(struct node *parent, struct node *child)
{
	parent->child[key_bit(&child->key, parent->key.bits)] = child;
	child->parent = parent;
}

/* Puts a node for k above old, with a fork where they part. */
static void insert_above(struct lpm *l, struct node *old, const struct lpm_key *k, unsigned same,
			 void *value)
{
	struct node **link = link_to(l, old), *parent = old->parent, *top;

	if (same == k->bits) {
		top = new_node(k, k->bits, value);
	} else {
		top = new_node(k, same, NULL);
		adopt(top, new_node(k, k->bits, value));
	}
	adopt(top, old);
	top->parent = parent;
	*link = top;
}

void *lpm_add(struct lpm *l, const struct lpm_key *k, void *value)
{
	struct node *n = l->root;
	unsigned same;

	if (!n) {
		l->root = new_node(k, k->bits, value);
		l->count++;
		return NULL;
	}
	for (;;) {
		same = common(&n->key, k);
		if (same < n->key.bits) {
			insert_above(l, n, k, same, value);
			break;
		}
		if (n->key.bits == k->bits) {
			if (n->value)
				return n->value;
			n->value = value;
			break;
		}
		if (!n->child[key_bit(k, n->key.bits)]) {
			adopt(n, new_node(k, k->bits, value));
			break;
		}
		n = n->child[key_bit(k, n->key.bits)];
	}
	l->count++;
	return NULL;
}

static struct node *find_node(const struct lpm *l, const struct lpm_key *k)
{
	struct node *n = l->root;

	while (n && n->key.bits < k->bits)
		n = n->child[key_bit(k, n->key.bits)];
	if (!n || n->key.bits != k->bits || common(&n->key, k) != k->bits)
		return NULL;
	return n;
}

void *lpm_find(const struct lpm *l, const struct lpm_key *k)
{
	struct node *n = find_node(l, k);

	return n ? n->value : NULL;
}

/* Takes out a node without value and with at most one child. */
static struct node *splice(struct lpm *l, struct node *n)
{
	struct node *child = n->child[0] ? n->child[0] : n->child[1], *parent = n->parent;

	*link_to(l, n) = child;
	if (child)
		child->parent = parent;
	free(n);
	return parent;
}

void *lpm_del(struct lpm *l, const struct lpm_key *k)
{
	struct node *n = find_node(l, k);
	void *value = n ? n->value : NULL;

	if (!value)
		return NULL;
	n->value = NULL;
	l->count--;
	while (n && !n->value && !(n->child[0] && n->child[1]))
		n = splice(l, n);
	return value;
}

static void *match(const struct lpm *l, const struct lpm_key *k, unsigned max_bits)
{
	struct node *n = l->root;
	void *best = NULL;

	while (n && n->key.bits <= max_bits && common(&n->key, k) == n->key.bits) {
		if (n->value)
			best = n->value;
		if (n->key.bits >= k->bits)
			break;
		n = n->child[key_bit(k, n->key.bits)];
	}
	return best;
}

void *lpm_match(const struct lpm *l, const struct lpm_key *k)
{
	return match(l, k, k->bits);
}

void *lpm_cover(const struct lpm *l, const struct lpm_key *k)
{
	return k->bits ? match(l, k, k->bits - 1U) : NULL;
}

/* The first valued node of a subtree, in order. */
static struct node *first_valued(struct node *n)
{
	while (n && !n->value)
		n = n->child[n->child[0] ? 0 : 1];
	return n;
}

static struct node *behind_subtree(struct node *n)
{
	for (; n->parent; n = n->parent)
		if (n->parent->child[0] == n && n->parent->child[1])
			return first_valued(n->parent->child[1]);
	return NULL;
}

static struct node *first_below(struct node *n)
{
	struct node *child = n->child[0] ? n->child[0] : n->child[1];

	return child ? first_valued(child) : behind_subtree(n);
}

void *lpm_first(const struct lpm *l)
{
	struct node *n = first_valued(l->root);

	return n ? n->value : NULL;
}

static struct node *next_node(const struct lpm *l, const struct lpm_key *k)
{
	struct node *n = l->root;
	unsigned same, bit;

	while (n) {
		same = common(&n->key, k);
		if (same < n->key.bits) {
			if (same == k->bits || !key_bit(k, same))
				return first_valued(n);
			return behind_subtree(n);
		}
		if (n->key.bits == k->bits)
			return first_below(n);
		bit = key_bit(k, n->key.bits);
		if (n->child[bit])
			n = n->child[bit];
		else if (!bit && n->child[1])
			return first_valued(n->child[1]);
		else
			return behind_subtree(n);
	}
	return NULL;
}

void *lpm_next(const struct lpm *l, const struct lpm_key *k)
{
	struct node *n = next_node(l, k);

	return n ? n->value : NULL;
}

bool lpm_key_under(const struct lpm_key *k, const struct lpm_key *outer)
{
	return k->bits >= outer->bits && common(k, outer) == outer->bits;
}

void *lpm_first_under(const struct lpm *l, const struct lpm_key *k)
{
	void *value = lpm_find(l, k);
	struct node *n;

	if (value)
		return value;
	n = next_node(l, k);
	return n && lpm_key_under(&n->key, k) ? n->value : NULL;
}

unsigned lpm_distinct_bits(const struct lpm *l, const struct lpm_key *k)
{
	struct node *n = l->root;
	unsigned distinct = 0, same;

	while (n) {
		same = common(&n->key, k);
		if (same < n->key.bits)
			return MAX_OF(distinct, same);
		if (n->key.bits >= k->bits) /* k itself: what is below goes on from its end */
			return n->child[0] || n->child[1] ? k->bits : distinct;
		/* The other branch parts from k right behind this node's key. */
		if (n->child[0] && n->child[1])
			distinct = n->key.bits;
		else if (!n->child[key_bit(k, n->key.bits)] && (n->child[0] || n->child[1]))
			distinct = n->key.bits;
		n = n->child[key_bit(k, n->key.bits)];
	}
	return distinct;
}
