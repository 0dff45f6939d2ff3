/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_HMAC_H
#define LIB_HMAC_H

/*
 * HMAC over OpenSSL's EVP_MAC. A context keeps its key and is only started again for each
 * message: fetching and keying per message would cost more than the MAC.
 */

#include "lib/base.h"

enum hmac_hash { HMAC_SHA1, HMAC_SHA256 };

#define HMAC_MAX_LEN 32 /* octets of the longest MAC */

struct hmac;

/* NULL when OpenSSL refuses. A key of length 0 is a key. */
struct hmac *hmac_new(enum hmac_hash hash, const void *key, size_t key_len);
void hmac_free(struct hmac *h);	       /* wipes the key; NULL is fine */
size_t hmac_len(const struct hmac *h); /* octets of the MAC: 20 or 32 */

/* One message: start, any number of adds, end. False when OpenSSL fails, at the latest in end. */
bool hmac_start(struct hmac *h);
bool hmac_add(struct hmac *h, const void *data, size_t len);
bool hmac_end(struct hmac *h, uint8_t mac[HMAC_MAX_LEN]);

/*
 * HMAC-SHA-256 whose key is another one for each message. Hashing the two pads ourselves costs
 * half of what keying an EVP_MAC context again does.
 */
struct hmac_once;

struct hmac_once *hmac_once_new(void); /* NULL when OpenSSL refuses */
void hmac_once_free(struct hmac_once *h);
bool hmac_once_start(struct hmac_once *h, const void *key, size_t key_len); /* at most 64 octets */
bool hmac_once_add(struct hmac_once *h, const void *data, size_t len);
bool hmac_once_end(struct hmac_once *h, uint8_t mac[HMAC_MAX_LEN]);

/* Time does not depend on the content. */
bool hmac_equal(const void *a, const void *b, size_t len);
void hmac_wipe(void *p, size_t len);

#endif
