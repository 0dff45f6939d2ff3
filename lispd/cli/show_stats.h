/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_STATS_H
#define CLI_SHOW_STATS_H

/* show lisp ... statistics: what is collected, and how it is printed. Records and entries are
 * counted for the table; what cannot be told apart by table for the router as a whole. */

#include "lib/json.h"
#include "lispd/role/ctl.h"

struct stats_resolver {
	struct addr addr;
	uint64_t last_reply_ms; /* ago; UINT64_MAX = never */
	uint64_t sent, positive, negative, no_reply;
	unsigned rtt_ms[3]; /* of the last 5 seconds, minute, 5 minutes */
};

struct stats_view {
	bool instance; /* one table; else all of them */
	uint32_t iid;
	uint64_t cleared_ms; /* ago; UINT64_MAX = never */
	uint64_t n[TALLIES];
	uint64_t requests_in[3], registers_in[3]; /* in the last 5 seconds, minute, 5 minutes */
	uint64_t malformed, bad_type;
	uint64_t n_cached, n_negative, n_native, n_locators, n_refused, n_signals, n_dropped;
	unsigned n_resolvers, n_servers;
	struct stats_resolver resolver[CFG_MAX_SERVERS];
	struct addr server[CFG_MAX_SERVERS];
};

void stats_print(struct out *o, const struct stats_view *v);
void stats_json(struct json *j, const struct stats_view *v); /* into an object that is open */

#endif
