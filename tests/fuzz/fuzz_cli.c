/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Arbitrary lines on the demo command tree. The input is cut at line ends; what a line begins
 * with says what is done with it: "?" help, tab completion, "^" cancel, "&" answer, else it is
 * run. Completing must only add to a line, and the next help must not fail for it.
 */
#include <string.h>

#include "lib/cli/runner.h"
#include "lib/mem.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/demo_tree.h"

static void complete(struct cli *c, const char *line)
{
	struct out completed;

	out_init(&completed);
	cli_session_complete(c, line, &completed);
	MUST(completed.len >= strlen(line));
	out_fini(&completed);
}

static void obey(struct cli_runner *r, const char *line)
{
	bool busy = cli_session_busy(r->c);

	if (r->closed)
		return;
	if (line[0] == '^')
		cli_session_cancel(r->c);
	else if (line[0] == '?' && !busy)
		cli_session_help(r->c, line + 1);
	else if (line[0] == '\t' && !busy)
		complete(r->c, line + 1);
	else if (line[0] == '&')
		cli_session_answer(r->c, line + 1);
	else
		cli_runner_line(r, line);
	MUST(r->o->len < 64 * 1024 * 1024);
	out_clear(r->o);
}

static void use(struct cli_engine *e, const struct cli_options *options, const uint8_t *data,
		size_t len)
{
	struct cli_runner r;
	struct out o;

	out_init(&o);
	cli_runner_init(&r, e, options, &o);
	while (len > 0) {
		const uint8_t *end = memchr(data, '\n', len);
		size_t n = end ? (size_t)(end - data) : len;
		char *line = xstrndup((const char *)data, n);

		obey(&r, line);
		free(line);
		n += end != NULL;
		data += n;
		len -= n;
	}
	cli_runner_fini(&r);
	out_clear(&o);
	cli_write_config(e, &o, true);
	out_fini(&o);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct cli_engine *e;
	static struct demo *d;
	static struct cli_options options = { .interactive = true, .trusted = true };
	const char *secret = NULL;

	if (!d)
		d = demo_new();
	if (!e)
		e = cli_engine_new(demo_program(), d, NULL);
	if (len == 0)
		return 0;
	demo_reset(d);
	options.interactive = data[0] & 1;
	options.login = data[0] & 2;
	options.loading = data[0] & 4;
	if (data[0] & 8)
		secret = "s";
	demo_set_secret(d, secret);
	use(e, &options, data + 1, len - 1);
	return 0;
}
