/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base.h"
#include "lispd/core/datahdr.h"
#include "tests/wire/shared.h"

static void packs_what_the_rfc_draws(void **state)
{
	static const struct {
		struct lisp_datahdr h;
		uint8_t octets[DATAHDR_LEN];
	} row[] = {
		{ { 0 }, { 0 } },
		{ { .lsbs_present = true, .lsbs = 0x80000001 }, { 0x40, 0, 0, 0, 0x80, 0, 0, 1 } },
		{ { .iid_present = true, .iid = 0x123456 },
		  { 0x08, 0, 0, 0, 0x12, 0x34, 0x56, 0 } },
		{ { .iid_present = true, .iid = 100, .lsbs_present = true, .lsbs = 0x301 },
		  { 0x48, 0, 0, 0, 0, 0, 100, 1 } },
		{ { .nonce_present = true, .nonce = 0xabcdef, .lsbs_present = true, .lsbs = 1 },
		  { 0xc0, 0xab, 0xcd, 0xef, 0, 0, 0, 1 } },
		{ { .nonce_present = true, .echo = true, .nonce = 1 },
		  { 0xa0, 0, 0, 1, 0, 0, 0, 0 } },
		{ { .version_present = true, .nonce = 5 << 12 | 9, .iid_present = true, .iid = 100 },
		  { 0x18, 0, 0x50, 0x09, 0, 0, 100, 0 } },
		/* Never both: the nonce wins. Echo means nothing without one. */
		{ { .nonce_present = true, .version_present = true, .nonce = 2 },
		  { 0x80, 0, 0, 2 } },
		{ { .echo = true }, { 0 } },
	};
	uint8_t out[DATAHDR_LEN];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(row); i++) {
		lisp_datahdr_pack(out, &row[i].h);
		assert_memory_equal(out, row[i].octets, DATAHDR_LEN);
	}
}

static void reads_what_the_rfc_says_of_forbidden_bits(void **state)
{
	static const uint8_t both[DATAHDR_LEN] = { 0x90, 1, 2, 3 },
			     echo[DATAHDR_LEN] = { 0x20, 1, 2, 3 },
			     no_lsbs[DATAHDR_LEN] = { 0x08, 0, 0, 0, 0, 0, 7, 0xff },
			     reserved[DATAHDR_LEN] = { 0x04, 9, 9, 9, 1, 2, 3, 4 };
	struct lisp_datahdr h;

	(void)state;
	lisp_datahdr_unpack(both, &h);
	assert_true(h.nonce_present);
	assert_false(h.version_present);
	assert_int_equal(h.nonce, 0x010203);
	lisp_datahdr_unpack(echo, &h);
	assert_false(h.echo);
	assert_int_equal(h.nonce, 0);
	lisp_datahdr_unpack(no_lsbs, &h);
	assert_int_equal(h.iid, 7);
	assert_int_equal(h.lsbs, 0);
	lisp_datahdr_unpack(reserved, &h);
	assert_false(h.iid_present);
	assert_int_equal(h.iid, 0);
	assert_int_equal(h.lsbs, 0);
}

static void vxlan_is_instance_and_one_flag(void **state)
{
	static const uint8_t want[DATAHDR_LEN] = { 0x08, 0, 0, 0, 0x12, 0x34, 0x56, 0 };
	static const uint8_t tagged[DATAHDR_LEN] = { 0x88, 0x40, 0, 9, 0, 0, 100, 5 };
	uint8_t out[DATAHDR_LEN];
	uint32_t vni;

	(void)state;
	vxlan_hdr_pack(out, 0x123456);
	assert_memory_equal(out, want, sizeof(want));
	/* Group policy tag and reserved octet are not looked at. */
	assert_true(vxlan_hdr_unpack(tagged, &vni));
	assert_int_equal(vni, 100);
	out[0] = 0;
	assert_false(vxlan_hdr_unpack(out, &vni));
}

/* Finds "## Vnn" and gives the octets below its second line. */
static size_t vector(const char *text, const char *name, uint8_t *buf, size_t size)
{
	const char *p = strstr(text, name);

	for (int i = 0; p && i < 2; i++) {
		p = strchr(p, '\n');
		p = p ? p + 1 : NULL;
	}
	return p ? shared_hex(p, buf, size) : 0;
}

static void golden_vectors(void **state)
{
	static const struct {
		const char *name;
		struct lisp_datahdr h;
	} row[] = {
		{ "## V17 ",
		  { .nonce_present = true, .nonce = 0xabcdef, .lsbs_present = true, .lsbs = 1 } },
		{ "## V18 ", { .lsbs_present = true, .lsbs = 1, .iid_present = true, .iid = 100 } },
		{ "## V19 ",
		  { .version_present = true,
		    .nonce = 5 << 12 | 9,
		    .iid_present = true,
		    .iid = 100 } },
	};
	char *text = shared_read("vectors/vectors.txt");
	uint8_t octets[256], out[DATAHDR_LEN];
	struct lisp_datahdr h;
	uint32_t vni;

	(void)state;
	if (!text)
		skip();
	for (size_t i = 0; i < ARRAY_LEN(row); i++) {
		assert_int_equal(vector(text, row[i].name, octets, sizeof(octets)), 44);
		lisp_datahdr_unpack(octets, &h);
		assert_memory_equal(&h, &row[i].h, sizeof(h));
		lisp_datahdr_pack(out, &row[i].h);
		assert_memory_equal(out, octets, DATAHDR_LEN);
	}
	assert_int_equal(vector(text, "## V33 ", octets, sizeof(octets)), 58);
	assert_true(vxlan_hdr_unpack(octets, &vni));
	assert_int_equal(vni, 100);
	vxlan_hdr_pack(out, 100);
	assert_memory_equal(out, octets, DATAHDR_LEN);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(packs_what_the_rfc_draws),
		cmocka_unit_test(reads_what_the_rfc_says_of_forbidden_bits),
		cmocka_unit_test(vxlan_is_instance_and_one_flag),
		cmocka_unit_test(golden_vectors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
