/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One socket per family. In: recvmmsg into buffers that take what the kernel has joined (UDP_GRO:
 * a burst of one peer comes as one piece), cut into messages again. Out: messages are copied into
 * one run of memory and sent by sendmmsg; neighbours of one size to one peer leave as one piece
 * that the kernel or the device cuts (UDP_SEGMENT), where that works.
 */
#include "lispd/net/ctlsock.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/log.h"
#include "lib/mem.h"
#include "lispd/net/vrf.h"

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#define UDP_GRO 104
#endif

#define DEFAULT_PORT 4342
#define DSCP_CS6 0xc0 /* as a TOS octet */
#define REOPEN_MS 5000
#define SOCKET_BUFFER (16 << 20)

#define RX_BATCH 64
#define RX_PER_TURN 2048 /* messages */
#define RX_BUF 65536
/* Not a power of two: the beginnings of all buffers would share a few lines of the cache. */
#define RX_STRIDE (RX_BUF + 320)
#define RX_CONTROL 160

#define TX_SLOTS 1024
#define TX_BYTES (1u << 20)
#define TX_BATCH 64
#define TX_CONTROL 96
#define TRAIN_MAX 64	   /* messages in one piece */
#define TRAIN_MESSAGE 1200 /* longer ones might not fit the path's MTU */
#define TRAIN_BYTES 60000
#define TRAIN_PAUSE_MS 60000 /* after a device could not cut one */

struct tx_slot {
	struct endpoint to;
	struct addr from;
	int ifindex;
	uint32_t offset;
	uint16_t len;
	uint8_t ttl;
};

struct side {
	struct ctlsock *sock;
	int family, fd; /* -1: not open */
	struct loop_fd *watch;
	int probe_fd; /* asks the kernel for source addresses; -1: not yet */
	struct tx_slot *slot;
	unsigned n_slots;
	uint8_t *bytes;
	uint32_t n_bytes;
	bool blocked;
	uint64_t no_trains_until_ms;
	struct ctlsock_stats stats;
	uint32_t overflow; /* the kernel's counter as last seen */
	struct log_limit refused;
};

struct rx {
	struct mmsghdr msg[RX_BATCH];
	struct iovec iov[RX_BATCH];
	struct sockaddr_storage from[RX_BATCH];
	uint8_t control[RX_BATCH][RX_CONTROL] __attribute__((aligned(16)));
	uint8_t *buf;
};

struct ctlsock {
	struct loop *loop;
	struct vrf *vrf;
	uint16_t port;
	struct ctlsock_ops ops;
	void *arg;
	struct side v4, v6;
	struct rx *rx;
	struct tx *tx;
	struct timer flush, reopen;
	bool told_in_use, receiving;
};

static struct side *side_of(struct ctlsock *s, int family)
{
	return family == AF_INET ? &s->v4 : family == AF_INET6 ? &s->v6 : NULL;
}

/* --- sending --------------------------------------------------------------------------------- */

/* Control messages are written one behind the other into a piece's room. */
static void put_cmsg(struct msghdr *m, int level, int type, const void *data, size_t len)
{
	struct cmsghdr c = { .cmsg_level = level, .cmsg_type = type, .cmsg_len = CMSG_LEN(len) };
	uint8_t *p = (uint8_t *)m->msg_control + m->msg_controllen;

	memset(p, 0, CMSG_SPACE(len));
	memcpy(p, &c, sizeof(c));
	memcpy(p + CMSG_LEN(0), data, len);
	m->msg_controllen += CMSG_SPACE(len);
}

static void put_source(struct msghdr *m, const struct tx_slot *s)
{
	struct in_pktinfo v4 = { .ipi_ifindex = s->ifindex };
	struct in6_pktinfo v6 = { .ipi6_ifindex = (unsigned)s->ifindex };

	if (s->to.addr.family == AF_INET) {
		memcpy(&v4.ipi_spec_dst, s->from.b, 4);
		put_cmsg(m, IPPROTO_IP, IP_PKTINFO, &v4, sizeof(v4));
	} else {
		memcpy(&v6.ipi6_addr, s->from.b, 16);
		put_cmsg(m, IPPROTO_IPV6, IPV6_PKTINFO, &v6, sizeof(v6));
	}
}

static void put_ttl(struct msghdr *m, const struct tx_slot *s)
{
	int ttl = s->ttl;

	if (s->to.addr.family == AF_INET)
		put_cmsg(m, IPPROTO_IP, IP_TTL, &ttl, sizeof(ttl));
	else
		put_cmsg(m, IPPROTO_IPV6, IPV6_HOPLIMIT, &ttl, sizeof(ttl));
}

struct tx {
	struct mmsghdr msg[TX_BATCH];
	struct iovec iov[TX_BATCH];
	struct sockaddr_storage to[TX_BATCH];
	uint8_t control[TX_BATCH][TX_CONTROL] __attribute__((aligned(16)));
	unsigned n_slots[TX_BATCH]; /* how many each piece stands for */
};

static bool same_way(const struct tx_slot *a, const struct tx_slot *b)
{
	return a->to.port == b->to.port && a->ifindex == b->ifindex && a->ttl == b->ttl &&
	       addr_equal(&a->to.addr, &b->to.addr) && addr_equal(&a->from, &b->from);
}

/* How many slots from `first` on may leave as one piece: equal lengths, the last may be shorter. */
static unsigned train_length(const struct side *d, unsigned first)
{
	const struct tx_slot *s = &d->slot[first];
	unsigned n = 1;

	if (s->len > TRAIN_MESSAGE || addr_is_multicast(&s->to.addr))
		return 1;
	while (first + n < d->n_slots && n < TRAIN_MAX && (n + 1) * s->len <= TRAIN_BYTES &&
	       s[n].len <= s->len && same_way(s, &s[n])) {
		n++;
		if (s[n - 1].len < s->len)
			break;
	}
	return n;
}

static void fill_piece(struct side *d, struct tx *tx, unsigned i, unsigned first, unsigned n)
{
	const struct tx_slot *s = &d->slot[first], *last = s + n - 1;
	struct msghdr *m = &tx->msg[i].msg_hdr;
	uint16_t segment = s->len;

	tx->n_slots[i] = n;
	tx->iov[i].iov_base = d->bytes + s->offset;
	tx->iov[i].iov_len = last->offset + last->len - s->offset;
	*m = (struct msghdr){ .msg_name = &tx->to[i],
			      .msg_iov = &tx->iov[i],
			      .msg_iovlen = 1,
			      .msg_control = tx->control[i] };
	m->msg_namelen = addr_to_sockaddr(&s->to.addr, s->to.port, &tx->to[i]);
	if (!addr_is_none(&s->from) || s->ifindex)
		put_source(m, s);
	if (s->ttl)
		put_ttl(m, s);
	if (n > 1)
		put_cmsg(m, SOL_UDP, UDP_SEGMENT, &segment, sizeof(segment));
}

static unsigned fill_batch(struct side *d, struct tx *tx, unsigned first)
{
	bool trains = loop_now_ms(d->sock->loop) >= d->no_trains_until_ms;
	unsigned n = 0, len;

	for (; n < TX_BATCH && first < d->n_slots; first += len) {
		len = trains ? train_length(d, first) : 1;
		fill_piece(d, tx, n++, first, len);
	}
	return n;
}

static void count_sent(struct side *d, const struct tx *tx, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		d->stats.tx_packets += tx->n_slots[i];
		d->stats.tx_bytes += tx->iov[i].iov_len;
	}
}

/* The kernel refused the first piece. Returns how many slots are done with. */
static unsigned handle_refusal(struct side *d, const struct tx *tx, unsigned first, int err)
{
	const struct tx_slot *s = &d->slot[first];

	if (tx->n_slots[0] > 1) {
		/* A device without checksum offload, say: singly it will do. */
		d->no_trains_until_ms = loop_now_ms(d->sock->loop) + TRAIN_PAUSE_MS;
		return 0;
	}
	d->stats.tx_errors++;
	log_limited(&d->refused, SEV_WARNING, "NET", "SEND",
		    "control message to %s from %s not sent: %s", endpoint_str(&s->to).s,
		    addr_is_none(&s->from) ? "any" : addr_str(&s->from).s, strerror(err));
	return 1;
}

/* Sends slots from `first` on; how many are done with. Sets blocked when the kernel's buffer is
 * full. */
static unsigned send_some(struct side *d, struct tx *tx, unsigned first)
{
	unsigned n = fill_batch(d, tx, first), slots = 0;
	int sent = sendmmsg(d->fd, tx->msg, n, MSG_DONTWAIT);

	if (sent < 0 && errno == EINTR)
		return 0;
	if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
		d->blocked = true;
		d->stats.tx_blocked++;
		return 0;
	}
	if (sent < 0)
		return handle_refusal(d, tx, first, errno);
	count_sent(d, tx, (unsigned)sent);
	for (int i = 0; i < sent; i++)
		slots += tx->n_slots[i];
	return slots;
}

/* What could not go moves to the front. */
static void keep_from(struct side *d, unsigned first)
{
	uint32_t offset;

	if (first == d->n_slots) {
		d->n_slots = 0;
		d->n_bytes = 0;
		return;
	}
	offset = d->slot[first].offset;
	memmove(d->slot, d->slot + first, (d->n_slots - first) * sizeof(*d->slot));
	d->n_slots -= first;
	memmove(d->bytes, d->bytes + offset, d->n_bytes - offset);
	d->n_bytes -= offset;
	for (unsigned i = 0; i < d->n_slots; i++)
		d->slot[i].offset -= offset;
}

static void flush_side(struct side *d)
{
	unsigned done = 0;

	if (!d->n_slots || d->blocked || d->fd < 0)
		return;
	while (done < d->n_slots && !d->blocked)
		done += send_some(d, d->sock->tx, done);
	keep_from(d, done);
	if (d->blocked)
		loop_fd_events(d->watch, LOOP_READ | LOOP_WRITE);
}

void ctlsock_flush(struct ctlsock *s)
{
	flush_side(&s->v4);
	flush_side(&s->v6);
}

static void on_flush(void *arg)
{
	ctlsock_flush(arg);
}

static size_t max_message(int family)
{
	return family == AF_INET ? 65535 - 20 - 8 : 65535 - 8;
}

int ctlsock_send(struct ctlsock *s, const struct ctl_out *m)
{
	struct side *d = side_of(s, m->to.addr.family);
	struct tx_slot *slot;

	if (!d)
		return -EAFNOSUPPORT;
	if (d->fd < 0)
		return -ENOTCONN;
	if (m->len > max_message(d->family))
		return -EMSGSIZE;
	if (d->n_slots == TX_SLOTS || d->n_bytes + m->len > TX_BYTES)
		flush_side(d);
	if (d->n_slots == TX_SLOTS || d->n_bytes + m->len > TX_BYTES) {
		d->stats.tx_dropped++;
		return -ENOBUFS;
	}
	slot = &d->slot[d->n_slots++];
	*slot = (struct tx_slot){ .to = m->to,
				  .from = m->from,
				  .ifindex = m->ifindex,
				  .offset = d->n_bytes,
				  .len = (uint16_t)m->len,
				  .ttl = m->ttl };
	memcpy(d->bytes + d->n_bytes, m->data, m->len);
	d->n_bytes += (uint32_t)m->len;
	/* What is said while a batch comes in goes with its end. */
	if (!s->receiving && !timer_armed(&s->flush))
		timer_start(&s->flush, 0);
	return 0;
}

int ctlsock_reply(struct ctlsock *s, const struct ctl_packet *p, const uint8_t *data, size_t len)
{
	struct ctl_out m = { .data = data, .len = len, .to = p->from };

	if (!addr_is_multicast(&p->to) && !addr_is_broadcast(&p->to))
		m.from = p->to;
	if (addr_is_link_local(&p->from.addr))
		m.ifindex = p->ifindex;
	return ctlsock_send(s, &m);
}

/* --- receiving ------------------------------------------------------------------------------- */

struct rx_info {
	struct ctl_packet packet; /* data and len: of the whole piece */
	uint16_t segment;	  /* length of its messages; 0: it is one */
};

static void read_control(struct side *d, struct msghdr *m, struct rx_info *out)
{
	struct in_pktinfo v4;
	struct in6_pktinfo v6;
	uint32_t overflow;
	int number;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
		if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
			memcpy(&v4, CMSG_DATA(c), sizeof(v4));
			out->packet.to.family = AF_INET;
			memcpy(out->packet.to.b, &v4.ipi_addr, 4);
			out->packet.ifindex = v4.ipi_ifindex;
		} else if (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_PKTINFO) {
			memcpy(&v6, CMSG_DATA(c), sizeof(v6));
			out->packet.to = addr_v6(v6.ipi6_addr.s6_addr);
			out->packet.ifindex = (int)v6.ipi6_ifindex;
		} else if ((c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_TTL) ||
			   (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_HOPLIMIT)) {
			memcpy(&number, CMSG_DATA(c), sizeof(number));
			out->packet.ttl = (uint8_t)number;
		} else if (c->cmsg_level == SOL_UDP && c->cmsg_type == UDP_GRO) {
			memcpy(&number, CMSG_DATA(c), sizeof(number));
			out->segment = (uint16_t)number;
		} else if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_RXQ_OVFL) {
			memcpy(&overflow, CMSG_DATA(c), sizeof(overflow));
			d->stats.rx_dropped += overflow - d->overflow;
			d->overflow = overflow;
		}
	}
}

/* Returns how many messages the piece held. */
static unsigned deliver(struct side *d, struct rx *rx, unsigned i)
{
	struct msghdr *m = &rx->msg[i].msg_hdr;
	size_t left = rx->msg[i].msg_len, len;
	struct rx_info info = { .packet = { .data = rx->iov[i].iov_base } };
	struct ctl_packet *p = &info.packet;
	unsigned n = 0;

	read_control(d, m, &info);
	if (m->msg_flags & MSG_TRUNC || !addr_from_sockaddr(&rx->from[i], &p->from)) {
		d->stats.rx_truncated++;
		return 1;
	}
	do {
		len = info.segment && info.segment < left ? info.segment : left;
		p->len = len;
		d->stats.rx_packets++;
		d->stats.rx_bytes += len;
		d->sock->ops.recv(d->sock->arg, d->sock, p);
		p->data += len;
		left -= len;
		n++;
	} while (left);
	return n;
}

static void prepare(struct rx *rx)
{
	for (unsigned i = 0; i < RX_BATCH; i++) {
		struct msghdr *m = &rx->msg[i].msg_hdr;

		m->msg_namelen = sizeof(rx->from[i]);
		m->msg_controllen = RX_CONTROL;
		m->msg_flags = 0;
	}
}

static void readable(struct side *d)
{
	struct ctlsock *s = d->sock;
	unsigned delivered = 0;
	int n = RX_BATCH;

	s->receiving = true;
	while (n == RX_BATCH && delivered < RX_PER_TURN) {
		prepare(s->rx);
		n = recvmmsg(d->fd, s->rx->msg, RX_BATCH, MSG_DONTWAIT, NULL);
		for (int i = 0; i < n; i++)
			delivered += deliver(d, s->rx, (unsigned)i);
		if (n > 0 && s->ops.batch_end)
			s->ops.batch_end(s->arg, s);
		ctlsock_flush(s);
	}
	s->receiving = false;
}

static void on_event(int fd, int events, void *arg)
{
	struct side *d = arg;

	(void)fd;
	if (events & LOOP_WRITE) {
		d->blocked = false;
		loop_fd_events(d->watch, LOOP_READ);
		flush_side(d);
	}
	if (events & LOOP_READ)
		readable(d);
}

/* --- opening --------------------------------------------------------------------------------- */

static void set_int(int fd, int level, int option, int value)
{
	setsockopt(fd, level, option, &value, sizeof(value));
}

static void set_buffers(int fd)
{
	int size = SOCKET_BUFFER;

	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		set_int(fd, SOL_SOCKET, SO_RCVBUF, size);
	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size)))
		set_int(fd, SOL_SOCKET, SO_SNDBUF, size);
}

static void set_options(int fd, int family)
{
	set_buffers(fd);
	set_int(fd, SOL_SOCKET, SO_RXQ_OVFL, 1);
	set_int(fd, SOL_UDP, UDP_GRO, 1);
	if (family == AF_INET) {
		set_int(fd, IPPROTO_IP, IP_PKTINFO, 1);
		set_int(fd, IPPROTO_IP, IP_RECVTTL, 1);
		set_int(fd, IPPROTO_IP, IP_TOS, DSCP_CS6);
		set_int(fd, IPPROTO_IP, IP_TTL, 255);
		set_int(fd, IPPROTO_IP, IP_MULTICAST_LOOP, 0);
		/* A message may be longer than a packet. */
		set_int(fd, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DONT);
		return;
	}
	set_int(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
	set_int(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
	set_int(fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
	set_int(fd, IPPROTO_IPV6, IPV6_TCLASS, DSCP_CS6);
	set_int(fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, 255);
	set_int(fd, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 0);
	set_int(fd, IPPROTO_IPV6, IPV6_MTU_DISCOVER, IPV6_PMTUDISC_DONT);
}

static int open_bound(const struct ctlsock *s, int family)
{
	struct addr any = { .family = (uint8_t)family };
	struct sockaddr_storage ss;
	socklen_t len = addr_to_sockaddr(&any, s->port, &ss);
	int fd = vrf_socket(s->vrf, family, SOCK_DGRAM | SOCK_NONBLOCK, 0), err;

	if (fd < 0)
		return fd;
	set_options(fd, family);
	if (bind(fd, (struct sockaddr *)&ss, len) == 0)
		return fd;
	err = -errno;
	close(fd);
	return err;
}

static void tell_in_use(struct ctlsock *s)
{
	if (s->told_in_use)
		return;
	s->told_in_use = true;
	log_msg(SEV_ERROR, "NET", "PORT",
		"UDP port %u in VRF %s is taken by another program, LISP control messages do not "
		"come in; stop that program (ss -ulnp 'sport = :%u' names it), we try again every "
		"%d seconds",
		s->port, vrf_label(s->vrf), s->port, REOPEN_MS / 1000);
}

/* False: to be tried again. */
static bool open_side(struct side *d)
{
	struct ctlsock *s = d->sock;
	int fd;

	if (d->fd >= 0 ||
	    (d->family == AF_INET6 && feature_is_missing(&s->vrf->table->features, FEATURE_IPV6)))
		return true;
	fd = open_bound(s, d->family);
	if (fd == -EAFNOSUPPORT && d->family == AF_INET6) {
		vrf_missing(s->vrf, FEATURE_IPV6, -fd);
		return true;
	}
	if (fd == -EADDRINUSE)
		tell_in_use(s);
	else if (fd < 0 && fd != -ENETDOWN)
		log_limited(&d->refused, SEV_ERROR, "NET", "PORT", "UDP port %u in VRF %s: %s",
			    s->port, vrf_label(s->vrf), strerror(-fd));
	if (fd < 0)
		return false;
	d->fd = fd;
	d->watch = loop_fd_add(s->loop, fd, LOOP_READ, on_event, d);
	return true;
}

static void on_reopen(void *arg)
{
	struct ctlsock *s = arg;
	bool v4 = open_side(&s->v4), v6 = open_side(&s->v6);

	if (!v4 || !v6) {
		timer_start(&s->reopen, REOPEN_MS);
		return;
	}
	if (s->told_in_use)
		log_msg(SEV_NOTICE, "NET", "PORT", "UDP port %u in VRF %s is ours now", s->port,
			vrf_label(s->vrf));
	s->told_in_use = false;
}

static struct rx *rx_new(void)
{
	struct rx *rx = xcalloc(1, sizeof(*rx));

	/* Only what is received into takes memory. */
	rx->buf = xmalloc((size_t)RX_BATCH * RX_STRIDE);
	for (unsigned i = 0; i < RX_BATCH; i++) {
		rx->iov[i] = (struct iovec){ rx->buf + (size_t)i * RX_STRIDE, RX_BUF };
		rx->msg[i].msg_hdr = (struct msghdr){ .msg_name = &rx->from[i],
						      .msg_iov = &rx->iov[i],
						      .msg_iovlen = 1,
						      .msg_control = rx->control[i] };
	}
	return rx;
}

static void side_init(struct side *d, struct ctlsock *s, int family)
{
	d->sock = s;
	d->family = family;
	d->fd = d->probe_fd = -1;
	d->slot = xcalloc(TX_SLOTS, sizeof(*d->slot));
	d->bytes = xmalloc(TX_BYTES);
}

struct ctlsock *ctlsock_new(struct loop *loop, struct vrf *v, uint16_t port,
			    const struct ctlsock_ops *ops, void *arg)
{
	struct ctlsock *s = xcalloc(1, sizeof(*s));

	s->loop = loop;
	s->vrf = v;
	s->port = port ? port : DEFAULT_PORT;
	s->ops = *ops;
	s->arg = arg;
	s->rx = rx_new();
	s->tx = xcalloc(1, sizeof(*s->tx));
	side_init(&s->v4, s, AF_INET);
	side_init(&s->v6, s, AF_INET6);
	timer_init(&s->flush, loop, on_flush, s);
	timer_init(&s->reopen, loop, on_reopen, s);
	if (!v->table->no_net)
		on_reopen(s);
	return s;
}

static void side_fini(struct side *d)
{
	flush_side(d);
	loop_fd_del(d->watch);
	if (d->fd >= 0)
		close(d->fd);
	if (d->probe_fd >= 0)
		close(d->probe_fd);
	free(d->slot);
	free(d->bytes);
}

void ctlsock_free(struct ctlsock *s)
{
	if (!s)
		return;
	timer_stop(&s->flush);
	timer_stop(&s->reopen);
	side_fini(&s->v4);
	side_fini(&s->v6);
	free(s->rx->buf);
	free(s->rx);
	free(s->tx);
	free(s);
}

bool ctlsock_is_open(const struct ctlsock *s, int family)
{
	return (family == AF_INET ? s->v4.fd : s->v6.fd) >= 0;
}

/* --- addresses and groups -------------------------------------------------------------------- */

bool ctlsock_source(struct ctlsock *s, const struct addr *dst, struct addr *src)
{
	struct side *d = side_of(s, dst->family);
	struct sockaddr_storage ss;
	struct sockaddr nothing = { .sa_family = AF_UNSPEC };
	socklen_t len = addr_to_sockaddr(dst, DEFAULT_PORT, &ss);
	struct endpoint e;
	bool found;

	if (!d)
		return false;
	if (d->probe_fd < 0)
		d->probe_fd = vrf_socket(s->vrf, d->family, SOCK_DGRAM, 0);
	if (d->probe_fd < 0) {
		d->probe_fd = -1;
		return false;
	}
	/* Connecting a datagram socket sends nothing, but chooses route and source. */
	if (connect(d->probe_fd, (struct sockaddr *)&ss, len))
		return false;
	len = sizeof(ss);
	found = getsockname(d->probe_fd, (struct sockaddr *)&ss, &len) == 0 &&
		addr_from_sockaddr(&ss, &e) && !addr_is_unspecified(&e.addr);
	connect(d->probe_fd, &nothing, sizeof(nothing));
	if (found)
		*src = e.addr;
	return found;
}

static int set_member(struct ctlsock *s, const struct addr *group, int ifindex, bool join)
{
	struct side *d = side_of(s, group->family);
	struct ip_mreqn v4 = { .imr_ifindex = ifindex };
	struct ipv6_mreq v6 = { .ipv6mr_interface = (unsigned)ifindex };
	int r;

	if (!d)
		return -EAFNOSUPPORT;
	if (d->fd < 0)
		return -ENOTCONN;
	memcpy(&v4.imr_multiaddr, group->b, 4);
	memcpy(&v6.ipv6mr_multiaddr, group->b, 16);
	if (group->family == AF_INET)
		r = setsockopt(d->fd, IPPROTO_IP, join ? IP_ADD_MEMBERSHIP : IP_DROP_MEMBERSHIP,
			       &v4, sizeof(v4));
	else
		r = setsockopt(d->fd, IPPROTO_IPV6, join ? IPV6_JOIN_GROUP : IPV6_LEAVE_GROUP, &v6,
			       sizeof(v6));
	return r && errno != EADDRINUSE ? -errno : 0;
}

int ctlsock_join(struct ctlsock *s, const struct addr *group, int ifindex)
{
	return set_member(s, group, ifindex, true);
}

int ctlsock_leave(struct ctlsock *s, const struct addr *group, int ifindex)
{
	return set_member(s, group, ifindex, false);
}

void ctlsock_stats(const struct ctlsock *s, int family, struct ctlsock_stats *out)
{
	*out = family == AF_INET ? s->v4.stats : s->v6.stats;
}
