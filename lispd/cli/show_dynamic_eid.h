/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_DYNAMIC_EID_H
#define CLI_SHOW_DYNAMIC_EID_H

/* show lisp ... dynamic-eid: policies, and the hosts that were discovered. */

#include "lib/json.h"
#include "lispd/role/mobility.h"

/* The hosts of a policy that are here. */
struct dynamic_eid_hosts {
	unsigned n;
	struct addr last; /* discovered */
	uint64_t last_ms; /* ago */
};

void dynamic_eid_print_title(struct out *o, const char *what, const struct lisp_inst *inst);
void dynamic_eid_print(struct out *o, const struct dynamic_eid_cfg *d,
		       const struct dynamic_eid_hosts *h);
void dynamic_eid_print_host(struct out *o, const struct roamer *r, uint64_t now_ms);
/* width: of the address column, see dynamic_eid_width(). */
void dynamic_eid_print_summary_head(struct out *o, int width);
void dynamic_eid_print_summary(struct out *o, const struct roamer *r, int width, uint64_t now_ms);

#endif
