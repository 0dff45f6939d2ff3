/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_TABLES_H
#define CLI_TABLES_H

/* The tables of rows, one or more per command file; modes.c lists them for the engine. */

#include "lib/cli/cli.h"

/* configuration */
extern const struct cli_cmd system_rows[];
extern const struct cli_cmd banner_rows[];
extern const struct cli_cmd users_rows[];
extern const struct cli_cmd hosts_rows[];
extern const struct cli_cmd logging_rows[];
extern const struct cli_cmd line_rows[];
extern const struct cli_cmd vrf_rows[];
extern const struct cli_cmd interface_rows[];
extern const struct cli_cmd interface_block_rows[]; /* in MODE_IF; again in MODE_SUBIF */
extern const struct cli_cmd subinterface_rows[];
extern const struct cli_cmd interface_kept_rows[]; /* in MODE_IF; again in MODE_SUBIF */
extern const struct cli_cmd kept_rows[];
extern const struct cli_cmd route_rows[];
extern const struct cli_cmd router_lisp_rows[];
extern const struct cli_cmd service_rows[]; /* in MODE_SERVICE_IPV4; again in the three others */
extern const struct cli_cmd service_exit_rows[];
extern const struct cli_cmd instance_rows[];
extern const struct cli_cmd eid_table_rows[]; /* in MODE_INST_IPV4; again in MODE_INST_IPV6 */
extern const struct cli_cmd mapping_ipv4_rows[];
extern const struct cli_cmd mapping_ipv6_rows[];
extern const struct cli_cmd site_rows[];
extern const struct cli_cmd config_rows[]; /* show running-config, write, copy, reload */

/* show, clear, debug, lig, ping */
extern const struct cli_cmd show_site_rows[];
extern const struct cli_cmd show_lisp_rows[];
extern const struct cli_cmd show_database_rows[];
extern const struct cli_cmd show_map_cache_rows[];
extern const struct cli_cmd show_cef_rows[];
extern const struct cli_cmd show_session_rows[];
extern const struct cli_cmd show_refusals_rows[];
extern const struct cli_cmd show_stats_rows[];
extern const struct cli_cmd show_route_rows[];
extern const struct cli_cmd show_route_summary_rows[];
extern const struct cli_cmd show_static_rows[];
extern const struct cli_cmd show_neigh_rows[];
extern const struct cli_cmd show_process_rows[];
extern const struct cli_cmd show_interfaces_rows[];
extern const struct cli_cmd show_vrf_rows[];
extern const struct cli_cmd show_system_rows[];
extern const struct cli_cmd show_logging_rows[];
extern const struct cli_cmd debug_rows[];
extern const struct cli_cmd clear_rows[];
extern const struct cli_cmd lig_rows[];
extern const struct cli_cmd ping_rows[];

#endif
