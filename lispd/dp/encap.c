/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A batch is read, parsed, looked up as a whole, and put into the queue as units: a super-packet
 * as headers of our making with slices of its payload between them, a single packet as it lies,
 * with the tunnel header written into the headroom before it. The arena is reused after the
 * flush at the end of the batch.
 */
#include "lispd/dp/encap.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base.h"
#include "lib/mem.h"
#include "lib/rate.h"
#include "lispd/dp/dp.h"
#include "lispd/dp/inner.h"
#include "lispd/dp/offload.h"
#include "lispd/dp/oversize.h"
#include "lispd/dp/punt.h"

#define ARENA_SIZE (1 << 20)

#define PUNTS_PER_SECOND 20000
#define PUNTS_BURST 4000
#define ICMP_PER_SECOND 1000
#define ICMP_BURST 100

#define NO_LSBS UINT64_MAX

/* Inner Ethernet header of VXLAN: the addresses that IOS XE uses for routed packets. */
static const uint8_t vxlan_macs[12] = { 0xba, 0x25, 0xcd, 0xf4, 0xad, 0x38,
					0x00, 0x00, 0x00, 0x00, 0x80, 0xa3 };

struct encap {
	struct udp_queue *queue;
	struct tun_packet packet[TUN_BATCH];
	uint8_t *arena;
	uint8_t *linear; /* one packet in one piece, for what is not ordinary */
	struct rate punts, icmps;
	/* The status bits of the last source; sources come in runs. */
	struct {
		struct fib_table *table;
		struct trie_key src;
		uint8_t version;
		uint64_t lsbs;
	} last;
};

/* One packet under treatment. */
struct job {
	struct worker *w;
	struct fib_table *t;
	struct inner in;
	struct tun_packet *p;
	const struct fib_entry *entry;
	const struct fib_path *path;
	uint64_t hash, lsbs;
	uint8_t ttl;
};

struct encap *encap_new(unsigned n_workers)
{
	struct encap *e = xcalloc(1, sizeof(*e));

	e->queue = udp_queue_new();
	e->arena = xmalloc(ARENA_SIZE);
	e->linear = xmalloc(TUN_HEADROOM + TUN_PACKET_MAX + 1);
	rate_init(&e->punts, PUNTS_PER_SECOND / n_workers, PUNTS_BURST);
	rate_init(&e->icmps, ICMP_PER_SECOND, ICMP_BURST);
	return e;
}

void encap_free(struct encap *e)
{
	if (!e)
		return;
	udp_queue_free(e->queue);
	free(e->arena);
	free(e->linear);
	free(e);
}

static struct stats_cell *stats(const struct worker *w, struct fib_table *t)
{
	return &t->stats[w->index];
}

static void drop(const struct worker *w, struct fib_table *t, enum dp_drop reason, unsigned n)
{
	counter_add(&stats(w, t)->drop[reason], n);
}

/* --- headers ---------------------------------------------------------------------------------- */

const struct fib_path *encap_path(const struct fib_entry *e, uint64_t hash)
{
	return &e->path[e->bucket[(uint32_t)hash % FIB_BUCKETS]];
}

unsigned encap_port(uint64_t hash)
{
	return (unsigned)(hash >> 32) % UDP_POOL;
}

void encap_header(uint8_t *out, const struct fib_path *p, const struct fib_entry *e, uint64_t lsbs,
		  const struct inner *in)
{
	memcpy(out, p->hdr, p->hdr_len);
	if (e->encap == FIB_ENCAP_VXLAN) {
		memcpy(out + DATAHDR_LEN, vxlan_macs, sizeof(vxlan_macs));
		out[DATAHDR_LEN + 12] = in->version == 4 ? 0x08 : 0x86;
		out[DATAHDR_LEN + 13] = in->version == 4 ? 0x00 : 0xdd;
		return;
	}
	if (lsbs == NO_LSBS)
		return;
	lisp_datahdr_pack(out, &(struct lisp_datahdr){
				       .lsbs_present = true,
				       .lsbs = (uint32_t)lsbs,
				       .iid_present = e->iid != 0,
				       .iid = e->iid,
			       });
}

static uint64_t lsbs_of(struct job *j)
{
	struct encap *e = j->w->encap;
	const struct fib_local *local;

	if (!(qsbr_word_read(&j->t->flags) & TABLE_SEND_LSBS) || j->entry->encap != FIB_ENCAP_LISP)
		return NO_LSBS;
	if (e->last.table == j->t && e->last.version == j->in.version &&
	    e->last.src.hi == j->in.src.hi && e->last.src.lo == j->in.src.lo)
		return e->last.lsbs;
	local = trie_match(&j->t->local[j->in.version == 6], &j->in.src);
	e->last.table = j->t;
	e->last.version = j->in.version;
	e->last.src = j->in.src;
	e->last.lsbs = local ? local->lsbs : NO_LSBS;
	return e->last.lsbs;
}

/* --- to control ------------------------------------------------------------------------------- */

static void punt(struct job *j, const uint8_t *data, uint32_t len)
{
	struct punt_record rec = { .table = j->t, .reason = PUNT_MISS, .len = len };

	if (!rate_take(&j->w->encap->punts, j->w->now_ms) ||
	    !punt_ring_put(j->w->punt, &rec, data)) {
		drop(j->w, j->t, DROP_PUNT_FULL, 1);
		return;
	}
	j->w->punted = true;
	counter_add(&stats(j->w, j->t)->punts, 1);
}

static void complete(struct job *j)
{
	offload_complete_csum(j->in.data, j->in.len, &j->p->vnet);
	j->p->vnet.needs_csum = false;
}

/* Calls fn for the packet, or for each segment of a super-packet. */
static void each_segment(struct job *j,
			 void (*fn)(struct job *j, const uint8_t *data, uint32_t len))
{
	uint8_t *out = j->w->encap->linear + TUN_HEADROOM;
	struct gso g;

	if (j->p->vnet.gso_type == VNET_GSO_NONE) {
		complete(j);
		fn(j, j->in.data, j->in.len);
		return;
	}
	if (!gso_init(&g, &j->in, &j->p->vnet)) {
		drop(j->w, j->t, DROP_NOT_IP, 1);
		return;
	}
	for (unsigned i = 0; i < g.n_segments; i++) {
		uint32_t len;
		const uint8_t *slice = gso_slice(&g, i, &len);

		gso_header(&g, i, out);
		memcpy(out + g.hdr_len, slice, len);
		fn(j, out, g.hdr_len + len);
	}
}

/* --- packets that do not fit ------------------------------------------------------------------ */

static void answer_too_big(struct worker *w, struct fib_table *t, const struct inner *in,
			   unsigned mtu)
{
	uint8_t icmp[ICMP_MAX];
	struct addr to = inner_src(in);
	struct sockaddr_storage ss;
	socklen_t ss_len = addr_to_sockaddr(&to, 0, &ss);
	unsigned len;

	drop(w, t, DROP_TOO_BIG, 1);
	if (!oversize_may_answer(in) || !rate_take(&w->encap->icmps, w->now_ms))
		return;
	len = oversize_icmp(in, mtu, icmp);
	if (sendto(t->tun.icmp[in->version == 6], icmp, len, 0, (struct sockaddr *)&ss, ss_len) > 0)
		counter_add(&stats(w, t)->icmp_sent, 1);
}

/* What of a job is needed to send a piece of it at once. */
struct piece {
	struct worker *w;
	struct fib_table *t;
	const struct fib_path *path;
	unsigned port;
	uint8_t ttl, tos;
	const uint8_t *hdr; /* tunnel header */
};

static bool send_piece(const struct piece *s, bool fragment, const uint8_t *ip_hdr,
		       unsigned ip_hdr_len, const uint8_t *data, uint32_t len)
{
	struct iovec iov[3] = {
		{ (void *)(uintptr_t)s->hdr, s->path->hdr_len },
		{ (void *)(uintptr_t)ip_hdr, ip_hdr_len },
		{ (void *)(uintptr_t)data, len },
	};

	int error = udp_send(s->path, s->w->index, s->port, fragment, s->ttl, s->tos, iov, 3);

	/* Never a black hole: where the kernel names no MTU, it shall fragment. */
	if (error == EMSGSIZE && !fragment)
		error = udp_send(s->path, s->w->index, s->port, true, s->ttl, s->tos, iov, 3);
	if (error)
		drop(s->w, s->t, DROP_SEND, 1);
	return !error;
}

static void send_fragments(const struct piece *s, const struct inner *in, unsigned limit,
			   bool outer_fragments)
{
	struct fragments f;

	fragments_init(&f, in, limit);
	for (unsigned i = 0; i < f.n; i++) {
		uint8_t hdr[FRAGMENT_HDR_MAX];
		const uint8_t *slice;
		uint32_t len;
		unsigned hdr_len = fragments_header(&f, in, i, hdr, &slice, &len);

		send_piece(s, outer_fragments, hdr, hdr_len, slice, len);
	}
	counter_add(&stats(s->w, s->t)->fragments, f.n);
}

/* One inner packet, complete and in one piece, that may be larger than limit. True: it was sent
 * as it is. */
static bool send_oversize(const struct piece *s, const struct inner *in, unsigned limit)
{
	unsigned least = oversize_floor(in), most = MAX_OF(limit, least);

	if (in->len <= most)
		return send_piece(s, in->len > limit, NULL, 0, in->data, in->len);
	if (in->df)
		answer_too_big(s->w, s->t, in, most);
	else
		send_fragments(s, in, most, limit < least);
	return false;
}

static void oversize_packet(struct job *j, const uint8_t *data, uint32_t len)
{
	uint8_t hdr[TUNNEL_HDR_MAX];
	struct piece s = {
		.w = j->w,
		.t = j->t,
		.path = j->path,
		.port = encap_port(j->hash),
		.ttl = j->ttl,
		.tos = j->in.tos,
		.hdr = hdr,
	};
	struct inner in;

	if (!inner_parse(&in, (uint8_t *)(uintptr_t)data, len))
		return;
	encap_header(hdr, j->path, j->entry, j->lsbs, &in);
	send_oversize(&s, &in, oversize_limit(j->path));
}

/* A super-packet is answered once, not for each segment. */
static void oversize(struct job *j)
{
	bool super = j->p->vnet.gso_type != VNET_GSO_NONE;
	unsigned limit = oversize_limit(j->path), least = oversize_floor(&j->in);

	if (super && j->in.df && j->p->vnet.gso_size + j->in.l4 > MAX_OF(limit, least)) {
		answer_too_big(j->w, j->t, &j->in, MAX_OF(limit, least));
		return;
	}
	each_segment(j, oversize_packet);
}

/* --- what the kernel refused ------------------------------------------------------------------ */

static void learn_mtu(struct worker *w, const struct fib_path *p)
{
	unsigned known = qsbr_word_read(&p->rloc->mtu);
	unsigned now = udp_ask_mtu(p->tx->w[w->index].mtu, &p->remote.any, p->remote_len);

	if (now && (!known || now < known))
		qsbr_word_write(&p->rloc->mtu, now);
}

/* Collects a segment's iovecs; the tunnel header stands in front. */
static uint32_t linearize(struct encap *e, const struct udp_unit *u, unsigned segment)
{
	const struct iovec *iov = &e->queue->iov[u->iov + segment * u->iovs];
	uint32_t len = 0;

	for (unsigned i = 0; i < u->iovs; i++) {
		memcpy(e->linear + len, iov[i].iov_base, iov[i].iov_len);
		len += (uint32_t)iov[i].iov_len;
	}
	return len;
}

static bool retry_segment(struct worker *w, const struct udp_unit *u, unsigned segment)
{
	const struct fib_path *p = u->path;
	uint32_t len = linearize(w->encap, u, segment);
	struct piece s = {
		.w = w,
		.t = u->table,
		.path = p,
		.port = u->port,
		.ttl = u->ttl,
		.tos = u->tos,
		.hdr = w->encap->linear,
	};
	struct inner in;

	return inner_parse(&in, w->encap->linear + p->hdr_len, len - p->hdr_len) &&
	       send_oversize(&s, &in, oversize_limit(p));
}

static void on_refused(void *arg, const struct udp_unit *u, unsigned first, unsigned n, int error)
{
	struct worker *w = arg;
	bool train = n > 1 || u->joins, alone = false;

	if (error != EMSGSIZE && !(train && (error == EIO || error == EINVAL))) {
		drop(w, u->table, DROP_SEND, n);
		return;
	}
	learn_mtu(w, u->path);
	for (unsigned i = first; i < first + n; i++)
		alone = retry_segment(w, u, i);
	/* They go alone, but not as a train: this kernel, or the card, cannot cut it. */
	if (error != EMSGSIZE && alone)
		u->path->tx->w[w->index].no_trains = true;
}

void encap_flush(struct worker *w)
{
	struct encap *e = w->encap;
	unsigned n_trains;

	if (!e->queue->n_units)
		return;
	udp_flush(e->queue, w->index, on_refused, w, &n_trains);
	counter_add(&w->dp->stray[w->index].trains, n_trains);
}

/* --- ordinary packets ------------------------------------------------------------------------- */

static void count(struct job *j, unsigned n, uint64_t bytes)
{
	struct fib_cell *c = &j->entry->usage->cell[j->w->index];
	struct stats_cell *s = stats(j->w, j->t);

	counter_add(&c->packets, n);
	counter_add(&c->bytes, bytes);
	counter_write(&c->last_ms, j->w->now_ms);
	counter_add(&s->encap_packets, n);
	counter_add(&s->encap_bytes, bytes);
}

static struct udp_unit *add_unit(struct job *j, unsigned n_iovs, size_t scratch)
{
	struct encap *e = j->w->encap;
	struct udp_unit *u;

	if (!udp_room(e->queue, n_iovs, scratch))
		encap_flush(j->w);
	u = udp_unit_add(e->queue);
	u->path = j->path;
	u->table = j->t;
	u->hash = j->hash;
	u->port = (uint8_t)encap_port(j->hash);
	u->ttl = j->ttl;
	u->tos = j->in.tos;
	return u;
}

static void add_single(struct job *j)
{
	uint8_t *start = j->in.data - j->path->hdr_len;
	struct udp_unit *u = add_unit(j, 1, 0);

	complete(j);
	encap_header(start, j->path, j->entry, j->lsbs, &j->in);
	u->n_segments = 1;
	u->iovs = 1;
	u->len = u->last_len = (uint16_t)(j->in.len + j->path->hdr_len);
	u->joins = j->in.l4 && (j->in.proto == IPPROTO_TCP || j->in.proto == IPPROTO_UDP);
	udp_iov_add(j->w->encap->queue, start, u->len);
	count(j, 1, j->in.len);
}

/* Segments [first, first + n) as one unit. */
static void add_segments(struct job *j, const struct gso *g, unsigned first, unsigned n)
{
	unsigned hdr_len = j->path->hdr_len + g->hdr_len;
	struct udp_unit *u = add_unit(j, 2 * n, (size_t)n * hdr_len);
	struct udp_queue *q = j->w->encap->queue;
	uint64_t bytes = 0;

	u->n_segments = (uint16_t)n;
	u->iovs = 2;
	u->joins = true;
	u->len = (uint16_t)(hdr_len + g->mss);
	for (unsigned i = first; i < first + n; i++) {
		uint8_t *hdr = udp_scratch(q, hdr_len);
		uint32_t len;
		const uint8_t *slice = gso_slice(g, i, &len);

		encap_header(hdr, j->path, j->entry, j->lsbs, &j->in);
		gso_header(g, i, hdr + j->path->hdr_len);
		udp_iov_add(q, hdr, hdr_len);
		udp_iov_add(q, slice, len);
		u->last_len = (uint16_t)(hdr_len + len);
		bytes += g->hdr_len + len;
	}
	if (n == 1)
		u->len = u->last_len;
	count(j, n, bytes);
}

#define SEGMENTS_PER_UNIT 128

static void add_super(struct job *j)
{
	struct gso g;

	if (!gso_init(&g, &j->in, &j->p->vnet)) {
		drop(j->w, j->t, DROP_NOT_IP, 1);
		return;
	}
	for (unsigned i = 0; i < g.n_segments; i += SEGMENTS_PER_UNIT)
		add_segments(j, &g, i, MIN_OF(SEGMENTS_PER_UNIT, g.n_segments - i));
}

/* The largest packet that will stand behind a tunnel header. */
static uint32_t largest(const struct job *j)
{
	const struct tun_vnet *v = &j->p->vnet;
	uint32_t hdr_len;

	if (v->gso_type == VNET_GSO_NONE)
		return j->in.len;
	if (!j->in.l4 || j->in.l4 + 20u > j->in.len)
		return j->in.len; /* add_super() will say no */
	hdr_len = j->in.l4 +
		  (v->gso_type == VNET_GSO_UDP_L4 ? 8u : (j->in.data[j->in.l4 + 12] >> 4) * 4u);
	return MIN_OF(j->in.len, hdr_len + v->gso_size);
}

static void encapsulate(struct job *j)
{
	unsigned limit;

	j->hash = inner_hash(&j->in, j->w->dp->hash_seed);
	j->path = encap_path(j->entry, j->hash);
	j->lsbs = lsbs_of(j);
	j->ttl = qsbr_word_read(&j->t->flags) & TABLE_TTL ? j->in.ttl : 255;
	limit = oversize_limit(j->path);
	if (largest(j) > limit)
		oversize(j);
	else if (j->p->vnet.gso_type == VNET_GSO_NONE)
		add_single(j);
	else
		add_super(j);
}

static void treat(struct job *j)
{
	/* Router discovery and the like, from the kernel to its own TUN: nobody is there. */
	if (inner_to_group(&j->in))
		return;
	switch (j->entry ? j->entry->action : FIB_PUNT) {
	case FIB_PUNT:
		each_segment(j, punt);
		return;
	case FIB_ENCAP:
		encapsulate(j);
		return;
	case FIB_DROP:
		drop(j->w, j->t, DROP_FIB, 1);
		return;
	case FIB_NATIVE:
		if (!tun_write(j->t->tun.fd[j->w->index], &j->p->vnet, j->p->data, j->p->len))
			drop(j->w, j->t, DROP_TUN_WRITE, 1);
		return;
	}
}

void encap_batch(struct worker *w, struct fib_table *t, struct tun_packet *p, unsigned n)
{
	struct job job[TUN_BATCH];
	struct trie_key key[2][TUN_BATCH];
	void *found[2][TUN_BATCH];
	unsigned n_key[2] = { 0 }, n_jobs = 0;

	for (unsigned i = 0; i < n; i++) {
		struct job *j = &job[n_jobs];
		unsigned family;

		*j = (struct job){ .w = w, .t = t, .p = &p[i] };
		if (!inner_parse(&j->in, p[i].data, p[i].len)) {
			drop(w, t, DROP_NOT_IP, 1);
			continue;
		}
		family = j->in.version == 6;
		key[family][n_key[family]++] = j->in.dst;
		n_jobs++;
	}
	for (unsigned f = 0; f < 2; f++) {
		if (n_key[f])
			trie_match_batch(&t->remote[f], key[f], found[f], n_key[f]);
		n_key[f] = 0;
	}
	for (unsigned i = 0; i < n_jobs; i++) {
		unsigned family = job[i].in.version == 6;

		job[i].entry = found[family][n_key[family]++];
		treat(&job[i]);
	}
}

void encap_ready(struct worker *w, struct source *s)
{
	struct table_queue *q = container_of(s, struct table_queue, source);
	struct encap *e = w->encap;
	unsigned bad, n = tun_read_batch(s->fd, e->packet, TUN_BATCH, e->arena, ARENA_SIZE, &bad);

	if (bad)
		drop(w, q->table, DROP_NOT_IP, bad);
	/* Somebody deleted the device. Its descriptor would be "ready" for ever. */
	if (!n && !bad && (errno == EBADFD || errno == EIO)) {
		worker_unwatch(w, s);
		qsbr_word_write(&q->table->lost, 1);
		return;
	}
	e->last.table = NULL; /* nothing is remembered across batches */
	encap_batch(w, q->table, e->packet, n);
	encap_flush(w);
	worker_tell_control(w);
}

void encap_released(struct worker *w)
{
	struct encap *e = w->encap;
	const struct punt_record *rec;
	const uint8_t *data;
	unsigned n = 0;

	e->last.table = NULL;
	while ((rec = punt_ring_get(w->release, &data))) {
		struct tun_packet p = {
			.data = e->arena + n * TUN_ARENA_MIN + TUN_HEADROOM,
			.len = rec->len,
		};
		struct fib_table *t = rec->table;

		memcpy(p.data, data, rec->len);
		punt_ring_next(w->release);
		encap_batch(w, t, &p, 1);
		if (++n == ARENA_SIZE / TUN_ARENA_MIN) {
			encap_flush(w);
			n = 0;
		}
	}
	encap_flush(w);
	worker_tell_control(w);
}
