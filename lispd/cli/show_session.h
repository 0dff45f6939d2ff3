/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_SESSION_H
#define CLI_SHOW_SESSION_H

/* show lisp session: what is collected, and how it is printed. */

#include "lib/out.h"
#include "lispd/role/rt.h"

struct session_row {
	struct endpoint peer, local; /* port 0: not connected */
	enum rt_state state;
	bool active;
	uint64_t since_ms; /* ago; UINT64_MAX = never */
	uint32_t n_in, n_out, n_users, n_unsupported;
};

void session_collect(const struct rt_session *s, struct session_row *r);
void session_print_head(struct out *o, unsigned total, unsigned established);
void session_print(struct out *o, const struct session_row *r);
void session_print_detail(struct out *o, const struct session_row *r);

#endif
