/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/program.h"

#include <stdlib.h>

#include "lib/cli/engine.h"
#include "lib/cli/session.h"
#include "lib/mem.h"
#include "lispd/cli/login.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/root.h"
#include "lispd/cli/sys.h"
#include "lispd/cli/syslog.h"
#include "lispd/cli/types.h"

struct program {
	struct cli_program cli;
	const struct cli_cmd **table; /* owned; a NULL ends it */
	struct cli_cmd **copy;	      /* tables that stand for another mode; owned */
	size_t n_copies;
};

/* --- tables ----------------------------------------------------------------------------------- */

static const struct cli_cmd *copy_for_mode(struct program *p, const struct cli_cmd *rows, int mode)
{
	struct cli_cmd *copy;
	size_t n = 0;

	while (rows[n].syntax)
		n++;
	copy = xcalloc(n + 1, sizeof(*copy));
	for (size_t i = 0; i < n; i++) {
		copy[i] = rows[i];
		copy[i].mode = mode;
	}
	p->copy[p->n_copies++] = copy;
	return copy;
}

static void collect_tables(struct program *p)
{
	size_t n = 0;

	while (modes_tables[n].rows)
		n++;
	p->table = xcalloc(n + 1, sizeof(*p->table));
	p->copy = xcalloc(n, sizeof(*p->copy));
	for (size_t i = 0; i < n; i++) {
		const struct modes_table *t = &modes_tables[i];

		p->table[i] = t->mode ? copy_for_mode(p, t->rows, t->mode) : t->rows;
	}
}

/* --- callbacks -------------------------------------------------------------------------------- */

static const char *hostname(void *root)
{
	return sys_hostname(((struct root *)root)->sys);
}

static const void *config(void *root)
{
	return root;
}

static bool secret_set(void *root)
{
	const struct sys *sys = ((struct root *)root)->sys;

	return sys->enable_secret.text || sys->enable_password.text;
}

static bool secret_ok(void *root, const char *answer)
{
	const struct sys *sys = ((struct root *)root)->sys;

	return password_ok(sys->enable_secret.text ? &sys->enable_secret : &sys->enable_password,
			   answer);
}

/* Configured from console by console
 * Configured from console by admin on vty0 (192.0.2.9) */
static void left_config(struct cli *c)
{
	const char *user = cli_user(c), *line = cli_line_name(c);
	const char *source = c->source ? c->source : "";

	log_msg(SEV_NOTICE, "SYS", "CONFIG_I", "Configured from console by %s%s%s%s%s%s",
		*user ? user : line, *user ? " on " : "", *user ? line : "", *source ? " (" : "",
		source, *source ? ")" : "");
}

static void changed(struct cli *c, const char *line UNUSED)
{
	struct root *root = root_of(c);

	if (!c->loading)
		sys_changed(root->sys, loop_wall_ms(root->loop), cli_user(c));
}

/* --- life ------------------------------------------------------------------------------------- */

struct cli_engine *lispd_cli_new(struct root *root)
{
	struct program *p = xcalloc(1, sizeof(*p));

	collect_tables(p);
	p->cli = (struct cli_program){
		.modes = modes,
		.n_modes = N_MODES,
		.tables = p->table,
		.types = types_list,
		.common_help = modes_common_help,
		.hostname = hostname,
		.config = config,
		.secret_set = secret_set,
		.secret_ok = secret_ok,
		.greet = login_greet,
		.left_config = left_config,
		.changed = changed,
	};
	root->program = p;
	root->engine = cli_engine_new(&p->cli, root, root->loop);
	syslog_start(root);
	return root->engine;
}

void lispd_cli_free(struct root *root)
{
	struct program *p = root->program;

	cli_engine_free(root->engine);
	syslog_stop(root);
	for (size_t i = 0; i < p->n_copies; i++)
		free(p->copy[i]);
	free(p->copy);
	free(p->table);
	free(p);
	root->engine = NULL;
	root->program = NULL;
}
