/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_FORWARDING_H
#define CLI_SHOW_FORWARDING_H

/* show lisp ... forwarding eid remote, eid local, state: what the data plane was told. */

#include "lib/json.h"
#include "lispd/dp/fib.h"
#include "lispd/role/process.h"

struct forwarding_row { /* a remote EID prefix */
	struct prefix prefix;
	const char *action;
	uint32_t lsbs;
	struct fib_counters counters;
};

struct forwarding_state {
	unsigned process;
	uint32_t iid, vrf_id;
	char vrf[CFG_VRF]; /* "" = default */
	const char *ifname;
	const char *roles[SVC_COUNT]; /* "ITR|ETR", "DISABLED" */
	bool lsbs, propagate_ttl;
};

void forwarding_print_remote_head(struct out *o);
void forwarding_print_remote(struct out *o, const struct forwarding_row *r);
void forwarding_print_state(struct out *o, const struct forwarding_state *s, int family);

#endif
