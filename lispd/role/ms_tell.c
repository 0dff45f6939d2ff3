/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/role/ms_tell.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/map/merge.h"
#include "lispd/role/debug.h"
#include "lispd/role/ms_site.h"

#define PERIOD_MS 3000
#define SAME_PERIOD 3 /* times; then it doubles */
#define SENT_AT_MOST 7

struct ms_tell {
	TAILQ_ENTRY(ms_tell) link;
	struct lisp *lisp;
	struct timer again;
	struct addr from;
	struct endpoint to;
	char *site;
	uint64_t nonce;
	struct xtr_ids ids;
	uint8_t algorithm, key_id;
	unsigned n_sent;
	uint32_t wait_ms;
	struct mapping map;
};

static void tell_free(struct ms_tell *t)
{
	timer_stop(&t->again);
	TAILQ_REMOVE(&t->lisp->tells, t, link);
	mapping_fini(&t->map);
	free(t->site);
	free(t);
}

void ms_tell_fini(struct lisp *l)
{
	while (!TAILQ_EMPTY(&l->tells))
		tell_free(TAILQ_FIRST(&l->tells));
}

static struct auth_key *key_of(const struct ms_tell *t)
{
	struct site *s = site_find(&t->lisp->sites, t->site);
	struct ms_site *ms = s ? s->role : NULL;

	return ms ? ms->key : NULL;
}

static void transmit(struct ms_tell *t)
{
	struct lisp *l = t->lisp;
	struct msg_register m = {
		.type = LISP_MAP_NOTIFY,
		.nonce = t->nonce,
		.auth = { .key_id = t->key_id, .algorithm = t->algorithm },
		.ids = t->ids,
		.n_records = 1,
		.record = &t->map,
	};
	struct auth_key *key = key_of(t);
	uint8_t buf[8192];
	struct wr w = wr_init(buf, sizeof(buf));

	m.auth.len = auth_len(t->algorithm);
	register_encode(&w, &m);
	if (!key || w.bad || !auth_sign(key, m.type, m.nonce, &m.auth, buf, wr_len(&w)))
		return;
	lisp_debug(DEBUG_MESSAGES, TAG_MS, (int)l->id,
		   "Map-Notify %s->%s xTR-ID %s, sending with 1 prefix, nonce %s",
		   endpoint_str(&(struct endpoint){ t->from, LISP_CONTROL_PORT }).s,
		   endpoint_str(&t->to).s, xtr_id_str(t->ids.xtr_id).s, nonce_str(t->nonce).s);
	tally_add(l, &t->map.eid, TALLY_NOTIFY_OUT);
	ctl_send(l, &t->from, &t->to, buf, wr_len(&w));
}

static void on_again(void *arg)
{
	struct ms_tell *t = arg;
	struct rate *limit = &t->lisp->tell_rate;

	if (t->n_sent == SENT_AT_MOST) {
		lisp_debug(DEBUG_MS_REGISTRATION, TAG_MS, (int)t->lisp->id,
			   "Map-Notify to %s for %s was not acknowledged, given up.",
			   endpoint_str(&t->to).s, eid_str(&t->map.eid).s);
		tell_free(t);
		return;
	}
	if (!rate_take(limit, loop_now_ms(t->lisp->env->loop))) {
		timer_start(&t->again, 1000); /* RFC 8085: paced */
		return;
	}
	t->wait_ms = t->n_sent < SAME_PERIOD ? PERIOD_MS : t->wait_ms * 2;
	t->n_sent++;
	timer_start(&t->again, t->wait_ms);
	transmit(t);
}

static struct ms_tell *find(struct lisp *l, const struct eid *eid, const struct addr *to)
{
	struct ms_tell *t;

	TAILQ_FOREACH(t, &l->tells, link)
		if (eid_equal(&t->map.eid, eid) && addr_equal(&t->to.addr, to))
			return t;
	return NULL;
}

/* takes map over. */
static void tell(struct lisp *l, const struct site_reg *to, struct mapping *map)
{
	struct ms_tell *t = find(l, &to->se->eid, &to->from.addr);

	if (t)
		tell_free(t);
	t = xcalloc(1, sizeof(*t));
	t->lisp = l;
	t->from = to->to;
	t->to = (struct endpoint){ .addr = to->from.addr, .port = LISP_CONTROL_PORT };
	t->site = xstrdup(to->se->site->name);
	t->nonce = ctl_nonce(l->ctl);
	t->ids = (struct xtr_ids){ .present = to->has_id, .site_id = to->site_id };
	memcpy(t->ids.xtr_id, to->xtr_id, sizeof(t->ids.xtr_id));
	t->algorithm = to->algorithm;
	t->key_id = to->key_id;
	t->map = *map;
	t->map.eid = to->se->eid;
	t->map.eid.lcaf_iid = to->se->eid.iid != 0;
	TAILQ_INSERT_TAIL(&l->tells, t, link);
	timer_init(&t->again, l->env->loop, on_again, t);
	timer_start(&t->again, 0);
	lisp_debug(DEBUG_MS_REGISTRATION, TAG_MS, (int)l->id,
		   "MS EID IID %u prefix %s %s site %s, Scheduling unreliable map notification for "
		   "prefix %s to ETR %s.",
		   to->se->eid.iid, eid_str(&to->se->eid).s, svc_str(&to->se->eid),
		   to->se->site->name, eid_str(&to->se->eid).s, endpoint_str(&t->to).s);
}

static bool concerns(const struct site_reg *r, const struct site_reg *other, bool gone)
{
	if (r->merge && other->merge)
		return true;
	return !gone && r->map.n_rlocs && other->map.n_rlocs &&
	       merge_is_disjoint(&r->map, &other->map);
}

void ms_tell_others(struct lisp *l, const struct site_reg *r, bool gone)
{
	struct site_reg *other;
	struct mapping map;

	TAILQ_FOREACH(other, &r->se->regs, link) {
		if (other == r || !concerns(r, other, gone) || !merge_answer(r->se, &map))
			continue;
		tell(l, other, &map);
	}
}

bool ms_tell_acked(struct ctl *c, const struct ctl_in *in, const struct msg_register *m)
{
	struct ms_tell *t;
	struct lisp *l;

	TAILQ_FOREACH(l, &c->lisps, link)
		TAILQ_FOREACH(t, &l->tells, link) {
			struct auth_key *key = key_of(t);

			if (t->nonce != m->nonce || !addr_equal(&t->to.addr, &in->from.addr) ||
			    !key)
				continue;
			if (!auth_verify(key, m->type, m->nonce, &m->auth, in->data, in->len)) {
				refuse(&c->refusals, REFUSE_AUTH, loop_now_ms(c->env->loop),
				       &in->from, "Map-Notify-Ack");
				return true;
			}
			tell_free(t);
			return true;
		}
	return false;
}
