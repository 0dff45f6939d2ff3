/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Map-Replies bring into the map-cache (RFC 9301 5.3 to 5.5). */
#include "lispd/role/itr_entry.h"

#include "lispd/role/debug.h"
#include "lispd/role/lig.h"
#include "lispd/role/mobility.h"
#include "lispd/role/probe.h"

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

void itr_hold_locators(struct lisp *l, const struct mapping *m, bool on)
{
	for (unsigned i = 0; i < m->n_rlocs; i++) {
		if (addr_is_none(&m->rloc[i].addr))
			continue;
		if (on) {
			reach_hold(&l->reach, &m->rloc[i].addr);
			probe_hold(l, &m->rloc[i].addr, &m->eid);
		} else {
			probe_release(l, &m->rloc[i].addr);
			reach_release(&l->reach, &m->rloc[i].addr);
		}
	}
}

unsigned itr_locators_pending(struct lisp *l, const struct mapcache_entry *e)
{
	unsigned n = 0;

	for (unsigned i = 0; i < e->map.n_rlocs; i++) {
		const struct reach_rloc *r = reach_find(&l->reach, &e->map.rloc[i].addr);

		n += r && !r->known;
	}
	return n;
}

/* Nothing that we know speaks against the locator; no look at its route yet counts as up. */
static bool may_be_up(struct lisp *l, const struct rloc *r, const struct mapcache_rloc *s)
{
	const struct reach_rloc *known = reach_find(&l->reach, &r->addr);

	return (r->flags & RLOC_REACHABLE) && !s->lsb_down &&
	       (!known || !known->known || (known->up && !known->silent));
}

/* Status bits: what the mapping says, less what is known to be down. */
static bool recalculate_lsbs(struct lisp *l, struct mapcache_entry *e)
{
	uint32_t lsbs = 0;

	for (unsigned i = 0; i < e->map.n_rlocs && i < 32; i++)
		if (may_be_up(l, &e->map.rloc[i], &e->rloc[i]))
			lsbs |= 1U << i;
	if (lsbs == e->lsbs)
		return false;
	eid_debug(l, e, mapcache_state_str(e), "Recalculated RLOC status bits from 0x%x to 0x%x",
		  e->lsbs, lsbs);
	e->lsbs = lsbs;
	return true;
}

/* Takes the present opinion about each locator into the entry. True when something changed. */
bool itr_update_locators(struct lisp *l, struct mapcache_entry *e)
{
	uint64_t now = loop_now_ms(l->env->loop);
	bool changed = recalculate_lsbs(l, e);

	for (unsigned i = 0; i < e->map.n_rlocs; i++) {
		const struct rloc *r = &e->map.rloc[i];
		struct mapcache_rloc *s = &e->rloc[i];
		bool route = addr_is_none(&r->addr) || reach_up(&l->reach, &r->addr);
		bool up = !addr_is_none(&r->addr) && route && may_be_up(l, r, s);

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

/* The entry that asked, an incomplete host or one that was refreshed, has its answer in a shorter
 * prefix (RFC 9301 5.5). */
static void drop_asked(struct lisp *l, const struct eid *asked, const struct mapcache_entry *got)
{
	struct mapcache_entry *e = mapcache_find(&l->cache, asked);

	if (!e || e == got || (e->source != MC_SIGNAL && e->source != MC_MAP_REPLY))
		return;
	itr_eid_debug(l, e, "<>", mapcache_state_str(e), "Change state to deleted");
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
	for (unsigned i = 0; i < e->map.n_rlocs; i++)
		e->rloc[i].lsb_down = false; /* the record's R bit is newer */
	for (unsigned i = 0; is_new && i < e->map.n_rlocs; i++) {
		e->rloc[i].up = false; /* until its route was looked at */
		e->rloc[i].n_state_changes = 0;
	}
	if (is_new) {
		e->created_ms = loop_now_ms(l->env->loop);
		itr_eid_debug(l, e, "", "unknown", "Change state to %s", mapcache_state_str(e));
		lisp_debug(DEBUG_REMOTE_EID, TAG_XTR, (int)l->id,
			   "Remote EID IID %u prefix %s, Starting idle timer (delay 00:02:30) "
			   "(sources: , state: %s, rlocs: 0).",
			   e->eid.iid, eid_str(&e->eid).s, mapcache_state_str(e));
	}
	timer_start(&e->idle, ITR_IDLE_MS);
	mapcache_expire_in(e, ttl_ms(m));
	drop_asked(l, asked, e);
	itr_hold_locators(l, &e->map, true);
	itr_hold_locators(l, &before, false);
	mapping_fini(&before);
	return e;
}

void itr_finish_install(struct lisp *l, struct mapcache_entry *e)
{
	unsigned waiting = itr_locators_pending(l, e);

	recalculate_lsbs(l, e);
	if (waiting) {
		eid_debug(l, e, mapcache_state_str(e),
			  "%u RLOCs pending rwatch update, defer fwd update", waiting);
		return; /* reach tells when the routes are known */
	}
	itr_update_locators(l, e);
	mapcache_changed(e);
}

void itr_learn_update(struct lisp *l, const struct mapping *m, const struct addr *from)
{
	struct mapcache_entry *e = install(l, &m->eid, m, from);

	if (e)
		itr_finish_install(l, e);
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
	itr_finish_install(l, e);
	debug_less_specific(l, asked, m, from);
}

static struct lisp *lisp_of_nonce(struct ctl *c, const struct ctl_in *in, uint64_t nonce,
				  struct pending **p)
{
	struct lisp *l;

	TAILQ_FOREACH(l, &c->lisps, link) {
		*p = ctl_is_for(l, in) ? pending_find(&l->pending, nonce) : NULL;
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

static void count_reply(struct lisp *l, const struct msg_map_reply *m, const struct pending *p)
{
	uint64_t rtt_ms = loop_now_ms(l->env->loop) - pending_sent_ms(p, m->nonce);
	unsigned n_locators = 0;

	for (unsigned i = 0; i < m->n_records; i++) {
		const struct mapping *r = &m->record[i];

		tally_add(l, &r->eid, TALLY_REPLY_IN);
		if (r->authoritative)
			tally_add(l, &r->eid, TALLY_AUTHORITATIVE_IN);
		if (!r->n_rlocs)
			tally_add(l, &r->eid, TALLY_NEGATIVE_IN);
		n_locators += r->n_rlocs;
	}
	tally_answered(l, &p->eid, &p->asked, !n_locators, rtt_ms);
}

/* The instance is an ITR's, and the EID is not of our own site. */
static bool may_learn(struct lisp *l, const struct eid *asked)
{
	struct lisp_inst *inst = lisp_inst_find(l, asked->iid);
	struct lisp_af *af = inst ? lisp_af(inst, asked->prefix.addr.family) : NULL;

	return af && lisp_af_encapsulates(af) &&
	       (!mapdb_match_eid(&l->db, asked) ||
		mobility_is_elsewhere(l, asked->iid, &asked->prefix.addr));
}

void itr_map_reply(struct ctl *c, const struct ctl_in *in, const struct msg_map_reply *m)
{
	uint64_t now = loop_now_ms(c->env->loop);
	struct mapcache_entry *e;
	struct pending *p;
	struct eid asked;
	struct lisp *l;

	if (probe_reply(c, in, m))
		return;
	l = lisp_of_nonce(c, in, m->nonce, &p);
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
	count_reply(l, m, p);
	asked = p->eid;
	e = mapcache_find(&l->cache, &asked);
	if (p->kind == PENDING_LIG)
		lig_reply(l, p, in, m);
	else if (e && e->request == p)
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
