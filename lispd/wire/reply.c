/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Map-Reply, RFC 9301 5.4. */
#include "lispd/wire/msg.h"

#include <string.h>

#include "lispd/wire/record.h"

enum {
	REP_P = 0x08000000,
	REP_E = 0x04000000,
	REP_S = 0x02000000,
};

enum wire_error map_reply_decode(struct rd r, struct msg_map_reply *m, struct wire_arena *a)
{
	uint32_t word = rd_u32(&r);
	enum wire_error err;

	if (!r.bad && word >> 28 != LISP_MAP_REPLY)
		return WIRE_TYPE;
	arena_reset(a);
	memset(m, 0, sizeof(*m));
	m->probe = word & REP_P;
	m->echo_nonce = word & REP_E;
	m->security = word & REP_S;
	m->n_records = word & 0xff;
	m->nonce = rd_u64(&r);
	err = record_decode(&r, a, m->n_records, RECORD_MAPPING, &m->record);
	if (err)
		return err;
	if (m->security) {
		m->sec_len = rd_left(&r);
		m->sec = rd_bytes(&r, m->sec_len);
	}
	return WIRE_OK;
}

void map_reply_encode(struct wr *w, const struct msg_map_reply *m)
{
	wr_u32(w, (uint32_t)LISP_MAP_REPLY << 28 | (m->probe ? REP_P : 0u) |
			  (m->echo_nonce ? REP_E : 0u) | (m->security ? REP_S : 0u) |
			  (m->n_records & 0xff));
	wr_u64(w, m->nonce);
	record_encode_all(w, m->record, m->n_records, RECORD_MAPPING);
	if (m->security && m->sec_len)
		wr_bytes(w, m->sec, m->sec_len);
}
