/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Load for a map-server, and a bare UDP echo to compare it with.
 *
 *   ctlload echo-server PORT                 answers every datagram (reference)
 *   ctlload echo     ADDR PORT N [SIZE]      N datagrams of SIZE octets there and back
 *   ctlload register ADDR KEY N EIDS         N Map-Registers (SHA-256), one of EIDS prefixes each
 *   ctlload request  ADDR N EIDS             N encapsulated Map-Requests for these EIDs
 *
 * A window of messages is kept in flight. EIDs are hosts counted from 10.0.0.0; ITR-RLOCs are
 * counted from 198.18.0.0 (4096 of them), which must be local here, because replies are limited
 * per ITR-RLOC. Prints: messages sent, answered, seconds, answered per second.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "lib/base.h"
#include "lispd/wire/auth.h"

#define BATCH 32
#define WINDOW 512
#define MAX_LEN 512
#define ITR_RLOCS 4096
#define QUIET_MS 1000 /* without an answer: the rest is lost */

struct batch {
	uint8_t buf[BATCH][MAX_LEN];
	struct iovec iov[BATCH];
	struct mmsghdr msg[BATCH];
	struct sockaddr_storage peer[BATCH];
};

struct load {
	int fd;
	struct sockaddr_storage to;
	socklen_t to_len;
	unsigned n, n_eids, size;
	struct auth_key *key;
	uint64_t nonce;
	struct addr own;
};

typedef size_t build_fn(struct load *l, unsigned i, uint8_t *buf);

static void die(const char *what)
{
	perror(what);
	exit(2);
}

static int udp_socket(uint16_t port)
{
	struct sockaddr_storage ss;
	struct addr any = addr_v4(0);
	socklen_t len = addr_to_sockaddr(&any, port, &ss);
	int fd = socket(AF_INET, SOCK_DGRAM, 0), size = 8 << 20;

	if (fd < 0)
		die("socket");
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) < 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	if (bind(fd, (struct sockaddr *)&ss, len) < 0)
		die("bind");
	return fd;
}

static void prepare(struct batch *b)
{
	for (int i = 0; i < BATCH; i++) {
		b->iov[i] = (struct iovec){ b->buf[i], MAX_LEN };
		b->msg[i].msg_hdr = (struct msghdr){
			.msg_iov = &b->iov[i],
			.msg_iovlen = 1,
			.msg_name = &b->peer[i],
			.msg_namelen = sizeof(b->peer[i]),
		};
	}
}

static _Noreturn void echo_server(uint16_t port)
{
	static struct batch b;
	int fd = udp_socket(port), n;

	for (;;) {
		prepare(&b);
		n = recvmmsg(fd, b.msg, BATCH, MSG_WAITFORONE, NULL);
		if (n < 0 && errno != EINTR)
			die("recvmmsg");
		for (int i = 0; i < n; i++)
			b.iov[i].iov_len = b.msg[i].msg_len;
		if (n > 0 && sendmmsg(fd, b.msg, (unsigned)n, 0) < 0)
			die("sendmmsg");
	}
}

static size_t build_echo(struct load *l, unsigned i, uint8_t *buf)
{
	memset(buf, (int)i, l->size);
	return l->size;
}

static struct eid eid_no(const struct load *l, unsigned i)
{
	struct addr a = addr_v4(0x0a000000u + i % l->n_eids);

	return eid_host(0, &a);
}

static size_t build_register(struct load *l, unsigned i, uint8_t *buf)
{
	struct rloc rloc = rloc_make(&l->own, 1, 100);
	struct mapping record = {
		.eid = eid_no(l, i),
		.ttl_min = 1440,
		.authoritative = true,
		.n_rlocs = 1,
		.rloc = &rloc,
	};
	struct msg_register m = {
		.type = LISP_MAP_REGISTER,
		.proxy_reply = true,
		.want_notify = true,
		.nonce = ++l->nonce,
		.auth = { .algorithm = LISP_AUTH_SHA256, .len = auth_len(LISP_AUTH_SHA256) },
		.n_records = 1,
		.record = &record,
	};
	struct wr w = wr_init(buf, MAX_LEN);

	rloc.flags |= RLOC_LOCAL;
	register_encode(&w, &m);
	auth_sign(l->key, m.type, m.nonce, &m.auth, buf, wr_len(&w));
	return wr_len(&w);
}

static size_t build_request(struct load *l, unsigned i, uint8_t *buf)
{
	struct msg_map_request m = { .nonce = ++l->nonce, .n_records = 1, .n_itr_rlocs = 1 };
	struct endpoint inner = { .port = 4342 };
	uint8_t body[MAX_LEN];
	struct wr b = wr_init(body, sizeof(body)), w = wr_init(buf, MAX_LEN);

	m.record = m.record_store;
	m.record_store[0] = eid_no(l, i);
	m.itr_rloc[0] = addr_v4(0xc6120000u + i % ITR_RLOCS);
	map_request_encode(&b, &m);
	inner.addr = m.record[0].prefix.addr;
	ecm_encode(&w, &inner, &inner, body, wr_len(&b));
	return wr_len(&w);
}

static double seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static unsigned send_some(struct load *l, struct batch *b, unsigned from, unsigned many,
			  build_fn *build)
{
	int n;

	for (unsigned i = 0; i < many; i++) {
		b->iov[i] = (struct iovec){ b->buf[i], build(l, from + i, b->buf[i]) };
		b->msg[i].msg_hdr = (struct msghdr){
			.msg_iov = &b->iov[i],
			.msg_iovlen = 1,
			.msg_name = &l->to,
			.msg_namelen = l->to_len,
		};
	}
	n = sendmmsg(l->fd, b->msg, many, 0);
	if (n < 0)
		die("sendmmsg");
	return (unsigned)n;
}

static unsigned receive_some(struct load *l, struct batch *b)
{
	int n;

	prepare(b);
	n = recvmmsg(l->fd, b->msg, BATCH, MSG_DONTWAIT, NULL);
	return n > 0 ? (unsigned)n : 0;
}

static int run(struct load *l, build_fn *build)
{
	static struct batch b;
	struct pollfd p = { .fd = l->fd, .events = POLLIN };
	unsigned sent = 0, answered = 0, got;
	double start = seconds(), end = start;

	while (answered < l->n) {
		if (sent < l->n && sent - answered < WINDOW)
			sent += send_some(l, &b, sent, MIN_OF(BATCH, l->n - sent), build);
		else if (poll(&p, 1, QUIET_MS) == 0)
			break;
		got = receive_some(l, &b);
		answered += got;
		if (got)
			end = seconds();
	}
	printf("%u %u %.3f %.0f\n", sent, answered, end - start, answered / (end - start));
	return answered == l->n ? 0 : 1;
}

static void target(struct load *l, const char *addr, uint16_t port, uint16_t own_port)
{
	struct sockaddr_storage ss;
	socklen_t len = sizeof(ss);
	struct endpoint own;
	struct addr a;
	int probe;

	if (!addr_parse(addr, &a))
		die(addr);
	l->to_len = addr_to_sockaddr(&a, port, &l->to);
	l->fd = udp_socket(own_port);
	probe = udp_socket(0);
	if (connect(probe, (struct sockaddr *)&l->to, l->to_len) < 0 ||
	    getsockname(probe, (struct sockaddr *)&ss, &len) < 0)
		die("connect");
	close(probe);
	addr_from_sockaddr(&ss, &own);
	l->own = own.addr;
}

int main(int argc, char **argv)
{
	struct load l = { .nonce = (uint64_t)time(NULL) << 32 };
	const char *mode = argc > 1 ? argv[1] : "";

	if (strcmp(mode, "echo-server") == 0 && argc == 3)
		echo_server((uint16_t)strtoul(argv[2], NULL, 10));
	if (strcmp(mode, "echo") == 0 && argc >= 5) {
		target(&l, argv[2], (uint16_t)strtoul(argv[3], NULL, 10), 0);
		l.n = (unsigned)strtoul(argv[4], NULL, 10);
		l.size = argc > 5 ? MIN_OF((unsigned)strtoul(argv[5], NULL, 10), MAX_LEN) : 100;
		return run(&l, build_echo);
	}
	if (strcmp(mode, "register") == 0 && argc == 6) {
		target(&l, argv[2], 4342, 4342);
		l.key = auth_key_new(argv[3]);
		l.n = (unsigned)strtoul(argv[4], NULL, 10);
		l.n_eids = (unsigned)strtoul(argv[5], NULL, 10);
		return run(&l, build_register);
	}
	if (strcmp(mode, "request") == 0 && argc == 5) {
		target(&l, argv[2], 4342, 4342);
		l.n = (unsigned)strtoul(argv[3], NULL, 10);
		l.n_eids = (unsigned)strtoul(argv[4], NULL, 10);
		return run(&l, build_request);
	}
	fputs("usage: see the head of ctlload.c\n", stderr);
	return 2;
}
