/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trie against a list that is searched from end to end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base.h"
#include "lib/lpm.h"

#define MAX_ENTRIES 300
#define ROUNDS 60000

struct item {
	bool used;
	struct lpm_key key;
	struct prefix prefix;
	uint32_t iid;
};

static struct {
	uint64_t seed;
	struct item item[MAX_ENTRIES];
	struct lpm *tree;
} m;

static uint32_t roll(uint32_t n)
{
	m.seed = m.seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (uint32_t)(m.seed >> 33) % n;
}

/* Few different bits, so that prefixes meet. */
static struct prefix some_prefix(void)
{
	struct addr a = { .family = roll(4) ? AF_INET : AF_INET6 };
	unsigned bits = addr_bits(&a);

	for (unsigned i = 0; i < bits / 8; i++)
		a.b[i] = (uint8_t)(roll(3) ? 0 : 1U << roll(8));
	return prefix_make(&a, roll(bits + 1));
}

static uint32_t some_iid(void)
{
	static const uint32_t iid[] = { 0, 1, 101, 0xffffff };

	return iid[roll(4)];
}

/* --- the slow version ---------------------------------------------------------------------------- */

static bool bit(const struct lpm_key *k, unsigned i)
{
	return k->b[i / 8] >> (7 - i % 8) & 1;
}

static unsigned common(const struct lpm_key *a, const struct lpm_key *b)
{
	unsigned n = 0;

	while (n < a->bits && n < b->bits && bit(a, n) == bit(b, n))
		n++;
	return n;
}

static bool covers(const struct lpm_key *outer, const struct lpm_key *inner)
{
	return outer->bits <= inner->bits && common(outer, inner) == outer->bits;
}

/* Order of bit strings, a shorter one before its extensions. */
static bool before(const struct lpm_key *a, const struct lpm_key *b)
{
	unsigned n = common(a, b);

	if (n == a->bits || n == b->bits)
		return a->bits < b->bits;
	return bit(a, n) < bit(b, n);
}

static bool same(const struct lpm_key *a, const struct lpm_key *b)
{
	return a->bits == b->bits && common(a, b) == a->bits;
}

static struct item *slow_find(const struct lpm_key *k)
{
	for (unsigned i = 0; i < MAX_ENTRIES; i++)
		if (m.item[i].used && same(&m.item[i].key, k))
			return &m.item[i];
	return NULL;
}

static struct item *slow_longest(const struct lpm_key *k, bool proper)
{
	struct item *best = NULL;

	for (unsigned i = 0; i < MAX_ENTRIES; i++)
		if (m.item[i].used && covers(&m.item[i].key, k) &&
		    !(proper && m.item[i].key.bits == k->bits) &&
		    (!best || best->key.bits < m.item[i].key.bits))
			best = &m.item[i];
	return best;
}

static struct item *slow_next(const struct lpm_key *k)
{
	struct item *best = NULL;

	for (unsigned i = 0; i < MAX_ENTRIES; i++)
		if (m.item[i].used && before(k, &m.item[i].key) &&
		    (!best || before(&m.item[i].key, &best->key)))
			best = &m.item[i];
	return best;
}

static struct item *slow_first_under(const struct lpm_key *k)
{
	struct item *best = slow_find(k);

	if (best)
		return best;
	best = slow_next(k);
	return best && covers(k, &best->key) ? best : NULL;
}

static unsigned slow_distinct(const struct lpm_key *k)
{
	unsigned longest = 0;

	for (unsigned i = 0; i < MAX_ENTRIES; i++)
		if (m.item[i].used && !covers(&m.item[i].key, k))
			longest = MAX_OF(longest, common(&m.item[i].key, k));
	return longest;
}

/* --- both at once -------------------------------------------------------------------------------- */

static void compare(const struct lpm_key *k)
{
	assert_ptr_equal(lpm_find(m.tree, k), slow_find(k));
	assert_ptr_equal(lpm_match(m.tree, k), slow_longest(k, false));
	assert_ptr_equal(lpm_cover(m.tree, k), slow_longest(k, true));
	assert_ptr_equal(lpm_next(m.tree, k), slow_next(k));
	assert_ptr_equal(lpm_first_under(m.tree, k), slow_first_under(k));
	assert_int_equal(lpm_distinct_bits(m.tree, k), slow_distinct(k));
}

static void add(const struct lpm_key *k, const struct prefix *p, uint32_t iid)
{
	struct item *there = slow_find(k), *it = &m.item[roll(MAX_ENTRIES)];

	if (it->used)
		return;
	*it = (struct item){ .used = !there, .key = *k, .prefix = *p, .iid = iid };
	assert_ptr_equal(lpm_add(m.tree, k, it), there);
}

static void del(const struct lpm_key *k)
{
	struct item *there = slow_find(k);

	assert_ptr_equal(lpm_del(m.tree, k), there);
	if (there)
		there->used = false;
}

static void walk(void)
{
	struct item *it = lpm_first(m.tree), *last = NULL;
	size_t n = 0;

	for (; it; it = lpm_next(m.tree, &it->key)) {
		if (last)
			assert_true(before(&last->key, &it->key));
		last = it;
		n++;
	}
	assert_int_equal(n, lpm_count(m.tree));
}

static void random_operations(void **state)
{
	(void)state;
	memset(&m, 0, sizeof(m));
	m.seed = 4342;
	m.tree = lpm_new();
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct item *known = &m.item[roll(MAX_ENTRIES)];
		struct prefix p = roll(2) && known->used ? known->prefix : some_prefix();
		uint32_t iid = known->used ? known->iid : some_iid();
		struct lpm_key k = lpm_key(iid, &p);

		switch (roll(4)) {
		case 0:
			del(&k);
			break;
		case 1:
			compare(&k);
			break;
		default:
			add(&k, &p, iid);
		}
		if (round % 5000 == 0)
			walk();
	}
	walk();
	for (unsigned i = 0; i < MAX_ENTRIES; i++)
		if (m.item[i].used)
			del(&m.item[i].key);
	assert_int_equal(lpm_count(m.tree), 0);
	assert_null(lpm_first(m.tree));
	lpm_free(m.tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_operations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
