/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Map-Notifies that acknowledge registrations (RFC 9301 5.7). */
#include <stdlib.h>

#include "lib/mem.h"
#include "lispd/map/merge.h"
#include "lispd/role/debug.h"
#include "lispd/role/ms_site.h"
#include "lispd/role/ms_tell.h"

#define MAX_LOCATOR_LEN 32 /* an IPv6 locator in a record takes 26 */

struct ms_notify { /* a Map-Notify that goes out on the next turn */
	TAILQ_ENTRY(ms_notify) link;
	struct lisp *lisp;
	struct timer when;
	struct addr from;
	struct endpoint to;
	struct auth_key *key; /* of the site; looked up again before use */
	char *site;
	size_t room; /* octets that it takes at most */
	struct msg_register m;
	struct mapping *record;
};

static void notify_free(struct ms_notify *n)
{
	timer_stop(&n->when);
	TAILQ_REMOVE(&n->lisp->notifies, n, link);
	for (unsigned i = 0; i < n->m.n_records; i++)
		mapping_fini(&n->record[i]);
	free(n->record);
	free(n->site);
	free(n);
}

static void send_notify(void *arg)
{
	struct ms_notify *n = arg;
	struct lisp *l = n->lisp;
	struct site *s = site_find(&l->sites, n->site);
	struct ms_site *ms = s ? s->role : NULL;
	uint8_t *buf = xmalloc(n->room);
	struct wr w = wr_init(buf, n->room);

	n->m.record = n->record;
	register_encode(&w, &n->m);
	lisp_debug(DEBUG_MESSAGES, TAG_MS, (int)l->id,
		   "Map-Notify %s->%s xTR-ID %s, sending with %u prefix%s, nonce %s",
		   endpoint_str(&(struct endpoint){ n->from, LISP_CONTROL_PORT }).s,
		   endpoint_str(&n->to).s, xtr_id_str(n->m.ids.xtr_id).s, n->m.n_records,
		   n->m.n_records == 1 ? "" : "es", nonce_str(n->m.nonce).s);
	if (ms && ms->key && !w.bad &&
	    auth_sign(ms->key, n->m.type, n->m.nonce, &n->m.auth, buf, wr_len(&w)))
		ctl_send(l, &n->from, &n->to, buf, wr_len(&w));
	for (unsigned i = 0; i < n->m.n_records; i++)
		tally_add(l, &n->record[i].eid, TALLY_NOTIFY_OUT);
	free(buf);
	notify_free(n);
}

static void debug_scheduling(struct lisp *l, const struct ctl_in *in, const struct site *s,
			     const struct mapping *rec)
{
	const char *p = log_debug_on(DEBUG_MS_REGISTRATION) ? eid_str(&rec->eid).s : "";

	lisp_debug(
		DEBUG_MS_REGISTRATION, TAG_MS, (int)l->id,
		"MS EID IID %u prefix %s %s site %s, Scheduling map notifications for prefix %s.",
		rec->eid.iid, p, svc_str(&rec->eid), s->name, p);
	lisp_debug(DEBUG_MS_REGISTRATION, TAG_MS, (int)l->id,
		   "MS EID IID %u prefix %s %s site %s, Scheduling unreliable map notification for "
		   "prefix %s to ETR %s:4342 which registered %s.",
		   rec->eid.iid, p, svc_str(&rec->eid), s->name, p, addr_str(&in->from.addr).s, p);
}

/* A merged registration is acknowledged with the merged set. */
static void answer(struct lisp *l, const struct msg_register *m, const struct mapping *rec,
		   struct mapping *out)
{
	const struct site_eid *se = m->merge ? site_eid_find(&l->sites, &rec->eid) : NULL;

	if (!se || !merge_answer(se, out))
		mapping_copy(out, rec);
	out->eid = rec->eid;
}

void ms_schedule_notify(struct lisp *l, const struct ctl_in *in, const struct site *s,
			const struct msg_register *m, const bool *accepted)
{
	struct ms_notify *n = xcalloc(1, sizeof(*n));

	n->lisp = l;
	n->from = in->to.addr;
	n->to = (struct endpoint){ .addr = in->from.addr, .port = LISP_CONTROL_PORT };
	n->site = xstrdup(s->name);
	n->room = in->len + 64; /* the register's records, perhaps longer authentication data */
	n->m = (struct msg_register){
		.type = LISP_MAP_NOTIFY,
		.nonce = m->nonce,
		.auth = { .key_id = m->auth.key_id, .algorithm = m->auth.algorithm },
		.ids = m->ids,
	};
	n->m.auth.len = auth_len(m->auth.algorithm);
	n->record = xcalloc(m->n_records, sizeof(*n->record));
	for (unsigned i = 0; i < m->n_records; i++) {
		if (!accepted[i])
			continue;
		debug_scheduling(l, in, s, &m->record[i]);
		answer(l, m, &m->record[i], &n->record[n->m.n_records]);
		n->room += n->record[n->m.n_records++].n_rlocs * MAX_LOCATOR_LEN;
	}
	TAILQ_INSERT_TAIL(&l->notifies, n, link);
	timer_init(&n->when, l->env->loop, send_notify, n);
	timer_start(&n->when, 0);
}

void ms_fini(struct lisp *l)
{
	while (!TAILQ_EMPTY(&l->notifies))
		notify_free(TAILQ_FIRST(&l->notifies));
	ms_tell_fini(l);
}
