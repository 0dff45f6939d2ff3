/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_SMR_PRIVATE_H
#define ROLE_SMR_PRIVATE_H

/* Private to the files of SMRs. */

#include "lib/lpm.h"
#include "lispd/role/holdoff.h"
#include "lispd/role/smr.h"

struct smr_job;

struct smr {
	struct lisp *lisp;
	struct lpm *peers; /* instance and RLOC -> struct smr_peer */
	size_t n_peers;
	TAILQ_HEAD(, smr_job) jobs;
	struct holdoffs out; /* EID of ours, RLOC */
	struct holdoffs in;  /* EID in the map-cache */
	struct rate rate;    /* out, in all */
};

void smr_request(void *arg, struct holdoff *h); /* in.act: asks the mapping system */

#endif
