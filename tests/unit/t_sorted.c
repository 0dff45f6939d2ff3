/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "lib/sorted.h"

static int by_number(const void *key, const void *element)
{
	int a = *(const int *)key, b = *(const int *)element;

	return (a > b) - (a < b);
}

/* Random numbers in and out: the array is what a slow look says it is. */
static void it_stays_sorted(void **state)
{
	int *array = NULL;
	size_t n = 0;
	bool there[64] = { false }, found;

	(void)state;
	srand(1);
	for (int round = 0; round < 5000; round++) {
		int key = rand() % 64;
		size_t i = sorted_at(&key, array, n, sizeof(*array), by_number, &found);

		assert_int_equal(found, there[key]);
		if (found && rand() % 2) {
			sorted_remove(array, n--, sizeof(*array), i);
			there[key] = false;
		} else if (!found) {
			array = sorted_insert(array, n++, sizeof(*array), i);
			assert_int_equal(array[i], 0);
			array[i] = key;
			there[key] = true;
		}
		for (size_t k = 1; k < n; k++)
			assert_true(array[k - 1] < array[k]);
	}
	free(array);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_stays_sorted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
