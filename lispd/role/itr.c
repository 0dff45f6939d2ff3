/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ITR's life of an EID: a data packet makes an incomplete host entry and a pending request;
 * the reply makes an entry for the prefix that was answered and removes the host entry. An
 * incomplete entry lives while packets ask for it and 2 minutes 30 longer; a complete one until
 * its TTL ends, and is asked for again at the end if packets used it.
 */
#include "lispd/role/itr.h"

#include <string.h>

#include "lispd/role/debug.h"
#include "lispd/role/fwd.h"
#include "lispd/role/lig.h"
#include "lispd/role/rt.h"

#define IDLE_MS 150000
#define STATIC_PERIOD_MS 60000
#define REFRESH_GRACE_MS 15000
#define REFRESH_TRIES 3

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

#define eid_debug(l, e, state, ...)                                   \
	do {                                                          \
		if (log_debug_on(DEBUG_REMOTE_EID))                   \
			eid_debug_line(l, e, "", state, __VA_ARGS__); \
	} while (0)

/* "Remote EID IID 0 prefix P, WHAT (sources: S, state: X, rlocs: N)." */
static void eid_debug_line(const struct lisp *l, const struct mapcache_entry *e,
			   const char *sources, const char *state, const char *fmt, ...)
	PRINTF_LIKE(5, 6);
static void eid_debug_line(const struct lisp *l, const struct mapcache_entry *e,
			   const char *sources, const char *state, const char *fmt, ...)
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
	timer_start(&e->idle, IDLE_MS);
	eid_debug(l, e, mapcache_state_str(e), "Starting idle timer (delay 00:02:30)");
}

static bool start_request(struct lisp *l, struct mapcache_entry *e, unsigned tries)
{
	e->request = pending_new(&l->pending, PENDING_REMOTE_EID, &e->eid, 1000, tries);
	return e->request != NULL;
}

static void end_request(struct mapcache_entry *e)
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
	if (start_request(l, e, 0))
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

	if (mapdb_match(&l->db, iid, dst)) {
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
	lisp_debug(DEBUG_REMOTE_EID, TAG_XTR, -1, "Processing data signal for EID prefix IID %u %s",
		   iid, eid_str(&eid).s);
	e = new_incomplete(l, &eid, src);
	if (e)
		e->signal_ms = loop_now_ms(l->env->loop);
	else
		fwd_give_up(l, &eid);
}

/* --- asking ----------------------------------------------------------------------------------- */

static bool next_resolver(struct lisp *l, const struct eid *eid, struct addr *out)
{
	struct lisp_inst *inst = lisp_inst_find(l, eid->iid);
	struct lisp_af *af = inst ? lisp_af(inst, eid->prefix.addr.family) : NULL;
	const struct service_cfg *s =
		af && af->active ? af->resolvers :
				   &l->cfg.service[svc_of_family(eid->prefix.addr.family)];

	if (!s->n_resolvers)
		return false;
	*out = s->resolver[l->next_resolver % s->n_resolvers];
	return true;
}

static void add_itr_rlocs(struct lisp *l, uint32_t iid, struct msg_map_request *m)
{
	static const int family[] = { AF_INET, AF_INET6 };

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

static void encode_request(struct wr *w, const struct msg_map_request *m, const struct eid *eid)
{
	struct endpoint inner = { .addr = eid->prefix.addr, .port = LISP_CONTROL_PORT };
	uint8_t request[1500];
	struct wr body = wr_init(request, sizeof(request));

	map_request_encode(&body, m);
	if (body.bad) {
		w->bad = true;
		return;
	}
	ecm_encode(w, &inner, &inner, request, wr_len(&body));
}

static void debug_sending(struct lisp *l, const struct eid *eid, const struct msg_map_request *m,
			  const struct addr *src, const struct addr *to)
{
	const char *host = addr_str(&eid->prefix.addr).s;

	lisp_debug(
		DEBUG_MESSAGES, TAG_NONE, (int)l->id,
		"EID-AF %s, Sending map-request from %s to %s for EID %s, ITR-RLOCs %u, nonce %s "
		"(encap src %s, dst %s).",
		family_str(eid->prefix.addr.family), host, host, eid_str(eid).s, m->n_itr_rlocs,
		nonce_str(m->nonce).s, addr_str(src).s, addr_str(to).s);
}

bool itr_send_request(struct lisp *l, struct pending *p, const struct addr *source,
		      const struct addr *to, struct addr *asked)
{
	struct msg_map_request m = { .n_records = 1, .nonce = ctl_nonce(l->ctl) };
	struct endpoint mr = { .addr = *to, .port = LISP_CONTROL_PORT };
	struct addr src = { 0 };
	uint8_t buf[2048];
	struct wr w = wr_init(buf, sizeof(buf));

	if (addr_is_none(to) && !next_resolver(l, &p->eid, &mr.addr))
		return false;
	m.record = m.record_store;
	m.record_store[0] = p->eid;
	add_itr_rlocs(l, p->eid.iid, &m);
	l->env->host->source(l->env->host_arg, &mr.addr, &src);
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
	encode_request(&w, &m, &p->eid);
	if (w.bad || !rate_take(&l->request_rate, loop_now_ms(l->env->loop)))
		return false;
	*asked = mr.addr;
	pending_sent(p, m.nonce);
	debug_sending(l, &p->eid, &m, &src, &mr.addr);
	ctl_send(l->ctl, &src, &mr, buf, wr_len(&w));
	l->next_resolver += p->n_sent > 1;
	return true;
}

static void send_remote_eid(struct lisp *l, struct pending *p)
{
	static const struct addr any;
	struct mapcache_entry *e = mapcache_find(&l->cache, &p->eid);
	struct addr asked;

	if (!e)
		return;
	lisp_debug(DEBUG_REMOTE_EID, TAG_NONE, (int)l->id,
		   "IID %u Request processing of remote EID prefix map requests to %s.", p->eid.iid,
		   family_str(p->eid.prefix.addr.family));
	lisp_debug(DEBUG_REMOTE_EID, TAG_XTR, -1, "Send map request type remote EID prefix");
	lisp_debug(DEBUG_REMOTE_EID, TAG_XTR, -1, "Send map request for EID prefix IID %u %s",
		   p->eid.iid, eid_str(&p->eid).s);
	eid_debug(l, e, mapcache_state_str(e), "Send map request (%u)", p->n_sent);
	itr_send_request(l, p, &p->source, &any, &asked);
}

static void pending_send(void *arg, struct pending *p)
{
	if (p->kind == PENDING_LIG)
		lig_send(arg, p);
	else
		send_remote_eid(arg, p);
}

static void pending_failed(void *arg, struct pending *p)
{
	struct lisp *l = arg;
	struct mapcache_entry *e;

	if (p->kind == PENDING_LIG) {
		lig_failed(l, p);
		return;
	}
	e = mapcache_find(&l->cache, &p->eid);
	if (!e)
		return;
	e->request = NULL; /* it ends with this call */
	if (e->refreshing)
		mapcache_del(e);
}

const struct pending_ops itr_pending_ops = { .send = pending_send, .failed = pending_failed };

/* --- what is answered ------------------------------------------------------------------------- */

static uint64_t ttl_ms(const struct mapping *m)
{
	uint32_t ttl = m->ttl_min == LISP_TTL_RECIPIENT_DECIDES ? LISP_TTL_DEFAULT_MIN : m->ttl_min;

	return (uint64_t)ttl * 60000;
}

static bool usable_record(const struct mapping *m)
{
	for (unsigned i = 0; i < m->n_rlocs; i++) {
		const struct addr *a = &m->rloc[i].addr;

		if (!addr_is_none(a) &&
		    (addr_is_broadcast(a) || addr_is_unspecified(a) || addr_is_loopback(a)))
			return false;
	}
	return m->eid.kind == EID_IP;
}

static void hold_locators(struct lisp *l, const struct mapping *m, bool on)
{
	for (unsigned i = 0; i < m->n_rlocs; i++) {
		if (addr_is_none(&m->rloc[i].addr))
			continue;
		if (on)
			reach_hold(&l->reach, &m->rloc[i].addr);
		else
			reach_release(&l->reach, &m->rloc[i].addr);
	}
}

static unsigned locators_pending(struct lisp *l, const struct mapcache_entry *e)
{
	unsigned n = 0;

	for (unsigned i = 0; i < e->map.n_rlocs; i++) {
		const struct reach_rloc *r = reach_find(&l->reach, &e->map.rloc[i].addr);

		n += r && !r->known;
	}
	return n;
}

/* Status bits: what the mapping says, less what is known to have no route. */
static bool recalculate_lsbs(struct lisp *l, struct mapcache_entry *e)
{
	uint32_t lsbs = 0;

	for (unsigned i = 0; i < e->map.n_rlocs && i < 32; i++) {
		const struct reach_rloc *r = reach_find(&l->reach, &e->map.rloc[i].addr);

		if ((e->map.rloc[i].flags & RLOC_REACHABLE) && (!r || !r->known || r->up))
			lsbs |= 1U << i;
	}
	if (lsbs == e->lsbs)
		return false;
	eid_debug(l, e, mapcache_state_str(e), "Recalculated RLOC status bits from 0x%x to 0x%x",
		  e->lsbs, lsbs);
	e->lsbs = lsbs;
	return true;
}

/* Takes the present opinion about each locator into the entry. True when something changed. */
static bool update_locators(struct lisp *l, struct mapcache_entry *e)
{
	uint64_t now = loop_now_ms(l->env->loop);
	bool changed = recalculate_lsbs(l, e);

	for (unsigned i = 0; i < e->map.n_rlocs; i++) {
		const struct rloc *r = &e->map.rloc[i];
		struct mapcache_rloc *s = &e->rloc[i];
		bool route = addr_is_none(&r->addr) || reach_up(&l->reach, &r->addr);
		bool up = (r->flags & RLOC_REACHABLE) && !addr_is_none(&r->addr) && route;

		s->no_route = !route;
		if (s->up != up) {
			s->up = up;
			s->state_change_ms = s->up_since_ms = now;
			s->n_state_changes++;
			changed = true;
		}
	}
	return changed;
}

/* The incomplete host entry that asked has its answer in a shorter prefix. */
static void drop_asked(struct lisp *l, const struct eid *asked, const struct mapcache_entry *got)
{
	struct mapcache_entry *e = mapcache_find(&l->cache, asked);

	if (!e || e == got || (e->state != MC_INCOMPLETE && !e->refreshing))
		return;
	eid_debug_line(l, e, "<>", mapcache_state_str(e), "Change state to deleted");
	mapcache_del(e);
}

static void debug_less_specific(struct lisp *l, const struct eid *asked, const struct mapping *m,
				const struct addr *from)
{
	if (eid_equal(asked, &m->eid))
		return;
	lisp_debug(DEBUG_REMOTE_EID, TAG_XTR, (int)l->id,
		   "Remote EID IID %u prefix %s, Map-reply from %s returned less specific %s "
		   "(sources: <>, state: deleted, rlocs: 0).",
		   asked->iid, eid_str(asked).s, addr_str(from).s, eid_str(&m->eid).s);
}

static struct mapcache_entry *install(struct lisp *l, const struct eid *asked,
				      const struct mapping *m, const struct addr *from)
{
	struct mapcache_entry *e = mapcache_find(&l->cache, &m->eid);
	struct mapping before = { 0 };
	bool is_new = !e || e->source == MC_SIGNAL;

	lisp_debug(DEBUG_REMOTE_EID, TAG_XTR, -1,
		   "Processing mapping information for EID prefix IID %u %s", m->eid.iid,
		   eid_str(&m->eid).s);
	lisp_debug(DEBUG_REMOTE_EID, TAG_XTR, (int)l->id,
		   "IAF IID %u %s, Persistent db: ignore writing request, disabled.", m->eid.iid,
		   svc_str(&m->eid));
	if (e && e->source == MC_STATIC)
		return NULL; /* what was typed stands */
	if (e)
		mapping_copy(&before, &e->map);
	e = mapcache_get(&l->cache, &m->eid, MC_MAP_REPLY);
	if (!e)
		return NULL;
	mapcache_fill(e, m, from);
	for (unsigned i = 0; is_new && i < e->map.n_rlocs; i++) {
		e->rloc[i].up = false; /* until its route was looked at */
		e->rloc[i].n_state_changes = 0;
	}
	if (is_new) {
		e->created_ms = loop_now_ms(l->env->loop);
		eid_debug_line(l, e, "", "unknown", "Change state to %s", mapcache_state_str(e));
		lisp_debug(DEBUG_REMOTE_EID, TAG_XTR, (int)l->id,
			   "Remote EID IID %u prefix %s, Starting idle timer (delay 00:02:30) "
			   "(sources: , state: %s, rlocs: 0).",
			   e->eid.iid, eid_str(&e->eid).s, mapcache_state_str(e));
	}
	timer_start(&e->idle, IDLE_MS);
	mapcache_expire_in(e, ttl_ms(m));
	drop_asked(l, asked, e);
	hold_locators(l, &e->map, true);
	hold_locators(l, &before, false);
	mapping_fini(&before);
	return e;
}

static void finish_install(struct lisp *l, struct mapcache_entry *e)
{
	unsigned waiting = locators_pending(l, e);

	recalculate_lsbs(l, e);
	if (waiting) {
		eid_debug(l, e, mapcache_state_str(e),
			  "%u RLOCs pending rwatch update, defer fwd update", waiting);
		return; /* reach tells when the routes are known */
	}
	update_locators(l, e);
	mapcache_changed(e);
}

/* One record of a reply that we asked for. */
static void take_record(struct lisp *l, const struct eid *asked, const struct mapping *m,
			const struct addr *from)
{
	struct mapcache_entry *e;

	if (!m->ttl_min) {
		e = mapcache_find(&l->cache, &m->eid);
		if (e && e->source == MC_MAP_REPLY)
			mapcache_del(e);
		drop_asked(l, asked, NULL);
		return;
	}
	e = install(l, asked, m, from);
	if (!e)
		return;
	finish_install(l, e);
	debug_less_specific(l, asked, m, from);
}

static struct lisp *lisp_of_nonce(struct ctl *c, uint64_t nonce, struct pending **p)
{
	struct lisp *l;

	TAILQ_FOREACH(l, &c->lisps, link) {
		*p = pending_find(&l->pending, nonce);
		if (*p)
			return l;
	}
	return NULL;
}

static bool reply_covers(const struct msg_map_reply *m, const struct eid *asked)
{
	for (unsigned i = 0; i < m->n_records; i++)
		if (eid_covers(&m->record[i].eid, asked))
			return true;
	return false;
}

static void debug_reply(struct lisp *l, const struct msg_map_reply *m, const struct pending *p)
{
	uint64_t rtt = loop_now_ms(l->env->loop) - pending_sent_ms(p, m->nonce);

	lisp_debug(DEBUG_MESSAGES, TAG_NONE, -1, "Received map reply nonce %s, records %u",
		   nonce_str(m->nonce).s, m->n_records);
	for (unsigned i = 0; i < m->n_records; i++)
		debug_record(DEBUG_MESSAGES, TAG_NONE, (int)l->id, "Processing Map-Reply",
			     &m->record[i]);
	lisp_debug(DEBUG_REMOTE_EID, TAG_NONE, (int)l->id,
		   "Map Request IID %u prefix %s remote EID prefix[LL], Received reply with rtt "
		   "%ums.",
		   p->eid.iid, eid_str(&p->eid).s, (unsigned)rtt);
}

/* The instance is an ITR's, and the EID is not of our own site. */
static bool may_learn(struct lisp *l, const struct eid *asked)
{
	struct lisp_inst *inst = lisp_inst_find(l, asked->iid);
	struct lisp_af *af = inst ? lisp_af(inst, asked->prefix.addr.family) : NULL;

	return af && af->active && af->itr && !mapdb_match_eid(&l->db, asked);
}

void itr_map_reply(struct ctl *c, const struct ctl_in *in, const struct msg_map_reply *m)
{
	uint64_t now = loop_now_ms(c->env->loop);
	struct pending *p;
	struct lisp *l = lisp_of_nonce(c, m->nonce, &p);
	struct mapcache_entry *e;
	struct eid asked;

	if (!l) {
		refuse(&c->refusals, REFUSE_NONCE, now, &in->from, "Map-Reply nonce %s",
		       nonce_str(m->nonce).s);
		return;
	}
	if (!reply_covers(m, &p->eid)) {
		refuse(&c->refusals, REFUSE_COVER, now, &in->from, "Map-Reply for %s",
		       eid_str(&p->eid).s);
		return;
	}
	debug_reply(l, m, p);
	asked = p->eid;
	e = mapcache_find(&l->cache, &asked);
	if (p->kind == PENDING_LIG)
		lig_reply(l, p, in, m);
	else if (e)
		e->request = NULL;
	pending_end(p); /* a nonce is good for one reply */
	if (!may_learn(l, &asked))
		return;
	for (unsigned i = 0; i < m->n_records; i++)
		if (m->record[i].eid.iid == asked.iid && usable_record(&m->record[i]) &&
		    (eid_covers(&m->record[i].eid, &asked) ||
		     eid_covers(&m->record[0].eid, &m->record[i].eid)))
			take_record(l, &asked, &m->record[i], &in->from.addr);
}

/* --- ends of entries, routes -------------------------------------------------------------------- */

static bool is_typed(struct lisp *l, const struct mapcache_entry *e)
{
	const struct instance_cfg *ic = instance_cfg_find(&l->cfg, e->eid.iid);
	const struct service_cfg *s = ic ? &ic->service[svc_of_family(e->eid.prefix.addr.family)] :
					   NULL;

	for (unsigned i = 0; s && i < s->n_static; i++)
		if (prefix_equal(&s->map_cache[i].prefix, &e->eid.prefix))
			return true;
	return false;
}

static void cache_changed(void *arg, struct mapcache_entry *e)
{
	fwd_entry(arg, e);
}

static void cache_removed(void *arg, struct mapcache_entry *e)
{
	struct lisp *l = arg;

	end_request(e);
	if (e->source == MC_MAP_REPLY || e->source == MC_STATIC)
		hold_locators(l, &e->map, false);
	fwd_remove(l, e);
	/* An answer that stood in the place of what is configured: that comes back. */
	if (e->source == MC_MAP_REPLY && (prefix_is_default(&e->eid.prefix) || is_typed(l, e)))
		lisp_changed(l);
}

static bool cache_expired(void *arg, struct mapcache_entry *e)
{
	struct lisp *l = arg;

	if (e->source == MC_STATIC_MAP_REQUEST) {
		e->created_ms = e->modified_ms = loop_now_ms(l->env->loop);
		mapcache_expire_in(e, STATIC_PERIOD_MS);
		return true;
	}
	if (e->refreshing || e->state != MC_COMPLETE || !fwd_used(l, e))
		return false;
	/* Packets use it: ask again for its own prefix and keep it meanwhile. */
	end_request(e);
	e->refreshing = start_request(l, e, REFRESH_TRIES);
	mapcache_expire_in(e, REFRESH_GRACE_MS);
	return e->refreshing;
}

static void cache_idle(void *arg, struct mapcache_entry *e)
{
	struct lisp *l = arg;
	uint64_t now = loop_now_ms(l->env->loop);

	if (e->state != MC_INCOMPLETE)
		return;
	if (now - e->signal_ms < IDLE_MS) {
		timer_start(&e->idle, IDLE_MS);
		return;
	}
	eid_debug(l, e, mapcache_state_str(e), "Change state to deleted");
	fwd_give_up(l, &e->eid);
	mapcache_del(e);
}

const struct mapcache_ops itr_cache_ops = {
	.changed = cache_changed,
	.removed = cache_removed,
	.expired = cache_expired,
	.idle = cache_idle,
};

static bool reach_route(void *arg, const struct addr *a, struct reach_path *path)
{
	struct lisp *l = arg;

	return l->env->host->route(l->env->host_arg, a, path);
}

static void route_changed(struct lisp *l, const struct reach_rloc *r)
{
	struct mapcache_entry *e = mapcache_first_all(&l->cache), *next;

	lisp_debug(DEBUG_RIB, TAG_XTR, (int)l->id,
		   "Remote shrRLOC %s, Reachability notification, %s* allow* remote.",
		   addr_str(&r->addr).s, r->up ? "up" : "down");
	for (; e; e = next) {
		bool names_it = false;

		next = mapcache_next_all(&l->cache, &e->eid);
		for (unsigned i = 0; i < e->map.n_rlocs; i++)
			names_it |= addr_equal(&e->map.rloc[i].addr, &r->addr);
		if (!names_it || locators_pending(l, e))
			continue;
		if (update_locators(l, e) || e->state == MC_COMPLETE) {
			eid_debug(l, e, mapcache_state_str(e),
				  "No more RLOCs pending rwatch update, schedule deferred fwd "
				  "update");
			mapcache_changed(e);
		}
	}
	rt_reach_changed(l, r);
}

static void reach_event(void *arg, const struct reach_rloc *r, enum reach_event ev)
{
	struct lisp *l = arg;
	const char *host = r->addr.family == AF_INET ? "32" : "128";

	switch (ev) {
	case REACH_CREATED:
		lisp_debug(DEBUG_RIB, TAG_XTR, -1, "RIB Watch Group default %s/%s , created.",
			   addr_str(&r->addr).s, host);
		lisp_debug(DEBUG_RIB, TAG_XTR, -1,
			   "RIB Watch Group default %s/%s , scheduling RIB update.",
			   addr_str(&r->addr).s, host);
		return;
	case REACH_INSTALLED:
		lisp_debug(DEBUG_RIB, TAG_XTR, -1,
			   "RIB Watch Group default %s/%s , installing in RIB.",
			   addr_str(&r->addr).s, host);
		return;
	case REACH_PATH:
		lisp_debug(DEBUG_RIB, TAG_XTR, -1,
			   "RIB Next-hop default %s %s lcl UNSPEC, created.", r->path.ifname,
			   addr_str(&r->addr).s);
		lisp_debug(DEBUG_RIB, TAG_XTR, -1, "RIB Next-hop default %s %s lcl %s, notified.",
			   r->path.ifname, addr_str(&r->addr).s, addr_str(&r->path.local).s);
		return;
	case REACH_CHANGED:
		route_changed(l, r);
		return;
	}
}

const struct reach_ops itr_reach_ops = { .route = reach_route, .event = reach_event };

/* --- what is configured ------------------------------------------------------------------------ */

static void apply_default_entry(struct lisp *l, struct lisp_inst *inst, int family)
{
	struct prefix all = prefix_default(family);
	struct eid eid = eid_ip(inst->iid, &all);
	struct lisp_af *af = lisp_af(inst, family);
	struct mapcache_entry *e = mapcache_find(&l->cache, &eid);

	if (!af->active || !af->itr) {
		if (e && e->source == MC_STATIC_MAP_REQUEST)
			mapcache_del(e);
		return;
	}
	if (e)
		return;
	e = mapcache_get(&l->cache, &eid, MC_STATIC_MAP_REQUEST);
	e->state = MC_NEGATIVE;
	e->map.action = LISP_ACT_MAP_REQUEST;
	mapcache_expire_in(e, STATIC_PERIOD_MS);
	mapcache_changed(e);
}

static bool wanted(struct lisp *l, const struct mapcache_entry *e)
{
	struct lisp_inst *inst = lisp_inst_find(l, e->eid.iid);
	struct lisp_af *af = inst ? lisp_af(inst, e->eid.prefix.addr.family) : NULL;

	return af && af->active && af->itr;
}

static void typed_mapping(const struct static_map_cfg *cfg, struct mapping *m, struct rloc *rloc)
{
	static const uint8_t action[] = {
		[STATIC_MAP_REQUEST] = LISP_ACT_MAP_REQUEST,
		[STATIC_DROP] = LISP_ACT_DROP,
		[STATIC_NATIVE] = LISP_ACT_NATIVE,
		[STATIC_LOCATORS] = LISP_ACT_NONE,
	};

	m->action = action[cfg->action];
	m->rloc = rloc;
	for (unsigned i = 0; i < cfg->n_locators; i++)
		rloc[m->n_rlocs++] = rloc_make(&cfg->locator[i].addr, cfg->locator[i].priority,
					       cfg->locator[i].weight);
}

static void apply_static(struct lisp *l, uint32_t iid, const struct static_map_cfg *cfg)
{
	struct eid eid = eid_ip(iid, &cfg->prefix);
	enum mapcache_source source = cfg->action == STATIC_MAP_REQUEST ? MC_STATIC_MAP_REQUEST :
									  MC_STATIC;
	struct mapcache_entry *e = mapcache_find(&l->cache, &eid);
	struct mapping m = { .eid = eid, .authoritative = false };
	struct rloc rloc[LISP_MAX_CFG_LOCATORS];
	struct mapping before = { 0 };

	typed_mapping(cfg, &m, rloc);
	if (e && e->source == source && e->map.action == m.action && e->map.n_rlocs == m.n_rlocs &&
	    mapping_equal(&e->map, &m))
		return;
	if (e)
		mapping_copy(&before, &e->map);
	e = mapcache_get(&l->cache, &eid, source);
	mapcache_fill(e, &m, NULL);
	mapcache_expire_in(e, UINT64_MAX);
	hold_locators(l, &e->map, true);
	hold_locators(l, &before, false);
	mapping_fini(&before);
	finish_install(l, e);
}

void itr_apply(struct lisp *l)
{
	struct mapcache_entry *e, *next;
	struct instance_cfg *ic;
	struct lisp_inst *inst;

	for (e = mapcache_first_all(&l->cache); e; e = next) {
		next = mapcache_next_all(&l->cache, &e->eid);
		if (!wanted(l, e) || (e->source == MC_STATIC && !is_typed(l, e)) ||
		    (e->source == MC_STATIC_MAP_REQUEST && !prefix_is_default(&e->eid.prefix) &&
		     !is_typed(l, e)))
			mapcache_del(e);
	}
	TAILQ_FOREACH(ic, &l->cfg.instances, link)
		for (int s = 0; s < SVC_COUNT; s++)
			for (unsigned i = 0; i < ic->service[s].n_static; i++) {
				inst = lisp_inst_find(l, ic->iid);
				if (inst && inst->af[s].active && inst->af[s].itr)
					apply_static(l, ic->iid, &ic->service[s].map_cache[i]);
			}
	TAILQ_FOREACH(inst, &l->insts, link) {
		apply_default_entry(l, inst, AF_INET);
		apply_default_entry(l, inst, AF_INET6);
	}
}

void itr_clear_cache(struct lisp *l, uint32_t iid, int family, const struct prefix *p)
{
	struct mapcache_entry *e = mapcache_first(&l->cache, iid, family);
	struct eid at;

	while (e) {
		at = e->eid;
		if (!p || prefix_equal(p, &e->eid.prefix)) {
			if (e->source == MC_MAP_REPLY || e->source == MC_SIGNAL)
				mapcache_del(e);
			else
				e->created_ms = e->modified_ms = loop_now_ms(l->env->loop);
		}
		e = mapcache_next(&l->cache, &at);
	}
}
