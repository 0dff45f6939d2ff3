/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/loop.h"

struct fired {
	struct loop *loop;
	struct timer timer;
	uint64_t at_ms;
	unsigned n;
	uint64_t again_ms;
};

static void fire(void *arg)
{
	struct fired *f = arg;

	f->n++;
	f->at_ms = loop_now_ms(f->loop);
	if (f->again_ms)
		timer_start(&f->timer, f->again_ms);
}

static void set(struct fired *f, struct loop *l, uint64_t delay)
{
	f->loop = l;
	timer_init(&f->timer, l, fire, f);
	timer_start(&f->timer, delay);
}

static void fires_at_its_own_time(void **state)
{
	static const uint64_t delay[] = { 0,	1,    63,     64,	65,
					  4095, 4096, 180000, 86400000, 31536000000 };
	struct loop *l = loop_new_fake(0);
	struct fired f[10] = { { 0 } };
	uint64_t start = loop_now_ms(l);

	(void)state;
	for (int i = 0; i < 10; i++)
		set(&f[i], l, delay[i]);
	loop_advance(l, 2ULL * 31536000000);
	for (int i = 0; i < 10; i++) {
		assert_int_equal(f[i].n, 1);
		assert_int_equal(f[i].at_ms - start, delay[i]);
	}
	loop_free(l);
}

static void later_than_the_wheel_reaches(void **state)
{
	struct loop *l = loop_new_fake(0);
	struct fired f = { 0 };
	uint64_t start = loop_now_ms(l), far = 5ULL * 365 * 86400 * 1000;

	(void)state;
	set(&f, l, far);
	loop_advance(l, far - 1);
	assert_int_equal(f.n, 0);
	loop_advance(l, 1);
	assert_int_equal(f.n, 1);
	assert_int_equal(f.at_ms - start, far);
	loop_free(l);
}

static void stopping_and_moving(void **state)
{
	struct loop *l = loop_new_fake(0);
	struct fired a = { 0 }, b = { 0 };

	(void)state;
	set(&a, l, 100);
	set(&b, l, 100);
	timer_stop(&a.timer);
	timer_stop(&a.timer);
	timer_start(&b.timer, 500);
	assert_false(timer_armed(&a.timer));
	assert_int_equal(timer_left_ms(&b.timer), 500);
	loop_advance(l, 400);
	assert_int_equal(b.n, 0);
	loop_advance(l, 100);
	assert_int_equal(a.n, 0);
	assert_int_equal(b.n, 1);
	loop_free(l);
}

static void periodic_by_itself(void **state)
{
	struct loop *l = loop_new_fake(0);
	struct fired f = { .again_ms = 60000 };

	(void)state;
	set(&f, l, 60000);
	loop_advance(l, 3600000);
	assert_int_equal(f.n, 60);
	loop_free(l);
}

/* Random timers against a plain array of due times. */
static void against_a_naive_model(void **state)
{
	enum { N = 300 };
	struct loop *l = loop_new_fake(0);
	static struct fired f[N];
	uint64_t due[N] = { 0 };
	unsigned expected[N] = { 0 };

	(void)state;
	srandom(7);
	memset(f, 0, sizeof(f));
	for (int i = 0; i < N; i++) {
		f[i].loop = l;
		timer_init(&f[i].timer, l, fire, &f[i]);
	}
	for (int step = 0; step < 20000; step++) {
		int i = (int)(random() % N);
		uint64_t delay = (uint64_t)random() % (1ULL << random() % 30);

		if (random() % 4 == 0) {
			timer_stop(&f[i].timer);
			due[i] = 0;
		} else {
			timer_start(&f[i].timer, delay);
			due[i] = loop_now_ms(l) + delay;
		}
		loop_advance(l, (uint64_t)random() % 5000);
		for (int j = 0; j < N; j++) {
			if (due[j] && due[j] <= loop_now_ms(l)) {
				expected[j]++;
				assert_int_equal(f[j].at_ms, due[j]);
				due[j] = 0;
			}
			assert_int_equal(f[j].n, expected[j]);
		}
	}
	loop_free(l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fires_at_its_own_time),
		cmocka_unit_test(later_than_the_wheel_reaches),
		cmocka_unit_test(stopping_and_moving),
		cmocka_unit_test(periodic_by_itself),
		cmocka_unit_test(against_a_naive_model),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
