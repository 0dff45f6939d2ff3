/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NET_ROUTE_PRIV_H
#define NET_ROUTE_PRIV_H

/* Private to net: what route.c (wishes) and route_view.c (the mirror of the kernel) share. */

#include <sys/queue.h>

#include "lib/lpm.h"
#include "lispd/net/nlmsg.h"
#include "lispd/net/route.h"

#define ROUTE_MAX_CHANGED 64

/* One route of the kernel. */
struct kroute {
	struct kroute *next; /* same table and prefix: by metric */
	uint64_t since_ms;
	uint32_t metric, mtu;
	struct addr prefsrc;
	uint8_t type, protocol, scope;
	bool seen; /* during a resync */
	uint8_t n_hops;
	struct nl_hop hop[];
};

/* All routes to one prefix of one table. */
struct route_slot {
	uint32_t table;
	struct prefix prefix;
	struct kroute *first;
};

/* What somebody wants to be in the kernel. */
struct wish {
	struct wish *next;	   /* same table and prefix: by metric */
	TAILQ_ENTRY(wish) pending; /* while not installed */
	struct route_spec spec;	   /* metric as the kernel tells it back */
	bool installed;
};

TAILQ_HEAD(wish_list, wish);

/* The routes of one VRF. */
struct rvrf {
	TAILQ_ENTRY(rvrf) link;
	struct route_table *table;
	struct vrf *vrf;
	struct lpm *view;   /* struct route_slot by (table, prefix) */
	struct lpm *wishes; /* struct wish, a chain, the same way */
	struct wish_list pending;
	bool first_dump_done;
	bool stale;	  /* routes may have gone without a word: read all anew */
	uint32_t n_asked; /* requests since the news were read */
	bool dumping;	  /* changes are gathered here meanwhile */
	unsigned n_changed;
	struct prefix changed[ROUTE_MAX_CHANGED];
};

TAILQ_HEAD(rvrf_list, rvrf);

struct route_table {
	struct loop *loop;
	struct vrf_table *vrfs;
	struct iface_table *ifaces;
	struct rvrf_list list;
	struct route_listener *listeners;
	struct vrf_watch watch;
	struct iface_listener iface_listener;
	struct timer resync, retry;
	uint32_t dump_ms; /* how long the last dump took */
};

struct rvrf *route_find_vrf(const struct route_table *t, const struct vrf *v);
bool route_is_ours_table(uint32_t table);
uint32_t route_metric(int family, uint32_t metric); /* as the kernel tells it */

/* The view tells that a route has come or gone. */
void route_wish_seen(struct rvrf *rv, const struct nl_route *r, bool there);
struct wish *route_find_wish(const struct rvrf *rv, uint32_t table, const struct prefix *p,
			     uint32_t metric);
void route_want_resync(struct rvrf *rv);

void route_view_init(struct rvrf *rv);
void route_view_fini(struct rvrf *rv);
void route_view_message(struct rvrf *rv, const struct nlmsghdr *nlh);
void route_view_resync(struct rvrf *rv);
/* The first route with that metric, or NULL. */
struct kroute *route_view_find(const struct rvrf *rv, uint32_t table, const struct prefix *p,
			       uint32_t metric);
/* Each route that carries our mark. */
void route_view_each_ours(struct rvrf *rv,
			  void (*fn)(struct rvrf *rv, const struct route_slot *slot,
				     const struct kroute *k));

#endif
