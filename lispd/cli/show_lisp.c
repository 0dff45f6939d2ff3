/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/lisp_view.h"
#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"

static bool instance_slice(struct show *w, struct lisp_inst *inst, int family, void *state UNUSED)
{
	struct lisp_view v;

	lisp_collect_instance(inst, family, &v);
	if (w->json)
		lisp_json_service(w->json, &v);
	else
		lisp_print_service(w->o, &v);
	return false;
}

static bool process_view(struct show *w, struct lisp *l, int family, void *state UNUSED)
{
	struct lisp_view v;

	lisp_collect_service(l, family, &v);
	if (w->json)
		lisp_json_process(w->json, &v);
	else
		lisp_print_process(w->o, &v);
	return false;
}

static bool service_slice(struct show *w, struct lisp *l, int family, void *state UNUSED)
{
	struct lisp_view v;

	lisp_collect_service(l, family, &v);
	if (w->json)
		lisp_json_service(w->json, &v);
	else
		lisp_print_service(w->o, &v);
	return false;
}

static int show_instance(struct cli *c, const struct args *a)
{
	return show_tables(c, a, instance_slice, "", 1);
}

static int show_process(struct cli *c, const struct args *a)
{
	return show_processes(c, a, process_view, "", 1);
}

static int show_service(struct cli *c, const struct args *a)
{
	return show_processes(c, a, service_slice, "", 1);
}

#define PROCESS_HELP "lisp           Locator/ID Separation Protocol\n" SCOPE_PROCESS_HELP
#define SERVICE_HELP                                    \
	PROCESS_HELP                                    \
	"service        Service of an address family\n" \
	"ipv4           IPv4 EIDs\n"                    \
	"ipv6           IPv6 EIDs\n"

const struct cli_cmd show_lisp_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp [" SCOPE_PROCESS "]",
		.help = PROCESS_HELP,
		.run = show_process,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp [" SCOPE_PROCESS "] service (ipv4|ipv6)",
		.help = SERVICE_HELP,
		.run = show_service,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show (ip|ipv6) lisp [" SCOPE_TABLE "]",
		.help = SHOW_IP_LISP_HELP,
		.run = show_instance,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp [" SCOPE_PROCESS "] " SCOPE_TABLE " (ipv4|ipv6)",
		.help = SHOW_LISP_HELP,
		.run = show_instance,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
