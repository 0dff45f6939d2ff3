/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NET_PING_H
#define NET_PING_H

/* ICMP echo and traceroute as they run: asynchronous, results by callback, cancelable. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/loop.h"

struct ping;
struct trace;
struct vrf;

struct ping_spec {
	struct addr dst;
	struct addr src;      /* family 0: the kernel chooses */
	uint32_t count;	      /* 0 = 5 */
	uint32_t size;	      /* of the whole IP datagram, as IOS counts; 0 = 100 */
	uint32_t timeout_ms;  /* per probe; 0 = 2000 */
	uint32_t interval_ms; /* shortest time between two probes; 0: the next goes at once when
				 the one before was answered or given up, as IOS does */
	uint8_t ttl;	      /* 0 = 255 */
	uint8_t tos;
	bool df;
};

enum ping_result {
	PING_REPLY,	  /* ! */
	PING_TIMEOUT,	  /* . */
	PING_UNREACHABLE, /* U: network, host or protocol unreachable */
	PING_PROHIBITED,  /* A: administratively prohibited */
	PING_TOO_BIG,	  /* M: fragmentation needed and DF set, packet too big */
	PING_TTL,	  /* time exceeded */
	PING_SEND,	  /* the kernel would not send (no route, ...): told at once, shown as . */
};

struct ping_probe {
	uint32_t seq; /* 0, 1, ... */
	enum ping_result result;
	uint32_t rtt_us;  /* of a reply or an error */
	struct addr from; /* who answered; family 0: nobody */
	uint32_t mtu;	  /* PING_TOO_BIG, when told */
	int error;	  /* PING_SEND: errno */
};

struct ping_ops {
	void (*probe)(void *arg, const struct ping_probe *p); /* in order of seq */
	/* After the last one. The ping is freed when it returns; forget the pointer. */
	void (*done)(void *arg);
};

/* NULL when it cannot start: *err has -errno (-EADDRNOTAVAIL: src is not ours, -EPERM: told in the
 * log, -EMSGSIZE). Callbacks come from the loop only. */
struct ping *ping_start(struct loop *loop, struct vrf *v, const struct ping_spec *s,
			const struct ping_ops *ops, void *arg, int *err);
void ping_cancel(struct ping *p); /* frees it; no further call */

struct trace_spec {
	struct addr dst;
	struct addr src;     /* family 0: the kernel chooses */
	uint8_t ttl_min;     /* 0 = 1 */
	uint8_t ttl_max;     /* 0 = 30 */
	uint8_t probes;	     /* per hop; 0 = 3 */
	uint16_t port;	     /* of the first probe; 0 = 33434 */
	uint32_t timeout_ms; /* 0 = 3000 */
};

enum trace_result {
	TRACE_HOP,	  /* time exceeded */
	TRACE_REACHED,	  /* port unreachable from the destination */
	TRACE_TIMEOUT,	  /* * */
	TRACE_NET,	  /* !N */
	TRACE_HOST,	  /* !H */
	TRACE_PROTOCOL,	  /* !P */
	TRACE_PROHIBITED, /* !A */
	TRACE_OTHER,	  /* ? */
};

struct trace_probe {
	uint8_t ttl;
	uint8_t probe; /* 0 .. probes-1 */
	enum trace_result result;
	struct addr from; /* family 0: nobody */
	uint32_t rtt_us;
};

struct trace_ops {
	void (*probe)(void *arg, const struct trace_probe *p); /* in order */
	void (*done)(void *arg);			       /* it is freed when this returns */
};

struct trace *trace_start(struct loop *loop, struct vrf *v, const struct trace_spec *s,
			  const struct trace_ops *ops, void *arg, int *err);
void trace_cancel(struct trace *t);

#endif
