/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <unistd.h>

#include "lib/mem.h"
#include "vtysh/link.h"
#include "vtysh/options.h"

/*
 * Lines from -c, a file or a pipe. Several are on their way at a time, since the daemon works
 * them off in order; each waits in a queue for its DONE, so that a refused one can be named.
 */

#define WINDOW 64
#define HOLD_MAX 65536 /* text of one line that is kept back until its status is known */

struct sent_line {
	STAILQ_ENTRY(sent_line) link;
	unsigned number;
	char *text;
};

struct batch {
	struct link link;
	int fd; /* where lines come from; -1: no more */
	struct out input;
	bool numbered; /* of a file: refused lines are named */
	unsigned line_no;
	STAILQ_HEAD(sent_list, sent_line) sent;
	unsigned n_sent;
	struct out held;
	bool named; /* the line that runs has been named */
	bool greeted;
	bool failed, bye;
};

/* --- input ------------------------------------------------------------------------------------ */

static void read_input(struct batch *b)
{
	char buf[8192];
	ssize_t n = read(b->fd, buf, sizeof(buf));

	if (n > 0) {
		out_bytes(&b->input, buf, (size_t)n);
		return;
	}
	if (n < 0 && errno == EINTR)
		return;
	if (b->fd > 0)
		close(b->fd);
	b->fd = -1;
}

/* The first line in input, or NULL as long as its end has not come. */
static char *take_line(struct batch *b, size_t *used)
{
	const char *start = b->input.text + *used;
	size_t left = b->input.len - *used, len;
	const char *end = left ? memchr(start, '\n', left) : NULL;

	if (left == 0 || (!end && b->fd >= 0))
		return NULL;
	len = end ? (size_t)(end - start) : left;
	*used += len + (end != NULL);
	return xstrndup(start, len);
}

static void send_line(struct batch *b, char *text)
{
	struct sent_line *l = xcalloc(1, sizeof(*l));
	uint16_t column = FRAME_NO_COLUMN;

	l->number = b->line_no;
	l->text = text;
	if (b->numbered)
		column = (uint16_t)snprintf(NULL, 0, "line %u: ", l->number);
	frame_put_line(&b->link.tx, column, text);
	STAILQ_INSERT_TAIL(&b->sent, l, link);
	b->n_sent++;
}

static void send_lines(struct batch *b)
{
	size_t used = 0;
	char *line;

	while (b->greeted && b->n_sent < WINDOW && (line = take_line(b, &used))) {
		line[strcspn(line, "\r")] = '\0';
		if (++b->line_no == 1 && strncmp(line, "#!", 2) == 0)
			free(line);
		else
			send_line(b, line);
	}
	out_drop_front(&b->input, used);
}

/* --- output ----------------------------------------------------------------------------------- */

static void name_line(struct batch *b)
{
	const struct sent_line *l = STAILQ_FIRST(&b->sent);

	if (b->numbered && !b->named && l)
		printf("line %u: %s\n", l->number, l->text);
	b->named = true;
}

static void release(struct batch *b)
{
	if (b->held.len > 0)
		fwrite(b->held.text, 1, b->held.len, stdout);
	out_clear(&b->held);
}

static void take_text(struct batch *b, const struct frame *f)
{
	out_bytes(&b->held, (const char *)f->payload, f->len);
	if (!b->numbered || b->held.len > HOLD_MAX)
		release(b);
}

static void take_done(struct batch *b, const struct frame *f)
{
	struct sent_line *l = STAILQ_FIRST(&b->sent);
	struct frame_done d;
	bool failed = !frame_get_done(f, &d) || (d.flags & DONE_FAILED);

	if (failed && b->greeted)
		name_line(b);
	release(b);
	b->named = false;
	if (!b->greeted || !l) {
		b->greeted = true;
		return;
	}
	b->failed = b->failed || failed;
	STAILQ_REMOVE_HEAD(&b->sent, link);
	b->n_sent--;
	free(l->text);
	free(l);
}

static void take_bye(struct batch *b, const struct frame *f)
{
	release(b);
	if (f->len > 0) {
		fprintf(stderr, "vtysh: %.*s\n", (int)f->len, (const char *)f->payload);
		b->failed = true;
	}
	b->bye = true;
}

static void take_frames(struct batch *b)
{
	struct frame f;

	while (!b->bye && frame_rx_peek(&b->link.rx, &f)) {
		if (f.type == FRAME_TEXT)
			take_text(b, &f);
		else if (f.type == FRAME_DONE)
			take_done(b, &f);
		else if (f.type == FRAME_BYE)
			take_bye(b, &f);
		frame_rx_drop(&b->link.rx);
	}
}

/* --- the loop --------------------------------------------------------------------------------- */

static bool all_done(const struct batch *b)
{
	return b->greeted && b->fd < 0 && b->input.len == 0 && b->n_sent == 0;
}

static int work(struct batch *b)
{
	while (!b->bye && !all_done(b)) {
		/* More input is wanted when too little is at hand to keep the daemon busy. */
		bool wants = b->fd >= 0 && b->input.len < 65536;
		int what = link_wait(&b->link, wants ? b->fd : -1, -1);

		if (what & LINK_OTHER)
			read_input(b);
		take_frames(b);
		if (b->link.lost && !b->bye) {
			fflush(stdout);
			fprintf(stderr, "vtysh: lispd has gone away\n");
			return VTYSH_NO_DAEMON;
		}
		send_lines(b);
		if (b->n_sent == 0)
			fflush(stdout);
	}
	fflush(stdout);
	return b->failed || ferror(stdout) ? VTYSH_FAILED : VTYSH_OK;
}

static bool open_input(struct batch *b, const struct options *o)
{
	b->fd = -1;
	b->numbered = o->file != NULL;
	if (o->has_commands) {
		out_bytes(&b->input, out_text(&o->commands), o->commands.len);
		return true;
	}
	b->fd = o->file && strcmp(o->file, "-") != 0 ? open(o->file, O_RDONLY | O_CLOEXEC) : 0;
	if (b->fd < 0)
		fprintf(stderr, "vtysh: %s: %s\n", o->file, strerror(errno));
	return b->fd >= 0;
}

int batch_run(const struct options *o)
{
	struct batch b = { .fd = -1 };
	struct frame_hello hello;
	struct sent_line *l;
	int rc;

	if (!open_input(&b, o))
		return VTYSH_NO_DAEMON;
	STAILQ_INIT(&b.sent);
	link_init(&b.link);
	rc = link_open(&b.link, o->socket);
	if (rc == 0) {
		fill_hello(o, false, &hello);
		frame_put_hello(&b.link.tx, &hello);
		rc = work(&b);
	} else {
		tell_no_daemon(o->socket, -rc);
		rc = VTYSH_NO_DAEMON;
	}
	while ((l = STAILQ_FIRST(&b.sent))) {
		STAILQ_REMOVE_HEAD(&b.sent, link);
		free(l->text);
		free(l);
	}
	link_fini(&b.link);
	out_fini(&b.input);
	out_fini(&b.held);
	return rc;
}
