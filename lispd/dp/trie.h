/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_TRIE_H
#define DP_TRIE_H

/*
 * Longest prefix match for workers: a compressed trie of four bits a step, with one writer and
 * any number of readers that take no locks. One trie holds one address family. Values are
 * pointers that the caller owns; NULL is none.
 */

#include "lib/prefix.h"
#include "lispd/dp/pool.h"
#include "lispd/dp/qsbr.h"

#define TRIE_BATCH 64

struct trie_key {
	uint64_t hi, lo; /* an IPv4 address is the upper half of hi */
};

struct trie {
	struct pool pool;
	struct qsbr_slot root;
	struct qsbr_ptr any; /* value of the prefix of length 0 */
	size_t n;	     /* values */
};

struct trie_key trie_key_v4(const uint8_t b[4]);
struct trie_key trie_key_v6(const uint8_t b[16]);
struct trie_key trie_key_addr(const struct addr *a);

void trie_init(struct trie *t, struct qsbr *q);
/* No readers are left; drop is called for each value. */
void trie_fini(struct trie *t, void (*drop)(void *value));

/* Readers. The value stays valid until the reader is quiescent. */
void *trie_match(const struct trie *t, const struct trie_key *k);
/* The same for n <= TRIE_BATCH keys at once: the misses of the cache overlap. */
void trie_match_batch(const struct trie *t, const struct trie_key *k, void **value, unsigned n);

/* The writer. set and del give the value that stood there, which the caller retires. */
void *trie_find(const struct trie *t, const struct prefix *p);
void *trie_set(struct trie *t, const struct prefix *p, void *value);
void *trie_del(struct trie *t, const struct prefix *p);
/* Calls fn for every value, in no order; the trie must not change meanwhile. */
void trie_each(const struct trie *t, void (*fn)(void *arg, void *value), void *arg);

#endif
