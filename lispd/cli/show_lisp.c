/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/show_lisp.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lispd/cli/root.h"
#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/time_text.h"
#include "lispd/role/ctl.h"
#include "lispd/role/debug.h"
#include "lispd/role/etr.h"

#define VALUE_COLUMN 44

/* --- collecting ------------------------------------------------------------------------------- */

static uint64_t last_register_ms(const struct lisp *l, const struct addr *a)
{
	const struct etr_server *s;

	TAILQ_FOREACH(s, &l->servers, link)
		if (addr_equal(&s->addr, a) && s->last_sent_ms)
			return loop_now_ms(l->env->loop) - s->last_sent_ms;
	return UINT64_MAX;
}

static void collect_peers(const struct lisp *l, const struct service_cfg *resolvers,
			  const struct service_cfg *servers, struct lisp_view *v)
{
	v->n_resolvers = resolvers->n_resolvers;
	memcpy(v->resolver, resolvers->resolver, sizeof(v->resolver));
	v->n_servers = servers->n_servers;
	for (unsigned i = 0; i < v->n_servers; i++) {
		v->server[i].addr = servers->server[i].addr;
		v->server[i].last_sent_ms = last_register_ms(l, &servers->server[i].addr);
	}
}

static void collect_process(struct lisp *l, int family, struct lisp_view *v)
{
	const struct lisp_inst *inst;

	memset(v, 0, sizeof(*v));
	v->process = l->id;
	TAILQ_FOREACH(inst, &l->insts, link)
		v->n_instances++;
	v->map_server = lisp_is_map_server(l, family);
	v->map_resolver = lisp_is_map_resolver(l, family);
	v->cache_limit = l->cache.limit;
	memcpy(v->xtr_id, l->ctl->xtr_id, sizeof(v->xtr_id));
}

void lisp_collect_service(struct lisp *l, int family, struct lisp_view *v)
{
	const struct service_cfg *s = &l->cfg.service[svc_of_family(family)];
	struct lisp_inst *first = TAILQ_FIRST(&l->insts), *inst;

	collect_process(l, family, v);
	v->itr = s->itr;
	v->etr = s->etr;
	v->proxy_etr = s->proxy_etr;
	TAILQ_FOREACH(inst, &l->insts, link) {
		v->itr |= lisp_af(inst, family)->itr;
		v->etr |= lisp_af(inst, family)->etr;
		v->proxy_etr |= lisp_af(inst, family)->proxy_etr;
	}
	v->ttl_min = s->map_cache_ttl_min ? s->map_cache_ttl_min : LISP_TTL_DEFAULT_MIN;
	v->has_rloc = first && lisp_own_rloc(l, first->iid, AF_INET, &v->rloc);
	collect_peers(l, s, s, v);
}

static bool is_static(const struct mapcache_entry *e)
{
	return e->source == MC_STATIC ||
	       (e->source == MC_STATIC_MAP_REQUEST && !timer_armed(&e->expiry));
}

void lisp_collect_instance(struct lisp_inst *inst, int family, struct lisp_view *v)
{
	struct lisp *l = inst->lisp;
	struct lisp_af *af = lisp_af(inst, family);
	struct mapcache_entry *e = mapcache_first(&l->cache, inst->iid, family);
	struct mapdb_entry *d = mapdb_first(&l->db, inst->iid, family);

	collect_process(l, family, v);
	v->instance = true;
	v->iid = inst->iid;
	snprintf(v->vrf, sizeof(v->vrf), "%s", inst->vrf);
	v->itr = af->itr;
	v->etr = af->etr;
	v->proxy_etr = af->proxy_etr;
	v->ttl_min = af->ttl_min;
	v->has_rloc = lisp_own_rloc(l, inst->iid, AF_INET, &v->rloc) ||
		      lisp_own_rloc(l, inst->iid, AF_INET6, &v->rloc);
	collect_peers(l, af->resolvers, af->servers, v);
	for (; e; e = mapcache_next(&l->cache, &e->eid)) {
		v->n_cached++;
		v->n_static += is_static(e);
	}
	for (; d; d = mapdb_next(&l->db, d))
		v->n_mappings++;
}

/* --- printing --------------------------------------------------------------------------------- */

void lisp_print_process(struct out *o, const struct lisp_view *v)
{
	static const char *const capability[] = { "Route-Tag", "Default-originate",
						  "Unknown vendor type skip" };

	out(o, "%-23s%u\n", "Router-lisp ID:", v->process);
	out(o, "%-23s0\n%-23s0\n", "Domain ID:", "Multihoming ID:");
	out(o, "%-23sdefault\n%-23sN/A\n", "Locator table:", "Locator default-set:");
	out(o, "%-23s%u\n", "EID instance count:", v->n_instances);
	for (size_t i = 0; i < ARRAY_LEN(capability); i++)
		out(o, "%-23s%s\n", i ? "" : "Capability:", capability[i]);
	out_str(o, "TCP path mtu discovery OFF\n");
}

/* "label:   value" at an indentation of two blanks per level, values in one column. */
static void field(struct out *o, int level, const char *label, const char *fmt, ...)
	PRINTF_LIKE(4, 5);
static void field(struct out *o, int level, const char *label, const char *fmt, ...)
{
	va_list ap;

	out(o, "%*s%-*s", 2 * level, "", VALUE_COLUMN - 2 * level, label);
	va_start(ap, fmt);
	out_v(o, fmt, ap);
	va_end(ap);
	out_char(o, '\n');
}

static void role(struct out *o, const char *label, bool on)
{
	field(o, 1, label, "%s", on ? "enabled" : "disabled");
}

static void title(struct out *o, const char *label)
{
	out(o, "  %s\n", label);
}

static void print_roles(struct out *o, const struct lisp_view *v)
{
	role(o, "Ingress Tunnel Router (ITR):", v->itr);
	role(o, "Egress Tunnel Router (ETR):", v->etr);
	role(o, "Proxy-ITR Router (PITR):", false);
	role(o, "Proxy-ETR Router (PETR):", v->proxy_etr);
	role(o, "NAT-traversal Router (NAT-RTR):", false);
	role(o, "Mobility First-Hop Router:", false);
	role(o, "Map Server (MS):", v->map_server);
	role(o, "Map Resolver (MR):", v->map_resolver);
	role(o, "Mr-use-petr:", false);
	role(o, "First-Packet pETR:", false);
	role(o, "Multiple IP per MAC support:", false);
	role(o, "Delegated Database Tree (DDT):", false);
	role(o, "Multicast Flood Access-Tunnel:", false);
	role(o, "Publication-Subscription:", false);
}

static void print_peers(struct out *o, const struct lisp_view *v)
{
	if (!v->n_resolvers)
		field(o, 1, "ITR Map-Resolver(s):", "*** NOT FOUND ***");
	for (unsigned i = 0; i < v->n_resolvers; i++)
		field(o, 1, i ? "" : "ITR Map-Resolver(s):", "%s", addr_str(&v->resolver[i]).s);
	if (!v->n_servers)
		field(o, 1, "ETR Map-Server(s):", "*** NOT FOUND ***");
	for (unsigned i = 0; i < v->n_servers; i++) {
		const struct lisp_view_server *s = &v->server[i];
		const char *label = i ? "" : "ETR Map-Server(s):";
		bool never = s->last_sent_ms == UINT64_MAX;

		if (v->instance)
			field(o, 1, label, "%s (%s)", addr_str(&s->addr).s,
			      never ? "never" : span_str(s->last_sent_ms).s);
		else
			field(o, 1, label, "%s", addr_str(&s->addr).s);
	}
	field(o, 1, "xTR-ID:", "%s", xtr_id_str(v->xtr_id).s);
	field(o, 1, "site-ID:", "unspecified");
	field(o, 1, "ITR local RLOC (last resort):", "%s",
	      v->has_rloc ? addr_str(&v->rloc).s : "*** NOT FOUND ***");
}

static void print_settings(struct out *o, const struct lisp_view *v)
{
	field(o, 1, "ITR Solicit Map Request (SMR):", "accept and process");
	field(o, 2, "Max SMRs per map-cache entry:", "8 more specifics");
	field(o, 2, "Multiple SMR suppression time:", "20 secs");
	field(o, 1, "ETR accept mapping data:", "disabled, verify disabled");
	field(o, 1, "ETR map-cache TTL:", "%s", span_str((uint64_t)v->ttl_min * 60000).s);
	title(o, "Locator Status Algorithms:");
	field(o, 2, "RLOC-probe algorithm:", "disabled");
	field(o, 2, "RLOC-probe on route change:", "N/A (periodic probing disabled)");
	field(o, 2, "RLOC-probe on member change:", "disabled");
	field(o, 2, "LSB reports:", "process");
	field(o, 2, "IPv4 RLOC minimum mask length:", "/0");
	field(o, 2, "IPv6 RLOC minimum mask length:", "/0");
}

static void print_instance_sizes(struct out *o, const struct lisp_view *v)
{
	title(o, "Map-cache:");
	field(o, 2, "Static mappings configured:", "%u", v->n_static);
	field(o, 2, "Map-cache size/limit:", "%u/%zu", v->n_cached, v->cache_limit);
	field(o, 2, "Imported route count/limit:", "0/5000");
	field(o, 2, "Map-cache activity check period:", "60 secs");
	field(o, 2, "Map-cache signal suppress:", "disabled");
	field(o, 2, "Conservative-allocation:", "disabled");
	field(o, 2, "Map-cache FIB updates:", "established");
	field(o, 2, "Persistent map-cache:", "disabled");
	field(o, 2, "Map-cache activity-tracking:", "enabled");
	title(o, "Database:");
	field(o, 2, "Total database mapping size:", "%u", v->n_mappings);
	field(o, 2, "static database size/limit:", "%u/4294967295", v->n_mappings);
	field(o, 2, "dynamic database size/limit:", "0/4294967295");
	field(o, 2, "route-import database size/limit:", "0/5000");
	field(o, 2, "import-site-reg database size/limit:", "0/4294967295");
	field(o, 2, "dummy database size/limit:", "0/4294967295");
	field(o, 2, "import-publication database size/limit:", "0/4294967295");
	field(o, 2, "proxy database size:", "0");
	field(o, 2, "Inactive (deconfig/away) size:", "0");
	title(o, "Publication entries exported to:");
	field(o, 2, "Map-cache:", "0");
	field(o, 2, "RIB:", "0");
	field(o, 2, "Database:", "0");
	field(o, 2, "Prefix-list:", "0");
	title(o, "Site-registeration entries exported to:");
	field(o, 2, "Map-cache:", "0");
	field(o, 2, "RIB:", "0");
	field(o, 1, "Encapsulation type:", "lisp");
}

static void print_service_sizes(struct out *o, const struct lisp_view *v)
{
	title(o, "Map-cache:");
	field(o, 2, "Map-cache limit:", "%zu", v->cache_limit);
	field(o, 2, "Map-cache activity check period:", "60 secs");
	field(o, 2, "Persistent map-cache:", "disabled");
	title(o, "Database:");
	field(o, 2, "Dynamic database mapping limit:", "4294967295");
}

void lisp_print_service(struct out *o, const struct lisp_view *v)
{
	char table[CFG_VRF + 8] = "default";

	if (v->vrf[0])
		snprintf(table, sizeof(table), "vrf %s", v->vrf);
	if (v->instance)
		field(o, 1, "Instance ID:", "%u", v->iid);
	else
		out_str(o, "Information applicable to all EID instances:\n");
	field(o, 1, "Router-lisp ID:", "%u", v->process);
	field(o, 1, "Locator table:", "default");
	if (v->instance)
		field(o, 1, "EID table:", "%s", table);
	print_roles(o, v);
	field(o, 2, "Publisher(s):", "*** NOT FOUND ***");
	if (v->instance) {
		field(o, 1, "Site Registration Limit:", "0");
		field(o, 1, "Map-Request source:", "derived from EID destination");
	}
	print_peers(o, v);
	print_settings(o, v);
	if (v->instance)
		print_instance_sizes(o, v);
	else
		print_service_sizes(o, v);
}

/* --- commands --------------------------------------------------------------------------------- */

static bool instance_slice(struct show *w, struct lisp_inst *inst, int family, void *state UNUSED)
{
	struct out *o = w->o;
	struct lisp_view v;

	lisp_collect_instance(inst, family, &v);
	lisp_print_service(o, &v);
	return false;
}

static int show_instance(struct cli *c, const struct args *a)
{
	char nothing = 0;

	return show_tables(c, a, instance_slice, &nothing, sizeof(nothing));
}

/* The processes of "show lisp [N | all]", each by print(). */
static int each_process(struct cli *c, const struct args *a,
			void (*print)(struct out *o, struct lisp *l, int family))
{
	struct ctl *ctl = root_of(c)->ctl;
	struct lisp *l;
	struct scope s;
	bool first = true;

	show_settle(ctl);
	scope_read(&s, a);
	if (!s.all_processes) {
		l = scope_process(&s, ctl);
		if (!l)
			return cli_err(c, "LISP process %u is not configured", s.process);
		print(cli_out(c), l, s.family);
		return CLI_OK;
	}
	TAILQ_FOREACH(l, &ctl->lisps, link) {
		struct lisp_inst at = { .lisp = l };

		scope_banner(cli_out(c), first, &at, false);
		first = false;
		print(cli_out(c), l, s.family);
	}
	return CLI_OK;
}

static void print_process(struct out *o, struct lisp *l, int family)
{
	struct lisp_view v;

	lisp_collect_service(l, family, &v);
	lisp_print_process(o, &v);
}

static void print_service(struct out *o, struct lisp *l, int family)
{
	struct lisp_view v;

	lisp_collect_service(l, family, &v);
	lisp_print_service(o, &v);
}

static int show_process(struct cli *c, const struct args *a)
{
	return each_process(c, a, print_process);
}

static int show_service(struct cli *c, const struct args *a)
{
	return each_process(c, a, print_service);
}

/* --- summary ------------------------------------------------------------------------------------ */

struct table_counts {
	unsigned n_db, n_no_route, n_cache, n_incomplete, n_idle;
};

static void count_table(struct lisp_inst *inst, int family, struct table_counts *n)
{
	struct lisp *l = inst->lisp;
	struct mapdb_entry *d = mapdb_first(&l->db, inst->iid, family);
	struct mapcache_entry *e = mapcache_first(&l->cache, inst->iid, family);

	memset(n, 0, sizeof(*n));
	for (; d; d = mapdb_next(&l->db, d)) {
		n->n_db++;
		n->n_no_route += d->no_route;
	}
	for (; e; e = mapcache_next(&l->cache, &e->eid)) {
		n->n_cache++;
		n->n_incomplete += e->state == MC_INCOMPLETE;
	}
}

static struct text_buf percent_str(unsigned part, unsigned whole)
{
	struct text_buf t;
	unsigned tenths = whole ? part * 1000 / whole : 0;

	if (!whole)
		snprintf(t.s, sizeof(t.s), "0%%");
	else if (tenths == 1000)
		snprintf(t.s, sizeof(t.s), "100%%");
	else
		snprintf(t.s, sizeof(t.s), "%u.%u%%", tenths / 10, tenths % 10);
	return t;
}

static const char *roles_str(const struct lisp_af *af)
{
	static const char *const name[8] = { "NONE", "ITR",	 "ETR",	     "ITR-ETR",
					     "PETR", "ITR-PETR", "ETR-PETR", "ITR-ETR-PETR" };

	return name[af->itr | af->etr << 1 | af->proxy_etr << 2];
}

/* The number ends in column 55, however long the label is. */
static void figure(struct out *o, const char *label, unsigned n, const char *remark)
{
	out(o, "%s%*u%s\n", label, 55 - (int)strlen(label), n, remark);
}

static void print_summary(struct out *o, struct lisp *l, int family)
{
	unsigned n_tables = 0, n_db = 0, n_cache = 0, n_incomplete = 0;
	struct lisp_inst *inst;
	struct table_counts n;

	TAILQ_FOREACH(inst, &l->insts, link)
		n_tables += lisp_af(inst, family)->active;
	out(o, "Router-lisp ID:   %u\nInstance count:   %u\n", l->id, n_tables);
	out_str(o, "Key: DB - Local EID Database entry count (@ - RLOC check pending\n"
		   "                                          * - RLOC consistency problem),\n"
		   "     DB no route - Local EID DB entries with no matching RIB route,\n"
		   "     Cache - Remote EID mapping cache size, IID - Instance ID,\n"
		   "     Role - Configured Role\n\n"
		   "                      Interface    DB  DB no  Cache Incom Cache\n"
		   "EID VRF name             (.IID)  size  route   size plete  Idle Role\n");
	TAILQ_FOREACH(inst, &l->insts, link) {
		if (!lisp_af(inst, family)->active)
			continue;
		count_table(inst, family, &n);
		out(o, "%-17s%14s%6u%7u%7u%6s%6s %s\n", inst->vrf[0] ? inst->vrf : "default",
		    inst->ifname, n.n_db, n.n_no_route, n.n_cache,
		    percent_str(n.n_incomplete, n.n_cache).s, percent_str(0, n.n_cache).s,
		    roles_str(lisp_af(inst, family)));
		n_db += n.n_db;
		n_cache += n.n_cache;
		n_incomplete += n.n_incomplete > 0;
	}
	out_char(o, '\n');
	figure(o, "Number of eid-tables:", n_tables, "");
	figure(o, "Total number of database entries:", n_db, " (inactive 0)");
	figure(o, "EID-tables with inconsistent locators:", 0, "");
	figure(o, "Total number of map-cache entries:", n_cache, "");
	figure(o, "EID-tables with incomplete map-cache entries:", n_incomplete, "");
	figure(o, "EID-tables pending map-cache update to FIB:", 0, "");
}

static int show_summary(struct cli *c, const struct args *a)
{
	return each_process(c, a, print_summary);
}

#define PROCESS_HELP "lisp           Locator/ID Separation Protocol\n" SCOPE_PROCESS_HELP
#define SERVICE_HELP                                    \
	PROCESS_HELP                                    \
	"service        Service of an address family\n" \
	"ipv4           IPv4 EIDs\n"                    \
	"ipv6           IPv6 EIDs\n"

const struct cli_cmd show_lisp_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp [" SCOPE_PROCESS "]",
		.help = PROCESS_HELP,
		.run = show_process,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp [" SCOPE_PROCESS "] service (ipv4|ipv6)",
		.help = SERVICE_HELP,
		.run = show_service,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp [" SCOPE_PROCESS "] service (ipv4|ipv6) summary",
		.help = SERVICE_HELP "summary        Counts\n",
		.run = show_summary,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show (ip|ipv6) lisp [" SCOPE_TABLE "]",
		.help = SHOW_IP_LISP_HELP,
		.run = show_instance,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp [" SCOPE_PROCESS "] " SCOPE_TABLE " (ipv4|ipv6)",
		.help = SHOW_LISP_HELP,
		.run = show_instance,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
