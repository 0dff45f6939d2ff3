/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Traceroute: UDP probes to ever higher ports, one under way at a time; the answers come by the
 * socket's error queue and are told apart by the port they are about.
 */
#include <errno.h>
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "lib/mem.h"
#include "lispd/net/errqueue.h"
#include "lispd/net/ping.h"
#include "lispd/net/vrf.h"

#define PROBE_LEN 12 /* octets of data, as IOS sends */

struct trace {
	struct loop *loop;
	struct trace_spec spec;
	struct trace_ops ops;
	void *arg;
	int fd;
	struct loop_fd *watch;
	struct timer next, timeout;
	uint8_t ttl, probe; /* of the probe under way, or the next one */
	uint32_t n_sent;
	bool under_way, arrived, busy, dead;
	uint64_t sent_us;
};

static uint64_t now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

static void trace_free(struct trace *t)
{
	timer_stop(&t->next);
	timer_stop(&t->timeout);
	loop_fd_del(t->watch);
	if (t->fd >= 0)
		close(t->fd);
	free(t);
}

void trace_cancel(struct trace *t)
{
	if (t->busy)
		t->dead = true;
	else
		trace_free(t);
}

static uint16_t port_of(const struct trace *t)
{
	return (uint16_t)(t->spec.port + t->n_sent - 1);
}

/* The next probe, or false at the end: the hop that answered for the destination is completed. */
static bool advance(struct trace *t)
{
	if (++t->probe < t->spec.probes)
		return true;
	t->probe = 0;
	if (t->arrived || t->ttl == t->spec.ttl_max)
		return false;
	t->ttl++;
	return true;
}

static void finish(struct trace *t, struct trace_probe *r)
{
	t->under_way = false;
	timer_stop(&t->timeout);
	r->ttl = t->ttl;
	r->probe = t->probe;
	t->arrived |= r->result != TRACE_HOP && r->result != TRACE_TIMEOUT;
	t->busy = true;
	t->ops.probe(t->arg, r);
	if (!t->dead && !advance(t)) {
		t->dead = true;
		t->ops.done(t->arg);
	}
	t->busy = false;
	if (t->dead)
		trace_free(t);
	else
		timer_start(&t->next, 0);
}

static void on_timeout(void *arg)
{
	struct trace_probe r = { .result = TRACE_TIMEOUT };

	finish(arg, &r);
}

/* --- answers --------------------------------------------------------------------------------- */

static enum trace_result v4_result(const struct icmp_error *e)
{
	if (e->type != ICMP_DEST_UNREACH)
		return TRACE_OTHER;
	switch (e->code) {
	case ICMP_PORT_UNREACH:
		return TRACE_REACHED;
	case ICMP_NET_UNREACH:
	case ICMP_NET_UNKNOWN:
		return TRACE_NET;
	case ICMP_HOST_UNREACH:
	case ICMP_HOST_UNKNOWN:
		return TRACE_HOST;
	case ICMP_PROT_UNREACH:
		return TRACE_PROTOCOL;
	}
	return TRACE_OTHER;
}

static enum trace_result v6_result(const struct icmp_error *e)
{
	if (e->type != ICMPV6_DEST_UNREACH)
		return TRACE_OTHER;
	switch (e->code) {
	case ICMPV6_PORT_UNREACH:
		return TRACE_REACHED;
	case ICMPV6_NOROUTE:
		return TRACE_NET;
	case ICMPV6_ADDR_UNREACH:
		return TRACE_HOST;
	}
	return TRACE_OTHER;
}

static enum trace_result result_of(const struct icmp_error *e)
{
	if (icmp_error_is_ttl(e))
		return TRACE_HOP;
	if (icmp_error_is_prohibited(e))
		return TRACE_PROHIBITED;
	return e->family == AF_INET ? v4_result(e) : v6_result(e);
}

static bool read_error(struct trace *t, struct trace_probe *r)
{
	struct icmp_error e;

	do {
		if (!errqueue_read(t->fd, t->spec.dst.family, &e))
			return false;
	} while (!t->under_way || e.about.port != port_of(t) || addr_is_none(&e.from));
	*r = (struct trace_probe){ .result = result_of(&e), .from = e.from };
	return true;
}

/* Somebody listens on that port and answers. */
static bool read_answer(struct trace *t, struct trace_probe *r)
{
	struct sockaddr_storage ss;
	struct endpoint from;
	socklen_t len = sizeof(ss);
	uint8_t byte;

	if (recvfrom(t->fd, &byte, 1, MSG_DONTWAIT, (struct sockaddr *)&ss, &len) < 0 ||
	    !addr_from_sockaddr(&ss, &from) || !t->under_way || from.port != port_of(t))
		return false;
	*r = (struct trace_probe){ .result = TRACE_REACHED, .from = from.addr };
	return true;
}

static void on_readable(int fd, int events, void *arg)
{
	struct trace *t = arg;
	struct trace_probe r;

	(void)fd;
	(void)events;
	if (!read_error(t, &r) && !read_answer(t, &r))
		return;
	r.rtt_us = (uint32_t)(now_us() - t->sent_us);
	finish(t, &r);
}

/* --- sending --------------------------------------------------------------------------------- */

static void set_ttl(const struct trace *t)
{
	int ttl = t->ttl;

	if (t->spec.dst.family == AF_INET)
		setsockopt(t->fd, IPPROTO_IP, IP_TTL, &ttl, sizeof(ttl));
	else
		setsockopt(t->fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, &ttl, sizeof(ttl));
}

static enum trace_result local_result(int err)
{
	return err == ENETUNREACH  ? TRACE_NET :
	       err == EHOSTUNREACH ? TRACE_HOST :
	       err == EACCES	   ? TRACE_PROHIBITED :
				     TRACE_TIMEOUT;
}

static void on_next(void *arg)
{
	static const uint8_t data[PROBE_LEN];
	struct trace *t = arg;
	struct sockaddr_storage ss;
	struct trace_probe r = { 0 };
	socklen_t len;

	errqueue_clear(t->fd, t->spec.dst.family);
	set_ttl(t);
	t->n_sent++;
	len = addr_to_sockaddr(&t->spec.dst, port_of(t), &ss);
	t->under_way = true;
	t->sent_us = now_us();
	timer_start(&t->timeout, t->spec.timeout_ms);
	if (sendto(t->fd, data, sizeof(data), 0, (struct sockaddr *)&ss, len) >= 0)
		return;
	r.result = local_result(errno);
	if (r.result != TRACE_TIMEOUT)
		finish(t, &r);
}

static void set_defaults(struct trace_spec *s)
{
	s->ttl_min = s->ttl_min ? s->ttl_min : 1;
	s->ttl_max = s->ttl_max ? s->ttl_max : 30;
	if (s->ttl_max < s->ttl_min)
		s->ttl_max = s->ttl_min;
	s->probes = s->probes ? s->probes : 3;
	s->port = s->port ? s->port : 33434;
	s->timeout_ms = s->timeout_ms ? s->timeout_ms : 3000;
}

static int open_udp(const struct vrf *v, const struct trace_spec *s)
{
	struct sockaddr_storage ss;
	struct addr src = s->src;
	socklen_t len;
	int fd = vrf_socket(v, s->dst.family, SOCK_DGRAM | SOCK_NONBLOCK, 0), err;

	if (fd < 0)
		return fd;
	if (addr_is_none(&src))
		src.family = s->dst.family;
	len = addr_to_sockaddr(&src, 0, &ss);
	if (bind(fd, (struct sockaddr *)&ss, len) == 0)
		return fd;
	err = -errno;
	close(fd);
	return err;
}

struct trace *trace_start(struct loop *loop, struct vrf *v, const struct trace_spec *s,
			  const struct trace_ops *ops, void *arg, int *err)
{
	struct trace *t;
	int fd;

	*err = -EINVAL;
	if (addr_is_none(&s->dst) || (!addr_is_none(&s->src) && s->src.family != s->dst.family))
		return NULL;
	fd = open_udp(v, s);
	*err = fd < 0 ? fd : 0;
	if (fd < 0)
		return NULL;
	t = xcalloc(1, sizeof(*t));
	t->loop = loop;
	t->spec = *s;
	set_defaults(&t->spec);
	t->ops = *ops;
	t->arg = arg;
	t->fd = fd;
	t->ttl = t->spec.ttl_min;
	timer_init(&t->next, loop, on_next, t);
	timer_init(&t->timeout, loop, on_timeout, t);
	errqueue_enable(fd, s->dst.family);
	t->watch = loop_fd_add(loop, fd, LOOP_READ, on_readable, t);
	timer_start(&t->next, 0);
	return t;
}
