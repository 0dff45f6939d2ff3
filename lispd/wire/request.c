/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Map-Request, RFC 9301 5.2; I and N bits RFC 9437. */
#include "lispd/wire/msg.h"

#include <string.h>

#include "lib/base.h"
#include "lispd/wire/afi.h"
#include "lispd/wire/record.h"

enum {
	REQ_A = 0x08000000,
	REQ_M = 0x04000000,
	REQ_P = 0x02000000,
	REQ_S = 0x01000000,
	REQ_PITR = 0x00800000,
	REQ_INVOKED = 0x00400000,
	REQ_I = 0x00100000,
	REQ_L = 0x00004000,
	REQ_D = 0x00002000,
};

#define IRC_SHIFT 8
#define IRC_MASK 0x1fu
#define RECORD_N 0x80u

static void flags_decode(uint32_t word, struct msg_map_request *m)
{
	m->authoritative = word & REQ_A;
	m->map_data = word & REQ_M;
	m->probe = word & REQ_P;
	m->smr = word & REQ_S;
	m->pitr = word & REQ_PITR;
	m->smr_invoked = word & REQ_INVOKED;
	m->ids.present = word & REQ_I;
	m->local_xtr = word & REQ_L;
	m->dont_reply = word & REQ_D;
}

static uint32_t flags_encode(const struct msg_map_request *m)
{
	return (m->authoritative ? REQ_A : 0u) | (m->map_data ? REQ_M : 0u) |
	       (m->probe ? REQ_P : 0u) | (m->smr ? REQ_S : 0u) | (m->pitr ? REQ_PITR : 0u) |
	       (m->smr_invoked ? REQ_INVOKED : 0u) | (m->ids.present ? REQ_I : 0u) |
	       (m->local_xtr ? REQ_L : 0u) | (m->dont_reply ? REQ_D : 0u);
}

static enum wire_error itr_rlocs_decode(struct rd *r, struct msg_map_request *m, bool *usable,
					bool *none)
{
	*usable = false;
	*none = true;
	for (unsigned i = 0; i < m->n_itr_rlocs; i++) {
		struct rloc l = { 0 };
		enum wire_error err = afi_rloc_decode(r, &l);

		if (err)
			return err;
		m->itr_rloc[i] = l.addr;
		*usable = *usable || !addr_is_none(&l.addr);
		*none = *none && addr_is_none(&l.addr) && !l.lcaf_len;
	}
	return WIRE_OK;
}

static enum wire_error records_decode(struct rd *r, struct msg_map_request *m, bool *notify)
{
	*notify = false;
	for (unsigned i = 0; i < m->n_records; i++) {
		enum wire_error err;

		m->notify[i] = rd_u8(r) & RECORD_N;
		*notify = *notify || m->notify[i];
		err = afi_prefix_decode(r, &m->record_store[i]);
		if (err)
			return err;
	}
	return WIRE_OK;
}

static enum wire_error tail_decode(struct rd *r, struct msg_map_request *m, struct wire_arena *a)
{
	enum wire_error err;

	if (m->map_data) {
		err = record_decode(r, a, 1, RECORD_MAPPING, &m->reply_record);
		if (err)
			return err;
	}
	if (!m->ids.present)
		return WIRE_OK;
	err = xtr_ids_decode(r, &m->ids);
	if (err)
		return err;
	return rd_done(r) ? WIRE_OK : WIRE_TRAILING;
}

enum wire_error map_request_decode(struct rd r, struct msg_map_request *m, struct wire_arena *a)
{
	uint32_t word = rd_u32(&r);
	bool usable, none, notify;
	enum wire_error err;

	if (!r.bad && word >> 28 != LISP_MAP_REQUEST)
		return WIRE_TYPE;
	arena_reset(a);
	memset(m, 0, sizeof(*m));
	flags_decode(word, m);
	m->n_itr_rlocs = (word >> IRC_SHIFT & IRC_MASK) + 1;
	m->n_records = word & 0xff;
	m->record = m->record_store;
	m->nonce = rd_u64(&r);
	if (r.bad)
		return WIRE_TRUNCATED;
	if (m->n_records > ARRAY_LEN(m->record_store))
		return WIRE_COUNT;
	err = afi_eid_decode(&r, AFI_HOST, &m->source);
	if (err)
		return err;
	err = itr_rlocs_decode(&r, m, &usable, &none);
	if (err)
		return err;
	err = records_decode(&r, m, &notify);
	if (err)
		return err;
	/* A single ITR-RLOC of AFI 0 ends a subscription (RFC 9437 5). */
	if (!usable && !(notify && none && m->n_itr_rlocs == 1))
		return WIRE_NO_ITR_RLOC;
	return tail_decode(&r, m, a);
}

void map_request_encode(struct wr *w, const struct msg_map_request *m)
{
	if (!m->n_itr_rlocs || m->n_itr_rlocs > LISP_MAX_ITR_RLOCS ||
	    m->n_records > ARRAY_LEN(m->notify) || (m->map_data && !m->reply_record)) {
		w->bad = true;
		return;
	}
	wr_u32(w, (uint32_t)LISP_MAP_REQUEST << 28 | flags_encode(m) |
			  (m->n_itr_rlocs - 1) << IRC_SHIFT | m->n_records);
	wr_u64(w, m->nonce);
	afi_eid_encode(w, &m->source);
	for (unsigned i = 0; i < m->n_itr_rlocs; i++)
		afi_addr_encode(w, &m->itr_rloc[i]);
	for (unsigned i = 0; i < m->n_records; i++) {
		wr_u8(w, m->notify[i] ? RECORD_N : 0);
		afi_prefix_encode(w, &m->record[i]);
	}
	if (m->map_data)
		record_encode(w, m->reply_record, RECORD_MAPPING);
	xtr_ids_encode(w, &m->ids);
}
