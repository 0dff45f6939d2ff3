/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_SERVICE_SUMMARY_H
#define CLI_SHOW_SERVICE_SUMMARY_H

/* show lisp service ipv4 summary: a row for each EID table, and sums. */

#include "lib/json.h"
#include "lispd/role/process.h"

struct service_row {
	char vrf[CFG_VRF];
	const char *ifname, *roles;
	unsigned n_db, n_no_route, n_cache, n_incomplete, n_idle;
};

struct service_sums {
	unsigned process, n_tables, n_db, n_cache, n_incomplete_tables;
};

void service_summary_head(struct out *o, unsigned process, unsigned n_instances);
void service_summary_row(struct out *o, const struct service_row *r);
void service_summary_tail(struct out *o, const struct service_sums *s);

#endif
