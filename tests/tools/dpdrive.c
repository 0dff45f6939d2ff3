/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The data plane without a control plane, for tests and benchmarks: it runs in the namespace it
 * is started in, and does what the lines of its standard input say. Answers "ok" or "error ..."
 * to each line; ends at the end of input.
 *
 *   workers N                        before anything else
 *   name NAME                        before anything else: of the router
 *   stale MS                         before anything else: what a former process left goes then
 *   fast on|off                      the fast path inside the kernel
 *   fast                             "fast wanted 1 active 1 entries N"
 *   no-offload                       before the first table
 *   table IID IFNAME [lsbs] [petr] [vxlan] [no-ttl] [mtu N] [netns NAME]
 *   del IID [keep]
 *   entry IID PREFIX ACTION          ACTION: punt, drop, native, or
 *                                    encap|vxlan LOCAL REMOTE [WEIGHT] [LOCAL REMOTE WEIGHT ...]
 *   answer IID PREFIX ACTION         becomes an entry 20 ms after the first packet punted for it
 *   no-entry IID PREFIX
 *   local IID PREFIX [LSBS]
 *   no-local IID PREFIX
 *   counters IID PREFIX              "packets N bytes N", and "fast" if the kernel forwards it
 *   stats                            a line of NAME=VALUE
 *   punts                            how often control was asked, by reason
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base.h"
#include "lib/log.h"
#include "lib/loop.h"
#include "lib/mem.h"
#include "lispd/core/rloc.h"
#include "lispd/dp/hold.h"
#include "lispd/dp/stats.h"

#define MAX_WORDS 64
#define MAX_ANSWERS 64
#define ANSWER_MS 20

struct answer {
	struct drive *d;
	bool used;
	uint32_t iid;
	struct fib_entry_cfg entry;
	struct timer timer;
};

struct drive {
	struct loop *loop;
	struct dp *dp;
	struct dp_cfg cfg;
	struct answer answer[MAX_ANSWERS];
	unsigned long punts[PUNT_REASONS];
	struct addr last_rloc;
	uint32_t last_lsbs;
	char name[32];
	char line[4096];
	size_t len;
};

static struct fib_table *table(struct drive *d, uint32_t iid)
{
	return fib_table_find(d->dp, 0, iid);
}

static enum hold_verdict verdict(const struct fib_entry_cfg *e)
{
	if (e->action == FIB_ENCAP)
		return HOLD_FORWARD;
	return e->action == FIB_NATIVE ? HOLD_NATIVE : HOLD_DROP;
}

static void set_entry(struct drive *d, uint32_t iid, const struct fib_entry_cfg *e)
{
	struct fib_table *t = table(d, iid);

	if (!t)
		return;
	fib_set(t, e);
	if (e->action != FIB_PUNT)
		hold_release(d->dp, t, &e->prefix, verdict(e));
}

static void on_answer(void *arg)
{
	struct answer *a = arg;

	set_entry(a->d, a->iid, &a->entry);
}

static void on_punt(void *arg, const struct punt_packet *p)
{
	struct drive *d = arg;

	d->punts[p->reason]++;
	d->last_rloc = p->rloc;
	d->last_lsbs = p->lsbs;
	if (p->reason != PUNT_MISS)
		return;
	hold_put(d->dp, p);
	for (unsigned i = 0; i < MAX_ANSWERS; i++) {
		struct answer *a = &d->answer[i];

		if (a->used && a->iid == p->iid && prefix_contains(&a->entry.prefix, &p->dst) &&
		    !timer_armed(&a->timer))
			timer_start(&a->timer, ANSWER_MS);
	}
}

static bool ensure_dp(struct drive *d)
{
	static const struct dp_ops ops = { .punt = on_punt };

	return d->dp || dp_new(&d->dp, d->loop, &d->cfg, &ops, d) == 0;
}

static bool number(const char *s, uint32_t *n)
{
	char *end;
	unsigned long v = strtoul(s, &end, 0);

	*n = (uint32_t)v;
	return *s && !*end && v <= UINT32_MAX;
}

static bool parse_entry(char **w, unsigned n, struct fib_entry_cfg *e)
{
	struct rloc rloc[FIB_MAX_LOCATORS];
	bool usable[FIB_MAX_LOCATORS];

	if (n < 1)
		return false;
	if (!strcmp(w[0], "punt"))
		e->action = FIB_PUNT;
	else if (!strcmp(w[0], "drop"))
		e->action = FIB_DROP;
	else if (!strcmp(w[0], "native"))
		e->action = FIB_NATIVE;
	else
		e->action = FIB_ENCAP;
	if (e->action != FIB_ENCAP)
		return true;
	e->encap = strcmp(w[0], "vxlan") ? FIB_ENCAP_LISP : FIB_ENCAP_VXLAN;
	for (unsigned i = 1; i + 1 < n && e->n_locators < FIB_MAX_LOCATORS; i += 3) {
		struct fib_locator *l = &e->locator[e->n_locators];
		uint32_t weight = 1;

		if (!addr_parse(w[i], &l->local) || !addr_parse(w[i + 1], &l->remote))
			return false;
		if (i + 2 < n && !number(w[i + 2], &weight))
			return false;
		usable[e->n_locators] = true;
		rloc[e->n_locators++] = rloc_make(&l->remote, 1, weight);
	}
	return rloc_buckets(rloc, usable, e->n_locators, e->bucket, FIB_BUCKETS) > 0;
}

static int open_netns(const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "/run/netns/%s", name);
	return open(path, O_RDONLY | O_CLOEXEC);
}

static void table_flags(char **w, unsigned n, struct fib_table_cfg *cfg)
{
	for (unsigned i = 0; i < n; i++) {
		uint32_t mtu;

		if (!strcmp(w[i], "lsbs"))
			cfg->send_lsbs = cfg->process_lsbs = true;
		else if (!strcmp(w[i], "petr"))
			cfg->decap_any = true;
		else if (!strcmp(w[i], "vxlan"))
			cfg->vxlan = true;
		else if (!strcmp(w[i], "no-ttl"))
			cfg->propagate_ttl = false;
		else if (!strcmp(w[i], "mtu") && i + 1 < n && number(w[i + 1], &mtu))
			cfg->mtu = (uint16_t)mtu;
		else if (!strcmp(w[i], "netns") && i + 1 < n)
			cfg->netns_fd = open_netns(w[i + 1]);
	}
}

static int run_table(struct drive *d, char **w, unsigned n)
{
	struct fib_table_cfg cfg = { .netns_fd = -1, .rloc_netns_fd = -1, .propagate_ttl = true };
	struct fib_table *t;
	int error = 0;

	if (n < 2 || !number(w[0], &cfg.iid) || !ensure_dp(d))
		return -EINVAL;
	cfg.ifname = w[1];
	table_flags(w + 2, n - 2, &cfg);
	t = table(d, cfg.iid);
	if (t)
		fib_table_change(t, &cfg);
	else
		error = fib_table_add(d->dp, &cfg, &t);
	if (cfg.netns_fd >= 0)
		close(cfg.netns_fd);
	return error;
}

static int run_answer(struct drive *d, uint32_t iid, const struct fib_entry_cfg *e)
{
	for (unsigned i = 0; i < MAX_ANSWERS; i++) {
		struct answer *a = &d->answer[i];

		if (a->used && !prefix_equal(&a->entry.prefix, &e->prefix))
			continue;
		a->used = true;
		a->iid = iid;
		a->entry = *e;
		return 0;
	}
	return -ENOSPC;
}

static void print_stats(const struct drive *d)
{
	struct dp_stats s;

	dp_stats(d->dp, &s);
	printf("workers=%u encap=%ju encap_bytes=%ju decap=%ju decap_bytes=%ju punts=%ju held=%ju "
	       "released=%ju fragments=%ju icmp=%ju ecn_warnings=%ju trains=%ju",
	       dp_workers(d->dp), (uintmax_t)s.encap_packets, (uintmax_t)s.encap_bytes,
	       (uintmax_t)s.decap_packets, (uintmax_t)s.decap_bytes, (uintmax_t)s.punts,
	       (uintmax_t)s.held, (uintmax_t)s.released, (uintmax_t)s.fragments,
	       (uintmax_t)s.icmp_sent, (uintmax_t)s.ecn_warnings, (uintmax_t)s.trains);
	for (unsigned i = 0; i < DROP_REASONS; i++)
		if (s.drop[i])
			printf(" drop:%s=%ju", dp_drop_str(i), (uintmax_t)s.drop[i]);
	printf("\n");
}

/* Commands that begin with IID and PREFIX. */
static int run_prefix(struct drive *d, const char *what, char **w, unsigned n)
{
	struct fib_entry_cfg e = { 0 };
	struct fib_local_cfg local = { 0 };
	struct fib_counters c;
	struct fib_table *t;

	if (n < 2 || !number(w[0], &e.iid) || !prefix_parse(w[1], &e.prefix) || !d->dp)
		return -EINVAL;
	t = table(d, e.iid);
	if (!t)
		return -ENOENT;
	if (!strcmp(what, "entry") || !strcmp(what, "answer")) {
		if (!parse_entry(w + 2, n - 2, &e))
			return -EINVAL;
		if (*what == 'a')
			return run_answer(d, e.iid, &e);
		set_entry(d, e.iid, &e);
	} else if (!strcmp(what, "no-entry")) {
		fib_del(t, &e.prefix);
	} else if (!strcmp(what, "local")) {
		local.prefix = e.prefix;
		local.lsbs = 1;
		if (n > 2 && !number(w[2], &local.lsbs))
			return -EINVAL;
		fib_local_set(t, &local);
	} else if (!strcmp(what, "no-local")) {
		fib_local_del(t, &e.prefix);
	} else if (!strcmp(what, "counters")) {
		if (!fib_counters(t, &e.prefix, &c))
			return -ENOENT;
		printf("packets %ju bytes %ju%s\n", (uintmax_t)c.packets, (uintmax_t)c.bytes,
		       c.fast ? " fast" : "");
	} else {
		return -EINVAL;
	}
	return 0;
}

static int run_fast(struct drive *d, char **w, unsigned n)
{
	struct dp_fast_path f;

	if (!ensure_dp(d))
		return -EINVAL;
	if (n)
		return dp_set_fast_path(d->dp, !strcmp(w[0], "on"));
	f = dp_fast_path_state(d->dp);
	printf("fast wanted %d active %d entries %zu\n", f.wanted, f.active, f.entries);
	return 0;
}

static int run(struct drive *d, char **w, unsigned n)
{
	uint32_t v;

	if (!strcmp(w[0], "workers") && n == 2 && number(w[1], &v)) {
		d->cfg.n_workers = v;
		return 0;
	}
	if (!strcmp(w[0], "stale") && n == 2 && number(w[1], &v)) {
		d->cfg.stale_ms = v;
		return 0;
	}
	if (!strcmp(w[0], "name") && n == 2) {
		snprintf(d->name, sizeof(d->name), "%s", w[1]);
		d->cfg.name = d->name;
		return 0;
	}
	if (!strcmp(w[0], "fast"))
		return run_fast(d, w + 1, n - 1);
	if (!strcmp(w[0], "no-offload")) {
		d->cfg.no_offload = true;
		return 0;
	}
	if (!strcmp(w[0], "table"))
		return run_table(d, w + 1, n - 1);
	if (!strcmp(w[0], "del") && n > 1 && number(w[1], &v) && d->dp && table(d, v)) {
		fib_table_del(table(d, v), n > 2);
		return 0;
	}
	if (!strcmp(w[0], "stats") && d->dp) {
		print_stats(d);
		return 0;
	}
	if (!strcmp(w[0], "punts")) {
		printf("miss %lu lsb %lu decap-miss %lu last %s lsbs 0x%x\n", d->punts[PUNT_MISS],
		       d->punts[PUNT_LSB], d->punts[PUNT_DECAP_MISS], addr_str(&d->last_rloc).s,
		       d->last_lsbs);
		return 0;
	}
	return run_prefix(d, w[0], w + 1, n - 1);
}

static void run_line(struct drive *d, char *line)
{
	char *w[MAX_WORDS], *save = NULL;
	unsigned n = 0;
	int error;

	for (char *p = strtok_r(line, " \t", &save); p && n < MAX_WORDS;
	     p = strtok_r(NULL, " \t", &save))
		w[n++] = p;
	if (!n || *w[0] == '#')
		return;
	error = run(d, w, n);
	if (error)
		printf("error %s: %s\n", w[0], strerror(-error));
	else
		printf("ok\n");
	fflush(stdout);
}

static void on_input(int fd, int events UNUSED, void *arg)
{
	struct drive *d = arg;
	ssize_t got = read(fd, d->line + d->len, sizeof(d->line) - 1 - d->len);
	char *end;

	if (got <= 0) {
		loop_stop(d->loop);
		return;
	}
	d->len += (size_t)got;
	while ((end = memchr(d->line, '\n', d->len))) {
		size_t used = (size_t)(end - d->line) + 1;

		*end = '\0';
		run_line(d, d->line);
		d->len -= used;
		memmove(d->line, d->line + used, d->len);
	}
}

int main(void)
{
	static struct drive d;
	struct loop_fd *input;

	log_init(NULL, NULL);
	log_set_stderr(SEV_DEBUG);
	d.loop = loop_new();
	for (unsigned i = 0; i < MAX_ANSWERS; i++) {
		d.answer[i].d = &d;
		timer_init(&d.answer[i].timer, d.loop, on_answer, &d.answer[i]);
	}
	input = loop_fd_add(d.loop, STDIN_FILENO, LOOP_READ, on_input, &d);
	loop_run(d.loop);
	loop_fd_del(input);
	for (unsigned i = 0; i < MAX_ANSWERS; i++)
		timer_stop(&d.answer[i].timer);
	dp_free(d.dp);
	loop_free(d.loop);
	log_fini();
	return 0;
}
