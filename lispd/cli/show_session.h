/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_SESSION_H
#define CLI_SHOW_SESSION_H

/* show lisp session: what is collected, and how it is printed. */

#include "lib/json.h"
#include "lispd/role/rt.h"

struct session_row {
	struct endpoint peer, local; /* port 0: not connected */
	enum rt_state state;
	bool active;
	uint64_t since_ms; /* ago; UINT64_MAX = never */
	uint32_t n_in, n_out, n_users, n_unsupported;
};

/* Who speaks over a session: the registrations of one instance and family. in and out count its
 * EIDs: an ETR sent them and has acknowledgments, a Map-Server took them in. */
struct session_user {
	bool etr;
	unsigned process;
	uint32_t iid;
	int family; /* 0: none, the walk's start */
	uint32_t in, out;
};

void session_collect(const struct rt_session *s, struct session_row *r);
/* Up to max users behind the one that is given, ascending. Returns how many. */
unsigned session_users(const struct rt_session *s, const struct session_user *after,
		       struct session_user *user, unsigned max);

void session_print_head(struct out *o, const char *vrf, unsigned total, unsigned established);
void session_print(struct out *o, const struct session_row *r);
void session_print_detail(struct out *o, const struct session_row *r);
void session_print_users_head(struct out *o);
void session_print_user(struct out *o, const struct session_user *u);
void session_print_capability_head(struct out *o);
void session_print_capability(struct out *o, const struct session_row *r);
void session_print_capabilities(struct out *o, const struct session_row *r);

#endif
