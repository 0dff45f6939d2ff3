/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only the oldest form has: global lines without a block. The others are rows of the service
 * and of the process with "ip lisp" or "lisp" in front (lisp_tables.c). */
#include <stdio.h>

#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"

static int run_itr_etr(struct cli *c, const struct args *a)
{
	struct service_block b;
	enum cfg_result result;

	if (!block_service(c, a, &b))
		return CLI_FAIL;
	result = lisp_set_role(b.l, b.s, b.svc, ROLE_ITR, typed_choice(a));
	if (result == CFG_OK)
		result = lisp_set_role(b.l, b.s, b.svc, ROLE_ETR, typed_choice(a));
	return block_result(c, result);
}

/* The instance of the default table; newer releases call it that of the xTR. */
static int run_instance_id(struct cli *c, const struct args *a)
{
	struct lisp *l = block_lisp(c, a);
	char line[40];
	uint32_t iid = 0;

	if (!l)
		return CLI_FAIL;
	arg_u32(a, "iid", &iid);
	snprintf(line, sizeof(line), "xtr instance-id %u", iid);
	if (is_off(a))
		unread_drop(&l->cfg.common.unread, ROUTER_UNREAD_FIRST, "xtr instance-id");
	else
		unread_set(&l->cfg.common.unread, ROUTER_UNREAD_FIRST, "xtr instance-id", line,
			   false);
	return CLI_OK;
}

const struct cli_cmd ip_lisp_rows[] = {
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] (ip|ipv6) lisp itr-etr",
		.help = MODES_GLOBAL_HELP "itr-etr  Configure LISP ITR and ETR functionality\n",
		.run = run_itr_etr,
		.saved_by = "[no] [default] itr",
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] lisp instance-id ~ <0-16777214>$iid",
		.help = "instance-id  Instance of the default table\n"
			"$iid         EID instance-ID\n",
		.run = run_instance_id,
		.saved_by = "[no] [default] security ~ [strong]",
		.flags = CLI_NO_EFFECT,
	},
	{ 0 },
};
