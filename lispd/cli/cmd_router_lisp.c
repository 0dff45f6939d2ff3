/* SPDX-License-Identifier: GPL-3.0-or-later */
/* router lisp, and what stands directly below it: locator-table, service. */
#include <stdio.h>

#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"
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
		if (l->id)
			cli_block(w, MODE_LISP, &l->cfg, "router lisp %u", l->id);
		else
			cli_block(w, MODE_LISP, &l->cfg, "router lisp");
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
	struct lisp *l = block_lisp(c);
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

/* --- service ---------------------------------------------------------------------------------- */

static int run_service(struct cli *c, const struct args *a)
{
	int svc = arg_has(a, "ipv6") ? SVC_IPV6 : SVC_IPV4;
	struct lisp *l = block_lisp(c);
	struct service_cfg *s;

	if (!l)
		return CLI_FAIL;
	s = &l->cfg.service[svc];
	if (is_off(a)) {
		lisp_clear_service(l, s);
		return CLI_OK;
	}
	s->present = true;
	cli_enter(c, MODE_SERVICE_IPV4 + svc, NULL);
	return CLI_OK;
}

static void write_service(struct cli_writer *w, const void *obj)
{
	const struct lisp_cfg *cfg = obj;

	for (int svc = 0; svc < SVC_COUNT; svc++)
		if (cfg->service[svc].present)
			cli_block(w, MODE_SERVICE_IPV4 + svc, &cfg->service[svc], "service %s",
				  svc == SVC_IPV6 ? "ipv6" : "ipv4");
}

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
		.syntax = "[no] [default] service (ipv4|ipv6)",
		.help = "service  Configure a LISP service type\n"
			"ipv4     IPv4 service\n"
			"ipv6     IPv6 service\n",
		.run = run_service,
		.write = write_service,
		.order = ROUTER_SERVICE,
		.flags = CLI_OPENS_MODE,
	},
	{ 0 },
};
