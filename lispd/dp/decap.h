/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_DECAP_H
#define DP_DECAP_H

/* From the tunnel to a TUN. */

#include "lispd/dp/inner.h"
#include "lispd/dp/table.h"
#include "lispd/dp/udp.h"
#include "lispd/dp/udpset.h"
#include "lispd/dp/worker.h"

struct decap;

struct decap *decap_new(unsigned n_workers);
void decap_free(struct decap *d);
/* A receive socket is readable. */
void decap_ready(struct worker *w, struct source *s);

/* --- pure parts ------------------------------------------------------------------------------- */

struct decap_packet {
	uint32_t iid, lsbs;
	bool lsbs_present;
	struct inner in;
};

/* What the UDP payload holds. False: *why says what is wrong with it. */
bool decap_parse(struct decap_packet *p, uint8_t *data, size_t len, enum fib_encap encap,
		 enum dp_drop *why);

/* RFC 6040 section 4.2: the ECN field to go on with. False: the packet must be dropped.
 * *warn: a combination that should not occur. */
bool decap_ecn(uint8_t inner, uint8_t outer, uint8_t *ecn, bool *warn);

#endif
