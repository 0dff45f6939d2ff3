/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SMRs out. A change makes a job, which walks first the peers that asked us and then, in slices,
 * the map-cache; each RLOC it finds gets one SMR by way of a holdoff. Peers are forgotten when
 * what they got from us has run out.
 */
#include "lispd/role/smr_private.h"

#include <stdlib.h>

#include "lib/mem.h"
#include "lispd/dp/fib.h"
#include "lispd/role/debug.h"

#define PERIOD_MS 3000
#define REPEATS 2
#define IN_ALL_PER_SECOND 100
#define MAX_PEERS 10000
#define MAX_HELD_OFF 10000
#define PEER_AGE_MS (LISP_TTL_DEFAULT_MIN * 60000ULL)
#define RECENTLY_MS 60000
#define ENTRIES_PER_SLICE 500
#define SOON_MS 10	   /* the Map-Register goes first */
#define AFTER_NOTIFY_MS 50 /* a proxy must have it before somebody asks */

struct smr_peer {
	struct addr rloc;
	uint32_t iid;
	uint64_t seen_ms;
	struct eid about; /* an EID of its own; kind EID_NONE = not known */
};

struct smr_job {
	TAILQ_ENTRY(smr_job) link;
	struct smr *smr;
	struct eid eid;
	uint64_t changed_ms;
	struct timer turn;
	bool peers_told;
	int family; /* of the map-cache entries that are looked at */
	bool begun;
	struct eid at;
};

static void transmit(void *arg, struct holdoff *h);

struct smr *smr_new(struct lisp *l)
{
	struct smr *s = xcalloc(1, sizeof(*s));

	s->lisp = l;
	s->peers = lpm_new();
	TAILQ_INIT(&s->jobs);
	holdoffs_init(&s->out, l->env->loop, MAX_HELD_OFF, transmit, s);
	holdoffs_init(&s->in, l->env->loop, MAX_HELD_OFF, smr_request, s);
	rate_init(&s->rate, IN_ALL_PER_SECOND, IN_ALL_PER_SECOND);
	return s;
}

static void job_free(struct smr_job *j)
{
	timer_stop(&j->turn);
	TAILQ_REMOVE(&j->smr->jobs, j, link);
	free(j);
}

static struct lpm_key key_of(uint32_t iid, const struct addr *rloc)
{
	struct prefix host = prefix_host(rloc);

	return lpm_key(iid, &host);
}

static void peer_free(struct smr *s, struct smr_peer *p)
{
	struct lpm_key k = key_of(p->iid, &p->rloc);

	lpm_del(s->peers, &k);
	s->n_peers--;
	free(p);
}

void smr_free(struct smr *s)
{
	struct smr_peer *p;

	while (!TAILQ_EMPTY(&s->jobs))
		job_free(TAILQ_FIRST(&s->jobs));
	while ((p = lpm_first(s->peers)))
		peer_free(s, p);
	lpm_free(s->peers);
	holdoffs_fini(&s->out);
	holdoffs_fini(&s->in);
	free(s);
}

/* --- one SMR ------------------------------------------------------------------------------------ */

/* RFC 9301 6.1: the Source-EID says what has changed, the record is an EID of the receiver. */
static size_t encode(struct lisp *l, const struct holdoff *h, const struct addr *src, uint8_t *buf,
		     size_t len)
{
	struct wr w = wr_init(buf, len);
	struct msg_map_request m = {
		.smr = true,
		.dont_reply = true,
		.nonce = ctl_nonce(l->ctl),
		.source = eid_host(h->eid.iid, &h->eid.prefix.addr),
		.n_itr_rlocs = 1,
		.itr_rloc = { *src },
		.n_records = 1,
	};

	m.record = m.record_store;
	m.record_store[0] = h->about.kind == EID_IP ? h->about : h->eid;
	m.source.lcaf_iid = m.record_store[0].lcaf_iid = h->eid.iid != 0;
	map_request_encode(&w, &m);
	lisp_debug(DEBUG_SMR, TAG_XTR, (int)l->id,
		   "Sending SMR for EID prefix IID %u %s from %s to %s, nonce %s.", h->eid.iid,
		   eid_str(&h->eid).s, addr_str(src).s, addr_str(&h->rloc).s, nonce_str(m.nonce).s);
	return w.bad ? 0 : wr_len(&w);
}

static void transmit(void *arg, struct holdoff *h)
{
	struct smr *s = arg;
	struct lisp *l = s->lisp;
	struct endpoint to = { .addr = h->rloc, .port = LISP_CONTROL_PORT };
	struct addr src = { 0 };
	uint8_t buf[512];
	size_t len;

	h->again = h->n <= REPEATS; /* until somebody asks */
	if (!lisp_source(l, &h->rloc, &src) || !rate_take(&s->rate, loop_now_ms(l->env->loop)))
		return;
	len = encode(l, h, &src, buf, sizeof(buf));
	if (!len)
		return;
	tally_add(l, &h->eid, TALLY_SMR_OUT);
	ctl_send(l, &src, &to, buf, len);
}

void smr_send(struct lisp *l, const struct eid *eid, const struct addr *rloc,
	      const struct eid *about)
{
	static const struct eid unknown;

	if (addr_is_none(rloc) || l->env->host->is_own(l->env->host_arg, rloc))
		return;
	holdoff_do(&l->smr->out, eid, rloc, about ? about : &unknown, PERIOD_MS);
}

/* --- whom to tell ------------------------------------------------------------------------------- */

static void tell_peers(struct smr_job *j)
{
	struct smr *s = j->smr;
	uint64_t now = loop_now_ms(s->lisp->env->loop);
	struct smr_peer *p = lpm_first(s->peers);

	while (p) {
		struct lpm_key k = key_of(p->iid, &p->rloc);

		if (now - p->seen_ms > PEER_AGE_MS)
			peer_free(s, p);
		else if (p->iid == j->eid.iid && p->seen_ms <= j->changed_ms)
			smr_send(s->lisp, &j->eid, &p->rloc, &p->about);
		p = lpm_next(s->peers, &k);
	}
}

/* Without a data plane nobody knows; then everybody is told. */
static bool recently_used(const struct lisp *l, const struct mapcache_entry *e)
{
	const struct lisp_inst *inst = lisp_inst_find(l, e->eid.iid);
	struct fib_counters c;

	if (!inst || !inst->fib)
		return true;
	return fib_counters(inst->fib, &e->eid.prefix, &c) && c.idle_ms < RECENTLY_MS;
}

static void tell_locators(struct smr_job *j, const struct mapcache_entry *e)
{
	struct lisp *l = j->smr->lisp;

	if (e->state != MC_COMPLETE || !recently_used(l, e))
		return;
	for (unsigned i = 0; i < e->map.n_rlocs; i++)
		smr_send(l, &j->eid, &e->map.rloc[i].addr, &e->eid);
}

/* False when the family's entries are through. */
static bool tell_slice(struct smr_job *j)
{
	struct mapcache *mc = &j->smr->lisp->cache;
	struct mapcache_entry *e = j->begun ? mapcache_next(mc, &j->at) :
					      mapcache_first(mc, j->eid.iid, j->family);

	for (unsigned i = 0; e && i < ENTRIES_PER_SLICE; i++) {
		tell_locators(j, e);
		j->begun = true;
		j->at = e->eid;
		e = mapcache_next(mc, &j->at);
	}
	return e != NULL;
}

static void on_turn(void *arg)
{
	struct smr_job *j = arg;

	if (!j->peers_told)
		tell_peers(j);
	j->peers_told = true;
	timer_start(&j->turn, 0);
	if (tell_slice(j))
		return;
	j->begun = false;
	if (j->family == AF_INET6)
		job_free(j);
	else
		j->family = AF_INET6;
}

static bool answered_by_proxy(const struct lisp *l, const struct eid *eid)
{
	struct lisp_inst *inst = lisp_inst_find(l, eid->iid);
	const struct lisp_af *af = inst ? lisp_af(inst, eid->prefix.addr.family) : NULL;

	for (unsigned i = 0; af && af->servers && i < af->servers->n_servers; i++)
		if (af->servers->server[i].proxy_reply)
			return true;
	return false;
}

void smr_mapping_changed(struct lisp *l, const struct eid *eid)
{
	struct smr_job *j;

	TAILQ_FOREACH(j, &l->smr->jobs, link)
		if (eid_equal(&j->eid, eid))
			break;
	if (!j) {
		j = xcalloc(1, sizeof(*j));
		j->smr = l->smr;
		j->eid = *eid;
		timer_init(&j->turn, l->env->loop, on_turn, j);
		TAILQ_INSERT_TAIL(&l->smr->jobs, j, link);
	}
	j->changed_ms = loop_now_ms(l->env->loop);
	j->peers_told = j->begun = false;
	j->family = AF_INET;
	timer_start(&j->turn, answered_by_proxy(l, eid) ? AFTER_NOTIFY_MS : SOON_MS);
}

/* --- who asks ----------------------------------------------------------------------------------- */

static void remember(struct smr *s, uint32_t iid, const struct addr *rloc, const struct eid *source)
{
	struct lpm_key k = key_of(iid, rloc);
	struct smr_peer *p = lpm_find(s->peers, &k);

	if (!p) {
		if (s->n_peers >= MAX_PEERS)
			return; /* the map-cache knows whom we talk to */
		p = xcalloc(1, sizeof(*p));
		p->rloc = *rloc;
		p->iid = iid;
		lpm_add(s->peers, &k, p);
		s->n_peers++;
	}
	p->seen_ms = loop_now_ms(s->lisp->env->loop);
	if (source->kind == EID_IP && source->iid == iid)
		p->about = *source;
}

/* It has the mapping of now: no SMR about it or something that it covers is needed any more. */
static void no_repeats(struct smr *s, const struct eid *eid, const struct addr *rloc)
{
	struct holdoff *h;

	for (unsigned i = 0; i < HOLDOFF_BUCKETS; i++)
		TAILQ_FOREACH(h, &s->out.bucket[i], link)
			if (addr_equal(&h->rloc, rloc) &&
			    (eid_covers(&h->eid, eid) || eid_covers(eid, &h->eid)))
				h->again = false;
}

void smr_asked(struct lisp *l, const struct eid *eid, const struct msg_map_request *m)
{
	for (unsigned i = 0; i < m->n_itr_rlocs; i++) {
		const struct addr *a = &m->itr_rloc[i];

		if (!addr_is_unicast(a) || l->env->host->is_own(l->env->host_arg, a))
			continue;
		remember(l->smr, eid->iid, a, &m->source);
		if (l->smr->out.n)
			no_repeats(l->smr, eid, a);
	}
}
