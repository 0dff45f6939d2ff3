/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/show_service_summary.h"

#include <stdio.h>
#include <string.h>

#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"
#include "lispd/role/debug.h"

#define ROWS_PER_SLICE 32
#define FIGURE_END 55 /* the column where figures end, however long their labels are */

/* --- collecting ------------------------------------------------------------------------------- */

static const char *roles_str(const struct lisp_af *af)
{
	static const char *const name[16] = {
		"NONE",		 "ITR",	 "ETR", "ITR-ETR",  "PETR", "ITR-PETR",	 "ETR-PETR",
		"ITR-ETR-PETR",	 "PITR", "",	"ETR-PITR", "",	    "PITR-PETR", "",
		"ETR-PITR-PETR", "",
	};

	return name[af->itr | af->etr << 1 | af->proxy_etr << 2 | af->pitr << 3];
}

static void collect(struct lisp_inst *inst, int family, struct service_row *r)
{
	struct lisp *l = inst->lisp;
	struct mapdb_entry *d = mapdb_first(&l->db, inst->iid, family);
	struct mapcache_entry *e = mapcache_first(&l->cache, inst->iid, family);

	*r = (struct service_row){
		.ifname = inst->ifname,
		.roles = roles_str(lisp_af(inst, family)),
	};
	snprintf(r->vrf, sizeof(r->vrf), "%s", inst->vrf[0] ? inst->vrf : "default");
	for (; d; d = mapdb_next(&l->db, d)) {
		r->n_db++;
		r->n_no_route += d->no_route;
	}
	for (; e; e = mapcache_next(&l->cache, &e->eid)) {
		r->n_cache++;
		r->n_incomplete += e->state == MC_INCOMPLETE;
	}
}

static unsigned count_tables(const struct lisp *l, int family)
{
	const struct lisp_inst *inst;
	unsigned n = 0;

	TAILQ_FOREACH(inst, &l->insts, link)
		n += inst->af[svc_of_family(family)].active;
	return n;
}

static void add(struct service_sums *s, const struct service_row *r)
{
	s->n_tables++;
	s->n_db += r->n_db;
	s->n_cache += r->n_cache;
	s->n_incomplete_tables += r->n_incomplete > 0;
}

/* --- printing --------------------------------------------------------------------------------- */

static struct text_buf percent_str(unsigned part, unsigned whole)
{
	unsigned tenths = whole ? (unsigned)((uint64_t)part * 1000 / whole) : 0;
	struct text_buf t;

	if (!whole)
		snprintf(t.s, sizeof(t.s), "0%%");
	else if (tenths == 1000)
		snprintf(t.s, sizeof(t.s), "100%%");
	else
		snprintf(t.s, sizeof(t.s), "%u.%u%%", tenths / 10, tenths % 10);
	return t;
}

void service_summary_head(struct out *o, unsigned process, unsigned n_instances)
{
	out(o, "Router-lisp ID:   %u\nInstance count:   %u\n", process, n_instances);
	out_str(o, "Key: DB - Local EID Database entry count (@ - RLOC check pending\n"
		   "                                          * - RLOC consistency problem),\n"
		   "     DB no route - Local EID DB entries with no matching RIB route,\n"
		   "     Cache - Remote EID mapping cache size, IID - Instance ID,\n"
		   "     Role - Configured Role\n\n"
		   "                      Interface    DB  DB no  Cache Incom Cache\n"
		   "EID VRF name             (.IID)  size  route   size plete  Idle Role\n");
}

void service_summary_row(struct out *o, const struct service_row *r)
{
	out(o, "%-17s%14s%6u%7u%7u%6s%6s %s\n", r->vrf, r->ifname, r->n_db, r->n_no_route,
	    r->n_cache, percent_str(r->n_incomplete, r->n_cache).s,
	    percent_str(r->n_idle, r->n_cache).s, r->roles);
}

static void figure(struct out *o, const char *label, unsigned n, const char *remark)
{
	out(o, "%s%*u%s\n", label, FIGURE_END - (int)strlen(label), n, remark);
}

void service_summary_tail(struct out *o, const struct service_sums *s)
{
	out_char(o, '\n');
	figure(o, "Number of eid-tables:", s->n_tables, "");
	figure(o, "Total number of database entries:", s->n_db, " (inactive 0)");
	figure(o, "EID-tables with inconsistent locators:", 0, "");
	figure(o, "Total number of map-cache entries:", s->n_cache, "");
	figure(o, "EID-tables with incomplete map-cache entries:", s->n_incomplete_tables, "");
	figure(o, "EID-tables pending map-cache update to FIB:", 0, "");
}

/* --- JSON --------------------------------------------------------------------------------------- */

static const struct json_field row_fields[] = {
	JSON_FIELD(struct service_row, vrf, JSON_CHARS, "vrf"),
	JSON_FIELD(struct service_row, ifname, JSON_TEXT, "interface"),
	JSON_FIELD(struct service_row, n_db, JSON_U32, "databaseSize"),
	JSON_FIELD(struct service_row, n_no_route, JSON_U32, "databaseNoRoute"),
	JSON_FIELD(struct service_row, n_cache, JSON_U32, "mapCacheSize"),
	JSON_FIELD(struct service_row, n_incomplete, JSON_U32, "mapCacheIncomplete"),
	JSON_FIELD(struct service_row, n_idle, JSON_U32, "mapCacheIdle"),
	JSON_FIELD(struct service_row, roles, JSON_TEXT, "roles"),
	{ 0 },
};

static const struct json_field sum_fields[] = {
	JSON_FIELD(struct service_sums, n_tables, JSON_U32, "instances"),
	JSON_FIELD(struct service_sums, n_db, JSON_U32, "databaseSize"),
	JSON_FIELD(struct service_sums, n_cache, JSON_U32, "mapCacheSize"),
	{ 0 },
};

/* --- commands ----------------------------------------------------------------------------------- */

struct summary_state {
	bool begun;
	uint32_t at_iid;
	struct service_sums sums;
};

static void show_row(struct show *v, struct lisp_inst *inst, int family, struct summary_state *st)
{
	struct service_row row;

	collect(inst, family, &row);
	add(&st->sums, &row);
	if (!v->json) {
		service_summary_row(v->o, &row);
		return;
	}
	json_object(v->json, NULL);
	json_u64(v->json, "instanceId", inst->iid);
	json_fields(v->json, row_fields, &row);
	json_end(v->json);
}

static void show_tail(struct show *v, const struct service_sums *sums)
{
	if (!v->json) {
		service_summary_tail(v->o, sums);
		return;
	}
	json_end(v->json);
	json_fields(v->json, sum_fields, sums);
}

static bool summary_slice(struct show *v, struct lisp *l, int family, void *state)
{
	struct summary_state *st = state;
	bool begun = st->begun;
	struct lisp_inst *inst;
	unsigned shown = 0;

	if (!begun && v->json)
		json_array(v->json, "eidTables");
	else if (!begun)
		service_summary_head(v->o, l->id, count_tables(l, family));
	TAILQ_FOREACH(inst, &l->insts, link) {
		if (!lisp_af(inst, family)->active || (begun && inst->iid <= st->at_iid))
			continue;
		if (shown++ == ROWS_PER_SLICE)
			return true;
		show_row(v, inst, family, st);
		st->begun = true;
		st->at_iid = inst->iid;
	}
	show_tail(v, &st->sums);
	return false;
}

static int show_summary(struct cli *c, const struct args *a)
{
	struct summary_state st = { 0 };

	return show_processes(c, a, summary_slice, &st, sizeof(st));
}

const struct cli_cmd show_service_summary_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp [" SCOPE_PROCESS "] service (ipv4|ipv6) summary",
		.help = "lisp           Locator/ID Separation Protocol\n" SCOPE_PROCESS_HELP
			"service        Service of an address family\n"
			"ipv4           IPv4 EIDs\n"
			"ipv6           IPv6 EIDs\n"
			"summary        Counts\n",
		.run = show_summary,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp [" SCOPE_PROCESS "] eid-table summary [(ipv4|ipv6)]",
		.help = "lisp           Locator/ID Separation Protocol\n" SCOPE_PROCESS_HELP
			"eid-table      EID table\n"
			"summary        Counts\n"
			"ipv4           IPv4 EIDs\n"
			"ipv6           IPv6 EIDs\n",
		.run = show_summary,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
