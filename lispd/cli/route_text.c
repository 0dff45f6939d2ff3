/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The routing table in the words of IOS: IPv4 routes stand below their classful network. */
#include "lispd/cli/show_route.h"

#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

#include "lispd/cli/time_text.h"

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

const char *route_source_str(const struct route_info *r)
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
	if (r->source == ROUTE_LISP && h && addr_is_none(&h->gateway)) {
		out(o, "[%u/%u], %s, %s", r->distance, r->metric, age_of(r, now_ms).s, h->ifname);
		return;
	}
	if (!h || addr_is_none(&h->gateway)) {
		out(o, "is directly connected, %s", h && h->ifname[0] ? h->ifname : "Null0");
		return;
	}
	out(o, "[%u/%u] via %s", r->distance, r->metric, addr_str(&h->gateway).s);
	/* IOS tells no age of a static route, and its interface only where that was typed. */
	if (r->source != ROUTE_STATIC)
		out(o, ", %s, %s", age_of(r, now_ms).s, h->ifname);
	else if (h->onlink)
		out(o, ", %s", h->ifname);
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
		out(o, "%s%s%s%s\n", mark, addr_str(&h->gateway).s, h->onlink ? ", via " : "",
		    h->onlink ? ifname : "");
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
	out(o, "  Known via \"%s\", distance %u, metric %u%s%s%s\n", route_source_str(r),
	    r->distance, r->metric, r->source == ROUTE_LISP ? ", type unknown" : "",
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
	else if (r->source == ROUTE_STATIC && !h->onlink && !addr_is_link_local(&h->gateway))
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

/* --- JSON ------------------------------------------------------------------------------------- */

void route_write(struct json *j, const struct route_info *r, uint64_t now_ms)
{
	json_object(j, NULL);
	json_str(j, "prefix", prefix_str(&r->prefix).s);
	json_str(j, "source", route_source_str(r));
	json_str(j, "code", code_of(r));
	json_u64(j, "distance", r->distance);
	json_u64(j, "metric", r->metric);
	if (r->tag)
		json_u64(j, "tag", r->tag);
	json_ms(j, "ageSeconds", now_ms > r->since_ms ? now_ms - r->since_ms : 0);
	json_array(j, "nextHops");
	for (unsigned i = 0; i < r->n_hops; i++) {
		json_object(j, NULL);
		json_str(j, "address",
			 addr_is_none(&r->hop[i].gateway) ? NULL : addr_str(&r->hop[i].gateway).s);
		json_str(j, "interface", r->hop[i].ifname[0] ? r->hop[i].ifname : NULL);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}
