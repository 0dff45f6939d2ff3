/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ping and traceroute: signs are printed as the answers come. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/cli/cmd_ping.h"
#include "lispd/cli/root.h"
#include "lispd/cli/sys.h"
#include "lispd/cli/tables.h"
#include "lispd/net/iface.h"
#include "lispd/net/ping.h"

#define SIGNS_PER_LINE 70
#define UNRECOGNIZED "Unrecognized host or address, or protocol not running."

/* --- printing --------------------------------------------------------------------------------- */

void ping_print_head(struct out *o, const struct ping_spec *s, const char *vrf)
{
	out(o,
	    "Type escape sequence to abort.\n"
	    "Sending %u, %u-byte ICMP Echos to %s, timeout is %u seconds:\n",
	    s->count, s->size, addr_str(&s->dst).s, s->timeout_ms / 1000);
	if (!addr_is_none(&s->src) && s->src.family == AF_INET6 && vrf[0])
		out(o, "Packet sent with a source address of %s%%%s\n", addr_str(&s->src).s, vrf);
	else if (!addr_is_none(&s->src))
		out(o, "Packet sent with a source address of %s \n", addr_str(&s->src).s);
	if (s->df)
		out_str(o, "Packet sent with the DF bit set\n");
}

char ping_sign(const struct ping_probe *p)
{
	switch (p->result) {
	case PING_REPLY:
		return '!';
	case PING_UNREACHABLE:
		return 'U';
	case PING_PROHIBITED:
		return 'A';
	case PING_TOO_BIG:
		return 'M';
	case PING_TTL:
		return '&';
	case PING_TIMEOUT:
	case PING_SEND:
		break;
	}
	return '.';
}

void ping_count(struct ping_totals *t, const struct ping_probe *p)
{
	t->sent++;
	if (p->result != PING_REPLY)
		return;
	t->min_us = t->received ? MIN_OF(t->min_us, p->rtt_us) : p->rtt_us;
	t->max_us = MAX_OF(t->max_us, p->rtt_us);
	t->sum_us += p->rtt_us;
	t->received++;
}

/* IOS counts whole milliseconds, and never says 0. */
static unsigned ms_of(uint64_t us)
{
	return (unsigned)MAX_OF(us / 1000, 1);
}

void ping_print_totals(struct out *o, const struct ping_totals *t)
{
	out(o, "\nSuccess rate is %u percent (%u/%u)", t->sent ? t->received * 100 / t->sent : 0,
	    t->received, t->sent);
	if (t->received)
		out(o, ", round-trip min/avg/max = %u/%u/%u ms", ms_of(t->min_us),
		    ms_of(t->sum_us / t->received), ms_of(t->max_us));
	out_char(o, '\n');
}

static const char *trace_note(enum trace_result r)
{
	switch (r) {
	case TRACE_NET:
		return "!N";
	case TRACE_HOST:
		return "!H";
	case TRACE_PROTOCOL:
		return "!P";
	case TRACE_PROHIBITED:
		return "!A";
	case TRACE_OTHER:
		return "?";
	case TRACE_HOP:
	case TRACE_REACHED:
	case TRACE_TIMEOUT:
		break;
	}
	return NULL;
}

void trace_print(struct out *o, struct trace_view *v, const struct trace_probe *p)
{
	const char *note = trace_note(p->result);

	if (!p->probe) {
		out(o, "%s%3u", p->ttl > v->first_ttl ? "\n" : "", p->ttl);
		v->shown = (struct addr){ 0 };
	}
	if (p->result == TRACE_TIMEOUT) {
		out_str(o, addr_is_none(&v->shown) ? "  *" : " * ");
		return;
	}
	if (!addr_equal(&v->shown, &p->from)) {
		/* Another router answers for the same hop: a line of its own. */
		out(o, "%s %s", addr_is_none(&v->shown) ? "" : "\n   ", addr_str(&p->from).s);
		v->shown = p->from;
	}
	if (note)
		out(o, " %s", note);
	else
		out(o, " %u msec", (p->rtt_us + 500) / 1000);
}

/* --- ping ------------------------------------------------------------------------------------- */

struct ping_cmd {
	struct cli *c;
	struct ping *ping;
	struct ping_totals totals;
};

static void on_probe(void *arg, const struct ping_probe *p)
{
	struct ping_cmd *cmd = arg;

	if (cmd->totals.sent && cmd->totals.sent % SIGNS_PER_LINE == 0)
		out_char(cli_out(cmd->c), '\n');
	ping_count(&cmd->totals, p);
	out_char(cli_out(cmd->c), ping_sign(p));
	cli_flush(cmd->c);
}

static void on_done(void *arg)
{
	struct ping_cmd *cmd = arg;

	ping_print_totals(cli_out(cmd->c), &cmd->totals);
	cli_done(cmd->c, CLI_OK);
	free(cmd);
}

static void on_cancel(void *arg)
{
	struct ping_cmd *cmd = arg;

	ping_cancel(cmd->ping);
	ping_print_totals(cli_out(cmd->c), &cmd->totals);
	free(cmd);
}

static const struct ping_ops ping_ops = { .probe = on_probe, .done = on_done };

/* The VRF, or NULL with an answer. */
static struct vrf *read_vrf(struct cli *c, const struct args *a)
{
	const char *name = arg_str(a, "vrf");
	struct root *r = root_of(c);
	struct vrf *v = r->vrfs ? vrf_find(r->vrfs, name ? name : "") : NULL;

	if (!v)
		cli_err(c, "VRF %s does not exist", name ? name : "default");
	return v;
}

static bool read_target(struct cli *c, const struct args *a, struct addr *out)
{
	const char *text = arg_str(a, "target");
	struct root *r = root_of(c);
	int family = arg_has(a, "ipv6") ? AF_INET6 : arg_has(a, "ip") ? AF_INET : 0;

	if (addr_parse(text, out))
		return !family || out->family == family;
	return r->sys && sys_resolve(r->sys, text, family, out);
}

/* "source A" or "source INTERFACE". */
static bool read_source(struct cli *c, const struct args *a, int family, struct addr *out)
{
	const char *text = arg_str(a, "source");
	struct root *r = root_of(c);
	struct iface *i;

	if (!text)
		return true;
	if (addr_parse(text, out))
		return out->family == family;
	i = r->ifaces ? iface_find(r->ifaces, text) : NULL;
	return i && iface_address(i, family, out);
}

static int cannot_start(struct cli *c, int err)
{
	switch (err) {
	case -EADDRNOTAVAIL:
		return cli_err(c, "Invalid source address- IP address not on any of our up "
				  "interfaces");
	case -ENETDOWN:
		return cli_err(c, "VRF is not up");
	}
	return cli_err(c, UNRECOGNIZED);
}

static int run_ping(struct cli *c, const struct args *a)
{
	struct ping_spec s = {
		.count = 5, .size = 100, .timeout_ms = 2000, .df = arg_has(a, "df-bit")
	};
	struct vrf *v = read_vrf(c, a);
	struct ping_cmd *cmd;
	uint32_t seconds = 2;
	int err = 0;

	if (!v)
		return CLI_FAIL;
	if (!read_target(c, a, &s.dst))
		return cli_err(c, UNRECOGNIZED);
	if (!read_source(c, a, s.dst.family, &s.src))
		return cannot_start(c, -EADDRNOTAVAIL);
	arg_u32(a, "count", &s.count);
	arg_u32(a, "size", &s.size);
	arg_u32(a, "timeout", &seconds);
	s.timeout_ms = seconds ? seconds * 1000 : 1;
	cmd = xcalloc(1, sizeof(*cmd));
	cmd->c = c;
	cmd->ping = ping_start(root_of(c)->loop, v, &s, &ping_ops, cmd, &err);
	if (!cmd->ping) {
		free(cmd);
		return cannot_start(c, err);
	}
	ping_print_head(cli_out(c), &s, v->name);
	cli_flush(c);
	cli_pending(c, on_cancel, cmd);
	return CLI_PENDING;
}

/* --- traceroute --------------------------------------------------------------------------------- */

struct trace_cmd {
	struct cli *c;
	struct trace *trace;
	struct trace_view view;
};

static void on_trace_probe(void *arg, const struct trace_probe *p)
{
	struct trace_cmd *cmd = arg;

	trace_print(cli_out(cmd->c), &cmd->view, p);
	cli_flush(cmd->c);
}

static void on_trace_done(void *arg)
{
	struct trace_cmd *cmd = arg;

	cli_print(cmd->c, "\n");
	cli_done(cmd->c, CLI_OK);
	free(cmd);
}

static void on_trace_cancel(void *arg)
{
	struct trace_cmd *cmd = arg;

	trace_cancel(cmd->trace);
	cli_print(cmd->c, "\n");
	free(cmd);
}

static const struct trace_ops trace_ops = { .probe = on_trace_probe, .done = on_trace_done };

static void read_trace_options(const struct args *a, struct trace_spec *s)
{
	uint32_t n;

	if (arg_u32(a, "timeout", &n))
		s->timeout_ms = n ? n * 1000 : 1;
	if (arg_u32(a, "count", &n))
		s->probes = (uint8_t)n;
	if (arg_u32(a, "min", &n))
		s->ttl_min = (uint8_t)n;
	if (arg_u32(a, "max", &n))
		s->ttl_max = (uint8_t)n;
	if (arg_u32(a, "port", &n))
		s->port = (uint16_t)n;
}

static int run_trace(struct cli *c, const struct args *a)
{
	struct trace_spec s = { .ttl_min = 1, .ttl_max = 30, .probes = 3, .timeout_ms = 3000 };
	struct vrf *v = read_vrf(c, a);
	struct trace_cmd *cmd;
	struct addr typed;
	int err = 0;

	if (!v)
		return CLI_FAIL;
	if (!read_target(c, a, &s.dst))
		return cli_err(c, UNRECOGNIZED);
	if (!read_source(c, a, s.dst.family, &s.src))
		return cannot_start(c, -EADDRNOTAVAIL);
	read_trace_options(a, &s);
	cmd = xcalloc(1, sizeof(*cmd));
	cmd->c = c;
	cmd->view.first_ttl = s.ttl_min;
	cmd->trace = trace_start(root_of(c)->loop, v, &s, &trace_ops, cmd, &err);
	if (!cmd->trace) {
		free(cmd);
		return cannot_start(c, err);
	}
	trace_print_head(cli_out(c), &s,
			 addr_parse(arg_str(a, "target"), &typed) ? NULL : arg_str(a, "target"));
	cli_flush(c);
	cli_pending(c, on_trace_cancel, cmd);
	return CLI_PENDING;
}

void trace_print_head(struct out *o, const struct trace_spec *s, const char *name)
{
	out_str(o, "Type escape sequence to abort.\nTracing the route to ");
	if (name)
		out(o, "%s (%s)\n", name, addr_str(&s->dst).s);
	else
		out(o, "%s\n", addr_str(&s->dst).s);
	if (s->dst.family == AF_INET)
		out_str(o, "VRF info: (vrf in name/id, vrf out name/id)\n");
}

#define TARGET "[vrf WORD$vrf] [ip|ipv6] (A.B.C.D|X:X::X|WORD)$target"
#define TARGET_HELP                                   \
	"vrf       VPN Routing/Forwarding instance\n" \
	"$vrf      VRF name\n"                        \
	"ip        IPv4\n"                            \
	"ipv6      IPv6\n"                            \
	"$target   Destination address or hostname\n" \
	"source    Source address or interface\n"     \
	"$source   Address, or interface name\n"      \
	"timeout   Time to wait for an answer\n"      \
	"$timeout  Seconds\n"

const struct cli_cmd ping_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "ping " TARGET " {repeat <1-2147483647>$count|size <36-18024>$size|"
			  "timeout <0-3600>$timeout|source (A.B.C.D|X:X::X|IFNAME)$source|df-bit}",
		.help = "ping      Send echo messages\n" TARGET_HELP "repeat    Number of echoes\n"
			"$count    Repeat count\n"
			"size      Datagram size\n"
			"$size     Octets of the whole datagram\n"
			"df-bit    Set the do-not-fragment bit\n",
		.run = run_ping,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "traceroute " TARGET " {timeout <0-3600>$timeout|probe <1-10>$count|"
			  "ttl <1-255>$min <1-255>$max|port <1-65535>$port|numeric|"
			  "source (A.B.C.D|X:X::X|IFNAME)$source}",
		.help = "traceroute  Trace route to destination\n" TARGET_HELP
			"probe     Number of probes per hop\n"
			"$count    Count\n"
			"ttl       Range of hops\n"
			"$min      First hop\n"
			"$max      Last hop\n"
			"port      Port of the first probe\n"
			"$port     UDP port\n"
			"numeric   Show addresses only\n",
		.run = run_trace,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
