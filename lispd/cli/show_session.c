/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/show_session.h"

#include <stdio.h>

#include "lispd/cli/root.h"
#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/time_text.h"
#include "lispd/role/ctl.h"

#define ROWS_PER_SLICE 64

/* --- collecting ------------------------------------------------------------------------------- */

/* Who speaks over the session: one registration for each table that has EIDs on it. */
static unsigned count_users(const struct rt_session *s)
{
	const struct etr_reg *before = NULL;
	unsigned n = 0;

	if (!s->active)
		return s->state == RT_UP;
	for (unsigned i = 0; s->server && i < s->server->n_regs; i++) {
		const struct etr_reg *r = &s->server->reg[i];

		n += !before || before->eid.iid != r->eid.iid ||
		     before->eid.prefix.addr.family != r->eid.prefix.addr.family;
		before = r;
	}
	return n;
}

void session_collect(const struct rt_session *s, struct session_row *r)
{
	uint64_t now = loop_now_ms(s->lisp->env->loop);
	bool was_up_or_down = s->state == RT_UP || s->state == RT_DOWN;

	*r = (struct session_row){
		.peer = s->peer,
		.local = s->local,
		.state = s->state,
		.active = s->active,
		.since_ms = was_up_or_down && s->changed_ms ? now - s->changed_ms : UINT64_MAX,
		.n_in = s->n_in,
		.n_out = s->n_out,
		.n_users = count_users(s),
		.n_unsupported = s->n_unsupported,
	};
}

/* --- printing --------------------------------------------------------------------------------- */

static struct time_text since_str(const struct session_row *r)
{
	static const struct time_text never = { "never" };

	return r->since_ms == UINT64_MAX ? never : span_str(r->since_ms);
}

static struct endpoint_buf peer_str(const struct endpoint *e)
{
	struct endpoint_buf b;

	if (e->port)
		return endpoint_str(e);
	snprintf(b.s, sizeof(b.s), "%s", addr_str(&e->addr).s);
	return b;
}

void session_print_head(struct out *o, unsigned total, unsigned established)
{
	out(o, "Sessions for VRF default, total: %u, established: %u\n", total, established);
	out_str(o, "Peer                           State      Up/Down        In/Out    Users\n");
}

void session_print(struct out *o, const struct session_row *r)
{
	out(o, "%-31s%-11s%-15s%2u/%-7u%u\n", peer_str(&r->peer).s, rt_state_str(r->state),
	    since_str(r).s, r->n_in, r->n_out, r->n_users);
}

void session_print_detail(struct out *o, const struct session_row *r)
{
	out(o, "%-18s%s\n", "Peer address:", peer_str(&r->peer).s);
	out(o, "%-18s%s\n", "Local address:", peer_str(&r->local).s);
	out(o, "%-18s%s\n", "Session Type:", r->active ? "Active" : "Passive");
	out(o, "%-18s%s (%s)\n", "Session State:", rt_state_str(r->state), since_str(r).s);
	out(o, "%-18s%u/%u\n", "Messages in/out:", r->n_in, r->n_out);
	out(o, "%-18s0\n", "Fatal errors:");
	out(o, "%-18s%u\n", "Rcvd unsupported:", r->n_unsupported);
	out(o, "%-18s0\n%-18s0\n%-18s0\n%-18s0\n",
	    "Rcvd invalid VRF:", "Rcvd override:", "Rcvd malformed:", "Sent deferred:");
	out(o, "%-18sN/A\n%-18sNone\n\n", "SSO redundancy:", "Auth Type:");
	out(o, "%-18s0\n%-18s%u\n", "Accepting Users:", "Users:", r->n_users);
}

/* --- commands --------------------------------------------------------------------------------- */

struct session_state {
	struct ctl *ctl;
	bool all; /* also those that are not up */
	bool begun;
	unsigned at_process;
	unsigned at_index; /* sessions are few and come and go: their place is the key */
};

static unsigned count(const struct ctl *ctl, bool up_only)
{
	const struct rt_session *s;
	const struct lisp *l;
	unsigned n = 0;

	TAILQ_FOREACH(l, &ctl->lisps, link)
		TAILQ_FOREACH(s, &l->sessions, link)
			n += !up_only || s->state == RT_UP;
	return n;
}

static const struct rt_session *session_at(const struct ctl *ctl, unsigned index)
{
	const struct rt_session *s;
	const struct lisp *l;

	TAILQ_FOREACH(l, &ctl->lisps, link)
		TAILQ_FOREACH(s, &l->sessions, link)
			if (!index--)
				return s;
	return NULL;
}

static bool session_slice(struct show *v, void *state)
{
	struct out *o = v->o;
	struct session_state *st = state;
	const struct rt_session *s = session_at(st->ctl, st->at_index);
	struct session_row row;

	if (!st->begun)
		session_print_head(o, count(st->ctl, false), count(st->ctl, true));
	st->begun = true;
	for (unsigned i = 0; s && i < ROWS_PER_SLICE; i++) {
		if (st->all || s->state == RT_UP) {
			session_collect(s, &row);
			session_print(o, &row);
		}
		st->at_index++;
		s = TAILQ_NEXT(s, link);
		if (!s)
			s = session_at(st->ctl, st->at_index);
	}
	return s != NULL;
}

static int show_sessions(struct cli *c, const struct args *a)
{
	struct session_state st = { .ctl = root_of(c)->ctl, .all = arg_has(a, "all") };

	show_settle(st.ctl);
	return show_slices(c, session_slice, &st, sizeof(st));
}

static int show_session_of(struct cli *c, const struct args *a)
{
	struct ctl *ctl = root_of(c)->ctl;
	const struct rt_session *s;
	struct session_row row;
	unsigned shown = 0;
	struct addr peer;
	struct lisp *l;

	arg_addr(a, "peer", &peer);
	TAILQ_FOREACH(l, &ctl->lisps, link) {
		TAILQ_FOREACH(s, &l->sessions, link) {
			if (!addr_equal(&s->peer.addr, &peer))
				continue;
			if (shown++)
				out_char(cli_out(c), '\n');
			session_collect(s, &row);
			session_print_detail(cli_out(c), &row);
		}
	}
	return shown ? CLI_OK : cli_err(c, "No session with %s", addr_str(&peer).s);
}

#define SESSION "show lisp [vrf (default|WORD$vrf)] session "
#define SESSION_HELP                                    \
	"lisp         Locator/ID Separation Protocol\n" \
	"vrf          Locator table\n"                  \
	"default      Default table\n"                  \
	"$vrf         VRF name\n"                       \
	"session      Reliable transport sessions\n"

const struct cli_cmd show_session_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SESSION "[all|established]",
		.help = SESSION_HELP "all          Also those that are not up\n"
				     "established  Those that are up\n",
		.run = show_sessions,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = SESSION "(A.B.C.D|X:X::X)$peer",
		.help = SESSION_HELP "$peer        Address of the peer\n",
		.run = show_session_of,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
