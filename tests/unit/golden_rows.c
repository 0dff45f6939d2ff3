/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/golden_rows.h"

struct eid_buf golden_eid(const char *text)
{
	struct eid_buf b;

	snprintf(b.s, sizeof(b.s), "%s", text);
	return b;
}

struct rloc_buf golden_rloc(const char *text)
{
	struct rloc_buf b;

	snprintf(b.s, sizeof(b.s), "%s", text);
	return b;
}

struct endpoint golden_endpoint(const char *addr, uint16_t port)
{
	return (struct endpoint){ fake_addr(addr), port };
}

void golden_id(uint8_t id[16], uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
	const uint32_t word[4] = { a, b, c, d };

	for (int i = 0; i < 16; i++)
		id[i] = (uint8_t)(word[i / 4] >> (24 - i % 4 * 8));
}
