/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/show_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/cli/rows.h"
#include "lispd/cli/sys.h"
#include "lispd/cli/tables.h"
#include "lispd/cli/types.h"
#include "tests/wire/shared.h"

static const struct cli_mode modes[] = {
	[CLI_MODE_EXEC] = { .name = "exec", .prompt = "#", .parent = -1 },
	[CLI_MODE_CONFIG] = { .name = "config", .prompt = "(config)#", .parent = CLI_MODE_EXEC },
};

static const struct cli_cmd *const tables[] = {
	cli_exec_rows,
	show_site_rows,
	show_site_summary_rows,
	show_reg_history_rows,
	show_rloc_members_rows,
	show_lisp_rows,
	show_service_summary_rows,
	show_database_rows,
	show_map_cache_rows,
	show_forwarding_rows,
	show_dynamic_eid_rows,
	show_away_rows,
	show_platform_rows,
	show_platform_stats_rows,
	show_absent_rows,
	show_prefix_list_rows,
	show_locator_table_rows,
	show_cef_rows,
	show_session_rows,
	show_refusals_rows,
	show_stats_rows,
	show_route_rows,
	show_interfaces_rows,
	show_vrf_rows,
	show_system_rows,
	show_logging_rows,
	debug_rows,
	clear_rows,
	lig_rows,
	ping_rows,
	NULL,
};

static const char *hostname(void *root)
{
	(void)root;
	return "R1";
}

static const struct cli_program program = {
	.modes = modes,
	.n_modes = ARRAY_LEN(modes),
	.tables = tables,
	.types = types_list,
	.common_help = CLI_COMMON_HELP "clear  Reset functions\n"
				       "debug  Debugging functions (see also 'undebug')\n",
	.hostname = hostname,
};

void show_init(struct show_fixture *s, struct fake *f)
{
	memset(s, 0, sizeof(*s));
	s->root.loop = f->env.loop;
	s->root.ctl = &f->ctl;
	s->root.env = &f->env;
	s->root.dp = f->env.dp;
	s->root.start_ms = loop_now_ms(f->env.loop);
	s->engine = cli_engine_new(&program, &s->root, f->env.loop);
	s->root.engine = s->engine;
	out_init(&s->out);
	cli_runner_init(&s->runner, s->engine, NULL, &s->out);
}

void show_fini(struct show_fixture *s)
{
	cli_runner_fini(&s->runner);
	cli_engine_free(s->engine);
	out_fini(&s->out);
}

const char *show(struct show_fixture *s, const char *line)
{
	out_clear(&s->out);
	cli_runner_line(&s->runner, line);
	return out_text(&s->out);
}

void show_is(struct show_fixture *s, const char *line, const char *expected)
{
	assert_string_equal(show(s, line), expected);
}

/* Blanks at the end of lines and empty lines at the end of the text are the capture's. */
static void trim(char *text)
{
	char *to = text, *line_end = text;

	for (const char *from = text; *from; from++) {
		if (*from == '\n')
			to = line_end;
		*to++ = *from;
		if (*from != ' ')
			line_end = to;
	}
	while (to > text && to[-1] == '\n')
		to--;
	*to = '\0';
}

void text_is_seed(const char *text, const char *file)
{
	char path[256], *expected, *got;

	snprintf(path, sizeof(path), "reference/golden/seed/%s", file);
	expected = shared_read(path);
	if (!expected)
		skip();
	got = strdup(text);
	trim(expected);
	trim(got);
	assert_string_equal(got, expected);
	free(got);
	free(expected);
}

void show_is_seed(struct show_fixture *s, const char *line, const char *file)
{
	text_is_seed(show(s, line), file);
}

void show_has(struct show_fixture *s, const char *line, const char *part)
{
	if (!strstr(show(s, line), part))
		fail_msg("\"%s\" prints\n%s\nwithout\n%s", line, out_text(&s->out), part);
}
