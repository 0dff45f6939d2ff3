/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Interface commands without effect here that published configurations contain: kept and printed
 * back. A row's order is its slot. Words that begin global commands, too, are given narrowly,
 * because a pasted interface block has no end.
 */
#include "lib/cli/args.h"
#include "lispd/cli/block.h"
#include "lispd/cli/cmd_interface.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"
#include "lispd/net/iface.h"

static int keep(struct cli *c, const struct args *a, enum kept_row kind)
{
	struct iface *i = block_iface(c);

	if (!i)
		return CLI_FAIL;
	kept_type(sys_if_kept_get(root_of(c)->sys, i->name.s), a->row->cmd->order, kind, a);
	return CLI_OK;
}

static int run_setting(struct cli *c, const struct args *a)
{
	return keep(c, a, KEPT_SETTING);
}

static int run_item(struct cli *c, const struct args *a)
{
	return keep(c, a, KEPT_ITEM);
}

static int run_usual(struct cli *c, const struct args *a)
{
	return keep(c, a, KEPT_ON_BY_DEFAULT);
}

static void write_slot(struct cli_writer *w, const void *obj, int slot)
{
	const struct if_block *b = obj;

	kept_write(w, sys_if_kept_find(b->sys, b->i->name.s), slot);
}

static void write_first(struct cli_writer *w, const void *obj)
{
	write_slot(w, obj, IF_KEPT_FIRST);
}

static bool is_kept(const struct kept *k, const char *words)
{
	for (unsigned i = 0; k && i < k->n; i++)
		if (kept_begins(k->line[i].text, words))
			return true;
	return false;
}

/* With "all", what is on because nobody has turned it off. */
static void write_usual(struct cli_writer *w, const struct if_block *b)
{
	static const char *const usual[][2] = {
		{ "ip redirects", "no ip redirects" },
		{ "ip unreachables", "no ip unreachables" },
		{ "ip proxy-arp", "no ip proxy-arp" },
	};
	const struct kept *k = sys_if_kept_find(b->sys, b->i->name.s);

	for (size_t i = 0; i < ARRAY_LEN(usual); i++)
		if (!is_kept(k, usual[i][1]))
			cli_line(w, "%s", usual[i][0]);
}

static void write_arp(struct cli_writer *w, const void *obj)
{
	write_slot(w, obj, IF_KEPT_ARP);
	if (cli_writer_all(w))
		write_usual(w, obj);
}

static void write_ip(struct cli_writer *w, const void *obj)
{
	write_slot(w, obj, IF_KEPT_IP);
}

static void write_link(struct cli_writer *w, const void *obj)
{
	write_slot(w, obj, IF_KEPT_LINK);
}

static void write_ipv6(struct cli_writer *w, const void *obj)
{
	write_slot(w, obj, IF_KEPT_IPV6);
}

/* The rows that print for those of their slot. */
#define FIRST_ROW "[no] [default] bandwidth ~ <1-100000000>$n"
#define ARP_ROW "[no] [default] ip redirects"
#define IP_ROW "[no] [default] ip tcp adjust-mss ~ <500-9156>$n"
#define LINK_ROW "[no] [default] negotiation auto"
#define IPV6_ROW "[no] [default] ipv6 redirects"

#define WRITES(row, texts, fn, slot, writer)                                               \
	{                                                                                  \
		.mode = MODE_IF, .syntax = row, .help = texts, .run = fn, .write = writer, \
		.order = slot                                                              \
	}
#define KEEPS(words, texts, fn, slot, row)                                                    \
	{                                                                                     \
		.mode = MODE_IF, .syntax = "[no] [default] " words, .help = texts, .run = fn, \
		.order = slot, .saved_by = row                                                \
	}
#define FIRST(words, fn, texts) KEEPS(words, texts, fn, IF_KEPT_FIRST, FIRST_ROW)
#define ARP(words, fn, texts) KEEPS("ip " words, IP_HELP texts, fn, IF_KEPT_ARP, ARP_ROW)
#define IP(words, fn, texts) KEEPS("ip " words, IP_HELP texts, fn, IF_KEPT_IP, IP_ROW)
#define UPPER(words, fn, texts) KEEPS(words, texts, fn, IF_KEPT_IP, IP_ROW)
#define LINK(words, fn, texts) KEEPS(words, texts, fn, IF_KEPT_LINK, LINK_ROW)
#define IPV6(words, fn, texts) KEEPS("ipv6 " words, IPV6_HELP texts, fn, IF_KEPT_IPV6, IPV6_ROW)

#define IP_HELP "ip  Interface Internet Protocol config commands\n"
#define IPV6_HELP "ipv6  IPv6 interface subcommands\n"
#define LINE_HELP "$line  Kept as it is\n"

const struct cli_cmd interface_kept_rows[] = {
	WRITES(FIRST_ROW,
	       "bandwidth  Set bandwidth informational parameter\n"
	       "$n         Bandwidth in kilobits\n",
	       run_setting, IF_KEPT_FIRST, write_first),
	FIRST("delay ~ <1-16777215>$n", run_setting,
	      "delay  Specify interface throughput delay\n"
	      "$n     Throughput delay (tens of microseconds)\n"),
	FIRST("switchport [LINE$line]", run_item,
	      "switchport  Set switching mode characteristics\n" LINE_HELP),

	FIRST("device-tracking [attach-policy WORD$policy]", run_item,
	      "device-tracking  Configure device-tracking\n"
	      "attach-policy    Apply a policy\n"
	      "$policy          Policy name\n"),
	FIRST("dampening [LINE$line]", run_item, "dampening  Enable event dampening\n" LINE_HELP),
	FIRST("ip dhcp client LINE$line", run_item,
	      IP_HELP "dhcp    Configure DHCP parameters for this interface\n"
		      "client  Configure DHCP client parameters\n" LINE_HELP),

	WRITES(ARP_ROW, IP_HELP "redirects  Enable sending ICMP Redirect messages\n", run_usual,
	       IF_KEPT_ARP, write_arp),
	ARP("unreachables", run_usual, "unreachables  Enable sending ICMP Unreachable messages\n"),
	ARP("proxy-arp", run_usual, "proxy-arp  Enable proxy ARP\n"),
	ARP("local-proxy-arp", run_setting, "local-proxy-arp  Enable local-proxy ARP\n"),

	ARP("unnumbered ~ IFNAME$interface", run_setting,
	    "unnumbered  Enable IP processing without an explicit address\n"
	    "$interface  Interface\n"),
	ARP("address negotiated", run_setting,
	    "address     Set the IP address of an interface\n"
	    "negotiated  IP Address negotiated over PPP\n"),

	WRITES(IP_ROW,
	       IP_HELP "tcp         TCP interface commands\n"
		       "adjust-mss  Adjust the mss of transit packets\n"
		       "$n          Maximum segment size in bytes\n",
	       run_setting, IF_KEPT_IP, write_ip),
	IP("helper-address A.B.C.D$addr", run_item,
	   "helper-address  Specify a destination address for UDP broadcasts\n"
	   "$addr           IP destination address\n"),
	IP("pim (sparse-mode|dense-mode|sparse-dense-mode|passive)", run_setting,
	   "pim                PIM interface commands\n"
	   "sparse-mode        Enable PIM sparse-mode operation\n"
	   "dense-mode         Enable PIM dense-mode operation\n"
	   "sparse-dense-mode  Enable PIM sparse-dense-mode operation\n"
	   "passive            Enable PIM passive interface operation\n"),
	IP("ospf LINE$line", run_item, "ospf  OSPF interface commands\n" LINE_HELP),
	IP("router LINE$line", run_item, "router  IP router interface commands\n" LINE_HELP),
	IP("nat (inside|outside|enable)", run_item,
	   "nat      NAT interface commands\n"
	   "inside   Inside interface for address translation\n"
	   "outside  Outside interface for address translation\n"
	   "enable   Enable NAT on the interface\n"),
	IP("access-group LINE$line", run_item,
	   "access-group  Specify access control for packets\n" LINE_HELP),
	IP("policy LINE$line", run_item, "policy  Enable policy routing\n" LINE_HELP),
	IP("nhrp LINE$line", run_item, "nhrp  NHRP interface subcommands\n" LINE_HELP),
	IP("verify LINE$line", run_item, "verify  Enable per packet validation\n" LINE_HELP),
	IP("igmp (version|join-group|static-group|query-interval) LINE$line", run_item,
	   "igmp            IGMP interface commands\n"
	   "version         IGMP version\n"
	   "join-group      IGMP join multicast group\n"
	   "static-group    IGMP static multicast group\n"
	   "query-interval  IGMP host query interval\n" LINE_HELP),
	IP("route-cache [same-interface]", run_item,
	   "route-cache     Enable fast-switching cache for outgoing packets\n"
	   "same-interface  Enable fast-switching on the same interface\n"),
	IP("split-horizon", run_usual, "split-horizon  Perform split horizon\n"),
	IP("flow LINE$line", run_item, "flow  NetFlow related commands\n" LINE_HELP),
	IP("virtual-reassembly [LINE$line]", run_item,
	   "virtual-reassembly  Virtual Reassembly\n" LINE_HELP),
	UPPER("isis LINE$line", run_item, "isis  IS-IS commands\n" LINE_HELP),
	UPPER("clns (mtu|router) LINE$line", run_item,
	      "clns    CLNS interface subcommands\n"
	      "mtu     Set CLNS maximum transmission unit\n"
	      "router  Enable CLNS routing on this interface\n" LINE_HELP),
	UPPER("bfd LINE$line", run_item, "bfd  BFD interface configuration commands\n" LINE_HELP),
	UPPER("standby LINE$line", run_item,
	      "standby  HSRP interface configuration commands\n" LINE_HELP),
	UPPER("vrrp LINE$line", run_item,
	      "vrrp  VRRP interface configuration commands\n" LINE_HELP),
	UPPER("tunnel LINE$line", run_item, "tunnel  Protocol-over-protocol tunneling\n" LINE_HELP),
	UPPER("load-interval ~ <30-600>$n", run_setting,
	      "load-interval  Specify interval for load calculation\n"
	      "$n             Load interval delay in seconds\n"),

	WRITES(LINK_ROW,
	       "negotiation  Select Autonegotiation mode\n"
	       "auto         Perform link autonegotiation\n",
	       run_setting, IF_KEPT_LINK, write_link),
	LINK("speed ~ (auto|10|100|1000|2500|5000|10000|25000|40000|100000|nonegotiate)",
	     run_setting,
	     "speed   Configure speed operation\n"
	     "auto    Enable AUTO speed configuration\n"
	     "10      Force 10 Mbps operation\n"
	     "100     Force 100 Mbps operation\n"
	     "1000    Force 1000 Mbps operation\n"
	     "2500    Force 2500 Mbps operation\n"
	     "5000    Force 5000 Mbps operation\n"
	     "10000   Force 10000 Mbps operation\n"
	     "25000   Force 25000 Mbps operation\n"
	     "40000   Force 40000 Mbps operation\n"
	     "100000  Force 100000 Mbps operation\n"
	     "nonegotiate  Do not negotiate speed\n"),
	LINK("duplex ~ (auto|full|half)", run_setting,
	     "duplex  Configure duplex operation\n"
	     "auto    Enable AUTO duplex configuration\n"
	     "full    Force full duplex operation\n"
	     "half    Force half-duplex operation\n"),
	LINK("media-type ~ LINE$line", run_setting, "media-type  Interface media type\n" LINE_HELP),
	LINK("carrier-delay ~ LINE$line", run_setting,
	     "carrier-delay  Specify delay for interface transitions\n" LINE_HELP),
	LINK("keepalive [<0-32767>$n]", run_usual,
	     "keepalive  Enable keepalive\n"
	     "$n         Keepalive period (seconds)\n"),
	LINK("mop enabled", run_usual,
	     "mop      DEC MOP server commands\n"
	     "enabled  Enable MOP for interface\n"),
	LINK("mop sysid", run_usual,
	     "mop    DEC MOP server commands\n"
	     "sysid  Enable MOP system identification\n"),
	LINK("cdp enable", run_usual,
	     "cdp     CDP interface subcommands\n"
	     "enable  Enable CDP on interface\n"),
	LINK("lldp transmit", run_usual,
	     "lldp      LLDP interface subcommands\n"
	     "transmit  Enable LLDP transmission on interface\n"),
	LINK("lldp receive", run_usual,
	     "lldp     LLDP interface subcommands\n"
	     "receive  Enable LLDP reception on interface\n"),
	LINK("channel-group ~ LINE$line", run_setting,
	     "channel-group  Etherchannel/port bundling configuration\n" LINE_HELP),
	LINK("spanning-tree (portfast|bpduguard|bpdufilter|guard|link-type) [LINE$line]", run_item,
	     "spanning-tree  Spanning Tree Subsystem\n"
	     "portfast       Enable an interface to move directly to forwarding\n"
	     "bpduguard      Don't accept BPDUs on this interface\n"
	     "bpdufilter     Don't send or receive BPDUs on this interface\n"
	     "guard          Change an interface's spanning tree guard mode\n"
	     "link-type      Specify a link type for spanning tree\n" LINE_HELP),
	LINK("service-policy LINE$line", run_item,
	     "service-policy  Configure QoS Service Policy\n" LINE_HELP),
	LINK("mab [LINE$line]", run_item,
	     "mab  MAC Authentication Bypass Interface Config\n" LINE_HELP),
	LINK("authentication LINE$line", run_item,
	     "authentication  Auth Manager Interface Configuration Commands\n" LINE_HELP),
	LINK("access-session (closed|control-direction|host-mode|inherit|interface-template|limit|"
	     "monitor|port-control|timer) [LINE$line]",
	     run_item,
	     "access-session      Access Session specific Interface Configuration Commands\n"
	     "closed              Enable the port in closed mode\n"
	     "control-direction   Set the control-direction on the interface\n"
	     "host-mode           Set the Host mode for authentication on this interface\n"
	     "inherit             Don't inherit global configuration\n"
	     "interface-template  Set the local interface template sticky\n"
	     "limit               Configure limits on this interface\n"
	     "monitor             Apply template to monitor access sessions\n"
	     "port-control        Set the port-control value\n"
	     "timer               Configure authentication timers\n" LINE_HELP),
	LINK("dot1x (authenticator|credentials|mac-auth-bypass|max-reauth-req|max-req|max-start|"
	     "pae|port-control|supplicant|timeout) [LINE$line]",
	     run_item,
	     "dot1x            Interface Config Commands for IEEE 802.1X\n"
	     "authenticator    Configure authenticator parameters\n"
	     "credentials      Credentials profile configuration\n"
	     "mac-auth-bypass  Enable MAC Auth Bypass\n"
	     "max-reauth-req   Max No. of Reauthentication Attempts\n"
	     "max-req          Max No. of Retries\n"
	     "max-start        Max No. of EAPOL-Start requests\n"
	     "pae              Set 802.1x interface pae type\n"
	     "port-control     Set the port-control value\n"
	     "supplicant       Configure supplicant parameters\n"
	     "timeout          Various Timeouts\n" LINE_HELP),
	LINK("cts (dot1x|layer3|manual|role-based) [LINE$line]", run_item,
	     "cts         Configure Cisco Trusted Security\n"
	     "dot1x       CTS dot1x configuration\n"
	     "layer3      CTS layer3 configuration\n"
	     "manual      Supply local configuration for CTS parameters\n"
	     "role-based  Role-based Access Control per-port config commands\n" LINE_HELP),
	LINK("(arp|crypto|flowcontrol|hold-queue|l2protocol-tunnel|lacp|macsec|mls|mpls|nve|"
	     "ppp|priority-queue|queue-set|source|srr-queue|storm-control|udld|xconnect|zone-member) "
	     "LINE$line",
	     run_item,
	     "arp                Set arp type (arpa, probe, snap) or timeout\n"
	     "crypto             Encryption/Decryption commands\n"
	     "flowcontrol        Configure flow operation\n"
	     "hold-queue         Set hold queue depth\n"
	     "l2protocol-tunnel  Tunnel Layer2 protocols\n"
	     "lacp               LACP interface subcommands\n"
	     "macsec             Enable macsec on the interface\n"
	     "mls                mls interface commands\n"
	     "mpls               Configure MPLS interface parameters\n"
	     "nve                Network virtualization endpoint\n"
	     "ppp                Point-to-Point Protocol\n"
	     "priority-queue     Priority Queue\n"
	     "queue-set          Choose a queue set for this queue\n"
	     "source             Get config from another source\n"
	     "srr-queue          Configure shaped round-robin transmit queues\n"
	     "storm-control      Storm configuration\n"
	     "udld               Configure UDLD enabled or disabled\n"
	     "xconnect           Xconnect commands\n"
	     "zone-member        Apply zone name\n" LINE_HELP),
	LINK("encapsulation (frame-relay|hdlc|ppp|untagged|default) [LINE$line]", run_setting,
	     "encapsulation  Set encapsulation type for an interface\n"
	     "frame-relay    Frame Relay networks\n"
	     "hdlc           Serial HDLC synchronous\n"
	     "ppp            Point-to-Point protocol\n"
	     "untagged       Match untagged frames\n"
	     "default        Match what nothing else matches\n" LINE_HELP),

	WRITES(IPV6_ROW, IPV6_HELP "redirects  Enable sending of ICMP Redirect messages\n",
	       run_usual, IF_KEPT_IPV6, write_ipv6),
	IPV6("unreachables", run_usual,
	     "unreachables  Enable sending of ICMP Unreachable messages\n"),
	IPV6("address (autoconfig [default]|dhcp)", run_item,
	     "address     Configure IPv6 address on interface\n"
	     "autoconfig  Obtain address using autoconfiguration\n"
	     "default     Insert default route\n"
	     "dhcp        Obtain a ipv6 address using dhcp\n"),
	IPV6("nd LINE$line", run_item,
	     "nd  IPv6 interface Neighbor Discovery subcommands\n" LINE_HELP),
	IPV6("ospf LINE$line", run_item, "ospf  OSPF interface commands\n" LINE_HELP),
	IPV6("traffic-filter LINE$line", run_item,
	     "traffic-filter  Access control list for packets\n" LINE_HELP),
	{ 0 },
};
