/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The routing table in the words of IOS: IPv4 routes stand below their classful network. */
#include "lispd/cli/show_route.h"

#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

#include "lispd/cli/rib.h"
#include "lispd/cli/root.h"
#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/time_text.h"

#define ROWS_PER_SLICE 64
#define LINE_WIDTH 79 /* longer ones are broken behind the prefix */

/* --- words ------------------------------------------------------------------------------------ */

static const struct {
	uint8_t protocol;
	const char *code, *code6, *name;
} protocols[] = {
	{ RTPROT_BGP, "B", "B", "bgp" },       { RTPROT_OSPF, "O", "O", "ospf" },
	{ RTPROT_ISIS, "i L2", "I2", "isis" }, { RTPROT_RIP, "R", "R", "rip" },
	{ RTPROT_EIGRP, "D", "D", "eigrp" },   { RTPROT_DHCP, "S", "S", "static" },
	{ RTPROT_RA, "ND", "ND", "ND" },
};

static const char *other_code(const struct route_info *r, bool v6)
{
	for (size_t i = 0; i < ARRAY_LEN(protocols); i++)
		if (protocols[i].protocol == r->protocol)
			return v6 ? protocols[i].code6 : protocols[i].code;
	return "a";
}

static const char *code_of(const struct route_info *r)
{
	bool v6 = r->prefix.addr.family == AF_INET6;

	switch (r->source) {
	case ROUTE_CONNECTED:
		return v6 && prefix_is_host(&r->prefix) ? "LC" : "C";
	case ROUTE_SELF:
		return "L";
	case ROUTE_STATIC:
		return "S";
	case ROUTE_LISP:
		return v6 ? "ld" : "l";
	case ROUTE_OTHER:
		break;
	}
	return other_code(r, v6);
}

static const char *source_str(const struct route_info *r)
{
	switch (r->source) {
	case ROUTE_CONNECTED:
	case ROUTE_SELF:
		return "connected";
	case ROUTE_STATIC:
		return "static";
	case ROUTE_LISP:
		return "lisp";
	case ROUTE_OTHER:
		break;
	}
	for (size_t i = 0; i < ARRAY_LEN(protocols); i++)
		if (protocols[i].protocol == r->protocol)
			return protocols[i].name;
	return "application";
}

static struct time_text age_of(const struct route_info *r, uint64_t now_ms)
{
	return span_str(now_ms > r->since_ms ? now_ms - r->since_ms : 0);
}

/* --- IPv4 table --------------------------------------------------------------------------------- */

static unsigned class_plen(const struct addr *a)
{
	unsigned first = a->b[0];

	return first < 128 ? 8 : first < 192 ? 16 : first < 224 ? 24 : 32;
}

bool route_group_of(const struct prefix *p, struct prefix *network)
{
	unsigned plen = class_plen(&p->addr);

	if (p->plen < plen)
		return false;
	*network = prefix_make(&p->addr, plen);
	return true;
}

void route_print_codes(struct out *o, const char *vrf)
{
	if (vrf[0])
		out(o, "Routing Table: %s\n", vrf);
	out_str(o,
		"Codes: L - local, C - connected, S - static, R - RIP, M - mobile, B - BGP\n"
		"       D - EIGRP, EX - EIGRP external, O - OSPF, IA - OSPF inter area\n"
		"       N1 - OSPF NSSA external type 1, N2 - OSPF NSSA external type 2\n"
		"       E1 - OSPF external type 1, E2 - OSPF external type 2, m - OMP\n"
		"       n - NAT, Ni - NAT inside, No - NAT outside, Nd - NAT DIA\n"
		"       i - IS-IS, su - IS-IS summary, L1 - IS-IS level-1, L2 - IS-IS level-2\n"
		"       ia - IS-IS inter area, * - candidate default, U - per-user static route\n"
		"       H - NHRP, G - NHRP registered, g - NHRP registration summary\n"
		"       o - ODR, P - periodic downloaded static route, l - LISP\n"
		"       a - application route\n"
		"       + - replicated route, % - next hop override, p - overrides from PfR\n"
		"       & - replicated local route overrides by connected\n\n");
}

void route_print_gateway(struct out *o, const struct route_info *def)
{
	static const struct addr none = { .family = AF_INET };
	const struct addr *gw = &none;

	if (!def) {
		out_str(o, "Gateway of last resort is not set\n\n");
		return;
	}
	if (def->n_hops && def->hop[0].gateway.family)
		gw = &def->hop[0].gateway;
	out(o, "Gateway of last resort is %s to network 0.0.0.0\n\n", addr_str(gw).s);
}

void route_print_group(struct out *o, const struct route_group *g)
{
	if (!g->heading)
		return;
	if (g->n_masks == 1)
		out(o, "      %s/%u is subnetted, %u subnets\n", addr_str(&g->network.addr).s,
		    g->plen, g->n);
	else
		out(o, "      %s is variably subnetted, %u subnets, %u masks\n",
		    prefix_str(&g->network).s, g->n, g->n_masks);
}

/* What stands behind the prefix for one hop. */
static void print_hop(struct out *o, const struct route_info *r, const struct route_hop *h,
		      uint64_t now_ms)
{
	if (!h || addr_is_none(&h->gateway)) {
		out(o, "is directly connected, %s", h && h->ifname[0] ? h->ifname : "Null0");
		return;
	}
	out(o, "[%u/%u] via %s", r->distance, r->metric, addr_str(&h->gateway).s);
	/* IOS tells neither age nor interface of a static route that was given by its gateway. */
	if (r->source != ROUTE_STATIC)
		out(o, ", %s, %s", age_of(r, now_ms).s, h->ifname);
}

void route_print(struct out *o, const struct route_info *r, const struct route_group *g,
		 uint64_t now_ms)
{
	bool below = g && g->heading, broken;
	struct prefix_buf text = prefix_str(&r->prefix);
	char head[80], code[8];
	struct out hop;
	int width;

	snprintf(code, sizeof(code), "%s%s", code_of(r), prefix_is_default(&r->prefix) ? "*" : "");
	width = snprintf(head, sizeof(head), "%-*s%s", below ? 9 : 6, code,
			 below && g->n_masks == 1 ? addr_str(&r->prefix.addr).s : text.s);
	out_init(&hop);
	print_hop(&hop, r, r->n_hops ? &r->hop[0] : NULL, now_ms);
	broken = width + 1 + (int)hop.len > LINE_WIDTH;
	out(o, "%s%s%s\n", head, broken ? "\n           " : " ", out_text(&hop));
	for (unsigned i = 1; i < r->n_hops; i++) {
		out_clear(&hop);
		print_hop(&hop, r, &r->hop[i], now_ms);
		out(o, "%*s%s\n", broken ? 11 : width + 1, "", out_text(&hop));
	}
	out_fini(&hop);
}

/* --- one route ---------------------------------------------------------------------------------- */

static void print_block(struct out *o, const struct route_info *r, unsigned i, uint64_t now_ms)
{
	const struct route_hop *h = r->n_hops ? &r->hop[i] : NULL;
	const char *ifname = h && h->ifname[0] ? h->ifname : "Null0";
	const char *mark = i ? "    " : "  * ";

	if (!h || addr_is_none(&h->gateway))
		out(o, "%sdirectly connected, via %s\n", mark, ifname);
	else if (r->source == ROUTE_STATIC)
		out(o, "%s%s\n", mark, addr_str(&h->gateway).s);
	else
		out(o, "%s%s, from %s, %s ago, via %s\n", mark, addr_str(&h->gateway).s,
		    addr_str(&h->gateway).s, age_of(r, now_ms).s, ifname);
	out(o, "      Route metric is %u, traffic share count is 1\n", r->metric);
	if (r->tag)
		out(o, "      Route tag %u\n", r->tag);
}

void route_print_entry(struct out *o, const struct route_info *r, uint64_t now_ms)
{
	bool learned = r->source == ROUTE_LISP || r->source == ROUTE_OTHER;
	struct prefix network;

	out(o, "Routing entry for %s%s\n", prefix_str(&r->prefix).s,
	    route_group_of(&r->prefix, &network) ? "" : ", supernet");
	out(o, "  Known via \"%s\", distance %u, metric %u%s%s%s\n", source_str(r), r->distance,
	    r->metric, r->source == ROUTE_LISP ? ", type unknown" : "",
	    prefix_is_default(&r->prefix) ? ", candidate default path" : "",
	    r->source == ROUTE_CONNECTED || r->source == ROUTE_SELF ?
		    " (connected, via interface)" :
		    "");
	if (r->tag)
		out(o, "  Tag %u\n", r->tag);
	if (learned && r->n_hops && r->hop[0].gateway.family)
		out(o, "  Last update from %s on %s, %s ago\n", addr_str(&r->hop[0].gateway).s,
		    r->hop[0].ifname, age_of(r, now_ms).s);
	out_str(o, "  Routing Descriptor Blocks:\n");
	for (unsigned i = 0; i < MAX_OF(r->n_hops, 1); i++)
		print_block(o, r, i, now_ms);
}

/* --- IPv6 table --------------------------------------------------------------------------------- */

void route6_print_head(struct out *o, const char *vrf, unsigned n)
{
	out(o, "IPv6 Routing Table - %s - %u entries\n", vrf[0] ? vrf : "default", n);
	out_str(o,
		"Codes: C - Connected, L - Local, S - Static, U - Per-user Static route\n"
		"       B - BGP, R - RIP, H - NHRP, HG - NHRP registered\n"
		"       Hg - NHRP registration summary, HE - NHRP External, I1 - ISIS L1\n"
		"       I2 - ISIS L2, IA - ISIS interarea, IS - ISIS summary, D - EIGRP\n"
		"       EX - EIGRP external, ND - ND Default, NDp - ND Prefix, DCE - Destination\n"
		"       NDr - Redirect, RL - RPL, O - OSPF Intra, OI - OSPF Inter\n"
		"       OE1 - OSPF ext 1, OE2 - OSPF ext 2, ON1 - OSPF NSSA ext 1\n"
		"       ON2 - OSPF NSSA ext 2, la - LISP alt, lr - LISP site-registrations\n"
		"       ld - LISP dyn-eid, lA - LISP away, le - LISP extranet-policy\n"
		"       lp - LISP publications, ls - LISP destinations-summary, a - Application\n"
		"       m - OMP\n");
}

static void print_via(struct out *o, const struct route_info *r, const struct route_hop *h)
{
	const char *ifname = h && h->ifname[0] ? h->ifname : "Null0";

	if (r->source == ROUTE_SELF)
		out(o, "     via %s, receive\n", ifname);
	else if (!h || addr_is_none(&h->gateway))
		out(o, "     via %s, directly connected\n", ifname);
	else if (r->source == ROUTE_STATIC && !addr_is_link_local(&h->gateway))
		out(o, "     via %s\n", addr_str(&h->gateway).s);
	else
		out(o, "     via %s, %s\n", addr_str(&h->gateway).s, ifname);
}

void route6_print(struct out *o, const struct route_info *r)
{
	out(o, "%-4s%s [%u/%u]%s", code_of(r), prefix_str(&r->prefix).s, r->distance, r->metric,
	    r->tag ? ", tag " : "");
	if (r->tag)
		out(o, "%u", r->tag);
	out_char(o, '\n');
	if (!r->n_hops)
		print_via(o, r, NULL);
	for (unsigned i = 0; i < r->n_hops; i++)
		print_via(o, r, &r->hop[i]);
}

/* --- commands --------------------------------------------------------------------------------- */

struct route_state {
	const struct root *root;
	char vrf[VRF_NAME_MAX + 1];
	int family;
	bool all;
	enum route_source only;
	bool begun;
	struct prefix at;
	struct route_group group; /* that at is in; network.addr.family 0: none */
};

static bool wanted(const struct route_state *s, const struct route_info *r)
{
	return s->all || r->source == s->only;
}

/* The next wanted route behind after (NULL: the first). */
static bool next_route(const struct route_state *s, const struct prefix *after,
		       struct route_info *r)
{
	struct prefix at;

	while (rib_rows(s->root, s->vrf, s->family, after, r, 1)) {
		if (wanted(s, r))
			return true;
		at = r->prefix;
		after = &at;
	}
	return false;
}

/* Looks ahead over the routes of r's network. */
static void count_group(const struct route_state *s, const struct route_info *r,
			struct route_group *g)
{
	bool seen[33] = { false };
	struct route_info next = *r;
	struct prefix network;

	*g = (struct route_group){ .plen = r->prefix.plen };
	if (!route_group_of(&r->prefix, &network))
		return;
	g->network = network;
	do {
		if (!route_group_of(&next.prefix, &network) || !prefix_equal(&network, &g->network))
			break;
		g->n++;
		g->n_masks += !seen[next.prefix.plen];
		seen[next.prefix.plen] = true;
		network = next.prefix;
	} while (next_route(s, &network, &next));
	g->heading = g->n > 1 || !prefix_equal(&r->prefix, &g->network);
}

static void print_v4(struct out *o, struct route_state *s, const struct route_info *r)
{
	struct prefix network;
	bool grouped = route_group_of(&r->prefix, &network);

	if (!grouped || !prefix_equal(&network, &s->group.network)) {
		count_group(s, r, &s->group);
		route_print_group(o, &s->group);
	}
	/* Routes that were there before us count from our start. */
	route_print(o, r, grouped ? &s->group : NULL, loop_now_ms(s->root->loop));
}

static unsigned count_routes(const struct route_state *s)
{
	struct route_info r;
	struct prefix at;
	unsigned n = 0;

	for (bool more = next_route(s, NULL, &r); more; more = next_route(s, &at, &r)) {
		at = r.prefix;
		n++;
	}
	return n;
}

static void print_head(struct out *o, const struct route_state *s)
{
	struct prefix all = prefix_default(AF_INET);
	struct route_info def;

	if (s->family == AF_INET6) {
		route6_print_head(o, s->vrf, count_routes(s) + 1);
		return;
	}
	route_print_codes(o, s->vrf);
	route_print_gateway(o, rib_exact(s->root, s->vrf, &all, &def) ? &def : NULL);
}

static void print_multicast(struct out *o, const struct route_state *s)
{
	if (s->family == AF_INET6 && (s->all || s->only == ROUTE_SELF))
		out_str(o, "L   FF00::/8 [0/0]\n     via Null0, receive\n");
}

static bool table_slice_of(struct show *v, void *state)
{
	struct out *o = v->o;
	struct route_state *s = state;
	struct route_info r;

	if (!s->begun)
		print_head(o, s);
	for (unsigned i = 0; i < ROWS_PER_SLICE; i++) {
		if (!next_route(s, s->begun ? &s->at : NULL, &r)) {
			print_multicast(o, s);
			return false;
		}
		s->begun = true;
		s->at = r.prefix;
		if (!r.since_ms)
			r.since_ms = s->root->start_ms;
		if (s->family == AF_INET6)
			route6_print(o, &r);
		else
			print_v4(o, s, &r);
	}
	return true;
}

/* Fills in table and family; false with an answer. */
static bool read_table(struct cli *c, const struct args *a, struct route_state *s)
{
	const char *vrf = arg_str(a, "vrf");
	struct root *r = root_of(c);

	*s = (struct route_state){
		.root = r,
		.family = arg_has(a, "ipv6") ? AF_INET6 : AF_INET,
		.all = true,
	};
	snprintf(s->vrf, sizeof(s->vrf), "%s", vrf ? vrf : "");
	if (!vrf || (r->vrfs && vrf_find(r->vrfs, vrf)))
		return true;
	cli_err(c, "IP routing table %s does not exist", vrf);
	return false;
}

static int show_route(struct cli *c, const struct args *a)
{
	static const struct {
		const char *word;
		enum route_source source;
	} filter[] = {
		{ "connected", ROUTE_CONNECTED },
		{ "local", ROUTE_SELF },
		{ "static", ROUTE_STATIC },
		{ "lisp", ROUTE_LISP },
	};
	struct route_state s;

	if (!read_table(c, a, &s))
		return CLI_FAIL;
	for (size_t i = 0; i < ARRAY_LEN(filter); i++) {
		if (!arg_has(a, filter[i].word))
			continue;
		s.all = false;
		s.only = filter[i].source;
	}
	return show_slices(c, table_slice_of, &s, sizeof(s));
}

/* Whether any route is in the classful network of a: the two ways IOS says no. */
static bool network_known(const struct route_state *s, const struct addr *a)
{
	struct prefix host = prefix_host(a), network, at;
	struct route_info r;

	if (a->family != AF_INET || !route_group_of(&host, &network))
		return false;
	at = network;
	return rib_exact(s->root, s->vrf, &network, &r) ||
	       (rib_rows(s->root, s->vrf, AF_INET, &at, &r, 1) &&
		prefix_covers(&network, &r.prefix));
}

static bool read_destination(const struct args *a, struct prefix *p, bool *exact)
{
	struct addr mask;
	unsigned plen;

	scope_eid(a, p);
	*exact = strchr(arg_str(a, "eid"), '/') != NULL;
	if (!arg_addr(a, "mask", &mask))
		return true;
	*exact = true;
	if (!netmask_plen(&mask, &plen))
		return false;
	*p = prefix_make(&p->addr, plen);
	return true;
}

static int show_route_to(struct cli *c, const struct args *a)
{
	struct route_state s;
	struct route_info r;
	struct prefix p;
	bool exact, found;

	if (!read_table(c, a, &s))
		return CLI_FAIL;
	if (!read_destination(a, &p, &exact))
		return cli_err(c, "Inconsistent address and mask");
	if (exact)
		found = rib_exact(s.root, s.vrf, &p, &r);
	else
		found = rib_match(s.root, s.vrf, &p.addr, &r);
	/* The default route is not an answer unless it was asked for. */
	if (found && !exact && prefix_is_default(&r.prefix) && !addr_is_unspecified(&p.addr))
		found = false;
	if (!found)
		return cli_err(c, network_known(&s, &p.addr) ? "Subnet not in table" :
							       "Network not in table");
	if (!r.since_ms)
		r.since_ms = s.root->start_ms;
	route_print_entry(cli_out(c), &r, loop_now_ms(s.root->loop));
	return CLI_OK;
}

#define ROUTE_HELP                                     \
	"ip         IP information\n"                  \
	"ipv6       IPv6 information\n"                \
	"route      Routing table\n"                   \
	"vrf        VPN Routing/Forwarding instance\n" \
	"$vrf       VRF name\n"

const struct cli_cmd show_route_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show (ip|ipv6) route [vrf WORD$vrf] [connected|local|static|lisp]",
		.help = ROUTE_HELP "connected  Connected routes\n"
				   "local      Routes to addresses of this router\n"
				   "static     Static routes\n"
				   "lisp       Routes that LISP has installed\n",
		.run = show_route,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show (ip|ipv6) route [vrf WORD$vrf] " ARG_EID,
		.help = ROUTE_HELP "$eid       Destination\n",
		.run = show_route_to,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show ip route [vrf WORD$vrf] A.B.C.D$eid A.B.C.D$mask",
		.help = "ip         IP information\n"
			"route      Routing table\n"
			"vrf        VPN Routing/Forwarding instance\n"
			"$vrf       VRF name\n"
			"$eid       Destination\n"
			"$mask      Mask of the destination\n",
		.run = show_route_to,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
