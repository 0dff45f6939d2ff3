/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_ITR_ENTRY_H
#define ROLE_ITR_ENTRY_H

/* Private to the ITR's files: what they do to map-cache entries together. */

#include "lispd/role/debug.h"
#include "lispd/role/itr.h"

#define ITR_IDLE_MS 150000	   /* IOS: "Starting idle timer (delay 00:02:30)" */
#define ITR_STATIC_PERIOD_MS 60000 /* the default entry is made anew each minute */

#define eid_debug(l, e, state, ...)                                  \
	do {                                                         \
		if (log_debug_on(DEBUG_REMOTE_EID))                  \
			itr_eid_debug(l, e, "", state, __VA_ARGS__); \
	} while (0)

/* "Remote EID IID 0 prefix P, WHAT (sources: S, state: X, rlocs: N)." */
void itr_eid_debug(const struct lisp *l, const struct mapcache_entry *e, const char *sources,
		   const char *state, const char *fmt, ...) PRINTF_LIKE(5, 6);

/* A request for the entry's own prefix; tries 0 = until it is ended. */
bool itr_start_request(struct lisp *l, struct mapcache_entry *e, unsigned tries);
void itr_end_request(struct mapcache_entry *e);

/* Watches the mapping's locators, or stops watching. */
void itr_hold_locators(struct lisp *l, const struct mapping *m, bool on);
/* How many of the entry's locators have not been looked at yet. */
unsigned itr_locators_pending(struct lisp *l, const struct mapcache_entry *e);
/* Takes the present opinion about each locator into the entry. True when something changed. */
bool itr_update_locators(struct lisp *l, struct mapcache_entry *e);
/* Publishes a filled entry, now or when its locators are known. */
void itr_finish_install(struct lisp *l, struct mapcache_entry *e);
/* A mapping that came with the answer to a probe. */
void itr_learn_update(struct lisp *l, const struct mapping *m, const struct addr *from);
/* Deletes the map-cache entry that was idle longest of some; false when all are in use. */
bool itr_evict(void *arg);
/* The operator typed a map-cache line for it. */
bool itr_is_typed(struct lisp *l, const struct mapcache_entry *e);

#endif
