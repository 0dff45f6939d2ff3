/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/cli_samples.h"

#include "lib/base.h"

#define IF "interface GigabitEthernet2"
#define LISP "router lisp"
#define S4 LISP "\nservice ipv4"
#define S6 LISP "\nservice ipv6"
#define SE LISP "\nservice ethernet"
#define INST LISP "\ninstance-id 101"
#define I4 INST "\nservice ipv4"
#define I6 INST "\nservice ipv6"
#define IE INST "\nservice ethernet"
#define SET LISP "\nlocator-set SET"
#define DYN INST "\ndynamic-eid ROAM"
#define SITE LISP "\nsite Site_1"
#define OLD LISP "\nipv4 map-resolver"
#define TABLE LISP "\neid-table vrf RED instance-id 101"
#define GLOBAL "ip lisp map-resolver"

/* A line of a service in the forms of all releases. */
#define SERVICE(line)                                                                   \
	{ S4, line, NULL, NULL }, { I4, line, NULL, NULL }, { SE, line, NULL, NULL },   \
		{ OLD, "ipv4 " line, NULL, NULL }, { TABLE, "ipv6 " line, NULL, NULL }, \
	{                                                                               \
		GLOBAL, "ip lisp " line, line, NULL                                     \
	}
/* A line of the process that an instance may have, too. */
#define COMMON(line)                                                                         \
	{ LISP, line, NULL, NULL }, { INST, line, NULL, NULL }, { TABLE, line, NULL, NULL }, \
	{                                                                                    \
		GLOBAL, "lisp " line, line, NULL                                             \
	}
#define FAMILY(line)                                                           \
	{ LISP, "ipv4 " line, NULL, NULL }, { OLD, "ipv6 " line, NULL, NULL }, \
		{ I4, line, NULL, NULL },                                      \
	{                                                                      \
		TABLE, "ipv6 " line, NULL, NULL                                \
	}
#define ROUTER(line)                  \
	{ LISP, line, NULL, NULL },   \
	{                             \
		OLD, line, NULL, NULL \
	}
#define DDT(line)                                \
	ROUTER(line),                            \
	{                                        \
		GLOBAL, "lisp " line, line, NULL \
	}

const struct cli_sample cli_samples_lisp[] = {
	/* services */
	SERVICE("itr"),
	SERVICE("itr map-resolver 172.16.1.1"),
	{ S4, "itr map-resolver 172.16.1.1 prefix-list P", NULL, "no itr map-resolver" },
	SERVICE("etr"),
	SERVICE("etr map-server 172.16.1.1 key abc hash-function sha2"),
	{ S4, "etr map-server 172.16.1.1 key 7 08344F47 domain-id 5 prefix-list P", NULL, NULL },
	SERVICE("etr map-server 172.16.1.1 proxy-reply"),
	SERVICE("etr map-server 172.16.1.1 sgt-only"),
	SERVICE("etr map-cache-ttl 60"),
	SERVICE("etr accept-map-request-mapping verify"),
	SERVICE("etr glean-mapping"),
	SERVICE("map-server"),
	{ S4, "map-resolver", NULL, NULL },
	{ LISP "\nipv4 itr", "ipv4 map-resolver", NULL, NULL },
	{ LISP "\nipv4 itr", "ipv4 map-resolve", "ipv4 map-resolver", "no ipv4 map-resolver" },
	{ "ip lisp itr", "ip lisp map-resolver", "map-resolver", NULL },
	SERVICE("proxy-etr"),
	SERVICE("proxy-itr 172.16.1.2"),
	{ S6, "proxy-itr 172.16.1.2 2001:db8::2", "proxy-itr 172.16.1.2 2001:DB8::2",
	  "no proxy-itr" },
	SERVICE("use-petr 172.16.1.4"),
	SERVICE("use-petr 172.16.1.4 priority 1 weight 50"),
	{ S4 "\nuse-petr 172.16.1.4\n" I4, "no use-petr", NULL, "default use-petr" },
	SERVICE("encapsulation vxlan"),
	SERVICE("sgt"),
	SERVICE("sgt distribution"),
	SERVICE("map-cache site-registration"),
	SERVICE("map-cache publications"),
	SERVICE("map-cache conservative-allocation"),
	{ S4, "no map-cache away-eids send-map-request", NULL,
	  "map-cache away-eids send-map-request" },
	{ OLD, "no ipv4 map-cache away-eids send-map-request", NULL,
	  "ipv4 map-cache away-eids send-map-request" },
	{ GLOBAL, "no ip lisp map-cache away-eids send-map-request",
	  "no map-cache away-eids send-map-request",
	  "default ip lisp map-cache away-eids send-map-request" },
	SERVICE("map-cache-limit 2000 reserve-list P warning-threshold 80"),
	{ OLD, "ipv4 map-cache-limit 2000 threshold 80",
	  "ipv4 map-cache-limit 2000 warning-threshold 80", "no ipv4 map-cache-limit" },
	SERVICE("map-cache-persistent"),
	SERVICE("map-cache-persistent interval 5"),
	{ OLD, "no ipv4 map-cache-persistent", NULL, "default ipv4 map-cache-persistent" },
	SERVICE("map-request-source 10.1.1.2"),
	SERVICE("solicit-map-request ignore"),
	SERVICE("solicit-map-request max-per-entry 5"),
	SERVICE("solicit-map-request suppression-time 60"),
	SERVICE("route-export site-registrations"),
	SERVICE("route-export away-eids route-tag 7"),
	{ S4 "\nroute-export publications\n" I4, "no route-export publications", NULL,
	  "default route-export publications" },
	SERVICE("distance site-registrations 250"),
	SERVICE("distance dyn-eid 10"),
	SERVICE("route-import database maximum-prefix 500 80 warning-only"),
	SERVICE("route-import database bgp 65000 route-map M locator-set S"),
	SERVICE("route-import map-cache static"),
	SERVICE("route-import prefix-list P connected"),
	SERVICE("import publication publisher 192.0.2.1"),
	{ S4 "\nimport publication publisher 192.0.2.1\n" I4,
	  "no import publication publisher 192.0.2.1", NULL,
	  "default import publication publisher 192.0.2.1" },
	SERVICE("import database site-registration locator-set S"),
	SERVICE("database-mapping limit dynamic 100 warning-threshold 80"),
	SERVICE("database-mapping proxy check-reachability"),
	SERVICE("dynamic-eid dataplane-detection"),
	SERVICE("alt-vrf ALT"),
	SERVICE("alt summary-route 10.0.0.0/8 route-tag 5"),
	SERVICE("itr nmr-ttl 15"),
	SERVICE("map-server map-register validate source allowed-locator"),
	SERVICE("map-resolver map-request validate source registered"),
	SERVICE("map-resolver map-request validate source list ipv4 A ipv6 B"),
	SERVICE("mr-use-petr remote-locator-set R"),
	SERVICE("first-packet-petr remote-locator-set R"),
	SERVICE("site-registration limit 100 warning-threshold 90"),
	SERVICE("registration-history limit 500"),
	SERVICE("disable-eid-pubsub"),
	{ S4, "no publish-subscribe", NULL, "publish-subscribe" },
	{ OLD, "no ipv4 publish-subscribe", NULL, "ipv4 publish-subscribe" },
	{ GLOBAL, "no ip lisp publish-subscribe", "no publish-subscribe",
	  "ip lisp publish-subscribe" },
	{ S4 "\nitr\n" I4, "no itr", NULL, "default itr" },
	{ GLOBAL, "ip lisp itr-etr", "etr", NULL },

	/* of one family */
	FAMILY("locator reachability exclude-default"),
	FAMILY("locator reachability minimum-mask-length 32 proxy-etr-only"),
	FAMILY("path-mtu-discovery min 1280 max 9000"),
	{ LISP, "no ipv6 path-mtu-discovery", NULL, "ipv6 path-mtu-discovery" },
	{ GLOBAL, "no ip lisp path-mtu-discovery", "no ipv4 path-mtu-discovery",
	  "ip lisp path-mtu-discovery" },
	{ LISP, "ipv4 source-locator lo0", "ipv4 source-locator Loopback0", NULL },
	{ OLD, "ipv6 source-locator Loopback0", NULL, NULL },

	/* the process, and its instances */
	ROUTER("locator-table default"),
	{ GLOBAL, "ip lisp locator-vrf RED", "locator-table vrf RED", NULL },
	ROUTER("encapsulation vxlan"),
	ROUTER("locator-set S"),
	ROUTER("locator default-set S"),
	COMMON("loc-reach-algorithm rloc-probing"),
	COMMON("loc-reach-algorithm rloc-probing period 300 retries 1"),
	COMMON("loc-reach-algorithm count-tcp"),
	COMMON("loc-reach-algorithm echo-nonce"),
	COMMON("loc-reach-algorithm lsb-reports ignore"),
	COMMON("remote-rloc-probe on-route-change"),
	COMMON("remote-rloc-probe on-membership-change"),
	COMMON("other-xtr-probe period 30"),
	COMMON("map-request itr-rlocs S"),
	COMMON("disable-ttl-propagate"),
	COMMON("map-server rloc members distribute"),
	COMMON("map-server rloc members modify-discovered add locator-set S"),
	COMMON("map-server site-registration limit 100"),
	COMMON("decapsulation filter rloc source member"),
	COMMON("decapsulation filter rloc source locator-set S"),
	COMMON("locator-down 172.16.1.2"),
	COMMON("locator-down IPv4-interface Loopback0"),
	ROUTER("domain-id 561956669"),
	ROUTER("multihoming-id 5"),
	ROUTER("security"),
	ROUTER("security strong"),
	{ LISP, "no locator consistency-check", NULL, "locator consistency-check" },
	ROUTER("control-packet mtu 1500"),
	ROUTER("disable-first-packet-forwarding"),
	ROUTER("disable-extranet-policy-import-to-db"),
	ROUTER("default-etr disable-metric"),
	ROUTER("etr map-server source-address Loopback0"),
	ROUTER("xtr instance-id 5"),
	ROUTER("site-id 7"),
	{ LISP, "no capability publish-subscribe eid", NULL, "capability publish-subscribe eid" },
	ROUTER("publication-delete-timer 5"),
	ROUTER("syslog session changes"),
	ROUTER("syslog verbose"),
	ROUTER("fabric border"),
	{ LISP, "no redundancy sso", NULL, "redundancy sso" },
	{ LISP, "no tcp path-mtu-discovery", NULL, "tcp path-mtu-discovery" },
	ROUTER("tcp auth-option CHAIN peer 192.0.2.1"),
	ROUTER("platform resource-usage maximum-local-hosts l2 100"),
	ROUTER("map-server nmr non-site-ttl 5"),
	ROUTER("map-server session passive-open WLC"),
	DDT("ddt"),
	DDT("ddt root 192.0.2.1"),
	DDT("ddt cache-limit 100"),
	DDT("ddt authoritative instance-id * 10.0.0.0/8 delegate 10.1.0.0/16 to 192.0.2.1"),
	DDT("ddt authoritative 10.0.0.0/8 map-server-peer 192.0.2.2"),
	DDT("alt summary-route 10.0.0.0/8"),
	{ GLOBAL, "lisp instance-id 5", "xtr instance-id 5", NULL },
	ROUTER("remote-locator-set R"),
	ROUTER("prefix-list P"),
	ROUTER("locator-scope L"),
	ROUTER("extranet E"),
	{ LISP "\nremote-locator-set R", "192.0.2.1 instance-id 5 priority 1 weight 1", NULL,
	  NULL },
	{ LISP "\nprefix-list P", "2001:db8::/32", "2001:DB8::/32", NULL },
	{ LISP "\nlocator-scope L", "rloc-prefix 192.0.2.0/24", NULL, NULL },
	{ LISP "\nlocator-scope L", "rtr-locator-set S", NULL, NULL },
	{ LISP "\nextranet E", "extranet-config-from-transit", NULL, NULL },
	{ LISP "\nextranet E", "eid-record-provider instance-id 5", NULL, NULL },
	{ LISP "\nextranet E", "eid-record-subscriber instance-id 5", NULL, NULL },
#define PROVIDER LISP "\nextranet E\neid-record-provider instance-id 5"
	{ PROVIDER, "ip-any", NULL, NULL },
	{ PROVIDER, "10.1.1.0/24", NULL, NULL },
	{ PROVIDER, "map-cache extranet-policy", NULL, NULL },
	{ PROVIDER, "route-export extranet-policy", NULL, NULL },
	{ PROVIDER, "distance extranet-policy 240", NULL, NULL },
	{ LISP "\nextranet E\neid-record-subscriber instance-id 6", "service-insertion fw", NULL,
	  NULL },

	/* locator-sets */
	{ SET, "172.16.1.2", NULL, NULL },
	{ SET, "172.16.1.2 priority 1 weight 100 affinity-id 3 , 4", NULL, "no 172.16.1.2" },
	{ SET, "ipv4-interface lo0", "IPv4-interface Loopback0", NULL },
	{ SET, "IPv6-interface Loopback0 priority 10 weight 10", NULL, NULL },
	{ SET, "auto-discover-rlocs", NULL, NULL },
	{ SET, "priority track-peers base-value 10 decrement 1", NULL, NULL },

	/* mappings */
	{ I4, "database-mapping 10.1.1.0/24 locator-set S", NULL, NULL },
	{ I6, "database-mapping 2001:DB8:A::/48 locator-set S proxy summary route-tag 5", NULL,
	  NULL },
	{ I4,
	  "database-mapping 10.1.1.0/24 locator-set S local route-tag 5 default-etr route-map M",
	  "database-mapping 10.1.1.0/24 locator-set S route-tag 5 default-etr route-map M local",
	  "no database-mapping 10.1.1.0/24" },
	{ I4, "database-mapping 10.1.1.0/24 auto-discover-rlocs", NULL, NULL },
	{ I6, "database-mapping 2001:DB8:A::/48 auto-discover-rlocs", NULL, NULL },
	{ TABLE, "database-mapping 10.1.1.0/24 172.16.1.2 priority 1 weight 50", NULL, NULL },
	{ TABLE, "database-mapping 10.1.1.0/24 locator-set S", NULL, NULL },
	{ TABLE, "database-mapping 2001:DB8:A::/48 auto-discover-rlocs", NULL, NULL },
	{ TABLE, "map-cache 0.0.0.0/0 map-request", NULL, NULL },
	{ OLD, "database-mapping 10.1.1.0/24 172.16.1.2 priority 1 weight 50", NULL, NULL },
	{ OLD, "database-mapping 10.1.1.0/24 locator-set S", NULL, NULL },
	{ OLD, "map-cache 10.9.0.0/16 172.16.1.9 priority 1 weight 100", NULL, NULL },
	{ GLOBAL, "ip lisp database-mapping 10.1.1.0/24 172.16.1.2 priority 1 weight 50",
	  "database-mapping 10.1.1.0/24 172.16.1.2 priority 1 weight 50", NULL },
	{ GLOBAL, "ipv6 lisp database-mapping 2001:DB8::/48 dynamic lo0 priority 1 weight 50",
	  "database-mapping 2001:DB8::/48 IPv6-interface Loopback0 priority 1 weight 50", NULL },
	{ GLOBAL, "ip lisp database-mapping 10.1.1.0/24 locator-set S",
	  "database-mapping 10.1.1.0/24 locator-set S", NULL },
	{ GLOBAL, "ip lisp database-mapping 10.1.1.0/24 auto-discover-rlocs",
	  "database-mapping 10.1.1.0/24 auto-discover-rlocs", NULL },
	{ GLOBAL, "ip lisp map-cache 10.0.0.0/8 map-request", "map-cache 10.0.0.0/8 map-request",
	  NULL },
	{ LISP, "eid-table vrf RED instance-id 101", NULL, "" },
	{ TABLE, "eid-table default instance-id 0", NULL, NULL },

	{ I4, "database-mapping 10.1.1.0/24 service-insertion 7 firewall locator-set S", NULL,
	  NULL },
	{ I6, "database-mapping 2001:DB8::/32 service-insertion 7 s2s locator-set S service-etr",
	  NULL, NULL },
	{ INST, "extranet policy self rloc-set S", NULL, NULL },
	{ S4, "map-cache-limit 0 warning-threshold 0", NULL, "no map-cache-limit" },

	/* Ethernet */
	{ LISP, "service ethernet", NULL, NULL },
	{ INST, "service ethernet", NULL, NULL },
	{ IE, "eid-table vlan 1021", NULL, NULL },
	{ IE, "broadcast-underlay 239.0.0.1", NULL, NULL },
	{ IE, "flood arp-nd", NULL, NULL },
	{ IE, "flood access-tunnel 232.255.255.1 vlan 1021", NULL, NULL },
	{ IE, "database-mapping mac locator-set S", NULL, NULL },
	{ IE, "dynamic-eid detection multiple-addr bridged-vm", NULL, NULL },
	{ IE, "map-cache 0001.0002.0003 192.0.2.1 priority 1 weight 1", NULL, NULL },
	{ IE, "enhanced-forwarding", NULL, NULL },
	{ IE, "fast-detection", NULL, NULL },

	/* dynamic EIDs */
	{ INST, "dynamic-eid 1.1.1.0/24_EID", NULL, NULL },
	{ TABLE, "dynamic-eid ROAM", NULL, NULL },
	{ LISP "\nmap-cache 10.0.0.0/8 drop", "dynamic-eid dynamic-eid", NULL, NULL },
	{ "ip lisp map-cache 10.0.0.0/8 drop", "lisp dynamic-eid ROAM", "dynamic-eid ROAM", NULL },
	{ DYN, "database-mapping 10.1.1.0/24 locator-set S", NULL,
	  "no database-mapping 10.1.1.0/24" },
	{ DYN, "map-notify-group 239.1.1.1", NULL, NULL },
	{ DYN, "map-server 192.0.2.1 key 7 08344F47 hash-function sha2", NULL, NULL },
	{ DYN, "map-server 192.0.2.1 proxy-reply", NULL, NULL },
	{ DYN, "eid-notify 192.0.2.1 key 7 08344F47", NULL, NULL },
	{ DYN, "eid-notify authentication-key 0 abc", NULL, NULL },
	{ DYN, "register-database-mapping", NULL, NULL },
	{ DYN, "roaming-eid-prefix 10.1.1.0/24", NULL, NULL },

	/* sites */
	{ GLOBAL, "lisp site A", "site A", NULL },
	{ OLD, "site A", NULL, NULL },
	{ SITE, "eid-record 10.1.1.0/24 publication-summary-only", NULL, NULL },
	{ OLD "\nsite A", "eid-prefix instance-id 101 10.1.1.0/24 accept-more-specifics", NULL,
	  NULL },
	{ GLOBAL "\nlisp site A", "eid-prefix 10.1.1.0/24", "eid-record 10.1.1.0/24", NULL },
	{ SITE, "allowed-locators 172.16.1.2", "allowed-locator 172.16.1.2", NULL },
	{ SITE, "allowed-locator list ipv4 P", NULL, NULL },
	{ SITE, "eid-record instance-id 8188 any-mac", NULL, NULL },
	{ SITE, "allow-locator-default-etr instance-id 4099 ipv4", NULL, NULL },
	{ SITE, "allow-locator-service-etr instance-id 4099 ipv6", NULL, NULL },
	{ SITE, "site-id 7", NULL, NULL },

	/* interfaces */
	{ IF, "no lisp mobility liveness test", NULL, "lisp mobility liveness test" },
	{ IF, "lisp mobility liveness ttl 5", NULL, NULL },
	{ IF, "no lisp mobility discover arp", NULL, "lisp mobility discover arp" },
	{ IF, "lisp mobility 1.1.1.0/24_EID", NULL, NULL },
	{ IF, "lisp mobility ROAM nbr-proxy-reply requests 3", NULL, "no lisp mobility" },
	{ IF, "lisp extended-subnet-mode", NULL, NULL },
	{ IF, "ip lisp source-locator Loopback0", NULL, NULL },
};

const size_t n_cli_samples_lisp = ARRAY_LEN(cli_samples_lisp);
