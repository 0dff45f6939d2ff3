/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Global commands without effect here that real configurations contain: kept and printed back. A
 * row's order is its slot.
 */
#include <stdlib.h>
#include <string.h>

#include "lib/cli/args.h"
#include "lispd/cli/block.h"
#include "lispd/cli/kept_rows.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"

static int run_keep(struct cli *c, const struct args *a)
{
	kept_type(&root_of(c)->sys->kept, a->row->cmd->order, KEPT_ITEM, a);
	return CLI_OK;
}

/* Is there such a line with some number? */
static bool has_entry(const struct kept *k, const char *list, const char *rest)
{
	for (unsigned i = 0; i < k->n; i++) {
		const char *text = k->line[i].text, *entry;

		if (!kept_begins(text, list) || strncmp(text + strlen(list), " seq ", 5) != 0)
			continue;
		entry = strchr(text + strlen(list) + 5, ' ');
		if (entry && strcmp(entry + 1, rest) == 0)
			return true;
	}
	return false;
}

/* The number behind the last line of the list. */
static unsigned long next_seq(const struct kept *k, const char *list)
{
	unsigned long last = 0;

	for (unsigned i = 0; i < k->n; i++) {
		const char *text = k->line[i].text;

		if (kept_begins(text, list) && strncmp(text + strlen(list), " seq ", 5) == 0)
			last = MAX_OF(last, strtoul(text + strlen(list) + 5, NULL, 10));
	}
	return last / 5 * 5 + 5;
}

/* A line without "seq N" gets its number, as it is printed with one. */
static int run_prefix_list(struct cli *c, const struct args *a)
{
	struct kept *k = &root_of(c)->sys->kept;
	const char *rest = arg_str(a, "line");
	struct out list;

	if (arg_no(a) || !rest || (strncmp(rest, "permit ", 7) && strncmp(rest, "deny ", 5)))
		return run_keep(c, a);
	out_init(&list);
	out(&list, "%s prefix-list %s", arg_has(a, "ipv6") ? "ipv6" : "ip", arg_str(a, "name"));
	if (!has_entry(k, list.text, rest)) {
		unsigned long seq = next_seq(k, list.text);

		out(&list, " seq %lu %s", seq, rest);
		kept_set(k, a->row->cmd->order, list.text, list.text);
	}
	out_fini(&list);
	return CLI_OK;
}

static void write_slot(struct cli_writer *w, const void *obj, int slot)
{
	kept_write(w, &((const struct root *)obj)->sys->kept, slot);
}

/* In a paragraph of its own. */
static void write_apart(struct cli_writer *w, const void *obj, int slot)
{
	cli_bang(w);
	write_slot(w, obj, slot);
	cli_bang(w);
}

#define SLOT_WRITER(name, how, slot)                            \
	static void name(struct cli_writer *w, const void *obj) \
	{                                                       \
		how(w, obj, slot);                              \
	}

SLOT_WRITER(write_boot, write_apart, GLOBAL_KEPT_BOOT)
SLOT_WRITER(write_aaa, write_apart, GLOBAL_KEPT_AAA)
SLOT_WRITER(write_name_server, write_slot, GLOBAL_KEPT_NAME_SERVER)
SLOT_WRITER(write_dhcp, write_apart, GLOBAL_KEPT_DHCP)
SLOT_WRITER(write_login, write_apart, GLOBAL_KEPT_LOGIN)
SLOT_WRITER(write_middle, write_apart, GLOBAL_KEPT_MIDDLE)
SLOT_WRITER(write_license, write_apart, GLOBAL_KEPT_LICENSE)
SLOT_WRITER(write_spanning, write_apart, GLOBAL_KEPT_SPANNING)
SLOT_WRITER(write_ip, write_slot, GLOBAL_KEPT_IP)
SLOT_WRITER(write_ssh, write_apart, GLOBAL_KEPT_SSH)
SLOT_WRITER(write_end, write_apart, GLOBAL_KEPT_END)
SLOT_WRITER(write_ntp, write_apart, GLOBAL_KEPT_NTP)

static void write_service(struct cli_writer *w, const void *obj)
{
	write_slot(w, obj, GLOBAL_KEPT_SERVICE);
	cli_bang(w);
}

/* The rows that print for those of their slot. */
#define SERVICE_ROW                                                                                       \
	"[no] [default] service (call-home|compress-config|config|dhcp|finger|internal|linenumber|nagle|" \
	"pad|sequence-numbers|tcp-keepalives-in|tcp-keepalives-out|tcp-small-servers|"                    \
	"udp-small-servers|unsupported-transceiver)"
#define BOOT_ROW "[no] [default] boot ~ LINE$line"
#define NAME_SERVER_ROW "[no] [default] ip name-server ~ LINE$line"
#define LOGIN_ROW "[no] [default] login ~ LINE$line"
#define LICENSE_ROW "[no] [default] license ~ LINE$line"
#define SPANNING_ROW "[no] [default] spanning-tree ~ LINE$line"
#define SSH_ROW "[no] [default] ip ssh ~ LINE$line"

#define LINE_HELP "$line  Kept as it is\n"
#define NAME_HELP "$name  Name of a prefix list\n" LINE_HELP
#define IP_HELP "ip  Global IP configuration subcommands\n"
#define IPV6_HELP "ipv6  Global IPv6 configuration commands\n"

#define WRITES(row, texts, slot, writer)                                                \
	{                                                                               \
		.mode = CLI_MODE_CONFIG, .syntax = row, .help = texts, .run = run_keep, \
		.write = writer, .order = slot, .flags = CLI_FREE_TEXT                  \
	}
#define KEEPS(words, texts, slot, row)                                                    \
	{                                                                                 \
		.mode = CLI_MODE_CONFIG, .syntax = words, .help = texts, .run = run_keep, \
		.order = slot, .saved_by = row, .flags = CLI_FREE_TEXT                    \
	}
#define LISTED(words, texts, slot, row)                                                          \
	{                                                                                        \
		.mode = CLI_MODE_CONFIG, .syntax = words, .help = texts, .run = run_prefix_list, \
		.order = slot, .saved_by = row, .flags = CLI_FREE_TEXT                           \
	}
/* WORD and whatever is behind it. */
#define LINE(word, text, slot, row) \
	KEEPS("[no] [default] " word " ~ LINE$line", word "  " text "\n" LINE_HELP, slot, row)
#define MIDDLE(word, text) LINE(word, text, GLOBAL_KEPT_MIDDLE, KEPT_MIDDLE_ROW)
#define END(word, text) LINE(word, text, GLOBAL_KEPT_END, KEPT_END_ROW)
#define IP(word, text)                                                                         \
	KEEPS("[no] [default] ip " word " [LINE$line]", IP_HELP word "  " text "\n" LINE_HELP, \
	      GLOBAL_KEPT_IP, KEPT_IP_ROW)
#define DHCP(word, text)                                                                       \
	KEEPS("[no] [default] ip " word " [LINE$line]", IP_HELP word "  " text "\n" LINE_HELP, \
	      GLOBAL_KEPT_DHCP, KEPT_DHCP_ROW)
#define LIST(word, text)                                                                       \
	KEEPS("[no] [default] ip " word " ~ LINE$line", IP_HELP word "  " text "\n" LINE_HELP, \
	      GLOBAL_KEPT_SSH, SSH_ROW)

const struct cli_cmd kept_rows[] = {
	WRITES(SERVICE_ROW,
	       "call-home                Enable call-home service\n"
	       "compress-config          Compress the nvram configuration file\n"
	       "config                   TFTP load config files\n"
	       "dhcp                     Enable DHCP server and relay agent\n"
	       "finger                   Allow responses to finger requests\n"
	       "internal                 Enable internal commands\n"
	       "linenumber               Enable line number banner for each exec\n"
	       "nagle                    Enable Nagle's congestion control algorithm\n"
	       "pad                      Enable PAD commands\n"
	       "sequence-numbers         Stamp logger messages with a sequence number\n"
	       "tcp-keepalives-in        Generate keepalives on idle incoming connections\n"
	       "tcp-keepalives-out       Generate keepalives on idle outgoing connections\n"
	       "tcp-small-servers        TCP and UDP small servers (e.g., ECHO)\n"
	       "udp-small-servers        UDP small servers (e.g., ECHO)\n"
	       "unsupported-transceiver  Enable support for third-party transceivers\n",
	       GLOBAL_KEPT_SERVICE, write_service),
	LINE("platform", "Platform specific configuration", GLOBAL_KEPT_SERVICE, SERVICE_ROW),

	WRITES(BOOT_ROW, "boot  Modify system boot parameters\n" LINE_HELP, GLOBAL_KEPT_BOOT,
	       write_boot),
	KEEPS("[no] [default] boot-start-marker",
	      "boot-start-marker  Start of the boot parameters\n", GLOBAL_KEPT_BOOT, BOOT_ROW),
	KEEPS("[no] [default] boot-end-marker", "boot-end-marker  End of the boot parameters\n",
	      GLOBAL_KEPT_BOOT, BOOT_ROW),

	WRITES(KEPT_AAA_ROW, "aaa  Authentication, Authorization and Accounting\n" LINE_HELP,
	       GLOBAL_KEPT_AAA, write_aaa),
	LINE("clock", "Configure time-of-day clock", GLOBAL_KEPT_AAA, KEPT_AAA_ROW),
	LINE("mmi", "Modify the MMI", GLOBAL_KEPT_AAA, KEPT_AAA_ROW),
	LINE("switch", "Set the switch number", GLOBAL_KEPT_AAA, KEPT_AAA_ROW),

	WRITES(NAME_SERVER_ROW,
	       IP_HELP "name-server  Specify address of name server to use\n" LINE_HELP,
	       GLOBAL_KEPT_NAME_SERVER, write_name_server),

	WRITES(KEPT_DHCP_ROW,
	       IP_HELP "dhcp  Configure DHCP server and relay parameters\n" LINE_HELP,
	       GLOBAL_KEPT_DHCP, write_dhcp),
	DHCP("igmp", "IGMP global configuration"),
	DHCP("multicast-routing", "Enable IP multicast forwarding"),

	WRITES(LOGIN_ROW, "login  Enable secure login checking\n" LINE_HELP, GLOBAL_KEPT_LOGIN,
	       write_login),

	WRITES(KEPT_MIDDLE_ROW, "multilink  PPP multilink global configuration\n" LINE_HELP,
	       GLOBAL_KEPT_MIDDLE, write_middle),
	MIDDLE("access-session", "Access session global configuration commands"),
	/* Narrowly: blocks of IKE have such lines, too. */
	KEEPS("[no] [default] authentication (command|convert-to|critical|display|logging|mac-address|"
	      "mac-move) [LINE$line]",
	      "authentication  Auth Manager Global Configuration Commands\n"
	      "command         Set global auth manager commands\n"
	      "convert-to      Convert legacy configuration\n"
	      "critical        Set global critical authentication parameters\n"
	      "display         Set the style of the configuration\n"
	      "logging         Set logging parameters\n"
	      "mac-address     Set the MAC format\n"
	      "mac-move        Set MAC move parameters\n" LINE_HELP,
	      GLOBAL_KEPT_MIDDLE, KEPT_MIDDLE_ROW),
	MIDDLE("cts", "Cisco Trusted Security commands"),
	MIDDLE("device-tracking", "Device tracking configuration commands"),
	MIDDLE("dot1x", "IEEE 802.1X global configuration commands"),
	MIDDLE("hw-module", "Control of individual components in the system"),
	MIDDLE("lacp", "LACP configuration"),
	MIDDLE("macro", "Macro configuration"),
	MIDDLE("mls", "mls global commands"),
	MIDDLE("mpls", "Configure MPLS parameters"),
	MIDDLE("password", "Configure encryption password (key)"),
	MIDDLE("port-channel", "EtherChannel configuration"),
	MIDDLE("qos", "Global QoS configuration commands"),
	MIDDLE("sdm", "Switch database management"),
	MIDDLE("stack-mac", "MAC address of the stack"),
	MIDDLE("subscriber", "Subscriber management"),
	MIDDLE("system", "System configuration"),
	MIDDLE("udld", "Configure global UDLD setting"),
	MIDDLE("vtp", "Configure global VTP state"),
	KEEPS("[no] [default] ipv6 (cef|hop-limit|icmp|ioam|local|multicast-routing|nd|source-route) "
	      "[LINE$line]",
	      IPV6_HELP "cef                Cisco Express Forwarding for IPv6\n"
			"hop-limit          Configure hop count limit\n"
			"icmp               Configure ICMP parameters\n"
			"local              Specify local options\n"
			"nd                 Configure IPv6 ND\n"
			"source-route       Process packets with source routing header options\n"
			"ioam               In-situ OAM\n"
			"multicast-routing  Enable IPv6 multicast routing\n" LINE_HELP,
	      GLOBAL_KEPT_MIDDLE, KEPT_MIDDLE_ROW),

	WRITES(LICENSE_ROW, "license  Configure license features\n" LINE_HELP, GLOBAL_KEPT_LICENSE,
	       write_license),
	LINE("diagnostic", "Configure diagnostic information", GLOBAL_KEPT_LICENSE, LICENSE_ROW),
	LINE("memory", "Configure memory management", GLOBAL_KEPT_LICENSE, LICENSE_ROW),
	WRITES(SPANNING_ROW, "spanning-tree  Spanning Tree Subsystem\n" LINE_HELP,
	       GLOBAL_KEPT_SPANNING, write_spanning),
	LINE("errdisable", "Error disable", GLOBAL_KEPT_SPANNING, SPANNING_ROW),
	LINE("cdp", "Global CDP configuration subcommands", GLOBAL_KEPT_VLAN, KEPT_VLAN_ROW),
	LINE("lldp", "Global LLDP configuration subcommands", GLOBAL_KEPT_VLAN, KEPT_VLAN_ROW),
	LINE("mac-address-table", "MAC forwarding table", GLOBAL_KEPT_VLAN, KEPT_VLAN_ROW),
	LINE("monitor", "Monitoring different system events", GLOBAL_KEPT_VLAN, KEPT_VLAN_ROW),

	WRITES(KEPT_IP_ROW,
	       IP_HELP "forward-protocol  Controls forwarding of broadcasts\n" LINE_HELP,
	       GLOBAL_KEPT_IP, write_ip),
	IP("admission", "Admission control"),
	IP("arp", "IP ARP global configuration"),
	IP("bgp-community", "Format for BGP community"),
	IP("bootp", "Config BOOTP services"),
	IP("classless", "Follow classless routing forwarding rules"),
	IP("default-gateway", "Specify default gateway (if not routing IP)"),
	IP("default-network", "Flags networks as candidates for default routes"),
	IP("device", "IP device tracking"),
	IP("explicit-path", "Configure explicit-path"),
	IP("finger", "Finger server"),
	IP("flow-cache", "Configure netflow cache parameters"),
	IP("flow-export", "Specify host/port to send flow statistics"),
	IP("ftp", "FTP configuration commands"),
	IP("gratuitous-arps", "Generate gratuitous ARPs for PPP/SLIP peer addresses"),
	IP("http", "HTTP server configuration"),
	IP("icmp", "Set ICMP parameters"),
	IP("local", "Specify local options"),
	IP("nat", "NAT configuration commands"),
	IP("pim", "PIM global commands"),
	IP("options", "Pass or drop packets with IP options"),
	IP("source-route", "Process packets with source routing header options"),
	IP("spd", "Selective Packet Discard"),
	IP("subnet-zero", "Allow 'subnet zero' subnets"),
	IP("tacacs", "TACACS configuration commands"),
	IP("tcp", "Global TCP parameters"),
	IP("telnet", "Specify telnet options"),
	IP("tftp", "TFTP configuration commands"),

	WRITES(SSH_ROW, IP_HELP "ssh  Configure SSH options\n" LINE_HELP, GLOBAL_KEPT_SSH,
	       write_ssh),
	LIST("scp", "Scp commands"),
	LIST("as-path", "BGP autonomous system path filter"),
	LIST("community-list", "Add a community list entry"),
	LISTED("[no] [default] ip prefix-list WORD$name ~ LINE$line",
	       IP_HELP "prefix-list  Build a prefix list\n" NAME_HELP, GLOBAL_KEPT_ACL,
	       KEPT_ACL_ROW),
	KEEPS("[no] [default] ip radius LINE$line",
	      IP_HELP "radius  RADIUS configuration commands\n" LINE_HELP, GLOBAL_KEPT_ACL,
	      KEPT_ACL_ROW),
	LINE("access-list", "Add an access list entry", GLOBAL_KEPT_ACL, KEPT_ACL_ROW),
	LISTED("[no] [default] ipv6 prefix-list WORD$name ~ LINE$line",
	       IPV6_HELP "prefix-list  Build a prefix list\n" NAME_HELP, GLOBAL_KEPT_ROUTE_MAP,
	       KEPT_ROUTE_MAP_ROW),

	WRITES(KEPT_END_ROW, "snmp-server  Modify SNMP engine parameters\n" LINE_HELP,
	       GLOBAL_KEPT_END, write_end),
	END("file", "Adjust file system parameters"),
	END("exception", "Exception handling"),
	END("parser", "Configure parser"),
	END("privilege", "Command privilege parameters"),
	END("radius-server", "Modify RADIUS query parameters"),
	END("tacacs-server", "Modify TACACS query parameters"),
	END("tftp-server", "Provide TFTP service for netload requests"),
	LINE("mgcp", "Enable Media Gateway Control Protocol", GLOBAL_KEPT_CONTROL,
	     KEPT_CONTROL_ROW),

	WRITES(KEPT_NTP_ROW, "ntp  Configure NTP\n" LINE_HELP, GLOBAL_KEPT_NTP, write_ntp),
	LINE("scheduler", "Scheduler parameters", GLOBAL_KEPT_NTP, KEPT_NTP_ROW),
	KEEPS("[no] [default] (netconf-yang|restconf) [LINE$line]",
	      "netconf-yang  Configure NETCONF\n"
	      "restconf      Configure RESTCONF\n" LINE_HELP,
	      GLOBAL_KEPT_NTP, KEPT_NTP_ROW),
	{ 0 },
};
