/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAP_MAPCACHE_H
#define MAP_MAPCACHE_H

/*
 * The map-cache of one LISP process: learned, static, negative and still unresolved entries,
 * keyed (instance, family, prefix). Every entry has its own expiry; the store calls back when an
 * entry changes or goes. Limits: a learned entry is refused at the limit unless a learned one
 * can make room; static entries never make room.
 */

#include "lib/hash.h"
#include "lib/loop.h"
#include "lib/lpm.h"
#include "lispd/core/mapping.h"

struct pending;

enum mapcache_source {
	MC_STATIC_MAP_REQUEST, /* 0.0.0.0/0 of an ITR, map-cache P map-request */
	MC_STATIC,
	MC_SITE_REGISTRATION, /* of the map-server on this router */
	MC_DYNAMIC_EID,	      /* the prefix of a policy: its hosts are asked for */
	MC_MAP_REPLY,
	MC_SIGNAL, /* a data packet asked; nothing is known yet */
};

enum mapcache_state {
	MC_INCOMPLETE,
	MC_COMPLETE,
	MC_NEGATIVE, /* map.action says what happens */
};

struct mapcache_rloc { /* parallel to map.rloc */
	uint64_t up_since_ms, state_change_ms;
	uint32_t n_state_changes;
	bool up;       /* reachable as far as we know; false also for R = 0 */
	bool no_route; /* no route to it in the locator table */
	bool lsb_down; /* data from the site says that it is down (RFC 9300 10) */
};

struct mapcache_entry {
	struct eid eid;
	enum mapcache_source source;
	enum mapcache_state state;
	struct mapping map;
	struct mapcache_rloc *rloc;
	struct addr map_source; /* who sent the Map-Reply; family 0 = local */
	uint64_t created_ms, modified_ms;
	uint64_t signal_ms;  /* last data packet that missed */
	uint64_t asked_ms;   /* last Map-Request for exactly this prefix, probes included */
	uint32_t lsbs;	     /* locators up, as debug and CEF print them */
	struct timer expiry; /* not armed = never */
	struct timer idle;   /* IOS: 2 minutes 30 */
	struct mapcache *cache;
	bool refreshing;	 /* a request for its own prefix is out */
	struct pending *request; /* what is out for it, or NULL; the ITR's */
};

struct mapcache_ops {
	void (*added)(void *arg, const struct mapcache_entry *e); /* still empty; may be NULL */
	void (*changed)(void *arg, struct mapcache_entry *e);
	void (*removed)(void *arg, struct mapcache_entry *e); /* about to be freed */
	/* The TTL is over. True: keep it (a refresh is under way), the owner re-arms. */
	bool (*expired)(void *arg, struct mapcache_entry *e);
	void (*idle)(void *arg, struct mapcache_entry *e);
	/* At the limit: deletes a learned entry that nobody misses, if there is one; may be NULL. */
	bool (*make_room)(void *arg);
};

struct mapcache {
	struct lpm *tree;
	struct loop *loop;
	const struct mapcache_ops *ops;
	void *arg;
	struct hash tables; /* instance and family -> how many entries */
	size_t limit;	    /* learned entries */
	size_t n_learned;
	uint64_t n_refused; /* at the limit */
};

void mapcache_init(struct mapcache *mc, struct loop *l, const struct mapcache_ops *ops, void *arg);
void mapcache_fini(struct mapcache *mc); /* without callbacks */

/* Finds or makes an entry for exactly this EID, incomplete at first. NULL at the limit. The
 * caller fills it and calls mapcache_changed(). */
struct mapcache_entry *mapcache_get(struct mapcache *mc, const struct eid *eid,
				    enum mapcache_source source);
/* Takes the record over (copies): locators, action, version; state complete or negative. All
 * locators start with up = R flag and an address. */
void mapcache_fill(struct mapcache_entry *e, const struct mapping *m, const struct addr *source);
void mapcache_changed(struct mapcache_entry *e);
void mapcache_del(struct mapcache_entry *e);
/* TTL in ms from now; UINT64_MAX = never. */
void mapcache_expire_in(struct mapcache_entry *e, uint64_t ms);

struct mapcache_entry *mapcache_find(const struct mapcache *mc, const struct eid *eid);
struct mapcache_entry *mapcache_match(const struct mapcache *mc, const struct eid *eid);
struct mapcache_entry *mapcache_first(const struct mapcache *mc, uint32_t iid, int family);
/* The entry behind this key in the same table; the key need not exist any more. */
struct mapcache_entry *mapcache_next(const struct mapcache *mc, const struct eid *eid);
struct mapcache_entry *mapcache_first_under(const struct mapcache *mc, const struct eid *eid);
struct mapcache_entry *mapcache_next_under(const struct mapcache *mc, const struct eid *outer,
					   const struct eid *eid);
struct mapcache_entry *mapcache_first_all(const struct mapcache *mc);
struct mapcache_entry *mapcache_next_all(const struct mapcache *mc, const struct eid *eid);
unsigned mapcache_count(const struct mapcache *mc, uint32_t iid, int family);

#endif
