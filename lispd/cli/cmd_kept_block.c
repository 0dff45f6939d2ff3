/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blocks of other features: a routing protocol, a certificate, a policy... Their lines are kept
 * as they are (kept_block.h). A row's order is the slot where its blocks are printed.
 */
#include <ctype.h>
#include <string.h>

#include "lib/cli/args.h"
#include "lispd/cli/block.h"
#include "lispd/cli/cmd_interface.h"
#include "lispd/cli/kept_kind.h"
#include "lispd/cli/kept_rows.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"
#include "lispd/net/iface.h"

static int open_block(struct cli *c, const struct args *a, struct kept *kept, int slot)
{
	struct out header;

	out_init(&header);
	kept_spelling(a, &header);
	if (is_off(a)) {
		kept_drop(kept, out_text(&header));
	} else {
		kept_block_get(kept, slot, out_text(&header));
		cli_enter(c, MODE_KEPT, out_text(&header));
	}
	out_fini(&header);
	return CLI_OK;
}

static int run_block(struct cli *c, const struct args *a)
{
	return open_block(c, a, &root_of(c)->sys->kept, a->row->cmd->order);
}

static int run_vlan(struct cli *c, const struct args *a)
{
	const char *list = arg_str(a, "list");

	if (!isdigit((unsigned char)list[0])) {
		cli_print(c,
			  "Command rejected: Bad VLAN list - character #1 ('%c') is a "
			  "non-numeric.\n",
			  list[0]);
		return CLI_FAIL;
	}
	return run_block(c, a);
}

static int run_line(struct cli *c, const struct args *a)
{
	kept_type(&root_of(c)->sys->kept, a->row->cmd->order, KEPT_ITEM, a);
	return CLI_OK;
}

static int run_service_instance(struct cli *c, const struct args *a)
{
	struct iface *i = block_iface(c);

	if (!i)
		return CLI_FAIL;
	return open_block(c, a, sys_if_kept_get(root_of(c)->sys, i->name.s), IF_KEPT_SERVICE);
}

/* --- leave words ------------------------------------------------------------------------------ */

/* "exit-address-family" and its like; one too many does no harm. */
static int run_leave(struct cli *c, const struct args *a)
{
	while (cli_mode(c) > MODE_KEPT) {
		const char *header = cli_key(c, cli_mode(c));
		const char *leave = kept_kind_leave_below(header);

		cli_leave(c);
		if (leave && arg_has(a, leave))
			break;
	}
	return CLI_OK;
}

/* --- printing --------------------------------------------------------------------------------- */

static void write_slot(struct cli_writer *w, const void *obj, int slot)
{
	kept_write(w, &((const struct root *)obj)->sys->kept, slot);
	cli_bang(w);
}

#define SLOT_WRITER(name, slot)                                 \
	static void name(struct cli_writer *w, const void *obj) \
	{                                                       \
		write_slot(w, obj, slot);                       \
	}

SLOT_WRITER(write_pki, GLOBAL_KEPT_PKI)
SLOT_WRITER(write_redundancy, GLOBAL_KEPT_REDUNDANCY)
SLOT_WRITER(write_vlan, GLOBAL_KEPT_VLAN)
SLOT_WRITER(write_class, GLOBAL_KEPT_CLASS)
SLOT_WRITER(write_crypto, GLOBAL_KEPT_CRYPTO)
SLOT_WRITER(write_router, GLOBAL_KEPT_ROUTER)
SLOT_WRITER(write_acl, GLOBAL_KEPT_ACL)
SLOT_WRITER(write_route_map, GLOBAL_KEPT_ROUTE_MAP)
SLOT_WRITER(write_control, GLOBAL_KEPT_CONTROL)

/* An interface's blocks follow its lines. */
static void write_service_instance(struct cli_writer *w, const void *obj)
{
	const struct if_block *b = obj;

	kept_write(w, sys_if_kept_find(b->sys, b->i->name.s), IF_KEPT_SERVICE);
}

/* --- the rows --------------------------------------------------------------------------------- */

#define PKI_ROW "[no] [default] crypto pki trustpoint WORD$name"
#define REDUNDANCY_ROW "[no] [default] redundancy"
#define CLASS_ROW "[no] [default] class-map LINE$line"
#define CRYPTO_ROW "[no] [default] crypto (gdoi|isakmp|ipsec|keyring|ikev2|map|vpn) LINE$line"
#define ROUTER_ROW "[no] [default] router (bgp|eigrp|ospf) LINE$line"

#define LINE_HELP "$line  Kept as it is\n"
#define NAME_HELP "$name  Name\n"
#define CRYPTO_HELP "crypto  Encryption module\n"
#define IP_HELP "ip  Global IP configuration subcommands\n"
#define IPV6_HELP "ipv6  Global IPv6 configuration commands\n"

#define OPENS(words, texts, fn, slot, how)                                                         \
	{                                                                                          \
		.mode = CLI_MODE_CONFIG, .syntax = words, .help = texts, .run = fn, .order = slot, \
		.flags = CLI_FREE_TEXT | CLI_OPENS_MODE, how                                       \
	}
#define WRITES(words, texts, slot, writer) OPENS(words, texts, run_block, slot, .write = writer)
#define BLOCK(words, texts, slot, row) \
	OPENS("[no] [default] " words, texts, run_block, slot, .saved_by = row)
#define LINES(words, texts, slot, row)                                                     \
	{                                                                                  \
		.mode = CLI_MODE_CONFIG, .syntax = "[no] [default] " words, .help = texts, \
		.run = run_line, .order = slot, .flags = CLI_FREE_TEXT, .saved_by = row    \
	}

const struct cli_cmd kept_block_rows[] = {
	WRITES(PKI_ROW,
	       CRYPTO_HELP "pki         Public Key components\n"
			   "trustpoint  Define a CA trustpoint\n" NAME_HELP,
	       GLOBAL_KEPT_PKI, write_pki),
	BLOCK("crypto pki certificate (chain|map|pool) [LINE$line]",
	      CRYPTO_HELP "pki          Public Key components\n"
			  "certificate  Define certificate parameters\n"
			  "chain        Identify certificates\n"
			  "map          Define certificate attributes map\n"
			  "pool         Define the pool of certificates\n" LINE_HELP,
	      GLOBAL_KEPT_PKI, PKI_ROW),
	LINES("crypto pki (authenticate|enroll|import|export|crl|token) LINE$line",
	      CRYPTO_HELP "pki           Public Key components\n"
			  "authenticate  Get the CA certificate\n"
			  "enroll        Request a certificate from a CA\n"
			  "import        Import certificate or pkcs12\n"
			  "export        Export certificate or pkcs12\n"
			  "crl           Certificate revocation list\n"
			  "token         Configure cryptographic token\n" LINE_HELP,
	      GLOBAL_KEPT_PKI, PKI_ROW),
	BLOCK("flow (exporter|monitor|record) WORD$name",
	      "flow      Global Flow configuration subcommands\n"
	      "exporter  Define a Flow Exporter\n"
	      "monitor   Define a Flow Monitor\n"
	      "record    Define a Flow Record\n" NAME_HELP,
	      GLOBAL_KEPT_MIDDLE, KEPT_MIDDLE_ROW),
	BLOCK("key chain WORD$name",
	      "key    Key management\n"
	      "chain  Key-chain management\n" NAME_HELP,
	      GLOBAL_KEPT_PKI, PKI_ROW),

	WRITES(REDUNDANCY_ROW, "redundancy  Configure redundancy\n", GLOBAL_KEPT_REDUNDANCY,
	       write_redundancy),
	BLOCK("archive", "archive  Archive the configuration\n", GLOBAL_KEPT_REDUNDANCY,
	      REDUNDANCY_ROW),
	BLOCK("bridge-domain <1-65535>$n",
	      "bridge-domain  Bridge-domain commands\n"
	      "$n             Bridge-domain\n",
	      GLOBAL_KEPT_REDUNDANCY, REDUNDANCY_ROW),
	BLOCK("service-template WORD$name",
	      "service-template  Identity policy service template\n" NAME_HELP,
	      GLOBAL_KEPT_REDUNDANCY, REDUNDANCY_ROW),
	BLOCK("virtual-service WORD$name", "virtual-service  Virtual service\n" NAME_HELP,
	      GLOBAL_KEPT_REDUNDANCY, REDUNDANCY_ROW),
	BLOCK("device-tracking policy WORD$name",
	      "device-tracking  Device tracking configuration commands\n"
	      "policy           Define a policy\n" NAME_HELP,
	      GLOBAL_KEPT_REDUNDANCY, REDUNDANCY_ROW),
	BLOCK("(bfd-template|evpn|l2vpn|object-group|parameter-map|pseudowire-class|"
	      "segment-routing|stackwise-virtual|transceiver|zone|zone-pair) [LINE$line]",
	      "bfd-template       BFD template configuration\n"
	      "evpn               Ethernet VPN\n"
	      "l2vpn              Layer 2 VPN commands\n"
	      "object-group       Configure Object Group\n"
	      "parameter-map      Parameter map\n"
	      "pseudowire-class   Pseudowire-class configuration\n"
	      "segment-routing    Segment routing\n"
	      "stackwise-virtual  StackWise Virtual configuration\n"
	      "transceiver        Transceiver configuration commands\n"
	      "zone               Security zone\n"
	      "zone-pair          Zone pair command\n" LINE_HELP,
	      GLOBAL_KEPT_REDUNDANCY, REDUNDANCY_ROW),

	OPENS(KEPT_VLAN_ROW,
	      "vlan   Vlan commands\n"
	      "$list  VLAN IDs, such as 10 or 10,20-30\n",
	      run_vlan, GLOBAL_KEPT_VLAN, .write = write_vlan),
	BLOCK("vlan (configuration|access-map) LINE$line",
	      "vlan           Vlan commands\n"
	      "configuration  VLAN feature configuration\n"
	      "access-map     Create VLAN access-map\n" LINE_HELP,
	      GLOBAL_KEPT_VLAN, KEPT_VLAN_ROW),
	LINES("vlan (accounting|dot1q|filter|group|internal) LINE$line",
	      "vlan        Vlan commands\n"
	      "accounting  VLAN accounting configuration\n"
	      "dot1q       dot1q parameters\n"
	      "filter      Apply a VLAN map\n"
	      "group       Create a vlan group\n"
	      "internal    internal VLAN\n" LINE_HELP,
	      GLOBAL_KEPT_VLAN, KEPT_VLAN_ROW),
	BLOCK("track <1-1000>$n [LINE$line]",
	      "track  Object tracking configuration commands\n"
	      "$n     Tracked object\n" LINE_HELP,
	      GLOBAL_KEPT_VLAN, KEPT_VLAN_ROW),

	WRITES(CLASS_ROW, "class-map  Configure CPL Class Map\n" LINE_HELP, GLOBAL_KEPT_CLASS,
	       write_class),
	BLOCK("policy-map LINE$line", "policy-map  Configure Policy Map\n" LINE_HELP,
	      GLOBAL_KEPT_CLASS, CLASS_ROW),
	BLOCK("template WORD$name", "template  Select a template to configure\n" NAME_HELP,
	      GLOBAL_KEPT_CLASS, CLASS_ROW),

	WRITES(CRYPTO_ROW,
	       CRYPTO_HELP "gdoi     Configure GKM (GDOI or GIKEV2) Group\n"
			   "isakmp   Configure ISAKMP policy\n"
			   "ipsec    Configure IPSEC policy\n"
			   "keyring  Key ring commands\n"
			   "ikev2    Configure IKEv2 Options\n"
			   "map      Enter a crypto map\n"
			   "vpn      VPN commands\n" LINE_HELP,
	       GLOBAL_KEPT_CRYPTO, write_crypto),
	LINES("crypto engine LINE$line",
	      CRYPTO_HELP "engine  Enter a crypto engine configurable menu\n" LINE_HELP,
	      GLOBAL_KEPT_CRYPTO, CRYPTO_ROW),
	LINES("crypto isakmp (aggressive-mode|enable|identity|invalid-spi-recovery|keepalive|key|"
	      "nat) [LINE$line]",
	      CRYPTO_HELP "isakmp                Configure ISAKMP policy\n"
			  "aggressive-mode       Disable ISAKMP aggressive mode\n"
			  "enable                Enable ISAKMP\n"
			  "identity              Set the identity of the router\n"
			  "invalid-spi-recovery  Initiate IKE upon receipt of an invalid SPI\n"
			  "keepalive             Set a keepalive interval\n"
			  "key                   Set pre-shared key for remote peer\n"
			  "nat                   Set a nat keepalive interval\n" LINE_HELP,
	      GLOBAL_KEPT_CRYPTO, CRYPTO_ROW),
	LINES("crypto ipsec (df-bit|fragmentation|nat-transparency|optional|"
	      "security-association) [LINE$line]",
	      CRYPTO_HELP "ipsec                 Configure IPSEC policy\n"
			  "df-bit                Handling of encapsulated DF bit\n"
			  "fragmentation         Handling of fragmentation\n"
			  "nat-transparency      IPsec NAT transparency model\n"
			  "optional              Enable optional encryption\n"
			  "security-association  Security association parameters\n" LINE_HELP,
	      GLOBAL_KEPT_CRYPTO, CRYPTO_ROW),
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "crypto key LINE$line",
		.help = CRYPTO_HELP "key    Long term key operations\n"
				    "$line  Keys are made elsewhere\n",
		.flags = CLI_NOT_SAVED,
	},

	WRITES(ROUTER_ROW,
	       "bgp     Border Gateway Protocol (BGP)\n"
	       "eigrp   Enhanced Interior Gateway Routing Protocol (EIGRP)\n"
	       "ospf    Open Shortest Path First (OSPF)\n" LINE_HELP,
	       GLOBAL_KEPT_ROUTER, write_router),
	/* Hidden, so that "router os 1" is no riddle. */
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] router ospfv3 LINE$line",
		.help = "ospfv3  OSPFv3\n" LINE_HELP,
		.run = run_block,
		.order = GLOBAL_KEPT_ROUTER,
		.saved_by = ROUTER_ROW,
		.flags = CLI_FREE_TEXT | CLI_OPENS_MODE | CLI_HIDDEN,
	},
	BLOCK("router (isis|rip) [WORD$name]",
	      "isis   ISO IS-IS\n"
	      "rip    Routing Information Protocol (RIP)\n"
	      "$name  ISO routing area tag\n",
	      GLOBAL_KEPT_ROUTER, ROUTER_ROW),
	BLOCK("ipv6 router (eigrp|ospf|rip) LINE$line",
	      IPV6_HELP "router  Enable an IPV6 routing process\n"
			"eigrp   Enhanced Interior Gateway Routing Protocol (EIGRP)\n"
			"ospf    Open Shortest Path First (OSPF)\n"
			"rip     IPv6 Routing Information Protocol (RIPv6)\n" LINE_HELP,
	      GLOBAL_KEPT_ROUTER, ROUTER_ROW),

	WRITES(KEPT_ACL_ROW,
	       IP_HELP "access-list  Named access-list\n"
		       "standard     Standard Access List\n"
		       "extended     Extended Access List\n"
		       "role-based   Role-Based Access List\n"
		       "fqdn         FQDN Access List\n" NAME_HELP,
	       GLOBAL_KEPT_ACL, write_acl),
	LINES("ip access-list (resequence|log-update|logging|persistent) LINE$line",
	      IP_HELP "access-list  Named access-list\n"
		      "resequence   Resequence Access List\n"
		      "log-update   Control access list log updates\n"
		      "logging      Control access list logging\n"
		      "persistent   Persistency across reload\n" LINE_HELP,
	      GLOBAL_KEPT_ACL, KEPT_ACL_ROW),
	BLOCK("mac access-list extended WORD$name",
	      "mac          Global MAC configuration subcommands\n"
	      "access-list  Named access-list\n"
	      "extended     Extended Access List\n" NAME_HELP,
	      GLOBAL_KEPT_ACL, KEPT_ACL_ROW),
	BLOCK("ip sla <1-2147483647>$n",
	      IP_HELP "sla  IP Service Level Agreement\n"
		      "$n   Entry Number\n",
	      GLOBAL_KEPT_ACL, KEPT_ACL_ROW),
	LINES("ip sla (auto|enable|group|key-chain|logging|low-memory|reaction-configuration|"
	      "responder|restart|schedule|server) [LINE$line]",
	      IP_HELP "sla                     IP Service Level Agreement\n"
		      "auto                    IP SLAs Auto Configuration\n"
		      "enable                  Enable Event Notifications\n"
		      "group                   Group Configuration or Group Scheduling\n"
		      "key-chain               Use MD5 Authentication\n"
		      "logging                 Enable Syslog\n"
		      "low-memory              Configure Low Water Memory Mark\n"
		      "reaction-configuration  IP SLAs Reaction-Configuration\n"
		      "responder               Enable IP SLAs Responder\n"
		      "restart                 Restart An Active Entry\n"
		      "schedule                IP SLAs Entry Scheduling\n"
		      "server                  IPPM server configuration\n" LINE_HELP,
	      GLOBAL_KEPT_ACL, KEPT_ACL_ROW),

	WRITES(KEPT_ROUTE_MAP_ROW,
	       "route-map  Create route-map or enter route-map command mode\n"
	       "$name      Route map tag\n"
	       "permit     Route map permits set operations\n"
	       "deny       Route map denies set operations\n"
	       "$n         Sequence to insert to/delete from existing entry\n",
	       GLOBAL_KEPT_ROUTE_MAP, write_route_map),
	BLOCK("ipv6 access-list WORD$name",
	      IPV6_HELP "access-list  Configure access lists\n" NAME_HELP, GLOBAL_KEPT_ROUTE_MAP,
	      KEPT_ROUTE_MAP_ROW),

	WRITES(KEPT_CONTROL_ROW, "control-plane  Configure control plane services\n" LINE_HELP,
	       GLOBAL_KEPT_CONTROL, write_control),
	BLOCK("(controller|dial-peer|gatekeeper|sip-ua|voice|voice-port) [LINE$line]",
	      "controller  Configure a specific controller\n"
	      "dial-peer   Dial Map (Peer) configuration commands\n"
	      "gatekeeper  Configure a gatekeeper\n"
	      "sip-ua      SIP User Agent\n"
	      "voice       Global voice configuration\n"
	      "voice-port  Voice configuration\n" LINE_HELP,
	      GLOBAL_KEPT_CONTROL, KEPT_CONTROL_ROW),

	BLOCK("aaa group server (radius|tacacs+|ldap) WORD$name",
	      "aaa      Authentication, Authorization and Accounting\n"
	      "group    AAA group definitions\n"
	      "server   AAA server group definitions\n"
	      "radius   Radius server-group definition\n"
	      "tacacs+  Tacacs+ server-group definition\n"
	      "ldap     Ldap server-group definition\n" NAME_HELP,
	      GLOBAL_KEPT_AAA, KEPT_AAA_ROW),
	BLOCK("aaa server radius LINE$line",
	      "aaa     Authentication, Authorization and Accounting\n"
	      "server  Local AAA server\n"
	      "radius  RADIUS server\n" LINE_HELP,
	      GLOBAL_KEPT_AAA, KEPT_AAA_ROW),
	BLOCK("ip dhcp pool WORD$name",
	      IP_HELP "dhcp  Configure DHCP server and relay parameters\n"
		      "pool  Configure DHCP address pools\n" NAME_HELP,
	      GLOBAL_KEPT_DHCP, KEPT_DHCP_ROW),
	BLOCK("ipv6 dhcp pool WORD$name",
	      IPV6_HELP "dhcp  Configure IPv6 DHCP\n"
			"pool  Configure IPv6 DHCP pool\n" NAME_HELP,
	      GLOBAL_KEPT_DHCP, KEPT_DHCP_ROW),
	BLOCK("(radius|tacacs) server WORD$name",
	      "radius  RADIUS server configuration command\n"
	      "tacacs  TACACS+ server configuration command\n"
	      "server  Server configuration\n" NAME_HELP,
	      GLOBAL_KEPT_END, KEPT_END_ROW),
	BLOCK("call-home", "call-home  Enter call-home configuration mode\n", GLOBAL_KEPT_NTP,
	      KEPT_NTP_ROW),
	BLOCK("event manager applet LINE$line",
	      "event    Event related configuration commands\n"
	      "manager  Event manager configuration commands\n"
	      "applet   Register an Event Manager applet\n" LINE_HELP,
	      GLOBAL_KEPT_NTP, KEPT_NTP_ROW),
	LINES("event manager (detector|directory|environment|history|policy|scheduler|session) "
	      "LINE$line",
	      "event        Event related configuration commands\n"
	      "manager      Event manager configuration commands\n"
	      "detector     Set event manager detector configuration\n"
	      "directory    Set event manager directory information\n"
	      "environment  Set an event manager global environment variable\n"
	      "history      Set event manager event history information\n"
	      "policy       Register an event manager policy\n"
	      "scheduler    Modify event manager scheduler\n"
	      "session      Set event manager session attributes\n" LINE_HELP,
	      GLOBAL_KEPT_NTP, KEPT_NTP_ROW),
	BLOCK("telemetry LINE$line", "telemetry  Telemetry configuration\n" LINE_HELP,
	      GLOBAL_KEPT_NTP, KEPT_NTP_ROW),
	{ 0 },
};

const struct cli_cmd interface_service_rows[] = {
	{
		.mode = MODE_IF,
		.syntax = "[no] [default] service instance LINE$line",
		.help = "instance  Ethernet flow point instance\n" LINE_HELP,
		.run = run_service_instance,
		.write = write_service_instance,
		.order = IF_KEPT_SERVICE,
		.flags = CLI_FREE_TEXT | CLI_OPENS_MODE,
	},
	{ 0 },
};

#define LEAVE(word)                                                                        \
	{                                                                                  \
		.mode = MODE_KEPT, .syntax = word, .help = word "  Exit from the block\n", \
		.run = run_leave, .flags = CLI_NOT_SAVED                                   \
	}

const struct cli_cmd kept_exit_rows[] = {
	LEAVE("exit-address-family"), LEAVE("exit-af-interface"), LEAVE("exit-af-topology"),
	LEAVE("exit-peer-policy"),    LEAVE("exit-peer-session"), { 0 },
};
