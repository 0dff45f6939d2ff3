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
#include "lispd/dp/qsbr.h"

struct thing {
	unsigned magic;
	struct qsbr_node retired;
};

#define ALIVE 0x600df00d

static unsigned n_freed;

static void thing_free(struct qsbr_node *n)
{
	struct thing *t = container_of(n, struct thing, retired);

	t->magic = 0;
	n_freed++;
	free(t);
}

static struct thing *thing_new(void)
{
	struct thing *t = xcalloc(1, sizeof(*t));

	t->magic = ALIVE;
	return t;
}

static void pass(struct qsbr *q, unsigned reader)
{
	qsbr_quiescent(q, reader, qsbr_epoch(q));
}

static void waits_for_every_reader(void **state)
{
	struct qsbr *q = qsbr_new(3);

	(void)state;
	n_freed = 0;
	qsbr_retire(q, &thing_new()->retired, thing_free);
	assert_int_equal(qsbr_reclaim(q), 1);
	pass(q, 0);
	pass(q, 2);
	assert_int_equal(qsbr_reclaim(q), 1);
	assert_int_equal(n_freed, 0);
	pass(q, 1);
	assert_int_equal(qsbr_reclaim(q), 0);
	assert_int_equal(n_freed, 1);
	qsbr_free(q);
}

/* An epoch that was read before the object was retired says nothing about it. */
static void an_old_word_does_not_count(void **state)
{
	struct qsbr *q = qsbr_new(1);
	uint64_t before = qsbr_epoch(q);

	(void)state;
	n_freed = 0;
	qsbr_retire(q, &thing_new()->retired, thing_free);
	qsbr_quiescent(q, 0, before);
	assert_int_equal(qsbr_reclaim(q), 1);
	pass(q, 0);
	assert_int_equal(qsbr_reclaim(q), 0);
	qsbr_free(q);
}

static void frees_in_order_what_can_go(void **state)
{
	struct qsbr *q = qsbr_new(1);

	(void)state;
	n_freed = 0;
	qsbr_retire(q, &thing_new()->retired, thing_free);
	pass(q, 0);
	qsbr_retire(q, &thing_new()->retired, thing_free);
	assert_int_equal(qsbr_waiting(q), 2);
	assert_int_equal(qsbr_reclaim(q), 1);
	assert_int_equal(n_freed, 1);
	qsbr_free(q); /* the rest goes with it */
	assert_int_equal(n_freed, 2);
}

struct race {
	struct qsbr *q;
	const struct qsbr_ptr *shared;
	unsigned index;
	_Atomic bool *stop;
	unsigned long reads;
};

static void *reader(void *arg)
{
	struct race *r = arg;

	while (!atomic_load(r->stop)) {
		uint64_t epoch = qsbr_epoch(r->q);

		qsbr_quiescent(r->q, r->index, epoch);
		for (int i = 0; i < 16; i++) {
			struct thing *t = qsbr_read(r->shared);

			if (t->magic != ALIVE)
				abort();
			r->reads++;
		}
	}
	return NULL;
}

/* Meant for the address and thread sanitizers: readers never see a freed thing. */
static void readers_against_a_writer(void **state)
{
	enum { READERS = 2, ROUNDS = 20000 };
	struct race race[READERS] = { 0 };
	pthread_t thread[READERS];
	_Atomic bool stop = false;
	struct qsbr *q = qsbr_new(READERS);
	struct thing *last = thing_new();
	struct qsbr_ptr shared = { NULL };

	(void)state;
	n_freed = 0;
	qsbr_publish(&shared, last);
	for (unsigned i = 0; i < READERS; i++) {
		race[i].q = q;
		race[i].shared = &shared;
		race[i].index = i;
		race[i].stop = &stop;
		pthread_create(&thread[i], NULL, reader, &race[i]);
	}
	for (int i = 0; i < ROUNDS; i++) {
		struct thing *t = thing_new();

		qsbr_publish(&shared, t);
		qsbr_retire(q, &last->retired, thing_free);
		last = t;
		qsbr_reclaim(q);
	}
	atomic_store(&stop, true);
	for (unsigned i = 0; i < READERS; i++)
		pthread_join(thread[i], NULL);
	qsbr_free(q);
	assert_int_equal(n_freed, ROUNDS);
	free(last);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(waits_for_every_reader),
		cmocka_unit_test(an_old_word_does_not_count),
		cmocka_unit_test(frees_in_order_what_can_go),
		cmocka_unit_test(readers_against_a_writer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
