/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/show_session.h"

#include <stdio.h>
#include <string.h>

#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/time_text.h"
#include "lispd/role/ctl.h"
#include "lispd/role/debug.h"

#define ROWS_PER_SLICE 64

/* --- collecting ------------------------------------------------------------------------------- */

static int user_cmp(const struct session_user *a, const struct session_user *b)
{
	if (a->iid != b->iid)
		return a->iid < b->iid ? -1 : 1;
	return a->family - b->family;
}

/* Finds or makes the user in a sorted array; NULL when it is behind a full one's last. */
static struct session_user *user_of(const struct session_user *like, struct session_user *user,
				    unsigned *n, unsigned max)
{
	unsigned at = *n;

	while (at && user_cmp(&user[at - 1], like) > 0)
		at--;
	if (at && user_cmp(&user[at - 1], like) == 0)
		return &user[at - 1];
	if (at == max)
		return NULL;
	*n = MIN_OF(*n + 1, max);
	memmove(&user[at + 1], &user[at], (*n - at - 1) * sizeof(*user));
	user[at] = *like;
	return &user[at];
}

struct user_set {
	const struct session_user *after;
	struct session_user *user;
	unsigned n, max;
};

static void count_eid(struct user_set *set, const struct rt_session *s, const struct eid *eid,
		      bool in, bool sent)
{
	struct session_user like = {
		.etr = s->active,
		.process = s->lisp->id,
		.iid = eid->iid,
		.family = eid->prefix.addr.family,
	};
	struct session_user *u = NULL;

	if (!set->after->family || user_cmp(&like, set->after) > 0)
		u = user_of(&like, set->user, &set->n, set->max);
	if (!u)
		return;
	u->in += in;
	u->out += sent;
}

static void count_registered(struct user_set *set, const struct rt_session *s)
{
	const struct site_eid *se;
	const struct site_reg *r;
	const struct site *site;

	TAILQ_FOREACH(site, &s->lisp->sites.sites, link)
		TAILQ_FOREACH(se, &site->eids, link)
			TAILQ_FOREACH(r, &se->regs, link)
				if (r->reliable && r->from.port == s->peer.port &&
				    addr_equal(&r->from.addr, &s->peer.addr))
					count_eid(set, s, &se->eid, true, true);
}

unsigned session_users(const struct rt_session *s, const struct session_user *after,
		       struct session_user *user, unsigned max)
{
	struct user_set set = { .after = after, .user = user, .max = max };

	if (!s->active)
		count_registered(&set, s);
	for (unsigned i = 0; s->active && s->server && i < s->server->n_regs; i++) {
		const struct etr_reg *r = &s->server->reg[i];

		count_eid(&set, s, &r->eid, r->rt_acked, !r->rt_dirty);
	}
	return set.n;
}

static unsigned count_users(const struct rt_session *s)
{
	struct session_user user[ROWS_PER_SLICE], after = { 0 };
	unsigned n, sum = 0;

	if (!s->active && s->state != RT_UP)
		return 0;
	do {
		n = session_users(s, &after, user, ROWS_PER_SLICE);
		sum += n;
		if (n)
			after = user[n - 1];
	} while (n == ROWS_PER_SLICE);
	return sum;
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

static struct endpoint_buf peer_str(const struct endpoint *e)
{
	struct endpoint_buf b;

	if (e->port)
		return endpoint_str(e);
	snprintf(b.s, sizeof(b.s), "%s", addr_str(&e->addr).s);
	return b;
}

void session_print_head(struct out *o, const char *vrf, unsigned total, unsigned established)
{
	out(o, "Sessions for VRF %s, total: %u, established: %u\n", vrf, total, established);
	out_str(o, "Peer                           State      Up/Down        In/Out    Users\n");
}

void session_print(struct out *o, const struct session_row *r)
{
	out(o, "%-31s%-11s%-15s%2u/%-7u%u\n", peer_str(&r->peer).s, rt_state_str(r->state),
	    ago_str(r->since_ms).s, r->n_in, r->n_out, r->n_users);
}

void session_print_detail(struct out *o, const struct session_row *r)
{
	out(o, "%-18s%s\n", "Peer address:", peer_str(&r->peer).s);
	out(o, "%-18s%s\n", "Local address:", peer_str(&r->local).s);
	out(o, "%-18s%s\n", "Session Type:", r->active ? "Active" : "Passive");
	out(o, "%-18s%s (%s)\n", "Session State:", rt_state_str(r->state), ago_str(r->since_ms).s);
	out(o, "%-18s%u/%u\n", "Messages in/out:", r->n_in, r->n_out);
	out(o, "%-18s0\n", "Fatal errors:");
	out(o, "%-18s%u\n", "Rcvd unsupported:", r->n_unsupported);
	out(o, "%-18s0\n%-18s0\n%-18s0\n%-18s0\n",
	    "Rcvd invalid VRF:", "Rcvd override:", "Rcvd malformed:", "Sent deferred:");
	out(o, "%-18sN/A\n%-18sNone\n\n", "SSO redundancy:", "Auth Type:");
	out(o, "%-18s0\n%-18s%u\n", "Accepting Users:", "Users:", r->n_users);
}

void session_print_users_head(struct out *o)
{
	out(o, "  %-26s%-40s%-10s%s\n", "Type", "ID", "In/Out", "State");
}

void session_print_user(struct out *o, const struct session_user *u)
{
	char id[48];

	snprintf(id, sizeof(id), "lisp %u IID %u AFI %s", u->process, u->iid,
		 family_str(u->family));
	out(o, "  %-26s%-40s%2u/%-7u%s\n",
	    u->etr ? "ETR Reliable Registration" : "MS Reliable Registration", id, u->in, u->out,
	    "TCP");
}

void session_print_capability_head(struct out *o)
{
	out(o, "%-31s%-11s%-11s%-10s%s\n", "Peer", "Tx Flags", "Rx Flags", "Rx count", "Err count");
}

void session_print_capability(struct out *o, const struct session_row *r)
{
	out(o, "%-31s%-11s%-11s%-10s%s\n", peer_str(&r->peer).s, "0x0", "0x0", "0", "0");
}

void session_print_capabilities(struct out *o, const struct session_row *r)
{
	out_str(o, "Session Capability Exchange\n\n");
	out(o, "%-30s%s\n", "Peer address:", peer_str(&r->peer).s);
	out(o, "%-30s%s\n", "Local address:", peer_str(&r->local).s);
	out(o, "%-30s%s\n", "Capability Exchange Complete:", "No");
	out(o, "%-30s0x%08X\n", "Capability Sent:", 0);
	out(o, "%-30s0x%08X\n", "Capability Received:", 0);
	out(o, "%-30s%u\n%-30s%u\n", "Receive count:", 0, "Error count:", 0);
}

/* --- JSON --------------------------------------------------------------------------------------- */

static const struct json_field row_fields[] = {
	JSON_FIELD(struct session_row, peer.addr, JSON_ADDR, "peerAddress"),
	JSON_FIELD(struct session_row, peer.port, JSON_U16, "peerPort"),
	JSON_FIELD(struct session_row, local.addr, JSON_ADDR, "localAddress"),
	JSON_FIELD(struct session_row, local.port, JSON_U16, "localPort"),
	JSON_FIELD(struct session_row, active, JSON_BOOL, "active"),
	JSON_FIELD(struct session_row, since_ms, JSON_MS, "stateSeconds"),
	JSON_FIELD(struct session_row, n_in, JSON_U32, "messagesIn"),
	JSON_FIELD(struct session_row, n_out, JSON_U32, "messagesOut"),
	JSON_FIELD(struct session_row, n_users, JSON_U32, "users"),
	JSON_FIELD(struct session_row, n_unsupported, JSON_U32, "unsupportedIn"),
	{ 0 },
};

/* The object stays open for what follows. */
static void open_row(struct json *j, const struct session_row *r)
{
	json_object(j, NULL);
	json_str(j, "state", rt_state_str(r->state));
	json_fields(j, row_fields, r);
}

static void json_user(struct json *j, const struct session_user *u)
{
	json_object(j, NULL);
	json_str(j, "type", u->etr ? "etrReliableRegistration" : "msReliableRegistration");
	json_u64(j, "instanceId", u->iid);
	json_str(j, "addressFamily", u->family == AF_INET6 ? "ipv6" : "ipv4");
	json_u64(j, "in", u->in);
	json_u64(j, "out", u->out);
	json_end(j);
}

/* --- commands --------------------------------------------------------------------------------- */

struct session_state {
	bool all; /* also those that are not up */
	bool one, capability;
	struct addr peer; /* of one */
	bool begun, inside;
	unsigned at_index; /* sessions are few and come and go: their place is the key */
	unsigned n_shown;
	struct session_user at_user;
};

static bool wanted(const struct session_state *st, const struct rt_session *s)
{
	if (st->one)
		return addr_equal(&s->peer.addr, &st->peer);
	return st->all || s->state == RT_UP;
}

/* The next one that is wanted, from the place on. */
static const struct rt_session *next(const struct lisp *l, struct session_state *st)
{
	const struct rt_session *s;
	unsigned i = 0;

	TAILQ_FOREACH(s, &l->sessions, link) {
		if (i++ < st->at_index || !wanted(st, s))
			continue;
		st->at_index = i - 1;
		return s;
	}
	return NULL;
}

static void begin(struct show *v, const struct session_state *st, const struct lisp *l)
{
	const char *vrf = l->cfg.locator_table == TABLE_VRF ? l->cfg.locator_vrf : "default";
	unsigned total = 0, established = 0;
	const struct rt_session *s;

	TAILQ_FOREACH(s, &l->sessions, link) {
		total++;
		established += s->state == RT_UP;
	}
	if (v->json) {
		json_str(v->json, "locatorTable", vrf);
		json_u64(v->json, "total", total);
		json_u64(v->json, "established", established);
		json_array(v->json, "sessions");
	} else if (!st->one && st->capability) {
		session_print_capability_head(v->o);
	} else if (!st->one) {
		session_print_head(v->o, vrf, total, established);
	}
}

static void show_row(struct show *v, const struct session_state *st, const struct rt_session *s)
{
	struct session_row row;

	session_collect(s, &row);
	if (v->json) {
		open_row(v->json, &row);
		json_end(v->json);
	} else if (st->capability) {
		session_print_capability(v->o, &row);
	} else {
		session_print(v->o, &row);
	}
}

static bool sessions_slice(struct show *v, struct lisp *l, int family UNUSED, void *state)
{
	struct session_state *st = state;
	const struct rt_session *s;

	if (!st->begun)
		begin(v, st, l);
	st->begun = true;
	for (unsigned i = 0; i < ROWS_PER_SLICE; i++) {
		s = next(l, st);
		if (!s)
			return false;
		show_row(v, st, s);
		st->at_index++;
	}
	return true;
}

static void open_session(struct show *v, struct session_state *st, const struct rt_session *s)
{
	struct session_row row;

	session_collect(s, &row);
	st->inside = true;
	st->at_user = (struct session_user){ 0 };
	if (v->json) {
		open_row(v->json, &row);
		json_array(v->json, "registrations");
		return;
	}
	if (st->n_shown++)
		out_char(v->o, '\n');
	if (st->capability) {
		session_print_capabilities(v->o, &row);
		return;
	}
	session_print_detail(v->o, &row);
	if (row.n_users)
		session_print_users_head(v->o);
}

static void show_users(struct show *v, struct session_state *st, const struct rt_session *s)
{
	struct session_user user[ROWS_PER_SLICE];
	unsigned n = 0;

	if (!st->capability)
		n = session_users(s, &st->at_user, user, ROWS_PER_SLICE);
	for (unsigned i = 0; i < n; i++)
		if (v->json)
			json_user(v->json, &user[i]);
		else
			session_print_user(v->o, &user[i]);
	if (n == ROWS_PER_SLICE) {
		st->at_user = user[n - 1];
		return;
	}
	if (v->json) {
		json_end(v->json);
		json_end(v->json);
	}
	st->inside = false;
	st->at_index++;
}

static bool session_slice(struct show *v, struct lisp *l, int family UNUSED, void *state)
{
	struct session_state *st = state;
	const struct rt_session *s = next(l, st);

	if (!st->begun)
		begin(v, st, l);
	st->begun = true;
	if (!s) {
		if (!st->n_shown && !v->json)
			out(v->o, "%% No session with %s\n", addr_str(&st->peer).s);
		return false;
	}
	if (!st->inside)
		open_session(v, st, s);
	show_users(v, st, s);
	return true;
}

static int show_sessions(struct cli *c, const struct args *a)
{
	struct session_state st = { .capability = arg_has(a, "capability") };

	st.one = arg_addr(a, "peer", &st.peer);
	return show_processes(c, a, st.one ? session_slice : sessions_slice, &st, sizeof(st));
}

static int show_all_sessions(struct cli *c, const struct args *a)
{
	struct session_state st = { .all = true };
	struct scope s;

	scope_read(&s, a);
	s.all_processes = false; /* the word stands for the sessions here */
	return show_processes_of(c, &s, sessions_slice, &st, sizeof(st));
}

#define ONE_PROCESS "<0-31>$process|locator-table (default|vrf WORD$rlocs|WORD$rlocs)"
#define OF_VRF "vrf (default|WORD$rlocs)"
#define PEER "(A.B.C.D|X:X::X)$peer"
#define SESSION_HELP                                       \
	"lisp           Locator/ID Separation Protocol\n"  \
	"session        Reliable transport sessions\n"     \
	"$process       Router LISP process\n"             \
	"locator-table  Locator table of the process\n"    \
	"default        Default table\n"                   \
	"vrf            VPN Routing/Forwarding instance\n" \
	"$rlocs         VRF name\n"
#define PEER_HELP "$peer          Address of the peer\n"

const struct cli_cmd show_session_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp [(" ONE_PROCESS "|all|" OF_VRF ")] session "
			  "[established|" PEER "|capability|capability " PEER "]",
		.help = SESSION_HELP PEER_HELP "all            All router LISP processes\n"
					       "established    Those that are up\n"
					       "capability     What was told about capabilities\n",
		.run = show_sessions,
		.flags = CLI_UNPRIV,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp [(" ONE_PROCESS "|" OF_VRF ")] session all",
		.help = SESSION_HELP "all            Also those that are not up\n",
		.run = show_all_sessions,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
