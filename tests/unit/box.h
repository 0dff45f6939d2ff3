/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_BOX_H
#define TESTS_UNIT_BOX_H

/* A router as its terminal sees it: the daemon's commands over parts without a kernel. */

#include "lib/cli/runner.h"
#include "lispd/cli/root.h"
#include "lispd/cli/sys.h"
#include "lispd/net/static.h"
#include "tests/unit/fake_host.h"

struct box {
	struct fake_net *net;
	struct fake *fake;
	struct vrf_table vrfs;
	struct iface_table ifaces;
	struct static_table statics;
	struct root root;
	struct cli_runner runner;
	struct out out, config;
	unsigned n_reloads;
};

/* dir: of startup-config; NULL: there is none. */
struct box *box_new(const char *dir);
void box_free(struct box *b);
/* Another session in place of the present one. */
void box_session(struct box *b, const struct cli_options *options);

/* Runs lines, separated by "\n", and gives what they print; valid until the next call. */
const char *box_say(struct box *b, const char *lines);
/* The running-config from "version" on; valid until the next call. */
const char *box_config(struct box *b);

#endif
