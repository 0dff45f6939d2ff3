/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_REFUSALS_H
#define CLI_SHOW_REFUSALS_H

/* The parts of show lisp refusals. */

#include "lib/out.h"
#include "lispd/dp/stats.h"
#include "lispd/role/ctl.h"

void refusals_print(struct out *o, const struct refusals *r, uint64_t now_ms);
void refusals_print_messages(struct out *o, const struct ctl_counters *n);
void refusals_print_packets(struct out *o, const struct dp_stats *n);

#endif
