/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/site_view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lispd/cli/time_text.h"
#include "lispd/role/debug.h"

#define NAME_WIDTH 15 /* columns of the table */
#define WHO_WIDTH 21
#define IID_COLUMN 53
#define LOCATOR_WIDTH 8 /* at least */

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
		.site = se->site->name,
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
	d->site = se->site->name;
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

void site_print_title(struct out *o)
{
	out_str(o, "LISP Site Registration Information\n");
}

void site_print_table_head(struct out *o)
{
	site_print_title(o);
	out_str(o, "* = Some locators are down or unreachable\n"
		   "# = Some registrations are sourced by reliable transport\n\n"
		   "Site Name      Last      Up     Who Last             Inst     EID Prefix\n"
		   "               Register         Registered           ID\n");
}

void site_print_row(struct out *o, const struct site_row *r)
{
	const char *name = r->first ? r->site : "";
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

static const char *locator_state(const struct site_locator *l)
{
	if (l->priority == LISP_PRIORITY_UNUSED)
		return "admin-down";
	return l->reachable ? "up" : "down";
}

static void print_locators(struct out *o, const struct site_etr *e)
{
	int width = LOCATOR_WIDTH;

	for (unsigned i = 0; i < e->n_locators; i++)
		width = MAX_OF(width, (int)strlen(e->locator[i].addr.s));
	out(o, "      %-*s  %-7s%-11s%-7s  %s\n", width, "Locator", "Local", "State", "Pri/Wgt",
	    "Scope");
	for (unsigned i = 0; i < e->n_locators; i++) {
		const struct site_locator *l = &e->locator[i];
		out(o, "      %-*s  %-7s%-11s%3u/%-3u  %s none\n", width, l->addr.s,
		    l->local ? "yes" : "no", locator_state(l), l->priority, l->weight,
		    family_str(l->family));
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

static bool some_merge(const struct site_detail *d)
{
	bool merge = false;

	for (unsigned i = 0; i < d->n_etrs; i++)
		merge |= d->etr[i].merge;
	return merge;
}

static bool some_proxy(const struct site_detail *d)
{
	bool proxy = false;

	for (unsigned i = 0; i < d->n_etrs; i++)
		proxy |= d->etr[i].proxy_reply;
	return proxy;
}

void site_print_detail(struct out *o, const struct site_detail *d)
{
	uint64_t ttl_ms = d->n_etrs ? (uint64_t)d->etr[0].ttl_min * 60000 : 0;
	out(o, "\n  EID-prefix: %s", d->eid.s);
	if (d->iid)
		out(o, " instance-id %u", d->iid);
	out_char(o, '\n');
	label(o, "First registered:", ago_str(d->first_ms).s);
	label(o, "Last registered:", ago_str(d->last_ms).s);
	out(o, "    %-22s%u\n", "Routing table tag:", d->route_tag);
	print_origin(o, d);
	label(o, "Merge active:", some_merge(d) ? "Yes" : "No");
	label(o, "Proxy reply:", some_proxy(d) ? "Yes" : "No");
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

/* --- JSON --------------------------------------------------------------------------------------- */

static const struct json_field row_fields[] = {
	JSON_FIELD(struct site_row, site, JSON_TEXT, "siteName"),
	JSON_FIELD(struct site_row, iid, JSON_U32, "instanceId"),
	JSON_FIELD(struct site_row, eid, JSON_CHARS, "eid"),
	JSON_FIELD(struct site_row, up, JSON_BOOL, "up"),
	JSON_FIELD(struct site_row, some_down, JSON_BOOL, "someLocatorsDown"),
	JSON_FIELD(struct site_row, reliable, JSON_BOOL, "reliableTransport"),
	JSON_FIELD(struct site_row, last_ms, JSON_MS, "lastRegisterSeconds"),
	{ 0 },
};

static const struct json_field detail_fields[] = {
	JSON_FIELD(struct site_detail, site, JSON_TEXT, "siteName"),
	JSON_FIELD(struct site_detail, iid, JSON_U32, "instanceId"),
	JSON_FIELD(struct site_detail, eid, JSON_CHARS, "eid"),
	JSON_FIELD(struct site_detail, first_ms, JSON_MS, "firstRegisteredSeconds"),
	JSON_FIELD(struct site_detail, last_ms, JSON_MS, "lastRegisteredSeconds"),
	JSON_FIELD(struct site_detail, route_tag, JSON_U32, "routeTag"),
	JSON_FIELD(struct site_detail, accepts_more_specifics, JSON_BOOL, "acceptMoreSpecifics"),
	JSON_FIELD(struct site_detail, n_auth_failures, JSON_U32, "authenticationFailures"),
	JSON_FIELD(struct site_detail, n_locator_mismatches, JSON_U32, "allowedLocatorsMismatch"),
	{ 0 },
};

static const struct json_field etr_fields[] = {
	JSON_FIELD(struct site_etr, from.addr, JSON_ADDR, "address"),
	JSON_FIELD(struct site_etr, from.port, JSON_U16, "port"),
	JSON_FIELD(struct site_etr, last_ms, JSON_MS, "lastRegisteredSeconds"),
	JSON_FIELD(struct site_etr, ttl_min, JSON_U32, "recordTtlMinutes"),
	JSON_FIELD(struct site_etr, proxy_reply, JSON_BOOL, "proxyReply"),
	JSON_FIELD(struct site_etr, want_notify, JSON_BOOL, "wantMapNotify"),
	JSON_FIELD(struct site_etr, merge, JSON_BOOL, "merge"),
	JSON_FIELD(struct site_etr, security, JSON_BOOL, "securityCapability"),
	JSON_FIELD(struct site_etr, reliable, JSON_BOOL, "reliableTransport"),
	JSON_FIELD(struct site_etr, site_id, JSON_U64, "siteId"),
	{ 0 },
};

static const struct json_field locator_fields[] = {
	JSON_FIELD(struct site_locator, addr, JSON_CHARS, "address"),
	JSON_FIELD(struct site_locator, priority, JSON_U8, "priority"),
	JSON_FIELD(struct site_locator, weight, JSON_U8, "weight"),
	JSON_FIELD(struct site_locator, local, JSON_BOOL, "local"),
	{ 0 },
};

void site_json_row(struct json *j, const struct site_row *r)
{
	json_object(j, NULL);
	json_fields(j, row_fields, r);
	json_str(j, "lastRegisteredBy", r->last_ms == UINT64_MAX ? NULL : endpoint_str(&r->who).s);
	json_end(j);
}

static void json_etr(struct json *j, const struct site_etr *e)
{
	json_object(j, NULL);
	json_fields(j, etr_fields, e);
	json_str(j, "hashFunction", algorithm_str(e->algorithm));
	json_str(j, "nonce", nonce_str(e->nonce).s);
	json_str(j, "xtrId", e->has_id ? xtr_id_str(e->xtr_id).s : NULL);
	json_array(j, "locators");
	for (unsigned i = 0; i < e->n_locators; i++) {
		json_object(j, NULL);
		json_fields(j, locator_fields, &e->locator[i]);
		json_str(j, "state", locator_state(&e->locator[i]));
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

void site_json_detail(struct json *j, const struct site_detail *d)
{
	json_object(j, NULL);
	json_fields(j, detail_fields, d);
	json_str(j, "moreSpecificOf", d->cover.s[0] ? d->cover.s : NULL);
	json_bool(j, "mergeActive", some_merge(d));
	json_bool(j, "proxyReply", some_proxy(d));
	json_str(j, "state", d->n_etrs ? "complete" : "unknown");
	json_array(j, "etrs");
	for (unsigned i = 0; i < d->n_etrs; i++)
		json_etr(j, &d->etr[i]);
	json_end(j);
	json_end(j);
}
