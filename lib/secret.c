/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/secret.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/hmac.h"

#define SALT_LEN 14
#define MD5_SALT_LEN 8
#define MD5_SALT_MADE 4 /* signs that IOS gives a new one */
#define MD5_LEN 16
#define MD5_ROUNDS 1000
#define KDF_LEN 32
#define PBKDF2_ROUNDS 20000
#define SCRYPT_N 16384

/* Crypt's order of the 64 signs. */
static const char signs[] = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

void secret_random(void *p, size_t len)
{
	while (len) {
		int n = (int)MIN_OF(len, 4096u);

		if (RAND_bytes(p, n) != 1) {
			fputs("no random numbers, giving up\n", stderr);
			abort();
		}
		p = (uint8_t *)p + n;
		len -= (size_t)n;
	}
}

/* --- type 7 ------------------------------------------------------------------------------------ */

static const char mask[] = "dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87";
#define MASK_LEN (sizeof(mask) - 1)

bool secret7_encode(const char *clear, int offset, char out[SECRET7_SIZE])
{
	size_t len = strlen(clear);
	unsigned at;

	if (!len || len > SECRET_MAX || offset > SECRET7_MAX_OFFSET)
		return false;
	if (offset < 0) {
		uint8_t random;

		secret_random(&random, 1);
		offset = random % (SECRET7_MAX_OFFSET + 1);
	}
	at = (unsigned)offset;
	snprintf(out, SECRET7_SIZE, "%02u", at);
	for (size_t i = 0; i < len; i++) {
		unsigned octet = (uint8_t)clear[i] ^ (unsigned)mask[(at + i) % MASK_LEN];

		snprintf(out + 2 + 2 * i, 3, "%02X", octet);
	}
	return true;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/* Decimal, unlike the rest of the text. */
static bool read_offset(const char *text, unsigned *at)
{
	if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
		return false;
	*at = (unsigned)(text[0] - '0') * 10 + (unsigned)(text[1] - '0');
	return *at < MASK_LEN;
}

bool secret7_decode(const char *text, char out[SECRET_MAX + 1])
{
	size_t len = strlen(text);
	unsigned at;

	out[0] = '\0';
	if (len < 4 || len % 2 || len / 2 - 1 > SECRET_MAX || !read_offset(text, &at))
		return false;
	for (size_t i = 0; i < len / 2 - 1; i++) {
		int high = hex_digit(text[2 + 2 * i]), low = hex_digit(text[3 + 2 * i]);
		char c = (char)((high * 16 + low) ^ mask[(at + i) % MASK_LEN]);

		if (high < 0 || low < 0 || !c) {
			out[0] = '\0';
			return false;
		}
		out[i] = c;
		out[i + 1] = '\0';
	}
	return true;
}

/* --- type 5: MD5-crypt -------------------------------------------------------------------------- */

/* Joins pieces into one digest; ok says whether all went well. */
struct digest {
	EVP_MD_CTX *ctx;
	bool ok;
};

static void digest_start(struct digest *d)
{
	d->ok = d->ok && EVP_DigestInit_ex(d->ctx, EVP_md5(), NULL) == 1;
}

static void digest_add(struct digest *d, const void *data, size_t len)
{
	d->ok = d->ok && EVP_DigestUpdate(d->ctx, data, len) == 1;
}

static void digest_end(struct digest *d, uint8_t md[MD5_LEN])
{
	d->ok = d->ok && EVP_DigestFinal_ex(d->ctx, md, NULL) == 1;
}

static void md5_first(struct digest *d, const char *clear, size_t len, const char *salt,
		      uint8_t md[MD5_LEN])
{
	digest_start(d);
	digest_add(d, clear, len);
	digest_add(d, salt, strlen(salt));
	digest_add(d, clear, len);
	digest_end(d, md);
	digest_start(d);
	digest_add(d, clear, len);
	digest_add(d, "$1$", 3);
	digest_add(d, salt, strlen(salt));
	for (size_t left = len; left; left -= MIN_OF(left, (size_t)MD5_LEN))
		digest_add(d, md, MIN_OF(left, (size_t)MD5_LEN));
	for (size_t bits = len; bits; bits >>= 1)
		digest_add(d, bits & 1 ? "" : clear, 1);
	digest_end(d, md);
}

static void md5_round(struct digest *d, unsigned i, const char *clear, size_t len, const char *salt,
		      uint8_t md[MD5_LEN])
{
	digest_start(d);
	digest_add(d, i & 1 ? (const void *)clear : md, i & 1 ? len : MD5_LEN);
	if (i % 3)
		digest_add(d, salt, strlen(salt));
	if (i % 7)
		digest_add(d, clear, len);
	digest_add(d, i & 1 ? md : (const void *)clear, i & 1 ? MD5_LEN : len);
	digest_end(d, md);
}

/* Low bits first, other than base 64. */
static char *write_low_first(char *p, unsigned v, unsigned n)
{
	for (; n--; v >>= 6)
		*p++ = signs[v & 63];
	*p = '\0';
	return p;
}

static bool md5_crypt(const char *clear, const char *salt, char *out)
{
	static const uint8_t order[][3] = {
		{ 0, 6, 12 }, { 1, 7, 13 }, { 2, 8, 14 }, { 3, 9, 15 }, { 4, 10, 5 }
	};
	struct digest d = { .ctx = EVP_MD_CTX_new() };
	size_t len = strlen(clear);
	uint8_t md[MD5_LEN] = { 0 };

	d.ok = d.ctx;
	md5_first(&d, clear, len, salt, md);
	for (unsigned i = 0; i < MD5_ROUNDS; i++)
		md5_round(&d, i, clear, len, salt, md);
	EVP_MD_CTX_free(d.ctx);
	if (!d.ok)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(order); i++)
		out = write_low_first(out,
				      (unsigned)md[order[i][0]] << 16 |
					      (unsigned)md[order[i][1]] << 8 | md[order[i][2]],
				      4);
	write_low_first(out, md[11], 2);
	return true;
}

/* --- types 8 and 9 ------------------------------------------------------------------------------ */

static bool derive(const char *name, const OSSL_PARAM *params, uint8_t out[KDF_LEN])
{
	EVP_KDF *kdf = EVP_KDF_fetch(NULL, name, NULL);
	EVP_KDF_CTX *ctx = kdf ? EVP_KDF_CTX_new(kdf) : NULL;
	bool ok = ctx && EVP_KDF_derive(ctx, out, KDF_LEN, params) == 1;

	EVP_KDF_CTX_free(ctx);
	EVP_KDF_free(kdf);
	return ok;
}

/* OSSL_PARAM has no const, though nothing is written through it here. */
static OSSL_PARAM octets_param(const char *key, const char *text)
{
	return OSSL_PARAM_construct_octet_string(key, (void *)(uintptr_t)text, strlen(text));
}

static bool pbkdf2(const char *clear, const char *salt, uint8_t out[KDF_LEN])
{
	unsigned rounds = PBKDF2_ROUNDS;
	char digest[] = "SHA256";
	const OSSL_PARAM params[] = {
		octets_param(OSSL_KDF_PARAM_PASSWORD, clear),
		octets_param(OSSL_KDF_PARAM_SALT, salt),
		OSSL_PARAM_construct_uint(OSSL_KDF_PARAM_ITER, &rounds),
		OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
		OSSL_PARAM_construct_end(),
	};

	return derive("PBKDF2", params, out);
}

static bool scrypt(const char *clear, const char *salt, uint8_t out[KDF_LEN])
{
	uint64_t n = SCRYPT_N;
	uint32_t one = 1;
	const OSSL_PARAM params[] = {
		octets_param(OSSL_KDF_PARAM_PASSWORD, clear),
		octets_param(OSSL_KDF_PARAM_SALT, salt),
		OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &n),
		OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_R, &one),
		OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_P, &one),
		OSSL_PARAM_construct_end(),
	};

	return derive("SCRYPT", params, out);
}

/* Base 64 with crypt's signs and no padding. */
static void write_base64(char *p, const uint8_t *octets, size_t len)
{
	unsigned bits = 0, n = 0;

	for (size_t i = 0; i < len; i++) {
		bits = bits << 8 | octets[i];
		for (n += 8; n >= 6; n -= 6)
			*p++ = signs[bits >> (n - 6) & 63];
		bits &= (1u << n) - 1;
	}
	if (n)
		*p++ = signs[bits << (6 - n) & 63];
	*p = '\0';
}

static bool kdf_hash(enum secret_type type, const char *clear, const char *salt, char *out)
{
	uint8_t key[KDF_LEN];
	bool ok = type == SECRET_PBKDF2 ? pbkdf2(clear, salt, key) : scrypt(clear, salt, key);

	if (ok)
		write_base64(out, key, sizeof(key));
	hmac_wipe(key, sizeof(key));
	return ok;
}

/* --- all three ---------------------------------------------------------------------------------- */

static size_t salt_max(enum secret_type type)
{
	return type == SECRET_MD5 ? MD5_SALT_LEN : SALT_LEN;
}

static char mark_of(enum secret_type type)
{
	return type == SECRET_MD5 ? '1' : type == SECRET_PBKDF2 ? '8' : '9';
}

unsigned secret_type(const char *hash)
{
	if (strncmp(hash, "$1$", 3) == 0)
		return SECRET_MD5;
	if (strncmp(hash, "$8$", 3) == 0)
		return SECRET_PBKDF2;
	return strncmp(hash, "$9$", 3) == 0 ? SECRET_SCRYPT : 0;
}

bool secret_make_salted(enum secret_type type, const char *clear, const char *salt,
			char out[SECRET_HASH_SIZE])
{
	char *hash;

	if (strlen(clear) > SECRET_MAX || strlen(salt) > salt_max(type) || strchr(salt, '$'))
		return false;
	hash = out + snprintf(out, SECRET_HASH_SIZE, "$%c$%s$", mark_of(type), salt);
	return type == SECRET_MD5 ? md5_crypt(clear, salt, hash) :
				    kdf_hash(type, clear, salt, hash);
}

bool secret_make(enum secret_type type, const char *clear, char out[SECRET_HASH_SIZE])
{
	size_t len = type == SECRET_MD5 ? MD5_SALT_MADE : SALT_LEN;
	char salt[SALT_LEN + 1];

	secret_random(salt, len);
	for (size_t i = 0; i < len; i++)
		salt[i] = signs[(uint8_t)salt[i] & 63];
	salt[len] = '\0';
	return secret_make_salted(type, clear, salt, out);
}

bool secret_verify(const char *hash, const char *clear)
{
	unsigned type = secret_type(hash);
	char salt[SALT_LEN + 1], made[SECRET_HASH_SIZE];
	size_t len;

	if (!type)
		return false;
	len = strcspn(hash + 3, "$");
	if (len > salt_max(type) || hash[3 + len] != '$')
		return false;
	snprintf(salt, sizeof(salt), "%.*s", (int)len, hash + 3);
	return secret_make_salted(type, clear, salt, made) && strlen(made) == strlen(hash) &&
	       hmac_equal(made, hash, strlen(made));
}
