/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/cli_fixture.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

int cli_fixture_setup(void **state)
{
	static const struct cli_options options = { .interactive = true, .trusted = true };
	struct cli_fixture *f = xcalloc(1, sizeof(*f));

	f->demo = demo_new();
	f->loop = loop_new_fake(0);
	f->e = cli_engine_new(demo_program(), f->demo, f->loop);
	cli_runner_init(&f->runner, f->e, &options, &f->out);
	*state = f;
	return 0;
}

int cli_fixture_teardown(void **state)
{
	struct cli_fixture *f = *state;

	cli_runner_fini(&f->runner);
	cli_engine_free(f->e);
	demo_free(f->demo);
	loop_free(f->loop);
	out_fini(&f->out);
	out_fini(&f->scratch);
	free(f);
	return 0;
}

void cli_again(struct cli_fixture *f, const struct cli_options *options)
{
	cli_runner_fini(&f->runner);
	out_clear(&f->out);
	cli_runner_init(&f->runner, f->e, options, &f->out);
}

const char *cli_say(struct cli_fixture *f, const char *line)
{
	out_clear(&f->out);
	cli_runner_line(&f->runner, line);
	return out_text(&f->out);
}

const char *cli_says(struct cli_fixture *f, const char *lines)
{
	const char *answer = "";

	while (*lines) {
		size_t len = strcspn(lines, "\n");
		char *line = xstrndup(lines, len);

		answer = cli_say(f, line);
		free(line);
		lines += len + (lines[len] == '\n');
	}
	return answer;
}

int cli_status(const struct cli_fixture *f)
{
	return f->runner.status;
}

const char *cli_help(struct cli_fixture *f, const char *line)
{
	out_clear(&f->out);
	cli_session_help(f->runner.c, line);
	return out_text(&f->out);
}

const char *cli_tab(struct cli_fixture *f, const char *line)
{
	out_clear(&f->scratch);
	cli_session_complete(f->runner.c, line, &f->scratch);
	return out_text(&f->scratch);
}

const char *cli_prompt(struct cli_fixture *f)
{
	out_clear(&f->scratch);
	cli_session_prompt(f->runner.c, &f->scratch);
	return out_text(&f->scratch);
}
