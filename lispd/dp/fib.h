/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_FIB_H
#define DP_FIB_H

/*
 * The data plane as control sees it: one table per (LISP process, instance ID) with its TUN, the
 * entries that workers read, and the EID prefixes that are local. Control runs in one thread and
 * is the only writer. A published entry is never edited: fib_set() builds a new one, links it
 * and retires the old one (dp/qsbr.h).
 */

#include "lib/loop.h"
#include "lib/prefix.h"

#define FIB_BUCKETS 128 /* slots that a flow hash chooses from; shares are within 1 % */
#define FIB_MAX_LOCATORS 16

struct dp;
struct fib_table;
struct punt_packet;

enum fib_action {
	FIB_PUNT,  /* unknown, or "send Map-Request": to control */
	FIB_ENCAP, /* to one of the locators */
	FIB_DROP,
	FIB_NATIVE, /* the kernel's throw route takes these; what still comes is written back */
};

enum fib_encap {
	FIB_ENCAP_LISP,	 /* UDP 4341 */
	FIB_ENCAP_VXLAN, /* UDP 4789, VNI = instance ID */
};

struct fib_locator {
	struct addr local, remote; /* one family */
	uint16_t mtu;		   /* of the path, whole IP packets; 0 = the underlay's */
};

/* What control wants for one destination prefix. */
struct fib_entry_cfg {
	struct prefix prefix;
	enum fib_action action;
	enum fib_encap encap;
	uint32_t iid; /* to put in the header: the table's, or another one's (extranet) */
	unsigned n_locators;
	struct fib_locator locator[FIB_MAX_LOCATORS];
	uint8_t bucket[FIB_BUCKETS]; /* index into locator; from rloc_buckets() */
};

/* One of our own EID prefixes: what we take from the tunnel, and the status bits that we send
 * for inner sources in it. */
struct fib_local_cfg {
	struct prefix prefix;
	uint32_t lsbs; /* bit i = locator i of the mapping is up; RFC 9300 5.3 */
	bool away;     /* it has moved: taken, and control is told who sends (PUNT_AWAY) */
};

struct fib_table_cfg {
	unsigned process; /* router lisp N */
	uint32_t iid;
	const char *ifname; /* of the TUN: "LISP0", "LISP0.101" */
	int netns_fd;	    /* where the TUN is; -1 = the daemon's own namespace */
	int rloc_netns_fd;  /* where its UDP sockets are */
	bool send_lsbs, process_lsbs;
	bool decap_any; /* PETR: inner destinations need not be local EIDs */
	bool propagate_ttl;
	bool vxlan;   /* listen on 4789, too; an entry that encapsulates so asks for it itself */
	uint16_t mtu; /* of the device; 0 = what an underlay of 1500 leaves LISP over IPv4 */
};

struct fib_counters {
	uint64_t packets, bytes; /* encapsulated, inner octets */
	uint64_t idle_ms;	 /* since the last packet, UINT64_MAX = never one */
	bool fast;		 /* the kernel forwards it; see dp_set_fast_path() */
};

struct dp_cfg {
	const char *name;      /* of the router, for what outlives the process; NULL = "" */
	unsigned n_workers;    /* 0 = one per core, at most 4, one on two cores or less */
	uint32_t hold_per_eid; /* packets that wait for one EID; default 64 */
	uint32_t hold_total;   /* in all; default 10000 */
	uint32_t stale_ms;     /* age at which unconfirmed rows in the kernel go; default 60000 */
	bool no_offload;       /* tests: plain TUN without virtio-net header tricks */
	bool no_threads;       /* tests: worker_turn() is called by hand */
};

/* What dp tells control; called in control's thread. */
struct dp_ops {
	/* A packet that workers cannot decide; see dp/punt.h. */
	void (*punt)(void *arg, const struct punt_packet *p);
};

/* Starts the workers. Returns 0 or -errno with a log line that names what failed. */
int dp_new(struct dp **dp, struct loop *l, const struct dp_cfg *cfg, const struct dp_ops *ops,
	   void *arg);
void dp_free(struct dp *dp);

/*
 * The fast path: eBPF programs in the kernel forward by what is in the tables, as far as it is
 * ordinary; it is off at first. What they forward goes on without this process (killed, or
 * crashed), and the next one of the same name takes over. On: 0, or -errno with one log line that
 * says why not; then the workers do all, as when it is off.
 */
int dp_set_fast_path(struct dp *dp, bool on);

struct dp_fast_path {
	bool wanted, active;
	size_t entries; /* that the kernel forwards */
};

struct dp_fast_path dp_fast_path_state(const struct dp *dp);

/* Opens the TUN (persistent, adopted when it is there) and the sockets. -errno on failure, with
 * a log line that names the device and the remedy. */
int fib_table_add(struct dp *dp, const struct fib_table_cfg *cfg, struct fib_table **t);
void fib_table_change(struct fib_table *t, const struct fib_table_cfg *cfg); /* flags, MTU */
/* keep_device: leave the persistent TUN where it is (a restart follows). */
void fib_table_del(struct fib_table *t, bool keep_device);
struct fib_table *fib_table_find(struct dp *dp, unsigned process, uint32_t iid);

/* A destination without any entry is punted, as by FIB_PUNT. An entry whose locators cannot be
 * sent to (no socket of the family) drops. */
void fib_set(struct fib_table *t, const struct fib_entry_cfg *cfg);
void fib_del(struct fib_table *t, const struct prefix *p);
void fib_local_set(struct fib_table *t, const struct fib_local_cfg *cfg);
void fib_local_del(struct fib_table *t, const struct prefix *p);

/* Counters of the entry for exactly this prefix; they survive fib_set() of the same prefix. */
bool fib_counters(struct fib_table *t, const struct prefix *p, struct fib_counters *out);
/* True once after packets used the entry since the last call: drives the refresh before TTL. */
bool fib_used(struct fib_table *t, const struct prefix *p);

#endif
