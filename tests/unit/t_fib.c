/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <netinet/in.h>

#include "lib/base.h"
#include "lispd/core/rloc.h"
#include "lispd/dp/encap.h"
#include "lispd/dp/inner.h"
#include "tests/unit/dpfake.h"

/* --- the trie --------------------------------------------------------------------------------- */

static struct prefix pfx(const char *s)
{
	struct prefix p = { 0 };

	assert_true(prefix_parse(s, &p));
	return p;
}

static void *match(const struct trie *t, const char *s)
{
	struct addr a;
	struct trie_key k;

	assert_true(addr_parse(s, &a));
	k = trie_key_addr(&a);
	return trie_match(t, &k);
}

static void keep(void *value)
{
	(void)value;
}

static void longest_prefix_wins(void **state)
{
	struct qsbr *q = qsbr_new(1);
	struct trie t;
	char any, eight, sixteen, host, other;
	struct prefix p;

	(void)state;
	trie_init(&t, q);
	assert_null(match(&t, "10.1.1.1"));
	p = pfx("10.1.0.0/16");
	assert_null(trie_set(&t, &p, &sixteen));
	p = pfx("10.0.0.0/8");
	assert_null(trie_set(&t, &p, &eight));
	p = pfx("10.1.1.1/32");
	assert_null(trie_set(&t, &p, &host));
	p = pfx("10.1.1.0/32");
	assert_null(trie_set(&t, &p, &other));
	assert_null(match(&t, "11.0.0.1"));
	p = pfx("0.0.0.0/0");
	assert_null(trie_set(&t, &p, &any));
	assert_int_equal(t.n, 5);
	assert_ptr_equal(match(&t, "11.0.0.1"), &any);
	assert_ptr_equal(match(&t, "10.2.0.1"), &eight);
	assert_ptr_equal(match(&t, "10.1.2.1"), &sixteen);
	assert_ptr_equal(match(&t, "10.1.1.1"), &host);
	assert_ptr_equal(match(&t, "10.1.1.0"), &other);
	assert_ptr_equal(match(&t, "10.1.1.2"), &sixteen);
	p = pfx("10.1.0.0/16");
	assert_ptr_equal(trie_find(&t, &p), &sixteen);
	assert_ptr_equal(trie_set(&t, &p, &other), &sixteen);
	assert_ptr_equal(trie_del(&t, &p), &other);
	assert_null(trie_del(&t, &p));
	assert_ptr_equal(match(&t, "10.1.2.1"), &eight);
	assert_ptr_equal(match(&t, "10.1.1.1"), &host);
	trie_fini(&t, keep);
	qsbr_free(q);
}

static void ipv6_to_the_last_bit(void **state)
{
	struct qsbr *q = qsbr_new(1);
	struct trie t;
	char a, b, c;
	struct prefix p;

	(void)state;
	trie_init(&t, q);
	p = pfx("2001:db8::/128");
	trie_set(&t, &p, &a);
	p = pfx("2001:db8::1/128");
	trie_set(&t, &p, &b);
	p = pfx("2001:db8::/64");
	trie_set(&t, &p, &c);
	assert_ptr_equal(match(&t, "2001:db8::"), &a);
	assert_ptr_equal(match(&t, "2001:db8::1"), &b);
	assert_ptr_equal(match(&t, "2001:db8::2"), &c);
	assert_ptr_equal(match(&t, "2001:db8::8000:0:0:0"), &c);
	assert_null(match(&t, "2001:db8:0:1::"));
	trie_fini(&t, keep);
	qsbr_free(q);
}

/* --- entries and tables ----------------------------------------------------------------------- */

static const struct dpfake_ip ping = {
	.src = "10.1.0.2",
	.dst = "10.2.0.2",
	.proto = IPPROTO_UDP,
	.ttl = 63,
	.frag = 0x4000,
	.sport = 7,
	.dport = 9,
};

static void send_one(struct dpfake *f)
{
	uint8_t buf[256];
	size_t len = dpfake_packet(buf, &ping, 20);

	dpfake_from_host(f, NULL, buf, len);
	dpfake_run(f);
}

static int setup(void **state)
{
	static struct dpfake f;

	if (!dpfake_new(&f, &(struct fib_table_cfg){ .iid = 7, .propagate_ttl = true }))
		*state = NULL;
	else
		*state = &f;
	return 0;
}

static int teardown(void **state)
{
	if (*state)
		dpfake_free(*state);
	return 0;
}

static void counters_outlive_their_entry(void **state)
{
	struct dpfake *f = *state;
	struct prefix p = pfx("10.2.0.0/16");
	struct fib_counters c;

	if (!f)
		skip();
	assert_false(fib_counters(f->t, &p, &c));
	dpfake_entry(f, "10.2.0.0/16", FIB_ENCAP_LISP, 7, "127.0.0.1", "127.0.0.2");
	assert_true(fib_counters(f->t, &p, &c));
	assert_int_equal(c.packets, 0);
	assert_true(c.idle_ms == UINT64_MAX);
	assert_false(fib_used(f->t, &p));
	send_one(f);
	assert_true(fib_used(f->t, &p));
	assert_false(fib_used(f->t, &p));
	dpfake_entry(f, "10.2.0.0/16", FIB_ENCAP_LISP, 7, "127.0.0.1", "127.0.0.3");
	send_one(f);
	assert_true(fib_counters(f->t, &p, &c));
	assert_int_equal(c.packets, 2);
	assert_int_equal(c.bytes, 2 * 48);
	assert_true(c.idle_ms < 5000);
	assert_true(fib_used(f->t, &p));
	fib_del(f->t, &p);
	assert_false(fib_counters(f->t, &p, &c));
	dpfake_entry(f, "10.2.0.0/16", FIB_ENCAP_LISP, 7, "127.0.0.1", "127.0.0.3");
	assert_true(fib_counters(f->t, &p, &c));
	assert_int_equal(c.packets, 0);
}

static void no_entry_asks_control(void **state)
{
	struct dpfake *f = *state;
	struct addr dst;

	if (!f)
		skip();
	send_one(f);
	assert_int_equal(f->n_punts, 1);
	assert_int_equal(f->punt.reason, PUNT_MISS);
	assert_int_equal(f->punt.iid, 7);
	assert_int_equal(f->punt.len, 48);
	assert_true(addr_parse("10.2.0.2", &dst));
	assert_true(addr_equal(&f->punt.dst, &dst));
	assert_true(addr_is_none(&f->punt.rloc));
}

static void drop_and_native_do_what_they_say(void **state)
{
	struct dpfake *f = *state;
	struct fib_entry_cfg e = { .prefix = pfx("10.2.0.0/16"), .action = FIB_DROP };
	struct tun_vnet v;
	uint8_t buf[256], want[256];
	size_t len = dpfake_packet(want, &ping, 20);

	if (!f)
		skip();
	fib_set(f->t, &e);
	send_one(f);
	assert_int_equal(dpfake_stats(f).drop[DROP_FIB], 1);
	e.action = FIB_NATIVE;
	fib_set(f->t, &e);
	send_one(f);
	assert_int_equal(dpfake_to_host(f, &v, buf, sizeof(buf)), len);
	assert_memory_equal(buf, want, len);
	assert_int_equal(f->n_punts, 0);
}

/* An entry to encapsulate without a single locator drops; it does not crash. */
static void no_locators_is_drop(void **state)
{
	struct dpfake *f = *state;
	struct fib_entry_cfg e = { .prefix = pfx("10.2.0.0/16"), .action = FIB_ENCAP };

	if (!f)
		skip();
	fib_set(f->t, &e);
	send_one(f);
	assert_int_equal(dpfake_stats(f).drop[DROP_FIB], 1);
}

static void shares_follow_the_weights(void **state)
{
	static const unsigned weight[] = { 30, 20, 20, 10 };
	struct dpfake *f = *state;
	struct fib_entry_cfg e = { .prefix = pfx("10.2.0.0/16"),
				   .action = FIB_ENCAP,
				   .n_locators = 4 };
	struct rloc rloc[4];
	bool usable[4] = { true, true, true, true };
	unsigned hits[4] = { 0 }, ports[UDP_POOL] = { 0 };
	const struct fib_entry *entry;

	if (!f)
		skip();
	for (unsigned i = 0; i < 4; i++) {
		e.locator[i].local = addr_v4(0x7f000001);
		e.locator[i].remote = addr_v4(0x7f000002 + i);
		rloc[i] = rloc_make(&e.locator[i].remote, 1, weight[i]);
	}
	rloc_buckets(rloc, usable, 4, e.bucket, FIB_BUCKETS);
	fib_set(f->t, &e);
	entry = trie_find(&f->t->remote[0], &e.prefix);
	for (unsigned i = 0; i < 10000; i++) {
		struct dpfake_ip ip = ping;
		uint8_t buf[64];
		struct inner in;
		uint64_t hash;

		ip.sport = (uint16_t)(1024 + i);
		assert_true(inner_parse(&in, buf, dpfake_packet(buf, &ip, 0)));
		hash = inner_hash(&in, f->dp->hash_seed);
		hits[encap_path(entry, hash) - entry->path]++;
		ports[encap_port(hash)]++;
	}
	for (unsigned i = 0; i < 4; i++)
		assert_true(abs((int)hits[i] - (int)weight[i] * 125) < 200); /* 2 % of all */
	for (unsigned i = 0; i < UDP_POOL; i++)
		assert_true(abs((int)ports[i] - 625) < 150);
}

static void tables_come_and_go(void **state)
{
	struct dpfake *f = *state;

	if (!f)
		skip();
	assert_ptr_equal(fib_table_find(f->dp, 0, 7), f->t);
	assert_null(fib_table_find(f->dp, 0, 8));
	assert_null(fib_table_find(f->dp, 1, 7));
	dpfake_entry(f, "10.2.0.0/16", FIB_ENCAP_LISP, 7, "127.0.0.1", "127.0.0.2");
	dpfake_local(f, "10.1.0.0/16", 1);
	send_one(f);
	fib_table_del(f->t, false);
	assert_null(fib_table_find(f->dp, 0, 7));
	/* What it counted is still in the sum when it is gone. */
	dpfake_run(f);
	while (!TAILQ_EMPTY(&f->dp->dying))
		dpfake_run(f);
	assert_int_equal(dpfake_stats(f).encap_packets, 1);
	f->t = NULL;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(longest_prefix_wins),
		cmocka_unit_test(ipv6_to_the_last_bit),
		cmocka_unit_test_setup_teardown(counters_outlive_their_entry, setup, teardown),
		cmocka_unit_test_setup_teardown(no_entry_asks_control, setup, teardown),
		cmocka_unit_test_setup_teardown(drop_and_native_do_what_they_say, setup, teardown),
		cmocka_unit_test_setup_teardown(no_locators_is_drop, setup, teardown),
		cmocka_unit_test_setup_teardown(shares_follow_the_weights, setup, teardown),
		cmocka_unit_test_setup_teardown(tables_come_and_go, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
