/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NET_NLMSG_H
#define NET_NLMSG_H

/*
 * Private to net. rtnetlink messages to plain structs and back; pure. Writers build a request in
 * the caller's buffer; readers return false for what is malformed or of no interest.
 */

#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/prefix.h"
#include "lispd/net/ifname.h"

#define NL_PROTO 176 /* our mark on routes, rules and addresses */
#define NLMSG_BUF 4096
#define NL_MAX_ALTNAMES 8
#define NL_MAX_HOPS 8
#define NL_KIND_LEN 16

/* A buffer for one request of ours. */
struct nl_request {
	union {
		struct nlmsghdr nlh;
		uint8_t bytes[NLMSG_BUF];
	};
};

struct nl_link {
	int ifindex;
	unsigned flags; /* IFF_ */
	uint16_t hw_type;
	uint8_t operstate;
	uint32_t mtu;
	bool has_mac;
	uint8_t mac[6];
	char name[IFNAME_DEV_LEN];
	char kind[NL_KIND_LEN];			   /* "veth", "tun", "" */
	char altname[NL_MAX_ALTNAMES][IFNAME_LEN]; /* those that are short enough to be ours */
	unsigned n_altnames;
};

struct nl_addr {
	int ifindex;
	struct addr addr; /* of this end */
	uint8_t plen;
	uint8_t scope;
	uint32_t flags;	  /* IFA_F_ */
	uint8_t protocol; /* IFA_PROTO; 0 where the kernel knows none */
	bool expires;
};

struct nl_neigh {
	struct addr addr;
	int ifindex;
	uint16_t state; /* NUD_ */
	bool has_mac;
	uint8_t mac[6];
	uint32_t confirmed_ticks; /* ago, in USER_HZ */
};

struct nl_hop {
	struct addr gateway; /* family 0: none */
	int ifindex;
	uint8_t flags; /* RTNH_F_ */
};

struct nl_route {
	struct prefix prefix;
	uint32_t table;
	uint8_t type;	  /* RTN_ */
	uint8_t protocol; /* RTPROT_ */
	uint8_t scope;	  /* RT_SCOPE_ */
	uint32_t metric;
	struct addr prefsrc;
	uint32_t mtu;
	unsigned n_hops;
	struct nl_hop hop[NL_MAX_HOPS];
	bool odd;    /* has a source prefix or a TOS: not of our doing, not for our view */
	bool cached; /* IPv6: a learned exception, not a route */
};

struct nl_rule {
	int family;
	uint32_t pref, table;
	uint8_t action;	   /* FR_ACT_ */
	uint8_t protocol;  /* FRA_PROTOCOL */
	int suppress_plen; /* -1: none */
	char iif[IFNAME_DEV_LEN];
	struct prefix from; /* family 0: any */
	bool odd;	    /* selects by something that we never use */
};

struct nl_counters {
	uint64_t rx_packets, tx_packets, rx_bytes, tx_bytes, rx_errors, tx_errors, rx_dropped,
		tx_dropped, multicast, collisions, rx_length, rx_over, rx_crc, rx_frame, rx_fifo,
		tx_carrier;
};

bool nl_read_link(const struct nlmsghdr *nlh, struct nl_link *out);
bool nl_read_counters(const struct nlmsghdr *nlh, struct nl_counters *out);
bool nl_read_addr(const struct nlmsghdr *nlh, struct nl_addr *out);
bool nl_read_neigh(const struct nlmsghdr *nlh, struct nl_neigh *out);
bool nl_read_route(const struct nlmsghdr *nlh, struct nl_route *out);
bool nl_read_rule(const struct nlmsghdr *nlh, struct nl_rule *out);

/* Dump of links, addresses, neighbours, routes or rules: type RTM_GETLINK ... */
struct nlmsghdr *nl_dump(struct nl_request *r, unsigned type, int family);

/* Changes of one device. */
struct nlmsghdr *nl_link_query(struct nl_request *r, int ifindex);
struct nlmsghdr *nl_link_flags(struct nl_request *r, int ifindex, unsigned flags, unsigned mask);
struct nlmsghdr *nl_link_mtu(struct nl_request *r, int ifindex, uint32_t mtu);
struct nlmsghdr *nl_link_mac(struct nl_request *r, int ifindex, const uint8_t mac[6]);
struct nlmsghdr *nl_link_netns(struct nl_request *r, int ifindex, int netns_fd);
struct nlmsghdr *nl_link_altname(struct nl_request *r, int ifindex, const char *name);
struct nlmsghdr *nl_link_del(struct nl_request *r, int ifindex);
/* One IPv4 setting (IPV4_DEVCONF_) of a device; for where /proc/sys is read-only. */
struct nlmsghdr *nl_link_devconf(struct nl_request *r, int ifindex, unsigned key, uint32_t value);
/* No link-local address of the kernel's own making. */
struct nlmsghdr *nl_link_no_autoconf(struct nl_request *r, int ifindex);
/* kind "dummy"; "vlan" with parent and vid. */
struct nlmsghdr *nl_link_new(struct nl_request *r, const char *kind, const char *name, int parent,
			     unsigned vid);

/* Replaces what is known of the address; state NUD_. */
struct nlmsghdr *nl_neigh_new(struct nl_request *r, const struct nl_neigh *n);
struct nlmsghdr *nl_neigh_del(struct nl_request *r, const struct nl_neigh *n);
struct nlmsghdr *nl_addr_new(struct nl_request *r, const struct nl_addr *a);
struct nlmsghdr *nl_addr_del(struct nl_request *r, const struct nl_addr *a);

/* Replaces what stands under the same prefix, metric and table. */
struct nlmsghdr *nl_route_new(struct nl_request *r, const struct nl_route *route);
struct nlmsghdr *nl_route_del(struct nl_request *r, const struct nl_route *route);
/* The kernel's choice for dst; match: the route that it came from, else the outcome. */
struct nlmsghdr *nl_route_query(struct nl_request *r, const struct addr *dst,
				const struct addr *src, bool match);

struct nlmsghdr *nl_rule_new(struct nl_request *r, const struct nl_rule *rule);
struct nlmsghdr *nl_rule_del(struct nl_request *r, const struct nl_rule *rule);

#endif
