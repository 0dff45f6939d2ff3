/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A train has a non-zero outer checksum (UDP_SEGMENT insists), which is also what lets the other
 * end join it again; a packet that goes alone carries zero, as RFC 9300 5.3 wants it. Trains are
 * made of the segments of one flow only, and of packets that came alone only when many are
 * waiting: under light load every packet is a packet of its own on the wire.
 */
#include "lispd/dp/udp.h"

#include <errno.h>
#include <netinet/udp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "lib/base.h"
#include "lib/mem.h"
#include "lispd/dp/udpset.h"

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#define UDP_GRO 104
#endif

/* 64 is what every kernel with UDP_SEGMENT takes; the length is that of an IP packet less headers. */
#define TRAIN_SEGMENTS 64
#define TRAIN_BYTES 65400
/* Packets that came alone travel together from this number on. */
#define TRAIN_WORTH 8

struct udp_batch {
	unsigned n, n_iovs;
	struct mmsghdr msg[UDP_SEND_BATCH];
	struct { /* where the message came from, for complaints */
		uint16_t first_unit, first_segment, n_segments;
	} origin[UDP_SEND_BATCH];
	struct iovec iov[UDP_IOVS];
	_Alignas(8) uint8_t control[UDP_SEND_BATCH][PATH_CONTROL_MAX];
};

/* What a flush works with. */
struct flush {
	struct udp_queue *q;
	unsigned worker;
	udp_refused_fn *refused;
	void *arg;
	unsigned n_trains;
};

struct udp_queue *udp_queue_new(void)
{
	struct udp_queue *q = xcalloc(1, sizeof(*q));

	q->scratch = xmalloc(UDP_SCRATCH);
	q->batch = xcalloc(1, sizeof(*q->batch));
	return q;
}

void udp_queue_free(struct udp_queue *q)
{
	if (!q)
		return;
	free(q->scratch);
	free(q->batch);
	free(q);
}

bool udp_room(const struct udp_queue *q, unsigned n_iovs, size_t scratch)
{
	return q->n_units < UDP_UNITS && q->n_iovs + n_iovs <= UDP_IOVS &&
	       q->scratch_used + scratch <= UDP_SCRATCH;
}

uint8_t *udp_scratch(struct udp_queue *q, size_t len)
{
	uint8_t *p = q->scratch + q->scratch_used;

	q->scratch_used += (unsigned)len;
	return p;
}

struct udp_unit *udp_unit_add(struct udp_queue *q)
{
	struct udp_unit *u = &q->unit[q->n_units++];

	*u = (struct udp_unit){ .iov = (uint16_t)q->n_iovs };
	return u;
}

void udp_iov_add(struct udp_queue *q, const void *data, size_t len)
{
	q->iov[q->n_iovs++] = (struct iovec){ (void *)(uintptr_t)data, len };
}

/* --- paths ------------------------------------------------------------------------------------ */

/* Appends a control message; returns where its data begin. */
static size_t add_control(struct fib_path *p, int level, int type, const void *data, size_t len)
{
	struct cmsghdr h = { .cmsg_len = CMSG_LEN(len), .cmsg_level = level, .cmsg_type = type };
	size_t at = p->control_len + CMSG_LEN(0);

	memcpy(p->control + p->control_len, &h, sizeof(h));
	memcpy(p->control + at, data, len);
	p->control_len += CMSG_SPACE(len);
	return at;
}

void udp_path_init(struct fib_path *p, const struct addr *local, const struct addr *remote,
		   uint16_t port)
{
	struct sockaddr_storage ss;
	struct in_pktinfo from4 = { 0 };
	struct in6_pktinfo from6 = { 0 };
	bool v4 = remote->family == AF_INET;
	int zero = 0;
	uint16_t segment = 0;

	p->remote_len = addr_to_sockaddr(remote, port, &ss);
	memcpy(&p->remote, &ss, p->remote_len);
	memcpy(&from4.ipi_spec_dst, local->b, 4);
	memcpy(&from6.ipi6_addr, local->b, 16);
	if (!addr_is_none(local) && v4)
		add_control(p, IPPROTO_IP, IP_PKTINFO, &from4, sizeof(from4));
	else if (!addr_is_none(local))
		add_control(p, IPPROTO_IPV6, IPV6_PKTINFO, &from6, sizeof(from6));
	p->ttl_at = add_control(p, v4 ? IPPROTO_IP : IPPROTO_IPV6, v4 ? IP_TTL : IPV6_HOPLIMIT,
				&zero, sizeof(zero));
	p->tos_at = add_control(p, v4 ? IPPROTO_IP : IPPROTO_IPV6, v4 ? IP_TOS : IPV6_TCLASS, &zero,
				sizeof(zero));
	p->segment_at = add_control(p, SOL_UDP, UDP_SEGMENT, &segment, sizeof(segment));
}

/* Ancillary data for one send; segment 0 = one packet. Returns the length. */
static size_t fill_control(uint8_t *out, const struct fib_path *p, uint8_t ttl, uint8_t tos,
			   uint16_t segment)
{
	int value;

	memcpy(out, p->control, p->control_len);
	value = ttl ? ttl : 1;
	memcpy(out + p->ttl_at, &value, sizeof(value));
	value = tos;
	memcpy(out + p->tos_at, &value, sizeof(value));
	memcpy(out + p->segment_at, &segment, sizeof(segment));
	return segment ? p->control_len : p->segment_at - CMSG_LEN(0);
}

/* --- flush ------------------------------------------------------------------------------------ */

static int socket_of(const struct udp_unit *u, unsigned worker, bool trains)
{
	const struct udp_senders *s = &u->path->tx->w[worker];

	if (u->fragment)
		return s->fragment;
	return trains ? s->train[u->port] : s->plain[u->port];
}

static bool same_socket(const struct udp_unit *a, const struct udp_unit *b)
{
	return a->path->tx == b->path->tx && a->port == b->port && a->fragment == b->fragment;
}

static bool same_train(const struct udp_unit *a, const struct udp_unit *b)
{
	return a->joins && b->joins && a->path == b->path && a->hash == b->hash &&
	       a->table == b->table && a->ttl == b->ttl && a->tos == b->tos;
}

static unsigned unit_len(const struct udp_unit *u, unsigned segment)
{
	return segment + 1 == u->n_segments ? u->last_len : u->len;
}

/* Complains about message m: of which units it was made is found again by walking. */
static void refuse(struct flush *f, unsigned m, const uint16_t *order, int error)
{
	struct udp_queue *q = f->q;
	unsigned at = q->batch->origin[m].first_unit, segment = q->batch->origin[m].first_segment;
	unsigned left = q->batch->origin[m].n_segments;

	while (left) {
		const struct udp_unit *u = &q->unit[order[at]];
		unsigned n = MIN_OF(left, u->n_segments - segment);

		f->refused(f->arg, u, segment, n, error);
		left -= n;
		segment = 0;
		at++;
	}
}

static void send_messages(struct flush *f, const uint16_t *order, bool trains)
{
	struct udp_batch *b = f->q->batch;
	unsigned done = 0;
	int fd;

	if (!b->n)
		return;
	fd = socket_of(&f->q->unit[order[b->origin[0].first_unit]], f->worker, trains);
	while (done < b->n) {
		int sent = sendmmsg(fd, b->msg + done, b->n - done, 0);

		if (sent > 0) {
			done += (unsigned)sent;
			continue;
		}
		refuse(f, done++, order, errno);
	}
	b->n = 0;
	b->n_iovs = 0;
}

/* Takes iovecs of one segment into the message. */
static void take_segment(struct udp_queue *q, struct msghdr *h, const struct udp_unit *u,
			 unsigned segment)
{
	const struct iovec *from = &q->iov[u->iov + segment * u->iovs];

	memcpy(&q->batch->iov[q->batch->n_iovs], from, u->iovs * sizeof(*from));
	q->batch->n_iovs += u->iovs;
	h->msg_iovlen += u->iovs;
}

/* Where building has got to: unit order[at], segment. */
struct place {
	unsigned at, segment;
};

/* Builds one message from the place on, as long a train as may be; moves the place. */
static void build_message(struct flush *f, const uint16_t *order, unsigned n, struct place *p,
			  bool trains)
{
	struct udp_queue *q = f->q;
	struct udp_batch *b = q->batch;
	const struct udp_unit *first = &q->unit[order[p->at]], *u = first;
	struct msghdr *h = &b->msg[b->n].msg_hdr;
	unsigned size = unit_len(first, p->segment), len = size, bytes = 0, count = 0;

	*h = (struct msghdr){
		.msg_name = (void *)(uintptr_t)&first->path->remote,
		.msg_namelen = first->path->remote_len,
		.msg_iov = &b->iov[b->n_iovs],
		.msg_control = b->control[b->n],
	};
	b->origin[b->n].first_unit = (uint16_t)p->at;
	b->origin[b->n].first_segment = (uint16_t)p->segment;
	for (;;) {
		take_segment(q, h, u, p->segment);
		bytes += len;
		count++;
		if (++p->segment == u->n_segments) {
			p->segment = 0;
			p->at++;
		}
		/* A shorter one ends its train. */
		if (!trains || len < size || p->at == n || count == TRAIN_SEGMENTS)
			break;
		u = &q->unit[order[p->at]];
		len = unit_len(u, p->segment);
		if (len > size || bytes + len > TRAIN_BYTES || !same_train(first, u))
			break;
	}
	b->origin[b->n].n_segments = (uint16_t)count;
	h->msg_controllen = fill_control(b->control[b->n], first->path, first->ttl, first->tos,
					 count > 1 ? (uint16_t)size : 0);
	f->n_trains += count > 1;
	b->n++;
}

/* Sends units order[0..n-1], which share a socket, in their order. */
static void send_units(struct flush *f, const uint16_t *order, unsigned n, bool trains)
{
	struct udp_batch *b = f->q->batch;
	struct place p = { 0 };

	while (p.at < n) {
		if (b->n == UDP_SEND_BATCH || b->n_iovs + 2 * TRAIN_SEGMENTS > UDP_IOVS)
			send_messages(f, order, trains);
		build_message(f, order, n, &p, trains);
	}
	send_messages(f, order, trains);
}

/* Are trains worth it here: something came as a train, or enough of one flow waits? */
static bool want_trains(const struct udp_queue *q, const uint16_t *order, unsigned n,
			unsigned worker)
{
	const struct udp_unit *first = &q->unit[order[0]];
	unsigned run = 0;

	if (first->fragment || first->path->tx->w[worker].no_trains)
		return false;
	for (unsigned i = 0; i < n; i++) {
		const struct udp_unit *u = &q->unit[order[i]];

		if (u->n_segments > 1)
			return true;
		run = i && same_train(&q->unit[order[i - 1]], u) ? run + 1 : 1;
		if (run == TRAIN_WORTH)
			return true;
	}
	return false;
}

void udp_flush(struct udp_queue *q, unsigned worker, udp_refused_fn *refused, void *arg,
	       unsigned *n_trains)
{
	struct flush f = { .q = q, .worker = worker, .refused = refused, .arg = arg };
	uint16_t order[UDP_UNITS];

	for (unsigned i = 0; i < q->n_units; i++) {
		unsigned n = 0;

		if (q->unit[i].sent)
			continue;
		for (unsigned j = i; j < q->n_units; j++) {
			if (q->unit[j].sent || !same_socket(&q->unit[i], &q->unit[j]))
				continue;
			q->unit[j].sent = true;
			order[n++] = (uint16_t)j;
		}
		send_units(&f, order, n, want_trains(q, order, n, worker));
	}
	q->n_units = q->n_iovs = q->scratch_used = 0;
	*n_trains = f.n_trains;
}

int udp_send(const struct fib_path *p, unsigned worker, unsigned port, bool fragment, uint8_t ttl,
	     uint8_t tos, const struct iovec *iov, unsigned n_iovs)
{
	const struct udp_senders *s = &p->tx->w[worker];
	_Alignas(8) uint8_t control[PATH_CONTROL_MAX];
	struct msghdr h = {
		.msg_name = (void *)(uintptr_t)&p->remote,
		.msg_namelen = p->remote_len,
		.msg_iov = (struct iovec *)(uintptr_t)iov,
		.msg_iovlen = n_iovs,
		.msg_control = control,
		.msg_controllen = fill_control(control, p, ttl, tos, 0),
	};

	return sendmsg(fragment ? s->fragment : s->plain[port], &h, 0) < 0 ? errno : 0;
}

/* --- receiving -------------------------------------------------------------------------------- */

#define RX_CONTROL 256

struct udp_receiver {
	uint8_t *data;
	struct mmsghdr msg[UDP_RX_BATCH];
	struct iovec iov[UDP_RX_BATCH];
	struct sockaddr_storage from[UDP_RX_BATCH];
	_Alignas(8) uint8_t control[UDP_RX_BATCH][RX_CONTROL];
};

struct udp_receiver *udp_receiver_new(void)
{
	struct udp_receiver *r = xcalloc(1, sizeof(*r));

	r->data = xmalloc((size_t)UDP_RX_BATCH * UDP_RX_SIZE);
	for (unsigned i = 0; i < UDP_RX_BATCH; i++) {
		r->iov[i] = (struct iovec){ r->data + (size_t)i * UDP_RX_SIZE, UDP_RX_SIZE };
		r->msg[i].msg_hdr = (struct msghdr){
			.msg_name = &r->from[i],
			.msg_iov = &r->iov[i],
			.msg_iovlen = 1,
			.msg_control = r->control[i],
		};
	}
	return r;
}

void udp_receiver_free(struct udp_receiver *r)
{
	if (!r)
		return;
	free(r->data);
	free(r);
}

static uint8_t octet(const struct cmsghdr *c)
{
	int value = 0;

	if (c->cmsg_len >= CMSG_LEN(sizeof(value)))
		memcpy(&value, CMSG_DATA(c), sizeof(value));
	else
		return *CMSG_DATA(c);
	return (uint8_t)value;
}

static void read_control(struct msghdr *h, struct udp_message *m)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(h); c; c = CMSG_NXTHDR(h, c)) {
		struct in_pktinfo to4;
		struct in6_pktinfo to6;
		int value;

		if (c->cmsg_level == SOL_UDP && c->cmsg_type == UDP_GRO) {
			memcpy(&value, CMSG_DATA(c), sizeof(value));
			m->segment = value > 0 && value < 65536 ? (uint16_t)value : 0;
		} else if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_TTL) {
			m->ttl = octet(c);
		} else if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_TOS) {
			m->tos = octet(c);
		} else if (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_HOPLIMIT) {
			m->ttl = octet(c);
		} else if (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_TCLASS) {
			m->tos = octet(c);
		} else if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
			memcpy(&to4, CMSG_DATA(c), sizeof(to4));
			/* The local address is the header's destination, but for groups. */
			m->to_group = to4.ipi_addr.s_addr != to4.ipi_spec_dst.s_addr;
		} else if (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_PKTINFO) {
			memcpy(&to6, CMSG_DATA(c), sizeof(to6));
			m->to_group = to6.ipi6_addr.s6_addr[0] == 0xff;
		}
	}
}

unsigned udp_read_batch(struct udp_receiver *r, int fd, struct udp_message *m)
{
	int n;

	for (unsigned i = 0; i < UDP_RX_BATCH; i++) {
		r->msg[i].msg_hdr.msg_namelen = sizeof(r->from[i]);
		r->msg[i].msg_hdr.msg_controllen = RX_CONTROL;
	}
	n = recvmmsg(fd, r->msg, UDP_RX_BATCH, MSG_DONTWAIT, NULL);
	for (int i = 0; i < n; i++) {
		struct endpoint from = { 0 };

		m[i] = (struct udp_message){ .data = r->iov[i].iov_base, .len = r->msg[i].msg_len };
		read_control(&r->msg[i].msg_hdr, &m[i]);
		addr_from_sockaddr(&r->from[i], &from);
		m[i].from = from.addr;
	}
	return n > 0 ? (unsigned)n : 0;
}
