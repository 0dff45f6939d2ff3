/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fuzz/fuzz.h"
#include "tests/wire/same.h"

/* A Map-Register or Map-Notify that decodes says the same after it was encoded and decoded again. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static uint8_t buf[2 * LISP_MAX_MESSAGE];
	static struct wire_arena a, b;
	struct wr w = wr_init(buf, sizeof(buf));
	struct msg_register m, again;

	if (register_decode(rd_init(data, len), &m, &a))
		return 0;
	register_encode(&w, &m);
	MUST(!w.bad);
	MUST(register_decode(rd_init(buf, wr_len(&w)), &again, &b) == WIRE_OK);
	MUST(same_register(&m, &again));
	return 0;
}
