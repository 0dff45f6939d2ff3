/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The statistics of IOS, all of its lines in its order: programs that read the output want each
 * of them. What this router does not do stays 0.
 */
#include "lispd/cli/show_stats.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lispd/cli/root.h"
#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"
#include "lispd/dp/stats.h"

#define VALUE_COLUMN 52

/* --- printing --------------------------------------------------------------------------------- */

static void number(struct out *o, const char *label, uint64_t n)
{
	out(o, "%-*s%" PRIu64 "\n", VALUE_COLUMN, label, n);
}

static void pair(struct out *o, const char *label, uint64_t in, uint64_t sent)
{
	out(o, "%-*s%" PRIu64 "/%" PRIu64 "\n", VALUE_COLUMN, label, in, sent);
}

static void pairs(struct out *o, const char *const label[])
{
	for (; *label; label++)
		pair(o, *label, 0, 0);
}

static void text(struct out *o, const char *label, const char *value)
{
	out(o, "%-*s%s\n", VALUE_COLUMN, label, value);
}

static void print_requests(struct out *o, const struct stats_view *v)
{
	uint64_t in = v->in[LISP_MAP_REQUEST], sent = v->out[LISP_MAP_REQUEST] + v->out[LISP_ECM];

	sent -= MIN_OF(sent, v->forwarded);
	pair(o, "  Map-Requests in/out:", in, sent);
	text(o, "    Map-Requests in (5 sec/1 min/5 min):", "0/0/0");
	pair(o, "    Encapsulated Map-Requests in/out:", v->in[LISP_ECM],
	     v->out[LISP_ECM] - MIN_OF(v->out[LISP_ECM], v->forwarded));
	pair(o, "    RLOC-probe Map-Requests in/out:", 0, 0);
	pair(o, "    SMR-based Map-Requests in/out:", 0, 0);
	number(o, "    Extranet SMR cross-IID Map-Requests in:", 0);
	pair(o, "    Map-Requests expired on-queue/no-reply", 0, 0);
	number(o, "    Map-Resolver Map-Requests forwarded:", 0);
	number(o, "    Map-Server Map-Requests forwarded:", v->forwarded);
}

static void print_replies(struct out *o, const struct stats_view *v)
{
	uint64_t sent = v->out[LISP_MAP_REPLY], not_ours = v->negative_out + v->proxy_out;

	pair(o, "  Map-Reply records in/out:", v->in[LISP_MAP_REPLY], sent);
	pair(o, "    Authoritative records in/out:", 0, sent - MIN_OF(sent, not_ours));
	pair(o, "    Non-authoritative records in/out:", 0, not_ours);
	pair(o, "    Negative records in/out:", 0, v->negative_out);
	pair(o, "    RLOC-probe records in/out:", 0, 0);
	number(o, "    Map-Server Proxy-Reply records out:", v->proxy_out);
}

static void print_registers(struct out *o, const struct stats_view *v)
{
	static const char *const subscribe[] = {
		"  WLC Map-Subscribe records in/out:",
		"    Map-Subscribe failures in/out:",
		"  WLC Map-Unsubscribe records in/out:",
		"    Map-Unsubscribe failures in/out:",
		NULL,
	};
	static const char *const wlc_register[] = {
		"  WLC Map-Register records in/out:",
		"    WLC AP Map-Register in/out:",
		"    WLC Client Map-Register in/out:",
		"    WLC Map-Register failures in/out:",
		NULL,
	};
	static const char *const wlc_notify[] = {
		"  WLC Map-Notify records in/out:",
		"    WLC AP Map-Notify in/out:",
		"    WLC Client Map-Notify in/out:",
		"    WLC Map-Notify failures in/out:",
		NULL,
	};

	pairs(o, subscribe);
	pair(o, "  Map-Register records in/out:", v->in[LISP_MAP_REGISTER],
	     v->out[LISP_MAP_REGISTER]);
	text(o, "    Map-Registers in (5 sec/1 min/5 min):", "0/0/0");
	number(o, "    Map-Server AF disabled:", 0);
	number(o, "    Not valid site eid prefix:", v->no_site);
	number(o, "    Authentication failures:", v->auth_failures);
	number(o, "    Disallowed locators:", v->locators);
	number(o, "    Miscellaneous:", 0);
	pairs(o, wlc_register);
	pair(o, "  Map-Notify records in/out:", v->in[LISP_MAP_NOTIFY], v->out[LISP_MAP_NOTIFY]);
	number(o, "    Authentication failures:", 0);
	pairs(o, wlc_notify);
}

static void print_pubsub(struct out *o)
{
	static const char *const label[] = {
		"    Subscription Request records in/out:",
		"      IID subscription requests in/out:",
		"      Pub-refresh subscription requests in/out:",
		"      Policy subscription requests in/out:",
		"    Subscription Request failures in/out:",
		"    Subscription Status records in/out:",
		"      End of Publication records in/out:",
		"      Subscription rejected records in/out:",
		"      Subscription removed records in/out:",
		"    Subscription Status failures in/out:",
		"    Solicit Subscription records in/out:",
		"    Solicit Subscription failures in/out:",
		"    Publication records in/out:",
		"    Publication failures in/out:",
		NULL,
	};

	out_str(o, "  Publish-Subscribe in/out:\n");
	pairs(o, label);
}

static void print_cache(struct out *o, const struct stats_view *v)
{
	out_str(o, "Errors:\n");
	number(o, "  Mapping record TTL alerts:", 0);
	number(o, "  Map-Request invalid source rloc drops:", 0);
	number(o, "  Map-Register invalid source rloc drops:", 0);
	number(o, "  DDT Requests failed:", 0);
	text(o, "  DDT ITR Map-Requests dropped:", "0 (nonce-collision: 0, bad-xTR-nonce: 0)");
	out_str(o, "Cache Related:\n");
	pair(o, "  Cache entries created/deleted:", v->n_cached, 0);
	number(o, "  NSF CEF replay entry count", 0);
	number(o, "  Number of EID-prefixes in map-cache:", v->n_cached);
	number(o, "  Number of native EID forward entries:", v->n_native);
	number(o, "  Number of rejected EID-prefixes due to limit:", v->n_refused);
	number(o, "  Number of times signal suppression was turned on:", 0);
	text(o, "  Time since last signal suppressed change:", "never");
	number(o, "  Number of negative entries in map-cache:", v->n_negative);
	number(o, "  Total number of RLOCs in map-cache:", v->n_locators);
	number(o, "  Average RLOCs per EID-prefix:", v->n_cached ? v->n_locators / v->n_cached : 0);
	number(o, "  Policy active entries:", 0);
	out(o, "Forwarding:\n%-*s%" PRIu64 " (+ dropped %" PRIu64 ")\n", VALUE_COLUMN,
	    "  Number of data signals processed:", v->n_signals, v->n_dropped);
	text(o, "  Number of reachability reports:", "0 (+ dropped 0)");
	number(o, "  Number of SMR signals dropped:", 0);
}

static void print_peers(struct out *o, const struct stats_view *v)
{
	out(o, "ITR Map-Resolvers:\n  %-21s%-11s%-7s%-9s%-9s%-9s%-12s%s\n", "Map-Resolver",
	    "LastReply", "Metric", "ReqsSent", "Positive", "Negative", "No-Reply",
	    "AvgRTT(5 sec/1 min/5 min)");
	for (unsigned i = 0; i < v->n_resolvers; i++)
		out(o, "  %-21s%-9s%8d%9d%9d%9d%9d%5s/%2d/%2d\n", addr_str(&v->resolver[i]).s,
		    "never", 1, 0, 0, 0, 0, "0", 0, 0);
	out(o, "ETR Map-Servers:\n  %-21s%s\n", "Map-Server", "AvgRTT(5 sec/1 min/5 min)");
	for (unsigned i = 0; i < v->n_servers; i++)
		out(o, "  %-21s%s\n", addr_str(&v->server[i]).s, "0/ 0/ 0");
}

static void print_rest(struct out *o, const struct stats_view *v)
{
	out_str(o, "LISP RLOC Statistics - last cleared: never\nControl Packets:\n");
	number(o, "  RTR Map-Requests forwarded:", 0);
	number(o, "  RTR Map-Notifies forwarded:", 0);
	pair(o, "  DDT-Map-Requests in/out:", 0, 0);
	pair(o, "  DDT-Map-Referrals in/out:", 0, 0);
	out_str(o, "Errors:\n");
	number(o, "  Map-Request format errors:", 0);
	number(o, "  Map-Reply format errors:", 0);
	number(o, "  Map-Referral format errors:", 0);
	out_str(o, "LISP Miscellaneous Statistics - last cleared: never\nErrors:\n");
	number(o, "  Invalid IP version drops:", 0);
	number(o, "  Invalid IP header drops:", 0);
	number(o, "  Invalid IP proto field drops:", 0);
	number(o, "  Invalid packet size drops:", v->malformed);
	number(o, "  Invalid LISP control port drops:", 0);
	number(o, "  Invalid LISP checksum drops:", 0);
	number(o, "  Unsupported LISP packet type drops:", v->bad_type);
	number(o, "  Unknown packet drops:", 0);
}

void stats_print(struct out *o, const struct stats_view *v)
{
	if (v->instance)
		out(o, "LISP EID Statistics for instance ID %u - last cleared: never\n", v->iid);
	else
		out_str(o, "LISP EID Statistics for all EID instances - last cleared: never\n");
	out_str(o, "Control Packets:\n");
	print_requests(o, v);
	print_replies(o, v);
	print_registers(o, v);
	print_pubsub(o);
	print_cache(o, v);
	print_peers(o, v);
	print_rest(o, v);
}

/* --- collecting ------------------------------------------------------------------------------- */

static void collect_messages(const struct lisp *l, struct stats_view *v)
{
	const struct ctl_counters *n = &l->ctl->counters;
	const struct refusal_count *r = l->ctl->refusals.count;
	struct dp_stats packets = { 0 };

	memcpy(v->in, n->in, sizeof(v->in));
	memcpy(v->out, n->out, sizeof(v->out));
	v->forwarded = n->forwarded;
	v->proxy_out = n->proxy_out;
	v->negative_out = n->negative_out;
	v->no_site = r[REFUSE_NO_SITE].n;
	v->auth_failures = r[REFUSE_AUTH].n;
	v->locators = r[REFUSE_LOCATORS].n;
	v->malformed = r[REFUSE_MALFORMED].n;
	v->bad_type = r[REFUSE_TYPE].n;
	v->n_refused = l->cache.n_refused;
	if (l->env->dp)
		dp_stats(l->env->dp, &packets);
	v->n_signals = packets.punts;
	v->n_dropped = packets.drop[DROP_PUNT_FULL];
}

static void count_entry(const struct mapcache_entry *e, struct stats_view *v)
{
	v->n_cached++;
	v->n_negative += e->state == MC_NEGATIVE;
	v->n_native += e->state == MC_NEGATIVE && e->map.action == LISP_ACT_NATIVE;
	v->n_locators += e->map.n_rlocs;
}

static void collect_peers(const struct service_cfg *resolvers, const struct service_cfg *servers,
			  struct stats_view *v)
{
	v->n_resolvers = resolvers->n_resolvers;
	memcpy(v->resolver, resolvers->resolver, sizeof(v->resolver));
	v->n_servers = servers->n_servers;
	for (unsigned i = 0; i < v->n_servers; i++)
		v->server[i] = servers->server[i].addr;
}

/* --- commands --------------------------------------------------------------------------------- */

static bool table_stats(struct show *w, struct lisp_inst *inst, int family, void *state UNUSED)
{
	struct out *o = w->o;
	struct lisp_af *af = lisp_af(inst, family);
	struct mapcache_entry *e = mapcache_first(&inst->lisp->cache, inst->iid, family);
	struct stats_view v = { .instance = true, .iid = inst->iid };

	collect_messages(inst->lisp, &v);
	collect_peers(af->resolvers, af->servers, &v);
	for (; e; e = mapcache_next(&inst->lisp->cache, &e->eid))
		count_entry(e, &v);
	stats_print(o, &v);
	return false;
}

static int show_table_stats(struct cli *c, const struct args *a)
{
	char nothing = 0;

	return show_tables(c, a, table_stats, &nothing, sizeof(nothing));
}

static int show_service_stats(struct cli *c, const struct args *a)
{
	struct ctl *ctl = root_of(c)->ctl;
	const struct service_cfg *cfg;
	struct stats_view v = { 0 };
	struct mapcache_entry *e;
	struct scope s;
	struct lisp *l;

	show_settle(ctl);
	scope_read(&s, a);
	l = scope_process(&s, ctl);
	if (!l)
		return cli_err(c, "LISP process %u is not configured", s.process);
	cfg = &l->cfg.service[svc_of_family(s.family)];
	collect_messages(l, &v);
	collect_peers(cfg, cfg, &v);
	for (e = mapcache_first_all(&l->cache); e; e = mapcache_next_all(&l->cache, &e->eid))
		if (e->eid.prefix.addr.family == s.family)
			count_entry(e, &v);
	stats_print(cli_out(c), &v);
	return CLI_OK;
}

const struct cli_cmd show_stats_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_IP_LISP("statistics"),
		.help = SHOW_IP_LISP_HELP "statistics     Counts\n",
		.run = show_table_stats,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SHOW_LISP("statistics"),
		.help = SHOW_LISP_HELP "statistics     Counts\n",
		.run = show_table_stats,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp [" SCOPE_PROCESS "] service (ipv4|ipv6) statistics",
		.help = "lisp           Locator/ID Separation Protocol\n" SCOPE_PROCESS_HELP
			"service        Service of an address family\n"
			"ipv4           IPv4 EIDs\n"
			"ipv6           IPv6 EIDs\n"
			"statistics     Counts\n",
		.run = show_service_stats,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
