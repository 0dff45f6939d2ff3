/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>

#include "lib/base.h"
#include "lib/mem.h"
#include "lispd/dp/trie.h"

/* Random operations against a list that is searched from end to end. */

#define MAX_ENTRIES 400

struct naive {
	struct prefix prefix;
	uintptr_t value;
};

struct model {
	struct naive entry[MAX_ENTRIES];
	unsigned n;
};

static struct naive *naive_find(struct model *m, const struct prefix *p)
{
	for (unsigned i = 0; i < m->n; i++)
		if (prefix_equal(&m->entry[i].prefix, p))
			return &m->entry[i];
	return NULL;
}

static uintptr_t naive_match(const struct model *m, const struct addr *a)
{
	const struct naive *best = NULL;

	for (unsigned i = 0; i < m->n; i++)
		if (prefix_contains(&m->entry[i].prefix, a) &&
		    (!best || m->entry[i].prefix.plen > best->prefix.plen))
			best = &m->entry[i];
	return best ? best->value : 0;
}

/* Few different bits, so that prefixes meet often. */
static struct addr random_addr(int family)
{
	struct addr a = { .family = (uint8_t)family };
	unsigned len = family == AF_INET ? 4 : 16;

	for (unsigned i = 0; i < len; i++)
		a.b[i] = (uint8_t)(random() % 4 ? 0 :
				   random() % 3 ? 0x80 >> random() % 8 :
						  random());
	return a;
}

static struct prefix random_prefix(int family)
{
	struct addr a = random_addr(family);

	return prefix_make(&a, (unsigned)random() % (family_bits(family) + 1));
}

static void check_lookups(const struct trie *t, const struct model *m, int family)
{
	struct trie_key key[TRIE_BATCH];
	void *value[TRIE_BATCH];
	struct addr a[TRIE_BATCH];
	unsigned n = 1 + (unsigned)random() % TRIE_BATCH;

	for (unsigned i = 0; i < n; i++) {
		a[i] = random_addr(family);
		key[i] = trie_key_addr(&a[i]);
	}
	trie_match_batch(t, key, value, n);
	for (unsigned i = 0; i < n; i++) {
		assert_int_equal((uintptr_t)value[i], naive_match(m, &a[i]));
		assert_ptr_equal(trie_match(t, &key[i]), value[i]);
	}
}

static void one_operation(struct trie *t, struct model *m, int family, uintptr_t number)
{
	struct prefix p = random_prefix(family);
	struct naive *e = naive_find(m, &p);
	uintptr_t was = e ? e->value : 0;

	/* Deleting what is there, often enough that the trie shrinks again. */
	if (random() % 3 == 0 && m->n && !e) {
		e = &m->entry[(unsigned)random() % m->n];
		p = e->prefix;
		was = e->value;
	}
	assert_int_equal((uintptr_t)trie_find(t, &p), was);
	if (random() % 2 || m->n == MAX_ENTRIES) {
		assert_int_equal((uintptr_t)trie_del(t, &p), was);
		if (e)
			*e = m->entry[--m->n];
	} else {
		assert_int_equal((uintptr_t)trie_set(t, &p, (void *)number), was);
		if (!e) {
			e = &m->entry[m->n++];
			e->prefix = p;
		}
		e->value = number;
	}
	assert_int_equal(t->n, m->n);
}

static void drop_nothing(void *value)
{
	(void)value;
}

struct sum {
	uintptr_t values;
	unsigned n;
};

static void add_up(void *arg, void *value)
{
	struct sum *s = arg;

	s->values += (uintptr_t)value;
	s->n++;
}

static void check_walk(const struct trie *t, const struct model *m)
{
	struct sum got = { 0 };

	for (unsigned i = 0; i < m->n; i++)
		got.values -= m->entry[i].value;
	trie_each(t, add_up, &got);
	assert_int_equal(got.n, m->n);
	assert_int_equal(got.values, 0);
}

static void play(int family, unsigned seed)
{
	static struct model m;
	struct qsbr *q = qsbr_new(1);
	struct trie t;

	srandom(seed);
	m.n = 0;
	trie_init(&t, q);
	for (uintptr_t i = 1; i <= 20000; i++) {
		one_operation(&t, &m, family, i);
		if (i % 20 == 0)
			check_lookups(&t, &m, family);
		if (i % 500 == 0)
			check_walk(&t, &m);
		qsbr_quiescent(q, 0, qsbr_epoch(q));
		qsbr_reclaim(q);
	}
	while (m.n) {
		assert_int_equal((uintptr_t)trie_del(&t, &m.entry[0].prefix), m.entry[0].value);
		m.entry[0] = m.entry[--m.n];
	}
	/* Nothing is left behind, no empty node either. */
	assert_int_equal(qsbr_slot_peek(&t.root), 0);
	assert_null(qsbr_peek(&t.any));
	trie_fini(&t, drop_nothing);
	qsbr_free(q);
}

static void ipv4(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= 5; seed++)
		play(AF_INET, seed);
}

static void ipv6(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= 5; seed++)
		play(AF_INET6, seed);
}

/* --- readers beside the writer ---------------------------------------------------------------- */

#define READERS 2
#define CHANGES 60000

/* A value that knows where it belongs. */
struct owner {
	struct prefix prefix;
	struct qsbr_node retired;
};

struct shared {
	struct trie t;
	struct qsbr *q;
	int family;
	atomic_bool stop;
};

struct reader {
	struct shared *s;
	unsigned index;
	unsigned long wrong, found;
	pthread_t thread;
};

static void free_owner(struct qsbr_node *n)
{
	free(container_of(n, struct owner, retired));
}

static void free_value(void *value)
{
	free(value);
}

static struct addr cheap_addr(int family, unsigned *seed)
{
	struct addr a = { .family = (uint8_t)family };

	for (unsigned i = 0; i < 4; i++) {
		*seed = *seed * 1103515245 + 12345;
		a.b[i] = (uint8_t)(*seed >> 16 & (i ? 0x91 : 0x01));
	}
	return a;
}

/* Everything is covered by the two halves of the space, which are never deleted. */
static void *look_up(void *arg)
{
	struct reader *r = arg;
	struct shared *s = r->s;
	unsigned seed = r->index;

	while (!atomic_load(&s->stop)) {
		uint64_t epoch = qsbr_epoch(s->q);
		struct trie_key key[TRIE_BATCH];
		struct addr a[TRIE_BATCH];
		void *value[TRIE_BATCH];

		for (unsigned i = 0; i < TRIE_BATCH; i++) {
			a[i] = cheap_addr(s->family, &seed);
			key[i] = trie_key_addr(&a[i]);
		}
		trie_match_batch(&s->t, key, value, TRIE_BATCH);
		value[0] = trie_match(&s->t, &key[0]);
		for (unsigned i = 0; i < TRIE_BATCH; i++) {
			const struct owner *o = value[i];

			r->found++;
			r->wrong += !o || !prefix_contains(&o->prefix, &a[i]);
		}
		qsbr_quiescent(s->q, r->index, epoch);
	}
	/* Nothing is held any more, whatever comes. */
	qsbr_quiescent(s->q, r->index, UINT64_MAX);
	return NULL;
}

static void put(struct shared *s, const struct prefix *p)
{
	struct owner *o = xcalloc(1, sizeof(*o)), *old;

	o->prefix = *p;
	old = trie_set(&s->t, p, o);
	if (old)
		qsbr_retire(s->q, &old->retired, free_owner);
}

static void change(struct shared *s, unsigned *seed)
{
	struct addr a = cheap_addr(s->family, seed);
	struct prefix p = prefix_make(&a, 2 + (unsigned)random() % 31);
	struct owner *old = NULL;

	if (random() % 2)
		put(s, &p);
	else
		old = trie_del(&s->t, &p);
	if (old)
		qsbr_retire(s->q, &old->retired, free_owner);
	qsbr_reclaim(s->q);
}

static void readers_see_whole_entries(int family)
{
	struct shared s = { .family = family, .q = qsbr_new(READERS) };
	struct reader r[READERS];
	unsigned seed = 77;
	struct addr half = { .family = (uint8_t)family };
	struct prefix p = prefix_make(&half, 1);

	trie_init(&s.t, s.q);
	put(&s, &p);
	half.b[0] = 0x80;
	p = prefix_make(&half, 1);
	put(&s, &p);
	for (unsigned i = 0; i < READERS; i++) {
		r[i] = (struct reader){ .s = &s, .index = i };
		assert_int_equal(pthread_create(&r[i].thread, NULL, look_up, &r[i]), 0);
	}
	for (unsigned i = 0; i < CHANGES; i++)
		change(&s, &seed);
	atomic_store(&s.stop, true);
	for (unsigned i = 0; i < READERS; i++) {
		pthread_join(r[i].thread, NULL);
		assert_true(r[i].found > 0);
		assert_int_equal(r[i].wrong, 0);
	}
	trie_fini(&s.t, free_value);
	qsbr_free(s.q);
}

static void readers_ipv4(void **state)
{
	(void)state;
	readers_see_whole_entries(AF_INET);
}

static void readers_ipv6(void **state)
{
	(void)state;
	readers_see_whole_entries(AF_INET6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ipv4),
		cmocka_unit_test(ipv6),
		cmocka_unit_test(readers_ipv4),
		cmocka_unit_test(readers_ipv6),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
