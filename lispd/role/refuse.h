/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_REFUSE_H
#define ROLE_REFUSE_H

/*
 * Every message that we do not take ends here: counted by reason, told in one debug line and, at
 * a limited rate, in one log line that names the sender and what to do. "My site does not
 * register" is answered by show lisp refusals.
 */

#include "lib/addr.h"
#include "lib/log.h"

enum refusal {
	REFUSE_MALFORMED,
	REFUSE_TYPE, /* no such message, or not for us at all */
	REFUSE_ECM_INNER,
	REFUSE_NO_MAP_SERVER,
	REFUSE_NO_MAP_RESOLVER,
	REFUSE_NO_SITE,	  /* no eid-record for the prefix */
	REFUSE_NO_KEY,	  /* the site has no authentication-key */
	REFUSE_ALGORITHM, /* none, unknown, or a length that is not allowed */
	REFUSE_AUTH,
	REFUSE_REPLAY,
	REFUSE_LOCATORS, /* allowed-locator */
	REFUSE_LIMIT,
	REFUSE_NONCE,	 /* answer to nothing that we asked, or asked already answered */
	REFUSE_COVER,	 /* record does not cover the EID asked */
	REFUSE_NOT_OURS, /* Map-Request for an EID that is not local */
	REFUSE_ITR_RLOC, /* nowhere to answer to */
	REFUSE_PROBE,	 /* RLOC-probe at a Map-Resolver or Map-Server */
	REFUSE_NO_REPLY, /* SMR or dont-map-reply: taken note of, not answered */
	REFUSE_RATE,
	REFUSE_SESSION, /* TCP from an RLOC that has not registered */
	REFUSE_PEER,	/* Map-Notify from somebody who is no map-server of ours */
	REFUSALS,
};

struct refusal_count {
	uint64_t n, last_ms; /* loop time */
	struct endpoint last_from;
};

struct refusals {
	struct refusal_count count[REFUSALS];
	struct log_limit limit[REFUSALS];
};

const char *refusal_str(enum refusal r);    /* "authentication failed" */
const char *refusal_remedy(enum refusal r); /* "compare the keys ..." or "" */

/* what says which message and what about it: "Map-Register for 10.1.1.0/24". */
void refuse(struct refusals *c, enum refusal why, uint64_t now_ms, const struct endpoint *from,
	    const char *what, ...) PRINTF_LIKE(5, 6);

#endif
