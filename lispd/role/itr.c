/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ITR's life of an EID: a data packet makes an incomplete host entry and a pending request;
 * the reply makes an entry for the prefix that was answered and removes the host entry. An
 * incomplete entry lives while packets ask for it and 2 minutes 30 longer; a complete one until
 * its TTL ends, and is asked for again at the end if packets used it.
 */
#include "lispd/role/itr_entry.h"

#include <string.h>

#include "lispd/role/debug.h"
#include "lispd/role/fwd.h"
#include "lispd/role/lig.h"
#include "lispd/role/mobility.h"

const char *mapcache_state_str(const struct mapcache_entry *e)
{
	if (e->source == MC_STATIC_MAP_REQUEST)
		return "send-map-request";
	switch (e->state) {
	case MC_INCOMPLETE:
		return "incomplete";
	case MC_COMPLETE:
		return "complete";
	case MC_NEGATIVE:
		return action_name(e->map.action);
	}
	return "unknown";
}

void itr_eid_debug(const struct lisp *l, const struct mapcache_entry *e, const char *sources,
		   const char *state, const char *fmt, ...)
{
	struct out what;
	va_list ap;

	out_init(&what);
	va_start(ap, fmt);
	out_v(&what, fmt, ap);
	va_end(ap);
	lisp_debug(DEBUG_REMOTE_EID, TAG_XTR, (int)l->id,
		   "Remote EID IID %u prefix %s, %s (sources: %s, state: %s, rlocs: %u).",
		   e->eid.iid, eid_str(&e->eid).s, what.text, sources, state,
		   strcmp(state, "unknown") == 0 ? 0 : e->map.n_rlocs);
	out_fini(&what);
}

static void start_idle(struct lisp *l, struct mapcache_entry *e)
{
	timer_start(&e->idle, ITR_IDLE_MS);
	eid_debug(l, e, mapcache_state_str(e), "Starting idle timer (delay 00:02:30)");
}

bool itr_start_request(struct lisp *l, struct mapcache_entry *e, unsigned tries)
{
	e->request = pending_new(&l->pending, PENDING_REMOTE_EID, &e->eid, 1000, tries);
	return e->request != NULL;
}

void itr_end_request(struct mapcache_entry *e)
{
	if (e->request)
		pending_end(e->request);
	e->request = NULL;
}

static struct mapcache_entry *new_incomplete(struct lisp *l, const struct eid *eid,
					     const struct addr *src)
{
	struct mapcache_entry *e = mapcache_get(&l->cache, eid, MC_SIGNAL);

	if (!e)
		return NULL;
	e->state = MC_INCOMPLETE;
	eid_debug(l, e, "unknown", "Change state to incomplete");
	eid_debug(l, e, "incomplete",
		  "[incomplete] Scheduling map requests delay 00:00:00 min_elapsed 00:00:01");
	start_idle(l, e);
	if (!itr_start_request(l, e, 0)) {
		mapcache_del(e); /* too many are being asked for already */
		return NULL;
	}
	e->request->source = *src;
	return e;
}

/* A packet that was under way when the answer came. */
static bool known_meanwhile(const struct mapcache_entry *e)
{
	return e->state == MC_COMPLETE ||
	       (e->state == MC_NEGATIVE && e->map.action != LISP_ACT_MAP_REQUEST);
}

void itr_data_signal(struct lisp *l, uint32_t iid, const struct addr *src, const struct addr *dst)
{
	struct eid eid = eid_host(iid, dst);
	struct mapcache_entry *e = mapcache_match(&l->cache, &eid);

	if (mapdb_match(&l->db, iid, dst) && !mobility_is_elsewhere(l, iid, dst)) {
		fwd_give_up(l, &eid); /* our own site: nobody else knows better */
		return;
	}
	if (e && known_meanwhile(e)) {
		fwd_entry(l, e);
		return;
	}
	if (e && e->state == MC_INCOMPLETE) {
		e->signal_ms = loop_now_ms(l->env->loop);
		return;
	}
	if (!e && lisp_is_pitr(l, iid, dst->family)) {
		fwd_give_up(l, &eid); /* outside of the EID space that it was told of */
		return;
	}
	lisp_debug(DEBUG_REMOTE_EID, TAG_XTR, -1, "Processing data signal for EID prefix IID %u %s",
		   iid, eid_str(&eid).s);
	e = new_incomplete(l, &eid, src);
	if (e)
		e->signal_ms = loop_now_ms(l->env->loop);
	else
		fwd_give_up(l, &eid);
}

/* --- asking ----------------------------------------------------------------------------------- */

/* The map-resolver that answers: one that did not moves the choice on to the next, for all that is
 * asked from now on; of several requests that waited for it only the first does that. */
static bool next_resolver(struct lisp *l, const struct pending *p, struct addr *out)
{
	const struct eid *eid = &p->eid;
	struct lisp_inst *inst = lisp_inst_find(l, eid->iid);
	struct lisp_af *af = inst ? lisp_af(inst, eid->prefix.addr.family) : NULL;
	const struct service_cfg *s =
		af && af->active ? af->resolvers :
				   &l->cfg.service[svc_of_family(eid->prefix.addr.family)];

	if (!s->n_resolvers)
		return false;
	if (p->n_nonces && addr_equal(&p->asked, &s->resolver[l->next_resolver % s->n_resolvers]))
		l->next_resolver++;
	*out = s->resolver[l->next_resolver % s->n_resolvers];
	return true;
}

/* The locators of "map-request itr-rlocs" that are ours. */
static void add_typed_itr_rlocs(struct lisp *l, uint32_t iid, struct msg_map_request *m)
{
	const struct instance_cfg *ic = instance_cfg_find(&l->cfg, iid);
	const char *name = ic && ic->common.itr_rlocs[0] ? ic->common.itr_rlocs :
							   l->cfg.common.itr_rlocs;
	const struct locator_set_cfg *set = locator_set_cfg_find(&l->cfg, name);
	struct addr a;

	for (unsigned i = 0; set && i < set->n_locators; i++)
		if (lisp_locator_addr(l, &set->locator[i], &a) &&
		    l->env->host->is_local(l->env->host_arg, &a))
			m->itr_rloc[m->n_itr_rlocs++] = a;
}

static void add_itr_rlocs(struct lisp *l, uint32_t iid, struct msg_map_request *m)
{
	static const int family[] = { AF_INET, AF_INET6 };

	add_typed_itr_rlocs(l, iid, m);
	if (m->n_itr_rlocs)
		return;
	for (unsigned i = 0; i < ARRAY_LEN(family); i++)
		if (lisp_own_rloc(l, iid, family[i], &m->itr_rloc[m->n_itr_rlocs]))
			m->n_itr_rlocs++;
}

/* Our own mapping for the source travels along, as IOS does it (M bit). */
static void add_own_record(struct lisp *l, const struct eid *eid, const struct addr *source,
			   struct msg_map_request *m)
{
	struct mapdb_entry *own = mapdb_match(&l->db, eid->iid, source);
	struct lisp_inst *inst = lisp_inst_find(l, eid->iid);
	struct lisp_af *af = inst ? lisp_af(inst, source->family) : NULL;

	if (!own || !af || !af->etr)
		return;
	m->map_data = true;
	m->reply_record = &own->map;
}

/* Without "map-request-source" the inner source is the EID that is asked for, as IOS does it. */
static struct addr inner_source(struct lisp *l, const struct eid *eid)
{
	int family = eid->prefix.addr.family;
	struct lisp_inst *inst = lisp_inst_find(l, eid->iid);
	const struct addr *typed = inst ? &lisp_af(inst, family)->map_request_source : NULL;

	return typed && typed->family == family ? *typed : eid->prefix.addr;
}

static void encode_request(struct wr *w, const struct msg_map_request *m, const struct eid *eid,
			   const struct addr *source)
{
	struct endpoint from = { .addr = *source, .port = LISP_CONTROL_PORT };
	struct endpoint to = { .addr = eid->prefix.addr, .port = LISP_CONTROL_PORT };
	uint8_t request[1500];
	struct wr body = wr_init(request, sizeof(request));

	map_request_encode(&body, m);
	if (body.bad) {
		w->bad = true;
		return;
	}
	ecm_encode(w, &from, &to, request, wr_len(&body));
}

static void debug_sending(struct lisp *l, const struct eid *eid, const struct msg_map_request *m,
			  const struct addr *inner, const struct addr *src, const struct addr *to)
{
	lisp_debug(
		DEBUG_MESSAGES, TAG_NONE, (int)l->id,
		"EID-AF %s, Sending map-request from %s to %s for EID %s, ITR-RLOCs %u, nonce %s "
		"(encap src %s, dst %s).",
		family_str(eid->prefix.addr.family), addr_str(inner).s,
		addr_str(&eid->prefix.addr).s, eid_str(eid).s, m->n_itr_rlocs,
		nonce_str(m->nonce).s, addr_str(src).s, addr_str(to).s);
}

bool itr_send_request(struct lisp *l, struct pending *p, const struct addr *source,
		      const struct addr *to, struct addr *asked)
{
	struct msg_map_request m = { .n_records = 1, .smr_invoked = p->kind == PENDING_SMR };
	struct endpoint mr = { .addr = *to, .port = LISP_CONTROL_PORT };
	struct addr src = { 0 }, inner;
	uint8_t buf[2048];
	struct wr w = wr_init(buf, sizeof(buf));

	if (addr_is_none(to) && !next_resolver(l, p, &mr.addr))
		return false;
	m.nonce = ctl_nonce(l->ctl);
	m.record = m.record_store;
	m.record_store[0] = p->eid;
	m.pitr = lisp_is_pitr(l, p->eid.iid, p->eid.prefix.addr.family);
	add_itr_rlocs(l, p->eid.iid, &m);
	inner = inner_source(l, &p->eid);
	lisp_source(l, &mr.addr, &src);
	if (!m.n_itr_rlocs && !addr_is_none(&src))
		m.itr_rloc[m.n_itr_rlocs++] = src;
	if (!m.n_itr_rlocs) {
		lisp_debug(DEBUG_REMOTE_EID, TAG_NONE, (int)l->id,
			   "IID %u No ITR RLOCs available, do not process remote EID prefix map "
			   "requests.",
			   p->eid.iid);
		return false;
	}
	if (!addr_is_none(source)) {
		m.source = eid_host(p->eid.iid, source);
		add_own_record(l, &p->eid, source, &m);
	}
	encode_request(&w, &m, &p->eid, &inner);
	if (w.bad || !rate_take(&l->request_rate, loop_now_ms(l->env->loop)))
		return false;
	*asked = mr.addr;
	if (p->n_nonces)
		tally_not_answered(l, &p->eid, &p->asked);
	p->asked = mr.addr;
	tally_asked(l, &p->eid, &mr.addr);
	pending_sent(p, m.nonce);
	debug_sending(l, &p->eid, &m, &inner, &src, &mr.addr);
	ctl_send(l, &src, &mr, buf, wr_len(&w));
	return true;
}

static void send_remote_eid(struct lisp *l, struct pending *p)
{
	static const struct addr any;
	struct mapcache_entry *e = mapcache_find(&l->cache, &p->eid);
	struct addr asked;

	if (!e)
		return;
	e->asked_ms = loop_now_ms(l->env->loop);
	lisp_debug(DEBUG_REMOTE_EID, TAG_NONE, (int)l->id,
		   "IID %u Request processing of remote EID prefix map requests to %s.", p->eid.iid,
		   family_str(p->eid.prefix.addr.family));
	lisp_debug(DEBUG_REMOTE_EID, TAG_XTR, -1, "Send map request type remote EID prefix");
	lisp_debug(DEBUG_REMOTE_EID, TAG_XTR, -1, "Send map request for EID prefix IID %u %s",
		   p->eid.iid, eid_str(&p->eid).s);
	eid_debug(l, e, mapcache_state_str(e), "Send map request (%u)", p->n_sent);
	itr_send_request(l, p, &p->source, &any, &asked);
}

/* The EID may be a part of the entry that it belongs to. */
static void send_smr_invoked(struct lisp *l, struct pending *p)
{
	static const struct addr any;
	struct mapcache_entry *e = mapcache_find(&l->cache, &p->eid);
	struct addr asked;

	if (e)
		e->asked_ms = loop_now_ms(l->env->loop);
	tally_add(l, &p->eid, TALLY_SMR_INVOKED_OUT);
	itr_send_request(l, p, &any, &any, &asked);
}

static void pending_send(void *arg, struct pending *p)
{
	switch (p->kind) {
	case PENDING_LIG:
		lig_send(arg, p);
		return;
	case PENDING_SMR:
		send_smr_invoked(arg, p);
		return;
	case PENDING_REMOTE_EID:
		send_remote_eid(arg, p);
		return;
	}
}

static void pending_failed(void *arg, struct pending *p)
{
	struct lisp *l = arg;
	struct mapcache_entry *e;

	if (p->n_nonces)
		tally_not_answered(l, &p->eid, &p->asked);
	if (p->kind == PENDING_LIG) {
		lig_failed(l, p);
		return;
	}
	e = mapcache_find(&l->cache, &p->eid);
	if (!e || e->request != p)
		return;
	e->request = NULL; /* it ends with this call */
	if (e->refreshing)
		mapcache_del(e);
}

const struct pending_ops itr_pending_ops = { .send = pending_send, .failed = pending_failed };
