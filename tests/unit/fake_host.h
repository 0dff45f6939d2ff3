/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_FAKE_HOST_H
#define TESTS_UNIT_FAKE_HOST_H

/*
 * Routers without a kernel: struct role_host with scripted addresses and routes, a fake clock,
 * messages that are kept and, where the network is told to, delivered to one another, and TCP
 * connections between them. All routers of one network share the clock.
 */

#include "lispd/role/ctl.h"

struct fake;
struct fake_net;

#define FAKE_MAX_ROUTES 32

struct fake_sent {
	uint64_t at_ms;
	struct addr src;
	struct endpoint to;
	size_t len;
	uint8_t data[2048];
};

struct fake_route {
	struct prefix prefix;
	char ifname[32];
	struct addr local;
};

struct fake {
	struct fake_net *net;
	const char *name;
	struct role_env env;
	struct ctl ctl;
	unsigned n_local;
	struct addr local[8];
	unsigned n_down; /* addresses of interfaces that are down */
	struct addr down[8];
	struct addr loopback; /* of Loopback0; family 0 = none */
	unsigned n_routes;    /* of the locator table */
	struct fake_route route[FAKE_MAX_ROUTES];
	unsigned n_missing; /* EID prefixes without a route */
	struct prefix missing[8];
	uint64_t random; /* state of the generator */
	unsigned n_sent, sent_room;
	struct fake_sent *sent;
	bool deaf;			      /* takes no messages and connections */
	bool refuses_tcp;		      /* connections to it are closed at once */
	const struct conn_ops *tcp_ops;	      /* fake_replace_tcp_ops() */
	unsigned n_steered, n_native, n_tuns; /* calls that turned something on, less those off */
	unsigned n_attracted;		      /* prefixes of a proxy ITR */
	char state_dir[64];		      /* "" = none */
};

struct fake_net *fake_net_new(void);
void fake_net_free(struct fake_net *n); /* with its routers */
struct loop *fake_net_loop(struct fake_net *n);
/* Messages reach the router that has their destination address, on the next turn. */
void fake_net_deliver(struct fake_net *n, bool on);
/* Moves the clock; 0 runs what is due now. */
void fake_net_advance(struct fake_net *n, uint64_t ms);

/* A router with one address in 172.16.1.0/24 on GigabitEthernet2. */
struct fake *fake_new(struct fake_net *n, const char *name, const char *addr);
/* Ends the router and begins a new one with the same addresses, routes and state folder. */
void fake_restart(struct fake *f);
/* Gives it a folder for what survives a restart; removed with the network. */
void fake_keep_state(struct fake *f);
void fake_add_route(struct fake *f, const char *prefix);
void fake_del_route(struct fake *f, const char *prefix);
/* The EID table has no route for the prefix. */
void fake_no_eid_route(struct fake *f, const char *prefix);

/* A message comes in from the port. */
void fake_receive(struct fake *f, const char *from, uint16_t port, const void *data, size_t len);
void fake_forget_sent(struct fake *f);
/* The last message of a type that was sent, NULL when there is none; how many there are. */
const struct fake_sent *fake_last(const struct fake *f, unsigned type);
unsigned fake_count(const struct fake *f, unsigned type);

/* Ends all connections of the router, as if the cable was cut and both ends had noticed. */
void fake_cut_tcp(struct fake *f);
unsigned fake_tcp_count(const struct fake *f); /* connections that are up */
/* Connections that the router accepts are dealt with by ops instead of its role; NULL: by it. */
void fake_replace_tcp_ops(struct fake *f, const struct conn_ops *ops);
/* Connects without the role's knowledge. */
void fake_force_connect(struct fake *f, const char *peer);
/* The router's first connection gets these octets from its peer. */
void fake_tcp_inject(struct fake *f, const void *data, size_t len);

/* --- configuration, as the commands would make it -------------------------------------------- */

struct addr fake_addr(const char *text);
struct prefix fake_prefix(const char *text);
struct lisp *fake_lisp(struct fake *f); /* process 0, made when it is not there */
/* instance-id IID, service of the family: eid-table default or vrf ("" = default). */
struct service_cfg *fake_instance(struct fake *f, uint32_t iid, int family, const char *vrf);
/* itr and etr with a map-resolver and map-server. */
void fake_xtr(struct fake *f, int family, const char *server, const char *key);
void fake_mapping(struct fake *f, uint32_t iid, const char *eid, const char *rloc,
		  unsigned priority, unsigned weight);
void fake_map_server(struct fake *f, int family); /* and map-resolver */
struct site_cfg *fake_site(struct fake *f, const char *name, const char *key);
void fake_eid_record(struct fake *f, struct site_cfg *s, uint32_t iid, const char *eid,
		     bool accept_more_specifics);
void fake_settle(struct fake *f);

#endif
