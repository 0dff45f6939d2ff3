/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fuzz/fuzz.h"
#include "tests/wire/same.h"

/* An Info message that decodes says the same after it was encoded and decoded again. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static uint8_t buf[2 * LISP_MAX_MESSAGE];
	struct wr w = wr_init(buf, sizeof(buf));
	struct msg_info m, again;

	if (info_decode(rd_init(data, len), &m))
		return 0;
	info_encode(&w, &m);
	MUST(!w.bad);
	MUST(info_decode(rd_init(buf, wr_len(&w)), &again) == WIRE_OK);
	MUST(same_info(&m, &again));
	return 0;
}
