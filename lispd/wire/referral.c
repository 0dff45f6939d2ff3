/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Map-Referral, RFC 8111 6.4. */
#include "lispd/wire/msg.h"

#include <string.h>

#include "lispd/wire/record.h"

enum wire_error referral_decode(struct rd r, struct msg_referral *m, struct wire_arena *a)
{
	uint32_t word = rd_u32(&r);

	if (!r.bad && word >> 28 != LISP_MAP_REFERRAL)
		return WIRE_TYPE;
	arena_reset(a);
	memset(m, 0, sizeof(*m));
	m->n_records = word & 0xff;
	m->nonce = rd_u64(&r);
	return record_decode(&r, a, m->n_records, RECORD_REFERRAL, &m->record);
}

void referral_encode(struct wr *w, const struct msg_referral *m)
{
	wr_u32(w, (uint32_t)LISP_MAP_REFERRAL << 28 | (m->n_records & 0xff));
	wr_u64(w, m->nonce);
	record_encode_all(w, m->record, m->n_records, RECORD_REFERRAL);
}
