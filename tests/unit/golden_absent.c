/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a router without anything to show prints, for what this one does not do. */
#include <string.h>

#include "tests/unit/golden_rows.h"
#include "tests/unit/show_fixture.h"

#define NO_PUBSUB "nothing is published or subscribed to here"

/* What a router with this EID table answers to the line. */
static void say(struct out *o, uint32_t iid, const char *vrf, const char *line)
{
	struct fake_net *net = fake_net_new();
	struct fake *r = fake_new(net, "R1", "172.16.1.1");
	struct show_fixture s;

	fake_instance(r, iid, AF_INET, vrf);
	fake_instance(r, iid, AF_INET6, vrf);
	fake_settle(r);
	show_init(&s, r);
	out_str(o, show(&s, line));
	show_fini(&s);
	fake_net_free(net);
}

#define SAYS(name, iid, vrf, line)      \
	static void name(struct out *o) \
	{                               \
		say(o, iid, vrf, line); \
	}

SAYS(debugging, 0, "", "show debugging")
SAYS(process_of, 0, "", "show lisp")
SAYS(smr4, 4100, "red", "show lisp 0 instance-id 4100 ipv4 smr")
SAYS(smr6, 4100, "red", "show lisp instance-id 4100 ipv6 smr")
SAYS(smr4_all, 101, "red", "show lisp all instance-id 101 ipv4 smr")
SAYS(away4, 102, "blue", "show lisp instance-id 102 ipv4 away 10.1.0.0/16")
SAYS(away6, 4099, "red", "show lisp instance-id 4099 ipv6 away")
SAYS(filter, 101, "red", "show lisp instance-id 101 decapsulation filter")
SAYS(publication4, 4100, "red", "show lisp instance-id 4100 ipv4 publication")
SAYS(publication6, 4100, "red", "show lisp eid-table red ipv6 publication")
SAYS(publisher4, 4100, "red", "show lisp 0 instance-id 4100 ipv4 publisher")
SAYS(publisher6, 4100, "red", "show lisp eid-table vrf red ipv6 publisher")
SAYS(subscriber4, 4100, "red", "show lisp locator-table default instance-id 4100 ipv4 subscriber")
SAYS(subscriber6, 4100, "red", "show lisp instance-id 4100 ipv6 subscriber")
SAYS(subscription4, 4100, "red", "show lisp instance-id 4100 ipv4 subscription")
SAYS(subscription6, 4100, "red", "show lisp 0 instance-id 4100 ipv6 subscription")
SAYS(ms_subscription4, 4100, "red", "show lisp instance-id 4100 ipv4 server subscription")
SAYS(ms_subscription6, 4100, "red", "show lisp eid-table vrf red ipv6 server subscription")
SAYS(import4, 102, "blue", "show lisp eid-table vrf blue ipv4 route-import map-cache")
SAYS(import6, 4100, "", "show lisp eid-table default ipv6 route-import map-cache 2002::/64")
SAYS(policy4, 4100, "red", "show lisp instance-id 4100 ipv4 server extranet-policy")
SAYS(policy6, 4100, "red", "show lisp all instance-id * ipv6 server extranet-policy")
SAYS(silent4, 4100, "red", "show lisp instance-id 4100 ipv4 server silent-host-detection")
SAYS(silent6, 4100, "red", "show lisp all instance-id * ipv6 server silent-host-detection")
SAYS(extranets, 0, "", "show lisp 0 extranet summary")
SAYS(known_locators, 0, "", "show lisp platform smr known-locators")
SAYS(remote_set, 0, "", "show lisp 0 remote-locator-set default-etr-locator-set-ipv6")
SAYS(dynamic_summary, 4101, "blue", "show lisp all instance-id * dynamic-eid summary")

const struct golden_row golden_absent_rows[] = {
	GOLDEN_NOT(OF("ADDRESS-FAMILY-server-subscription-EID-PREFIX"), NO_PUBSUB),
	GOLDEN("show-debug", "01", debugging, .why = "HSRP", .drop = "HSRP|^    \\("),
	GOLDEN("show-lisp", "02", process_of, .why = "capabilities, number of instances",
	       .drop = "^Capability|^ {23}|^EID instance"),
	GOLDEN(OF_ALL("SERVICE-smr"), "01", smr4_all, .why = ROWS, .drop = "^[0-9].*local EID"),
	GOLDEN_NOT("show-lisp-extranet-EXTRANET-NAME-instance-id-INSTANCE-ID", "no extranets"),
	GOLDEN("show-lisp-extranet-summary", "01", extranets, .why = ROWS, .to = "^Extranet name",
	       .cut = "(extranets|prefixes *): [0-9]+$"),
	GOLDEN_NOT(OF("ADDRESS-FAMILY-eid-watch"), "no program follows EIDs"),
	GOLDEN_NOT(OF("ADDRESS-FAMILY-subscription-EID-PREFIX"), NO_PUBSUB),
	GOLDEN(OF("decapsulation-filter"), "01", filter, .why = ROWS, .drop = "^100:"),
	GOLDEN(OF("dynamic-eid-summary"), "04", dynamic_summary, .why = "discovered hosts",
	       .from = "^Output for router lisp 0 instance-id 4101"),
	GOLDEN(OF("ipv4-away"), "01", away4, .why = ROWS, .drop = "dyn-eid"),
	GOLDEN(OF("ipv6-away"), "01", away6, .why = ROWS, .drop = "dyn-eid"),
	GOLDEN(OF("ipv4-publication"), "01", publication4, .why = ROWS, .drop = "^100\\."),
	GOLDEN(OF("ipv6-publication"), "01", publication6, .why = ROWS, .drop = "^100\\."),
	GOLDEN_NOT(OF("ipv4-publication-EID-PREFIX"), NO_PUBSUB),
	GOLDEN_NOT(OF("ipv6-publication-EID-PREFIX"), NO_PUBSUB),
	GOLDEN_NOT(OF("ipv4-publication-EID-PREFIX--rv1"), NO_PUBSUB),
	GOLDEN_NOT(OF("ipv6-publication-EID-PREFIX--rv1"), NO_PUBSUB),
	GOLDEN_NOT(OF("ipv4-publication-EID-PREFIX--rv2"), NO_PUBSUB),
	GOLDEN_NOT(OF("ipv6-publication-EID-PREFIX--rv2"), NO_PUBSUB),
	GOLDEN(OF("ipv4-publisher"), "01", publisher4, .why = ROWS, .drop = "^[0-9]"),
	GOLDEN(OF("ipv6-publisher"), "01", publisher6, .why = ROWS, .drop = "^[0-9]"),
	GOLDEN_NOT(OF("ipv4-publisher-PUBLISHER-ID"), NO_PUBSUB),
	GOLDEN_NOT(OF("ipv6-publisher-PUBLISHER-ID"), NO_PUBSUB),
	GOLDEN(OF("ipv4-route-import-map-cache"), "04", import4, .why = ROWS, .drop = "^[0-9]"),
	GOLDEN(OF("ipv6-route-import-map-cache"), "01", import6, .why = ROWS, .drop = "^[0-9]"),
	GOLDEN(OF("ipv4-server-extranet-policy"), "01", policy4, .why = ROWS, .to = "^Shire"),
	GOLDEN(OF("ipv6-server-extranet-policy"), "01", policy6, .why = ROWS, .to = "^Shire"),
	GOLDEN(OF("ipv4-server-silent-host-detection"), "01", silent4, .why = ROWS, .to = "^Shire"),
	GOLDEN(OF("ipv6-server-silent-host-detection"), "01", silent6, .why = ROWS, .to = "^Shire"),
	GOLDEN(OF("ipv4-server-subscription"), "01", ms_subscription4, .why = ROWS,
	       .drop = "^[0-9]"),
	GOLDEN(OF("ipv6-server-subscription"), "01", ms_subscription6, .why = ROWS,
	       .drop = "^[0-9]"),
	GOLDEN(OF("ipv4-smr"), "01", smr4, .why = ROWS, .drop = "local EID|away table"),
	GOLDEN(OF("ipv6-smr"), "01", smr6, .why = ROWS, .drop = "local EID|away table",
	       .from = "instance-id 4100", .to = "instance-id 4101"),
	GOLDEN(OF("ipv4-subscriber"), "01", subscriber4, .why = ROWS, .drop = "^[0-9]"),
	GOLDEN(OF("ipv4-subscriber--rv1"), "01", subscriber4, .why = ROWS, .drop = "^[0-9]"),
	GOLDEN(OF("ipv6-subscriber"), "01", subscriber6, .why = ROWS, .drop = "^[0-9]"),
	GOLDEN(OF("ipv6-subscriber--rv1"), "01", subscriber6, .why = ROWS, .drop = "^[0-9]"),
	GOLDEN(OF("ipv4-subscription"), "01", subscription4, .why = ROWS, .drop = "^[0-9]"),
	GOLDEN(OF("ipv6-subscription"), "01", subscription6, .why = ROWS, .drop = "^[0-9]"),
	GOLDEN("show-lisp-platform-smr-known-locators", "01", known_locators, .why = ROWS,
	       .drop = "^[0-9]|^Platform|IPv6: 32"),
	GOLDEN("show-lisp-remote-locator-set-REMOTE-LOCATOR-TYPE", "02", remote_set, .why = ROWS,
	       .drop = "^ [0-9]"),
	{ .folder = NULL },
};
