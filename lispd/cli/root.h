/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_ROOT_H
#define CLI_ROOT_H

/*
 * What command handlers work on: pointers to the parts of the daemon, filled in once by
 * lispd.c. cli_root() of a command gives it.
 */

#include "lib/cli/cli.h"
#include "lib/loop.h"

struct cli_engine;
struct ctl;
struct ctlsock;
struct dp;
struct iface_table;
struct program;
struct role_env;
struct route_table;
struct rule_table;
struct static_table;
struct sys;
struct vrf_table;

struct root {
	struct loop *loop;
	struct ctl *ctl; /* LISP processes, refusals, counters */
	struct role_env *env;
	struct dp *dp; /* NULL without a data plane (--no-net, -C) */
	struct vrf_table *vrfs;
	struct iface_table *ifaces;
	struct route_table *routes;
	struct rule_table *rules;
	struct static_table *statics;
	struct ctlsock *ctlsock; /* of the default locator table; NULL with --no-net */
	struct sys *sys;	 /* hostname, users, lines, logging: lispd/cli/sys.h */
	struct cli_engine *engine;
	struct program *program; /* the engine's tables: program.c */
	const char *config_dir;	 /* holds startup-config */
	uint64_t start_ms;	 /* loop_now_ms() at the start */
	bool check_only;	 /* lispd -C: nothing runs */
	/* reload: ends this run and starts the program again. */
	void (*reload)(void *arg);
	void *arg;
};

static inline struct root *root_of(struct cli *c)
{
	return cli_root(c);
}

#endif
