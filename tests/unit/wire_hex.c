/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/wire_hex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

struct bytes hex(const char *text)
{
	struct bytes x = { .len = 0 };
	unsigned v;

	for (; *text; text++) {
		if (*text == ' ')
			continue;
		assert_int_equal(sscanf(text, "%2x", &v), 1);
		assert_true(x.len < sizeof(x.b));
		x.b[x.len++] = (uint8_t)v;
		text++;
	}
	return x;
}
