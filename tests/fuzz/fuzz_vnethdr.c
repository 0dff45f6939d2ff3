/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a TUN may hand out: a virtio-net header and a packet. First the pure parts, with their
 * promises: segments add up to the payload, every one is a packet with right checksums, so are
 * fragments. Then the whole encapsulation, in a namespace without a way out.
 */
#include <netinet/in.h>
#include <sanitizer/lsan_interface.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>

#include "lib/log.h"
#include "lib/mem.h"
#include "lispd/dp/checksum.h"
#include "lispd/dp/dp.h"
#include "lispd/dp/encap.h"
#include "lispd/dp/offload.h"
#include "lispd/dp/oversize.h"
#include "lispd/dp/punt.h"
#include "tests/fuzz/fuzz.h"

static uint8_t packet[TUN_HEADROOM + TUN_PACKET_MAX + 1], copy[TUN_PACKET_MAX + GSO_HDR_MAX];

static void segment(const struct inner *in, const struct tun_vnet *v)
{
	struct inner piece;
	struct gso g;
	size_t total = 0;

	if (!gso_init(&g, in, v))
		return;
	MUST(g.hdr_len <= GSO_HDR_MAX && g.n_segments);
	/* A thousand segments say as much as sixty thousand. */
	for (unsigned i = 0; i < g.n_segments && i < 1000; i++) {
		uint32_t len;
		const uint8_t *slice = gso_slice(&g, i, &len);

		MUST(slice + len <= in->data + in->len);
		gso_header(&g, i, copy);
		memcpy(copy + g.hdr_len, slice, len);
		MUST(inner_parse(&piece, copy, g.hdr_len + len));
		MUST(piece.len == g.hdr_len + len);
		MUST(checksum_l4_right(copy, in->proto, copy + g.l4, piece.len - g.l4));
		total += len;
	}
	MUST(g.n_segments > 1000 || total == g.payload);
}

static void fragment(const struct inner *in)
{
	struct fragments f;
	size_t total = 0;

	if (in->version != 4)
		return;
	fragments_init(&f, in, 100 + in->ttl);
	for (unsigned i = 0; i < f.n; i++) {
		uint8_t hdr[FRAGMENT_HDR_MAX];
		const uint8_t *slice;
		uint32_t len;
		unsigned hdr_len = fragments_header(&f, in, i, hdr, &slice, &len);

		MUST(hdr_len + len <= 100u + in->ttl || f.n == 1);
		MUST(slice + len <= in->data + in->len);
		MUST(checksum_ip4_right(hdr));
		total += len;
	}
	MUST(total == f.payload);
}

static void no_punt(void *arg, const struct punt_packet *p)
{
	(void)arg;
	(void)p;
}

static void set_entry(struct fib_table *t, const char *prefix, const char *local,
		      const char *remote, uint16_t mtu)
{
	struct fib_entry_cfg e = { .action = FIB_ENCAP, .iid = 5, .n_locators = 1 };

	MUST(prefix_parse(prefix, &e.prefix) && addr_parse(local, &e.locator[0].local) &&
	     addr_parse(remote, &e.locator[0].remote));
	e.locator[0].mtu = mtu;
	fib_set(t, &e);
}

/* Wide paths in the lower halves of the address spaces, narrow ones above, a hole between. */
static struct fib_table *start(void)
{
	static const struct dp_ops ops = { .punt = no_punt };
	struct dp_cfg cfg = { .n_workers = 1, .no_threads = true };
	struct fib_table_cfg table = {
		.netns_fd = -1, .rloc_netns_fd = -1, .propagate_ttl = true, .send_lsbs = true
	};
	struct tun tun = { .ctl = -1, .icmp = { -1, -1 }, .n_queues = 1 };
	struct fib_local_cfg local = { .lsbs = 1 };
	struct fib_table *t;
	struct dp *dp;

	if (unshare(CLONE_NEWNET) < 0)
		return NULL;
	log_init(NULL, NULL);
	tun.fd = xcalloc(1, sizeof(int));
	tun.fd[0] = eventfd(0, EFD_NONBLOCK); /* takes no packets */
	MUST(dp_new(&dp, loop_new_fake(0), &cfg, &ops, NULL) == 0);
	MUST(dp_table_add(dp, &table, &tun, &t) == 0);
	__lsan_disable(); /* the trie's words hide what they point at */
	set_entry(t, "0.0.0.0/2", "127.0.0.1", "127.0.0.2", 0);
	set_entry(t, "128.0.0.0/2", "127.0.0.1", "127.0.0.2", 600);
	set_entry(t, "::/2", "::1", "::1", 0);
	set_entry(t, "8000::/2", "::1", "::1", 1290);
	local.prefix = prefix_default(AF_INET);
	fib_local_set(t, &local);
	__lsan_enable();
	return t;
}

static void encapsulate(struct fib_table *t, const struct tun_vnet *v, uint32_t len)
{
	struct tun_packet p = { .data = packet + TUN_HEADROOM, .len = len, .vnet = *v };
	struct worker *w = t->dp->worker[0];

	encap_batch(w, t, &p, 1);
	encap_flush(w);
	punt_drain(t->dp);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct fib_table *t;
	static bool tried;
	uint8_t *d = packet + TUN_HEADROOM, icmp[ICMP_MAX];
	struct tun_vnet v;
	struct inner in;
	size_t n;

	if (!tried)
		t = start();
	tried = true;
	if (len < TUN_VNET_LEN || len - TUN_VNET_LEN > TUN_PACKET_MAX)
		return 0;
	n = len - TUN_VNET_LEN;
	memcpy(d, data + TUN_VNET_LEN, n);
	if (!vnet_decode(data, d, n, &v))
		return 0;
	if (inner_parse(&in, d, n)) {
		MUST(in.len <= n && (!in.l4 || in.l4 <= in.len));
		(void)inner_hash(&in, 1);
		MUST(oversize_icmp(&in, 1280, icmp) <= ICMP_MAX);
		if (v.gso_type != VNET_GSO_NONE)
			segment(&in, &v);
		else
			fragment(&in);
	}
	if (t)
		encapsulate(t, &v, (uint32_t)n);
	return 0;
}
