/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_TABLE_H
#define DP_TABLE_H

/*
 * What stands behind fib.h: tables, published entries, paths to locators. Inside dp only.
 *
 * An entry is immutable and belongs to the trie; when it is replaced, its usage counters move on
 * to its successor. Paths point to what is known of a locator (shared by all entries that use
 * it) and to the sockets that reach it.
 */

#include <netinet/in.h>
#include <sys/queue.h>

#include "lispd/core/datahdr.h"
#include "lispd/dp/fib.h"
#include "lispd/dp/stats.h"
#include "lispd/dp/trie.h"
#include "lispd/dp/tun.h"
#include "lispd/dp/worker.h"

#define DP_MAX_WORKERS 16

#define VXLAN_ETHER_LEN 14
#define TUNNEL_HDR_MAX (DATAHDR_LEN + VXLAN_ETHER_LEN)
#define PATH_CONTROL_MAX 128

struct udp_set;
struct udp_tx;

/* What is known of a locator as seen from one namespace. Counted by the entries that use it. */
struct fib_rloc {
	struct udp_set *set;
	struct addr addr;
	unsigned refs;
	struct qsbr_word mtu; /* of the path, whole IP packets; 0 = not known */
};

struct fib_path {
	struct fib_rloc *rloc;
	struct addr local;
	const struct udp_tx *tx;
	uint16_t mtu;	  /* what control says; 0 = nothing */
	uint8_t overhead; /* outer IP, UDP and tunnel header */
	uint8_t hdr_len;  /* tunnel header: what stands before the inner packet */
	uint8_t hdr[TUNNEL_HDR_MAX];
	socklen_t remote_len;
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} remote;
	/* Ancillary data of a send: outer source, TTL, TOS, and (last) the segment size. */
	size_t control_len, ttl_at, tos_at, segment_at;
	_Alignas(8) uint8_t control[PATH_CONTROL_MAX];
};

struct fib_cell { /* w: one worker, r: control */
	_Alignas(64) struct counter packets;
	struct counter bytes, last_ms;
	struct counter lsbs; /* last seen from there + 1; 0 = none yet */
};

struct fib_usage {			       /* what is not in cells is control's */
	uint64_t told_packets;		       /* what fib_used() saw last */
	bool fast;			       /* the kernel forwards it */
	uint32_t fast_id;		       /* of its cell in the kernel; 0 = none */
	uint64_t folded_packets, folded_bytes; /* by the kernel, before the fast path went off */
	struct qsbr_node retired;
	struct fib_cell cell[]; /* per worker */
};

struct fib_entry {
	struct prefix prefix;
	enum fib_action action;
	enum fib_encap encap;
	uint32_t iid;
	unsigned n_paths;
	struct fib_usage *usage;
	struct dp *dp;
	struct qsbr_node retired;
	uint8_t bucket[FIB_BUCKETS];
	struct fib_path path[];
};

struct fib_local {
	struct prefix prefix;
	uint32_t lsbs;
	bool away; /* tells control who sends */
	struct qsbr_node retired;
};

/* One worker's end of the TUN. */
struct table_queue {
	struct source source;
	struct fib_table *table;
};

enum { TABLE_SEND_LSBS = 1, TABLE_PROCESS_LSBS = 2, TABLE_DECAP_ANY = 4, TABLE_TTL = 8 };

struct fib_table {
	struct dp *dp;
	TAILQ_ENTRY(fib_table) link;
	unsigned id; /* never used twice */
	unsigned process;
	uint32_t iid;
	uint16_t mtu; /* of the device, 0 = the default */
	bool dead;    /* control's: it is in dp->dying */
	struct qsbr_word flags;
	struct qsbr_word lost; /* a worker found the device gone; control makes it anew */
	bool lost_told;
	struct trie remote[2], local[2]; /* by family_index() */
	struct tun tun;
	struct table_queue *queue; /* per worker */
	struct udp_set *set;
	struct stats_cell *stats; /* per worker */
	struct {		  /* control's: the fast path in the kernel */
		uint32_t ifindex; /* of the TUN; 0 = not served */
		bool refused;	  /* the kernel could not take all of it */
		bool made_hook;	  /* the qdisc is ours, too */
	} fast;
	struct qsbr_node retired;
};

static inline unsigned family_index(int family)
{
	return family == AF_INET6;
}

/* Content of a table (fib.c); the device and the sockets are table.c's. */
void table_init(struct fib_table *t, struct dp *dp);
void table_fini(struct fib_table *t); /* no worker sees it any more */
void table_set_flags(struct fib_table *t, const struct fib_table_cfg *cfg);

/* Makes devices anew that somebody deleted. */
void table_restore_all(struct dp *dp);

/* The MTU for whole outer packets on the path; 0 = not known. */
static inline unsigned path_mtu(const struct fib_path *p)
{
	unsigned known = qsbr_word_read(&p->rloc->mtu);

	if (!p->mtu || (known && known < p->mtu))
		return known;
	return p->mtu;
}

#endif
