/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tunnel inside the kernel, for what is ordinary: a packet that leaves by a TUN is
 * encapsulated before the TUN sees it; an encapsulated one that comes in by the underlay appears
 * on its TUN before the socket sees it. Whatever is not ordinary (no entry, too large, options,
 * extension headers, anything wrong) goes on as if these programs were not there, and the workers
 * decide. So both ways must give the same octets; encap.c and decap.c are the model.
 *
 * The maps are filled by bpf.c, and outlive it.
 */
#include "lispd/dp/fast_packet.bpf.h"

/* --- into the tunnel -------------------------------------------------------------------------- */

/* Of one segment: what stands before the payload, and the whole. */
static __always_inline int segments(struct __sk_buff *skb, const struct inner *in, __u32 *n,
				    __u32 *hdr_len, __u32 *largest)
{
	__u8 offset;

	*n = 1;
	*hdr_len = 0;
	*largest = in->len;
	if (!skb->gso_size)
		return skb->len == in->len ? 0 : -1;
	if (in->proto == IPPROTO_UDP) {
		*hdr_len = in->l4 + UDP_HDR_LEN;
	} else {
		if (in->proto != IPPROTO_TCP ||
		    bpf_skb_load_bytes(skb, in->l4 + 12, &offset, 1) < 0)
			return -1;
		*hdr_len = in->l4 + (offset >> 4) * 4;
	}
	if (!in->l4 || skb->len <= *hdr_len)
		return -1;
	*n = (skb->len - *hdr_len + skb->gso_size - 1) / skb->gso_size;
	*largest = *hdr_len + skb->gso_size;
	if (*largest > skb->len)
		*largest = skb->len;
	return 0;
}

/* Status bits of the source, as the table wants them. */
static __always_inline void tunnel_header(__u8 *hdr, const struct fast_table *t, __u32 table,
					  const struct fast_entry *e, const struct fast_path *p,
					  const struct inner *in)
{
	const struct fast_local *l;

	__builtin_memcpy(hdr, p->hdr, FAST_HDR_LEN);
	if (!(t->flags & FAST_SEND_LSBS))
		return;
	l = find_local(table, in, in->src);
	if (!l)
		return;
	hdr[0] |= FLAG_L;
	hdr[7] = (__u8)l->lsbs;
	if (hdr[0] & FLAG_I)
		return;
	hdr[4] = (__u8)(l->lsbs >> 24);
	hdr[5] = (__u8)(l->lsbs >> 16);
	hdr[6] = (__u8)(l->lsbs >> 8);
}

static __always_inline __u16 source_port(__u64 hash)
{
	return bpf_htons(FAST_FIRST_PORT + (__u32)(hash >> 32) % FAST_PORTS);
}

struct outer4 {
	struct iphdr ip;
	struct udphdr udp;
	__u8 hdr[FAST_HDR_LEN];
};

struct outer6 {
	__u8 ip[IP6_HDR_LEN];
	struct udphdr udp;
	__u8 hdr[FAST_HDR_LEN];
};

static __always_inline int push4(struct __sk_buff *skb, const struct inner *in,
				 const struct fast_path *p, __u64 hash, __u8 ttl, const __u8 *hdr)
{
	__u32 len = skb->len + sizeof(struct outer4);
	struct outer4 o = {
		.ip = {
			.version = 4,
			.ihl = 5,
			.tos = in->tos,
			.tot_len = bpf_htons((__u16)len),
			.frag_off = bpf_htons(DF),
			.ttl = ttl,
			.protocol = IPPROTO_UDP,
		},
		.udp = {
			.source = source_port(hash),
			.dest = bpf_htons(FAST_TUNNEL_PORT),
			.len = bpf_htons((__u16)(len - IP_HDR_LEN)),
		},
	};

	if (len > 0xffff)
		return -1;
	__builtin_memcpy(&o.ip.saddr, p->local, 4);
	__builtin_memcpy(&o.ip.daddr, p->remote, 4);
	__builtin_memcpy(o.hdr, hdr, FAST_HDR_LEN);
	o.ip.check = header_checksum(&o.ip);
	if (bpf_skb_adjust_room(skb, sizeof(o), BPF_ADJ_ROOM_MAC,
				BPF_F_ADJ_ROOM_FIXED_GSO | BPF_F_ADJ_ROOM_ENCAP_L3_IPV4 |
					BPF_F_ADJ_ROOM_ENCAP_L4_UDP) < 0)
		return -1;
	return bpf_skb_store_bytes(skb, 0, &o, sizeof(o), BPF_F_INVALIDATE_HASH) < 0 ? 1 : 0;
}

static __always_inline int push6(struct __sk_buff *skb, const struct inner *in,
				 const struct fast_path *p, __u64 hash, __u8 ttl, const __u8 *hdr)
{
	__u32 len = skb->len + UDP_HDR_LEN + FAST_HDR_LEN;
	struct outer6 o = {
		.ip = {
			0x60 | in->tos >> 4,
			/* The kernel puts a flow's hash into the label, too. */
			(__u8)(in->tos << 4 | (hash >> 16 & 15)),
			(__u8)(hash >> 8),
			(__u8)hash,
			(__u8)(len >> 8),
			(__u8)len,
			IPPROTO_UDP,
			ttl,
		},
		.udp = {
			.source = source_port(hash),
			.dest = bpf_htons(FAST_TUNNEL_PORT),
			.len = bpf_htons((__u16)len),
		},
	};

	if (len > 0xffff)
		return -1;
	__builtin_memcpy(o.ip + 8, p->local, 16);
	__builtin_memcpy(o.ip + 24, p->remote, 16);
	__builtin_memcpy(o.hdr, hdr, FAST_HDR_LEN);
	if (bpf_skb_adjust_room(skb, sizeof(o), BPF_ADJ_ROOM_MAC,
				BPF_F_ADJ_ROOM_FIXED_GSO | BPF_F_ADJ_ROOM_ENCAP_L3_IPV6 |
					BPF_F_ADJ_ROOM_ENCAP_L4_UDP) < 0)
		return -1;
	return bpf_skb_store_bytes(skb, 0, &o, sizeof(o), BPF_F_INVALIDATE_HASH) < 0 ? 1 : 0;
}

/* Where the kernel would send a packet of that size; false: it would not, or not at once. */
static __always_inline int route(struct __sk_buff *skb, const struct fast_path *p, __u8 tos,
				 __u32 size, struct bpf_fib_lookup *f)
{
	f->ifindex = skb->ifindex;
	f->l4_protocol = IPPROTO_UDP;
	f->dport = bpf_htons(FAST_TUNNEL_PORT);
	f->tot_len = (__u16)size;
	if (p->v6) {
		f->family = AF_INET6;
		__builtin_memcpy(f->ipv6_src, p->local, 16);
		__builtin_memcpy(f->ipv6_dst, p->remote, 16);
	} else {
		f->family = AF_INET;
		f->tos = tos & 0x1c;
		__builtin_memcpy(&f->ipv4_src, p->local, 4);
		__builtin_memcpy(&f->ipv4_dst, p->remote, 4);
	}
	return bpf_fib_lookup(skb, f, sizeof(*f), 0) == BPF_FIB_LKUP_RET_SUCCESS;
}

/* The helper wants room for an Ethernet header, which it fills or takes away again. */
static __always_inline int redirect(struct __sk_buff *skb, const struct bpf_fib_lookup *f)
{
	struct bpf_redir_neigh nh = { .nh_family = f->family };

	if (bpf_skb_change_head(skb, ETH_HLEN, 0) < 0)
		return TC_ACT_SHOT;
	__builtin_memcpy(nh.ipv6_nh, f->ipv6_dst, 16);
	return (int)bpf_redirect_neigh(f->ifindex, &nh, sizeof(nh), 0);
}

static __always_inline void count_out(__u32 table, __u32 id, __u32 packets, __u64 bytes, __u64 now)
{
	struct fast_cell *c = bpf_map_lookup_elem(&cells, &id);
	struct fast_totals *t = bpf_map_lookup_elem(&totals, &table);

	if (c) {
		c->packets += packets;
		c->bytes += bytes;
		c->last = now;
	}
	if (t) {
		t->encap_packets += packets;
		t->encap_bytes += bytes;
	}
}

SEC("tc")
int lisp_encap(struct __sk_buff *skb)
{
	__u32 table = skb->ifindex, n, hdr_len, largest, overhead, len = skb->len;
	struct fast_table *t = bpf_map_lookup_elem(&tables, &table);
	__u64 now, hash;
	struct fast_cfg *cfg = config_now(&now);
	struct bpf_fib_lookup f = { 0 };
	struct inner in = { 0 };
	struct fast_entry *e;
	struct fast_path *p;
	__u8 hdr[FAST_HDR_LEN], ttl;
	__u32 index;
	int bad;

	if (!t || !cfg)
		return TC_ACT_OK;
	if (skb->protocol == bpf_htons(ETH_P_IP))
		bad = parse4((struct at){ skb, false }, 0, &in);
	else
		bad = parse6((struct at){ skb, false }, 0, &in);
	if (bad || to_group(&in) || segments(skb, &in, &n, &hdr_len, &largest))
		return TC_ACT_OK;
	e = find_remote(table, &in, in.dst);
	if (!e || !e->n_paths)
		return TC_ACT_OK;
	hash = flow_hash(skb, &in, cfg->seed);
	index = e->bucket[hash % FAST_BUCKETS];
	if (index >= FAST_PATHS)
		return TC_ACT_OK;
	p = &e->path[index];
	overhead = FAST_HDR_LEN + (p->v6 ? OUTER6 : OUTER4);
	if ((p->mtu && largest + overhead > p->mtu) || largest + overhead > 0xffff ||
	    !route(skb, p, in.tos, largest + overhead, &f))
		return TC_ACT_OK;
	tunnel_header(hdr, t, table, e, p, &in);
	ttl = t->flags & FAST_TTL ? in.ttl : 255;
	bad = p->v6 ? push6(skb, &in, p, hash, ttl, hdr) : push4(skb, &in, p, hash, ttl, hdr);
	if (bad)
		return bad < 0 ? TC_ACT_OK : TC_ACT_SHOT;
	count_out(table, e->id, n, len + (__u64)(n - 1) * hdr_len, now);
	return redirect(skb, &f);
}

/* --- out of the tunnel ------------------------------------------------------------------------ */

struct outer {
	__u8 ttl, tos;
	__u32 len; /* outer IP and UDP header */
};

/* A packet to be taken out. */
struct arrival {
	struct at a;
	__u32 len; /* of the frame */
	__be16 protocol;
	struct outer o;
	struct inner in;
	__u8 hdr[FAST_HDR_LEN];
	__u32 at, table;
};

/* What the program in the driver tells the one behind it: taken out, belongs to that table. */
struct mark {
	__u32 magic, table;
};

#define MARK 0x4c495350

static __always_inline int is_own(const struct fast_addr *a)
{
	return bpf_map_lookup_elem(&own, a) != 0;
}

static __always_inline int outer_of4(const struct arrival *r, struct outer *o)
{
	struct fast_addr dst = { .b = { [10] = 0xff, [11] = 0xff } };
	struct {
		struct iphdr ip;
		struct udphdr udp;
	} h;

	if (load(r->a, ETH_HLEN, &h, sizeof(h)) < 0 || h.ip.ihl != 5 ||
	    h.ip.protocol != IPPROTO_UDP || h.udp.dest != bpf_htons(FAST_TUNNEL_PORT) ||
	    (h.ip.frag_off & bpf_htons(FRAGMENT)) ||
	    r->len != ETH_HLEN + (__u32)bpf_ntohs(h.ip.tot_len) ||
	    bpf_ntohs(h.udp.len) != bpf_ntohs(h.ip.tot_len) - IP_HDR_LEN ||
	    ((__u8 *)&h.ip.saddr)[0] >= 224)
		return 0;
	__builtin_memcpy(dst.b + 12, &h.ip.daddr, 4);
	*o = (struct outer){ .ttl = h.ip.ttl, .tos = h.ip.tos, .len = OUTER4 };
	return is_own(&dst) && !header_checksum(&h.ip);
}

static __always_inline int outer_of6(const struct arrival *r, struct outer *o)
{
	struct fast_addr dst;
	struct {
		__u8 ip[IP6_HDR_LEN];
		struct udphdr udp;
	} h;
	__u32 len;

	if (load(r->a, ETH_HLEN, &h, sizeof(h)) < 0 || h.ip[6] != IPPROTO_UDP ||
	    h.udp.dest != bpf_htons(FAST_TUNNEL_PORT) || h.ip[8] == 0xff)
		return 0;
	len = h.ip[4] << 8 | h.ip[5];
	if (r->len != ETH_HLEN + IP6_HDR_LEN + len || bpf_ntohs(h.udp.len) != len)
		return 0;
	__builtin_memcpy(dst.b, h.ip + 24, 16);
	*o = (struct outer){
		.ttl = h.ip[7],
		.tos = (__u8)((h.ip[0] & 15) << 4 | h.ip[1] >> 4),
		.len = OUTER6,
	};
	return is_own(&dst);
}

/* The ECN field to go on with (RFC 6040 4.2); -1: not without a second look. */
static __always_inline int ecn_of(__u8 inner, __u8 outer)
{
	switch (inner) {
	case ECN_NONE:
		return outer == ECN_NONE ? ECN_NONE : -1;
	case ECN_CE:
		return outer == ECN_ECT1 ? -1 : ECN_CE;
	case ECN_ECT0:
		return outer == ECN_ECT1 || outer == ECN_CE ? outer : ECN_ECT0;
	}
	if (outer == ECN_ECT0)
		return -1;
	return outer == ECN_CE ? ECN_CE : ECN_ECT1;
}

/* Status bits of the other site that we have not seen: the workers shall, and tell control. The
 * program in the driver leaves that to the one behind it. */
static __always_inline int new_lsbs(const struct fast_table *t, __u32 table, const __u8 *hdr,
				    const struct inner *in, bool driver)
{
	__u64 lsbs = hdr[7];
	struct fast_entry *e;

	if (!(t->flags & FAST_PROCESS_LSBS) || !(hdr[0] & FLAG_L))
		return 0;
	if (!(hdr[0] & FLAG_I))
		lsbs |= (__u64)hdr[4] << 24 | (__u64)hdr[5] << 16 | (__u64)hdr[6] << 8;
	e = find_remote(table, in, in->src);
	if (!e || e->lsbs == lsbs + 1)
		return 0;
	if (!driver)
		e->lsbs = lsbs + 1;
	return 1;
}

static __always_inline int merge4(struct at a, __u32 at, __u8 ttl, __u8 tos)
{
	struct iphdr h;

	if (load(a, at, &h, sizeof(h)) < 0)
		return -1;
	h.ttl = ttl;
	h.tos = tos;
	h.check = 0;
	h.check = header_checksum(&h);
	return (int)store(a, at, &h, sizeof(h));
}

static __always_inline int merge6(struct at a, __u32 at, __u8 ttl, __u8 tos)
{
	__u8 h[8];

	if (load(a, at, h, sizeof(h)) < 0)
		return -1;
	h[0] = 0x60 | tos >> 4;
	h[1] = (__u8)(tos << 4 | (h[1] & 15));
	h[7] = ttl;
	return (int)store(a, at, h, sizeof(h));
}

static __always_inline int checksum_right(struct at a, __u32 at, const struct inner *in)
{
	struct iphdr h;

	return in->v6 || (load(a, at, &h, sizeof(h)) == 0 && !header_checksum(&h));
}

static __always_inline void count_in(__u32 table, __u32 packets, __u32 bytes)
{
	struct fast_totals *t = bpf_map_lookup_elem(&totals, &table);

	if (!t)
		return;
	t->decap_packets += packets;
	t->decap_bytes += bytes;
}

/* TTL, DSCP and ECN of the outer header go on inside. False: the workers shall look at it. */
static __always_inline bool merge(const struct arrival *r, const struct fast_table *t)
{
	const struct inner *in = &r->in;
	int ecn = ecn_of(in->tos & ECN_MASK, r->o.tos & ECN_MASK);
	__u8 ttl = in->ttl, tos;

	if (ecn < 0 || new_lsbs(t, r->table, r->hdr, in, r->a.xdp))
		return false;
	if ((t->flags & FAST_TTL) && r->o.ttl && r->o.ttl < ttl)
		ttl = r->o.ttl;
	tos = (__u8)((r->o.tos & ~ECN_MASK) | ecn);
	if (ttl == in->ttl && tos == in->tos)
		return true;
	return (in->v6 ? merge6(r->a, r->at, ttl, tos) : merge4(r->a, r->at, ttl, tos)) == 0;
}

/* Is it for us, and ordinary? Its inner header is as it shall go on then. */
static __always_inline bool take(struct arrival *r)
{
	struct fast_inbound *to;
	struct fast_local *local;
	struct fast_table *t;
	__u32 iid = 0;
	__u8 first;

	if (r->protocol == bpf_htons(ETH_P_IP)) {
		if (!outer_of4(r, &r->o))
			return false;
	} else if (r->protocol != bpf_htons(ETH_P_IPV6) || !outer_of6(r, &r->o)) {
		return false;
	}
	r->at = ETH_HLEN + r->o.len + FAST_HDR_LEN;
	if (load(r->a, r->at - FAST_HDR_LEN, r->hdr, sizeof(r->hdr)) < 0 || (r->hdr[0] & KEY_ID) ||
	    load(r->a, r->at, &first, 1) < 0)
		return false;
	if (r->hdr[0] & FLAG_I)
		iid = r->hdr[4] << 16 | r->hdr[5] << 8 | r->hdr[6];
	to = bpf_map_lookup_elem(&inbound, &iid);
	if (!to || iid == IID_CONTROL)
		return false;
	r->table = to->ifindex;
	t = bpf_map_lookup_elem(&tables, &r->table);
	if (!t || (first >> 4 == 4 ? parse4(r->a, r->at, &r->in) : parse6(r->a, r->at, &r->in)))
		return false;
	/* Longer: a train that was joined on the way here, or rubbish behind the packet. */
	if (r->in.len != r->len - r->at || bad_source(&r->in) || to_group(&r->in) ||
	    !checksum_right(r->a, r->at, &r->in))
		return false;
	local = find_local(r->table, &r->in, r->in.dst);
	if (local ? local->away : !(t->flags & FAST_DECAP_ANY))
		return false;
	return merge(r, t);
}

/* Takes the tunnel's headers away, and lets the packet appear on the TUN. */
static __always_inline int deliver(struct __sk_buff *skb, const struct arrival *r)
{
	__u64 flags = BPF_F_ADJ_ROOM_FIXED_GSO;
	__u32 n = skb->gso_size ? r->in.len / skb->gso_size + 1 : 1;

	if (r->in.v6 && r->o.len == OUTER4)
		flags |= BPF_F_ADJ_ROOM_DECAP_L3_IPV6;
	if (!r->in.v6 && r->o.len == OUTER6)
		flags |= BPF_F_ADJ_ROOM_DECAP_L3_IPV4;
	if (bpf_skb_adjust_room(skb, -(int)(r->o.len + FAST_HDR_LEN), BPF_ADJ_ROOM_MAC, flags) < 0)
		return TC_ACT_OK;
	count_in(r->table, n, r->in.len);
	return (int)bpf_redirect(r->table, BPF_F_INGRESS);
}

SEC("tc")
int lisp_decap(struct __sk_buff *skb)
{
	struct arrival r = {
		.a = { skb, false },
		.len = skb->len,
		.protocol = (__be16)skb->protocol,
	};
	struct mark *m = (void *)(long)skb->data_meta;
	__u64 now;

	if (skb->pkt_type != 0 /* PACKET_HOST */)
		return TC_ACT_OK;
	if ((void *)(m + 1) <= (void *)(long)skb->data && m->magic == MARK) {
		/* Between namespaces it would arrive at the next router's program, too. */
		m->magic = 0;
		return (int)bpf_redirect(m->table, BPF_F_INGRESS);
	}
	if (!config_now(&now) || !take(&r))
		return TC_ACT_OK;
	return deliver(skb, &r);
}

/*
 * The same in the driver, before the kernel joins segments (GRO): it joins the inner ones then. A
 * mark tells lisp_decap where they belong.
 */
static __always_inline int strip(struct xdp_md *x, const struct arrival *r, struct ethhdr *eth)
{
	struct mark *m;

	if (bpf_xdp_adjust_meta(x, -(int)sizeof(*m)) < 0)
		return XDP_PASS;
	m = (void *)(long)x->data_meta;
	if ((void *)(m + 1) > (void *)(long)x->data)
		return XDP_PASS;
	*m = (struct mark){ MARK, r->table };
	if (bpf_xdp_adjust_head(x, (int)(r->o.len + FAST_HDR_LEN)) < 0) {
		bpf_xdp_adjust_meta(x, sizeof(*m));
		return XDP_PASS;
	}
	eth->h_proto = r->in.v6 ? bpf_htons(ETH_P_IPV6) : bpf_htons(ETH_P_IP);
	bpf_xdp_store_bytes(x, 0, eth, sizeof(*eth));
	count_in(r->table, 1, r->in.len);
	return XDP_PASS;
}

SEC("xdp")
int lisp_xdp(struct xdp_md *x)
{
	struct arrival r = {
		.a = { x, true },
		.len = (__u32)(x->data_end - x->data),
	};
	struct ethhdr eth;
	__u64 now;

	if (bpf_xdp_load_bytes(x, 0, &eth, sizeof(eth)) < 0)
		return XDP_PASS;
	r.protocol = eth.h_proto;
	if (!config_now(&now) || !take(&r))
		return XDP_PASS;
	return strip(x, &r, &eth);
}

char _license[] SEC("license") = "GPL";
