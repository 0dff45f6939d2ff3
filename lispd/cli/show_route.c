/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show ip route and show ipv6 route: the walk over a table. */
#include "lispd/cli/show_route.h"

#include <stdio.h>
#include <string.h>

#include "lispd/cli/rib.h"
#include "lispd/cli/root.h"
#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"

#define ROWS_PER_SLICE 64

struct route_state {
	const struct root *root;
	char vrf[VRF_NAME_MAX + 1];
	int family;
	bool all;
	enum route_source only;
	bool begun;
	struct prefix at;
	struct route_group group; /* that at is in; network.addr.family 0: none */
};

static bool wanted(const struct route_state *s, const struct route_info *r)
{
	return s->all || r->source == s->only;
}

/* The next wanted route behind after (NULL: the first). */
static bool next_route(const struct route_state *s, const struct prefix *after,
		       struct route_info *r)
{
	struct prefix at;

	while (rib_rows(s->root, s->vrf, s->family, after, r, 1)) {
		if (wanted(s, r))
			return true;
		at = r->prefix;
		after = &at;
	}
	return false;
}

/* Looks ahead over the routes of r's network. */
static void count_group(const struct route_state *s, const struct route_info *r,
			struct route_group *g)
{
	bool seen[33] = { false };
	struct route_info next = *r;
	struct prefix network;

	*g = (struct route_group){ .plen = r->prefix.plen };
	if (!route_group_of(&r->prefix, &network))
		return;
	g->network = network;
	do {
		if (!route_group_of(&next.prefix, &network) || !prefix_equal(&network, &g->network))
			break;
		g->n++;
		g->n_masks += !seen[next.prefix.plen];
		seen[next.prefix.plen] = true;
		network = next.prefix;
	} while (next_route(s, &network, &next));
	g->heading = g->n > 1 || !prefix_equal(&r->prefix, &g->network);
}

static void print_v4(struct out *o, struct route_state *s, const struct route_info *r)
{
	struct prefix network;
	bool grouped = route_group_of(&r->prefix, &network);

	if (!grouped || !prefix_equal(&network, &s->group.network)) {
		count_group(s, r, &s->group);
		route_print_group(o, &s->group);
	}
	/* Routes that were there before us count from our start. */
	route_print(o, r, grouped ? &s->group : NULL, loop_now_ms(s->root->loop));
}

static unsigned count_routes(const struct route_state *s)
{
	struct route_info r;
	struct prefix at;
	unsigned n = 0;

	for (bool more = next_route(s, NULL, &r); more; more = next_route(s, &at, &r)) {
		at = r.prefix;
		n++;
	}
	return n;
}

static void print_head(struct out *o, const struct route_state *s)
{
	struct prefix all = prefix_default(AF_INET);
	struct route_info def;

	if (s->family == AF_INET6) {
		route6_print_head(o, s->vrf, count_routes(s) + 1);
		return;
	}
	route_print_codes(o, s->vrf);
	route_print_gateway(o, rib_exact(s->root, s->vrf, &all, &def) ? &def : NULL);
}

static void print_multicast(struct out *o, const struct route_state *s)
{
	if (s->family == AF_INET6 && (s->all || s->only == ROUTE_SELF))
		out_str(o, "L   FF00::/8 [0/0]\n     via Null0, receive\n");
}

static void begin(struct show *v, const struct route_state *s)
{
	if (!v->json) {
		print_head(v->o, s);
		return;
	}
	json_object(v->json, NULL);
	json_str(v->json, "vrf", s->vrf[0] ? s->vrf : "default");
	json_array(v->json, "routes");
}

static void show_one(struct show *v, struct route_state *s, const struct route_info *r)
{
	if (v->json)
		route_write(v->json, r, loop_now_ms(s->root->loop));
	else if (s->family == AF_INET6)
		route6_print(v->o, r);
	else
		print_v4(v->o, s, r);
}

static bool table_slice_of(struct show *v, void *state)
{
	struct route_state *s = state;
	struct route_info r;

	if (!s->begun)
		begin(v, s);
	for (unsigned i = 0; i < ROWS_PER_SLICE; i++) {
		if (!next_route(s, s->begun ? &s->at : NULL, &r)) {
			if (!v->json)
				print_multicast(v->o, s);
			return false;
		}
		s->begun = true;
		s->at = r.prefix;
		if (!r.since_ms)
			r.since_ms = s->root->start_ms;
		show_one(v, s, &r);
	}
	return true;
}

/* Fills in table and family; false with an answer. */
static bool read_table(struct cli *c, const struct args *a, struct route_state *s)
{
	const char *vrf = arg_str(a, "vrf");
	struct root *r = root_of(c);

	*s = (struct route_state){
		.root = r,
		.family = arg_has(a, "ipv6") ? AF_INET6 : AF_INET,
		.all = true,
	};
	snprintf(s->vrf, sizeof(s->vrf), "%s", vrf ? vrf : "");
	if (!vrf || (r->vrfs && vrf_find(r->vrfs, vrf)))
		return true;
	cli_err(c, "IP routing table %s does not exist", vrf);
	return false;
}

static int show_route(struct cli *c, const struct args *a)
{
	static const struct {
		const char *word;
		enum route_source source;
	} filter[] = {
		{ "connected", ROUTE_CONNECTED },
		{ "local", ROUTE_SELF },
		{ "static", ROUTE_STATIC },
		{ "lisp", ROUTE_LISP },
	};
	struct route_state s;

	if (!read_table(c, a, &s))
		return CLI_FAIL;
	for (size_t i = 0; i < ARRAY_LEN(filter); i++) {
		if (!arg_has(a, filter[i].word))
			continue;
		s.all = false;
		s.only = filter[i].source;
	}
	return show_slices(c, table_slice_of, &s, sizeof(s));
}

/* Whether any route is in the classful network of a: the two ways IOS says no. */
static bool network_known(const struct route_state *s, const struct addr *a)
{
	struct prefix host = prefix_host(a), network, at;
	struct route_info r;

	if (a->family != AF_INET || !route_group_of(&host, &network))
		return false;
	at = network;
	return rib_exact(s->root, s->vrf, &network, &r) ||
	       (rib_rows(s->root, s->vrf, AF_INET, &at, &r, 1) &&
		prefix_covers(&network, &r.prefix));
}

static bool read_destination(const struct args *a, struct prefix *p, bool *exact)
{
	struct addr mask;
	unsigned plen;

	scope_eid(a, p);
	*exact = strchr(arg_str(a, "eid"), '/') != NULL;
	if (!arg_addr(a, "mask", &mask))
		return true;
	*exact = true;
	if (!netmask_plen(&mask, &plen))
		return false;
	*p = prefix_make(&p->addr, plen);
	return true;
}

static int show_route_to(struct cli *c, const struct args *a)
{
	struct route_state s;
	struct route_info r;
	struct prefix p;
	bool exact, found;

	if (!read_table(c, a, &s))
		return CLI_FAIL;
	if (!read_destination(a, &p, &exact))
		return cli_err(c, "Inconsistent address and mask");
	if (exact)
		found = rib_exact(s.root, s.vrf, &p, &r);
	else
		found = rib_match(s.root, s.vrf, &p.addr, &r);
	/* The default route is not an answer unless it was asked for. */
	if (found && !exact && prefix_is_default(&r.prefix) && !addr_is_unspecified(&p.addr))
		found = false;
	if (!found)
		return cli_err(c, network_known(&s, &p.addr) ? "Subnet not in table" :
							       "Network not in table");
	if (!r.since_ms)
		r.since_ms = s.root->start_ms;
	if (cli_json(c))
		route_write(cli_json(c), &r, loop_now_ms(s.root->loop));
	else
		route_print_entry(cli_out(c), &r, loop_now_ms(s.root->loop));
	return CLI_OK;
}

#define ROUTE_HELP                                     \
	"ip         IP information\n"                  \
	"ipv6       IPv6 information\n"                \
	"route      Routing table\n"                   \
	"vrf        VPN Routing/Forwarding instance\n" \
	"$vrf       VRF name\n"

const struct cli_cmd show_route_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show (ip|ipv6) route [vrf WORD$vrf] [connected|local|static|lisp]",
		.help = ROUTE_HELP "connected  Connected routes\n"
				   "local      Routes to addresses of this router\n"
				   "static     Static routes\n"
				   "lisp       Routes that LISP has installed\n",
		.run = show_route,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show (ip|ipv6) route [vrf WORD$vrf] " ARG_EID,
		.help = ROUTE_HELP "$eid       Destination\n",
		.run = show_route_to,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show ip route [vrf WORD$vrf] A.B.C.D$eid A.B.C.D$mask",
		.help = "ip         IP information\n"
			"route      Routing table\n"
			"vrf        VPN Routing/Forwarding instance\n"
			"$vrf       VRF name\n"
			"$eid       Destination\n"
			"$mask      Mask of the destination\n",
		.run = show_route_to,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
