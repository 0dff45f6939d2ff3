/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_NEIGH_H
#define CLI_SHOW_NEIGH_H

/* show ip arp, show ipv6 neighbors: what is collected, and how it is printed. */

#include "lib/out.h"
#include "lispd/net/neigh.h"

struct neigh_row {
	struct addr addr;
	bool own; /* an address of this router */
	bool has_mac;
	uint8_t mac[6];
	enum neigh_state state;
	uint64_t age_ms; /* UINT64_MAX: own */
	const char *ifname;
};

void arp_print_head(struct out *o);
void arp_print(struct out *o, const struct neigh_row *r);
void nd_print_head(struct out *o);
void nd_print(struct out *o, const struct neigh_row *r);

#endif
