/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_DATABASE_H
#define CLI_SHOW_DATABASE_H

/* show ip lisp database: what is collected, and how it is printed. */

#include "lib/json.h"
#include "lispd/map/mapdb.h"
#include "lispd/role/process.h"

struct database_head {
	struct eid_table_text table;
	int family;
	uint32_t lsbs;
	unsigned total, no_route;
};

struct database_locator {
	struct rloc_buf addr;
	uint8_t priority, weight;
	enum mapdb_source source;
	bool self, reachable;
};

struct database_server { /* one map-server that the EID is registered with */
	struct addr_buf addr;
	uint64_t acked_ms; /* ago; UINT64_MAX = never */
};

struct database_row {
	struct eid_buf eid;
	uint64_t age_ms, changed_ms; /* ago */
	bool no_route;
	char policy[CFG_NAME]; /* of a dynamic EID; "" = it is none */
	char set[CFG_NAME];    /* its locator-set; "" = none */
	bool inherits_set;     /* the default one */
	bool auto_discover, proxy, default_etr;
	unsigned n_locators, n_servers;
	struct database_locator locator[LISP_MAX_CFG_LOCATORS];
	struct database_server server[2 * CFG_MAX_SERVERS];
};

void database_collect_head(struct lisp_inst *inst, int family, struct database_head *h);
void database_collect(struct lisp *l, const struct mapdb_entry *e, struct database_row *r);

void database_print_head(struct out *o, const struct database_head *h, bool warn);
void database_print(struct out *o, const struct database_row *r, bool servers);

void database_json_head(struct json *j, const struct database_head *h);
void database_json(struct json *j, const struct database_row *r); /* one object of an array */

#endif
