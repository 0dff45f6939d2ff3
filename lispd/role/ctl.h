/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_CTL_H
#define ROLE_CTL_H

/*
 * The message dispatcher: bytes in, the right role out. It decodes, counts and routes; it holds no
 * rules of the protocol. All LISP processes hang on it; a message is for those whose locators are
 * in the table that it came in by.
 */

#include "lispd/map/replay.h"
#include "lispd/role/lisp_if.h"
#include "lispd/role/process.h"
#include "lispd/role/tally.h"
#include "lispd/wire/msg.h"

struct ctl_in { /* one message as it came from the wire */
	const uint8_t *data;
	size_t len;
	struct endpoint from, to;
	unsigned ifindex;
	const void *table; /* host_arg of the locator table it came in by; NULL = the default one */
};

/* Where a Map-Request came from, all headers considered. */
struct request_in {
	const struct ctl_in *outer;
	const struct msg_ecm *ecm; /* NULL: not encapsulated */
	uint16_t reply_port;
};

struct ctl_counters {
	uint64_t in[16], out[16]; /* by message type */
	uint64_t in_family[SVC_COUNT], out_family[SVC_COUNT];
	uint64_t negative_out, proxy_out, forwarded;
};

#define CTL_REPLY_BUCKETS 1024

/* The surroundings of processes whose locators are in one VRF. */
struct ctl_table {
	TAILQ_ENTRY(ctl_table) link;
	char vrf[CFG_VRF];
	struct role_env env;
};

struct ctl {
	struct role_env *env;		/* with the default locator table */
	TAILQ_HEAD(, ctl_table) tables; /* the others; they stay until the end */
	TAILQ_HEAD(, lisp) lisps;	/* ascending */
	struct lisp_if_list ifs;	/* what was typed in interface blocks */
	struct wire_arena *arena;
	struct replay replay;
	struct hash last_register; /* who -> struct ms_last, role/ms */
	struct refusals refusals;
	struct ctl_counters counters;
	struct tallies tallies;
	struct rate reply_rate[CTL_REPLY_BUCKETS]; /* Map-Replies per destination RLOC */
	uint64_t register_nonce; /* the last one we sent; survives restarts by the clock */
	uint8_t xtr_id[16];
};

/* Reads or makes the xTR-ID and the nonce memory in env->state_dir. */
void ctl_init(struct ctl *c, struct role_env *env);
void ctl_fini(struct ctl *c, bool keep_devices);

struct lisp *ctl_lisp_find(const struct ctl *c, unsigned id);
struct lisp *ctl_lisp_get(struct ctl *c, unsigned id);

/* A UDP message came in. Copies nothing that outlives the call. */
void ctl_receive(struct ctl *c, const struct ctl_in *in);
/* The surroundings for a locator table, "" = the default one. */
struct role_env *ctl_env(struct ctl *c, const char *vrf);
/* Those of the table that a message came in by. */
struct role_env *ctl_env_of(const struct ctl *c, const struct ctl_in *in);
/* The message came in by the process's locator table. */
bool ctl_is_for(const struct lisp *l, const struct ctl_in *in);
/* Sends from the process's locator table and counts. src family 0 = the kernel's choice. */
int ctl_send(struct lisp *l, const struct addr *src, const struct endpoint *to, const void *data,
	     size_t len);
uint64_t ctl_nonce(struct ctl *c);	    /* 64 random bits */
uint64_t ctl_register_nonce(struct ctl *c); /* higher than all before */

/*
 * Picks the ITR-RLOC that an answer goes to (RFC 9301 5.5): the first usable one, a routed one
 * before the others. False when none may be answered to (RFC 9301 5.3, protocol security 5).
 */
bool ctl_pick_itr_rloc(struct ctl *c, const struct request_in *in, const struct msg_map_request *m,
		       struct addr *out);
/* Sends a Map-Reply within the rate per destination. */
void ctl_send_reply(struct ctl *c, const struct request_in *in, const struct addr *itr_rloc,
		    const struct msg_map_reply *r);

#endif
