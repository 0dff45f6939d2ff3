/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_PUNT_H
#define DP_PUNT_H

/* Packets from workers to control: copied into a bounded ring per worker, limited per reason. */

#include "lispd/dp/fib.h"

enum punt_reason {
	PUNT_MISS,	/* FIB_PUNT: the destination wants a Map-Request */
	PUNT_LSB,	/* status bits of a peer changed; src = inner source, rloc = outer source */
	PUNT_DECAP_MISS, /* inner destination is not a local EID here */
	PUNT_REASONS,
};

struct punt_packet {
	struct fib_table *table;
	unsigned process;
	uint32_t iid;
	enum punt_reason reason;
	struct addr src, dst; /* of the inner packet */
	struct addr rloc;     /* outer source; family 0 on the encap side */
	uint32_t lsbs;
	const uint8_t *data; /* the inner IP packet, as long as the call lasts */
	uint16_t len;
};

#endif
