/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A random walk through the commands of a running lispd: rows of the mode that the prompt tells,
 * of the modes around it and of none of them, with good and broken arguments.
 *
 *	cliwalk [-s SEED] [-n COUNT] [-a AVOID]... [-v] SOCKET
 *
 * A line that matches AVOID (an ERE, over the line in full spelling) is not sent. The last line
 * on stdout tells how many lines were taken and refused. Status 1: the daemon went away.
 */
#include <errno.h>
#include <getopt.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "lib/cli/table.h"
#include "lib/frame.h"
#include "lib/mem.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/program.h"
#include "lispd/cli/root.h"
#include "lispd/cli/sys.h"

#define MAX_AVOID 16

struct walk_run {
	struct root root;
	uint64_t random;
	regex_t avoid[MAX_AVOID];
	unsigned n_avoid;
	bool verbose;
	int fd;
	struct frame_rx rx;
	char prompt[256];
	unsigned long n_sent, n_refused, n_avoided, n_sessions;
};

/* --- chance ----------------------------------------------------------------------------------- */

static uint32_t next_random(struct walk_run *w)
{
	w->random ^= w->random << 13;
	w->random ^= w->random >> 7;
	w->random ^= w->random << 17;
	return (uint32_t)(w->random >> 16);
}

static uint32_t below(struct walk_run *w, uint32_t n)
{
	return next_random(w) % n;
}

static bool percent(struct walk_run *w, uint32_t chance)
{
	return below(w, 100) < chance;
}

#define ONE_OF(w, list) ((list)[below(w, ARRAY_LEN(list))])

/* --- arguments -------------------------------------------------------------------------------- */

static void put_number(struct walk_run *w, const struct syntax_token *t, struct out *o)
{
	uint64_t n = t->min + below(w, 3);

	if (percent(w, 10))
		n = t->max;
	if (percent(w, 3))
		n = t->max + 1;
	out(o, "%llu", (unsigned long long)(n > t->max + 1 ? t->max : n));
}

static void put_name(struct walk_run *w, struct out *o)
{
	static const char *const name[] = { "A",  "B", "RED", "BLUE", "SET_1", "10.1.0.0/16_EID",
					    "x!@" };

	out_str(o, ONE_OF(w, name));
}

static void put_interface(struct walk_run *w, struct out *o)
{
	static const char *const type[] = { "Loopback", "Tunnel",     "Vlan",
					    "lo",	"Ethernet0/", "GigabitEthernet7.",
					    "LISP0." };

	out(o, "%s%u", ONE_OF(w, type), 5 + below(w, 3));
}

/* By the type's name in the syntax; names of the program's own types as a person would guess. */
static void put_value(struct walk_run *w, const struct syntax_token *t, struct out *o)
{
	static const char *const mask[] = { "255.255.255.0", "255.255.255.255", "255.255.0.0",
					    "255.0.255.0", "0.0.0.0" };
	const char *type = t->type->name;
	unsigned n = below(w, 5);

	if (strcmp(type, "<MIN-MAX>") == 0 || t->max)
		put_number(w, t, o);
	else if (strstr(t->word, "mask"))
		out_str(o, ONE_OF(w, mask));
	else if (strcmp(type, "A.B.C.D") == 0)
		out(o, "10.200.%u.%u", n, 1 + below(w, 3));
	else if (strcmp(type, "A.B.C.D/nn") == 0)
		out(o, "10.200.%u.0/%u", n, 24 + below(w, 4));
	else if (strcmp(type, "X:X::X") == 0)
		out(o, "2001:db8:%u::%u", n, 1 + below(w, 3));
	else if (strcmp(type, "X:X:X:X::X/<0-128>") == 0)
		out(o, "2001:db8:%u::/%u", n, 48 + 16 * below(w, 3));
	else if (strcmp(type, "H.H.H") == 0)
		out(o, "0200.0000.000%u", n);
	else if (strcmp(type, "IFNAME") == 0 || strcmp(t->word, "name") == 0)
		(percent(w, 50) ? put_interface : put_name)(w, o);
	else if (strcmp(type, "LINE") == 0)
		out(o, "some text %u ! of a line", n);
	else
		put_name(w, o);
}

/* --- a line of a row -------------------------------------------------------------------------- */

static int pick(struct walk_run *w, uint64_t set)
{
	unsigned n = (unsigned)__builtin_popcountll(set), at = below(w, n ? n : 1);

	while (set && at--)
		set &= set - 1;
	return set ? __builtin_ctzll(set) : -1;
}

static void put_row(struct walk_run *w, const struct row *row, struct out *o)
{
	const struct syntax *s = &row->syntax;
	bool negated = (s->no && percent(w, 30)) || !s->plain;
	uint64_t next = s->first;

	if (negated)
		out_str(o, s->no ? "no " : "default ");
	else if (s->dflt && percent(w, 10))
		out_str(o, "default ");
	for (int i = pick(w, next), n = 0; i >= 0 && n < 24; i = pick(w, next), n++) {
		const struct syntax_token *t = &s->token[i];
		uint64_t end = negated ? s->accept | s->accept_short : s->accept;

		if (t->type)
			put_value(w, t, o);
		else
			out_str(o, t->word);
		out_char(o, ' ');
		next = t->follow;
		if ((end >> i & 1) && (!next || percent(w, 40)))
			break;
	}
}

static void break_line(struct walk_run *w, struct out *o)
{
	static const char *const garbage[] = { "%",	    "?",     "|",
					       "\xff\xfe",  "-1",    "99999999999999999999",
					       "256.1.1.1", "::1::", "\"",
					       "no",	    "$name", "~" };
	size_t at = o->len ? below(w, (uint32_t)o->len) : 0;

	switch (below(w, 4)) {
	case 0:
		while (o->len > at)
			o->text[--o->len] = '\0';
		break;
	case 1:
		out_str(o, ONE_OF(w, garbage));
		break;
	case 2:
		for (unsigned i = 0; i < 300; i++)
			out_char(o, 'x');
		break;
	case 3:
		if (o->len)
			o->text[at] = (char)(1 + below(w, 255));
		break;
	}
}

/* Rows that open a block are few, and most rows are inside one. */
static const struct row *row_of(struct walk_run *w, int mode)
{
	const struct cli_engine *e = w->root.engine;
	bool opening = percent(w, mode == CLI_MODE_CONFIG ? 50 : 25);

	for (unsigned tries = 0; tries < 5000; tries++) {
		const struct row *row = &e->row[below(w, (uint32_t)e->n_rows)];

		if (table_row_in(row, mode) &&
		    (!opening || tries > 4000 || (row->cmd->flags & CLI_OPENS_MODE)))
			return row;
	}
	return &e->row[0];
}

static int mode_of_prompt(const struct walk_run *w)
{
	const struct cli_program *p = w->root.engine->program;
	const char *at = strchr(w->prompt, '(');

	for (int m = CLI_MODE_CONFIG; at && m < p->n_modes; m++)
		if (strcmp(at, p->modes[m].prompt) == 0)
			return m;
	return at ? CLI_MODE_CONFIG : CLI_MODE_EXEC;
}

/* EXEC commands that end, ask, wait or overwrite what the test needs are not for a walk. */
static bool is_harmless(const char *line)
{
	static const char *const first[] = { "show ",	 "clear ",    "debug ",
					     "undebug ", "no debug ", "terminal " };

	for (size_t i = 0; i < ARRAY_LEN(first); i++)
		if (strncmp(line, first[i], strlen(first[i])) == 0)
			return true;
	return false;
}

static bool is_avoided(const struct walk_run *w, const char *line)
{
	for (unsigned i = 0; i < w->n_avoid; i++)
		if (regexec(&w->avoid[i], line, 0, NULL, 0) == 0)
			return true;
	return false;
}

static void make_line(struct walk_run *w, struct out *o)
{
	int mode = mode_of_prompt(w);

	if (mode == CLI_MODE_EXEC) {
		out_str(o, "configure terminal");
		return;
	}
	if (percent(w, 5)) {
		out_str(o, "do ");
		put_row(w, row_of(w, CLI_MODE_EXEC), o);
		if (!is_harmless(out_text(o) + 3))
			out_clear(o);
		return;
	}
	put_row(w, row_of(w, percent(w, 8) ? CLI_MODE_CONFIG : mode), o);
	if (percent(w, 10) && !is_avoided(w, out_text(o)))
		break_line(w, o);
}

/* --- the daemon ------------------------------------------------------------------------------- */

static bool send_all(struct walk_run *w, const struct out *o)
{
	size_t done = 0;

	while (done < o->len) {
		ssize_t n = send(w->fd, o->text + done, o->len - done, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		done += (size_t)n;
	}
	return true;
}

/* Until the answer is complete. False: the session is over. */
static bool await_done(struct walk_run *w, bool *refused)
{
	for (;;) {
		struct frame_done d;
		struct frame f;
		size_t room;
		void *space;
		ssize_t n;

		while (frame_rx_peek(&w->rx, &f)) {
			uint8_t type = f.type;

			if (type == FRAME_DONE && frame_get_done(&f, &d)) {
				*refused = d.flags & DONE_FAILED;
				snprintf(w->prompt, sizeof(w->prompt), "%s", d.prompt);
			}
			frame_rx_drop(&w->rx);
			if (type == FRAME_DONE || type == FRAME_BYE)
				return type == FRAME_DONE;
		}
		space = frame_rx_space(&w->rx, &room);
		n = recv(w->fd, space, room, 0);
		if (n <= 0)
			return false;
		frame_rx_added(&w->rx, (size_t)n);
	}
}

static bool open_session(struct walk_run *w, const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	struct frame_hello hello = { .user = "walk" };
	struct out o;
	bool ok, refused;

	if (w->fd >= 0)
		close(w->fd);
	w->rx.start = w->rx.len = 0;
	snprintf(sun.sun_path, sizeof(sun.sun_path), "%s", path);
	w->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (w->fd < 0 || connect(w->fd, (const struct sockaddr *)&sun, sizeof(sun)) != 0) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return false;
	}
	out_init(&o);
	frame_put_hello(&o, &hello);
	ok = send_all(w, &o) && await_done(w, &refused);
	out_fini(&o);
	w->n_sessions++;
	return ok;
}

static bool send_line(struct walk_run *w, const char *path, const char *line)
{
	bool refused = false, ok;
	struct out o;

	out_init(&o);
	frame_put_line(&o, FRAME_NO_COLUMN, line);
	ok = send_all(w, &o) && await_done(w, &refused);
	out_fini(&o);
	w->n_sent++;
	w->n_refused += refused;
	if (w->verbose)
		printf("%s%s%s\n", w->prompt, line, refused ? "   <- refused" : "");
	return ok || open_session(w, path);
}

/* A banner or a certificate takes lines until its end: those that follow would all go there. */
static bool leaves_text_mode(struct walk_run *w, const char *path)
{
	return w->prompt[0] || (send_line(w, path, "some") && send_line(w, path, "quit"));
}

static bool walk(struct walk_run *w, const char *path, unsigned long count)
{
	struct out line;
	bool ok = open_session(w, path);

	out_init(&line);
	while (ok && w->n_sent < count) {
		out_clear(&line);
		make_line(w, &line);
		if (is_avoided(w, out_text(&line)))
			w->n_avoided++;
		else if (line.len)
			ok = send_line(w, path, line.text) && leaves_text_mode(w, path);
	}
	out_fini(&line);
	return ok;
}

static void add_avoid(struct walk_run *w, const char *re)
{
	if (w->n_avoid == MAX_AVOID ||
	    regcomp(&w->avoid[w->n_avoid++], re, REG_EXTENDED | REG_NOSUB)) {
		fprintf(stderr, "cliwalk: bad expression: %s\n", re);
		exit(2);
	}
}

int main(int argc, char **argv)
{
	struct walk_run w = { .root = { .sys = sys_new() }, .random = 1, .fd = -1 };
	unsigned long count = 1000;
	bool ok;
	int c;

	while ((c = getopt(argc, argv, "s:n:a:v")) >= 0) {
		if (c == 's')
			w.random = strtoull(optarg, NULL, 0) * 2654435761u + 1;
		else if (c == 'n')
			count = strtoul(optarg, NULL, 0);
		else if (c == 'a')
			add_avoid(&w, optarg);
		else if (c == 'v')
			w.verbose = true;
		else
			return 2;
	}
	if (optind + 1 != argc)
		return 2;
	frame_rx_init(&w.rx, FRAME_MAX_DOWN);
	lispd_cli_new(&w.root);
	ok = walk(&w, argv[optind], count);
	printf("%lu lines, %lu refused, %lu avoided, %lu sessions%s\n", w.n_sent, w.n_refused,
	       w.n_avoided, w.n_sessions, ok ? "" : "; the daemon went away");
	lispd_cli_free(&w.root);
	sys_free(w.root.sys);
	frame_rx_fini(&w.rx);
	for (unsigned i = 0; i < w.n_avoid; i++)
		regfree(&w.avoid[i]);
	return ok ? 0 : 1;
}
