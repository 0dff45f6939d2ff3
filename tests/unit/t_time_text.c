/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lispd/cli/time_text.h"

#define SECOND 1000ULL
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

static void spans(void **state)
{
	(void)state;
	assert_string_equal(span_str(0).s, "00:00:00");
	assert_string_equal(span_str(999).s, "00:00:00"); /* cut, not rounded */
	assert_string_equal(span_str(MINUTE + 43 * SECOND).s, "00:01:43");
	assert_string_equal(span_str(DAY - 1).s, "23:59:59");
	assert_string_equal(span_str(DAY).s, "1d00h"); /* a TTL of 1440 minutes */
	assert_string_equal(span_str(2 * DAY + 3 * HOUR + 59 * MINUTE).s, "2d03h");
	assert_string_equal(span_str(7 * DAY - 1).s, "6d23h");
	assert_string_equal(span_str(7 * DAY).s, "1w0d");
	assert_string_equal(span_str(17 * DAY).s, "2w3d");
	assert_string_equal(span_str(49 * DAY).s, "7w0d");
	assert_string_equal(span_str(128 * DAY).s, "18w2d");
	assert_string_equal(span_str(365 * DAY - 1).s, "52w0d");
	assert_string_equal(span_str(365 * DAY + 21 * DAY).s, "1y3w");
}

static void ages(void **state)
{
	(void)state;
	assert_string_equal(age_str(5000, 0).s, "never");
	assert_string_equal(age_str(5000, 4000).s, "00:00:01");
	assert_string_equal(age_str(5000, 6000).s, "00:00:00");
}

static void uptimes(void **state)
{
	(void)state;
	assert_string_equal(uptime_str(59 * SECOND).s, "0 minutes");
	assert_string_equal(uptime_str(MINUTE).s, "1 minute");
	assert_string_equal(uptime_str(DAY + 2 * HOUR + 3 * MINUTE).s, "1 day, 2 hours, 3 minutes");
	assert_string_equal(uptime_str(2 * DAY + 22 * MINUTE).s, "2 days, 22 minutes");
	assert_string_equal(uptime_str(15 * DAY + 9 * HOUR + 17 * MINUTE).s,
			    "2 weeks, 1 day, 9 hours, 17 minutes");
	assert_string_equal(uptime_str(366 * DAY).s, "1 year, 1 day");
	assert_string_equal(uptime_str(HOUR).s, "1 hour");
}

static void clocks(void **state)
{
	(void)state;
	assert_string_equal(clock_str(1748461106861ULL).s, "*19:38:26.861 UTC Wed May 28 2025");
	assert_string_equal(clock_str(1754541900857ULL).s, "*04:45:00.857 UTC Thu Aug 7 2025");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spans),
		cmocka_unit_test(ages),
		cmocka_unit_test(uptimes),
		cmocka_unit_test(clocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
