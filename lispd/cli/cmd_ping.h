/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_CMD_PING_H
#define CLI_CMD_PING_H

/* The texts of ping and traceroute. */

#include "lib/out.h"
#include "lispd/net/ping.h"

struct ping_totals {
	uint32_t sent, received, min_us, max_us;
	uint64_t sum_us;
};

/* s is filled in: no zeroes for defaults. */
void ping_print_head(struct out *o, const struct ping_spec *s, const char *vrf);
char ping_sign(const struct ping_probe *p);
void ping_count(struct ping_totals *t, const struct ping_probe *p);
void ping_print_totals(struct out *o, const struct ping_totals *t);

/* How far a traceroute has been printed. */
struct trace_view {
	uint8_t first_ttl;
	struct addr shown; /* whose answers stand on the line */
};

void trace_print_head(struct out *o, const struct trace_spec *s, const char *name);
void trace_print(struct out *o, struct trace_view *v, const struct trace_probe *p);

#endif
