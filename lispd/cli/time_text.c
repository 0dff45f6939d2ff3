/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/time_text.h"

#include <stdio.h>
#include <time.h>

#include "lib/base.h"

#define DAY_S 86400U

struct time_text span_str(uint64_t ms)
{
	uint64_t s = ms / 1000;
	unsigned days = (unsigned)(s / DAY_S), weeks = days / 7, rest = (unsigned)(s % DAY_S);
	struct time_text t;

	if (!days)
		snprintf(t.s, sizeof(t.s), "%02u:%02u:%02u", rest / 3600, rest / 60 % 60,
			 rest % 60);
	else if (days < 7)
		snprintf(t.s, sizeof(t.s), "%ud%02uh", days, rest / 3600);
	else if (days < 365)
		snprintf(t.s, sizeof(t.s), "%uw%ud", weeks, days % 7);
	else
		snprintf(t.s, sizeof(t.s), "%uy%uw", days / 365, days % 365 / 7);
	return t;
}

struct time_text age_str(uint64_t now_ms, uint64_t then_ms)
{
	static const struct time_text never = { "never" };

	if (!then_ms)
		return never;
	return span_str(now_ms > then_ms ? now_ms - then_ms : 0);
}

struct time_text ago_str(uint64_t ms)
{
	static const struct time_text never = { "never" };

	return ms == UINT64_MAX ? never : span_str(ms);
}

struct time_text uptime_str(uint64_t ms)
{
	static const struct {
		const char *name;
		unsigned minutes;
	} unit[] = { { "year", 525600 },
		     { "week", 10080 },
		     { "day", 1440 },
		     { "hour", 60 },
		     { "minute", 1 } };
	uint64_t left = ms / 60000;
	struct time_text t = { "" };
	size_t at = 0;

	for (size_t i = 0; i < ARRAY_LEN(unit); i++) {
		unsigned n = (unsigned)(left / unit[i].minutes);

		left %= unit[i].minutes;
		if (!n && !(i == ARRAY_LEN(unit) - 1 && !at))
			continue;
		at += (size_t)snprintf(t.s + at, sizeof(t.s) - at, "%s%u %s%s", at ? ", " : "", n,
				       unit[i].name, n == 1 ? "" : "s");
	}
	return t;
}

struct time_text clock_str(uint64_t wall_ms)
{
	time_t seconds = (time_t)(wall_ms / 1000);
	struct time_text t;
	struct tm tm;
	char date[16];

	gmtime_r(&seconds, &tm);
	strftime(date, sizeof(date), "%a %b", &tm);
	snprintf(t.s, sizeof(t.s), "*%02d:%02d:%02d.%03u UTC %s %d %d", tm.tm_hour, tm.tm_min,
		 tm.tm_sec, (unsigned)(wall_ms % 1000), date, tm.tm_mday, tm.tm_year + 1900);
	return t;
}
