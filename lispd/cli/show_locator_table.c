/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show ip lisp locator-table: the locators that a process watches, its own and others'. */
#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/time_text.h"

#define ROWS_PER_SLICE 128

struct locator_state {
	bool begun;
	struct addr last;
};

static const char *state_str(const struct reach_rloc *r)
{
	if (!r->known)
		return "unknown";
	return r->up ? "up" : "no-route";
}

static void show_locator(struct show *v, const struct lisp *l, const struct reach_rloc *r)
{
	uint64_t now = loop_now_ms(l->env->loop);

	if (!v->json) {
		out(v->o, "%-40s%-10s%-10s%-9u%s\n", addr_str(&r->addr).s, state_str(r),
		    age_str(now, r->changed_ms).s, r->n_changes, r->up ? r->path.ifname : "-");
		return;
	}
	json_object(v->json, NULL);
	json_str(v->json, "address", addr_str(&r->addr).s);
	json_str(v->json, "state", state_str(r));
	json_ms(v->json, "changedSeconds", r->changed_ms ? now - r->changed_ms : UINT64_MAX);
	json_u64(v->json, "changes", r->n_changes);
	json_str(v->json, "interface", r->up ? r->path.ifname : NULL);
	json_end(v->json);
}

static void begin(struct show *v, const struct lisp *l)
{
	if (v->json) {
		json_array(v->json, "locators");
		return;
	}
	out(v->o, "LISP Locator Table for router lisp %u (default)\nEntries: %zu\n\n", l->id,
	    reach_count(&l->reach));
	out(v->o, "%-40s%-10s%-10s%-9s%s\n", "RLOC", "State", "Changed", "Changes", "Interface");
}

static bool locator_slice(struct show *v, struct lisp_inst *inst, int family UNUSED, void *state)
{
	const struct lisp *l = inst->lisp;
	struct locator_state *st = state;
	const struct reach_rloc *r = reach_next(&l->reach, st->begun ? &st->last : NULL);

	if (!st->begun)
		begin(v, l);
	st->begun = true;
	for (unsigned i = 0; r && i < ROWS_PER_SLICE; i++) {
		show_locator(v, l, r);
		st->last = r->addr;
		r = reach_next(&l->reach, &st->last);
	}
	return r != NULL;
}

static int show_locators(struct cli *c, const struct args *a)
{
	struct locator_state st = { .begun = false };

	return show_tables(c, a, locator_slice, &st, sizeof(st));
}

const struct cli_cmd show_locator_table_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show (ip|ipv6) lisp [" SCOPE_TABLE "] locator-table",
		.help = SHOW_IP_LISP_HELP "locator-table  Locators, and how they are reached\n",
		.run = show_locators,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
