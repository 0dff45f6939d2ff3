/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A key owns up to three contexts, each made when it is first needed: a map-server has many keys
 * and uses one algorithm with most of them.
 *
 * Algorithm 3 derives a key per message: KDF(nonce + key, salt), RFC 9301 5.6. The RFC does not
 * say how that maps onto HKDF (RFC 5869); we take salt = the text, input = nonce and key, no info,
 * 32 octets. That is two HMACs beside the one over the message.
 */
#include "lispd/wire/auth.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base.h"
#include "lib/hmac.h"
#include "lib/mem.h"

struct auth_key {
	struct hmac *sha1, *sha256;
	struct hmac_once *hkdf;
	size_t len;
	char password[];
};

static const struct {
	uint8_t len, accepted;
} lengths[] = {
	[LISP_AUTH_SHA1] = { 20, 12 },
	[LISP_AUTH_SHA256] = { 32, 16 },
	[LISP_AUTH_HKDF_SHA256] = { 16, 32 },
};

struct auth_key *auth_key_new(const char *password)
{
	size_t len = strlen(password);
	struct auth_key *k = xcalloc(1, sizeof(*k) + len);

	k->len = len;
	memcpy(k->password, password, len);
	return k;
}

void auth_key_free(struct auth_key *k)
{
	if (!k)
		return;
	hmac_free(k->sha1);
	hmac_free(k->sha256);
	hmac_once_free(k->hkdf);
	hmac_wipe(k, sizeof(*k) + k->len);
	free(k);
}

uint16_t auth_len(unsigned algorithm)
{
	return algorithm < ARRAY_LEN(lengths) ? lengths[algorithm].len : 0;
}

static bool len_accepted(unsigned algorithm, unsigned len)
{
	return auth_len(algorithm) &&
	       (len == lengths[algorithm].len || len == lengths[algorithm].accepted);
}

static const char *salt_of(unsigned type)
{
	switch (type) {
	case LISP_MAP_REGISTER:
		return "Map-Register Authentication";
	case LISP_MAP_NOTIFY:
		return "Map-Notify Authentication";
	case LISP_MAP_NOTIFY_ACK:
		return "Map-Notify-Ack Authentication";
	}
	return NULL;
}

/* HKDF-Extract and the single round of HKDF-Expand that 32 octets need. */
static bool derive(struct auth_key *k, unsigned type, uint64_t nonce, uint8_t key[HMAC_MAX_LEN])
{
	const char *salt = salt_of(type);
	uint8_t octets[8];

	for (unsigned i = 0; i < 8; i++)
		octets[i] = (uint8_t)(nonce >> (56 - 8 * i));
	return salt && hmac_once_start(k->hkdf, salt, strlen(salt)) &&
	       hmac_once_add(k->hkdf, octets, 8) && hmac_once_add(k->hkdf, k->password, k->len) &&
	       hmac_once_end(k->hkdf, key) && hmac_once_start(k->hkdf, key, HMAC_MAX_LEN) &&
	       hmac_once_add(k->hkdf, "\001", 1) && hmac_once_end(k->hkdf, key);
}

/* A message in three pieces: its authentication data counts as zeroes. */
struct pieces {
	const uint8_t *head, *tail;
	size_t head_len, zero_len, tail_len;
};

static const uint8_t zeroes[HMAC_MAX_LEN];

static bool mac_keyed(const struct auth_key *k, struct hmac **h, enum hmac_hash hash,
		      const struct pieces *p, uint8_t mac[HMAC_MAX_LEN])
{
	if (!*h)
		*h = hmac_new(hash, k->password, k->len);
	return *h && hmac_start(*h) && hmac_add(*h, p->head, p->head_len) &&
	       hmac_add(*h, zeroes, p->zero_len) && hmac_add(*h, p->tail, p->tail_len) &&
	       hmac_end(*h, mac);
}

static bool mac_derived(struct auth_key *k, unsigned type, uint64_t nonce, const struct pieces *p,
			uint8_t mac[HMAC_MAX_LEN])
{
	uint8_t key[HMAC_MAX_LEN];
	bool ok;

	if (!k->hkdf)
		k->hkdf = hmac_once_new();
	ok = k->hkdf && derive(k, type, nonce, key) &&
	     hmac_once_start(k->hkdf, key, HMAC_MAX_LEN) &&
	     hmac_once_add(k->hkdf, p->head, p->head_len) &&
	     hmac_once_add(k->hkdf, zeroes, p->zero_len) &&
	     hmac_once_add(k->hkdf, p->tail, p->tail_len) && hmac_once_end(k->hkdf, mac);
	hmac_wipe(key, sizeof(key));
	return ok;
}

static bool compute(struct auth_key *k, unsigned type, uint64_t nonce, const struct auth_field *f,
		    const uint8_t *msg, size_t len, uint8_t mac[HMAC_MAX_LEN])
{
	size_t end = (size_t)f->offset + f->len;
	struct pieces p = {
		.head = msg,
		.head_len = f->offset,
		.zero_len = f->len,
	};

	if (end > len || !len_accepted(f->algorithm, f->len))
		return false;
	p.tail = msg + end;
	p.tail_len = len - end;
	switch (f->algorithm) {
	case LISP_AUTH_SHA1:
		return mac_keyed(k, &k->sha1, HMAC_SHA1, &p, mac);
	case LISP_AUTH_SHA256:
		return mac_keyed(k, &k->sha256, HMAC_SHA256, &p, mac);
	case LISP_AUTH_HKDF_SHA256:
		return mac_derived(k, type, nonce, &p, mac);
	}
	return false;
}

bool auth_verify(struct auth_key *k, unsigned type, uint64_t nonce, const struct auth_field *f,
		 const void *msg, size_t len)
{
	uint8_t mac[HMAC_MAX_LEN];

	return compute(k, type, nonce, f, msg, len, mac) &&
	       hmac_equal(mac, (const uint8_t *)msg + f->offset, f->len);
}

bool auth_sign(struct auth_key *k, unsigned type, uint64_t nonce, const struct auth_field *f,
	       void *msg, size_t len)
{
	uint8_t mac[HMAC_MAX_LEN];

	if (!compute(k, type, nonce, f, msg, len, mac))
		return false;
	memcpy((uint8_t *)msg + f->offset, mac, f->len);
	return true;
}
