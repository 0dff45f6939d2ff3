/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every control message of the golden vectors decodes, encodes to the same octets again, and,
 * where it is authenticated, verifies; a flipped bit anywhere in it does not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lispd/wire/auth.h"
#include "lispd/wire/rtp.h"
#include "tests/wire/shared.h"

#define PASSWORD "Zaq12wsx!@"

static struct wire_arena arena;
static char *text; /* vectors.txt */
static unsigned n_verified;

struct vector {
	char name[8];
	bool tcp;
	uint8_t msg[2048];
	size_t len;
};

static bool ends_in(const char *s, const char *end)
{
	size_t len = strlen(s), end_len = strlen(end);

	return len >= end_len && strcmp(s + len - end_len, end) == 0;
}

/* The next vector behind *at, which moves on; data-plane packets are left out. */
static bool next_vector(const char **at, struct vector *v)
{
	while ((*at = strstr(*at, "\n## "))) {
		const char *line = strchr(*at + 1, '\n') + 1;
		char proto[8], dst[64];
		size_t len;

		assert_int_equal(sscanf(*at, "\n## %7s", v->name), 1);
		assert_int_equal(sscanf(line, "%7s %*s -> %63s len %zu", proto, dst, &len), 3);
		*at = line;
		if (ends_in(dst, ":4341") || ends_in(dst, ":4789"))
			continue;
		v->tcp = strcmp(proto, "tcp") == 0;
		v->len = shared_hex(strchr(line, '\n'), v->msg, sizeof(v->msg));
		assert_int_equal(v->len, len);
		return true;
	}
	return false;
}

static struct wr fresh(uint8_t *buf, size_t size)
{
	memset(buf, 0x55, size);
	return wr_init(buf, size);
}

static void same_octets(const struct vector *v, const struct wr *w, const uint8_t *msg, size_t len)
{
	assert_false(w->bad);
	if (wr_len(w) != len || memcmp(w->start, msg, len))
		print_error("%s differs\n", v->name);
	assert_int_equal(wr_len(w), len);
	assert_memory_equal(w->start, msg, len);
}

static void check_flipped_bits(struct auth_key *key, const struct msg_register *m,
			       const uint8_t *msg, size_t len)
{
	uint8_t copy[2048];

	memcpy(copy, msg, len);
	for (size_t i = 0; i < len; i++) {
		copy[i] ^= 0x10;
		assert_false(auth_verify(key, m->type, m->nonce, &m->auth, copy, len));
		copy[i] ^= 0x10;
	}
	assert_true(auth_verify(key, m->type, m->nonce, &m->auth, copy, len));
}

static void check_register(const struct vector *v, const uint8_t *msg, size_t len)
{
	struct auth_key *key = auth_key_new(PASSWORD), *wrong = auth_key_new("Zaq12wsx!");
	struct msg_register m;
	uint8_t buf[2048];
	struct wr w = fresh(buf, sizeof(buf));

	assert_int_equal(register_decode(rd_init(msg, len), &m, &arena), WIRE_OK);
	assert_true(auth_verify(key, m.type, m.nonce, &m.auth, msg, len));
	assert_false(auth_verify(wrong, m.type, m.nonce, &m.auth, msg, len));
	check_flipped_bits(key, &m, msg, len);
	register_encode(&w, &m);
	assert_true(auth_sign(key, m.type, m.nonce, &m.auth, buf, wr_len(&w)));
	same_octets(v, &w, msg, len);
	auth_key_free(key);
	auth_key_free(wrong);
	n_verified++;
}

static void check_info(const struct vector *v)
{
	struct auth_key *key = auth_key_new(PASSWORD);
	struct msg_info m;
	uint8_t buf[2048];
	struct wr w = fresh(buf, sizeof(buf));

	assert_int_equal(info_decode(rd_init(v->msg, v->len), &m), WIRE_OK);
	assert_true(auth_verify(key, LISP_INFO, m.nonce, &m.auth, v->msg, v->len));
	info_encode(&w, &m);
	assert_true(auth_sign(key, LISP_INFO, m.nonce, &m.auth, buf, wr_len(&w)));
	same_octets(v, &w, v->msg, v->len);
	auth_key_free(key);
}

static void check_request(const struct vector *v, const uint8_t *msg, size_t len)
{
	struct msg_map_request m;
	uint8_t buf[2048];
	struct wr w = fresh(buf, sizeof(buf));

	assert_int_equal(map_request_decode(rd_init(msg, len), &m, &arena), WIRE_OK);
	map_request_encode(&w, &m);
	same_octets(v, &w, msg, len);
}

static void check_reply(const struct vector *v)
{
	struct msg_map_reply m;
	uint8_t buf[2048];
	struct wr w = fresh(buf, sizeof(buf));

	assert_int_equal(map_reply_decode(rd_init(v->msg, v->len), &m, &arena), WIRE_OK);
	map_reply_encode(&w, &m);
	same_octets(v, &w, v->msg, v->len);
}

static void check_referral(const struct vector *v)
{
	struct msg_referral m;
	uint8_t buf[2048];
	struct wr w = fresh(buf, sizeof(buf));

	assert_int_equal(referral_decode(rd_init(v->msg, v->len), &m, &arena), WIRE_OK);
	referral_encode(&w, &m);
	same_octets(v, &w, v->msg, v->len);
}

static void check_ecm(const struct vector *v)
{
	struct msg_ecm m;
	uint8_t buf[2048];
	struct wr w = fresh(buf, sizeof(buf));

	assert_int_equal(ecm_decode(rd_init(v->msg, v->len), &m), WIRE_OK);
	ecm_relay(&w, &m);
	same_octets(v, &w, v->msg, v->len);
	if (m.inner_packet[8] == 32 && !m.ddt) { /* the TTL that we send */
		w = fresh(buf, sizeof(buf));
		ecm_encode(&w, &m.inner_src, &m.inner_dst, m.payload, m.payload_len);
		same_octets(v, &w, v->msg, v->len);
	}
	assert_int_equal(msg_type(m.payload, m.payload_len), LISP_MAP_REQUEST);
	check_request(v, m.payload, m.payload_len);
}

static void encode_rtp_body(struct wr *w, const struct vector *v, const struct rtp_msg *m)
{
	struct rd r = rd_init(m->data, m->data_len);
	struct rtp_refresh refresh;
	struct mapping *record;
	struct xtr_ids ids;
	uint8_t reason;
	struct eid eid;

	switch (m->type) {
	case RTP_REGISTRATION:
		check_register(v, m->data, m->data_len);
		wr_bytes(w, m->data, m->data_len);
		break;
	case RTP_REGISTRATION_ACK:
		assert_int_equal(rtp_ack_decode(r, &eid), WIRE_OK);
		rtp_ack_encode(w, &eid);
		break;
	case RTP_REGISTRATION_REJECT:
		assert_int_equal(rtp_reject_decode(r, &reason, &eid), WIRE_OK);
		rtp_reject_encode(w, reason, &eid);
		break;
	case RTP_REGISTRATION_REFRESH:
		assert_int_equal(rtp_refresh_decode(r, &refresh), WIRE_OK);
		rtp_refresh_encode(w, &refresh);
		break;
	case RTP_MAPPING_NOTIFICATION:
		assert_int_equal(rtp_notification_decode(r, &ids, &record, &arena), WIRE_OK);
		rtp_notification_encode(w, &ids, record);
		break;
	default:
		fail();
	}
}

static void check_rtp(const struct vector *v)
{
	uint8_t body[2048], buf[2048];
	struct wr b = fresh(body, sizeof(body)), w = fresh(buf, sizeof(buf));
	enum wire_error err;
	struct rtp_msg m;

	for (size_t len = 0; len < v->len; len++) {
		assert_int_equal(rtp_decode(v->msg, len, &m, &err), 0);
		assert_int_equal(err, WIRE_OK);
	}
	assert_int_equal(rtp_decode(v->msg, v->len, &m, &err), v->len);
	encode_rtp_body(&b, v, &m);
	rtp_encode(&w, m.type, m.id, body, wr_len(&b));
	same_octets(v, &w, v->msg, v->len);
}

static void check(const struct vector *v)
{
	if (v->tcp) {
		check_rtp(v);
		return;
	}
	switch (msg_type(v->msg, v->len)) {
	case LISP_MAP_REQUEST:
		check_request(v, v->msg, v->len);
		break;
	case LISP_MAP_REPLY:
		check_reply(v);
		break;
	case LISP_MAP_REGISTER:
	case LISP_MAP_NOTIFY:
	case LISP_MAP_NOTIFY_ACK:
		check_register(v, v->msg, v->len);
		break;
	case LISP_MAP_REFERRAL:
		check_referral(v);
		break;
	case LISP_INFO:
		check_info(v);
		break;
	case LISP_ECM:
		check_ecm(v);
		break;
	default:
		fail_msg("%s has type %u", v->name, msg_type(v->msg, v->len));
	}
}

static void vectors_decode_and_encode_to_the_same_octets(void **state)
{
	const char *at = text;
	struct vector v;
	unsigned n = 0;

	(void)state;
	if (!text)
		skip();
	for (; next_vector(&at, &v); n++)
		check(&v);
	assert_int_equal(n, 29);
	assert_int_equal(n_verified, 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vectors_decode_and_encode_to_the_same_octets),
	};
	int failed;

	text = shared_read("vectors/vectors.txt");
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	free(text);
	return failed;
}
