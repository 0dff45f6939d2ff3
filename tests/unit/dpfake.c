/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/dpfake.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/log.h"
#include "lib/mem.h"
#include "lispd/core/lisp.h"

static bool own_namespace(void)
{
	struct ifreq ifr = { .ifr_name = "lo" };
	int fd, ok;

	if (unshare(CLONE_NEWNET) < 0)
		return false;
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	ifr.ifr_flags = IFF_UP;
	ok = ioctl(fd, SIOCSIFFLAGS, &ifr);
	close(fd);
	return ok == 0;
}

static void on_punt(void *arg, const struct punt_packet *p)
{
	struct dpfake *f = arg;

	f->n_punts++;
	f->punt = *p;
	f->punt.data = NULL;
}

static void big_buffers(int fd)
{
	int size = 4 << 20;

	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
	setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size));
}

static bool fake_tun(struct dpfake *f, struct tun *t)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, pair) < 0)
		return false;
	big_buffers(pair[0]);
	big_buffers(pair[1]);
	*t = (struct tun){ .ifname = "LISP0", .ctl = -1, .n_queues = 1, .udp_offload = true };
	t->fd = xcalloc(1, sizeof(int));
	t->fd[0] = pair[0];
	t->icmp[0] = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP);
	t->icmp[1] = socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMPV6);
	f->host = pair[1];
	return true;
}

static void open_peers(struct dpfake *f)
{
	int on = 1;

	f->peer[0] = socket(AF_INET, SOCK_RAW | SOCK_NONBLOCK, IPPROTO_UDP);
	f->peer[1] = socket(AF_INET6, SOCK_RAW | SOCK_NONBLOCK, IPPROTO_UDP);
	setsockopt(f->peer[1], IPPROTO_IPV6, IPV6_RECVHOPLIMIT, &on, sizeof(on));
	setsockopt(f->peer[1], IPPROTO_IPV6, IPV6_RECVTCLASS, &on, sizeof(on));
	big_buffers(f->peer[0]);
	big_buffers(f->peer[1]);
}

bool dpfake_new(struct dpfake *f, const struct fib_table_cfg *cfg)
{
	static const struct dp_ops ops = { .punt = on_punt };
	struct dp_cfg dp_cfg = { .n_workers = 1, .no_threads = true };
	struct fib_table_cfg c = *cfg;
	struct tun tun;

	*f = (struct dpfake){ 0 };
	if (!own_namespace())
		return false;
	c.ifname = "LISP0";
	c.netns_fd = c.rloc_netns_fd = -1;
	log_init(NULL, NULL);
	f->loop = loop_new();
	if (dp_new(&f->dp, f->loop, &dp_cfg, &ops, f) < 0 || !fake_tun(f, &tun))
		abort();
	if (dp_table_add(f->dp, &c, &tun, &f->t) < 0)
		abort();
	open_peers(f);
	return true;
}

void dpfake_free(struct dpfake *f)
{
	dp_free(f->dp);
	loop_free(f->loop);
	log_fini();
	close(f->host);
	close(f->peer[0]);
	close(f->peer[1]);
}

void dpfake_run(struct dpfake *f)
{
	for (int i = 0; i < 50; i++) {
		worker_turn(f->dp->worker[0], 0);
		loop_poll(f->loop);
	}
}

void dpfake_from_host(struct dpfake *f, const struct tun_vnet *vnet, const uint8_t *data,
		      size_t len)
{
	static const struct tun_vnet nothing;
	uint8_t *buf = xmalloc(TUN_VNET_LEN + len);

	vnet_encode(buf, vnet ? vnet : &nothing);
	memcpy(buf + TUN_VNET_LEN, data, len);
	if (write(f->host, buf, TUN_VNET_LEN + len) < 0)
		abort();
	free(buf);
}

size_t dpfake_to_host(struct dpfake *f, struct tun_vnet *vnet, uint8_t *buf, size_t size)
{
	uint8_t *raw = xmalloc(TUN_VNET_LEN + size);
	ssize_t got = read(f->host, raw, TUN_VNET_LEN + size);
	size_t len = got > TUN_VNET_LEN ? (size_t)got - TUN_VNET_LEN : 0;

	if (len) {
		memcpy(buf, raw + TUN_VNET_LEN, len);
		if (!vnet_decode(raw, buf, len, vnet))
			abort();
	}
	free(raw);
	return len;
}

size_t dpfake_sent4(struct dpfake *f, uint8_t *buf, size_t size)
{
	ssize_t got;

	/* Everything on this loopback is seen: only what goes to the data ports counts. */
	do
		got = read(f->peer[0], buf, size);
	while (got > 28 && (buf[22] << 8 | buf[23]) != LISP_DATA_PORT &&
	       (buf[22] << 8 | buf[23]) != VXLAN_PORT);
	return got > 0 ? (size_t)got : 0;
}

size_t dpfake_sent6(struct dpfake *f, uint8_t *buf, size_t size, int *hop_limit, int *tclass)
{
	_Alignas(8) char control[256];
	struct iovec iov = { buf, size };
	struct msghdr m = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	ssize_t got = recvmsg(f->peer[1], &m, 0);

	if (got <= 0)
		return 0;
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c)) {
		if (c->cmsg_type == IPV6_HOPLIMIT)
			memcpy(hop_limit, CMSG_DATA(c), sizeof(int));
		if (c->cmsg_type == IPV6_TCLASS)
			memcpy(tclass, CMSG_DATA(c), sizeof(int));
	}
	return (size_t)got;
}

void dpfake_receive(struct dpfake *f, uint16_t port, uint8_t ttl, uint8_t tos, const uint8_t *data,
		    size_t len)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0), ttl_value = ttl, tos_value = tos, on = 1;
	struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(0x7f000001),
	};

	(void)f;
	setsockopt(fd, IPPROTO_IP, IP_TTL, &ttl_value, sizeof(ttl_value));
	setsockopt(fd, IPPROTO_IP, IP_TOS, &tos_value, sizeof(tos_value));
	setsockopt(fd, SOL_SOCKET, SO_NO_CHECK, &on, sizeof(on));
	if (sendto(fd, data, len, 0, (struct sockaddr *)&to, sizeof(to)) < 0)
		abort();
	close(fd);
}

void dpfake_entry(struct dpfake *f, const char *prefix, enum fib_encap encap, uint32_t iid,
		  const char *local, const char *remote)
{
	struct fib_entry_cfg e = {
		.action = FIB_ENCAP,
		.encap = encap,
		.iid = iid,
		.n_locators = 1,
	};

	if (!prefix_parse(prefix, &e.prefix) || !addr_parse(local, &e.locator[0].local) ||
	    !addr_parse(remote, &e.locator[0].remote))
		abort();
	fib_set(f->t, &e);
}

void dpfake_local(struct dpfake *f, const char *prefix, uint32_t lsbs)
{
	struct fib_local_cfg l = { .lsbs = lsbs };

	if (!prefix_parse(prefix, &l.prefix))
		abort();
	fib_local_set(f->t, &l);
}

struct dp_stats dpfake_stats(const struct dpfake *f)
{
	struct dp_stats s;

	dp_stats(f->dp, &s);
	return s;
}

/* --- packets ---------------------------------------------------------------------------------- */

static void put16(uint8_t *p, unsigned v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static uint32_t sum16(const uint8_t *p, size_t len)
{
	uint32_t sum = 0;

	for (size_t i = 0; i + 1 < len; i += 2)
		sum += (uint32_t)(p[i] << 8 | p[i + 1]);
	if (len % 2)
		sum += (uint32_t)p[len - 1] << 8;
	return sum;
}

static uint16_t fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)sum;
}

uint16_t dpfake_csum(const uint8_t *ip, size_t len, unsigned proto, size_t l4)
{
	bool v4 = ip[0] >> 4 == 4;
	uint32_t sum = sum16(ip + (v4 ? 12 : 8), v4 ? 8 : 32) + proto + (uint32_t)(len - l4);

	return (uint16_t)~fold(sum + sum16(ip + l4, len - l4));
}

static size_t ip_header(uint8_t *b, const struct dpfake_ip *ip, size_t rest)
{
	struct addr src, dst;

	if (!addr_parse(ip->src, &src) || !addr_parse(ip->dst, &dst))
		abort();
	if (src.family == AF_INET) {
		memset(b, 0, 20);
		b[0] = 0x45;
		b[1] = ip->tos;
		put16(b + 2, (unsigned)(20 + rest));
		put16(b + 4, ip->id);
		put16(b + 6, ip->frag);
		b[8] = ip->ttl;
		b[9] = ip->proto;
		memcpy(b + 12, src.b, 4);
		memcpy(b + 16, dst.b, 4);
		put16(b + 10, (uint16_t)~fold(sum16(b, 20)));
		return 20;
	}
	b[0] = (uint8_t)(0x60 | ip->tos >> 4);
	b[1] = (uint8_t)(ip->tos << 4);
	put16(b + 2, 0);
	put16(b + 4, (unsigned)rest);
	b[6] = ip->proto;
	b[7] = ip->ttl;
	memcpy(b + 8, src.b, 16);
	memcpy(b + 24, dst.b, 16);
	return 40;
}

static size_t l4_header(uint8_t *b, const struct dpfake_ip *ip, size_t payload)
{
	if (ip->proto != IPPROTO_TCP && ip->proto != IPPROTO_UDP)
		return 0;
	put16(b, ip->sport);
	put16(b + 2, ip->dport);
	if (ip->proto == IPPROTO_UDP) {
		put16(b + 4, (unsigned)(8 + payload));
		put16(b + 6, 0);
		return 8;
	}
	memset(b + 4, 0, 16);
	put16(b + 4, ip->seq >> 16);
	put16(b + 6, ip->seq & 0xffff);
	b[11] = 77; /* acknowledgement */
	b[12] = (uint8_t)((20 + ip->options) / 4 << 4);
	b[13] = ip->flags;
	b[15] = 200; /* window */
	memset(b + 20, 1, ip->options);
	return 20 + ip->options;
}

size_t dpfake_packet(uint8_t *buf, const struct dpfake_ip *ip, size_t payload)
{
	uint8_t probe[128];
	size_t l4_len = l4_header(probe, ip, payload), l4 = ip_header(buf, ip, l4_len + payload);
	size_t len = l4 + l4_len + payload, at = l4 + (ip->proto == IPPROTO_TCP ? 16 : 6);
	bool v4 = buf[0] >> 4 == 4;
	uint16_t sum;

	l4_header(buf + l4, ip, payload);
	for (size_t i = 0; i < payload; i++)
		buf[l4 + l4_len + i] = (uint8_t)(i * 7 + i / 256);
	if (!l4_len)
		return len;
	sum = dpfake_csum(buf, len, ip->proto, l4);
	if (ip->partial)
		sum = fold(sum16(buf + (v4 ? 12 : 8), v4 ? 8 : 32) + ip->proto +
			   (uint32_t)(len - l4));
	else if (!sum)
		sum = 0xffff;
	put16(buf + at, sum);
	return len;
}
