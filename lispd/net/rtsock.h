/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NET_RTSOCK_H
#define NET_RTSOCK_H

/*
 * TCP port 4342, the reliable transport between xTR and map-server: octet streams only; what is
 * in them is role/rt's affair. Keepalive after 60 s idle, 3 times each 10 s; unacknowledged data
 * is given up after 30 s.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/loop.h"

#define RTSOCK_MAX_QUEUE (4u << 20) /* octets not yet taken by the kernel, per connection */

struct rtsock; /* listens in one VRF */
struct rtconn; /* one connection, in or out */
struct vrf;

struct rtconn_ops {
	size_t max_unread; /* longest message; a peer that sends more without one is cut off */
	/* The connection stands (also for accepted ones, before anything else). May be NULL. */
	void (*opened)(void *arg, struct rtconn *c);
	/* Octets that have come, len > 0. Returns how many were consumed (0..len); the rest is shown
	 * again together with what follows. May call rtconn_close(c); then return anything. */
	size_t (*recv)(void *arg, struct rtconn *c, const uint8_t *data, size_t len);
	/* Everything queued has gone to the kernel after it had been stuck. May be NULL. */
	void (*drained)(void *arg, struct rtconn *c);
	/* The peer or an error ended it, or connecting failed; reason is a short text ("connection
	 * refused"). c is freed after the call. Not called for rtconn_close(). */
	void (*closed)(void *arg, struct rtconn *c, const char *reason);
};

struct rtsock_ops {
	/* Somebody connects. Return the connection's arg and fill *ops, or NULL to refuse: it is
	 * closed at once. */
	void *(*accept)(void *arg, const struct endpoint *peer, const struct endpoint *local,
			const struct rtconn_ops **ops);
};

/* Listens in v, both families; retried every 5 s while the port is taken (told once). Never NULL.
 * port 0 is 4342. Connections live on when it is freed. */
struct rtsock *rtsock_new(struct loop *loop, struct vrf *v, uint16_t port,
			  const struct rtsock_ops *ops, void *arg);
void rtsock_free(struct rtsock *s); /* NULL is fine */

/* Connects from local (family 0: any; port 0: any). NULL when not even a socket could be had or
 * local is not ours (errno tells); everything later comes as closed(). */
struct rtconn *rtconn_connect(struct loop *loop, struct vrf *v, const struct endpoint *local,
			      const struct endpoint *peer, const struct rtconn_ops *ops, void *arg);
/* Ends it without closed(). Data already queued is sent if the kernel takes it at once. */
void rtconn_close(struct rtconn *c);

/* Queues octets: all or nothing. 0, -ENOBUFS (over RTSOCK_MAX_QUEUE), -ENOTCONN (not open yet). */
int rtconn_send(struct rtconn *c, const uint8_t *data, size_t len);
size_t rtconn_queued(const struct rtconn *c);
const struct endpoint *rtconn_peer(const struct rtconn *c);
const struct endpoint *rtconn_local(const struct rtconn *c); /* known once open */
/* Stops (and starts again) reading: backpressure. */
void rtconn_pause(struct rtconn *c, bool pause);

struct rtconn_stats {
	uint64_t rx_bytes, tx_bytes;
	uint64_t opened_ms; /* loop_now_ms(); 0: not open yet */
};
void rtconn_stats(const struct rtconn *c, struct rtconn_stats *out);

#endif
