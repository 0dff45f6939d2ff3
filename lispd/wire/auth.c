/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A key owns up to four keyed contexts, each made when it is first needed: a map-server has many
 * keys and uses one algorithm with most of them.
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

#define HKDF_LEN 32

enum { CTX_SHA1, CTX_SHA256, CTX_SALT, CTX_DERIVED, N_CTX };

struct auth_key {
	struct hmac *ctx[N_CTX]; /* CTX_SALT is keyed with the salt of salt_type */
	unsigned salt_type;
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
	for (unsigned i = 0; i < N_CTX; i++)
		hmac_free(k->ctx[i]);
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

static struct hmac *context(struct auth_key *k, unsigned which, const void *key, size_t key_len)
{
	if (!k->ctx[which])
		k->ctx[which] = hmac_new(which == CTX_SHA1 ? HMAC_SHA1 : HMAC_SHA256, key, key_len);
	return k->ctx[which];
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

static struct hmac *salted(struct auth_key *k, unsigned type)
{
	const char *salt = salt_of(type);
	struct hmac *h = salt ? context(k, CTX_SALT, salt, strlen(salt)) : NULL;

	if (h && k->salt_type != type && !hmac_rekey(h, salt, strlen(salt)))
		return NULL;
	k->salt_type = type;
	return h;
}

/* HKDF-Extract and the single round of HKDF-Expand that 32 octets need. */
static struct hmac *derived(struct auth_key *k, unsigned type, uint64_t nonce)
{
	uint8_t octets[8], key[HMAC_MAX_LEN];
	struct hmac *extract = salted(k, type), *expand = context(k, CTX_DERIVED, "", 0);
	bool ok;

	_Static_assert(HKDF_LEN == HMAC_MAX_LEN, "one round of SHA-256");
	for (unsigned i = 0; i < 8; i++)
		octets[i] = (uint8_t)(nonce >> (56 - 8 * i));
	ok = extract && expand && hmac_start(extract) && hmac_add(extract, octets, 8) &&
	     hmac_add(extract, k->password, k->len) && hmac_end(extract, key) &&
	     hmac_rekey(expand, key, HKDF_LEN) && hmac_add(expand, "\001", 1) &&
	     hmac_end(expand, key) && hmac_rekey(expand, key, HKDF_LEN);
	hmac_wipe(key, sizeof(key));
	return ok ? expand : NULL;
}

/* The context that is keyed for this message, or NULL. */
static struct hmac *keyed(struct auth_key *k, unsigned algorithm, unsigned type, uint64_t nonce)
{
	switch (algorithm) {
	case LISP_AUTH_SHA1:
		return context(k, CTX_SHA1, k->password, k->len);
	case LISP_AUTH_SHA256:
		return context(k, CTX_SHA256, k->password, k->len);
	case LISP_AUTH_HKDF_SHA256:
		return derived(k, type, nonce);
	}
	return NULL;
}

/* The MAC over msg with zeroes in the place of the authentication data. */
static bool compute(struct auth_key *k, unsigned type, uint64_t nonce, const struct auth_field *f,
		    const uint8_t *msg, size_t len, uint8_t mac[HMAC_MAX_LEN])
{
	static const uint8_t zero[HMAC_MAX_LEN];
	struct hmac *h;
	size_t end = (size_t)f->offset + f->len;

	if (end > len || !len_accepted(f->algorithm, f->len))
		return false;
	h = keyed(k, f->algorithm, type, nonce);
	return h && hmac_start(h) && hmac_add(h, msg, f->offset) && hmac_add(h, zero, f->len) &&
	       hmac_add(h, msg + end, len - end) && hmac_end(h, mac);
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
