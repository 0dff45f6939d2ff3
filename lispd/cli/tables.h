/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_TABLES_H
#define CLI_TABLES_H

/* The tables of rows, one or more per command file; modes.c lists them for the engine. */

#include "lib/cli/cli.h"

/* configuration */
extern const struct cli_cmd system_rows[];
extern const struct cli_cmd banner_rows[];
extern const struct cli_cmd users_rows[];
extern const struct cli_cmd alias_rows[];
extern const struct cli_cmd hosts_rows[];
extern const struct cli_cmd logging_rows[];
extern const struct cli_cmd line_rows[];
extern const struct cli_cmd vrf_rows[];
extern const struct cli_cmd interface_rows[];
extern const struct cli_cmd interface_block_rows[]; /* in MODE_IF; again in MODE_SUBIF */
extern const struct cli_cmd subinterface_rows[];
extern const struct cli_cmd interface_kept_rows[];    /* in MODE_IF; again in MODE_SUBIF */
extern const struct cli_cmd interface_service_rows[]; /* in MODE_IF; again in MODE_SUBIF */
extern const struct cli_cmd interface_range_rows[];
extern const struct cli_cmd kept_rows[];
extern const struct cli_cmd kept_block_rows[];
extern const struct cli_cmd kept_exit_rows[]; /* in MODE_KEPT; again in the two below it */
extern const struct cli_cmd route_rows[];
extern const struct cli_cmd interface_lisp_rows[]; /* in MODE_IF; again in MODE_SUBIF */
extern const struct cli_cmd config_rows[];	   /* show running-config, write, reload */
extern const struct cli_cmd copy_rows[];
extern const struct cli_cmd files_rows[];   /* dir, more, delete */
extern const struct cli_cmd archive_rows[]; /* configure replace, show archive */

/* show, clear, debug, lig, ping */
extern const struct cli_cmd show_site_rows[];
extern const struct cli_cmd show_site_summary_rows[];
extern const struct cli_cmd show_reg_history_rows[];
extern const struct cli_cmd show_rloc_members_rows[];
extern const struct cli_cmd show_lisp_rows[];
extern const struct cli_cmd show_service_summary_rows[];
extern const struct cli_cmd show_database_rows[];
extern const struct cli_cmd show_map_cache_rows[];
extern const struct cli_cmd show_forwarding_rows[];
extern const struct cli_cmd show_dynamic_eid_rows[];
extern const struct cli_cmd show_away_rows[];
extern const struct cli_cmd show_platform_rows[];
extern const struct cli_cmd show_platform_stats_rows[];
extern const struct cli_cmd show_absent_rows[];
extern const struct cli_cmd show_prefix_list_rows[];
extern const struct cli_cmd show_locator_table_rows[];
extern const struct cli_cmd show_unsupported_rows[];
extern const struct cli_cmd show_cef_rows[];
extern const struct cli_cmd show_session_rows[];
extern const struct cli_cmd show_refusals_rows[];
extern const struct cli_cmd show_stats_rows[];
extern const struct cli_cmd show_route_rows[];
extern const struct cli_cmd show_route_summary_rows[];
extern const struct cli_cmd show_static_rows[];
extern const struct cli_cmd show_neigh_rows[];
extern const struct cli_cmd show_process_rows[];
extern const struct cli_cmd show_tech_rows[];
extern const struct cli_cmd show_interfaces_rows[];
extern const struct cli_cmd show_vrf_rows[];
extern const struct cli_cmd show_system_rows[];
extern const struct cli_cmd show_logging_rows[];
extern const struct cli_cmd debug_rows[];
extern const struct cli_cmd clear_rows[];
extern const struct cli_cmd lig_rows[];
extern const struct cli_cmd ping_rows[];

/* LISP: lisp_tables.c says in which modes these stand */
extern const struct cli_cmd router_lisp_rows[];
extern const struct cli_cmd router_block_rows[];
extern const struct cli_cmd router_unread_rows[];
extern const struct cli_cmd ddt_rows[];
extern const struct cli_cmd common_rows[];
extern const struct cli_cmd instance_unread_rows[];
extern const struct cli_cmd lisp_block_rows[];
extern const struct cli_cmd lisp_block_line_rows[];
extern const struct cli_cmd lisp_extranet_rows[];
extern const struct cli_cmd locator_set_rows[];
extern const struct cli_cmd locator_set_exit_rows[];
extern const struct cli_cmd locator_rows[];
extern const struct cli_cmd service_rows[];
extern const struct cli_cmd service_switch_rows[];
extern const struct cli_cmd service_cache_rows[];
extern const struct cli_cmd service_route_rows[];
extern const struct cli_cmd service_proxy_rows[];
extern const struct cli_cmd service_unread_rows[];
extern const struct cli_cmd service_family_rows[];
extern const struct cli_cmd service_insertion_rows[];
extern const struct cli_cmd service_ethernet_rows[];
extern const struct cli_cmd service_exit_rows[];
extern const struct cli_cmd instance_rows[];
extern const struct cli_cmd instance_block_rows[];
extern const struct cli_cmd eid_table_rows[];
extern const struct cli_cmd mapping_ipv4_rows[];
extern const struct cli_cmd mapping_ipv6_rows[];
extern const struct cli_cmd mapping_rows[];
extern const struct cli_cmd mapping_dynamic_rows[];
extern const struct cli_cmd dynamic_eid_rows[];
extern const struct cli_cmd dynamic_eid_header_rows[];
extern const struct cli_cmd dynamic_eid_exit_rows[];
extern const struct cli_cmd dynamic_eid_block_rows[];
extern const struct cli_cmd site_rows[];
extern const struct cli_cmd site_exit_rows[];
extern const struct cli_cmd site_block_rows[];
extern const struct cli_cmd eid_record_rows[];
extern const struct cli_cmd eid_prefix_rows[];
extern const struct cli_cmd router_global_rows[];
extern const struct cli_cmd ip_lisp_rows[];

#endif
