/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/fake/fib.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "lib/mem.h"
#include "lispd/dp/stats.h"

struct fake_entry {
	TAILQ_ENTRY(fake_entry) link;
	struct prefix prefix;
	bool set, used;
	struct fib_entry_cfg cfg;
	struct fib_counters counters;
};

struct fib_table {
	TAILQ_ENTRY(fib_table) link;
	struct dp *dp;
	struct fib_table_cfg cfg;
	TAILQ_HEAD(, fake_entry) entries;
	int verdict;
	unsigned n_locals;
};

struct dp {
	TAILQ_HEAD(, fib_table) tables;
};

struct dp *fake_dp_new(void)
{
	struct dp *dp = xcalloc(1, sizeof(*dp));

	TAILQ_INIT(&dp->tables);
	return dp;
}

void fake_dp_free(struct dp *dp)
{
	while (!TAILQ_EMPTY(&dp->tables))
		fib_table_del(TAILQ_FIRST(&dp->tables), false);
	free(dp);
}

static struct fake_entry *find(const struct fib_table *t, const struct prefix *p)
{
	struct fake_entry *e;

	TAILQ_FOREACH(e, &t->entries, link)
		if (prefix_equal(&e->prefix, p))
			return e;
	return NULL;
}

static struct fake_entry *get(struct fib_table *t, const struct prefix *p)
{
	struct fake_entry *e = find(t, p);

	if (e)
		return e;
	e = xcalloc(1, sizeof(*e));
	e->prefix = *p;
	e->counters.idle_ms = UINT64_MAX;
	TAILQ_INSERT_TAIL(&t->entries, e, link);
	return e;
}

static struct fake_entry *by_text(struct fib_table *t, const char *text)
{
	struct prefix p;

	if (!prefix_parse(text, &p))
		abort();
	return get(t, &p);
}

const struct fib_entry_cfg *fake_fib_entry(const struct fib_table *t, const char *prefix)
{
	const struct fake_entry *e;
	struct prefix p;

	if (!prefix_parse(prefix, &p))
		abort();
	e = find(t, &p);
	return e && e->set ? &e->cfg : NULL;
}

void fake_fib_use(struct fib_table *t, const char *prefix, uint64_t packets, uint64_t bytes)
{
	struct fake_entry *e = by_text(t, prefix);

	e->used = true;
	e->counters.packets += packets;
	e->counters.bytes += bytes;
	e->counters.idle_ms = 0;
}

int fake_fib_verdict(struct fib_table *t)
{
	int v = t->verdict;

	t->verdict = -1;
	return v;
}

/* --- what control calls ------------------------------------------------------------------------- */

int fib_table_add(struct dp *dp, const struct fib_table_cfg *cfg, struct fib_table **out)
{
	struct fib_table *t = xcalloc(1, sizeof(*t));

	t->dp = dp;
	t->cfg = *cfg;
	t->verdict = -1;
	TAILQ_INIT(&t->entries);
	TAILQ_INSERT_TAIL(&dp->tables, t, link);
	*out = t;
	return 0;
}

void fib_table_change(struct fib_table *t, const struct fib_table_cfg *cfg)
{
	t->cfg = *cfg;
}

void fib_table_del(struct fib_table *t, bool keep_device)
{
	struct fake_entry *e;

	(void)keep_device;
	while ((e = TAILQ_FIRST(&t->entries))) {
		TAILQ_REMOVE(&t->entries, e, link);
		free(e);
	}
	TAILQ_REMOVE(&t->dp->tables, t, link);
	free(t);
}

struct fib_table *fib_table_find(struct dp *dp, unsigned process, uint32_t iid)
{
	struct fib_table *t;

	TAILQ_FOREACH(t, &dp->tables, link)
		if (t->cfg.process == process && t->cfg.iid == iid)
			return t;
	return NULL;
}

void fib_set(struct fib_table *t, const struct fib_entry_cfg *cfg)
{
	struct fake_entry *e = get(t, &cfg->prefix);

	e->set = true;
	e->cfg = *cfg;
}

void fib_del(struct fib_table *t, const struct prefix *p)
{
	struct fake_entry *e = find(t, p);

	if (!e)
		return;
	TAILQ_REMOVE(&t->entries, e, link);
	free(e);
}

void fib_local_set(struct fib_table *t, const struct fib_local_cfg *cfg)
{
	(void)cfg;
	t->n_locals++;
}

void fib_local_del(struct fib_table *t, const struct prefix *p)
{
	(void)p;
	t->n_locals--;
}

bool fib_counters(struct fib_table *t, const struct prefix *p, struct fib_counters *out)
{
	const struct fake_entry *e = find(t, p);

	if (e)
		*out = e->counters;
	return e;
}

bool fib_used(struct fib_table *t, const struct prefix *p)
{
	struct fake_entry *e = find(t, p);
	bool used = e && e->used;

	if (e)
		e->used = false;
	return used;
}

void hold_put(struct dp *dp, const struct punt_packet *p)
{
	(void)dp;
	(void)p;
}

unsigned hold_release(struct dp *dp, struct fib_table *t, const struct prefix *prefix,
		      enum hold_verdict v)
{
	(void)dp;
	(void)prefix;
	t->verdict = (int)v;
	return 0;
}

void dp_stats(const struct dp *dp, struct dp_stats *out)
{
	(void)dp;
	memset(out, 0, sizeof(*out));
}

const char *dp_drop_str(enum dp_drop reason)
{
	(void)reason;
	return "dropped";
}
