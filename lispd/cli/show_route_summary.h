/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_ROUTE_SUMMARY_H
#define CLI_SHOW_ROUTE_SUMMARY_H

/* show ip route summary: counting and printing. */

#include "lib/out.h"
#include "lispd/net/route.h"

#define SUMMARY_MAX_SOURCES 16

struct route_count {
	const char *name;
	unsigned n_networks, n_subnets; /* IPv6 has only the first */
};

struct route_summary {
	unsigned n_sources;
	struct route_count source[SUMMARY_MAX_SOURCES];
	unsigned n_local;  /* IPv6 */
	unsigned n_groups; /* classful networks that have subnets */
	struct prefix last_network;
	unsigned n_by_plen[129];
};

void route_summary_init(struct route_summary *s);
void route_summary_add(struct route_summary *s, const struct route_info *r); /* in table order */
void route_summary_print(struct out *o, const struct route_summary *s, const char *vrf,
			 unsigned id);
void route6_summary_print(struct out *o, const struct route_summary *s, const char *vrf,
			  unsigned id);

#endif
