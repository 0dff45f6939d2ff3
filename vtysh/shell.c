/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/mem.h"
#include "vtysh/link.h"
#include "vtysh/options.h"
#include "vtysh/pager.h"
#include "vtysh/term.h"

/*
 * The interactive terminal. Outside of exchange() a prompt is shown and keys are edited into a
 * line; exchange() sends one request and prints what comes until it is answered. Keys typed
 * meanwhile stay in the queue, only ^C and ^^ are looked for. When the daemon goes away the
 * prompt stays, and the next line tries to connect again.
 */

#define GREETING_TIMEOUT_MS 10000
#define MAX_NOTICES (64 * 1024)

struct shell {
	const struct options *o;
	struct link link;
	struct frame_done now; /* prompt and settings as of the last answer */
	struct pager pager;
	struct out notices; /* log lines that wait for the prompt */
	char *completed;    /* of the last COMPLETE */
	bool busy;	    /* inside exchange(): the screen is the command's */
	bool answered;
	bool stop_sent; /* the command was told to stop */
	bool leaving;
	int status;
};

/* --- waiting ---------------------------------------------------------------------------------- */

static void send_resize(struct shell *sh, unsigned rows, unsigned columns)
{
	if (sh->link.fd >= 0)
		frame_put_resize(&sh->link.tx, (uint16_t)rows, (uint16_t)columns);
}

/* Waits for keys or the daemon; the one place where this program sleeps. */
static void wait_for_input(struct shell *sh, bool keys, int timeout_ms)
{
	unsigned rows, columns;
	int what;

	if (term_hung_up()) {
		sh->leaving = true;
		return;
	}
	fflush(stdout);
	what = link_wait(&sh->link, keys && !term_full() ? STDIN_FILENO : -1, timeout_ms);
	if (what & LINK_OTHER)
		term_read();
	if (term_resized(&rows, &columns))
		send_resize(sh, rows, columns);
	if (term_signal() || term_hung_up())
		sh->leaving = true;
}

/* For the pager: the daemon has to wait until the page was read. */
static int wait_for_key(void *arg)
{
	struct shell *sh = arg;
	struct link nobody = { .fd = -1, .lost = true };
	int key;

	while ((key = term_key()) < 0 && !sh->leaving) {
		if (term_signal() || term_hung_up())
			sh->leaving = true;
		else if (link_wait(&nobody, STDIN_FILENO, -1) & LINK_OTHER)
			term_read();
	}
	return key;
}

/* --- questions of the daemon ------------------------------------------------------------------ */

static bool handle_frames(struct shell *sh);

/* A key while a question is open; -1 when there will be none. */
static int question_key(struct shell *sh)
{
	int key;

	while ((key = term_key()) < 0 && !sh->leaving && !sh->link.lost && !sh->answered) {
		wait_for_input(sh, true, -1);
		handle_frames(sh);
	}
	return key;
}

static bool ends_with(const char *s, const char *end)
{
	size_t len = strlen(s), n = strlen(end);

	return len >= n && strcmp(s + len - n, end) == 0;
}

static void rub_out(struct out *o, size_t n, bool hidden)
{
	for (; n > 0 && o->len > 0; n--) {
		o->text[--o->len] = '\0';
		if (!hidden)
			fputs("\b \b", stdout);
	}
}

/* False when the user breaks it. One key answers "[confirm]". */
static bool read_answer(struct shell *sh, bool hidden, bool one_key, struct out *answer)
{
	int key;

	while ((key = question_key(sh)) >= 0) {
		if (key == '\r' || key == '\n')
			return true;
		if (key == KEY_BREAK || key == KEY_ESCAPE || key == 26)
			return false;
		if (key == 8 || key == 127) {
			rub_out(answer, 1, hidden);
		} else if (key == 21 || key == 24) {
			rub_out(answer, answer->len, hidden);
		} else if (key >= ' ' && answer->len < 255) {
			out_char(answer, (char)key);
			if (!hidden)
				putchar(key);
			if (one_key)
				return true;
		}
	}
	return false;
}

static void ask(struct shell *sh, const struct frame *f)
{
	struct out answer;
	char *question;
	bool hidden, good;

	if (!frame_get_ask(f, &hidden, &question))
		return;
	frame_rx_drop(&sh->link.rx); /* frames are handled while the user types */
	out_init(&answer);
	fputs(question, stdout);
	good = read_answer(sh, hidden, ends_with(question, "[confirm]"), &answer);
	putchar('\n');
	if (good)
		frame_put_str(&sh->link.tx, FRAME_ANSWER, out_text(&answer));
	else if (!sh->answered)
		frame_put(&sh->link.tx, FRAME_CANCEL, NULL, 0);
	if (answer.text)
		explicit_bzero(answer.text, answer.cap);
	out_fini(&answer);
	free(question);
	sh->pager.rows = 0;
}

/* --- what the daemon sends --------------------------------------------------------------------- */

static void notice(struct shell *sh, const struct frame *f)
{
	char *text = frame_str(f);

	if (!sh->busy && (sh->now.flags & DONE_MIXED))
		term_between(text);
	else if (!sh->busy)
		term_above(text);
	else if (sh->notices.len < MAX_NOTICES)
		out(&sh->notices, "%s\n", text);
	free(text);
}

static void bye(struct shell *sh, const struct frame *f)
{
	sh->leaving = true;
	if (f->len == 0)
		return;
	printf("%s%% %.*s\n", term_editing() ? "\n" : "", (int)f->len, (const char *)f->payload);
	sh->status = VTYSH_FAILED;
}

static unsigned page_length(const struct shell *sh)
{
	unsigned rows, columns;

	if (sh->now.length != FRAME_FOLLOW)
		return sh->now.length;
	term_size(&rows, &columns);
	return rows ? rows : 24;
}

static unsigned page_width(const struct shell *sh)
{
	unsigned rows, columns;

	if (sh->now.width != FRAME_FOLLOW)
		return sh->now.width;
	term_size(&rows, &columns);
	return columns ? columns : 80;
}

static void done(struct shell *sh, const struct frame *f)
{
	uint16_t width = sh->now.width;

	if (!frame_get_done(f, &sh->now))
		sh->leaving = true;
	if (sh->now.width != width)
		term_set_width(sh->now.width == FRAME_FOLLOW ? -1 : sh->now.width);
	term_set_history(sh->now.history);
	sh->answered = true;
}

static void text(struct shell *sh, const struct frame *f)
{
	pager_text(&sh->pager, (const char *)f->payload, f->len);
	if (!sh->pager.stopped || sh->stop_sent)
		return;
	frame_put(&sh->link.tx, FRAME_CANCEL, NULL, 0);
	sh->stop_sent = true;
}

/* True when there was something. */
static bool handle_frames(struct shell *sh)
{
	struct frame f;
	bool any = false;

	while (!sh->leaving && frame_rx_peek(&sh->link.rx, &f)) {
		any = true;
		if (f.type == FRAME_ASK) {
			ask(sh, &f);
			continue;
		}
		if (f.type == FRAME_TEXT)
			text(sh, &f);
		else if (f.type == FRAME_DONE)
			done(sh, &f);
		else if (f.type == FRAME_COMPLETED)
			sh->completed = frame_str(&f);
		else if (f.type == FRAME_NOTIFY)
			notice(sh, &f);
		else if (f.type == FRAME_BYE)
			bye(sh, &f);
		frame_rx_drop(&sh->link.rx);
	}
	return any;
}

static void show_notices(struct shell *sh)
{
	if (sh->notices.len > 0)
		fputs(sh->notices.text, stdout);
	out_clear(&sh->notices);
}

static void lost(struct shell *sh)
{
	link_close(&sh->link);
	if (!sh->leaving)
		term_above("% Connection to lispd lost; the next line tries again");
}

static void look_for_break(struct shell *sh)
{
	if (!term_find_break() || sh->stop_sent)
		return;
	frame_put(&sh->link.tx, FRAME_CANCEL, NULL, 0);
	sh->stop_sent = true;
}

/* Sends what is in tx and lives through the answer. False when the daemon is gone. */
static bool exchange(struct shell *sh)
{
	sh->answered = false;
	sh->stop_sent = false;
	sh->busy = true;
	pager_begin(&sh->pager, page_length(sh), page_width(sh));
	while (!sh->answered && !sh->leaving) {
		wait_for_input(sh, true, -1);
		look_for_break(sh);
		handle_frames(sh);
		if (pager_at_margin(&sh->pager))
			show_notices(sh);
		if (sh->link.lost && !sh->answered)
			break;
	}
	show_notices(sh);
	sh->busy = false;
	if (!sh->answered)
		lost(sh);
	return sh->answered;
}

/* --- connecting ------------------------------------------------------------------------------- */

static int connect_daemon(struct shell *sh)
{
	struct frame_hello hello;
	int rc = link_open(&sh->link, sh->o->socket);

	if (rc != 0)
		return rc;
	fill_hello(sh->o, true, &hello);
	frame_put_hello(&sh->link.tx, &hello);
	return exchange(sh) || sh->leaving ? 0 : -ECONNRESET;
}

/* True when the line that was typed can still be meant. */
static bool reconnect(struct shell *sh)
{
	bool was_in_config = sh->now.flags & DONE_CONFIG;
	int rc = connect_daemon(sh);

	if (rc != 0) {
		printf("%% lispd is not running (%s: %s)\n", sh->o->socket, strerror(-rc));
		return false;
	}
	if (was_in_config)
		puts("% Connected again; configuration mode was left, the line was not run");
	return !was_in_config && !sh->leaving;
}

/* --- lines ------------------------------------------------------------------------------------ */

static void ask_help(void *arg, const char *line)
{
	struct shell *sh = arg;

	if (sh->link.fd < 0)
		return;
	frame_put_str(&sh->link.tx, FRAME_HELP, line);
	exchange(sh);
	fflush(stdout);
}

static char *ask_completion(void *arg, const char *line)
{
	struct shell *sh = arg;
	char *completed;

	if (sh->link.fd < 0)
		return NULL;
	frame_put_str(&sh->link.tx, FRAME_COMPLETE, line);
	exchange(sh);
	completed = sh->completed;
	sh->completed = NULL;
	return completed;
}

static void leave_config(struct shell *sh)
{
	if (sh->link.fd < 0 || sh->leaving || !(sh->now.flags & DONE_CONFIG))
		return;
	frame_put(&sh->link.tx, FRAME_END, NULL, 0);
	exchange(sh);
}

static void run_line(struct shell *sh, const char *line)
{
	size_t column = strlen(sh->now.prompt);

	if (!line[strspn(line, " \t")] && sh->link.fd >= 0 && sh->now.prompt[0])
		return;
	if (sh->link.fd < 0 && !reconnect(sh))
		return;
	frame_put_line(&sh->link.tx, (uint16_t)column, line);
	exchange(sh);
}

static void take_line(struct shell *sh, const char *line, enum term_end how)
{
	bool in_config = sh->now.flags & DONE_CONFIG;

	if (how == TERM_HANGUP) {
		sh->leaving = true;
		return;
	}
	if (how == TERM_ENTER)
		term_add_history(line);
	if (how == TERM_ENTER || (how == TERM_CTRL_Z && in_config))
		run_line(sh, line);
	if (how != TERM_ENTER)
		leave_config(sh);
}

static void work(struct shell *sh)
{
	while (!sh->leaving) {
		enum term_end how;
		char *line;

		if (!term_editing())
			term_prompt(sh->now.prompt);
		line = term_line(&how);
		if (line) {
			take_line(sh, line, how);
			free(line);
			continue;
		}
		wait_for_input(sh, true, -1);
		handle_frames(sh);
		if (sh->link.lost)
			lost(sh);
	}
}

int shell_run(const struct options *o)
{
	static const struct term_ops ops = { ask_help, ask_completion };
	struct shell sh = { .o = o };
	int rc;

	link_init(&sh.link);
	pager_init(&sh.pager, wait_for_key, &sh);
	sh.now.length = sh.now.width = FRAME_FOLLOW;
	sh.now.history = 20;
	if (!term_start(&ops, &sh)) {
		perror("vtysh: terminal");
		return VTYSH_NO_DAEMON;
	}
	rc = connect_daemon(&sh);
	if (rc == 0)
		work(&sh);
	term_stop();
	if (rc != 0) {
		tell_no_daemon(o->socket, -rc);
		sh.status = VTYSH_NO_DAEMON;
	}
	link_fini(&sh.link);
	pager_fini(&sh.pager);
	out_fini(&sh.notices);
	free(sh.completed);
	return sh.status;
}
