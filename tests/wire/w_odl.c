/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Messages that another implementation tests itself with. Each decodes to the fields that are
 * written beside it, or is refused for the reason that the table of exceptions gives.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base.h"
#include "lispd/wire/afi.h"
#include "lispd/wire/auth.h"
#include "tests/wire/json.h"
#include "tests/wire/shared.h"

static struct wire_arena arena;
static char *text;
static unsigned n_verified;

/* What we refuse, and why that is right. Refused too: an M bit without the record it announces. */
static const struct exception {
	const char *name;
	enum wire_error error;
	const char *why;
} exceptions[] = {
	{ "MapNotifySerializationTest.deserialize_WrongAuthenticationLength", WIRE_AFI,
	  "data length 0: records read from the middle of the MAC; refused there too" },
	{ "MapRegisterSerializationTest.deserialize_WrongAuthenticationLength", WIRE_AFI,
	  "as above" },
	{ "MapRequestSerializationTest.serialize__EmptyMapRequest", WIRE_TRUNCATED,
	  "ends before the ITR-RLOC that IRC 0 means" },
	{ "MapRequestSerializationTest.serialize__FlagsInFirstByte", WIRE_TRUNCATED, "as above" },
	{ "MapRequestSerializationTest.serialize__FlagsInFirstByte.2", WIRE_TRUNCATED, "as above" },
	{ "MapRequestSerializationTest.serialize__FlagsInFirstByte.3", WIRE_TRUNCATED, "as above" },
	{ "MapRequestSerializationTest.serialize__FlagsInSecondByte", WIRE_TRUNCATED, "as above" },
	{ "MapRequestSerializationTest.serialize__FlagsInSecondByte.2", WIRE_TRUNCATED,
	  "as above" },
	{ "MapRequestSerializationTest.serialize__SingleEidItem", WIRE_AFI,
	  "no ITR-RLOC: the record is read as one" },
	{ "MapRequestSerializationTest.serialize__MultipleEidItem", WIRE_AFI, "as above" },
	{ "LispSouthboundHandlerTest.mapRegister__IllegalPacket", WIRE_TRUNCATED, "cut" },
	{ "LispSouthboundHandlerTest.mapRequest__NoIpItrRloc", WIRE_NO_ITR_RLOC,
	  "both ITR-RLOCs are MAC addresses; refused there too" },
};

static const struct exception *exception_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(exceptions); i++)
		if (strcmp(exceptions[i].name, name) == 0)
			return &exceptions[i];
	return NULL;
}

/* An address in lower-case text, as the file has it. */
static void same_addr(const struct addr *a, const char *value)
{
	char want[64];
	struct addr b;

	assert_true(addr_parse(json_text(json_member(value, "addr"), want, sizeof(want)), &b));
	assert_true(addr_equal(a, &b));
}

static bool is_ip(const char *value)
{
	long long afi = json_number(json_member(value, "afi"));

	return afi == LISP_AFI_IPV4 || afi == LISP_AFI_IPV6;
}

static void same_eid(const struct eid *e, const char *value, const char *plen)
{
	long long afi = json_number(json_member(value, "afi"));
	struct addr want;
	char buf[64];

	if (afi == LISP_AFI_NONE) {
		assert_int_equal(e->kind, EID_NONE);
		return;
	}
	if (afi == LISP_AFI_LCAF) {
		assert_true(e->lcaf_iid);
		assert_int_equal(e->iid, json_number(json_member(value, "iid")));
		same_eid(e, json_member(value, "eid"), plen);
		return;
	}
	assert_int_equal(e->kind, EID_IP);
	if (plen)
		assert_int_equal(e->prefix.plen, json_number(plen));
	/* We keep prefixes without their host bits. */
	assert_true(addr_parse(json_text(json_member(value, "addr"), buf, sizeof(buf)), &want));
	addr_mask(&want, e->prefix.plen);
	assert_true(addr_equal(&e->prefix.addr, &want));
}

static void same_nonce(uint64_t nonce, const char *expect)
{
	char want[24], have[24];

	snprintf(have, sizeof(have), "%016llx", (unsigned long long)nonce);
	assert_string_equal(have, json_text(json_member(expect, "nonce"), want, sizeof(want)));
}

static void same_locator(const struct rloc *l, const char *value)
{
	assert_int_equal(l->priority, json_number(json_member(value, "prio")));
	assert_int_equal(l->weight, json_number(json_member(value, "weight")));
	assert_int_equal(l->m_priority, json_number(json_member(value, "mprio")));
	assert_int_equal(l->m_weight, json_number(json_member(value, "mweight")));
	assert_int_equal(!!(l->flags & RLOC_LOCAL), json_true(json_member(value, "L")));
	assert_int_equal(!!(l->flags & RLOC_PROBED), json_true(json_member(value, "p")));
	assert_int_equal(!!(l->flags & RLOC_REACHABLE), json_true(json_member(value, "R")));
	same_addr(&l->addr, json_member(value, "rloc"));
}

static const char *action_text(unsigned action)
{
	static const char *const name[] = {
		"no-action", "natively-forward", "send-map-request", "drop", "act4", "act5", "act6",
		"act7"
	};

	return name[action];
}

static void same_record(const struct mapping *m, const char *value)
{
	char buf[32];

	assert_int_equal(m->ttl_min, json_number(json_member(value, "ttl")));
	assert_int_equal(m->n_rlocs, json_number(json_member(value, "loc_count")));
	assert_int_equal(m->version, json_number(json_member(value, "map_version")));
	assert_int_equal(m->authoritative, json_true(json_member(value, "authoritative")));
	assert_string_equal(action_text(m->action),
			    json_text(json_member(value, "action"), buf, sizeof(buf)));
	same_eid(&m->eid, json_member(value, "eid"), json_member(value, "masklen"));
	for (unsigned i = 0; i < m->n_rlocs; i++)
		same_locator(&m->rloc[i], json_item(json_member(value, "locs"), i));
}

static void same_records(const struct mapping *m, unsigned n, const char *expect)
{
	assert_int_equal(n, json_number(json_member(expect, "record_count")));
	for (unsigned i = 0; i < n; i++)
		same_record(&m[i], json_item(json_member(expect, "records"), i));
}

static enum wire_error check_request(const uint8_t *msg, size_t len, const char *expect)
{
	struct msg_map_request m;
	enum wire_error err = map_request_decode(rd_init(msg, len), &m, &arena);

	if (err)
		return err;
	assert_int_equal(m.authoritative, json_true(json_member(expect, "A")));
	assert_int_equal(m.map_data, json_true(json_member(expect, "M")));
	assert_int_equal(m.probe, json_true(json_member(expect, "P")));
	assert_int_equal(m.smr, json_true(json_member(expect, "S")));
	assert_int_equal(m.pitr, json_true(json_member(expect, "p")));
	assert_int_equal(m.smr_invoked, json_true(json_member(expect, "s")));
	assert_int_equal(m.ids.present, json_true(json_member(expect, "I")));
	assert_int_equal(m.local_xtr, json_true(json_member(expect, "L")));
	assert_int_equal(m.dont_reply, json_true(json_member(expect, "D")));
	same_nonce(m.nonce, expect);
	same_eid(&m.source, json_member(expect, "src_eid"), NULL);
	for (unsigned i = 0; i < m.n_itr_rlocs; i++) {
		const char *want = json_item(json_member(expect, "itr_rlocs"), i);

		if (is_ip(want))
			same_addr(&m.itr_rloc[i], want);
		else
			assert_true(addr_is_none(&m.itr_rloc[i]));
	}
	assert_null(json_item(json_member(expect, "itr_rlocs"), m.n_itr_rlocs));
	assert_int_equal(m.n_records, json_number(json_member(expect, "record_count")));
	for (unsigned i = 0; i < m.n_records; i++) {
		const char *want = json_item(json_member(expect, "eids"), i);

		assert_int_equal(m.notify[i], json_true(json_member(want, "N")));
		same_eid(&m.record[i], json_member(want, "eid"), json_member(want, "masklen"));
	}
	assert_int_equal(m.map_data, json_member(expect, "map_reply_record") != NULL);
	if (m.map_data)
		same_record(m.reply_record, json_member(expect, "map_reply_record"));
	return WIRE_OK;
}

static bool announces_missing_record(const char *expect)
{
	return json_true(json_member(expect, "M")) && json_member(expect, "itr_rlocs") &&
	       !json_member(expect, "map_reply_record");
}

static enum wire_error check_reply(const uint8_t *msg, size_t len, const char *expect)
{
	struct msg_map_reply m;
	enum wire_error err = map_reply_decode(rd_init(msg, len), &m, &arena);

	if (err)
		return err;
	assert_int_equal(m.probe, json_true(json_member(expect, "P")));
	assert_int_equal(m.echo_nonce, json_true(json_member(expect, "E")));
	assert_int_equal(m.security, json_true(json_member(expect, "S")));
	same_nonce(m.nonce, expect);
	same_records(m.record, m.n_records, expect);
	return WIRE_OK;
}

static void check_mac(const struct msg_register *m, const uint8_t *msg, size_t len,
		      const char *vector)
{
	char key[64];
	struct auth_key *k;
	bool verified = json_true(json_path(vector, "hmac.verified"));

	if (!json_member(vector, "key"))
		return;
	k = auth_key_new(json_text(json_member(vector, "key"), key, sizeof(key)));
	assert_int_equal(auth_verify(k, m->type, m->nonce, &m->auth, msg, len), verified);
	auth_key_free(k);
	n_verified += verified;
}

static enum wire_error check_register(const uint8_t *msg, size_t len, const char *expect,
				      const char *vector)
{
	struct msg_register m;
	enum wire_error err = register_decode(rd_init(msg, len), &m, &arena);

	if (err)
		return err;
	assert_int_equal(m.ids.present, json_true(json_member(expect, "I")));
	if (m.type == LISP_MAP_REGISTER) {
		assert_int_equal(m.proxy_reply, json_true(json_member(expect, "P")));
		assert_int_equal(m.security, json_true(json_member(expect, "S")));
		assert_int_equal(m.eid_notify, json_true(json_member(expect, "E")));
		assert_int_equal(m.ttl_timeout, json_true(json_member(expect, "T")));
		assert_int_equal(m.merge, json_true(json_member(expect, "a")));
		assert_int_equal(m.want_notify, json_true(json_member(expect, "M")));
	}
	same_nonce(m.nonce, expect);
	assert_int_equal(m.auth.key_id, json_number(json_member(expect, "key_id")));
	assert_int_equal(m.auth.algorithm, json_number(json_member(expect, "alg_id")));
	assert_int_equal(m.auth.len, json_number(json_member(expect, "auth_len")));
	same_records(m.record, m.n_records, expect);
	if (m.ids.present) {
		char want[40], have[40];

		for (unsigned i = 0; i < 16; i++)
			snprintf(have + 2 * i, 3, "%02x", m.ids.xtr_id[i]);
		assert_string_equal(have,
				    json_text(json_member(expect, "xtr_id"), want, sizeof(want)));
		snprintf(have, sizeof(have), "%016llx", (unsigned long long)m.ids.site_id);
		assert_string_equal(have,
				    json_text(json_member(expect, "site_id"), want, sizeof(want)));
	}
	check_mac(&m, msg, len, vector);
	return WIRE_OK;
}

/*
 * Most of these packets were edited after their capture and carry wrong checksums, which we
 * refuse (RFC 9301 5.8); the message inside is compared all the same.
 */
static void check_ecm(const uint8_t *msg, size_t len, const char *expect)
{
	const char *inner = json_member(expect, "inner");
	size_t headers = 4 + 8 + (json_number(json_member(inner, "v")) == 6 ? 40 : 20);
	struct msg_ecm m;
	enum wire_error err = ecm_decode(rd_init(msg, len), &m);
	const char *ip_ok = json_member(inner, "ip_cksum_ok");

	if (!inner) { /* lengths that do not fit: two cut packets, one edited */
		assert_int_equal(err, WIRE_INNER);
		return;
	}
	assert_int_equal(err == WIRE_OK, json_true(json_member(inner, "udp_cksum_ok")) &&
						 (!ip_ok || json_true(ip_ok)));
	if (err) {
		assert_int_equal(err, WIRE_INNER);
		check_request(msg + headers, len - headers, json_member(expect, "msg"));
		return;
	}
	assert_int_equal(m.inner_src.port, json_number(json_member(inner, "sport")));
	assert_int_equal(m.inner_dst.port, json_number(json_member(inner, "dport")));
	assert_int_equal(m.payload_len + 8, json_number(json_member(inner, "udplen")));
	assert_int_equal(check_request(m.payload, m.payload_len, json_member(expect, "msg")),
			 WIRE_OK);
}

/* Addresses alone. Forms that we do not read are held as octets and refused as EIDs. */
static void check_address(const uint8_t *msg, size_t len, const char *v)
{
	const char *expect = json_member(v, "expect");
	struct rd r = rd_init(msg, len), again = r;
	struct rloc l = { 0 };
	struct eid e;
	enum wire_error err = afi_rloc_decode(&r, &l), eid_err = afi_eid_decode(&again, 255, &e);
	char kind[32], name[64];

	/* Stale lengths cut the body short; the one of the application data is only held. */
	if (!json_member(expect, "afi")) {
		bool held = err == WIRE_OK && l.lcaf_len && msg[4] == LCAF_APPLICATION;

		assert_true(err == WIRE_TRUNCATED || held);
		assert_true(eid_err != WIRE_OK);
		return;
	}
	assert_int_equal(err, WIRE_OK);
	assert_int_equal(rd_left(&r),
			 strlen(json_text(json_member(expect, "trailing"), name, sizeof(name))) /
				 2);
	json_text(json_member(expect, "kind"), kind, sizeof(kind));
	if (strcmp(kind, "instance-id") == 0) {
		again = rd_init(msg, len);
		assert_int_equal(afi_eid_decode(&again, 32, &e), WIRE_OK);
		same_eid(&e, expect, NULL);
		same_addr(&l.addr, json_member(expect, "eid"));
	} else if (json_number(json_member(expect, "afi")) == LISP_AFI_NAME) {
		assert_int_equal(eid_err, WIRE_OK);
		assert_int_equal(e.kind, EID_NAME);
		assert_string_equal(e.name,
				    json_text(json_member(expect, "name"), name, sizeof(name)));
	} else if (strcmp(kind, "afi-list") == 0 && is_ip(json_path(expect, "list.0"))) {
		same_addr(&l.addr, json_path(expect, "list.0"));
	} else {
		assert_true(addr_is_none(&l.addr));
		assert_int_equal(l.lcaf_len, len - rd_left(&r));
		if (json_path(expect, "list.0.name"))
			assert_string_equal(e.name, json_text(json_path(expect, "list.0.name"),
							      name, sizeof(name)));
		else
			assert_int_equal(eid_err, WIRE_LCAF);
	}
}

static enum wire_error check_message(const uint8_t *msg, size_t len, const char *v)
{
	const char *expect = json_member(v, "expect");

	switch (msg_type(msg, len)) {
	case LISP_MAP_REQUEST:
		return check_request(msg, len, expect);
	case LISP_MAP_REPLY:
		return check_reply(msg, len, expect);
	default:
		return check_register(msg, len, expect, v);
	}
}

static void check(const char *v, const char *name, const char *type)
{
	const struct exception *x = exception_of(name);
	enum wire_error want = x ? x->error : WIRE_OK;
	uint8_t msg[2048];
	size_t len;

	if (announces_missing_record(json_member(v, "expect")))
		want = WIRE_TRUNCATED;
	len = shared_hex(json_member(v, "hex") + 1, msg, sizeof(msg));
	if (strncmp(type, "LCAF", 4) == 0)
		check_address(msg, len, v);
	else if (strncmp(type, "ECM", 3) == 0)
		check_ecm(msg, len, json_member(v, "expect"));
	else if (strcmp(type, "Shared-Ext") == 0)
		assert_int_equal(msg_type(msg, len), LISP_SHARED_EXTENSION);
	else
		assert_int_equal(check_message(msg, len, v), want);
}

static void messages_decode_as_their_owners_say(void **state)
{
	const char *vectors = json_member(text, "vectors"), *v;
	unsigned n = 0;

	(void)state;
	if (!text)
		skip();
	for (; (v = json_item(vectors, n)); n++) {
		char name[128], type[32];

		json_text(json_member(v, "name"), name, sizeof(name));
		json_text(json_member(v, "type"), type, sizeof(type));
		if (getenv("V"))
			print_message("%u %s %s\n", n, name, type);
		check(v, name, type);
	}
	assert_int_equal(n, 111);
	assert_true(n_verified >= 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_decode_as_their_owners_say),
	};
	int failed;

	text = shared_read("vectors/odl.json");
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	free(text);
	return failed;
}
