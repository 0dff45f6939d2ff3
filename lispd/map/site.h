/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAP_SITE_H
#define MAP_SITE_H

/*
 * The Map-Server's store: sites with their allowed EID prefixes, and what ETRs registered for
 * them (RFC 9301 8.2, 8.3). A configured EID prefix is a site_eid from the moment it is typed; a
 * more specific one that "accept-more-specifics" lets in is a site_eid as long as it has a
 * registration. Each ETR has a registration of its own per EID, told apart by xTR-ID, or by
 * address when it sends none.
 */

#include <sys/queue.h>

#include "lib/loop.h"
#include "lib/lpm.h"
#include "lispd/core/mapping.h"
#include "lispd/map/reghist.h"

struct site_db;
struct site_eid;

struct site_reg {
	TAILQ_ENTRY(site_reg) link;
	struct site_eid *se;
	bool has_id;
	uint8_t xtr_id[16];
	uint64_t site_id;
	struct endpoint from; /* who sent it: RLOC and port, of the session when reliable */
	struct addr to;	      /* our address that it came to */
	struct mapping map;
	bool proxy_reply, want_notify, merge, ttl_timeout, security;
	bool reliable; /* came by TCP: does not age while the session is up */
	uint8_t algorithm, key_id;
	uint64_t nonce;
	uint64_t last_ms;
	struct addr watched; /* the owner's: which RLOC it watches for this ETR */
	struct timer expiry;
};

struct site_eid {
	struct eid eid;
	struct site *site;
	bool configured;
	bool accept_more_specifics;
	bool marked; /* for the owner's sweep */
	uint32_t route_tag;
	bool iid_typed;		    /* instance-id was given, also 0 */
	uint64_t first_ms, last_ms; /* 0 = never */
	struct endpoint last_from;
	uint32_t n_auth_failures, n_locator_mismatches;
	TAILQ_HEAD(, site_reg) regs; /* latest first */
	TAILQ_ENTRY(site_eid) link;  /* in the site, by EID */
};

struct site {
	TAILQ_ENTRY(site) link;
	struct site_db *db;
	char *name;
	void *role; /* the Map-Server's: keyed contexts */
	TAILQ_HEAD(site_eid_list, site_eid) eids;
};

struct site_db_ops {
	void (*registered)(void *arg, struct site_reg *r, bool is_new); /* new or changed */
	void (*removed)(void *arg, struct site_reg *r, bool expired);	/* about to be freed */
	void (*site_removed)(void *arg, struct site *s);		/* free s->role */
};

struct site_db {
	struct lpm *tree; /* site_eid by EID */
	TAILQ_HEAD(, site) sites;
	struct loop *loop;
	const struct site_db_ops *ops;
	void *arg;
	size_t n_regs, limit; /* registrations in all */
	uint64_t n_refused;   /* at the limit */
	struct reghist history;
};

void site_db_init(struct site_db *db, struct loop *l, const struct site_db_ops *ops, void *arg);
void site_db_fini(struct site_db *db);

struct site *site_add(struct site_db *db, const char *name); /* or the one that is there */
struct site *site_find(const struct site_db *db, const char *name);
void site_del(struct site *s); /* with its EIDs and registrations */

/* Configures an EID prefix. NULL when another site has it. */
struct site_eid *site_eid_add(struct site *s, const struct eid *eid);
void site_eid_del(struct site_eid *se); /* with its registrations */
/* The lowest instance ID behind after, or of all when after is NULL, that has an EID prefix. */
bool site_next_iid(const struct site_db *db, const uint32_t *after, uint32_t *iid);
struct site_eid *site_eid_find(const struct site_db *db, const struct eid *eid);
/* The longest site_eid that covers the EID. */
struct site_eid *site_eid_match(const struct site_db *db, const struct eid *eid);
struct site_eid *site_eid_cover(const struct site_eid *se); /* the next shorter one, or NULL */
/*
 * Where a registration of this EID belongs: the configured prefix, or the configured cover that
 * accepts more specifics. NULL: not allowed.
 */
struct site_eid *site_eid_allowed(const struct site_db *db, const struct eid *eid);

/* The registration of this ETR for the EID, or NULL. */
struct site_reg *site_reg_find(const struct site_eid *se, const struct site_reg *like);
/*
 * Takes a registration in: finds or makes the site_eid below allowed, finds or makes the ETR's
 * own registration, copies the values of like (its map is copied, too). timeout_ms 0: none.
 * NULL at the limit.
 */
struct site_reg *site_register(struct site_eid *allowed, const struct eid *eid,
			       const struct site_reg *like, uint64_t timeout_ms);
void site_reg_age(struct site_reg *r, uint64_t timeout_ms); /* (re)starts its ageing */
void site_reg_del(struct site_reg *r);
/* The registration that answers: the latest one with locators; NULL when nobody registered. */
struct site_reg *site_eid_best(const struct site_eid *se);
/* First registration below the site; for walks use eids and regs lists. */

/* The least specific prefix that holds eid and overlaps no site prefix but those that cover it. */
struct prefix site_hole(const struct site_db *db, const struct eid *eid);

#endif
