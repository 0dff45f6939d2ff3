/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_STATS_H
#define CLI_SHOW_STATS_H

/* show lisp ... statistics: what is collected, and how it is printed. Messages are counted for
 * the router as a whole, entries for the table. */

#include "lib/out.h"
#include "lispd/role/ctl.h"

struct stats_view {
	bool instance; /* one table; else all of them */
	uint32_t iid;
	uint64_t in[16], out[16]; /* messages by type */
	uint64_t forwarded, proxy_out, negative_out;
	uint64_t no_site, auth_failures, locators, malformed, bad_type;
	uint64_t n_cached, n_negative, n_native, n_locators, n_refused, n_signals, n_dropped;
	unsigned n_resolvers, n_servers;
	struct addr resolver[CFG_MAX_SERVERS], server[CFG_MAX_SERVERS];
};

void stats_print(struct out *o, const struct stats_view *v);

#endif
