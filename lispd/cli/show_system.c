/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/show_system.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>

#include "config.h"
#include "lispd/cli/root.h"
#include "lispd/cli/sys.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/time_text.h"
#include "lispd/net/iface.h"
#include "lispd/net/route.h"
#include "lispd/role/ctl.h"

/* --- show version ------------------------------------------------------------------------------- */

void version_print(struct out *o, const struct version_view *v)
{
	out(o, "lispd %s, a LISP router for Linux (not a Cisco product)\n", v->product);
	out(o,
	    "Cisco IOS Software compatible command line, LISPD Software (LISPD-UNIVERSAL-M), "
	    "Version %s, RELEASE SOFTWARE (fc1)\n",
	    v->compatible);
	out_str(o, "Copyright (c) 2025-2026 by the lispd authors.\n\n"
		   "ROM: Bootstrap program is lispd\n\n");
	out(o, "%s uptime is %s\n", v->hostname, uptime_str(v->uptime_ms).s);
	out(o,
	    "System returned to ROM by reload\n"
	    "System image file is \"flash0:/lispd-%s\"\n"
	    "Last reload reason: Reload Command\n\n\n\n",
	    v->product);
	out(o, "lispd LISPD (revision 1.0) with %" PRIu64 "K/%" PRIu64 "K bytes of memory.\n",
	    v->memory_kb, v->memory_used_kb);
	out(o, "Processor board ID %s\n", v->serial);
	if (v->n_gigabit)
		out(o, "%u Gigabit Ethernet interface%s\n", v->n_gigabit,
		    v->n_gigabit == 1 ? "" : "s");
	if (v->n_other)
		out(o, "%u Ethernet interface%s\n", v->n_other, v->n_other == 1 ? "" : "s");
	out_str(o, "256K bytes of non-volatile configuration memory.\n"
		   "2097152K bytes of ATA System CompactFlash 0 (Read/Write)\n\n"
		   "Configuration register is 0x2102\n\n");
}

static void count_interfaces(const struct root *r, struct version_view *v)
{
	const struct iface *i = NULL;

	while (r->ifaces && (i = iface_next(r->ifaces, i))) {
		if (i->name.has_sub)
			continue;
		if (i->name.type && strcmp(i->name.type->name, "GigabitEthernet") == 0)
			v->n_gigabit++;
		else if (ifname_class(&i->name) == IFCLASS_PHYSICAL ||
			 ifname_class(&i->name) == IFCLASS_LINUX)
			v->n_other++;
	}
}

static void read_memory(struct version_view *v)
{
	struct sysinfo info;
	struct rusage usage;

	if (sysinfo(&info) == 0)
		v->memory_kb = (uint64_t)info.totalram * info.mem_unit / 1024;
	if (getrusage(RUSAGE_SELF, &usage) == 0)
		v->memory_used_kb = (uint64_t)usage.ru_maxrss;
}

static const struct json_field version_fields[] = {
	JSON_FIELD(struct version_view, product, JSON_TEXT, "version"),
	JSON_FIELD(struct version_view, compatible, JSON_TEXT, "compatibleVersion"),
	JSON_FIELD(struct version_view, hostname, JSON_TEXT, "hostname"),
	JSON_FIELD(struct version_view, serial, JSON_TEXT, "serialNumber"),
	JSON_FIELD(struct version_view, uptime_ms, JSON_MS, "uptimeSeconds"),
	JSON_FIELD(struct version_view, memory_kb, JSON_U64, "memoryKilobytes"),
	JSON_FIELD(struct version_view, memory_used_kb, JSON_U64, "memoryUsedKilobytes"),
	JSON_FIELD(struct version_view, n_gigabit, JSON_U32, "gigabitEthernetInterfaces"),
	JSON_FIELD(struct version_view, n_other, JSON_U32, "otherEthernetInterfaces"),
	{ 0 },
};

static int show_version(struct cli *c, const struct args *a UNUSED)
{
	struct root *r = root_of(c);
	char serial[16];
	struct version_view v = {
		.product = PACKAGE_VERSION,
		.compatible = SYS_VERSION ".1",
		.hostname = sys_hostname(r->sys),
		.serial = serial,
		.uptime_ms = loop_now_ms(r->loop) - r->start_ms,
	};

	/* The xTR-ID names this router and stays the same. */
	snprintf(serial, sizeof(serial), "9L%02X%02X%02X%02X", r->ctl->xtr_id[0], r->ctl->xtr_id[1],
		 r->ctl->xtr_id[2], r->ctl->xtr_id[3]);
	count_interfaces(r, &v);
	read_memory(&v);
	if (!cli_json(c)) {
		version_print(cli_out(c), &v);
		return CLI_OK;
	}
	json_object(cli_json(c), NULL);
	json_fields(cli_json(c), version_fields, &v);
	return CLI_OK;
}

static int show_inventory(struct cli *c, const struct args *a UNUSED)
{
	const uint8_t *id = root_of(c)->ctl->xtr_id;

	cli_print(c,
		  "NAME: \"Chassis\", DESCR: \"lispd LISP router for Linux\"\n"
		  "PID: LISPD             , VID: V01  , SN: 9L%02X%02X%02X%02X\n\n",
		  id[0], id[1], id[2], id[3]);
	return CLI_OK;
}

static int show_clock(struct cli *c, const struct args *a UNUSED)
{
	cli_print(c, "%s\n", clock_str(loop_wall_ms(root_of(c)->loop)).s);
	return CLI_OK;
}

/* --- show hosts --------------------------------------------------------------------------------- */

static void write_hosts(struct json *j, const struct sys *s)
{
	const struct host_cfg *h;

	json_object(j, NULL);
	json_str(j, "domainName", s->domain_name);
	json_array(j, "hosts");
	TAILQ_FOREACH(h, &s->hosts, link) {
		json_object(j, NULL);
		json_str(j, "name", h->name);
		json_array(j, "addresses");
		for (unsigned i = 0; i < h->n_addrs; i++)
			json_str(j, NULL, addr_str(&h->addr[i]).s);
		json_end(j);
		json_end(j);
	}
}

static int show_hosts(struct cli *c, const struct args *a UNUSED)
{
	const struct sys *s = root_of(c)->sys;
	const struct host_cfg *h;

	if (cli_json(c)) {
		write_hosts(cli_json(c), s);
		return CLI_OK;
	}
	cli_print(c, "Name lookup view: Global\nDefault domain is %s\n\n",
		  s->domain_name ? s->domain_name : "not set");
	cli_print(c, "%-25s%-6s%-10s%-4s%-7s%s\n", "Host", "Port", "Flags", "Age", "Type",
		  "Address(es)");
	TAILQ_FOREACH(h, &s->hosts, link)
		for (unsigned i = 0; i < h->n_addrs; i++)
			cli_print(c, "%-25s%-6s%-10s%-4s%-7s%s\n", i ? "" : h->name,
				  i ? "" : "None", i ? "" : "(perm, OK)", i ? "" : "0",
				  h->addr[i].family == AF_INET6 ? "IPv6" : "IP",
				  addr_str(&h->addr[i]).s);
	return CLI_OK;
}

/* --- protocols that this router does not speak --------------------------------------------------- */

/* Tools ask for neighbours before they know that there can be none. */
static int show_lldp(struct cli *c, const struct args *a)
{
	return cli_err(c, "%s is not enabled", arg_has(a, "lldp") ? "LLDP" : "CDP");
}

static int show_protocols(struct cli *c, const struct args *a UNUSED)
{
	cli_print(c,
		  "*** IP Routing is NSF aware ***\n\n"
		  "Routing Protocol is \"application\"\n"
		  "  Sending updates every 0 seconds\n"
		  "  Invalid after 0 seconds, hold down 0, flushed after 0\n"
		  "  Outgoing update filter list for all interfaces is not set\n"
		  "  Incoming update filter list for all interfaces is not set\n"
		  "  Maximum path: %u\n"
		  "  Routing for Networks:\n"
		  "  Routing Information Sources:\n"
		  "    Gateway         Distance      Last Update\n"
		  "  Distance: (default is 4)\n\n",
		  ROUTE_MAX_HOPS);
	return CLI_OK;
}

const struct cli_cmd show_system_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show version",
		.help = "version  System hardware and software status\n",
		.run = show_version,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show inventory",
		.help = "inventory  Show the physical inventory\n",
		.run = show_inventory,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show clock",
		.help = "clock  Display the system clock\n",
		.run = show_clock,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show hosts",
		.help = "hosts  Host names and addresses\n",
		.run = show_hosts,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show (lldp|cdp) [neighbors [detail]|interface|entry WORD$entry]",
		.help = "lldp       Link Layer Discovery Protocol\n"
			"cdp        Cisco Discovery Protocol\n"
			"neighbors  Neighbours\n"
			"detail     Detailed information\n"
			"interface  Interfaces\n"
			"entry      One neighbour\n"
			"$entry     Name of the neighbour\n",
		.run = show_lldp,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show ip protocols [vrf WORD$vrf]",
		.help = "ip         IP information\n"
			"protocols  Routing protocols\n"
			"vrf        VPN Routing/Forwarding instance\n"
			"$vrf       VRF name\n",
		.run = show_protocols,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
