/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/show_dynamic_eid.h"

#include <stdio.h>
#include <string.h>

#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/time_text.h"
#include "lispd/net/ifname.h"

#define POLICIES_PER_SLICE 64
#define NARROW_ADDRESS 15 /* one longer than that makes the column wide */
#define NARROW_COLUMN 17
#define WIDE_COLUMN 24

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

void dynamic_eid_print(struct out *o, const struct dynamic_eid_cfg *d,
		       const struct dynamic_eid_hosts *h)
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
	out(o, "  Number of roaming dynamic-EIDs discovered: %u\n", h->n);
	if (h->n)
		out(o, "  Last dynamic-EID discovered: %s, %s ago\n", addr_str(&h->last).s,
		    span_str(h->last_ms).s);
}

static uint64_t quiet_ms(const struct roamer *r, uint64_t now_ms)
{
	return r->last_ms ? now_ms - r->last_ms : UINT64_MAX;
}

void dynamic_eid_print_host(struct out *o, const struct roamer *r, uint64_t now_ms)
{
	out(o, "    %s, %s, uptime: %s\n", addr_str(&r->eid.prefix.addr).s, r->ifname,
	    span_str(now_ms - r->since_ms).s);
	out(o, "      last activity: %s, discovered by: %s\n", ago_str(quiet_ms(r, now_ms)).s,
	    r->how == ROAMER_PACKET ? "Packet Reception" : "Site-Based Map-Notify");
}

void dynamic_eid_print_summary_head(struct out *o, int width)
{
	out_str(o, "^ = Dyn-EID learned by EID Notify\n"
		   "* = Dyn-EID learned by Site-Based Map-Notify\n"
		   "n = Dyn-EID learned by NSF Replay\n"
		   "> = Dyn-EID learned by Roaming detection\n\n");
	out(o, "%-21s%-*s%-14s%-10s%-10s%s\n%*s%-10s%s\n", "Dyn-EID Name", width, "Dynamic-EID",
	    "Interface", "Uptime", "Last", "Pending", 45 + width, "", "Packet", "Ping Count");
}

void dynamic_eid_print_summary(struct out *o, const struct roamer *r, int width, uint64_t now_ms)
{
	char host[64];

	snprintf(host, sizeof(host), "%s%s", r->how == ROAMER_NOTIFY ? "*" : "",
		 addr_str(&r->eid.prefix.addr).s);
	out(o, "%-21s%-*s%-14s%-10s%-10s%u\n", r->policy, width, host, ifname_short(r->ifname).s,
	    span_str(now_ms - r->since_ms).s, ago_str(quiet_ms(r, now_ms)).s, r->n_pending);
}

/* --- hosts ------------------------------------------------------------------------------------ */

/* Those of a policy, or of all ("") in order of their policies' names. */
static void each_host(struct show *v, const struct lisp_inst *inst, const char *policy,
		      void (*fn)(struct show *v, const struct roamer *r, void *arg), void *arg)
{
	static const int family[] = { AF_INET, AF_INET6 };
	const struct lisp *l = inst->lisp;

	for (unsigned i = 0; i < ARRAY_LEN(family); i++)
		for (struct roamer *r = mobility_next(l, inst->iid, family[i], NULL); r;
		     r = mobility_next(l, inst->iid, family[i], &r->eid.prefix.addr))
			if (!r->away && (!*policy || strcmp(r->policy, policy) == 0))
				fn(v, r, arg);
}

static uint64_t now_of(const struct roamer *r)
{
	return loop_now_ms(r->timer.loop);
}

static void count_host(struct show *v UNUSED, const struct roamer *r, void *arg)
{
	struct dynamic_eid_hosts *h = arg;
	uint64_t ago_ms = now_of(r) - r->since_ms;

	if (!h->n++ || ago_ms < h->last_ms) {
		h->last = r->eid.prefix.addr;
		h->last_ms = ago_ms;
	}
}

static void print_host(struct show *v, const struct roamer *r, void *arg UNUSED)
{
	dynamic_eid_print_host(v->o, r, now_of(r));
}

static void print_row(struct show *v, const struct roamer *r, void *arg)
{
	const int *width = arg;

	dynamic_eid_print_summary(v->o, r, *width, now_of(r));
}

static void widen(struct show *v UNUSED, const struct roamer *r, void *arg)
{
	int *width = arg;

	if (strlen(addr_str(&r->eid.prefix.addr).s) > NARROW_ADDRESS)
		*width = WIDE_COLUMN;
}

static void put_host(struct show *v, const struct roamer *r, void *arg UNUSED)
{
	json_object(v->json, NULL);
	json_str(v->json, "name", r->policy);
	json_str(v->json, "eid", addr_str(&r->eid.prefix.addr).s);
	json_str(v->json, "interface", r->ifname);
	json_u64(v->json, "uptimeSeconds", (now_of(r) - r->since_ms) / 1000);
	if (r->last_ms)
		json_u64(v->json, "lastActivitySeconds", (now_of(r) - r->last_ms) / 1000);
	json_str(v->json, "discoveredBy",
		 r->how == ROAMER_PACKET ? "packet" : "site-based-map-notify");
	json_u64(v->json, "pendingPings", r->n_pending);
	json_end(v->json);
}

static void put_policy(struct show *v, struct lisp_inst *inst, const struct dynamic_eid_cfg *d)
{
	struct dynamic_eid_hosts h = { .n = 0 };
	struct json *j = v->json;

	each_host(v, inst, d->name, count_host, &h);
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
	json_u64(j, "discovered", h.n);
	json_array(j, "hosts");
	each_host(v, inst, d->name, put_host, NULL);
	json_end(j);
	json_end(j);
}

/* --- commands ----------------------------------------------------------------------------------- */

struct policy_state {
	bool begun, summary, detail;
	char name[CFG_NAME]; /* "" = all of them */
	char at[CFG_NAME];
};

static void print_policy(struct show *v, struct lisp_inst *inst, const struct dynamic_eid_cfg *d,
			 bool detail)
{
	struct dynamic_eid_hosts h = { .n = 0 };

	each_host(v, inst, d->name, count_host, &h);
	dynamic_eid_print(v->o, d, &h);
	if (detail)
		each_host(v, inst, d->name, print_host, NULL);
	out_char(v->o, '\n');
}

static void begin(struct show *v, const struct policy_state *st, const struct lisp_inst *inst)
{
	int width = NARROW_COLUMN;

	if (v->json) {
		json_array(v->json, st->summary ? "entries" : "dynamicEids");
		return;
	}
	dynamic_eid_print_title(v->o, st->summary ? "Summary" : "Information", inst);
	if (!st->summary)
		return;
	each_host(v, inst, "", widen, &width);
	dynamic_eid_print_summary_head(v->o, width);
}

/* By policy, then by address. */
static void summary(struct show *v, struct lisp_inst *inst, const struct instance_cfg *ic)
{
	const struct dynamic_eid_cfg *d;
	int width = NARROW_COLUMN;

	each_host(v, inst, "", widen, &width);
	TAILQ_FOREACH(d, &ic->dynamic_eids, link)
		each_host(v, inst, d->name, v->json ? put_host : print_row, &width);
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
	if (ic && st->summary)
		summary(v, inst, ic);
	if (!ic || st->summary)
		return false;
	TAILQ_FOREACH(d, &ic->dynamic_eids, link) {
		if (!wanted(st, d))
			continue;
		if (shown++ == POLICIES_PER_SLICE)
			return true;
		snprintf(st->at, sizeof(st->at), "%s", d->name);
		if (v->json)
			put_policy(v, inst, d);
		else
			print_policy(v, inst, d, st->detail);
	}
	return false;
}

static int show_policies(struct cli *c, const struct args *a)
{
	struct policy_state st = {
		.summary = arg_has(a, "summary"),
		.detail = arg_has(a, "detail"),
	};
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
