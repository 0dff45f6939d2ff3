/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show lisp instance-id N ipv4 away: dynamic EIDs that are elsewhere, as far as we know. */
#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/time_text.h"
#include "lispd/role/mobility.h"

#define ROWS_PER_SLICE 128

struct away_state {
	bool begun, one;
	struct prefix prefix; /* the one that is asked for */
	struct prefix at;
};

static unsigned count(const struct lisp_inst *inst, int family)
{
	struct mobility_away row;
	struct prefix at;
	unsigned n = 0;

	while (mobility_away_next(inst->lisp, inst->iid, family, n ? &at : NULL, &row)) {
		at = row.prefix;
		n++;
	}
	return n;
}

static void begin(struct show *v, const struct lisp_inst *inst, int family)
{
	if (v->json) {
		json_array(v->json, "entries");
		return;
	}
	out(v->o, "LISP Away Table for router lisp %u (%s) IID %u\nEntries: %u\n\n", inst->lisp->id,
	    inst->vrf[0] ? inst->vrf : "default", inst->iid, count(inst, family));
	out(v->o, "%-40s%-31s%s\n", "Prefix", "Producer", "Created");
}

static void put(struct show *v, const struct lisp *l, const struct mobility_away *row)
{
	uint64_t age_ms = loop_now_ms(l->env->loop) - row->since_ms;

	if (!v->json) {
		out(v->o, "%-40s%-31s%s\n", prefix_str(&row->prefix).s, "dyn-eid",
		    span_str(age_ms).s);
		return;
	}
	json_object(v->json, NULL);
	json_str(v->json, "prefix", prefix_str(&row->prefix).s);
	json_str(v->json, "producer", "dyn-eid");
	json_u64(v->json, "createdSeconds", age_ms / 1000);
	json_end(v->json);
}

static bool slice(struct show *v, struct lisp_inst *inst, int family, void *state)
{
	struct away_state *s = state;
	struct mobility_away row;

	if (!s->begun)
		begin(v, inst, family);
	for (unsigned i = 0; i < ROWS_PER_SLICE; i++) {
		if (!mobility_away_next(inst->lisp, inst->iid, family, s->begun ? &s->at : NULL,
					&row))
			return false;
		s->begun = true;
		s->at = row.prefix;
		if (!s->one || prefix_covers(&row.prefix, &s->prefix))
			put(v, inst->lisp, &row);
	}
	return true;
}

static int show_away(struct cli *c, const struct args *a)
{
	struct away_state s = { 0 };

	s.one = scope_eid(a, &s.prefix);
	return show_any_tables(c, a, slice, &s, sizeof(s));
}

#define AWAY "away [" ARG_EID "]"
#define AWAY_HELP                             \
	"away           EIDs that are away\n" \
	"$eid           EID, or EID prefix\n"

const struct cli_cmd show_away_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_IP_LISP(AWAY),
		.help = SHOW_IP_LISP_HELP AWAY_HELP,
		.run = show_away,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_LISP(AWAY),
		.help = SHOW_LISP_HELP AWAY_HELP,
		.run = show_away,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
