/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAP_REACH_H
#define MAP_REACH_H

/*
 * What we know about reaching each RLOC, shared by all mappings that name it. An RLOC is watched
 * while somebody holds it; the first look at its route comes on the next turn of the loop, and
 * again whenever routes change.
 */

#include "lib/loop.h"
#include "lib/lpm.h"

struct reach_path {
	char ifname[48];   /* IOS long name of the outgoing interface */
	struct addr local; /* our address towards the RLOC */
};

struct reach_rloc {
	struct addr addr;
	unsigned holders;
	bool known;  /* looked at once */
	bool up;     /* there is a route */
	bool silent; /* probes are not answered */
	struct reach_path path;
	uint64_t changed_ms;
	uint32_t n_changes;
	bool installed; /* first step of the first look is done */
	struct timer look;
	struct reach *reach;
};

enum reach_event {
	REACH_CREATED,
	REACH_INSTALLED,
	REACH_PATH,
	REACH_CHANGED,
	REACH_MOVED,
	REACH_PROBED,
};

struct reach_ops {
	bool (*route)(void *arg, const struct addr *a, struct reach_path *path);
	/* CREATED: watched now. INSTALLED: will be looked at. PATH: a path is known, before
	 * CHANGED, which says that up was decided or is different. MOVED: up as before, by another
	 * path. PROBED: silent is different. */
	void (*event)(void *arg, const struct reach_rloc *r, enum reach_event ev);
};

struct reach {
	struct lpm *tree;
	struct loop *loop;
	const struct reach_ops *ops;
	void *arg;
};

void reach_init(struct reach *r, struct loop *l, const struct reach_ops *ops, void *arg);
void reach_fini(struct reach *r);
void reach_hold(struct reach *r, const struct addr *a);
void reach_release(struct reach *r, const struct addr *a);
const struct reach_rloc *reach_find(const struct reach *r, const struct addr *a);
/* The one behind a in order of addresses, the first for NULL; a need not be watched. */
const struct reach_rloc *reach_next(const struct reach *r, const struct addr *a);
size_t reach_count(const struct reach *r);
bool reach_up(const struct reach *r, const struct addr *a); /* false while not known */
/* There is a route, and probes, if there are any, come back. */
bool reach_usable(const struct reach *r, const struct addr *a);
void reach_probed(struct reach *r, const struct addr *a, bool answered);
void reach_look_again(struct reach *r); /* routes changed */

#endif
