/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show ip static route: the lines as typed, and which of them work. */
#include "lispd/cli/show_static.h"

#include <string.h>

#include "lispd/cli/root.h"
#include "lispd/cli/tables.h"

void static_print_head(struct out *o, const char *vrf)
{
	out_str(o, "Codes: M - Manual static, A - AAA download, N - IP NAT, D - DHCP,\n"
		   "   G - GPRS, V - Crypto VPN, C - CASA, P - Channel interface processor,\n"
		   "   B - BootP, S - Service selection gateway\n"
		   "   DN - Default Network, T - Tracking object\n"
		   "   L - TL1, E - OER, I - iEdge\n"
		   "   D1 - Dot1x Vlan Network, K - MWAM Route\n"
		   "   PP - PPP default route, MR - MRIPv6, SS - SSLVPN\n"
		   "   H - IPe Host, ID - IPe Domain Broadcast\n"
		   "   U - User GPRS, TE - MPLS Traffic-eng, LI - LIIN\n"
		   "   IR - ICMP Redirect\n"
		   "Codes in []: A - active, N - non-active, B - BFD-tracked, D - Not Tracked, "
		   "P - permanent\n");
	out(o, "Static local RIB for %s\n", vrf[0] ? vrf : "default");
}

void static_print(struct out *o, const struct static_cfg *s, bool first)
{
	if (first)
		out(o, "M  %s ", prefix_str(&s->prefix).s);
	else
		out_str(o, "M             ");
	out(o, "[%u/0] via", s->distance);
	if (s->ifname[0])
		out(o, " %s", s->ifname);
	if (s->gateway.family)
		out(o, " %s", addr_str(&s->gateway).s);
	out(o, " [%s%s]\n", s->active ? "A" : "N", s->permanent ? ",P" : "");
}

static void write_route(struct json *j, const struct static_cfg *s)
{
	json_object(j, NULL);
	json_str(j, "prefix", prefix_str(&s->prefix).s);
	json_str(j, "address", s->gateway.family ? addr_str(&s->gateway).s : NULL);
	json_str(j, "interface", s->ifname[0] ? s->ifname : NULL);
	json_u64(j, "distance", s->distance);
	if (s->tag)
		json_u64(j, "tag", s->tag);
	json_bool(j, "active", s->active);
	json_bool(j, "permanent", s->permanent);
	json_end(j);
}

static int show_static(struct cli *c, const struct args *a)
{
	const char *vrf = arg_str(a, "vrf") ? arg_str(a, "vrf") : "";
	const struct static_cfg *s = NULL, *last = NULL;
	struct root *r = root_of(c);
	struct json *j = cli_json(c);
	struct out o;

	if (vrf[0] && !(r->vrfs && vrf_find(r->vrfs, vrf)))
		return cli_err(c, "VRF %s does not exist", vrf);
	out_init(&o);
	if (j) {
		json_object(j, NULL);
		json_str(j, "vrf", vrf[0] ? vrf : "default");
		json_array(j, "routes");
	} else {
		static_print_head(&o, vrf);
	}
	while (r->statics && (s = static_next(r->statics, s))) {
		if (strcmp(s->vrf, vrf) != 0 || s->prefix.addr.family != AF_INET)
			continue;
		if (j)
			write_route(j, s);
		else
			static_print(&o, s, !last || !prefix_equal(&last->prefix, &s->prefix));
		last = s;
	}
	return cli_show_text(c, &o);
}

const struct cli_cmd show_static_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show ip static route [vrf WORD$vrf]",
		.help = "ip      IP information\n"
			"static  Static routes\n"
			"route   As they were typed, with their state\n"
			"vrf     VPN Routing/Forwarding instance\n"
			"$vrf    VRF name\n",
		.run = show_static,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
