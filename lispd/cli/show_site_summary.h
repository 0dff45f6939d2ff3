/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_SITE_SUMMARY_H
#define CLI_SHOW_SITE_SUMMARY_H

/* show lisp site summary, show lisp instance-id N ipv4 server summary: the counts. */

#include "lib/json.h"
#include "lispd/role/cfg.h"

struct site_counts {
	unsigned configured, registered, inconsistent;
};

struct site_totals {
	unsigned process;
	size_t n_regs; /* of all instances */
	unsigned n_sites, n_registered;
	struct site_counts count[SVC_COUNT];
	/* of one instance and family */
	int family; /* 0: all of both families */
	unsigned history, history_limit;
};

void site_summary_head(struct out *o, int family);
/* family 0: the counts of both. */
void site_summary_row(struct out *o, const char *name, int family, const struct site_counts *count);
void site_summary_tail(struct out *o, const struct site_totals *t);

#endif
