/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAP_MAPDB_H
#define MAP_MAPDB_H

/*
 * The local EID database of one LISP process: what this router registers and answers for
 * (RFC 9301 5.5, 8.2). Entries are keyed (instance, family, prefix) and walk in that order.
 */

#include "lib/lpm.h"
#include "lib/loop.h"
#include "lispd/core/mapping.h"

enum mapdb_source { MAPDB_CFG_ADDR, MAPDB_CFG_INTF, MAPDB_AUTO };

struct mapdb_locator {
	enum mapdb_source source;
	bool self; /* an address of this router; else another xTR of the site */
};

struct mapdb_entry {
	struct mapping map; /* locators sorted; R and L flags kept up to date by the role */
	struct mapdb_locator locator[LISP_MAX_CFG_LOCATORS]; /* parallel to map.rloc */
	bool no_route; /* the EID table has no route for it (ios-config 6.4) */
	uint64_t created_ms, changed_ms;
	bool marked;	    /* for the owner's sweep */
	bool auto_discover; /* locators of other xTRs may join: registered to be merged */
};

struct mapdb_ops {
	void (*changed)(void *arg, const struct mapdb_entry *e); /* new or different */
	void (*removed)(void *arg, const struct mapdb_entry *e); /* about to be freed */
};

struct mapdb {
	struct lpm *tree;
	struct loop *loop;
	const struct mapdb_ops *ops;
	void *arg;
};

void mapdb_init(struct mapdb *db, struct loop *l, const struct mapdb_ops *ops, void *arg);
void mapdb_fini(struct mapdb *db); /* without callbacks */

/* Puts the mapping in, or takes over what differs; copies. Clears the entry's mark. */
void mapdb_set(struct mapdb *db, const struct mapping *m, const struct mapdb_locator *loc,
	       bool no_route);
void mapdb_mark_all(struct mapdb *db);
void mapdb_sweep(struct mapdb *db); /* removes what is still marked */

struct mapdb_entry *mapdb_find(const struct mapdb *db, const struct eid *eid);
struct mapdb_entry *mapdb_match(const struct mapdb *db, uint32_t iid, const struct addr *a);
/* The longest entry that covers the EID's prefix. */
struct mapdb_entry *mapdb_match_eid(const struct mapdb *db, const struct eid *eid);
struct mapdb_entry *mapdb_first(const struct mapdb *db, uint32_t iid, int family);
struct mapdb_entry *mapdb_next(const struct mapdb *db,
			       const struct mapdb_entry *e); /* same table */
/* The entry behind this key in the same table; the key need not exist any more. */
struct mapdb_entry *mapdb_after(const struct mapdb *db, const struct eid *eid);
/* First entry at or below the EID; mapdb_next_under() goes on. */
struct mapdb_entry *mapdb_first_under(const struct mapdb *db, const struct eid *eid);
struct mapdb_entry *mapdb_next_under(const struct mapdb *db, const struct eid *eid,
				     const struct mapdb_entry *e);
struct mapdb_entry *mapdb_first_all(const struct mapdb *db);
struct mapdb_entry *mapdb_next_all(const struct mapdb *db, const struct mapdb_entry *e);
/* Status bits of an entry: bit i = locator i is reachable (RFC 9300 5.3). */
uint32_t mapping_lsbs(const struct mapping *m);

#endif
