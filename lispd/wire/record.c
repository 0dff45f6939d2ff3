/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/wire/record.h"

#include "lib/base.h"
#include "lispd/wire/afi.h"

#define ACTION_SHIFT 13
#define AUTHORITATIVE 0x1000u
#define INCOMPLETE 0x0800u
#define VERSION_MASK 0x0fffu
#define SIG_SHIFT 12
#define LOCATOR_FLAGS (RLOC_LOCAL | RLOC_PROBED | RLOC_REACHABLE)

void arena_reset(struct wire_arena *a)
{
	a->n_records = 0;
	a->n_rlocs = 0;
}

static enum wire_error locator_decode(struct rd *r, struct rloc *l)
{
	l->priority = rd_u8(r);
	l->weight = rd_u8(r);
	l->m_priority = rd_u8(r);
	l->m_weight = rd_u8(r);
	l->flags = rd_u16(r) & LOCATOR_FLAGS;
	return afi_rloc_decode(r, l);
}

static enum wire_error locators_decode(struct rd *r, struct wire_arena *a, struct mapping *m)
{
	if (m->n_rlocs > rd_left(r) / LOCATOR_MIN_LEN)
		return WIRE_TRUNCATED;
	if (m->n_rlocs > ARRAY_LEN(a->rloc) - a->n_rlocs)
		return WIRE_COUNT;
	m->rloc = m->n_rlocs ? &a->rloc[a->n_rlocs] : NULL;
	for (unsigned i = 0; i < m->n_rlocs; i++) {
		enum wire_error err = locator_decode(r, &m->rloc[i]);

		if (err)
			return err;
	}
	a->n_rlocs += m->n_rlocs;
	return WIRE_OK;
}

/* RFC 8111 6.4.1. We do not check signatures. */
static enum wire_error signatures_skip(struct rd *r, unsigned n)
{
	while (n--) {
		unsigned len;

		rd_skip(r, 14); /* TTL, expiration, inception, key tag */
		len = rd_u16(r);
		rd_skip(r, 4); /* algorithm, reserved */
		rd_skip(r, len);
		if (r->bad)
			return WIRE_TRUNCATED;
	}
	return WIRE_OK;
}

static enum wire_error one_decode(struct rd *r, struct wire_arena *a, enum record_form form,
				  struct mapping *m)
{
	unsigned plen, word;
	enum wire_error err;

	m->ttl_min = rd_u32(r);
	m->n_rlocs = rd_u8(r);
	plen = rd_u8(r);
	word = rd_u16(r);
	m->action = (uint8_t)(word >> ACTION_SHIFT);
	m->authoritative = word & AUTHORITATIVE;
	m->incomplete = form == RECORD_REFERRAL && (word & INCOMPLETE);
	word = rd_u16(r);
	m->version = word & VERSION_MASK;
	m->sig_count = form == RECORD_REFERRAL ? (uint8_t)(word >> SIG_SHIFT) : 0;
	err = afi_eid_decode(r, plen, &m->eid);
	if (err)
		return err;
	err = locators_decode(r, a, m);
	return err ? err : signatures_skip(r, m->sig_count);
}

enum wire_error record_decode(struct rd *r, struct wire_arena *a, unsigned n, enum record_form form,
			      struct mapping **first)
{
	if (r->bad || n > rd_left(r) / RECORD_MIN_LEN)
		return WIRE_TRUNCATED;
	if (n > ARRAY_LEN(a->record) - a->n_records)
		return WIRE_COUNT;
	*first = &a->record[a->n_records];
	for (unsigned i = 0; i < n; i++) {
		enum wire_error err = one_decode(r, a, form, &(*first)[i]);

		if (err)
			return err;
	}
	a->n_records += n;
	return WIRE_OK;
}

static void locator_encode(struct wr *w, const struct rloc *l)
{
	wr_u8(w, l->priority);
	wr_u8(w, l->weight);
	wr_u8(w, l->m_priority);
	wr_u8(w, l->m_weight);
	wr_u16(w, l->flags & LOCATOR_FLAGS);
	afi_rloc_encode(w, l);
}

void record_encode(struct wr *w, const struct mapping *m, enum record_form form)
{
	unsigned word = (m->action & 7u) << ACTION_SHIFT;

	if (m->authoritative)
		word |= AUTHORITATIVE;
	if (form == RECORD_REFERRAL && m->incomplete)
		word |= INCOMPLETE;
	wr_u32(w, m->ttl_min);
	wr_u8(w, m->n_rlocs);
	wr_u8(w, afi_eid_plen(&m->eid));
	wr_u16(w, (uint16_t)word);
	wr_u16(w, m->version & VERSION_MASK);
	afi_eid_encode(w, &m->eid);
	for (unsigned i = 0; i < m->n_rlocs; i++)
		locator_encode(w, &m->rloc[i]);
}

void record_encode_all(struct wr *w, const struct mapping *m, unsigned n, enum record_form form)
{
	if (n > LISP_MAX_RECORDS)
		w->bad = true;
	for (unsigned i = 0; i < n && !w->bad; i++)
		record_encode(w, &m[i], form);
}

enum wire_error xtr_ids_decode(struct rd *r, struct xtr_ids *ids)
{
	ids->present = true;
	rd_copy(r, ids->xtr_id, sizeof(ids->xtr_id));
	ids->site_id = rd_u64(r);
	return r->bad ? WIRE_NO_IDS : WIRE_OK;
}

void xtr_ids_encode(struct wr *w, const struct xtr_ids *ids)
{
	if (!ids->present)
		return;
	wr_bytes(w, ids->xtr_id, sizeof(ids->xtr_id));
	wr_u64(w, ids->site_id);
}

void auth_field_decode(struct rd *r, struct auth_field *f, const uint8_t *start)
{
	f->key_id = rd_u8(r);
	f->algorithm = rd_u8(r);
	f->len = rd_u16(r);
	f->offset = r->bad ? 0 : (uint16_t)(r->p - start);
	rd_skip(r, f->len);
}

void auth_field_encode(struct wr *w, struct auth_field *f, size_t start)
{
	wr_u8(w, f->key_id);
	wr_u8(w, f->algorithm);
	wr_u16(w, f->len);
	f->offset = (uint16_t)(wr_mark(w) - start);
	wr_zero(w, f->len);
}
