/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in a Map-Register (RFC 9301 5.6). */
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/role/etr.h"

#define WITHDRAWN_AT_ONCE 10 /* EIDs; fits into a packet of any family */

static void fill_register(struct etr_server *s, struct msg_register *m, uint64_t nonce)
{
	m->type = LISP_MAP_REGISTER;
	m->proxy_reply = s->proxy_reply;
	m->want_notify = true;
	m->nonce = nonce;
	m->auth.algorithm = (uint8_t)s->algorithm;
	m->auth.len = auth_len(s->algorithm);
	m->ids.present = true;
	memcpy(m->ids.xtr_id, s->lisp->ctl->xtr_id, sizeof(m->ids.xtr_id));
}

/* What other xTRs have registered is theirs to register. */
static void fill_record(struct mapping *record, const struct mapdb_entry *e, struct rloc *rloc)
{
	*record = e->map;
	record->rloc = rloc;
	record->n_rlocs = 0;
	for (unsigned i = 0; i < e->map.n_rlocs; i++)
		if (e->locator[i].source != MAPDB_AUTO)
			rloc[record->n_rlocs++] = e->map.rloc[i];
}

bool etr_wants_merge(const struct lisp *l, const struct eid *eid)
{
	const struct mapdb_entry *e = mapdb_find(&l->db, eid);

	return e && e->auto_discover;
}

size_t etr_build_register(struct etr_server *s, const struct eid *eid, unsigned n, bool withdraw,
			  uint64_t nonce, uint8_t *buf, size_t len)
{
	struct mapping *record = xcalloc(n, sizeof(*record));
	struct rloc(*rloc)[LISP_MAX_CFG_LOCATORS] = xcalloc(n, sizeof(*rloc));
	struct msg_register m = { .record = record, .n_records = n };
	struct wr w = wr_init(buf, len);
	bool ok;

	fill_register(s, &m, nonce);
	for (unsigned i = 0; i < n; i++) {
		struct mapdb_entry *e = mapdb_find(&s->lisp->db, &eid[i]);

		m.merge |= e && e->auto_discover;
		/* Without locators, a withdrawal: IOS says Drop then. */
		record[i] = (struct mapping){
			.eid = eid[i],
			.authoritative = true,
			.action = withdraw ? LISP_ACT_DROP : LISP_ACT_NONE,
		};
		if (e && !withdraw)
			fill_record(&record[i], e, rloc[i]);
	}
	register_encode(&w, &m);
	ok = !w.bad && auth_sign(s->key, m.type, nonce, &m.auth, buf, wr_len(&w));
	free(rloc);
	free(record);
	return ok ? wr_len(&w) : 0;
}

/* One message each for as many as fit; nobody waits for the answers. */
static void withdraw_all(struct etr_server *s)
{
	struct endpoint to = { .addr = s->addr, .port = LISP_CONTROL_PORT };
	struct eid eid[WITHDRAWN_AT_ONCE];
	uint8_t buf[2048];
	unsigned n = 0;
	size_t len;

	for (unsigned i = 0; i < s->n_regs; i++) {
		eid[n++] = s->reg[i].eid;
		if (n < ARRAY_LEN(eid) && i + 1 < s->n_regs)
			continue;
		len = etr_build_register(s, eid, n, true, ctl_register_nonce(s->lisp->ctl), buf,
					 sizeof(buf));
		if (len)
			ctl_send(s->lisp, &s->source, &to, buf, len);
		n = 0;
	}
}

void etr_withdraw(struct lisp *l)
{
	struct etr_server *s;

	TAILQ_FOREACH(s, &l->servers, link)
		if (s->key)
			withdraw_all(s);
}
