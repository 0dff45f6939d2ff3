/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Static routes. */
#include <stdio.h>
#include <string.h>

#include "lib/cli/args.h"
#include "lispd/cli/block.h"
#include "lispd/cli/kept_rows.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"
#include "lispd/net/static.h"

static int answer(struct cli *c, enum static_result r)
{
	const char *text = static_result_text(r);

	if (r == STATIC_OK)
		return CLI_OK;
	cli_print(c, "%s%s", text, strchr(text, '\n') ? "" : "\n");
	return CLI_FAIL;
}

/* All but the prefix. */
static void read_route(const struct args *a, struct static_cfg *r)
{
	const char *vrf = arg_str(a, "vrf"), *ifname = arg_str(a, "interface");
	const char *name = arg_str(a, "name");
	uint32_t n = 0;

	*r = (struct static_cfg){ .permanent = arg_has(a, "permanent"),
				  .global = arg_has(a, "global") };
	if (vrf)
		snprintf(r->vrf, sizeof(r->vrf), "%s", vrf);
	if (ifname)
		snprintf(r->ifname, sizeof(r->ifname), "%s", ifname);
	if (name)
		snprintf(r->name, sizeof(r->name), "%s", name);
	arg_addr(a, "gateway", &r->gateway);
	arg_u32(a, "tag", &r->tag);
	if (arg_u32(a, "distance", &n))
		r->distance = (uint8_t)n;
	if (arg_u32(a, "track", &n))
		r->track = (uint16_t)n;
}

/* Takes away the routes of DHCP that begin as typed. False: there was none. */
static bool drop_dhcp(struct cli *c, const struct args *a)
{
	struct out line;
	bool dropped;

	out_init(&line);
	kept_spelling(a, &line);
	dropped = kept_drop(&root_of(c)->sys->kept, out_text(&line));
	out_fini(&line);
	return dropped;
}

static int del_route(struct cli *c, const struct args *a, const struct static_cfg *r)
{
	bool dropped = drop_dhcp(c, a);
	enum static_result result = static_del(root_of(c)->statics, r);

	return answer(c, dropped && result == STATIC_ABSENT ? STATIC_OK : result);
}

static int set_route(struct cli *c, const struct args *a, const struct static_cfg *r)
{
	struct static_table *t = root_of(c)->statics;

	if (arg_no(a))
		return del_route(c, a, r);
	if (r->vrf[0] && !vrf_name_ok(r->vrf))
		return cli_err(c, "Invalid VRF name");
	if (r->vrf[0])
		block_await_vrf(c, a, r->vrf);
	return answer(c, static_add(t, r));
}

static int run_ip_route(struct cli *c, const struct args *a)
{
	struct static_cfg r;
	enum static_result result;
	struct addr net, mask;

	read_route(a, &r);
	arg_addr(a, "net", &net);
	arg_addr(a, "mask", &mask);
	result = static_prefix(&net, &mask, &r.prefix);
	return result == STATIC_OK ? set_route(c, a, &r) : answer(c, result);
}

static int run_ipv6_route(struct cli *c, const struct args *a)
{
	struct static_cfg r;

	read_route(a, &r);
	arg_prefix(a, "prefix", &r.prefix);
	return set_route(c, a, &r);
}

static void write_hop(struct out *o, const struct static_cfg *r)
{
	if (r->ifname[0])
		out(o, " %s", r->ifname);
	if (r->gateway.family)
		out(o, " %s", addr_str(&r->gateway).s);
	if (r->global)
		out_str(o, " global");
	if (r->distance > 1)
		out(o, " %u", r->distance);
	if (r->tag)
		out(o, " tag %u", r->tag);
	if (r->name[0])
		out(o, " name %s", r->name);
	if (r->permanent)
		out_str(o, " permanent");
	if (r->track)
		out(o, " track %u", r->track);
}

static void write_route(struct cli_writer *w, const struct static_cfg *r)
{
	struct addr mask = prefix_netmask(r->prefix.addr.family, r->prefix.plen);
	const char *vrf = r->vrf[0] ? " vrf " : "";
	struct out hop;

	out_init(&hop);
	write_hop(&hop, r);
	if (r->prefix.addr.family == AF_INET)
		cli_line(w, "ip route%s%s %s %s%s", vrf, r->vrf, addr_str(&r->prefix.addr).s,
			 addr_str(&mask).s, out_text(&hop));
	else
		cli_line(w, "ipv6 route%s%s %s%s", vrf, r->vrf, prefix_str(&r->prefix).s,
			 out_text(&hop));
	out_fini(&hop);
}

static void write_family(struct cli_writer *w, const struct static_table *t, int family)
{
	const struct static_cfg *r = NULL;

	while ((r = static_next(t, r)))
		if (r->prefix.addr.family == family)
			write_route(w, r);
	cli_bang(w);
}

static int run_dhcp(struct cli *c, const struct args *a)
{
	if (arg_no(a))
		return answer(c, drop_dhcp(c, a) ? STATIC_OK : STATIC_ABSENT);
	kept_type(&root_of(c)->sys->kept, a->row->cmd->order, KEPT_ITEM, a);
	return CLI_OK;
}

static void write_ip_route(struct cli_writer *w, const void *obj)
{
	write_family(w, ((const struct root *)obj)->statics, AF_INET);
}

static void write_ipv6_route(struct cli_writer *w, const void *obj)
{
	write_family(w, ((const struct root *)obj)->statics, AF_INET6);
}

#define OPTIONS                                                                           \
	"{global|<1-255>$distance|tag <1-4294967295>$tag|name WORD$name|permanent|track " \
	"<1-1000>$track}"
#define HELP                                                                        \
	"route      Establish static routes\n"                                      \
	"vrf        Configure static route for a VPN Routing/Forwarding instance\n" \
	"$vrf       VPN Routing/Forwarding instance name\n"                         \
	"$interface Interface\n"                                                    \
	"$gateway   Forwarding router's address\n"                                  \
	"global     Next hop address is in the global table\n"                      \
	"$distance  Distance metric for this route\n"                               \
	"tag        Set tag for this route\n"                                       \
	"$tag       Tag value\n"                                                    \
	"name       Specify name of the next hop\n"                                 \
	"$name      Name of the next hop\n"                                         \
	"permanent  Permanent route\n"                                              \
	"track      Install route depending on tracked item\n"                      \
	"$track     Tracked object number\n"

const struct cli_cmd route_rows[] = {
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] ip route [vrf WORD$vrf] A.B.C.D$net A.B.C.D$mask ~ "
			  "(A.B.C.D$gateway|IFNAME$interface [A.B.C.D$gateway]) " OPTIONS,
		.help = "ip         Global IP configuration subcommands\n" HELP
			"$net       Destination prefix\n"
			"$mask      Destination prefix mask\n",
		.run = run_ip_route,
		.write = write_ip_route,
		.order = GLOBAL_IP_ROUTE,
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] ip route [vrf WORD$vrf] A.B.C.D$net A.B.C.D$mask dhcp "
			  "[<1-255>$distance]",
		.help = "ip         Global IP configuration subcommands\n"
			"route      Establish static routes\n"
			"vrf        Configure static route for a VPN Routing/Forwarding instance\n"
			"$vrf       VPN Routing/Forwarding instance name\n"
			"$net       Destination prefix\n"
			"$mask      Destination prefix mask\n"
			"dhcp       Default gateway obtained from DHCP\n"
			"$distance  Distance metric for this route\n",
		.run = run_dhcp,
		.order = GLOBAL_KEPT_IP,
		.saved_by = KEPT_IP_ROW,
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] ipv6 route [vrf WORD$vrf] X:X:X:X::X/<0-128>$prefix ~ "
			  "(X:X::X$gateway|IFNAME$interface [X:X::X$gateway]) " OPTIONS,
		.help = "ipv6       Global IPv6 configuration commands\n" HELP
			"$prefix    IPv6 prefix\n",
		.run = run_ipv6_route,
		.write = write_ipv6_route,
		.order = GLOBAL_IPV6_ROUTE,
	},
	{ 0 },
};
