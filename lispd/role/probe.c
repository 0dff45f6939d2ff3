/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/role/probe.h"

#include <stdlib.h>

#include "lib/mem.h"
#include "lispd/role/debug.h"
#include "lispd/role/itr_entry.h"

#define IN_ALL_PER_SECOND 1000
#define EID_GAP_MS 1000 /* RFC 9301 5.3: a Map-Request per EID prefix and second, probes included */
#define FIRST_MS 1000

struct settings {
	bool on;
	uint32_t period_ms, timeout_ms, retries;
};

static struct settings settings_of(const struct lisp *l, uint32_t iid)
{
	const struct instance_cfg *ic = instance_cfg_find(&l->cfg, iid);
	const struct common_cfg *top = &l->cfg.common, *own = ic ? &ic->common : top;
	const struct common_cfg *typed = own->rloc_probing ? own : top;
	struct settings s = {
		.on = typed->rloc_probing,
		.period_ms = typed->probe_period_ms ? typed->probe_period_ms : PROBE_PERIOD_MS,
		.retries = typed->has_probe_retries ? typed->probe_retries : PROBE_RETRIES,
	};

	s.timeout_ms = MIN_OF(s.period_ms, EID_GAP_MS);
	return s;
}

bool probe_is_on(const struct lisp *l, uint32_t iid)
{
	return settings_of(l, iid).on;
}

struct probes *probes_new(struct lisp *l)
{
	struct probes *s = xcalloc(1, sizeof(*s));

	s->lisp = l;
	s->by_rloc = lpm_new();
	hash_init(&s->by_nonce);
	rate_init(&s->rate, IN_ALL_PER_SECOND, IN_ALL_PER_SECOND);
	return s;
}

static struct lpm_key key_of(const struct addr *a)
{
	struct prefix host = prefix_host(a);

	return lpm_key(0, &host);
}

static void forget_nonces(struct probe *p)
{
	for (unsigned i = 0; i < PROBE_NONCES; i++) {
		if (p->out[i].sent_ms)
			hash_del(&p->owner->by_nonce, p->out[i].nonce);
		p->out[i].sent_ms = 0;
	}
}

static void probe_free(struct probe *p)
{
	struct lpm_key k = key_of(&p->rloc);

	timer_stop(&p->timer);
	forget_nonces(p);
	lpm_del(p->owner->by_rloc, &k);
	free(p);
}

void probes_free(struct probes *s)
{
	struct probe *p;

	while ((p = lpm_first(s->by_rloc)))
		probe_free(p);
	lpm_free(s->by_rloc);
	hash_fini(&s->by_nonce);
	free(s);
}

static struct probe *find(const struct lisp *l, const struct addr *rloc)
{
	struct lpm_key k = key_of(rloc);

	return lpm_find(l->probes->by_rloc, &k);
}

const struct probe *probe_find(const struct lisp *l, const struct addr *rloc)
{
	return find(l, rloc);
}

/* Up to a fifth earlier, so that probes of many RLOCs do not stay together. */
static uint64_t jittered(struct lisp *l, uint64_t ms)
{
	uint8_t r;

	l->env->host->random(l->env->host_arg, &r, sizeof(r));
	return ms - ms / 5 * r / 255;
}

/* --- asking ------------------------------------------------------------------------------------- */

static bool names(const struct mapcache_entry *e, const struct addr *rloc)
{
	for (unsigned i = 0; i < e->map.n_rlocs; i++)
		if (addr_equal(&e->map.rloc[i].addr, rloc))
			return e->map.rloc[i].priority != LISP_PRIORITY_UNUSED &&
			       (e->map.rloc[i].flags & RLOC_REACHABLE);
	return false;
}

/* The entry that the probe is about; another one when that names the RLOC no more. */
static struct mapcache_entry *entry_of(struct probe *p)
{
	struct lisp *l = p->owner->lisp;
	struct mapcache_entry *e = mapcache_find(&l->cache, &p->eid);

	if (e && names(e, &p->rloc) && probe_is_on(l, e->eid.iid))
		return e;
	for (e = mapcache_first_all(&l->cache); e; e = mapcache_next_all(&l->cache, &e->eid)) {
		if (!names(e, &p->rloc) || !probe_is_on(l, e->eid.iid))
			continue;
		p->eid = e->eid;
		return e;
	}
	return NULL;
}

static void note_nonce(struct probe *p, uint64_t nonce)
{
	unsigned i = p->next_out++ % PROBE_NONCES;

	if (p->out[i].sent_ms)
		hash_del(&p->owner->by_nonce, p->out[i].nonce);
	p->out[i].nonce = nonce;
	p->out[i].sent_ms = p->sent_ms = loop_now_ms(p->owner->lisp->env->loop);
	hash_add(&p->owner->by_nonce, nonce, p);
}

static void send_probe(struct probe *p, const struct mapcache_entry *e)
{
	struct lisp *l = p->owner->lisp;
	struct msg_map_request m = { .probe = true, .n_records = 1, .n_itr_rlocs = 1 };
	struct endpoint to = { .addr = p->rloc, .port = LISP_CONTROL_PORT };
	uint8_t buf[256];
	struct wr w = wr_init(buf, sizeof(buf));

	if (!lisp_source(l, &p->rloc, &m.itr_rloc[0]))
		return; /* no route: that is known elsewhere */
	m.nonce = ctl_nonce(l->ctl);
	m.record = m.record_store;
	m.record_store[0] = e->eid;
	m.record_store[0].lcaf_iid = e->eid.iid != 0;
	map_request_encode(&w, &m);
	if (w.bad)
		return;
	note_nonce(p, m.nonce);
	tally_add(l, &e->eid, TALLY_REQUEST_OUT);
	tally_add(l, &e->eid, TALLY_PROBE_REQUEST_OUT);
	lisp_debug(DEBUG_MESSAGES, TAG_NONE, (int)l->id,
		   "EID-AF %s, Sending RLOC-probe from %s to %s for EID %s, nonce %s.",
		   family_str(e->eid.prefix.addr.family), addr_str(&m.itr_rloc[0]).s,
		   addr_str(&p->rloc).s, eid_str(&e->eid).s, nonce_str(m.nonce).s);
	ctl_send(l, &m.itr_rloc[0], &to, buf, wr_len(&w));
}

/* False: not now, the timer is set for when it can be. */
static bool ask(struct probe *p, struct mapcache_entry *e, const struct settings *set)
{
	struct lisp *l = p->owner->lisp;
	uint64_t now = loop_now_ms(l->env->loop);
	/* Who wants them faster than the RFC gets that for each RLOC. */
	uint64_t gap = set->period_ms < EID_GAP_MS ? 0 : EID_GAP_MS;

	if (gap && e->asked_ms && now - e->asked_ms < gap) {
		timer_start(&p->timer, gap - (now - e->asked_ms));
		return false;
	}
	if (!rate_take(&p->owner->rate, now)) {
		timer_start(&p->timer, EID_GAP_MS);
		return false;
	}
	e->asked_ms = now;
	send_probe(p, e);
	return true;
}

static void on_timer(void *arg)
{
	struct probe *p = arg;
	struct lisp *l = p->owner->lisp;
	struct mapcache_entry *e = entry_of(p);
	struct settings set;

	if (!e || l->env->host->is_own(l->env->host_arg, &p->rloc)) {
		p->waiting = false;
		p->n_lost = 0;
		return;
	}
	set = settings_of(l, e->eid.iid);
	if (p->waiting) {
		p->waiting = false;
		if (++p->n_lost > set.retries) {
			if (p->n_lost == set.retries + 1)
				reach_probed(&l->reach, &p->rloc, false);
			timer_start(&p->timer, jittered(l, set.period_ms));
			return;
		}
	}
	if (!ask(p, e, &set))
		return;
	p->waiting = true;
	timer_start(&p->timer, set.timeout_ms);
}

static void first(struct probe *p)
{
	struct lisp *l = p->owner->lisp;
	uint64_t wait_ms = MIN_OF(settings_of(l, p->eid.iid).period_ms, FIRST_MS);

	timer_start(&p->timer, wait_ms + jittered(l, wait_ms));
}

void probe_hold(struct lisp *l, const struct addr *rloc, const struct eid *eid)
{
	struct probe *p = find(l, rloc);
	struct lpm_key k = key_of(rloc);

	if (!p) {
		p = xcalloc(1, sizeof(*p));
		p->owner = l->probes;
		p->rloc = *rloc;
		p->eid = *eid;
		timer_init(&p->timer, l->env->loop, on_timer, p);
		lpm_add(l->probes->by_rloc, &k, p);
	}
	p->holders++;
	if (timer_armed(&p->timer) || !probe_is_on(l, eid->iid))
		return;
	p->eid = *eid;
	first(p);
}

void probe_release(struct lisp *l, const struct addr *rloc)
{
	struct probe *p = find(l, rloc);

	if (p && !--p->holders)
		probe_free(p);
}

void probes_apply(struct lisp *l)
{
	struct probe *p = lpm_first(l->probes->by_rloc);
	struct lpm_key k;

	for (; p; p = lpm_next(l->probes->by_rloc, &k)) {
		bool on = entry_of(p) != NULL;
		uint32_t period_ms = settings_of(l, p->eid.iid).period_ms;

		k = key_of(&p->rloc);
		if (on && (!timer_armed(&p->timer) || timer_left_ms(&p->timer) > period_ms))
			first(p);
		if (on)
			continue;
		timer_stop(&p->timer);
		p->waiting = false;
		p->n_lost = 0;
		reach_probed(&l->reach, &p->rloc, true); /* nobody looks any more */
	}
}

void probe_hint(struct lisp *l, const struct addr *rloc)
{
	struct probe *p = find(l, rloc);

	if (p && timer_armed(&p->timer) && !p->waiting)
		timer_start(&p->timer, 0);
}

/* --- replies ------------------------------------------------------------------------------------ */

static struct probe *probe_of(struct ctl *c, uint64_t nonce)
{
	struct lisp *l;

	TAILQ_FOREACH(l, &c->lisps, link) {
		struct probe *p = hash_find(&l->probes->by_nonce, nonce);

		if (p)
			return p;
	}
	return NULL;
}

static uint64_t rtt_ms(const struct probe *p, uint64_t nonce, uint64_t now)
{
	for (unsigned i = 0; i < PROBE_NONCES; i++)
		if (p->out[i].sent_ms && p->out[i].nonce == nonce)
			return now - p->out[i].sent_ms;
	return 0;
}

/* RFC 9301 5.4: a probe is answered with P and, in each record, with A. */
static bool is_authoritative(const struct msg_map_reply *m)
{
	for (unsigned i = 0; i < m->n_records; i++)
		if (!m->record[i].authoritative)
			return false;
	return m->probe;
}

/* L and p say something about who replies, not about the mapping. */
static bool says_the_same(const struct mapping *a, const struct mapping *b)
{
	if (a->n_rlocs != b->n_rlocs || a->version != b->version)
		return false;
	for (unsigned i = 0; i < a->n_rlocs; i++) {
		struct rloc x = a->rloc[i], y = b->rloc[i];

		x.flags &= RLOC_REACHABLE;
		y.flags &= RLOC_REACHABLE;
		if (!rloc_equal(&x, &y))
			return false;
	}
	return true;
}

/* RFC 9301 7.1: the opportunity for a mapping update. */
static void take_update(struct lisp *l, const struct ctl_in *in, const struct msg_map_reply *m)
{
	for (unsigned i = 0; i < m->n_records; i++) {
		struct mapping *rec = &m->record[i];
		struct mapcache_entry *e = mapcache_find(&l->cache, &rec->eid);

		mapping_sort(rec);
		if (e && e->source == MC_MAP_REPLY && rec->n_rlocs && rec->ttl_min &&
		    !says_the_same(&e->map, rec))
			itr_learn_update(l, rec, &in->from.addr);
	}
}

bool probe_reply(struct ctl *c, const struct ctl_in *in, const struct msg_map_reply *m)
{
	struct probe *p = probe_of(c, m->nonce);
	uint64_t now = loop_now_ms(c->env->loop);
	struct lisp *l;

	if (!p)
		return false;
	l = p->owner->lisp;
	if (!is_authoritative(m)) {
		refuse(&c->refusals, REFUSE_NONCE, now, &in->from,
		       "RLOC-probe reply without P or A, nonce %s", nonce_str(m->nonce).s);
		return true;
	}
	for (unsigned i = 0; i < m->n_records; i++)
		tally_add(l, &m->record[i].eid, TALLY_PROBE_REPLY_IN);
	p->rtt_ms = rtt_ms(p, m->nonce, now);
	lisp_debug(DEBUG_MESSAGES, TAG_NONE, (int)l->id,
		   "Received RLOC-probe reply for %s from %s, nonce %s, rtt %ums.",
		   addr_str(&p->rloc).s, endpoint_str(&in->from).s, nonce_str(m->nonce).s,
		   (unsigned)p->rtt_ms);
	p->answered = true;
	p->waiting = false;
	p->n_lost = 0;
	forget_nonces(p);
	timer_start(&p->timer, jittered(l, settings_of(l, p->eid.iid).period_ms));
	reach_probed(&l->reach, &p->rloc, true);
	take_update(l, in, m);
	return true;
}
