/* SPDX-License-Identifier: GPL-3.0-or-later */
/* database-mapping and map-cache of an instance: prefixes and their locators. */
#include <stdio.h>

#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"

/* The locator as typed; false when the line (a "no" cut short) has none. */
static bool read_locator(const struct args *a, struct locator_cfg *loc)
{
	const char *ifname = arg_str(a, "interface");
	uint32_t n = 0;

	*loc = (struct locator_cfg){ .kind = LOCATOR_ADDRESS, .down = arg_has(a, "down") };
	if (arg_u32(a, "priority", &n))
		loc->priority = (uint8_t)n;
	if (arg_u32(a, "weight", &n))
		loc->weight = (uint8_t)n;
	if (!ifname)
		return arg_addr(a, "rloc", &loc->addr);
	loc->kind = LOCATOR_INTERFACE;
	loc->family = arg_has(a, "IPv6-interface") ? AF_INET6 : AF_INET;
	snprintf(loc->ifname, sizeof(loc->ifname), "%s", ifname);
	return true;
}

static void write_locator(struct cli_writer *w, const char *command, const struct prefix *p,
			  const struct locator_cfg *loc)
{
	const char *down = loc->down ? " down" : "";

	if (loc->kind == LOCATOR_ADDRESS)
		cli_line(w, "%s %s %s priority %u weight %u%s", command, prefix_str(p).s,
			 addr_str(&loc->addr).s, loc->priority, loc->weight, down);
	else
		cli_line(w, "%s %s %s %s priority %u weight %u%s", command, prefix_str(p).s,
			 loc->family == AF_INET6 ? "IPv6-interface" : "IPv4-interface", loc->ifname,
			 loc->priority, loc->weight, down);
}

/* --- database-mapping ------------------------------------------------------------------------- */

static int run_database_mapping(struct cli *c, const struct args *a)
{
	struct service_block b;
	struct locator_cfg loc;
	struct prefix eid;
	bool given;

	if (!block_service(c, &b))
		return CLI_FAIL;
	arg_prefix(a, "eid", &eid);
	given = read_locator(a, &loc);
	if (is_off(a)) {
		lisp_del_mapping(b.l, b.s, &eid, given ? &loc : NULL);
		return CLI_OK;
	}
	if (loc.kind == LOCATOR_INTERFACE)
		block_await_iface(c, a, loc.ifname);
	return block_result(c, lisp_set_mapping(b.l, b.s, b.svc, &eid, &loc));
}

static void write_database_mapping(struct cli_writer *w, const void *obj)
{
	const struct service_cfg *s = obj;

	for (unsigned i = 0; i < s->n_mappings; i++)
		for (unsigned j = 0; j < s->mapping[i].n_locators; j++)
			write_locator(w, "database-mapping", &s->mapping[i].prefix,
				      &s->mapping[i].locator[j]);
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

	if (!block_service(c, &b))
		return CLI_FAIL;
	arg_prefix(a, "eid", &eid);
	given = read_locator(a, &loc);
	if (is_off(a)) {
		lisp_del_static_map(b.l, b.s, &eid, given ? &loc : NULL);
		return CLI_OK;
	}
	return block_result(c, lisp_set_static_map(b.l, b.s, &eid, read_action(a), &loc));
}

static void write_map_cache(struct cli_writer *w, const void *obj)
{
	static const char *const action[] = {
		[STATIC_MAP_REQUEST] = "map-request",
		[STATIC_DROP] = "drop",
		[STATIC_NATIVE] = "native-forward",
	};
	const struct service_cfg *s = obj;

	for (unsigned i = 0; i < s->n_static; i++) {
		const struct static_map_cfg *m = &s->map_cache[i];

		if (m->action != STATIC_LOCATORS)
			cli_line(w, "map-cache %s %s", prefix_str(&m->prefix).s, action[m->action]);
		for (unsigned j = 0; j < m->n_locators; j++)
			write_locator(w, "map-cache", &m->prefix, &m->locator[j]);
	}
}

#define RLOC "(A.B.C.D|X:X::X)$rloc"
#define SHARES "priority <0-255>$priority weight <0-100>$weight"
#define MAPPING(prefix)                                                                      \
	"[no] [default] database-mapping " prefix "$eid ~ "                                  \
	"(" RLOC "|IPv4-interface IFNAME$interface|IPv6-interface IFNAME$interface) " SHARES \
	" [down]"
#define MAP_CACHE(prefix)                            \
	"[no] [default] map-cache " prefix "$eid ~ " \
	"(map-request|drop|native-forward|" RLOC " " SHARES ")"

#define EID_HELP "$eid              EID prefix\n"
#define LOCATOR_HELP                                                       \
	"$rloc             Locator address\n"                              \
	"priority          Priority of the locator\n"                      \
	"$priority         Priority, lower is better, 255 is never used\n" \
	"weight            Weight of the locator\n"                        \
	"$weight           Share of the traffic in percent\n"
#define MAPPING_HELP                                                                              \
	"database-mapping  Configure an EID-to-RLOC mapping of this site\n" EID_HELP LOCATOR_HELP \
	"IPv4-interface    Take the locator from an interface's IPv4 address\n"                   \
	"IPv6-interface    Take the locator from an interface's IPv6 address\n"                   \
	"$interface        Interface\n"                                                           \
	"down              Announce the locator as down\n"
#define MAP_CACHE_HELP                                                                 \
	"map-cache         Configure a static map-cache entry\n" EID_HELP LOCATOR_HELP \
	"map-request       Send a Map-Request for matching destinations\n"             \
	"drop              Drop matching packets\n"                                    \
	"native-forward    Forward matching packets natively\n"

const struct cli_cmd mapping_ipv4_rows[] = {
	{
		.mode = MODE_INST_IPV4,
		.syntax = MAPPING("A.B.C.D/nn"),
		.help = MAPPING_HELP,
		.run = run_database_mapping,
		.write = write_database_mapping,
		.order = SERVICE_DATABASE_MAPPING,
	},
	{
		.mode = MODE_INST_IPV4,
		.syntax = MAP_CACHE("A.B.C.D/nn"),
		.help = MAP_CACHE_HELP,
		.run = run_map_cache,
		.write = write_map_cache,
		.order = SERVICE_MAP_CACHE,
	},
	{ 0 },
};

const struct cli_cmd mapping_ipv6_rows[] = {
	{
		.mode = MODE_INST_IPV6,
		.syntax = MAPPING("X:X:X:X::X/<0-128>"),
		.help = MAPPING_HELP,
		.run = run_database_mapping,
		.write = write_database_mapping,
		.order = SERVICE_DATABASE_MAPPING,
	},
	{
		.mode = MODE_INST_IPV6,
		.syntax = MAP_CACHE("X:X:X:X::X/<0-128>"),
		.help = MAP_CACHE_HELP,
		.run = run_map_cache,
		.write = write_map_cache,
		.order = SERVICE_MAP_CACHE,
	},
	{ 0 },
};
