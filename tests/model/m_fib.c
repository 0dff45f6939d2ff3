/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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
		qsbr_quiescent(q, 0, qsbr_epoch(q));
		qsbr_reclaim(q);
	}
	while (m.n) {
		assert_int_equal((uintptr_t)trie_del(&t, &m.entry[0].prefix), m.entry[0].value);
		m.entry[0] = m.entry[--m.n];
	}
	/* Nothing is left behind, no fork either. */
	assert_null(qsbr_peek(&t.root));
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ipv4),
		cmocka_unit_test(ipv6),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
