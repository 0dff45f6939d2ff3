/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proxy ITR, and the Proxy ETRs that a service uses. */
#include <stdio.h>

#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/service_view.h"
#include "lispd/cli/tables.h"

/* --- proxy-itr -------------------------------------------------------------------------------- */

static int run_proxy_itr(struct cli *c, const struct args *a)
{
	struct addr rloc[2] = { { 0 }, { 0 } }, first, second;
	struct service_block b;

	if (!block_service(c, a, &b))
		return CLI_FAIL;
	if (is_off(a)) {
		lisp_del_proxy_itr(b.l, b.s);
		return CLI_OK;
	}
	arg_addr(a, "rloc", &first);
	rloc[first.family == AF_INET6] = first;
	if (arg_addr(a, "rloc6", &second))
		rloc[1] = second;
	return block_result(c, lisp_set_proxy_itr(b.l, b.s, b.svc, rloc));
}

static void write_proxy_itr(struct cli_writer *w, const void *obj)
{
	const struct addr *rloc = service_of(obj)->proxy_rloc;
	bool both = !addr_is_none(&rloc[0]) && !addr_is_none(&rloc[1]);

	if (service_of(obj)->proxy_itr)
		service_line(w, obj, "proxy-itr %s%s%s", addr_str(&rloc[addr_is_none(&rloc[0])]).s,
			     both ? " " : "", both ? addr_str(&rloc[1]).s : "");
}

/* --- use-petr --------------------------------------------------------------------------------- */

static int run_use_petr(struct cli *c, const struct args *a)
{
	struct petr_cfg p = { .bare = !arg_has(a, "priority") };
	struct service_block b;
	uint32_t n = 0;
	bool given;

	if (!block_service(c, a, &b))
		return CLI_FAIL;
	given = arg_addr(a, "petr", &p.addr);
	if (is_off(a)) {
		lisp_del_petr(b.l, b.s, b.svc, given ? &p.addr : NULL);
		if (arg_default(a))
			b.s->no_petr = false;
		return CLI_OK;
	}
	if (arg_u32(a, "priority", &n))
		p.priority = (uint8_t)n;
	if (arg_u32(a, "weight", &n))
		p.weight = (uint8_t)n;
	return block_result(c, lisp_set_petr(b.l, b.s, &p));
}

static void write_use_petr(struct cli_writer *w, const void *obj)
{
	const struct service_cfg *s = service_of(obj);

	for (unsigned i = 0; i < s->n_petrs; i++) {
		const struct petr_cfg *p = &s->petr[i];

		if (p->bare)
			service_line(w, obj, "use-petr %s", addr_str(&p->addr).s);
		else
			service_line(w, obj, "use-petr %s priority %u weight %u",
				     addr_str(&p->addr).s, p->priority, p->weight);
	}
	if (s->no_petr)
		service_line(w, obj, "no use-petr");
}

const struct cli_cmd service_proxy_rows[] = {
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = "[no] [default] proxy-itr ~ (A.B.C.D|X:X::X)$rloc [X:X::X$rloc6]",
		.help = "proxy-itr  Configure LISP Proxy ITR (PITR) functionality\n"
			"$rloc      Locator address of this router\n"
			"$rloc6     IPv6 locator address of this router\n",
		.run = run_proxy_itr,
		.write = write_proxy_itr,
		.order = SERVICE_PROXY_ITR,
	},
	{
		.mode = MODE_SERVICE_IPV4,
		.syntax = "[no] [default] use-petr ~ (A.B.C.D|X:X::X)$petr "
			  "[priority <0-255>$priority weight <0-100>$weight]",
		.help = "use-petr   Send to a Proxy ETR what is not for LISP sites\n"
			"$petr      Locator address of the Proxy ETR\n"
			"priority   Priority of the Proxy ETR\n"
			"$priority  Priority, lower is better, 255 is never used\n"
			"weight     Weight of the Proxy ETR\n"
			"$weight    Share of the traffic in percent\n",
		.run = run_use_petr,
		.write = write_use_petr,
		.order = SERVICE_USE_PETR,
	},
	{ 0 },
};
