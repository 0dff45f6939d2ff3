/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SITE_VIEW_H
#define CLI_SITE_VIEW_H

/* What is shown of a map-server's EID prefixes: collected, printed, and written in JSON. */

#include "lib/json.h"
#include "lispd/map/site.h"
#include "lispd/role/cfg.h"
#include "lispd/role/process.h"

/* A row of the table: one EID prefix. */
struct site_row {
	const char *site;
	bool first; /* of its site: the name is printed */
	struct eid_buf eid;
	uint32_t iid;
	bool show_iid;
	uint64_t last_ms; /* ago; UINT64_MAX = never */
	struct endpoint who;
	bool up, some_down, reliable;
};

struct site_locator {
	struct rloc_buf addr;
	int family;
	uint8_t priority, weight;
	bool local, reachable;
};

struct site_etr { /* one registration */
	struct endpoint from;
	uint64_t last_ms; /* ago */
	uint32_t ttl_min;
	bool proxy_reply, want_notify, merge, security, reliable, has_id;
	uint8_t algorithm;
	uint64_t nonce, site_id;
	uint8_t xtr_id[16];
	unsigned n_locators;
	struct site_locator locator[LISP_MAX_CFG_LOCATORS];
};

#define SITE_MAX_ETRS 16 /* shown of one EID */

/* The detailed form of one EID prefix. */
struct site_detail {
	const char *site;
	struct eid_buf eid, cover; /* cover: whose more specific it is; "" when configured */
	uint32_t iid, route_tag;
	bool accepts_more_specifics;
	uint64_t first_ms, last_ms; /* ago; UINT64_MAX = never */
	uint32_t n_auth_failures, n_locator_mismatches;
	unsigned n_etrs;
	struct site_etr etr[SITE_MAX_ETRS];
};

void site_collect_row(const struct site_eid *se, bool show_iid, struct site_row *r);
void site_collect_detail(const struct site_eid *se, struct site_detail *d);
/* The rule of the Inst ID column: numbers as soon as one of them means something. */
bool site_shows_iids(const struct site_db *db);

void site_print_title(struct out *o);
void site_print_table_head(struct out *o);
void site_print_row(struct out *o, const struct site_row *r);
/* cfg NULL: nothing more is known about the site. */
void site_print_head(struct out *o, const char *name, const struct site_cfg *cfg, bool requested);
void site_print_detail(struct out *o, const struct site_detail *d);

/* One object of an array. */
void site_json_row(struct json *j, const struct site_row *r);
void site_json_detail(struct json *j, const struct site_detail *d);

#endif
