/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/dp/fib.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base.h"
#include "lib/mem.h"
#include "lispd/core/lisp.h"
#include "lispd/dp/bpf.h"
#include "lispd/dp/dp.h"
#include "lispd/dp/udp.h"

/* --- entries ---------------------------------------------------------------------------------- */

static void entry_free(struct qsbr_node *n)
{
	struct fib_entry *e = container_of(n, struct fib_entry, retired);

	for (unsigned i = 0; i < e->n_paths; i++)
		dp_rloc_put(e->dp, e->path[i].rloc);
	free(e);
}

static void usage_free(struct qsbr_node *n)
{
	free(container_of(n, struct fib_usage, retired));
}

static struct fib_usage *usage_new(const struct dp *dp)
{
	size_t len = sizeof(struct fib_usage) + dp->n_workers * sizeof(struct fib_cell);
	struct fib_usage *u = aligned_alloc(64, (len + 63) / 64 * 64);

	if (!u)
		abort();
	return memset(u, 0, len);
}

static void tunnel_header(struct fib_path *p, const struct fib_entry_cfg *cfg)
{
	unsigned outer = p->remote.any.sa_family == AF_INET ? 28 : 48;

	p->hdr_len = cfg->encap == FIB_ENCAP_VXLAN ? TUNNEL_HDR_MAX : DATAHDR_LEN;
	p->overhead = (uint8_t)(outer + p->hdr_len);
	if (cfg->encap == FIB_ENCAP_VXLAN)
		vxlan_hdr_pack(p->hdr, cfg->iid);
	else
		lisp_datahdr_pack(p->hdr, &(struct lisp_datahdr){
						  .iid_present = cfg->iid != 0,
						  .iid = cfg->iid,
					  });
}

/* False when there is no socket of the locator's family. */
static bool path_init(struct fib_path *p, struct fib_table *t, const struct fib_entry_cfg *cfg,
		      const struct fib_locator *l)
{
	uint16_t port = cfg->encap == FIB_ENCAP_VXLAN ? VXLAN_PORT : LISP_DATA_PORT;

	p->tx = udp_set_tx(t->set, l->remote.family);
	if (!p->tx)
		return false;
	p->rloc = dp_rloc_get(t->dp, t->set, &l->remote);
	p->mtu = l->mtu;
	p->local = l->local;
	udp_path_init(p, &l->local, &l->remote, port);
	tunnel_header(p, cfg);
	return true;
}

static struct fib_entry *entry_new(struct fib_table *t, const struct fib_entry_cfg *cfg)
{
	unsigned n = cfg->action == FIB_ENCAP ? MIN_OF(cfg->n_locators, FIB_MAX_LOCATORS) : 0;
	struct fib_entry *e = xcalloc(1, sizeof(*e) + n * sizeof(e->path[0]));

	e->dp = t->dp;
	e->prefix = cfg->prefix;
	e->action = cfg->action;
	e->encap = cfg->encap;
	e->iid = cfg->iid;
	for (; e->n_paths < n; e->n_paths++)
		if (!path_init(&e->path[e->n_paths], t, cfg, &cfg->locator[e->n_paths]))
			break;
	if (cfg->action == FIB_ENCAP && (!n || e->n_paths < n))
		e->action = FIB_DROP;
	for (unsigned i = 0; i < FIB_BUCKETS && n; i++)
		e->bucket[i] = cfg->bucket[i] < n ? cfg->bucket[i] : 0;
	return e;
}

void fib_set(struct fib_table *t, const struct fib_entry_cfg *cfg)
{
	struct fib_entry *e = entry_new(t, cfg), *old;
	struct trie *trie = &t->remote[family_index(cfg->prefix.addr.family)];

	if (e->action == FIB_ENCAP && e->encap == FIB_ENCAP_VXLAN)
		udp_set_want_vxlan(t->set);
	old = trie_find(trie, &cfg->prefix);
	e->usage = old ? old->usage : usage_new(t->dp);
	trie_set(trie, &cfg->prefix, e);
	fast_entry_set(t->dp->fast, t, e);
	if (old)
		dp_retire(t->dp, &old->retired, entry_free);
}

void fib_del(struct fib_table *t, const struct prefix *p)
{
	struct fib_entry *old = trie_del(&t->remote[family_index(p->addr.family)], p);

	if (!old)
		return;
	fast_entry_del(t->dp->fast, t, old);
	dp_retire(t->dp, &old->usage->retired, usage_free);
	dp_retire(t->dp, &old->retired, entry_free);
}

static void local_free(struct qsbr_node *n)
{
	free(container_of(n, struct fib_local, retired));
}

void fib_local_set(struct fib_table *t, const struct fib_local_cfg *cfg)
{
	struct fib_local *l = xcalloc(1, sizeof(*l)), *old;

	l->prefix = cfg->prefix;
	l->lsbs = cfg->lsbs;
	l->away = cfg->away;
	old = trie_set(&t->local[family_index(cfg->prefix.addr.family)], &cfg->prefix, l);
	fast_local_set(t->dp->fast, t, l);
	if (old)
		dp_retire(t->dp, &old->retired, local_free);
}

void fib_local_del(struct fib_table *t, const struct prefix *p)
{
	struct fib_local *old = trie_del(&t->local[family_index(p->addr.family)], p);

	if (!old)
		return;
	fast_local_del(t->dp->fast, t, p);
	dp_retire(t->dp, &old->retired, local_free);
}

/* --- counters --------------------------------------------------------------------------------- */

static const struct fib_entry *entry_find(const struct fib_table *t, const struct prefix *p)
{
	return trie_find(&t->remote[family_index(p->addr.family)], p);
}

static uint64_t sum_packets(const struct fib_entry *e)
{
	struct fast_count c;
	uint64_t n;

	fast_count(e->dp->fast, e->usage, &c);
	n = c.packets + e->usage->folded_packets;
	for (unsigned i = 0; i < e->dp->n_workers; i++)
		n += counter_read(&e->usage->cell[i].packets);
	return n;
}

bool fib_counters(struct fib_table *t, const struct prefix *p, struct fib_counters *out)
{
	const struct fib_entry *e = entry_find(t, p);
	uint64_t last, now = loop_now_ms(t->dp->loop);
	struct fast_count fast;

	*out = (struct fib_counters){ .idle_ms = UINT64_MAX };
	if (!e)
		return false;
	fast_count(t->dp->fast, e->usage, &fast);
	out->packets = fast.packets + e->usage->folded_packets;
	out->bytes = fast.bytes + e->usage->folded_bytes;
	out->fast = e->usage->fast && !t->fast.refused;
	last = fast.last_ms;
	for (unsigned i = 0; i < t->dp->n_workers; i++) {
		const struct fib_cell *c = &e->usage->cell[i];
		uint64_t at = counter_read(&c->last_ms);

		out->packets += counter_read(&c->packets);
		out->bytes += counter_read(&c->bytes);
		last = MAX_OF(last, at);
	}
	if (last)
		out->idle_ms = now > last ? now - last : 0;
	return true;
}

bool fib_used(struct fib_table *t, const struct prefix *p)
{
	const struct fib_entry *e = entry_find(t, p);
	uint64_t n = e ? sum_packets(e) : 0;

	if (!e || n == e->usage->told_packets)
		return false;
	e->usage->told_packets = n;
	return true;
}

/* --- tables ----------------------------------------------------------------------------------- */

void table_set_flags(struct fib_table *t, const struct fib_table_cfg *cfg)
{
	qsbr_word_write(&t->flags, (cfg->send_lsbs ? TABLE_SEND_LSBS : 0u) |
					   (cfg->process_lsbs ? TABLE_PROCESS_LSBS : 0u) |
					   (cfg->decap_any ? TABLE_DECAP_ANY : 0u) |
					   (cfg->propagate_ttl ? TABLE_TTL : 0u));
}

void table_init(struct fib_table *t, struct dp *dp)
{
	t->dp = dp;
	for (unsigned f = 0; f < 2; f++) {
		trie_init(&t->remote[f], dp->qsbr);
		trie_init(&t->local[f], dp->qsbr);
	}
	t->stats = stats_cells_new(dp->n_workers);
}

static void drop_entry(void *value)
{
	struct fib_entry *e = value;

	free(e->usage);
	entry_free(&e->retired);
}

void table_fini(struct fib_table *t)
{
	for (unsigned f = 0; f < 2; f++) {
		trie_fini(&t->remote[f], drop_entry);
		trie_fini(&t->local[f], free);
	}
	stats_cells_free(t->stats);
}
