/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/wire/rtp.h"
#include "tests/fuzz/fuzz.h"
#include "tests/wire/same.h"

static uint8_t buf[2 * LISP_MAX_MESSAGE];

static void body_again(const struct rtp_msg *m)
{
	static struct wire_arena a, b;
	struct rd r = rd_init(m->data, m->data_len);
	struct wr w = wr_init(buf, sizeof(buf));
	struct rtp_refresh refresh, refresh2;
	struct mapping *record, *record2;
	struct eid eid, eid2;
	struct xtr_ids ids, ids2;
	struct rtp_error error, error2;
	uint8_t reason, reason2;

	if (m->type == RTP_ERROR && !rtp_error_decode(r, &error)) {
		rtp_error_encode(&w, &error);
		MUST(!rtp_error_decode(rd_init(buf, wr_len(&w)), &error2));
		MUST(same_octets(error.data, error.data_len, error2.data, error2.data_len));
	}
	if (m->type == RTP_REGISTRATION_ACK && !rtp_ack_decode(r, &eid)) {
		rtp_ack_encode(&w, &eid);
		MUST(!rtp_ack_decode(rd_init(buf, wr_len(&w)), &eid2) && eid_equal(&eid, &eid2));
	}
	if (m->type == RTP_REGISTRATION_REJECT && !rtp_reject_decode(r, &reason, &eid)) {
		rtp_reject_encode(&w, reason, &eid);
		MUST(!rtp_reject_decode(rd_init(buf, wr_len(&w)), &reason2, &eid2));
		MUST(reason == reason2 && eid_equal(&eid, &eid2));
	}
	if (m->type == RTP_REGISTRATION_REFRESH && !rtp_refresh_decode(r, &refresh)) {
		rtp_refresh_encode(&w, &refresh);
		MUST(!rtp_refresh_decode(rd_init(buf, wr_len(&w)), &refresh2));
		MUST(refresh.scope == refresh2.scope && eid_equal(&refresh.eid, &refresh2.eid));
	}
	if (m->type == RTP_MAPPING_NOTIFICATION && !rtp_notification_decode(r, &ids, &record, &a)) {
		rtp_notification_encode(&w, &ids, record);
		MUST(!rtp_notification_decode(rd_init(buf, wr_len(&w)), &ids2, &record2, &b));
		MUST(same_ids(&ids, &ids2) && same_records(record, 1, record2, 1));
	}
}

/* A stream: every message framed again gives the same octets (but the short form). */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	enum wire_error err;
	struct rtp_msg m;
	size_t whole;

	while ((whole = rtp_decode(data, len, &m, &err))) {
		struct wr w = wr_init(buf, sizeof(buf));

		MUST(whole <= len && err == WIRE_OK);
		rtp_encode(&w, m.type, m.id, m.data, m.data_len);
		MUST(whole == 8 || same_octets(buf, wr_len(&w), data, whole));
		body_again(&m);
		data += whole;
		len -= whole;
	}
	return 0;
}
