/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WIRE_AUTH_H
#define WIRE_AUTH_H

/*
 * Message authentication of RFC 9301 5.6 and 5.7: HMAC over the whole message (xTR-ID and
 * Site-ID included) with the authentication data zeroed. Algorithms and lengths:
 *   1 HMAC-SHA-1: 20 octets (12 accepted)   2 HMAC-SHA-256: 32 (16 accepted)
 *   3 HKDF-SHA256 per message, HMAC-SHA-256 truncated to 16 (32 accepted)
 */

#include "lispd/wire/msg.h"

/* A shared key made ready: keyed contexts are kept and only re-initialised per message. */
struct auth_key;

struct auth_key *auth_key_new(const char *password); /* octets of the text, no terminator */
void auth_key_free(struct auth_key *k);		     /* wipes; NULL is fine */

uint16_t auth_len(unsigned algorithm); /* octets that we send; 0 for an unknown algorithm */

/*
 * True when the authentication data in msg[0..len) is right under k, compared in constant time
 * over its whole length. f is what the decoder found. Unknown algorithms, algorithm 0 and
 * lengths other than those above are false. msg is not changed. type gives the HKDF salt.
 */
bool auth_verify(struct auth_key *k, unsigned type, uint64_t nonce, const struct auth_field *f,
		 const void *msg, size_t len);

/* Computes the data over msg[0..len) and writes it at f->offset. False when OpenSSL fails. */
bool auth_sign(struct auth_key *k, unsigned type, uint64_t nonce, const struct auth_field *f,
	       void *msg, size_t len);

#endif
