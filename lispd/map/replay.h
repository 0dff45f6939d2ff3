/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAP_REPLAY_H
#define MAP_REPLAY_H

/*
 * Which Map-Register nonces were seen (RFC 9301 5.6), kept across restarts. Per (key, xTR) the
 * highest one for the strict rule; in any-order mode every one under the key, forever: a bounded
 * memory would make old registers valid again.
 *
 * The file is a sequence of 32-octet records: 8 octets hash of key and xTR, 16 zero or reserved,
 * 8 octets nonce. A torn record at the end is dropped.
 */

#include <stdbool.h>
#include <stdint.h>

#include "lib/hash.h"

enum replay_mode {
	REPLAY_STRICT,	  /* only a higher nonce is new */
	REPLAY_ANY_ORDER, /* any nonce not seen before is new */
};

struct replay {
	struct hash highest; /* who -> highest nonce (heap) */
	struct hash seen;    /* who ^ mixed nonce -> 1 */
	int fd;		     /* -1: memory only */
	uint64_t n_records;
	bool failed; /* writing failed; said once */
};

/* Reads path (NULL: memory only) and goes on writing there. A file that cannot be opened or
 * written is logged and leaves the memory-only form. */
void replay_open(struct replay *r, const char *path);
void replay_close(struct replay *r);

/* A stable name for (key, xTR): text of the key and 16 octets of ID. */
uint64_t replay_who(const char *key, const uint8_t xtr_id[16]);

bool replay_is_new(const struct replay *r, enum replay_mode mode, uint64_t who, uint64_t nonce);
/* Remembers; on disk before it returns, as far as the kernel's memory goes. */
void replay_add(struct replay *r, uint64_t who, uint64_t nonce);

#endif
