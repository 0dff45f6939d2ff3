/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Map-Register, Map-Notify and Map-Notify-Ack, RFC 9301 5.6 and 5.7: one layout, other flags. The
 * I bit of a notify is not in the RFC, but everybody sends it.
 */
#include "lispd/wire/msg.h"

#include <string.h>

#include "lib/base.h"
#include "lispd/wire/record.h"

struct flag {
	size_t at; /* the bool in struct msg_register */
	uint32_t bit;
};

#define FLAG(member) offsetof(struct msg_register, member)

static const struct flag register_flags[] = {
	{ FLAG(proxy_reply), 0x08000000 }, { FLAG(security), 0x04000000 },
	{ FLAG(ids.present), 0x02000000 }, { FLAG(to_rtr), 0x01000000 },
	{ FLAG(reliable), 0x00002000 },	   { FLAG(eid_notify), 0x00001000 },
	{ FLAG(ttl_timeout), 0x00000800 }, { FLAG(merge), 0x00000400 },
	{ FLAG(mobile_node), 0x00000200 }, { FLAG(want_notify), 0x00000100 },
};

static const struct flag notify_flags[] = {
	{ FLAG(ids.present), 0x08000000 },
	{ FLAG(to_rtr), 0x04000000 },
	{ FLAG(merge), 0x00000400 },
};

static const struct flag *flags_of(unsigned type, size_t *n)
{
	if (type == LISP_MAP_REGISTER) {
		*n = ARRAY_LEN(register_flags);
		return register_flags;
	}
	*n = ARRAY_LEN(notify_flags);
	return notify_flags;
}

static bool *flag_in(struct msg_register *m, const struct flag *f)
{
	return (bool *)(void *)((char *)m + f->at);
}

static bool is_type(unsigned type)
{
	return type == LISP_MAP_REGISTER || type == LISP_MAP_NOTIFY || type == LISP_MAP_NOTIFY_ACK;
}

enum wire_error register_decode(struct rd r, struct msg_register *m, struct wire_arena *a)
{
	const uint8_t *start = r.p;
	uint32_t word = rd_u32(&r);
	const struct flag *flags;
	enum wire_error err;
	size_t n;

	if (!r.bad && !is_type(word >> 28))
		return WIRE_TYPE;
	arena_reset(a);
	memset(m, 0, sizeof(*m));
	m->type = (uint8_t)(word >> 28);
	flags = flags_of(m->type, &n);
	for (size_t i = 0; i < n; i++)
		*flag_in(m, &flags[i]) = word & flags[i].bit;
	m->n_records = word & 0xff;
	m->nonce = rd_u64(&r);
	auth_field_decode(&r, &m->auth, start);
	err = record_decode(&r, a, m->n_records, RECORD_MAPPING, &m->record);
	if (err || !m->ids.present)
		return err;
	err = xtr_ids_decode(&r, &m->ids);
	if (err)
		return err;
	return rd_done(&r) ? WIRE_OK : WIRE_TRAILING;
}

void register_encode(struct wr *w, struct msg_register *m)
{
	size_t n, start = wr_mark(w);
	const struct flag *flags = flags_of(m->type, &n);
	uint32_t word = (uint32_t)m->type << 28 | (m->n_records & 0xff);

	for (size_t i = 0; i < n; i++)
		if (*flag_in(m, &flags[i]))
			word |= flags[i].bit;
	wr_u32(w, word);
	wr_u64(w, m->nonce);
	auth_field_encode(w, &m->auth, start);
	record_encode_all(w, m->record, m->n_records, RECORD_MAPPING);
	xtr_ids_encode(w, &m->ids);
}
