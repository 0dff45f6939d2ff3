/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes that a service gives away, their distances, and what it would take from routing. */
#include <stdio.h>

#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/service_view.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/unread_row.h"

static const char *const export_name[N_EXPORTS] = {
	[ROUTES_SITE_REGISTRATIONS] = "site-registrations",
	[ROUTES_AWAY] = "away-eids",
	[ROUTES_PUBLICATIONS] = "publications",
	[ROUTES_SUMMARY] = "destinations-summary",
};

static const char *const distance_name[N_LISP_ROUTES] = {
	[ROUTES_SITE_REGISTRATIONS] = "site-registrations",
	[ROUTES_AWAY] = "away",
	[ROUTES_PUBLICATIONS] = "publications",
	[ROUTES_SUMMARY] = "destinations-summary",
	[ROUTES_DYN_EID] = "dyn-eid",
	[ROUTES_ALT] = "alt",
};

static enum lisp_routes typed_routes(const struct args *a, const char *const *name, unsigned n)
{
	unsigned i = 0;

	while (i + 1 < n && !arg_has(a, name[i]))
		i++;
	return (enum lisp_routes)i;
}

/* --- route-export ----------------------------------------------------------------------------- */

static int run_export(struct cli *c, const struct args *a)
{
	struct service_block b;
	uint32_t tag;
	bool tagged;

	if (!block_service(c, a, &b))
		return CLI_FAIL;
	tagged = arg_u32(a, "tag", &tag) && !is_off(a);
	lisp_set_route_export(b.l, b.s, b.svc, typed_routes(a, export_name, N_EXPORTS),
			      typed_choice(a), tagged ? &tag : NULL);
	return CLI_OK;
}

static void write_export(struct cli_writer *w, const void *obj)
{
	for (unsigned i = 0; i < N_EXPORTS; i++) {
		const struct route_export_cfg *e = &service_of(obj)->route_export[i];
		char tag[32] = "";

		if (e->has_tag)
			snprintf(tag, sizeof(tag), " route-tag %u", e->tag);
		if (e->state != CHOICE_UNSET)
			service_line(w, obj, "%sroute-export %s%s",
				     e->state == CHOICE_OFF ? "no " : "", export_name[i], tag);
	}
}

/* --- distance --------------------------------------------------------------------------------- */

static int run_distance(struct cli *c, const struct args *a)
{
	struct service_block b;
	uint32_t n = 0;

	if (!block_service(c, a, &b))
		return CLI_FAIL;
	if (!is_off(a))
		arg_u32(a, "distance", &n);
	lisp_set_distance(b.l, b.s, typed_routes(a, distance_name, N_LISP_ROUTES), (uint8_t)n);
	return CLI_OK;
}

static void write_distance(struct cli_writer *w, const void *obj)
{
	for (unsigned i = 0; i < N_LISP_ROUTES; i++)
		if (service_of(obj)->distance[i])
			service_line(w, obj, "distance %s %u", distance_name[i],
				     service_of(obj)->distance[i]);
}

/* --- route-import, import --------------------------------------------------------------------- */

static int run_import(struct cli *c, const struct args *a)
{
	struct service_block b;

	if (!block_service(c, a, &b))
		return CLI_FAIL;
	unread_take(a, &b.s->unread, UNREAD_ITEM, NULL);
	return CLI_OK;
}

/* The same of the service, when this is an instance. */
static const struct unread *above(const struct service_block *b)
{
	if (!b->in_instance)
		return NULL;
	return b->svc == SVC_ETHERNET ? &b->l->cfg.ethernet.unread :
					&b->l->cfg.service[b->svc].unread;
}

static int run_publisher(struct cli *c, const struct args *a)
{
	struct service_block b;

	if (!block_service(c, a, &b))
		return CLI_FAIL;
	unread_take(a, &b.s->unread, UNREAD_ITEM, above(&b));
	return CLI_OK;
}

static void write_import(struct cli_writer *w, const void *obj)
{
	service_write_unread(w, obj, SERVICE_UNREAD_IMPORT);
}

#define PROTOCOL                                                                           \
	"(bgp <1-4294967295>$as|ospf <1-65535>$id|ospfv3 <1-65535>$id|eigrp <1-65535>$id|" \
	"isis [WORD$tag]|rip|static|connected|nd|omp|application)"
#define PROTOCOL_HELP                                \
	"bgp          Border Gateway Protocol\n"     \
	"$as          Autonomous system number\n"    \
	"ospf         Open Shortest Path First\n"    \
	"ospfv3       OSPFv3\n"                      \
	"eigrp        EIGRP\n"                       \
	"$id          Process number\n"              \
	"isis         ISO IS-IS\n"                   \
	"$tag         Area tag\n"                    \
	"rip          RIP\n"                         \
	"static       Static routes\n"               \
	"connected    Connected routes\n"            \
	"nd           Neighbor discovery\n"          \
	"omp          Overlay Management Protocol\n" \
	"application  Applications\n"
#define IMPORT_HELP                               \
	"route-import  Import routes into LISP\n" \
	"database      Into the EID database\n"   \
	"map-cache     Into the map-cache\n"
#define IMPORT_MAXIMUM                                                       \
	"[no] [default] route-import (database|map-cache) maximum-prefix ~ " \
	"<1-4294967295>$max [<1-100>$threshold] [warning-only]"

#define ROW(words, texts, fn) \
	UNREAD_ROW(MODE_SERVICE_IPV4, words, texts, fn, SERVICE_UNREAD_IMPORT, IMPORT_MAXIMUM)

#define EXPORT_ROW "[no] [default] route-export "
#define EXPORT_TAG "[route-tag <1-4294967295>$tag]"
#define EXPORT_HELP "route-export          Export routes to the routing table\n"
#define EXPORT_TAG_HELP                             \
	"route-tag             Tag of the routes\n" \
	"$tag                  Route tag\n"
#define DISTANCE_ROW "[no] [default] distance "
#define DISTANCE_HELP                                                    \
	"distance              Administrative distance of LISP routes\n" \
	"$distance             Administrative distance\n"

const struct cli_cmd service_route_rows[] = {
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = EXPORT_ROW "site-registrations ~ " EXPORT_TAG,
		.help = EXPORT_HELP
		"site-registrations    What is registered with this Map-Server\n" EXPORT_TAG_HELP,
		.run = run_export,
		.write = write_export,
		.order = SERVICE_ROUTE_EXPORT,
	},
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = EXPORT_ROW "(away-eids|publications|destinations-summary) ~ " EXPORT_TAG,
		.help = EXPORT_HELP
		"away-eids             EIDs that have moved away\n"
		"publications          What publishers send\n"
		"destinations-summary  Summary of the destinations\n" EXPORT_TAG_HELP,
		.run = run_export,
		.saved_by = EXPORT_ROW "site-registrations ~ " EXPORT_TAG,
		.flags = CLI_NO_EFFECT,
	},
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = DISTANCE_ROW "site-registrations ~ <1-255>$distance",
		.help = DISTANCE_HELP "site-registrations    Of those from registrations\n",
		.run = run_distance,
		.write = write_distance,
		.order = SERVICE_DISTANCE,
	},
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = DISTANCE_ROW "(dyn-eid|away|alt|publications|destinations-summary) ~ "
				       "<1-255>$distance",
		.help = DISTANCE_HELP
		"dyn-eid               Of those of dynamic EIDs\n"
		"away                  Of those for EIDs that have moved away\n"
		"alt                   Of those of the ALT\n"
		"publications          Of those from publications\n"
		"destinations-summary  Of summaries\n",
		.run = run_distance,
		.saved_by = DISTANCE_ROW "site-registrations ~ <1-255>$distance",
		.flags = CLI_NO_EFFECT,
	},
	UNREAD_WRITER(MODE_SERVICE_IPV4, IMPORT_MAXIMUM,
		      IMPORT_HELP "maximum-prefix  Limit the number of prefixes\n"
				  "$max            Number of prefixes\n"
				  "$threshold      Percentage at which a warning is logged\n"
				  "warning-only    Warn, and go on\n",
		      run_import, SERVICE_UNREAD_IMPORT, write_import),
	ROW("route-import (database|map-cache) " PROTOCOL
	    " {route-map WORD$map|locator-set WORD$set|route-tag <1-4294967295>$route_tag|proxy}",
	    IMPORT_HELP PROTOCOL_HELP "route-map    Filter for the routes\n"
				      "$map         Name of a route-map\n"
				      "locator-set  Locators of the EIDs\n"
				      "$set         Name of a locator-set\n"
				      "route-tag    Tag of the EIDs\n"
				      "$route_tag   Route tag\n"
				      "proxy        Register them for others\n",
	    run_import),
	ROW("route-import prefix-list WORD$list " PROTOCOL " [route-map WORD$map]",
	    "route-import  Import routes into LISP\n"
	    "prefix-list   Into a prefix-list\n"
	    "$list         Name of a prefix-list\n" PROTOCOL_HELP
	    "route-map     Filter for the routes\n"
	    "$map          Name of a route-map\n",
	    run_import),
	ROW("import publication publisher ~ (A.B.C.D|X:X::X)$publisher",
	    "import       Import from the mapping system\n"
	    "publication  Publications\n"
	    "publisher    Map-server that publishes\n"
	    "$publisher   Address of the publisher\n",
	    run_publisher),
	ROW("import database (site-registration|publication) {locator-set WORD$set|"
	    "preserve-priority}",
	    "import             Import from the mapping system\n"
	    "database           Into the EID database\n"
	    "site-registration  Registrations\n"
	    "publication        Publications\n"
	    "locator-set        Locators of the EIDs\n"
	    "$set               Name of a locator-set\n"
	    "preserve-priority  Keep the priorities of the locators\n",
	    run_import),
	{ 0 },
};
