/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/secret.h"

static void type_7_reads_what_routers_wrote(void **state)
{
	static const char *const pairs[][2] = {
		{ "08344F47", "uci" },
		{ "02050D4808095E731F", "cisco123" },
		{ "081B4D5F584B12040A4A2C", "Zaq12wsx!@" },
		{ "060506324F41", "cisco" },
	};
	char clear[SECRET_MAX + 1];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
		assert_true(secret7_decode(pairs[i][0], clear));
		assert_string_equal(clear, pairs[i][1]);
	}
}

static void type_7_writes_what_routers_write(void **state)
{
	char text[SECRET7_SIZE];

	(void)state;
	assert_true(secret7_encode("uci", 8, text));
	assert_string_equal(text, "08344F47");
	assert_true(secret7_encode("cisco123", 2, text));
	assert_string_equal(text, "02050D4808095E731F");
	assert_true(secret7_encode("Zaq12wsx!@", 8, text));
	assert_string_equal(text, "081B4D5F584B12040A4A2C");
}

static void type_7_round_trip_at_every_offset_and_length(void **state)
{
	char clear[SECRET_MAX + 2], text[SECRET7_SIZE], back[SECRET_MAX + 1];

	(void)state;
	for (size_t len = 1; len <= SECRET_MAX; len++) {
		for (size_t i = 0; i < len; i++)
			clear[i] = (char)(33 + (i * 7 + len) % 94);
		clear[len] = '\0';
		for (int offset = SECRET7_RANDOM; offset <= SECRET7_MAX_OFFSET; offset++) {
			assert_true(secret7_encode(clear, offset, text));
			assert_true(secret7_decode(text, back));
			assert_string_equal(back, clear);
		}
	}
	memset(clear, 'x', SECRET_MAX + 1);
	clear[SECRET_MAX + 1] = '\0';
	assert_false(secret7_encode(clear, 0, text));
	assert_false(secret7_encode("", 0, text));
	assert_false(secret7_encode("x", SECRET7_MAX_OFFSET + 1, text));
}

static void type_7_random_offsets_differ(void **state)
{
	char first[SECRET7_SIZE], text[SECRET7_SIZE];
	bool differs = false;

	(void)state;
	assert_true(secret7_encode("cisco", SECRET7_RANDOM, first));
	for (int i = 0; i < 100 && !differs; i++) {
		assert_true(secret7_encode("cisco", SECRET7_RANDOM, text));
		assert_true(strncmp(text, "16", 2) < 0);
		differs = strcmp(first, text) != 0;
	}
	assert_true(differs);
}

static void type_7_refuses_nonsense(void **state)
{
	static const char
		*const bad[] = {
			"",	    "0",       "08",	 "083",	     "08344F4",
			"083G4F",   "8344F47", "530000", "XY344F47", "-8344F47",
			"08 44F47", "0064", /* a NUL, which no password has */
		};
	char clear[SECRET_MAX + 1];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		assert_false(secret7_decode(bad[i], clear));
		assert_string_equal(clear, "");
	}
}

static void hashes_made_elsewhere_verify(void **state)
{
	/* Published examples: "hashcat" of the tool's own page, "cisco" of password papers. */
	static const char *const pairs[][2] = {
		{ "$1$28772684$iEwNOgGugqO9.bIz5sk8k/", "hashcat" },
		{ "$8$TnGX/fE4KGHOVU$pEhnEvxrvaynpi8j4f.EMHr6M.FzU8xnZnBr/tJdFWk", "hashcat" },
		{ "$9$2MJBozw/9R3UsU$2lFhcKvpghcyw8deP25GOfyZaagyUOGBymkryvOdfo6", "hashcat" },
		{ "$8$dsYGNam3K1SIJO$7nv/35M/qr6t.dVc7UY9zrJDWRVqncHub1PE9UlMQFs", "cisco" },
		{ "$9$nhEmQVczB7dqsO$X.HsgL6x1il0RxkOSSvyQYwucySCt7qFm4v7pqCxkKM", "cisco" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
		assert_true(secret_verify(pairs[i][0], pairs[i][1]));
		assert_false(secret_verify(pairs[i][0], "Hashcat"));
		assert_false(secret_verify(pairs[i][0], ""));
	}
}

static void a_made_hash_verifies_only_its_password(void **state)
{
	static const enum secret_type types[] = { SECRET_MD5, SECRET_PBKDF2, SECRET_SCRYPT };
	char hash[SECRET_HASH_SIZE], other[SECRET_HASH_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		assert_true(secret_make(types[i], "Zaq12wsx!@", hash));
		assert_int_equal(secret_type(hash), types[i]);
		assert_true(secret_verify(hash, "Zaq12wsx!@"));
		assert_false(secret_verify(hash, "Zaq12wsx!"));
		assert_true(secret_make(types[i], "Zaq12wsx!@", other));
		assert_string_not_equal(hash, other);
	}
	assert_int_equal(strlen(hash), 3 + 14 + 1 + 43);
}

static void hashes_that_are_none_are_refused(void **state)
{
	static const char *const bad[] = {
		"",	  "$",	      "$1$",
		"$1$abc", "$2$abc$x", "$9$fifteen-letters$x",
		"$8$a$",  "cisco",    "$1$123456789$iEwNOgGugqO9.bIz5sk8k/",
	};
	char hash[SECRET_HASH_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_false(secret_verify(bad[i], "cisco"));
	assert_false(secret_make_salted(SECRET_MD5, "x", "a$b", hash));
	assert_false(secret_make_salted(SECRET_SCRYPT, "x", "fifteen-letters", hash));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(type_7_reads_what_routers_wrote),
		cmocka_unit_test(type_7_writes_what_routers_write),
		cmocka_unit_test(type_7_round_trip_at_every_offset_and_length),
		cmocka_unit_test(type_7_random_offsets_differ),
		cmocka_unit_test(type_7_refuses_nonsense),
		cmocka_unit_test(hashes_made_elsewhere_verify),
		cmocka_unit_test(a_made_hash_verifies_only_its_password),
		cmocka_unit_test(hashes_that_are_none_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
