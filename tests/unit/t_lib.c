/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/hash.h"
#include "lib/log.h"
#include "lib/out.h"
#include "lib/rate.h"
#include "lib/rd.h"
#include "lib/wr.h"

static void a_short_read_stays_bad(void **state)
{
	const uint8_t bytes[] = { 1, 2, 3, 4, 5 };
	struct rd r = rd_init(bytes, sizeof(bytes)), sub;

	(void)state;
	assert_int_equal(rd_u16(&r), 0x0102);
	sub = rd_sub(&r, 2);
	assert_int_equal(rd_u32(&sub), 0);
	assert_true(sub.bad);
	assert_false(r.bad);
	assert_int_equal(rd_left(&r), 1);
	assert_int_equal(rd_u32(&r), 0);
	assert_true(r.bad);
	assert_int_equal(rd_u8(&r), 0);
	assert_false(rd_done(&r));
	assert_null(rd_bytes(&r, 0));
}

static void a_full_writer_writes_no_more(void **state)
{
	uint8_t bytes[4] = { 0 };
	struct wr w = wr_init(bytes, 3);

	(void)state;
	wr_u16(&w, 0xaabb);
	wr_u16(&w, 0xccdd);
	assert_true(w.bad);
	wr_u8(&w, 1);
	assert_int_equal(wr_len(&w), 2);
	assert_int_equal(bytes[2], 0);
}

static void tokens_come_back_with_time(void **state)
{
	struct rate r;
	unsigned n = 0;

	(void)state;
	rate_init(&r, 10, 5);
	for (int i = 0; i < 20; i++)
		n += rate_take(&r, 1000);
	assert_int_equal(n, 5);
	assert_true(rate_take(&r, 1100));
	assert_false(rate_take(&r, 1100));
	rate_init(&r, 0, 0);
	for (int i = 0; i < 1000; i++)
		assert_true(rate_take(&r, 1));
}

static void waits_double_up_to_the_limit(void **state)
{
	static const uint32_t wanted[] = { 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000 };
	struct backoff b;

	(void)state;
	backoff_init(&b, 1000, 60000);
	for (int i = 0; i < 8; i++)
		assert_int_equal(backoff_next_ms(&b), wanted[i]);
	backoff_reset(&b);
	assert_int_equal(backoff_next_ms(&b), 1000);
}

static void hash_against_an_array(void **state)
{
	enum { KEYS = 2000 };
	static int value[KEYS];
	static bool in[KEYS];
	struct hash h;
	size_t n = 0;

	(void)state;
	hash_init(&h);
	srandom(3);
	for (int step = 0; step < 100000; step++) {
		uint64_t k = (uint64_t)random() % KEYS;

		if (random() % 2) {
			assert_int_equal(hash_add(&h, k * 64, &value[k]), !in[k]);
			n += !in[k];
			in[k] = true;
		} else {
			assert_ptr_equal(hash_del(&h, k * 64), in[k] ? &value[k] : NULL);
			n -= in[k];
			in[k] = false;
		}
		k = (uint64_t)random() % KEYS;
		assert_ptr_equal(hash_find(&h, k * 64), in[k] ? &value[k] : NULL);
		assert_int_equal(h.n, n);
	}
	hash_fini(&h);
}

static uint64_t fixed_clock(void *arg)
{
	return *(uint64_t *)arg;
}

static void log_lines_look_like_ios(void **state)
{
	uint64_t now = 1747407456188; /* 16 May 2025 14:57:36.188 UTC */
	struct out o;

	(void)state;
	log_init(fixed_clock, &now);
	log_debug_set(3, true);
	log_debug(3, "[MS]  LISP-0: text");
	log_debug(4, "not on");
	log_msg(SEV_NOTICE, "SYS", "CONFIG_I", "Configured from %s by %s", "console", "console");
	out_init(&o);
	log_buffer_text(&o);
	assert_string_equal(o.text,
			    "*May 16 14:57:36.188: [MS]  LISP-0: text\n"
			    "*May 16 14:57:36.188: %SYS-5-CONFIG_I: Configured from console "
			    "by console\n");
	out_fini(&o);
	log_fini();
}

static void the_buffer_keeps_the_latest_lines(void **state)
{
	uint64_t now = 0;
	struct out o;

	(void)state;
	log_init(fixed_clock, &now);
	log_set_buffer(200, SEV_DEBUG);
	for (int i = 0; i < 100; i++)
		log_msg(SEV_INFO, "X", "Y", "line %d", i);
	out_init(&o);
	log_buffer_text(&o);
	assert_true(o.len <= 200);
	assert_non_null(strstr(o.text, "line 99\n"));
	assert_int_equal(o.text[0], '*');
	out_fini(&o);
	log_fini();
}

static void floods_are_counted_not_printed(void **state)
{
	uint64_t now = 1000;
	struct log_limit limit = { 0 };
	struct log_stats s;
	struct out o;

	(void)state;
	log_init(fixed_clock, &now);
	for (int i = 0; i < 3000; i++)
		log_limited(&limit, SEV_WARNING, "LISP", "REFUSED", "x");
	log_stats(&s);
	assert_int_equal(s.buffered, 10);
	assert_int_equal(s.suppressed, 2990);
	now += 5000;
	log_limited(&limit, SEV_WARNING, "LISP", "REFUSED", "again");
	out_init(&o);
	log_buffer_text(&o);
	assert_non_null(strstr(o.text, "again (2990 similar lines were not printed)"));
	out_fini(&o);
	log_fini();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_short_read_stays_bad),
		cmocka_unit_test(a_full_writer_writes_no_more),
		cmocka_unit_test(tokens_come_back_with_time),
		cmocka_unit_test(waits_double_up_to_the_limit),
		cmocka_unit_test(hash_against_an_array),
		cmocka_unit_test(log_lines_look_like_ios),
		cmocka_unit_test(the_buffer_keeps_the_latest_lines),
		cmocka_unit_test(floods_are_counted_not_printed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
