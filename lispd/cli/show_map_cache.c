/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/show_map_cache.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/time_text.h"
#include "lispd/role/debug.h"
#include "lispd/role/probe.h"
#include "lispd/role/proxy.h"

#define ROWS_PER_SLICE 64
#define LOCATOR_WIDTH 8 /* at least */
#define ACTIVE_MS 60000 /* "Map-cache activity check period" */

/* --- collecting ------------------------------------------------------------------------------- */

static uint64_t ago(uint64_t now, uint64_t then)
{
	return then ? now - then : UINT64_MAX;
}

static enum cache_locator_state locator_state(struct lisp *l, const struct rloc *r,
					      const struct mapcache_rloc *s)
{
	if (r->priority == LISP_PRIORITY_UNUSED)
		return CACHE_ADMIN_DOWN;
	if (s->no_route)
		return CACHE_NO_ROUTE;
	if (!s->up)
		return CACHE_DOWN;
	return l->env->host->is_local(l->env->host_arg, &r->addr) ? CACHE_UP_SELF : CACHE_UP;
}

static uint64_t left_ms(const struct timer *t)
{
	return timer_armed(t) ? timer_left_ms(t) : UINT64_MAX;
}

static void collect_probe(struct lisp *l, const struct addr *rloc, struct cache_locator *c)
{
	const struct probe *p = addr_is_none(rloc) ? NULL : probe_find(l, rloc);

	c->probe_ms = c->rtt_ms = c->next_probe_ms = UINT64_MAX;
	if (!p)
		return;
	c->probe_ms = ago(loop_now_ms(l->env->loop), p->sent_ms);
	if (p->answered)
		c->rtt_ms = p->rtt_ms;
	c->next_probe_ms = left_ms(&p->timer);
}

static void collect_locator(struct lisp *l, const struct rloc *r, const struct mapcache_rloc *s,
			    struct cache_locator *c)
{
	const struct reach_rloc *reach = reach_find(&l->reach, &r->addr);
	uint64_t now = loop_now_ms(l->env->loop);

	*c = (struct cache_locator){
		.addr = rloc_str(r),
		.priority = r->priority,
		.weight = r->weight,
		.state = locator_state(l, r, s),
		.age_ms = now - s->up_since_ms,
		.change_ms = ago(now, s->state_change_ms),
		.n_changes = s->n_state_changes,
		.route_change_ms = reach ? ago(now, reach->changed_ms) : UINT64_MAX,
		.n_route_changes = reach ? reach->n_changes : 0,
	};
	collect_probe(l, &r->addr, c);
}

void cache_collect(struct lisp_inst *inst, const struct mapcache_entry *e, struct cache_row *r)
{
	struct lisp *l = inst->lisp;
	uint64_t now = loop_now_ms(l->env->loop);

	memset(r, 0, offsetof(struct cache_row, locator));
	r->eid = eid_str(&e->eid);
	r->age_ms = now - e->created_ms;
	r->expires_ms = left_ms(e->state == MC_INCOMPLETE ? &e->idle : &e->expiry);
	r->source = e->source;
	r->state = e->state;
	r->action = e->map.action;
	r->to_petr = e->state == MC_NEGATIVE && e->map.action == LISP_ACT_NATIVE &&
		     proxy_has_petr(inst, e->eid.prefix.addr.family);
	r->n_locators = e->map.n_rlocs;
	for (unsigned i = 0; i < r->n_locators; i++)
		collect_locator(l, &e->map.rloc[i], &e->rloc[i], &r->locator[i]);
	r->modified_ms = now - e->modified_ms;
	r->map_source = e->map_source;
	r->counters = (struct fib_counters){ .idle_ms = UINT64_MAX };
	if (inst->fib)
		fib_counters(inst->fib, &e->eid.prefix, &r->counters);
}

/* --- printing --------------------------------------------------------------------------------- */

void cache_print_head(struct out *o, const struct eid_table_text *table, int family, unsigned n)
{
	out(o, "LISP %s Mapping Cache for %s, %u entries\n\n", family_str(family), table->s, n);
}

static const char *source_str(enum mapcache_source s)
{
	switch (s) {
	case MC_STATIC_MAP_REQUEST:
		return "static-send-map-request";
	case MC_SITE_REGISTRATION:
		return "site-registration";
	case MC_DYNAMIC_EID:
		return "dynamic-EID";
	case MC_STATIC:
		return "static";
	case MC_MAP_REPLY:
		return "map-reply";
	case MC_SIGNAL:
		return "signal";
	}
	return "";
}

static const char *action_str(unsigned action)
{
	switch (action) {
	case LISP_ACT_NATIVE:
		return "forward-native";
	case LISP_ACT_MAP_REQUEST:
		return "send-map-request";
	}
	return "drop";
}

static const char *state_str(const struct cache_row *r)
{
	switch (r->state) {
	case MC_INCOMPLETE:
		return "incomplete";
	case MC_COMPLETE:
		return "complete";
	case MC_NEGATIVE:
		return action_str(r->action);
	}
	return "";
}

static const char *locator_state_str(enum cache_locator_state s)
{
	static const char *const text[] = {
		[CACHE_UP] = "up",
		[CACHE_UP_SELF] = "up, self",
		[CACHE_DOWN] = "down",
		[CACHE_ADMIN_DOWN] = "admin-down",
		[CACHE_NO_ROUTE] = "no-route",
	};

	return text[s];
}

static const char *activity_str(const struct cache_row *r)
{
	if (r->expires_ms == UINT64_MAX)
		return "Exempt";
	return r->counters.idle_ms < ACTIVE_MS ? "Active" : "Idle";
}

static void print_detail(struct out *o, const struct cache_row *r)
{
	out(o, "  Sources: %s\n", source_str(r->source));
	out(o, "  State: %s, last modified: %s, map-source: %s\n", state_str(r),
	    span_str(r->modified_ms).s,
	    addr_is_none(&r->map_source) ? "local" : addr_str(&r->map_source).s);
	out(o, "  %s, Packets out: %" PRIu64 "(%" PRIu64 " bytes)", activity_str(r),
	    r->counters.packets, r->counters.bytes);
	if (r->counters.packets && r->counters.idle_ms != UINT64_MAX)
		out(o, " (~ %s ago)", span_str(r->counters.idle_ms).s);
	out_char(o, '\n');
	if (r->source == MC_STATIC_MAP_REQUEST || r->source == MC_STATIC)
		out_str(o, "  Configured as EID address space\n");
}

static void print_probe(struct out *o, const struct cache_locator *l)
{
	out_str(o, "    RLOC-probing loc-status algorithm:\n");
	out(o, "      %-33s%s", "Last RLOC-probe sent:", ago_str(l->probe_ms).s);
	if (l->probe_ms != UINT64_MAX && l->rtt_ms != UINT64_MAX)
		out(o, " (rtt %" PRIu64 "ms)", l->rtt_ms);
	out_char(o, '\n');
	if (l->next_probe_ms != UINT64_MAX)
		out(o, "      %-33s%s\n", "Next RLOC-probe in:", span_str(l->next_probe_ms).s);
}

static void print_locator_detail(struct out *o, const struct cache_locator *l)
{
	out(o, "    %-35s%s, state change count: %u\n",
	    "Last up-down state change:", ago_str(l->change_ms).s, l->n_changes);
	out(o, "    %-35s%s, state change count: %u\n",
	    "Last route reachability change:", ago_str(l->route_change_ms).s, l->n_route_changes);
	out(o, "    %-35s%s\n", "Last priority / weight change:", "never/never");
	print_probe(o, l);
}

static void print_locators(struct out *o, const struct cache_row *r, bool detail)
{
	int addr = LOCATOR_WIDTH, state = (int)strlen("State");

	for (unsigned i = 0; i < r->n_locators; i++) {
		addr = MAX_OF(addr, (int)strlen(r->locator[i].addr.s));
		state = MAX_OF(state, (int)strlen(locator_state_str(r->locator[i].state)));
	}
	out(o, "  %-*s  %-10s%-*s  %-7s     %s\n", addr, "Locator", "Uptime", state, "State",
	    "Pri/Wgt", "Encap-IID");
	for (unsigned i = 0; i < r->n_locators; i++) {
		const struct cache_locator *l = &r->locator[i];

		out(o, "  %-*s  %-10s%-*s  %3u/%-3u       %s\n", addr, l->addr.s,
		    span_str(l->age_ms).s, state, locator_state_str(l->state), l->priority,
		    l->weight, "-");
		if (detail)
			print_locator_detail(o, l);
	}
}

void cache_print(struct out *o, const struct cache_row *r, bool detail)
{
	bool typed_negative = r->source == MC_STATIC_MAP_REQUEST || r->source == MC_STATIC;

	out(o, "%s, uptime: %s, expires: %s, via %s", r->eid.s, span_str(r->age_ms).s,
	    ago_str(r->expires_ms).s, source_str(r->source));
	if (r->state != MC_NEGATIVE || !typed_negative)
		out(o, ", %s", state_str(r));
	out_char(o, '\n');
	if (detail)
		print_detail(o, r);
	if (r->n_locators)
		print_locators(o, r, detail);
	else if (r->to_petr)
		out_str(o, "  Encapsulating to proxy ETR\n");
	else if (r->state == MC_NEGATIVE)
		out(o, "  Negative cache entry, action: %s\n", action_str(r->action));
}

/* --- JSON --------------------------------------------------------------------------------------- */

static const struct json_field row_fields[] = {
	JSON_FIELD(struct cache_row, eid, JSON_CHARS, "eid"),
	JSON_FIELD(struct cache_row, age_ms, JSON_MS, "uptimeSeconds"),
	JSON_FIELD(struct cache_row, expires_ms, JSON_MS, "expiresSeconds"),
	JSON_FIELD(struct cache_row, modified_ms, JSON_MS, "lastModifiedSeconds"),
	JSON_FIELD(struct cache_row, map_source, JSON_ADDR, "mapSource"),
	JSON_FIELD(struct cache_row, counters.packets, JSON_U64, "packetsOut"),
	JSON_FIELD(struct cache_row, counters.bytes, JSON_U64, "bytesOut"),
	JSON_FIELD(struct cache_row, counters.idle_ms, JSON_MS, "idleSeconds"),
	{ 0 },
};

static const struct json_field locator_fields[] = {
	JSON_FIELD(struct cache_locator, addr, JSON_CHARS, "address"),
	JSON_FIELD(struct cache_locator, priority, JSON_U8, "priority"),
	JSON_FIELD(struct cache_locator, weight, JSON_U8, "weight"),
	JSON_FIELD(struct cache_locator, age_ms, JSON_MS, "uptimeSeconds"),
	JSON_FIELD(struct cache_locator, change_ms, JSON_MS, "stateChangedSeconds"),
	JSON_FIELD(struct cache_locator, n_changes, JSON_U32, "stateChanges"),
	JSON_FIELD(struct cache_locator, route_change_ms, JSON_MS, "routeChangedSeconds"),
	JSON_FIELD(struct cache_locator, n_route_changes, JSON_U32, "routeChanges"),
	JSON_FIELD(struct cache_locator, probe_ms, JSON_MS, "probeSentSeconds"),
	JSON_FIELD(struct cache_locator, next_probe_ms, JSON_MS, "nextProbeSeconds"),
	{ 0 },
};

void cache_json(struct json *j, const struct cache_row *r)
{
	json_object(j, NULL);
	json_fields(j, row_fields, r);
	json_str(j, "source", source_str(r->source));
	json_str(j, "state", state_str(r));
	json_str(j, "mapReplyAction", r->state == MC_NEGATIVE ? action_str(r->action) : NULL);
	json_array(j, "locators");
	for (unsigned i = 0; i < r->n_locators; i++) {
		json_object(j, NULL);
		json_fields(j, locator_fields, &r->locator[i]);
		json_str(j, "state", locator_state_str(r->locator[i].state));
		if (r->locator[i].rtt_ms != UINT64_MAX)
			json_u64(j, "probeRttMs", r->locator[i].rtt_ms);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

/* --- commands --------------------------------------------------------------------------------- */

struct cache_state {
	bool detail, one, begun;
	struct prefix prefix; /* the one that is asked for; the last one printed */
};

static void show_row(struct show *v, struct lisp_inst *inst, const struct mapcache_entry *e,
		     bool detail)
{
	struct cache_row *row = xmalloc(sizeof(*row));

	cache_collect(inst, e, row);
	if (v->json)
		cache_json(v->json, row);
	else
		cache_print(v->o, row, detail);
	free(row);
}

static void show_one(struct show *v, struct lisp_inst *inst, const struct prefix *p)
{
	struct eid eid = eid_ip(inst->iid, p);
	struct mapcache_entry *e = mapcache_match(&inst->lisp->cache, &eid);

	if (e)
		show_row(v, inst, e, true);
	else if (!v->json)
		out(v->o, "%% No map-cache entry covers %s.\n", prefix_str(p).s);
}

/* Shows the entries behind the last one, as many as make a slice. */
static bool show_some(struct show *v, struct lisp_inst *inst, int family, struct cache_state *s)
{
	struct mapcache *mc = &inst->lisp->cache;
	struct eid eid = eid_ip(inst->iid, &s->prefix);
	struct mapcache_entry *e = s->begun ? mapcache_next(mc, &eid) :
					      mapcache_first(mc, inst->iid, family);

	s->begun = true;
	for (unsigned i = 0; e && i < ROWS_PER_SLICE; i++) {
		show_row(v, inst, e, s->detail);
		s->prefix = e->eid.prefix;
		e = mapcache_next(mc, &e->eid);
	}
	return e != NULL;
}

static void show_head(struct show *v, struct lisp_inst *inst, int family)
{
	unsigned n = mapcache_count(&inst->lisp->cache, inst->iid, family);
	struct eid_table_text table = eid_table_str(inst);

	if (!v->json) {
		cache_print_head(v->o, &table, family, n);
		return;
	}
	json_u64(v->json, "total", n);
	json_array(v->json, "mappings");
}

static bool cache_slice(struct show *v, struct lisp_inst *inst, int family, void *state)
{
	struct cache_state *s = state;

	if (!s->begun)
		show_head(v, inst, family);
	if (!s->one)
		return show_some(v, inst, family, s);
	show_one(v, inst, &s->prefix);
	return false;
}

static int show_map_cache(struct cli *c, const struct args *a)
{
	struct cache_state s = { .detail = arg_has(a, "detail") };

	s.one = scope_eid(a, &s.prefix);
	return show_tables(c, a, cache_slice, &s, sizeof(s));
}

#define CACHE_SYNTAX "map-cache [(detail|" ARG_EID ")]"
#define CACHE_HELP                              \
	"map-cache      LISP mapping cache\n"   \
	"detail         Detailed information\n" \
	"$eid           EID, or EID prefix\n"

const struct cli_cmd show_map_cache_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_IP_LISP(CACHE_SYNTAX),
		.help = SHOW_IP_LISP_HELP CACHE_HELP,
		.run = show_map_cache,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_LISP(CACHE_SYNTAX),
		.help = SHOW_LISP_HELP CACHE_HELP,
		.run = show_map_cache,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
