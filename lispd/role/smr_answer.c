/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SMRs in: from a hint to a request through the mapping system. */
#include "lispd/role/debug.h"
#include "lispd/role/itr_entry.h"
#include "lispd/role/smr_private.h"

#define TRIES 5

struct smr_settings smr_settings(const struct lisp *l, uint32_t iid, int family)
{
	const struct service_cfg *top = &l->cfg.service[svc_of_family(family)];
	const struct instance_cfg *ic = instance_cfg_find(&l->cfg, iid);
	const struct service_cfg *own = ic ? &ic->service[svc_of_family(family)] : top;
	struct smr_settings s = {
		.ignore = service_cfg_is_on(own, top, SWITCH_IGNORE_SMR),
		.max_per_entry = own->smr_max_per_entry ? own->smr_max_per_entry :
							  top->smr_max_per_entry,
		.suppression_s = own->smr_suppression_s ? own->smr_suppression_s :
							  top->smr_suppression_s,
	};

	if (!s.max_per_entry)
		s.max_per_entry = SMR_MAX_PER_ENTRY;
	if (!s.suppression_s)
		s.suppression_s = SMR_SUPPRESSION_S;
	return s;
}

void smr_request(void *arg, struct holdoff *h)
{
	struct smr *s = arg;
	struct lisp *l = s->lisp;
	struct mapcache_entry *e = mapcache_find(&l->cache, &h->eid);
	struct pending *p;

	lisp_debug(DEBUG_SMR, TAG_XTR, (int)l->id,
		   "SMR for EID prefix IID %u %s, Sending SMR-invoked map request.", h->eid.iid,
		   eid_str(&h->eid).s);
	if (e)
		itr_end_request(e);
	p = pending_find_eid(&l->pending, PENDING_SMR, &h->eid);
	if (p)
		pending_end(p); /* an entry that would own it is gone */
	p = pending_new(&l->pending, PENDING_SMR, &h->eid, 1000, TRIES);
	if (e)
		e->request = p;
}

static struct mapcache_entry *learned(struct lisp *l, const struct eid *eid)
{
	struct mapcache_entry *e = eid->kind == EID_IP ? mapcache_match(&l->cache, eid) : NULL;

	return e && e->source == MC_MAP_REPLY ? e : NULL;
}

/* What the SMR is about. The Source-EID is the sender's changed prefix without its length; routers
 * that do not fill it in name the EID in the record. */
static struct mapcache_entry *entry_of(struct lisp *l, const struct msg_map_request *m,
				       struct eid *eid)
{
	struct mapcache_entry *e = learned(l, &m->source);

	if (!e) {
		e = learned(l, &m->record[0]);
		if (e)
			*eid = e->eid;
		return e;
	}
	/* An address inside the prefix: a part of it has moved, a host perhaps. */
	*eid = addr_equal(&m->source.prefix.addr, &e->eid.prefix.addr) ? e->eid : m->source;
	return e;
}

static void refuse_smr(struct ctl *c, const struct request_in *in, const struct msg_map_request *m,
		       enum refusal why)
{
	refuse(&c->refusals, why, loop_now_ms(c->env->loop), &in->outer->from, "SMR for %s",
	       eid_str(m->source.kind == EID_IP ? &m->source : &m->record[0]).s);
}

static void follow(struct lisp *l, const struct request_in *in, const struct msg_map_request *m,
		   const struct mapcache_entry *e, const struct eid *eid)
{
	struct smr_settings set = smr_settings(l, eid->iid, eid->prefix.addr.family);
	static const struct addr any;
	bool part = !eid_equal(eid, &e->eid);

	tally_add(l, eid, TALLY_REQUEST_IN);
	tally_add(l, eid, TALLY_SMR_IN);
	lisp_debug(DEBUG_SMR, TAG_XTR, (int)l->id,
		   "Received SMR for EID prefix IID %u %s from %s, map-cache entry %s.", eid->iid,
		   eid_str(eid).s, endpoint_str(&in->outer->from).s, eid_str(&e->eid).s);
	if (set.ignore)
		refuse_smr(l->ctl, in, m, REFUSE_NO_REPLY);
	else if (part && !holdoff_find(&l->smr->in, eid, &any) &&
		 holdoffs_under(&l->smr->in, &e->eid) >= set.max_per_entry)
		refuse_smr(l->ctl, in, m, REFUSE_LIMIT);
	else if (!holdoff_do(&l->smr->in, eid, &any, eid, set.suppression_s * 1000))
		refuse_smr(l->ctl, in, m, REFUSE_LIMIT);
}

void smr_received(struct ctl *c, const struct request_in *in, const struct msg_map_request *m)
{
	struct lisp *l;
	bool found = false;

	TAILQ_FOREACH(l, &c->lisps, link) {
		struct eid eid;
		struct mapcache_entry *e = NULL;

		if (!in->ecm && ctl_is_for(l, in->outer))
			e = entry_of(l, m, &eid);
		if (!e)
			continue;
		found = true;
		follow(l, in, m, e, &eid);
	}
	if (!found)
		refuse_smr(c, in, m, REFUSE_NO_REPLY);
}
