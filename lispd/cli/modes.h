/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_MODES_H
#define CLI_MODES_H

/*
 * The modes of the program, and for each of them the order of its lines in the running-config:
 * a row's .order is one of the ranks below. Add a rank where IOS prints the line.
 */

#include "lib/cli/cli.h"

enum {
	MODE_VRF = 2,	   /* key: name; object: struct vrf_cfg */
	MODE_VRF_AF,	   /* key: "ipv4", "ipv6"; object: struct vrf_af_cfg */
	MODE_IF,	   /* key: canonical name; object: struct if_block */
	MODE_SUBIF,	   /* the same for an interface with .N */
	MODE_LINE,	   /* key: "con 0 0", "vty 0 4"; object: struct line_cfg */
	MODE_LISP,	   /* key: process id; object: struct lisp_cfg */
	MODE_SERVICE_IPV4, /* no key; object: struct service_cfg */
	MODE_SERVICE_IPV6,
	MODE_INSTANCE,	/* key: instance id; object: struct instance_cfg */
	MODE_INST_IPV4, /* no key; object: struct service_cfg */
	MODE_INST_IPV6,
	MODE_SITE, /* key: name; object: struct site_cfg */
	N_MODES,
};

/* Global configuration; the object is struct root. */
enum {
	GLOBAL_VERSION,
	GLOBAL_TIMESTAMPS,
	GLOBAL_PASSWORD_ENCRYPTION,
	GLOBAL_KEPT_SERVICE,
	GLOBAL_HOSTNAME,
	GLOBAL_KEPT_BOOT,
	GLOBAL_VRF,
	GLOBAL_LOGGING_BUFFERED,
	GLOBAL_LOGGING_CONSOLE,
	GLOBAL_LOGGING_MONITOR,
	GLOBAL_ENABLE_SECRET,
	GLOBAL_ENABLE_PASSWORD,
	GLOBAL_KEPT_AAA,
	GLOBAL_IP_ROUTING,
	GLOBAL_IP_CEF,
	GLOBAL_IP_HOST,
	GLOBAL_KEPT_NAME_SERVER,
	GLOBAL_DOMAIN_LOOKUP,
	GLOBAL_DOMAIN_NAME,
	GLOBAL_KEPT_LOGIN,
	GLOBAL_IPV6_ROUTING,
	GLOBAL_KEPT_MIDDLE,
	GLOBAL_USERNAME,
	GLOBAL_KEPT_REDUNDANCY,
	GLOBAL_INTERFACE,
	GLOBAL_ROUTER_LISP,
	GLOBAL_KEPT_IP,
	GLOBAL_IP_ROUTE,
	GLOBAL_KEPT_SSH,
	GLOBAL_LOGGING_TRAP,
	GLOBAL_KEPT_LOGGING,
	GLOBAL_LOGGING_HOST,
	GLOBAL_IPV6_ROUTE,
	GLOBAL_KEPT_END,
	GLOBAL_BANNER,
	GLOBAL_LINE,
	GLOBAL_KEPT_NTP,
};

enum {
	VRF_DESCRIPTION,
	VRF_RD,
	VRF_ROUTE_TARGET,
	VRF_ADDRESS_FAMILY,
};

enum {
	IF_DESCRIPTION,
	IF_MAC_ADDRESS,
	IF_MTU,
	IF_KEPT_FIRST,
	IF_ENCAPSULATION,
	IF_VRF,
	IF_IP_ADDRESS,
	IF_KEPT_ARP,
	IF_IP_MTU,
	IF_KEPT_IP,
	IF_SHUTDOWN,
	IF_KEPT_LINK,
	IF_IPV6_ADDRESS,
	IF_IPV6_ENABLE,
	IF_IPV6_MTU,
	IF_KEPT_IPV6,
};

enum {
	LINE_KEPT_FIRST,
	LINE_EXEC_TIMEOUT,
	LINE_PRIVILEGE,
	LINE_PASSWORD,
	LINE_SYNCHRONOUS,
	LINE_LOGIN,
	LINE_LENGTH,
	LINE_WIDTH,
	LINE_HISTORY,
	LINE_PREFERRED,
	LINE_KEPT,
	LINE_STOPBITS,
};

enum {
	ROUTER_LOCATOR_TABLE,
	ROUTER_SERVICE,
	ROUTER_INSTANCE,
	ROUTER_SITE,
};

enum { /* a service, at both levels */
       SERVICE_EID_TABLE,
       SERVICE_DATABASE_MAPPING,
       SERVICE_MAP_CACHE,
       SERVICE_ITR_MAP_RESOLVER,
       SERVICE_ITR,
       SERVICE_ETR_MAP_SERVER,
       SERVICE_ETR_TTL,
       SERVICE_ETR,
       SERVICE_MAP_CACHE_LIMIT,
       SERVICE_PROXY_ETR,
       SERVICE_MAP_SERVER,
       SERVICE_MAP_RESOLVER,
};

enum { INSTANCE_SERVICE };

enum {
	SITE_DESCRIPTION,
	SITE_KEY,
	SITE_MAP_REGISTER,
	SITE_ALLOWED_LOCATOR,
	SITE_EID_RECORD,
};

extern const struct cli_mode modes[N_MODES];

/* A table of rows, and the mode it stands for in place of the one in its rows. */
struct modes_table {
	const struct cli_cmd *rows;
	int mode; /* 0: as the rows say */
};

extern const struct modes_table modes_tables[]; /* ends with rows NULL */
extern const char modes_common_help[];

#endif
