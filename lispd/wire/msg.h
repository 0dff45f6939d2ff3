/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WIRE_MSG_H
#define WIRE_MSG_H

/*
 * Control messages as structs, and the pure codec between them and bytes. Decoding takes a
 * whole UDP payload (or the body of a TCP message), allocates nothing, logs nothing, changes
 * nothing but the struct and the arena it is given. A decoded message borrows from the arena and
 * from the packet; both must outlive it. Encoding writes through struct wr; a message that does
 * not fit leaves w->bad.
 *
 * Every decoder returns enum wire_error. Sections are those of RFC 9301 unless said.
 */

#include "lib/rd.h"
#include "lib/wr.h"
#include "lispd/core/mapping.h"

enum wire_error {
	WIRE_OK = 0,
	WIRE_TRUNCATED,	  /* a length or count reaches beyond the message */
	WIRE_TRAILING,	  /* octets behind the defined end */
	WIRE_TYPE,	  /* not the type this decoder is for, or an unknown type */
	WIRE_AFI,	  /* unknown AFI: the message is dropped (5.1) */
	WIRE_LCAF,	  /* EID in an unknown LCAF, or an unknown vendor (RFC 9306 3, 4) */
	WIRE_NESTING,	  /* LCAF deeper than LISP_MAX_LCAF_DEPTH */
	WIRE_PREFIX,	  /* mask longer than the address */
	WIRE_COUNT,	  /* more records or locators than we take */
	WIRE_NO_ITR_RLOC, /* Map-Request without a usable ITR-RLOC (5.3) */
	WIRE_NO_IDS,	  /* I bit without xTR-ID and Site-ID */
	WIRE_INNER,	  /* ECM: bad inner header, length, protocol, port or checksum */
	WIRE_MARKER,	  /* TCP: wrong end marker or length; framing is lost */
	WIRE_ERROR_COUNT,
};
const char *wire_error_str(enum wire_error e); /* "truncated message", for debug and counters */

/* Where the records of one decoded message live. One per dispatcher, reused. */
struct wire_arena {
	unsigned n_records, n_rlocs;
	struct mapping record[LISP_MAX_RECORDS + 1];
	struct rloc rloc[LISP_MAX_MESSAGE / 12 + 1];
};

struct xtr_ids {
	bool present; /* I bit */
	uint8_t xtr_id[16];
	uint64_t site_id; /* 0 = unspecified */
};

/* Authentication data of Map-Register, Map-Notify, Map-Notify-Ack (5.6, 5.7). */
struct auth_field {
	uint8_t key_id;
	uint8_t algorithm; /* enum lisp_auth */
	uint16_t len;	   /* octets of authentication data on the wire */
	uint16_t offset;   /* of the data from the start of the message */
};

/* 5.2 */
struct msg_map_request {
	bool authoritative;					   /* A */
	bool map_data;						   /* M: reply_record is present */
	bool probe, smr, pitr, smr_invoked, local_xtr, dont_reply; /* P S p s L D */
	uint64_t nonce;
	struct eid source; /* kind EID_NONE for AFI 0; its prefix is a host */
	unsigned n_itr_rlocs;
	struct addr itr_rloc[LISP_MAX_ITR_RLOCS]; /* family 0 where AFI 0 or unusable */
	unsigned n_records;
	struct eid *record; /* decoded: points to eids kept in the message itself, see below */
	struct eid record_store[8];   /* more than 8 records in one request: WIRE_COUNT */
	bool notify[8];		      /* N bit of each record (RFC 9437) */
	struct mapping *reply_record; /* M bit's record or NULL; sent when map_data says so */
	struct xtr_ids ids;
};

/* 5.4 */
struct msg_map_reply {
	bool probe, echo_nonce, security; /* P E S */
	uint64_t nonce;
	unsigned n_records;
	struct mapping *record;
	const uint8_t *sec; /* S: LISP-SEC data behind the records (RFC 9303 6), unread */
	size_t sec_len;
};

/* 5.6 and 5.7; one struct serves Map-Register, Map-Notify and Map-Notify-Ack. */
struct msg_register {
	uint8_t type; /* LISP_MAP_REGISTER, LISP_MAP_NOTIFY or LISP_MAP_NOTIFY_ACK */
	bool proxy_reply, security, to_rtr, reliable, eid_notify, ttl_timeout, merge, mobile_node,
		want_notify; /* P S R r E T a m M */
	uint64_t nonce;
	struct auth_field auth;
	unsigned n_records;
	struct mapping *record;
	struct xtr_ids ids;
};

/* 5.8: the inner packet, checked (IP header, lengths, UDP, both checksums, ports, inner type). */
struct msg_ecm {
	bool security, ddt, to_etr, to_ms; /* S D E M */
	struct endpoint inner_src, inner_dst;
	const uint8_t *inner_packet; /* the inner IP packet, to be forwarded unaltered */
	uint16_t inner_packet_len;
	const uint8_t *payload; /* the LISP message inside */
	uint16_t payload_len;
	const uint8_t *sec; /* S: LISP-SEC data before the inner packet (RFC 9303 6), unread */
	uint16_t sec_len;
};

/* RFC 8111 6.4 */
struct msg_referral {
	uint64_t nonce;
	unsigned n_records;
	struct mapping *record; /* action: 0 node-referral ... 5 not-authoritative */
};

#define INFO_MAX_RTRS 16

/* Info-Request and Info-Reply, draft-ermagan-lisp-nat-traversal-19 4.1 and 4.2. */
struct msg_info {
	bool reply; /* R */
	uint64_t nonce;
	struct auth_field auth;
	uint32_t ttl_min;
	struct eid eid;
	/* Only in a reply, from its NAT-Traversal LCAF; family 0 for AFI 0. */
	uint16_t ms_port, etr_port;
	struct addr global_etr, ms, private_etr;
	unsigned n_rtrs;
	struct addr rtr[INFO_MAX_RTRS];
};

/* Type of a message from its first octet, without decoding; 0 when empty. */
unsigned msg_type(const void *buf, size_t len);
const char *msg_type_name(unsigned type); /* "Map-Request", "Encap-Control" ... as IOS says */

enum wire_error map_request_decode(struct rd r, struct msg_map_request *m, struct wire_arena *a);
void map_request_encode(struct wr *w, const struct msg_map_request *m);

enum wire_error map_reply_decode(struct rd r, struct msg_map_reply *m, struct wire_arena *a);
void map_reply_encode(struct wr *w, const struct msg_map_reply *m);

/* auth.len octets of zeroes stand where the data will be; auth_sign() fills them. */
enum wire_error register_decode(struct rd r, struct msg_register *m, struct wire_arena *a);
void register_encode(struct wr *w, struct msg_register *m); /* sets m->auth.offset */

enum wire_error ecm_decode(struct rd r, struct msg_ecm *m);
/* Writes the ECM word, the inner IP and UDP headers (TTL 32, both checksums) and the payload. */
void ecm_encode(struct wr *w, const struct endpoint *inner_src, const struct endpoint *inner_dst,
		const void *payload, size_t payload_len);
/* Writes the ECM word and an inner packet as it came (Map-Resolver, Map-Server). */
void ecm_forward(struct wr *w, const void *inner_packet, size_t len);
/* Writes the ECM word with m's flags, m's LISP-SEC data and m's inner packet as it is. */
void ecm_relay(struct wr *w, const struct msg_ecm *m);

enum wire_error referral_decode(struct rd r, struct msg_referral *m, struct wire_arena *a);
void referral_encode(struct wr *w, const struct msg_referral *m);

enum wire_error info_decode(struct rd r, struct msg_info *m);
void info_encode(struct wr *w, struct msg_info *m); /* as register_encode() */

#endif
