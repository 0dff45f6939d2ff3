/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NET_ROUTE_H
#define NET_ROUTE_H

/*
 * Routes, both ways. The view: what the kernel's tables of each VRF hold (main, local, ours), kept
 * by a dump and its news. The wishes: routes that parts of this program want there, under
 * protocol number 176; they are installed as soon as the kernel takes them, put back when somebody
 * removes them or a device returns, and removed by a clean stop.
 */

#include <stdbool.h>
#include <stdint.h>

#include "lib/loop.h"
#include "lib/prefix.h"
#include "lispd/net/iface.h"
#include "lispd/net/vrf.h"

#define ROUTE_PROTO 176 /* RTPROT_LISPD and FRA_PROTOCOL: what carries it is ours */
#define ROUTE_MAX_HOPS 8

/* Tables, per VRF; the rules of rule.h lead to them. */
enum {
	ROUTE_MAIN = 254,
	ROUTE_LOCAL = 255,
	ROUTE_ITR = 4341,   /* default to the TUN; throw = forward natively */
	ROUTE_DYN = 4342,   /* mobility */
	ROUTE_PITR = 4343,  /* what a proxy ITR attracts */
	ROUTE_NULL0 = 4344, /* Null0, behind the LISP rules */
	ROUTE_AWAY = 4345,  /* away hosts, for the router's own packets (rule iif lo) */
	ROUTE_ROAM = 4346,  /* prefixes whose hosts roam across subnets */
};

enum route_kind {
	ROUTE_UNICAST,
	ROUTE_THROW,	 /* look-up goes on with the next rule */
	ROUTE_BLACKHOLE, /* silently dropped */
	ROUTE_UNREACHABLE,
	ROUTE_PROHIBIT,
	ROUTE_TO_SELF, /* address of this router; view only */
};

/* Whose route it is, as show ip route tells it. */
enum route_source {
	ROUTE_CONNECTED, /* C */
	ROUTE_SELF,	 /* L */
	ROUTE_STATIC,	 /* S: ours, or the host's own static ones */
	ROUTE_LISP,	 /* l */
	ROUTE_OTHER,	 /* by protocol: DHCP, BGP, OSPF ... of another program */
};

struct route_hop {
	struct addr gateway;	 /* family 0: directly connected */
	char ifname[IFNAME_LEN]; /* canonical; "" = the kernel finds it by the gateway */
	bool onlink;		 /* gateway need not be in a subnet of the interface */
};

/* A wish. (VRF, table, prefix, metric) is its key. */
struct route_spec {
	uint32_t table;
	struct prefix prefix;
	uint32_t metric; /* 0 = the kernel's usual one */
	enum route_kind kind;
	unsigned n_hops; /* ROUTE_UNICAST only; more than one = equal shares */
	struct route_hop hop[ROUTE_MAX_HOPS];
	struct addr prefsrc; /* family 0: none */
	uint32_t mtu;	     /* 0: none */
	/* For the view only: */
	enum route_source source; /* ROUTE_STATIC, ROUTE_LISP; ROUTE_CONNECTED */
	uint8_t distance;	  /* administrative distance */
	uint32_t shown_metric;
	uint32_t tag;
	char shown_ifname[IFNAME_LEN]; /* e.g. "Null0" for a throw; "" = the hops' own */
};

/* One route as the view has it. */
struct route_info {
	struct prefix prefix;
	uint32_t table;
	enum route_kind kind;
	enum route_source source;
	uint8_t protocol; /* of the kernel: RTPROT_DHCP, RTPROT_BGP ... */
	uint8_t distance;
	uint32_t metric, tag; /* metric as to be shown: [distance/metric] */
	uint64_t since_ms;    /* loop_now_ms() when it came; 0: it was there before us */
	bool down;	      /* no hop has a carrier: IOS would not have it in its table */
	unsigned n_hops;
	struct route_hop hop[ROUTE_MAX_HOPS];
};

struct route_listener {
	/* Routes to p changed in main or local of v (any kind; p is exact, not what it covers).
	 * NULL: too many to tell, look at everything. Called from the loop and from inside
	 * route_set() and route_del(); anything may be called from it but route_free(). */
	void (*changed)(void *arg, struct vrf *v, const struct prefix *p);
	void *arg;
	struct route_listener *next; /* the table's */
};

struct route_table;

struct route_table *route_new(struct loop *loop, struct vrf_table *vrfs,
			      struct iface_table *ifaces);
/* With withdraw, all our routes leave the kernel: a clean stop. Without: a quick one, for a
 * successor who adopts them. */
void route_free(struct route_table *t, bool withdraw);
void route_listen(struct route_table *t, struct route_listener *l);
void route_unlisten(struct route_table *t, struct route_listener *l);

/* --- wishes ---------------------------------------------------------------------------------- */

/* Makes or replaces a wish. Idempotent: nothing is sent when the kernel has it so already. 0 when
 * the kernel has it; else -errno of the refusal, and the wish stands: it is tried again when
 * interfaces, addresses or routes change. -EINVAL: malformed, no wish made. */
int route_set(struct route_table *t, struct vrf *v, const struct route_spec *s);
/* Takes it back. False when there was no such wish. metric as in route_set(). */
bool route_del(struct route_table *t, struct vrf *v, uint32_t table, const struct prefix *p,
	       uint32_t metric);
bool route_is_installed(const struct route_table *t, const struct vrf *v, uint32_t table,
			const struct prefix *p, uint32_t metric);
/* Takes back all wishes of one table (ROUTE_ITR when the ITR goes, say). */
void route_clear(struct route_table *t, struct vrf *v, uint32_t table);
/* After the start's configuration and recovery: routes with our mark that nobody wished go. */
void route_sweep(struct route_table *t, struct vrf *v);

/* --- asking ---------------------------------------------------------------------------------- */

struct route_result {
	bool found;	 /* there is a way: unicast or to ourselves */
	bool is_default; /* the match was 0.0.0.0/0 or ::/0 */
	enum route_kind kind;
	uint32_t table;	      /* where the match was */
	struct prefix prefix; /* the match; host when the kernel did not tell */
	char ifname[IFNAME_LEN];
	int ifindex;
	struct addr gateway; /* family 0: directly connected */
	struct addr source;  /* what the kernel would send from */
	uint32_t mtu;	     /* of the path, as the kernel knows it; 0: not told */
};

/* What the kernel would do with a packet of our own to dst (src, if not NULL, is an address of
 * ours). Asks it now: some microseconds, not for every packet. Without a kernel: not found. */
void route_lookup(const struct route_table *t, const struct vrf *v, const struct addr *dst,
		  const struct addr *src, struct route_result *out);
/* Longest match in the view's tables (local before main), from memory, without routes that are
 * down. False: none. */
bool route_match(const struct route_table *t, const struct vrf *v, const struct addr *dst,
		 struct route_info *out);
/* Whether an EID prefix has a route: one equal to p, a more specific one, or a covering one that
 * is not a default is in main or local, is not down and is not one that LISP itself installed.
 * Null0 and connected ones count. */
bool route_covers(const struct route_table *t, const struct vrf *v, const struct prefix *p);
/* Exactly p in main (or local): the one with the lowest metric. */
bool route_exact(const struct route_table *t, const struct vrf *v, const struct prefix *p,
		 struct route_info *out);

/* The table of show ip route: best route per prefix in main and local, ascending by address then
 * length, without what is down, broadcast, multicast, loopback net and link-local prefixes. Fills
 * at most max rows behind `after` (NULL: from the beginning); returns how many. */
unsigned route_rib(const struct route_table *t, const struct vrf *v, int family,
		   const struct prefix *after, struct route_info *rows, unsigned max);
/* The best route per prefix of one table, down ones too, the same way: for ROUTE_ITR and friends. */
unsigned route_dump(const struct route_table *t, const struct vrf *v, uint32_t table, int family,
		    const struct prefix *after, struct route_info *rows, unsigned max);

#endif
