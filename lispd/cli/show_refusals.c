/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show lisp refusals: why what does not work does not work, in one place. */
#include <inttypes.h>

#include "lispd/cli/root.h"
#include "lispd/cli/show_refusals.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/time_text.h"
#include "lispd/role/ctl.h"

void refusals_print(struct out *o, const struct refusals *r, uint64_t now_ms)
{
	unsigned shown = 0;

	out_str(o, "Messages that were refused\n");
	for (unsigned i = 0; i < REFUSALS; i++) {
		const struct refusal_count *n = &r->count[i];

		if (!n->n)
			continue;
		if (!shown++)
			out_str(o, "  Count      Last      Last sender            Reason\n");
		out(o, "  %-11" PRIu64 "%-10s%-23s%s\n", n->n, age_str(now_ms, n->last_ms).s,
		    endpoint_str(&n->last_from).s, refusal_str(i));
		if (refusal_remedy(i)[0])
			out(o, "  %-44s(%s)\n", "", refusal_remedy(i));
	}
	if (!shown)
		out_str(o, "  none\n");
}

void refusals_print_messages(struct out *o, const struct ctl_counters *n)
{
	out_str(o, "\nMessages in/out\n");
	for (unsigned type = 0; type < ARRAY_LEN(n->in); type++)
		if (n->in[type] || n->out[type])
			out(o, "  %-44s%" PRIu64 "/%" PRIu64 "\n", msg_type_name(type), n->in[type],
			    n->out[type]);
	out(o, "  %-44s%" PRIu64 "\n", "Map-Requests forwarded to an ETR", n->forwarded);
	out(o, "  %-44s%" PRIu64 "\n", "Map-Replies for an ETR (proxy)", n->proxy_out);
	out(o, "  %-44s%" PRIu64 "\n", "Map-Replies that say there is nothing", n->negative_out);
}

void refusals_print_packets(struct out *o, const struct dp_stats *n)
{
	unsigned shown = 0;

	out(o, "\nPackets\n  %-44s%" PRIu64 "/%" PRIu64 "\n  %-44s%" PRIu64 "/%" PRIu64 "\n",
	    "encapsulated, packets/bytes", n->encap_packets, n->encap_bytes,
	    "decapsulated, packets/bytes", n->decap_packets, n->decap_bytes);
	out_str(o, "\nPackets that were dropped\n");
	for (unsigned i = 0; i < DROP_REASONS; i++) {
		if (!n->drop[i])
			continue;
		out(o, "  %-44s%" PRIu64 "\n", dp_drop_str(i), n->drop[i]);
		shown++;
	}
	if (!shown)
		out_str(o, "  none\n");
}

/* --- JSON --------------------------------------------------------------------------------------- */

static void json_refusals(struct json *j, const struct refusals *r, uint64_t now_ms)
{
	json_array(j, "refusals");
	for (unsigned i = 0; i < REFUSALS; i++) {
		const struct refusal_count *n = &r->count[i];

		if (!n->n)
			continue;
		json_object(j, NULL);
		json_str(j, "reason", refusal_str(i));
		json_u64(j, "count", n->n);
		json_ms(j, "lastSeconds", now_ms - n->last_ms);
		json_str(j, "lastSender", endpoint_str(&n->last_from).s);
		json_str(j, "remedy", refusal_remedy(i)[0] ? refusal_remedy(i) : NULL);
		json_end(j);
	}
	json_end(j);
}

static void json_messages(struct json *j, const struct ctl_counters *n)
{
	json_array(j, "messages");
	for (unsigned type = 0; type < ARRAY_LEN(n->in); type++) {
		if (!n->in[type] && !n->out[type])
			continue;
		json_object(j, NULL);
		json_str(j, "type", msg_type_name(type));
		json_u64(j, "in", n->in[type]);
		json_u64(j, "out", n->out[type]);
		json_end(j);
	}
	json_end(j);
	json_u64(j, "mapRequestsForwardedOut", n->forwarded);
	json_u64(j, "proxyReplyRecordsOut", n->proxy_out);
	json_u64(j, "negativeRecordsOut", n->negative_out);
}

static void json_packets(struct json *j, const struct dp_stats *n)
{
	json_u64(j, "encapsulatedPackets", n->encap_packets);
	json_u64(j, "encapsulatedBytes", n->encap_bytes);
	json_u64(j, "decapsulatedPackets", n->decap_packets);
	json_u64(j, "decapsulatedBytes", n->decap_bytes);
	json_array(j, "packetDrops");
	for (unsigned i = 0; i < DROP_REASONS; i++) {
		if (!n->drop[i])
			continue;
		json_object(j, NULL);
		json_str(j, "reason", dp_drop_str(i));
		json_u64(j, "count", n->drop[i]);
		json_end(j);
	}
	json_end(j);
}

static int show_refusals(struct cli *c, const struct args *a UNUSED)
{
	struct root *r = root_of(c);
	struct dp_stats packets = { 0 };

	if (r->dp)
		dp_stats(r->dp, &packets);
	if (cli_json(c)) {
		json_object(cli_json(c), NULL);
		json_refusals(cli_json(c), &r->ctl->refusals, loop_now_ms(r->loop));
		json_messages(cli_json(c), &r->ctl->counters);
		json_packets(cli_json(c), &packets);
		return CLI_OK;
	}
	refusals_print(cli_out(c), &r->ctl->refusals, loop_now_ms(r->loop));
	refusals_print_messages(cli_out(c), &r->ctl->counters);
	refusals_print_packets(cli_out(c), &packets);
	return CLI_OK;
}

const struct cli_cmd show_refusals_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp refusals",
		.help = "lisp      Locator/ID Separation Protocol\n"
			"refusals  What was refused or dropped, and what to do about it\n",
		.run = show_refusals,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
