/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WIRE_RTP_H
#define WIRE_RTP_H

/*
 * Messages of the reliable transport on TCP 4342 (draft-kouvelas-lisp-map-server-reliable-
 * transport-04): 16-bit type, 16-bit length of the whole message, 32-bit ID, data, end marker.
 */

#include "lispd/wire/msg.h"

#define RTP_END_MARKER 0x9FACADE9u
#define RTP_HEADER 8	/* type, length, ID */
#define RTP_OVERHEAD 12 /* header and marker */

enum rtp_type {
	RTP_ERROR = 16,
	RTP_REGISTRATION = 17,
	RTP_REGISTRATION_ACK = 18,
	RTP_REGISTRATION_REJECT = 19,
	RTP_REGISTRATION_REFRESH = 20,
	RTP_MAPPING_NOTIFICATION = 21,
};

enum rtp_reject {
	RTP_REJECT_PREFIX = 1, /* not a valid site EID prefix */
	RTP_REJECT_AUTH = 2,
	RTP_REJECT_LOCATORS = 3, /* locator set not allowed */
	RTP_REJECT_OTHER = 4,
};

struct rtp_msg {
	uint16_t type; /* enum rtp_type or one that we skip */
	uint32_t id;
	const uint8_t *data; /* RTP_REGISTRATION: a whole Map-Register */
	uint16_t data_len;
};

struct rtp_refresh {
	uint8_t scope; /* 0 all, 1 instance, 2 family of an instance, 3 under a prefix, 4 one prefix */
	bool rejected_only;
	struct eid eid; /* scope != 0 */
};

/* What was wrong, and the message that it was wrong with. */
struct rtp_error {
	uint8_t code;
	uint16_t type, len; /* as they stood in that message */
	uint32_t id;
	const uint8_t *data; /* as much of it as came along */
	uint16_t data_len;
};

/*
 * Looks for one whole message at the start of buf. Returns its length and fills m (WIRE_OK in
 * *err), 0 when more octets are needed (WIRE_OK), 0 with *err set when framing is lost.
 */
size_t rtp_decode(const uint8_t *buf, size_t len, struct rtp_msg *m, enum wire_error *err);
void rtp_encode(struct wr *w, uint16_t type, uint32_t id, const void *data, size_t len);

enum wire_error rtp_ack_decode(struct rd r, struct eid *eid);
void rtp_ack_encode(struct wr *w, const struct eid *eid);
enum wire_error rtp_reject_decode(struct rd r, uint8_t *reason, struct eid *eid);
void rtp_reject_encode(struct wr *w, uint8_t reason, const struct eid *eid);
enum wire_error rtp_refresh_decode(struct rd r, struct rtp_refresh *f);
void rtp_refresh_encode(struct wr *w, const struct rtp_refresh *f);
/* Mapping Notification: xTR-ID, Site-ID, one record. */
enum wire_error rtp_notification_decode(struct rd r, struct xtr_ids *ids, struct mapping **record,
					struct wire_arena *a);
void rtp_notification_encode(struct wr *w, const struct xtr_ids *ids, const struct mapping *m);

enum wire_error rtp_error_decode(struct rd r, struct rtp_error *e);
void rtp_error_encode(struct wr *w, const struct rtp_error *e);

#endif
