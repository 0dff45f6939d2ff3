/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A node stands for a bit string. Its two children extend it; it has a value, or two children, or
 * both. Inserting links one or two complete nodes by one pointer store; deleting bypasses nodes
 * by one pointer store and retires them. A reader in a bypassed node still finds its way down.
 */
#include "lispd/dp/trie.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base.h"
#include "lib/mem.h"

struct trie_node {
	struct trie_key key; /* host bits zero */
	struct qsbr_ptr child[2];
	struct qsbr_ptr value; /* NULL: a fork only */
	uint32_t plen;
	struct qsbr_node retired;
};

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

static uint64_t ones(unsigned n) /* n upper bits, n <= 64 */
{
	return n ? ~0ULL << (64 - n) : 0;
}

static struct trie_key mask_of(unsigned plen)
{
	return (struct trie_key){ ones(plen < 64 ? plen : 64), ones(plen > 64 ? plen - 64 : 0) };
}

static struct trie_key masked(const struct trie_key *k, unsigned plen)
{
	struct trie_key m = mask_of(plen);

	return (struct trie_key){ k->hi & m.hi, k->lo & m.lo };
}

static unsigned bit(const struct trie_key *k, unsigned i)
{
	return (unsigned)((i < 64 ? k->hi >> (63 - i) : k->lo >> (127 - i)) & 1);
}

static bool covers(const struct trie_node *n, const struct trie_key *k)
{
	struct trie_key m = mask_of(n->plen);

	return !(((n->key.hi ^ k->hi) & m.hi) | ((n->key.lo ^ k->lo) & m.lo));
}

static unsigned common_bits(const struct trie_key *a, const struct trie_key *b)
{
	uint64_t hi = a->hi ^ b->hi, lo = a->lo ^ b->lo;

	if (hi)
		return (unsigned)__builtin_clzll(hi);
	return lo ? 64 + (unsigned)__builtin_clzll(lo) : 128;
}

void trie_init(struct trie *t, struct qsbr *q)
{
	*t = (struct trie){ .qsbr = q };
}

void trie_fini(struct trie *t, void (*drop)(void *value))
{
	struct trie_node *n = qsbr_peek(&t->root), *next;

	/* Level by level; the queue runs through the nodes' own links. */
	for (struct trie_node *last = n; n; n = next) {
		void *value = qsbr_peek(&n->value);

		for (unsigned side = 0; side < 2; side++) {
			struct trie_node *c = qsbr_peek(&n->child[side]);

			if (!c)
				continue;
			last->retired.link.stqe_next = &c->retired;
			last = c;
		}
		next = n == last ?
			       NULL :
			       container_of(n->retired.link.stqe_next, struct trie_node, retired);
		if (value)
			drop(value);
		free(n);
	}
	trie_init(t, t->qsbr);
}

void *trie_match(const struct trie *t, const struct trie_key *k)
{
	const struct trie_node *n = qsbr_read(&t->root);
	void *best = NULL;

	while (n && covers(n, k)) {
		void *value = qsbr_read(&n->value);

		if (value)
			best = value;
		if (n->plen == 128)
			break;
		n = qsbr_read(&n->child[bit(k, n->plen)]);
	}
	return best;
}

void trie_match_batch(const struct trie *t, const struct trie_key *k, void **value, unsigned n)
{
	const struct trie_node *at[TRIE_BATCH], *root = qsbr_read(&t->root);
	uint8_t left[TRIE_BATCH];
	unsigned n_left = root ? n : 0;

	for (unsigned i = 0; i < n; i++) {
		value[i] = NULL;
		at[i] = root;
		left[i] = (uint8_t)i;
	}
	/* One level for each key in turn; keys that have arrived drop out of the list. */
	while (n_left) {
		unsigned kept = 0;

		for (unsigned j = 0; j < n_left; j++) {
			unsigned i = left[j];
			const struct trie_node *node = at[i];
			void *v;

			if (!covers(node, &k[i]))
				continue;
			v = qsbr_read(&node->value);
			if (v)
				value[i] = v;
			if (node->plen == 128)
				continue;
			at[i] = qsbr_read(&node->child[bit(&k[i], node->plen)]);
			if (!at[i])
				continue;
			__builtin_prefetch(at[i]);
			left[kept++] = (uint8_t)i;
		}
		n_left = kept;
	}
}

static struct trie_node *node_new(const struct trie_key *k, unsigned plen, void *value)
{
	struct trie_node *n = xcalloc(1, sizeof(*n));

	n->key = masked(k, plen);
	n->plen = plen;
	qsbr_publish(&n->value, value);
	return n;
}

static void node_free(struct qsbr_node *q)
{
	free(container_of(q, struct trie_node, retired));
}

void *trie_find(const struct trie *t, const struct prefix *p)
{
	struct trie_key k = trie_key_addr(&p->addr);
	const struct trie_node *n = qsbr_peek(&t->root);

	while (n && n->plen < p->plen && covers(n, &k))
		n = qsbr_peek(&n->child[bit(&k, n->plen)]);
	return n && n->plen == p->plen && covers(n, &k) ? qsbr_peek(&n->value) : NULL;
}

/* Puts a new node above old, or beside it below a fork. */
static void split(struct qsbr_ptr *slot, struct trie_node *old, struct trie_node *new,
		  unsigned common)
{
	struct trie_node *top = new;

	if (common < new->plen) {
		top = node_new(&new->key, common, NULL);
		qsbr_publish(&top->child[bit(&new->key, common)], new);
	}
	qsbr_publish(&top->child[bit(&old->key, common)], old);
	qsbr_publish(slot, top);
}

void *trie_set(struct trie *t, const struct prefix *p, void *value)
{
	struct trie_key k = trie_key_addr(&p->addr);
	struct qsbr_ptr *slot = &t->root;
	struct trie_node *n;

	for (; (n = qsbr_peek(slot)); slot = &n->child[bit(&k, n->plen)]) {
		unsigned common = MIN_OF(common_bits(&k, &n->key), MIN_OF(n->plen, p->plen));
		void *old;

		if (common < n->plen) {
			split(slot, n, node_new(&k, p->plen, value), common);
			t->n++;
			return NULL;
		}
		if (n->plen != p->plen)
			continue;
		old = qsbr_peek(&n->value);
		qsbr_publish(&n->value, value);
		t->n += !old;
		return old;
	}
	qsbr_publish(slot, node_new(&k, p->plen, value));
	t->n++;
	return NULL;
}

/* Takes a node without value out when it has less than two children. */
static bool prune(struct trie *t, struct qsbr_ptr *slot)
{
	struct trie_node *n = qsbr_peek(slot), *left, *right;

	if (!n || qsbr_peek(&n->value))
		return false;
	left = qsbr_peek(&n->child[0]);
	right = qsbr_peek(&n->child[1]);
	if (left && right)
		return false;
	qsbr_publish(slot, left ? left : right);
	qsbr_retire(t->qsbr, &n->retired, node_free);
	return true;
}

void *trie_del(struct trie *t, const struct prefix *p)
{
	struct trie_key k = trie_key_addr(&p->addr);
	struct qsbr_ptr *slot = &t->root, *above = NULL;
	struct trie_node *n = qsbr_peek(slot);
	void *old;

	while (n && n->plen < p->plen && covers(n, &k)) {
		above = slot;
		slot = &n->child[bit(&k, n->plen)];
		n = qsbr_peek(slot);
	}
	if (!n || n->plen != p->plen || !covers(n, &k) || !(old = qsbr_peek(&n->value)))
		return NULL;
	qsbr_publish(&n->value, NULL);
	t->n--;
	if (prune(t, slot) && above)
		prune(t, above);
	return old;
}
