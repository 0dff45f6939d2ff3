/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/show_site.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/cli/root.h"
#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/time_text.h"
#include "lispd/role/ctl.h"
#include "lispd/role/debug.h"
#include "lispd/role/ms.h"

#define ROWS_PER_SLICE 256
#define TITLE "LISP Site Registration Information\n"
#define NAME_WIDTH 15 /* columns of the table */
#define WHO_WIDTH 21
#define IID_COLUMN 53

/* --- collecting ------------------------------------------------------------------------------- */

static uint64_t ago(const struct site_eid *se, uint64_t then)
{
	return then ? loop_now_ms(se->site->db->loop) - then : UINT64_MAX;
}

bool site_shows_iids(const struct site_db *db)
{
	struct site_eid *se;
	struct site *s;

	TAILQ_FOREACH(s, &db->sites, link)
		TAILQ_FOREACH(se, &s->eids, link)
			if (se->eid.iid || se->iid_typed)
				return true;
	return false;
}

void site_collect_row(const struct site_eid *se, bool show_iid, struct site_row *r)
{
	const struct site_reg *reg;

	*r = (struct site_row){
		.eid = eid_str(&se->eid),
		.iid = se->eid.iid,
		.show_iid = show_iid,
		.last_ms = ago(se, se->last_ms),
		.who = se->last_from,
	};
	TAILQ_FOREACH(reg, &se->regs, link) {
		r->up = true;
		r->reliable |= reg->reliable;
		for (unsigned i = 0; i < reg->map.n_rlocs; i++)
			r->some_down |= !(reg->map.rloc[i].flags & RLOC_REACHABLE);
	}
}

static void collect_etr(const struct site_reg *reg, struct site_etr *e)
{
	*e = (struct site_etr){
		.from = reg->from,
		.last_ms = ago(reg->se, reg->last_ms),
		.ttl_min = reg->map.ttl_min,
		.proxy_reply = reg->proxy_reply,
		.want_notify = reg->want_notify,
		.merge = reg->merge,
		.security = reg->security,
		.reliable = reg->reliable,
		.has_id = reg->has_id,
		.algorithm = reg->algorithm,
		.nonce = reg->nonce,
		.site_id = reg->site_id,
		.n_locators = MIN_OF(reg->map.n_rlocs, LISP_MAX_CFG_LOCATORS),
	};
	memcpy(e->xtr_id, reg->xtr_id, sizeof(e->xtr_id));
	for (unsigned i = 0; i < e->n_locators; i++)
		e->locator[i] = (struct site_locator){
			.addr = rloc_str(&reg->map.rloc[i]),
			.family = reg->map.rloc[i].addr.family,
			.priority = reg->map.rloc[i].priority,
			.weight = reg->map.rloc[i].weight,
			.local = reg->map.rloc[i].flags & RLOC_LOCAL,
			.reachable = reg->map.rloc[i].flags & RLOC_REACHABLE,
		};
}

void site_collect_detail(const struct site_eid *se, struct site_detail *d)
{
	const struct site_eid *cover = site_eid_allowed(se->site->db, &se->eid);
	const struct site_reg *reg;

	memset(d, 0, offsetof(struct site_detail, etr));
	d->eid = eid_str(&se->eid);
	d->iid = se->eid.iid;
	d->first_ms = ago(se, se->first_ms);
	d->last_ms = ago(se, se->last_ms);
	d->n_auth_failures = se->n_auth_failures;
	d->n_locator_mismatches = se->n_locator_mismatches;
	if (se->configured) {
		d->route_tag = se->route_tag;
		d->accepts_more_specifics = se->accept_more_specifics;
	} else if (cover) {
		d->route_tag = cover->route_tag;
		d->cover = eid_str(&cover->eid);
	}
	TAILQ_FOREACH(reg, &se->regs, link)
		if (d->n_etrs < SITE_MAX_ETRS)
			collect_etr(reg, &d->etr[d->n_etrs++]);
}

/* --- printing --------------------------------------------------------------------------------- */

static struct time_text ago_str(uint64_t ms)
{
	static const struct time_text never = { "never" };

	return ms == UINT64_MAX ? never : span_str(ms);
}

void site_print_table_head(struct out *o)
{
	out_str(o,
		TITLE "* = Some locators are down or unreachable\n"
		      "# = Some registrations are sourced by reliable transport\n\n"
		      "Site Name      Last      Up     Who Last             Inst     EID Prefix\n"
		      "               Register         Registered           ID\n");
}

void site_print_row(struct out *o, const struct site_row *r)
{
	const char *name = r->site ? r->site : "";
	struct endpoint_buf who = { "--" };
	char up[8], iid[12] = "";

	snprintf(up, sizeof(up), "%s%s%s", r->up ? "yes" : "no", r->some_down ? "*" : "",
		 r->reliable ? "#" : "");
	if (r->show_iid)
		snprintf(iid, sizeof(iid), "%u", r->iid);
	if (r->last_ms != UINT64_MAX)
		who = endpoint_str(&r->who);
	if (strlen(name) >= NAME_WIDTH) {
		out(o, "%s\n", name);
		name = "";
	}
	out(o, "%-*s%-10s%-7s", NAME_WIDTH, name, ago_str(r->last_ms).s, up);
	if (strlen(who.s) >= WHO_WIDTH)
		out(o, "%s\n%-*s", who.s, IID_COLUMN, "");
	else
		out(o, "%-*s", WHO_WIDTH, who.s);
	out(o, "%-9s%s\n", iid, r->eid.s);
}

static void print_allowed(struct out *o, const struct site_cfg *cfg)
{
	out_str(o, "Allowed configured locators: ");
	for (unsigned i = 0; i < cfg->n_allowed; i++)
		out(o, "%s%s", i ? ", " : "", addr_str(&cfg->allowed[i]).s);
	out(o, "%s\n", cfg->n_allowed ? "" : "any");
}

void site_print_head(struct out *o, const char *name, const struct site_cfg *cfg, bool requested)
{
	static const struct site_cfg nothing;

	out(o, "Site name: %s\n", name);
	if (cfg && cfg->description)
		out(o, "Description: %s\n", cfg->description);
	print_allowed(o, cfg ? cfg : &nothing);
	out(o, "%s EID-prefix%s:\n", requested ? "Requested" : "Allowed", requested ? "" : "es");
}

static const char *algorithm_str(unsigned algorithm)
{
	switch (algorithm) {
	case LISP_AUTH_NONE:
		return "none";
	case LISP_AUTH_SHA1:
		return "sha1";
	}
	return "sha2";
}

/* The words about a registration stand below one another behind the ETR's address, or, where
 * that is an IPv6 address, on lines of their own. */
static void print_etr_lines(struct out *o, const struct site_etr *e, int in)
{
	out(o, "%*sTTL %s, %s, hash-function %s", in, "", span_str((uint64_t)e->ttl_min * 60000).s,
	    e->merge ? "merge" : "no merge", algorithm_str(e->algorithm));
	if (!e->merge)
		out(o, ", nonce %s", nonce_str(e->nonce).s);
	out(o, "\n%*sstate complete, %s\n", in, "",
	    e->security ? "security-capability" : "no security-capability");
	if (e->merge)
		out(o, "%*snonce %s\n", in, "", nonce_str(e->nonce).s);
	out(o, "%*sxTR-ID %s\n", in, "", e->has_id ? xtr_id_str(e->xtr_id).s : "N/A");
	if (e->site_id)
		out(o, "%*ssite-ID %" PRIu64 "\n", in, "", e->site_id);
	else
		out(o, "%*ssite-ID unspecified\n", in, "");
	out(o, "%*sDomain-ID unspecified\n%*sMultihoming-ID unspecified\n", in, "", in, "");
	if (e->reliable)
		out(o, "%*ssourced by reliable transport\n", in, "");
}

static void print_etr(struct out *o, const struct site_etr *e)
{
	struct endpoint_buf from = endpoint_str(&e->from);
	bool own_line = e->from.addr.family == AF_INET6;
	int in = own_line ? 6 : 4 + 4 + (int)strlen(from.s) + 2;

	out(o, "    ETR %s%slast registered %s, %sproxy-reply, %smap-notify\n", from.s,
	    own_line ? "\n      " : ", ", span_str(e->last_ms).s, e->proxy_reply ? "" : "no ",
	    e->want_notify ? "" : "no ");
	print_etr_lines(o, e, in);
}

static void print_locators(struct out *o, const struct site_etr *e)
{
	int width = (int)strlen("Locator");

	for (unsigned i = 0; i < e->n_locators; i++)
		width = MAX_OF(width, (int)strlen(e->locator[i].addr.s));
	out(o, "      %-*s  %-7s%-11s%-7s  %s\n", width, "Locator", "Local", "State", "Pri/Wgt",
	    "Scope");
	for (unsigned i = 0; i < e->n_locators; i++) {
		const struct site_locator *l = &e->locator[i];
		const char *state = l->priority == LISP_PRIORITY_UNUSED ? "admin-down" :
				    l->reachable			? "up" :
									  "down";

		out(o, "      %-*s  %-7s%-11s%3u/%-3u  %s none\n", width, l->addr.s,
		    l->local ? "yes" : "no", state, l->priority, l->weight, family_str(l->family));
	}
}

static void label(struct out *o, const char *name, const char *value)
{
	out(o, "    %-22s%s\n", name, value);
}

static void print_origin(struct out *o, const struct site_detail *d)
{
	if (d->cover.s[0])
		out(o, "    %-22sDynamic, more specific of %s\n", "Origin:", d->cover.s);
	else
		label(o, "Origin:",
		      d->accepts_more_specifics ? "Configuration, accepting more specifics" :
						  "Configuration");
}

void site_print_detail(struct out *o, const struct site_detail *d)
{
	uint64_t ttl_ms = d->n_etrs ? (uint64_t)d->etr[0].ttl_min * 60000 : 0;
	bool merge = false, proxy = false;

	for (unsigned i = 0; i < d->n_etrs; i++) {
		merge |= d->etr[i].merge;
		proxy |= d->etr[i].proxy_reply;
	}
	out(o, "\n  EID-prefix: %s", d->eid.s);
	if (d->iid)
		out(o, " instance-id %u", d->iid);
	out_char(o, '\n');
	label(o, "First registered:", ago_str(d->first_ms).s);
	label(o, "Last registered:", ago_str(d->last_ms).s);
	out(o, "    %-22s%u\n", "Routing table tag:", d->route_tag);
	print_origin(o, d);
	label(o, "Merge active:", merge ? "Yes" : "No");
	label(o, "Proxy reply:", proxy ? "Yes" : "No");
	label(o, "Skip Publication:", "No");
	label(o, "Force Withdraw:", "No");
	label(o, "TTL:", span_str(ttl_ms).s);
	label(o, "State:", d->n_etrs ? "complete" : "unknown");
	out(o,
	    "    Registration errors:\n      Authentication failures:   %u\n"
	    "      Allowed locators mismatch: %u\n",
	    d->n_auth_failures, d->n_locator_mismatches);
	if (!d->n_etrs)
		out_str(o, "    No registrations.\n");
	for (unsigned i = 0; i < d->n_etrs; i++) {
		print_etr(o, &d->etr[i]);
		print_locators(o, &d->etr[i]);
	}
}

/* --- the walk ---------------------------------------------------------------------------------- */

/* What a command is about, and how far it has come. */
struct site_state {
	struct ctl *ctl;
	unsigned process;
	bool detail;
	bool by_iid;
	uint32_t iid;
	int family;	     /* 0: any */
	char name[CFG_NAME]; /* "" = all sites */
	bool show_iids;
	bool begun, any; /* any: of the site that the walk is in */
	char at_site[CFG_NAME];
	struct eid at_eid;
};

static bool wanted_site(const struct site_state *st, const struct site *s)
{
	return !st->name[0] || strcmp(st->name, s->name) == 0;
}

static bool wanted_eid(const struct site_state *st, const struct site_eid *se)
{
	return (!st->by_iid || se->eid.iid == st->iid) &&
	       (!st->family || se->eid.prefix.addr.family == st->family);
}

/* The EID behind the last one in the site that the walk is in; NULL when the site is through. */
static struct site_eid *next_in_site(const struct site_state *st, const struct site_db *db,
				     const struct site *s)
{
	struct site_eid *se = site_eid_find(db, &st->at_eid);

	if (se && se->site == s)
		return TAILQ_NEXT(se, link);
	TAILQ_FOREACH(se, &s->eids, link) /* it is gone meanwhile */
		if (eid_cmp(&se->eid, &st->at_eid) > 0)
			return se;
	return NULL;
}

static struct site *site_behind(const struct site_db *db, const char *name)
{
	struct site *s;

	TAILQ_FOREACH(s, &db->sites, link)
		if (strcmp(s->name, name) > 0)
			return s;
	return NULL;
}

static struct site_eid *step(const struct site_state *st, const struct site_db *db)
{
	struct site *s = st->begun ? site_find(db, st->at_site) : TAILQ_FIRST(&db->sites);
	struct site_eid *se = NULL;

	if (st->begun && s)
		se = next_in_site(st, db, s);
	else if (s)
		se = TAILQ_FIRST(&s->eids);
	if (!se && st->begun)
		s = site_behind(db, st->at_site);
	else if (!se && s)
		s = TAILQ_NEXT(s, link);
	while (!se && s) {
		se = TAILQ_FIRST(&s->eids);
		s = TAILQ_NEXT(s, link);
	}
	return se;
}

/* The next EID prefix that the command is about; first_of_site tells that a site begins. */
static struct site_eid *next_wanted(struct site_state *st, const struct site_db *db,
				    bool *first_of_site)
{
	struct site_eid *se;

	while ((se = step(st, db))) {
		bool new_site = !st->begun || strcmp(st->at_site, se->site->name) != 0;

		if (new_site)
			st->any = false;
		st->begun = true;
		snprintf(st->at_site, sizeof(st->at_site), "%s", se->site->name);
		st->at_eid = se->eid;
		if (!wanted_site(st, se->site) || !wanted_eid(st, se))
			continue;
		*first_of_site = !st->any;
		st->any = true;
		return se;
	}
	return NULL;
}

static void print_detail_of(struct out *o, const struct site_eid *se)
{
	struct site_detail *d = xmalloc(sizeof(*d));

	site_collect_detail(se, d);
	site_print_detail(o, d);
	free(d);
}

static void print_wanted(struct out *o, const struct site_state *st, const struct site_eid *se,
			 bool first_of_site)
{
	struct site_row row;

	if (st->detail) {
		if (first_of_site) {
			out_char(o, '\n');
			site_print_head(o, se->site->name, ms_site_cfg(se->site), false);
		}
		print_detail_of(o, se);
		return;
	}
	site_collect_row(se, st->show_iids, &row);
	row.site = first_of_site ? se->site->name : NULL;
	site_print_row(o, &row);
}

static bool site_slice(struct show *v, void *state)
{
	struct out *o = v->o;
	struct site_state *st = state;
	struct lisp *l = ctl_lisp_find(st->ctl, st->process);
	struct site_eid *se;
	bool first_of_site;

	if (!l)
		return false;
	if (!st->begun) {
		st->show_iids = site_shows_iids(&l->sites);
		if (st->detail)
			out_str(o, TITLE);
		else
			site_print_table_head(o);
	}
	for (unsigned i = 0; i < ROWS_PER_SLICE; i++) {
		se = next_wanted(st, &l->sites, &first_of_site);
		if (!se)
			return false;
		print_wanted(o, st, se, first_of_site);
	}
	return true;
}

/* --- commands --------------------------------------------------------------------------------- */

/* The process, and in st the instance and family that the line names; NULL with an answer. */
static struct lisp *read_scope(struct cli *c, const struct args *a, struct site_state *st)
{
	struct ctl *ctl = root_of(c)->ctl;
	struct lisp_inst *inst;
	struct scope s;
	struct lisp *l;

	show_settle(ctl);
	scope_read(&s, a);
	l = scope_process(&s, ctl);
	if (!l) {
		cli_err(c, "LISP process %u is not configured", s.process);
		return NULL;
	}
	*st = (struct site_state){ .ctl = ctl, .process = l->id };
	if (arg_has(a, "ipv4") || arg_has(a, "ipv6"))
		st->family = s.family;
	st->by_iid = arg_given(a, "iid") || s.by_vrf;
	st->iid = s.iid;
	if (!s.by_vrf)
		return l;
	TAILQ_FOREACH(inst, &l->insts, link)
		if (strcmp(inst->vrf, s.vrf) == 0)
			break;
	if (!inst) {
		scope_missing(c, &s);
		return NULL;
	}
	st->iid = inst->iid;
	return l;
}

static int run_slices(struct cli *c, const struct args *a, const char *name)
{
	struct site_state st;
	struct lisp *l = read_scope(c, a, &st);

	if (!l)
		return CLI_FAIL;
	if (name && !site_find(&l->sites, name))
		return cli_err(c, "No site %s is configured", name);
	st.detail = name || arg_has(a, "detail");
	snprintf(st.name, sizeof(st.name), "%s", name ? name : "");
	return show_slices(c, site_slice, &st, sizeof(st));
}

static int show_site(struct cli *c, const struct args *a)
{
	return run_slices(c, a, arg_str(a, "name"));
}

static int show_site_eid(struct cli *c, const struct args *a)
{
	struct site_state st;
	struct lisp *l = read_scope(c, a, &st);
	struct site_eid *se;
	struct prefix p;
	struct eid eid;

	if (!l)
		return CLI_FAIL;
	scope_eid(a, &p);
	eid = eid_ip(st.iid, &p);
	se = site_eid_match(&l->sites, &eid);
	if (!se)
		return cli_err(c, "Could not find instance-id %u EID %s in site database.", st.iid,
			       strchr(arg_str(a, "eid"), '/') ? prefix_str(&p).s :
								addr_str(&p.addr).s);
	out_str(cli_out(c), TITLE "\n");
	site_print_head(cli_out(c), se->site->name, ms_site_cfg(se->site), true);
	print_detail_of(cli_out(c), se);
	return CLI_OK;
}

/* --- summary ------------------------------------------------------------------------------------ */

struct site_counts {
	unsigned configured, registered, inconsistent;
};

static void count_eid(const struct site_eid *se, struct site_counts *n)
{
	n->configured += se->configured;
	n->registered += !TAILQ_EMPTY(&se->regs);
}

static void print_counts(struct out *o, const struct site_counts *n)
{
	out(o, "%11u%11u%7u", n->configured, n->registered, n->inconsistent);
}

static void figure(struct out *o, const char *name, size_t n)
{
	out(o, "%-42s%15zu\n", name, n);
}

static void print_family_total(struct out *o, const char *family, const struct site_counts *n)
{
	out(o, "%s\n  %-40s%15u\n  %-40s%15u\n", family,
	    "Number of configured EID prefixes:", n->configured,
	    "Number of registered EID prefixes:", n->registered);
}

static int show_summary(struct cli *c, const struct args *a)
{
	struct site_counts total[SVC_COUNT] = { { 0 } }, mac = { 0 };
	unsigned n_sites = 0, n_registered = 0;
	struct out *o = cli_out(c);
	struct site_state st;
	struct lisp *l = read_scope(c, a, &st);
	char text[64];
	struct site *s;

	if (!l)
		return CLI_FAIL;
	out_str(o, "                     ----------- IPv4 ----------- ----------- IPv6 ----------- "
		   "----------- MAC -----------\n"
		   "Site name            Configured Registered Incons Configured Registered Incons "
		   "Configured Registered Incons\n");
	TAILQ_FOREACH(s, &l->sites.sites, link) {
		struct site_counts n[SVC_COUNT] = { { 0 } };
		struct site_eid *se;

		TAILQ_FOREACH(se, &s->eids, link) {
			int svc = svc_of_family(se->eid.prefix.addr.family);

			count_eid(se, &n[svc]);
			count_eid(se, &total[svc]);
		}
		n_sites++;
		n_registered += n[SVC_IPV4].registered || n[SVC_IPV6].registered;
		out(o, "%-20s", s->name);
		print_counts(o, &n[SVC_IPV4]);
		print_counts(o, &n[SVC_IPV6]);
		print_counts(o, &mac);
		out_char(o, '\n');
	}
	out_char(o, '\n');
	snprintf(text, sizeof(text), "Site-registration limit for router lisp %u:", l->id);
	figure(o, text, 0);
	snprintf(text, sizeof(text), "Site-registration count for router lisp %u:", l->id);
	figure(o, text, l->sites.n_regs);
	figure(o, "Number of address-resolution entries:", 0);
	figure(o, "Number of configured sites:", n_sites);
	figure(o, "Number of registered sites:", n_registered);
	figure(o, "Sites with inconsistent registrations:", 0);
	print_family_total(o, "IPv4", &total[SVC_IPV4]);
	print_family_total(o, "IPv6", &total[SVC_IPV6]);
	return CLI_OK;
}

#define SITE "show lisp [" SCOPE_PROCESS "] site "
#define SITE_TABLE "(instance-id <0-16777215>$iid|eid-table (default|vrf WORD$vrf|WORD$vrf))"
#define SITE_HELP                                          \
	"lisp           Locator/ID Separation Protocol\n"  \
	"site           Map-Server site registrations\n"   \
	"instance-id    LISP instance ID\n"                \
	"$iid           Instance ID\n"                     \
	"eid-table      EID table\n"                       \
	"default        Default table\n"                   \
	"vrf            VPN Routing/Forwarding instance\n" \
	"$vrf           VRF name\n" SCOPE_PROCESS_HELP
#define SERVER_HELP                                        \
	"lisp           Locator/ID Separation Protocol\n"  \
	"instance-id    LISP instance ID\n"                \
	"$iid           Instance ID\n"                     \
	"eid-table      EID table\n"                       \
	"default        Default table\n"                   \
	"vrf            VPN Routing/Forwarding instance\n" \
	"$vrf           VRF name\n"                        \
	"ipv4           IPv4 EIDs\n"                       \
	"ipv6           IPv6 EIDs\n"                       \
	"server         Map-Server site registrations\n" SCOPE_PROCESS_HELP

const struct cli_cmd show_site_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SITE "[detail|name WORD$name|WORD$name] [" SITE_TABLE "]",
		.help = SITE_HELP "detail         Detailed information\n"
				  "name           One site\n"
				  "$name          Site name\n",
		.run = show_site,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SITE ARG_EID " [" SITE_TABLE "]",
		.help = SITE_HELP "$eid           EID, or EID prefix\n",
		.run = show_site_eid,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SITE "summary",
		.help = "lisp           Locator/ID Separation Protocol\n"
			"site           Map-Server site registrations\n"
			"summary        Counts\n" SCOPE_PROCESS_HELP,
		.run = show_summary,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp [" SCOPE_PROCESS "] " SITE_TABLE
			  " (ipv4|ipv6) server [detail|name WORD$name]",
		.help = SERVER_HELP "detail         Detailed information\n"
				    "name           One site\n"
				    "$name          Site name\n",
		.run = show_site,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp [" SCOPE_PROCESS "] " SITE_TABLE
			  " (ipv4|ipv6) server " ARG_EID,
		.help = SERVER_HELP "$eid           EID, or EID prefix\n",
		.run = show_site_eid,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
