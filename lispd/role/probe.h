/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_PROBE_H
#define ROLE_PROBE_H

/*
 * RLOC probing (RFC 9301 7.1). There is one prober per RLOC, whatever number of map-cache entries
 * names it; it asks about one of them, straight to the RLOC. While replies come it asks once a
 * period. A probe that is not answered in time is repeated at once; after the last repetition
 * the RLOC counts as down for all entries, until the next reply. What is found out goes to
 * map/reach.
 */

#include "lib/hash.h"
#include "lib/lpm.h"
#include "lispd/role/ctl.h"

#define PROBE_PERIOD_MS 60000
#define PROBE_RETRIES 2 /* of a lost one */
#define PROBE_NONCES 4	/* that still count */

struct probes;

struct probe {
	struct probes *owner;
	struct addr rloc;
	struct eid eid; /* of the entry that it asks about */
	unsigned holders;
	struct timer timer;
	bool waiting;	  /* for an answer to the last one */
	unsigned n_lost;  /* one after the other */
	uint64_t sent_ms; /* the last one; 0 = never */
	bool answered;
	uint64_t rtt_ms;
	struct {
		uint64_t nonce, sent_ms; /* 0 = none */
	} out[PROBE_NONCES];
	unsigned next_out;
};

struct probes {
	struct lisp *lisp;
	struct lpm *by_rloc;
	struct hash by_nonce;
	struct rate rate; /* in all */
};

struct probes *probes_new(struct lisp *l);
void probes_free(struct probes *s);

/* A map-cache entry names the RLOC, or does not any more. */
void probe_hold(struct lisp *l, const struct addr *rloc, const struct eid *eid);
void probe_release(struct lisp *l, const struct addr *rloc);
/* Takes the settings over. */
void probes_apply(struct lisp *l);
/* Something says that the RLOC may be up or down: looks at once. */
void probe_hint(struct lisp *l, const struct addr *rloc);
const struct probe *probe_find(const struct lisp *l, const struct addr *rloc);
bool probe_is_on(const struct lisp *l, uint32_t iid);

/* True when the reply was one to a probe. */
bool probe_reply(struct ctl *c, const struct ctl_in *in, const struct msg_map_reply *m);

#endif
