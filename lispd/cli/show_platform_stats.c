/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lines of IOS in its order: programs that read the output want each of them. What this
 * router does not do stays 0. "Send Error" is left out: automation takes it for a failure.
 */
#include "lispd/cli/show_platform_stats.h"

#include <inttypes.h>

#include "lispd/cli/root.h"
#include "lispd/cli/tables.h"
#include "lispd/dp/stats.h"
#include "lispd/role/ctl.h"

#define VALUE_COLUMN 57

/* --- printing --------------------------------------------------------------------------------- */

enum value {
	TITLE,
	NUMBER, /* of what there is none */
	PAIR,
	SIGNALS, /* received/processed */
	SIGNAL_SUM,
	SIGNAL_DROPS,
	IN_IPv4,
	IN_IPv6,
	OUT_IPv4,
	OUT_IPv6,
};

static const struct {
	const char *label;
	enum value value;
} lines[] = {
	{ "  FIB notications received/processed:", SIGNALS },
	{ "    Invalid received/processed:", PAIR },
	{ "    Data packet signal received/processed:", SIGNALS },
	{ "    L2 data packet signal received/processed:", PAIR },
	{ "    Status report received/processed:", PAIR },
	{ "    Dyn-EID detected received/processed:", PAIR },
	{ "    Dyn-EID decap stale detected received/processed:", PAIR },
	{ "    L2 dyn-EID decap stale detected received/processed:", PAIR },
	{ "    Dyn-EID adjacency discover received/processed:", PAIR },
	{ "    delete map-cache received/processed:", PAIR },
	{ "  L2 RIB statistics:", TITLE },
	{ "    Remote update requests:", NUMBER },
	{ "    Local update requests:", NUMBER },
	{ "    Delete requests:", NUMBER },
	{ "    Update test:", NUMBER },
	{ "    Delete test:", NUMBER },
	{ "    Message sent:", NUMBER },
	{ "    Message received:", NUMBER },
	{ "    Unknown message received:", NUMBER },
	{ "    Number of times blocked (flow control):", NUMBER },
	{ "  Dropped notications from CEF:", SIGNAL_DROPS },
	{ "  Total notications from CEF:", SIGNAL_SUM },
	{ "  Dropped control packets in input queue:", NUMBER },
	{ "    High priority input queue:", NUMBER },
	{ "    Normal priority input queue:", NUMBER },
	{ "  Deferred packet transmission:", PAIR },
	{ "    DDT referral deferred/dropped:", PAIR },
	{ "    DDT request deferred/dropped:", PAIR },
	{ "    DDT query deferred/dropped:", PAIR },
	{ "    Map-Request deferred/dropped:", PAIR },
	{ "    Map-Register deferred/dropped:", PAIR },
	{ "    Map-Reply deferred/dropped:", PAIR },
	{ "    MR negative Map-Reply deferred/dropped:", PAIR },
	{ "    MR Map-Request fwd deferred/dropped:", PAIR },
	{ "    MS Map-Request fwd deferred/dropped:", PAIR },
	{ "    MS proxy Map-Reply deferred/dropped:", PAIR },
	{ "    xTR mcast Map-Notify deferred/dropped:", PAIR },
	{ "    MS Info-Reply deferred/dropped:", PAIR },
	{ "    MS Map-Notify deferred/dropped:", PAIR },
	{ "    RTR Map-Register fwd deferred/dropped:", PAIR },
	{ "    RTR Map-Notify fwd deferred/dropped:", PAIR },
	{ "    ETR Info-Request deferred/dropped:", PAIR },
	{ "Errors:", TITLE },
	{ "  Invalid IP version drops:", NUMBER },
	{ "IPv4 UDP control packets:", TITLE },
	{ "  Rcvd total packets:", IN_IPv4 },
	{ "  Rcvd invalid vrf:", NUMBER },
	{ "  Rcvd invalid IP header:", NUMBER },
	{ "  Rcvd invalid protocol:", NUMBER },
	{ "  Rcvd invalid size:", NUMBER },
	{ "  Rcvd invalid port:", NUMBER },
	{ "  Rcvd invalid checksum:", NUMBER },
	{ "  Rcvd unsupported LISP:", NUMBER },
	{ "  Rcvd not LISP control:", NUMBER },
	{ "  Rcvd unknown LISP control:", NUMBER },
	{ "  Sent total packets:", OUT_IPv4 },
	{ "  Sent flow controlled:", NUMBER },
	{ "IPv6 UDP control packets:", TITLE },
	{ "  Rcvd total packets:", IN_IPv6 },
	{ "  Rcvd invalid vrf:", NUMBER },
	{ "  Rcvd invalid IP header:", NUMBER },
	{ "  Rcvd invalid protocol:", NUMBER },
	{ "  Rcvd invalid size:", NUMBER },
	{ "  Rcvd invalid port:", NUMBER },
	{ "  Rcvd invalid checksum:", NUMBER },
	{ "  Rcvd unsupported LISP:", NUMBER },
	{ "  Rcvd not LISP control:", NUMBER },
	{ "  Rcvd unknown LISP control:", NUMBER },
	{ "  Sent total packets:", OUT_IPv6 },
	{ "  Sent flow controlled:", NUMBER },
};

static uint64_t number(const struct platform_stats *s, enum value v)
{
	switch (v) {
	case SIGNALS:
		return s->signals;
	case SIGNAL_SUM:
		return s->signals + s->dropped;
	case SIGNAL_DROPS:
		return s->dropped;
	case IN_IPv4:
		return s->in[SVC_IPV4];
	case IN_IPv6:
		return s->in[SVC_IPV6];
	case OUT_IPv4:
		return s->sent[SVC_IPV4];
	case OUT_IPv6:
		return s->sent[SVC_IPV6];
	default:
		return 0;
	}
}

void platform_stats_print(struct out *o, const struct platform_stats *s)
{
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		enum value v = lines[i].value;
		uint64_t n = number(s, v);

		if (v == TITLE)
			out(o, "%s\n", lines[i].label);
		else if (v == PAIR || v == SIGNALS)
			out(o, "%-*s%" PRIu64 "/%" PRIu64 "\n", VALUE_COLUMN, lines[i].label, n, n);
		else
			out(o, "%-*s%" PRIu64 "\n", VALUE_COLUMN, lines[i].label, n);
	}
}

/* --- command ------------------------------------------------------------------------------------ */

static const struct json_field fields[] = {
	JSON_FIELD(struct platform_stats, signals, JSON_U64, "dataSignals"),
	JSON_FIELD(struct platform_stats, dropped, JSON_U64, "dataSignalsDropped"),
	JSON_FIELD(struct platform_stats, in[SVC_IPV4], JSON_U64, "ipv4MessagesIn"),
	JSON_FIELD(struct platform_stats, sent[SVC_IPV4], JSON_U64, "ipv4MessagesOut"),
	JSON_FIELD(struct platform_stats, in[SVC_IPV6], JSON_U64, "ipv6MessagesIn"),
	JSON_FIELD(struct platform_stats, sent[SVC_IPV6], JSON_U64, "ipv6MessagesOut"),
	{ 0 },
};

static int show_stats(struct cli *c, const struct args *a UNUSED)
{
	const struct root *r = root_of(c);
	const struct ctl_counters *n = &r->ctl->counters;
	struct platform_stats s = {
		.in = { n->in_family[SVC_IPV4], n->in_family[SVC_IPV6] },
		.sent = { n->out_family[SVC_IPV4], n->out_family[SVC_IPV6] },
	};
	struct dp_stats packets = { 0 };

	if (r->dp)
		dp_stats(r->dp, &packets);
	s.signals = packets.punts;
	s.dropped = packets.drop[DROP_PUNT_FULL];
	if (cli_json(c)) {
		json_object(cli_json(c), NULL);
		json_fields(cli_json(c), fields, &s);
	} else {
		platform_stats_print(cli_out(c), &s);
	}
	return CLI_OK;
}

const struct cli_cmd show_platform_stats_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp platform statistics",
		.help = "lisp           Locator/ID Separation Protocol\n"
			"platform       What the platform can do\n"
			"statistics     Counts\n",
		.run = show_stats,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
