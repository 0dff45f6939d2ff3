/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes, interfaces, VRFs, ping, version: the printing, line by line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <linux/rtnetlink.h>

#include "lispd/cli/cmd_ping.h"
#include "lispd/cli/iface_view.h"
#include "lispd/cli/show_cef.h"
#include "lispd/cli/show_route.h"
#include "lispd/cli/show_system.h"
#include "lispd/cli/show_vrf.h"
#include "tests/unit/fake_host.h"

static struct out o;

static int set_up(void **state)
{
	(void)state;
	out_init(&o);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	out_fini(&o);
	return 0;
}

#define prints(text) (assert_string_equal(out_text(&o), text), out_clear(&o))

static struct route_info route(const char *prefix, enum route_source source, unsigned distance,
			       const char *gateway, const char *ifname)
{
	struct route_info r = {
		.prefix = fake_prefix(prefix),
		.source = source,
		.distance = (uint8_t)distance,
		.since_ms = 1000,
		.n_hops = 1,
	};

	if (gateway)
		r.hop[0].gateway = fake_addr(gateway);
	snprintf(r.hop[0].ifname, sizeof(r.hop[0].ifname), "%s", ifname);
	return r;
}

static void ipv4_table(void **state)
{
	struct route_info def = route("0.0.0.0/0", ROUTE_STATIC, 1, "10.1.1.2", "GigabitEthernet2");
	struct route_info c = route("10.1.1.0/24", ROUTE_CONNECTED, 0, NULL, "GigabitEthernet3");
	struct route_info self = route("10.1.1.2/32", ROUTE_SELF, 0, NULL, "GigabitEthernet3");
	struct route_info two = route("10.16.2.2/32", ROUTE_STATIC, 1, "10.186.2.2", "Gi1");
	struct route_info lisp =
		route("172.20.199.24/32", ROUTE_LISP, 10, "172.20.199.24", "Vlan1036");
	struct route_info wide = route("172.20.2.32/27", ROUTE_OTHER, 115, "172.20.190.110",
				       "TenGigabitEthernet1/1/4");
	struct route_info null = { .prefix = fake_prefix("10.9.0.0/16"), .source = ROUTE_STATIC };
	struct route_info lone = route("192.168.1.0/24", ROUTE_CONNECTED, 0, NULL, "Loopback0");
	struct route_group mixed = { .n = 3, .n_masks = 2, .heading = true };
	struct route_group even = { .n = 2, .n_masks = 1, .plen = 32, .heading = true };
	struct route_group none = { 0 };

	(void)state;
	route_print_gateway(&o, NULL);
	prints("Gateway of last resort is not set\n\n");
	route_print_gateway(&o, &def);
	prints("Gateway of last resort is 10.1.1.2 to network 0.0.0.0\n\n");
	route_print(&o, &def, NULL, 0);
	prints("S*    0.0.0.0/0 [1/0] via 10.1.1.2\n");
	mixed.network = fake_prefix("10.0.0.0/8");
	route_print_group(&o, &mixed);
	prints("      10.0.0.0/8 is variably subnetted, 3 subnets, 2 masks\n");
	route_print(&o, &c, &mixed, 0);
	prints("C        10.1.1.0/24 is directly connected, GigabitEthernet3\n");
	route_print(&o, &self, &mixed, 0);
	prints("L        10.1.1.2/32 is directly connected, GigabitEthernet3\n");
	route_print(&o, &null, &mixed, 0);
	prints("S        10.9.0.0/16 is directly connected, Null0\n");
	even.network = fake_prefix("10.0.0.0/8");
	route_print_group(&o, &even);
	prints("      10.0.0.0/32 is subnetted, 2 subnets\n");
	two.n_hops = 2;
	two.hop[1].gateway = fake_addr("10.1.2.2");
	route_print(&o, &two, &even, 0);
	prints("S        10.16.2.2 [1/0] via 10.186.2.2\n"
	       "                   [1/0] via 10.1.2.2\n");
	route_print(&o, &lone, &none, 0);
	prints("C     192.168.1.0/24 is directly connected, Loopback0\n");
	lisp.metric = 1;
	route_print(&o, &lisp, &mixed, 1000 + (20 * 3600 + 11 * 60 + 13) * 1000);
	prints("l        172.20.199.24/32 [10/1] via 172.20.199.24, 20:11:13, Vlan1036\n");
	wide.protocol = RTPROT_ISIS;
	wide.metric = 5565;
	wide.n_hops = 2;
	wide.hop[1] = wide.hop[0];
	route_print(&o, &wide, &mixed, 1000 + 41 * 86400 * 1000ULL);
	prints("i L2     172.20.2.32/27\n"
	       "           [115/5565] via 172.20.190.110, 5w6d, TenGigabitEthernet1/1/4\n"
	       "           [115/5565] via 172.20.190.110, 5w6d, TenGigabitEthernet1/1/4\n");
}

static void groups(void **state)
{
	struct prefix p = fake_prefix("10.1.1.0/24"), network;

	(void)state;
	assert_true(route_group_of(&p, &network));
	assert_string_equal(prefix_str(&network).s, "10.0.0.0/8");
	p = fake_prefix("172.16.1.0/24");
	assert_true(route_group_of(&p, &network));
	assert_string_equal(prefix_str(&network).s, "172.16.0.0/16");
	p = fake_prefix("192.168.1.0/24");
	assert_true(route_group_of(&p, &network));
	assert_string_equal(prefix_str(&network).s, "192.168.1.0/24");
	p = fake_prefix("10.0.0.0/7");
	assert_false(route_group_of(&p, &network));
	p = fake_prefix("0.0.0.0/0");
	assert_false(route_group_of(&p, &network));
}

static void one_route(void **state)
{
	struct route_info c = route("10.1.1.0/24", ROUTE_CONNECTED, 0, NULL, "GigabitEthernet3");
	struct route_info s = route("192.168.4.0/25", ROUTE_STATIC, 1, "10.1.11.9", "Gi1");
	struct route_info l = route("10.1.1.4/32", ROUTE_LISP, 10, "10.1.1.4", "GigabitEthernet3");
	struct route_info d = route("0.0.0.0/0", ROUTE_STATIC, 1, "10.1.1.2", "Gi1");

	(void)state;
	route_print_entry(&o, &c, 0);
	prints("Routing entry for 10.1.1.0/24\n"
	       "  Known via \"connected\", distance 0, metric 0 (connected, via interface)\n"
	       "  Routing Descriptor Blocks:\n"
	       "  * directly connected, via GigabitEthernet3\n"
	       "      Route metric is 0, traffic share count is 1\n");
	s.tag = 113;
	route_print_entry(&o, &s, 0);
	prints("Routing entry for 192.168.4.0/25\n"
	       "  Known via \"static\", distance 1, metric 0\n"
	       "  Tag 113\n"
	       "  Routing Descriptor Blocks:\n"
	       "  * 10.1.11.9\n"
	       "      Route metric is 0, traffic share count is 1\n"
	       "      Route tag 113\n");
	l.metric = 1;
	route_print_entry(&o, &l, 6000);
	prints("Routing entry for 10.1.1.4/32\n"
	       "  Known via \"lisp\", distance 10, metric 1, type unknown\n"
	       "  Last update from 10.1.1.4 on GigabitEthernet3, 00:00:05 ago\n"
	       "  Routing Descriptor Blocks:\n"
	       "  * 10.1.1.4, from 10.1.1.4, 00:00:05 ago, via GigabitEthernet3\n"
	       "      Route metric is 1, traffic share count is 1\n");
	route_print_entry(&o, &d, 0);
	prints("Routing entry for 0.0.0.0/0, supernet\n"
	       "  Known via \"static\", distance 1, metric 0, candidate default path\n"
	       "  Routing Descriptor Blocks:\n"
	       "  * 10.1.1.2\n"
	       "      Route metric is 0, traffic share count is 1\n");
}

static void ipv6_table(void **state)
{
	struct route_info c =
		route("2001:da8:3::/64", ROUTE_CONNECTED, 0, NULL, "GigabitEthernet4");
	struct route_info self =
		route("2001:da8:3::1/128", ROUTE_SELF, 0, NULL, "GigabitEthernet4");
	struct route_info s = route("2001:da8:b001::/48", ROUTE_STATIC, 1, "2001:da8:3::2", "Gi4");
	struct route_info ll = route("::/0", ROUTE_STATIC, 1, "fe80::1", "GigabitEthernet4");
	struct route_info l = route("2001:db8::5/128", ROUTE_LISP, 10, NULL, "Vlan5");

	(void)state;
	route6_print(&o, &c);
	route6_print(&o, &self);
	route6_print(&o, &s);
	route6_print(&o, &ll);
	route6_print(&o, &l);
	prints("C   2001:DA8:3::/64 [0/0]\n"
	       "     via GigabitEthernet4, directly connected\n"
	       "L   2001:DA8:3::1/128 [0/0]\n"
	       "     via GigabitEthernet4, receive\n"
	       "S   2001:DA8:B001::/48 [1/0]\n"
	       "     via 2001:DA8:3::2\n"
	       "S   ::/0 [1/0]\n"
	       "     via FE80::1, GigabitEthernet4\n"
	       "ld  2001:DB8::5/128 [10/0]\n"
	       "     via Vlan5, directly connected\n");
}

/* Entries of LISP where the routing table has something to say, too. */
static void forwarding_with_routes(void **state)
{
	struct cef_entry e = {
		.prefix = fake_prefix("4.0.0.0/8"),
		.lisp = true,
		.action = CEF_ENCAP,
		.ifname = "LISP0",
		.lsbs = 1,
		.counters = { 3, 300, 0 },
		.n_paths = 1,
		.path = { fake_addr("2.2.2.2") },
		.routed = true,
		.rib = route("0.0.0.0/0", ROUTE_STATIC, 1, "10.1.67.7", "GigabitEthernet0/1"),
	};

	(void)state;
	cef_print(&o, &e, true);
	prints("4.0.0.0/8, epoch 2, flags [subtree context, check lisp eligibility]\n"
	       "  SC owned,sourced: LISP remote EID - locator status bits 0x00000001\n"
	       "  LISP remote EID: 3 packets 300 bytes fwd action encap\n"
	       "  LISP source path list\n"
	       "    nexthop 2.2.2.2 LISP0\n"
	       "  2 IPL sources [no flags]\n"
	       "  nexthop 2.2.2.2 LISP0\n");
	e.n_paths = 2;
	e.path[1] = fake_addr("3.3.3.3");
	cef_print(&o, &e, true);
	prints("4.0.0.0/8, epoch 2, flags [subtree context, check lisp eligibility], "
	       "per-destination sharing\n"
	       "  SC owned,sourced: LISP remote EID - locator status bits 0x00000001\n"
	       "  LISP remote EID: 3 packets 300 bytes fwd action encap\n"
	       "  LISP source path list\n"
	       "    nexthop 2.2.2.2 LISP0\n"
	       "    nexthop 3.3.3.3 LISP0\n"
	       "  2 IPL sources [no flags]\n"
	       "  nexthop 2.2.2.2 LISP0\n"
	       "  nexthop 3.3.3.3 LISP0\n");
	e.action = CEF_NATIVE;
	e.n_paths = 0;
	cef_print(&o, &e, true);
	prints("4.0.0.0/8, epoch 2, flags [check lisp eligibility]\n"
	       "  LISP remote EID: 3 packets 300 bytes fwd action fwd native\n"
	       "  LISP fwd-native source\n"
	       "    Dependent covered prefix type LISP-FWD, cover 0.0.0.0/0\n"
	       "  1 IPL source [no flags]\n"
	       "  nexthop 10.1.67.7 GigabitEthernet0/1\n");
	e = (struct cef_entry){
		.prefix = fake_prefix("10.1.1.0/24"),
		.local_eid = true,
		.routed = true,
		.rib = route("10.1.1.0/24", ROUTE_CONNECTED, 0, NULL, "GigabitEthernet3"),
	};
	cef_print(&o, &e, true);
	prints("10.1.1.0/24, epoch 2, flags [attached, connected]\n"
	       "  LISP EID attributes: localEID Yes, c-dynEID No, d-dynEID No\n"
	       "  attached to GigabitEthernet3\n");
	cef_print_row(&o, &e);
	prints("10.1.1.0/24          attached             GigabitEthernet3\n");
	e.rib = route("10.1.1.2/32", ROUTE_SELF, 0, NULL, "GigabitEthernet3");
	cef_print(&o, &e, false);
	prints("10.1.1.0/24\n  receive for GigabitEthernet3\n");
}

static struct iface_view interface(const char *name, const char *addr, enum iface_status status)
{
	struct iface_view v = { .status = status, .line_up = status == IFACE_UP, .mtu = 1500 };

	snprintf(v.name, sizeof(v.name), "%s", name);
	v.hardware = "Gigabit Ethernet";
	if (addr) {
		v.v4[0] = (struct iface_addr){ .addr = fake_addr(addr), .plen = 24 };
		v.n_v4 = 1;
	}
	return v;
}

static void interface_lists(void **state)
{
	struct iface_view up = interface("GigabitEthernet2", "172.16.1.2", IFACE_UP);
	struct iface_view down = interface("GigabitEthernet3", NULL, IFACE_ADMIN_DOWN);
	struct iface_view lisp = interface("LISP0", NULL, IFACE_UP);
	struct iface_view wide = interface("TenGigabitEthernet0/0/4", "10.121.10.1", IFACE_DOWN);

	(void)state;
	iface_print_brief_head(&o);
	iface_print_brief(&o, &up);
	iface_print_brief(&o, &down);
	wide.v4_dhcp = true;
	iface_print_brief(&o, &wide);
	iface_print_brief(&o, &lisp);
	prints("Interface              IP-Address      OK? Method Status                Protocol\n"
	       "GigabitEthernet2       172.16.1.2      YES manual up                    up\n"
	       "GigabitEthernet3       unassigned      YES unset  administratively down down\n"
	       "Te0/0/4                10.121.10.1     YES DHCP   down                  down\n"
	       "LISP0                  unassigned      YES unset  up                    up\n");
	up.v6[0].addr = fake_addr("fe80::1");
	up.v6[1].addr = fake_addr("2001:db8::1");
	up.n_v6 = 2;
	iface_print_brief6(&o, &up);
	iface_print_brief6(&o, &down);
	prints("GigabitEthernet2       [up/up]\n"
	       "    FE80::1\n"
	       "    2001:DB8::1\n"
	       "GigabitEthernet3       [administratively down/down]\n"
	       "    unassigned\n");
	snprintf(up.description, sizeof(up.description), "to the core");
	iface_print_description_head(&o);
	iface_print_description(&o, &up);
	iface_print_description(&o, &down);
	prints("Interface                      Status         Protocol Description\n"
	       "Gi2                            up             up       to the core\n"
	       "Gi3                            admin down     down     \n");
}

static void interface_in_full(void **state)
{
	struct iface_view v = interface("GigabitEthernet2", "172.16.1.2", IFACE_UP);
	struct iface_view l = interface("LISP0", NULL, IFACE_UP);

	(void)state;
	v.has_mac = true;
	v.mac[5] = 0x2a;
	v.counters = (struct iface_counters){
		.rx_packets = 12,
		.rx_bytes = 1200,
		.tx_packets = 7,
		.tx_bytes = 700,
		.speed_mbps = 1000,
		.full_duplex = true,
	};
	iface_print(&o, &v);
	prints("GigabitEthernet2 is up, line protocol is up\n"
	       "  Hardware is Gigabit Ethernet, address is 0000.0000.002a (bia 0000.0000.002a)\n"
	       "  Internet address is 172.16.1.2/24\n"
	       "  MTU 1500 bytes, BW 1000000 Kbit/sec, DLY 10 usec, \n"
	       "     reliability 255/255, txload 1/255, rxload 1/255\n"
	       "  Encapsulation ARPA, loopback not set\n"
	       "  Keepalive not supported\n"
	       "  Full Duplex, 1000Mbps, link type is auto, media type is RJ45\n"
	       "  ARP type: ARPA, ARP Timeout 04:00:00\n"
	       "  Last input never, output never, output hang never\n"
	       "  Last clearing of \"show interface\" counters never\n"
	       "  Input queue: 0/375/0/0 (size/max/drops/flushes); Total output drops: 0\n"
	       "  Queueing strategy: fifo\n"
	       "  Output queue: 0/40 (size/max)\n"
	       "  5 minute input rate 0 bits/sec, 0 packets/sec\n"
	       "  5 minute output rate 0 bits/sec, 0 packets/sec\n"
	       "     12 packets input, 1200 bytes, 0 no buffer\n"
	       "     Received 0 broadcasts (0 IP multicasts)\n"
	       "     0 runts, 0 giants, 0 throttles \n"
	       "     0 input errors, 0 CRC, 0 frame, 0 overrun, 0 ignored\n"
	       "     0 watchdog, 0 multicast, 0 pause input\n"
	       "     7 packets output, 700 bytes, 0 underruns\n"
	       "     0 output errors, 0 collisions, 0 interface resets\n"
	       "     0 unknown protocol drops\n"
	       "     0 babbles, 0 late collision, 0 deferred\n"
	       "     0 lost carrier, 0 no carrier, 0 pause output\n"
	       "     0 output buffer failures, 0 output buffers swapped out\n");
	l.class = IFCLASS_LISP;
	l.hardware = "LISP";
	l.mtu = 1464;
	iface_print(&o, &l);
	assert_non_null(strstr(out_text(&o),
			       "LISP0 is up, line protocol is up\n"
			       "  Hardware is LISP\n"
			       "  MTU 1464 bytes, BW 10000000 Kbit/sec, DLY 5000 usec, \n"));
	out_clear(&o);
	iface_print_ip(&o, &l);
	prints("LISP0 is up, line protocol is up\n  Internet protocol processing disabled\n");
	snprintf(v.vrf, sizeof(v.vrf), "RED");
	iface_print_ip(&o, &v);
	assert_non_null(strstr(out_text(&o), "  Internet address is 172.16.1.2/24\n"
					     "  Broadcast address is 255.255.255.255\n"
					     "  Address determined by setup command\n"
					     "  MTU is 1500 bytes\n"));
	assert_non_null(strstr(out_text(&o), "  VPN Routing/Forwarding \"RED\"\n"));
}

static void vrfs(void **state)
{
	struct vrf_view v = {
		.name = "RED",
		.rd = "<not set>",
		.id = 1,
		.af_v4 = true,
		.n_ifaces = 2,
		.iface = { { "Gi3" }, { "LI0.101" } },
	};

	(void)state;
	vrf_print_head(&o);
	vrf_print(&o, &v);
	prints("  Name                             Default RD            Protocols   Interfaces\n"
	       "  RED                              <not set>             ipv4        Gi3\n"
	       "                                                                     LI0.101\n");
	vrf_print_detail(&o, &v);
	prints("VRF RED (VRF Id = 1); default RD <not set>; default VPNID <not set>\n"
	       "  New CLI format, supports multiple address-families\n"
	       "  Flags: 0x180C\n"
	       "  Interfaces:\n"
	       "    Gi3                      LI0.101                  \n"
	       "Address family ipv4 unicast (Table ID = 0x1):\n"
	       "  Flags: 0x0\n"
	       "  No Export VPN route-target communities\n"
	       "  No Import VPN route-target communities\n"
	       "  No import route-map\n"
	       "  No global export route-map\n"
	       "  No export route-map\n"
	       "  VRF label distribution protocol: not configured\n"
	       "  VRF label allocation mode: per-prefix\n"
	       "Address family ipv6 unicast not active\n"
	       "Address family ipv4 multicast not active\n"
	       "Address family ipv6 multicast not active\n\n");
}

static void pings(void **state)
{
	struct ping_spec s = {
		.dst = fake_addr("10.229.1.1"),
		.src = fake_addr("10.229.1.2"),
		.count = 5,
		.size = 100,
		.timeout_ms = 2000,
	};
	struct ping_totals t = { 0 };
	static const uint32_t rtt_us[] = { 0, 0, 7400, 9900, 14200 };

	(void)state;
	ping_print_head(&o, &s, "");
	prints("Type escape sequence to abort.\n"
	       "Sending 5, 100-byte ICMP Echos to 10.229.1.1, timeout is 2 seconds:\n"
	       "Packet sent with a source address of 10.229.1.2 \n");
	for (unsigned i = 0; i < 5; i++) {
		struct ping_probe p = {
			.seq = i,
			.result = rtt_us[i] ? PING_REPLY : PING_TIMEOUT,
			.rtt_us = rtt_us[i],
		};

		ping_count(&t, &p);
		out_char(&o, ping_sign(&p));
	}
	ping_print_totals(&o, &t);
	prints("..!!!\nSuccess rate is 60 percent (3/5), round-trip min/avg/max = 7/10/14 ms\n");
	t = (struct ping_totals){ .sent = 5 };
	ping_print_totals(&o, &t);
	prints("\nSuccess rate is 0 percent (0/5)\n");
	t = (struct ping_totals){
		.sent = 1, .received = 1, .min_us = 90, .max_us = 90, .sum_us = 90
	};
	ping_print_totals(&o, &t);
	prints("\nSuccess rate is 100 percent (1/1), round-trip min/avg/max = 1/1/1 ms\n");
}

static void traces(void **state)
{
	struct trace_spec s = { .dst = fake_addr("10.4.1.1") };
	struct trace_view v = { .first_ttl = 1 };
	struct trace_probe p = { .ttl = 1, .from = fake_addr("10.1.1.2"), .rtt_us = 4000 };

	(void)state;
	trace_print_head(&o, &s, "www.xyz.com");
	prints("Type escape sequence to abort.\n"
	       "Tracing the route to www.xyz.com (10.4.1.1)\n"
	       "VRF info: (vrf in name/id, vrf out name/id)\n");
	trace_print(&o, &v, &p);
	p.probe = 1;
	p.rtt_us = 8000;
	trace_print(&o, &v, &p);
	p.probe = 2;
	p.rtt_us = 100;
	trace_print(&o, &v, &p);
	p = (struct trace_probe){ .ttl = 2, .result = TRACE_TIMEOUT };
	trace_print(&o, &v, &p);
	p = (struct trace_probe){
		.ttl = 2, .probe = 1, .from = fake_addr("10.0.0.18"), .rtt_us = 5000
	};
	trace_print(&o, &v, &p);
	p.probe = 2;
	p.from = fake_addr("10.0.0.19");
	p.result = TRACE_HOST;
	trace_print(&o, &v, &p);
	prints("  1 10.1.1.2 4 msec 8 msec 0 msec\n"
	       "  2  * 10.0.0.18 5 msec\n"
	       "    10.0.0.19 !H");
	p = (struct trace_probe){ .ttl = 3, .from = fake_addr("10.0.0.18"), .rtt_us = 351000 };
	trace_print(&o, &v, &p);
	p = (struct trace_probe){ .ttl = 3, .probe = 1, .result = TRACE_TIMEOUT };
	trace_print(&o, &v, &p);
	p = (struct trace_probe){
		.ttl = 3, .probe = 2, .from = fake_addr("10.0.0.18"), .rtt_us = 8000
	};
	trace_print(&o, &v, &p);
	prints("\n  3 10.0.0.18 351 msec *  8 msec");
}

static void version(void **state)
{
	struct version_view v = {
		.product = "0.1.0",
		.compatible = "17.3.1",
		.hostname = "R1",
		.serial = "9LAABBCCDD",
		.uptime_ms = ((24 + 2) * 60 + 3) * 60000ULL,
		.memory_kb = 491520,
		.memory_used_kb = 32768,
		.n_gigabit = 2,
	};
	static const char *const line[] = {
		"lispd 0.1.0, a LISP router for Linux (not a Cisco product)\nCisco IOS Software ",
		", Version 17.3.1, RELEASE SOFTWARE (fc1)\nCopyright (c) 2025-2026 by ",
		"\nR1 uptime is 1 day, 2 hours, 3 minutes\n",
		"\nSystem image file is \"flash0:/lispd-0.1.0\"\n",
		"\nlispd LISPD (revision 1.0) with 491520K/32768K bytes of memory.\n",
		"\nProcessor board ID 9LAABBCCDD\n2 Gigabit Ethernet interfaces\n",
		"\nConfiguration register is 0x2102\n",
	};

	(void)state;
	version_print(&o, &v);
	for (size_t i = 0; i < ARRAY_LEN(line); i++)
		assert_non_null(strstr(out_text(&o), line[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(ipv4_table, set_up, tear_down),
		cmocka_unit_test(groups),
		cmocka_unit_test_setup_teardown(one_route, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ipv6_table, set_up, tear_down),
		cmocka_unit_test_setup_teardown(forwarding_with_routes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(interface_lists, set_up, tear_down),
		cmocka_unit_test_setup_teardown(interface_in_full, set_up, tear_down),
		cmocka_unit_test_setup_teardown(vrfs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(pings, set_up, tear_down),
		cmocka_unit_test_setup_teardown(traces, set_up, tear_down),
		cmocka_unit_test_setup_teardown(version, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
