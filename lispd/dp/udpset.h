/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_UDPSET_H
#define DP_UDPSET_H

/*
 * The UDP sockets of one namespace of locators: what several tables share. Owned by struct dp,
 * counted by its tables; made and closed by control, used by workers.
 */

#include "lispd/dp/ns.h"
#include "lispd/dp/table.h"
#include "lispd/dp/worker.h"

/* Source ports that a flow's hash chooses from: a pool of sockets, since a socket has one port. */
#define UDP_POOL 16
#define UDP_FIRST_PORT 0xC000

/* One worker's sockets to send to one family. Zero checksums and segmentation offload exclude
 * each other in the kernel: hence two sockets per port. */
struct udp_senders {
	int plain[UDP_POOL]; /* checksum 0 */
	int train[UDP_POOL]; /* with checksum, UDP_SEGMENT */
	int fragment;	     /* the kernel may fragment the outer packet */
	int mtu;	     /* never sends: asks for the MTU of a path */
	bool no_trains;	     /* worker's: the kernel refused them */
};

struct udp_tx {
	int family;
	unsigned n;
	struct udp_senders *w; /* per worker */
};

struct udp_rx {
	struct source source; /* of worker's epoll */
	struct udp_set *set;
	int family;
	enum fib_encap encap;
	struct qsbr_node retired;
};

/* Which tables an instance ID means; sorted by it. Published, replaced as a whole. */
struct udp_iids {
	struct qsbr_node retired;
	unsigned n;
	struct {
		uint32_t iid;
		struct fib_table *table;
	} row[];
};

struct udp_set {
	struct dp *dp;
	TAILQ_ENTRY(udp_set) link;
	struct ns_id id;
	int netns_fd;	 /* own copy; -1 = the daemon's namespace */
	unsigned number; /* of this set, never used twice */
	unsigned refs;
	bool vxlan;
	struct udp_tx *tx[2]; /* by family, made when first used */
	int mtu[2]; /* by family: never sends, asks for the MTU of a path; -1 = not open */
	struct udp_rx *rx[2][2]; /* by family and encapsulation: one for each worker */
	bool complained;
	struct timer retry;
	struct qsbr_ptr iids; /* struct udp_iids */
	struct qsbr_node retired;
};

/* The set of the namespace, with its LISP receive sockets (or a retry under way). NULL and
 * *error = -errno when the namespace is not usable. */
struct udp_set *udp_set_get(struct dp *dp, int netns_fd, int *error);
void udp_set_put(struct udp_set *s);
/* Opens 4789, too. */
void udp_set_want_vxlan(struct udp_set *s);
/* Sockets to send from; NULL when the host has none of this family. */
const struct udp_tx *udp_set_tx(struct udp_set *s, int family);

void udp_set_add_table(struct udp_set *s, struct fib_table *t);
void udp_set_del_table(struct udp_set *s, struct fib_table *t);

/* The MTU of the path as the kernel knows it; 0 = none. For control. */
unsigned udp_set_mtu(struct udp_set *s, const struct addr *remote);
/* The same with a given socket, for workers. */
unsigned udp_ask_mtu(int fd, const struct sockaddr *remote, socklen_t len);

#endif
