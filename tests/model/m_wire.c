/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random messages, encoded and decoded again, say the same as before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base.h"
#include "lib/mem.h"
#include "lispd/wire/rtp.h"
#include "tests/wire/same.h"

#define ROUNDS 100000
#define MAX_RECORDS 6
#define MAX_RLOCS 8

static uint64_t state = 1;

/* The same sequence in every run (splitmix64). */
static uint64_t next(void)
{
	uint64_t z = state += 0x9E3779B97F4A7C15ULL;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ULL;
	z = (z ^ z >> 27) * 0x94D049BB133111EBULL;
	return z ^ z >> 31;
}

static unsigned below(unsigned n)
{
	return (unsigned)(next() % n);
}

static bool coin(void)
{
	return next() & 1;
}

static struct wire_arena arena;
static struct mapping records[MAX_RECORDS];
static struct rloc rlocs[MAX_RECORDS][MAX_RLOCS];
static uint8_t buf[65536];

static struct addr some_addr(void)
{
	uint8_t b[16];

	for (unsigned i = 0; i < 16; i++)
		b[i] = (uint8_t)next();
	return coin() ? addr_v4((uint32_t)next()) : addr_v6(b);
}

static struct prefix some_prefix(void)
{
	struct addr a = some_addr();

	return prefix_make(&a, below(addr_bits(&a) + 1));
}

static struct eid some_eid(void)
{
	struct eid e = { .iid = coin() ? 0 : (uint32_t)next() };

	e.kind = (uint8_t)below(EID_SOURCE_GROUP + 1);
	switch ((enum eid_kind)e.kind) {
	case EID_NONE:
		break;
	case EID_IP:
		e.prefix = some_prefix();
		break;
	case EID_MAC:
		for (unsigned i = 0; i < sizeof(e.mac); i++)
			e.mac[i] = (uint8_t)next();
		break;
	case EID_NAME:
		e.name_len = (uint8_t)below(LISP_MAX_NAME + 1);
		for (unsigned i = 0; i < e.name_len; i++)
			e.name[i] = (char)(33 + below(94));
		break;
	case EID_SOURCE_GROUP:
		e.sg.group = some_prefix();
		do
			e.sg.source = some_prefix();
		while (e.sg.source.addr.family != e.sg.group.addr.family);
		break;
	}
	return e;
}

/* A source EID or ITR-RLOC has no mask length. */
static struct eid some_host(void)
{
	struct eid e = some_eid();

	if (e.kind == EID_IP)
		e.prefix = prefix_host(&e.prefix.addr);
	return e;
}

static struct rloc some_rloc(void)
{
	static const uint8_t held[][12] = {
		{ 0x40, 3, 0, 0, 200, 0, 0, 4, 1, 2, 3, 4 },
		{ 0, 6, 2, 0, 0, 0, 0, 1 },
		{ 0, 17, 'r', 't', 'r', 0 },
	};
	static const uint16_t len[] = { 12, 8, 6 };
	struct addr a = some_addr();
	struct rloc r = rloc_make(&a, below(256), below(256));
	unsigned form = below(8);

	r.m_priority = (uint8_t)next();
	r.m_weight = (uint8_t)next();
	r.flags = (uint8_t)below(8);
	if (form < ARRAY_LEN(held)) {
		r.addr = (struct addr){ 0 };
		r.lcaf = held[form];
		r.lcaf_len = len[form];
	} else if (form == ARRAY_LEN(held)) {
		r.addr = (struct addr){ 0 };
	}
	return r;
}

static void fill_record(unsigned i, bool referral)
{
	struct mapping *m = &records[i];

	*m = (struct mapping){
		.eid = some_eid(),
		.ttl_min = (uint32_t)next(),
		.version = (uint16_t)below(4096),
		.action = (uint8_t)below(8),
		.authoritative = coin(),
		.incomplete = referral && coin(),
		.n_rlocs = (uint8_t)below(MAX_RLOCS + 1),
		.rloc = rlocs[i],
	};
	for (unsigned k = 0; k < m->n_rlocs; k++)
		rlocs[i][k] = some_rloc();
}

static unsigned fill_records(bool referral)
{
	unsigned n = below(MAX_RECORDS + 1);

	for (unsigned i = 0; i < n; i++)
		fill_record(i, referral);
	return n;
}

static struct xtr_ids some_ids(bool present)
{
	struct xtr_ids ids = { .present = present };

	for (unsigned i = 0; present && i < sizeof(ids.xtr_id); i++)
		ids.xtr_id[i] = (uint8_t)next();
	ids.site_id = present ? next() : 0;
	return ids;
}

static struct rd written(const struct wr *w)
{
	assert_false(w->bad);
	return rd_init(w->start, wr_len(w));
}

static void one_request(void)
{
	struct msg_map_request m = {
		.authoritative = coin(),
		.map_data = coin(),
		.probe = coin(),
		.smr = coin(),
		.pitr = coin(),
		.smr_invoked = coin(),
		.local_xtr = coin(),
		.dont_reply = coin(),
		.nonce = next(),
		.source = some_host(),
		.n_itr_rlocs = 1 + below(LISP_MAX_ITR_RLOCS),
		.n_records = below(9),
		.ids = some_ids(coin()),
	};
	struct msg_map_request back;
	struct wr w = wr_init(buf, sizeof(buf));

	for (unsigned i = 0; i < m.n_itr_rlocs; i++)
		if (!i || coin())
			m.itr_rloc[i] = some_addr();
	m.record = m.record_store;
	for (unsigned i = 0; i < m.n_records; i++) {
		m.record_store[i] = some_eid();
		m.notify[i] = coin();
	}
	fill_record(0, false);
	m.reply_record = records;
	map_request_encode(&w, &m);
	assert_int_equal(map_request_decode(written(&w), &back, &arena), WIRE_OK);
	assert_true(same_map_request(&m, &back));
}

static void one_reply(void)
{
	struct msg_map_reply back, m = {
		.probe = coin(),
		.echo_nonce = coin(),
		.security = coin(),
		.nonce = next(),
		.n_records = fill_records(false),
		.record = records,
	};
	struct wr w = wr_init(buf, sizeof(buf));

	if (m.security) {
		m.sec = (const uint8_t *)"security data";
		m.sec_len = below(14);
	}
	map_reply_encode(&w, &m);
	assert_int_equal(map_reply_decode(written(&w), &back, &arena), WIRE_OK);
	assert_true(same_map_reply(&m, &back));
}

static void one_register(void)
{
	struct msg_register back, m = {
		.type = (uint8_t)(LISP_MAP_REGISTER + below(3)),
		.to_rtr = coin(),
		.merge = coin(),
		.nonce = next(),
		.n_records = fill_records(false),
		.record = records,
		.ids = some_ids(coin()),
	};
	struct wr w = wr_init(buf, sizeof(buf));

	if (m.type == LISP_MAP_REGISTER) {
		m.proxy_reply = coin();
		m.security = coin();
		m.reliable = coin();
		m.eid_notify = coin();
		m.ttl_timeout = coin();
		m.mobile_node = coin();
		m.want_notify = coin();
	}
	m.auth.key_id = (uint8_t)next();
	m.auth.algorithm = (uint8_t)next();
	m.auth.len = (uint16_t)below(40);
	register_encode(&w, &m);
	assert_int_equal(register_decode(written(&w), &back, &arena), WIRE_OK);
	assert_true(same_register(&m, &back));
}

static void one_referral(void)
{
	struct msg_referral back, m = {
		.nonce = next(),
		.n_records = fill_records(true),
		.record = records,
	};
	struct wr w = wr_init(buf, sizeof(buf));

	referral_encode(&w, &m);
	assert_int_equal(referral_decode(written(&w), &back, &arena), WIRE_OK);
	assert_true(same_referral(&m, &back));
}

static void one_info(void)
{
	struct msg_info back, m = {
		.reply = coin(),
		.nonce = next(),
		.auth = { .key_id = (uint8_t)next(), .len = (uint16_t)below(40) },
		.ttl_min = (uint32_t)next(),
		.eid = some_eid(),
	};
	struct wr w = wr_init(buf, sizeof(buf));

	if (m.reply) {
		m.ms_port = (uint16_t)next();
		m.etr_port = (uint16_t)next();
		m.global_etr = some_addr();
		m.ms = some_addr();
		m.n_rtrs = below(INFO_MAX_RTRS + 1);
		for (unsigned i = 0; i < m.n_rtrs; i++)
			m.rtr[i] = some_addr();
	}
	info_encode(&w, &m);
	assert_int_equal(info_decode(written(&w), &back), WIRE_OK);
	assert_true(same_info(&m, &back));
}

static void one_ecm(void)
{
	uint8_t payload[1500];
	size_t len = 1 + below(sizeof(payload));
	struct endpoint src = { .addr = some_addr(), .port = (uint16_t)(1 + below(4000)) }, dst;
	struct wr w = wr_init(buf, sizeof(buf));
	struct msg_ecm m;

	do
		dst.addr = some_addr();
	while (dst.addr.family != src.addr.family);
	dst.port = LISP_CONTROL_PORT;
	for (size_t i = 0; i < len; i++)
		payload[i] = (uint8_t)next();
	payload[0] = LISP_MAP_REQUEST << 4;
	ecm_encode(&w, &src, &dst, payload, len);
	assert_int_equal(ecm_decode(written(&w), &m), WIRE_OK);
	assert_true(same_endpoint(&m.inner_src, &src) && same_endpoint(&m.inner_dst, &dst));
	assert_true(same_octets(m.payload, m.payload_len, payload, len));
}

static void one_rtp(void)
{
	struct xtr_ids ids = some_ids(true), ids_back;
	struct rtp_refresh f = { .scope = (uint8_t)below(5), .rejected_only = coin() }, f_back;
	struct mapping *record;
	struct wr w = wr_init(buf, sizeof(buf));
	struct eid eid = some_eid(), eid_back;
	uint8_t reason = (uint8_t)next(), reason_back;

	rtp_ack_encode(&w, &eid);
	assert_int_equal(rtp_ack_decode(written(&w), &eid_back), WIRE_OK);
	assert_true(eid_equal(&eid, &eid_back));
	w = wr_init(buf, sizeof(buf));
	rtp_reject_encode(&w, reason, &eid);
	assert_int_equal(rtp_reject_decode(written(&w), &reason_back, &eid_back), WIRE_OK);
	assert_true(eid_equal(&eid, &eid_back) && reason == reason_back);
	if (f.scope)
		f.eid = some_eid();
	w = wr_init(buf, sizeof(buf));
	rtp_refresh_encode(&w, &f);
	assert_int_equal(rtp_refresh_decode(written(&w), &f_back), WIRE_OK);
	assert_true(f.scope == f_back.scope && f.rejected_only == f_back.rejected_only &&
		    eid_equal(&f.eid, &f_back.eid));
	fill_record(0, false);
	w = wr_init(buf, sizeof(buf));
	rtp_notification_encode(&w, &ids, records);
	assert_int_equal(rtp_notification_decode(written(&w), &ids_back, &record, &arena), WIRE_OK);
	assert_true(same_ids(&ids, &ids_back) && same_records(records, 1, record, 1));
}

static void random_messages_survive_the_wire(void **unused)
{
	static void (*const kinds[])(void) = { one_request, one_reply, one_register, one_referral,
					       one_info,    one_ecm,   one_rtp };

	(void)unused;
	for (unsigned i = 0; i < ROUNDS; i++)
		kinds[i % ARRAY_LEN(kinds)]();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_messages_survive_the_wire),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
