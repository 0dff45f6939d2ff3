/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Map-Requests for EIDs of ours (RFC 9301 5.5). */
#include <string.h>

#include "lispd/role/debug.h"
#include "lispd/role/etr.h"
#include "lispd/role/smr.h"

/* The longest match and all more specifics of it (RFC 9301 5.5). */
static unsigned collect(struct lisp *l, const struct eid *eid, struct mapping *out, unsigned max)
{
	struct mapdb_entry *match = mapdb_match_eid(&l->db, eid), *e;
	unsigned n = 0;

	for (e = match; e && n < max; e = mapdb_next_under(&l->db, &match->map.eid, e))
		out[n++] = e->map;
	return n;
}

static bool is_etr(struct lisp *l, const struct eid *eid)
{
	struct lisp_inst *inst = lisp_inst_find(l, eid->iid);
	struct lisp_af *af = inst ? lisp_af(inst, eid->prefix.addr.family) : NULL;

	return eid->kind == EID_IP && af && af->active && af->etr && mapdb_match_eid(&l->db, eid);
}

/* The p bit names the locator that was probed: where the request came to (RFC 9301 5.4). */
static void mark_probed(struct mapping *m, struct rloc *copy, const struct addr *probed)
{
	memcpy(copy, m->rloc, m->n_rlocs * sizeof(*copy));
	m->rloc = copy;
	for (unsigned i = 0; i < m->n_rlocs; i++)
		if (addr_equal(&copy[i].addr, probed))
			copy[i].flags |= RLOC_PROBED;
}

static void look_at_map_data(struct lisp *l, const struct msg_map_request *m)
{
	if (!m->reply_record || m->reply_record->eid.kind != EID_IP)
		return;
	lisp_debug(DEBUG_REMOTE_EID, TAG_XTR, -1,
		   "Processing mapping information for EID prefix IID %u %s",
		   m->reply_record->eid.iid, eid_str(&m->reply_record->eid).s);
	lisp_debug(DEBUG_REMOTE_EID, TAG_XTR, (int)l->id,
		   "IAF IID %u %s, Not configured to accept unsolicited mapping.",
		   m->reply_record->eid.iid, svc_str(&m->reply_record->eid));
}

bool etr_request(struct lisp *l, const struct request_in *in, const struct msg_map_request *m)
{
	struct mapping record[64];
	struct msg_map_reply reply = { .nonce = m->nonce, .record = record, .probe = m->probe };
	struct rloc probed[LISP_MAX_CFG_LOCATORS];
	struct addr to, src = { 0 };

	for (unsigned i = 0; i < m->n_records; i++) {
		if (!is_etr(l, &m->record[i]))
			continue;
		lisp_debug(DEBUG_MESSAGES, TAG_NONE, -1,
			   "Processing map request record for EID prefix IID %u %s",
			   m->record[i].iid, eid_str(&m->record[i]).s);
		reply.n_records += collect(l, &m->record[i], record + reply.n_records,
					   ARRAY_LEN(record) - reply.n_records);
	}
	if (!reply.n_records)
		return false;
	if (m->dont_reply) {
		refuse(&l->ctl->refusals, REFUSE_NO_REPLY, loop_now_ms(l->env->loop),
		       &in->outer->from, "Map-Request for %s", eid_str(&m->record[0]).s);
		return true;
	}
	if (!ctl_pick_itr_rloc(l->ctl, in, m, &to)) {
		refuse(&l->ctl->refusals, REFUSE_ITR_RLOC, loop_now_ms(l->env->loop),
		       &in->outer->from, "Map-Request for %s", eid_str(&m->record[0]).s);
		return true;
	}
	if (m->probe)
		mark_probed(&record[0], probed, &in->outer->to.addr);
	l->env->host->source(l->env->host_arg, &to, &src);
	lisp_debug(DEBUG_MESSAGES, TAG_NONE, (int)l->id, "Sending map-reply from %s to %s.",
		   addr_str(&src).s, addr_str(&to).s);
	ctl_send_reply(l->ctl, in, &to, &reply);
	for (unsigned i = 0; i < reply.n_records; i++)
		smr_asked(l, &record[i].eid, m);
	for (unsigned i = 0; i < reply.n_records; i++)
		tally_add(l, &record[i].eid, m->probe ? TALLY_PROBE_OUT : TALLY_AUTHORITATIVE_OUT);
	look_at_map_data(l, m);
	return true;
}
