/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What it costs to find the entry of a destination. For each number of prefixes: nanoseconds per
 * packet by batches of 32, the value read, too (values lie apart as entries of the fib do);
 * octets of the structure per prefix; changes per second while another thread looks up.
 *
 *   spread	destinations all over the prefixes, each a different one
 *   hot	1000 destinations again and again
 *   covered	destinations that only a short prefix has, between the long ones
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "lib/base.h"
#include "lib/mem.h"
#include "lispd/dp/trie.h"

#define BATCH 32
#define QUERIES (1 << 20)
#define CHANGES 1000000

struct bench {
	int family;
	unsigned n;
	struct prefix *prefix;
	uint32_t *value;
	struct trie_key *spread, *covered;
	struct qsbr *q;
	struct trie t;
	atomic_bool stop;
	atomic_ulong looked_up;
};

static double now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e9 + (double)ts.tv_nsec;
}

static uint64_t random64(void)
{
	return (uint64_t)random() << 42 ^ (uint64_t)random() << 21 ^ (uint64_t)random();
}

static struct addr random_addr(int family)
{
	struct addr a = { .family = (uint8_t)family };

	if (family == AF_INET)
		return addr_v4((uint32_t)random64());
	for (unsigned i = 0; i < 16; i++)
		a.b[i] = (uint8_t)random64();
	a.b[0] = 0x20 | (a.b[0] & 0x1f);
	return a;
}

/* Lengths as in a big routing table, and some hosts. */
static struct prefix random_prefix(int family)
{
	static const unsigned char v4[] = { 24, 24, 24, 24, 24, 24, 22, 22, 23, 20, 16, 32 };
	static const unsigned char v6[] = { 48, 48, 48, 48, 48, 44, 40, 36, 32, 64, 64, 128 };
	struct addr a = random_addr(family);
	unsigned i = (unsigned)random() % ARRAY_LEN(v4);

	return prefix_make(&a, family == AF_INET ? v4[i] : v6[i]);
}

static void fill(struct bench *b)
{
	struct prefix all = { .addr.family = (uint8_t)b->family };

	b->q = qsbr_new(1);
	trie_init(&b->t, b->q);
	b->prefix = xcalloc(b->n, sizeof(*b->prefix));
	b->value = xcalloc(b->n, 64);
	b->spread = xcalloc(QUERIES, sizeof(*b->spread));
	b->covered = xcalloc(QUERIES, sizeof(*b->covered));
	trie_set(&b->t, &all, b->value);
	for (unsigned i = 0; i < b->n; i++) {
		b->prefix[i] = random_prefix(b->family);
		trie_set(&b->t, &b->prefix[i], b->value + 16 * i);
		qsbr_quiescent(b->q, 0, qsbr_epoch(b->q));
	}
	for (unsigned i = 0; i < QUERIES; i++) {
		struct addr a = random_addr(b->family);
		const struct prefix *p = &b->prefix[(unsigned)random() % b->n];

		b->covered[i] = trie_key_addr(&a);
		/* A host of the prefix. */
		a = p->addr;
		a.b[b->family == AF_INET ? 3 : 15] ^= p->plen % 32 ? (uint8_t)random() : 0;
		b->spread[i] = trie_key_addr(&a);
	}
}

static void drop_nothing(void *value)
{
	(void)value;
}

static void empty(struct bench *b)
{
	trie_fini(&b->t, drop_nothing);
	qsbr_free(b->q);
	free(b->prefix);
	free(b->value);
	free(b->spread);
	free(b->covered);
}

static double batches(struct bench *b, const struct trie_key *key, unsigned mask)
{
	void *value[BATCH];
	uint32_t sum = 0;
	double start = now_ns();

	for (unsigned i = 0; i < QUERIES; i += BATCH) {
		trie_match_batch(&b->t, &key[i & mask & ~(BATCH - 1u)], value, BATCH);
		for (unsigned j = 0; j < BATCH; j++)
			sum += *(uint32_t *)value[j];
	}
	if (sum)
		printf("impossible\n");
	return (now_ns() - start) / QUERIES;
}

static double best_of(struct bench *b, const struct trie_key *key, unsigned mask)
{
	double best = batches(b, key, mask);

	for (unsigned i = 0; i < 4; i++) {
		double again = batches(b, key, mask);

		best = MIN_OF(best, again);
	}
	return best;
}

static double one_by_one(struct bench *b, const struct trie_key *key)
{
	uint32_t sum = 0;
	double start = now_ns();

	for (unsigned i = 0; i < QUERIES; i++)
		sum += *(uint32_t *)trie_match(&b->t, &key[i]);
	if (sum)
		printf("impossible\n");
	return (now_ns() - start) / QUERIES;
}

static void *reader(void *arg)
{
	struct bench *b = arg;
	void *value[BATCH];
	unsigned long n = 0;

	for (unsigned i = 0; !atomic_load_explicit(&b->stop, memory_order_relaxed); i += BATCH) {
		uint64_t epoch = qsbr_epoch(b->q);

		trie_match_batch(&b->t, &b->spread[i % QUERIES], value, BATCH);
		n += BATCH;
		qsbr_quiescent(b->q, 0, epoch);
	}
	atomic_store(&b->looked_up, n);
	return NULL;
}

/* Half of the changes delete a prefix that is there, half put it back; lookups go on. */
static void updates(struct bench *b, double *per_second, double *lookup_ns)
{
	unsigned n = MIN_OF(CHANGES / 2, b->n), rounds = CHANGES / 2 / n;
	pthread_t thread;
	double start;

	atomic_init(&b->stop, false);
	if (pthread_create(&thread, NULL, reader, b))
		abort();
	start = now_ns();
	for (unsigned round = 0; round < rounds; round++) {
		for (unsigned i = 0; i < n; i++) {
			unsigned at = (unsigned)((uint64_t)i * 7919 % b->n);

			trie_del(&b->t, &b->prefix[at]);
			trie_set(&b->t, &b->prefix[at], b->value + 16 * at);
		}
	}
	start = now_ns() - start;
	atomic_store_explicit(&b->stop, true, memory_order_relaxed);
	pthread_join(thread, NULL);
	*per_second = 2.0 * n * rounds / start * 1e9;
	*lookup_ns = start / (double)atomic_load(&b->looked_up);
}

static void run(int family, unsigned n)
{
	struct bench b = { .family = family, .n = n };
	double start = now_ns(), changes, lookup;
	double spread, hot, covered, single;

	fill(&b);
	start = now_ns() - start;
	spread = best_of(&b, b.spread, QUERIES - 1);
	hot = best_of(&b, b.spread, 0x3ff);
	covered = best_of(&b, b.covered, QUERIES - 1);
	single = one_by_one(&b, b.spread);
	printf("IPv%d %8zu %8.1f %8.1f %8.1f %8.1f %8.1f", family == AF_INET ? 4 : 6, b.t.n, spread,
	       hot, covered, single, (double)b.t.pool.used / (double)b.t.n);
	updates(&b, &changes, &lookup);
	printf(" %10.0f %8.1f %8.1f\n", changes, lookup, (double)b.t.pool.reserved / (double)b.t.n);
	fflush(stdout);
	empty(&b);
}

int main(void)
{
	static const unsigned sizes[] = { 1000, 10000, 100000, 1000000 };
	static const int families[] = { AF_INET, AF_INET6 };

	srandom(1);
	printf("              ns per packet by batches    one by  octets   with a reader beside it:\n");
	printf("     prefixes   spread      hot  covered     one /prefix  changes/s   ns/lookup "
	       "reserved/prefix\n");
	for (unsigned f = 0; f < ARRAY_LEN(families); f++)
		for (unsigned i = 0; i < ARRAY_LEN(sizes); i++)
			run(families[f], sizes[i]);
	return 0;
}
