/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The commands of a router without LISP beside their captures: the struct that is printed holds
 * the captured values. What is of other platforms or protocols in a capture is left out, and the
 * row says so.
 */
#include <linux/rtnetlink.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lispd/cli/cmd_ping.h"
#include "lispd/cli/iface_view.h"
#include "lispd/cli/show_cef.h"
#include "lispd/cli/show_neigh.h"
#include "lispd/cli/show_route.h"
#include "lispd/cli/show_route_summary.h"
#include "lispd/cli/show_static.h"
#include "lispd/cli/show_system.h"
#include "lispd/cli/show_vrf.h"
#include "lispd/cli/time_text.h"
#include "tests/unit/golden.h"

#define NOW_MS (400ULL * 86400000)
#define MINUTE_MS 60000ULL
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

static struct addr addr_of(const char *text)
{
	struct addr a = { 0 };

	if (text)
		assert_true(addr_parse(text, &a));
	return a;
}

static struct prefix prefix_of(const char *text)
{
	struct prefix p;

	assert_true(prefix_parse(text, &p));
	return p;
}

/* --- routes ----------------------------------------------------------------------------------- */

static struct route_info route(const char *prefix, enum route_source source, const char *gateway,
			       const char *ifname)
{
	struct route_info r = { .prefix = prefix_of(prefix), .source = source, .n_hops = 1 };

	r.hop[0].gateway = addr_of(gateway);
	snprintf(r.hop[0].ifname, sizeof(r.hop[0].ifname), "%s", ifname ? ifname : "");
	if (source == ROUTE_STATIC && gateway)
		r.distance = 1;
	r.hop[0].onlink = source == ROUTE_STATIC && gateway && ifname; /* both were typed */
	return r;
}

static struct route_info learned(const char *prefix, uint8_t protocol, uint8_t distance,
				 uint32_t metric, const char *gateway, const char *ifname,
				 uint64_t age_ms)
{
	struct route_info r = route(prefix, ROUTE_OTHER, gateway, ifname);

	r.protocol = protocol;
	r.distance = distance;
	r.metric = metric;
	r.since_ms = NOW_MS - age_ms;
	return r;
}

/* n routes of one classful network. */
static void print_group(struct out *o, const char *network, struct route_info *r, unsigned n,
			unsigned n_masks)
{
	struct route_group g = { .network = prefix_of(network),
				 .n = n,
				 .n_masks = n_masks,
				 .plen = r[0].prefix.plen,
				 .heading = true };

	route_print_group(o, &g);
	for (unsigned i = 0; i < n; i++)
		route_print(o, &r[i], &g, NOW_MS);
}

/* Static routes by gateway and interface, and by interface alone. */
static void ip_route_03(struct out *o)
{
	struct route_info one[] = {
		route("10.16.2.2/32", ROUTE_STATIC, "10.186.2.2", "GigabitEthernet0/1"),
	};
	struct route_info two[] = {
		route("10.36.3.3/32", ROUTE_STATIC, NULL, "GigabitEthernet0/3"),
	};

	one[0].n_hops = two[0].n_hops = 2;
	one[0].hop[1] = one[0].hop[0];
	one[0].hop[1].gateway = addr_of("10.1.2.2");
	snprintf(one[0].hop[1].ifname, sizeof(one[0].hop[1].ifname), "GigabitEthernet0/0");
	snprintf(two[0].hop[1].ifname, sizeof(two[0].hop[1].ifname), "GigabitEthernet0/2");
	print_group(o, "10.0.0.0/8", one, 1, 1);
	print_group(o, "10.0.0.0/8", two, 1, 1);
}

static void route_codes(struct out *o)
{
	route_print_codes(o, "");
}

static void ip_route_04(struct out *o)
{
	struct route_info def = route("0.0.0.0/0", ROUTE_STATIC, "10.50.15.1", NULL);
	struct route_info net[] = {
		route("10.50.15.0/25", ROUTE_CONNECTED, NULL, "FastEthernet0/0"),
		route("10.50.15.12/32", ROUTE_SELF, NULL, "FastEthernet0/0"),
	};

	route_print_codes(o, "OOB_Mgmt");
	route_print_gateway(o, &def);
	route_print(o, &def, NULL, NOW_MS);
	print_group(o, "10.0.0.0/8", net, 2, 2);
}

static void ip_route_02(struct out *o)
{
	struct route_info one[] = {
		learned("1.1.1.1/32", RTPROT_BGP, 20, 0, "99.1.2.1", "Ethernet1/0", 16 * HOUR_MS),
	};
	struct route_info two[] = {
		route("99.1.2.0/24", ROUTE_CONNECTED, NULL, "Ethernet1/0"),
		route("99.1.2.2/32", ROUTE_SELF, NULL, "Ethernet1/0"),
	};
	struct route_info three[] = {
		route("100.1.2.0/24", ROUTE_CONNECTED, NULL, "Ethernet1/1"),
		route("100.1.2.2/32", ROUTE_SELF, NULL, "Ethernet1/1"),
	};

	route_print_codes(o, "ce1");
	route_print_gateway(o, NULL);
	print_group(o, "1.0.0.0/8", one, 1, 1);
	print_group(o, "99.0.0.0/8", two, 2, 2);
	print_group(o, "100.0.0.0/8", three, 2, 2);
}

/* Long lines are broken behind the prefix; several hops stand below one another. */
static void ip_route_06(struct out *o)
{
	struct route_info def = learned("0.0.0.0/0", RTPROT_ISIS, 115, 10, "172.20.190.110",
					"TenGigabitEthernet1/1/4", 41 * DAY_MS);
	struct route_info r[] = {
		learned("172.20.2.32/27", RTPROT_ISIS, 115, 5565, "172.20.190.110",
			"TenGigabitEthernet1/1/4", 41 * DAY_MS),
	};

	r[0].n_hops = 2;
	r[0].hop[1] = r[0].hop[0];
	r[0].hop[1].gateway = addr_of("172.20.190.101");
	snprintf(r[0].hop[1].ifname, sizeof(r[0].hop[1].ifname), "TenGigabitEthernet1/1/3");
	route_print_codes(o, "");
	route_print_gateway(o, &def);
	print_group(o, "172.20.0.0/16", r, 1, 5);
}

static void route6_one(struct out *o, const char *prefix, enum route_source source,
		       const char *gateway, const char *ifname)
{
	struct route_info r = route(prefix, source, gateway, ifname);

	route6_print(o, &r);
}

static void ipv6_route_03(struct out *o)
{
	const char *if4 = "GigabitEthernet0/0/4";

	route6_print_head(o, "", 6);
	route6_one(o, "64:ff9b::/96", ROUTE_STATIC, "::100.0.0.2", "NVI0");
	route6_one(o, "2001:da8:3::/64", ROUTE_CONNECTED, NULL, if4);
	route6_one(o, "2001:da8:3::1/128", ROUTE_SELF, NULL, if4);
	route6_one(o, "2001:da8:b001::/48", ROUTE_STATIC, "2001:da8:3::2", NULL);
	route6_one(o, "2001:da8:b001:ffff::/64", ROUTE_STATIC, "::128.0.1.0", "NVI0");
	out_str(o, "L   FF00::/8 [0/0]\n     via Null0, receive\n");
}

static void shown_ipv6_route_03(struct out *o)
{
	struct route_info def = learned("::/0", RTPROT_RA, 2, 0, "fe80::a8bb:ccff:fe83:d2ff",
					"Ethernet0/0.103", HOUR_MS);

	route6_print_head(o, "h11", 5);
	def.n_hops = 2;
	def.hop[1] = def.hop[0];
	def.hop[1].gateway = addr_of("fe80::a8bb:ccff:fe03:7500");
	route6_print(o, &def);
	route6_one(o, "2001:103::a8bb:1ff:fe03:11/128", ROUTE_SELF, NULL, "Ethernet0/0.103");
	out_str(o, "L   FF00::/8 [0/0]\n     via Null0, receive\n");
}

static void route_word_02(struct out *o)
{
	struct route_info r = learned("10.16.2.2/32", RTPROT_OSPF, 95, 4, "192.168.0.1",
				      "GigabitEthernet4", 14000);

	route_print_entry(o, &r, NOW_MS);
}

static void route_word_03(struct out *o)
{
	struct route_info r = route("192.168.4.0/25", ROUTE_STATIC, "10.1.11.9", NULL);

	r.tag = 113;
	route_print_entry(o, &r, NOW_MS);
}

static void route_word_05(struct out *o)
{
	struct route_info r = learned("192.168.154.0/24", RTPROT_EIGRP, 130, 10880, "192.168.151.2",
				      "Vlan101", 17 * DAY_MS);

	route_print_entry(o, &r, NOW_MS);
}

static void summary_02(struct out *o)
{
	struct route_summary s = {
		.n_sources = 3,
		.source = { { "application", 0, 0 }, { "connected", 0, 2 }, { "static", 0, 0 } },
		.n_groups = 1
	};

	route_summary_print(o, &s, "VRF-1", 0x27);
}

static void summary6_01(struct out *o)
{
	struct route_summary s = { .n_sources = 2,
				   .source = { { "connected", 7, 0 }, { "static", 0, 0 } },
				   .n_local = 8,
				   .n_by_plen = { [8] = 1, [64] = 8, [128] = 517 } };

	route6_summary_print(o, &s, "", 0);
}

static void static_01(struct out *o)
{
	static const struct {
		const char *prefix, *ifname, *gateway;
		uint8_t distance;
		bool active;
	} line[] = {
		{ "10.16.2.2/32", "GigabitEthernet0/0", "10.1.2.2", 1, true },
		{ "10.16.2.2/32", "GigabitEthernet0/1", "10.186.2.2", 2, false },
		{ "10.16.2.2/32", "", "10.186.2.2", 3, false },
		{ "10.36.3.3/32", "GigabitEthernet0/2", NULL, 1, true },
		{ "10.36.3.3/32", "GigabitEthernet0/3", NULL, 1, true },
	};

	static_print_head(o, "VRF1");
	for (size_t i = 0; i < ARRAY_LEN(line); i++) {
		struct static_cfg s = { .prefix = prefix_of(line[i].prefix),
					.gateway = addr_of(line[i].gateway),
					.distance = line[i].distance,
					.active = line[i].active };

		snprintf(s.ifname, sizeof(s.ifname), "%s", line[i].ifname);
		static_print(o, &s, !i || strcmp(line[i].prefix, line[i - 1].prefix) != 0);
	}
}

/* --- forwarding table ------------------------------------------------------------------------- */

static struct cef_entry forwarded(const char *prefix, enum route_source source, const char *gateway,
				  const char *ifname)
{
	struct cef_entry e = { .prefix = prefix_of(prefix), .routed = true };

	e.rib = route(prefix, source, gateway, ifname);
	return e;
}

static void cef_03(struct out *o)
{
	struct cef_entry e[] = {
		forwarded("0.0.0.0/0", ROUTE_STATIC, "10.1.2.1", "GigabitEthernet2.100"),
		forwarded("10.1.2.0/24", ROUTE_CONNECTED, NULL, "GigabitEthernet2.100"),
		forwarded("10.1.2.2/32", ROUTE_SELF, NULL, "GigabitEthernet2.100"),
		forwarded("10.1.3.0/24", ROUTE_OTHER, "10.1.2.1", "GigabitEthernet2.100"),
		forwarded("10.2.3.0/24", ROUTE_CONNECTED, NULL, "GigabitEthernet3.100"),
	};

	e[3].rib.n_hops = 2;
	e[3].rib.hop[1] = e[3].rib.hop[0];
	e[3].rib.hop[1].gateway = addr_of("10.2.3.3");
	snprintf(e[3].rib.hop[1].ifname, sizeof(e[3].rib.hop[1].ifname), "GigabitEthernet3.100");
	out_str(o, "Prefix               Next Hop             Interface\n");
	for (size_t i = 0; i < ARRAY_LEN(e); i++)
		cef_print_row(o, &e[i]);
}

static void cef_02(struct out *o)
{
	struct cef_entry e =
		forwarded("192.168.4.1/32", ROUTE_CONNECTED, NULL, "GigabitEthernet3.100");

	cef_print(o, &e, false);
}

static void cef6_01(struct out *o)
{
	struct cef_entry e[] = {
		forwarded("2001:db8:1:2::/64", ROUTE_CONNECTED, NULL, "GigabitEthernet2.100"),
		forwarded("2001:db8:1:2::1/128", ROUTE_OTHER, "2001:db8:1:2::1",
			  "GigabitEthernet2.100"),
		forwarded("2001:db8:1:2::2/128", ROUTE_SELF, NULL, "GigabitEthernet2.100"),
		forwarded("2001:db8:2:3::/64", ROUTE_CONNECTED, NULL, "GigabitEthernet3.100"),
	};

	for (size_t i = 0; i < ARRAY_LEN(e); i++)
		cef_print(o, &e[i], false);
}

static void cef_detail_01(struct out *o)
{
	struct cef_entry e = forwarded("10.16.2.2/32", ROUTE_OTHER, "10.0.0.5", "GigabitEthernet2");

	e.rib.n_hops = 2;
	e.rib.hop[1] = e.rib.hop[0];
	e.rib.hop[1].gateway = addr_of("10.0.0.9");
	snprintf(e.rib.hop[1].ifname, sizeof(e.rib.hop[1].ifname), "GigabitEthernet3");
	cef_print(o, &e, true);
}

static void cef_summary_01(struct out *o)
{
	cef_print_summary(o, AF_INET, "", 0, 98288, 0);
}

/* --- neighbours ------------------------------------------------------------------------------- */

static struct neigh_row neighbour(const char *address, const char *ifname, uint64_t age_ms)
{
	static const uint8_t mac[] = { 0xfa, 0x16, 0x3e, 0xff, 0x9c, 0x9e };
	struct neigh_row r = { .addr = addr_of(address),
			       .has_mac = true,
			       .state = NEIGH_STALE,
			       .own = age_ms == UINT64_MAX,
			       .age_ms = age_ms,
			       .ifname = ifname };

	memcpy(r.mac, mac, sizeof(mac));
	return r;
}

static void arp_01(struct out *o)
{
	struct neigh_row r[] = {
		neighbour("10.12.90.1", "GigabitEthernet2.390", UINT64_MAX),
		neighbour("10.12.90.2", "GigabitEthernet2.390", 139 * MINUTE_MS),
		neighbour("10.12.110.1", "GigabitEthernet2.410", UINT64_MAX),
	};

	r[1].mac[4] = 0x5a;
	r[1].mac[5] = 0x76;
	arp_print_head(o);
	for (size_t i = 0; i < ARRAY_LEN(r); i++)
		arp_print(o, &r[i]);
}

static void nd_01(struct out *o)
{
	nd_print_head(o);
}

/* --- interfaces ------------------------------------------------------------------------------- */

static struct iface_view iface(const char *name, const char *address, unsigned plen)
{
	struct iface_view v = {
		.hardware = "Gigabit Ethernet", .status = IFACE_UP, .line_up = true, .mtu = 1500
	};

	snprintf(v.name, sizeof(v.name), "%s", name);
	if (address) {
		v.v4[0].addr = addr_of(address);
		v.v4[0].plen = (uint8_t)plen;
		v.v4[0].in_kernel = true;
		v.n_v4 = 1;
	}
	return v;
}

static void brief_01(struct out *o)
{
	struct iface_view v[] = {
		iface("GigabitEthernet0/0/0", "10.105.44.23", 24),
		iface("TenGigabitEthernet0/0/4", "10.121.10.1", 24),
		iface("TenGigabitEthernet0/0/5", NULL, 0),
		iface("Loopback65528", "192.168.1.1", 32),
	};

	v[2].status = IFACE_DOWN;
	v[2].line_up = false;
	iface_print_brief_head(o);
	for (size_t i = 0; i < ARRAY_LEN(v); i++) {
		v[i].v4[0].origin = IFADDR_ADOPTED;
		iface_print_brief(o, &v[i]);
	}
}

static void brief6_01(struct out *o)
{
	static const char *const name[] = { "GigabitEthernet0/0/0",
					    "GigabitEthernet0/0/1",
					    "GigabitEthernet0/0/2",
					    "GigabitEthernet0/0/3",
					    "GigabitEthernet0/0/4",
					    "GigabitEthernet0/0/5",
					    "Loopback0",
					    "NVI0",
					    "Tunnel192" };

	for (size_t i = 0; i < ARRAY_LEN(name); i++) {
		struct iface_view v = iface(name[i], NULL, 0);

		if (i == 5) {
			v.status = IFACE_ADMIN_DOWN;
			v.line_up = false;
		}
		if (i == 7) {
			v.n_v6 = 1;
			v.v6[0].addr = addr_of("fe80::c6b2:39ff:fefb:dc40");
		}
		iface_print_brief6(o, &v);
	}
}

static void description_01(struct out *o)
{
	struct iface_view v[] = {
		iface("GigabitEthernet0/0", NULL, 0),
		iface("GigabitEthernet0/1", NULL, 0),
		iface("Loopback0", NULL, 0),
	};
	static const char *const text[] = { "OOB Management", "to router2", "Loopback" };

	v[1].status = IFACE_ADMIN_DOWN;
	v[1].line_up = false;
	iface_print_description_head(o);
	for (size_t i = 0; i < ARRAY_LEN(v); i++) {
		snprintf(v[i].description, sizeof(v[i].description), "%s", text[i]);
		iface_print_description(o, &v[i]);
	}
}

static void interfaces_02(struct out *o)
{
	struct iface_view v = iface("GigabitEthernet0/0/0", NULL, 0);
	static const uint8_t mac[] = { 0xb0, 0x8b, 0xcf, 0x58, 0xee, 0x80 };

	v.hardware = "C1111-2x1GE";
	v.has_mac = true;
	memcpy(v.mac, mac, sizeof(mac));
	v.counters = (struct iface_counters){ .rx_packets = 263,
					      .rx_bytes = 15780,
					      .tx_packets = 5821,
					      .tx_bytes = 2080975,
					      .tx_carrier = 95,
					      .speed_mbps = 1000,
					      .full_duplex = true };
	iface_print(o, &v);
}

static void ip_interface_01(struct out *o)
{
	struct iface_view v = iface("GigabitEthernet1", "172.16.1.243", 24);

	v.v4_dhcp = true;
	iface_print_ip(o, &v);
}

/* --- VRFs ------------------------------------------------------------------------------------- */

static void vrf_02(struct out *o)
{
	static struct vrf_view v[] = {
		{ .name = "blue", .rd = "1.1.1.1:1(auto)", .af_v4 = true, .af_v6 = true },
		{ .name = "green", .rd = "200:101", .af_v4 = true, .af_v6 = true },
		{ .name = "red", .rd = "100:101", .af_v4 = true, .af_v6 = true },
	};
	static const char *const green[] = { "Lo11",  "Vl212", "Vl222", "Vl113",
					     "Vl114", "Vl123", "Vl124" };
	static const char *const red[] = { "Lo10",  "Vl211", "Vl221", "Vl111",
					   "Vl112", "Vl121", "Vl122" };

	for (size_t i = 0; i < ARRAY_LEN(green); i++) {
		snprintf(v[1].iface[v[1].n_ifaces++].s, sizeof(v[1].iface[0].s), "%s", green[i]);
		snprintf(v[2].iface[v[2].n_ifaces++].s, sizeof(v[2].iface[0].s), "%s", red[i]);
	}
	vrf_print_head(o);
	for (size_t i = 0; i < ARRAY_LEN(v); i++)
		vrf_print(o, &v[i]);
}

static void vrf_detail_03(struct out *o)
{
	struct vrf_view v = {
		.name = "TEST4",
		.rd = "9999:4120",
		.id = 0x13,
		.old_style = true,
		.af_v4 = true,
		.n_ifaces = 1,
		.rt = { { .exported = { 2, { "9999:1391", "9999:4120" } },
			  .imported = { 3, { "9999:200", "9999:1390", "9999:4120" } } } }
	};

	snprintf(v.iface[0].s, sizeof(v.iface[0].s), "Lo239");
	vrf_print_detail(o, &v);
}

/* --- the rest --------------------------------------------------------------------------------- */

static void clock_01(struct out *o)
{
	out(o, "%s\n", clock_str(1754541900857ULL).s);
}

static void ping(struct out *o, const char *destination, uint32_t count, uint16_t size,
		 uint32_t timeout_s, const char *source, unsigned first_ms, unsigned last_ms)
{
	struct ping_spec s = { .dst = addr_of(destination),
			       .count = count,
			       .size = size,
			       .timeout_ms = timeout_s * 1000,
			       .src = addr_of(source) };
	struct ping_totals t = { .sent = count,
				 .received = count,
				 .min_us = first_ms * 1000,
				 .max_us = last_ms * 1000,
				 .sum_us = (uint64_t)count * first_ms * 1000 };

	ping_print_head(o, &s, "");
	for (uint32_t i = 0; i < count; i++)
		out_char(o, '!');
	ping_print_totals(o, &t);
}

static void ping_01(struct out *o)
{
	ping(o, "10.229.1.1", 10, 100, 2, "10.229.1.2", 1, 1);
}

#define MPLS "label|repair"
#define OTHERS "belongs to another protocol"

static const struct golden_row rows[] = {
	GOLDEN("show-ip-route", "02", route_codes, .to = "^Gateway", .drop = "PE1 with alias",
	       .why = "the list of codes; its routes are leaked between VRFs"),
	GOLDEN("ShowIpRoute", "03", ip_route_03, .from = "^Gateway", .to = "10.0.0.0/8",
	       .drop = "Loopback0|is subnetted", .cut = "^ {9,}",
	       .why = "the static routes; their headings were edited"),
	GOLDEN("ShowIpRoute", "04", ip_route_04, .drop = "^(Codes| {7})", .why = "older codes"),
	GOLDEN("ShowIpRoute", "02", ip_route_02, .drop = "1.1.1.10|is subnetted",
	       .cut = ", 16:..:22.*|, 16:..:00.*", .why = "a route through another family"),
	GOLDEN("ShowIpRoute", "06", ip_route_06, .from = "^C9k", .to = "^i L1",
	       .drop = "^i.L2 *0|^ {16}", .cut = ", 5w6d|24 subnets|1 subnets",
	       .why = "only what is broken in two lines"),
	GOLDEN("show-ipv6-route", "03", ipv6_route_03),
	GOLDEN("ShowIpv6Route", "03", shown_ipv6_route_03,
	       .drop = "^(Codes| {7})|2001:103::/64|via Ethernet0/0.103, directly|D1E7|receive$",
	       .why = "ND prefixes"),
	GOLDEN("ShowIpRouteWord", "02", route_word_02, .from = "^PE1", .to = "192.168.0.2, from",
	       .drop = "SR|MPLS|Repair|Last update|Known|share",
	       .cut = ", merge-labels|, from [0-9.]+", .why = "segment routing"),
	GOLDEN("ShowIpRouteWord", "03", route_word_03, .drop = "edistributing|Advertised",
	       .cut = "^ +", .why = "redistribution; the capture lost its indentation"),
	GOLDEN("ShowIpRouteWord", "05", route_word_05, .drop = "Redistributing",
	       .cut = " 1\"|\", distance|, type internal|, distance"),
	GOLDEN("show-ip-route-summary", "02", summary_02,
	       .drop = "^#|bgp|External|internal|Total|maximum", .cut = "[0-9]+ +[0-9]+ *$",
	       .why = "memory is ours"),
	GOLDEN("show-ipv6-route-summary", "01", summary6_01,
	       .drop = "ospf|bgp|Area|Intra|NSSA|ND |Default:|Total|Internal|maximum|table name",
	       .cut = "[0-9]+ +[0-9]+ *$", .why = "memory is ours"),
	GOLDEN("show-ip-static-route", "01", static_01),
	GOLDEN("show-ip-cef", "03", cef_03,
	       .drop = "drop|0.0.0.0/32|10.1.2.[01]/32|10.1.2.1/32|255/32",
	       .why = "special prefixes"),
	GOLDEN("show-ip-cef", "02", cef_02, .cut = "^ +"),
	GOLDEN("show-ipv6-cef", "01", cef6_01, .from = "discard",
	       .drop = "::4:5|1:3::/64|^  nexthop F|10.2.3.3", .why = "special prefixes, MPLS"),
	GOLDEN("show-ip-cef-PREFIX-detail", "01", cef_detail_01, .drop = MPLS "|nexthop",
	       .why = "labels"),
	GOLDEN("show-ip-cef-summary", "01", cef_summary_01, .cut = "epoch: +[0-9]"),
	GOLDEN_NOT("show-ip-cef-internal", "internals of another forwarding plane"),
	GOLDEN_NOT("show-ipv6-cef-internal", "internals of another forwarding plane"),
	GOLDEN("show-ip-arp", "01", arp_01),
	GOLDEN("show-ipv6-neighbors", "01", nd_01, .to = "^2001", .why = "the rows were edited"),
	GOLDEN("show-ip-interface-brief", "01", brief_01,
	       .drop = "0/0/[123] |Tw0|ucse|Sdwan|NVI|Tunnel|Virtual"),
	GOLDEN("show-ipv6-interface-brief", "01", brief6_01),
	GOLDEN("show-interfaces-description", "01", description_01, .drop = "^ *$",
	       .why = "lines of blanks that the capture has between the rows"),
	GOLDEN("show-interfaces", "02", interfaces_02,
	       .drop = "flow-control|Output .* broadcasts|Last input|Last clearing",
	       .cut = "^ +|link type is [a-z-]*|Received 263|Received 0|, 69 interface|, 0 interface",
	       .why = "ages; the capture lost its indentation"),
	GOLDEN("show-ip-interface", "01", ip_interface_01, .cut = "^ +|Proxy ARP is (en|dis)abled",
	       .why = "the capture lost its indentation"),
	GOLDEN("show-vrf", "02", vrf_02, .cut = "^ *Name"),
	GOLDEN("show-vrf-detail", "03", vrf_detail_03, .drop = "route-map"),
	GOLDEN("show-clock", "01", clock_01),
	GOLDEN("ping-ADDR", "01", ping_01),
	GOLDEN_NOT("ShowIpv6RouteWord",
		   "BGP and IS-IS routes; ours are in the table of show ipv6 route"),
	GOLDEN_NOT("show-ip-protocols",
		   "IS-IS, RIP, OSPF; the application block is in tests/unit/t_show_ip"),
	GOLDEN_NOT("show-version",
		   "its text must not be ours; tests/sys/clients reads ours with three tools"),
	GOLDEN_NOT("show-users", "the columns differ between the captures; tests/cli has ours"),
	GOLDEN_NOT("show-privilege", "one line, in tests/cli"),
	GOLDEN_NOT("show-running-config-vrf", "a configuration, in tests/cli"),
	GOLDEN_NOT("traceroute",
		   "its shape is in tests/unit/t_show_ip; MPLS and AS numbers are not ours"),
	{ 0 },
};

static void base_commands_are_as_captured(void **state UNUSED)
{
	bool found;
	unsigned failed = golden_run(rows, &found);

	if (!found)
		skip();
	assert_int_equal(failed, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(base_commands_are_as_captured),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
