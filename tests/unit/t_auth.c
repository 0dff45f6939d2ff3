/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/hmac.h"
#include "lispd/wire/auth.h"

#define NONCE 0x0123456789abcdefULL

static void octets(const char *hex, uint8_t *out, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned v;

		assert_int_equal(sscanf(hex + 2 * i, "%2x", &v), 1);
		out[i] = (uint8_t)v;
	}
}

static void one_mac(struct hmac *h, const char *data, const char *hex)
{
	uint8_t mac[HMAC_MAX_LEN], want[HMAC_MAX_LEN];

	octets(hex, want, hmac_len(h));
	assert_true(hmac_start(h));
	assert_true(hmac_add(h, data, strlen(data)));
	assert_true(hmac_end(h, mac));
	assert_memory_equal(mac, want, hmac_len(h));
}

/* RFC 2202 and RFC 4231, test case 2 */
#define JEFE_SHA1 "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
#define JEFE_SHA256 "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
#define JEFE "what do ya want for nothing?"

static void macs_are_those_of_the_rfcs_also_when_started_again(void **state)
{
	struct hmac *sha1 = hmac_new(HMAC_SHA1, "Jefe", 4);
	struct hmac *sha256 = hmac_new(HMAC_SHA256, "Jefe", 4);

	(void)state;
	one_mac(sha1, JEFE, JEFE_SHA1);
	one_mac(sha1, JEFE, JEFE_SHA1);
	one_mac(sha256, JEFE, JEFE_SHA256);
	assert_true(hmac_start(sha256));
	assert_true(hmac_add(sha256, "left behind", 11));
	one_mac(sha256, JEFE, JEFE_SHA256);
	hmac_free(sha1);
	hmac_free(sha256);
	hmac_free(NULL);
}

static void an_empty_key_is_a_key(void **state)
{
	struct hmac *h = hmac_new(HMAC_SHA256, NULL, 0);

	(void)state;
	/* HMAC-SHA-256 of nothing with no key */
	one_mac(h, "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
	hmac_free(h);
}

static void compare_and_wipe(void **state)
{
	char a[4] = { 1, 2, 3, 4 }, b[4] = { 1, 2, 3, 5 };

	(void)state;
	assert_true(hmac_equal(a, b, 3));
	assert_false(hmac_equal(a, b, 4));
	hmac_wipe(a, sizeof(a));
	assert_memory_equal(a, "\0\0\0\0", 4);
}

struct message {
	uint8_t octets[128];
	size_t len;
	struct auth_field f;
};

static struct message message(unsigned algorithm, unsigned len)
{
	struct message m = {
		.len = 100,
		.f = { .algorithm = (uint8_t)algorithm, .len = (uint16_t)len, .offset = 16 }
	};

	for (size_t i = 0; i < m.len; i++)
		m.octets[i] = (uint8_t)(i * 37);
	return m;
}

static bool sign(struct auth_key *k, struct message *m, unsigned type)
{
	return auth_sign(k, type, NONCE, &m->f, m->octets, m->len);
}

static bool verify(struct auth_key *k, const struct message *m, unsigned type)
{
	return auth_verify(k, type, NONCE, &m->f, m->octets, m->len);
}

static void what_is_signed_verifies_and_nothing_else(void **state)
{
	static const unsigned accepted[][2] = { { 1, 20 }, { 1, 12 }, { 2, 32 },
						{ 2, 16 }, { 3, 16 }, { 3, 32 } };
	struct auth_key *k = auth_key_new("secret"), *other = auth_key_new("secreT");

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(accepted); i++) {
		struct message m = message(accepted[i][0], accepted[i][1]);

		assert_true(sign(k, &m, LISP_MAP_REGISTER));
		assert_true(verify(k, &m, LISP_MAP_REGISTER));
		assert_false(verify(other, &m, LISP_MAP_REGISTER));
		for (size_t at = 0; at < m.len; at++) {
			m.octets[at] ^= 1;
			assert_false(verify(k, &m, LISP_MAP_REGISTER));
			m.octets[at] ^= 1;
		}
		m.len--;
		assert_false(verify(k, &m, LISP_MAP_REGISTER));
	}
	auth_key_free(k);
	auth_key_free(other);
}

static void a_truncated_mac_is_the_front_of_the_whole_one(void **state)
{
	struct auth_key *k = auth_key_new("secret");

	(void)state;
	for (unsigned algorithm = 1; algorithm <= 3; algorithm++) {
		unsigned cut = algorithm == 1 ? 12 : 16;
		struct message a = message(algorithm, algorithm == 1 ? 20 : 32);
		struct message b = message(algorithm, cut);

		/* Equal octets outside the field: the field is zero in both, and so is what follows. */
		memset(a.octets + 16, 0, 32);
		memset(b.octets + 16, 0, 32);
		assert_true(sign(k, &a, LISP_MAP_NOTIFY));
		assert_true(sign(k, &b, LISP_MAP_NOTIFY));
		assert_memory_equal(a.octets + 16, b.octets + 16, cut);
	}
	auth_key_free(k);
}

static void wrong_algorithms_and_lengths_are_never_right(void **state)
{
	struct auth_key *k = auth_key_new("secret");

	(void)state;
	for (unsigned algorithm = 0; algorithm < 256; algorithm++) {
		for (unsigned len = 0; len <= 40; len++) {
			struct message m = message(algorithm, len);
			bool good = (algorithm == 1 && (len == 20 || len == 12)) ||
				    (algorithm >= 2 && algorithm <= 3 && (len == 32 || len == 16));

			assert_int_equal(sign(k, &m, LISP_MAP_REGISTER), good);
			assert_int_equal(verify(k, &m, LISP_MAP_REGISTER), good);
		}
		assert_int_equal(auth_len(algorithm), algorithm == 1 ? 20 :
						      algorithm == 2 ? 32 :
						      algorithm == 3 ? 16 :
								       0);
	}
	auth_key_free(k);
}

static void a_field_outside_the_message_is_never_right(void **state)
{
	struct auth_key *k = auth_key_new("secret");
	struct message m = message(LISP_AUTH_SHA1, 20);

	(void)state;
	m.f.offset = 81;
	assert_false(sign(k, &m, LISP_MAP_REGISTER));
	assert_false(verify(k, &m, LISP_MAP_REGISTER));
	m.f.offset = 65535;
	assert_false(verify(k, &m, LISP_MAP_REGISTER));
	m.f.offset = 80; /* the last 20 octets */
	assert_true(sign(k, &m, LISP_MAP_REGISTER));
	assert_true(verify(k, &m, LISP_MAP_REGISTER));
	auth_key_free(k);
}

/* The key is another one for each type and each nonce. */
static void hkdf_depends_on_type_and_nonce(void **state)
{
	struct auth_key *k = auth_key_new("secret");
	struct message m = message(LISP_AUTH_HKDF_SHA256, 16);

	(void)state;
	assert_true(sign(k, &m, LISP_MAP_NOTIFY));
	assert_true(verify(k, &m, LISP_MAP_NOTIFY));
	assert_false(verify(k, &m, LISP_MAP_NOTIFY_ACK));
	assert_false(verify(k, &m, LISP_MAP_REGISTER));
	assert_true(verify(k, &m, LISP_MAP_NOTIFY));
	assert_false(auth_verify(k, LISP_MAP_NOTIFY, NONCE + 1, &m.f, m.octets, m.len));
	assert_false(verify(k, &m, LISP_INFO)); /* no salt is defined for it */
	assert_false(verify(k, &m, LISP_MAP_REQUEST));
	assert_true(verify(k, &m, LISP_MAP_NOTIFY));
	auth_key_free(k);
}

static void a_key_for_each_message(void **state)
{
	struct hmac_once *h = hmac_once_new();
	uint8_t mac[HMAC_MAX_LEN], want[HMAC_MAX_LEN], long_key[65] = { 0 };

	(void)state;
	octets(JEFE_SHA256, want, 32);
	for (int i = 0; i < 2; i++) {
		assert_true(hmac_once_start(h, "Jefe", 4));
		assert_true(hmac_once_add(h, JEFE, strlen(JEFE)) && hmac_once_end(h, mac));
		assert_memory_equal(mac, want, 32);
		/* RFC 4231, test case 1, and one that is left behind */
		memset(want, 0x0b, 20);
		assert_true(hmac_once_start(h, want, 20) && hmac_once_add(h, "Hi There", 8));
		assert_true(hmac_once_end(h, mac));
		octets("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7", want,
		       32);
		assert_memory_equal(mac, want, 32);
		octets(JEFE_SHA256, want, 32);
		assert_true(hmac_once_start(h, "other", 5) && hmac_once_add(h, "left behind", 11));
	}
	assert_true(hmac_once_start(h, long_key, 64));
	assert_false(hmac_once_start(h, long_key, 65));
	hmac_once_free(h);
	hmac_once_free(NULL);
}

/* MAC = HMAC(HMAC(HMAC(salt, nonce and key), 1), message), with contexts made anew for each. */
static void hkdf_is_extract_and_one_round_of_expand(void **state)
{
	static const uint8_t nonce[8] = { 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef },
			     zero[16];
	const char *salt = "Map-Register Authentication";
	struct hmac *extract = hmac_new(HMAC_SHA256, salt, strlen(salt)), *expand, *last;
	struct auth_key *k = auth_key_new("secret");
	struct message m = message(LISP_AUTH_HKDF_SHA256, 16);
	uint8_t mac[HMAC_MAX_LEN];

	(void)state;
	assert_true(hmac_start(extract) && hmac_add(extract, nonce, 8));
	assert_true(hmac_add(extract, "secret", 6) && hmac_end(extract, mac));
	expand = hmac_new(HMAC_SHA256, mac, 32);
	assert_true(hmac_start(expand) && hmac_add(expand, "\001", 1) && hmac_end(expand, mac));
	last = hmac_new(HMAC_SHA256, mac, 32);
	assert_true(hmac_start(last) && hmac_add(last, m.octets, 16) && hmac_add(last, zero, 16));
	assert_true(hmac_add(last, m.octets + 32, m.len - 32) && hmac_end(last, mac));
	assert_true(sign(k, &m, LISP_MAP_REGISTER));
	assert_memory_equal(m.octets + 16, mac, 16);
	hmac_free(extract);
	hmac_free(expand);
	hmac_free(last);
	auth_key_free(k);
}

/* RFC 5869 A.3 has neither salt nor info: the first 32 of its 42 octets. */
static void extract_and_expand_match_rfc_5869(void **state)
{
	uint8_t ikm[22], mac[HMAC_MAX_LEN], want[32];
	struct hmac_once *h = hmac_once_new();

	(void)state;
	memset(ikm, 0x0b, sizeof(ikm));
	octets("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d", want, 32);
	assert_true(hmac_once_start(h, "", 0) && hmac_once_add(h, ikm, 22) &&
		    hmac_once_end(h, mac));
	assert_true(hmac_once_start(h, mac, 32) && hmac_once_add(h, "\001", 1));
	assert_true(hmac_once_end(h, mac));
	assert_memory_equal(mac, want, 32);
	hmac_once_free(h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(macs_are_those_of_the_rfcs_also_when_started_again),
		cmocka_unit_test(an_empty_key_is_a_key),
		cmocka_unit_test(compare_and_wipe),
		cmocka_unit_test(what_is_signed_verifies_and_nothing_else),
		cmocka_unit_test(a_truncated_mac_is_the_front_of_the_whole_one),
		cmocka_unit_test(wrong_algorithms_and_lengths_are_never_right),
		cmocka_unit_test(a_field_outside_the_message_is_never_right),
		cmocka_unit_test(hkdf_depends_on_type_and_nonce),
		cmocka_unit_test(hkdf_is_extract_and_one_round_of_expand),
		cmocka_unit_test(extract_and_expand_match_rfc_5869),
		cmocka_unit_test(a_key_for_each_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
