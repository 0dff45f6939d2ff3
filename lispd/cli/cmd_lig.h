/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_CMD_LIG_H
#define CLI_CMD_LIG_H

/* The texts of lig. */

#include "lib/out.h"
#include "lispd/role/lig.h"

struct lig_view {
	struct addr eid;
	char name[64];		      /* that was typed for it, or "" */
	bool loopback;		      /* the EID is our own */
	uint64_t age_ms, packets_out; /* of the map-cache entry, 0 while there is none */
};

void lig_print_sending(struct out *o, const struct addr *resolver, const struct lig_view *v);
void lig_print_reply(struct out *o, const struct lig_view *v, const struct addr *from,
		     uint64_t rtt_us, const struct mapping *m);

#endif
