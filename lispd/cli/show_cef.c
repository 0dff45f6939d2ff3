/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The forwarding table as IOS shows it. LISP entries are those of the map-cache; they stand
 * beside the routes of the VRF, and where no route covers them they hang on the default entry.
 */
#include "lispd/cli/show_cef.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lispd/cli/rib.h"
#include "lispd/cli/root.h"
#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"
#include "lispd/role/ctl.h"

#define ROWS_PER_SLICE 64
#define EPOCH 2

/* --- collecting ------------------------------------------------------------------------------- */

/* The table of the VRF that LISP looks after, or NULL. */
static struct lisp_inst *lisp_table(const struct root *r, const char *vrf, int family)
{
	struct lisp_inst *inst;
	struct lisp *l;

	TAILQ_FOREACH(l, &r->ctl->lisps, link) {
		inst = lisp_inst_by_vrf(l, vrf, family);
		if (inst)
			return inst;
	}
	return NULL;
}

/* Entries without an answer are not in the forwarding table. */
static bool is_forwarded(const struct mapcache_entry *e)
{
	return e->state != MC_INCOMPLETE;
}

static bool usable(const struct mapcache_entry *e, unsigned i)
{
	return e->rloc[i].up && e->map.rloc[i].priority != LISP_PRIORITY_UNUSED;
}

/* Only the locators of the best priority carry packets. */
static void collect_paths(const struct mapcache_entry *e, struct cef_entry *c)
{
	unsigned best = LISP_PRIORITY_UNUSED;

	for (unsigned i = 0; i < e->map.n_rlocs; i++)
		if (usable(e, i) && e->map.rloc[i].priority < best)
			best = e->map.rloc[i].priority;
	for (unsigned i = 0; i < e->map.n_rlocs && c->n_paths < FIB_MAX_LOCATORS; i++)
		if (usable(e, i) && e->map.rloc[i].priority == best)
			c->path[c->n_paths++] = e->map.rloc[i].addr;
}

static enum cef_action action_of(const struct mapcache_entry *e, const struct cef_entry *c)
{
	if (e->state == MC_COMPLETE)
		return c->n_paths ? CEF_ENCAP : CEF_DROP;
	switch (e->map.action) {
	case LISP_ACT_MAP_REQUEST:
		return CEF_SIGNAL;
	case LISP_ACT_NATIVE:
		return CEF_NATIVE;
	}
	return CEF_DROP;
}

static bool in_eid_space(const struct mapcache *mc, const struct eid *eid)
{
	struct eid at = *eid;

	for (int plen = eid->prefix.plen; plen >= 0; plen--) {
		const struct mapcache_entry *e;

		at.prefix = prefix_make(&eid->prefix.addr, (unsigned)plen);
		e = mapcache_find(mc, &at);
		if (e && e->source == MC_STATIC_MAP_REQUEST)
			return true;
	}
	return false;
}

/* The longest entry that holds the address and is forwarded by. */
static struct mapcache_entry *lisp_match(const struct lisp_inst *inst, const struct addr *a)
{
	for (int plen = (int)addr_bits(a); plen >= 0; plen--) {
		struct prefix p = prefix_make(a, (unsigned)plen);
		struct eid eid = eid_ip(inst->iid, &p);
		struct mapcache_entry *e = mapcache_find(&inst->lisp->cache, &eid);

		if (e && is_forwarded(e))
			return e;
	}
	return NULL;
}

static unsigned count_dependents(const struct mapcache *mc, const struct mapcache_entry *e)
{
	struct mapcache_entry *below = mapcache_next_under(mc, &e->eid, &e->eid);
	unsigned n = 0;

	for (; below; below = mapcache_next_under(mc, &e->eid, &below->eid))
		n += is_forwarded(below);
	return n;
}

static void collect_lisp(struct lisp_inst *inst, const struct mapcache_entry *e,
			 struct cef_entry *c)
{
	c->lisp = true;
	c->lsbs = e->lsbs;
	collect_paths(e, c);
	c->action = action_of(e, c);
	c->eid_space = in_eid_space(&inst->lisp->cache, &e->eid);
	if (c->action == CEF_SIGNAL)
		c->n_dependents = count_dependents(&inst->lisp->cache, e);
	if (inst->fib)
		fib_counters(inst->fib, &e->eid.prefix, &c->counters);
	snprintf(c->ifname, sizeof(c->ifname), "%s", inst->ifname);
}

/* False when neither LISP nor the routing table has exactly this prefix. */
static bool collect(const struct root *r, const char *vrf, const struct prefix *p,
		    struct cef_entry *c)
{
	struct lisp_inst *inst = lisp_table(r, vrf, p->addr.family);
	struct eid eid = eid_ip(inst ? inst->iid : 0, p);
	struct mapcache_entry *e = inst ? mapcache_find(&inst->lisp->cache, &eid) : NULL;

	memset(c, 0, sizeof(*c));
	c->prefix = *p;
	if (e && is_forwarded(e))
		collect_lisp(inst, e, c);
	c->local_eid = inst && mapdb_match_eid(&inst->lisp->db, &eid);
	c->routed = c->lisp ? rib_cover(r, vrf, p, &c->rib) : rib_exact(r, vrf, p, &c->rib);
	return c->lisp || c->routed;
}

/* The longest prefix of the table that holds the address. */
static bool match(const struct root *r, const char *vrf, const struct addr *a, struct prefix *out)
{
	struct lisp_inst *inst = lisp_table(r, vrf, a->family);
	struct mapcache_entry *e = inst ? lisp_match(inst, a) : NULL;
	struct route_info route;
	bool routed = rib_match(r, vrf, a, &route);

	if (routed && (!e || route.prefix.plen > e->eid.prefix.plen))
		*out = route.prefix;
	else if (e)
		*out = e->eid.prefix;
	return routed || e;
}

/* --- printing: one entry ------------------------------------------------------------------------ */

static const char *action_str(enum cef_action a)
{
	static const char *const text[] = {
		[CEF_SIGNAL] = "signal",
		[CEF_ENCAP] = "encap",
		[CEF_NATIVE] = "fwd native",
		[CEF_DROP] = "drop",
	};

	return text[a];
}

static struct prefix_buf default_str(const struct cef_entry *e)
{
	struct prefix all = prefix_default(e->prefix.addr.family);

	return prefix_str(&all);
}

static void print_lisp_paths(struct out *o, const struct cef_entry *e, const char *margin)
{
	if (e->action == CEF_DROP)
		out(o, "%sdiscard\n", margin);
	else if (!e->n_paths)
		out(o, "%sattached to %s\n", margin, e->ifname);
	for (unsigned i = 0; i < e->n_paths; i++)
		out(o, "%snexthop %s %s\n", margin, addr_str(&e->path[i]).s, e->ifname);
}

static void print_hop(struct out *o, const struct route_info *r, const struct route_hop *h,
		      const char *margin)
{
	if (r->kind == ROUTE_TO_SELF || r->source == ROUTE_SELF)
		out(o, "%sreceive for %s\n", margin, h->ifname);
	else if (addr_is_none(&h->gateway))
		out(o, "%sattached to %s\n", margin, h->ifname);
	else if (!h->ifname[0])
		out(o, "%srecursive via %s\n", margin, addr_str(&h->gateway).s);
	else
		out(o, "%snexthop %s %s\n", margin, addr_str(&h->gateway).s, h->ifname);
}

static void print_route_paths(struct out *o, const struct cef_entry *e, const char *margin)
{
	const struct route_info *r = &e->rib;

	if (!e->routed) {
		out(o, "%sno route\n", margin);
		return;
	}
	if (!r->n_hops)
		out(o, "%s%s\n", margin,
		    r->kind == ROUTE_THROW || r->kind == ROUTE_BLACKHOLE ? "attached to Null0" :
									   "discard");
	for (unsigned i = 0; i < r->n_hops; i++)
		print_hop(o, r, &r->hop[i], margin);
}

static void print_counters(struct out *o, const struct cef_entry *e)
{
	bool space = e->eid_space && (e->action == CEF_ENCAP || e->action == CEF_SIGNAL);

	out(o, "  LISP remote EID: %" PRIu64 " packets %" PRIu64 " bytes fwd action %s%s\n",
	    e->counters.packets, e->counters.bytes, action_str(e->action),
	    space ? ", cfg as EID space" : "");
}

static void print_encap(struct out *o, const struct cef_entry *e)
{
	out(o, "%s, epoch %d, flags [%s]%s\n", prefix_str(&e->prefix).s, EPOCH,
	    e->routed ? "subtree context, check lisp eligibility" :
			"default route handler, subtree context, check lisp eligibility, default "
			"route",
	    e->n_paths > 1 ? ", per-destination sharing" : "");
	out(o, "  SC owned,sourced: LISP remote EID - locator status bits 0x%08x\n", e->lsbs);
	print_counters(o, e);
	out_str(o, "  LISP source path list\n");
	print_lisp_paths(o, e, "    ");
	if (e->routed) {
		out_str(o, "  2 IPL sources [no flags]\n");
		print_lisp_paths(o, e, "  ");
		return;
	}
	out(o,
	    "  2 IPL sources [unresolved, active source]\n"
	    "    Dependent covered prefix type inherit, cover %s\n"
	    "  recursive via %s\n    no route\n",
	    default_str(e).s, default_str(e).s);
}

static void print_signal(struct out *o, const struct cef_entry *e)
{
	bool is_default = prefix_is_default(&e->prefix);

	out(o, "%s, epoch %d, flags [%scover dependents, check lisp eligibility%s]\n",
	    prefix_str(&e->prefix).s, EPOCH, is_default ? "default route handler, " : "",
	    is_default ? ", default route" : "");
	print_counters(o, e);
	out_str(o, "  LISP source path list\n");
	print_lisp_paths(o, e, "    ");
	if (e->n_dependents)
		out(o, "  Covered dependent prefixes: %u\n    notify cover updated: %u\n",
		    e->n_dependents, e->n_dependents);
	out(o, "  1 IPL source [%s]\n", e->routed ? "no flags" : "unresolved");
	print_route_paths(o, e, "  ");
}

static void print_native(struct out *o, const struct cef_entry *e)
{
	out(o, "%s, epoch %d, flags [check lisp eligibility]\n", prefix_str(&e->prefix).s, EPOCH);
	print_counters(o, e);
	out(o,
	    "  LISP fwd-native source\n"
	    "    Dependent covered prefix type LISP-FWD, cover %s\n"
	    "  1 IPL source [%s]\n",
	    default_str(e).s, e->routed ? "no flags" : "unresolved");
	print_route_paths(o, e, "  ");
}

static void print_routed(struct out *o, const struct cef_entry *e)
{
	const char *flags = "";

	if (e->rib.source == ROUTE_SELF)
		flags = ", flags [receive, local, source eligible]";
	else if (e->rib.source == ROUTE_CONNECTED)
		flags = ", flags [attached, connected]";
	out(o, "%s, epoch %d%s%s\n", prefix_str(&e->prefix).s, EPOCH, flags,
	    e->rib.n_hops > 1 ? ", per-destination sharing" : "");
	if (e->local_eid)
		out_str(o, "  LISP EID attributes: localEID Yes, c-dynEID No, d-dynEID No\n");
	print_route_paths(o, e, "  ");
}

static void print_detail(struct out *o, const struct cef_entry *e)
{
	if (!e->lisp) {
		print_routed(o, e);
		return;
	}
	switch (e->action) {
	case CEF_SIGNAL:
		print_signal(o, e);
		return;
	case CEF_NATIVE:
		print_native(o, e);
		return;
	case CEF_ENCAP:
	case CEF_DROP:
		print_encap(o, e);
	}
}

void cef_print(struct out *o, const struct cef_entry *e, bool detail)
{
	if (detail) {
		print_detail(o, e);
		return;
	}
	out(o, "%s\n", prefix_str(&e->prefix).s);
	if (e->lisp && e->action != CEF_NATIVE)
		print_lisp_paths(o, e, "  ");
	else
		print_route_paths(o, e, "  ");
}

/* --- printing: the table ------------------------------------------------------------------------ */

static void row(struct out *o, const char **prefix, const char *hop, const char *ifname)
{
	if (ifname[0])
		out(o, "%-20s %-20s %s\n", *prefix, hop, ifname);
	else
		out(o, "%-20s %s\n", *prefix, hop);
	*prefix = ""; /* stands once, before the first of several hops */
}

static void route_row(struct out *o, const struct route_info *r, const char **prefix)
{
	if (!r->n_hops)
		row(o, prefix, r->kind == ROUTE_UNREACHABLE ? "unreachable" : "attached", "Null0");
	for (unsigned i = 0; i < r->n_hops; i++) {
		const struct route_hop *h = &r->hop[i];

		if (r->source == ROUTE_SELF)
			row(o, prefix, "receive", h->ifname);
		else if (addr_is_none(&h->gateway))
			row(o, prefix, "attached", h->ifname);
		else
			row(o, prefix, addr_str(&h->gateway).s, h->ifname);
	}
}

void cef_print_row(struct out *o, const struct cef_entry *e)
{
	struct prefix_buf text = prefix_str(&e->prefix);
	const char *prefix = text.s;

	if (e->lisp && e->action == CEF_DROP)
		row(o, &prefix, "drop", "");
	else if (e->lisp && e->action == CEF_ENCAP)
		for (unsigned i = 0; i < e->n_paths; i++)
			row(o, &prefix, addr_str(&e->path[i]).s, e->ifname);
	else if (e->lisp && e->action == CEF_SIGNAL && !e->routed)
		row(o, &prefix, "attached", e->ifname);
	else if (e->routed)
		route_row(o, &e->rib, &prefix);
	else
		row(o, &prefix, "no route", "");
}

/* --- commands --------------------------------------------------------------------------------- */

struct cef_state {
	const struct root *root;
	char vrf[CFG_VRF];
	int family;
	bool begun;
	struct prefix at;
};

/* The next prefix of either source behind the one at hand. */
static bool next_prefix(const struct cef_state *s, struct prefix *out)
{
	struct lisp_inst *inst = lisp_table(s->root, s->vrf, s->family);
	struct eid eid = eid_ip(inst ? inst->iid : 0, &s->at);
	struct mapcache_entry *e = NULL;
	struct route_info route;
	bool routed = rib_rows(s->root, s->vrf, s->family, s->begun ? &s->at : NULL, &route, 1);

	if (inst)
		e = s->begun ? mapcache_next(&inst->lisp->cache, &eid) :
			       mapcache_first(&inst->lisp->cache, inst->iid, s->family);
	while (e && !is_forwarded(e))
		e = mapcache_next(&inst->lisp->cache, &e->eid);
	if (e && (!routed || prefix_cmp(&e->eid.prefix, &route.prefix) < 0))
		*out = e->eid.prefix;
	else if (routed)
		*out = route.prefix;
	return routed || e;
}

static bool table_slice_of(struct show *v, void *state)
{
	struct out *o = v->o;
	struct cef_state *s = state;
	struct cef_entry e;

	if (!s->begun)
		out_str(o, "Prefix               Next Hop             Interface\n");
	for (unsigned i = 0; i < ROWS_PER_SLICE; i++) {
		if (!next_prefix(s, &s->at))
			return false;
		s->begun = true;
		if (collect(s->root, s->vrf, &s->at, &e))
			cef_print_row(o, &e);
	}
	return true;
}

static bool vrf_known(const struct root *r, const char *vrf)
{
	return !vrf[0] || (r->vrfs && vrf_find(r->vrfs, vrf));
}

static int show_cef(struct cli *c, const struct args *a)
{
	const char *vrf = arg_str(a, "vrf");
	struct root *r = root_of(c);
	struct cef_state s = { .root = r, .family = arg_has(a, "ipv6") ? AF_INET6 : AF_INET };

	snprintf(s.vrf, sizeof(s.vrf), "%s", vrf ? vrf : "");
	if (!vrf_known(r, s.vrf))
		return cli_err(c, "VRF %s does not exist", s.vrf);
	show_settle(r->ctl);
	return show_slices(c, table_slice_of, &s, sizeof(s));
}

static int show_cef_prefix(struct cli *c, const struct args *a)
{
	const char *vrf = arg_str(a, "vrf") ? arg_str(a, "vrf") : "";
	struct root *r = root_of(c);
	struct cef_entry e;
	struct prefix p;

	if (!vrf_known(r, vrf))
		return cli_err(c, "VRF %s does not exist", vrf);
	show_settle(r->ctl);
	scope_eid(a, &p);
	if (!strchr(arg_str(a, "eid"), '/') && !match(r, vrf, &p.addr, &p))
		return cli_err(c, "No route to %s", arg_str(a, "eid"));
	if (!collect(r, vrf, &p, &e))
		return cli_err(c, "No prefix %s in the table", prefix_str(&p).s);
	cef_print(cli_out(c), &e, arg_has(a, "detail"));
	return CLI_OK;
}

#define CEF_HELP                                    \
	"ip      IP information\n"                  \
	"ipv6    IPv6 information\n"                \
	"cef     Forwarding table\n"                \
	"vrf     VPN Routing/Forwarding instance\n" \
	"$vrf    VRF name\n"

const struct cli_cmd show_cef_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show (ip|ipv6) cef [vrf WORD$vrf]",
		.help = CEF_HELP,
		.run = show_cef,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show (ip|ipv6) cef [vrf WORD$vrf] " ARG_EID " [detail]",
		.help = CEF_HELP "$eid    Address, or prefix\n"
				 "detail  Detailed information\n",
		.run = show_cef_prefix,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
