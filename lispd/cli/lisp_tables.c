/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the rows of LISP stand: three generations of one configuration language share them. */
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"

#define FAMILY "(ipv4|ipv6)"
#define GLOBAL "(ip|ipv6) lisp"
#define QUIET "" /* printed by another mode's rows */

/* Rows of a service: in its blocks, below router lisp and in eid-table blocks with the family in
 * front, and as global lines. */
#define SERVICE_ROWS(rows)                                                                        \
	{ rows, MODE_SERVICE_IPV4, NULL, NULL, 0 }, { rows, MODE_SERVICE_IPV6, NULL, NULL, 0 },   \
		{ rows, MODE_SERVICE_ETHERNET, NULL, NULL, CLI_NO_EFFECT },                       \
		{ rows, MODE_INST_IPV4, NULL, NULL, 0 }, { rows, MODE_INST_IPV6, NULL, NULL, 0 }, \
		{ rows, MODE_INST_ETHERNET, NULL, NULL, CLI_NO_EFFECT },                          \
		{ rows, MODE_LISP, FAMILY, NULL, 0 }, { rows, MODE_EID_TABLE, FAMILY, NULL, 0 },  \
	{                                                                                         \
		rows, CLI_MODE_CONFIG, GLOBAL, MODES_GLOBAL_HELP, 0                               \
	}
#define ROUTER_ROWS(rows)                              \
	{ rows, MODE_LISP, NULL, NULL, 0 },            \
	{                                              \
		rows, MODE_CLASSIC_LISP, NULL, NULL, 0 \
	}

const struct lisp_table lisp_tables[] = {
	{ router_lisp_rows, 0, NULL, NULL, 0 },
	ROUTER_ROWS(router_block_rows),
	ROUTER_ROWS(router_unread_rows),
	ROUTER_ROWS(ddt_rows),
	{ ddt_rows, CLI_MODE_CONFIG, "lisp", NULL, 0 },
	ROUTER_ROWS(common_rows),
	{ common_rows, MODE_INSTANCE, NULL, NULL, 0 },
	{ instance_unread_rows, 0, NULL, NULL, 0 },
	{ common_rows, MODE_EID_TABLE, NULL, NULL, 0 },
	{ common_rows, CLI_MODE_CONFIG, "lisp", NULL, 0 },
	ROUTER_ROWS(lisp_block_rows),
	{ lisp_block_line_rows, 0, NULL, NULL, 0 },
	{ lisp_extranet_rows, MODE_EXTRANET_PROVIDER, NULL, NULL, 0 },
	{ lisp_extranet_rows, MODE_EXTRANET_SUBSCRIBER, NULL, NULL, 0 },

	ROUTER_ROWS(locator_set_rows),
	{ locator_set_exit_rows, 0, NULL, NULL, 0 },
	{ locator_rows, MODE_LOCATOR_SET, NULL, NULL, 0 },
	{ locator_rows, MODE_CLASSIC_LOCATOR_SET, NULL, NULL, 0 },

	SERVICE_ROWS(service_rows),
	SERVICE_ROWS(service_switch_rows),
	SERVICE_ROWS(service_cache_rows),
	SERVICE_ROWS(service_route_rows),
	SERVICE_ROWS(service_proxy_rows),
	SERVICE_ROWS(service_unread_rows),
	{ service_family_rows, MODE_INST_IPV4, NULL, NULL, 0 },
	{ service_family_rows, MODE_INST_IPV6, NULL, NULL, 0 },
	{ service_family_rows, MODE_EID_TABLE, FAMILY, NULL, 0 },
	{ service_insertion_rows, 0, NULL, NULL, 0 },
	{ service_ethernet_rows, 0, NULL, NULL, 0 },
	{ service_exit_rows, 0, NULL, NULL, 0 },

	ROUTER_ROWS(instance_rows),
	{ instance_block_rows, 0, NULL, NULL, 0 },
	{ eid_table_rows, MODE_INST_IPV4, NULL, NULL, 0 },
	{ eid_table_rows, MODE_INST_IPV6, NULL, NULL, 0 },
	{ mapping_ipv4_rows, 0, NULL, NULL, 0 },
	{ mapping_ipv6_rows, 0, NULL, NULL, 0 },
	{ mapping_rows, 0, NULL, NULL, 0 },
	{ mapping_rows, MODE_LISP, QUIET, NULL, 0 },
	{ mapping_rows, CLI_MODE_CONFIG, GLOBAL, MODES_GLOBAL_HELP, 0 },
	{ mapping_dynamic_rows, 0, NULL, NULL, 0 },

	{ dynamic_eid_rows, 0, NULL, NULL, 0 },
	{ dynamic_eid_header_rows, MODE_LISP, QUIET, NULL, 0 },
	{ dynamic_eid_header_rows, CLI_MODE_CONFIG, "lisp", NULL, 0 },
	{ dynamic_eid_exit_rows, MODE_DYNAMIC_EID, NULL, NULL, 0 },
	{ dynamic_eid_exit_rows, MODE_TABLE_DYNAMIC_EID, NULL, NULL, 0 },
	{ dynamic_eid_exit_rows, MODE_LISP_DYNAMIC_EID, NULL, NULL, 0 },
	{ dynamic_eid_exit_rows, MODE_GLOBAL_DYNAMIC_EID, NULL, NULL, 0 },
	{ dynamic_eid_block_rows, MODE_DYNAMIC_EID, NULL, NULL, 0 },
	{ dynamic_eid_block_rows, MODE_TABLE_DYNAMIC_EID, NULL, NULL, 0 },
	{ dynamic_eid_block_rows, MODE_LISP_DYNAMIC_EID, NULL, NULL, 0 },
	{ dynamic_eid_block_rows, MODE_GLOBAL_DYNAMIC_EID, NULL, NULL, 0 },

	ROUTER_ROWS(site_rows),
	{ site_rows, CLI_MODE_CONFIG, "lisp", NULL, 0 },
	{ site_exit_rows, 0, NULL, NULL, 0 },
	{ site_block_rows, MODE_SITE, NULL, NULL, 0 },
	{ site_block_rows, MODE_CLASSIC_SITE, NULL, NULL, 0 },
	{ site_block_rows, MODE_GLOBAL_SITE, NULL, NULL, 0 },
	{ eid_record_rows, MODE_SITE, NULL, NULL, 0 },
	{ eid_record_rows, MODE_GLOBAL_SITE, QUIET, NULL, 0 },
	{ eid_prefix_rows, MODE_CLASSIC_SITE, NULL, NULL, 0 },
	{ eid_prefix_rows, MODE_SITE, QUIET, NULL, 0 },
	{ eid_prefix_rows, MODE_GLOBAL_SITE, QUIET, NULL, 0 },

	{ router_global_rows, 0, NULL, NULL, 0 },
	{ ip_lisp_rows, 0, NULL, NULL, 0 },
	{ NULL, 0, NULL, NULL, 0 },
};
