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
	MODE_SERVICE_IPV4, /* no key; object: struct service_view */
	MODE_SERVICE_IPV6,
	MODE_SERVICE_ETHERNET,
	MODE_INSTANCE,	/* key: instance id; object: struct instance_cfg */
	MODE_INST_IPV4, /* no key; object: struct service_view */
	MODE_INST_IPV6,
	MODE_INST_ETHERNET,
	MODE_SITE,	  /* key: name; object: struct site_cfg */
	MODE_LOCATOR_SET, /* key: name; object: struct locator_set_cfg */
	MODE_DYNAMIC_EID, /* key: name; object: struct dynamic_eid_cfg */
	MODE_TABLE_DYNAMIC_EID,
	MODE_LISP_DYNAMIC_EID,
	MODE_GLOBAL_DYNAMIC_EID,
	MODE_EID_TABLE,	    /* key: instance id; object: struct instance_cfg */
	MODE_GLOBAL_SITE,   /* key: name */
	MODE_LOCATOR_SCOPE, /* key: name; object: struct unread_block, as of those below */
	MODE_REMOTE_SET,
	MODE_PREFIX_LIST,
	MODE_EXTRANET,
	MODE_EXTRANET_PROVIDER, /* key: "eid-record-provider instance-id N" */
	MODE_EXTRANET_SUBSCRIBER,
	/* how blocks without "exit-..." lines are printed; nobody is in these */
	MODE_CLASSIC_LISP,
	MODE_CLASSIC_SITE,
	MODE_CLASSIC_LOCATOR_SET,
	MODE_IF_RANGE, /* key: canonical names with "," between */
	MODE_KEPT,     /* a kept block; key: its first line */
	MODE_KEPT_SUB, /* a block in it, and one in that */
	MODE_KEPT_DEEP,
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
	GLOBAL_KEPT_AAA,
	GLOBAL_IP_ROUTING,
	GLOBAL_IP_CEF,
	GLOBAL_IP_HOST,
	GLOBAL_KEPT_NAME_SERVER,
	GLOBAL_DOMAIN_LOOKUP,
	GLOBAL_DOMAIN_NAME,
	GLOBAL_KEPT_DHCP,
	GLOBAL_KEPT_LOGIN,
	GLOBAL_IPV6_ROUTING,
	GLOBAL_KEPT_MIDDLE,
	GLOBAL_KEPT_PKI,
	GLOBAL_KEPT_LICENSE,
	GLOBAL_KEPT_SPANNING,
	GLOBAL_ENABLE_SECRET,
	GLOBAL_ENABLE_PASSWORD,
	GLOBAL_USERNAME,
	GLOBAL_KEPT_REDUNDANCY,
	GLOBAL_KEPT_VLAN,
	GLOBAL_KEPT_CLASS,
	GLOBAL_KEPT_CRYPTO,
	GLOBAL_INTERFACE,
	GLOBAL_ROUTER_LISP,
	GLOBAL_KEPT_ROUTER,
	GLOBAL_KEPT_IP,
	GLOBAL_IP_ROUTE,
	GLOBAL_KEPT_SSH,
	GLOBAL_KEPT_ACL,
	GLOBAL_LOGGING_TRAP,
	GLOBAL_KEPT_LOGGING,
	GLOBAL_LOGGING_HOST,
	GLOBAL_IPV6_ROUTE,
	GLOBAL_KEPT_ROUTE_MAP,
	GLOBAL_KEPT_END,
	GLOBAL_KEPT_CONTROL,
	GLOBAL_BANNER,
	GLOBAL_ALIAS,
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
	IF_KEPT_SERVICE,
	IF_LISP_LIVENESS,
	IF_LISP_MOBILITY,
	IF_LISP_SUBNET_MODE,
	IF_LISP_SOURCE,
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
	ROUTER_DOMAIN_ID,
	ROUTER_MULTIHOMING_ID,
	ROUTER_LOCATOR_TABLE,
	ROUTER_ENCAPSULATION,
	ROUTER_UNREAD_FIRST, /* security, disable-... */
	ROUTER_LOCATOR_SET,
	ROUTER_BLOCK, /* remote-locator-set, prefix-list, locator-scope */
	ROUTER_DEFAULT_SET,
	ROUTER_SERVICE,
	ROUTER_INSTANCE,
	/* from here to COMMON_UNREAD in an instance, too */
	COMMON_RLOC_PROBE,
	COMMON_REACH_ALGORITHM,
	COMMON_XTR_PROBE,
	COMMON_ITR_RLOCS,
	COMMON_TTL_PROPAGATE,
	COMMON_UNREAD, /* map-server rloc, locator-down, decapsulation */
	ROUTER_SITE,
	ROUTER_EXTRANET,
	ROUTER_DDT,
	ROUTER_UNREAD_LAST, /* ddt ... and others */
	ROUTER_FAMILY, /* ipv4 source-locator and the like; in older releases all of ipv4 ... */
	N_ROUTER_RANKS,
};

enum {
	INSTANCE_DYNAMIC_EID = COMMON_UNREAD + 1,
	INSTANCE_SERVICE,
	TABLE_MAPPING, /* of an eid-table block */
};

enum { /* a service, at both levels */
       SERVICE_EID_TABLE,
       SERVICE_ENCAPSULATION,
       SERVICE_DATABASE_MAPPING,
       SERVICE_UNREAD_DATABASE,
       SERVICE_MAP_CACHE,
       SERVICE_UNREAD_IMPORT,
       SERVICE_ROUTE_EXPORT,
       SERVICE_DISTANCE,
       SERVICE_SITE_REGISTRATION,
       SERVICE_PUBLICATIONS,
       SERVICE_CONSERVATIVE,
       SERVICE_ITR_MAP_RESOLVER,
       SERVICE_ITR,
       SERVICE_ETR_MAP_SERVER,
       SERVICE_ETR_TTL,
       SERVICE_ACCEPT_MAPPING,
       SERVICE_GLEAN_MAPPING,
       SERVICE_ETR,
       SERVICE_SGT,
       SERVICE_SGT_DISTRIBUTION,
       SERVICE_AWAY_EIDS,
       SERVICE_USE_PETR,
       SERVICE_MAP_CACHE_LIMIT,
       SERVICE_CACHE_PERSISTENT,
       SERVICE_MAP_REQUEST_SOURCE,
       SERVICE_SOLICIT,
       SERVICE_PROXY_ETR,
       SERVICE_PROXY_ITR,
       SERVICE_MAP_SERVER,
       SERVICE_MAP_RESOLVER,
       SERVICE_UNREAD,
};

enum {
	SITE_DESCRIPTION,
	SITE_KEY,
	SITE_MAP_REGISTER,
	SITE_ALLOWED_LOCATOR,
	SITE_ALLOWED_LIST,
	SITE_EID_RECORD,
	SITE_UNREAD,
};

enum { SET_LOCATOR, SET_UNREAD, SET_AUTO_DISCOVER };
enum { DYNAMIC_MAPPING, DYNAMIC_GROUP, DYNAMIC_SERVER, DYNAMIC_UNREAD };

extern const struct cli_mode modes[N_MODES];

/* A table of rows, and the mode it stands for in place of the one in its rows. */
struct modes_table {
	const struct cli_cmd *rows;
	int mode; /* 0: as the rows say */
};

extern const struct modes_table modes_tables[]; /* ends with rows NULL */

/* Rows of LISP, most of which stand in several modes and in several dialects. */
struct lisp_table {
	const struct cli_cmd *rows;
	int mode; /* 0: as the rows say */
	/* Stands in front of each command there: "(ipv4|ipv6)"; may be "". Where it is not NULL
	 * the rows print nothing. */
	const char *prefix;
	const char *help; /* of its words, where the common help is not theirs; or NULL */
	unsigned flags;	  /* for each row, beside its own */
};

/* Of the words in front of global LISP lines. */
#define MODES_GLOBAL_HELP                             \
	"ip    Global IP configuration subcommands\n" \
	"ipv6  Global IPv6 configuration commands\n"

extern const struct lisp_table lisp_tables[]; /* ends with rows NULL */
extern const char modes_common_help[];

#endif
