/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/modes.h"

#include "lib/cli/rows.h"
#include "lispd/cli/tables.h"

const struct cli_mode modes[N_MODES] = {
	[CLI_MODE_EXEC] = {
		.name = "exec",
		.prompt = "#",
		.parent = -1,
		.heading = "Exec commands:",
	},
	[CLI_MODE_CONFIG] = {
		.name = "config",
		.prompt = "(config)#",
		.parent = CLI_MODE_EXEC,
		.heading = "Configure commands:",
	},
	[MODE_VRF] = {
		.name = "vrf",
		.prompt = "(config-vrf)#",
		.parent = CLI_MODE_CONFIG,
		.heading = "VPN Routing/Forwarding instance configuration commands:",
		.bang = true,
	},
	[MODE_VRF_AF] = { /* its closing line stands at the indentation of the first */
		.name = "vrf-af",
		.prompt = "(config-vrf-af)#",
		.parent = MODE_VRF,
		.heading = "IP VPN Routing/Forwarding instance configuration commands:",
	},
	[MODE_IF] = {
		.name = "if",
		.prompt = "(config-if)#",
		.parent = CLI_MODE_CONFIG,
		.heading = "Interface configuration commands:",
		.bang = true,
	},
	[MODE_SUBIF] = {
		.name = "subif",
		.prompt = "(config-subif)#",
		.parent = CLI_MODE_CONFIG,
		.heading = "Interface configuration commands:",
		.bang = true,
	},
	[MODE_LINE] = {
		.name = "line",
		.prompt = "(config-line)#",
		.parent = CLI_MODE_CONFIG,
		.heading = "Line configuration commands:",
	},
	[MODE_LISP] = {
		.name = "router-lisp",
		.prompt = "(config-router-lisp)#",
		.parent = CLI_MODE_CONFIG,
		.heading = "Router LISP configuration commands:",
		.footer = "exit-router-lisp",
		.bang = true,
		.resumes = true,
	},
	[MODE_SERVICE_IPV4] = {
		.name = "service-ipv4",
		.prompt = "(config-router-lisp-serv-ipv4)#",
		.parent = MODE_LISP,
		.heading = "Router LISP service configuration commands:",
		.footer = "exit-service-ipv4",
		.bang = true,
	},
	[MODE_SERVICE_IPV6] = {
		.name = "service-ipv6",
		.prompt = "(config-router-lisp-serv-ipv6)#",
		.parent = MODE_LISP,
		.heading = "Router LISP service configuration commands:",
		.footer = "exit-service-ipv6",
		.bang = true,
	},
	[MODE_INSTANCE] = {
		.name = "instance",
		.prompt = "(config-router-lisp-inst)#",
		.parent = MODE_LISP,
		.heading = "Router LISP instance configuration commands:",
		.footer = "exit-instance-id",
		.bang = true,
	},
	[MODE_INST_IPV4] = {
		.name = "instance-service-ipv4",
		.prompt = "(config-router-lisp-inst-serv-ipv4)#",
		.parent = MODE_INSTANCE,
		.heading = "Router LISP instance service configuration commands:",
		.footer = "exit-service-ipv4",
		.bang = true,
	},
	[MODE_INST_IPV6] = {
		.name = "instance-service-ipv6",
		.prompt = "(config-router-lisp-inst-serv-ipv6)#",
		.parent = MODE_INSTANCE,
		.heading = "Router LISP instance service configuration commands:",
		.footer = "exit-service-ipv6",
		.bang = true,
	},
	[MODE_SITE] = {
		.name = "site",
		.prompt = "(config-router-lisp-site)#",
		.parent = MODE_LISP,
		.heading = "Router LISP site configuration commands:",
		.footer = "exit-site",
		.bang = true,
	},
};

const struct modes_table modes_tables[] = {
	{ cli_exec_rows, 0 },
	{ cli_config_rows, 0 },

	{ system_rows, 0 },
	{ banner_rows, 0 },
	{ users_rows, 0 },
	{ hosts_rows, 0 },
	{ logging_rows, 0 },
	{ line_rows, 0 },
	{ vrf_rows, 0 },
	{ interface_rows, 0 },
	{ interface_block_rows, MODE_IF },
	{ interface_block_rows, MODE_SUBIF },
	{ interface_kept_rows, MODE_IF },
	{ interface_kept_rows, MODE_SUBIF },
	{ subinterface_rows, 0 },
	{ kept_rows, 0 },
	{ route_rows, 0 },
	{ router_lisp_rows, 0 },
	{ service_rows, MODE_SERVICE_IPV4 },
	{ service_rows, MODE_SERVICE_IPV6 },
	{ service_rows, MODE_INST_IPV4 },
	{ service_rows, MODE_INST_IPV6 },
	{ service_exit_rows, 0 },
	{ instance_rows, 0 },
	{ eid_table_rows, MODE_INST_IPV4 },
	{ eid_table_rows, MODE_INST_IPV6 },
	{ mapping_ipv4_rows, 0 },
	{ mapping_ipv6_rows, 0 },
	{ site_rows, 0 },
	{ config_rows, 0 },

	{ show_site_rows, 0 },
	{ show_lisp_rows, 0 },
	{ show_database_rows, 0 },
	{ show_map_cache_rows, 0 },
	{ show_cef_rows, 0 },
	{ show_session_rows, 0 },
	{ show_refusals_rows, 0 },
	{ show_stats_rows, 0 },
	{ show_route_rows, 0 },
	{ show_route_summary_rows, 0 },
	{ show_static_rows, 0 },
	{ show_neigh_rows, 0 },
	{ show_process_rows, 0 },
	{ show_interfaces_rows, 0 },
	{ show_vrf_rows, 0 },
	{ show_system_rows, 0 },
	{ show_logging_rows, 0 },
	{ debug_rows, 0 },
	{ clear_rows, 0 },
	{ lig_rows, 0 },
	{ ping_rows, 0 },
	{ NULL, 0 },
};

const char modes_common_help[] = CLI_COMMON_HELP
	"address-family  Enter Address Family command mode\n"
	"clear           Reset functions\n"
	"debug           Debugging functions (see also 'undebug')\n"
	"description     Interface specific description\n"
	"interface       Select an interface to configure\n"
	"ip              Internet Protocol (IP)\n"
	"ipv4            IPv4 address family\n"
	"ipv6            Internet Protocol version 6 (IPv6)\n"
	"line            Configure a terminal line\n"
	"lisp            Locator/ID Separation Protocol\n"
	"logging         Modify message logging facilities\n"
	"router          Enable a routing process\n"
	"service         Modify use of network based services\n"
	"vrf             VPN Routing/Forwarding parameters\n";
