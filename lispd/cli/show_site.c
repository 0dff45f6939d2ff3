/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * show lisp site ..., and the same for one EID table as show lisp instance-id N ipv4 server ...
 * The walk keeps names and EIDs only: sites and registrations come and go between two slices.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/cli/root.h"
#include "lispd/cli/scope.h"
#include "lispd/cli/site_view.h"
#include "lispd/cli/tables.h"
#include "lispd/role/ctl.h"
#include "lispd/role/ms.h"

#define ROWS_PER_SLICE 256

/* --- the walk ---------------------------------------------------------------------------------- */

/* What a command is about, and how far it has come. */
struct site_state {
	bool detail, one, none; /* one: the EID below; none: what we have nothing of */
	bool by_iid, by_vrf;
	uint32_t iid;
	char vrf[CFG_VRF];
	int family;	     /* 0: any */
	char name[CFG_NAME]; /* "" = all sites */
	struct addr etr;     /* family 0: any */
	struct prefix eid;
	/* the walk */
	bool begun, show_iids, in_site, in_eids, any; /* any: of the site was shown */
	char at_site[CFG_NAME];
	struct eid at_eid;
};

static bool is_from(const struct site_eid *se, const struct addr *etr)
{
	const struct site_reg *r;

	TAILQ_FOREACH(r, &se->regs, link)
		if (addr_equal(&r->from.addr, etr))
			return true;
	return false;
}

static bool wanted_eid(const struct site_state *st, const struct site_eid *se)
{
	return (!st->by_iid || se->eid.iid == st->iid) &&
	       (!st->family || se->eid.prefix.addr.family == st->family) &&
	       (addr_is_none(&st->etr) || is_from(se, &st->etr));
}

static struct site *next_site(const struct site_state *st, const struct site_db *db)
{
	struct site *s;

	TAILQ_FOREACH(s, &db->sites, link)
		if ((!st->at_site[0] || strcmp(s->name, st->at_site) > 0) &&
		    (!st->name[0] || strcmp(s->name, st->name) == 0))
			return s;
	return NULL;
}

/* The EID behind the last one in the site. */
static struct site_eid *behind(const struct site_state *st, const struct site *s)
{
	struct site_eid *se = site_eid_find(s->db, &st->at_eid);

	if (se && se->site == s)
		return TAILQ_NEXT(se, link);
	TAILQ_FOREACH(se, &s->eids, link) /* it is gone meanwhile */
		if (eid_cmp(&se->eid, &st->at_eid) > 0)
			return se;
	return NULL;
}

static struct site_eid *next_eid(struct site_state *st, const struct site *s)
{
	struct site_eid *se = st->in_eids ? behind(st, s) : TAILQ_FIRST(&s->eids);

	while (se && !wanted_eid(st, se))
		se = TAILQ_NEXT(se, link);
	if (!se)
		return NULL;
	st->in_eids = true;
	st->at_eid = se->eid;
	return se;
}

/* One step: a site begins (*se NULL), or an EID of it follows. NULL at the end. */
static struct site *step(struct site_state *st, const struct site_db *db, struct site_eid **se)
{
	struct site *s;

	*se = NULL;
	if (st->in_site) {
		s = site_find(db, st->at_site);
		*se = s ? next_eid(st, s) : NULL;
		if (*se)
			return s;
	}
	s = next_site(st, db);
	st->in_site = s != NULL;
	st->in_eids = st->any = false;
	if (s)
		snprintf(st->at_site, sizeof(st->at_site), "%s", s->name);
	return s;
}

/* --- showing ------------------------------------------------------------------------------------ */

static void show_detail(struct show *v, const struct site_eid *se)
{
	struct site_detail *d = xmalloc(sizeof(*d));

	site_collect_detail(se, d);
	if (v->json)
		site_json_detail(v->json, d);
	else
		site_print_detail(v->o, d);
	free(d);
}

static void show_row(struct show *v, const struct site_eid *se, bool show_iid, bool first)
{
	struct site_row row;

	site_collect_row(se, show_iid, &row);
	row.first = first;
	if (v->json)
		site_json_row(v->json, &row);
	else
		site_print_row(v->o, &row);
}

/* The detailed form names each site; with a condition on ETRs those only that have one. */
static void show_step(struct show *v, struct site_state *st, const struct site *s,
		      const struct site_eid *se)
{
	bool late = !addr_is_none(&st->etr);

	if (st->detail && !v->json && !st->any && late == (se != NULL)) {
		out_char(v->o, '\n');
		site_print_head(v->o, s->name, ms_site_cfg(s), false);
	}
	if (se && st->detail)
		show_detail(v, se);
	else if (se)
		show_row(v, se, st->show_iids, !st->any);
	st->any |= se != NULL;
}

static void begin(struct show *v, struct site_state *st, const struct lisp *l)
{
	const struct lisp_inst *inst;

	st->begun = true;
	st->show_iids = site_shows_iids(&l->sites);
	TAILQ_FOREACH(inst, &l->insts, link)
		if (st->by_vrf && strcmp(inst->vrf, st->vrf) == 0)
			st->iid = inst->iid;
	if (v->json)
		json_array(v->json, "eidPrefixes");
	else if (st->detail)
		site_print_title(v->o);
	else if (!st->one)
		site_print_table_head(v->o);
}

static void show_one(struct show *v, const struct site_state *st, const struct lisp *l)
{
	struct eid eid = eid_ip(st->iid, &st->eid);
	const struct site_eid *se = site_eid_match(&l->sites, &eid);

	if (!se) {
		if (!v->json)
			out(v->o, "%% Could not find instance-id %u EID %s in site database.\n",
			    st->iid, prefix_str(&st->eid).s);
		return;
	}
	if (!v->json) {
		site_print_title(v->o);
		out_char(v->o, '\n');
		site_print_head(v->o, se->site->name, ms_site_cfg(se->site), true);
	}
	show_detail(v, se);
}

static bool slice(struct show *v, const struct lisp *l, struct site_state *st)
{
	struct site_eid *se;
	struct site *s;

	if (!st->begun)
		begin(v, st, l);
	if (st->one)
		show_one(v, st, l);
	if (st->one || st->none)
		return false;
	for (unsigned i = 0; i < ROWS_PER_SLICE; i++) {
		s = step(st, &l->sites, &se);
		if (!s)
			return false;
		show_step(v, st, s, se);
	}
	return true;
}

static bool process_sites(struct show *v, struct lisp *l, int family UNUSED, void *state)
{
	return slice(v, l, state);
}

static bool table_sites(struct show *v, struct lisp_inst *inst, int family, void *state)
{
	struct site_state *st = state;

	st->by_iid = true;
	st->iid = inst->iid;
	st->family = family;
	return slice(v, inst->lisp, st);
}

/* --- commands --------------------------------------------------------------------------------- */

static bool has_site(const struct scope *s, const struct ctl *ctl, const char *name)
{
	const struct lisp *l;

	TAILQ_FOREACH(l, &ctl->lisps, link)
		if ((!s->one_process || l->id == s->process) && site_find(&l->sites, name))
			return true;
	return false;
}

/* What the line names, to look for it before anything is printed. */
static bool has_eid(const struct scope *s, const struct ctl *ctl, const struct site_state *st)
{
	struct eid eid = eid_ip(st->iid, &st->eid);
	const struct lisp *l = scope_process(s, ctl);

	return scope_is_many(s) || !l || st->by_vrf || site_eid_match(&l->sites, &eid);
}

/* Fills in what both forms have; false with an answer when something does not exist. */
static bool read_line(struct cli *c, const struct args *a, const struct scope *s,
		      struct site_state *st)
{
	const char *name = arg_str(a, "name");
	struct ctl *ctl = root_of(c)->ctl;

	show_settle(ctl);
	*st = (struct site_state){
		.detail = name || arg_has(a, "detail") || arg_given(a, "etr"),
		.none = arg_has(a, "extranet-policy") || arg_has(a, "silent-host-detection"),
		.by_iid = arg_given(a, "iid") || s->by_vrf,
		.iid = s->iid,
		.by_vrf = s->by_vrf,
	};
	arg_addr(a, "etr", &st->etr);
	snprintf(st->vrf, sizeof(st->vrf), "%s", s->vrf);
	snprintf(st->name, sizeof(st->name), "%s", name ? name : "");
	if (scope_process(s, ctl) && name && !has_site(s, ctl, name)) {
		cli_err(c, "No site %s is configured", name);
		return false;
	}
	st->one = scope_eid(a, &st->eid) && !st->none;
	if (!st->one || has_eid(s, ctl, st))
		return true;
	cli_err(c, "Could not find instance-id %u EID %s in site database.", st->iid,
		strchr(arg_str(a, "eid"), '/') ? prefix_str(&st->eid).s :
						 addr_str(&st->eid.addr).s);
	return false;
}

static bool vrf_exists(const struct ctl *ctl, const char *vrf)
{
	const struct lisp_inst *inst;
	const struct lisp *l;

	TAILQ_FOREACH(l, &ctl->lisps, link)
		TAILQ_FOREACH(inst, &l->insts, link)
			if (strcmp(inst->vrf, vrf) == 0)
				return true;
	return false;
}

static int show_site(struct cli *c, const struct args *a)
{
	struct site_state st;
	struct scope s;

	scope_read(&s, a);
	if (!read_line(c, a, &s, &st))
		return CLI_FAIL;
	if (s.by_vlan || (s.by_vrf && !vrf_exists(root_of(c)->ctl, s.vrf)))
		return scope_missing(c, &s);
	return show_processes(c, a, process_sites, &st, sizeof(st));
}

static int show_server(struct cli *c, const struct args *a)
{
	struct site_state st;
	struct scope s;

	scope_read(&s, a);
	if (!read_line(c, a, &s, &st))
		return CLI_FAIL;
	return show_registered(c, a, table_sites, &st, sizeof(st));
}

#define SITE "show lisp [" SCOPE_PROCESS "] site "
#define SITE_HELP          \
	SCOPE_HELP         \
	SCOPE_PROCESS_HELP \
	"site           Map-Server site registrations\n"
#define DETAIL_HELP                                \
	"detail         Detailed information\n"    \
	"name           One site\n"                \
	"$name          Site name\n"               \
	"etr-address    What one ETR registered\n" \
	"$etr           Address of the ETR\n"
#define SERVER_FORMS                                              \
	"server [detail|detail internal|name NAME$name|"          \
	"etr-address (A.B.C.D|X:X::X)$etr|silent-host-detection|" \
	"extranet-policy|extranet-policy " ARG_EID "]"
#define SERVER "server         Map-Server site registrations\n"
#define EID_HELP "$eid           EID, or EID prefix\n"
#define SERVER_HELP                                           \
	SERVER                                                \
	EID_HELP                                              \
	"internal       Internal information, too\n"          \
	"extranet-policy        Registrations of extranets\n" \
	"silent-host-detection  Prefixes of silent hosts\n" DETAIL_HELP

const struct cli_cmd show_site_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SITE "[detail|name NAME$name|etr-address (A.B.C.D|X:X::X)$etr|NAME$name] "
			       "[" SCOPE_TABLE "]",
		.help = SITE_HELP DETAIL_HELP,
		.run = show_site,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SITE ARG_EID " [" SCOPE_TABLE "]",
		.help = SITE_HELP EID_HELP,
		.run = show_site,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_IP_LISP(SERVER_FORMS),
		.help = SHOW_IP_LISP_HELP SERVER_HELP,
		.run = show_server,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_LISP(SERVER_FORMS),
		.help = SHOW_LISP_HELP SERVER_HELP,
		.run = show_server,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_IP_LISP("server " ARG_EID),
		.help = SHOW_IP_LISP_HELP SERVER EID_HELP,
		.run = show_server,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_LISP("server " ARG_EID),
		.help = SHOW_LISP_HELP SERVER EID_HELP,
		.run = show_server,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
