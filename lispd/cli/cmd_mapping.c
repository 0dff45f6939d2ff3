/* SPDX-License-Identifier: GPL-3.0-or-later */
/* database-mapping and map-cache: prefixes and their locators. */
#include <stdio.h>
#include <string.h>

#include "lispd/cli/block.h"
#include "lispd/cli/locator_line.h"
#include "lispd/cli/mapping_line.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/service_view.h"
#include "lispd/cli/tables.h"

/* Where the line belongs, and the prefix it is about. */
static bool where(struct cli *c, const struct args *a, struct service_block *b, struct prefix *eid)
{
	arg_prefix(a, "eid", eid);
	return block_mapping(c, a, eid, b);
}

static int removed(const struct service_block *b)
{
	block_drop_headless(b->l, b->iid);
	return CLI_OK;
}

/* --- database-mapping ------------------------------------------------------------------------- */

static int run_database_mapping(struct cli *c, const struct args *a)
{
	struct service_block b;
	struct locator_cfg loc;
	struct prefix eid;
	bool given;

	if (!where(c, a, &b, &eid))
		return CLI_FAIL;
	given = locator_read(a, &loc);
	if (is_off(a)) {
		lisp_del_mapping(b.l, b.s, &eid, given ? &loc : NULL);
		return removed(&b);
	}
	if (loc.kind == LOCATOR_INTERFACE)
		block_await_iface(c, a, loc.ifname);
	return block_result(c, lisp_set_mapping(b.l, b.s, b.svc, &eid, &loc));
}

static int run_mapping_set(struct cli *c, const struct args *a)
{
	struct mapping_options options = mapping_read_options(a);
	const char *set = arg_str(a, "set");
	const struct db_mapping_cfg *m;
	struct service_block b;
	struct prefix eid;

	if (!where(c, a, &b, &eid) || (set && !locator_name_ok(c, "locator-set", set)))
		return CLI_FAIL;
	if (is_off(a)) {
		m = lisp_typed_mapping(b.l, b.iid, &eid);
		if (m && (!set || strcmp(m->set, set) == 0))
			lisp_del_mapping(b.l, b.s, &eid, NULL);
		return removed(&b);
	}
	block_await_locator_set(a, b.l, set);
	return block_result(c, lisp_set_mapping_set(b.l, b.s, b.svc, &eid, set, &options));
}

static int run_mapping_discover(struct cli *c, const struct args *a)
{
	struct service_block b;
	struct prefix eid;

	if (!where(c, a, &b, &eid))
		return CLI_FAIL;
	if (!is_off(a))
		return block_result(c, lisp_set_mapping_discover(b.l, b.s, b.svc, &eid, true));
	lisp_set_mapping_discover(b.l, b.s, b.svc, &eid, false);
	return removed(&b);
}

static void write_database_mapping(struct cli_writer *w, const void *obj)
{
	mapping_write(w, service_of(obj)->mapping, service_of(obj)->n_mappings);
}

/* --- map-cache -------------------------------------------------------------------------------- */

static enum static_map_action read_action(const struct args *a)
{
	if (arg_has(a, "map-request"))
		return STATIC_MAP_REQUEST;
	if (arg_has(a, "drop"))
		return STATIC_DROP;
	return arg_has(a, "native-forward") ? STATIC_NATIVE : STATIC_LOCATORS;
}

static int run_map_cache(struct cli *c, const struct args *a)
{
	struct service_block b;
	struct locator_cfg loc;
	struct prefix eid;
	bool given;

	if (!where(c, a, &b, &eid))
		return CLI_FAIL;
	given = locator_read(a, &loc);
	if (is_off(a)) {
		lisp_del_static_map(b.l, b.s, &eid, given ? &loc : NULL);
		return removed(&b);
	}
	return block_result(c, lisp_set_static_map(b.l, b.s, &eid, read_action(a), &loc));
}

static void write_map_cache(struct cli_writer *w, const void *obj)
{
	static_map_write(w, service_of(obj)->map_cache, service_of(obj)->n_static);
}

/* --- of the other family, or of none ---------------------------------------------------------- */

static int run_wrong_family(struct cli *c, const struct args *a UNUSED)
{
	return block_result(c, CFG_WRONG_FAMILY);
}

/* --- an eid-table block ----------------------------------------------------------------------- */

void instance_write_mappings(struct cli_writer *w, const struct instance_cfg *i)
{
	for (int svc = 0; svc < SVC_COUNT; svc++)
		mapping_write(w, i->service[svc].mapping, i->service[svc].n_mappings);
	for (int svc = 0; svc < SVC_COUNT; svc++)
		static_map_write(w, i->service[svc].map_cache, i->service[svc].n_static);
}

static void write_table(struct cli_writer *w, const void *obj)
{
	const struct instance_cfg *i = obj;

	instance_write_mappings(w, i);
	for (int svc = 0; svc < SVC_COUNT; svc++)
		service_write_classic(w, svc, &i->service[svc]);
}

#define V4 "A.B.C.D/nn"
#define V6 "X:X:X:X::X/<0-128>"
#define EITHER "(A.B.C.D/nn|X:X:X:X::X/<0-128>)"
#define MAPPING(prefix)                                     \
	"[no] [default] database-mapping " prefix "$eid ~ " \
	"(" LOCATOR_RLOC "|" LOCATOR_INTERFACE_ROWS ") " LOCATOR_SHARES " [down]"
#define MAPPING_TO_SET(prefix) \
	"[no] [default] database-mapping " prefix "$eid " MAPPING_SET " " MAPPING_OPTIONS
#define MAPPING_DISCOVER(prefix) \
	"[no] [default] database-mapping " prefix "$eid auto-discover-rlocs"
#define MAP_CACHE(prefix)                            \
	"[no] [default] map-cache " prefix "$eid ~ " \
	"(map-request|drop|native-forward|" LOCATOR_RLOC " " LOCATOR_SHARES ")"

#define EID_HELP "$eid              EID prefix\n"
#define DATABASE_HELP "database-mapping  Configure an EID-to-RLOC mapping of this site\n" EID_HELP
#define MAPPING_HELP                                      \
	DATABASE_HELP LOCATOR_HELP LOCATOR_INTERFACE_HELP \
		"down              Announce the locator as down\n"
#define CACHE_HELP "map-cache         Configure the map-cache\n" EID_HELP
#define MAP_CACHE_HELP                                                                             \
	CACHE_HELP LOCATOR_HELP "map-request       Send a Map-Request for matching destinations\n" \
				"drop              Drop matching packets\n"                        \
				"native-forward    Forward matching packets natively\n"

#define MAPPING_ROWS(in, prefix, writer, rank, cache_writer, cache_saved_by)             \
	{                                                                                \
		.mode = in,                                                              \
		.syntax = MAPPING(prefix),                                               \
		.help = MAPPING_HELP,                                                    \
		.run = run_database_mapping,                                             \
		.write = writer,                                                         \
		.order = rank,                                                           \
	},                                                                               \
		{                                                                        \
			.mode = in,                                                      \
			.syntax = MAPPING_TO_SET(prefix),                                \
			.help = DATABASE_HELP MAPPING_SET_HELP,                          \
			.run = run_mapping_set,                                          \
			.saved_by = MAPPING(prefix),                                     \
		},                                                                       \
		{                                                                        \
			.mode = in,                                                      \
			.syntax = MAPPING_DISCOVER(prefix),                              \
			.help = DATABASE_HELP                                            \
			"auto-discover-rlocs  Take those of the site's xTRs\n",          \
			.run = run_mapping_discover,                                     \
			.saved_by = MAPPING(prefix),                                     \
		},                                                                       \
	{                                                                                \
		.mode = in, .syntax = MAP_CACHE(prefix), .help = MAP_CACHE_HELP,         \
		.run = run_map_cache, .write = cache_writer, .order = SERVICE_MAP_CACHE, \
		.saved_by = cache_saved_by,                                              \
	}
/* Lines that the modes above would take for their own. */
#define REFUSED(in, prefix)                                                                \
	{                                                                                  \
		.mode = in,                                                                \
		.syntax = "[no] [default] database-mapping " prefix "$eid LINE$rest",      \
		.help = DATABASE_HELP "$rest  The rest\n",                                 \
		.run = run_wrong_family,                                                   \
		.flags = CLI_HIDDEN | CLI_NOT_SAVED,                                       \
	},                                                                                 \
	{                                                                                  \
		.mode = in, .syntax = "[no] [default] map-cache " prefix "$eid LINE$rest", \
		.help = CACHE_HELP "$rest  The rest\n", .run = run_wrong_family,           \
		.flags = CLI_HIDDEN | CLI_NOT_SAVED,                                       \
	}

const struct cli_cmd mapping_ipv4_rows[] = {
	MAPPING_ROWS(MODE_INST_IPV4, V4, write_database_mapping, SERVICE_DATABASE_MAPPING,
		     write_map_cache, NULL),
	REFUSED(MODE_INST_IPV4, V6),
	{ 0 },
};

const struct cli_cmd mapping_ipv6_rows[] = {
	MAPPING_ROWS(MODE_INST_IPV6, V6, write_database_mapping, SERVICE_DATABASE_MAPPING,
		     write_map_cache, NULL),
	REFUSED(MODE_INST_IPV6, V4),
	{ 0 },
};

const struct cli_cmd mapping_rows[] = {
	MAPPING_ROWS(MODE_EID_TABLE, EITHER, write_table, TABLE_MAPPING, NULL, MAPPING(EITHER)),
	{ 0 },
};

/* What an interface is called in the oldest form. */
const struct cli_cmd mapping_dynamic_rows[] = {
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] (ip|ipv6) lisp database-mapping " EITHER
			  "$eid dynamic ~ IFNAME$interface " LOCATOR_SHARES,
		.help = MODES_GLOBAL_HELP DATABASE_HELP
		"dynamic           Take the locator from an interface's address\n"
		"$interface        Interface\n"
		"priority          Priority of the locator\n"
		"$priority         Priority, lower is better, 255 is never used\n"
		"weight            Weight of the locator\n"
		"$weight           Share of the traffic in percent\n",
		.run = run_database_mapping,
		.saved_by = MAPPING(EITHER),
	},
	{ 0 },
};
