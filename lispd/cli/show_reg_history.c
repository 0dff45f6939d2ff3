/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/show_reg_history.h"

#include <stdio.h>
#include <time.h>

#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/time_text.h"

#define EVENTS_PER_SLICE 128

/* --- printing --------------------------------------------------------------------------------- */

/* "*Dec  1 09:34:17.164"; the star: nobody vouches for the clock. */
static struct time_text stamp_str(uint64_t wall_ms)
{
	time_t sec = (time_t)(wall_ms / 1000);
	char text[32];
	struct time_text t;
	struct tm tm;

	gmtime_r(&sec, &tm);
	strftime(text, sizeof(text), "%b %e %H:%M:%S", &tm);
	snprintf(t.s, sizeof(t.s), "*%s.%03u", text, (unsigned)(wall_ms % 1000));
	return t;
}

void reg_history_print_head(struct out *o, const char *zone)
{
	char title[24];

	snprintf(title, sizeof(title), "Timestamp (%s)", zone);
	out(o,
	    "Map-Server registration history\n"
	    "Roam = Did host move to a new location?\n"
	    "WLC = Did registration come from a Wireless Controller?\n"
	    "Prefix qualifier: + = Register Event, - = Deregister Event, * = AR register event\n"
	    "\n"
	    "%-20s %8s %-5s %-4s %-3s %-17s\n"
	    "%45sEID prefix / Locator\n",
	    title, "Instance", "Proto", "Roam", "WLC", "Source", "");
}

void reg_history_print(struct out *o, const struct reg_event *e)
{
	out(o, "%s %8u %-5s %-4s %-3s %-17s\n%43s%c %s\n", stamp_str(e->wall_ms).s, e->eid.iid,
	    e->reliable ? "TCP" : "UDP", e->roamed ? "Yes" : "No", "No", addr_str(&e->source).s, "",
	    e->gone ? '-' : '+', eid_str(&e->eid).s);
}

static void put_event(struct json *j, const struct reg_event *e)
{
	json_object(j, NULL);
	json_u64(j, "time", e->wall_ms / 1000);
	json_str(j, "event", e->gone ? "deregister" : "register");
	json_u64(j, "instanceId", e->eid.iid);
	json_str(j, "eid", eid_str(&e->eid).s);
	json_str(j, "transport", e->reliable ? "tcp" : "udp");
	json_bool(j, "roamed", e->roamed);
	json_str(j, "source", addr_str(&e->source).s);
	json_end(j);
}

/* --- commands ----------------------------------------------------------------------------------- */

struct history_state {
	bool begun;
	uint64_t number;
	bool by_iid;
	uint32_t iid;
	int family;
};

static bool wanted(const struct history_state *st, const struct reg_event *e)
{
	return !st->by_iid || (e->eid.iid == st->iid && e->eid.prefix.addr.family == st->family);
}

static bool slice(struct show *v, const struct lisp *l, struct history_state *st)
{
	const struct reg_event *e;

	if (!st->begun && v->json)
		json_array(v->json, "events");
	else if (!st->begun)
		reg_history_print_head(v->o, "UTC");
	st->begun = true;
	for (unsigned i = 0; i < EVENTS_PER_SLICE; i++, st->number++) {
		e = reghist_get(&l->sites.history, &st->number);
		if (!e)
			return false;
		if (!wanted(st, e))
			continue;
		if (v->json)
			put_event(v->json, e);
		else
			reg_history_print(v->o, e);
	}
	return true;
}

static bool process_history(struct show *v, struct lisp *l, int family UNUSED, void *state)
{
	return slice(v, l, state);
}

static bool table_history(struct show *v, struct lisp_inst *inst, int family, void *state)
{
	struct history_state *st = state;

	st->by_iid = true;
	st->iid = inst->iid;
	st->family = family;
	return slice(v, inst->lisp, st);
}

static int show_history(struct cli *c, const struct args *a)
{
	struct history_state st = { 0 };

	return show_processes(c, a, process_history, &st, sizeof(st));
}

static int show_table_history(struct cli *c, const struct args *a)
{
	struct history_state st = { 0 };

	return show_registered(c, a, table_history, &st, sizeof(st));
}

#define HISTORY "server registration-history"
#define HISTORY_HELP                                           \
	"server               Map-Server site registrations\n" \
	"registration-history Which registrations came and went\n"

const struct cli_cmd show_reg_history_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp [" SCOPE_PROCESS "] " HISTORY,
		.help = "lisp           Locator/ID Separation Protocol\n" SCOPE_PROCESS_HELP
			HISTORY_HELP,
		.run = show_history,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_IP_LISP(HISTORY),
		.help = SHOW_IP_LISP_HELP HISTORY_HELP,
		.run = show_table_history,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_LISP(HISTORY),
		.help = SHOW_LISP_HELP HISTORY_HELP,
		.run = show_table_history,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
