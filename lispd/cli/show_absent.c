/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shows of what this router does not do: publish and subscribe, extranets, imported routes,
 * mobility's tables. Each has its title and header, and says that there is nothing.
 */
#include <stdio.h>
#include <string.h>

#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"
#include "lispd/role/debug.h"

/* In the text {lisp} {iid} {af} {vrf} {table} stand for the process, the instance, the family,
 * the VRF ("default") and "EID-table vrf red (IID 4100)", {name} for what was asked for. */
struct absent {
	const char *word; /* that tells it apart */
	const char *with; /* a second word or a parameter that has to be there; NULL: none */
	const char *text;
};

#define PUBLICATIONS "Publication Information for LISP {lisp} {table}\n"
#define SUBSCRIPTIONS "LISP EID Subscriptions for LISP {lisp} {table}, 0 entries\n"
#define MS_SUBSCRIPTIONS "LISP MS EID Subscriptions for LISP {lisp} IID {iid}, 0 entries\n"

static const struct absent of_tables[] = {
	{ "smr", NULL,
	  "LISP SMR Table for router lisp {lisp} ({vrf}) IID {iid}\nEntries: 0\n\n"
	  "Prefix                                  Producer\n" },
	{ "eid-watch", NULL, "LISP EID watch information for router {lisp}\n" },
	{ "decapsulation", NULL,
	  "LISP decapsulation filter for EID table {name}, 0 entries\n"
	  "Source RLOC                                 Added by\n" },
	{ "publication", "detail", PUBLICATIONS },
	{ "publication", "eid", PUBLICATIONS },
	{ "publication", NULL,
	  PUBLICATIONS "Entries total 0\n"
		       "Publisher       Last        EID Prefix               Locators        "
		       "Encap-IID\n"
		       "                Published\n" },
	{ "publisher", "peer", "% No publisher of that address is configured\n" },
	{ "publisher", NULL,
	  "LISP Publisher Information\n"
	  "Publisher                               State                          Session          "
	  "PubSub State\n" },
	{ "subscriber", NULL,
	  "LISP Subscriber Information\nEntries total 0\nSubscriber                Type\n" },
	{ "subscription", "server",
	  MS_SUBSCRIPTIONS
	  "Prefix                                  Registration                        Created     "
	  "Last Update     Subscribers\n" },
	{ "subscription", "detail", SUBSCRIPTIONS },
	{ "subscription", "eid", SUBSCRIPTIONS },
	{ "subscription", NULL,
	  SUBSCRIPTIONS
	  "Prefix                                  Source                         Created     Last "
	  "Update\n" },
	{ "route-import", NULL,
	  "LISP {af} imported routes for {table}\n"
	  "Config: 0, Entries: 0 (limit 5000)\n"
	  "Prefix                    Uptime    Source               RLOC-set   Cache/DB   State\n" },
};

static const struct absent of_processes[] = {
	{ "remote-locator-set", NULL,
	  "LISP remote-locator-set {name} Information\n\n"
	  " RLOC          Pri/Wgt/Metric     Inst       Domain-ID/MH-ID  ETR       SI/ID\n" },
	{ "extranet", "summary",
	  "Extranet summary\n-----------------\nTotal extranets: 0\n"
	  "Max allowed Extranet IPV4 EID prefixes: 4294967295\n"
	  "Total Extranet IPV4 EID prefixes      : 0\n"
	  "Max allowed Extranet IPV6 EID prefixes: 4294967295\n"
	  "Total Extranet IPV6 EID prefixes      : 0\n" },
	{ "extranet", NULL, "% No extranet {name} is in use\n" },
	{ "smr", NULL,
	  "LISP known locators in VRF default\n\nRLOC                    Known from\n" },
};

struct absent_state {
	const struct absent *what;
	char name[CFG_NAME];
};

static bool fits(const struct args *a, const struct absent *what)
{
	if (!arg_has(a, what->word))
		return false;
	return !what->with || arg_has(a, what->with) || arg_given(a, what->with);
}

static void put(struct out *o, const char *name, size_t len, const struct lisp *l,
		const struct lisp_inst *inst, int family, const char *of)
{
	if (strncmp(name, "lisp", len) == 0)
		out(o, "%u", l->id);
	else if (strncmp(name, "af", len) == 0)
		out_str(o, family_str(family));
	else if (strncmp(name, "name", len) == 0)
		out_str(o, of);
	else if (strncmp(name, "iid", len) == 0)
		out(o, "%u", inst->iid);
	else if (strncmp(name, "vrf", len) == 0)
		out_str(o, inst->vrf[0] ? inst->vrf : "default");
	else
		out_str(o, eid_table_str(inst).s);
}

/* inst NULL: a text about a process. */
static void print(struct out *o, const struct absent_state *st, const struct lisp *l,
		  const struct lisp_inst *inst, int family)
{
	const char *p = st->what->text, *brace;

	while ((brace = strchr(p, '{'))) {
		const char *end = strchr(brace, '}');

		out_bytes(o, p, (size_t)(brace - p));
		put(o, brace + 1, (size_t)(end - brace - 1), l, inst, family, st->name);
		p = end + 1;
	}
	out_str(o, p);
}

/* "vrf red (IID 101)", as one title has it. */
static void name_table(struct absent_state *st, const struct lisp_inst *inst)
{
	snprintf(st->name, sizeof(st->name), "%s%s (IID %u)", inst->vrf[0] ? "vrf " : "",
		 inst->vrf[0] ? inst->vrf : "default", inst->iid);
}

static bool table_slice_of(struct show *v, struct lisp_inst *inst, int family, void *state)
{
	name_table(state, inst);
	if (v->json)
		json_array(v->json, "entries");
	else
		print(v->o, state, inst->lisp, inst, family);
	return false;
}

static bool process_slice_of(struct show *v, struct lisp *l, int family, void *state)
{
	if (v->json)
		json_array(v->json, "entries");
	else
		print(v->o, state, l, NULL, family);
	return false;
}

static const struct absent *find(const struct args *a, const struct absent *row, size_t n)
{
	size_t i = 0;

	while (i < n - 1 && !fits(a, &row[i]))
		i++;
	return &row[i];
}

static int show_of_tables(struct cli *c, const struct args *a)
{
	struct absent_state st = { .what = find(a, of_tables, ARRAY_LEN(of_tables)) };

	return show_any_tables(c, a, table_slice_of, &st, sizeof(st));
}

static int show_of_server(struct cli *c, const struct args *a)
{
	struct absent_state st = { .what = find(a, of_tables, ARRAY_LEN(of_tables)) };

	return show_registered(c, a, table_slice_of, &st, sizeof(st));
}

static int show_of_processes(struct cli *c, const struct args *a)
{
	struct absent_state st = { .what = find(a, of_processes, ARRAY_LEN(of_processes)) };
	const char *name = arg_str(a, "name");

	snprintf(st.name, sizeof(st.name), "%s", name ? name : "");
	return show_processes(c, a, process_slice_of, &st, sizeof(st));
}

#define TABLES                                                      \
	"(smr|eid-watch|publication|publication (detail|" ARG_EID   \
	")|publisher|publisher (A.B.C.D|X:X::X)$peer|subscription|" \
	"subscription (detail|" ARG_EID ")|"                        \
	"route-import (map-cache|database) [" ARG_EID "])"
#define SERVER "(subscriber|server subscription [" ARG_EID "])"
#define TABLES_HELP                                                 \
	"smr            Prefixes that requests are solicited for\n" \
	"eid-watch      EIDs that programs follow\n"                \
	"publication    What publishers told\n"                     \
	"detail         Detailed information\n"                     \
	"publisher      Publishers\n"                               \
	"$peer          Address of the publisher\n"                 \
	"subscription   What was subscribed to\n"                   \
	"route-import   Routes that were imported\n"                \
	"map-cache      Into the map-cache\n"                       \
	"database       Into the database\n"                        \
	"$eid           EID, or EID prefix\n"
#define SERVER_HELP                                      \
	"subscriber     Who subscribed\n"                \
	"server         Map-Server site registrations\n" \
	"subscription   What was subscribed to\n"        \
	"$eid           EID, or EID prefix\n"
#define FILTER "decapsulation filter [(A.B.C.D|X:X::X)$peer]"
#define FILTER_HELP                                       \
	"decapsulation  What is taken from the tunnel\n"  \
	"filter         Locators that it is taken from\n" \
	"$peer          Locator\n"
#define LISP "show lisp [" SCOPE_PROCESS "] "
#define LISP_HELP "lisp           Locator/ID Separation Protocol\n" SCOPE_PROCESS_HELP

const struct cli_cmd show_absent_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_IP_LISP(TABLES),
		.help = SHOW_IP_LISP_HELP TABLES_HELP,
		.run = show_of_tables,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_LISP(TABLES),
		.help = SHOW_LISP_HELP TABLES_HELP,
		.run = show_of_tables,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_LISP(SERVER),
		.help = SHOW_LISP_HELP SERVER_HELP,
		.run = show_of_server,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = LISP SCOPE_TABLE " " FILTER,
		.help = SCOPE_HELP SCOPE_PROCESS_HELP FILTER_HELP,
		.run = show_of_tables,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = LISP "remote-locator-set NAME$name",
		.help = LISP_HELP "remote-locator-set  Locators of other sites\n"
				  "$name          Name of the set\n",
		.run = show_of_processes,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = LISP "extranet (summary|NAME$name instance-id <0-16777215>$iid)",
		.help = LISP_HELP "extranet       Extranets\n"
				  "summary        Counts\n"
				  "$name          Name of the extranet\n"
				  "instance-id    LISP instance ID\n"
				  "$iid           Instance ID\n",
		.run = show_of_processes,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp platform smr known-locators",
		.help = "lisp            Locator/ID Separation Protocol\n"
			"platform        What the platform can do\n"
			"smr             Solicit-Map-Requests\n"
			"known-locators  Locators that are told\n",
		.run = show_of_processes,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
