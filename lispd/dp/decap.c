/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/dp/decap.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base.h"
#include "lib/mem.h"
#include "lib/rate.h"
#include "lispd/core/lisp.h"
#include "lispd/dp/checksum.h"
#include "lispd/dp/dp.h"
#include "lispd/dp/join.h"
#include "lispd/dp/punt.h"

#define PUNTS_PER_SECOND 200
#define PUNTS_BURST 50

enum { ECN_MASK = 3, ECN_NONE = 0, ECN_ECT1 = 1, ECN_ECT0 = 2, ECN_CE = 3 };
enum { KEY_ID_MASK = 0x03 };

struct decap {
	struct udp_receiver *receiver;
	struct udp_message message[UDP_RX_BATCH];
	struct join *join;
	struct rate punts[PUNT_REASONS];
};

struct decap *decap_new(unsigned n_workers)
{
	struct decap *d = xcalloc(1, sizeof(*d));

	d->receiver = udp_receiver_new();
	d->join = join_new();
	for (unsigned i = 0; i < PUNT_REASONS; i++)
		rate_init(&d->punts[i], PUNTS_PER_SECOND / n_workers, PUNTS_BURST);
	return d;
}

void decap_free(struct decap *d)
{
	if (!d)
		return;
	udp_receiver_free(d->receiver);
	join_free(d->join);
	free(d);
}

/* --- one packet, pure ------------------------------------------------------------------------- */

static bool parse_lisp(struct decap_packet *p, uint8_t **data, size_t *len)
{
	struct lisp_datahdr h;

	if (*len < DATAHDR_LEN || ((*data)[0] & KEY_ID_MASK)) /* RFC 8061: we have no key */
		return false;
	lisp_datahdr_unpack(*data, &h);
	p->iid = h.iid;
	p->lsbs = h.lsbs;
	p->lsbs_present = h.lsbs_present;
	*data += DATAHDR_LEN;
	*len -= DATAHDR_LEN;
	return true;
}

static bool parse_vxlan(struct decap_packet *p, uint8_t **data, size_t *len)
{
	const uint8_t *ether = *data + DATAHDR_LEN;
	unsigned type;

	if (*len < TUNNEL_HDR_MAX + 1 || !vxlan_hdr_unpack(*data, &p->iid))
		return false;
	type = (unsigned)(ether[12] << 8 | ether[13]);
	*data += TUNNEL_HDR_MAX;
	*len -= TUNNEL_HDR_MAX;
	return type == ((*data)[0] >> 4 == 4 ? 0x0800 : 0x86dd);
}

bool decap_parse(struct decap_packet *p, uint8_t *data, size_t len, enum fib_encap encap,
		 enum dp_drop *why)
{
	*p = (struct decap_packet){ 0 };
	*why = DROP_RECEIVE_FORMAT;
	if (!(encap == FIB_ENCAP_LISP ? parse_lisp : parse_vxlan)(p, &data, &len))
		return false;
	/* The highest instance ID marks control messages (NAT traversal), which we do not take. */
	*why = DROP_RECEIVE_IID;
	if (p->iid == LISP_IID_MAX)
		return false;
	*why = DROP_RECEIVE_FORMAT;
	if (!inner_parse(&p->in, data, len))
		return false;
	*why = DROP_RECEIVE_CHECKSUM;
	if (p->in.version == 4 && !checksum_ip4_right(p->in.data))
		return false;
	*why = DROP_RECEIVE_SOURCE;
	return !inner_bad_source(&p->in);
}

bool decap_ecn(uint8_t inner, uint8_t outer, uint8_t *ecn, bool *warn)
{
	*ecn = inner;
	switch (inner) {
	case ECN_NONE:
		*warn = outer != ECN_NONE;
		return outer != ECN_CE;
	case ECN_CE:
		*warn = outer == ECN_ECT1;
		return true;
	case ECN_ECT0:
		*warn = false;
		if (outer == ECN_ECT1 || outer == ECN_CE)
			*ecn = outer;
		return true;
	default: /* ECT(1) */
		*warn = outer == ECN_ECT0;
		if (outer == ECN_CE)
			*ecn = outer;
		return true;
	}
}

/* --- in a worker ------------------------------------------------------------------------------ */

struct arrival { /* one encapsulated packet */
	struct worker *w;
	const struct udp_rx *rx;
	const struct udp_message *m;
	struct decap_packet p;
};

static void drop(const struct worker *w, struct fib_table *t, enum dp_drop why)
{
	struct stats_cell *c = t ? t->stats : w->dp->stray;

	counter_add(&c[w->index].drop[why], 1);
}

static bool punt(struct arrival *a, struct fib_table *t, enum punt_reason reason)
{
	struct punt_record rec = {
		.table = t,
		.rloc = a->m->from,
		.lsbs = a->p.lsbs,
		.reason = reason,
		.len = a->p.in.len,
	};

	if (!rate_take(&a->w->decap->punts[reason], a->w->now_ms) ||
	    !punt_ring_put(a->w->punt, &rec, a->p.in.data))
		return false;
	counter_add(&t->stats[a->w->index].punts, 1);
	a->w->punted = true;
	return true;
}

static const struct fib_local *local_match(const struct fib_table *t, const struct inner *in)
{
	return trie_match(&t->local[in->version == 6], &in->dst);
}

/* The table that takes the packet. Several processes may share namespace and instance ID: the one
 * with the EID is meant, then one that takes everything. *any: a table of the instance at all. */
static struct fib_table *find_table(const struct arrival *a, struct fib_table **any)
{
	const struct udp_iids *l = qsbr_read(&a->rx->set->iids);
	unsigned low = 0, high = l ? l->n : 0;
	struct fib_table *takes_all = NULL;

	*any = NULL;
	while (low < high) {
		unsigned middle = (low + high) / 2;

		if (l->row[middle].iid < a->p.iid)
			low = middle + 1;
		else
			high = middle;
	}
	for (; l && low < l->n && l->row[low].iid == a->p.iid; low++) {
		struct fib_table *t = l->row[low].table;

		*any = t;
		if (local_match(t, &a->p.in))
			return t;
		if (!takes_all && (qsbr_word_read(&t->flags) & TABLE_DECAP_ANY))
			takes_all = t;
	}
	return takes_all;
}

/* RFC 9300 section 10: what the sender says of its site's locators, told when it changes. */
static void look_at_lsbs(struct arrival *a, struct fib_table *t)
{
	const struct fib_entry *e;
	struct counter *seen;

	if (!a->p.lsbs_present || !(qsbr_word_read(&t->flags) & TABLE_PROCESS_LSBS))
		return;
	e = trie_match(&t->remote[a->p.in.version == 6], &a->p.in.src);
	if (!e || !e->n_paths)
		return;
	seen = &e->usage->cell[a->w->index].lsbs;
	if (counter_read(seen) != (uint64_t)a->p.lsbs + 1 && punt(a, t, PUNT_LSB))
		counter_write(seen, (uint64_t)a->p.lsbs + 1);
}

/* TTL, DSCP and ECN of the outer header go on inside (RFC 9300 5.3, RFC 6040). */
static bool merge_headers(struct arrival *a, struct fib_table *t)
{
	struct inner *in = &a->p.in;
	uint8_t ttl = in->ttl, ecn;
	bool warn;

	if (!decap_ecn(in->tos & ECN_MASK, a->m->tos & ECN_MASK, &ecn, &warn)) {
		drop(a->w, t, DROP_RECEIVE_ECN);
		return false;
	}
	if (warn)
		counter_add(&t->stats[a->w->index].ecn_warnings, 1);
	if ((qsbr_word_read(&t->flags) & TABLE_TTL) && a->m->ttl && a->m->ttl < ttl)
		ttl = a->m->ttl;
	inner_set_ttl_tos(in, ttl, (uint8_t)((a->m->tos & ~ECN_MASK) | ecn));
	return true;
}

static void write_out(void *arg, struct fib_table *t, struct tun_out *out, unsigned n)
{
	struct worker *w = arg;

	if (!tun_write_batch(t->tun.fd[w->index], out, n))
		return;
	for (unsigned i = 0; i < n; i++)
		if (out[i].failed)
			counter_add(&t->stats[w->index].drop[DROP_TUN_WRITE], out[i].n_packets);
}

static void accept_packet(struct arrival *a, uint8_t *data, size_t len)
{
	struct decap *d = a->w->decap;
	const struct fib_local *local;
	struct fib_table *t, *any;
	struct stats_cell *c;
	enum dp_drop why;

	if (!decap_parse(&a->p, data, len, a->rx->encap, &why)) {
		drop(a->w, NULL, why);
		return;
	}
	t = find_table(a, &any);
	if (!t || inner_to_group(&a->p.in)) {
		drop(a->w, any, any ? DROP_RECEIVE_EID : DROP_RECEIVE_IID);
		if (any && !inner_to_group(&a->p.in))
			punt(a, any, PUNT_DECAP_MISS);
		return;
	}
	if (!merge_headers(a, t))
		return;
	look_at_lsbs(a, t);
	local = local_match(t, &a->p.in);
	if (local && local->away)
		punt(a, t, PUNT_AWAY);
	c = &t->stats[a->w->index];
	counter_add(&c->decap_packets, 1);
	counter_add(&c->decap_bytes, a->p.in.len);
	if (!join_room(d->join))
		join_flush(d->join, write_out, a->w);
	join_add(d->join, t, &a->p.in, inner_hash(&a->p.in, a->w->dp->hash_seed),
		 t->tun.udp_offload);
}

void decap_ready(struct worker *w, struct source *s)
{
	struct decap *d = w->decap;
	struct arrival a = { .w = w, .rx = container_of(s, struct udp_rx, source) };
	unsigned n = udp_read_batch(d->receiver, s->fd, d->message);

	for (unsigned i = 0; i < n; i++) {
		const struct udp_message *m = &d->message[i];
		uint32_t piece = m->segment ? m->segment : m->len;

		a.m = m;
		if (m->to_group || addr_is_multicast(&m->from)) {
			drop(w, NULL, DROP_RECEIVE_SOURCE);
			continue;
		}
		for (uint32_t at = 0; at < m->len; at += piece)
			accept_packet(&a, m->data + at, MIN_OF(piece, m->len - at));
	}
	join_flush(d->join, write_out, w);
	worker_tell_control(w);
}
