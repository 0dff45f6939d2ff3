/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/net/sniff.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/log.h"
#include "lib/mem.h"
#include "lib/rd.h"
#include "lib/wr.h"
#include "lispd/net/vrf.h"

#define SNAP_LEN 128
#define ETHER_LEN 14
#define QUEUE_OCTETS 65536
#define FRAMES_PER_TURN 64
#define REST_MS 10 /* after a full turn: traffic must not keep control busy */
#define FILTER_MAX 2048

#define ICMPV6_NS 135
#define ICMPV6_NA 136

struct queue { /* one socket */
	struct sniff *sniff;
	int fd;
	struct loop_fd *watch;
	struct timer rest;
};

struct sniff {
	struct loop *loop;
	struct sniff_cfg cfg; /* without prefixes */
	sniff_fn *fn;
	void *arg;
	struct queue claims, packets;
};

/* --- what a frame says ------------------------------------------------------------------------ */

static bool decode_arp(struct rd *r, struct sniff_frame *f)
{
	const uint8_t *sender_mac, *sender, *target;
	uint16_t op;

	if (rd_u16(r) != 1 || rd_u16(r) != ETH_P_IP || rd_u8(r) != 6 || rd_u8(r) != 4)
		return false;
	op = rd_u16(r);
	sender_mac = rd_bytes(r, 6);
	sender = rd_bytes(r, 4);
	rd_bytes(r, 6);
	target = rd_bytes(r, 4);
	if (r->bad || (op != 1 && op != 2))
		return false;
	f->sender.family = f->target.family = AF_INET;
	memcpy(f->sender.b, sender, 4);
	memcpy(f->target.b, target, 4);
	memcpy(f->mac, sender_mac, 6);
	f->kind = op == 1 && !addr_equal(&f->sender, &f->target) ? SNIFF_ASK : SNIFF_CLAIM;
	return true;
}

static bool decode_ipv4(struct rd *r, struct sniff_frame *f)
{
	const uint8_t *h = rd_bytes(r, 20);

	if (!h || h[0] >> 4 != 4)
		return false;
	f->sender.family = f->target.family = AF_INET;
	memcpy(f->sender.b, h + 12, 4);
	memcpy(f->target.b, h + 16, 4);
	f->kind = SNIFF_PACKET;
	return true;
}

/* An advertisement's target is who it speaks for. */
static bool decode_nd(struct rd *r, uint8_t type, struct sniff_frame *f)
{
	const uint8_t *target;

	rd_bytes(r, 7); /* code, checksum, flags */
	target = rd_bytes(r, 16);
	if (!target)
		return false;
	f->target = addr_v6(target);
	if (type == ICMPV6_NA)
		f->sender = f->target;
	f->kind = type == ICMPV6_NA ? SNIFF_CLAIM : SNIFF_ASK;
	return true;
}

static bool decode_ipv6(struct rd *r, struct sniff_frame *f)
{
	const uint8_t *h = rd_bytes(r, 40);
	uint8_t type;

	if (!h || h[0] >> 4 != 6)
		return false;
	f->sender = addr_v6(h + 8);
	f->target = addr_v6(h + 24);
	f->kind = SNIFF_PACKET;
	if (h[6] != IPPROTO_ICMPV6)
		return true;
	type = rd_u8(r);
	if (r->bad || (type != ICMPV6_NS && type != ICMPV6_NA))
		return true;
	return h[7] == 255 && decode_nd(r, type, f);
}

bool sniff_decode(const uint8_t *p, size_t len, const uint8_t own[6], struct sniff_frame *f)
{
	struct rd r = rd_init(p, len);
	const uint8_t *dst = rd_bytes(&r, 6), *src = rd_bytes(&r, 6);
	uint16_t type = rd_u16(&r);

	memset(f, 0, sizeof(*f));
	if (r.bad || memcmp(src, own, 6) == 0)
		return false;
	memcpy(f->mac, src, 6);
	f->to_us = memcmp(dst, own, 6) == 0;
	switch (type) {
	case ETH_P_ARP:
		return decode_arp(&r, f);
	case ETH_P_IP:
		return decode_ipv4(&r, f);
	case ETH_P_IPV6:
		return decode_ipv6(&r, f);
	}
	return false;
}

/* --- the kernel's filter ---------------------------------------------------------------------- */

struct filter {
	unsigned n;
	struct sock_filter op[FILTER_MAX];
};

static void op(struct filter *f, unsigned code, unsigned jt, unsigned jf, uint32_t k)
{
	if (f->n < FILTER_MAX)
		f->op[f->n++] = (struct sock_filter){ (uint16_t)code, (uint8_t)jt, (uint8_t)jf, k };
}

static void load_half(struct filter *f, uint32_t at)
{
	op(f, BPF_LD | BPF_H | BPF_ABS, 0, 0, at);
}

/* What we send ourselves is not seen. */
static void begin_filter(struct filter *f)
{
	f->n = 0;
	op(f, BPF_LD | BPF_B | BPF_ABS, 0, 0, (uint32_t)(SKF_AD_OFF + SKF_AD_PKTTYPE));
	op(f, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, PACKET_OUTGOING);
	op(f, BPF_RET | BPF_K, 0, 0, 0);
}

static void accept_if(struct filter *f, uint32_t value)
{
	op(f, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, value);
	op(f, BPF_RET | BPF_K, 0, 0, SNAP_LEN);
}

/* ARP, neighbour solicitations and advertisements. */
static void build_claims(struct filter *f)
{
	begin_filter(f);
	load_half(f, 12);
	accept_if(f, ETH_P_ARP);
	op(f, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, ETH_P_IPV6);
	op(f, BPF_RET | BPF_K, 0, 0, 0);
	op(f, BPF_LD | BPF_B | BPF_ABS, 0, 0, ETHER_LEN + 6);
	op(f, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, IPPROTO_ICMPV6);
	op(f, BPF_RET | BPF_K, 0, 0, 0);
	op(f, BPF_LD | BPF_B | BPF_ABS, 0, 0, ETHER_LEN + 40);
	accept_if(f, ICMPV6_NS);
	accept_if(f, ICMPV6_NA);
	op(f, BPF_RET | BPF_K, 0, 0, 0);
}

static uint32_t word_of(const struct addr *a, unsigned i)
{
	return (uint32_t)a->b[4 * i] << 24 | (uint32_t)a->b[4 * i + 1] << 16 |
	       (uint32_t)a->b[4 * i + 2] << 8 | a->b[4 * i + 3];
}

/* Accepts when the source address, at this offset, is in the prefix. */
static void source_in(struct filter *f, const struct prefix *p, uint32_t at)
{
	struct addr mask = prefix_netmask(p->addr.family, p->plen);
	unsigned n_words = (p->plen + 31u) / 32;

	for (unsigned i = 0; i < n_words; i++) {
		op(f, BPF_LD | BPF_W | BPF_ABS, 0, 0, at + 4 * i);
		op(f, BPF_ALU | BPF_AND | BPF_K, 0, 0, word_of(&mask, i));
		op(f, BPF_JMP | BPF_JEQ | BPF_K, 0, 3 * (n_words - 1 - i) + 1,
		   word_of(&p->addr, i));
	}
	op(f, BPF_RET | BPF_K, 0, 0, SNAP_LEN);
}

static void build_packets(struct filter *f, const struct sniff_cfg *cfg)
{
	static const struct {
		int family;
		uint16_t type;
		uint32_t source_at;
	} ip[] = { { AF_INET, ETH_P_IP, ETHER_LEN + 12 }, { AF_INET6, ETH_P_IPV6, ETHER_LEN + 8 } };

	begin_filter(f);
	for (unsigned k = 0; k < ARRAY_LEN(ip); k++) {
		unsigned skip;

		load_half(f, 12);
		op(f, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, ip[k].type);
		skip = f->n;
		op(f, BPF_JMP | BPF_JA, 0, 0, 0);
		for (unsigned i = 0; i < cfg->n_prefixes; i++)
			if (cfg->prefix[i].addr.family == ip[k].family)
				source_in(f, &cfg->prefix[i], ip[k].source_at);
		op(f, BPF_RET | BPF_K, 0, 0, 0);
		f->op[skip].k = f->n - skip - 1;
	}
	op(f, BPF_RET | BPF_K, 0, 0, 0);
}

/* --- sockets ---------------------------------------------------------------------------------- */

static void on_rested(void *arg)
{
	struct queue *q = arg;

	loop_fd_events(q->watch, LOOP_READ);
}

static void on_frames(int fd, int events UNUSED, void *arg)
{
	struct queue *q = arg;
	struct sniff *s = q->sniff;
	uint8_t buf[SNAP_LEN];

	for (unsigned i = 0; i < FRAMES_PER_TURN; i++) {
		struct sniff_frame f;
		ssize_t n = recv(fd, buf, sizeof(buf), MSG_DONTWAIT);

		if (n < 0)
			return;
		if (sniff_decode(buf, (size_t)n, s->cfg.mac, &f))
			s->fn(s->arg, &f);
	}
	loop_fd_events(q->watch, 0);
	timer_start(&q->rest, REST_MS);
}

static int open_queue(struct sniff *s, struct queue *q, struct vrf *v, struct filter *f)
{
	struct sock_fprog prog = { .len = (unsigned short)f->n, .filter = f->op };
	struct sockaddr_ll at = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = s->cfg.ifindex,
	};
	int octets = QUEUE_OCTETS;

	q->sniff = s;
	timer_init(&q->rest, s->loop, on_rested, q);
	/* Protocol 0: nothing comes in before the filter is there. */
	q->fd = vrf_socket(v, AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, 0);
	if (q->fd < 0)
		return q->fd;
	setsockopt(q->fd, SOL_SOCKET, SO_RCVBUF, &octets, sizeof(octets));
	if (setsockopt(q->fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog)) < 0 ||
	    bind(q->fd, (struct sockaddr *)&at, sizeof(at)) < 0)
		return -errno;
	q->watch = loop_fd_add(s->loop, q->fd, LOOP_READ, on_frames, q);
	return 0;
}

static void close_queue(struct queue *q)
{
	if (!q->sniff)
		return;
	timer_stop(&q->rest);
	loop_fd_del(q->watch);
	if (q->fd >= 0)
		close(q->fd);
}

struct sniff *sniff_new(struct loop *loop, struct vrf *v, const struct sniff_cfg *cfg, sniff_fn *fn,
			void *arg)
{
	struct sniff *s = xcalloc(1, sizeof(*s));
	struct filter *f = xcalloc(1, sizeof(*f));
	int err;

	s->loop = loop;
	s->cfg = *cfg;
	s->fn = fn;
	s->arg = arg;
	build_claims(f);
	err = open_queue(s, &s->claims, v, f);
	build_packets(f, cfg);
	if (!err)
		err = open_queue(s, &s->packets, v, f);
	free(f);
	if (!err)
		return s;
	log_msg(SEV_ERROR, "NET", "SNIFF",
		"cannot watch interface number %d of VRF %s for dynamic EIDs: %s", cfg->ifindex,
		vrf_label(v), strerror(-err));
	sniff_free(s);
	return NULL;
}

void sniff_free(struct sniff *s)
{
	if (!s)
		return;
	close_queue(&s->claims);
	close_queue(&s->packets);
	free(s);
}

/* --- echo ------------------------------------------------------------------------------------- */

static uint32_t sum_of(const uint8_t *p, size_t len, uint32_t sum)
{
	for (size_t i = 0; i < len; i++)
		sum += i & 1 ? p[i] : (uint32_t)p[i] << 8;
	return sum;
}

static void put_sum(uint8_t *at, uint32_t sum)
{
	uint16_t folded;

	sum = (sum & 0xffff) + (sum >> 16);
	folded = (uint16_t) ~((sum & 0xffff) + (sum >> 16));
	at[0] = (uint8_t)(folded >> 8);
	at[1] = (uint8_t)folded;
}

#define ECHO_LEN 8

static void put_echo(struct wr *w, uint8_t type, uint32_t sum)
{
	uint8_t icmp[ECHO_LEN] = { type };

	icmp[4] = 'L';
	icmp[5] = 'I';
	put_sum(icmp + 2, sum_of(icmp, ECHO_LEN, sum));
	wr_bytes(w, icmp, ECHO_LEN);
}

static void put_echo_v4(struct wr *w, const struct addr *from, const struct addr *to, uint8_t ttl)
{
	uint8_t ip[20] = { 0x45, [3] = 20 + ECHO_LEN, [8] = 0, [9] = IPPROTO_ICMP };

	ip[8] = ttl;
	memcpy(ip + 12, from->b, 4);
	memcpy(ip + 16, to->b, 4);
	put_sum(ip + 10, sum_of(ip, sizeof(ip), 0));
	wr_bytes(w, ip, sizeof(ip));
	put_echo(w, 8, 0);
}

static void put_echo_v6(struct wr *w, const struct addr *from, const struct addr *to, uint8_t ttl)
{
	uint8_t ip[40] = { 0x60, [5] = ECHO_LEN, [6] = IPPROTO_ICMPV6 };

	ip[7] = ttl;
	memcpy(ip + 8, from->b, 16);
	memcpy(ip + 24, to->b, 16);
	wr_bytes(w, ip, sizeof(ip));
	/* The pseudo header: both addresses, the length, the protocol. */
	put_echo(w, 128, sum_of(ip + 8, 32, ECHO_LEN + IPPROTO_ICMPV6));
}

int sniff_echo(struct sniff *s, const struct addr *from, const struct addr *to,
	       const uint8_t mac[6], uint8_t ttl)
{
	bool v4 = to->family == AF_INET;
	uint8_t frame[ETHER_LEN + 40 + ECHO_LEN];
	struct wr w = wr_init(frame, sizeof(frame));

	wr_bytes(&w, mac, 6);
	wr_bytes(&w, s->cfg.mac, 6);
	wr_u16(&w, v4 ? ETH_P_IP : ETH_P_IPV6);
	if (v4)
		put_echo_v4(&w, from, to, ttl);
	else
		put_echo_v6(&w, from, to, ttl);
	return send(s->claims.fd, frame, wr_len(&w), MSG_DONTWAIT) < 0 ? -errno : 0;
}
