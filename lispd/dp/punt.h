/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_PUNT_H
#define DP_PUNT_H

/* Packets from workers to control: copied into a bounded ring per worker, limited per reason. */

#include <stddef.h>

#include "lispd/dp/fib.h"

enum punt_reason {
	PUNT_MISS, /* FIB_PUNT: the destination wants a Map-Request */
	PUNT_LSB,  /* status bits of a peer changed; src = inner source, rloc = outer source */
	PUNT_DECAP_MISS, /* inner destination is not a local EID here */
	PUNT_AWAY,	 /* inner destination has moved; rloc = outer source */
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
	uint8_t worker; /* it came through; released packets go back there */
};

/* --- inside dp -------------------------------------------------------------------------------- */

/* Packets in flight from one thread to another: a ring of octets, one writer, one reader. */
struct punt_ring;

struct punt_record {
	struct fib_table *table;
	struct addr rloc;
	uint32_t lsbs;
	enum punt_reason reason;
	uint32_t len; /* of the packet behind it */
};

struct punt_ring *punt_ring_new(size_t size); /* a power of two */
void punt_ring_free(struct punt_ring *r);
/* Writer: false when there is no room. */
bool punt_ring_put(struct punt_ring *r, const struct punt_record *rec, const uint8_t *data);
/* Reader: the oldest record, or NULL; its packet stays valid until punt_ring_next(). */
const struct punt_record *punt_ring_get(struct punt_ring *r, const uint8_t **data);
void punt_ring_next(struct punt_ring *r);

/* Control takes what all workers have put into their rings. */
void punt_drain(struct dp *dp);

#endif
