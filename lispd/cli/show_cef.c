/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The forwarding table as IOS shows it. LISP entries are those of the map-cache; they stand
 * beside the routes of the VRF, and where no route covers them they hang on the default entry.
 */
#include "lispd/cli/show_cef.h"

#include <stdio.h>
#include <string.h>

#include "lispd/cli/rib.h"
#include "lispd/cli/root.h"
#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"
#include "lispd/role/ctl.h"
#include "lispd/role/proxy.h"

#define ROWS_PER_SLICE 64

/* --- collecting ------------------------------------------------------------------------------- */

/* The table of the VRF that LISP looks after, or NULL. */
static struct lisp_inst *lisp_table(const struct root *r, const char *vrf, int family)
{
	struct lisp_inst *inst;
	struct lisp *l;

	TAILQ_FOREACH(l, &r->ctl->lisps, link) {
		inst = lisp_inst_by_vrf(l, vrf, family);
		if (inst)
			return inst;
	}
	return NULL;
}

/* Entries without an answer are not in the forwarding table. */
static bool is_forwarded(const struct mapcache_entry *e)
{
	return e->state != MC_INCOMPLETE;
}

static bool usable(const struct mapcache_entry *e, unsigned i)
{
	return e->rloc[i].up && e->map.rloc[i].priority != LISP_PRIORITY_UNUSED;
}

/* Only the locators of the best priority carry packets. */
static void collect_paths(const struct mapcache_entry *e, struct cef_entry *c)
{
	unsigned best = LISP_PRIORITY_UNUSED;

	for (unsigned i = 0; i < e->map.n_rlocs; i++)
		if (usable(e, i) && e->map.rloc[i].priority < best)
			best = e->map.rloc[i].priority;
	for (unsigned i = 0; i < e->map.n_rlocs && c->n_paths < FIB_MAX_LOCATORS; i++)
		if (usable(e, i) && e->map.rloc[i].priority == best)
			c->path[c->n_paths++] = e->map.rloc[i].addr;
}

static void collect_petrs(const struct lisp_inst *inst, int family, struct cef_entry *c)
{
	struct rloc petr[CFG_MAX_SERVERS];
	unsigned best = LISP_PRIORITY_UNUSED;
	bool usable_now[CFG_MAX_SERVERS];
	unsigned n = proxy_petrs(inst, family, petr, usable_now);

	for (unsigned i = 0; i < n; i++)
		if (usable_now[i] && petr[i].priority < best)
			best = petr[i].priority;
	for (unsigned i = 0; i < n && c->n_paths < FIB_MAX_LOCATORS; i++)
		if (usable_now[i] && petr[i].priority == best)
			c->path[c->n_paths++] = petr[i].addr;
	c->action = CEF_PETR;
}

static enum cef_action action_of(const struct mapcache_entry *e, const struct cef_entry *c)
{
	if (e->state == MC_COMPLETE)
		return c->n_paths ? CEF_ENCAP : CEF_DROP;
	switch (e->map.action) {
	case LISP_ACT_MAP_REQUEST:
		return CEF_SIGNAL;
	case LISP_ACT_NATIVE:
		return CEF_NATIVE;
	}
	return CEF_DROP;
}

static bool in_eid_space(const struct mapcache *mc, const struct eid *eid)
{
	struct eid at = *eid;

	for (int plen = eid->prefix.plen; plen >= 0; plen--) {
		const struct mapcache_entry *e;

		at.prefix = prefix_make(&eid->prefix.addr, (unsigned)plen);
		e = mapcache_find(mc, &at);
		if (e && e->source == MC_STATIC_MAP_REQUEST)
			return true;
	}
	return false;
}

/* The longest entry that holds the address and is forwarded by. */
static struct mapcache_entry *lisp_match(const struct lisp_inst *inst, const struct addr *a)
{
	for (int plen = (int)addr_bits(a); plen >= 0; plen--) {
		struct prefix p = prefix_make(a, (unsigned)plen);
		struct eid eid = eid_ip(inst->iid, &p);
		struct mapcache_entry *e = mapcache_find(&inst->lisp->cache, &eid);

		if (e && is_forwarded(e))
			return e;
	}
	return NULL;
}

static unsigned count_dependents(const struct mapcache *mc, const struct mapcache_entry *e)
{
	struct mapcache_entry *below = mapcache_next_under(mc, &e->eid, &e->eid);
	unsigned n = 0;

	for (; below; below = mapcache_next_under(mc, &e->eid, &below->eid))
		n += is_forwarded(below);
	return n;
}

static void collect_lisp(struct lisp_inst *inst, const struct mapcache_entry *e,
			 struct cef_entry *c)
{
	c->lisp = true;
	c->lsbs = e->lsbs;
	collect_paths(e, c);
	c->action = action_of(e, c);
	if (c->action == CEF_NATIVE && proxy_has_petr(inst, e->eid.prefix.addr.family))
		collect_petrs(inst, e->eid.prefix.addr.family, c);
	c->eid_space = in_eid_space(&inst->lisp->cache, &e->eid);
	if (c->action == CEF_SIGNAL)
		c->n_dependents = count_dependents(&inst->lisp->cache, e);
	if (inst->fib)
		fib_counters(inst->fib, &e->eid.prefix, &c->counters);
	snprintf(c->ifname, sizeof(c->ifname), "%s", inst->ifname);
}

/* False when neither LISP nor the routing table has exactly this prefix. */
static bool collect(const struct root *r, const char *vrf, const struct prefix *p,
		    struct cef_entry *c)
{
	struct lisp_inst *inst = lisp_table(r, vrf, p->addr.family);
	struct eid eid = eid_ip(inst ? inst->iid : 0, p);
	struct mapcache_entry *e = inst ? mapcache_find(&inst->lisp->cache, &eid) : NULL;

	memset(c, 0, sizeof(*c));
	c->prefix = *p;
	if (e && is_forwarded(e))
		collect_lisp(inst, e, c);
	c->local_eid = inst && mapdb_match_eid(&inst->lisp->db, &eid);
	c->routed = c->lisp ? rib_cover(r, vrf, p, &c->rib) : rib_exact(r, vrf, p, &c->rib);
	return c->lisp || c->routed;
}

/* The longest prefix of the table that holds the address. */
static bool match(const struct root *r, const char *vrf, const struct addr *a, struct prefix *out)
{
	struct lisp_inst *inst = lisp_table(r, vrf, a->family);
	struct mapcache_entry *e = inst ? lisp_match(inst, a) : NULL;
	struct route_info route;
	bool routed = rib_match(r, vrf, a, &route);

	if (routed && (!e || route.prefix.plen > e->eid.prefix.plen))
		*out = route.prefix;
	else if (e)
		*out = e->eid.prefix;
	return routed || e;
}

/* --- commands --------------------------------------------------------------------------------- */

struct cef_state {
	const struct root *root;
	char vrf[CFG_VRF];
	int family;
	bool begun;
	struct prefix at;
	unsigned n, n_drops; /* counted for the summary */
};

/* The next prefix of either source behind the one at hand. */
static bool next_prefix(const struct cef_state *s, struct prefix *out)
{
	struct lisp_inst *inst = lisp_table(s->root, s->vrf, s->family);
	struct eid eid = eid_ip(inst ? inst->iid : 0, &s->at);
	struct mapcache_entry *e = NULL;
	struct route_info route;
	bool routed = rib_rows(s->root, s->vrf, s->family, s->begun ? &s->at : NULL, &route, 1);

	if (inst)
		e = s->begun ? mapcache_next(&inst->lisp->cache, &eid) :
			       mapcache_first(&inst->lisp->cache, inst->iid, s->family);
	while (e && !is_forwarded(e))
		e = mapcache_next(&inst->lisp->cache, &e->eid);
	if (e && (!routed || prefix_cmp(&e->eid.prefix, &route.prefix) < 0))
		*out = e->eid.prefix;
	else if (routed)
		*out = route.prefix;
	return routed || e;
}

static void begin(struct show *v, const struct cef_state *s)
{
	if (!v->json) {
		out_str(v->o, "Prefix               Next Hop             Interface\n");
		return;
	}
	json_object(v->json, NULL);
	json_str(v->json, "vrf", s->vrf[0] ? s->vrf : "default");
	json_array(v->json, "prefixes");
}

static void print_summary(struct show *v, const struct cef_state *s)
{
	struct vrf *vrf = s->root->vrfs ? vrf_find(s->root->vrfs, s->vrf) : NULL;

	if (v->json) {
		json_object(v->json, NULL);
		json_str(v->json, "vrf", s->vrf[0] ? s->vrf : "default");
		json_u64(v->json, "prefixes", s->n);
		json_u64(v->json, "dropped", s->n_drops);
		return;
	}
	cef_print_summary(v->o, s->family, s->vrf, vrf ? vrf->id : 0, s->n, s->n_drops);
}

static bool table_slice_of(struct show *v, void *state)
{
	struct cef_state *s = state;
	struct cef_entry e;

	if (!s->begun)
		begin(v, s);
	for (unsigned i = 0; i < ROWS_PER_SLICE; i++) {
		if (!next_prefix(s, &s->at))
			return false;
		s->begun = true;
		if (!collect(s->root, s->vrf, &s->at, &e))
			continue;
		if (v->json)
			cef_write(v->json, &e);
		else
			cef_print_row(v->o, &e);
	}
	return true;
}

static bool count_slice(struct show *v, void *state)
{
	struct cef_state *s = state;
	struct cef_entry e;

	for (unsigned i = 0; i < ROWS_PER_SLICE; i++) {
		if (!next_prefix(s, &s->at)) {
			print_summary(v, s);
			return false;
		}
		s->begun = true;
		if (!collect(s->root, s->vrf, &s->at, &e))
			continue;
		s->n++;
		s->n_drops += e.lisp ? e.action == CEF_DROP : e.routed && !e.rib.n_hops;
	}
	return true;
}

static bool vrf_known(const struct root *r, const char *vrf)
{
	return !vrf[0] || (r->vrfs && vrf_find(r->vrfs, vrf));
}

static int show_cef(struct cli *c, const struct args *a)
{
	const char *vrf = arg_str(a, "vrf");
	struct root *r = root_of(c);
	struct cef_state s = { .root = r, .family = arg_has(a, "ipv6") ? AF_INET6 : AF_INET };

	snprintf(s.vrf, sizeof(s.vrf), "%s", vrf ? vrf : "");
	if (!vrf_known(r, s.vrf))
		return cli_err(c, "VRF %s does not exist", s.vrf);
	show_settle(r->ctl);
	return show_slices(c, arg_has(a, "summary") ? count_slice : table_slice_of, &s, sizeof(s));
}

static int show_cef_prefix(struct cli *c, const struct args *a)
{
	const char *vrf = arg_str(a, "vrf") ? arg_str(a, "vrf") : "";
	struct root *r = root_of(c);
	struct cef_entry e;
	struct prefix p;

	if (!vrf_known(r, vrf))
		return cli_err(c, "VRF %s does not exist", vrf);
	show_settle(r->ctl);
	scope_eid(a, &p);
	if (!strchr(arg_str(a, "eid"), '/') && !match(r, vrf, &p.addr, &p))
		return cli_err(c, "No route to %s", arg_str(a, "eid"));
	if (!collect(r, vrf, &p, &e))
		return cli_err(c, "No prefix %s in the table", prefix_str(&p).s);
	if (cli_json(c))
		cef_write(cli_json(c), &e);
	else
		cef_print(cli_out(c), &e, arg_has(a, "detail"));
	return CLI_OK;
}

#define CEF_HELP                                    \
	"ip      IP information\n"                  \
	"ipv6    IPv6 information\n"                \
	"cef     Forwarding table\n"                \
	"vrf     VPN Routing/Forwarding instance\n" \
	"$vrf    VRF name\n"

const struct cli_cmd show_cef_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show (ip|ipv6) cef [vrf WORD$vrf] [summary]",
		.help = CEF_HELP "summary  How many prefixes there are\n",
		.run = show_cef,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show (ip|ipv6) cef [vrf WORD$vrf] " ARG_EID " [detail]",
		.help = CEF_HELP "$eid    Address, or prefix\n"
				 "detail  Detailed information\n",
		.run = show_cef_prefix,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
