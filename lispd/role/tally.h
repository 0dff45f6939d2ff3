/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_TALLY_H
#define ROLE_TALLY_H

/*
 * Counts of one EID table: records and requests, in and out, and what each map-resolver answered.
 * A tally is made by the first event of a table that is configured, here or in a site, and stays
 * until the end: who counts does not ask whether somebody looks.
 */

#include "lib/hash.h"
#include "lispd/core/eid.h"
#include "lispd/role/meter.h"

struct lisp;

enum tally_kind {
	TALLY_REQUEST_IN,
	TALLY_REQUEST_OUT,
	TALLY_ENCAP_IN,
	TALLY_PROBE_IN,
	TALLY_SMR_IN,
	TALLY_PROBE_REQUEST_OUT,
	TALLY_PROBE_REPLY_IN,
	TALLY_SMR_OUT,	       /* Map-Requests with S */
	TALLY_SMR_INVOKED_OUT, /* with s */
	TALLY_NO_REPLY,
	TALLY_FORWARDED, /* by the Map-Server to an ETR */
	TALLY_REPLY_IN,
	TALLY_AUTHORITATIVE_IN,
	TALLY_NEGATIVE_IN,
	TALLY_AUTHORITATIVE_OUT,
	TALLY_NEGATIVE_OUT,
	TALLY_PROXY_OUT,
	TALLY_PROBE_OUT, /* replies */
	TALLY_REGISTER_IN,
	TALLY_REGISTER_OUT,
	TALLY_NO_SITE,
	TALLY_AUTH_FAILED,
	TALLY_LOCATORS,
	TALLY_NOTIFY_IN,
	TALLY_NOTIFY_OUT,
	TALLY_NOTIFY_AUTH_FAILED,
	TALLY_CREATED, /* map-cache entries */
	TALLY_DELETED,
	TALLIES,
};

struct tally_resolver {
	struct addr addr;
	uint64_t last_reply_ms; /* 0 = never */
	uint64_t sent, positive, negative, no_reply;
	struct meter replies, rtt_ms;
};

struct tally {
	uint64_t n[TALLIES];
	struct meter requests_in, registers_in;
	unsigned n_resolvers;
	struct tally_resolver *resolver; /* owned */
	uint64_t cleared_ms;		 /* 0 = never */
};

struct tallies {
	struct hash by_table; /* process, instance, family -> struct tally */
};

void tallies_fini(struct tallies *t);
/* What was counted for the table; NULL when nothing ever was. */
const struct tally *tally_find(const struct lisp *l, uint32_t iid, int family);
/* Sets a table's counts to zero; iid NULL: those of all tables of the family. */
void tally_clear(struct lisp *l, const uint32_t *iid, int family);
/* The sum over the family's tables. The caller frees sum->resolver. */
void tally_sum(const struct lisp *l, int family, struct tally *sum);

void tally_add(struct lisp *l, const struct eid *eid, enum tally_kind k);
/* A request for the EID went to the map-resolver, and before it one that nobody answered. */
void tally_asked(struct lisp *l, const struct eid *eid, const struct addr *resolver);
void tally_not_answered(struct lisp *l, const struct eid *eid, const struct addr *resolver);
void tally_answered(struct lisp *l, const struct eid *eid, const struct addr *resolver,
		    bool negative, uint64_t rtt_ms);

#endif
