/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_MOBILITY_H
#define ROLE_MOBILITY_H

/*
 * Hosts that keep their address while they move between xTRs. An interface with "lisp mobility
 * NAME" is a port of the policy "dynamic-eid NAME"; a host whose address is in the policy's prefix
 * is discovered there, registered as a host route, and belongs to this site until it is heard of
 * elsewhere.
 */

#include "lispd/map/mapdb.h"
#include "lispd/net/sniff.h"
#include "lispd/role/ctl.h"

struct mobility;
struct mobility_port;

enum roamer_how { ROAMER_PACKET, ROAMER_NOTIFY };

/* A host of a policy: here, or known to be elsewhere. Owned by the mobility of its process. */
struct roamer {
	struct mobility *owner;
	struct eid eid;
	char policy[CFG_NAME];
	bool away;
	uint64_t since_ms; /* it is here, or away */
	/* here: */
	char ifname[CFG_IFNAME];
	uint8_t mac[6];
	enum roamer_how how;
	uint64_t last_ms;   /* frame from it; 0 = never */
	unsigned n_pending; /* echo requests without an answer */
	bool tell_group;
	struct timer timer; /* here: silence; away: the end of what we were told */
	/* changes between here and away, to notice an address that two hosts have */
	uint64_t moves_since_ms;
	unsigned n_moves;
};

/* --- working out ------------------------------------------------------------------------------ */

/* Brings ports and policies in line with what is configured; before the database is made. */
void mobility_apply(struct lisp *l);
/* What follows from the database: map-cache entries, news for the other xTRs of a LAN. */
void mobility_announce(struct lisp *l);
void mobility_free(struct lisp *l, bool keep_devices);
/* Puts the hosts that are here into the database. */
void mobility_add_mappings(struct lisp_inst *inst, int family);
/* The data plane's table of the instance is new. */
void mobility_publish(struct lisp_inst *inst);

/* --- events ----------------------------------------------------------------------------------- */

void mobility_seen(struct ctl *c, const char *ifname, const struct sniff_frame *f);
/* A Map-Notify that we did not ask for, from a map-server of ours and authentic. */
void mobility_notified(struct lisp *l, const struct msg_register *m);
/* A Map-Notify to a group. */
void mobility_group_notify(struct ctl *c, const struct ctl_in *in, const struct msg_register *m);
/* Somebody still sends data for a host that is away. */
void mobility_stale_sender(struct lisp *l, uint32_t iid, const struct addr *dst,
			   const struct addr *rloc);
/* clear lisp dynamic-eid: those of the policy and in the prefix, NULL: all. */
void mobility_clear(struct lisp *l, uint32_t iid, const char *name, const struct prefix *p);

/* --- asking ----------------------------------------------------------------------------------- */

/* In a policy's prefix, and not a host that is here: the database does not speak for it. */
bool mobility_is_elsewhere(const struct lisp *l, uint32_t iid, const struct addr *a);
bool mobility_is_policy(const struct lisp *l, const struct eid *eid); /* exactly its prefix */
struct roamer *mobility_find(const struct lisp *l, const struct eid *eid);
/* In order of addresses; the first for NULL. The key need not exist any more. */
struct roamer *mobility_next(const struct lisp *l, uint32_t iid, int family,
			     const struct addr *after);
/* The away table: prefixes of policies, and hosts that are elsewhere, ascending. */
struct mobility_away {
	struct prefix prefix;
	uint64_t since_ms;
};
bool mobility_away_next(const struct lisp *l, uint32_t iid, int family, const struct prefix *after,
			struct mobility_away *out);
/* The line that a host's locators were typed in; NULL for what is no host of a policy. */
const struct db_mapping_cfg *mobility_typed(const struct lisp *l, const struct eid *eid);
/* The policy that the EID is a known host of, or NULL. */
const struct dynamic_eid_cfg *mobility_policy_of(const struct lisp *l, const struct eid *eid);

#endif
