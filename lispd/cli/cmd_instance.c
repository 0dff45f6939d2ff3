/* SPDX-License-Identifier: GPL-3.0-or-later */
/* instance-id, its services, eid-table. */
#include <stdio.h>

#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"

static int run_instance(struct cli *c, const struct args *a)
{
	struct lisp *l = block_lisp(c);
	uint32_t iid = 0;
	char key[16];

	if (!l)
		return CLI_FAIL;
	arg_u32(a, "iid", &iid);
	if (is_off(a)) {
		lisp_del_instance(l, iid);
		return CLI_OK;
	}
	instance_cfg_get(&l->cfg, iid);
	snprintf(key, sizeof(key), "%u", iid);
	cli_enter(c, MODE_INSTANCE, key);
	return CLI_OK;
}

static void write_instance(struct cli_writer *w, const void *obj)
{
	const struct lisp_cfg *cfg = obj;
	const struct instance_cfg *i;

	TAILQ_FOREACH(i, &cfg->instances, link)
		cli_block(w, MODE_INSTANCE, i, "instance-id %u", i->iid);
}

static int run_exit(struct cli *c, const struct args *a UNUSED)
{
	cli_leave(c);
	return CLI_OK;
}

/* --- service ---------------------------------------------------------------------------------- */

static int run_service(struct cli *c, const struct args *a)
{
	int svc = arg_has(a, "ipv6") ? SVC_IPV6 : SVC_IPV4;
	struct lisp *l;
	struct instance_cfg *i = block_instance(c, &l);

	if (!i)
		return CLI_FAIL;
	if (is_off(a)) {
		lisp_clear_service(l, &i->service[svc]);
		return CLI_OK;
	}
	i->service[svc].present = true;
	cli_enter(c, MODE_INST_IPV4 + svc, NULL);
	return CLI_OK;
}

static void write_service(struct cli_writer *w, const void *obj)
{
	const struct instance_cfg *i = obj;

	for (int svc = 0; svc < SVC_COUNT; svc++)
		if (i->service[svc].present)
			cli_block(w, MODE_INST_IPV4 + svc, &i->service[svc], "service %s",
				  svc == SVC_IPV6 ? "ipv6" : "ipv4");
}

/* --- eid-table -------------------------------------------------------------------------------- */

static int run_eid_table(struct cli *c, const struct args *a)
{
	const char *vrf = arg_str(a, "vrf");
	enum eid_table_kind kind = vrf ? TABLE_VRF : TABLE_DEFAULT;
	struct service_block b;

	if (!block_service(c, &b))
		return CLI_FAIL;
	if (is_off(a))
		return block_result(c, lisp_set_eid_table(b.l, b.iid, b.svc, TABLE_NONE, ""));
	if (vrf && !vrf_name_ok(vrf))
		return cli_err(c, "Invalid VRF name");
	if (vrf)
		block_await_vrf(c, a, vrf);
	return block_result(c, lisp_set_eid_table(b.l, b.iid, b.svc, kind, vrf ? vrf : ""));
}

static void write_eid_table(struct cli_writer *w, const void *obj)
{
	const struct service_cfg *s = obj;

	if (s->table == TABLE_DEFAULT)
		cli_line(w, "eid-table default");
	else if (s->table == TABLE_VRF)
		cli_line(w, "eid-table vrf %s", s->vrf);
}

const struct cli_cmd instance_rows[] = {
	{
		.mode = MODE_LISP,
		.syntax = "[no] [default] instance-id <0-16777214>$iid",
		.help = "instance-id  Configure an EID instance\n"
			"$iid         EID instance-ID\n",
		.run = run_instance,
		.write = write_instance,
		.order = ROUTER_INSTANCE,
		.flags = CLI_OPENS_MODE,
	},
	{
		.mode = MODE_INSTANCE,
		.syntax = "exit-instance-id",
		.help = "exit-instance-id  Exit from the instance configuration mode\n",
		.run = run_exit,
		.flags = CLI_NOT_SAVED,
	},
	{
		.mode = MODE_INSTANCE,
		.syntax = "[no] [default] service (ipv4|ipv6)",
		.help = "service  Configure a LISP service type for this instance\n"
			"ipv4     IPv4 service\n"
			"ipv6     IPv6 service\n",
		.run = run_service,
		.write = write_service,
		.order = INSTANCE_SERVICE,
		.flags = CLI_OPENS_MODE,
	},
	{ 0 },
};

const struct cli_cmd eid_table_rows[] = {
	{
		.mode = MODE_INST_IPV4,
		.syntax = "[no] [default] eid-table ~ (default|vrf WORD$vrf)",
		.help = "eid-table  Bind an EID table to this instance\n"
			"default    The default table\n"
			"vrf        A VRF table\n"
			"$vrf       VRF name\n",
		.run = run_eid_table,
		.write = write_eid_table,
		.order = SERVICE_EID_TABLE,
	},
	{ 0 },
};
