/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_LPM_H
#define LIB_LPM_H

/*
 * A path-compressed binary trie over bit strings: exact find, longest match, ordered walk. It
 * serves control stores; values are the caller's pointers, never NULL. Order is that of the bit
 * strings, a shorter one before its extensions. No recursion.
 *
 * Keys of IP entries are built by lpm_key(): 32 bits instance ID, 8 bits family, the address.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/prefix.h"

#define LPM_KEY_BYTES 21

struct lpm;

struct lpm_key {
	uint8_t b[LPM_KEY_BYTES];
	uint16_t bits;
};

struct lpm_key lpm_key(uint32_t iid, const struct prefix *p);

struct lpm *lpm_new(void);
void lpm_free(struct lpm *l); /* values stay the caller's */
size_t lpm_count(const struct lpm *l);

/* NULL when it went in, else the value that stands there already (nothing changes). */
void *lpm_add(struct lpm *l, const struct lpm_key *k, void *value);
void *lpm_del(struct lpm *l, const struct lpm_key *k); /* the value that was there, or NULL */
void *lpm_find(const struct lpm *l, const struct lpm_key *k);
/* The longest key that is a prefix of k (or k). */
void *lpm_match(const struct lpm *l, const struct lpm_key *k);
/* The longest key that is a proper prefix of k. */
void *lpm_cover(const struct lpm *l, const struct lpm_key *k);
/* First in order; first behind k, whether k is in or not. */
void *lpm_first(const struct lpm *l);
void *lpm_next(const struct lpm *l, const struct lpm_key *k);
/* First key at or below k (k itself or an extension of it), NULL when there is none. */
void *lpm_first_under(const struct lpm *l, const struct lpm_key *k);
bool lpm_key_under(const struct lpm_key *k, const struct lpm_key *outer); /* or equal */

/* The longest common part of k with any key that is not a prefix of k: how far k must be
 * spelled out to meet none of them. Used for the least specific hole (RFC 9301 8.4). */
unsigned lpm_distinct_bits(const struct lpm *l, const struct lpm_key *k);

#endif
