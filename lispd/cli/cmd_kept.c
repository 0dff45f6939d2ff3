/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Global commands without effect here that real configurations contain: kept and printed back. A
 * row's order is its slot.
 */
#include "lib/cli/args.h"
#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"

static int run_keep(struct cli *c, const struct args *a)
{
	kept_type(&root_of(c)->sys->kept, a->row->cmd->order, KEPT_ITEM, a);
	return CLI_OK;
}

static void write_slot(struct cli_writer *w, const void *obj, int slot)
{
	kept_write(w, &((const struct root *)obj)->sys->kept, slot);
}

static void write_service(struct cli_writer *w, const void *obj)
{
	write_slot(w, obj, GLOBAL_KEPT_SERVICE);
	cli_bang(w);
}

static void write_boot(struct cli_writer *w, const void *obj)
{
	write_slot(w, obj, GLOBAL_KEPT_BOOT);
	cli_bang(w);
}

static void write_aaa(struct cli_writer *w, const void *obj)
{
	write_slot(w, obj, GLOBAL_KEPT_AAA);
	cli_bang(w);
}

static void write_name_server(struct cli_writer *w, const void *obj)
{
	write_slot(w, obj, GLOBAL_KEPT_NAME_SERVER);
}

static void write_login(struct cli_writer *w, const void *obj)
{
	cli_bang(w);
	write_slot(w, obj, GLOBAL_KEPT_LOGIN);
	cli_bang(w);
}

static void write_middle(struct cli_writer *w, const void *obj)
{
	write_slot(w, obj, GLOBAL_KEPT_MIDDLE);
	cli_bang(w);
}

static void write_ip(struct cli_writer *w, const void *obj)
{
	write_slot(w, obj, GLOBAL_KEPT_IP);
}

static void write_ssh(struct cli_writer *w, const void *obj)
{
	write_slot(w, obj, GLOBAL_KEPT_SSH);
	cli_bang(w);
}

static void write_end(struct cli_writer *w, const void *obj)
{
	write_slot(w, obj, GLOBAL_KEPT_END);
	cli_bang(w);
}

static void write_ntp(struct cli_writer *w, const void *obj)
{
	write_slot(w, obj, GLOBAL_KEPT_NTP);
	cli_bang(w);
}

/* The rows that print for those of their slot. */
#define SERVICE_ROW                                                                             \
	"[no] service (call-home|compress-config|config|dhcp|finger|internal|linenumber|nagle|" \
	"pad|sequence-numbers|tcp-keepalives-in|tcp-keepalives-out|tcp-small-servers|"          \
	"udp-small-servers|unsupported-transceiver)"
#define BOOT_ROW "[no] boot ~ LINE$line"
#define AAA_ROW "[no] aaa ~ LINE$line"
#define NAME_SERVER_ROW "[no] ip name-server ~ LINE$line"
#define LOGIN_ROW "[no] login ~ LINE$line"
#define MIDDLE_ROW "[no] license ~ LINE$line"
#define IP_ROW "[no] ip forward-protocol LINE$line"
#define SSH_ROW "[no] ip ssh ~ LINE$line"
#define END_ROW "[no] snmp-server ~ LINE$line"
#define NTP_ROW "[no] ntp ~ LINE$line"

#define LINE_HELP "$line  Kept as it is\n"
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
/* WORD and whatever is behind it. */
#define LINE(word, text, slot, row) \
	KEEPS("[no] " word " ~ LINE$line", word "  " text "\n" LINE_HELP, slot, row)
#define MIDDLE(word, text) LINE(word, text, GLOBAL_KEPT_MIDDLE, MIDDLE_ROW)
#define END(word, text) LINE(word, text, GLOBAL_KEPT_END, END_ROW)
#define IP(word, text)                                                               \
	KEEPS("[no] ip " word " [LINE$line]", IP_HELP word "  " text "\n" LINE_HELP, \
	      GLOBAL_KEPT_IP, IP_ROW)
#define LIST(word, text)                                                             \
	KEEPS("[no] ip " word " ~ LINE$line", IP_HELP word "  " text "\n" LINE_HELP, \
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
	KEEPS("boot-start-marker", "boot-start-marker  Start of the boot parameters\n",
	      GLOBAL_KEPT_BOOT, BOOT_ROW),
	KEEPS("boot-end-marker", "boot-end-marker  End of the boot parameters\n", GLOBAL_KEPT_BOOT,
	      BOOT_ROW),

	WRITES(AAA_ROW, "aaa  Authentication, Authorization and Accounting\n" LINE_HELP,
	       GLOBAL_KEPT_AAA, write_aaa),
	LINE("clock", "Configure time-of-day clock", GLOBAL_KEPT_AAA, AAA_ROW),
	LINE("mmi", "Modify the MMI", GLOBAL_KEPT_AAA, AAA_ROW),

	WRITES(NAME_SERVER_ROW,
	       IP_HELP "name-server  Specify address of name server to use\n" LINE_HELP,
	       GLOBAL_KEPT_NAME_SERVER, write_name_server),

	WRITES(LOGIN_ROW, "login  Enable secure login checking\n" LINE_HELP, GLOBAL_KEPT_LOGIN,
	       write_login),

	WRITES(MIDDLE_ROW, "license  Configure license features\n" LINE_HELP, GLOBAL_KEPT_MIDDLE,
	       write_middle),
	MIDDLE("access-session", "Access session global configuration commands"),
	MIDDLE("cts", "Cisco Trusted Security commands"),
	MIDDLE("device-tracking", "Device tracking configuration commands"),
	MIDDLE("diagnostic", "Configure diagnostic information"),
	MIDDLE("dot1x", "IEEE 802.1X global configuration commands"),
	MIDDLE("errdisable", "Error disable"),
	MIDDLE("memory", "Configure memory management"),
	MIDDLE("mgcp", "Enable Media Gateway Control Protocol"),
	MIDDLE("mpls", "Configure MPLS parameters"),
	MIDDLE("multilink", "PPP multilink global configuration"),
	MIDDLE("password", "Configure encryption password (key)"),
	MIDDLE("spanning-tree", "Spanning Tree Subsystem"),
	MIDDLE("subscriber", "Subscriber management"),
	MIDDLE("switch", "Set the switch number"),
	MIDDLE("system", "System configuration"),
	MIDDLE("vtp", "Configure global VTP state"),
	KEEPS("[no] ipv6 (cef|ioam|multicast-routing) [LINE$line]",
	      IPV6_HELP "cef                Cisco Express Forwarding for IPv6\n"
			"ioam               In-situ OAM\n"
			"multicast-routing  Enable IPv6 multicast routing\n" LINE_HELP,
	      GLOBAL_KEPT_MIDDLE, MIDDLE_ROW),

	WRITES(IP_ROW, IP_HELP "forward-protocol  Controls forwarding of broadcasts\n" LINE_HELP,
	       GLOBAL_KEPT_IP, write_ip),
	IP("bgp-community", "Format for BGP community"),
	IP("bootp", "Config BOOTP services"),
	IP("classless", "Follow classless routing forwarding rules"),
	IP("dhcp", "Configure DHCP server and relay parameters"),
	IP("finger", "Finger server"),
	IP("ftp", "FTP configuration commands"),
	IP("http", "HTTP server configuration"),
	IP("icmp", "Set ICMP parameters"),
	IP("igmp", "IGMP global configuration"),
	IP("multicast-routing", "Enable IP multicast forwarding"),
	IP("nat", "NAT configuration commands"),
	IP("pim", "PIM global commands"),
	IP("radius", "RADIUS configuration commands"),
	IP("scp", "Scp commands"),
	IP("source-route", "Process packets with source routing header options"),
	IP("subnet-zero", "Allow 'subnet zero' subnets"),
	IP("tacacs", "TACACS configuration commands"),
	IP("tcp", "Global TCP parameters"),
	IP("tftp", "TFTP configuration commands"),

	WRITES(SSH_ROW, IP_HELP "ssh  Configure SSH options\n" LINE_HELP, GLOBAL_KEPT_SSH,
	       write_ssh),
	LIST("as-path", "BGP autonomous system path filter"),
	LIST("community-list", "Add a community list entry"),
	LIST("prefix-list", "Build a prefix list"),
	LINE("access-list", "Add an access list entry", GLOBAL_KEPT_SSH, SSH_ROW),
	KEEPS("[no] ipv6 prefix-list LINE$line",
	      IPV6_HELP "prefix-list  Build a prefix list\n" LINE_HELP, GLOBAL_KEPT_SSH, SSH_ROW),

	WRITES(END_ROW, "snmp-server  Modify SNMP engine parameters\n" LINE_HELP, GLOBAL_KEPT_END,
	       write_end),
	END("alias", "Create command alias"),
	END("cdp", "Global CDP configuration subcommands"),
	END("file", "Adjust file system parameters"),
	END("lldp", "Global LLDP configuration subcommands"),
	END("parser", "Configure parser"),
	END("privilege", "Command privilege parameters"),
	END("radius-server", "Modify RADIUS query parameters"),
	END("tacacs-server", "Modify TACACS query parameters"),

	WRITES(NTP_ROW, "ntp  Configure NTP\n" LINE_HELP, GLOBAL_KEPT_NTP, write_ntp),
	LINE("scheduler", "Scheduler parameters", GLOBAL_KEPT_NTP, NTP_ROW),
	KEEPS("[no] (netconf-yang|restconf) [LINE$line]",
	      "netconf-yang  Configure NETCONF\n"
	      "restconf      Configure RESTCONF\n" LINE_HELP,
	      GLOBAL_KEPT_NTP, NTP_ROW),
	{ 0 },
};
