/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/service_view.h"

#include <string.h>

#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"

void service_line(struct cli_writer *w, const void *obj, const char *fmt, ...)
{
	const struct service_view *v = obj;
	const char *line;
	struct out text;
	bool negated;
	va_list ap;

	out_init(&text);
	va_start(ap, fmt);
	out_v(&text, fmt, ap);
	va_end(ap);
	line = out_text(&text);
	negated = strncmp(line, "no ", 3) == 0;
	cli_line(w, "%s%s%s", negated ? "no " : "", v->prefix, line + (negated ? 3 : 0));
	out_fini(&text);
}

void service_write_unread(struct cli_writer *w, const void *obj, int slot)
{
	const struct unread *u = &service_of(obj)->unread;

	for (unsigned i = 0; i < u->n; i++)
		if (u->line[i].slot == slot)
			service_line(w, obj, "%s", u->line[i].text);
}

void service_write_block(struct cli_writer *w, int mode, int svc, const struct service_cfg *s)
{
	static const char *const name[] = { "ipv4", "ipv6", "ethernet" };
	struct service_view v = { s, "" };

	if (s->present)
		cli_block(w, mode + svc, &v, "service %s", name[svc]);
}

/* --- classic ---------------------------------------------------------------------------------- */

/* These come before the others, which keep the order that they have in a block. */
static const int classic_first[] = { SERVICE_MAP_SERVER, SERVICE_MAP_RESOLVER, SERVICE_USE_PETR };

static const struct cli_cmd *const tables[] = {
	service_rows,	    service_switch_rows, service_cache_rows,
	service_route_rows, service_proxy_rows,	 service_unread_rows,
};

static void write_rank(struct cli_writer *w, const struct service_view *v, int rank)
{
	for (size_t t = 0; t < ARRAY_LEN(tables); t++)
		for (const struct cli_cmd *cmd = tables[t]; cmd->syntax; cmd++)
			if (cmd->write && cmd->order == rank)
				cmd->write(w, v);
}

static bool is_first(int rank)
{
	for (size_t i = 0; i < ARRAY_LEN(classic_first); i++)
		if (classic_first[i] == rank)
			return true;
	return false;
}

void service_write_classic(struct cli_writer *w, int svc, const struct service_cfg *s)
{
	struct service_view v = { s, svc == SVC_IPV6 ? "ipv6 " : "ipv4 " };

	for (size_t i = 0; i < ARRAY_LEN(classic_first); i++)
		write_rank(w, &v, classic_first[i]);
	for (int rank = SERVICE_ENCAPSULATION; rank <= SERVICE_UNREAD; rank++)
		if (!is_first(rank))
			write_rank(w, &v, rank);
}
