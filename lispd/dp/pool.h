/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_POOL_H
#define DP_POOL_H

/*
 * Blocks of 16 to 512 octets for one writer and readers without locks: what is given back is used
 * again only when every reader has been quiescent. Chunks are large where many blocks are needed,
 * so that the processor's address cache reaches far. Nothing goes back to the system before
 * pool_fini().
 */

#include "lispd/dp/qsbr.h"

#define POOL_UNIT 16
#define POOL_CLASSES 32
#define POOL_LIMBO 124

struct pool_chunk;
struct pool_free;

/* Blocks that were given back between two moments. */
struct pool_limbo {
	STAILQ_ENTRY(pool_limbo) link;
	uint64_t epoch;
	unsigned n;
	struct {
		void *block;
		uint32_t class;
	} row[POOL_LIMBO];
};

struct pool {
	struct qsbr *qsbr;
	struct pool_chunk *chunks;
	uint8_t *next;	   /* in the newest chunk */
	size_t left;	   /* behind next */
	size_t chunk_size; /* of the newest */
	size_t reserved;   /* octets in chunks */
	size_t used;	   /* octets in blocks, those in limbo included */
	struct pool_free *free[POOL_CLASSES];
	STAILQ_HEAD(, pool_limbo) limbo; /* full ones, oldest first */
	struct pool_limbo *filling;
};

void pool_init(struct pool *p, struct qsbr *q);
/* No readers are left. */
void pool_fini(struct pool *p);

/* Aligned to POOL_UNIT, not cleared. Never NULL. */
void *pool_new(struct pool *p, size_t len);
/* The block is linked nowhere any more. */
void pool_retire(struct pool *p, void *block, size_t len);

#endif
