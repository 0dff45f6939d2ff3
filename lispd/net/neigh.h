/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NET_NEIGH_H
#define NET_NEIGH_H

/* The kernel's neighbour tables (ARP, ND), read when somebody asks. */

#include "lispd/net/iface.h"

enum neigh_state { NEIGH_INCMP, NEIGH_REACH, NEIGH_STALE, NEIGH_DELAY, NEIGH_PROBE };

struct neigh {
	struct addr addr;
	int ifindex;
	bool has_mac;
	uint8_t mac[6];
	enum neigh_state state;
	uint64_t age_ms; /* since it was last confirmed */
};

struct neigh_list {
	struct neigh *entry; /* by address; owned */
	size_t n, cap;
};

/* All entries of a family in a VRF; none when the VRF is not up. Failed and permanent entries
 * (multicast groups) are left out. 0 or -errno. Free with neigh_fini() in both cases. */
int neigh_collect(struct vrf *v, int family, struct neigh_list *out);
/* Tells the kernel the MAC of an address, as heard and not confirmed. 0 or -errno. */
int neigh_set(struct vrf *v, int ifindex, const struct addr *a, const uint8_t mac[6]);
int neigh_del(struct vrf *v, int ifindex, const struct addr *a);
void neigh_fini(struct neigh_list *l);

#endif
