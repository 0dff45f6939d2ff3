/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clear: silent when it worked. */
#include "lispd/cli/root.h"
#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"
#include "lispd/role/ctl.h"
#include "lispd/role/itr.h"
#include "lispd/role/mobility.h"
#include "lispd/role/ms.h"
#include "lispd/role/rt.h"

static int clear_map_cache(struct cli *c, const struct args *a)
{
	struct ctl *ctl = root_of(c)->ctl;
	struct lisp_inst *inst;
	struct prefix p;
	struct scope s;
	bool one = scope_eid(a, &p), any = false;

	show_settle(ctl);
	scope_read(&s, a);
	while ((inst = scope_next(&s, ctl))) {
		itr_clear_cache(inst->lisp, inst->iid, s.family, one ? &p : NULL);
		any = true;
		if (!scope_is_many(&s))
			break;
	}
	return any ? CLI_OK : scope_missing(c, &s);
}

static int clear_statistics(struct cli *c, const struct args *a)
{
	struct ctl *ctl = root_of(c)->ctl;
	struct lisp_inst *inst;
	struct scope s;
	bool any = false;

	show_settle(ctl);
	scope_read(&s, a);
	while ((inst = scope_next(&s, ctl))) {
		tally_clear(inst->lisp, &inst->iid, s.family);
		any = true;
	}
	return any ? CLI_OK : scope_missing(c, &s);
}

/* Of a service: those of all its tables. */
static int clear_service_statistics(struct cli *c, const struct args *a)
{
	struct ctl *ctl = root_of(c)->ctl;
	struct lisp *l;
	struct scope s;

	scope_read(&s, a);
	TAILQ_FOREACH(l, &ctl->lisps, link)
		if (!s.one_process || l->id == s.process)
			tally_clear(l, NULL, s.family);
	return CLI_OK;
}

static int clear_dynamic_eids(struct cli *c, const struct args *a)
{
	struct ctl *ctl = root_of(c)->ctl;
	const char *name = arg_str(a, "name");
	struct lisp_inst *inst;
	struct prefix p;
	struct scope s;
	bool one = scope_eid(a, &p);

	show_settle(ctl);
	scope_read(&s, a);
	s.any_family = true;
	while ((inst = scope_next(&s, ctl))) {
		mobility_clear(inst->lisp, inst->iid, name, one ? &p : NULL);
		if (!scope_is_many(&s))
			break;
	}
	return CLI_OK;
}

/* There is nothing of the kind to be forgotten. */
static int clear_nothing(struct cli *c UNUSED, const struct args *a UNUSED)
{
	return CLI_OK;
}

static int clear_site(struct cli *c, const struct args *a)
{
	const char *name = arg_str(a, "name");
	struct ctl *ctl = root_of(c)->ctl;
	struct lisp *l;
	struct scope s;

	show_settle(ctl);
	scope_read(&s, a);
	l = scope_process(&s, ctl);
	if (!l)
		return scope_no_process(c, &s);
	if (name && !site_find(&l->sites, name))
		return cli_err(c, "No site %s is configured", name);
	ms_clear_site(l, name);
	return CLI_OK;
}

static int clear_session(struct cli *c, const struct args *a)
{
	struct ctl *ctl = root_of(c)->ctl;
	struct addr peer;
	bool one = arg_addr(a, "peer", &peer);
	struct lisp *l;

	if (arg_given(a, "vrf"))
		return CLI_OK; /* sessions are in the default table */
	TAILQ_FOREACH(l, &ctl->lisps, link)
		rt_clear(l, one ? &peer : NULL);
	return CLI_OK;
}

#define TABLE_HELP                                       \
	"instance-id  LISP instance ID\n"                \
	"$iid         Instance ID\n"                     \
	"*            All of them\n"                     \
	"eid-table    EID table\n"                       \
	"default      Default table\n"                   \
	"vrf          VPN Routing/Forwarding instance\n" \
	"$vrf         VRF name\n"                        \
	"vlan         VLAN of a layer 2 instance\n"      \
	"$vlan        VLAN\n"
#define LISP_HELP                                       \
	"lisp         Locator/ID Separation Protocol\n" \
	"$process     Router LISP process\n"            \
	"all          All router LISP processes\n"
#define IP_HELP               \
	"ip           IP\n"   \
	"ipv6         IPv6\n" \
	"lisp         Locator/ID Separation Protocol\n"
#define FAMILY_HELP                \
	"ipv4         IPv4 EIDs\n" \
	"ipv6         IPv6 EIDs\n"
#define CACHE_HELP                          \
	"map-cache    LISP mapping cache\n" \
	"$eid         EID prefix\n"
#define STATS_HELP "statistics   Counts\n"
#define CLEAR_IP_LISP(x) "clear (ip|ipv6) lisp [" SCOPE_TABLE "] " x " [" SCOPE_TABLE "]"
#define CLEAR_LISP(x) "clear lisp [(<0-31>$process|all)] " x

const struct cli_cmd clear_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = CLEAR_IP_LISP("map-cache [" ARG_EID "]"),
		.help = IP_HELP TABLE_HELP CACHE_HELP,
		.run = clear_map_cache,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = CLEAR_LISP(SCOPE_TABLE " (ipv4|ipv6) map-cache [" ARG_EID "]"),
		.help = LISP_HELP TABLE_HELP FAMILY_HELP CACHE_HELP,
		.run = clear_map_cache,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = CLEAR_IP_LISP("statistics"),
		.help = IP_HELP TABLE_HELP STATS_HELP,
		.run = clear_statistics,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = CLEAR_LISP(SCOPE_TABLE " (ipv4|ipv6) statistics"),
		.help = LISP_HELP TABLE_HELP FAMILY_HELP STATS_HELP,
		.run = clear_statistics,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = CLEAR_LISP("service (ipv4|ipv6) statistics"),
		.help = LISP_HELP FAMILY_HELP STATS_HELP
		"service      Service of an address family\n",
		.run = clear_service_statistics,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = CLEAR_LISP("[" SCOPE_TABLE "] dynamic-eid [" ARG_EID "|WORD$name]"),
		.help = LISP_HELP TABLE_HELP "dynamic-eid  Dynamic EIDs\n"
					     "$name        Name of a policy\n"
					     "$eid         EID prefix\n",
		.run = clear_dynamic_eids,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = CLEAR_LISP("proxy-itr [(A.B.C.D|X:X::X)$peer]"),
		.help = LISP_HELP "proxy-itr    Proxy ITRs that were told about\n"
				  "$peer        Address of the proxy ITR\n",
		.run = clear_nothing,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "clear lisp [<0-31>$process] site [(*|WORD$name)]",
		.help = "lisp         Locator/ID Separation Protocol\n"
			"$process     Router LISP process\n"
			"site         Map-Server site registrations\n"
			"*            All of them\n"
			"$name        Site name\n",
		.run = clear_site,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "clear lisp [vrf (default|WORD$vrf)] session [*|(A.B.C.D|X:X::X)$peer]",
		.help = "lisp         Locator/ID Separation Protocol\n"
			"vrf          Locator table\n"
			"default      Default table\n"
			"$vrf         VRF name\n"
			"session      Reliable transport sessions\n"
			"*            All of them\n"
			"$peer        Address of the peer\n",
		.run = clear_session,
	},
	{ 0 },
};
