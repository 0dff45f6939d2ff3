/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_PORT_H
#define ROLE_PORT_H

/*
 * A mobility interface as the roles need it from the machine: a table of functions beside struct
 * role_host. What comes in there is told by mobility_seen(). arg is the one of the host.
 */

#include "lispd/role/host.h"

#define PORT_MAX_ADDRS 16

struct port_addr {
	struct addr addr;
	uint8_t plen;
};

struct port_state {
	char vrf[33]; /* "" = default */
	bool up;
	uint8_t mac[6];
	unsigned n_addrs;
	struct port_addr addr[PORT_MAX_ADDRS];
};

struct port_cfg {
	const char *ifname;
	const char *tun; /* where packets for absent hosts go */
	bool extended;	 /* the subnet is bridged to other sites */
	unsigned n_prefixes;
	const struct prefix *prefix;
};

struct port_host {
	/* False when there is no such interface, or it has no MAC. */
	bool (*state)(void *arg, const char *ifname, struct port_state *out);
	/* Watches senders in the prefixes and steers packets from there; may be repeated, with
	 * other settings. */
	void (*open)(void *arg, const struct port_cfg *cfg);
	void (*close)(void *arg, const char *ifname);
	/* The host is behind the interface: its route and its neighbour entry. */
	void (*local)(void *arg, const char *ifname, const struct addr *a, const uint8_t mac[6],
		      bool on);
	/* The host is behind another router: packets for it go to the TUN. */
	void (*away)(void *arg, const struct host_tun *t, const struct addr *a, bool on);
	void (*echo)(void *arg, const char *ifname, const struct addr *from, const struct addr *to,
		     const uint8_t mac[6], uint8_t ttl);
	void (*group)(void *arg, const char *ifname, const struct addr *group, bool join);
	/* A control message to the group, out of the interface, no farther than its link. */
	void (*notify)(void *arg, const char *ifname, const struct addr *from,
		       const struct addr *group, const void *data, size_t len);
};

#endif
