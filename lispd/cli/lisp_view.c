/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/lisp_view.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lispd/cli/time_text.h"
#include "lispd/role/ctl.h"
#include "lispd/role/debug.h"
#include "lispd/role/etr.h"
#include "lispd/role/smr.h"

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

/* What an instance takes over from its service. own may be the service itself. */
static void collect_settings(const struct lisp *l, const struct service_cfg *own,
			     const struct common_cfg *common, const struct service_cfg *top,
			     struct lisp_view *v)
{
	const struct service_cfg *pitr = own->proxy_itr ? own : top;
	const struct service_cfg *petrs = own->n_petrs || own->no_petr ? own : top;
	uint32_t smr_max = own->smr_max_per_entry ? own->smr_max_per_entry : top->smr_max_per_entry;
	uint32_t suppression = own->smr_suppression_s ? own->smr_suppression_s :
							top->smr_suppression_s;

	v->proxy_itr = pitr->proxy_itr;
	memcpy(v->proxy_rloc, pitr->proxy_rloc, sizeof(v->proxy_rloc));
	v->n_petrs = petrs->n_petrs;
	for (unsigned i = 0; i < v->n_petrs; i++)
		v->petr[i] = petrs->petr[i].addr;
	v->smr_max = smr_max ? smr_max : SMR_MAX_PER_ENTRY;
	v->smr_suppression_s = suppression ? suppression : SMR_SUPPRESSION_S;
	v->ignore_smr = service_cfg_is_on(own, top, SWITCH_IGNORE_SMR);
	v->ignore_lsbs = common->lsb_ignore || l->cfg.common.lsb_ignore;
	v->probing = common->rloc_probing || l->cfg.common.rloc_probing;
	v->vxlan = l->cfg.encapsulation == ENCAP_VXLAN || top->encapsulation == ENCAP_VXLAN ||
		   own->encapsulation == ENCAP_VXLAN;
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
	if (l->cfg.locator_table == TABLE_VRF)
		snprintf(v->locator_vrf, sizeof(v->locator_vrf), "%s", l->cfg.locator_vrf);
	snprintf(v->default_set, sizeof(v->default_set), "%s", l->cfg.default_set);
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
	collect_settings(l, s, &l->cfg.common, s, v);
}

static bool is_static(const struct mapcache_entry *e)
{
	return e->source == MC_STATIC ||
	       (e->source == MC_STATIC_MAP_REQUEST && !timer_armed(&e->expiry));
}

static void count_entries(const struct lisp *l, uint32_t iid, int family, struct lisp_view *v)
{
	const struct mapcache_entry *e = mapcache_first(&l->cache, iid, family);
	const struct mapdb_entry *d = mapdb_first(&l->db, iid, family);

	for (; e; e = mapcache_next(&l->cache, &e->eid)) {
		v->n_cached++;
		v->n_static += is_static(e);
	}
	for (; d; d = mapdb_next(&l->db, d))
		v->n_mappings++;
}

void lisp_collect_instance(struct lisp_inst *inst, int family, struct lisp_view *v)
{
	struct lisp *l = inst->lisp;
	struct lisp_af *af = lisp_af(inst, family);
	const struct instance_cfg *ic = instance_cfg_find(&l->cfg, inst->iid);
	const struct service_cfg *top = &l->cfg.service[svc_of_family(family)];

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
	v->request_source = af->map_request_source;
	if (ic)
		collect_settings(l, &ic->service[svc_of_family(family)], &ic->common, top, v);
	count_entries(l, inst->iid, family, v);
}

/* --- printing --------------------------------------------------------------------------------- */

const char *const lisp_capabilities[] = { "Route-Tag", "Default-originate",
					  "Unknown vendor type skip", NULL };

void lisp_print_process(struct out *o, const struct lisp_view *v)
{
	out(o, "%-23s%u\n", "Router-lisp ID:", v->process);
	out(o, "%-23s0\n%-23s0\n", "Domain ID:", "Multihoming ID:");
	out(o, "%-23s%s%s\n", "Locator table:", v->locator_vrf[0] ? "vrf " : "",
	    v->locator_vrf[0] ? v->locator_vrf : "default");
	out(o, "%-23s%s\n", "Locator default-set:", v->default_set[0] ? v->default_set : "N/A");
	out(o, "%-23s%u\n", "EID instance count:", v->n_instances);
	for (size_t i = 0; lisp_capabilities[i]; i++)
		out(o, "%-23s%s\n", i ? "" : "Capability:", lisp_capabilities[i]);
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

static void print_proxy_itr(struct out *o, const struct lisp_view *v)
{
	struct out rlocs;

	if (!v->proxy_itr) {
		role(o, "Proxy-ITR Router (PITR):", false);
		return;
	}
	out_init(&rlocs);
	for (int i = 0; i < SVC_COUNT; i++)
		if (!addr_is_none(&v->proxy_rloc[i]))
			out(&rlocs, "%s%s", rlocs.len ? ", " : "", addr_str(&v->proxy_rloc[i]).s);
	field(o, 1, "Proxy-ITR Router (PITR):", "enabled RLOCs: %s", out_text(&rlocs));
	out_fini(&rlocs);
}

static void print_roles(struct out *o, const struct lisp_view *v)
{
	role(o, "Ingress Tunnel Router (ITR):", v->itr);
	role(o, "Egress Tunnel Router (ETR):", v->etr);
	print_proxy_itr(o, v);
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
	for (unsigned i = 0; i < v->n_petrs; i++)
		field(o, 1, i ? "" : "ITR use proxy ETR RLOC(Encap IID):", "%s",
		      addr_str(&v->petr[i]).s);
}

static void print_settings(struct out *o, const struct lisp_view *v)
{
	field(o, 1, "ITR Solicit Map Request (SMR):", "%s",
	      v->ignore_smr ? "ignore" : "accept and process");
	field(o, 2, "Max SMRs per map-cache entry:", "%u more specifics", v->smr_max);
	field(o, 2, "Multiple SMR suppression time:", "%u secs", v->smr_suppression_s);
	field(o, 1, "ETR accept mapping data:", "disabled, verify disabled");
	field(o, 1, "ETR map-cache TTL:", "%s", span_str((uint64_t)v->ttl_min * 60000).s);
	title(o, "Locator Status Algorithms:");
	field(o, 2, "RLOC-probe algorithm:", v->probing ? "enabled" : "disabled");
	field(o, 2, "RLOC-probe on route change:",
	      v->probing ? "disabled" : "N/A (periodic probing disabled)");
	field(o, 2, "RLOC-probe on member change:", "disabled");
	field(o, 2, "LSB reports:", "%s", v->ignore_lsbs ? "ignore" : "process");
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
	field(o, 1, "Encapsulation type:", "%s", v->vxlan ? "vxlan" : "lisp");
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
	field(o, 1, "Locator table:", "%s%s", v->locator_vrf[0] ? "vrf " : "",
	      v->locator_vrf[0] ? v->locator_vrf : "default");
	if (v->instance)
		field(o, 1, "EID table:", "%s", table);
	print_roles(o, v);
	field(o, 2, "Publisher(s):", "*** NOT FOUND ***");
	if (v->instance) {
		field(o, 1, "Site Registration Limit:", "0");
		field(o, 1, "Map-Request source:", "%s",
		      addr_is_none(&v->request_source) ? "derived from EID destination" :
							 addr_str(&v->request_source).s);
	}
	print_peers(o, v);
	print_settings(o, v);
	if (v->instance)
		print_instance_sizes(o, v);
	else
		print_service_sizes(o, v);
}

/* --- JSON --------------------------------------------------------------------------------------- */

static const struct json_field role_fields[] = {
	JSON_FIELD(struct lisp_view, itr, JSON_BOOL, "itr"),
	JSON_FIELD(struct lisp_view, etr, JSON_BOOL, "etr"),
	JSON_FIELD(struct lisp_view, proxy_itr, JSON_BOOL, "proxyItr"),
	JSON_FIELD(struct lisp_view, proxy_etr, JSON_BOOL, "proxyEtr"),
	JSON_FIELD(struct lisp_view, map_server, JSON_BOOL, "mapServer"),
	JSON_FIELD(struct lisp_view, map_resolver, JSON_BOOL, "mapResolver"),
	{ 0 },
};

static const struct json_field size_fields[] = {
	JSON_FIELD(struct lisp_view, n_static, JSON_U32, "staticMappings"),
	JSON_FIELD(struct lisp_view, n_cached, JSON_U32, "mapCacheSize"),
	JSON_FIELD(struct lisp_view, n_mappings, JSON_U32, "databaseSize"),
	{ 0 },
};

static void json_addrs(struct json *j, const char *key, const struct addr *a, unsigned n)
{
	json_array(j, key);
	for (unsigned i = 0; i < n; i++)
		json_str(j, NULL, addr_str(&a[i]).s);
	json_end(j);
}

void lisp_json_process(struct json *j, const struct lisp_view *v)
{
	json_str(j, "locatorTable", v->locator_vrf[0] ? v->locator_vrf : "default");
	json_str(j, "defaultLocatorSet", v->default_set[0] ? v->default_set : NULL);
	json_u64(j, "instances", v->n_instances);
	json_array(j, "capabilities");
	for (size_t i = 0; lisp_capabilities[i]; i++)
		json_str(j, NULL, lisp_capabilities[i]);
	json_end(j);
}

void lisp_json_service(struct json *j, const struct lisp_view *v)
{
	json_str(j, "locatorTable", v->locator_vrf[0] ? v->locator_vrf : "default");
	json_object(j, "roles");
	json_fields(j, role_fields, v);
	json_end(j);
	json_addrs(j, "mapResolvers", v->resolver, v->n_resolvers);
	json_array(j, "mapServers");
	for (unsigned i = 0; i < v->n_servers; i++) {
		json_object(j, NULL);
		json_str(j, "address", addr_str(&v->server[i].addr).s);
		json_ms(j, "lastMapRegisterSeconds", v->server[i].last_sent_ms);
		json_end(j);
	}
	json_end(j);
	json_addrs(j, "proxyEtrs", v->petr, v->n_petrs);
	json_str(j, "xtrId", xtr_id_str(v->xtr_id).s);
	json_str(j, "localRloc", v->has_rloc ? addr_str(&v->rloc).s : NULL);
	json_u64(j, "recordTtlMinutes", v->ttl_min);
	json_str(j, "encapsulation", v->vxlan ? "vxlan" : "lisp");
	json_u64(j, "mapCacheLimit", v->cache_limit);
	if (v->instance)
		json_fields(j, size_fields, v);
}
