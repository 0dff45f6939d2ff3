/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every row of configuration: what is typed appears as expected, what is printed gives the same
 * configuration when it is typed again, and "no" removes it. A row without a sample fails.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/cli/engine.h"
#include "lib/cli/match.h"
#include "lispd/cli/modes.h"
#include "tests/unit/box.h"
#include "tests/unit/cli_samples.h"

#define MAX_ROWS 1024

static char *seen[MAX_ROWS]; /* syntax; those of some rows die with their engine */
static size_t n_seen;

/* --- lint ------------------------------------------------------------------------------------- */

static void lint_finds_nothing(void **state)
{
	struct box *b = box_new(NULL);
	struct out problems;

	(void)state;
	out_init(&problems);
	if (cli_lint(b->root.engine, &problems)) {
		fputs(out_text(&problems), stderr);
		fail();
	}
	out_fini(&problems);
	box_free(b);
}

/* --- samples ---------------------------------------------------------------------------------- */

/* Which row takes the line where the session is. */
static void note_row(struct box *b, const char *line)
{
	struct cli *c = b->runner.c;
	struct words w;
	struct match m;
	unsigned depth;

	words_init(&w, line, strlen(line));
	mode_match(&m, c->e, &c->modes, true, &w, &depth);
	if (m.kind != MATCH_HIT)
		fail_msg("no row takes \"%s\"", line);
	assert_true(n_seen < MAX_ROWS);
	seen[n_seen++] = strdup(m.args.row->cmd->syntax);
	args_fini(&m.args);
	words_fini(&w);
}

static bool has_line(const char *config, const char *line)
{
	size_t len = strlen(line);

	while (*config) {
		config += strspn(config, " ");
		if (strncmp(config, line, len) == 0 && config[len] == '\n')
			return true;
		config += strcspn(config, "\n");
		config += *config == '\n';
	}
	return false;
}

static void say_quietly(struct box *b, const char *line)
{
	box_say(b, line);
	if (b->runner.status != CLI_OK)
		fail_msg("\"%s\": %s", line, out_text(&b->out));
}

static void enter(struct box *b, const char *where)
{
	say_quietly(b, "end\nconfigure terminal");
	if (*where)
		say_quietly(b, where);
}

static void check_again(const char *config)
{
	struct box *b = box_new(NULL);
	struct out messages;

	out_init(&messages);
	if (cli_load_text(b->root.engine, config, "config", &messages))
		fail_msg("%s", out_text(&messages));
	assert_string_equal(box_config(b), config);
	out_fini(&messages);
	box_free(b);
}

static void undo(struct box *b, const struct cli_sample *s, const char *before)
{
	char line[512];

	if (s->undo && !*s->undo)
		return;
	enter(b, s->where);
	snprintf(line, sizeof(line), "%s%s", s->undo ? "" : "no ", s->undo ? s->undo : s->line);
	say_quietly(b, line);
	if (strcmp(box_config(b), before) != 0)
		fail_msg("\"%s\" leaves\n%s", line, box_config(b));
}

static void check_sample(const struct cli_sample *s)
{
	const char *printed = s->printed ? s->printed : s->line;
	struct box *b = box_new(NULL);
	char *before, *with;

	enter(b, s->where);
	before = strdup(box_config(b));
	note_row(b, s->line);
	say_quietly(b, s->line);
	with = strdup(box_config(b));
	if (*printed && !has_line(with, printed))
		fail_msg("\"%s\" is not printed as \"%s\":\n%s", s->line, printed, with);
	if (!*printed)
		assert_string_equal(with, before);
	check_again(with);
	undo(b, s, before);
	free(before);
	free(with);
	box_free(b);
}

static void samples_go_round(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_cli_samples; i++)
		check_sample(&cli_samples[i]);
	for (size_t i = 0; i < n_cli_samples_kept; i++)
		check_sample(&cli_samples_kept[i]);
	for (size_t i = 0; i < n_cli_samples_lisp; i++)
		check_sample(&cli_samples_lisp[i]);
}

static bool is_seen(const char *syntax)
{
	for (size_t i = 0; i < n_seen; i++)
		if (strcmp(seen[i], syntax) == 0)
			return true;
	return false;
}

static void every_row_has_a_sample(void **state)
{
	struct box *b = box_new(NULL);
	struct out missing;

	(void)state;
	out_init(&missing);
	for (size_t i = 0; i < b->root.engine->n_rows; i++) {
		const struct cli_cmd *cmd = b->root.engine->row[i].cmd;

		if ((cmd->write || cmd->saved_by) && !is_seen(cmd->syntax))
			out(&missing, "%s\n", cmd->syntax);
	}
	if (missing.len) {
		fprintf(stderr, "no sample for\n%s", missing.text);
		fail();
	}
	out_fini(&missing);
	box_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lint_finds_nothing),
		cmocka_unit_test(samples_go_round),
		cmocka_unit_test(every_row_has_a_sample),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
