/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/dp/bpf.h"

#include <errno.h>

#include "lib/base.h"
#include "lib/log.h"

int fast_new(struct fast **f UNUSED, struct dp *dp UNUSED)
{
	log_msg(SEV_INFO, "LISP", "FASTPATH",
		"built without eBPF: all packets go by the tunnel device");
	return -EOPNOTSUPP;
}

void fast_free(struct fast *f UNUSED)
{
}

void fast_tick(struct fast *f UNUSED)
{
}

void fast_table_add(struct fast *f UNUSED, struct fib_table *t UNUSED)
{
}

void fast_table_change(struct fast *f UNUSED, struct fib_table *t UNUSED)
{
}

void fast_table_del(struct fast *f UNUSED, struct fib_table *t UNUSED)
{
}

void fast_entry_set(struct fast *f UNUSED, struct fib_table *t UNUSED,
		    const struct fib_entry *e UNUSED)
{
}

void fast_entry_del(struct fast *f UNUSED, struct fib_table *t UNUSED,
		    const struct fib_entry *e UNUSED)
{
}

void fast_local_set(struct fast *f UNUSED, struct fib_table *t UNUSED,
		    const struct fib_local *l UNUSED)
{
}

void fast_local_del(struct fast *f UNUSED, struct fib_table *t UNUSED,
		    const struct prefix *p UNUSED)
{
}

void fast_count(const struct fast *f UNUSED, const struct fib_usage *u UNUSED, struct fast_count *c)
{
	*c = (struct fast_count){ 0 };
}

void fast_stats(const struct fast *f UNUSED, const struct fib_table *t UNUSED,
		struct dp_stats *sum UNUSED)
{
}

size_t fast_entries(const struct fast *f UNUSED)
{
	return 0;
}
