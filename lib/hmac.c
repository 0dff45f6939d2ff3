/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/hmac.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

struct hmac {
	EVP_MAC_CTX *ctx;
	size_t len;
};

static EVP_MAC_CTX *context_new(const char *digest)
{
	char name[8];
	OSSL_PARAM params[2];
	EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	EVP_MAC_CTX *ctx = mac ? EVP_MAC_CTX_new(mac) : NULL;

	EVP_MAC_free(mac); /* the context holds a reference of its own */
	if (!ctx)
		return NULL;
	snprintf(name, sizeof(name), "%s", digest);
	params[0] = OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0);
	params[1] = OSSL_PARAM_construct_end();
	if (EVP_MAC_CTX_set_params(ctx, params))
		return ctx;
	EVP_MAC_CTX_free(ctx);
	return NULL;
}

struct hmac *hmac_new(enum hmac_hash hash, const void *key, size_t key_len)
{
	struct hmac *h = xcalloc(1, sizeof(*h));

	h->len = hash == HMAC_SHA1 ? 20 : 32;
	h->ctx = context_new(hash == HMAC_SHA1 ? "SHA1" : "SHA256");
	/* A NULL key would mean "the old one". */
	if (h->ctx && EVP_MAC_init(h->ctx, key ? key : (const void *)"", key_len, NULL) == 1)
		return h;
	hmac_free(h);
	return NULL;
}

void hmac_free(struct hmac *h)
{
	if (!h)
		return;
	EVP_MAC_CTX_free(h->ctx);
	free(h);
}

size_t hmac_len(const struct hmac *h)
{
	return h->len;
}

bool hmac_start(struct hmac *h)
{
	return EVP_MAC_init(h->ctx, NULL, 0, NULL) == 1;
}

bool hmac_add(struct hmac *h, const void *data, size_t len)
{
	return !len || EVP_MAC_update(h->ctx, data, len) == 1;
}

bool hmac_end(struct hmac *h, uint8_t mac[HMAC_MAX_LEN])
{
	size_t len = 0;

	return EVP_MAC_final(h->ctx, mac, &len, HMAC_MAX_LEN) == 1 && len == h->len;
}

#define BLOCK_LEN 64
#define INNER_PAD 0x36
#define OUTER_PAD 0x5c

struct hmac_once {
	EVP_MD *md;
	EVP_MD_CTX *ctx;
	uint8_t pad[BLOCK_LEN]; /* the key, as the outer hash wants it */
};

struct hmac_once *hmac_once_new(void)
{
	struct hmac_once *h = xcalloc(1, sizeof(*h));

	h->md = EVP_MD_fetch(NULL, "SHA256", NULL);
	h->ctx = EVP_MD_CTX_new();
	if (h->md && h->ctx && EVP_DigestInit_ex2(h->ctx, h->md, NULL) == 1)
		return h;
	hmac_once_free(h);
	return NULL;
}

void hmac_once_free(struct hmac_once *h)
{
	if (!h)
		return;
	EVP_MD_CTX_free(h->ctx);
	EVP_MD_free(h->md);
	hmac_wipe(h, sizeof(*h));
	free(h);
}

static bool hash_pad(struct hmac_once *h)
{
	return EVP_DigestInit_ex2(h->ctx, NULL, NULL) == 1 &&
	       EVP_DigestUpdate(h->ctx, h->pad, BLOCK_LEN) == 1;
}

bool hmac_once_start(struct hmac_once *h, const void *key, size_t key_len)
{
	if (key_len > BLOCK_LEN)
		return false;
	memset(h->pad, 0, BLOCK_LEN);
	memcpy(h->pad, key, key_len);
	for (size_t i = 0; i < BLOCK_LEN; i++)
		h->pad[i] ^= INNER_PAD;
	return hash_pad(h);
}

bool hmac_once_add(struct hmac_once *h, const void *data, size_t len)
{
	return !len || EVP_DigestUpdate(h->ctx, data, len) == 1;
}

bool hmac_once_end(struct hmac_once *h, uint8_t mac[HMAC_MAX_LEN])
{
	for (size_t i = 0; i < BLOCK_LEN; i++)
		h->pad[i] ^= INNER_PAD ^ OUTER_PAD;
	return EVP_DigestFinal_ex(h->ctx, mac, NULL) == 1 && hash_pad(h) &&
	       EVP_DigestUpdate(h->ctx, mac, HMAC_MAX_LEN) == 1 &&
	       EVP_DigestFinal_ex(h->ctx, mac, NULL) == 1;
}

bool hmac_equal(const void *a, const void *b, size_t len)
{
	return CRYPTO_memcmp(a, b, len) == 0;
}

void hmac_wipe(void *p, size_t len)
{
	OPENSSL_cleanse(p, len);
}
