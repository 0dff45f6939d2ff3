/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Packets lie in a list in the order of arrival; an item is a run of packets that will be one
 * write, chained through the list. A slot of a small hash table points to the item of a flow that
 * may still grow. A packet that cannot join closes its flow's item first, so that later ones
 * cannot overtake it. UDP datagrams are joined only when many have come: a lone pair stays as it
 * is for whoever looks at the wire.
 */
#include "lispd/dp/join.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base.h"
#include "lib/mem.h"
#include "lispd/dp/checksum.h"

#define JOIN_PACKETS 1280
#define JOIN_SLOTS 64
#define JOIN_SEGMENTS 64
#define JOIN_BYTES 65000
#define UDP_WORTH 8

enum { TCP_PSH = 0x08, TCP_ACK = 0x10 };
enum kind { KIND_PLAIN, KIND_TCP, KIND_UDP };

struct packet {
	uint8_t *data;
	uint32_t len;
	int next; /* of the same item; -1 = last */
};

struct item {
	struct fib_table *table;
	enum kind kind;
	bool v6, closed;
	uint16_t l4, hdr_len;
	uint32_t size;	/* payload of each packet but the last */
	uint32_t bytes; /* headers of the first one, and all payload */
	uint32_t next_seq;
	uint16_t next_id;
	uint64_t hash;
	unsigned n;
	int first, last; /* packets */
};

struct join {
	unsigned n_packets, n_items;
	struct packet packet[JOIN_PACKETS];
	struct item item[JOIN_PACKETS];
	int slot[JOIN_SLOTS]; /* item, -1 = none */
	struct tun_out out[JOIN_PACKETS];
	struct iovec iov[2 * JOIN_PACKETS];
};

struct join *join_new(void)
{
	struct join *j = xcalloc(1, sizeof(*j));

	memset(j->slot, 0xff, sizeof(j->slot));
	return j;
}

void join_free(struct join *j)
{
	free(j);
}

bool join_room(const struct join *j)
{
	return j->n_packets < JOIN_PACKETS;
}

static unsigned get16(const uint8_t *p)
{
	return (unsigned)(p[0] << 8 | p[1]);
}

static void put16(uint8_t *p, unsigned v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static uint32_t get32(const uint8_t *p)
{
	return get16(p) << 16 | get16(p + 2);
}

/* --- what may be joined ----------------------------------------------------------------------- */

static bool plain_ip(const struct inner *in)
{
	return !in->fragment && in->l4 == (in->version == 4 ? 20 : 40);
}

static void look_tcp(const struct inner *in, struct item *it)
{
	const uint8_t *tcp = in->data + in->l4;
	unsigned hdr_len;

	if (in->l4 + 20u > in->len)
		return;
	hdr_len = in->l4 + (tcp[12] >> 4) * 4u;
	if (hdr_len < in->l4 + 20u || hdr_len >= in->len)
		return;
	if ((tcp[13] & ~TCP_PSH) != TCP_ACK || (tcp[12] & 15))
		return;
	if (!checksum_l4_right(in->data, IPPROTO_TCP, tcp, in->len - in->l4))
		return;
	it->kind = KIND_TCP;
	it->hdr_len = (uint16_t)hdr_len;
	it->size = in->len - hdr_len;
	it->next_seq = get32(tcp + 4) + it->size;
	it->closed = tcp[13] & TCP_PSH;
}

static void look_udp(const struct inner *in, struct item *it)
{
	const uint8_t *udp = in->data + in->l4;

	if (in->l4 + 8u >= in->len || get16(udp + 4) != in->len - in->l4 || !get16(udp + 6))
		return;
	if (!checksum_l4_right(in->data, IPPROTO_UDP, udp, in->len - in->l4))
		return;
	it->kind = KIND_UDP;
	it->hdr_len = (uint16_t)(in->l4 + 8);
	it->size = in->len - it->hdr_len;
}

/* An item of this packet alone. */
static struct item look(const struct inner *in, struct fib_table *t, uint64_t hash,
			bool udp_offload)
{
	struct item it = {
		.table = t,
		.kind = KIND_PLAIN,
		.v6 = in->version == 6,
		.l4 = in->l4,
		.hash = hash,
		.bytes = in->len,
		.n = 1,
	};

	if (!plain_ip(in))
		return it;
	if (in->proto == IPPROTO_TCP)
		look_tcp(in, &it);
	else if (in->proto == IPPROTO_UDP && udp_offload)
		look_udp(in, &it);
	if (!it.v6)
		it.next_id = (uint16_t)(get16(in->data + 4) + 1);
	return it;
}

/* All that must not change within a super-packet. With DF the identification says nothing. */
static bool same_headers(const struct item *it, const struct packet *first, const struct inner *in)
{
	const uint8_t *a = first->data, *b = in->data;

	if (it->v6 ? memcmp(a, b, 4) || memcmp(a + 6, b + 6, 34) :
		     a[1] != b[1] || memcmp(a + 6, b + 6, 4) || memcmp(a + 12, b + 12, 8))
		return false;
	if (!it->v6 && !in->df && get16(b + 4) != it->next_id)
		return false;
	a += it->l4;
	b += it->l4;
	if (memcmp(a, b, 4))
		return false;
	if (it->kind == KIND_UDP)
		return true;
	/* Acknowledgement, window, urgent pointer and options; data offset, not PSH. */
	return !memcmp(a + 8, b + 8, 5) && !memcmp(a + 14, b + 14, 2) &&
	       !memcmp(a + 18, b + 18, 2) && !memcmp(a + 20, b + 20, it->hdr_len - it->l4 - 20u);
}

static bool can_append(const struct join *j, const struct item *it, const struct item *one,
		       const struct inner *in)
{
	if (it->closed || it->kind != one->kind || it->table != one->table || it->v6 != one->v6 ||
	    it->l4 != one->l4 || it->hdr_len != one->hdr_len)
		return false;
	if (one->size > it->size || it->n == JOIN_SEGMENTS || it->bytes + one->size > JOIN_BYTES)
		return false;
	if (it->kind == KIND_TCP && get32(in->data + in->l4 + 4) != it->next_seq)
		return false;
	return same_headers(it, &j->packet[it->first], in);
}

static void append(struct join *j, struct item *it, const struct item *one, int packet)
{
	j->packet[it->last].next = packet;
	it->last = packet;
	it->n++;
	it->bytes += one->size;
	it->next_seq = one->next_seq;
	it->next_id = one->next_id;
	it->closed = one->closed || one->size < it->size;
	if (one->kind == KIND_TCP && one->closed) /* pushed */
		j->packet[it->first].data[it->l4 + 13] |= TCP_PSH;
}

void join_add(struct join *j, struct fib_table *t, const struct inner *in, uint64_t hash,
	      bool udp_offload)
{
	struct item one = look(in, t, hash, udp_offload), *open = NULL;
	int *slot = &j->slot[hash % JOIN_SLOTS], packet = (int)j->n_packets++;

	j->packet[packet] = (struct packet){ .data = in->data, .len = in->len, .next = -1 };
	if (*slot >= 0 && j->item[*slot].hash == hash && j->item[*slot].table == t)
		open = &j->item[*slot];
	if (open && one.kind != KIND_PLAIN && can_append(j, open, &one, in)) {
		append(j, open, &one, packet);
		return;
	}
	one.first = one.last = packet;
	j->item[j->n_items] = one;
	if (one.kind != KIND_PLAIN)
		*slot = (int)j->n_items;
	else if (open)
		*slot = -1;
	j->n_items++;
}

/* --- handing out ------------------------------------------------------------------------------ */

/* Makes the first packet's headers those of the whole. */
static struct tun_vnet super_header(const struct item *it, uint8_t *d)
{
	uint32_t l4_len = it->bytes - it->l4;
	struct tun_vnet v = {
		.needs_csum = true,
		.gso_type = VNET_GSO_UDP_L4,
		.hdr_len = it->hdr_len,
		.gso_size = (uint16_t)it->size,
		.csum_start = it->l4,
		.csum_offset = it->kind == KIND_TCP ? 16 : 6,
	};

	if (it->kind == KIND_TCP)
		v.gso_type = it->v6 ? VNET_GSO_TCPV6 : VNET_GSO_TCPV4;
	else
		put16(d + it->l4 + 4, l4_len);
	if (it->v6) {
		put16(d + 4, it->bytes - 40);
	} else {
		put16(d + 2, it->bytes);
		checksum_ip4(d);
	}
	checksum_put(d + it->l4 + v.csum_offset,
		     checksum_fold(checksum_pseudo(
			     d, it->kind == KIND_TCP ? IPPROTO_TCP : IPPROTO_UDP, l4_len)));
	return v;
}

struct handing_out {
	struct join *j;
	unsigned n_out, n_iovs;
};

static struct tun_out *new_out(struct handing_out *h)
{
	struct tun_out *o = &h->j->out[h->n_out++];

	*o = (struct tun_out){ .iov = &h->j->iov[h->n_iovs++], .n_iov = 1 };
	return o;
}

static void add_piece(struct handing_out *h, struct tun_out *o, uint8_t *data, uint32_t len)
{
	h->j->iov[h->n_iovs++] = (struct iovec){ data, len };
	o->n_iov++;
	o->n_packets++;
	o->len += len;
}

static void give_super(struct handing_out *h, const struct item *it)
{
	struct tun_out *o = new_out(h);
	const struct packet *p = &h->j->packet[it->first];

	o->vnet = super_header(it, p->data);
	add_piece(h, o, p->data, p->len);
	while (p->next >= 0) {
		p = &h->j->packet[p->next];
		add_piece(h, o, p->data + it->hdr_len, p->len - it->hdr_len);
	}
}

static void give_single(struct handing_out *h, const struct item *it)
{
	for (int i = it->first; i >= 0; i = h->j->packet[i].next)
		add_piece(h, new_out(h), h->j->packet[i].data, h->j->packet[i].len);
}

void join_flush(struct join *j, join_fn *fn, void *arg)
{
	struct handing_out h = { .j = j };

	for (unsigned i = 0; i < j->n_items; i++) {
		const struct item *it = &j->item[i];

		if (it->n >= (it->kind == KIND_UDP ? UDP_WORTH : 2))
			give_super(&h, it);
		else
			give_single(&h, it);
		if (i + 1 < j->n_items && j->item[i + 1].table == it->table)
			continue;
		fn(arg, it->table, j->out, h.n_out);
		h.n_out = h.n_iovs = 0;
	}
	if (j->n_items)
		memset(j->slot, 0xff, sizeof(j->slot));
	j->n_items = j->n_packets = 0;
}
