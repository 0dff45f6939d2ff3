/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/scope.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/cli/root.h"
#include "lispd/role/ctl.h"
#include "lispd/role/debug.h"

#define RULE "================================================="

void scope_read(struct scope *s, const struct args *a)
{
	const char *vrf = arg_str(a, "vrf"), *rlocs = arg_str(a, "rlocs");

	memset(s, 0, sizeof(*s));
	s->family = arg_has(a, "ipv6") ? AF_INET6 : AF_INET;
	s->one_process = arg_u32(a, "process", &s->process);
	s->all_processes = arg_has(a, "all");
	s->all_iids = arg_has(a, "*");
	s->by_locators = arg_has(a, "locator-table") || rlocs;
	s->by_vlan = arg_given(a, "vlan");
	s->by_vrf = arg_has(a, "eid-table");
	arg_u32(a, "iid", &s->iid);
	if (vrf)
		snprintf(s->vrf, sizeof(s->vrf), "%s", vrf);
	if (rlocs && strcmp(rlocs, "default") != 0)
		snprintf(s->locators, sizeof(s->locators), "%s", rlocs);
}

bool scope_is_many(const struct scope *s)
{
	return s->all_processes || s->all_iids;
}

static bool wanted_process(const struct scope *s, const struct lisp *l)
{
	const char *locators = l->cfg.locator_table == TABLE_VRF ? l->cfg.locator_vrf : "";

	if (s->one_process && l->id != s->process)
		return false;
	return !s->by_locators || strcmp(locators, s->locators) == 0;
}

static bool wanted_table(const struct scope *s, const struct lisp_inst *inst)
{
	if (s->all_iids)
		return true;
	return s->by_vrf ? strcmp(inst->vrf, s->vrf) == 0 : inst->iid == s->iid;
}

static bool has_family(const struct scope *s, const struct lisp_inst *inst)
{
	if (s->any_family)
		return inst->af[SVC_IPV4].active || inst->af[SVC_IPV6].active;
	return s->registered || inst->af[svc_of_family(s->family)].active;
}

static bool wanted(const struct scope *s, const struct lisp_inst *inst)
{
	return !s->by_vlan && wanted_process(s, inst->lisp) && has_family(s, inst) &&
	       wanted_table(s, inst);
}

static bool passed(const struct scope *s, const struct lisp *l, uint32_t iid)
{
	if (!s->begun)
		return false;
	if (l->id != s->at_process)
		return l->id < s->at_process;
	return iid <= s->at_iid;
}

/* The next instance of this process that its sites name. */
static bool next_of_sites(const struct scope *s, const struct lisp *l, uint32_t *iid)
{
	bool here = s->begun && s->at_process == l->id;

	if (!s->registered || s->by_vlan || !wanted_process(s, l) || TAILQ_EMPTY(&l->sites.sites) ||
	    (s->begun && l->id < s->at_process))
		return false;
	if (s->all_iids)
		return site_next_iid(&l->sites, here ? &s->at_iid : NULL, iid);
	*iid = s->iid;
	return !s->by_vrf && !here;
}

static struct lisp_inst *next_of_process(struct scope *s, struct lisp *l)
{
	struct lisp_inst *inst;
	uint32_t iid;

	TAILQ_FOREACH(inst, &l->insts, link)
		if (wanted(s, inst) && !passed(s, l, inst->iid))
			break;
	if (!next_of_sites(s, l, &iid) || (inst && inst->iid <= iid))
		return inst;
	s->stand_in = (struct lisp_inst){ .lisp = l, .iid = iid };
	return &s->stand_in;
}

struct lisp_inst *scope_next(struct scope *s, const struct ctl *ctl)
{
	struct lisp_inst *inst;
	struct lisp *l;

	TAILQ_FOREACH(l, &ctl->lisps, link) {
		inst = next_of_process(s, l);
		if (!inst)
			continue;
		s->begun = true;
		s->at_process = l->id;
		s->at_iid = inst->iid;
		return inst;
	}
	return NULL;
}

static bool is_bound(const struct scope *s, const struct ctl *ctl)
{
	struct lisp_inst *inst;
	struct lisp *l;

	TAILQ_FOREACH(l, &ctl->lisps, link)
		TAILQ_FOREACH(inst, &l->insts, link)
			if (wanted_process(s, l) && wanted_table(s, inst))
				return true;
	return false;
}

int scope_missing(struct cli *c, const struct scope *s)
{
	if (s->by_vlan)
		return cli_err(c, "EID table not enabled for MAC.");
	if (is_bound(s, root_of(c)->ctl))
		return cli_err(c, "EID table not enabled for %s.", family_str(s->family));
	if (s->by_vrf && s->vrf[0])
		return cli_err(c, "Could not find EID table vrf %s", s->vrf);
	return cli_err(c, "Could not find EID table instance ID %u", s->iid);
}

bool scope_eid(const struct args *a, struct prefix *p)
{
	const char *text = arg_str(a, "eid");
	struct addr addr;

	if (!text)
		return false;
	if (!addr_parse(text, &addr))
		return prefix_parse(text, p);
	*p = prefix_host(&addr);
	return true;
}

struct lisp *scope_process(const struct scope *s, const struct ctl *ctl)
{
	struct lisp *l;

	TAILQ_FOREACH(l, &ctl->lisps, link)
		if (wanted_process(s, l))
			return l;
	return NULL;
}

int scope_no_process(struct cli *c, const struct scope *s)
{
	if (s->by_locators)
		return cli_err(c, "No LISP process has its locators in table %s",
			       s->locators[0] ? s->locators : "default");
	return cli_err(c, "LISP process %u is not configured", s->process);
}

/* "Output for router lisp 0 instance-id 4100" between lines of "=". */
static void print_banner(struct out *o, bool first, unsigned process, const uint32_t *iid)
{
	if (!first)
		out_char(o, '\n');
	out(o, RULE "\nOutput for router lisp %u", process);
	if (iid)
		out(o, " instance-id %u", *iid);
	out_str(o, "\n" RULE "\n");
}

void show_settle(struct ctl *ctl)
{
	struct lisp *l;

	TAILQ_FOREACH(l, &ctl->lisps, link)
		lisp_settle(l);
}

/* --- slices ----------------------------------------------------------------------------------- */

struct slices {
	show_slice *slice;
	_Alignas(max_align_t) unsigned char state[];
};

static bool print_slice(struct cli *c, void *arg)
{
	struct slices *s = arg;
	struct show v = { cli_out(c), cli_json(c) };

	return s->slice(&v, s->state);
}

int show_slices(struct cli *c, show_slice *slice, const void *state, size_t len)
{
	struct slices *s = xcalloc(1, sizeof(*s) + len);

	s->slice = slice;
	memcpy(s->state, state, len);
	return cli_slices(c, print_slice, free, s);
}

/* --- slices of tables and of processes ---------------------------------------------------------- */

struct parts {
	struct ctl *ctl;
	struct scope scope;
	table_slice *table;	/* either */
	process_slice *process; /* or */
	bool inside;		/* a part: the one the scope is at */
	bool first;
	size_t len;
	unsigned char *fresh, *state;
};

static struct parts *parts_new(struct cli *c, const struct scope *s, const void *state, size_t len)
{
	struct parts *p = xcalloc(1, sizeof(*p));

	p->ctl = root_of(c)->ctl;
	p->scope = *s;
	p->first = true;
	p->len = len;
	p->fresh = xmalloc(len);
	p->state = xmalloc(len);
	memcpy(p->fresh, state, len);
	return p;
}

static void parts_free(void *arg)
{
	struct parts *p = arg;

	free(p->fresh);
	free(p->state);
	free(p);
}

/* A part's object is the innermost that is open: {"...": [{ */
#define JSON_PARTS 2

static void open_part(struct parts *p, struct show *v, const char *array, unsigned process)
{
	memcpy(p->state, p->fresh, p->len);
	if (!v->json)
		return;
	if (p->first) {
		json_object(v->json, NULL);
		json_array(v->json, array);
	}
	json_object(v->json, NULL);
	json_u64(v->json, "routerLisp", process);
}

static void close_part(const struct parts *p, struct json *j)
{
	while (j && !p->inside && j->depth > JSON_PARTS)
		json_end(j);
}

static struct lisp_inst *present_table(struct parts *p)
{
	struct scope *s = &p->scope;
	struct lisp *l = ctl_lisp_find(p->ctl, s->at_process);
	struct lisp_inst *inst = l ? lisp_inst_find(l, s->at_iid) : NULL;

	if (inst && wanted(s, inst))
		return inst;
	if (!l || !s->registered || s->stand_in.lisp != l || s->stand_in.iid != s->at_iid)
		return NULL;
	return &s->stand_in;
}

static void begin_table(struct parts *p, struct show *v, const struct lisp_inst *inst)
{
	open_part(p, v, "eidTables", inst->lisp->id);
	if (v->json) {
		json_u64(v->json, "instanceId", inst->iid);
		json_str(v->json, "vrf", inst->vrf[0] ? inst->vrf : "default");
		if (!p->scope.any_family)
			json_str(v->json, "addressFamily",
				 p->scope.family == AF_INET6 ? "ipv6" : "ipv4");
	} else if (scope_is_many(&p->scope)) {
		print_banner(v->o, p->first, inst->lisp->id, p->scope.all_iids ? &inst->iid : NULL);
	}
	p->first = false;
}

static bool print_tables(struct cli *c, void *arg)
{
	struct parts *p = arg;
	struct show v = { cli_out(c), cli_json(c) };
	struct lisp_inst *inst = p->inside ? present_table(p) : NULL;

	p->inside = inst != NULL;
	close_part(p, v.json);
	if (!inst) {
		inst = scope_next(&p->scope, p->ctl);
		if (!inst)
			return false;
		begin_table(p, &v, inst);
	}
	p->inside = p->table(&v, inst, p->scope.family, p->state);
	return p->inside || scope_is_many(&p->scope);
}

static int show_scope(struct cli *c, const struct scope *s, table_slice *slice, const void *state,
		      size_t len)
{
	struct scope look = *s;
	struct parts *p;

	show_settle(root_of(c)->ctl);
	if (!scope_next(&look, root_of(c)->ctl))
		return scope_missing(c, s);
	p = parts_new(c, s, state, len);
	p->table = slice;
	return cli_slices(c, print_tables, parts_free, p);
}

int show_tables(struct cli *c, const struct args *a, table_slice *slice, const void *state,
		size_t len)
{
	struct scope s;

	scope_read(&s, a);
	return show_scope(c, &s, slice, state, len);
}

int show_any_tables(struct cli *c, const struct args *a, table_slice *slice, const void *state,
		    size_t len)
{
	struct scope s;

	scope_read(&s, a);
	s.any_family = !arg_has(a, "ip") && !arg_has(a, "ipv4") && !arg_has(a, "ipv6");
	return show_scope(c, &s, slice, state, len);
}

int show_registered(struct cli *c, const struct args *a, table_slice *slice, const void *state,
		    size_t len)
{
	struct scope s;

	scope_read(&s, a);
	s.registered = true;
	return show_scope(c, &s, slice, state, len);
}

static struct lisp *next_process(struct parts *p)
{
	struct scope *s = &p->scope;
	struct lisp *l;

	TAILQ_FOREACH(l, &p->ctl->lisps, link) {
		if (!wanted_process(s, l) || (s->begun && l->id <= s->at_process))
			continue;
		s->begun = true;
		s->at_process = l->id;
		return l;
	}
	return NULL;
}

static bool print_processes(struct cli *c, void *arg)
{
	struct parts *p = arg;
	struct show v = { cli_out(c), cli_json(c) };
	struct lisp *l = p->inside ? ctl_lisp_find(p->ctl, p->scope.at_process) : NULL;

	p->inside = l != NULL;
	close_part(p, v.json);
	if (!l) {
		l = next_process(p);
		if (!l)
			return false;
		open_part(p, &v, "routerLisps", l->id);
		if (!v.json && p->scope.all_processes)
			print_banner(v.o, p->first, l->id, NULL);
		p->first = false;
	}
	p->inside = p->process(&v, l, p->scope.family, p->state);
	return p->inside || p->scope.all_processes;
}

int show_processes_of(struct cli *c, const struct scope *s, process_slice *slice, const void *state,
		      size_t len)
{
	struct parts *p;

	show_settle(root_of(c)->ctl);
	if (!scope_process(s, root_of(c)->ctl))
		return scope_no_process(c, s);
	p = parts_new(c, s, state, len);
	p->process = slice;
	return cli_slices(c, print_processes, parts_free, p);
}

int show_processes(struct cli *c, const struct args *a, process_slice *slice, const void *state,
		   size_t len)
{
	struct scope s;

	scope_read(&s, a);
	return show_processes_of(c, &s, slice, state, len);
}
