/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORE_MAPPING_H
#define CORE_MAPPING_H

/*
 * A mapping: an EID and where it is. A decoded mapping borrows its locators from the message's
 * arena; one that a store keeps owns them (mapping_copy / mapping_fini).
 */

#include "lispd/core/eid.h"
#include "lispd/core/rloc.h"

struct mapping {
	struct eid eid;
	uint32_t ttl_min;
	uint16_t version; /* map-version, 12 bits, 0 = none (RFC 9302) */
	uint8_t action;	  /* enum lisp_action; looked at only without locators */
	bool authoritative;
	bool incomplete;   /* Map-Referral only */
	uint8_t sig_count; /* Map-Referral only */
	uint8_t n_rlocs;
	struct rloc *rloc;
};

/* Deep copy into dst, whose old content is not looked at. */
void mapping_copy(struct mapping *dst, const struct mapping *src);
void mapping_fini(struct mapping *m); /* frees the locators of a copy */
/* Ascending as RFC 9301 5.5 wants them: the order that gives the status bits. */
void mapping_sort(struct mapping *m);
bool mapping_equal(const struct mapping *a, const struct mapping *b); /* also flags of locators */
const char *action_name(unsigned action); /* "none", "natively-forward" ... as debug lines say */

#endif
