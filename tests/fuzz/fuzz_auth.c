/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "lispd/wire/auth.h"
#include "tests/fuzz/fuzz.h"

/* What we sign verifies, and with any bit of it turned it does not. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct wire_arena arena;
	static struct auth_key *key;
	static uint8_t msg[LISP_MAX_MESSAGE];
	struct msg_register m;
	size_t at;

	if (!key)
		key = auth_key_new("secret");
	if (len > sizeof(msg) || register_decode(rd_init(data, len), &m, &arena))
		return 0;
	memcpy(msg, data, len);
	(void)auth_verify(key, m.type, m.nonce, &m.auth, msg, len);
	if (!auth_sign(key, m.type, m.nonce, &m.auth, msg, len))
		return 0;
	MUST(auth_verify(key, m.type, m.nonce, &m.auth, msg, len));
	at = (size_t)m.nonce % len;
	msg[at] ^= (uint8_t)(1u << at % 8);
	MUST(!auth_verify(key, m.type, m.nonce, &m.auth, msg, len));
	return 0;
}
