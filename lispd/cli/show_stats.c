/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The statistics of IOS, all of its lines in its order: programs that read the output want each
 * of them. What this router does not do stays 0.
 */
#include "lispd/cli/show_stats.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/time_text.h"
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

static void recent(struct out *o, const char *label, const uint64_t n[3])
{
	out(o, "%-*s%" PRIu64 "/%" PRIu64 "/%" PRIu64 "\n", VALUE_COLUMN, label, n[0], n[1], n[2]);
}

static void print_requests(struct out *o, const struct stats_view *v)
{
	const uint64_t *n = v->n;

	pair(o, "  Map-Requests in/out:", n[TALLY_REQUEST_IN], n[TALLY_REQUEST_OUT]);
	recent(o, "    Map-Requests in (5 sec/1 min/5 min):", v->requests_in);
	pair(o, "    Encapsulated Map-Requests in/out:", n[TALLY_ENCAP_IN], n[TALLY_REQUEST_OUT]);
	pair(o, "    RLOC-probe Map-Requests in/out:", n[TALLY_PROBE_IN],
	     n[TALLY_PROBE_REQUEST_OUT]);
	pair(o, "    SMR-based Map-Requests in/out:", n[TALLY_SMR_IN], n[TALLY_SMR_OUT]);
	number(o, "    Extranet SMR cross-IID Map-Requests in:", 0);
	pair(o, "    Map-Requests expired on-queue/no-reply", 0, n[TALLY_NO_REPLY]);
	number(o, "    Map-Resolver Map-Requests forwarded:", 0);
	number(o, "    Map-Server Map-Requests forwarded:", n[TALLY_FORWARDED]);
}

static void print_replies(struct out *o, const struct stats_view *v)
{
	const uint64_t *n = v->n;
	uint64_t not_ours = n[TALLY_NEGATIVE_OUT] + n[TALLY_PROXY_OUT];

	pair(o, "  Map-Reply records in/out:", n[TALLY_REPLY_IN],
	     n[TALLY_AUTHORITATIVE_OUT] + n[TALLY_PROBE_OUT] + not_ours);
	pair(o, "    Authoritative records in/out:", n[TALLY_AUTHORITATIVE_IN],
	     n[TALLY_AUTHORITATIVE_OUT]);
	pair(o,
	     "    Non-authoritative records in/out:", n[TALLY_REPLY_IN] - n[TALLY_AUTHORITATIVE_IN],
	     not_ours);
	pair(o, "    Negative records in/out:", n[TALLY_NEGATIVE_IN], n[TALLY_NEGATIVE_OUT]);
	pair(o, "    RLOC-probe records in/out:", n[TALLY_PROBE_REPLY_IN], n[TALLY_PROBE_OUT]);
	number(o, "    Map-Server Proxy-Reply records out:", n[TALLY_PROXY_OUT]);
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
	pair(o, "  Map-Register records in/out:", v->n[TALLY_REGISTER_IN],
	     v->n[TALLY_REGISTER_OUT]);
	recent(o, "    Map-Registers in (5 sec/1 min/5 min):", v->registers_in);
	number(o, "    Map-Server AF disabled:", 0);
	number(o, "    Not valid site eid prefix:", v->n[TALLY_NO_SITE]);
	number(o, "    Authentication failures:", v->n[TALLY_AUTH_FAILED]);
	number(o, "    Disallowed locators:", v->n[TALLY_LOCATORS]);
	number(o, "    Miscellaneous:", 0);
	pairs(o, wlc_register);
	pair(o, "  Map-Notify records in/out:", v->n[TALLY_NOTIFY_IN], v->n[TALLY_NOTIFY_OUT]);
	number(o, "    Authentication failures:", v->n[TALLY_NOTIFY_AUTH_FAILED]);
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

/* What is told of one table only. */
static void print_entries(struct out *o, const struct stats_view *v)
{
	number(o, "  Number of EID-prefixes in map-cache:", v->n_cached);
	number(o, "  Number of rejected EID-prefixes due to limit:", v->n_refused);
	number(o, "  Number of times signal suppression was turned on:", 0);
	text(o, "  Time since last signal suppressed change:", "never");
	number(o, "  Number of negative entries in map-cache:", v->n_negative);
	number(o, "  Total number of RLOCs in map-cache:", v->n_locators);
	number(o, "  Average RLOCs per EID-prefix:", v->n_cached ? v->n_locators / v->n_cached : 0);
	number(o, "  Policy active entries:", 0);
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
	pair(o, "  Cache entries created/deleted:", v->n[TALLY_CREATED], v->n[TALLY_DELETED]);
	number(o, "  NSF CEF replay entry count", 0);
	if (v->instance)
		print_entries(o, v);
	else
		number(o, "  Number of rejected EID-prefixes due to limit:", v->n_refused);
	out(o, "Forwarding:\n%-*s%" PRIu64 " (+ dropped %" PRIu64 ")\n", VALUE_COLUMN,
	    "  Number of data signals processed:", v->n_signals, v->n_dropped);
	text(o, "  Number of reachability reports:", "0 (+ dropped 0)");
	number(o, "  Number of SMR signals dropped:", 0);
}

static void print_resolver(struct out *o, const struct stats_resolver *r)
{
	char rtt[12];

	snprintf(rtt, sizeof(rtt), "%u", r->rtt_ms[0]);
	out(o, "  %-21s%-9s%8d%9u%9u%9u%9u%5s/%2u/%2u\n", addr_str(&r->addr).s,
	    ago_str(r->last_reply_ms).s, 1, (unsigned)r->sent, (unsigned)r->positive,
	    (unsigned)r->negative, (unsigned)r->no_reply, rtt, r->rtt_ms[1], r->rtt_ms[2]);
}

static void print_peers(struct out *o, const struct stats_view *v)
{
	out(o, "ITR Map-Resolvers:\n  %-21s%-11s%-7s%-9s%-9s%-9s%-12s%s\n", "Map-Resolver",
	    "LastReply", "Metric", "ReqsSent", "Positive", "Negative", "No-Reply",
	    "AvgRTT(5 sec/1 min/5 min)");
	for (unsigned i = 0; i < v->n_resolvers; i++)
		print_resolver(o, &v->resolver[i]);
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
		out(o, "LISP EID Statistics for instance ID %u", v->iid);
	else
		out_str(o, "LISP EID Statistics for all EID instances");
	out(o, " - last cleared: %s\n", ago_str(v->cleared_ms).s);
	out_str(o, "Control Packets:\n");
	print_requests(o, v);
	print_replies(o, v);
	print_registers(o, v);
	print_pubsub(o);
	print_cache(o, v);
	if (v->instance)
		print_peers(o, v);
	print_rest(o, v);
}

/* --- JSON --------------------------------------------------------------------------------------- */

static const char *const tally_keys[TALLIES] = {
	[TALLY_REQUEST_IN] = "mapRequestsIn",
	[TALLY_REQUEST_OUT] = "mapRequestsOut",
	[TALLY_ENCAP_IN] = "encapsulatedMapRequestsIn",
	[TALLY_PROBE_IN] = "rlocProbeMapRequestsIn",
	[TALLY_SMR_IN] = "smrMapRequestsIn",
	[TALLY_PROBE_REQUEST_OUT] = "rlocProbeMapRequestsOut",
	[TALLY_PROBE_REPLY_IN] = "rlocProbeRecordsIn",
	[TALLY_SMR_OUT] = "smrMapRequestsOut",
	[TALLY_SMR_INVOKED_OUT] = "smrInvokedMapRequestsOut",
	[TALLY_NO_REPLY] = "mapRequestsNoReply",
	[TALLY_FORWARDED] = "mapRequestsForwardedOut",
	[TALLY_REPLY_IN] = "mapReplyRecordsIn",
	[TALLY_AUTHORITATIVE_IN] = "authoritativeRecordsIn",
	[TALLY_NEGATIVE_IN] = "negativeRecordsIn",
	[TALLY_AUTHORITATIVE_OUT] = "authoritativeRecordsOut",
	[TALLY_NEGATIVE_OUT] = "negativeRecordsOut",
	[TALLY_PROXY_OUT] = "proxyReplyRecordsOut",
	[TALLY_PROBE_OUT] = "rlocProbeRecordsOut",
	[TALLY_REGISTER_IN] = "mapRegisterRecordsIn",
	[TALLY_REGISTER_OUT] = "mapRegisterRecordsOut",
	[TALLY_NO_SITE] = "mapRegisterRecordsInNoSite",
	[TALLY_AUTH_FAILED] = "mapRegisterRecordsInAuthFailed",
	[TALLY_LOCATORS] = "mapRegisterRecordsInBadLocators",
	[TALLY_NOTIFY_IN] = "mapNotifyRecordsIn",
	[TALLY_NOTIFY_OUT] = "mapNotifyRecordsOut",
	[TALLY_NOTIFY_AUTH_FAILED] = "mapNotifyRecordsInAuthFailed",
	[TALLY_CREATED] = "mapCacheEntriesCreated",
	[TALLY_DELETED] = "mapCacheEntriesDeleted",
};

static const struct json_field view_fields[] = {
	JSON_FIELD(struct stats_view, n_cached, JSON_U64, "mapCacheSize"),
	JSON_FIELD(struct stats_view, n_negative, JSON_U64, "mapCacheNegative"),
	JSON_FIELD(struct stats_view, n_native, JSON_U64, "mapCacheForwardNative"),
	JSON_FIELD(struct stats_view, n_locators, JSON_U64, "mapCacheLocators"),
	JSON_FIELD(struct stats_view, n_refused, JSON_U64, "mapCacheRefused"),
	JSON_FIELD(struct stats_view, n_signals, JSON_U64, "dataSignals"),
	JSON_FIELD(struct stats_view, n_dropped, JSON_U64, "dataSignalsDropped"),
	JSON_FIELD(struct stats_view, malformed, JSON_U64, "malformedMessages"),
	JSON_FIELD(struct stats_view, bad_type, JSON_U64, "unsupportedMessages"),
	{ 0 },
};

static const struct json_field resolver_fields[] = {
	JSON_FIELD(struct stats_resolver, addr, JSON_ADDR, "address"),
	JSON_FIELD(struct stats_resolver, last_reply_ms, JSON_MS, "lastReplySeconds"),
	JSON_FIELD(struct stats_resolver, sent, JSON_U64, "requestsSent"),
	JSON_FIELD(struct stats_resolver, positive, JSON_U64, "positive"),
	JSON_FIELD(struct stats_resolver, negative, JSON_U64, "negative"),
	JSON_FIELD(struct stats_resolver, no_reply, JSON_U64, "noReply"),
	{ 0 },
};

void stats_json(struct json *j, const struct stats_view *v)
{
	json_ms(j, "lastClearedSeconds", v->cleared_ms);
	for (unsigned k = 0; k < TALLIES; k++)
		json_u64(j, tally_keys[k], v->n[k]);
	json_fields(j, view_fields, v);
	json_array(j, "mapResolvers");
	for (unsigned i = 0; i < v->n_resolvers; i++) {
		json_object(j, NULL);
		json_fields(j, resolver_fields, &v->resolver[i]);
		json_u64(j, "averageRttMs", v->resolver[i].rtt_ms[2]);
		json_end(j);
	}
	json_end(j);
	json_array(j, "mapServers");
	for (unsigned i = 0; i < v->n_servers; i++)
		json_str(j, NULL, addr_str(&v->server[i]).s);
	json_end(j);
}

/* --- collecting ------------------------------------------------------------------------------- */

static const unsigned spans_s[3] = { 5, 60, 300 };

static void collect_router(const struct lisp *l, struct stats_view *v)
{
	const struct refusal_count *r = l->ctl->refusals.count;
	struct dp_stats packets = { 0 };

	v->malformed = r[REFUSE_MALFORMED].n;
	v->bad_type = r[REFUSE_TYPE].n;
	v->n_refused = l->cache.n_refused;
	if (l->env->dp)
		dp_stats(l->env->dp, &packets);
	v->n_signals = packets.punts;
	v->n_dropped = packets.drop[DROP_PUNT_FULL];
}

static void collect_resolver(const struct tally *t, const struct addr *a, uint64_t now,
			     struct stats_resolver *to)
{
	const struct tally_resolver *r = NULL;

	*to = (struct stats_resolver){ .addr = *a, .last_reply_ms = UINT64_MAX };
	for (unsigned i = 0; t && i < t->n_resolvers; i++)
		if (addr_equal(&t->resolver[i].addr, a))
			r = &t->resolver[i];
	if (!r)
		return;
	to->last_reply_ms = r->last_reply_ms ? now - r->last_reply_ms : UINT64_MAX;
	to->sent = r->sent;
	to->positive = r->positive;
	to->negative = r->negative;
	to->no_reply = r->no_reply;
	for (unsigned i = 0; i < ARRAY_LEN(spans_s); i++) {
		uint64_t replies = meter_sum(&r->replies, now, spans_s[i]);

		if (replies)
			to->rtt_ms[i] =
				(unsigned)(meter_sum(&r->rtt_ms, now, spans_s[i]) / replies);
	}
}

/* t NULL: nothing was counted. */
static void collect_tally(const struct tally *t, uint64_t now, struct stats_view *v)
{
	v->cleared_ms = t && t->cleared_ms ? now - t->cleared_ms : UINT64_MAX;
	if (!t)
		return;
	memcpy(v->n, t->n, sizeof(v->n));
	for (unsigned i = 0; i < ARRAY_LEN(spans_s); i++) {
		v->requests_in[i] = meter_sum(&t->requests_in, now, spans_s[i]);
		v->registers_in[i] = meter_sum(&t->registers_in, now, spans_s[i]);
	}
}

static void collect_peers(const struct service_cfg *resolvers, const struct service_cfg *servers,
			  const struct tally *t, uint64_t now, struct stats_view *v)
{
	v->n_resolvers = resolvers->n_resolvers;
	for (unsigned i = 0; i < v->n_resolvers; i++)
		collect_resolver(t, &resolvers->resolver[i], now, &v->resolver[i]);
	v->n_servers = servers->n_servers;
	for (unsigned i = 0; i < v->n_servers; i++)
		v->server[i] = servers->server[i].addr;
}

static void count_entry(const struct mapcache_entry *e, struct stats_view *v)
{
	v->n_cached++;
	v->n_negative += e->state == MC_NEGATIVE;
	v->n_native += e->state == MC_NEGATIVE && e->map.action == LISP_ACT_NATIVE;
	v->n_locators += e->map.n_rlocs;
}

/* --- commands --------------------------------------------------------------------------------- */

static bool show_view(struct show *w, const struct stats_view *v)
{
	if (w->json)
		stats_json(w->json, v);
	else
		stats_print(w->o, v);
	return false;
}

static bool table_stats(struct show *w, struct lisp_inst *inst, int family, void *state UNUSED)
{
	const struct lisp_af *af = lisp_af(inst, family);
	const struct lisp *l = inst->lisp;
	const struct tally *t = tally_find(l, inst->iid, family);
	struct mapcache_entry *e = mapcache_first(&l->cache, inst->iid, family);
	struct stats_view v = { .instance = true, .iid = inst->iid };
	uint64_t now = loop_now_ms(l->env->loop);

	collect_router(l, &v);
	collect_tally(t, now, &v);
	collect_peers(af->resolvers, af->servers, t, now, &v);
	for (; e; e = mapcache_next(&l->cache, &e->eid))
		count_entry(e, &v);
	return show_view(w, &v);
}

static bool service_stats(struct show *w, struct lisp *l, int family, void *state UNUSED)
{
	const struct service_cfg *cfg = &l->cfg.service[svc_of_family(family)];
	uint64_t now = loop_now_ms(l->env->loop);
	struct stats_view v = { 0 };
	struct mapcache_entry *e;
	struct tally sum;

	tally_sum(l, family, &sum);
	collect_router(l, &v);
	collect_tally(&sum, now, &v);
	collect_peers(cfg, cfg, &sum, now, &v);
	free(sum.resolver);
	for (e = mapcache_first_all(&l->cache); e; e = mapcache_next_all(&l->cache, &e->eid))
		if (e->eid.prefix.addr.family == family)
			count_entry(e, &v);
	return show_view(w, &v);
}

static int show_table_stats(struct cli *c, const struct args *a)
{
	return show_tables(c, a, table_stats, "", 1);
}

static int show_service_stats(struct cli *c, const struct args *a)
{
	return show_processes(c, a, service_stats, "", 1);
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
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp all (<0-16777215>$iid|*) (ipv4|ipv6) statistics",
		.help = "lisp           Locator/ID Separation Protocol\n"
			"all            All router LISP processes\n"
			"$iid           Instance ID\n"
			"*              All of them\n"
			"ipv4           IPv4 EIDs\n"
			"ipv6           IPv6 EIDs\n"
			"statistics     Counts\n",
		.run = show_table_stats,
		.flags = CLI_UNPRIV | CLI_HIDDEN,
	},
	{ 0 },
};
