/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/show_database.h"

#include <stdio.h>
#include <string.h>

#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/time_text.h"
#include "lispd/role/debug.h"
#include "lispd/role/etr.h"
#include "lispd/role/mobility.h"

#define ROWS_PER_SLICE 64
#define LOCATOR_WIDTH 8 /* at least */

/* --- collecting ------------------------------------------------------------------------------- */

void database_collect_head(struct lisp_inst *inst, int family, struct database_head *h)
{
	struct mapdb_entry *e = mapdb_first(&inst->lisp->db, inst->iid, family);

	*h = (struct database_head){ .table = eid_table_str(inst), .family = family };
	for (; e; e = mapdb_next(&inst->lisp->db, e)) {
		h->total++;
		h->no_route += e->no_route;
		h->lsbs |= mapping_lsbs(&e->map);
	}
	if (h->no_route == h->total)
		h->lsbs = 0;
}

static void collect_servers(struct lisp *l, const struct eid *eid, struct database_row *r)
{
	uint64_t now = loop_now_ms(l->env->loop);
	struct etr_server *s;

	TAILQ_FOREACH(s, &l->servers, link) {
		const struct etr_reg *reg = etr_reg_find(s, eid);

		if (!reg || r->n_servers == ARRAY_LEN(r->server))
			continue;
		r->server[r->n_servers++] = (struct database_server){
			.addr = addr_str(&s->addr),
			.acked_ms = reg->notified || reg->rt_acked ? now - reg->since_ms :
								     UINT64_MAX,
		};
	}
}

/* Where the locators were typed. */
static void collect_options(const struct lisp *l, const struct eid *eid, struct database_row *r)
{
	const struct db_mapping_cfg *cfg = lisp_typed_mapping(l, eid->iid, &eid->prefix);
	const struct dynamic_eid_cfg *policy = mobility_policy_of(l, eid);

	if (policy)
		snprintf(r->policy, sizeof(r->policy), "%s", policy->name);

	if (!cfg)
		return;
	r->inherits_set = !cfg->set[0] && !cfg->n_locators && l->cfg.default_set[0];
	snprintf(r->set, sizeof(r->set), "%s", r->inherits_set ? l->cfg.default_set : cfg->set);
	r->auto_discover = cfg->auto_discover;
	r->proxy = cfg->options.proxy;
	r->default_etr = cfg->options.default_etr;
}

void database_collect(struct lisp *l, const struct mapdb_entry *e, struct database_row *r)
{
	uint64_t now = loop_now_ms(l->env->loop);

	*r = (struct database_row){
		.eid = eid_str(&e->map.eid),
		.age_ms = now - e->created_ms,
		.changed_ms = now - e->changed_ms,
		.no_route = e->no_route,
		.n_locators = MIN_OF(e->map.n_rlocs, LISP_MAX_CFG_LOCATORS),
	};
	for (unsigned i = 0; i < r->n_locators; i++)
		r->locator[i] = (struct database_locator){
			.addr = rloc_str(&e->map.rloc[i]),
			.priority = e->map.rloc[i].priority,
			.weight = e->map.rloc[i].weight,
			.source = e->locator[i].source,
			.self = e->locator[i].self,
			.reachable = e->map.rloc[i].flags & RLOC_REACHABLE,
		};
	collect_options(l, &e->map.eid, r);
	collect_servers(l, &e->map.eid, r);
}

/* --- printing --------------------------------------------------------------------------------- */

void database_print_head(struct out *o, const struct database_head *h, bool warn)
{
	out(o, "LISP ETR %s Mapping Database for %s, LSBs: 0x%x\n", family_str(h->family),
	    h->table.s, h->lsbs);
	out(o, "Entries total %u, no-route %u, inactive 0\n\n", h->total, h->no_route);
	if (warn && h->total && h->no_route == h->total)
		out_str(o, "*** ALL ACTIVE LOCAL EID PREFIXES HAVE NO ROUTE ***\n"
			   "***    REPORTING LOCAL RLOCS AS UNREACHABLE     ***\n\n");
}

static const char *source_str(enum mapdb_source s)
{
	switch (s) {
	case MAPDB_CFG_ADDR:
		return "cfg-addr";
	case MAPDB_CFG_INTF:
		return "cfg-intf";
	case MAPDB_AUTO:
		return "auto-disc";
	}
	return "";
}

static const char *state_str(const struct database_locator *l)
{
	if (l->self)
		return l->reachable ? "site-self, reachable" : "site-self, unreachable";
	return l->reachable ? "site-other, report-reachable" : "site-other, report-unreachable";
}

static int column(const struct database_row *r)
{
	size_t width = LOCATOR_WIDTH;

	for (unsigned i = 0; i < r->n_locators; i++)
		width = MAX_OF(width, strlen(r->locator[i].addr.s));
	return (int)width;
}

static void print_servers(struct out *o, const struct database_row *r)
{
	size_t width = 0;

	if (!r->n_servers)
		return;
	for (unsigned i = 0; i < r->n_servers; i++)
		width = MAX_OF(width, strlen(r->server[i].addr.s));
	width = MAX_OF(width, strlen("Map-serv"));
	out(o, "  %-*.*s  %-15s%-5s%s\n", (int)width, (int)width, "Map-server", "Uptime", "ACK",
	    "Domain-ID");
	for (unsigned i = 0; i < r->n_servers; i++) {
		bool acked = r->server[i].acked_ms != UINT64_MAX;

		out(o, "  %-*s  %-15s%-5s%s\n", (int)width, r->server[i].addr.s,
		    acked ? span_str(r->server[i].acked_ms).s : "never", acked ? "Yes" : "No", "0");
	}
}

static void print_first_line(struct out *o, const struct database_row *r)
{
	out_str(o, r->eid.s);
	if (r->policy[0])
		out(o, ", dynamic-eid %s", r->policy);
	if (r->set[0])
		out(o, ", %slocator-set %s", r->inherits_set ? "inherited from default " : "",
		    r->set);
	if (r->auto_discover)
		out_str(o, ", auto-discover-rlocs");
	if (r->no_route)
		out_str(o, " *** NO ROUTE TO EID PREFIX ***");
	out(o, "%s%s\n", r->proxy ? ", proxy" : "", r->default_etr ? ", default-ETR" : "");
}

void database_print(struct out *o, const struct database_row *r, bool servers)
{
	int width = column(r);

	print_first_line(o, r);
	out(o, "  Uptime: %s, Last-change: %s\n  Domain-ID: unset\n", span_str(r->age_ms).s,
	    span_str(r->changed_ms).s);
	if (r->n_locators)
		out(o, "  %-*s  %-7s  %-11s%s\n", width, "Locator", "Pri/Wgt", "Source", "State");
	for (unsigned i = 0; i < r->n_locators; i++)
		out(o, "  %-*s  %3u/%-3u  %-11s%s\n", width, r->locator[i].addr.s,
		    r->locator[i].priority, r->locator[i].weight, source_str(r->locator[i].source),
		    state_str(&r->locator[i]));
	if (servers)
		print_servers(o, r);
}

/* --- JSON --------------------------------------------------------------------------------------- */

static const struct json_field head_fields[] = {
	JSON_FIELD(struct database_head, lsbs, JSON_U32, "locatorStatusBits"),
	JSON_FIELD(struct database_head, total, JSON_U32, "total"),
	JSON_FIELD(struct database_head, no_route, JSON_U32, "noRoute"),
	{ 0 },
};

static const struct json_field row_fields[] = {
	JSON_FIELD(struct database_row, eid, JSON_CHARS, "eid"),
	JSON_FIELD(struct database_row, age_ms, JSON_MS, "uptimeSeconds"),
	JSON_FIELD(struct database_row, changed_ms, JSON_MS, "lastChangeSeconds"),
	JSON_FIELD(struct database_row, no_route, JSON_BOOL, "noRoute"),
	JSON_FIELD(struct database_row, inherits_set, JSON_BOOL, "inheritsLocatorSet"),
	JSON_FIELD(struct database_row, auto_discover, JSON_BOOL, "autoDiscoverRlocs"),
	JSON_FIELD(struct database_row, proxy, JSON_BOOL, "proxy"),
	JSON_FIELD(struct database_row, default_etr, JSON_BOOL, "defaultEtr"),
	{ 0 },
};

static const struct json_field locator_fields[] = {
	JSON_FIELD(struct database_locator, addr, JSON_CHARS, "address"),
	JSON_FIELD(struct database_locator, priority, JSON_U8, "priority"),
	JSON_FIELD(struct database_locator, weight, JSON_U8, "weight"),
	JSON_FIELD(struct database_locator, self, JSON_BOOL, "self"),
	JSON_FIELD(struct database_locator, reachable, JSON_BOOL, "reachable"),
	{ 0 },
};

void database_json_head(struct json *j, const struct database_head *h)
{
	json_fields(j, head_fields, h);
}

void database_json(struct json *j, const struct database_row *r)
{
	json_object(j, NULL);
	json_fields(j, row_fields, r);
	json_str(j, "locatorSet", r->set[0] ? r->set : NULL);
	json_str(j, "dynamicEid", r->policy[0] ? r->policy : NULL);
	json_array(j, "locators");
	for (unsigned i = 0; i < r->n_locators; i++) {
		json_object(j, NULL);
		json_fields(j, locator_fields, &r->locator[i]);
		json_str(j, "source", source_str(r->locator[i].source));
		json_end(j);
	}
	json_end(j);
	json_array(j, "mapServers");
	for (unsigned i = 0; i < r->n_servers; i++) {
		json_object(j, NULL);
		json_str(j, "address", r->server[i].addr.s);
		json_bool(j, "acknowledged", r->server[i].acked_ms != UINT64_MAX);
		json_ms(j, "acknowledgedSeconds", r->server[i].acked_ms);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

/* --- commands --------------------------------------------------------------------------------- */

struct database_state {
	bool one, begun;
	struct prefix prefix; /* the one that is asked for; the last one printed */
};

static void show_row(struct show *v, struct lisp *l, const struct mapdb_entry *e, bool servers)
{
	struct database_row row;

	database_collect(l, e, &row);
	if (v->json)
		database_json(v->json, &row);
	else
		database_print(v->o, &row, servers);
}

static void show_one(struct show *v, struct lisp_inst *inst, const struct database_state *s)
{
	struct eid eid = eid_ip(inst->iid, &s->prefix);
	struct mapdb_entry *e = mapdb_match_eid(&inst->lisp->db, &eid);

	if (e)
		show_row(v, inst->lisp, e, true);
	else if (!v->json)
		out(v->o, "%% No local EID prefix in %s:%s matching %s\n",
		    family_str(s->prefix.addr.family), inst->vrf[0] ? inst->vrf : "Default",
		    prefix_str(&s->prefix).s);
}

static void show_head(struct show *v, struct lisp_inst *inst, int family, bool warn)
{
	struct database_head head;

	database_collect_head(inst, family, &head);
	if (!v->json) {
		database_print_head(v->o, &head, warn);
		return;
	}
	database_json_head(v->json, &head);
	json_array(v->json, "mappings");
}

static bool database_slice(struct show *v, struct lisp_inst *inst, int family, void *state)
{
	struct database_state *s = state;
	struct eid eid = eid_ip(inst->iid, &s->prefix);
	struct mapdb_entry *e;

	if (!s->begun)
		show_head(v, inst, family, !s->one);
	if (s->one) {
		show_one(v, inst, s);
		return false;
	}
	e = s->begun ? mapdb_after(&inst->lisp->db, &eid) :
		       mapdb_first(&inst->lisp->db, inst->iid, family);
	for (unsigned i = 0; e && i < ROWS_PER_SLICE; i++) {
		show_row(v, inst->lisp, e, false);
		s->prefix = e->map.eid.prefix;
		s->begun = true;
		e = mapdb_next(&inst->lisp->db, e);
	}
	return e != NULL;
}

static int show_database(struct cli *c, const struct args *a)
{
	struct database_state s = { 0 };

	s.one = scope_eid(a, &s.prefix);
	return show_tables(c, a, database_slice, &s, sizeof(s));
}

#define DATABASE_HELP                                \
	"database       LISP ETR mapping database\n" \
	"$eid           EID, or EID prefix\n"

const struct cli_cmd show_database_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_IP_LISP("database [" ARG_EID "]"),
		.help = SHOW_IP_LISP_HELP DATABASE_HELP,
		.run = show_database,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_LISP("database [" ARG_EID "]"),
		.help = SHOW_LISP_HELP DATABASE_HELP,
		.run = show_database,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
