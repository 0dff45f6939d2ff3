/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who answers a Map-Request: an ETR role of this router that has the EID; else a Map-Server, by
 * proxy where the ETR asked for that, by forwarding to an ETR otherwise; what nobody has gets a
 * negative reply at once. Requests keep no state here, so that equal nonces do not matter.
 */
#include "lispd/role/mr.h"

#include <string.h>

#include "lispd/map/merge.h"
#include "lispd/role/debug.h"
#include "lispd/role/etr.h"
#include "lispd/role/smr.h"

static void debug_request(struct lisp *l, const struct msg_map_request *m)
{
	struct out rlocs;

	if (!log_debug_on(DEBUG_MESSAGES))
		return;
	out_init(&rlocs);
	for (unsigned i = 0; i < m->n_itr_rlocs; i++)
		out(&rlocs, "%s%s", i ? " " : "", addr_str(&m->itr_rloc[i]).s);
	lisp_debug(
		DEBUG_MESSAGES, TAG_MS, l ? (int)l->id : 0,
		"Received map request for IID %u %s, source_eid IID %u %s, ITR-RLOCs: %s, records "
		"%u, nonce %s.",
		m->record[0].iid, eid_str(&m->record[0]).s, m->source.iid,
		m->source.kind == EID_IP ? addr_str(&m->source.prefix.addr).s : "UNSPEC",
		out_text(&rlocs), m->n_records, nonce_str(m->nonce).s);
	out_fini(&rlocs);
}

static void refuse_request(struct ctl *c, const struct request_in *in,
			   const struct msg_map_request *m, enum refusal why)
{
	refuse(&c->refusals, why, loop_now_ms(c->env->loop), &in->outer->from, "Map-Request for %s",
	       eid_str(&m->record[0]).s);
}

static void reply_negative(struct lisp *l, const struct request_in *in, const struct addr *to,
			   uint64_t nonce, const struct eid *eid, uint32_t ttl_min)
{
	struct mapping record = {
		.eid = *eid,
		.ttl_min = ttl_min,
		.action = LISP_ACT_NATIVE,
	};
	struct msg_map_reply reply = { .nonce = nonce, .n_records = 1, .record = &record };

	record.eid.lcaf_iid = eid->iid != 0;
	l->ctl->counters.negative_out++;
	tally_add(l, eid, TALLY_NEGATIVE_OUT);
	lisp_debug(DEBUG_MS_MAP_CACHE, TAG_MS, (int)l->id,
		   "Sending negative map-reply for IID %u %s to %s, ttl %u.", eid->iid,
		   eid_str(eid).s, addr_str(to).s, ttl_min);
	ctl_send_reply(l->ctl, in, to, &reply);
}

/* A proxy reply is the ETR's mapping as registered, without A and L (RFC 9301 5.4). */
static void reply_by_proxy(struct lisp *l, const struct request_in *in, const struct addr *to,
			   uint64_t nonce, const struct site_reg *r)
{
	struct mapping record;
	struct msg_map_reply reply = { .nonce = nonce, .n_records = 1, .record = &record };

	if (!merge_answer(r->se, &record))
		return;
	record.authoritative = false;
	for (unsigned i = 0; i < record.n_rlocs; i++)
		record.rloc[i].flags &= (uint8_t) ~(RLOC_LOCAL | RLOC_PROBED);
	l->ctl->counters.proxy_out++;
	tally_add(l, &r->se->eid, TALLY_PROXY_OUT);
	lisp_debug(DEBUG_MS_MAP_CACHE, TAG_MS, (int)l->id,
		   "MS EID IID %u prefix %s %s site %s, Sending proxy reply to %s.", r->se->eid.iid,
		   eid_str(&r->se->eid).s, svc_str(&r->se->eid), r->se->site->name, addr_str(to).s);
	ctl_send_reply(l->ctl, in, to, &reply);
	mapping_fini(&record);
}

/* RFC 9301 8.3: one ETR of the site that wants it is enough. */
static bool wants_proxy(const struct site_eid *se)
{
	const struct site_reg *r;

	TAILQ_FOREACH(r, &se->regs, link)
		if (r->proxy_reply)
			return true;
	return false;
}

/* The ETR's best RLOC that we have a route to; its registration's source else. */
static struct addr etr_rloc(struct lisp *l, const struct site_reg *r)
{
	unsigned best = LISP_PRIORITY_UNUSED;
	struct addr out = r->from.addr;
	struct reach_path path;

	for (unsigned i = 0; i < r->map.n_rlocs; i++) {
		const struct rloc *c = &r->map.rloc[i];

		if (addr_is_none(&c->addr) || !(c->flags & RLOC_REACHABLE) ||
		    !(c->flags & RLOC_LOCAL) || c->priority >= best ||
		    !l->env->host->route(l->env->host_arg, &c->addr, &path))
			continue;
		best = c->priority;
		out = c->addr;
	}
	return out;
}

static void forward(struct lisp *l, const struct request_in *in, const struct msg_map_request *m,
		    const struct site_reg *r)
{
	struct endpoint to = { .addr = etr_rloc(l, r), .port = LISP_CONTROL_PORT };
	static const struct addr any;
	uint8_t buf[2048];
	struct wr w = wr_init(buf, sizeof(buf));

	lisp_debug(DEBUG_MS_MAP_CACHE, TAG_MS, (int)l->id,
		   "MS EID IID %u prefix %s %s site %s, Forwarding map request to ETR RLOC %s.",
		   r->se->eid.iid, eid_str(&r->se->eid).s, svc_str(&r->se->eid), r->se->site->name,
		   addr_str(&to.addr).s);
	ecm_forward(&w, in->ecm->inner_packet, in->ecm->inner_packet_len);
	if (w.bad) {
		refuse_request(l->ctl, in, m, REFUSE_LIMIT);
		return;
	}
	l->ctl->counters.forwarded++;
	tally_add(l, &m->record[0], TALLY_FORWARDED);
	ctl_send(l, &any, &to, buf, wr_len(&w));
}

/* The longest prefix for the EID that somebody registered. */
static struct site_reg *registration_for(struct site_eid *se)
{
	for (; se; se = site_eid_cover(se)) {
		struct site_reg *r = site_eid_best(se);

		if (r)
			return r;
	}
	return NULL;
}

/* Nobody has it: how large a hole may be told, and for how long. */
static void answer_hole(struct lisp *l, const struct request_in *in, const struct addr *to,
			const struct msg_map_request *m, const struct site_eid *se)
{
	const struct eid *asked = &m->record[0];
	struct eid eid = *asked;

	if (se && !se->accept_more_specifics) {
		reply_negative(l, in, to, m->nonce, &se->eid, LISP_TTL_UNREGISTERED_MIN);
		return;
	}
	eid.prefix = site_hole(&l->sites, asked);
	reply_negative(l, in, to, m->nonce, &eid, LISP_TTL_NEGATIVE_MIN);
}

static void resolve(struct lisp *l, const struct request_in *in, const struct msg_map_request *m)
{
	struct site_eid *se = site_eid_match(&l->sites, &m->record[0]);
	struct site_reg *r = registration_for(se);
	struct addr to;

	if (!ctl_pick_itr_rloc(l->ctl, in, m, &to)) {
		refuse_request(l->ctl, in, m, REFUSE_ITR_RLOC);
		return;
	}
	if (!r)
		answer_hole(l, in, &to, m, se);
	else if (wants_proxy(r->se) && !m->authoritative)
		reply_by_proxy(l, in, &to, m->nonce, r);
	else if (in->ecm)
		forward(l, in, m, r);
	else
		refuse_request(l->ctl, in, m, REFUSE_NOT_OURS);
}

/* The process that serves the request: one whose sites cover the EID before any other. */
static struct lisp *resolver_for(struct ctl *c, const struct ctl_in *in, const struct eid *eid)
{
	struct lisp *l, *first = NULL;

	if (eid->kind != EID_IP)
		return NULL;
	TAILQ_FOREACH(l, &c->lisps, link) {
		int family = eid->prefix.addr.family;

		if (!ctl_is_for(l, in) ||
		    (!lisp_is_map_resolver(l, family) && !lisp_is_map_server(l, family)))
			continue;
		if (!first)
			first = l;
		if (site_eid_match(&l->sites, eid))
			return l;
	}
	return first;
}

static void count_request(struct lisp *l, const struct request_in *in,
			  const struct msg_map_request *m)
{
	tally_add(l, &m->record[0], TALLY_REQUEST_IN);
	if (in->ecm)
		tally_add(l, &m->record[0], TALLY_ENCAP_IN);
	if (m->probe)
		tally_add(l, &m->record[0], TALLY_PROBE_IN);
}

void mr_request(struct ctl *c, const struct request_in *in, const struct msg_map_request *m)
{
	struct lisp *l = resolver_for(c, in->outer, &m->record[0]), *etr;

	debug_request(l ? l : TAILQ_FIRST(&c->lisps), m);
	if (m->probe && in->ecm) {
		refuse_request(c, in, m, REFUSE_PROBE);
		return;
	}
	if (m->smr) {
		smr_received(c, in, m);
		return;
	}
	TAILQ_FOREACH(etr, &c->lisps, link) {
		if (!ctl_is_for(etr, in->outer) || !etr_request(etr, in, m))
			continue;
		count_request(etr, in, m);
		return;
	}
	if (l)
		count_request(l, in, m);
	if (!l)
		refuse_request(c, in, m, REFUSE_NOT_OURS);
	else if (m->probe)
		refuse_request(c, in, m, REFUSE_PROBE);
	else if (m->dont_reply)
		refuse_request(c, in, m, REFUSE_NO_REPLY);
	else
		resolve(l, in, m);
}
