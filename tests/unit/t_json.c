/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/addr.h"
#include "lib/json.h"
#include "lib/prefix.h"

static struct out o;
static struct json j;

static int start(void **state UNUSED)
{
	out_init(&o);
	json_init(&j, &o);
	return 0;
}

static int stop(void **state UNUSED)
{
	out_fini(&o);
	return 0;
}

static void nests_with_commas_between_members(void **state UNUSED)
{
	json_object(&j, NULL);
	json_str(&j, "name", "R1");
	json_array(&j, "list");
	json_u64(&j, NULL, 1);
	json_i64(&j, NULL, -2);
	json_end(&j);
	json_array(&j, "none");
	json_end(&j);
	json_bool(&j, "up", true);
	json_end_all(&j);
	assert_string_equal(out_text(&o), "{\n"
					  "  \"name\": \"R1\",\n"
					  "  \"list\": [\n"
					  "    1,\n"
					  "    -2\n"
					  "  ],\n"
					  "  \"none\": [],\n"
					  "  \"up\": true\n"
					  "}\n");
}

static void hostile_strings_stay_strings(void **state UNUSED)
{
	json_str(&j, NULL,
		 "a\"b\\c\n\x01\x7f \xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80 "
		 "\xff \xc0\xaf \xed\xa0\x80 \xe2\x82");
	assert_string_equal(out_text(&o),
			    "\"a\\\"b\\\\c\\n\\u0001\\u007f \xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80 "
			    "\\ufffd \\ufffd\\ufffd \\ufffd\\ufffd\\ufffd \\ufffd\\ufffd\"");
}

static void what_never_happened_is_null(void **state UNUSED)
{
	json_object(&j, NULL);
	json_ms(&j, "ageSeconds", UINT64_MAX);
	json_ms(&j, "upSeconds", 61999);
	json_str(&j, "description", NULL);
	json_end_all(&j);
	assert_string_equal(out_text(&o), "{\n"
					  "  \"ageSeconds\": null,\n"
					  "  \"upSeconds\": 61,\n"
					  "  \"description\": null\n"
					  "}\n");
}

struct sample {
	char name[8];
	const char *text;
	bool flag;
	uint8_t u8;
	uint16_t u16;
	uint32_t u32;
	uint64_t u64, ms;
	int n;
	struct addr addr, unset;
	struct prefix prefix;
};

static void structs_are_written_by_their_table(void **state UNUSED)
{
	static const struct json_field field[] = {
		JSON_FIELD(struct sample, name, JSON_CHARS, "name"),
		JSON_FIELD(struct sample, text, JSON_TEXT, "text"),
		JSON_FIELD(struct sample, flag, JSON_BOOL, "flag"),
		JSON_FIELD(struct sample, u8, JSON_U8, "u8"),
		JSON_FIELD(struct sample, u16, JSON_U16, "u16"),
		JSON_FIELD(struct sample, u32, JSON_U32, "u32"),
		JSON_FIELD(struct sample, u64, JSON_U64, "u64"),
		JSON_FIELD(struct sample, ms, JSON_MS, "seconds"),
		JSON_FIELD(struct sample, n, JSON_INT, "n"),
		JSON_FIELD(struct sample, addr, JSON_ADDR, "addr"),
		JSON_FIELD(struct sample, unset, JSON_ADDR, "unset"),
		JSON_FIELD(struct sample, prefix, JSON_PREFIX, "prefix"),
		{ 0 },
	};
	struct sample s = { .name = "R1",
			    .text = "x",
			    .flag = true,
			    .u8 = 255,
			    .u16 = 65535,
			    .u32 = UINT32_MAX,
			    .u64 = UINT64_MAX,
			    .ms = 2000,
			    .n = -1 };

	assert_true(addr_parse("10.0.0.1", &s.addr));
	assert_true(prefix_parse("2001:db8::/32", &s.prefix));
	json_object(&j, NULL);
	json_fields(&j, field, &s);
	json_end_all(&j);
	assert_string_equal(out_text(&o), "{\n"
					  "  \"name\": \"R1\",\n"
					  "  \"text\": \"x\",\n"
					  "  \"flag\": true,\n"
					  "  \"u8\": 255,\n"
					  "  \"u16\": 65535,\n"
					  "  \"u32\": 4294967295,\n"
					  "  \"u64\": 18446744073709551615,\n"
					  "  \"seconds\": 2,\n"
					  "  \"n\": -1,\n"
					  "  \"addr\": \"10.0.0.1\",\n"
					  "  \"unset\": null,\n"
					  "  \"prefix\": \"2001:DB8::/32\"\n"
					  "}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nests_with_commas_between_members, start, stop),
		cmocka_unit_test_setup_teardown(hostile_strings_stay_strings, start, stop),
		cmocka_unit_test_setup_teardown(what_never_happened_is_null, start, stop),
		cmocka_unit_test_setup_teardown(structs_are_written_by_their_table, start, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
