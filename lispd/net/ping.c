/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One probe is under way at a time, as on IOS: the next goes when it was answered or given up. The
 * socket is a raw one, or a ping socket where we may not have that; errors come by its error
 * queue in both cases.
 */
#include "lispd/net/ping.h"

#include <errno.h>
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "lib/mem.h"
#include "lispd/net/errqueue.h"
#include "lispd/net/vrf.h"

#define HEADER_LEN 8 /* of an ICMP echo, both families */
#define IP_MAX 65535

struct ping {
	struct loop *loop;
	struct ping_spec spec;
	struct ping_ops ops;
	void *arg;
	int fd;
	bool raw;
	struct loop_fd *watch;
	struct timer next, timeout;
	uint16_t id;
	uint32_t seq; /* of the probe under way, or the next one */
	bool under_way, busy, dead;
	uint64_t sent_us;
	uint8_t *packet; /* ICMP header and data */
	size_t len;
};

static uint64_t now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

static bool is_v4(const struct ping *p)
{
	return p->spec.dst.family == AF_INET;
}

static void ping_free(struct ping *p)
{
	timer_stop(&p->next);
	timer_stop(&p->timeout);
	loop_fd_del(p->watch);
	if (p->fd >= 0)
		close(p->fd);
	free(p->packet);
	free(p);
}

void ping_cancel(struct ping *p)
{
	if (p->busy)
		p->dead = true;
	else
		ping_free(p);
}

/* --- results --------------------------------------------------------------------------------- */

static void schedule(struct ping *p)
{
	uint64_t passed_ms = (now_us() - p->sent_us) / 1000;

	timer_start(&p->next,
		    p->spec.interval_ms > passed_ms ? p->spec.interval_ms - passed_ms : 0);
}

/* Tells the result of the probe under way, and goes on. */
static void finish(struct ping *p, struct ping_probe *r)
{
	p->under_way = false;
	timer_stop(&p->timeout);
	r->seq = p->seq++;
	p->busy = true;
	p->ops.probe(p->arg, r);
	if (!p->dead && p->seq == p->spec.count) {
		p->dead = true;
		p->ops.done(p->arg);
	}
	p->busy = false;
	if (p->dead)
		ping_free(p);
	else
		schedule(p);
}

static void on_timeout(void *arg)
{
	struct ping_probe r = { .result = PING_TIMEOUT };

	finish(arg, &r);
}

static enum ping_result result_of(const struct icmp_error *e)
{
	if (icmp_error_is_too_big(e))
		return PING_TOO_BIG;
	if (icmp_error_is_ttl(e))
		return PING_TTL;
	return icmp_error_is_prohibited(e) ? PING_PROHIBITED : PING_UNREACHABLE;
}

/* --- sending --------------------------------------------------------------------------------- */

static void put_u16(uint8_t *p, uint16_t v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static uint16_t get_u16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static uint16_t checksum(const uint8_t *p, size_t len)
{
	uint32_t sum = 0;

	for (size_t i = 0; i + 1 < len; i += 2)
		sum += get_u16(p + i);
	if (len & 1)
		sum += (uint32_t)p[len - 1] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

static void build(struct ping *p)
{
	p->packet[0] = is_v4(p) ? ICMP_ECHO : ICMPV6_ECHO_REQUEST;
	p->packet[1] = 0;
	put_u16(p->packet + 2, 0);
	put_u16(p->packet + 4, p->id);
	put_u16(p->packet + 6, (uint16_t)p->seq);
	/* The kernel fills in that of IPv6, whose pseudo header it knows. */
	if (is_v4(p))
		put_u16(p->packet + 2, checksum(p->packet, p->len));
}

static uint32_t path_mtu(const struct ping *p)
{
	struct sockaddr_storage ss;
	socklen_t len = addr_to_sockaddr(&p->spec.dst, 0, &ss);
	int mtu = 0;

	/* Known of connected sockets only. */
	if (connect(p->fd, (struct sockaddr *)&ss, len))
		return 0;
	len = sizeof(mtu);
	if (is_v4(p))
		getsockopt(p->fd, IPPROTO_IP, IP_MTU, &mtu, &len);
	else
		getsockopt(p->fd, IPPROTO_IPV6, IPV6_MTU, &mtu, &len);
	ss.ss_family = AF_UNSPEC;
	connect(p->fd, (struct sockaddr *)&ss, sizeof(ss));
	return mtu > 0 ? (uint32_t)mtu : 0;
}

static void send_failed(struct ping *p, int err)
{
	struct ping_probe r = { .result = PING_SEND, .error = err };

	if (err == EMSGSIZE) {
		r.result = PING_TOO_BIG;
		r.mtu = path_mtu(p);
	}
	finish(p, &r);
}

static void on_next(void *arg)
{
	struct ping *p = arg;
	struct sockaddr_storage ss;
	socklen_t len = addr_to_sockaddr(&p->spec.dst, 0, &ss);
	int err;

	errqueue_clear(p->fd, p->spec.dst.family);
	build(p);
	p->sent_us = now_us();
	p->under_way = true;
	timer_start(&p->timeout, p->spec.timeout_ms);
	if (sendto(p->fd, p->packet, p->len, 0, (struct sockaddr *)&ss, len) >= 0)
		return;
	err = errno;
	/* A full queue somewhere is a lost probe like others. */
	if (err != EAGAIN && err != ENOBUFS)
		send_failed(p, err);
}

/* --- receiving ------------------------------------------------------------------------------- */

/* Whether an ICMP header is that of the probe under way. */
static bool is_ours(const struct ping *p, const uint8_t *icmp, size_t len, uint8_t type)
{
	return p->under_way && len >= HEADER_LEN && icmp[0] == type && get_u16(icmp + 4) == p->id &&
	       get_u16(icmp + 6) == (uint16_t)p->seq;
}

static bool read_reply(struct ping *p, struct ping_probe *r)
{
	uint8_t buf[128];
	struct sockaddr_storage ss;
	struct endpoint from;
	socklen_t len;
	ssize_t n;
	size_t skip;

	do {
		len = sizeof(ss);
		n = recvfrom(p->fd, buf, sizeof(buf), MSG_DONTWAIT, (struct sockaddr *)&ss, &len);
		if (n < 0)
			return false;
		/* A raw IPv4 socket shows the IP header. */
		skip = p->raw && is_v4(p) && n > 0 ? (buf[0] & 15u) * 4u : 0;
	} while (skip > (size_t)n || !is_ours(p, buf + skip, (size_t)n - skip,
					      is_v4(p) ? ICMP_ECHOREPLY : ICMPV6_ECHO_REPLY));
	*r = (struct ping_probe){ .result = PING_REPLY };
	if (addr_from_sockaddr(&ss, &from))
		r->from = from.addr;
	return true;
}

static bool read_error(struct ping *p, struct ping_probe *r)
{
	struct icmp_error e;

	do {
		if (!errqueue_read(p->fd, p->spec.dst.family, &e))
			return false;
	} while (!is_ours(p, e.data, e.len, is_v4(p) ? ICMP_ECHO : ICMPV6_ECHO_REQUEST));
	*r = (struct ping_probe){ .result = result_of(&e), .from = e.from };
	if (r->result == PING_TOO_BIG)
		r->mtu = e.mtu;
	return true;
}

static void on_readable(int fd, int events, void *arg)
{
	struct ping *p = arg;
	struct ping_probe r;

	(void)fd;
	(void)events;
	if (!read_reply(p, &r) && !read_error(p, &r))
		return;
	r.rtt_us = (uint32_t)(now_us() - p->sent_us);
	finish(p, &r);
}

/* --- starting -------------------------------------------------------------------------------- */

static void set_int(int fd, int level, int option, int value)
{
	setsockopt(fd, level, option, &value, sizeof(value));
}

/* Echo replies only; errors come by the error queue. */
static void set_filter(int fd, int family)
{
	struct icmp_filter v4 = { .data = ~(1u << ICMP_ECHOREPLY) };
	struct icmp6_filter v6;

	if (family == AF_INET) {
		setsockopt(fd, SOL_RAW, ICMP_FILTER, &v4, sizeof(v4));
		return;
	}
	memset(&v6, 0xff, sizeof(v6));
	v6.data[ICMPV6_ECHO_REPLY / 32] &= ~(1u << ICMPV6_ECHO_REPLY % 32);
	setsockopt(fd, SOL_ICMPV6, ICMPV6_FILTER, &v6, sizeof(v6));
}

static void set_options(int fd, const struct ping_spec *s)
{
	if (s->dst.family == AF_INET) {
		set_int(fd, IPPROTO_IP, IP_TTL, s->ttl);
		set_int(fd, IPPROTO_IP, IP_MULTICAST_TTL, s->ttl);
		set_int(fd, IPPROTO_IP, IP_TOS, s->tos);
		set_int(fd, IPPROTO_IP, IP_MTU_DISCOVER, s->df ? IP_PMTUDISC_DO : IP_PMTUDISC_DONT);
		return;
	}
	set_int(fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, s->ttl);
	set_int(fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, s->ttl);
	set_int(fd, IPPROTO_IPV6, IPV6_TCLASS, s->tos);
	set_int(fd, IPPROTO_IPV6, IPV6_DONTFRAG, s->df);
	set_int(fd, IPPROTO_IPV6, IPV6_MTU_DISCOVER, s->df ? IPV6_PMTUDISC_DO : IPV6_PMTUDISC_DONT);
}

static int open_icmp(const struct vrf *v, int family, bool *raw)
{
	int proto = family == AF_INET ? IPPROTO_ICMP : IPPROTO_ICMPV6;
	int fd = vrf_socket(v, family, SOCK_RAW | SOCK_NONBLOCK, proto);

	*raw = fd >= 0;
	if (fd == -EPERM || fd == -EACCES)
		fd = vrf_socket(v, family, SOCK_DGRAM | SOCK_NONBLOCK, proto);
	if (fd == -EPERM || fd == -EACCES)
		vrf_missing(v, FEATURE_ICMP, -fd);
	return fd;
}

/* A ping socket's identifier is its port. */
static int bind_and_identify(struct ping *p)
{
	struct addr src = p->spec.src;
	struct sockaddr_storage ss;
	struct endpoint e;
	socklen_t len;

	if (addr_is_none(&src))
		src.family = p->spec.dst.family;
	len = addr_to_sockaddr(&src, 0, &ss);
	if (bind(p->fd, (struct sockaddr *)&ss, len))
		return -errno;
	len = sizeof(ss);
	if (p->raw)
		return getrandom(&p->id, sizeof(p->id), 0) == sizeof(p->id) ? 0 : -EIO;
	if (getsockname(p->fd, (struct sockaddr *)&ss, &len) || !addr_from_sockaddr(&ss, &e))
		return -errno;
	p->id = e.port;
	return 0;
}

static void set_defaults(struct ping_spec *s)
{
	uint32_t shortest = (s->dst.family == AF_INET ? 20 : 40) + HEADER_LEN;

	s->count = s->count ? s->count : 5;
	s->size = s->size ? s->size : 100;
	if (s->size < shortest)
		s->size = shortest;
	s->timeout_ms = s->timeout_ms ? s->timeout_ms : 2000;
	s->ttl = s->ttl ? s->ttl : 255;
}

struct ping *ping_start(struct loop *loop, struct vrf *v, const struct ping_spec *s,
			const struct ping_ops *ops, void *arg, int *err)
{
	struct ping *p;

	*err = -EINVAL;
	if (addr_is_none(&s->dst) || (!addr_is_none(&s->src) && s->src.family != s->dst.family))
		return NULL;
	*err = -EMSGSIZE;
	if (s->size > IP_MAX)
		return NULL;
	p = xcalloc(1, sizeof(*p));
	p->loop = loop;
	p->spec = *s;
	p->ops = *ops;
	p->arg = arg;
	set_defaults(&p->spec);
	timer_init(&p->next, loop, on_next, p);
	timer_init(&p->timeout, loop, on_timeout, p);
	p->len = p->spec.size - (is_v4(p) ? 20u : 40u);
	p->packet = xmalloc(p->len);
	for (size_t i = 0; i < p->len; i++)
		p->packet[i] = i & 1 ? 0xcd : 0xab; /* the pattern of IOS */
	p->fd = open_icmp(v, s->dst.family, &p->raw);
	*err = p->fd < 0 ? p->fd : bind_and_identify(p);
	if (*err) {
		ping_free(p);
		return NULL;
	}
	set_filter(p->fd, s->dst.family);
	set_options(p->fd, &p->spec);
	errqueue_enable(p->fd, s->dst.family);
	p->watch = loop_fd_add(loop, p->fd, LOOP_READ, on_readable, p);
	timer_start(&p->next, 0);
	return p;
}
