/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base.h"
#include "lib/mem.h"
#include "lispd/wire/msg.h"
#include "tests/unit/wire_hex.h"

static struct wire_arena arena;

static enum wire_error decode(const uint8_t *p, size_t len)
{
	static struct msg_map_request request;
	static struct msg_map_reply reply;
	static struct msg_register reg;
	static struct msg_referral referral;
	static struct msg_info info;
	static struct msg_ecm ecm;

	switch (msg_type(p, len)) {
	case LISP_MAP_REQUEST:
		return map_request_decode(rd_init(p, len), &request, &arena);
	case LISP_MAP_REPLY:
		return map_reply_decode(rd_init(p, len), &reply, &arena);
	case LISP_MAP_REFERRAL:
		return referral_decode(rd_init(p, len), &referral, &arena);
	case LISP_INFO:
		return info_decode(rd_init(p, len), &info);
	case LISP_ECM:
		return ecm_decode(rd_init(p, len), &ecm);
	default:
		return register_decode(rd_init(p, len), &reg, &arena);
	}
}

static enum wire_error decode_hex(const char *text)
{
	struct bytes x = hex(text);

	return decode(x.b, x.len);
}

/* Encoders leave zeroes in its place. */
static void copy_mac(struct wr *w, const uint8_t *msg, const struct auth_field *f)
{
	if (!w->bad)
		memcpy(w->start + f->offset, msg + f->offset, f->len);
}

static void encode(const uint8_t *p, size_t len, struct wr *w)
{
	struct msg_map_request request;
	struct msg_map_reply reply;
	struct msg_register reg;
	struct msg_referral referral;
	struct msg_info info;
	struct msg_ecm ecm;

	switch (msg_type(p, len)) {
	case LISP_MAP_REQUEST:
		assert_int_equal(map_request_decode(rd_init(p, len), &request, &arena), WIRE_OK);
		map_request_encode(w, &request);
		break;
	case LISP_MAP_REPLY:
		assert_int_equal(map_reply_decode(rd_init(p, len), &reply, &arena), WIRE_OK);
		map_reply_encode(w, &reply);
		break;
	case LISP_MAP_REFERRAL:
		assert_int_equal(referral_decode(rd_init(p, len), &referral, &arena), WIRE_OK);
		referral_encode(w, &referral);
		break;
	case LISP_INFO:
		assert_int_equal(info_decode(rd_init(p, len), &info), WIRE_OK);
		info_encode(w, &info);
		copy_mac(w, p, &info.auth);
		break;
	case LISP_ECM:
		assert_int_equal(ecm_decode(rd_init(p, len), &ecm), WIRE_OK);
		ecm_relay(w, &ecm);
		break;
	default:
		assert_int_equal(register_decode(rd_init(p, len), &reg, &arena), WIRE_OK);
		register_encode(w, &reg);
		copy_mac(w, p, &reg.auth);
		break;
	}
}

/* Decoding a message and encoding it again gives want (what came, where want is NULL). */
static void again(const char *text, const char *want)
{
	struct bytes x = hex(text), y = hex(want ? want : text);
	uint8_t buf[4096];
	struct wr w = wr_init(buf, sizeof(buf));

	memset(buf, 0x77, sizeof(buf));
	encode(x.b, x.len, &w);
	assert_false(w.bad);
	assert_int_equal(wr_len(&w), y.len);
	assert_memory_equal(buf, y.b, y.len);
	/* Too little room is noticed, not overrun. */
	for (size_t size = 0; size < y.len; size++) {
		w = wr_init(buf, size);
		buf[size] = 0x77;
		encode(x.b, x.len, &w);
		assert_true(w.bad);
		assert_int_equal(buf[size], 0x77);
	}
}

/* Every message cut short anywhere is an error; the copy lets a sanitizer see a read behind it. */
static void no_cut_decodes(const char *text)
{
	struct bytes x = hex(text);

	for (size_t len = 0; len < x.len; len++) {
		uint8_t *copy = xmalloc(len);

		memcpy(copy, x.b, len);
		assert_int_not_equal(decode(copy, len), WIRE_OK);
		free(copy);
	}
	assert_int_equal(decode(x.b, x.len), WIRE_OK);
}

static const char *const messages[] = {
	REQUEST,
	/* All flags, three ITR-RLOCs, two records, own record, IDs */
	"1fd0 6202" NONCE "0000" V4("01") V6 V4("03") "8018 0001 cb007100 0040 0002"
						      "20010db8000100000000000000000000" RECORD IDS,
	/* RLOC-probe without source EID */
	"1200 0001" NONCE "0000" V6 "0018 0001 cb007100",
	/* The end of a subscription */
	"1010 0001" NONCE "0000 0000 8018 0001 cb007100" IDS,
	"2000 0001" NONCE RECORD,
	"2c00 0002" NONCE RECORD NEGATIVE,
	"3000 0101" NONCE SHA1_DATA RECORD,
	"3f00 3f02" NONCE SHA1_DATA RECORD NEGATIVE IDS,
	"3000 0001" NONCE "00020020" NONCE NONCE NONCE NONCE RECORD,
	"4800 0001" NONCE SHA1_DATA RECORD IDS,
	"4400 0401" NONCE SHA1_DATA RECORD,
	"5000 0001" NONCE "07030010" NONCE NONCE RECORD,
	"6000 0001" NONCE "000005a0 01 10 3800 0000 0001 cb000000" LOCATOR4,
	"7000 0000" NONCE SHA1_DATA "000005a0 00 18 0001 cb007100 0000",
	"7800 0000" NONCE SHA1_DATA "000005a0 00 18 0001 cb007100 4003 0000 0700 0024"
	"10f6 8235" V4("01") V4("02") "0000" V6,
};

static void every_message_decodes_and_encodes_to_itself(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(messages); i++)
		again(messages[i], NULL);
}

static void no_truncated_message_decodes(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(messages); i++)
		no_cut_decodes(messages[i]);
}

static void fields_of_a_map_request(void **state)
{
	struct bytes x = hex(messages[1]);
	struct msg_map_request m;

	(void)state;
	assert_int_equal(map_request_decode(rd_init(x.b, x.len), &m, &arena), WIRE_OK);
	assert_true(m.authoritative && m.map_data && m.probe && m.smr && m.pitr && m.smr_invoked);
	assert_true(m.local_xtr && m.dont_reply && m.ids.present);
	assert_true(m.nonce == 0x1020304050607080ULL);
	assert_int_equal(m.source.kind, EID_NONE);
	assert_int_equal(m.n_itr_rlocs, 3);
	assert_string_equal(addr_str(&m.itr_rloc[0]).s, "198.51.100.1");
	assert_string_equal(addr_str(&m.itr_rloc[1]).s, "2001:DB8::7");
	assert_string_equal(addr_str(&m.itr_rloc[2]).s, "198.51.100.3");
	assert_int_equal(m.n_records, 2);
	assert_string_equal(eid_str(&m.record[0]).s, "203.0.113.0/24");
	assert_string_equal(eid_str(&m.record[1]).s, "2001:DB8:1::/64");
	assert_true(m.notify[0] && !m.notify[1]);
	assert_int_equal(m.reply_record->n_rlocs, 2);
	assert_int_equal(m.ids.xtr_id[15], 0xff);
	assert_int_equal(m.ids.site_id, 0x42);
}

static void fields_of_a_record(void **state)
{
	struct bytes x =
		hex("2800 0001" NONCE "00000e10 02 18 b000 0fed 0001 cb007100" LOCATOR4 LOCATOR6);
	struct msg_map_reply m;
	const struct mapping *r;

	(void)state;
	assert_int_equal(map_reply_decode(rd_init(x.b, x.len), &m, &arena), WIRE_OK);
	assert_true(m.probe && !m.echo_nonce && !m.security);
	r = m.record;
	assert_int_equal(r->ttl_min, 3600);
	assert_int_equal(r->action, 5);
	assert_true(r->authoritative);
	assert_int_equal(r->version, 0xfed);
	assert_int_equal(r->n_rlocs, 2);
	assert_int_equal(r->rloc[0].priority, 1);
	assert_int_equal(r->rloc[0].weight, 100);
	assert_int_equal(r->rloc[0].m_priority, 255);
	assert_int_equal(r->rloc[0].flags, RLOC_LOCAL | RLOC_REACHABLE);
	assert_int_equal(r->rloc[1].flags, RLOC_PROBED | RLOC_REACHABLE);
	assert_string_equal(rloc_str(&r->rloc[1]).s, "2001:DB8::7");
}

static void fields_of_a_map_register(void **state)
{
	static const char *const one_flag[] = {
		"3800 0000", "3400 0000", "3200 0000", "3100 0000", "3000 2000",
		"3000 1000", "3000 0800", "3000 0400", "3000 0200", "3000 0100",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(one_flag); i++) {
		char text[256];
		struct bytes x;
		struct msg_register m;

		snprintf(text, sizeof(text), "%s" NONCE "05010000%s", one_flag[i],
			 i == 2 ? IDS : "");
		x = hex(text);
		assert_int_equal(register_decode(rd_init(x.b, x.len), &m, &arena), WIRE_OK);
		assert_int_equal(m.proxy_reply, i == 0);
		assert_int_equal(m.security, i == 1);
		assert_int_equal(m.ids.present, i == 2);
		assert_int_equal(m.to_rtr, i == 3);
		assert_int_equal(m.reliable, i == 4);
		assert_int_equal(m.eid_notify, i == 5);
		assert_int_equal(m.ttl_timeout, i == 6);
		assert_int_equal(m.merge, i == 7);
		assert_int_equal(m.mobile_node, i == 8);
		assert_int_equal(m.want_notify, i == 9);
		assert_int_equal(m.auth.key_id, 5);
		assert_int_equal(m.auth.algorithm, 1);
		assert_int_equal(m.auth.offset, 16);
	}
}

static void reserved_bits_are_ignored_and_sent_as_zero(void **state)
{
	(void)state;
	again("102f 8001" NONCE V4("20") V4("01") "7f20 0001 cb007109", REQUEST);
	again("21ff ff01" NONCE "0000000f 01 10 2fff f001 0001 cb000000 01 64 ff 00 fffd" V4("01"),
	      "2000 0001" NONCE "0000000f 01 10 2000 0001 0001 cb000000 01 64 ff 00 0005" V4("01"));
	again("30ff c000" NONCE "00000000", "3000 0000" NONCE "00000000");
	again("43ff fb00" NONCE "00000000", "4000 0000" NONCE "00000000");
	again("53ff fb00" NONCE "00000000", "5000 0000" NONCE "00000000");
	again("6fff ff01" NONCE "0000000f 00 10 2fff 0001 0001 cb000000",
	      "6000 0001" NONCE "0000000f 00 10 2800 0001 0001 cb000000");
	again("77ff ffff" NONCE "00000000 000005a0 ff 18 0001 cb007100 0000",
	      "7000 0000" NONCE "00000000 000005a0 00 18 0001 cb007100 0000");
}

static void wrong_types_are_refused(void **state)
{
	struct bytes x = hex("9000 0001" NONCE "00000000");
	struct msg_map_request request;
	struct msg_map_reply reply;
	struct msg_register reg;
	struct msg_referral referral;
	struct msg_info info;
	struct msg_ecm ecm;

	(void)state;
	for (unsigned type = 0; type < 16; type++) {
		struct rd r = rd_init(x.b, x.len);
		bool regs = type >= LISP_MAP_REGISTER && type <= LISP_MAP_NOTIFY_ACK;

		x.b[0] = (uint8_t)(type << 4);
		assert_int_equal(msg_type(x.b, x.len), type);
		assert_true((map_request_decode(r, &request, &arena) == WIRE_TYPE) ==
			    (type != LISP_MAP_REQUEST));
		assert_true((map_reply_decode(r, &reply, &arena) == WIRE_TYPE) ==
			    (type != LISP_MAP_REPLY));
		assert_true((register_decode(r, &reg, &arena) == WIRE_TYPE) == !regs);
		assert_true((referral_decode(r, &referral, &arena) == WIRE_TYPE) ==
			    (type != LISP_MAP_REFERRAL));
		assert_true((info_decode(r, &info) == WIRE_TYPE) == (type != LISP_INFO));
		assert_true((ecm_decode(r, &ecm) == WIRE_TYPE) == (type != LISP_ECM));
	}
	assert_int_equal(msg_type(x.b, 0), 0);
}

static void names_of_types_and_errors(void **state)
{
	(void)state;
	assert_string_equal(msg_type_name(LISP_ECM), "Encap-Control");
	assert_string_equal(msg_type_name(LISP_MAP_NOTIFY_ACK), "Map-Notify-Ack");
	assert_string_equal(msg_type_name(0), "Unknown");
	assert_string_equal(msg_type_name(9), "Unknown");
	assert_string_equal(msg_type_name(99), "Unknown");
	for (int e = 0; e < WIRE_ERROR_COUNT; e++)
		assert_true(strlen(wire_error_str((enum wire_error)e)) > 0);
	assert_string_equal(wire_error_str(WIRE_TRUNCATED), "truncated message");
}

static void a_request_needs_a_usable_itr_rloc(void **state)
{
	(void)state;
	assert_int_equal(decode_hex("1000 0001" NONCE "0000 0000 0020 0001 cb007109"),
			 WIRE_NO_ITR_RLOC);
	/* A MAC address is none; beside an IP address it does not matter. */
	assert_int_equal(decode_hex("1000 0001" NONCE "0000 0006 020000000001 0020 0001 cb007109"),
			 WIRE_NO_ITR_RLOC);
	assert_int_equal(decode_hex("1000 0101" NONCE
				    "0000 4005 020000000001" V4("01") "0020 0001 cb007109"),
			 WIRE_OK);
	/* AFI 0 ends a subscription only alone, and only with N. */
	assert_int_equal(decode_hex("1000 0101" NONCE "0000 0000 0000 8020 0001 cb007109"),
			 WIRE_NO_ITR_RLOC);
	assert_int_equal(decode_hex("1000 0001" NONCE "0000 0006 020000000001 8020 0001 cb007109"),
			 WIRE_NO_ITR_RLOC);
	assert_int_equal(decode_hex("1000 0001" NONCE "0000 0000 8020 0001 cb007109"), WIRE_OK);
}

static void an_itr_rloc_may_stand_in_an_instance_id(void **state)
{
	struct bytes x = hex("1000 0001" NONCE
			     "0000 4003 0000 0200 000a 00000065" V4("01") "0020 0001 cb007109");
	struct msg_map_request m;

	(void)state;
	assert_int_equal(map_request_decode(rd_init(x.b, x.len), &m, &arena), WIRE_OK);
	assert_string_equal(addr_str(&m.itr_rloc[0]).s, "198.51.100.1");
}

static void too_many_records_are_refused(void **state)
{
	char text[512] = "1000 0009" NONCE "0000" V4("01");
	struct bytes x;

	(void)state;
	for (int i = 0; i < 9; i++)
		strncat(text, "0020 0001 cb007109", sizeof(text) - strlen(text) - 1);
	assert_int_equal(decode_hex(text), WIRE_COUNT);
	text[8] = '8';
	assert_int_equal(decode_hex(text), WIRE_OK);
	/* Counts that the message cannot hold are refused before anything is read. */
	x = hex("2000 00ff" NONCE NEGATIVE);
	assert_int_equal(decode(x.b, x.len), WIRE_TRUNCATED);
	assert_int_equal(arena.n_records, 0);
	assert_int_equal(decode_hex("2000 0002" NONCE RECORD), WIRE_TRUNCATED);
	assert_int_equal(decode_hex("3000 0002" NONCE SHA1_DATA RECORD), WIRE_TRUNCATED);
}

static void a_locator_count_beyond_the_packet_is_refused(void **state)
{
	(void)state;
	assert_int_equal(decode_hex("2000 0001" NONCE
				    "000005a0 ff 18 1000 0000 0001 cb007100" LOCATOR4),
			 WIRE_TRUNCATED);
	assert_int_equal(decode_hex("2000 0001" NONCE
				    "000005a0 02 18 1000 0000 0001 cb007100" LOCATOR4),
			 WIRE_TRUNCATED);
}

/* More locators of AFI 0, 8 octets each, than the arena has room for. */
static void locators_beyond_the_arena_are_refused(void **state)
{
	size_t size = 65535;
	uint8_t *buf = xmalloc(size);
	struct mapping m = { .n_rlocs = 255 };
	struct msg_map_reply reply;
	struct wr w = wr_init(buf, size);

	(void)state;
	m.rloc = xcalloc(255, sizeof(*m.rloc));
	m.eid.kind = EID_NONE;
	wr_u32(&w, (uint32_t)LISP_MAP_REPLY << 28 | 31);
	wr_u64(&w, 1);
	for (int i = 0; i < 31; i++) {
		wr_u32(&w, 1);
		wr_u32(&w, 0xff000000);
		wr_u32(&w, 0);
		wr_zero(&w, 255 * 8);
	}
	assert_false(w.bad);
	assert_int_equal(map_reply_decode(rd_init(buf, wr_len(&w)), &reply, &arena), WIRE_COUNT);
	free(m.rloc);
	free(buf);
}

static void the_i_bit_needs_the_ids_and_ends_the_message(void **state)
{
	(void)state;
	assert_int_equal(decode_hex("1010 0001" NONCE "0000" V4("01") "8020 0001 cb007109"),
			 WIRE_NO_IDS);
	assert_int_equal(decode_hex("1010 0001" NONCE "0000" V4("01") "8020 0001 cb007109" IDS
								      "00"),
			 WIRE_TRAILING);
	assert_int_equal(decode_hex("3200 0001" NONCE SHA1_DATA RECORD), WIRE_NO_IDS);
	assert_int_equal(decode_hex("3200 0001" NONCE SHA1_DATA RECORD IDS "00"), WIRE_TRAILING);
	assert_int_equal(decode_hex("4800 0001" NONCE SHA1_DATA RECORD), WIRE_NO_IDS);
	/* Without I the end is not defined: more may follow. */
	assert_int_equal(decode_hex("3000 0001" NONCE SHA1_DATA RECORD IDS), WIRE_OK);
	assert_int_equal(decode_hex(REQUEST "0000"), WIRE_OK);
}

static void authentication_data_beyond_the_message_is_refused(void **state)
{
	(void)state;
	assert_int_equal(decode_hex("3000 0000" NONCE "0001ffff 0000"), WIRE_TRUNCATED);
	assert_int_equal(decode_hex("3000 0000" NONCE "00010003 0000"), WIRE_TRUNCATED);
	assert_int_equal(decode_hex("3000 0000" NONCE "00010002 0000"), WIRE_OK);
}

static void reply_keeps_security_data_unread(void **state)
{
	struct bytes x = hex("2200 0001" NONCE RECORD "01000000 0004 0002");
	struct msg_map_reply m;

	(void)state;
	assert_int_equal(map_reply_decode(rd_init(x.b, x.len), &m, &arena), WIRE_OK);
	assert_true(m.security);
	assert_int_equal(m.sec_len, 8);
	again("2200 0001" NONCE RECORD "01000000 0004 0002", NULL);
	/* Without S there is none, whatever follows. */
	x.b[0] = 0x20;
	assert_int_equal(map_reply_decode(rd_init(x.b, x.len), &m, &arena), WIRE_OK);
	assert_int_equal(m.sec_len, 0);
}

static void signatures_of_a_referral_are_passed_over(void **state)
{
	/* One signature of 4 octets behind the only locator, then another record */
	const char *text = "6000 0002" NONCE "000005a0 01 10 1000 1000 0001 cb000000" LOCATOR4
			   "000005a0 00000001 00000000 0007 0004 02 00 0000 deadbeef" NEGATIVE;
	struct bytes x = hex(text);
	struct msg_referral m;

	(void)state;
	assert_int_equal(referral_decode(rd_init(x.b, x.len), &m, &arena), WIRE_OK);
	assert_int_equal(m.n_records, 2);
	assert_int_equal(m.record[0].sig_count, 1);
	assert_int_equal(m.record[1].ttl_min, 15);
	no_cut_decodes(text);
	again(text, "6000 0002" NONCE "000005a0 01 10 1000 0000 0001 cb000000" LOCATOR4 NEGATIVE);
}

#define INFO_HEAD(r) r NONCE "00000000 000005a0 00 18 0001 cb007100"

static void info_requests_and_replies(void **state)
{
	struct bytes x = hex(messages[14]);
	char text[1024] = INFO_HEAD("7800 0000") "4003 0000 0700 00ff 10f6 8235 0000 0000 0000";
	struct msg_info m;

	(void)state;
	assert_int_equal(info_decode(rd_init(x.b, x.len), &m), WIRE_OK);
	assert_true(m.reply);
	assert_int_equal(m.ms_port, 4342);
	assert_int_equal(m.etr_port, 0x8235);
	assert_string_equal(addr_str(&m.global_etr).s, "198.51.100.1");
	assert_string_equal(addr_str(&m.ms).s, "198.51.100.2");
	assert_true(addr_is_none(&m.private_etr));
	assert_int_equal(m.n_rtrs, 1);
	assert_string_equal(eid_str(&m.eid).s, "203.0.113.0/24");
	/* A request has AFI 0 there, a reply the NAT form. */
	assert_int_equal(decode_hex(INFO_HEAD("7000 0000") V4("01")), WIRE_AFI);
	assert_int_equal(decode_hex(INFO_HEAD("7800 0000") "0000"), WIRE_AFI);
	assert_int_equal(decode_hex(INFO_HEAD("7800 0000") "4003 0000 0800 0004 00000000"),
			 WIRE_LCAF);
	/* More RTRs than we take */
	for (int i = 0; i < INFO_MAX_RTRS + 1; i++)
		strcat(text, "0000");
	x = hex(text);
	x.b[x.len - 2 * (INFO_MAX_RTRS + 1) - 11] = 10 + 2 * INFO_MAX_RTRS;
	assert_int_equal(info_decode(rd_init(x.b, x.len), &m), WIRE_OK);
	assert_int_equal(m.n_rtrs, INFO_MAX_RTRS);
	x.b[x.len - 2 * (INFO_MAX_RTRS + 1) - 11] = 10 + 2 * (INFO_MAX_RTRS + 1);
	assert_int_equal(info_decode(rd_init(x.b, x.len), &m), WIRE_COUNT);
}

static void messages_that_cannot_be_sent_make_the_writer_bad(void **state)
{
	struct mapping *records = xcalloc(256, sizeof(*records));
	struct msg_map_request request = { .n_records = 1, .record = &(struct eid){ 0 } };
	struct msg_map_reply reply = { .n_records = 256, .record = records };
	uint8_t *buf = xmalloc(65536);
	struct wr w = wr_init(buf, 65536);

	(void)state;
	map_reply_encode(&w, &reply);
	assert_true(w.bad);
	w = wr_init(buf, 65536);
	map_request_encode(&w, &request); /* no ITR-RLOC */
	assert_true(w.bad);
	request.n_itr_rlocs = LISP_MAX_ITR_RLOCS + 1;
	w = wr_init(buf, 65536);
	map_request_encode(&w, &request);
	assert_true(w.bad);
	request.n_itr_rlocs = 1;
	request.map_data = true; /* no record */
	w = wr_init(buf, 65536);
	map_request_encode(&w, &request);
	assert_true(w.bad);
	free(buf);
	free(records);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_message_decodes_and_encodes_to_itself),
		cmocka_unit_test(no_truncated_message_decodes),
		cmocka_unit_test(fields_of_a_map_request),
		cmocka_unit_test(fields_of_a_record),
		cmocka_unit_test(fields_of_a_map_register),
		cmocka_unit_test(reserved_bits_are_ignored_and_sent_as_zero),
		cmocka_unit_test(wrong_types_are_refused),
		cmocka_unit_test(names_of_types_and_errors),
		cmocka_unit_test(a_request_needs_a_usable_itr_rloc),
		cmocka_unit_test(an_itr_rloc_may_stand_in_an_instance_id),
		cmocka_unit_test(too_many_records_are_refused),
		cmocka_unit_test(a_locator_count_beyond_the_packet_is_refused),
		cmocka_unit_test(locators_beyond_the_arena_are_refused),
		cmocka_unit_test(the_i_bit_needs_the_ids_and_ends_the_message),
		cmocka_unit_test(authentication_data_beyond_the_message_is_refused),
		cmocka_unit_test(reply_keeps_security_data_unread),
		cmocka_unit_test(signatures_of_a_referral_are_passed_over),
		cmocka_unit_test(info_requests_and_replies),
		cmocka_unit_test(messages_that_cannot_be_sent_make_the_writer_bad),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
