/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/show_dynamic_eid.h"

#include <stdio.h>
#include <string.h>

#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"

#define POLICIES_PER_SLICE 64

/* --- printing --------------------------------------------------------------------------------- */

void dynamic_eid_print_title(struct out *o, const char *what, const struct lisp_inst *inst)
{
	out(o, "LISP Dynamic EID %s for router %u, IID %u, EID-table ", what, inst->lisp->id,
	    inst->iid);
	if (inst->vrf[0])
		out(o, "VRF \"%s\"\n\n", inst->vrf);
	else
		out_str(o, "default\n\n");
}

static void print_servers(struct out *o, const struct dynamic_eid_cfg *d)
{
	if (!d->n_servers)
		out_str(o, "  Map-Server(s): none configured, use global Map-Server\n");
	for (unsigned i = 0; i < d->n_servers; i++)
		out(o, "  Map-Server(s): %s%s\n", addr_str(&d->server[i].addr).s,
		    d->server[i].proxy_reply ? "  (proxy-replying)" : "");
}

void dynamic_eid_print(struct out *o, const struct dynamic_eid_cfg *d)
{
	out(o, "Dynamic-EID name: %s\n", d->name);
	for (unsigned i = 0; i < d->n_mappings; i++)
		out(o, "  Database-mapping EID-prefix: %s, locator-set %s\n",
		    prefix_str(&d->mapping[i].prefix).s, d->mapping[i].set);
	out_str(o, "  Registering more-specific dynamic-EIDs\n");
	print_servers(o, d);
	out(o, "  Site-based multicast Map-Notify group: %s\n",
	    addr_is_none(&d->map_notify_group) ? "none configured" :
						 addr_str(&d->map_notify_group).s);
	out_str(o, "  Number of roaming dynamic-EIDs discovered: 0\n\n");
}

void dynamic_eid_print_summary_head(struct out *o)
{
	out_str(o, "^ = Dyn-EID learned by EID Notify\n"
		   "* = Dyn-EID learned by Site-Based Map-Notify\n"
		   "n = Dyn-EID learned by NSF Replay\n"
		   "> = Dyn-EID learned by Roaming detection\n\n");
	out(o, "%-21s%-17s%-14s%-10s%-10s%s\n%62s%-10s%s\n", "Dyn-EID Name", "Dynamic-EID",
	    "Interface", "Uptime", "Last", "Pending", "", "Packet", "Ping Count");
}

static void put_policy(struct json *j, const struct dynamic_eid_cfg *d)
{
	json_object(j, NULL);
	json_str(j, "name", d->name);
	json_array(j, "databaseMappings");
	for (unsigned i = 0; i < d->n_mappings; i++) {
		json_object(j, NULL);
		json_str(j, "eid", prefix_str(&d->mapping[i].prefix).s);
		json_str(j, "locatorSet", d->mapping[i].set);
		json_end(j);
	}
	json_end(j);
	json_array(j, "mapServers");
	for (unsigned i = 0; i < d->n_servers; i++)
		json_str(j, NULL, addr_str(&d->server[i].addr).s);
	json_end(j);
	json_str(j, "mapNotifyGroup",
		 addr_is_none(&d->map_notify_group) ? NULL : addr_str(&d->map_notify_group).s);
	json_u64(j, "discovered", 0);
	json_end(j);
}

/* --- commands ----------------------------------------------------------------------------------- */

struct policy_state {
	bool begun, summary;
	char name[CFG_NAME]; /* "" = all of them */
	char at[CFG_NAME];
};

static void begin(struct show *v, const struct policy_state *st, const struct lisp_inst *inst)
{
	if (v->json) {
		json_array(v->json, st->summary ? "entries" : "dynamicEids");
		return;
	}
	dynamic_eid_print_title(v->o, st->summary ? "Summary" : "Information", inst);
	if (st->summary)
		dynamic_eid_print_summary_head(v->o);
}

static bool wanted(const struct policy_state *st, const struct dynamic_eid_cfg *d)
{
	return (!st->at[0] || strcmp(d->name, st->at) > 0) &&
	       (!st->name[0] || strcmp(d->name, st->name) == 0);
}

static bool policies(struct show *v, struct lisp_inst *inst, int family UNUSED, void *state)
{
	const struct instance_cfg *ic = instance_cfg_find(&inst->lisp->cfg, inst->iid);
	const struct dynamic_eid_cfg *d;
	struct policy_state *st = state;
	unsigned shown = 0;

	if (!st->begun)
		begin(v, st, inst);
	st->begun = true;
	if (!ic || st->summary)
		return false;
	TAILQ_FOREACH(d, &ic->dynamic_eids, link) {
		if (!wanted(st, d))
			continue;
		if (shown++ == POLICIES_PER_SLICE)
			return true;
		snprintf(st->at, sizeof(st->at), "%s", d->name);
		if (v->json)
			put_policy(v->json, d);
		else
			dynamic_eid_print(v->o, d);
	}
	return false;
}

static int show_policies(struct cli *c, const struct args *a)
{
	struct policy_state st = { .summary = arg_has(a, "summary") };
	const char *name = arg_str(a, "name");

	snprintf(st.name, sizeof(st.name), "%s", name ? name : "");
	return show_any_tables(c, a, policies, &st, sizeof(st));
}

#define POLICIES "dynamic-eid [(detail|summary|NAME$name)]"
#define POLICIES_HELP                                    \
	"dynamic-eid    EIDs that move\n"                \
	"detail         Detailed information\n"          \
	"summary        One line for each dynamic EID\n" \
	"$name          Name of a policy\n"

const struct cli_cmd show_dynamic_eid_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp [" SCOPE_PROCESS "] [" SCOPE_TABLE "] " POLICIES,
		.help = SCOPE_HELP SCOPE_PROCESS_HELP POLICIES_HELP,
		.run = show_policies,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show (ip|ipv6) lisp [" SCOPE_TABLE "] " POLICIES,
		.help = SHOW_IP_LISP_HELP POLICIES_HELP,
		.run = show_policies,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
