/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show ip cef: the printing. */
#include "lispd/cli/show_cef.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define EPOCH 2

/* --- printing: one entry ------------------------------------------------------------------------ */

static const char *action_str(enum cef_action a)
{
	static const char *const text[] = {
		[CEF_SIGNAL] = "signal",     [CEF_ENCAP] = "encap",
		[CEF_NATIVE] = "fwd native", [CEF_PETR] = "fwd native via petr",
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
	case CEF_PETR:
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

void cef_print_summary(struct out *o, int family, const char *vrf, unsigned id, unsigned n,
		       unsigned n_drops)
{
	out(o,
	    "%s CEF is enabled for distributed and running\n"
	    "VRF %s\n %u prefixes (%u/%u fwd/non-fwd)\n Table id 0x%X\n"
	    " Database epoch:        %d (%u entries at this epoch)\n",
	    family == AF_INET6 ? "IPv6" : "IPv4", vrf[0] ? vrf : "Default", n, n - n_drops, n_drops,
	    id, EPOCH, n);
}

/* --- JSON ------------------------------------------------------------------------------------- */

static void write_paths(struct json *j, const struct cef_entry *e)
{
	bool encap = e->lisp && e->action == CEF_ENCAP;

	json_array(j, "nextHops");
	for (unsigned i = 0; encap && i < e->n_paths; i++) {
		json_object(j, NULL);
		json_str(j, "address", addr_str(&e->path[i]).s);
		json_str(j, "interface", e->ifname);
		json_end(j);
	}
	for (unsigned i = 0; !encap && e->routed && i < e->rib.n_hops; i++) {
		const struct route_hop *h = &e->rib.hop[i];

		json_object(j, NULL);
		json_str(j, "address", addr_is_none(&h->gateway) ? NULL : addr_str(&h->gateway).s);
		json_str(j, "interface", h->ifname);
		json_end(j);
	}
	json_end(j);
}

void cef_write(struct json *j, const struct cef_entry *e)
{
	json_object(j, NULL);
	json_str(j, "prefix", prefix_str(&e->prefix).s);
	json_bool(j, "lisp", e->lisp);
	json_str(j, "action", e->lisp ? action_str(e->action) : "route");
	if (e->lisp) {
		json_u64(j, "locatorStatusBits", e->lsbs);
		json_u64(j, "packets", e->counters.packets);
		json_u64(j, "octets", e->counters.bytes);
	}
	json_bool(j, "localEid", e->local_eid);
	write_paths(j, e);
	json_end(j);
}
