/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NET_RULE_H
#define NET_RULE_H

/*
 * Policy rules: which packets reach the tables of LISP, in the order of preference. Like routes
 * they are wishes: set once, put back when somebody flushes them, removed by a clean stop. They
 * carry FRA_PROTOCOL 176; a start adopts what is there.
 */

#include <stdbool.h>
#include <stdint.h>

#include "lib/loop.h"
#include "lib/prefix.h"
#include "lispd/net/ifname.h"
#include "lispd/net/vrf.h"

enum rule_pref {
	RULE_DYN = 400,	  /* iif = mobility interface or TUN -> ROUTE_DYN */
	RULE_AWAY = 401,  /* iif lo -> ROUTE_AWAY: the router's own packets to away hosts */
	RULE_ROAM = 402,  /* iif = mobility interface across subnets -> ROUTE_ROAM */
	RULE_MAIN = 410,  /* main without its default route */
	RULE_PITR = 420,  /* all sources -> ROUTE_PITR */
	RULE_ITR = 430,	  /* from a local EID prefix -> ROUTE_ITR */
	RULE_NULL0 = 440, /* -> ROUTE_NULL0 */
};

struct rule_spec {
	enum rule_pref pref;
	int family;		  /* AF_INET or AF_INET6 */
	char iif[IFNAME_DEV_LEN]; /* Linux device, need not exist; "" = any */
	struct prefix from;	  /* family 0: any source */
};

struct rule_table;

struct rule_table *rule_new(struct loop *loop, struct vrf_table *vrfs);
/* With withdraw our rules leave the kernel. */
void rule_free(struct rule_table *t, bool withdraw);

/* Idempotent. 0 when the kernel has the rule, else -errno and the wish stands. The table and what
 * else belongs to the rule follow from pref. */
int rule_set(struct rule_table *t, struct vrf *v, const struct rule_spec *s);
bool rule_del(struct rule_table *t, struct vrf *v, const struct rule_spec *s);
bool rule_is_set(const struct rule_table *t, const struct vrf *v, const struct rule_spec *s);
/* Rules with our mark that nobody wished go. */
void rule_sweep(struct rule_table *t, struct vrf *v);
/* How many the kernel has of ours. */
unsigned rule_count(const struct rule_table *t, const struct vrf *v);

#endif
