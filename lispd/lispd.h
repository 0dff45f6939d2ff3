/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LISPD_H
#define LISPD_H

/* The daemon: owns every part. Built in start order, torn down in reverse. */

#include "lispd/cli/drop_log.h"
#include "lispd/cli/root.h"
#include "lispd/net/iface.h"
#include "lispd/net/static.h"
#include "lispd/role/kernel.h"

struct cli_server;

struct lispd_options {
	const char *name; /* pathspace, "" = none */
	const char *config_dir, *run_dir, *state_dir;
	const char *load_file; /* instead of startup-config; with check: what is checked */
	const char *vty_group; /* whose members have the terminal; NULL: the usual one */
	bool check;	       /* load, print the running-config, end */
	bool no_net;	       /* no kernel, no sockets but the terminal's */
	bool udp_only;	       /* no reliable transport */
	unsigned workers;      /* of the data plane; 0 = as dp decides */
};

struct lispd {
	struct lispd_options options;
	struct loop *loop;
	struct vrf_table vrfs;
	struct iface_table ifaces;
	struct route_table *routes;
	struct rule_table *rules;
	struct static_table statics;
	struct kernel kernel;
	struct role_env env;
	struct ctl ctl;
	struct dp *dp;
	struct root root;
	struct cli_engine *engine;
	struct cli_server *server;
	struct drop_log drops;
	struct timer recovered; /* the first moments after a start are over */
	bool restart;		/* reload was asked for */
};

/* 0, or -errno with the reason logged; then lispd_fini() is still to be called. */
int lispd_init(struct lispd *d, const struct lispd_options *options);
/* Loads the startup configuration. */
void lispd_load(struct lispd *d);
void lispd_run(struct lispd *d); /* until a signal or reload */
/* A clean stop removes our routes, rules and devices from the kernel; before a restart they stay
 * and keep forwarding. */
void lispd_fini(struct lispd *d);

#endif
