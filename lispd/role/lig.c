/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/role/lig.h"

#include <stdlib.h>
#include <time.h>

#include "lib/mem.h"
#include "lispd/role/itr.h"

#define TRY_MS 2000
#define DEFAULT_TRIES 3

struct lig {
	TAILQ_ENTRY(lig) link;
	struct lisp *lisp;
	struct lig_params params;
	const struct lig_ops *ops;
	void *arg;
	struct pending *request;
	uint64_t sent_us;
};

/* Finer than the loop's milliseconds: lig prints microseconds. */
static uint64_t now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

static void lig_free(struct lig *lig)
{
	TAILQ_REMOVE(&lig->lisp->ligs, lig, link);
	free(lig);
}

struct lig *lig_start(struct lisp *l, const struct lig_params *p, const struct lig_ops *ops,
		      void *arg)
{
	struct pending *request = pending_new(&l->pending, PENDING_LIG, &p->eid, TRY_MS,
					      p->count ? p->count : DEFAULT_TRIES);
	struct lig *lig;

	if (!request)
		return NULL;
	lig = xcalloc(1, sizeof(*lig));
	lig->lisp = l;
	lig->params = *p;
	lig->ops = ops;
	lig->arg = arg;
	lig->request = request;
	request->arg = lig;
	request->source = p->source;
	request->backoff.max_ms = TRY_MS; /* even spacing */
	TAILQ_INSERT_TAIL(&l->ligs, lig, link);
	return lig;
}

void lig_cancel(struct lig *lig)
{
	pending_end(lig->request);
	lig_free(lig);
}

void lig_fini(struct lisp *l)
{
	struct lig *lig;

	while ((lig = TAILQ_FIRST(&l->ligs))) {
		lig->ops->failed(lig->arg, "the LISP process is gone");
		lig_cancel(lig);
	}
}

void lig_send(struct lisp *l, struct pending *p)
{
	struct lig *lig = p->arg;
	struct addr asked;

	lig->sent_us = now_us();
	if (itr_send_request(l, p, &lig->params.source, &lig->params.to, &asked)) {
		lig->ops->sending(lig->arg, &asked, mapdb_match_eid(&l->db, &p->eid) != NULL);
		return;
	}
	lig->ops->failed(lig->arg,
			 "no map-resolver is configured, or no address to be answered at");
	lig_cancel(lig);
}

void lig_failed(struct lisp *l UNUSED, struct pending *p)
{
	struct lig *lig = p->arg;

	lig->ops->failed(lig->arg, NULL);
	lig_free(lig); /* the request ends by itself */
}

void lig_reply(struct lisp *l UNUSED, struct pending *p, const struct ctl_in *in,
	       const struct msg_map_reply *m)
{
	struct lig *lig = p->arg;
	const struct mapping *best = NULL;

	for (unsigned i = 0; i < m->n_records; i++)
		if (eid_covers(&m->record[i].eid, &p->eid) &&
		    (!best || m->record[i].eid.prefix.plen > best->eid.prefix.plen))
			best = &m->record[i];
	lig->ops->reply(lig->arg, &in->from.addr, now_us() - lig->sent_us, best);
	lig_free(lig); /* the caller ends the request */
}
