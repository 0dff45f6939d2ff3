/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAP_REGHIST_H
#define MAP_REGHIST_H

/*
 * The last registrations that came and went at a Map-Server, oldest first. The ring drops its
 * oldest event for a new one; an event's number says where a walk goes on.
 */

#include "lispd/core/eid.h"

#define REGHIST_LIMIT 1000

struct reg_event {
	uint64_t wall_ms; /* since 1970 */
	struct eid eid;
	struct addr source;
	bool gone;     /* deregistered or expired */
	bool reliable; /* by TCP */
	bool roamed;   /* another ETR had it */
};

struct reghist {
	struct reg_event *event; /* NULL until the first one */
	uint64_t n;		 /* events so far: the number of the next one */
};

void reghist_fini(struct reghist *h);
void reghist_add(struct reghist *h, const struct reg_event *e);
/* The event with this number, or the oldest one behind it; *number becomes its own. NULL at the
 * end. */
const struct reg_event *reghist_get(const struct reghist *h, uint64_t *number);
/* Events of one instance and family. */
unsigned reghist_count(const struct reghist *h, uint32_t iid, int family);

#endif
