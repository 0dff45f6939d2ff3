/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table as a whole: its device, its share of the sockets, its place in the lists. Deleting
 * unlinks it at once; what workers may still look at goes when they have let go.
 */
#include "lispd/dp/table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "lispd/dp/bpf.h"
#include "lispd/dp/dp.h"
#include "lispd/dp/encap.h"
#include "lispd/dp/hold.h"

#define DEFAULT_TUN_MTU (1500 - 36)

static const struct prefix everything[] = {
	{ .addr.family = AF_INET },
	{ .addr.family = AF_INET6 },
};

/* A deleted table of this name may still have the device open. */
static bool ours(const struct dp *dp, const char *ifname)
{
	const struct fib_table *t;

	TAILQ_FOREACH(t, &dp->dying, link)
		if (strcmp(t->tun.ifname, ifname) == 0)
			return true;
	return false;
}

static struct tun_cfg device_cfg(const struct dp *dp, const char *ifname, uint16_t mtu)
{
	return (struct tun_cfg){
		.ifname = ifname,
		.netns_fd = -1,
		.n_queues = dp->n_workers,
		.mtu = mtu ? mtu : DEFAULT_TUN_MTU,
		.no_offload = dp->cfg.no_offload,
	};
}

static int open_device(const struct dp *dp, const struct fib_table_cfg *cfg, struct tun *tun)
{
	struct tun_cfg c = device_cfg(dp, cfg->ifname, cfg->mtu);

	c.netns_fd = cfg->netns_fd;
	c.ours = ours(dp, cfg->ifname);
	return tun_open(tun, &c);
}

/* Looked at every second. Routes and addresses are control's to put back, when it sees the link
 * appear. */
static void restore_device(struct fib_table *t)
{
	struct tun_cfg c = device_cfg(t->dp, t->tun.ifname, t->mtu);

	if (!t->lost_told)
		log_msg(SEV_ERROR, "LISP", "TUN", "%s was deleted; making it again", t->tun.ifname);
	t->lost_told = true;
	if (tun_reopen(&t->tun, &c) < 0)
		return;
	t->lost_told = false;
	fast_table_del(t->dp->fast, t); /* it had another index */
	fast_table_add(t->dp->fast, t);
	qsbr_word_write(&t->lost, 0);
	for (unsigned i = 0; i < t->dp->n_workers; i++)
		worker_watch(t->dp->worker[i], &t->queue[i].source);
}

void table_restore_all(struct dp *dp)
{
	struct fib_table *t;

	TAILQ_FOREACH(t, &dp->tables, link)
		if (qsbr_word_read(&t->lost))
			restore_device(t);
}

static int watch_queues(struct fib_table *t)
{
	int error = 0;

	t->queue = xcalloc(t->dp->n_workers, sizeof(*t->queue));
	for (unsigned i = 0; i < t->dp->n_workers && !error; i++) {
		t->queue[i].source = (struct source){ .ready = encap_ready, .fd = t->tun.fd[i] };
		t->queue[i].table = t;
		error = worker_watch(t->dp->worker[i], &t->queue[i].source);
	}
	return error;
}

static void table_free(struct fib_table *t)
{
	table_fini(t);
	free(t->queue);
	free(t);
}

int fib_table_add(struct dp *dp, const struct fib_table_cfg *cfg, struct fib_table **out)
{
	struct tun tun;
	int error = open_device(dp, cfg, &tun);

	return error ? error : dp_table_add(dp, cfg, &tun, out);
}

int dp_table_add(struct dp *dp, const struct fib_table_cfg *cfg, const struct tun *tun,
		 struct fib_table **out)
{
	struct fib_table *t = xcalloc(1, sizeof(*t));
	int error;

	table_init(t, dp);
	t->id = dp->next_table_id++;
	t->process = cfg->process;
	t->iid = cfg->iid;
	t->tun = *tun;
	t->mtu = cfg->mtu;
	table_set_flags(t, cfg);
	t->set = udp_set_get(dp, cfg->rloc_netns_fd, &error);
	if (!t->set) {
		log_msg(SEV_ERROR, "LISP", "DATAPORT", "%s: namespace of the locators: %s",
			cfg->ifname, strerror(-error));
		tun_close(&t->tun);
		table_free(t);
		return error;
	}
	if (cfg->vxlan)
		udp_set_want_vxlan(t->set);
	TAILQ_INSERT_TAIL(&dp->tables, t, link);
	udp_set_add_table(t->set, t);
	error = watch_queues(t);
	if (error) {
		fib_table_del(t, true);
		return error;
	}
	fast_table_add(dp->fast, t);
	*out = t;
	return 0;
}

void fib_table_change(struct fib_table *t, const struct fib_table_cfg *cfg)
{
	table_set_flags(t, cfg);
	fast_table_change(t->dp->fast, t);
	if (cfg->vxlan)
		udp_set_want_vxlan(t->set);
	if (cfg->mtu && cfg->mtu != t->mtu)
		tun_set_mtu(&t->tun, cfg->mtu);
	t->mtu = cfg->mtu ? cfg->mtu : t->mtu;
}

static void retired_table(struct qsbr_node *n)
{
	struct fib_table *t = container_of(n, struct fib_table, retired);
	struct udp_set *s = t->set;

	TAILQ_REMOVE(&t->dp->dying, t, link);
	stats_fold(t->dp->control, t->stats, t->dp->n_workers);
	tun_close(&t->tun);
	table_free(t);
	udp_set_put(s);
}

void fib_table_del(struct fib_table *t, bool keep_device)
{
	struct dp *dp = t->dp;

	fast_table_del(dp->fast, t);
	for (unsigned i = 0; i < ARRAY_LEN(everything); i++)
		hold_release(dp, t, &everything[i], HOLD_DROP);
	t->dead = true;
	TAILQ_REMOVE(&dp->tables, t, link);
	TAILQ_INSERT_TAIL(&dp->dying, t, link);
	tun_set_persist(&t->tun, keep_device);
	udp_set_del_table(t->set, t);
	for (unsigned i = 0; i < dp->n_workers; i++)
		worker_unwatch(dp->worker[i], &t->queue[i].source);
	dp_retire(dp, &t->retired, retired_table);
	for (unsigned i = 0; i < dp->n_workers; i++)
		worker_wake(dp->worker[i]);
}

struct fib_table *fib_table_find(struct dp *dp, unsigned process, uint32_t iid)
{
	struct fib_table *t;

	TAILQ_FOREACH(t, &dp->tables, link)
		if (t->process == process && t->iid == iid)
			return t;
	return NULL;
}
