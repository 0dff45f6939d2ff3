/* SPDX-License-Identifier: GPL-3.0-or-later */
/* router lisp, and what stands directly below it: locator-table, service, source-locator. */
#include <stdio.h>

#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/service_view.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/unread_row.h"
#include "lispd/role/ctl.h"

static int run_router_lisp(struct cli *c, const struct args *a)
{
	struct ctl *ctl = root_of(c)->ctl;
	uint32_t id = 0;
	struct lisp *l;
	char key[16];

	arg_u32(a, "process", &id);
	if (is_off(a)) {
		l = ctl_lisp_find(ctl, id);
		if (l)
			lisp_free(l, false);
		return CLI_OK;
	}
	ctl_lisp_get(ctl, id);
	snprintf(key, sizeof(key), "%u", id);
	cli_enter(c, MODE_LISP, key);
	return CLI_OK;
}

static void write_router_lisp(struct cli_writer *w, const void *obj)
{
	const struct root *root = obj;
	struct lisp *l;

	TAILQ_FOREACH(l, &root->ctl->lisps, link) {
		int mode = lisp_cfg_is_classic(&l->cfg) ? MODE_CLASSIC_LISP : MODE_LISP;

		if (l->id)
			cli_block(w, mode, &l->cfg, "router lisp %u", l->id);
		else
			cli_block(w, mode, &l->cfg, "router lisp");
	}
}

static int run_exit(struct cli *c, const struct args *a UNUSED)
{
	cli_leave(c);
	return CLI_OK;
}

/* --- locator-table ---------------------------------------------------------------------------- */

static int run_locator_table(struct cli *c, const struct args *a)
{
	struct lisp *l = block_lisp(c, a);
	const char *vrf = arg_str(a, "vrf");

	if (!l)
		return CLI_FAIL;
	if (is_off(a)) {
		lisp_set_locator_table(l, TABLE_NONE, NULL);
		return CLI_OK;
	}
	if (vrf && !vrf_name_ok(vrf))
		return cli_err(c, "Invalid VRF name");
	if (vrf)
		block_await_vrf(c, a, vrf);
	lisp_set_locator_table(l, vrf ? TABLE_VRF : TABLE_DEFAULT, vrf);
	return CLI_OK;
}

static void write_locator_table(struct cli_writer *w, const void *obj)
{
	const struct lisp_cfg *cfg = obj;

	if (cfg->locator_table == TABLE_DEFAULT)
		cli_line(w, "locator-table default");
	else if (cfg->locator_table == TABLE_VRF)
		cli_line(w, "locator-table vrf %s", cfg->locator_vrf);
}

/* --- encapsulation ---------------------------------------------------------------------------- */

static int run_encapsulation(struct cli *c, const struct args *a)
{
	struct lisp *l = block_lisp(c, a);

	if (!l)
		return CLI_FAIL;
	l->cfg.encapsulation = is_off(a)	   ? ENCAP_UNSET :
			       arg_has(a, "vxlan") ? ENCAP_VXLAN :
						     ENCAP_LISP;
	lisp_changed(l);
	return CLI_OK;
}

static void write_encapsulation(struct cli_writer *w, const void *obj)
{
	const struct lisp_cfg *cfg = obj;

	if (cfg->encapsulation != ENCAP_UNSET)
		cli_line(w, "encapsulation %s",
			 cfg->encapsulation == ENCAP_VXLAN ? "vxlan" : "lisp");
}

/* --- service ---------------------------------------------------------------------------------- */

static int run_service(struct cli *c, const struct args *a)
{
	int svc = arg_has(a, "ethernet") ? SVC_ETHERNET : arg_has(a, "ipv6") ? SVC_IPV6 : SVC_IPV4;
	struct lisp *l = block_lisp(c, a);
	struct service_cfg *s;

	if (!l)
		return CLI_FAIL;
	s = svc == SVC_ETHERNET ? &l->cfg.ethernet : &l->cfg.service[svc];
	if (is_off(a)) {
		lisp_clear_service(l, s);
		return CLI_OK;
	}
	l->cfg.dialect = DIALECT_SERVICE;
	s->present = true;
	cli_enter(c, MODE_SERVICE_IPV4 + svc, NULL);
	return CLI_OK;
}

static void write_service(struct cli_writer *w, const void *obj)
{
	const struct lisp_cfg *cfg = obj;

	if (lisp_cfg_is_classic(cfg))
		return;
	for (int svc = 0; svc < SVC_COUNT; svc++)
		service_write_block(w, MODE_SERVICE_IPV4, svc, &cfg->service[svc]);
	service_write_block(w, MODE_SERVICE_IPV4, SVC_ETHERNET, &cfg->ethernet);
}

/* However it was typed, it is printed with services and instances from now on. */
static int run_dialect(struct cli *c, const struct args *a)
{
	struct lisp *l = block_lisp(c, a);

	if (!l)
		return CLI_FAIL;
	l->cfg.dialect = DIALECT_SERVICE;
	return CLI_OK;
}

/* --- of one address family -------------------------------------------------------------------- */

static int run_source_locator(struct cli *c, const struct args *a)
{
	const char *ifname = is_off(a) ? "" : arg_str(a, "interface");
	int svc = arg_has(a, "ipv6") ? SVC_IPV6 : SVC_IPV4;
	struct lisp *l = block_lisp(c, a);

	if (!l)
		return CLI_FAIL;
	snprintf(l->cfg.source_locator[svc], CFG_IFNAME, "%s", ifname);
	if (*ifname)
		block_await_iface(c, a, ifname);
	lisp_changed(l);
	return CLI_OK;
}

/* The lines for IPv4 and for IPv6 have a slot each behind ROUTER_FAMILY. */
static int slot_of(int svc)
{
	return N_ROUTER_RANKS + svc;
}

static int keep_family(struct cli *c, const struct args *a, enum unread_row kind)
{
	struct lisp *l = block_lisp(c, a);

	if (!l)
		return CLI_FAIL;
	unread_take_slot(a, &l->cfg.common.unread, kind, NULL,
			 slot_of(arg_has(a, "ipv6") ? SVC_IPV6 : SVC_IPV4));
	return CLI_OK;
}

static int run_reachability(struct cli *c, const struct args *a)
{
	return keep_family(c, a, UNREAD_SETTING);
}

/* On by default, with limits of its own. */
static int run_path_mtu(struct cli *c, const struct args *a)
{
	bool limited = arg_has(a, "min") || arg_has(a, "max");

	return keep_family(c, a, limited ? UNREAD_SETTING : UNREAD_USUAL);
}

static void write_family(struct cli_writer *w, const void *obj)
{
	static const char *const name[] = { "ipv4", "ipv6" };
	const struct lisp_cfg *cfg = obj;

	for (int svc = 0; svc < SVC_COUNT; svc++) {
		if (lisp_cfg_is_classic(cfg))
			service_write_classic(w, svc, &cfg->service[svc]);
		unread_write_behind(w, &cfg->common.unread, slot_of(svc), name[svc]);
		if (cfg->source_locator[svc][0])
			cli_line(w, "%s source-locator %s", name[svc], cfg->source_locator[svc]);
	}
}

#define SOURCE_LOCATOR "[no] [default] (ipv4|ipv6) source-locator ~ IFNAME$interface"
#define REACHABILITY_HELP                 \
	"locator              Locators\n" \
	"reachability         Whether they can be reached\n"
#define PATH_MTU_HELP                                              \
	"path-mtu-discovery   Discover the MTU towards locators\n" \
	"min                  Least that is accepted\n"            \
	"$min                 Octets\n"                            \
	"max                  Most that is accepted\n"             \
	"$max                 Octets\n"
#define FAMILY(words, texts, fn) \
	UNREAD_ROW(MODE_LISP, words, texts, fn, ROUTER_FAMILY, SOURCE_LOCATOR)

const struct cli_cmd router_lisp_rows[] = {
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] router lisp [<0-65520>$process]",
		.help = "lisp      Locator/ID Separation Protocol\n"
			"$process  LISP process number\n",
		.run = run_router_lisp,
		.write = write_router_lisp,
		.order = GLOBAL_ROUTER_LISP,
		.flags = CLI_OPENS_MODE,
	},
	{
		.mode = MODE_LISP,
		.syntax = "exit-router-lisp",
		.help = "exit-router-lisp  Exit from the router LISP configuration mode\n",
		.run = run_exit,
		.flags = CLI_NOT_SAVED,
	},
	{
		.mode = MODE_LISP,
		.syntax = "dialect service",
		.help = "dialect  How the configuration is printed\n"
			"service  With services and instances\n",
		.run = run_dialect,
		.flags = CLI_NOT_SAVED | CLI_HIDDEN,
	},
	{ 0 },
};

const struct cli_cmd router_block_rows[] = {
	{
		.mode = MODE_LISP,
		.syntax = "[no] [default] locator-table ~ (default|vrf WORD$vrf)",
		.help = "locator-table  Set the table that holds the RLOCs\n"
			"default        The default table\n"
			"vrf            A VRF table\n"
			"$vrf           VRF name\n",
		.run = run_locator_table,
		.write = write_locator_table,
		.order = ROUTER_LOCATOR_TABLE,
	},
	{
		.mode = MODE_LISP,
		.syntax = "[no] [default] encapsulation ~ (lisp|vxlan)",
		.help = "encapsulation  Format of data packets\n"
			"vxlan          VXLAN with the group policy extension\n",
		.run = run_encapsulation,
		.write = write_encapsulation,
		.order = ROUTER_ENCAPSULATION,
	},
	{
		.mode = MODE_LISP,
		.syntax = "[no] [default] service (ipv4|ipv6|ethernet)",
		.help = "service   Configure a LISP service type\n"
			"ipv4      IPv4 service\n"
			"ipv6      IPv6 service\n"
			"ethernet  Layer-2 service\n",
		.run = run_service,
		.write = write_service,
		.order = ROUTER_SERVICE,
		.flags = CLI_OPENS_MODE,
	},
	{
		.mode = MODE_LISP,
		.syntax = SOURCE_LOCATOR,
		.help = "source-locator       Source address of what is sent to locators\n"
			"$interface           Interface that has it\n",
		.run = run_source_locator,
		.write = write_family,
		.order = ROUTER_FAMILY,
	},
	FAMILY("(ipv4|ipv6) locator reachability exclude-default [proxy-etr-only]",
	       REACHABILITY_HELP "exclude-default      A default route does not count\n"
				 "proxy-etr-only       For Proxy ETRs only\n",
	       run_reachability),
	FAMILY("(ipv4|ipv6) locator reachability minimum-mask-length ~ <0-128>$length "
	       "[proxy-etr-only]",
	       REACHABILITY_HELP "minimum-mask-length  Length of a route that counts\n"
				 "$length              Mask length\n"
				 "proxy-etr-only       For Proxy ETRs only\n",
	       run_reachability),
	FAMILY("(ipv4|ipv6) path-mtu-discovery ~ {min <68-65535>$min|max <68-65535>$max}",
	       PATH_MTU_HELP, run_path_mtu),
	{ 0 },
};

/* In the oldest form. */
const struct cli_cmd router_global_rows[] = {
	UNREAD_ROW(CLI_MODE_CONFIG,
		   "(ip|ipv6) lisp path-mtu-discovery ~ {min <68-65535>$min|max <68-65535>$max}",
		   MODES_GLOBAL_HELP PATH_MTU_HELP, run_path_mtu, ROUTER_FAMILY, SOURCE_LOCATOR),
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] (ip|ipv6) lisp locator-vrf ~ WORD$vrf",
		.help = MODES_GLOBAL_HELP "locator-vrf  VRF that holds the RLOCs\n"
					  "$vrf         VRF name\n",
		.run = run_locator_table,
		.saved_by = "[no] [default] locator-table ~ (default|vrf WORD$vrf)",
	},
	{ 0 },
};
