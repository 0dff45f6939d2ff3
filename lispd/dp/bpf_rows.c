/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of the maps: what of the fib the kernel gets. Entries that do not encapsulate get a
 * row, too, so that a shorter prefix does not take their packets. A row that cannot be written
 * makes its table go by the workers as a whole: better slow than wrong.
 */
#include <errno.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <linux/sockios.h>

#include "lib/base.h"
#include "lib/log.h"
#include "lispd/core/lisp.h"
#include "lispd/dp/bpf_priv.h"
#include "lispd/dp/dp.h"
#include "lispd/dp/udpset.h"

#define NS_PER_MS 1000000

_Static_assert(FAST_BUCKETS == FIB_BUCKETS, "both choose alike");
_Static_assert(FAST_HDR_LEN == DATAHDR_LEN, "LISP header");
_Static_assert((int)FAST_TUNNEL_PORT == LISP_DATA_PORT, "port of the protocol");
_Static_assert((int)FAST_FIRST_PORT == UDP_FIRST_PORT && (int)FAST_PORTS == UDP_POOL, "ports");

/* --- keys ------------------------------------------------------------------------------------- */

/* One buffer does for both: the kernel reads as much as the map's keys have. */
static struct fast_key6 key_of(const struct fib_table *t, const struct prefix *p)
{
	struct fast_key6 k = { .length = 32 + p->plen, .table = t->fast.ifindex };

	memcpy(k.addr, p->addr.b, p->addr.family == AF_INET ? 4 : 16);
	return k;
}

static int remote_map(const struct fast *f, const struct prefix *p)
{
	return f->map[p->addr.family == AF_INET ? FAST_REMOTE4 : FAST_REMOTE6];
}

static int local_map(const struct fast *f, const struct prefix *p)
{
	return f->map[p->addr.family == AF_INET ? FAST_LOCAL4 : FAST_LOCAL6];
}

/* The kernel shall not look at the table any more. */
static void give_up(struct fast *f, struct fib_table *t, const char *what, int error)
{
	log_msg(SEV_WARNING, "LISP", "FASTPATH", "%s: %s: %s; its packets go by the tunnel device",
		t->tun.ifname, what, strerror(error));
	bpf_map_delete_elem(f->map[FAST_TABLES], &t->fast.ifindex);
	t->fast.refused = true;
}

static bool serves(const struct fast *f, const struct fib_table *t)
{
	return f && t->fast.ifindex && !t->fast.refused;
}

/* --- entries ---------------------------------------------------------------------------------- */

static void fill_path(struct fast_path *to, const struct fib_path *p)
{
	to->mtu = p->mtu;
	memcpy(to->hdr, p->hdr, FAST_HDR_LEN);
	to->v6 = p->remote.any.sa_family == AF_INET6;
	if (to->v6)
		memcpy(to->remote, &p->remote.v6.sin6_addr, 16);
	else
		memcpy(to->remote, &p->remote.v4.sin_addr, 4);
	memcpy(to->local, p->local.b, to->v6 ? 16 : 4);
}

static bool ordinary(const struct fib_entry *e)
{
	if (e->action != FIB_ENCAP || e->encap != FIB_ENCAP_LISP || e->n_paths > FAST_PATHS)
		return false;
	/* Without a source the kernel would choose one for a socket, but not for us. */
	for (unsigned i = 0; i < e->n_paths; i++)
		if (addr_is_none(&e->path[i].local) || addr_is_unspecified(&e->path[i].local) ||
		    addr_is_link_local(&e->path[i].rloc->addr))
			return false;
	return true;
}

static bool new_cell(struct fast *f, uint32_t id)
{
	memset(f->per_cpu, 0, f->n_cpus * sizeof(struct fast_totals));
	return bpf_map_update_elem(f->map[FAST_CELLS], &id, f->per_cpu, BPF_ANY) == 0;
}

void fast_entry_set(struct fast *f, struct fib_table *t, const struct fib_entry *e)
{
	struct fib_usage *u = e->usage;
	struct fast_entry row = { .iid = e->iid };
	struct fast_key6 key;

	if (!serves(f, t))
		return;
	if (!u->fast_id && new_cell(f, f->next_id + 1))
		u->fast_id = ++f->next_id;
	row.id = u->fast_id;
	row.generation = f->cfg.generation;
	row.n_paths = ordinary(e) ? e->n_paths : 0;
	for (unsigned i = 0; i < row.n_paths; i++)
		fill_path(&row.path[i], &e->path[i]);
	memcpy(row.bucket, e->bucket, sizeof(row.bucket));
	key = key_of(t, &e->prefix);
	f->n_entries -= u->fast;
	u->fast = false;
	if (bpf_map_update_elem(remote_map(f, &e->prefix), &key, &row, BPF_ANY) < 0) {
		give_up(f, t, "an entry is refused", errno);
		return;
	}
	u->fast = row.n_paths > 0;
	f->n_entries += u->fast;
}

/* The cell goes; what it counted stays with the entry. */
static void fold(struct fast *f, struct fib_usage *u)
{
	struct fast_count c;

	fast_count(f, u, &c);
	u->folded_packets += c.packets;
	u->folded_bytes += c.bytes;
	if (u->fast_id)
		bpf_map_delete_elem(f->map[FAST_CELLS], &u->fast_id);
	f->n_entries -= u->fast;
	u->fast = false;
	u->fast_id = 0;
}

void fast_entry_del(struct fast *f, struct fib_table *t, const struct fib_entry *e)
{
	struct fast_key6 key = key_of(t, &e->prefix);

	if (!f)
		return;
	if (t->fast.ifindex)
		bpf_map_delete_elem(remote_map(f, &e->prefix), &key);
	fold(f, e->usage);
}

void fast_local_set(struct fast *f, struct fib_table *t, const struct fib_local *l)
{
	struct fast_key6 key = key_of(t, &l->prefix);
	struct fast_local row = { .lsbs = l->lsbs, .away = l->away };

	if (!serves(f, t))
		return;
	row.generation = f->cfg.generation;
	if (bpf_map_update_elem(local_map(f, &l->prefix), &key, &row, BPF_ANY) < 0)
		give_up(f, t, "a local EID prefix is refused", errno);
}

void fast_local_del(struct fast *f, struct fib_table *t, const struct prefix *p)
{
	struct fast_key6 key = key_of(t, p);

	if (f && t->fast.ifindex)
		bpf_map_delete_elem(local_map(f, p), &key);
}

/* --- tables ----------------------------------------------------------------------------------- */

/* An instance that two tables share is decided by the EID: not here. */
static void set_inbound(struct fast *f, const struct fib_table *like)
{
	struct fast_inbound row = { .generation = f->cfg.generation };
	const struct fib_table *t;
	unsigned n = 0;

	TAILQ_FOREACH(t, &f->dp->tables, link) {
		if (t->dead || t->set != like->set || t->iid != like->iid)
			continue;
		n++;
		row.ifindex = t->fast.ifindex;
	}
	if (n == 1 && row.ifindex)
		bpf_map_update_elem(f->map[FAST_INBOUND], &like->iid, &row, BPF_ANY);
	else
		bpf_map_delete_elem(f->map[FAST_INBOUND], &like->iid);
}

static bool in_own_namespace(const struct fast *f, const struct fib_table *t)
{
	int fd = ioctl(t->tun.ctl, SIOCGSKNS);
	struct ns_id id;
	bool own;

	if (fd < 0)
		return false;
	own = ns_identify(fd, &id) == 0 && ns_same(&id, &f->ns) && ns_same(&t->set->id, &f->ns);
	close(fd);
	return own;
}

static void set_table_row(struct fast *f, struct fib_table *t)
{
	uint32_t flags = qsbr_word_read(&t->flags);
	struct fast_table row = { .iid = t->iid, .generation = f->cfg.generation };

	if (flags & TABLE_SEND_LSBS)
		row.flags |= FAST_SEND_LSBS;
	if (flags & TABLE_PROCESS_LSBS)
		row.flags |= FAST_PROCESS_LSBS;
	if (flags & TABLE_DECAP_ANY)
		row.flags |= FAST_DECAP_ANY;
	if (flags & TABLE_TTL)
		row.flags |= FAST_TTL;
	if (bpf_map_update_elem(f->map[FAST_TABLES], &t->fast.ifindex, &row, BPF_ANY) < 0)
		give_up(f, t, "the table is refused", errno);
}

struct visit {
	struct fast *f;
	struct fib_table *t;
};

static void add_entry(void *arg, void *value)
{
	const struct visit *v = arg;

	fast_entry_set(v->f, v->t, value);
}

static void add_local(void *arg, void *value)
{
	const struct visit *v = arg;

	fast_local_set(v->f, v->t, value);
}

/* The row of the table comes last: until then nothing that is there is used, unless a former
 * process left it. */
void fast_table_add(struct fast *f, struct fib_table *t)
{
	struct visit v = { f, t };
	int error;

	t->fast.ifindex = 0;
	t->fast.refused = false;
	if (!f || !in_own_namespace(f, t))
		return;
	t->fast.ifindex = if_nametoindex(t->tun.ifname);
	memset(f->per_cpu, 0, f->n_cpus * sizeof(struct fast_totals));
	bpf_map_update_elem(f->map[FAST_TOTALS], &t->fast.ifindex, f->per_cpu, BPF_NOEXIST);
	for (unsigned i = 0; i < 2; i++) {
		trie_each(&t->remote[i], add_entry, &v);
		trie_each(&t->local[i], add_local, &v);
	}
	if (!t->fast.refused)
		set_table_row(f, t);
	set_inbound(f, t);
	error = fast_hook_set((int)t->fast.ifindex, BPF_TC_EGRESS, f->encap, &t->fast.made_hook);
	if (error)
		give_up(f, t, "the program cannot be attached", -error);
}

void fast_table_change(struct fast *f, struct fib_table *t)
{
	if (serves(f, t))
		set_table_row(f, t);
}

static void del_entry(void *arg, void *value)
{
	const struct visit *v = arg;

	fast_entry_del(v->f, v->t, value);
}

static void del_local(void *arg, void *value)
{
	const struct visit *v = arg;
	const struct fib_local *l = value;

	fast_local_del(v->f, v->t, &l->prefix);
}

/* What deleted tables have counted stays in the sum. */
static void fold_stats(const struct fast *f, const struct fib_table *t)
{
	struct dp_stats s = { 0 };

	fast_stats(f, t, &s);
	counter_add(&f->dp->control->encap_packets, s.encap_packets);
	counter_add(&f->dp->control->encap_bytes, s.encap_bytes);
	counter_add(&f->dp->control->decap_packets, s.decap_packets);
	counter_add(&f->dp->control->decap_bytes, s.decap_bytes);
}

void fast_table_del(struct fast *f, struct fib_table *t)
{
	struct visit v = { f, t };

	if (!f || !t->fast.ifindex)
		return;
	bpf_map_delete_elem(f->map[FAST_TABLES], &t->fast.ifindex);
	fast_hook_clear((int)t->fast.ifindex, BPF_TC_EGRESS, t->fast.made_hook);
	for (unsigned i = 0; i < 2; i++) {
		trie_each(&t->remote[i], del_entry, &v);
		trie_each(&t->local[i], del_local, &v);
	}
	fold_stats(f, t);
	bpf_map_delete_elem(f->map[FAST_TOTALS], &t->fast.ifindex);
	t->fast.ifindex = 0;
	set_inbound(f, t);
}

/* --- figures ---------------------------------------------------------------------------------- */

void fast_count(const struct fast *f, const struct fib_usage *u, struct fast_count *c)
{
	const struct fast_cell *cell = f ? f->per_cpu : NULL;

	*c = (struct fast_count){ 0 };
	if (!f || !u->fast_id ||
	    bpf_map_lookup_elem(f->map[FAST_CELLS], &u->fast_id, f->per_cpu) < 0)
		return;
	for (unsigned i = 0; i < f->n_cpus; i++) {
		c->packets += cell[i].packets;
		c->bytes += cell[i].bytes;
		c->last_ms = MAX_OF(c->last_ms, cell[i].last / NS_PER_MS);
	}
}

void fast_stats(const struct fast *f, const struct fib_table *t, struct dp_stats *sum)
{
	const struct fast_totals *row = f ? f->per_cpu : NULL;

	if (!f || !t->fast.ifindex ||
	    bpf_map_lookup_elem(f->map[FAST_TOTALS], &t->fast.ifindex, f->per_cpu) < 0)
		return;
	for (unsigned i = 0; i < f->n_cpus; i++) {
		sum->encap_packets += row[i].encap_packets;
		sum->encap_bytes += row[i].encap_bytes;
		sum->decap_packets += row[i].decap_packets;
		sum->decap_bytes += row[i].decap_bytes;
	}
}
