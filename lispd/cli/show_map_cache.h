/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_MAP_CACHE_H
#define CLI_SHOW_MAP_CACHE_H

/* show ip lisp map-cache: what is collected, and how it is printed. lig prints rows, too. */

#include "lib/json.h"
#include "lispd/dp/fib.h"
#include "lispd/map/mapcache.h"
#include "lispd/role/process.h"

enum cache_locator_state { CACHE_UP, CACHE_UP_SELF, CACHE_DOWN, CACHE_ADMIN_DOWN, CACHE_NO_ROUTE };

struct cache_locator {
	struct rloc_buf addr;
	uint8_t priority, weight;
	enum cache_locator_state state;
	uint64_t age_ms; /* of the state */
	/* for the detailed form */
	uint64_t change_ms, route_change_ms; /* ago; UINT64_MAX = never */
	uint32_t n_changes, n_route_changes;
	uint64_t probe_ms;	/* ago; UINT64_MAX = never */
	uint64_t rtt_ms;	/* of the last answer; UINT64_MAX = none */
	uint64_t next_probe_ms; /* from now; UINT64_MAX = none */
};

struct cache_row {
	struct eid_buf eid;
	uint64_t age_ms, expires_ms; /* UINT64_MAX = never */
	enum mapcache_source source;
	enum mapcache_state state;
	uint8_t action;
	bool to_petr; /* forward-native, and there is a PETR */
	unsigned n_locators;
	struct cache_locator locator[LISP_MAX_LOCATORS];
	/* for the detailed form */
	uint64_t modified_ms;	/* ago */
	struct addr map_source; /* family 0 = local */
	struct fib_counters counters;
};

void cache_collect(struct lisp_inst *inst, const struct mapcache_entry *e, struct cache_row *r);
void cache_print_head(struct out *o, const struct eid_table_text *table, int family, unsigned n);
void cache_print(struct out *o, const struct cache_row *r, bool detail);
void cache_json(struct json *j, const struct cache_row *r); /* one object of an array */

#endif
