/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_DEMO_STATE_H
#define TESTS_UNIT_DEMO_STATE_H

/* The inside of the demo tree, for its two files. */

#include "tests/unit/demo_tree.h"

#define MAX_ITEMS 64

enum {
	MODE_IF = 2,
	MODE_LISP,
	MODE_SERVICE,
	MODE_INSTANCE,
	MODE_INSTANCE_SERVICE,
	MODE_SITE,
	MODE_ACL,
	N_MODES,
};

/* Whatever was typed in a block, as lines in order; a block's header is its name. */
struct block {
	char *name;
	char *line[MAX_ITEMS];
	unsigned n;
};

struct demo {
	char *hostname, *secret, *banner;
	struct block interface[MAX_ITEMS], site[MAX_ITEMS], acl;
	unsigned n_interfaces, n_sites;
	char *resolver[MAX_ITEMS];
	unsigned n_resolvers;
	bool itr, lisp;
	struct cli *waiting;
	unsigned times_left, cancelled;
	char *changed;
};

extern const struct cli_cmd demo_exec_rows[];
extern const struct cli_type *const demo_types[];

#endif
