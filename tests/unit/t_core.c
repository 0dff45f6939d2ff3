/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>
#include <unistd.h>

#include "lib/base.h"
#include "lib/log.h"
#include "lispd/core/mapping.h"
#include "lispd/map/replay.h"

static struct rloc R(const char *addr, unsigned priority, unsigned weight) {
	struct addr a;

	assert_true(addr_parse(addr, &a));
	return rloc_make(&a, priority, weight);
}

static unsigned
share(const uint8_t *bucket, unsigned n, unsigned who)
{
	unsigned sum = 0;

	for (unsigned i = 0; i < n; i++)
		sum += bucket[i] == who;
	return sum;
}

static void weights_are_shares_of_the_best_priority(void **state)
{
	struct rloc r[4] = { R("1.1.1.1", 1, 30), R("1.1.1.2", 1, 20), R("1.1.1.3", 1, 50),
			     R("1.1.1.4", 2, 100) };
	bool usable[4] = { true, true, true, true };
	uint8_t bucket[100];

	(void)state;
	assert_int_equal(rloc_buckets(r, usable, 4, bucket, 100), 3);
	assert_int_equal(share(bucket, 100, 0), 30);
	assert_int_equal(share(bucket, 100, 1), 20);
	assert_int_equal(share(bucket, 100, 2), 50);
	usable[0] = usable[1] = usable[2] = false;
	assert_int_equal(rloc_buckets(r, usable, 4, bucket, 100), 1);
	assert_int_equal(share(bucket, 100, 3), 100);
	usable[3] = false;
	assert_int_equal(rloc_buckets(r, usable, 4, bucket, 100), 0);
}

static void zero_weights_share_evenly_and_255_is_never_used(void **state)
{
	struct rloc r[3] = { R("1.1.1.1", 1, 0), R("1.1.1.2", 1, 0), R("1.1.1.3", 255, 100) };
	bool usable[3] = { true, true, true };
	uint8_t bucket[128];

	(void)state;
	assert_int_equal(rloc_buckets(r, usable, 3, bucket, 128), 2);
	assert_int_equal(share(bucket, 128, 0), 64);
	assert_int_equal(share(bucket, 128, 1), 64);
	r[0].weight = 10;
	assert_int_equal(rloc_buckets(r, usable, 3, bucket, 128), 1);
	assert_int_equal(share(bucket, 128, 0), 128);
}

static void locators_sort_v4_before_v6(void **state)
{
	struct rloc r[3] = { R("2001:db8::1", 1, 1), R("10.0.0.2", 1, 1), R("10.0.0.1", 1, 1) };
	struct mapping m = { .n_rlocs = 3, .rloc = r };

	(void)state;
	mapping_sort(&m);
	assert_string_equal(rloc_str(&r[0]).s, "10.0.0.1");
	assert_string_equal(rloc_str(&r[1]).s, "10.0.0.2");
	assert_string_equal(rloc_str(&r[2]).s, "2001:DB8::1");
}

static void copies_own_their_octets(void **state)
{
	uint8_t lcaf[8] = { 0x40, 3, 0, 0, LCAF_GEO, 0, 0, 0 };
	struct rloc r = { .lcaf = lcaf, .lcaf_len = 8 };
	struct mapping m = { .n_rlocs = 1, .rloc = &r }, copy;

	(void)state;
	mapping_copy(&copy, &m);
	assert_true(mapping_equal(&m, &copy));
	memset(lcaf, 0, sizeof(lcaf));
	assert_string_equal(rloc_str(&copy.rloc[0]).s, "geo");
	mapping_fini(&copy);
}

static void nonces_are_remembered_over_a_restart(void **state)
{
	char path[] = "/tmp/t_core.XXXXXX";
	const uint8_t id[16] = { 1, 2, 3 };
	uint64_t who = replay_who("key", id), other = replay_who("yek", id);
	struct replay r;
	int fd = mkstemp(path);

	(void)state;
	log_init(NULL, NULL);
	close(fd);
	replay_open(&r, path);
	assert_true(replay_is_new(&r, REPLAY_STRICT, who, 5));
	replay_add(&r, who, 5);
	replay_add(&r, who, 9);
	for (uint64_t n = 100; n < 10100; n++)
		replay_add(&r, other, n);
	replay_close(&r);
	/* A torn record at the end, as a crash in the middle of a write leaves it. */
	FILE *f = fopen(path, "ab");

	assert_non_null(f);
	fwrite("torn", 1, 4, f);
	fclose(f);
	replay_open(&r, path);
	assert_int_equal(r.n_records, 10002);
	assert_false(replay_is_new(&r, REPLAY_STRICT, who, 9));
	assert_false(replay_is_new(&r, REPLAY_STRICT, who, 7));
	assert_true(replay_is_new(&r, REPLAY_STRICT, who, 10));
	assert_true(replay_is_new(&r, REPLAY_ANY_ORDER, who, 7));
	assert_false(replay_is_new(&r, REPLAY_ANY_ORDER, who, 5));
	assert_false(replay_is_new(&r, REPLAY_ANY_ORDER, other, 100));
	replay_add(&r, who, 11);
	replay_close(&r);
	replay_open(&r, path);
	assert_int_equal(r.n_records, 10003);
	assert_false(replay_is_new(&r, REPLAY_ANY_ORDER, who, 11));
	replay_close(&r);
	unlink(path);
	log_fini();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(weights_are_shares_of_the_best_priority),
		cmocka_unit_test(zero_weights_share_evenly_and_255_is_never_used),
		cmocka_unit_test(locators_sort_v4_before_v6),
		cmocka_unit_test(copies_own_their_octets),
		cmocka_unit_test(nonces_are_remembered_over_a_restart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
