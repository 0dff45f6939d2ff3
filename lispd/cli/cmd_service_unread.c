/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of a service that no role reads. */
#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/service_view.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/unread_row.h"

static int keep(struct cli *c, const struct args *a, enum unread_row kind)
{
	const struct unread *above = NULL;
	struct service_block b;

	if (!block_service(c, a, &b))
		return CLI_FAIL;
	if (b.in_instance)
		above = b.svc == SVC_ETHERNET ? &b.l->cfg.ethernet.unread :
						&b.l->cfg.service[b.svc].unread;
	unread_take(a, &b.s->unread, kind, above);
	return CLI_OK;
}

static int run_setting(struct cli *c, const struct args *a)
{
	return keep(c, a, UNREAD_SETTING);
}

static int run_item(struct cli *c, const struct args *a)
{
	return keep(c, a, UNREAD_ITEM);
}

static int run_usual(struct cli *c, const struct args *a)
{
	return keep(c, a, UNREAD_USUAL);
}

/* On by default, with limits of its own. */
static int run_path_mtu(struct cli *c, const struct args *a)
{
	bool limited = arg_has(a, "min") || arg_has(a, "max");

	return keep(c, a, limited ? UNREAD_SETTING : UNREAD_USUAL);
}

static void write_database(struct cli_writer *w, const void *obj)
{
	service_write_unread(w, obj, SERVICE_UNREAD_DATABASE);
}

static void write_last(struct cli_writer *w, const void *obj)
{
	service_write_unread(w, obj, SERVICE_UNREAD);
}

static void write_eid_table(struct cli_writer *w, const void *obj)
{
	service_write_unread(w, obj, SERVICE_EID_TABLE);
}

#define ANY_SERVICE MODE_SERVICE_IPV4
#define DATABASE_LIMIT                                     \
	"[no] [default] database-mapping limit dynamic ~ " \
	"<1-4294967295>$limit [warning-threshold <1-100>$threshold]"
#define ALT_VRF "[no] [default] alt-vrf ~ WORD$vrf"
#define DATABASE(words, fn, texts) \
	UNREAD_ROW(ANY_SERVICE, words, texts, fn, SERVICE_UNREAD_DATABASE, DATABASE_LIMIT)
#define LAST(words, fn, texts) UNREAD_ROW(ANY_SERVICE, words, texts, fn, SERVICE_UNREAD, ALT_VRF)

#define DATABASE_HELP "database-mapping  Configure an EID-to-RLOC mapping of this site\n"
#define LISTS "list ipv4 WORD$list ipv6 WORD$list6"
#define LISTS_HELP                             \
	"list   Prefix-lists of the sources\n" \
	"$list  Name of an IPv4 prefix-list\n" \
	"$list6 Name of an IPv6 prefix-list\n"
#define REMOTE_SET_HELP                               \
	"remote-locator-set  Locators of the PETRs\n" \
	"$set                Name of a remote-locator-set\n"

const struct cli_cmd service_unread_rows[] = {
	UNREAD_WRITER(ANY_SERVICE, DATABASE_LIMIT,
		      DATABASE_HELP "limit              Limit the number of entries\n"
				    "dynamic            Of dynamic ones\n"
				    "$limit             Number of entries\n"
				    "warning-threshold  Warn when there are that many\n"
				    "$threshold         Percent\n",
		      run_setting, SERVICE_UNREAD_DATABASE, write_database),
	DATABASE("database-mapping proxy check-reachability", run_setting,
		 DATABASE_HELP "proxy               Mappings registered for others\n"
			       "check-reachability  Only while they can be reached\n"),
	DATABASE("dynamic-eid dataplane-detection", run_setting,
		 "dynamic-eid          Dynamic EIDs\n"
		 "dataplane-detection  Find them by their packets\n"),

	UNREAD_WRITER(ANY_SERVICE, ALT_VRF,
		      "alt-vrf  VRF of the ALT\n"
		      "$vrf     VRF name\n",
		      run_setting, SERVICE_UNREAD, write_last),
	LAST("alt summary-route (A.B.C.D/nn|X:X:X:X::X/<0-128>)$prefix "
	     "[route-tag <1-4294967295>$tag]",
	     run_item,
	     "alt            ALT topology\n"
	     "summary-route  Advertise a summary\n"
	     "$prefix        EID prefix\n"
	     "route-tag      Tag of the route\n"
	     "$tag           Route tag\n"),
	LAST("itr nmr-ttl ~ <1-900>$ttl", run_setting,
	     "itr      Configure LISP Ingress Tunnel Router (ITR) functionality\n"
	     "nmr-ttl  Lifetime of negative Map-Replies\n"
	     "$ttl     Minutes\n"),
	LAST("map-server map-register validate source allowed-locator", run_setting,
	     "map-server       Configure LISP Map-Server functionality\n"
	     "map-register     Map-Registers\n"
	     "validate         Check them\n"
	     "source           Their source address\n"
	     "allowed-locator  It must be an allowed locator\n"),
	LAST("map-resolver map-request validate source ~ (" LISTS "|registered [" LISTS "])",
	     run_setting,
	     "map-resolver  Configure LISP Map-Resolver functionality\n"
	     "map-request   Map-Requests\n"
	     "validate      Check them\n"
	     "source        Their source address\n"
	     "registered    It must be registered\n" LISTS_HELP),
	LAST("mr-use-petr remote-locator-set ~ WORD$set", run_setting,
	     "mr-use-petr  PETRs that the Map-Resolver answers with\n" REMOTE_SET_HELP),
	LAST("first-packet-petr remote-locator-set ~ WORD$set", run_setting,
	     "first-packet-petr  PETRs for packets whose EID is not known yet\n" REMOTE_SET_HELP),
	LAST("site-registration limit ~ <1-4294967295>$limit [warning-threshold <1-100>$threshold]",
	     run_setting,
	     "site-registration  Registrations with this Map-Server\n"
	     "limit              Limit their number\n"
	     "$limit             Number of registrations\n"
	     "warning-threshold  Warn when there are that many\n"
	     "$threshold         Percent\n"),
	LAST("registration-history limit ~ <0-1000000>$limit", run_setting,
	     "registration-history  History of registrations\n"
	     "limit                 Limit its length\n"
	     "$limit                Number of events\n"),
	LAST("publish-subscribe", run_usual, "publish-subscribe  Publish and subscribe mappings\n"),
	LAST("disable-eid-pubsub", run_setting,
	     "disable-eid-pubsub  No subscriptions to single EIDs\n"),
	{ 0 },
};

/* Of an eid-table block, and of the service that it becomes. */
const struct cli_cmd service_family_rows[] = {
	LAST("path-mtu-discovery ~ {min <68-65535>$min|max <68-65535>$max}", run_path_mtu,
	     "path-mtu-discovery  Discover the MTU towards locators\n"
	     "min                 Least that is accepted\n"
	     "$min                Octets\n"
	     "max                 Most that is accepted\n"
	     "$max                Octets\n"),
	LAST("locator reachability exclude-default [proxy-etr-only]", run_setting,
	     "locator          Locators\n"
	     "reachability     Whether they can be reached\n"
	     "exclude-default  A default route does not count\n"
	     "proxy-etr-only   For Proxy ETRs only\n"),
	LAST("locator reachability minimum-mask-length ~ <0-128>$length [proxy-etr-only]",
	     run_setting,
	     "locator              Locators\n"
	     "reachability         Whether they can be reached\n"
	     "minimum-mask-length  Length of a route that counts\n"
	     "$length              Mask length\n"
	     "proxy-etr-only       For Proxy ETRs only\n"),
	{ 0 },
};

#define INSERTION(in, prefix)                                                       \
	UNREAD_ROW(in,                                                              \
		   "database-mapping " prefix "$eid service-insertion <1-255>$id "  \
		   "(firewall|s2s) locator-set WORD$set [service-etr]",             \
		   DATABASE_HELP "$eid              EID prefix\n"                   \
				 "service-insertion  Insert a service\n"            \
				 "$id                Service number\n"              \
				 "firewall           A firewall\n"                  \
				 "s2s                Between sites\n"               \
				 "locator-set       Take the locators from a set\n" \
				 "$set              Locator-set name\n"             \
				 "service-etr        At the service's ETR\n",       \
		   run_item, SERVICE_UNREAD_DATABASE, DATABASE_LIMIT)

const struct cli_cmd service_insertion_rows[] = {
	INSERTION(MODE_INST_IPV4, "A.B.C.D/nn"),
	INSERTION(MODE_INST_IPV6, "X:X:X:X::X/<0-128>"),
	{ 0 },
};

/* --- ethernet --------------------------------------------------------------------------------- */

#define VLAN "[no] [default] eid-table vlan ~ <1-4094>$vlan"
#define ETHERNET(words, fn, texts) \
	UNREAD_ROW(MODE_INST_ETHERNET, words, texts, fn, SERVICE_UNREAD_DATABASE, DATABASE_LIMIT)
#define FLOOD_HELP "flood  Flood frames through the underlay\n"
#define MAP_CACHE_HELP "map-cache  Configure the map-cache\n"

const struct cli_cmd service_ethernet_rows[] = {
	UNREAD_WRITER(MODE_INST_ETHERNET, VLAN,
		      "eid-table  Bind an EID table to this instance\n"
		      "vlan       A VLAN\n"
		      "$vlan      VLAN number\n",
		      run_setting, SERVICE_EID_TABLE, write_eid_table),
	ETHERNET("broadcast-underlay ~ A.B.C.D$group", run_setting,
		 "broadcast-underlay  Multicast group of the underlay for flooding\n"
		 "$group              Multicast group\n"),
	ETHERNET("flood (arp-nd|unknown-unicast)", run_item,
		 FLOOD_HELP "arp-nd           ARP and Neighbor Discovery\n"
			    "unknown-unicast  Frames to unknown addresses\n"),
	ETHERNET("flood access-tunnel ~ [A.B.C.D$group [vlan <1-4094>$vlan]]", run_setting,
		 FLOOD_HELP "access-tunnel  Frames of access tunnels\n"
			    "$group         Multicast group\n"
			    "vlan           VLAN\n"
			    "$vlan          VLAN number\n"),
	ETHERNET("database-mapping (H.H.H$mac|mac) locator-set WORD$set [proxy]", run_item,
		 DATABASE_HELP "$mac         MAC address\n"
			       "mac          All MAC addresses\n"
			       "locator-set  Locators\n"
			       "$set         Name of a locator-set\n"
			       "proxy        Registered for others\n"),
	ETHERNET("dynamic-eid detection multiple-addr [bridged-vm]", run_setting,
		 "dynamic-eid    Dynamic EIDs\n"
		 "detection      How they are found\n"
		 "multiple-addr  Several addresses behind one MAC address\n"
		 "bridged-vm     Of bridged virtual machines\n"),
	ETHERNET("map-cache H.H.H$mac (map-request|drop|"
		 "(A.B.C.D|X:X::X)$rloc priority <0-255>$priority weight <0-100>$weight)",
		 run_item,
		 MAP_CACHE_HELP "$mac         MAC address\n"
				"map-request  Send a Map-Request\n"
				"drop         Drop matching frames\n"
				"$rloc        Locator address\n"
				"priority     Priority of the locator\n"
				"$priority    Priority, lower is better, 255 is never used\n"
				"weight       Weight of the locator\n"
				"$weight      Share of the traffic in percent\n"),
	ETHERNET("enhanced-forwarding", run_setting, "enhanced-forwarding  Enhanced forwarding\n"),
	ETHERNET("fast-detection", run_setting, "fast-detection  Find hosts that move fast\n"),
	{ 0 },
};
