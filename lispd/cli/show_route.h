/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_ROUTE_H
#define CLI_SHOW_ROUTE_H

/* show ip route, show ipv6 route: the printing. now_ms is loop_now_ms(). */

#include "lib/json.h"
#include "lib/out.h"
#include "lispd/net/route.h"

/* The routes of one classful network, which share a heading. */
struct route_group {
	struct prefix network; /* the classful one */
	unsigned n, n_masks;
	uint8_t plen; /* of all of them, when n_masks is 1 */
	bool heading; /* false: a lone route, printed with its length */
};

/* The group that a route belongs to, still without counts; false for a supernet or the default
 * route, which stand alone. */
bool route_group_of(const struct prefix *p, struct prefix *network);

void route_print_codes(struct out *o, const char *vrf);
/* def NULL: there is no default route. */
void route_print_gateway(struct out *o, const struct route_info *def);
void route_print_group(struct out *o, const struct route_group *g);
/* g NULL or without heading: alone. */
void route_print(struct out *o, const struct route_info *r, const struct route_group *g,
		 uint64_t now_ms);
void route_print_entry(struct out *o, const struct route_info *r, uint64_t now_ms);

/* One route, in JSON. */
void route_write(struct json *j, const struct route_info *r, uint64_t now_ms);
/* "static", "connected", "ospf" */
const char *route_source_str(const struct route_info *r);

void route6_print_head(struct out *o, const char *vrf, unsigned n);
void route6_print(struct out *o, const struct route_info *r);

#endif
