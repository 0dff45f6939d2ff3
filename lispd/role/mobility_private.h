/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_MOBILITY_PRIVATE_H
#define ROLE_MOBILITY_PRIVATE_H

/* Private to the files of mobility. */

#include "lib/lpm.h"
#include "lispd/role/mobility.h"
#include "lispd/role/port.h"

#define MOBILITY_MAX_PEERS 8
#define MOBILITY_MAX_GROUPS 8

struct port_prefix {
	struct prefix prefix;
	char policy[CFG_NAME];
	struct addr group; /* map-notify-group; family 0 = none */
};

/* An interface with policies of this process. Rebuilt in place when the configuration changes. */
struct mobility_port {
	TAILQ_ENTRY(mobility_port) link;
	struct mobility *owner;
	char ifname[CFG_IFNAME];
	uint32_t iid;
	struct port_state state;
	bool extended, no_arp, no_liveness;
	uint8_t liveness_ttl;
	unsigned n_prefixes;
	struct port_prefix prefix[SNIFF_MAX_PREFIXES];
	unsigned n_groups;
	struct addr group[MOBILITY_MAX_GROUPS]; /* joined */
	unsigned next_peer;
	struct addr peer[MOBILITY_MAX_PEERS]; /* xTRs of the LAN, by their Map-Notifies */
	struct rate new_hosts;
	struct timer down; /* the hosts go when it is over */
	bool marked;
};

/* A prefix of a policy, published. */
struct mobility_space {
	struct eid eid;
	uint64_t since_ms;
	bool marked;
};

struct mobility {
	struct lisp *l;
	struct lpm *roamers; /* struct roamer, by EID */
	TAILQ_HEAD(, mobility_port) ports;
	unsigned n_spaces;
	struct mobility_space *space; /* owned */
	struct timer cycle;	      /* group Map-Notifies */
	struct rate smrs, group_in;
};

const struct port_host *port_host(const struct lisp *l); /* NULL: none, in some tests */
struct mobility *mobility_get(struct lisp *l);
struct mobility_port *mobility_port(const struct lisp *l, const char *ifname);
/* The longest policy prefix of the port that holds the address; NULL when none does. */
const struct port_prefix *port_prefix_of(const struct mobility_port *p, const struct addr *a);
/* The line of the policy that has the host's prefix. */
const struct db_mapping_cfg *policy_mapping(const struct dynamic_eid_cfg *d, const struct addr *a);

/* mobility_port.c */
void ports_apply(struct mobility *m); /* makes and removes ports as configured */
void port_free(struct mobility_port *p, bool keep_devices); /* with its hosts */

/* roamer.c */
struct roamer *roamer_find(const struct mobility *m, const struct eid *eid);
/* The host is behind the port; mac may be NULL when nothing was heard of it yet. */
void roamer_arrive(struct mobility_port *p, const struct port_prefix *pp, const struct addr *a,
		   const uint8_t mac[6], enum roamer_how how);
/* It is behind another xTR. */
void roamer_leave(struct mobility *m, const struct eid *eid, const char *policy, uint32_t ttl_min);
void roamer_active(struct roamer *r, const uint8_t mac[6]);
void roamer_del(struct roamer *r);
void roamers_del(struct mobility *m, const char *ifname); /* of a port; NULL: all */
void roamer_publish(struct roamer *r);			  /* marks an away host in the data plane */

/* mobility_notify.c */
void mobility_tell_groups(struct mobility *m, bool all);

#endif
