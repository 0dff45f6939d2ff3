/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Info-Request and Info-Reply, draft-ermagan-lisp-nat-traversal-19 4.1 and 4.2. */
#include "lispd/wire/msg.h"

#include <string.h>

#include "lispd/wire/afi.h"
#include "lispd/wire/lcaf.h"
#include "lispd/wire/record.h"

#define INFO_R 0x08000000u

static enum wire_error nat_addr_decode(struct rd *r, struct addr *a)
{
	struct rloc l = { 0 };
	enum wire_error err = afi_rloc_decode(r, &l);

	*a = l.addr;
	return err;
}

static enum wire_error nat_body_decode(struct rd *r, struct msg_info *m)
{
	struct addr *const fixed[] = { &m->global_etr, &m->ms, &m->private_etr };
	enum wire_error err = WIRE_OK;

	m->ms_port = rd_u16(r);
	m->etr_port = rd_u16(r);
	for (unsigned i = 0; i < 3 && !err; i++)
		err = nat_addr_decode(r, fixed[i]);
	while (!err && rd_left(r)) {
		if (m->n_rtrs == INFO_MAX_RTRS)
			return WIRE_COUNT;
		err = nat_addr_decode(r, &m->rtr[m->n_rtrs++]);
	}
	return err;
}

static enum wire_error nat_decode(struct rd *r, struct msg_info *m)
{
	unsigned afi = rd_u16(r);
	struct lcaf lcaf;
	enum wire_error err;

	if (r->bad)
		return WIRE_TRUNCATED;
	if (!m->reply)
		return afi == LISP_AFI_NONE ? WIRE_OK : WIRE_AFI;
	if (afi != LISP_AFI_LCAF)
		return WIRE_AFI;
	err = lcaf_decode(r, &lcaf);
	if (err)
		return err;
	return lcaf.type == LCAF_NAT ? nat_body_decode(&lcaf.body, m) : WIRE_LCAF;
}

enum wire_error info_decode(struct rd r, struct msg_info *m)
{
	const uint8_t *start = r.p;
	uint32_t word = rd_u32(&r);
	enum wire_error err;

	if (!r.bad && word >> 28 != LISP_INFO)
		return WIRE_TYPE;
	memset(m, 0, sizeof(*m));
	m->reply = word & INFO_R;
	m->nonce = rd_u64(&r);
	auth_field_decode(&r, &m->auth, start);
	m->ttl_min = rd_u32(&r);
	rd_skip(&r, 1);
	err = afi_prefix_decode(&r, &m->eid);
	return err ? err : nat_decode(&r, m);
}

static void nat_encode(struct wr *w, const struct msg_info *m)
{
	size_t mark = lcaf_begin(w, LCAF_NAT);

	wr_u16(w, m->ms_port);
	wr_u16(w, m->etr_port);
	afi_addr_encode(w, &m->global_etr);
	afi_addr_encode(w, &m->ms);
	afi_addr_encode(w, &m->private_etr);
	for (unsigned i = 0; i < m->n_rtrs; i++)
		afi_addr_encode(w, &m->rtr[i]);
	lcaf_end(w, mark);
}

void info_encode(struct wr *w, struct msg_info *m)
{
	size_t start = wr_mark(w);

	wr_u32(w, (uint32_t)LISP_INFO << 28 | (m->reply ? INFO_R : 0));
	wr_u64(w, m->nonce);
	auth_field_encode(w, &m->auth, start);
	wr_u32(w, m->ttl_min);
	wr_u8(w, 0);
	afi_prefix_encode(w, &m->eid);
	if (m->reply)
		nat_encode(w, m);
	else
		wr_u16(w, LISP_AFI_NONE);
}
