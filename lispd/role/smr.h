/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_SMR_H
#define ROLE_SMR_H

/*
 * Solicit-Map-Requests (RFC 9301 6.1), both ways.
 *
 * Out: when a mapping of ours changes, everybody who may have it cached is told: the routers that
 * asked us for EIDs of the instance, and those that we have sent data to in the last minute. To
 * one RLOC goes at most one SMR per EID prefix in 3 seconds; one that nobody answers is repeated
 * twice.
 *
 * In: an SMR is believed to be no more than a hint. What it names is looked up in the map-cache
 * and asked for through the mapping system; the old entry serves until the answer.
 */

#include "lispd/role/ctl.h"

struct smr *smr_new(struct lisp *l);
void smr_free(struct smr *s);

/* A mapping of ours is different or gone: tells all that may have it. */
void smr_mapping_changed(struct lisp *l, const struct eid *eid);
/* Tells one RLOC that its mapping for the EID is stale. about: an EID of the receiver, or NULL. */
void smr_send(struct lisp *l, const struct eid *eid, const struct addr *rloc,
	      const struct eid *about);
/* A Map-Request for an EID of ours came: who asked will be told of changes, and has heard of
 * those until now. */
void smr_asked(struct lisp *l, const struct eid *eid, const struct msg_map_request *m);

void smr_received(struct ctl *c, const struct request_in *in, const struct msg_map_request *m);

/* The settings in force for a family of an instance. */
#define SMR_MAX_PER_ENTRY 8
#define SMR_SUPPRESSION_S 3 /* RFC 9301 6.1 */

struct smr_settings {
	bool ignore;
	uint32_t max_per_entry, suppression_s;
};

struct smr_settings smr_settings(const struct lisp *l, uint32_t iid, int family);

#endif
