/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_FAST_PACKET_BPF_H
#define DP_FAST_PACKET_BPF_H

/* The maps of fast.bpf.c, and what it needs to know of packets. For the BPF machine only. */

#ifdef __bpf__

#include <stdbool.h>

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/pkt_cls.h>
#include <linux/udp.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "lispd/dp/fast.h"

#ifndef BPF_F_ADJ_ROOM_DECAP_L3_IPV4 /* Linux 6.3 */
#define BPF_F_ADJ_ROOM_DECAP_L3_IPV4 (1ULL << 7)
#define BPF_F_ADJ_ROOM_DECAP_L3_IPV6 (1ULL << 8)
#endif

#define AF_INET 2
#define AF_INET6 10

#define MAX_PREFIXES 1000000
#define MAX_TABLES 4096

#define MAP(name_, type_, key_, value_, max_, flags_) \
	struct {                                      \
		__uint(type, type_);                  \
		__type(key, key_);                    \
		__type(value, value_);                \
		__uint(max_entries, max_);            \
		__uint(map_flags, flags_);            \
	} name_ SEC(".maps")

MAP(config, BPF_MAP_TYPE_ARRAY, __u32, struct fast_cfg, 1, 0);
MAP(tables, BPF_MAP_TYPE_HASH, __u32, struct fast_table, MAX_TABLES, BPF_F_NO_PREALLOC);
MAP(inbound, BPF_MAP_TYPE_HASH, __u32, struct fast_inbound, MAX_TABLES, BPF_F_NO_PREALLOC);
MAP(own, BPF_MAP_TYPE_HASH, struct fast_addr, __u32, MAX_TABLES, BPF_F_NO_PREALLOC);
MAP(remote4, BPF_MAP_TYPE_LPM_TRIE, struct fast_key4, struct fast_entry, MAX_PREFIXES,
    BPF_F_NO_PREALLOC);
MAP(remote6, BPF_MAP_TYPE_LPM_TRIE, struct fast_key6, struct fast_entry, MAX_PREFIXES,
    BPF_F_NO_PREALLOC);
MAP(local4, BPF_MAP_TYPE_LPM_TRIE, struct fast_key4, struct fast_local, MAX_PREFIXES,
    BPF_F_NO_PREALLOC);
MAP(local6, BPF_MAP_TYPE_LPM_TRIE, struct fast_key6, struct fast_local, MAX_PREFIXES,
    BPF_F_NO_PREALLOC);
MAP(cells, BPF_MAP_TYPE_PERCPU_HASH, __u32, struct fast_cell, MAX_PREFIXES, BPF_F_NO_PREALLOC);
MAP(totals, BPF_MAP_TYPE_PERCPU_HASH, __u32, struct fast_totals, MAX_TABLES, BPF_F_NO_PREALLOC);

enum { ECN_MASK = 3, ECN_NONE = 0, ECN_ECT1 = 1, ECN_ECT0 = 2, ECN_CE = 3 };
enum { IP_HDR_LEN = 20, IP6_HDR_LEN = 40, UDP_HDR_LEN = 8, OUTER4 = 28, OUTER6 = 48 };
enum { DF = 0x4000, FRAGMENT = 0x3fff, FLAG_L = 0x40, FLAG_I = 0x08, KEY_ID = 0x03 };
#define IID_CONTROL 0xffffff

/* What is known of an inner packet. */
struct inner {
	__u8 v6, ttl, tos, proto;
	__u16 l4; /* offset of the ports, 0 = none */
	__u32 len;
	__u8 src[16], dst[16];
};

static __always_inline struct fast_cfg *config_now(__u64 *now)
{
	__u32 zero = 0;
	struct fast_cfg *c = bpf_map_lookup_elem(&config, &zero);

	*now = bpf_ktime_get_coarse_ns();
	return c && *now < c->valid_until ? c : 0;
}

/* --- octets of a packet ----------------------------------------------------------------------- */

struct at { /* in either kind of program */
	void *ctx;
	bool xdp;
};

static __always_inline long load(struct at a, __u32 offset, void *to, __u32 len)
{
	return a.xdp ? bpf_xdp_load_bytes(a.ctx, offset, to, len) :
		       bpf_skb_load_bytes(a.ctx, offset, to, len);
}

static __always_inline long store(struct at a, __u32 offset, void *from, __u32 len)
{
	return a.xdp ? bpf_xdp_store_bytes(a.ctx, offset, from, len) :
		       bpf_skb_store_bytes(a.ctx, offset, from, len, BPF_F_RECOMPUTE_CSUM);
}

/* --- inner packets ---------------------------------------------------------------------------- */

static __always_inline int parse4(struct at a, __u32 at, struct inner *in)
{
	struct iphdr h;
	__u16 frag;

	if (load(a, at, &h, sizeof(h)) < 0 || h.ihl != 5 || h.version != 4)
		return -1;
	frag = bpf_ntohs(h.frag_off);
	in->v6 = 0;
	in->ttl = h.ttl;
	in->tos = h.tos;
	in->proto = h.protocol;
	in->len = bpf_ntohs(h.tot_len);
	in->l4 = frag & FRAGMENT ? 0 : IP_HDR_LEN;
	__builtin_memcpy(in->src, &h.saddr, 4);
	__builtin_memcpy(in->dst, &h.daddr, 4);
	return in->len < IP_HDR_LEN ? -1 : 0;
}

static __always_inline int parse6(struct at a, __u32 at, struct inner *in)
{
	__u8 h[IP6_HDR_LEN];

	if (load(a, at, h, sizeof(h)) < 0 || h[0] >> 4 != 6)
		return -1;
	in->v6 = 1;
	in->ttl = h[7];
	in->tos = (h[0] & 15) << 4 | h[1] >> 4;
	in->proto = h[6];
	in->len = IP6_HDR_LEN + (h[4] << 8 | h[5]);
	in->l4 = IP6_HDR_LEN;
	__builtin_memcpy(in->src, h + 8, 16);
	__builtin_memcpy(in->dst, h + 24, 16);
	switch (in->proto) {
	case IPPROTO_HOPOPTS:
	case IPPROTO_ROUTING:
	case IPPROTO_DSTOPTS:
	case IPPROTO_FRAGMENT:
	case IPPROTO_AH:
		return -1;
	}
	return 0;
}

static __always_inline int to_group(const struct inner *in)
{
	if (!in->v6)
		return in->dst[0] >= 224 || (in->dst[0] == 169 && in->dst[1] == 254);
	return in->dst[0] == 0xff || (in->dst[0] == 0xfe && (in->dst[1] & 0xc0) == 0x80);
}

static __always_inline __u64 word_at(const __u8 *b)
{
	__u64 v;

	__builtin_memcpy(&v, b, 8);
	return bpf_be64_to_cpu(v);
}

static __always_inline __u64 upper_word(const struct inner *in, const __u8 *b)
{
	__u32 v;

	if (in->v6)
		return word_at(b);
	__builtin_memcpy(&v, b, 4);
	return (__u64)bpf_ntohl(v) << 32;
}

static __always_inline int bad_source(const struct inner *in)
{
	const __u8 *s = in->src;

	if (!in->v6)
		return s[0] == 0 || s[0] == 127 || s[0] >= 224;
	return s[0] == 0xff || (!word_at(s) && word_at(s + 8) <= 1);
}

static __always_inline __u64 mix(__u64 h, __u64 v)
{
	h = (h ^ v) * 0x9E3779B97F4A7C15ULL;
	h ^= h >> 32;
	h *= 0xD6E8FEB86659FD93ULL;
	return h ^ h >> 32;
}

/* As inner_hash(). */
static __always_inline __u64 flow_hash(struct __sk_buff *skb, const struct inner *in, __u64 seed)
{
	__u64 h = mix(mix(seed, upper_word(in, in->src)), upper_word(in, in->dst));
	__u16 port[2];

	if (in->v6)
		h = mix(mix(h, word_at(in->src + 8)), word_at(in->dst + 8));
	if (!in->l4 || in->l4 + 4u > in->len)
		return h;
	if (in->proto != IPPROTO_TCP && in->proto != IPPROTO_UDP && in->proto != IPPROTO_SCTP)
		return h;
	if (bpf_skb_load_bytes(skb, in->l4, port, sizeof(port)) < 0)
		return h;
	return mix(h,
		   (__u64)in->proto << 32 | (__u32)bpf_ntohs(port[0]) << 16 | bpf_ntohs(port[1]));
}

static __always_inline struct fast_entry *find_remote(__u32 table, const struct inner *in,
						      const __u8 *addr)
{
	struct fast_key6 k = { .length = 160, .table = table };
	struct fast_key4 k4 = { .length = 64, .table = table };

	if (in->v6) {
		__builtin_memcpy(k.addr, addr, 16);
		return bpf_map_lookup_elem(&remote6, &k);
	}
	__builtin_memcpy(k4.addr, addr, 4);
	return bpf_map_lookup_elem(&remote4, &k4);
}

static __always_inline struct fast_local *find_local(__u32 table, const struct inner *in,
						     const __u8 *addr)
{
	struct fast_key6 k = { .length = 160, .table = table };
	struct fast_key4 k4 = { .length = 64, .table = table };

	if (in->v6) {
		__builtin_memcpy(k.addr, addr, 16);
		return bpf_map_lookup_elem(&local6, &k);
	}
	__builtin_memcpy(k4.addr, addr, 4);
	return bpf_map_lookup_elem(&local4, &k4);
}

/* --- checksums -------------------------------------------------------------------------------- */

static __always_inline __u16 fold(__u32 sum)
{
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (__u16)~sum;
}

static __always_inline __u16 header_checksum(const struct iphdr *h)
{
	const __u16 *w = (const __u16 *)h;
	__u32 sum = 0;

#pragma unroll
	for (int i = 0; i < IP_HDR_LEN / 2; i++)
		sum += w[i];
	return fold(sum);
}

#endif
#endif
