/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lines typed in a kept block. The block is found anew for every line by the keys of the
 * session's modes, in the interface's lines when there is an interface around it.
 */
#include "lispd/cli/kept_block.h"

#include <stdio.h>
#include <string.h>

#include "lib/cli/session.h"
#include "lispd/cli/block.h"
#include "lispd/cli/kept_kind.h"
#include "lispd/cli/modes.h"

#define DEPTH (MODE_KEPT_DEEP - MODE_KEPT + 1)

/* The blocks around a line, the outermost first. */
struct place {
	struct kept *below[DEPTH];
	const struct kept_kind *kind[DEPTH];
	int depth;
};

static struct kept *kept_around(struct cli *c)
{
	const char *ifname = cli_key(c, MODE_IF);

	if (!ifname)
		ifname = cli_key(c, MODE_SUBIF);
	return ifname ? sys_if_kept_get(root_of(c)->sys, ifname) : &root_of(c)->sys->kept;
}

/* False when another session has removed it. */
static bool find_place(struct cli *c, struct place *p)
{
	struct kept *around = kept_around(c);
	int n = cli_mode(c) - MODE_KEPT + 1;

	for (p->depth = 0; p->depth < n; p->depth++) {
		const char *key = cli_key(c, MODE_KEPT + p->depth);
		int i = p->depth;

		around = kept_block_find(around, key);
		if (!around)
			return false;
		p->below[i] = around;
		p->kind[i] = i ? kept_kind_below(p->kind[i - 1], key) : kept_kind_find(key);
	}
	return true;
}

static const char *without_no(const char *line)
{
	return strncmp(line, "no ", 3) == 0 ? line + 3 : line;
}

static void leave_to(struct cli *c, int level)
{
	while (cli_mode(c) > MODE_KEPT + level)
		cli_leave(c);
}

/* A line that begins or removes a block inside the innermost one or one around it. */
static bool begin_block(struct cli *c, struct place *p, const char *line)
{
	const char *header = without_no(line);
	int i = p->depth - 1;

	while (i >= 0 && !kept_kind_below(p->kind[i], header))
		i--;
	if (i < 0 || i + 1 == DEPTH)
		return false;
	leave_to(c, i);
	if (header != line) {
		kept_block_put(p->below[i], line, NULL);
		return true;
	}
	/* A certificate is given as a whole. */
	if (kept_kind_below(p->kind[i], header)->until_quit)
		kept_drop(p->below[i], header);
	kept_block_get(p->below[i], 0, header);
	cli_enter(c, MODE_KEPT + i + 1, header);
	return true;
}

/* Lines that are not looked at: of a certificate. */
static int take_verbatim(struct cli *c, struct kept *below, const char *line)
{
	bool quit = strcmp(line, "quit") == 0;

	/* Two lines may be the same. */
	kept_block_add(below, quit ? "\tquit" : line);
	if (quit)
		cli_leave(c);
	return CLI_OK;
}

static bool begins_line_of(struct cli *c, int mode, const char *word)
{
	const struct index *x = table_index(c->e, mode, FORM_PLAIN);
	size_t from, to;

	table_heads(x, word, strlen(word), &from, &to);
	return from < to && strcmp(x->head[from].lower, word) == 0;
}

/* A block ends with a line of the modes above whose first word is written in full, but for the
 * usual abbreviations. Others may be lines of this block that we do not know. */
static bool is_written_out(struct cli *c, const char *line)
{
	char word[32];

	line = without_no(line);
	snprintf(word, sizeof(word), "%.*s", (int)strcspn(line, " \t"), line);
	return word_abbreviates(word, "interface") || word_abbreviates(word, "router") ||
	       begins_line_of(c, CLI_MODE_CONFIG, word) ||
	       (c->modes.resume.mode >= 0 && begins_line_of(c, c->modes.resume.mode, word));
}

/* The innermost block around the line that has such lines of its own, or -1. */
static int owner(const struct place *p, const char *line)
{
	int i = p->depth - 1;

	while (i >= 0 && !kept_kind_owns(p->kind[i], line))
		i--;
	return i;
}

int kept_block_line(struct cli *c, const char *line, bool fits_above)
{
	struct place p;
	int level;

	if (kept_begins(line, "do") || !find_place(c, &p))
		return CLI_FAIL;
	level = p.depth - 1;
	if (p.kind[level]->until_quit)
		return take_verbatim(c, p.below[level], line);
	if (begin_block(c, &p, line))
		return CLI_OK;
	if (owner(&p, line) >= 0)
		level = owner(&p, line);
	else if (fits_above && !kept_kind_holds(line) && is_written_out(c, line))
		return CLI_FAIL;
	leave_to(c, level);
	kept_block_put(p.below[level], line, kept_kind_single(line));
	return CLI_OK;
}
