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
	const char *vrf = arg_str(a, "vrf");

	memset(s, 0, sizeof(*s));
	s->family = arg_has(a, "ipv6") ? AF_INET6 : AF_INET;
	s->one_process = arg_u32(a, "process", &s->process);
	s->all_processes = arg_has(a, "all");
	s->all_iids = arg_has(a, "*");
	s->by_vrf = arg_has(a, "eid-table");
	arg_u32(a, "iid", &s->iid);
	if (vrf)
		snprintf(s->vrf, sizeof(s->vrf), "%s", vrf);
}

bool scope_is_many(const struct scope *s)
{
	return s->all_processes || s->all_iids;
}

static bool wanted(const struct scope *s, const struct lisp_inst *inst)
{
	if (s->one_process && inst->lisp->id != s->process)
		return false;
	if (!inst->af[svc_of_family(s->family)].active)
		return false;
	if (s->all_iids)
		return true;
	return s->by_vrf ? strcmp(inst->vrf, s->vrf) == 0 : inst->iid == s->iid;
}

static bool passed(const struct scope *s, const struct lisp_inst *inst)
{
	if (!s->begun)
		return false;
	if (inst->lisp->id != s->at_process)
		return inst->lisp->id < s->at_process;
	return inst->iid <= s->at_iid;
}

struct lisp_inst *scope_next(struct scope *s, const struct ctl *ctl)
{
	struct lisp_inst *inst;
	struct lisp *l;

	TAILQ_FOREACH(l, &ctl->lisps, link) {
		TAILQ_FOREACH(inst, &l->insts, link) {
			if (!wanted(s, inst) || passed(s, inst))
				continue;
			s->begun = true;
			s->at_process = l->id;
			s->at_iid = inst->iid;
			return inst;
		}
	}
	return NULL;
}

static bool is_bound(const struct scope *s, const struct ctl *ctl)
{
	struct lisp_inst *inst;
	struct lisp *l;

	TAILQ_FOREACH(l, &ctl->lisps, link)
		TAILQ_FOREACH(inst, &l->insts, link)
			if (s->all_iids ||
			    (s->by_vrf ? strcmp(inst->vrf, s->vrf) == 0 : inst->iid == s->iid))
				return true;
	return false;
}

int scope_missing(struct cli *c, const struct scope *s)
{
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
	return s->one_process ? ctl_lisp_find(ctl, s->process) : TAILQ_FIRST(&ctl->lisps);
}

void scope_banner(struct out *o, bool first, const struct lisp_inst *inst, bool with_iid)
{
	if (!first)
		out_char(o, '\n');
	out(o, RULE "\nOutput for router lisp %u", inst->lisp->id);
	if (with_iid)
		out(o, " instance-id %u", inst->iid);
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

struct tables {
	struct ctl *ctl;
	struct scope scope;
	table_slice *slice;
	bool inside; /* a table: the one the scope is at */
	bool first;
	size_t len;
	unsigned char *fresh, *state;
};

static struct lisp_inst *present_table(const struct tables *t)
{
	struct lisp *l = ctl_lisp_find(t->ctl, t->scope.at_process);
	struct lisp_inst *inst = l ? lisp_inst_find(l, t->scope.at_iid) : NULL;

	return inst && wanted(&t->scope, inst) ? inst : NULL;
}

static void open_table(struct json *j, bool first, const struct lisp_inst *inst, int family)
{
	if (first) {
		json_object(j, NULL);
		json_array(j, "eidTables");
	}
	json_object(j, NULL);
	json_u64(j, "routerLisp", inst->lisp->id);
	json_u64(j, "instanceId", inst->iid);
	json_str(j, "vrf", inst->vrf[0] ? inst->vrf : "default");
	json_str(j, "addressFamily", family == AF_INET6 ? "ipv6" : "ipv4");
}

static void begin_table(struct tables *t, struct show *v, const struct lisp_inst *inst)
{
	memcpy(t->state, t->fresh, t->len);
	if (v->json)
		open_table(v->json, t->first, inst, t->scope.family);
	else if (scope_is_many(&t->scope))
		scope_banner(v->o, t->first, inst, true);
	t->first = false;
}

#define JSON_TABLES 2 /* levels around a table's object: see open_table() */

static bool print_tables(struct cli *c, void *arg)
{
	struct tables *t = arg;
	struct show v = { cli_out(c), cli_json(c) };
	struct lisp_inst *inst = t->inside ? present_table(t) : NULL;

	while (v.json && !inst && v.json->depth > JSON_TABLES)
		json_end(v.json);
	if (!inst) {
		inst = scope_next(&t->scope, t->ctl);
		if (!inst)
			return false;
		begin_table(t, &v, inst);
	}
	t->inside = t->slice(&v, inst, t->scope.family, t->state);
	return t->inside || scope_is_many(&t->scope);
}

static void free_tables(void *arg)
{
	struct tables *t = arg;

	free(t->fresh);
	free(t->state);
	free(t);
}

int show_tables(struct cli *c, const struct args *a, table_slice *slice, const void *state,
		size_t len)
{
	struct tables *t;
	struct scope s, look;

	scope_read(&s, a);
	show_settle(root_of(c)->ctl);
	look = s;
	if (!scope_next(&look, root_of(c)->ctl))
		return scope_missing(c, &s);
	t = xcalloc(1, sizeof(*t));
	t->ctl = root_of(c)->ctl;
	t->scope = s;
	t->slice = slice;
	t->first = true;
	t->len = len;
	t->fresh = xmalloc(len);
	t->state = xmalloc(len);
	memcpy(t->fresh, state, len);
	return cli_slices(c, print_tables, free_tables, t);
}
