/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/wire/rtp.h"

#include <string.h>

#include "lispd/wire/afi.h"
#include "lispd/wire/record.h"

#define RTP_SHORT 8 /* type, length and marker: no ID, no data */
#define REFRESH_R 0x80u

size_t rtp_decode(const uint8_t *buf, size_t len, struct rtp_msg *m, enum wire_error *err)
{
	struct rd r = rd_init(buf, len), body;
	size_t whole;

	*err = WIRE_OK;
	memset(m, 0, sizeof(*m));
	m->type = rd_u16(&r);
	whole = rd_u16(&r);
	if (r.bad)
		return 0;
	if (whole < RTP_OVERHEAD && whole != RTP_SHORT) {
		*err = WIRE_MARKER;
		return 0;
	}
	body = rd_sub(&r, whole - 4);
	if (body.bad)
		return 0;
	if (whole != RTP_SHORT) {
		m->id = rd_u32(&body);
		m->data_len = (uint16_t)(whole - RTP_OVERHEAD);
	}
	m->data = rd_bytes(&body, m->data_len);
	if (rd_u32(&body) != RTP_END_MARKER) {
		*err = WIRE_MARKER;
		return 0;
	}
	return whole;
}

void rtp_encode(struct wr *w, uint16_t type, uint32_t id, const void *data, size_t len)
{
	if (len > UINT16_MAX - RTP_OVERHEAD) {
		w->bad = true;
		return;
	}
	wr_u16(w, type);
	wr_u16(w, (uint16_t)(len + RTP_OVERHEAD));
	wr_u32(w, id);
	wr_bytes(w, data, len);
	wr_u32(w, RTP_END_MARKER);
}

static enum wire_error last_prefix(struct rd *r, struct eid *eid)
{
	enum wire_error err = afi_prefix_decode(r, eid);

	if (err)
		return err;
	return rd_done(r) ? WIRE_OK : WIRE_TRAILING;
}

enum wire_error rtp_ack_decode(struct rd r, struct eid *eid)
{
	return last_prefix(&r, eid);
}

void rtp_ack_encode(struct wr *w, const struct eid *eid)
{
	afi_prefix_encode(w, eid);
}

enum wire_error rtp_reject_decode(struct rd r, uint8_t *reason, struct eid *eid)
{
	*reason = rd_u8(&r);
	rd_skip(&r, 2);
	return last_prefix(&r, eid);
}

void rtp_reject_encode(struct wr *w, uint8_t reason, const struct eid *eid)
{
	wr_u8(w, reason);
	wr_u16(w, 0);
	afi_prefix_encode(w, eid);
}

enum wire_error rtp_refresh_decode(struct rd r, struct rtp_refresh *f)
{
	memset(f, 0, sizeof(*f));
	f->scope = rd_u8(&r);
	f->rejected_only = rd_u8(&r) & REFRESH_R;
	rd_skip(&r, 1);
	if (r.bad)
		return WIRE_TRUNCATED;
	if (f->scope)
		return last_prefix(&r, &f->eid);
	return rd_done(&r) ? WIRE_OK : WIRE_TRAILING;
}

void rtp_refresh_encode(struct wr *w, const struct rtp_refresh *f)
{
	wr_u8(w, f->scope);
	wr_u8(w, f->rejected_only ? REFRESH_R : 0);
	wr_u8(w, 0);
	if (f->scope)
		afi_prefix_encode(w, &f->eid);
}

enum wire_error rtp_notification_decode(struct rd r, struct xtr_ids *ids, struct mapping **record,
					struct wire_arena *a)
{
	enum wire_error err;

	arena_reset(a);
	err = xtr_ids_decode(&r, ids);
	if (err)
		return err;
	err = record_decode(&r, a, 1, RECORD_MAPPING, record);
	if (err)
		return err;
	return rd_done(&r) ? WIRE_OK : WIRE_TRAILING;
}

void rtp_notification_encode(struct wr *w, const struct xtr_ids *ids, const struct mapping *m)
{
	wr_bytes(w, ids->xtr_id, sizeof(ids->xtr_id));
	wr_u64(w, ids->site_id);
	record_encode(w, m, RECORD_MAPPING);
}

enum wire_error rtp_error_decode(struct rd r, struct rtp_error *e)
{
	size_t left;

	memset(e, 0, sizeof(*e));
	e->code = rd_u8(&r);
	rd_skip(&r, 3);
	e->type = rd_u16(&r);
	e->len = rd_u16(&r);
	e->id = rd_u32(&r);
	left = rd_left(&r);
	if (r.bad || left > UINT16_MAX)
		return WIRE_TRUNCATED;
	e->data_len = (uint16_t)left;
	e->data = rd_bytes(&r, left);
	return WIRE_OK;
}

void rtp_error_encode(struct wr *w, const struct rtp_error *e)
{
	wr_u32(w, (uint32_t)e->code << 24);
	wr_u16(w, e->type);
	wr_u16(w, e->len);
	wr_u32(w, e->id);
	wr_bytes(w, e->data, e->data_len);
}
