/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/show_site_summary.h"

#include <stdio.h>
#include <string.h>

#include "lispd/cli/root.h"
#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"
#include "lispd/role/debug.h"

#define SITES_PER_SLICE 64

/* --- printing --------------------------------------------------------------------------------- */

void site_summary_head(struct out *o, int family)
{
	if (family)
		out(o,
		    "                     -----------  %s ----------- \n"
		    " Site name            Configured Registered Incons\n",
		    family_str(family));
	else
		out_str(o,
			"                     ----------- IPv4 ----------- ----------- IPv6 "
			"----------- ----------- MAC -----------\n"
			"Site name            Configured Registered Incons Configured Registered "
			"Incons Configured Registered Incons\n");
}

static void print_counts(struct out *o, const struct site_counts *n)
{
	out(o, "%11u%11u%7u", n->configured, n->registered, n->inconsistent);
}

void site_summary_row(struct out *o, const char *name, int family, const struct site_counts *count)
{
	static const struct site_counts no_mac;

	out(o, "%-20s", name);
	if (family) {
		print_counts(o, &count[svc_of_family(family)]);
	} else {
		print_counts(o, &count[SVC_IPV4]);
		print_counts(o, &count[SVC_IPV6]);
		print_counts(o, &no_mac);
	}
	out_char(o, '\n');
}

static void figure(struct out *o, const char *name, size_t n)
{
	out(o, "%-42s%15zu\n", name, n);
}

static void print_family(struct out *o, int family, const struct site_counts *n)
{
	out(o, "%s\n  %-40s%15u\n  %-40s%15u\n", family_str(family),
	    "Number of configured EID prefixes:", n->configured,
	    "Number of registered EID prefixes:", n->registered);
}

void site_summary_tail(struct out *o, const struct site_totals *t)
{
	char text[64];

	out_char(o, '\n');
	snprintf(text, sizeof(text), "Site-registration limit for router lisp %u:", t->process);
	figure(o, text, 0);
	snprintf(text, sizeof(text), "Site-registration count for router lisp %u:", t->process);
	figure(o, text, t->n_regs);
	if (!t->family)
		figure(o, "Number of address-resolution entries:", 0);
	figure(o, "Number of configured sites:", t->n_sites);
	figure(o, "Number of registered sites:", t->n_registered);
	figure(o, "Sites with inconsistent registrations:", 0);
	for (int svc = 0; svc < SVC_COUNT; svc++)
		if (!t->family || t->family == family_of_svc(svc))
			print_family(o, family_of_svc(svc), &t->count[svc]);
	if (!t->family)
		return;
	snprintf(text, sizeof(text), "%u/%u", t->history, t->history_limit);
	out(o, "  %-54s%s\n  %-54s%s\n", "Instance-Service site-registration limit:", "0",
	    "Registration-history size/limit:", text);
}

/* --- JSON --------------------------------------------------------------------------------------- */

static const struct json_field count_fields[] = {
	JSON_FIELD(struct site_counts, configured, JSON_U32, "configured"),
	JSON_FIELD(struct site_counts, registered, JSON_U32, "registered"),
	JSON_FIELD(struct site_counts, inconsistent, JSON_U32, "inconsistent"),
	{ 0 },
};

static void json_counts(struct json *j, int family, const struct site_counts *count)
{
	for (int svc = 0; svc < SVC_COUNT; svc++) {
		if (family && family != family_of_svc(svc))
			continue;
		json_object(j, svc == SVC_IPV6 ? "ipv6" : "ipv4");
		json_fields(j, count_fields, &count[svc]);
		json_end(j);
	}
}

static void json_tail(struct json *j, const struct site_totals *t)
{
	json_end(j);
	json_u64(j, "siteRegistrations", t->n_regs);
	json_u64(j, "configuredSites", t->n_sites);
	json_u64(j, "registeredSites", t->n_registered);
	json_counts(j, t->family, t->count);
	if (!t->family)
		return;
	json_u64(j, "registrationHistory", t->history);
	json_u64(j, "registrationHistoryLimit", t->history_limit);
}

/* --- commands ----------------------------------------------------------------------------------- */

struct summary_state {
	bool begun;
	char at_site[CFG_NAME];
	bool by_iid;
	uint32_t iid;
	struct site_totals total;
};

static void add_counts(struct site_counts *to, const struct site_counts *n)
{
	to->configured += n->configured;
	to->registered += n->registered;
}

static void count_site(struct summary_state *st, const struct site *s, struct site_counts *count)
{
	const struct site_eid *se;
	bool registered = false;

	memset(count, 0, SVC_COUNT * sizeof(*count));
	TAILQ_FOREACH(se, &s->eids, link) {
		int family = se->eid.prefix.addr.family, svc = svc_of_family(family);

		if ((st->by_iid && se->eid.iid != st->iid) ||
		    (st->total.family && st->total.family != family))
			continue;
		count[svc].configured += se->configured;
		count[svc].registered += !TAILQ_EMPTY(&se->regs);
		registered |= !TAILQ_EMPTY(&se->regs);
	}
	for (int svc = 0; svc < SVC_COUNT; svc++)
		add_counts(&st->total.count[svc], &count[svc]);
	st->total.n_sites++;
	st->total.n_registered += registered;
}

static void show_site(struct show *v, struct summary_state *st, const struct site *s)
{
	struct site_counts count[SVC_COUNT];

	count_site(st, s, count);
	snprintf(st->at_site, sizeof(st->at_site), "%s", s->name);
	if (!v->json) {
		site_summary_row(v->o, s->name, st->total.family, count);
		return;
	}
	json_object(v->json, NULL);
	json_str(v->json, "siteName", s->name);
	json_counts(v->json, st->total.family, count);
	json_end(v->json);
}

static bool slice(struct show *v, const struct lisp *l, struct summary_state *st)
{
	unsigned shown = 0;
	struct site *s;

	if (!st->begun && v->json)
		json_array(v->json, "sites");
	else if (!st->begun)
		site_summary_head(v->o, st->total.family);
	st->begun = true;
	TAILQ_FOREACH(s, &l->sites.sites, link) {
		if (st->at_site[0] && strcmp(s->name, st->at_site) <= 0)
			continue;
		if (shown++ == SITES_PER_SLICE)
			return true;
		show_site(v, st, s);
	}
	st->total.process = l->id;
	st->total.n_regs = l->sites.n_regs;
	if (v->json)
		json_tail(v->json, &st->total);
	else
		site_summary_tail(v->o, &st->total);
	return false;
}

static bool process_summary(struct show *v, struct lisp *l, int family UNUSED, void *state)
{
	return slice(v, l, state);
}

static bool table_summary(struct show *v, struct lisp_inst *inst, int family, void *state)
{
	const struct reghist *history = &inst->lisp->sites.history;
	struct summary_state *st = state;

	st->by_iid = true;
	st->iid = inst->iid;
	st->total.family = family;
	st->total.history = reghist_count(history, inst->iid, family);
	st->total.history_limit = REGHIST_LIMIT;
	return slice(v, inst->lisp, st);
}

static int show_site_summary(struct cli *c, const struct args *a)
{
	struct summary_state st = { 0 };

	return show_processes(c, a, process_summary, &st, sizeof(st));
}

static int show_server_summary(struct cli *c, const struct args *a)
{
	struct summary_state st = { 0 };

	return show_registered(c, a, table_summary, &st, sizeof(st));
}

#define SERVER_HELP                                      \
	"server         Map-Server site registrations\n" \
	"summary        Counts\n"

const struct cli_cmd show_site_summary_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp [" SCOPE_PROCESS "] site summary",
		.help = "lisp           Locator/ID Separation Protocol\n"
			"site           Map-Server site registrations\n"
			"summary        Counts\n" SCOPE_PROCESS_HELP,
		.run = show_site_summary,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_IP_LISP("server summary"),
		.help = SHOW_IP_LISP_HELP SERVER_HELP,
		.run = show_server_summary,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_LISP("server summary"),
		.help = SHOW_LISP_HELP SERVER_HELP,
		.run = show_server_summary,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
