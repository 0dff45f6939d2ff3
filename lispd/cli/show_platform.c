/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/show_platform.h"

#include <stdarg.h>

#include "lispd/cli/root.h"
#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"
#include "lispd/role/ctl.h"

#define VALUE_COLUMN 37
#define MAX_INSTANCES 16777216 /* instance IDs have 24 bits */

/* --- printing --------------------------------------------------------------------------------- */

static void field(struct out *o, int in, const char *label, const char *fmt, ...) PRINTF_LIKE(4, 5);
static void field(struct out *o, int in, const char *label, const char *fmt, ...)
{
	va_list ap;

	out(o, "%*s%-*s", in, "", VALUE_COLUMN - in, label);
	va_start(ap, fmt);
	out_v(o, fmt, ap);
	va_end(ap);
	out_char(o, '\n');
}

static void print_limits(struct out *o, const struct platform_view *v)
{
	size_t used = v->remote[SVC_IPV4] + v->remote[SVC_IPV6];

	out_str(o, "  Platform reported limits:\n");
	field(o, 3, "L3 limit:", "%zu", v->limit);
	field(o, 5, "Total Current utilization:", "%zu%%", v->limit ? used * 100 / v->limit : 0);
	field(o, 5, "IPv4 multiplier:", "1");
	field(o, 5, "IPv4 local EID counter:", "%u", v->local[SVC_IPV4]);
	field(o, 5, "IPv4 remote EID counter:", "%u", v->remote[SVC_IPV4]);
	field(o, 5, "IPv6 multiplier:", "1");
	field(o, 5, "IPv6 local EID counter:", "%u", v->local[SVC_IPV6]);
	field(o, 5, "IPv6 remote EID counter:", "%u", v->remote[SVC_IPV6]);
	field(o, 3, "L2 limit:", "0");
	field(o, 5, "Total Current utilization:", "0%%");
	field(o, 5, "MAC multiplier:", "1");
	field(o, 5, "MAC local EID counter:", "0");
	field(o, 5, "MAC remote EID counter:", "0");
}

void platform_print(struct out *o, const struct platform_view *v)
{
	field(o, 2, "Parallel LISP instance limit:", "%u", v->n_instances);
	out_str(o, "  RLOC forwarding support:\n");
	field(o, 3, "IPv4 RLOC, local:", "OK");
	field(o, 3, "IPv6 RLOC, local:", "OK");
	field(o, 3, "MAC RLOC, local:", "Unsupported");
	field(o, 3, "IPv4 RLOC, remote:", "OK");
	field(o, 3, "IPv6 RLOC, remote:", "OK");
	field(o, 3, "MAC RLOC, remote:", "Unsupported");
	out_str(o, "  Support for signal+forward:\n");
	field(o, 3, "IPv4:", "OK");
	field(o, 3, "IPv6:", "OK");
	field(o, 3, "MAC:", "Unsupported");
	print_limits(o, v);
	field(o, 2, "Latest supported config style:", "Service and instance");
	field(o, 2, "Current config style:", "Service and instance");
}

static const struct json_field fields[] = {
	JSON_FIELD(struct platform_view, n_instances, JSON_U32, "instanceLimit"),
	JSON_FIELD(struct platform_view, local[SVC_IPV4], JSON_U32, "ipv4LocalEids"),
	JSON_FIELD(struct platform_view, remote[SVC_IPV4], JSON_U32, "ipv4RemoteEids"),
	JSON_FIELD(struct platform_view, local[SVC_IPV6], JSON_U32, "ipv6LocalEids"),
	JSON_FIELD(struct platform_view, remote[SVC_IPV6], JSON_U32, "ipv6RemoteEids"),
	{ 0 },
};

/* --- command ------------------------------------------------------------------------------------ */

static void count(const struct lisp *l, struct platform_view *v)
{
	const struct mapdb_entry *d = mapdb_first_all(&l->db);
	const struct lisp_inst *inst;

	for (; d; d = mapdb_next_all(&l->db, d))
		v->local[svc_of_family(d->map.eid.prefix.addr.family)]++;
	TAILQ_FOREACH(inst, &l->insts, link)
		for (int svc = 0; svc < SVC_COUNT; svc++)
			v->remote[svc] += mapcache_count(&l->cache, inst->iid, family_of_svc(svc));
}

static int show_platform(struct cli *c, const struct args *a UNUSED)
{
	struct platform_view v = { .n_instances = MAX_INSTANCES };
	struct ctl *ctl = root_of(c)->ctl;
	const struct lisp *l;

	show_settle(ctl);
	TAILQ_FOREACH(l, &ctl->lisps, link) {
		v.limit = MAX_OF(v.limit, l->cache.limit);
		count(l, &v);
	}
	if (cli_json(c)) {
		json_object(cli_json(c), NULL);
		json_fields(cli_json(c), fields, &v);
		json_u64(cli_json(c), "mapCacheLimit", v.limit);
	} else {
		platform_print(cli_out(c), &v);
	}
	return CLI_OK;
}

const struct cli_cmd show_platform_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp [" SCOPE_PROCESS "] platform",
		.help = "lisp           Locator/ID Separation Protocol\n"
			"platform       What the platform can do\n" SCOPE_PROCESS_HELP,
		.run = show_platform,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
