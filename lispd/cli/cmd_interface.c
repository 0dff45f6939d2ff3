/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Interface blocks. What the kernel makes of them is lispd/net/iface's affair. */
#include "lispd/cli/cmd_interface.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"
#include "lispd/net/iface.h"
#include "lispd/role/ctl.h"

static const struct iface_cfg *cfg_of(const void *obj)
{
	return &((const struct if_block *)obj)->i->cfg;
}

static int result(enum iface_result r)
{
	return r == IFACE_OK ? CLI_OK : CLI_FAIL;
}

/* --- the block -------------------------------------------------------------------------------- */

int if_block_mode(const struct iface *i)
{
	return i->name.has_sub ? MODE_SUBIF : MODE_IF;
}

bool if_block_shown(const struct if_block *b)
{
	const struct iface_cfg *cfg = &b->i->cfg;
	const struct kept *kept = sys_if_kept_find(b->sys, b->i->name.s);

	if (!b->i->configured)
		return false;
	if (ifname_class(&b->i->name) != IFCLASS_LISP)
		return true;
	/* Those of the data plane make their own block only when there is something in it. */
	return cfg->description || cfg->vrf[0] || cfg->n_v4 || cfg->n_v6 || cfg->mtu ||
	       cfg->ip_mtu || cfg->ipv6_mtu || cfg->ipv6_enable ||
	       cfg->admin == IFACE_ADMIN_SHUTDOWN || (kept && kept->n);
}

static int remove_interface(struct cli *c, const char *name)
{
	struct root *root = root_of(c);
	struct iface *i = iface_find(root->ifaces, name);

	if (!i || !i->configured)
		return CLI_OK;
	if (iface_del(i, cli_out(c)) != IFACE_OK)
		return CLI_FAIL;
	sys_if_kept_del(root->sys, name);
	lisp_if_del(root->ctl, name);
	return CLI_OK;
}

static int run_interface(struct cli *c, const struct args *a)
{
	const char *text = arg_str(a, "name");
	struct ifname name;
	struct iface *i;

	if (ifname_parse(text, &name) != IFNAME_OK)
		return cli_err(c, "Invalid interface name");
	if (arg_no(a))
		return remove_interface(c, name.s);
	i = iface_add(root_of(c)->ifaces, &name, cli_out(c));
	if (!i)
		return CLI_FAIL;
	cli_enter(c, if_block_mode(i), i->name.s);
	return CLI_OK;
}

static int run_default_interface(struct cli *c, const struct args *a)
{
	struct root *root = root_of(c);
	const char *name = arg_str(a, "name");
	struct iface *i = iface_find(root->ifaces, name);

	if (!i || !i->configured)
		return CLI_OK;
	iface_set_default(i);
	sys_if_kept_del(root->sys, name);
	lisp_if_del(root->ctl, name);
	cli_print(c, "Interface %s set to default configuration\n", name);
	return CLI_OK;
}

static void write_interface(struct cli_writer *w, const void *obj)
{
	const struct root *root = obj;
	const struct iface *i = NULL;

	while ((i = iface_next(root->ifaces, i))) {
		struct if_block b = { i, root->sys };

		if (if_block_shown(&b))
			cli_block(w, if_block_mode(i), &b, "interface %s", i->name.s);
	}
	cli_bang(w);
}

/* --- description, mac-address, encapsulation ---------------------------------------------------- */

static int run_description(struct cli *c, const struct args *a)
{
	struct iface *i = block_iface(c);

	if (!i)
		return CLI_FAIL;
	return result(iface_set_description(i, is_off(a) ? NULL : arg_str(a, "text")));
}

static void write_description(struct cli_writer *w, const void *obj)
{
	if (cfg_of(obj)->description)
		cli_line(w, "description %s", cfg_of(obj)->description);
}

static void read_mac(const char *text, uint8_t mac[6])
{
	for (int i = 0; i < 3; i++) {
		char *end;
		unsigned long group = strtoul(text, &end, 16);

		mac[2 * i] = (uint8_t)(group >> 8);
		mac[2 * i + 1] = (uint8_t)group;
		text = end + (*end == '.');
	}
}

static int run_mac_address(struct cli *c, const struct args *a)
{
	struct iface *i = block_iface(c);
	uint8_t mac[6];

	if (!i)
		return CLI_FAIL;
	if (is_off(a))
		return result(iface_set_mac(i, NULL, cli_out(c)));
	read_mac(arg_str(a, "mac"), mac);
	return result(iface_set_mac(i, mac, cli_out(c)));
}

static void write_mac_address(struct cli_writer *w, const void *obj)
{
	const uint8_t *m = cfg_of(obj)->mac;

	if (cfg_of(obj)->has_mac)
		cli_line(w, "mac-address %02x%02x.%02x%02x.%02x%02x", m[0], m[1], m[2], m[3], m[4],
			 m[5]);
}

static int run_encapsulation(struct cli *c, const struct args *a)
{
	struct iface *i = block_iface(c);
	uint32_t vid = 0;

	if (!i)
		return CLI_FAIL;
	if (!is_off(a))
		arg_u32(a, "vid", &vid);
	return result(iface_set_dot1q(i, vid, cli_out(c)));
}

static void write_encapsulation(struct cli_writer *w, const void *obj)
{
	if (cfg_of(obj)->dot1q)
		cli_line(w, "encapsulation dot1Q %u", cfg_of(obj)->dot1q);
}

/* --- vrf forwarding --------------------------------------------------------------------------- */

static int run_vrf(struct cli *c, const struct args *a)
{
	struct iface *i = block_iface(c);
	const char *name = arg_str(a, "vrf");

	if (!i)
		return CLI_FAIL;
	if (is_off(a))
		return result(iface_set_vrf(i, NULL, cli_out(c)));
	if (!vrf_name_ok(name))
		return cli_err(c, "Invalid VRF name");
	block_await_vrf(c, a, name);
	return result(iface_set_vrf(i, name, cli_out(c)));
}

static void write_vrf(struct cli_writer *w, const void *obj)
{
	const struct if_block *b = obj;
	const struct vrf_cfg *v = sys_vrf_find(b->sys, b->i->cfg.vrf);

	if (b->i->cfg.vrf[0])
		cli_line(w, "%svrf forwarding %s", v && v->old_style ? "ip " : "", b->i->cfg.vrf);
}

/* --- ip address ------------------------------------------------------------------------------- */

static int remove_ip(struct cli *c, struct iface *i, const struct args *a)
{
	struct addr addr, mask;

	if (arg_has(a, "dhcp"))
		return result(iface_set_ip_dhcp(i, false));
	if (!arg_addr(a, "addr", &addr))
		return result(iface_clear_ip(i));
	if (!arg_addr(a, "mask", &mask))
		return cli_err(c, "Incomplete command.\n");
	return result(iface_unset_ip(i, &addr, &mask, arg_has(a, "secondary"), cli_out(c)));
}

static int run_ip_address(struct cli *c, const struct args *a)
{
	struct iface *i = block_iface(c);
	struct addr addr, mask;

	if (!i)
		return CLI_FAIL;
	if (is_off(a))
		return remove_ip(c, i, a);
	if (arg_has(a, "dhcp"))
		return result(iface_set_ip_dhcp(i, true));
	arg_addr(a, "addr", &addr);
	arg_addr(a, "mask", &mask);
	return result(iface_set_ip(i, &addr, &mask, arg_has(a, "secondary"), cli_out(c)));
}

/* "no ip address", typed again, would remove what the host itself gave the device. */
static bool has_adopted_ip(const struct iface *i)
{
	for (unsigned n = 0; n < i->n_addrs; n++)
		if (i->addr[n].addr.family == AF_INET && i->addr[n].origin == IFADDR_ADOPTED)
			return true;
	return false;
}

/* "ip unnumbered", "ip address negotiated". */
static bool borrows_ip(const struct if_block *b)
{
	const struct kept *k = sys_if_kept_find(b->sys, b->i->name.s);

	for (unsigned n = 0; k && n < k->n; n++)
		if (kept_begins(k->line[n].text, "ip unnumbered") ||
		    kept_begins(k->line[n].text, "ip address"))
			return true;
	return false;
}

static void write_ip_address(struct cli_writer *w, const void *obj)
{
	const struct iface *i = ((const struct if_block *)obj)->i;
	const struct iface_cfg *cfg = &i->cfg;
	enum ifname_class class = ifname_class(&i->name);

	if (cfg->v4_dhcp)
		cli_line(w, "ip address dhcp");
	else if (!cfg->n_v4 && !borrows_ip(obj) && class != IFCLASS_LISP && class != IFCLASS_NULL &&
		 !has_adopted_ip(i))
		cli_line(w, "no ip address");
	for (unsigned n = 0; n < cfg->n_v4; n++) {
		struct addr mask = prefix_netmask(AF_INET, cfg->v4[n].plen);

		cli_line(w, "ip address %s %s%s", addr_str(&cfg->v4[n].addr).s, addr_str(&mask).s,
			 cfg->v4[n].secondary ? " secondary" : "");
	}
}

/* --- ipv6 address ----------------------------------------------------------------------------- */

/* False when the line has no address. */
static bool read_ipv6(const struct args *a, struct iface_cfg_addr *out)
{
	const char *text = arg_str(a, "prefix");
	char addr[64];
	size_t len;

	*out = (struct iface_cfg_addr){ .eui64 = arg_has(a, "eui-64"),
					.anycast = arg_has(a, "anycast") };
	if (arg_addr(a, "addr", &out->addr)) {
		out->link_local = true;
		return true;
	}
	if (!text)
		return false;
	/* The host bits count. */
	len = strcspn(text, "/");
	snprintf(addr, sizeof(addr), "%.*s", (int)MIN_OF(len, sizeof(addr) - 1), text);
	addr_parse(addr, &out->addr);
	out->plen = (uint8_t)strtoul(text + len + 1, NULL, 10);
	return true;
}

static int run_ipv6_address(struct cli *c, const struct args *a)
{
	struct iface *i = block_iface(c);
	struct iface_cfg_addr addr;
	bool given;

	if (!i)
		return CLI_FAIL;
	given = read_ipv6(a, &addr);
	if (!is_off(a))
		return result(iface_set_ipv6(i, &addr, cli_out(c)));
	return result(given ? iface_unset_ipv6(i, &addr, cli_out(c)) : iface_clear_ipv6(i));
}

static void write_ipv6(struct cli_writer *w, const struct iface_cfg_addr *a)
{
	const char *suffix = a->eui64 ? " eui-64" : a->anycast ? " anycast" : "";

	if (a->link_local)
		cli_line(w, "ipv6 address %s link-local", addr_str(&a->addr).s);
	else
		cli_line(w, "ipv6 address %s/%u%s", addr_str(&a->addr).s, a->plen, suffix);
}

static void write_ipv6_address(struct cli_writer *w, const void *obj)
{
	const struct iface_cfg *cfg = cfg_of(obj);

	for (unsigned n = 0; n < cfg->n_v6; n++)
		if (cfg->v6[n].link_local)
			write_ipv6(w, &cfg->v6[n]);
	for (unsigned n = 0; n < cfg->n_v6; n++)
		if (!cfg->v6[n].link_local)
			write_ipv6(w, &cfg->v6[n]);
}

static int run_ipv6_enable(struct cli *c, const struct args *a)
{
	struct iface *i = block_iface(c);

	return i ? result(iface_set_ipv6_enable(i, !is_off(a))) : CLI_FAIL;
}

static void write_ipv6_enable(struct cli_writer *w, const void *obj)
{
	if (cfg_of(obj)->ipv6_enable)
		cli_line(w, "ipv6 enable");
}

/* --- mtu -------------------------------------------------------------------------------------- */

static uint32_t mtu_typed(const struct args *a)
{
	uint32_t mtu = 0;

	if (!is_off(a))
		arg_u32(a, "mtu", &mtu);
	return mtu;
}

static int run_mtu(struct cli *c, const struct args *a)
{
	struct iface *i = block_iface(c);

	return i ? result(iface_set_mtu(i, mtu_typed(a), cli_out(c))) : CLI_FAIL;
}

static int run_ip_mtu(struct cli *c, const struct args *a)
{
	struct iface *i = block_iface(c);
	int family = arg_has(a, "ipv6") ? AF_INET6 : AF_INET;

	return i ? result(iface_set_ip_mtu(i, family, mtu_typed(a), cli_out(c))) : CLI_FAIL;
}

static void write_mtu(struct cli_writer *w, const void *obj)
{
	if (cfg_of(obj)->mtu)
		cli_line(w, "mtu %u", cfg_of(obj)->mtu);
}

static void write_ip_mtu(struct cli_writer *w, const void *obj)
{
	if (cfg_of(obj)->ip_mtu)
		cli_line(w, "ip mtu %u", cfg_of(obj)->ip_mtu);
}

static void write_ipv6_mtu(struct cli_writer *w, const void *obj)
{
	if (cfg_of(obj)->ipv6_mtu)
		cli_line(w, "ipv6 mtu %u", cfg_of(obj)->ipv6_mtu);
}

/* --- shutdown --------------------------------------------------------------------------------- */

static int run_shutdown(struct cli *c, const struct args *a)
{
	struct iface *i = block_iface(c);

	return i ? result(iface_set_shutdown(i, !is_off(a))) : CLI_FAIL;
}

static void write_shutdown(struct cli_writer *w, const void *obj)
{
	if (cfg_of(obj)->admin == IFACE_ADMIN_SHUTDOWN)
		cli_line(w, "shutdown");
	else if (cli_writer_all(w))
		cli_line(w, "no shutdown");
}

const struct cli_cmd interface_rows[] = {
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] interface IFNAME$name",
		.help = "$name  Interface\n",
		.run = run_interface,
		.write = write_interface,
		.order = GLOBAL_INTERFACE,
		.flags = CLI_OPENS_MODE,
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "default interface IFNAME$name",
		.help = "$name  Interface\n",
		.run = run_default_interface,
		.saved_by = "[no] interface IFNAME$name",
	},
	{ 0 },
};

#define IP_HELP "ip          Interface Internet Protocol config commands\n"
#define IPV6_HELP "ipv6        IPv6 interface subcommands\n"

const struct cli_cmd interface_block_rows[] = {
	{
		.mode = MODE_IF,
		.syntax = "[no] [default] description ~ LINE$text",
		.help = "$text  Up to 200 characters describing this interface\n",
		.run = run_description,
		.write = write_description,
		.order = IF_DESCRIPTION,
		.flags = CLI_FREE_TEXT,
	},
	{
		.mode = MODE_IF,
		.syntax = "[no] [default] mac-address ~ H.H.H$mac",
		.help = "mac-address  Manually set interface MAC address\n"
			"$mac         MAC address\n",
		.run = run_mac_address,
		.write = write_mac_address,
		.order = IF_MAC_ADDRESS,
	},
	{
		.mode = MODE_IF,
		.syntax = "[no] [default] vrf forwarding ~ WORD$vrf",
		.help = "forwarding  Configure forwarding table\n"
			"$vrf        VRF name\n",
		.run = run_vrf,
		.write = write_vrf,
		.order = IF_VRF,
	},
	{
		.mode = MODE_IF,
		.syntax = "[no] [default] ip vrf forwarding ~ WORD$vrf",
		.help = IP_HELP "forwarding  Configure forwarding table\n"
				"$vrf        VRF name\n",
		.run = run_vrf,
		.saved_by = "[no] [default] vrf forwarding ~ WORD$vrf",
	},
	{
		.mode = MODE_IF,
		.syntax =
			"[no] [default] ip address ~ (A.B.C.D$addr A.B.C.D$mask [secondary]|dhcp)",
		.help = IP_HELP "address     Set the IP address of an interface\n"
				"$addr       IP address\n"
				"$mask       IP subnet mask\n"
				"secondary   Make this IP address a secondary address\n"
				"dhcp        IP Address negotiated via DHCP\n",
		.run = run_ip_address,
		.write = write_ip_address,
		.order = IF_IP_ADDRESS,
	},
	{
		.mode = MODE_IF,
		.syntax = "[no] [default] ipv6 address ~ (X:X:X:X::X/<0-128>$prefix "
			  "[(eui-64|anycast)]|X:X::X$addr link-local)",
		.help = IPV6_HELP "address     Configure IPv6 address on interface\n"
				  "$prefix     IPv6 prefix\n"
				  "eui-64      Use eui-64 interface identifier\n"
				  "anycast     Configure as an anycast\n"
				  "$addr       IPv6 link-local address\n"
				  "link-local  Use link-local address\n",
		.run = run_ipv6_address,
		.write = write_ipv6_address,
		.order = IF_IPV6_ADDRESS,
	},
	{
		.mode = MODE_IF,
		.syntax = "[no] [default] ipv6 enable",
		.help = IPV6_HELP "enable      Enable IPv6 on interface\n",
		.run = run_ipv6_enable,
		.write = write_ipv6_enable,
		.order = IF_IPV6_ENABLE,
	},
	{
		.mode = MODE_IF,
		.syntax = "[no] [default] mtu ~ <64-18000>$mtu",
		.help = "mtu   Set the interface Maximum Transmission Unit (MTU)\n"
			"$mtu  MTU size in bytes\n",
		.run = run_mtu,
		.write = write_mtu,
		.order = IF_MTU,
	},
	{
		.mode = MODE_IF,
		.syntax = "[no] [default] ip mtu ~ <68-18000>$mtu",
		.help = IP_HELP "mtu         Set IP Maximum Transmission Unit\n"
				"$mtu        MTU (bytes)\n",
		.run = run_ip_mtu,
		.write = write_ip_mtu,
		.order = IF_IP_MTU,
	},
	{
		.mode = MODE_IF,
		.syntax = "[no] [default] ipv6 mtu ~ <1280-18000>$mtu",
		.help = IPV6_HELP "mtu         Set IPv6 Maximum Transmission Unit\n"
				  "$mtu        MTU (bytes)\n",
		.run = run_ip_mtu,
		.write = write_ipv6_mtu,
		.order = IF_IPV6_MTU,
	},
	{
		.mode = MODE_IF,
		.syntax = "[no] [default] shutdown",
		.help = "shutdown  Shutdown the selected interface\n",
		.run = run_shutdown,
		.write = write_shutdown,
		.order = IF_SHUTDOWN,
	},
	{ 0 },
};

const struct cli_cmd subinterface_rows[] = {
	{
		.mode = MODE_SUBIF,
		.syntax = "[no] [default] encapsulation dot1Q ~ <1-4094>$vid",
		.help = "encapsulation  Set encapsulation type for an interface\n"
			"dot1Q          IEEE 802.1Q Virtual LAN\n"
			"$vid           IEEE 802.1Q VLAN ID\n",
		.run = run_encapsulation,
		.write = write_encapsulation,
		.order = IF_ENCAPSULATION,
	},
	{ 0 },
};
