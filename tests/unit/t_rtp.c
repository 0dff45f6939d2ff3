/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/mem.h"
#include "lispd/wire/rtp.h"
#include "tests/unit/wire_hex.h"

static struct wire_arena arena;

static size_t framed(const char *text, struct rtp_msg *m, enum wire_error *err)
{
	struct bytes x = hex(text);

	return rtp_decode(x.b, x.len, m, err);
}

static void tcp_framing(void **state)
{
	enum wire_error err;
	struct rtp_msg m;

	(void)state;
	assert_int_equal(framed("0014 000f 00000007 000000 9facade9 0014", &m, &err), 15);
	assert_int_equal(m.type, RTP_REGISTRATION_REFRESH);
	assert_int_equal(m.id, 7);
	assert_int_equal(m.data_len, 3);
	/* The short form has neither ID nor data. */
	assert_int_equal(framed("012c 0008 9facade9", &m, &err), 8);
	assert_int_equal(m.type, 300);
	assert_int_equal(m.data_len, 0);
	assert_non_null(m.data); /* so that a cursor can be put on it */
	assert_int_equal(framed("012c 000c 00000001 9facade9", &m, &err), 12);
	/* Lengths that cannot be, and a wrong marker */
	for (unsigned len = 0; len < 12; len++) {
		uint8_t head[16] = { 0, 20, 0, (uint8_t)len };

		assert_int_equal(rtp_decode(head, sizeof(head), &m, &err), 0);
		assert_int_equal(err, WIRE_MARKER);
	}
	assert_int_equal(framed("0014 000f 00000007 000000 9facade8", &m, &err), 0);
	assert_int_equal(err, WIRE_MARKER);
	assert_int_equal(framed("0014 ffff 00000007 000000 9facade9", &m, &err), 0);
	assert_int_equal(err, WIRE_OK);
	assert_int_equal(framed("", &m, &err), 0);
	assert_int_equal(err, WIRE_OK);
}

static void tcp_message_too_long_to_frame(void **state)
{
	uint8_t *buf = xcalloc(1, 70000), *data = xcalloc(1, 65535);
	struct wr w = wr_init(buf, 70000);

	(void)state;
	rtp_encode(&w, RTP_REGISTRATION, 1, data, 65535 - RTP_OVERHEAD + 1);
	assert_true(w.bad);
	w = wr_init(buf, 70000);
	rtp_encode(&w, RTP_REGISTRATION, 1, data, 65535 - RTP_OVERHEAD);
	assert_int_equal(wr_len(&w), 65535);
	free(data);
	free(buf);
}

static void tcp_bodies(void **state)
{
	struct rtp_refresh f;
	struct eid e;
	struct bytes x = hex("18 4003 0000 0200 000a 00000065 0001 cb007100");
	uint8_t buf[256], reason;
	struct wr w = wr_init(buf, sizeof(buf));

	(void)state;
	assert_int_equal(rtp_ack_decode(rd_init(x.b, x.len), &e), WIRE_OK);
	assert_int_equal(e.iid, 101);
	rtp_ack_encode(&w, &e);
	assert_memory_equal(buf, x.b, x.len);
	for (size_t len = 0; len < x.len; len++)
		assert_int_not_equal(rtp_ack_decode(rd_init(x.b, len), &e), WIRE_OK);
	assert_int_equal(rtp_ack_decode(rd_init(x.b, x.len + 1), &e), WIRE_TRAILING);

	x = hex("02 ffff 18 0001 cb007100");
	assert_int_equal(rtp_reject_decode(rd_init(x.b, x.len), &reason, &e), WIRE_OK);
	assert_int_equal(reason, RTP_REJECT_AUTH);
	w = wr_init(buf, sizeof(buf));
	rtp_reject_encode(&w, reason, &e);
	assert_memory_equal(buf, "\x02\0\0\x18\0\1\xcb\0\x71\0", x.len);
	for (size_t len = 0; len < x.len; len++)
		assert_int_not_equal(rtp_reject_decode(rd_init(x.b, len), &reason, &e), WIRE_OK);

	x = hex("04 ff ff 18 0001 cb007100");
	assert_int_equal(rtp_refresh_decode(rd_init(x.b, x.len), &f), WIRE_OK);
	assert_true(f.rejected_only);
	assert_int_equal(f.scope, 4);
	w = wr_init(buf, sizeof(buf));
	rtp_refresh_encode(&w, &f);
	assert_memory_equal(buf, "\x04\x80\0\x18\0\1\xcb\0\x71\0", x.len);
	for (size_t len = 0; len < x.len; len++)
		assert_int_not_equal(rtp_refresh_decode(rd_init(x.b, len), &f), WIRE_OK);
	/* Scope 0 has no EID-prefix. */
	x.b[0] = 0;
	assert_int_equal(rtp_refresh_decode(rd_init(x.b, x.len), &f), WIRE_TRAILING);
	assert_int_equal(rtp_refresh_decode(rd_init(x.b, 3), &f), WIRE_OK);
}

static void tcp_mapping_notification(void **state)
{
	struct bytes x = hex(IDS RECORD);
	struct mapping *record;
	struct xtr_ids ids;
	uint8_t buf[256];
	struct wr w = wr_init(buf, sizeof(buf));

	(void)state;
	assert_int_equal(rtp_notification_decode(rd_init(x.b, x.len), &ids, &record, &arena),
			 WIRE_OK);
	assert_true(ids.present);
	assert_int_equal(ids.site_id, 0x42);
	assert_int_equal(record->n_rlocs, 2);
	rtp_notification_encode(&w, &ids, record);
	assert_int_equal(wr_len(&w), x.len);
	assert_memory_equal(buf, x.b, x.len);
	for (size_t len = 0; len < x.len; len++)
		assert_int_not_equal(
			rtp_notification_decode(rd_init(x.b, len), &ids, &record, &arena), WIRE_OK);
	assert_int_equal(rtp_notification_decode(rd_init(x.b, x.len + 1), &ids, &record, &arena),
			 WIRE_TRAILING);
}

static void tcp_error_notification(void **state)
{
	struct bytes x = hex("03 ffffff 0011 0064 00000007 deadbeef");
	struct rtp_error e;
	uint8_t buf[64];
	struct wr w = wr_init(buf, sizeof(buf));

	(void)state;
	assert_int_equal(rtp_error_decode(rd_init(x.b, x.len), &e), WIRE_OK);
	assert_int_equal(e.code, 3);
	assert_int_equal(e.type, RTP_REGISTRATION);
	assert_int_equal(e.len, 100);
	assert_int_equal(e.id, 7);
	assert_int_equal(e.data_len, 4);
	rtp_error_encode(&w, &e);
	x.b[1] = x.b[2] = x.b[3] = 0;
	assert_int_equal(wr_len(&w), x.len);
	assert_memory_equal(buf, x.b, x.len);
	for (size_t len = 0; len < 12; len++)
		assert_int_equal(rtp_error_decode(rd_init(x.b, len), &e), WIRE_TRUNCATED);
	assert_int_equal(rtp_error_decode(rd_init(x.b, 12), &e), WIRE_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tcp_framing),
		cmocka_unit_test(tcp_message_too_long_to_frame),
		cmocka_unit_test(tcp_bodies),
		cmocka_unit_test(tcp_mapping_notification),
		cmocka_unit_test(tcp_error_notification),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
