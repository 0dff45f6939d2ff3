/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_FAKE_MSG_H
#define TESTS_UNIT_FAKE_MSG_H

/* Messages as other routers would send them. */

#include "lispd/wire/auth.h"
#include "lispd/wire/msg.h"

struct fake_msg {
	uint8_t data[4096];
	size_t len;
};

struct fake_register {
	const char *key;
	enum lisp_auth algorithm; /* 0 = SHA-1 */
	uint64_t nonce;
	const char *eid[4];    /* the first that is NULL ends the list */
	const char *rloc[4];   /* of each EID */
	uint32_t iid, ttl_min; /* ttl 0 = 1440 */
	bool withdraw;	       /* TTL 0 */
	uint8_t xtr;	       /* last octet of the xTR-ID; 0: no IDs */
	bool no_notify, proxy;
	uint8_t type; /* 0 = Map-Register; LISP_MAP_NOTIFY */
};

void fake_build_register(struct fake_msg *out, const struct fake_register *r);

struct fake_request {
	uint64_t nonce;
	const char *eid;
	uint32_t iid;
	const char *itr_rloc[4];
	const char *source;		      /* EID of the host, NULL: none */
	uint16_t port;			      /* of the inner header; 0 = 4342 */
	bool authoritative, probe, smr, bare; /* bare: not in an Encap-Control */
};

void fake_build_request(struct fake_msg *out, const struct fake_request *r);

struct fake_reply {
	uint64_t nonce;
	const char *eid;
	uint32_t iid, ttl_min;
	unsigned action;
	const char *rloc[4];
	unsigned priority[4], weight[4];
	bool down; /* the locators have no R flag */
};

void fake_build_reply(struct fake_msg *out, const struct fake_reply *r);

/* The Map-Request inside an Encap-Control message that was sent. */
void fake_read_request(const void *data, size_t len, struct msg_ecm *ecm,
		       struct msg_map_request *m);

#endif
