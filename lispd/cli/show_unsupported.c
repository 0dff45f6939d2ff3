/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * show lisp unsupported: the lines of the LISP configuration that are stored without effect, each
 * behind the blocks that it stands in. They are found by looking up every line that is printed: its
 * row has the flag.
 */
#include <stdlib.h>
#include <string.h>

#include "lib/cli/engine.h"
#include "lib/cli/match.h"
#include "lib/mem.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/root.h"
#include "lispd/cli/tables.h"

#define MAX_DEPTH 6

/* Which block a line begins, by the mode that it stands in. */
static const struct opener {
	int in;
	const char *words;
	int mode;
} openers[] = {
	{ CLI_MODE_CONFIG, "router lisp", MODE_LISP },
	{ CLI_MODE_CONFIG, "interface", MODE_IF },
	{ MODE_LISP, "service ipv4", MODE_SERVICE_IPV4 },
	{ MODE_LISP, "service ipv6", MODE_SERVICE_IPV6 },
	{ MODE_LISP, "service ethernet", MODE_SERVICE_ETHERNET },
	{ MODE_LISP, "instance-id", MODE_INSTANCE },
	{ MODE_LISP, "eid-table", MODE_EID_TABLE },
	{ MODE_LISP, "site", MODE_SITE },
	{ MODE_LISP, "locator-set", MODE_LOCATOR_SET },
	{ MODE_LISP, "dynamic-eid", MODE_LISP_DYNAMIC_EID },
	{ MODE_LISP, "remote-locator-set", MODE_REMOTE_SET },
	{ MODE_LISP, "prefix-list", MODE_PREFIX_LIST },
	{ MODE_LISP, "locator-scope", MODE_LOCATOR_SCOPE },
	{ MODE_LISP, "extranet", MODE_EXTRANET },
	{ MODE_EXTRANET, "eid-record-provider", MODE_EXTRANET_PROVIDER },
	{ MODE_EXTRANET, "eid-record-subscriber", MODE_EXTRANET_SUBSCRIBER },
	{ MODE_INSTANCE, "service ipv4", MODE_INST_IPV4 },
	{ MODE_INSTANCE, "service ipv6", MODE_INST_IPV6 },
	{ MODE_INSTANCE, "service ethernet", MODE_INST_ETHERNET },
	{ MODE_INSTANCE, "dynamic-eid", MODE_DYNAMIC_EID },
	{ MODE_EID_TABLE, "dynamic-eid", MODE_TABLE_DYNAMIC_EID },
};

struct search {
	const struct cli_engine *e;
	struct out *o;
	struct out path[MAX_DEPTH]; /* header of the block at each depth */
	int mode[MAX_DEPTH];	    /* of its lines */
	unsigned n_found;
};

static int opened_mode(int in, const char *line)
{
	for (size_t i = 0; i < ARRAY_LEN(openers); i++) {
		size_t len = strlen(openers[i].words);

		if (openers[i].in == in && strncmp(line, openers[i].words, len) == 0 &&
		    (!line[len] || line[len] == ' '))
			return openers[i].mode;
	}
	return -1;
}

static bool has_no_effect(const struct search *s, int mode, const char *line)
{
	struct words w;
	struct match m;
	bool flagged;

	words_init(&w, line, strlen(line));
	match_line(&m, s->e, mode, true, &w);
	flagged = m.kind == MATCH_HIT && (m.args.row->cmd->flags & CLI_NO_EFFECT);
	args_fini(&m.args);
	words_fini(&w);
	return flagged;
}

/* Blocks are known by their lines' indentation, which is ours. */
static void look_at(struct search *s, const char *line)
{
	unsigned depth = (unsigned)strspn(line, " ");
	int mode;

	line += depth;
	if (depth >= MAX_DEPTH - 1 || *line == '!' || !*line)
		return;
	mode = s->mode[depth];
	s->mode[depth + 1] = mode < 0 ? -1 : opened_mode(mode, line);
	out_clear(&s->path[depth]);
	out_str(&s->path[depth], line);
	if (depth == 0 || mode < 0 || !has_no_effect(s, mode, line))
		return;
	for (unsigned i = 0; i < depth; i++)
		out(s->o, "%s / ", out_text(&s->path[i]));
	out(s->o, "%s\n", line);
	s->n_found++;
}

static int run_unsupported(struct cli *c, const struct args *a UNUSED)
{
	struct search s = { .e = cli_engine(c), .mode = { CLI_MODE_CONFIG } };
	struct out config, result;
	const char *at;

	out_init(&config);
	out_init(&result);
	s.o = &result;
	cli_write_config(s.e, &config, false);
	for (at = out_text(&config); *at; at += strcspn(at, "\n") + 1) {
		char *line = xstrndup(at, strcspn(at, "\n"));

		look_at(&s, line);
		free(line);
	}
	for (unsigned i = 0; i < MAX_DEPTH; i++)
		out_fini(&s.path[i]);
	out_fini(&config);
	if (!s.n_found)
		out_str(&result, "Every line of the LISP configuration has its effect\n");
	return cli_show_text(c, &result);
}

const struct cli_cmd show_unsupported_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp unsupported",
		.help = "unsupported  Configured lines that are stored without effect\n",
		.run = run_unsupported,
	},
	{ 0 },
};
