/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/dp/dp.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <unistd.h>

#include "lib/base.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "lispd/dp/encap.h"
#include "lispd/dp/hold.h"
#include "lispd/dp/punt.h"

#define AUTO_MAX_WORKERS 4
#define RECLAIM_MS 20
#define REFRESH_MS 1000
#define REFRESH_BATCH 200
#define DEFAULT_TUN_MTU (1500 - 36)

/* --- reclaiming ------------------------------------------------------------------------------- */

static void on_reclaim(void *arg)
{
	struct dp *dp = arg;

	/* Records of workers may name a table that is about to go. */
	punt_drain(dp);
	if (qsbr_reclaim(dp->qsbr))
		timer_start(&dp->reclaim, RECLAIM_MS);
}

void dp_retire(struct dp *dp, struct qsbr_node *n, void (*free)(struct qsbr_node *n))
{
	qsbr_retire(dp->qsbr, n, free);
	if (!timer_armed(&dp->reclaim))
		timer_start(&dp->reclaim, RECLAIM_MS);
}

/* --- locators --------------------------------------------------------------------------------- */

/* The number of the set of sockets stands where an instance ID would. */
static struct lpm_key rloc_key(const struct udp_set *s, const struct addr *a)
{
	struct prefix host = prefix_host(a);

	return lpm_key(s->number, &host);
}

struct fib_rloc *dp_rloc_get(struct dp *dp, struct udp_set *s, const struct addr *a)
{
	struct lpm_key key = rloc_key(s, a);
	struct fib_rloc *r = lpm_find(dp->rlocs, &key);

	if (!r) {
		r = xcalloc(1, sizeof(*r));
		*r = (struct fib_rloc){ .set = s, .addr = *a };
		qsbr_word_write(&r->mtu, udp_set_mtu(s, a));
		lpm_add(dp->rlocs, &key, r);
	}
	r->refs++;
	return r;
}

void dp_rloc_put(struct dp *dp, struct fib_rloc *r)
{
	struct lpm_key key = rloc_key(r->set, &r->addr);

	if (--r->refs)
		return;
	lpm_del(dp->rlocs, &key);
	free(r);
}

/* The kernel forgets what ICMP told it after ten minutes, and routes change: look again, a share
 * of the locators each time. Workers only ever lower the value. */
static void on_refresh(void *arg)
{
	struct dp *dp = arg;

	for (unsigned i = 0; i < REFRESH_BATCH; i++) {
		struct fib_rloc *r = lpm_next(dp->rlocs, &dp->refreshed);

		if (!r) {
			dp->refreshed = (struct lpm_key){ 0 };
			break;
		}
		dp->refreshed = rloc_key(r->set, &r->addr);
		qsbr_word_write(&r->mtu, udp_set_mtu(r->set, &r->addr));
	}
	timer_start(&dp->refresh, REFRESH_MS);
}

/* --- start and stop --------------------------------------------------------------------------- */

static void on_punts(int fd, int events UNUSED, void *arg)
{
	uint64_t n;

	if (read(fd, &n, sizeof(n)) < 0)
		return;
	punt_drain(arg);
}

static unsigned workers_wanted(const struct dp_cfg *cfg)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	if (cfg->n_workers)
		return MIN_OF(cfg->n_workers, DP_MAX_WORKERS);
	return cores <= 2 ? 1 : (unsigned)MIN_OF(cores, AUTO_MAX_WORKERS);
}

/* Every namespace of locators costs some eighty descriptors per worker. */
static void raise_file_limit(void)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) < 0 || r.rlim_cur == r.rlim_max)
		return;
	r.rlim_cur = r.rlim_max;
	setrlimit(RLIMIT_NOFILE, &r);
}

static int start_workers(struct dp *dp)
{
	int error = 0;

	for (unsigned i = 0; i < dp->n_workers && !error; i++)
		error = worker_new(&dp->worker[i], dp, i);
	for (unsigned i = 0; i < dp->n_workers && !error && !dp->cfg.no_threads; i++)
		error = worker_start(dp->worker[i]);
	return error;
}

int dp_new(struct dp **out, struct loop *l, const struct dp_cfg *cfg, const struct dp_ops *ops,
	   void *arg)
{
	struct dp *dp = xcalloc(1, sizeof(*dp));
	int error = 0;

	*dp = (struct dp){ .loop = l, .cfg = *cfg, .ops = *ops, .arg = arg, .punt_event = -1 };
	TAILQ_INIT(&dp->tables);
	TAILQ_INIT(&dp->dying);
	TAILQ_INIT(&dp->sets);
	dp->n_workers = workers_wanted(cfg);
	dp->qsbr = qsbr_new(dp->n_workers);
	dp->rlocs = lpm_new();
	dp->control = stats_cells_new(1);
	dp->stray = stats_cells_new(dp->n_workers);
	dp->hold = hold_new(dp);
	timer_init(&dp->reclaim, l, on_reclaim, dp);
	timer_init(&dp->refresh, l, on_refresh, dp);
	raise_file_limit();
	dp->punt_event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (dp->punt_event < 0 || getrandom(&dp->hash_seed, sizeof(dp->hash_seed), 0) < 0)
		error = -errno;
	if (!error)
		error = start_workers(dp);
	if (error) {
		log_msg(SEV_ERROR, "LISP", "DATAPLANE", "cannot start the data plane: %s",
			strerror(-error));
		dp_free(dp);
		return error;
	}
	dp->punt_watch = loop_fd_add(l, dp->punt_event, LOOP_READ, on_punts, dp);
	timer_start(&dp->refresh, REFRESH_MS);
	*out = dp;
	return 0;
}

/* Once the workers have stopped nobody else looks at anything. */
void dp_free(struct dp *dp)
{
	if (!dp)
		return;
	while (!TAILQ_EMPTY(&dp->tables))
		fib_table_del(TAILQ_FIRST(&dp->tables), true);
	loop_fd_del(dp->punt_watch);
	for (unsigned i = 0; i < dp->n_workers; i++)
		worker_stop(dp->worker[i]);
	qsbr_free(dp->qsbr);
	for (unsigned i = 0; i < dp->n_workers; i++)
		worker_free(dp->worker[i]);
	timer_stop(&dp->refresh);
	timer_stop(&dp->reclaim);
	hold_free(dp->hold);
	lpm_free(dp->rlocs);
	stats_cells_free(dp->control);
	stats_cells_free(dp->stray);
	if (dp->punt_event >= 0)
		close(dp->punt_event);
	free(dp);
}

/* --- tables ----------------------------------------------------------------------------------- */

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

static int open_device(const struct dp *dp, const struct fib_table_cfg *cfg, struct tun *tun)
{
	struct tun_cfg c = {
		.ifname = cfg->ifname,
		.netns_fd = cfg->netns_fd,
		.n_queues = dp->n_workers,
		.mtu = cfg->mtu ? cfg->mtu : DEFAULT_TUN_MTU,
		.no_offload = dp->cfg.no_offload,
		.ours = ours(dp, cfg->ifname),
	};

	return tun_open(tun, &c);
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
	*out = t;
	return 0;
}

void fib_table_change(struct fib_table *t, const struct fib_table_cfg *cfg)
{
	table_set_flags(t, cfg);
	if (cfg->vxlan)
		udp_set_want_vxlan(t->set);
	if (cfg->mtu)
		tun_set_mtu(&t->tun, cfg->mtu);
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

/* --- figures ---------------------------------------------------------------------------------- */

void fib_table_stats(const struct fib_table *t, struct dp_stats *out)
{
	*out = (struct dp_stats){ 0 };
	stats_add(out, t->stats, t->dp->n_workers);
}

void dp_stats(const struct dp *dp, struct dp_stats *out)
{
	const struct fib_table *t;

	*out = (struct dp_stats){ 0 };
	stats_add(out, dp->control, 1);
	stats_add(out, dp->stray, dp->n_workers);
	TAILQ_FOREACH(t, &dp->tables, link)
		stats_add(out, t->stats, dp->n_workers);
}

unsigned dp_workers(const struct dp *dp)
{
	return dp->n_workers;
}
