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
#include "lispd/dp/bpf.h"
#include "lispd/dp/hold.h"
#include "lispd/dp/punt.h"

#define AUTO_MAX_WORKERS 4
#define RECLAIM_MS 20
#define REFRESH_MS 1000
#define REFRESH_BATCH 200
#define RESTORE_MS 1000

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

static void on_restore(void *arg)
{
	struct dp *dp = arg;

	table_restore_all(dp);
	fast_tick(dp->fast);
	timer_start(&dp->restore, RESTORE_MS);
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
	timer_init(&dp->restore, l, on_restore, dp);
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
	timer_start(&dp->restore, RESTORE_MS);
	*out = dp;
	return 0;
}

/* Once the workers have stopped nobody else looks at anything. */
void dp_free(struct dp *dp)
{
	if (!dp)
		return;
	dp_set_fast_path(dp, false);
	while (!TAILQ_EMPTY(&dp->tables))
		fib_table_del(TAILQ_FIRST(&dp->tables), true);
	loop_fd_del(dp->punt_watch);
	for (unsigned i = 0; i < dp->n_workers; i++)
		worker_stop(dp->worker[i]);
	qsbr_free(dp->qsbr);
	for (unsigned i = 0; i < dp->n_workers; i++)
		worker_free(dp->worker[i]);
	timer_stop(&dp->refresh);
	timer_stop(&dp->restore);
	timer_stop(&dp->reclaim);
	hold_free(dp->hold);
	lpm_free(dp->rlocs);
	stats_cells_free(dp->control);
	stats_cells_free(dp->stray);
	if (dp->punt_event >= 0)
		close(dp->punt_event);
	free(dp);
}

/* --- fast path -------------------------------------------------------------------------------- */

int dp_set_fast_path(struct dp *dp, bool on)
{
	struct fib_table *t;
	int error;

	dp->fast_wanted = on;
	if (on == (dp->fast != NULL))
		return 0;
	if (!on) {
		fast_free(dp->fast);
		dp->fast = NULL;
		return 0;
	}
	error = fast_new(&dp->fast, dp);
	if (error)
		return error;
	TAILQ_FOREACH(t, &dp->tables, link)
		fast_table_add(dp->fast, t);
	return 0;
}

struct dp_fast_path dp_fast_path_state(const struct dp *dp)
{
	return (struct dp_fast_path){
		.wanted = dp->fast_wanted,
		.active = dp->fast != NULL,
		.entries = fast_entries(dp->fast),
	};
}

/* --- figures ---------------------------------------------------------------------------------- */

void dp_stats(const struct dp *dp, struct dp_stats *out)
{
	const struct fib_table *t;

	*out = (struct dp_stats){ 0 };
	stats_add(out, dp->control, 1);
	stats_add(out, dp->stray, dp->n_workers);
	TAILQ_FOREACH(t, &dp->tables, link) {
		stats_add(out, t->stats, dp->n_workers);
		fast_stats(dp->fast, t, out);
	}
}

unsigned dp_workers(const struct dp *dp)
{
	return dp->n_workers;
}
