/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cli/runner.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

static void take_text(void *arg, const char *text, size_t len)
{
	struct cli_runner *r = arg;

	out_bytes(r->o, text, len);
}

static void take_done(void *arg, int status)
{
	struct cli_runner *r = arg;

	r->status = status;
}

static void take_question(void *arg, const char *prompt, bool hidden UNUSED)
{
	take_text(arg, prompt, strlen(prompt));
}

static void take_notice(void *arg, const char *text)
{
	struct cli_runner *r = arg;

	out(r->o, "%s\n", text);
}

static void take_bye(void *arg, const char *reason UNUSED)
{
	struct cli_runner *r = arg;

	r->closed = true;
	r->status = CLI_OK;
}

static const struct cli_peer runner_peer = {
	.text = take_text,
	.done = take_done,
	.ask = take_question,
	.notify = take_notice,
	.bye = take_bye,
};

void cli_runner_init(struct cli_runner *r, struct cli_engine *e, const struct cli_options *options,
		     struct out *o)
{
	static const struct cli_options at_enable = { .trusted = true };

	memset(r, 0, sizeof(*r));
	r->o = o;
	r->c = cli_session_new(e, options ? options : &at_enable, &runner_peer, r);
	if (options && options->loading)
		return;
	r->status = CLI_PENDING;
	cli_session_start(r->c);
}

void cli_runner_fini(struct cli_runner *r)
{
	cli_session_free(r->c);
	r->c = NULL;
}

int cli_runner_line(struct cli_runner *r, const char *line)
{
	if (r->closed)
		return CLI_FAIL;
	if (r->c->state == CLI_ASKING) {
		out_char(r->o, '\n');
		r->status = CLI_PENDING;
		cli_session_answer(r->c, line);
	} else if (!cli_session_busy(r->c)) {
		r->status = CLI_PENDING;
		cli_session_line(r->c, line, -1);
	}
	return r->status;
}

/* --- files ------------------------------------------------------------------------------------ */

struct loader {
	struct cli_runner runner;
	struct out answer;
	struct out *messages;
	unsigned line_no, n_refused;
};

static void trim_end(struct out *o)
{
	while (o->len > 0 && o->text[o->len - 1] == '\n')
		o->text[--o->len] = '\0';
}

static void report(struct loader *l, const char *line, bool refused)
{
	trim_end(&l->answer);
	if (l->answer.len > 0)
		out(l->messages, "line %u: %s\n%s\n", l->line_no, line, l->answer.text);
	else if (refused)
		out(l->messages, "line %u: %s\n", l->line_no, line);
	out_clear(&l->answer);
	l->n_refused += refused;
}

/* False at the end of the configuration. */
static bool load_line(struct loader *l, const char *line)
{
	struct cli *c = l->runner.c;
	int column = snprintf(NULL, 0, "line %u: ", ++l->line_no);

	l->runner.status = CLI_PENDING;
	cli_session_line(c, line, column);
	if (l->runner.status == CLI_PENDING)
		cli_session_cancel(c); /* nobody waits for a command that takes its time */
	report(l, line, l->runner.status != CLI_OK);
	return cli_session_in_config(c) && !l->runner.closed;
}

unsigned cli_load_text(struct cli_engine *e, const char *text, const char *name,
		       struct out *messages)
{
	static const struct cli_options options = { .loading = true, .trusted = true };
	struct loader l = { .messages = messages };
	bool more = true;

	cli_runner_init(&l.runner, e, &options, &l.answer);
	while (more && *text) {
		size_t len = strcspn(text, "\n");
		char *line = xstrndup(text, len);

		line[strcspn(line, "\r")] = '\0';
		more = load_line(&l, line);
		free(line);
		text += len + (text[len] == '\n');
	}
	if (l.n_refused > 0)
		out(messages, "%s: %u line%s refused\n", name, l.n_refused,
		    l.n_refused == 1 ? "" : "s");
	cli_runner_fini(&l.runner);
	out_fini(&l.answer);
	return l.n_refused;
}

int cli_load_file(struct cli_engine *e, const char *path, struct out *messages, unsigned *n_refused)
{
	FILE *f = fopen(path, "re");
	struct out text;
	char buf[8192];
	size_t n;
	int rc = 0;

	if (!f)
		return -errno;
	out_init(&text);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		out_bytes(&text, buf, n);
	if (ferror(f))
		rc = -EIO;
	else
		*n_refused = cli_load_text(e, out_text(&text), path, messages);
	fclose(f);
	out_fini(&text);
	return rc;
}
