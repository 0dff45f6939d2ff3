/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/show_forwarding.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lispd/cli/root.h"
#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"
#include "lispd/net/vrf.h"
#include "lispd/role/debug.h"

#define ROWS_PER_SLICE 128
#define VALUE_COLUMN 31

/* --- collecting ------------------------------------------------------------------------------- */

static bool has_path(const struct mapcache_entry *e)
{
	for (unsigned i = 0; i < e->map.n_rlocs; i++)
		if (e->rloc[i].up && e->map.rloc[i].priority != LISP_PRIORITY_UNUSED)
			return true;
	return false;
}

static const char *action_of(const struct mapcache_entry *e)
{
	if (e->state == MC_COMPLETE)
		return has_path(e) ? "encap" : "drop";
	switch (e->map.action) {
	case LISP_ACT_MAP_REQUEST:
		return "signal";
	case LISP_ACT_NATIVE:
		return "fwd native"; /* also by a PETR: the column is narrow */
	}
	return "drop";
}

static void collect_remote(struct lisp_inst *inst, const struct mapcache_entry *e,
			   struct forwarding_row *r)
{
	*r = (struct forwarding_row){
		.prefix = e->eid.prefix,
		.action = action_of(e),
		.lsbs = e->lsbs,
		.counters.idle_ms = UINT64_MAX,
	};
	if (inst->fib)
		fib_counters(inst->fib, &e->eid.prefix, &r->counters);
}

static const char *roles_of(const struct lisp_af *af)
{
	static const char *const name[16] = {
		"DISABLED",	 "ITR",	 "ETR", "ITR|ETR",  "PETR", "ITR|PETR",	 "ETR|PETR",
		"ITR|ETR|PETR",	 "PITR", "",	"ETR|PITR", "",	    "PITR|PETR", "",
		"ETR|PITR|PETR", "",
	};
	unsigned roles = (unsigned)af->itr | (unsigned)af->etr << 1 | (unsigned)af->proxy_etr << 2 |
			 (unsigned)af->pitr << 3;

	return af->active ? name[roles] : name[0];
}

static void collect_state(const struct root *root, struct lisp_inst *inst,
			  struct forwarding_state *s)
{
	const struct instance_cfg *ic = instance_cfg_find(&inst->lisp->cfg, inst->iid);
	const struct common_cfg *top = &inst->lisp->cfg.common;
	const struct vrf *vrf = NULL;

	if (root->vrfs && inst->vrf[0])
		vrf = vrf_find(root->vrfs, inst->vrf);
	*s = (struct forwarding_state){
		.process = inst->lisp->id,
		.iid = inst->iid,
		.vrf_id = vrf ? vrf->id : 0,
		.ifname = inst->ifname,
		.roles = { roles_of(&inst->af[SVC_IPV4]), roles_of(&inst->af[SVC_IPV6]) },
		.lsbs = !top->lsb_do_not_transmit && !(ic && ic->common.lsb_do_not_transmit),
		.propagate_ttl = !top->disable_ttl_propagate &&
				 !(ic && ic->common.disable_ttl_propagate),
	};
	snprintf(s->vrf, sizeof(s->vrf), "%s", inst->vrf);
}

/* --- printing --------------------------------------------------------------------------------- */

void forwarding_print_remote_head(struct out *o)
{
	out(o, "%-23s%-12s%-22s%s\n", "Prefix", "Fwd action", "Locator status bits", "encap_iid");
}

void forwarding_print_remote(struct out *o, const struct forwarding_row *r)
{
	out(o, "%-23s%-12s0x%08x%12s%s\n", prefix_str(&r->prefix).s, r->action, r->lsbs, "", "N/A");
	out(o, "  %-20s%" PRIu64 "/%" PRIu64 "\n", "packets/bytes", r->counters.packets,
	    r->counters.bytes);
}

static void field(struct out *o, int level, const char *label, const char *value)
{
	out(o, "%*s%-*s%s\n", 2 * level, "", VALUE_COLUMN - 2 * level, label, value);
}

static void print_family(struct out *o, const struct forwarding_state *s, int family)
{
	char table[CFG_VRF + 8];

	snprintf(table, sizeof(table), "%s:%s", family_str(family), s->vrf[0] ? s->vrf : "Default");
	out(o, "    %s\n", family_str(family));
	field(o, 3, "Configured roles", s->roles[svc_of_family(family)]);
	field(o, 3, "EID table", table);
	field(o, 3, "ALT table", "<null>");
	field(o, 3, "Locator status bits", s->lsbs ? "Enabled" : "Disabled");
	field(o, 3, "Nonce", "N/A");
	field(o, 3, "TTL Propagation", s->propagate_ttl ? "Enabled" : "Disabled");
	field(o, 3, "Table Suppression", "Disabled");
	field(o, 3, "SGT Policy Fwd", "Disabled");
}

void forwarding_print_state(struct out *o, const struct forwarding_state *s, int family)
{
	const char *name = s->vrf[0] ? s->vrf : "Default";
	char text[CFG_VRF + 16];

	out(o, "LISP forwarding state for EID table %s:%s\n", family_str(family), name);
	snprintf(text, sizeof(text), "%u", s->iid);
	field(o, 1, "Instance ID", text);
	snprintf(text, sizeof(text), "%s (0x%x)", name, s->vrf_id);
	field(o, 1, "EID VRF", text);
	print_family(o, s, AF_INET);
	print_family(o, s, AF_INET6);
	out_str(o, "    L2\n");
	field(o, 3, "Configured role", "DISABLED");
	field(o, 3, "L2 Domain ID", "0");
	field(o, 3, "IPv4 Unnum I/F", "N/A");
	field(o, 3, "IPv6 Unnum I/F", "N/A");
	field(o, 2, "RLOC transport VRF", "Default (0x0)");
	field(o, 3, "IPv4 RLOC table", "IPv4:Default");
	field(o, 3, "IPv6 RLOC table", "IPv6:Default");
	field(o, 3, "IPv4 path MTU discovery", "min  576 max 65535");
	field(o, 3, "IPv6 path MTU discovery", "min 1280 max 65535");
	field(o, 3, "IPv4 RLOC fltr handle", "0x0");
	field(o, 3, "IPv6 RLOC fltr handle", "0x0");
	snprintf(text, sizeof(text), "%u", s->process);
	field(o, 2, "LISP router ID", text);
	field(o, 2, "LISP virtual interface", s->ifname);
	field(o, 2, "User", "LISP");
}

/* --- JSON --------------------------------------------------------------------------------------- */

static const struct json_field remote_fields[] = {
	JSON_FIELD(struct forwarding_row, prefix, JSON_PREFIX, "eid"),
	JSON_FIELD(struct forwarding_row, action, JSON_TEXT, "action"),
	JSON_FIELD(struct forwarding_row, lsbs, JSON_U32, "locatorStatusBits"),
	JSON_FIELD(struct forwarding_row, counters.packets, JSON_U64, "packets"),
	JSON_FIELD(struct forwarding_row, counters.bytes, JSON_U64, "bytes"),
	{ 0 },
};

static const struct json_field state_fields[] = {
	JSON_FIELD(struct forwarding_state, vrf_id, JSON_U32, "vrfId"),
	JSON_FIELD(struct forwarding_state, ifname, JSON_TEXT, "interface"),
	JSON_FIELD(struct forwarding_state, roles[SVC_IPV4], JSON_TEXT, "ipv4Roles"),
	JSON_FIELD(struct forwarding_state, roles[SVC_IPV6], JSON_TEXT, "ipv6Roles"),
	JSON_FIELD(struct forwarding_state, lsbs, JSON_BOOL, "locatorStatusBits"),
	JSON_FIELD(struct forwarding_state, propagate_ttl, JSON_BOOL, "ttlPropagation"),
	{ 0 },
};

/* --- commands ----------------------------------------------------------------------------------- */

struct eids_state {
	bool begun, one;
	struct prefix prefix; /* the one that is asked for; the last one shown */
	const struct root *root;
};

static void begin(struct show *v, struct eids_state *st, const char *title)
{
	if (v->json)
		json_array(v->json, "eids");
	else if (title)
		out(v->o, "%s\n", title);
	else
		forwarding_print_remote_head(v->o);
	st->begun = true;
}

static void show_remote(struct show *v, struct lisp_inst *inst, const struct mapcache_entry *e)
{
	struct forwarding_row r;

	if (e->state == MC_INCOMPLETE)
		return; /* nothing of it is in forwarding */
	collect_remote(inst, e, &r);
	if (!v->json) {
		forwarding_print_remote(v->o, &r);
		return;
	}
	json_object(v->json, NULL);
	json_fields(v->json, remote_fields, &r);
	json_end(v->json);
}

static bool remote_slice(struct show *v, struct lisp_inst *inst, int family, void *state)
{
	const struct mapcache *mc = &inst->lisp->cache;
	struct eids_state *st = state;
	struct eid eid = eid_ip(inst->iid, &st->prefix);
	const struct mapcache_entry *e;

	if (st->one)
		e = mapcache_match(mc, &eid);
	else
		e = st->begun ? mapcache_next(mc, &eid) : mapcache_first(mc, inst->iid, family);
	if (!st->begun)
		begin(v, st, NULL);
	for (unsigned i = 0; e && i < ROWS_PER_SLICE; i++) {
		show_remote(v, inst, e);
		st->prefix = e->eid.prefix;
		e = st->one ? NULL : mapcache_next(mc, &e->eid);
	}
	return e != NULL;
}

static bool local_slice(struct show *v, struct lisp_inst *inst, int family, void *state)
{
	const struct mapdb *db = &inst->lisp->db;
	struct eids_state *st = state;
	struct eid eid = eid_ip(inst->iid, &st->prefix);
	const struct mapdb_entry *e;

	if (st->one)
		e = mapdb_match_eid(db, &eid);
	else
		e = st->begun ? mapdb_after(db, &eid) : mapdb_first(db, inst->iid, family);
	if (!st->begun)
		begin(v, st, "Prefix");
	for (unsigned i = 0; e && i < ROWS_PER_SLICE; i++) {
		st->prefix = e->map.eid.prefix;
		if (v->json)
			json_str(v->json, NULL, prefix_str(&st->prefix).s);
		else
			out(v->o, "%s\n", prefix_str(&st->prefix).s);
		e = st->one ? NULL : mapdb_next(db, e);
	}
	return e != NULL;
}

static bool state_slice(struct show *v, struct lisp_inst *inst, int family, void *state)
{
	const struct eids_state *st = state;
	struct forwarding_state s;

	collect_state(st->root, inst, &s);
	if (v->json)
		json_fields(v->json, state_fields, &s);
	else
		forwarding_print_state(v->o, &s, family);
	return false;
}

static int show_eids(struct cli *c, const struct args *a)
{
	struct eids_state st = { .begun = false };

	st.one = scope_eid(a, &st.prefix);
	return show_tables(c, a, arg_has(a, "local") ? local_slice : remote_slice, &st, sizeof(st));
}

static int show_state(struct cli *c, const struct args *a)
{
	struct eids_state st = { .root = root_of(c) };

	return show_tables(c, a, state_slice, &st, sizeof(st));
}

#define EIDS "forwarding eid (remote|local) [" ARG_EID "]"
#define FORWARDING "forwarding     What the data plane was told\n"
#define EIDS_HELP                         \
	FORWARDING                        \
	"eid            EID prefixes\n"   \
	"remote         Of other sites\n" \
	"local          Of this site\n"   \
	"$eid           EID, or EID prefix\n"
#define STATE_HELP FORWARDING "state          Settings of the table\n"

const struct cli_cmd show_forwarding_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_IP_LISP(EIDS),
		.help = SHOW_IP_LISP_HELP EIDS_HELP,
		.run = show_eids,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_LISP(EIDS),
		.help = SHOW_LISP_HELP EIDS_HELP,
		.run = show_eids,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_IP_LISP("forwarding state"),
		.help = SHOW_IP_LISP_HELP STATE_HELP,
		.run = show_state,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_LISP("forwarding state"),
		.help = SHOW_LISP_HELP STATE_HELP,
		.run = show_state,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
