/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LISP lines of interfaces. */
#include <stdio.h>

#include "lispd/cli/block.h"
#include "lispd/cli/cmd_interface.h"
#include "lispd/cli/locator_line.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/no_effect.h"
#include "lispd/cli/tables.h"
#include "lispd/net/iface.h"
#include "lispd/role/ctl.h"

/* The interface's lines, made when there are none yet. */
static struct lisp_if_cfg *block(struct cli *c, const struct args *a)
{
	struct iface *i = block_iface(c);

	if (!i)
		return NULL;
	no_effect_note(c, a);
	return lisp_if_get(&root_of(c)->ctl->ifs, i->name.s);
}

static int changed(struct cli *c, const struct lisp_if_cfg *cfg)
{
	char ifname[CFG_IFNAME];

	snprintf(ifname, sizeof(ifname), "%s", cfg->ifname);
	lisp_if_changed(root_of(c)->ctl, ifname);
	return CLI_OK;
}

/* NULL when nothing was typed. */
static const struct lisp_if_cfg *cfg_of(const void *obj)
{
	const struct if_block *b = obj;

	return b->sys->lisp_ifs ? lisp_if_find(b->sys->lisp_ifs, b->i->name.s) : NULL;
}

/* --- lisp mobility ---------------------------------------------------------------------------- */

static int run_mobility(struct cli *c, const struct args *a)
{
	struct mobility_cfg m = { .nbr_proxy_reply = arg_has(a, "nbr-proxy-reply") };
	const char *name = arg_str(a, "policy");
	struct iface *i = block_iface(c);

	if (!i || (name && !locator_name_ok(c, "dynamic-eid", name)))
		return CLI_FAIL;
	if (is_off(a)) {
		lisp_if_del_mobility(root_of(c)->ctl, i->name.s, name);
		return CLI_OK;
	}
	no_effect_note(c, a);
	snprintf(m.name, sizeof(m.name), "%s", name);
	m.has_requests = arg_u32(a, "requests", &m.requests);
	block_await_dynamic_eid(c, a, name);
	lisp_if_set_mobility(root_of(c)->ctl, i->name.s, &m);
	return CLI_OK;
}

static void write_mobility(struct cli_writer *w, const void *obj)
{
	const struct lisp_if_cfg *cfg = cfg_of(obj);

	for (unsigned i = 0; cfg && i < cfg->n_policies; i++) {
		const struct mobility_cfg *m = &cfg->policy[i];
		char requests[24] = "";

		if (m->has_requests)
			snprintf(requests, sizeof(requests), " requests %u", m->requests);
		cli_line(w, "lisp mobility %s%s%s", m->name,
			 m->nbr_proxy_reply ? " nbr-proxy-reply" : "", requests);
	}
}

/* --- lisp mobility liveness, discover --------------------------------------------------------- */

static int run_liveness_test(struct cli *c, const struct args *a)
{
	struct lisp_if_cfg *cfg = block(c, a);

	if (!cfg)
		return CLI_FAIL;
	cfg->no_liveness_test = arg_no(a);
	return changed(c, cfg);
}

static int run_liveness_ttl(struct cli *c, const struct args *a)
{
	struct lisp_if_cfg *cfg = block(c, a);

	if (!cfg)
		return CLI_FAIL;
	cfg->liveness_ttl = 0;
	if (!is_off(a))
		arg_u32(a, "ttl", &cfg->liveness_ttl);
	return changed(c, cfg);
}

static int run_discover(struct cli *c, const struct args *a)
{
	struct lisp_if_cfg *cfg = block(c, a);

	if (!cfg)
		return CLI_FAIL;
	cfg->no_arp_discovery = arg_no(a);
	return changed(c, cfg);
}

static void write_liveness(struct cli_writer *w, const void *obj)
{
	const struct lisp_if_cfg *cfg = cfg_of(obj);

	if (!cfg)
		return;
	if (cfg->no_liveness_test)
		cli_line(w, "no lisp mobility liveness test");
	if (cfg->liveness_ttl)
		cli_line(w, "lisp mobility liveness ttl %u", cfg->liveness_ttl);
	if (cfg->no_arp_discovery)
		cli_line(w, "no lisp mobility discover arp");
}

/* --- lisp extended-subnet-mode, ip lisp source-locator ----------------------------------------- */

static int run_subnet_mode(struct cli *c, const struct args *a)
{
	struct lisp_if_cfg *cfg = block(c, a);

	if (!cfg)
		return CLI_FAIL;
	cfg->extended_subnet_mode = !is_off(a);
	return changed(c, cfg);
}

static void write_subnet_mode(struct cli_writer *w, const void *obj)
{
	const struct lisp_if_cfg *cfg = cfg_of(obj);

	if (cfg && cfg->extended_subnet_mode)
		cli_line(w, "lisp extended-subnet-mode");
}

static int run_source_locator(struct cli *c, const struct args *a)
{
	const char *source = is_off(a) ? "" : arg_str(a, "interface");
	struct lisp_if_cfg *cfg = block(c, a);
	int svc = arg_has(a, "ipv6") ? SVC_IPV6 : SVC_IPV4;

	if (!cfg)
		return CLI_FAIL;
	snprintf(cfg->source_locator[svc], CFG_IFNAME, "%s", source);
	if (*source)
		block_await_iface(c, a, source);
	return changed(c, cfg);
}

static void write_source_locator(struct cli_writer *w, const void *obj)
{
	const struct lisp_if_cfg *cfg = cfg_of(obj);

	for (int svc = 0; cfg && svc < SVC_COUNT; svc++)
		if (cfg->source_locator[svc][0])
			cli_line(w, "%s lisp source-locator %s", svc == SVC_IPV6 ? "ipv6" : "ip",
				 cfg->source_locator[svc]);
}

#define LISP_HELP "lisp  Locator/ID Separation Protocol\n"
#define MOBILITY_HELP LISP_HELP "mobility  Dynamic EIDs behind this interface\n"
#define LIVENESS_HELP MOBILITY_HELP "liveness  Whether they are still there\n"
#define LIVENESS_TEST "[no] [default] lisp mobility liveness test"

const struct cli_cmd interface_lisp_rows[] = {
	{
		.mode = MODE_IF,
		.syntax = LIVENESS_TEST,
		.help = LIVENESS_HELP "test      Test it\n",
		.run = run_liveness_test,
		.write = write_liveness,
		.order = IF_LISP_LIVENESS,
	},
	{
		.mode = MODE_IF,
		.syntax = "[no] [default] lisp mobility liveness ttl ~ <2-255>$ttl",
		.help = LIVENESS_HELP "ttl       IP TTL of the test\n"
				      "$ttl      IP TTL\n",
		.run = run_liveness_ttl,
		.saved_by = LIVENESS_TEST,
	},
	{
		.mode = MODE_IF,
		.syntax = "[no] [default] lisp mobility discover arp",
		.help = MOBILITY_HELP "discover  How they are found\n"
				      "arp       By their ARP messages\n",
		.run = run_discover,
		.saved_by = LIVENESS_TEST,
	},
	{
		.mode = MODE_IF,
		.syntax = "[no] [default] lisp mobility ~ WORD$policy "
			  "[nbr-proxy-reply [requests <0-5>$requests]]",
		.help = MOBILITY_HELP "$policy          Name of a dynamic-eid policy\n"
				      "nbr-proxy-reply  Answer neighbor solicitations for others\n"
				      "requests         Requests before that\n"
				      "$requests        Number of requests\n",
		.run = run_mobility,
		.write = write_mobility,
		.order = IF_LISP_MOBILITY,
	},
	{
		.mode = MODE_IF,
		.syntax = "[no] [default] lisp extended-subnet-mode",
		.help = LISP_HELP "extended-subnet-mode  The subnet is at other sites, too\n",
		.run = run_subnet_mode,
		.write = write_subnet_mode,
		.order = IF_LISP_SUBNET_MODE,
	},
	{
		.mode = MODE_IF,
		.syntax = "[no] [default] (ip|ipv6) lisp source-locator ~ IFNAME$interface",
		.help = "ip    Interface Internet Protocol config commands\n"
			"ipv6  IPv6 interface subcommands\n" LISP_HELP
			"source-locator  Source address of what is sent to locators\n"
			"$interface      Interface that has it\n",
		.run = run_source_locator,
		.write = write_source_locator,
		.order = IF_LISP_SOURCE,
		.flags = CLI_NO_EFFECT,
	},
	{ 0 },
};
