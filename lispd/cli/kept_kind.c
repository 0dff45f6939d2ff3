/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/kept_kind.h"

#include <stddef.h>
#include <string.h>

#include "lib/base.h"

/* --- the kinds -------------------------------------------------------------------------------- */

#define IN_PORT                                                                            \
	"access-session|authentication|cts|device-tracking|dot1x|ip access-group|ip dhcp|" \
	"ip verify|ipv6 dhcp|ipv6 nd|load-interval|mab|mls|service-policy|spanning-tree|"  \
	"storm-control|switchport|vlan #|voice vlan"

static const struct kept_kind in_eigrp_af[] = {
	{ .header = "af-interface",
	  .prompt = "config-router-af-interface",
	  .leave = "exit-af-interface" },
	{ .header = "topology", .prompt = "config-router-af-topology", .leave = "exit-af-topology" },
	{ 0 },
};

static const struct kept_kind in_router[] = {
	{ .header = "address-family",
	  .prompt = "config-router-af",
	  .leave = "exit-address-family",
	  .below = in_eigrp_af },
	{ .header = "template peer-policy",
	  .prompt = "config-router-ptmp",
	  .leave = "exit-peer-policy" },
	{ .header = "template peer-session",
	  .prompt = "config-router-stmp",
	  .leave = "exit-peer-session" },
	{ 0 },
};

static const struct kept_kind in_keychain[] = {
	{ .header = "key #", .prompt = "config-keychain-key" },
	{ 0 },
};

static const struct kept_kind in_cert_chain[] = {
	{ .header = "certificate", .prompt = "config-pubkey", .until_quit = true },
	{ 0 },
};

static const struct kept_kind in_keyring[] = {
	{ .header = "peer", .prompt = "config-ikev2-keyring-peer" },
	{ 0 },
};

static const struct kept_kind in_call_home[] = {
	{ .header = "profile", .prompt = "cfg-call-home-profile" },
	{ 0 },
};

static const struct kept_kind in_event[] = {
	{ .header = "# class", .prompt = "config-class-control-policymap" },
	{ 0 },
};

static const struct kept_kind in_policy_map[] = {
	{ .header = "class", .prompt = "config-pmap-c", .words = "service-policy" },
	{ .header = "event", .prompt = "config-event-control-policymap", .below = in_event },
	{ 0 },
};

static const struct kept_kind in_archive[] = {
	{ .header = "log config", .prompt = "config-archive-log-cfg", .words = "logging" },
	{ 0 },
};

static const struct kept_kind in_redundancy[] = {
	{ .header = "main-cpu", .prompt = "config-r-mc" },
	{ 0 },
};

static const struct kept_kind in_ip_sla[] = {
	{ .header = "icmp-echo", .prompt = "config-ip-sla-echo" },
	{ .header = "udp-jitter", .prompt = "config-ip-sla-jitter" },
	{ .header = "udp-echo", .prompt = "config-ip-sla-udp" },
	{ .header = "tcp-connect", .prompt = "config-ip-sla-tcp" },
	{ .header = "http", .prompt = "config-ip-sla-http" },
	{ .header = "dns", .prompt = "config-ip-sla-dns" },
	{ .header = "path-echo", .prompt = "config-ip-sla-pathEcho" },
	{ 0 },
};

static const struct kept_kind in_virtual_service[] = {
	{ .header = "vnic", .prompt = "config-virt-serv-vnic" },
	{ 0 },
};

/* The first whose words the header begins with. */
static const struct kept_kind kinds[] = {
	{ .header = "router", .prompt = "config-router", .below = in_router },
	{ .header = "ipv6 router", .prompt = "config-rtr", .below = in_router },
	{ .header = "route-map", .prompt = "config-route-map" },
	{ .header = "ip access-list standard", .prompt = "config-std-nacl" },
	{ .header = "ip access-list", .prompt = "config-ext-nacl" },
	{ .header = "ipv6 access-list", .prompt = "config-ipv6-acl", .words = "sequence" },
	{ .header = "key chain", .prompt = "config-keychain", .below = in_keychain },
	{ .header = "crypto pki trustpoint", .prompt = "ca-trustpoint", .words = "ip-address" },
	{ .header = "crypto pki certificate",
	  .prompt = "config-cert-chain",
	  .below = in_cert_chain },
	{ .header = "crypto isakmp policy", .prompt = "config-isakmp" },
	{ .header = "crypto ipsec profile", .prompt = "ipsec-profile" },
	{ .header = "crypto ipsec transform-set", .prompt = "cfg-crypto-trans" },
	{ .header = "crypto map", .prompt = "config-crypto-map" },
	{ .header = "crypto keyring", .prompt = "config-keyring" },
	{ .header = "crypto ikev2 keyring", .prompt = "config-ikev2-keyring", .below = in_keyring },
	{ .header = "crypto", .prompt = "config-crypto" },
	{ .header = "call-home",
	  .prompt = "cfg-call-home",
	  .below = in_call_home,
	  .words = "contact-email-addr|http-proxy|mail-server|phone-number|rate-limit|sender|"
		   "street-address|syslog-throttling|vrf" },
	{ .header = "redundancy", .prompt = "config-red", .below = in_redundancy },
	{ .header = "control-plane", .prompt = "config-cp", .words = "service-policy" },
	{ .header = "archive",
	  .prompt = "config-archive",
	  .below = in_archive,
	  .words = "maximum|path|rollback|time-period|write-memory" },
	{ .header = "vlan configuration",
	  .prompt = "config-vlan-config",
	  .words = "device-tracking|ip dhcp|service-policy" },
	{ .header = "vlan", .prompt = "config-vlan" },
	{ .header = "bridge-domain", .prompt = "config-bdomain" },
	{ .header = "class-map", .prompt = "config-cmap" },
	{ .header = "policy-map", .prompt = "config-pmap", .below = in_policy_map },
	{ .header = "ip dhcp", .prompt = "dhcp-config" },
	{ .header = "ipv6 dhcp", .prompt = "config-dhcpv6" },
	{ .header = "ip sla", .prompt = "config-ip-sla", .below = in_ip_sla },
	{ .header = "track", .prompt = "config-track", .words = "ip vrf" },
	{ .header = "aaa group server radius",
	  .prompt = "config-sg-radius",
	  .words = "ip radius|ip vrf" },
	{ .header = "aaa group server", .prompt = "config-sg-tacacs+", .words = "ip tacacs|ip vrf" },
	{ .header = "aaa server", .prompt = "config-locsvr-da-radius" },
	{ .header = "radius server", .prompt = "config-radius-server" },
	{ .header = "tacacs server", .prompt = "config-server-tacacs" },
	{ .header = "event manager", .prompt = "config-applet" },
	{ .header = "template", .prompt = "config-template", .words = IN_PORT },
	{ .header = "service-template", .prompt = "config-service-template", .words = IN_PORT },
	{ .header = "virtual-service",
	  .prompt = "config-virt-serv",
	  .words = "ip shared",
	  .below = in_virtual_service },
	{ .header = "service instance",
	  .prompt = "config-if-srv",
	  .words = "bridge-domain|encapsulation" },
	{ .header = "device-tracking policy", .prompt = "config-device-tracking" },
	{ .header = "", .prompt = "config-block" },
	{ 0 },
};

/* --- words ------------------------------------------------------------------------------------ */

/* Lines of every block. */
static const char common_words[] =
	"network|neighbor|redistribute|default-information|passive-interface|auto-summary|"
	"router-id|net|is-type|metric-style|domain-password|log-adjacency-changes|bgp|"
	"aggregate-address|maximum-paths|distance|area|timers|description|shutdown|match|set|"
	"permit|deny|remark|#|profile|active|destination|contact-email-addr|class|bandwidth|"
	"police|name|enrollment|subject-name|revocation-check|rsakeypair|certificate|"
	"address-family|exit-address-family|key-string|action|event|default-router|mode|log|path";

/* Does line begin with these words? "#" is any number. */
static bool begins(const char *line, const char *words, size_t len)
{
	while (len) {
		if (*words == '#') {
			size_t digits = strspn(line, "0123456789");

			if (!digits)
				return false;
			line += digits;
		} else if (*line++ != *words) {
			return false;
		}
		words++;
		len--;
	}
	return !*line || *line == ' ';
}

/* The length of the one of these that line begins with, or 0. */
static size_t is_in(const char *list, const char *line)
{
	while (list && *list) {
		size_t len = strcspn(list, "|");

		if (begins(line, list, len))
			return len;
		list += len + (list[len] == '|');
	}
	return 0;
}

static const char *without_no(const char *line)
{
	return strncmp(line, "no ", 3) == 0 ? line + 3 : line;
}

/* A line that the header of another block describes better is none of this one's. */
bool kept_kind_owns(const struct kept_kind *kind, const char *line)
{
	size_t len = is_in(kind->words, without_no(line));

	return len && strlen(kept_kind_find(line)->header) <= len;
}

bool kept_kind_holds(const char *line)
{
	line = without_no(line);
	/* There is a block that begins with a word of the list. */
	return is_in(common_words, line) && !begins(line, "event manager", 13);
}

const char *kept_kind_single(const char *line)
{
	static const char *const singles[] = {
		"bgp router-id",
		"contact-email-addr",
		"default-router",
		"description",
		"domain-password",
		"is-type",
		"key-string",
		"metric-style",
		"mode",
		"name",
		"path",
		"router-id",
		"rsakeypair",
		"subject-name",
	};

	for (size_t i = 0; i < ARRAY_LEN(singles); i++)
		if (begins(line, singles[i], strlen(singles[i])))
			return singles[i];
	return NULL;
}

/* --- finding ---------------------------------------------------------------------------------- */

static const struct kept_kind *find(const struct kept_kind *list, const char *header)
{
	for (; list && list->header; list++)
		if (!*list->header || begins(header, list->header, strlen(list->header)))
			return list;
	return NULL;
}

const struct kept_kind *kept_kind_find(const char *header)
{
	return find(kinds, header);
}

const struct kept_kind *kept_kind_below(const struct kept_kind *kind, const char *header)
{
	return find(kind->below, header);
}

const char *kept_kind_prompt(const char *header)
{
	return kept_kind_find(header)->prompt;
}

/* Among all blocks that can be inside another; two levels at most. */
static const struct kept_kind *find_below(const char *header)
{
	for (const struct kept_kind *k = kinds; k->header; k++) {
		const struct kept_kind *below = kept_kind_below(k, header);

		if (below)
			return below;
		for (below = k->below; below && below->header; below++)
			if (kept_kind_below(below, header))
				return kept_kind_below(below, header);
	}
	return NULL;
}

const char *kept_kind_prompt_below(const char *header)
{
	const struct kept_kind *kind = find_below(header);

	return kind ? kind->prompt : "config-block";
}

const char *kept_kind_leave_below(const char *header)
{
	const struct kept_kind *kind = find_below(header);

	return kind ? kind->leave : NULL;
}
