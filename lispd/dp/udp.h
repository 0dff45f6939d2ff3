/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_UDP_H
#define DP_UDP_H

/*
 * A worker's packets on their way out. Units are gathered in a queue during a batch and sent at
 * its end: what goes to one socket in one system call, segments of one flow as one train that the
 * kernel (or the card) cuts.
 */

#include <sys/uio.h>

#include "lispd/dp/table.h"

#define UDP_UNITS 512
#define UDP_IOVS 4096
#define UDP_SCRATCH (256 << 10)
#define UDP_SEND_BATCH 64

struct udp_unit { /* packets of one flow on one path; each is 1 or 2 iovecs */
	const struct fib_path *path;
	struct fib_table *table;
	uint64_t hash;
	uint8_t port; /* index into the pool */
	uint8_t ttl, tos;
	bool joins;    /* may share a train with others of its flow */
	bool fragment; /* the kernel may fragment it */
	bool sent;
	uint8_t iovs; /* per segment */
	uint16_t iov, n_segments;
	uint16_t len, last_len; /* UDP payload of a segment, and of the last one */
};

struct udp_queue {
	unsigned n_units, n_iovs, scratch_used;
	struct udp_unit unit[UDP_UNITS];
	struct iovec iov[UDP_IOVS];
	uint8_t *scratch;
	struct udp_batch *batch; /* what flush builds */
};

/* Called for segments that the kernel refused: [first, first + n) of the unit. error > 0. */
typedef void udp_refused_fn(void *arg, const struct udp_unit *u, unsigned first, unsigned n,
			    int error);

struct udp_queue *udp_queue_new(void);
void udp_queue_free(struct udp_queue *q);
/* Is there room for one more unit of that size? If not, flush. */
bool udp_room(const struct udp_queue *q, unsigned n_iovs, size_t scratch);
uint8_t *udp_scratch(struct udp_queue *q, size_t len);
struct udp_unit *udp_unit_add(struct udp_queue *q); /* zeroed, iov set */
void udp_iov_add(struct udp_queue *q, const void *data, size_t len);

/* Sends everything, and calls refused for what failed. n_trains counts trains. */
void udp_flush(struct udp_queue *q, unsigned worker, udp_refused_fn *refused, void *arg,
	       unsigned *n_trains);
/* Sends one packet at once. 0 or an errno. */
int udp_send(const struct fib_path *p, unsigned worker, unsigned port, bool fragment, uint8_t ttl,
	     uint8_t tos, const struct iovec *iov, unsigned n_iovs);

/* Prepares the constant parts of a path: remote, control template, tunnel header. */
void udp_path_init(struct fib_path *p, const struct addr *local, const struct addr *remote,
		   uint16_t port);

/* --- receiving -------------------------------------------------------------------------------- */

#define UDP_RX_BATCH 32
#define UDP_RX_SIZE 65536

struct udp_message {
	uint8_t *data;
	uint32_t len;
	uint16_t segment; /* length of each packet but the last one; 0 = it is one packet */
	uint8_t ttl, tos;
	bool to_group;	  /* multicast or broadcast */
	struct addr from; /* outer source */
};

struct udp_receiver;

struct udp_receiver *udp_receiver_new(void);
void udp_receiver_free(struct udp_receiver *r);
/* Messages are valid until the next call. */
unsigned udp_read_batch(struct udp_receiver *r, int fd, struct udp_message *m);

#endif
