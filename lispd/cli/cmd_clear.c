/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clear: silent when it worked. */
#include <stdio.h>
#include <string.h>

#include "lispd/cli/root.h"
#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"
#include "lispd/role/ctl.h"
#include "lispd/role/itr.h"
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
		return cli_err(c, "LISP process %u is not configured", s.process);
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

	TAILQ_FOREACH(l, &ctl->lisps, link)
		rt_clear(l, one ? &peer : NULL);
	return CLI_OK;
}

#define CLEAR_HELP                                       \
	"lisp         Locator/ID Separation Protocol\n"  \
	"instance-id  LISP instance ID\n"                \
	"$iid         Instance ID\n"                     \
	"*            All of them\n"                     \
	"eid-table    EID table\n"                       \
	"default      Default table\n"                   \
	"vrf          VPN Routing/Forwarding instance\n" \
	"$vrf         VRF name\n"                        \
	"map-cache    LISP mapping cache\n"              \
	"$eid         EID prefix\n"

const struct cli_cmd clear_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "clear (ip|ipv6) lisp [" SCOPE_TABLE "] map-cache [" ARG_EID "]",
		.help = "ip           IP\n"
			"ipv6         IPv6\n" CLEAR_HELP,
		.run = clear_map_cache,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "clear lisp [(<0-31>$process|all)] " SCOPE_TABLE
			  " (ipv4|ipv6) map-cache [" ARG_EID "]",
		.help = CLEAR_HELP "$process     Router LISP process\n"
				   "all          All router LISP processes\n"
				   "ipv4         IPv4 EIDs\n"
				   "ipv6         IPv6 EIDs\n",
		.run = clear_map_cache,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "clear lisp [<0-31>$process] site [*|WORD$name]",
		.help = "lisp         Locator/ID Separation Protocol\n"
			"$process     Router LISP process\n"
			"site         Map-Server site registrations\n"
			"*            All of them\n"
			"$name        Site name\n",
		.run = clear_site,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "clear lisp [vrf WORD$vrf] session [*|(A.B.C.D|X:X::X)$peer]",
		.help = "lisp         Locator/ID Separation Protocol\n"
			"vrf          Locator table\n"
			"$vrf         VRF name\n"
			"session      Reliable transport sessions\n"
			"*            All of them\n"
			"$peer        Address of the peer\n",
		.run = clear_session,
	},
	{ 0 },
};
