/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every captured folder of IOS: what ours prints there, or why it is not compared. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/golden_rows.h"

static const struct golden_row *const tables[] = {
	golden_site_rows,   golden_xtr_rows,  golden_service_rows,
	golden_absent_rows, golden_base_rows, NULL,
};

static void every_folder(void **state)
{
	unsigned n_failed;
	bool found;

	(void)state;
	n_failed = golden_run_all(tables, &found);
	if (!found)
		skip();
	assert_int_equal(n_failed, 0);
	assert_int_equal(golden_unlisted(tables), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
