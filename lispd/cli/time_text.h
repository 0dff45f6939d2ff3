/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_TIME_TEXT_H
#define CLI_TIME_TEXT_H

/* Times as IOS prints them: spans, ages and dates. All are cut, never rounded. */

#include <stdint.h>

struct time_text {
	char s[64];
};

/* 00:01:43, 1d00h, 2w3d, 1y3w; a column of 8 holds each. */
struct time_text span_str(uint64_t ms);
/* The span since then; "never" when then_ms is 0. */
struct time_text age_str(uint64_t now_ms, uint64_t then_ms);
/* An age; "never" for UINT64_MAX. */
struct time_text ago_str(uint64_t ms);
/* "1 day, 2 hours, 3 minutes", as show version says it. */
struct time_text uptime_str(uint64_t ms);
/* "*19:38:26.861 UTC Wed May 28 2025"; wall_ms counts from 1970. */
struct time_text clock_str(uint64_t wall_ms);

#endif
