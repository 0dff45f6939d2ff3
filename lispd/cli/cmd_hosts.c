/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ip host, ip domain. */
#include <stdio.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"

static void remove_addr(struct host_cfg *h, const struct addr *addr)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < h->n_addrs; i++)
		if (!addr_equal(&h->addr[i], addr))
			h->addr[kept++] = h->addr[i];
	h->n_addrs = kept;
}

/* The i-th address that was typed. */
static bool typed_addr(const struct args *a, unsigned i, struct addr *addr)
{
	char name[16];

	snprintf(name, sizeof(name), "addr%u", i + 1);
	return arg_addr(a, name, addr);
}

/* The addresses that were typed, or all of them. */
static void remove_host(struct sys *sys, const struct args *a)
{
	struct host_cfg *h = sys_host_find(sys, arg_str(a, "name"));
	struct addr addr;

	if (!h)
		return;
	if (!typed_addr(a, 0, &addr))
		h->n_addrs = 0;
	for (unsigned i = 0; i < SYS_MAX_HOST_ADDRS && typed_addr(a, i, &addr); i++)
		remove_addr(h, &addr);
	if (!h->n_addrs)
		sys_host_del(sys, h);
}

static int run_host(struct cli *c, const struct args *a)
{
	struct sys *sys = root_of(c)->sys;
	struct host_cfg *h;

	if (is_off(a)) {
		remove_host(sys, a);
		return CLI_OK;
	}
	h = sys_host_get(sys, arg_str(a, "name"));
	h->n_addrs = 0;
	while (h->n_addrs < SYS_MAX_HOST_ADDRS && typed_addr(a, h->n_addrs, &h->addr[h->n_addrs]))
		h->n_addrs++;
	return CLI_OK;
}

static void write_hosts(struct cli_writer *w, const void *obj)
{
	const struct sys *sys = ((const struct root *)obj)->sys;
	const struct host_cfg *h;
	struct out line;

	TAILQ_FOREACH(h, &sys->hosts, link) {
		out_init(&line);
		out(&line, "ip host %s", h->name);
		for (unsigned i = 0; i < h->n_addrs; i++)
			out(&line, " %s", addr_str(&h->addr[i]).s);
		cli_line(w, "%s", line.text);
		out_fini(&line);
	}
}

/* --- domain ----------------------------------------------------------------------------------- */

static int run_lookup(struct cli *c, const struct args *a)
{
	root_of(c)->sys->no_domain_lookup = arg_no(a);
	return CLI_OK;
}

static void write_lookup(struct cli_writer *w, const void *obj)
{
	if (((const struct root *)obj)->sys->no_domain_lookup)
		cli_line(w, "no ip domain lookup");
}

static int run_domain_name(struct cli *c, const struct args *a)
{
	str_replace(&root_of(c)->sys->domain_name, is_off(a) ? NULL : arg_str(a, "name"));
	return CLI_OK;
}

static void write_domain_name(struct cli_writer *w, const void *obj)
{
	const struct sys *sys = ((const struct root *)obj)->sys;

	if (sys->domain_name)
		cli_line(w, "ip domain name %s", sys->domain_name);
	cli_bang(w);
}

#define IP_HELP "ip      Global IP configuration subcommands\n"
#define ADDR(n) "(A.B.C.D|X:X::X)$addr" #n
#define ADDR_HELP(n) "$addr" #n "  Host IP address\n"

const struct cli_cmd hosts_rows[] = {
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] ip host WORD$name ~ " ADDR(1) " [" ADDR(2) " [" ADDR(
			3) " [" ADDR(4) " [" ADDR(5) " [" ADDR(6) " [" ADDR(7) " [" ADDR(8) "]]]]]]]",
		.help = IP_HELP "host    Add an entry to the ip hostname table\n"
				"$name   Name of host\n" ADDR_HELP(1) ADDR_HELP(2) ADDR_HELP(3)
					ADDR_HELP(4) ADDR_HELP(5) ADDR_HELP(6) ADDR_HELP(7)
						ADDR_HELP(8),
		.run = run_host,
		.write = write_hosts,
		.order = GLOBAL_IP_HOST,
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] ip domain lookup",
		.help = IP_HELP "domain  IP DNS Resolver\n"
				"lookup  Enable IP Domain Name System hostname translation\n",
		.run = run_lookup,
		.write = write_lookup,
		.order = GLOBAL_DOMAIN_LOOKUP,
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] ip domain-lookup",
		.help = IP_HELP
		"domain-lookup  Enable IP Domain Name System hostname translation\n",
		.run = run_lookup,
		.saved_by = "[no] [default] ip domain lookup",
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] ip domain name ~ WORD$name",
		.help = IP_HELP "domain  IP DNS Resolver\n"
				"name    Define the default domain name\n"
				"$name   Default domain name\n",
		.run = run_domain_name,
		.write = write_domain_name,
		.order = GLOBAL_DOMAIN_NAME,
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] ip domain-name ~ WORD$name",
		.help = IP_HELP "domain-name  Define the default domain name\n"
				"$name        Default domain name\n",
		.run = run_domain_name,
		.saved_by = "[no] [default] ip domain name ~ WORD$name",
	},
	{ 0 },
};
