/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines directly below router lisp that no role reads. */
#include <stdio.h>
#include <string.h>

#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/unread_row.h"

static int keep(struct cli *c, const struct args *a, enum unread_row kind)
{
	struct lisp *l = block_lisp(c, a);

	if (!l)
		return CLI_FAIL;
	unread_take(a, &l->cfg.common.unread, kind, NULL);
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

/* Two settings, each on by default: the whole line is the key. */
static int run_capability(struct cli *c, const struct args *a)
{
	struct lisp *l = block_lisp(c, a);
	struct unread *u;
	char line[64];

	if (!l)
		return CLI_FAIL;
	u = &l->cfg.common.unread;
	snprintf(line, sizeof(line), "capability publish-subscribe %s",
		 arg_has(a, "eid") ? "eid" : "instance-id");
	unread_drop(u, ROUTER_UNREAD_FIRST, line);
	if (arg_no(a)) {
		memmove(line + 3, line, strlen(line) + 1);
		memcpy(line, "no ", 3);
		unread_set(u, ROUTER_UNREAD_FIRST, line + 3, line, false);
	}
	return CLI_OK;
}

static void write_slot(struct cli_writer *w, const void *obj, int slot)
{
	const struct lisp_cfg *cfg = obj;

	unread_write(w, &cfg->common.unread, slot);
}

static void write_domain(struct cli_writer *w, const void *obj)
{
	write_slot(w, obj, ROUTER_DOMAIN_ID);
}

static void write_multihoming(struct cli_writer *w, const void *obj)
{
	write_slot(w, obj, ROUTER_MULTIHOMING_ID);
}

static void write_first(struct cli_writer *w, const void *obj)
{
	write_slot(w, obj, ROUTER_UNREAD_FIRST);
}

static void write_ddt(struct cli_writer *w, const void *obj)
{
	write_slot(w, obj, ROUTER_DDT);
}

static void write_last(struct cli_writer *w, const void *obj)
{
	write_slot(w, obj, ROUTER_UNREAD_LAST);
}

#define SECURITY "[no] [default] security ~ [strong]"
#define FIRST(words, fn, texts) \
	UNREAD_ROW(MODE_LISP, words, texts, fn, ROUTER_UNREAD_FIRST, SECURITY)

const struct cli_cmd router_unread_rows[] = {
	UNREAD_WRITER(MODE_LISP, "[no] [default] domain-id ~ <1-4294967038>$domain",
		      "domain-id  Domain of this router\n"
		      "$domain    Domain number\n",
		      run_setting, ROUTER_DOMAIN_ID, write_domain),
	UNREAD_WRITER(MODE_LISP, "[no] [default] multihoming-id ~ <1-65535>$id",
		      "multihoming-id  Multihoming group of this router\n"
		      "$id             Group number\n",
		      run_setting, ROUTER_MULTIHOMING_ID, write_multihoming),
	UNREAD_WRITER(MODE_LISP, SECURITY,
		      "security  LISP-SEC for Map-Requests\n"
		      "strong    It is required\n",
		      run_setting, ROUTER_UNREAD_FIRST, write_first),
	FIRST("locator consistency-check", run_usual,
	      "locator            Locators\n"
	      "consistency-check  Do the xTRs of the site agree on them?\n"),
	FIRST("control-packet mtu ~ <304-10000>$mtu", run_setting,
	      "control-packet  Control messages\n"
	      "mtu             Their largest size\n"
	      "$mtu            Octets\n"),
	FIRST("disable-first-packet-forwarding", run_setting,
	      "disable-first-packet-forwarding  Drop packets whose EID is not known yet\n"),
	FIRST("disable-extranet-policy-import-to-db", run_setting,
	      "disable-extranet-policy-import-to-db  Extranet policy stays out of the database\n"),
	FIRST("default-etr disable-metric", run_setting,
	      "default-etr     Default ETR\n"
	      "disable-metric  Do not look at its metric\n"),
	FIRST("etr map-server source-address ~ IFNAME$interface", run_setting,
	      "etr             ETR\n"
	      "map-server      Messages to map-servers\n"
	      "source-address  Source address\n"
	      "$interface      Interface that has it\n"),
	FIRST("xtr instance-id ~ <0-16777214>$iid", run_setting,
	      "xtr          xTR\n"
	      "instance-id  Instance of the default table\n"
	      "$iid         EID instance-ID\n"),
	FIRST("site-id ~ <0-4294967295>$id", run_setting,
	      "site-id  Site of this router\n"
	      "$id      Site number\n"),
	FIRST("capability publish-subscribe (instance-id|eid)", run_capability,
	      "capability         What is offered to peers\n"
	      "publish-subscribe  Publish and subscribe\n"
	      "instance-id        For instances\n"
	      "eid                For single EIDs\n"),
	FIRST("publication-delete-timer ~ <3-1440>$timer", run_setting,
	      "publication-delete-timer  When publications are deleted\n"
	      "$timer                    Minutes\n"),
	FIRST("syslog session changes", run_setting,
	      "syslog   Log lines\n"
	      "session  About sessions\n"
	      "changes  That come and go\n"),
	FIRST("syslog verbose", run_setting,
	      "syslog   Log lines\n"
	      "verbose  Many of them\n"),
	FIRST("fabric ~ [border]", run_setting,
	      "fabric  This router is part of a fabric\n"
	      "border  At its border\n"),
	FIRST("redundancy sso", run_usual,
	      "redundancy  Redundancy\n"
	      "sso         Stateful switchover\n"),
	FIRST("tcp path-mtu-discovery", run_usual,
	      "tcp                 TCP sessions\n"
	      "path-mtu-discovery  Discover the path MTU\n"),
	FIRST("tcp auth-option ~ WORD$chain [peer ((A.B.C.D|X:X::X)$peer|accept)]", run_item,
	      "tcp          TCP sessions\n"
	      "auth-option  TCP-AO\n"
	      "$chain       Key chain\n"
	      "peer         For a peer\n"
	      "$peer        Address of the peer\n"
	      "accept       For those that connect\n"),
	FIRST("platform resource-usage (local-host <1-100>$percent|"
	      "maximum-local-hosts (l2|l3) <1-4294967295>$hosts|warning <1-100>$percent)",
	      run_item,
	      "platform             Platform\n"
	      "resource-usage       Resources\n"
	      "local-host           Share of local hosts\n"
	      "maximum-local-hosts  Limit of local hosts\n"
	      "l2                   Of layer 2\n"
	      "l3                   Of layer 3\n"
	      "$hosts               Number of hosts\n"
	      "warning              When to warn\n"
	      "$percent             Percent\n"),
	FIRST("map-server nmr non-site-ttl ~ <1-1440>$ttl", run_setting,
	      "map-server    Configure Map-Server functionality\n"
	      "nmr           Negative Map-Replies\n"
	      "non-site-ttl  Lifetime of those for EIDs of no site\n"
	      "$ttl          Minutes\n"),
	FIRST("map-server session passive-open WORD$who", run_item,
	      "map-server    Configure Map-Server functionality\n"
	      "session       Sessions\n"
	      "passive-open  Wait for a peer to open them\n"
	      "$who          Locator-set or site\n"),
	{ 0 },
};

/* --- ddt, alt --------------------------------------------------------------------------------- */

#define DDT_ROOT "[no] [default] ddt root " ADDRESS "$root"
#define LAST(words, fn, texts) UNREAD_ROW(MODE_LISP, words, texts, fn, ROUTER_UNREAD_LAST, DDT_ROOT)
#define PREFIX "(A.B.C.D/nn|X:X:X:X::X/<0-128>)"
#define ADDRESS "(A.B.C.D|X:X::X)"
#define DDT_HELP "ddt  Delegated Database Tree\n"
#define AUTHORITATIVE_HELP                             \
	DDT_HELP                                       \
	"authoritative    Be authoritative for EIDs\n" \
	"$prefix          EID prefix\n"                \
	"instance-id      EIDs of an instance\n"       \
	"$iid             EID instance-ID\n"           \
	"*                Of every instance\n"

const struct cli_cmd ddt_rows[] = {
	UNREAD_WRITER(MODE_LISP, "[no] [default] ddt", DDT_HELP, run_setting, ROUTER_DDT,
		      write_ddt),
	UNREAD_WRITER(MODE_LISP, DDT_ROOT,
		      DDT_HELP "root   A root of the tree\n"
			       "$root  Address\n",
		      run_item, ROUTER_UNREAD_LAST, write_last),
	LAST("ddt cache-limit ~ <1-100000>$limit", run_setting,
	     DDT_HELP "cache-limit  Limit the referral cache\n"
		      "$limit       Number of entries\n"),
	LAST("ddt authoritative (" PREFIX "$prefix|instance-id (<0-16777214>$iid|*) [" PREFIX
	     "$prefix]) [map-server-peer " ADDRESS "$peer|delegate LINE$delegation]",
	     run_item,
	     AUTHORITATIVE_HELP "map-server-peer  Another Map-Server for them\n"
				"$peer            Address\n"
				"delegate         Delegate EIDs\n"
				"$delegation      EIDs, and addresses of DDT nodes\n"),
	LAST("alt summary-route " PREFIX "$prefix [route-tag <1-4294967295>$tag]", run_item,
	     "alt            ALT topology\n"
	     "summary-route  Advertise a summary\n"
	     "$prefix        EID prefix\n"
	     "route-tag      Tag of the route\n"
	     "$tag           Route tag\n"),
	{ 0 },
};
