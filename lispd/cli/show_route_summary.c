/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show ip route summary, show ipv6 route summary: the table is counted in slices. */
#include "lispd/cli/show_route_summary.h"

#include <stdio.h>
#include <string.h>

#include "lispd/cli/rib.h"
#include "lispd/cli/root.h"
#include "lispd/cli/scope.h"
#include "lispd/cli/show_route.h"
#include "lispd/cli/tables.h"

#define ROUTES_PER_SLICE 1024

/* --- counting --------------------------------------------------------------------------------- */

static struct route_count *count_of(struct route_summary *s, const char *source)
{
	for (unsigned i = 0; i < s->n_sources; i++)
		if (strcmp(s->source[i].name, source) == 0)
			return &s->source[i];
	if (s->n_sources == SUMMARY_MAX_SOURCES)
		return &s->source[s->n_sources - 1];
	s->source[s->n_sources].name = source;
	return &s->source[s->n_sources++];
}

void route_summary_init(struct route_summary *s)
{
	static const char *const always[] = { "application", "connected", "static", "lisp" };

	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < ARRAY_LEN(always); i++)
		count_of(s, always[i]);
}

void route_summary_add(struct route_summary *s, const struct route_info *r)
{
	struct route_count *c = count_of(s, route_source_str(r));
	bool local = r->source == ROUTE_SELF;
	struct prefix network;

	s->n_by_plen[r->prefix.plen]++;
	if (r->prefix.addr.family == AF_INET6) {
		*(local ? &s->n_local : &c->n_networks) += 1;
		return;
	}
	if (!route_group_of(&r->prefix, &network) || prefix_equal(&network, &r->prefix)) {
		c->n_networks++;
		return;
	}
	c->n_subnets++;
	if (!prefix_equal(&network, &s->last_network))
		s->n_groups++;
	s->last_network = network;
}

/* --- printing --------------------------------------------------------------------------------- */

static unsigned long memory_of(unsigned n)
{
	return n * (unsigned long)sizeof(struct route_info);
}

void route_summary_print(struct out *o, const struct route_summary *s, const char *vrf, unsigned id)
{
	unsigned networks = 0, subnets = 0;

	out(o, "IP routing table name is %s (0x%X)\nIP routing table maximum-paths is %u\n",
	    vrf[0] ? vrf : "default", id, ROUTE_MAX_HOPS);
	out_str(o,
		"Route Source    Networks    Subnets     Replicates  Overhead    Memory (bytes)\n");
	for (unsigned i = 0; i < s->n_sources; i++) {
		const struct route_count *c = &s->source[i];

		out(o, "%-16s%-12u%-12u%-12u%-12u%lu\n", c->name, c->n_networks, c->n_subnets, 0, 0,
		    memory_of(c->n_networks + c->n_subnets));
		networks += c->n_networks;
		subnets += c->n_subnets;
	}
	out(o, "%-16s%-48u%u\n", "internal", s->n_groups, 0);
	out(o, "%-16s%-12u%-12u%-12u%-12u%lu\n", "Total", networks + s->n_groups, subnets, 0, 0,
	    memory_of(networks + subnets));
}

static void print_row6(struct out *o, const char *name, unsigned n)
{
	out(o, "%-16s%-12u%-12u%lu\n", name, n, 0, memory_of(n));
}

void route6_summary_print(struct out *o, const struct route_summary *s, const char *vrf,
			  unsigned id)
{
	const char *name = vrf[0] ? vrf : "default", *comma = "";
	unsigned total = s->n_local;

	for (unsigned i = 0; i < s->n_sources; i++)
		total += s->source[i].n_networks;
	out(o, "IPv6 routing table name is %s(%u) global scope - %u entries\n", name, id, total);
	out(o, "IPv6 routing table %s maximum-paths is %u\n", name, ROUTE_MAX_HOPS);
	out_str(o, "Route Source    Networks    Overhead    Memory (bytes)\n");
	for (unsigned i = 0; i < s->n_sources; i++) {
		print_row6(o, s->source[i].name, s->source[i].n_networks);
		if (strcmp(s->source[i].name, "connected") == 0)
			print_row6(o, "local", s->n_local);
		if (strcmp(s->source[i].name, "static") == 0)
			out(o, "  Static: %u  Per-user static: 0\n", s->source[i].n_networks);
	}
	print_row6(o, "Total", total);
	out_str(o, "\n  Number of prefixes:\n    ");
	for (unsigned i = 0; i < ARRAY_LEN(s->n_by_plen); i++) {
		if (!s->n_by_plen[i])
			continue;
		out(o, "%s/%u: %u", comma, i, s->n_by_plen[i]);
		comma = ", ";
	}
	out_char(o, '\n');
}

static void write_summary(struct json *j, const struct route_summary *s, const char *vrf)
{
	json_object(j, NULL);
	json_str(j, "vrf", vrf[0] ? vrf : "default");
	json_array(j, "sources");
	for (unsigned i = 0; i < s->n_sources; i++) {
		json_object(j, NULL);
		json_str(j, "source", s->source[i].name);
		json_u64(j, "networks", s->source[i].n_networks);
		json_u64(j, "subnets", s->source[i].n_subnets);
		json_end(j);
	}
	json_end(j);
	json_u64(j, "local", s->n_local);
	json_array(j, "prefixLengths");
	for (unsigned i = 0; i < ARRAY_LEN(s->n_by_plen); i++) {
		if (!s->n_by_plen[i])
			continue;
		json_object(j, NULL);
		json_u64(j, "length", i);
		json_u64(j, "count", s->n_by_plen[i]);
		json_end(j);
	}
}

/* --- command ---------------------------------------------------------------------------------- */

struct summary_state {
	const struct root *root;
	char vrf[VRF_NAME_MAX + 1];
	unsigned vrf_id;
	int family;
	bool begun;
	struct prefix at;
	struct route_summary summary;
};

static void print_end(struct show *v, const struct summary_state *s)
{
	if (v->json)
		write_summary(v->json, &s->summary, s->vrf);
	else if (s->family == AF_INET6)
		route6_summary_print(v->o, &s->summary, s->vrf, s->vrf_id);
	else
		route_summary_print(v->o, &s->summary, s->vrf, s->vrf_id);
}

static bool count_slice(struct show *v, void *state)
{
	struct summary_state *s = state;
	struct route_info r;

	for (unsigned i = 0; i < ROUTES_PER_SLICE; i++) {
		if (!rib_rows(s->root, s->vrf, s->family, s->begun ? &s->at : NULL, &r, 1)) {
			print_end(v, s);
			return false;
		}
		route_summary_add(&s->summary, &r);
		s->begun = true;
		s->at = r.prefix;
	}
	return true;
}

static int show_summary(struct cli *c, const struct args *a)
{
	const char *name = arg_str(a, "vrf");
	struct root *r = root_of(c);
	struct vrf *vrf = name && r->vrfs ? vrf_find(r->vrfs, name) : NULL;
	struct summary_state s = {
		.root = r,
		.family = arg_has(a, "ipv6") ? AF_INET6 : AF_INET,
		.vrf_id = vrf ? vrf->id : 0,
	};

	if (name && !vrf)
		return cli_err(c, "IP routing table %s does not exist", name);
	snprintf(s.vrf, sizeof(s.vrf), "%s", name ? name : "");
	route_summary_init(&s.summary);
	return show_slices(c, count_slice, &s, sizeof(s));
}

const struct cli_cmd show_route_summary_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show (ip|ipv6) route [vrf WORD$vrf] summary",
		.help = "ip       IP information\n"
			"ipv6     IPv6 information\n"
			"route    Routing table\n"
			"vrf      VPN Routing/Forwarding instance\n"
			"$vrf     VRF name\n"
			"summary  How many routes there are\n",
		.run = show_summary,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
