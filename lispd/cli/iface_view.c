/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/iface_view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lib/base.h"

#define BRIEF_NAME 23 /* a name of this length is shortened */

/* --- collecting ------------------------------------------------------------------------------- */

static const char *hardware_of(const struct ifname *n)
{
	if (ifname_class(n) == IFCLASS_LISP)
		return "LISP";
	if (!n->type)
		return "Linux device";
	if (strcmp(n->type->name, "GigabitEthernet") == 0)
		return "Gigabit Ethernet";
	if (strcmp(n->type->name, "TenGigabitEthernet") == 0)
		return "Ten Gigabit Ethernet";
	return n->type->name;
}

/* Linux gives every interface a link-local address; that alone is not IPv6 as IOS means it. */
static bool has_ipv6(const struct iface *i)
{
	for (unsigned k = 0; k < i->n_addrs; k++)
		if (i->addr[k].addr.family == AF_INET6 && i->addr[k].origin != IFADDR_AUTO)
			return true;
	return i->cfg.ipv6_enable || i->cfg.n_v6;
}

void iface_view_collect(const struct iface *i, bool counters, struct iface_view *v)
{
	bool v6 = has_ipv6(i);

	memset(v, 0, sizeof(*v));
	snprintf(v->name, sizeof(v->name), "%s", i->name.s);
	v->class = ifname_class(&i->name);
	v->hardware = hardware_of(&i->name);
	v->status = iface_status(i);
	v->line_up = iface_line_up(i);
	v->has_mac = i->has_mac && v->class != IFCLASS_LISP && v->class != IFCLASS_LOOPBACK;
	memcpy(v->mac, i->mac, sizeof(v->mac));
	snprintf(v->description, sizeof(v->description), "%s",
		 i->cfg.description ? i->cfg.description : "");
	snprintf(v->vrf, sizeof(v->vrf), "%s", i->cfg.vrf);
	v->mtu = i->mtu;
	v->v4_dhcp = i->cfg.v4_dhcp;
	v->ipv6_enabled = i->cfg.ipv6_enable;
	v->dot1q = i->cfg.dot1q;
	for (unsigned k = 0; k < i->n_addrs; k++) {
		const struct iface_addr *a = &i->addr[k];

		if (a->addr.family == AF_INET && v->n_v4 < IFACE_VIEW_ADDRS)
			v->v4[v->n_v4++] = *a;
		else if (v6 && a->addr.family == AF_INET6 && v->n_v6 < IFACE_VIEW_ADDRS)
			v->v6[v->n_v6++] = *a;
	}
	if (counters)
		iface_counters(i, &v->counters);
}

/* --- short forms -------------------------------------------------------------------------------- */

const char *iface_status_str(enum iface_status s)
{
	switch (s) {
	case IFACE_UP:
		return "up";
	case IFACE_DOWN:
		return "down";
	case IFACE_ADMIN_DOWN:
		return "administratively down";
	}
	return "";
}

const char *iface_line_str(const struct iface_view *v)
{
	return v->line_up ? "up" : "down";
}

const char *iface_method_str(const struct iface_view *v)
{
	if (v->v4_dhcp)
		return "DHCP";
	if (!v->n_v4)
		return "unset";
	if (v->v4[0].origin == IFADDR_TYPED)
		return "manual";
	return v->v4[0].expires ? "DHCP" : "other";
}

void iface_print_brief_head(struct out *o)
{
	out_str(o, "Interface              IP-Address      OK? Method Status                "
		   "Protocol\n");
}

void iface_print_brief(struct out *o, const struct iface_view *v)
{
	bool long_name = strlen(v->name) >= BRIEF_NAME;

	out(o, "%-22s %-15s %-3s %-6s %-21s %s\n", long_name ? ifname_short(v->name).s : v->name,
	    v->n_v4 ? addr_str(&v->v4[0].addr).s : "unassigned", "YES", iface_method_str(v),
	    iface_status_str(v->status), iface_line_str(v));
}

void iface_print_brief6(struct out *o, const struct iface_view *v)
{
	out(o, "%-22s [%s/%s]\n", v->name, iface_status_str(v->status), iface_line_str(v));
	if (!v->n_v6)
		out_str(o, "    unassigned\n");
	for (unsigned i = 0; i < v->n_v6; i++)
		out(o, "    %s\n", addr_str(&v->v6[i].addr).s);
}

void iface_print_description_head(struct out *o)
{
	out_str(o, "Interface                      Status         Protocol Description\n");
}

void iface_print_description(struct out *o, const struct iface_view *v)
{
	const char *status = v->status == IFACE_ADMIN_DOWN ? "admin down" :
							     iface_status_str(v->status);

	out(o, "%-30s %-14s %-8s %s\n", ifname_short(v->name).s, status, iface_line_str(v),
	    v->description);
}

/* --- show interfaces ----------------------------------------------------------------------------- */

static void print_first_line(struct out *o, const struct iface_view *v)
{
	out(o, "%s is %s, line protocol is %s\n", v->name, iface_status_str(v->status),
	    iface_line_str(v));
}

static void print_hardware(struct out *o, const struct iface_view *v)
{
	out(o, "  Hardware is %s", v->hardware);
	if (v->has_mac) {
		char mac[16];

		snprintf(mac, sizeof(mac), "%02x%02x.%02x%02x.%02x%02x", v->mac[0], v->mac[1],
			 v->mac[2], v->mac[3], v->mac[4], v->mac[5]);
		out(o, ", address is %s (bia %s)", mac, mac);
	}
	out_char(o, '\n');
}

static const char *encapsulation_str(const struct iface_view *v)
{
	if (v->class == IFCLASS_LISP)
		return "UNKNOWN";
	if (v->class == IFCLASS_LOOPBACK)
		return "LOOPBACK";
	if (v->class == IFCLASS_TUNNEL)
		return "TUNNEL";
	return v->dot1q ? "802.1Q Virtual LAN" : "ARPA";
}

static uint64_t bandwidth_kbps(const struct iface_view *v)
{
	if (v->class == IFCLASS_LOOPBACK)
		return 8000000;
	if (v->class == IFCLASS_LISP)
		return 10000000;
	return v->counters.speed_mbps ? v->counters.speed_mbps * 1000ULL : 1000000;
}

static void print_link(struct out *o, const struct iface_view *v)
{
	unsigned delay = v->class == IFCLASS_LOOPBACK || v->class == IFCLASS_LISP ? 5000 : 10;

	if (v->n_v4)
		out(o, "  Internet address is %s/%u\n", addr_str(&v->v4[0].addr).s, v->v4[0].plen);
	out(o, "  MTU %u bytes, BW %" PRIu64 " Kbit/sec, DLY %u usec, \n", v->mtu,
	    bandwidth_kbps(v), delay);
	out_str(o, "     reliability 255/255, txload 1/255, rxload 1/255\n");
	out(o, "  Encapsulation %s", encapsulation_str(v));
	if (v->dot1q)
		out(o, ", Vlan ID  %u.", v->dot1q);
	out_str(o, ", loopback not set\n  Keepalive not supported\n");
	if (v->has_mac && v->counters.speed_mbps)
		out(o, "  %s Duplex, %uMbps, link type is auto, media type is RJ45\n",
		    v->counters.full_duplex ? "Full" : "Half", v->counters.speed_mbps);
	if (v->has_mac)
		out_str(o, "  ARP type: ARPA, ARP Timeout 04:00:00\n");
}

static void print_traffic(struct out *o, const struct iface_counters *n)
{
	out_str(o, "  Last input never, output never, output hang never\n"
		   "  Last clearing of \"show interface\" counters never\n");
	out(o,
	    "  Input queue: 0/375/%" PRIu64 "/0 (size/max/drops/flushes); Total output drops: "
	    "%" PRIu64 "\n",
	    n->rx_dropped, n->tx_dropped);
	out_str(o, "  Queueing strategy: fifo\n  Output queue: 0/40 (size/max)\n"
		   "  5 minute input rate 0 bits/sec, 0 packets/sec\n"
		   "  5 minute output rate 0 bits/sec, 0 packets/sec\n");
	out(o, "     %" PRIu64 " packets input, %" PRIu64 " bytes, 0 no buffer\n", n->rx_packets,
	    n->rx_bytes);
	out(o, "     Received 0 broadcasts (%" PRIu64 " IP multicasts)\n", n->rx_multicast);
	out_str(o, "     0 runts, 0 giants, 0 throttles \n");
	out(o,
	    "     %" PRIu64 " input errors, %" PRIu64 " CRC, %" PRIu64 " frame, %" PRIu64
	    " overrun, %" PRIu64 " ignored\n",
	    n->rx_errors, n->rx_crc, n->rx_frame, n->rx_over, n->rx_fifo);
	out(o, "     0 watchdog, %" PRIu64 " multicast, 0 pause input\n", n->rx_multicast);
	out(o, "     %" PRIu64 " packets output, %" PRIu64 " bytes, 0 underruns\n", n->tx_packets,
	    n->tx_bytes);
	out(o, "     %" PRIu64 " output errors, %" PRIu64 " collisions, 0 interface resets\n",
	    n->tx_errors, n->tx_collisions);
	out(o,
	    "     0 unknown protocol drops\n     0 babbles, 0 late collision, 0 deferred\n"
	    "     %" PRIu64 " lost carrier, 0 no carrier, 0 pause output\n"
	    "     0 output buffer failures, 0 output buffers swapped out\n",
	    n->tx_carrier);
}

void iface_print(struct out *o, const struct iface_view *v)
{
	print_first_line(o, v);
	print_hardware(o, v);
	if (v->description[0])
		out(o, "  Description: %s\n", v->description);
	print_link(o, v);
	print_traffic(o, &v->counters);
}

/* --- show ip interface --------------------------------------------------------------------------- */

static void print_addresses(struct out *o, const struct iface_view *v)
{
	out(o, "  Internet address is %s/%u\n  Broadcast address is 255.255.255.255\n",
	    addr_str(&v->v4[0].addr).s, v->v4[0].plen);
	out(o, "  Address determined by %s\n",
	    v->v4_dhcp || v->v4[0].expires  ? "DHCP" :
	    v->v4[0].origin == IFADDR_TYPED ? "setup command" :
					      "other means");
	out(o, "  MTU is %u bytes\n", v->mtu);
	for (unsigned i = 1; i < v->n_v4; i++)
		out(o, "  Secondary address %s/%u\n", addr_str(&v->v4[i].addr).s, v->v4[i].plen);
}

void iface_print_ip(struct out *o, const struct iface_view *v)
{
	print_first_line(o, v);
	if (!v->n_v4 && v->v4_dhcp) {
		out_str(o, "  Internet address will be negotiated using DHCP\n");
		return;
	}
	if (!v->n_v4) {
		out_str(o, "  Internet protocol processing disabled\n");
		return;
	}
	print_addresses(o, v);
	out_str(o, "  Helper address is not set\n"
		   "  Directed broadcast forwarding is disabled\n"
		   "  Outgoing Common access list is not set \n"
		   "  Outgoing access list is not set\n"
		   "  Inbound Common access list is not set \n"
		   "  Inbound  access list is not set\n"
		   "  Proxy ARP is disabled\n"
		   "  Local Proxy ARP is disabled\n"
		   "  Security level is default\n"
		   "  Split horizon is enabled\n"
		   "  ICMP redirects are always sent\n"
		   "  ICMP unreachables are always sent\n"
		   "  ICMP mask replies are never sent\n"
		   "  IP fast switching is enabled\n"
		   "  IP Flow switching is disabled\n"
		   "  IP CEF switching is enabled\n"
		   "  IP CEF switching turbo vector\n"
		   "  IP Null turbo vector\n");
	if (v->vrf[0])
		out(o,
		    "  VPN Routing/Forwarding \"%s\"\n  Downstream VPN Routing/Forwarding \"\"\n",
		    v->vrf);
	out(o,
	    "  Associated unicast routing topologies:\n"
	    "        Topology \"base\", operation state is %s\n",
	    v->line_up ? "UP" : "DOWN");
	out_str(o, "  IP multicast fast switching is enabled\n"
		   "  IP multicast distributed fast switching is disabled\n"
		   "  IP route-cache flags are Fast, CEF\n"
		   "  Router Discovery is disabled\n"
		   "  IP output packet accounting is disabled\n"
		   "  IP access violation accounting is disabled\n"
		   "  TCP/IP header compression is disabled\n"
		   "  RTP/IP header compression is disabled\n"
		   "  Probe proxy name replies are disabled\n"
		   "  Policy routing is disabled\n"
		   "  Network address translation is disabled\n"
		   "  BGP Policy Mapping is disabled\n"
		   "  Input features: MCI Check\n"
		   "  IPv4 WCCP Redirect outbound is disabled\n"
		   "  IPv4 WCCP Redirect inbound is disabled\n"
		   "  IPv4 WCCP Redirect exclude is disabled\n");
}

/* --- show ipv6 interface ------------------------------------------------------------------------- */

static const char *state_note(const struct iface_addr *a)
{
	return a->duplicate ? " [DUP]" : a->tentative ? " [TEN]" : "";
}

void iface_print_ipv6(struct out *o, const struct iface_view *v)
{
	unsigned first_global = 0;

	if (!v->n_v6)
		return;
	print_first_line(o, v);
	if (v->v6[0].link_local) {
		out(o, "  IPv6 is enabled, link-local address is %s%s \n",
		    addr_str(&v->v6[0].addr).s, state_note(&v->v6[0]));
		first_global = 1;
	}
	out_str(o, "  No Virtual link-local address(es):\n");
	if (v->description[0])
		out(o, "  Description: %s\n", v->description);
	out_str(o, first_global == v->n_v6 ? "  No global unicast address is configured\n" :
					     "  Global unicast address(es):\n");
	for (unsigned i = first_global; i < v->n_v6; i++) {
		struct prefix subnet = prefix_make(&v->v6[i].addr, v->v6[i].plen);

		out(o, "    %s, subnet is %s%s\n", addr_str(&v->v6[i].addr).s,
		    prefix_str(&subnet).s, state_note(&v->v6[i]));
	}
	out(o,
	    "  Joined group address(es):\n    FF02::1\n    FF02::2\n"
	    "  MTU is %u bytes\n"
	    "  ICMP error messages limited to one every 100 milliseconds\n"
	    "  ICMP redirects are enabled\n"
	    "  ICMP unreachables are sent\n"
	    "  ND DAD is enabled, number of DAD attempts: 1\n",
	    v->mtu);
	if (v->vrf[0])
		out(o, "  VPN Routing/Forwarding \"%s\"\n", v->vrf);
}
