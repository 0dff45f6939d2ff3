/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base.h"
#include "lib/mem.h"
#include "lispd/wire/afi.h"
#include "lispd/wire/lcaf.h"
#include "tests/unit/wire_hex.h"

static struct wire_arena arena;

static enum wire_error decode_hex(const char *text)
{
	struct bytes x = hex(text);
	struct msg_map_reply m;

	return map_reply_decode(rd_init(x.b, x.len), &m, &arena);
}

/* Decoding a Map-Reply and encoding it again gives want (what came, where want is NULL). */
static void again(const char *text, const char *want)
{
	struct bytes x = hex(text), y = hex(want ? want : text);
	struct msg_map_reply m;
	uint8_t buf[4096];
	struct wr w = wr_init(buf, sizeof(buf));

	assert_int_equal(map_reply_decode(rd_init(x.b, x.len), &m, &arena), WIRE_OK);
	map_reply_encode(&w, &m);
	assert_int_equal(wr_len(&w), y.len);
	assert_memory_equal(buf, y.b, y.len);
}

static enum wire_error eid_of(const char *text, unsigned plen, struct eid *e)
{
	struct bytes x = hex(text);
	uint8_t *copy = xmalloc(x.len);
	struct rd r = rd_init(copy, x.len);
	enum wire_error err;

	memcpy(copy, x.b, x.len);
	err = afi_eid_decode(&r, plen, e);
	if (!err)
		assert_true(rd_done(&r));
	free(copy);
	return err;
}

static void eid_writes(const struct eid *e, const char *text)
{
	struct bytes want = hex(text);
	uint8_t buf[256];
	struct wr w = wr_init(buf, sizeof(buf));

	afi_prefix_encode(&w, e);
	assert_int_equal(wr_len(&w), want.len);
	assert_memory_equal(buf, want.b, want.len);
}

static void instance_ids(void **state)
{
	struct eid e, plain;

	(void)state;
	assert_int_equal(eid_of("0001 cb007100", 24, &plain), WIRE_OK);
	assert_false(plain.lcaf_iid);
	assert_int_equal(plain.iid, 0);
	eid_writes(&plain, "18 0001 cb007100");
	/* Flags and the mask length of the IID mean nothing; IID 0 is the same as none. */
	assert_int_equal(eid_of("4003 ffff 0220 000a 00000000 0001 cb007100", 24, &e), WIRE_OK);
	assert_true(e.lcaf_iid);
	assert_true(eid_equal(&e, &plain));
	eid_writes(&e, "18 0001 cb007100");
	assert_int_equal(eid_of("4003 0000 0200 000a 00000065 0001 cb007100", 24, &e), WIRE_OK);
	assert_int_equal(e.iid, 101);
	eid_writes(&e, "18 4003 0000 0200 000a 00000065 0001 cb007100");
	assert_int_equal(eid_of("4003 0000 0200 0016 00ffffff 0002"
				"20010db8000000000000000000000000",
				32, &e),
			 WIRE_OK);
	assert_int_equal(e.iid, 0xffffff);
	eid_writes(&e, "20 4003 0000 0200 0016 00ffffff 0002 20010db8000000000000000000000000");
	/* The instance alone */
	assert_int_equal(eid_of("4003 0000 0200 0006 00000065 0000", 0, &e), WIRE_OK);
	assert_int_equal(e.kind, EID_NONE);
	assert_int_equal(e.iid, 101);
	eid_writes(&e, "00 4003 0000 0200 0006 00000065 0000");
	/* Octets behind the address are ignored, a body too short for it is not. */
	assert_int_equal(eid_of("4003 0000 0200 000c 00000065 0001 cb007100 ffff", 24, &e),
			 WIRE_OK);
	assert_int_equal(eid_of("4003 0000 0200 0009 00000065 0001 cb007100", 24, &e),
			 WIRE_TRUNCATED);
	assert_int_equal(eid_of("4003 0000 0200 0005 00000065 00", 0, &e), WIRE_TRUNCATED);
	assert_int_equal(eid_of("4003 0000 0200 000b 00000065 0001 cb007100", 24, &e),
			 WIRE_TRUNCATED);
}

static void mask_lengths(void **state)
{
	struct eid e;

	(void)state;
	assert_int_equal(eid_of("0001 cb0071ff", 24, &e), WIRE_OK);
	assert_string_equal(eid_str(&e).s, "203.0.113.0/24"); /* host bits cleared */
	assert_int_equal(eid_of("0001 cb0071ff", 0, &e), WIRE_OK);
	assert_string_equal(eid_str(&e).s, "0.0.0.0/0");
	assert_int_equal(eid_of("0001 cb007100", 32, &e), WIRE_OK);
	assert_int_equal(eid_of("0001 cb007100", 33, &e), WIRE_PREFIX);
	assert_int_equal(eid_of("0001 cb007100", 255, &e), WIRE_PREFIX);
	assert_int_equal(eid_of(V6, 128, &e), WIRE_OK);
	assert_int_equal(eid_of(V6, 129, &e), WIRE_PREFIX);
	assert_int_equal(eid_of(V6, AFI_HOST, &e), WIRE_OK);
	assert_int_equal(e.prefix.plen, 128);
	assert_int_equal(eid_of("0006 020000000001", 48, &e), WIRE_OK);
	assert_int_equal(eid_of("0006 020000000001", 47, &e), WIRE_PREFIX);
	assert_int_equal(eid_of("0000", 33, &e), WIRE_PREFIX);
}

static void mac_addresses(void **state)
{
	struct eid e;

	(void)state;
	assert_int_equal(eid_of("0006 021122334455", 48, &e), WIRE_OK);
	assert_int_equal(e.kind, EID_MAC);
	assert_string_equal(eid_str(&e).s, "0211.2233.4455");
	eid_writes(&e, "30 0006 021122334455");
	/* The other spelling */
	assert_int_equal(eid_of("4005 021122334455", 48, &e), WIRE_OK);
	eid_writes(&e, "30 0006 021122334455");
	assert_int_equal(eid_of("0006 0211223344", 48, &e), WIRE_TRUNCATED);
}

static void distinguished_names(void **state)
{
	char text[256] = "0011";
	struct eid e;

	(void)state;
	assert_int_equal(eid_of("0011 69657466 00", 40, &e), WIRE_OK);
	assert_int_equal(e.kind, EID_NAME);
	assert_string_equal(e.name, "ietf");
	assert_int_equal(e.name_len, 4);
	eid_writes(&e, "28 0011 69657466 00");
	assert_int_equal(eid_of("0011 69657466 00", 32, &e), WIRE_OK); /* without the 0x00 */
	assert_int_equal(eid_of("0011 69657466 00", 24, &e), WIRE_PREFIX);
	assert_int_equal(eid_of("0011 00", 8, &e), WIRE_OK);
	assert_int_equal(e.name_len, 0);
	eid_writes(&e, "08 0011 00");
	assert_int_equal(eid_of("0011 69657466", 40, &e), WIRE_TRUNCATED);
	assert_int_equal(eid_of("0011", 8, &e), WIRE_TRUNCATED);
	/* LISP_MAX_NAME octets and one more */
	for (int i = 0; i < LISP_MAX_NAME; i++)
		strcat(text, "61");
	strcat(text, "00");
	assert_int_equal(eid_of(text, 255, &e), WIRE_OK);
	assert_int_equal(e.name_len, LISP_MAX_NAME);
	strcpy(text + strlen(text) - 2, "6100");
	assert_int_equal(eid_of(text, 255, &e), WIRE_COUNT);
}

static void source_and_group(void **state)
{
	struct eid e;

	(void)state;
	assert_int_equal(
		eid_of("4003 0000 0900 0014 00000065 0000 20 20 0001 cb007101 0001 e8010101", 0,
		       &e),
		WIRE_OK);
	assert_int_equal(e.kind, EID_SOURCE_GROUP);
	assert_int_equal(e.iid, 101);
	assert_string_equal(eid_str(&e).s, "(203.0.113.1/32,232.1.1.1/32)");
	eid_writes(&e, "00 4003 0000 0900 0014 00000065 0000 20 20 0001 cb007101 0001 e8010101");
	/* Any source */
	assert_int_equal(eid_of("4003 0000 0900 0010 00000000 0000 00 20 0000 0001 e8010101", 0,
				&e),
			 WIRE_OK);
	assert_string_equal(eid_str(&e).s, "(0.0.0.0/0,232.1.1.1/32)");
	/* Mask too long, no group, two families, a MAC, cut: not an EID */
	assert_int_equal(
		eid_of("4003 0000 0900 0014 00000065 0000 21 20 0001 cb007101 0001 e8010101", 0,
		       &e),
		WIRE_LCAF);
	assert_int_equal(eid_of("4003 0000 0900 0010 00000065 0000 20 00 0001 cb007101 0000", 0,
				&e),
			 WIRE_LCAF);
	assert_int_equal(eid_of("4003 0000 0900 0020 00000065 0000 20 20 0001 cb007101" V6, 0, &e),
			 WIRE_LCAF);
	assert_int_equal(eid_of("4003 0000 0900 0016 00000065 0000 20 20 0006 020000000001"
				"0001 e8010101",
				0, &e),
			 WIRE_LCAF);
	assert_int_equal(eid_of("4003 0000 0900 0012 00000065 0000 20 20 0001 cb007101 0001 e801",
				0, &e),
			 WIRE_LCAF);
}

static void unknown_address_families_drop_the_message(void **state)
{
	struct eid e;

	(void)state;
	assert_int_equal(eid_of("0063 00000000", 32, &e), WIRE_AFI);
	assert_int_equal(decode_hex("2000 0001" NONCE "000005a0 01 18 1000 0000 0001 cb007100"
				    "01 64 ff 00 0005 0063 c6336401"),
			 WIRE_AFI);
}

#define REPLY_WITH(loc) \
	"2000 0001" NONCE "000005a0 01 18 1000 0000 0001 cb007100 01 64 ff 00 0005" loc

static void unknown_forms_of_locators_are_held_and_sent_on(void **state)
{
	static const struct {
		const char *text, *shown;
	} held[] = {
		{ REPLY_WITH("4003 0000 c800 0004 deadbeef"), "lcaf" },
		{ REPLY_WITH("4003 1234 0520 0004 deadbeef"),
		  "geo" }, /* too short for one: no matter */
		{ REPLY_WITH("4003 0000 0a00 0008 0000 0001 c6336401"), "elp" },
		{ REPLY_WITH("4003 0000 0000 0000"), "null" },
		{ REPLY_WITH("0011 6d6172730000"), "afi-17" },
		{ REPLY_WITH("0006 020000000001"), "afi-6" },
		{ REPLY_WITH("4003 0000 0100 0000"), "afi-list" },
		{ REPLY_WITH("4003 0000 0100 0008 0006 020000000001"), "afi-list" },
	};
	bool usable = true;
	uint8_t bucket;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(held); i++) {
		struct bytes x = hex(held[i].text);
		struct msg_map_reply m;

		if (i == 4)
			x.len--; /* the name ends at its first 0x00 */
		assert_int_equal(map_reply_decode(rd_init(x.b, x.len), &m, &arena), WIRE_OK);
		assert_true(addr_is_none(&m.record->rloc->addr));
		assert_int_equal(m.record->rloc->lcaf_len, x.len - 12 - 16 - 6);
		assert_string_equal(rloc_str(m.record->rloc).s, held[i].shown);
		assert_int_equal(rloc_buckets(m.record->rloc, &usable, 1, &bucket, 1), 0);
		if (i != 4)
			again(held[i].text, NULL);
	}
}

static void usable_locators_in_known_forms(void **state)
{
	(void)state;
	again(REPLY_WITH("4003 0000 0200 000a 00000065" V4("01")), REPLY_WITH(V4("01")));
	/* The first IP address of a list */
	again(REPLY_WITH("4003 0000 0100 0018" V4("01") V6), REPLY_WITH(V4("01")));
}

static void lists_prefer_the_first_ip_address(void **state)
{
	struct bytes x = hex("4003 0000 0100 0024 0000 0011 6100 0006 020000000001"
			     "4003 0000 0200 000a 00000065" V4("02"));
	struct rd r = rd_init(x.b, x.len);
	struct rloc l;
	struct eid e;

	(void)state;
	x.b[7] = (uint8_t)(x.len - 8);
	assert_int_equal(afi_rloc_decode(&r, &l), WIRE_OK);
	assert_true(rd_done(&r));
	assert_string_equal(addr_str(&l.addr).s, "198.51.100.2");
	/* The instance ID is that of the address which is taken. */
	r = rd_init(x.b, x.len);
	assert_int_equal(afi_eid_decode(&r, 32, &e), WIRE_OK);
	assert_int_equal(e.iid, 101);
	/* What is wrong behind the address which is taken is wrong all the same. */
	x = hex("4003 0000 0100 000a" V4("01") "0063 00 00");
	r = rd_init(x.b, x.len);
	assert_int_equal(afi_rloc_decode(&r, &l), WIRE_AFI);
}

static void unknown_forms_of_eids_drop_the_message(void **state)
{
	struct eid e;

	(void)state;
	assert_int_equal(eid_of("4003 0000 c800 0006 0001 cb007100", 24, &e), WIRE_LCAF);
	assert_int_equal(eid_of("4003 0000 0c00 0010 00000820 0001 cb007100 0001 cb007100", 0, &e),
			 WIRE_LCAF);
	assert_int_equal(eid_of("4003 0000 0200 000e 00000065 4003 0000 c800 0002 0000", 0, &e),
			 WIRE_LCAF);
	assert_int_equal(eid_of("4003 0000 0100 0000", 0, &e), WIRE_LCAF);
}

static void vendor_forms_drop_the_message(void **state)
{
	(void)state;
	assert_int_equal(decode_hex(REPLY_WITH("4003 0000 ff00 0005 00123456 00")), WIRE_LCAF);
	assert_int_equal(decode_hex(REPLY_WITH(
				 "4003 0000 0100 0013" V4("01") "4003 0000 ff00 0005 00123456 00")),
			 WIRE_LCAF);
}

/* depth LCAFs around one IPv4 address */
static size_t nest(uint8_t *buf, size_t size, unsigned depth, unsigned type)
{
	struct addr a = addr_v4(0xc6336401);
	struct wr w = wr_init(buf, size);
	size_t mark[64];

	for (unsigned i = 0; i < depth; i++) {
		mark[i] = lcaf_begin(&w, type);
		if (type == LCAF_INSTANCE_ID)
			wr_u32(&w, i);
	}
	afi_addr_encode(&w, &a);
	while (depth--)
		lcaf_end(&w, mark[depth]);
	assert_false(w.bad);
	return wr_len(&w);
}

static void nesting_ends_at_the_limit(void **state)
{
	static const unsigned types[] = { LCAF_INSTANCE_ID, LCAF_AFI_LIST };
	uint8_t buf[1024];

	(void)state;
	for (size_t t = 0; t < ARRAY_LEN(types); t++) {
		for (unsigned depth = 0; depth <= 50; depth++) {
			size_t len = nest(buf, sizeof(buf), depth, types[t]);
			struct rd r = rd_init(buf, len), again_r = r;
			enum wire_error want = depth > LISP_MAX_LCAF_DEPTH ? WIRE_NESTING : WIRE_OK;
			struct rloc l;
			struct eid e;

			assert_int_equal(afi_rloc_decode(&r, &l), want);
			assert_int_equal(afi_eid_decode(&again_r, 32, &e), want);
			if (!want && types[t] == LCAF_INSTANCE_ID && depth)
				assert_int_equal(e.iid, depth - 1);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(instance_ids),
		cmocka_unit_test(mask_lengths),
		cmocka_unit_test(mac_addresses),
		cmocka_unit_test(distinguished_names),
		cmocka_unit_test(source_and_group),
		cmocka_unit_test(unknown_address_families_drop_the_message),
		cmocka_unit_test(unknown_forms_of_locators_are_held_and_sent_on),
		cmocka_unit_test(usable_locators_in_known_forms),
		cmocka_unit_test(lists_prefer_the_first_ip_address),
		cmocka_unit_test(unknown_forms_of_eids_drop_the_message),
		cmocka_unit_test(vendor_forms_drop_the_message),
		cmocka_unit_test(nesting_ends_at_the_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
