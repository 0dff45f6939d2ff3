/* SPDX-License-Identifier: GPL-3.0-or-later */
/* instance-id, its services, eid-table; and the eid-table block of older releases. */
#include <stdio.h>

#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/service_view.h"
#include "lispd/cli/tables.h"

static void enter(struct cli *c, int mode, uint32_t iid)
{
	char key[16];

	snprintf(key, sizeof(key), "%u", iid);
	cli_enter(c, mode, key);
}

static int run_instance(struct cli *c, const struct args *a)
{
	struct lisp *l = block_lisp(c, a);
	uint32_t iid = 0;

	if (!l)
		return CLI_FAIL;
	arg_u32(a, "iid", &iid);
	if (is_off(a)) {
		lisp_del_instance(l, iid);
		return CLI_OK;
	}
	l->cfg.dialect = DIALECT_SERVICE;
	instance_cfg_get(&l->cfg, iid)->headless = false;
	enter(c, MODE_INSTANCE, iid);
	return CLI_OK;
}

static int run_exit(struct cli *c, const struct args *a UNUSED)
{
	cli_leave(c);
	return CLI_OK;
}

/* --- service ---------------------------------------------------------------------------------- */

static int typed_svc(const struct args *a)
{
	return arg_has(a, "ethernet") ? SVC_ETHERNET : arg_has(a, "ipv6") ? SVC_IPV6 : SVC_IPV4;
}

static int run_service(struct cli *c, const struct args *a)
{
	int svc = typed_svc(a);
	struct lisp *l;
	struct instance_cfg *i = block_instance(c, a, &l);
	struct service_cfg *s;

	if (!i)
		return CLI_FAIL;
	s = svc == SVC_ETHERNET ? &i->ethernet : &i->service[svc];
	if (is_off(a)) {
		lisp_clear_service(l, s);
		return CLI_OK;
	}
	s->present = true;
	cli_enter(c, MODE_INST_IPV4 + svc, NULL);
	return CLI_OK;
}

static void write_service(struct cli_writer *w, const void *obj)
{
	const struct instance_cfg *i = obj;

	for (int svc = 0; svc < SVC_COUNT; svc++)
		service_write_block(w, MODE_INST_IPV4, svc, &i->service[svc]);
	service_write_block(w, MODE_INST_IPV4, SVC_ETHERNET, &i->ethernet);
}

/* --- eid-table -------------------------------------------------------------------------------- */

static bool vrf_ok(struct cli *c, const struct args *a, const char *vrf)
{
	if (vrf && !vrf_name_ok(vrf)) {
		cli_err(c, "Invalid VRF name");
		return false;
	}
	if (vrf && !is_off(a))
		block_await_vrf(c, a, vrf);
	return true;
}

static int run_eid_table(struct cli *c, const struct args *a)
{
	const char *vrf = arg_str(a, "vrf");
	enum eid_table_kind kind = vrf ? TABLE_VRF : TABLE_DEFAULT;
	struct service_block b;

	if (!block_service(c, a, &b))
		return CLI_FAIL;
	if (is_off(a))
		return block_result(c, lisp_set_eid_table(b.l, b.iid, b.svc, TABLE_NONE, ""));
	if (!vrf_ok(c, a, vrf))
		return CLI_FAIL;
	return block_result(c, lisp_set_eid_table(b.l, b.iid, b.svc, kind, vrf ? vrf : ""));
}

static void write_eid_table(struct cli_writer *w, const void *obj)
{
	const struct service_cfg *s = service_of(obj);

	if (s->table == TABLE_DEFAULT)
		cli_line(w, "eid-table default");
	else if (s->table == TABLE_VRF)
		cli_line(w, "eid-table vrf %s", s->vrf);
}

/* --- eid-table with its instance -------------------------------------------------------------- */

static int set_tables(struct cli *c, struct lisp *l, uint32_t iid, const char *vrf)
{
	enum eid_table_kind kind = vrf ? TABLE_VRF : TABLE_DEFAULT;
	enum cfg_result result = CFG_OK;

	for (int svc = 0; svc < SVC_COUNT && result == CFG_OK; svc++)
		result = lisp_set_eid_table(l, iid, svc, kind, vrf ? vrf : "");
	return block_result(c, result);
}

static int run_table_block(struct cli *c, const struct args *a)
{
	struct lisp *l = block_lisp(c, a);
	const char *vrf = arg_str(a, "vrf");
	struct instance_cfg *i;
	uint32_t iid = 0;

	if (!l || !vrf_ok(c, a, vrf))
		return CLI_FAIL;
	arg_u32(a, "iid", &iid);
	if (is_off(a)) {
		lisp_del_instance(l, iid);
		return CLI_OK;
	}
	if (set_tables(c, l, iid, vrf) != CLI_OK)
		return CLI_FAIL;
	i = instance_cfg_find(&l->cfg, iid);
	i->headless = false;
	i->service[SVC_IPV4].present = true;
	if (l->cfg.dialect == DIALECT_UNKNOWN)
		l->cfg.dialect = DIALECT_CLASSIC;
	enter(c, MODE_EID_TABLE, iid);
	return CLI_OK;
}

static void write_table_block(struct cli_writer *w, const struct instance_cfg *i)
{
	const struct service_cfg *s = &i->service[SVC_IPV4];

	if (i->headless) {
		dynamic_eid_write(w, i, MODE_LISP_DYNAMIC_EID);
		instance_write_mappings(w, i);
	} else if (s->table == TABLE_VRF) {
		cli_block(w, MODE_EID_TABLE, i, "eid-table vrf %s instance-id %u", s->vrf, i->iid);
	} else {
		cli_block(w, MODE_EID_TABLE, i, "eid-table default instance-id %u", i->iid);
	}
}

static void write_instance(struct cli_writer *w, const void *obj)
{
	const struct lisp_cfg *cfg = obj;
	const struct instance_cfg *i;

	TAILQ_FOREACH(i, &cfg->instances, link) {
		if (lisp_cfg_is_classic(cfg))
			write_table_block(w, i);
		else
			cli_block(w, MODE_INSTANCE, i, "instance-id %u", i->iid);
	}
}

#define INSTANCE "[no] [default] instance-id <0-16777214>$iid"
#define TABLE_HELP                                        \
	"eid-table  Bind an EID table to this instance\n" \
	"default    The default table\n"                  \
	"vrf        A VRF table\n"                        \
	"$vrf       VRF name\n"

const struct cli_cmd instance_rows[] = {
	{
		.mode = MODE_LISP,
		.syntax = INSTANCE,
		.help = "instance-id  Configure an EID instance\n"
			"$iid         EID instance-ID\n",
		.run = run_instance,
		.write = write_instance,
		.order = ROUTER_INSTANCE,
		.flags = CLI_OPENS_MODE,
	},
	{
		.mode = MODE_LISP,
		.syntax = "[no] [default] eid-table (default|vrf WORD$vrf) "
			  "instance-id <0-16777214>$iid",
		.help = TABLE_HELP "instance-id  The instance\n"
				   "$iid         EID instance-ID\n",
		.run = run_table_block,
		.saved_by = INSTANCE,
		.flags = CLI_OPENS_MODE,
	},
	{ 0 },
};

const struct cli_cmd instance_block_rows[] = {
	{
		.mode = MODE_INSTANCE,
		.syntax = "exit-instance-id",
		.help = "exit-instance-id  Exit from the instance configuration mode\n",
		.run = run_exit,
		.flags = CLI_NOT_SAVED,
	},
	{
		.mode = MODE_EID_TABLE,
		.syntax = "exit-eid-table",
		.help = "exit-eid-table  Exit from the EID table configuration mode\n",
		.run = run_exit,
		.flags = CLI_NOT_SAVED,
	},
	{
		.mode = MODE_INSTANCE,
		.syntax = "[no] [default] service (ipv4|ipv6|ethernet)",
		.help = "service   Configure a LISP service type for this instance\n"
			"ipv4      IPv4 service\n"
			"ipv6      IPv6 service\n"
			"ethernet  Layer-2 service\n",
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
		.help = TABLE_HELP,
		.run = run_eid_table,
		.write = write_eid_table,
		.order = SERVICE_EID_TABLE,
	},
	{ 0 },
};
