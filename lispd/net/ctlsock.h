/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NET_CTLSOCK_H
#define NET_CTLSOCK_H

/*
 * UDP port 4342 in one VRF, both families: LISP control messages in and out. Receiving and sending
 * go in batches, with a budget per turn of the loop; nothing is allocated per packet. When the
 * port is taken, one line says so and it is tried again every 5 seconds.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/loop.h"

struct ctlsock;
struct vrf;

struct ctl_packet {
	const uint8_t *data; /* writable by the receiver's code only by copy; lives for the call */
	size_t len;
	struct endpoint from;
	struct addr to; /* the address of ours it came to (or a group) */
	int ifindex;	/* of arrival */
	uint8_t ttl;	/* as received; 0 = unknown */
};

struct ctl_out {
	const uint8_t *data; /* copied */
	size_t len;	     /* at most 65507 (IPv4), 65487 (IPv6: 65527 - 40) */
	struct endpoint to;
	struct addr from; /* family 0: the kernel chooses */
	int ifindex;	  /* out of this interface (link-local and group destinations); 0 = any */
	uint8_t ttl;	  /* 0 = 255 */
};

struct ctlsock_ops {
	/* One message. It may send and may change sockets other than s; it must not free s. */
	void (*recv)(void *arg, struct ctlsock *s, const struct ctl_packet *p);
	/* All messages of one batch were delivered; what was queued is sent after it. May be NULL. */
	void (*batch_end)(void *arg, struct ctlsock *s);
};

struct ctlsock_stats {
	uint64_t rx_packets, rx_bytes;
	uint64_t rx_dropped; /* by the kernel: our buffer was full */
	uint64_t rx_truncated;
	uint64_t tx_packets, tx_bytes;
	uint64_t tx_dropped; /* queue full */
	uint64_t tx_errors;  /* the kernel refused: no route, bad source ... */
	uint64_t tx_blocked; /* times the socket's buffer was full */
};

/* Opens both families in v, at once or as soon as the port is free. Never NULL. v must outlive it:
 * free it from vrf_watch.removing. port 0 is 4342. */
struct ctlsock *ctlsock_new(struct loop *loop, struct vrf *v, uint16_t port,
			    const struct ctlsock_ops *ops, void *arg);
void ctlsock_free(struct ctlsock *s); /* NULL is fine; sends what is queued if it goes at once */
bool ctlsock_is_open(const struct ctlsock *s, int family);

/* Queues; it goes out at the end of the batch or of the loop's turn. 0, or -ENOBUFS (queue full,
 * counted), -EMSGSIZE, -EAFNOSUPPORT, -ENOTCONN (not open). Errors that the kernel finds later
 * are counted and logged at a limited rate. */
int ctlsock_send(struct ctlsock *s, const struct ctl_out *m);
/* Answer to a packet: to its sender, from the address it came to (not from a group). */
int ctlsock_reply(struct ctlsock *s, const struct ctl_packet *p, const uint8_t *data, size_t len);
/* Sends what is queued now. */
void ctlsock_flush(struct ctlsock *s);

/* The address the kernel would send from to dst. False: no route. */
bool ctlsock_source(struct ctlsock *s, const struct addr *dst, struct addr *src);

/* Group membership on an interface (map-notify-group). 0 or -errno. */
int ctlsock_join(struct ctlsock *s, const struct addr *group, int ifindex);
int ctlsock_leave(struct ctlsock *s, const struct addr *group, int ifindex);

void ctlsock_stats(const struct ctlsock *s, int family, struct ctlsock_stats *out);

#endif
