/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Registrations by the million name few locators. A slice looks through all registrations for
 * the lowest locators behind the last one that was shown, so that nothing is kept between two.
 */
#include "lispd/cli/show_rloc_members.h"

#include <string.h>

#include "lispd/cli/root.h"
#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"

#define ROWS_PER_SLICE 128

/* --- printing --------------------------------------------------------------------------------- */

void rloc_members_print_head(struct out *o, unsigned process, uint32_t iid, unsigned n_valid,
			     unsigned n)
{
	out(o,
	    "LISP RLOC Membership for router lisp %u IID %u\n"
	    "Entries: %u valid / %u total, Distribution disabled\n\n"
	    "%-40s%-29s%s\n",
	    process, iid, n_valid, n, "RLOC", "Origin", "Valid");
}

void rloc_members_print(struct out *o, const struct addr *rloc, bool valid)
{
	out(o, "%-40s%-29s%s\n", addr_str(rloc).s, "Registration", valid ? "Yes" : "No");
}

/* --- collecting ------------------------------------------------------------------------------- */

struct members {
	unsigned n;
	struct addr rloc[ROWS_PER_SLICE]; /* ascending */
};

static void insert(struct members *m, const struct addr *a)
{
	unsigned at = m->n;

	while (at && addr_cmp(&m->rloc[at - 1], a) > 0)
		at--;
	if ((at && addr_equal(&m->rloc[at - 1], a)) || at == ROWS_PER_SLICE)
		return;
	m->n = MIN_OF(m->n + 1, ROWS_PER_SLICE);
	memmove(&m->rloc[at + 1], &m->rloc[at], (m->n - at - 1) * sizeof(m->rloc[0]));
	m->rloc[at] = *a;
}

static void insert_behind(struct members *m, const struct site_reg *r, const struct addr *last)
{
	for (unsigned i = 0; i < r->map.n_rlocs; i++) {
		const struct addr *a = &r->map.rloc[i].addr;

		if (!addr_is_none(a) && addr_cmp(a, last) > 0)
			insert(m, a);
	}
}

/* The next members behind last. */
static void collect(const struct lisp *l, uint32_t iid, const struct addr *last, struct members *m)
{
	const struct site_reg *r;
	const struct site_eid *se;
	const struct site *s;

	m->n = 0;
	TAILQ_FOREACH(s, &l->sites.sites, link)
		TAILQ_FOREACH(se, &s->eids, link)
			TAILQ_FOREACH(r, &se->regs, link)
				if (se->eid.iid == iid)
					insert_behind(m, r, last);
}

static bool is_valid(const struct lisp *l, const struct addr *a)
{
	const struct reach_rloc *r = reach_find(&l->reach, a);

	return !r || !r->known || r->up;
}

/* --- commands ----------------------------------------------------------------------------------- */

struct members_state {
	bool begun;
	struct addr last; /* none at first */
};

static void show_head(struct show *v, const struct lisp *l, uint32_t iid)
{
	unsigned n = 0, n_valid = 0;
	struct addr last = { 0 };
	struct members m;

	if (v->json) {
		json_array(v->json, "rlocs");
		return;
	}
	do {
		collect(l, iid, &last, &m);
		for (unsigned i = 0; i < m.n; i++)
			n_valid += is_valid(l, &m.rloc[i]);
		n += m.n;
		if (m.n)
			last = m.rloc[m.n - 1];
	} while (m.n == ROWS_PER_SLICE);
	rloc_members_print_head(v->o, l->id, iid, n_valid, n);
}

static void show_member(struct show *v, const struct lisp *l, const struct addr *a)
{
	if (!v->json) {
		rloc_members_print(v->o, a, is_valid(l, a));
		return;
	}
	json_object(v->json, NULL);
	json_str(v->json, "address", addr_str(a).s);
	json_str(v->json, "origin", "registration");
	json_bool(v->json, "valid", is_valid(l, a));
	json_end(v->json);
}

static bool slice(struct show *v, const struct lisp *l, uint32_t iid, struct members_state *st)
{
	struct members m;

	if (!st->begun)
		show_head(v, l, iid);
	st->begun = true;
	collect(l, iid, &st->last, &m);
	for (unsigned i = 0; i < m.n; i++)
		show_member(v, l, &m.rloc[i]);
	if (m.n)
		st->last = m.rloc[m.n - 1];
	return m.n == ROWS_PER_SLICE;
}

static bool table_members(struct show *v, struct lisp_inst *inst, int family UNUSED, void *state)
{
	return slice(v, inst->lisp, inst->iid, state);
}

static int show_members(struct cli *c, const struct args *a)
{
	struct members_state st = { 0 };

	return show_registered(c, a, table_members, &st, sizeof(st));
}

#define MEMBERS_HELP                \
	"rloc           Locators\n" \
	"members        What registrations name\n"
#define SERVER_MEMBERS "server rloc members [registrations]"
#define SERVER_HELP                                      \
	"server         Map-Server site registrations\n" \
	"registrations  From registrations\n" MEMBERS_HELP

const struct cli_cmd show_rloc_members_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp [" SCOPE_PROCESS "] site rloc members [" SCOPE_TABLE "]",
		.help = SCOPE_HELP SCOPE_PROCESS_HELP
		"site           Map-Server site registrations\n" MEMBERS_HELP,
		.run = show_members,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_IP_LISP(SERVER_MEMBERS),
		.help = SHOW_IP_LISP_HELP SERVER_HELP,
		.run = show_members,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_LISP(SERVER_MEMBERS),
		.help = SHOW_LISP_HELP SERVER_HELP,
		.run = show_members,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
