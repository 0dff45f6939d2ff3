/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_DISCOVER_H
#define ROLE_DISCOVER_H

/*
 * auto-discover-rlocs: the locators that the other xTRs of the site have registered, as the
 * Map-Server's merged Map-Notifies tell them. They join our mapping in the database and in
 * Map-Replies, but are not registered by us: they would outlive the router that has them.
 */

#include "lispd/role/process.h"

struct discovered {
	TAILQ_ENTRY(discovered) link;
	struct eid eid;
	unsigned n;
	struct rloc rloc[LISP_MAX_CFG_LOCATORS];
};

/* An authenticated Map-Notify has this record. */
void discover_learn(struct lisp *l, const struct mapping *record);
const struct discovered *discover_find(const struct lisp *l, const struct eid *eid);
/* Forgets what no mapping wants any more. */
void discover_sweep(struct lisp *l);
void discover_fini(struct lisp *l);

#endif
