/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cli/session.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/cli/help.h"
#include "lib/cli/line.h"
#include "lib/mem.h"

/*
 * A session does one thing at a time. cli_session_line() runs the line's row and looks at what
 * it returned: a plain status ends the command with peer.done; CLI_PENDING leaves it to cli_done(),
 * to the slices or to the answer of a question. Text is collected in out and given to the peer,
 * through the filter, after run() and after every slice, so it stays bounded by a slice.
 */

/* Memory that a long answer needed is given back. */
#define KEEP_OUT (256 * 1024)
#define TEXT_SLICE (32 * 1024)

/* --- life ------------------------------------------------------------------------------------- */

static bool vty_used(const struct cli_engine *e, int vty)
{
	const struct cli *c;

	LIST_FOREACH(c, &e->sessions, link)
		if (c->vty == vty)
			return true;
	return false;
}

static void name_line(struct cli *c)
{
	c->vty = -1;
	if (c->console) {
		snprintf(c->line_name, sizeof(c->line_name), "console");
		return;
	}
	while (vty_used(c->e, ++c->vty))
		;
	snprintf(c->line_name, sizeof(c->line_name), "vty%d", c->vty);
}

static void idle_too_long(void *arg)
{
	struct cli *c = arg;

	if (cli_session_busy(c) && c->state != CLI_ASKING) {
		timer_start(&c->idle, c->idle_ms);
		return;
	}
	cli_session_cancel(c);
	if (c->state != CLI_IDLE)
		return;
	c->state = CLI_CLOSED;
	if (c->peer->bye)
		c->peer->bye(c->peer_arg, "");
}

struct cli *cli_session_new(struct cli_engine *e, const struct cli_options *options,
			    const struct cli_peer *peer, void *arg)
{
	struct cli *c = xcalloc(1, sizeof(*c));

	c->e = e;
	c->peer = peer;
	c->peer_arg = arg;
	c->interactive = options->interactive;
	c->console = options->console;
	c->loading = options->loading;
	c->trusted = options->trusted;
	cli_session_set_level(c,
			      options->loading || (options->trusted && !options->login) ? 15 : 1);
	c->synchronous = true;
	c->monitor = options->console;
	c->user = options->user ? xstrdup(options->user) : NULL;
	c->source = options->source ? xstrdup(options->source) : NULL;
	c->rows = options->rows;
	c->columns = options->columns;
	c->length = c->width = CLI_FOLLOW_TERMINAL;
	c->history_size = 20;
	mode_init(&c->modes);
	if (options->loading)
		mode_push(&c->modes, CLI_MODE_CONFIG, NULL);
	name_line(c);
	LIST_INSERT_HEAD(&e->sessions, c, link);
	if (e->loop) {
		timer_init(&c->idle, e->loop, idle_too_long, c);
		c->last_input_ms = loop_now_ms(e->loop);
	}
	return c;
}

/* Whatever waits for the other end is told that nothing comes. */
static void break_command(struct cli *c)
{
	void (*cancel)(void *) = c->cancel;
	int (*answered)(struct cli *, const char *, void *) = c->answered;
	bool (*taker)(struct cli *, const char *, void *) = c->taker;

	c->cancel = NULL;
	c->answered = NULL;
	c->taker = NULL;
	if (cancel)
		cancel(c->cancel_arg);
	if (c->slice)
		c->slice_fin(c->slice_state);
	c->slice = NULL;
	if (answered)
		answered(c, NULL, c->answered_arg);
	if (taker)
		taker(c, NULL, c->taker_arg);
}

void cli_session_free(struct cli *c)
{
	static const struct cli_peer nobody = { 0 };

	c->peer = &nobody;
	break_command(c);
	cli_end(c);
	if (c->e->loop)
		timer_stop(&c->idle);
	LIST_REMOVE(c, link);
	cli_session_set_history(c, 0);
	mode_fini(&c->modes);
	filter_fini(&c->filter);
	out_fini(&c->out);
	out_fini(&c->filtered);
	filter_fini(&c->to_json);
	out_fini(&c->text_as_json);
	out_fini(&c->question);
	free(c->user);
	free(c->source);
	free(c);
}

struct cli *cli_session_first(struct cli_engine *e)
{
	return LIST_FIRST(&e->sessions);
}

struct cli *cli_session_next(struct cli *c)
{
	return LIST_NEXT(c, link);
}

/* --- text ------------------------------------------------------------------------------------- */

static void deliver(struct cli *c, struct out *o)
{
	if (o->len > 0 && c->peer->text)
		c->peer->text(c->peer_arg, o->text, o->len);
	if (o->cap > KEEP_OUT)
		out_fini(o);
	else
		out_clear(o);
}

/* Through the filter behind "|". */
static void deliver_filtered(struct cli *c, struct out *o)
{
	if (c->filter.kind == FILTER_NONE) {
		deliver(c, o);
		return;
	}
	filter_feed(&c->filter, out_text(o), o->len, &c->filtered);
	out_clear(o);
	deliver(c, &c->filtered);
}

void cli_flush(struct cli *c)
{
	if (!c->as_json || c->json.used) {
		deliver_filtered(c, &c->out);
		return;
	}
	if (c->out.len == 0)
		return;
	c->to_json.kind = FILTER_JSON;
	filter_feed(&c->to_json, out_text(&c->out), c->out.len, &c->text_as_json);
	out_clear(&c->out);
	deliver_filtered(c, &c->text_as_json);
}

static void finish_json(struct cli *c, int status)
{
	bool failed = status == CLI_FAIL && c->to_json.kind == FILTER_NONE;

	if (c->json.used)
		json_end_all(&c->json);
	if (failed || c->json.used) { /* the text of a failure stays text */
		deliver_filtered(c, &c->out);
		return;
	}
	cli_flush(c);
	c->to_json.kind = FILTER_JSON;
	filter_finish(&c->to_json, &c->text_as_json);
	deliver_filtered(c, &c->text_as_json);
}

/* What the filter has collected for a file. */
static void write_file(struct cli *c)
{
	const struct cli_program *p = c->e->program;
	struct filter *f = &c->filter;
	struct out why;

	if (!f->file)
		return;
	out_init(&why);
	if (!p->write_file ||
	    !p->write_file(c->e->root, f->file, &f->line, f->kind == FILTER_APPEND, &why))
		out(&c->filtered, "%%Error opening %s (%s)\n", f->file,
		    why.len ? why.text : "No such device");
	out_fini(&why);
}

static void flush_all(struct cli *c, int status)
{
	if (c->as_json)
		finish_json(c, status);
	else
		cli_flush(c);
	c->as_json = false;
	filter_fini(&c->to_json);
	if (c->filter.kind == FILTER_NONE)
		return;
	write_file(c);
	filter_finish(&c->filter, &c->filtered);
	deliver(c, &c->filtered);
}

struct json *cli_json(struct cli *c)
{
	return c->as_json ? &c->json : NULL;
}

struct out *cli_out(struct cli *c)
{
	return &c->out;
}

void cli_print(struct cli *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	out_v(&c->out, fmt, ap);
	va_end(ap);
}

int cli_err(struct cli *c, const char *fmt, ...)
{
	va_list ap;

	out_str(&c->out, "% ");
	va_start(ap, fmt);
	out_v(&c->out, fmt, ap);
	va_end(ap);
	out_char(&c->out, '\n');
	return CLI_FAIL;
}

void cli_session_notify(struct cli *c, const char *text)
{
	if (c->interactive && c->state != CLI_CLOSED && c->peer->notify)
		c->peer->notify(c->peer_arg, text);
}

void cli_monitor(struct cli_engine *e, const char *text)
{
	struct cli *c;

	LIST_FOREACH(c, &e->sessions, link)
		if (c->monitor)
			cli_session_notify(c, text);
}

/* --- the course of a command ------------------------------------------------------------------ */

static void settle(struct cli *c, int status);

static void touch(struct cli *c)
{
	if (!c->e->loop)
		return;
	c->last_input_ms = loop_now_ms(c->e->loop);
	if (c->idle_ms)
		timer_start(&c->idle, c->idle_ms);
}

static void begin(struct cli *c)
{
	assert(c->state == CLI_IDLE);
	touch(c);
	c->state = CLI_RUNNING;
	c->done_early = false;
}

static void finish(struct cli *c, int status)
{
	c->cancel = NULL;
	flush_all(c, status);
	c->state = CLI_IDLE;
	if (c->closing) {
		c->state = CLI_CLOSED;
		if (c->peer->bye)
			c->peer->bye(c->peer_arg, "");
		return;
	}
	if (c->peer->done)
		c->peer->done(c->peer_arg, status);
}

static void run_slices(struct cli *c)
{
	c->state = CLI_SLICING;
	while (c->slice) {
		bool more = c->slice(c, c->slice_state);

		cli_flush(c);
		if (more && c->peer->more) {
			c->peer->more(c->peer_arg);
			return;
		}
		if (more)
			continue;
		c->slice_fin(c->slice_state);
		c->slice = NULL;
	}
	finish(c, CLI_OK);
}

void cli_session_resume(struct cli *c)
{
	if (c->state == CLI_SLICING)
		run_slices(c);
}

static void put_question(struct cli *c)
{
	c->state = CLI_ASKING;
	cli_flush(c);
	c->peer->ask(c->peer_arg, out_text(&c->question), c->question_hidden);
}

/* run() or an answer's function has returned. */
static void settle(struct cli *c, int status)
{
	if (status == CLI_PENDING && c->done_early)
		status = c->done_status;
	if (status != CLI_PENDING) {
		finish(c, status);
	} else if (c->slice) {
		run_slices(c);
	} else if (c->answered) {
		put_question(c);
	} else {
		assert(c->cancel);
		c->state = CLI_WAITING;
		cli_flush(c);
	}
}

void cli_pending(struct cli *c, void (*cancel)(void *arg), void *arg)
{
	assert(cancel);
	c->cancel = cancel;
	c->cancel_arg = arg;
}

void cli_done(struct cli *c, int status)
{
	c->cancel = NULL;
	if (c->state == CLI_WAITING) {
		finish(c, status);
		return;
	}
	c->done_early = true;
	c->done_status = status;
}

int cli_slices(struct cli *c, bool (*fn)(struct cli *c, void *state), void (*fin)(void *state),
	       void *state)
{
	c->slice = fn;
	c->slice_fin = fin;
	c->slice_state = state;
	return CLI_PENDING;
}

struct long_text {
	struct out text;
	size_t pos;
};

static bool print_some(struct cli *c, void *state)
{
	struct long_text *t = state;
	size_t left = t->text.len - t->pos, n = MIN_OF(left, TEXT_SLICE);
	const char *start = out_text(&t->text) + t->pos;
	const char *end = n < left ? memrchr(start, '\n', n) : NULL;

	if (end)
		n = (size_t)(end - start) + 1;
	out_bytes(&c->out, start, n);
	t->pos += n;
	return t->pos < t->text.len;
}

static void free_text(void *state)
{
	struct long_text *t = state;

	out_fini(&t->text);
	free(t);
}

int cli_show_text(struct cli *c, struct out *text)
{
	struct long_text *t = xcalloc(1, sizeof(*t));

	t->text = *text;
	out_init(text);
	return cli_slices(c, print_some, free_text, t);
}

int cli_ask(struct cli *c, bool hidden, int (*fn)(struct cli *c, const char *answer, void *arg),
	    void *arg, const char *fmt, ...)
{
	va_list ap;

	out_clear(&c->question);
	va_start(ap, fmt);
	out_v(&c->question, fmt, ap);
	va_end(ap);
	if (!c->interactive || !c->peer->ask) {
		cli_print(c, "%s\n", out_text(&c->question));
		return fn(c, "", arg);
	}
	c->question_hidden = hidden;
	c->answered = fn;
	c->answered_arg = arg;
	return CLI_PENDING;
}

void cli_take_lines(struct cli *c, bool (*fn)(struct cli *c, const char *line, void *arg),
		    void *arg)
{
	c->taker = fn;
	c->taker_arg = arg;
}

void cli_close(struct cli *c)
{
	c->closing = true;
}

/* --- what the other end wants ----------------------------------------------------------------- */

void cli_session_start(struct cli *c)
{
	int status = CLI_OK;

	begin(c);
	if (c->e->program->greet)
		status = c->e->program->greet(c);
	c->closing = c->closing || status == CLI_FAIL;
	settle(c, status);
}

/* Text is kept without control characters: they would be line ends when it is loaded again. */
static void drop_control_characters(char *line)
{
	char *to = line;

	for (const char *from = line; *from; from++)
		if (*from == '\t' || *from == '\3' || !iscntrl((unsigned char)*from))
			*to++ = *from;
	*to = '\0';
}

static int take_line(struct cli *c, char *line)
{
	bool (*fn)(struct cli *, const char *, void *) = c->taker;

	c->taker = NULL;
	drop_control_characters(line);
	if (fn(c, line, c->taker_arg) && !c->taker)
		c->taker = fn;
	return CLI_OK;
}

static void remember_line(struct cli *c, const char *line)
{
	if (c->history_size == 0 || c->modes.depth > 1 || c->loading)
		return;
	if (c->n_history == c->history_size) {
		free(c->history[0]);
		memmove(c->history, c->history + 1, (c->n_history - 1) * sizeof(char *));
		c->n_history--;
	}
	c->history[c->n_history++] = xstrdup(line);
}

static size_t trimmed_len(const char *line)
{
	size_t len = strlen(line);

	while (len > 0 && strchr(" \t\r\n", line[len - 1]))
		len--;
	return len;
}

void cli_session_line(struct cli *c, const char *line, int column)
{
	char *copy = xstrndup(line, c->taker ? strlen(line) : trimmed_len(line));
	const char *start = copy + strspn(copy, " \t");
	int status = CLI_OK;

	begin(c);
	if (c->taker) {
		status = take_line(c, copy);
	} else if (strlen(copy) > CLI_MAX_LINE) {
		status = cli_err(c, "Line is longer than %d characters", CLI_MAX_LINE);
	} else if (*start && *start != '!') {
		remember_line(c, start);
		status = line_run(c, copy, column);
	}
	free(copy);
	settle(c, status);
}

void cli_session_help(struct cli *c, const char *line)
{
	begin(c);
	if (!c->taker)
		help_print(c->e, &c->modes, c->privileged, line, cli_session_width(c), &c->out);
	finish(c, CLI_OK);
}

void cli_session_complete(struct cli *c, const char *line, struct out *completed)
{
	touch(c);
	if (c->taker)
		out_str(completed, line);
	else
		help_complete(c->e, &c->modes, c->privileged, line, completed);
}

void cli_session_end_config(struct cli *c)
{
	begin(c);
	if (c->taker)
		c->taker(c, NULL, c->taker_arg);
	c->taker = NULL;
	cli_end(c);
	finish(c, CLI_OK);
}

void cli_session_answer(struct cli *c, const char *answer)
{
	int (*fn)(struct cli *, const char *, void *) = c->answered;

	if (c->state != CLI_ASKING)
		return;
	touch(c);
	c->answered = NULL;
	c->state = CLI_RUNNING;
	settle(c, fn(c, answer, c->answered_arg));
}

void cli_session_cancel(struct cli *c)
{
	enum cli_state was = c->state;

	if (was == CLI_IDLE && c->taker)
		break_command(c);
	if (was != CLI_WAITING && was != CLI_SLICING && was != CLI_ASKING)
		return;
	c->state = CLI_RUNNING;
	break_command(c);
	finish(c, was == CLI_SLICING ? CLI_OK : CLI_FAIL);
}

bool cli_session_busy(const struct cli *c)
{
	return c->state != CLI_IDLE;
}

/* --- settings --------------------------------------------------------------------------------- */

unsigned cli_session_width(const struct cli *c)
{
	if (c->width != CLI_FOLLOW_TERMINAL)
		return c->width;
	return c->columns ? c->columns : 80;
}

void cli_session_set_idle(struct cli *c, uint64_t idle_ms)
{
	c->idle_ms = idle_ms;
	if (!c->e->loop)
		return;
	timer_stop(&c->idle);
	touch(c);
}

void cli_session_set_level(struct cli *c, unsigned level)
{
	c->level = level;
	c->privileged = level == 15;
}

void cli_session_set_history(struct cli *c, unsigned size)
{
	c->history_size = MIN_OF(size, CLI_MAX_HISTORY);
	while (c->n_history > c->history_size) {
		free(c->history[0]);
		memmove(c->history, c->history + 1, (c->n_history - 1) * sizeof(char *));
		c->n_history--;
	}
}

void cli_session_prompt(const struct cli *c, struct out *o)
{
	if (!c->taker)
		mode_prompt(&c->modes, c->e, c->level > 1, o);
}

bool cli_session_in_config(const struct cli *c)
{
	return c->modes.depth > 1;
}

bool cli_interactive(const struct cli *c)
{
	return c->interactive;
}

bool cli_privileged(const struct cli *c)
{
	return c->privileged;
}

void *cli_root(struct cli *c)
{
	return c->e->root;
}

struct cli_engine *cli_engine(const struct cli *c)
{
	return c->e;
}

const char *cli_line_name(const struct cli *c)
{
	return c->line_name;
}

const char *cli_user(const struct cli *c)
{
	return c->user ? c->user : "";
}

/* --- modes ------------------------------------------------------------------------------------ */

void cli_enter(struct cli *c, int mode, const char *key)
{
	/* A new block of the kind that could be resumed takes its place. */
	if (c->e->program->modes[mode].resumes)
		mode_forget(&c->modes);
	mode_push(&c->modes, mode, key);
}

static void leave_to(struct cli *c, unsigned depth)
{
	bool was_in_config = c->modes.depth > 1;

	mode_pop_to(&c->modes, depth);
	if (!was_in_config || c->modes.depth > 1)
		return;
	mode_forget(&c->modes);
	if (!c->loading && c->e->program->left_config)
		c->e->program->left_config(c);
}

void cli_leave(struct cli *c)
{
	/* One "exit" too many in a file does not end it. */
	if (c->loading && c->modes.depth <= 2)
		return;
	if (c->e->program->modes[mode_top(&c->modes)].resumes)
		mode_forget(&c->modes);
	leave_to(c, c->modes.depth - 1);
}

void cli_end(struct cli *c)
{
	leave_to(c, 1);
}

int cli_mode(const struct cli *c)
{
	return mode_top(&c->modes);
}

const char *cli_key(const struct cli *c, int mode)
{
	return mode_key(&c->modes, mode);
}
