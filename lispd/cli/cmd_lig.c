/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lig in EXEC: the texts of RFC 6835, with the map-cache entry that the answer makes. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/cli/cmd_lig.h"
#include "lispd/cli/root.h"
#include "lispd/cli/scope.h"
#include "lispd/cli/sys.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/time_text.h"
#include "lispd/dp/fib.h"
#include "lispd/role/ctl.h"

#define UNRECOGNIZED "Unrecognized host or address, or protocol not running."

struct lig_cmd {
	struct cli *c;
	struct ctl *ctl;
	unsigned process;
	struct lig *lig;
	struct lig_view view;
};

/* --- printing --------------------------------------------------------------------------------- */

void lig_print_sending(struct out *o, const struct addr *resolver, const struct lig_view *v)
{
	out(o, "Send %smap-request to %s for %s ...\n", v->loopback ? "loopback " : "",
	    addr_str(resolver).s, addr_str(&v->eid).s);
}

static const char *action_str(unsigned action)
{
	switch (action) {
	case LISP_ACT_NATIVE:
		return "forward-native";
	case LISP_ACT_MAP_REQUEST:
		return "send-map-request";
	}
	return "drop";
}

static void print_locators(struct out *o, const struct lig_view *v, const struct mapping *m)
{
	int width = v->loopback ? 12 : 15; /* as the two captures have them */

	for (unsigned i = 0; i < m->n_rlocs; i++)
		width = MAX_OF(width, (int)strlen(rloc_str(&m->rloc[i]).s));
	out(o, "  %-*s  %-8s  %-5s  %-15s  Packets In/Out\n", width, "Locator", "Uptime", "State",
	    "Priority/Weight");
	for (unsigned i = 0; i < m->n_rlocs; i++) {
		const struct rloc *r = &m->rloc[i];
		char preference[16];

		snprintf(preference, sizeof(preference), "%u/%u", r->priority, r->weight);
		out(o, "  %-*s  %-8s  %-5s  %-15s  0/%" PRIu64 "\n", width, rloc_str(r).s,
		    span_str(v->age_ms).s, r->flags & RLOC_REACHABLE ? "up" : "down", preference,
		    v->packets_out);
	}
}

void lig_print_reply(struct out *o, const struct lig_view *v, const struct addr *from,
		     uint64_t rtt_us, const struct mapping *m)
{
	uint64_t ttl_ms = (uint64_t)m->ttl_min * 60000;

	out(o, "Received map-reply from %s with rtt %" PRIu64 ".%06u secs\n\n", addr_str(from).s,
	    rtt_us / 1000000, (unsigned)(rtt_us % 1000000));
	out(o, "Map-cache entry for %s%sEID %s:\n", v->name, v->name[0] ? " " : "",
	    addr_str(&v->eid).s);
	out(o, "%s, uptime: %s, expires: %s,\n", eid_str(&m->eid).s, span_str(v->age_ms).s,
	    span_str(ttl_ms ? ttl_ms - 1 : 0).s); /* it has begun to run */
	out(o, "                via map-reply, %s\n",
	    v->loopback	     ? "self" :
	    m->authoritative ? "auth" :
			       "not auth");
	if (m->n_rlocs)
		print_locators(o, v, m);
	else
		out(o, "  Negative cache entry, action: %s\n", action_str(m->action));
}

/* --- running ---------------------------------------------------------------------------------- */

static void on_sending(void *arg, const struct addr *resolver, bool loopback)
{
	struct lig_cmd *cmd = arg;

	cmd->view.loopback = loopback;
	lig_print_sending(cli_out(cmd->c), resolver, &cmd->view);
	cli_flush(cmd->c);
}

static void end(struct lig_cmd *cmd, int status)
{
	cli_done(cmd->c, status);
	free(cmd);
}

/* What the map-cache knows of the prefix already: since when, and how much went there. */
static void look_at_cache(struct lig_cmd *cmd, const struct mapping *m)
{
	struct lisp *l = ctl_lisp_find(cmd->ctl, cmd->process);
	struct lisp_inst *inst = l ? lisp_inst_find(l, m->eid.iid) : NULL;
	struct mapcache_entry *e = inst ? mapcache_find(&l->cache, &m->eid) : NULL;
	struct fib_counters n;

	if (!e || e->source != MC_MAP_REPLY)
		return;
	cmd->view.age_ms = loop_now_ms(l->env->loop) - e->created_ms;
	if (inst->fib && fib_counters(inst->fib, &m->eid.prefix, &n))
		cmd->view.packets_out = n.packets;
}

static void on_reply(void *arg, const struct addr *from, uint64_t rtt_us,
		     const struct mapping *record)
{
	struct lig_cmd *cmd = arg;

	look_at_cache(cmd, record);
	lig_print_reply(cli_out(cmd->c), &cmd->view, from, rtt_us, record);
	end(cmd, CLI_OK);
}

static void on_failed(void *arg, const char *why)
{
	struct lig_cmd *cmd = arg;

	if (why)
		cli_err(cmd->c, "lig: %s", why);
	else
		cli_print(cmd->c, "*** No map-reply received ***\n");
	end(cmd, CLI_FAIL);
}

static const struct lig_ops ops = {
	.sending = on_sending,
	.reply = on_reply,
	.failed = on_failed,
};

static void on_cancel(void *arg)
{
	struct lig_cmd *cmd = arg;

	lig_cancel(cmd->lig);
	free(cmd);
}

/* --- what was typed ----------------------------------------------------------------------------- */

/* The table: the one that was named, else the first one that has map-resolvers. */
static struct lisp_inst *find_table(struct ctl *ctl, const struct args *a, struct scope *s)
{
	struct lisp_inst *inst = scope_next(s, ctl);

	if (inst || arg_given(a, "iid") || s->by_vrf)
		return inst;
	s->all_iids = true;
	return scope_next(s, ctl);
}

/* "self": the first address of our own first EID prefix. */
static bool own_eid(struct lisp_inst *inst, int family, struct addr *out)
{
	const struct mapdb_entry *e = mapdb_first(&inst->lisp->db, inst->iid, family);

	if (e)
		*out = e->map.eid.prefix.addr;
	return e;
}

static bool read_name(struct cli *c, const struct args *a, const char *param, int family,
		      struct addr *out)
{
	const char *text = arg_str(a, param);
	struct root *r = root_of(c);

	return addr_parse(text, out) || (r->sys && sys_resolve(r->sys, text, family, out));
}

static int family_of(struct cli *c, const struct args *a, struct addr *eid)
{
	if (arg_has(a, "self6"))
		return AF_INET6;
	if (arg_has(a, "self"))
		return AF_INET;
	return read_name(c, a, "eid", 0, eid) ? eid->family : 0;
}

static int start(struct cli *c, struct lisp_inst *inst, const struct lig_params *p,
		 const char *name)
{
	struct lig_cmd *cmd = xcalloc(1, sizeof(*cmd));

	cmd->c = c;
	cmd->ctl = inst->lisp->ctl;
	cmd->process = inst->lisp->id;
	cmd->view.eid = p->eid.prefix.addr;
	snprintf(cmd->view.name, sizeof(cmd->view.name), "%s", name);
	cmd->lig = lig_start(inst->lisp, p, &ops, cmd);
	if (!cmd->lig) {
		free(cmd);
		return cli_err(c, "lig: too many requests are under way");
	}
	cli_pending(c, on_cancel, cmd);
	return CLI_PENDING;
}

static int run_lig(struct cli *c, const struct args *a)
{
	const char *name = arg_str(a, "eid");
	struct lig_params p = { .count = 0 };
	struct addr eid, typed;
	struct lisp_inst *inst;
	struct scope s;

	scope_read(&s, a);
	s.family = family_of(c, a, &eid);
	if (!s.family)
		return cli_err(c, UNRECOGNIZED);
	show_settle(root_of(c)->ctl);
	inst = find_table(root_of(c)->ctl, a, &s);
	if (!inst)
		return scope_missing(c, &s);
	if (!name && !own_eid(inst, s.family, &eid))
		return cli_err(c, "No local EID prefix is configured");
	p.eid = eid_host(inst->iid, &eid);
	if ((arg_given(a, "source") && !read_name(c, a, "source", s.family, &p.source)) ||
	    (arg_given(a, "to") && !read_name(c, a, "to", 0, &p.to)))
		return cli_err(c, UNRECOGNIZED);
	arg_u32(a, "count", &p.count);
	return start(c, inst, &p, name && !addr_parse(name, &typed) ? name : "");
}

#define LIG_OPTIONS                                                                           \
	"{source (A.B.C.D|X:X::X|WORD)$source|to (A.B.C.D|X:X::X|WORD)$to|count <1-5>$count|" \
	"instance-id <0-16777215>$iid|eid-table (default|vrf WORD$vrf|WORD$vrf)}"
#define LIG_HELP                                             \
	"lig          LISP Internet Groper\n"                \
	"source       Source EID of the Map-Request\n"       \
	"$source      Source EID\n"                          \
	"to           Map-resolver to ask\n"                 \
	"$to          Address or name of the map-resolver\n" \
	"count        Number of Map-Requests\n"              \
	"$count       Count\n"                               \
	"instance-id  LISP instance ID\n"                    \
	"$iid         Instance ID\n"                         \
	"eid-table    EID table\n"                           \
	"default      Default table\n"                       \
	"vrf          VPN Routing/Forwarding instance\n"     \
	"$vrf         VRF name\n"

const struct cli_cmd lig_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "lig (self|self6|(A.B.C.D|X:X::X|WORD)$eid) " LIG_OPTIONS,
		.help = LIG_HELP "self         Own IPv4 EID prefix\n"
				 "self6        Own IPv6 EID prefix\n"
				 "$eid         EID, or host name\n",
		.run = run_lig,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "lig instance-id <0-16777215>$iid (self|self6|(A.B.C.D|X:X::X|WORD)$eid) "
			  "{source (A.B.C.D|X:X::X|WORD)$source|to (A.B.C.D|X:X::X|WORD)$to|"
			  "count <1-5>$count}",
		.help = "lig          LISP Internet Groper\n"
			"instance-id  LISP instance ID\n"
			"$iid         Instance ID\n"
			"self         Own IPv4 EID prefix\n"
			"self6        Own IPv6 EID prefix\n"
			"$eid         EID, or host name\n"
			"source       Source EID of the Map-Request\n"
			"$source      Source EID\n"
			"to           Map-resolver to ask\n"
			"$to          Address or name of the map-resolver\n"
			"count        Number of Map-Requests\n"
			"$count       Count\n",
		.run = run_lig,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax =
			"lig eid-table (default|vrf WORD$vrf) (self|self6|(A.B.C.D|X:X::X|WORD)$eid) "
			"{source (A.B.C.D|X:X::X|WORD)$source|to (A.B.C.D|X:X::X|WORD)$to|"
			"count <1-5>$count}",
		.help = "lig          LISP Internet Groper\n"
			"eid-table    EID table\n"
			"default      Default table\n"
			"vrf          VPN Routing/Forwarding instance\n"
			"$vrf         VRF name\n"
			"self         Own IPv4 EID prefix\n"
			"self6        Own IPv6 EID prefix\n"
			"$eid         EID, or host name\n"
			"source       Source EID of the Map-Request\n"
			"$source      Source EID\n"
			"to           Map-resolver to ask\n"
			"$to          Address or name of the map-resolver\n"
			"count        Number of Map-Requests\n"
			"$count       Count\n",
		.run = run_lig,
	},
	{ 0 },
};
