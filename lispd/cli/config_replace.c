/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/config_replace.h"

#include <string.h>

#include "lib/cli/runner.h"
#include "lispd/cli/config_diff.h"
#include "lispd/cli/root.h"
#include "lispd/cli/running.h"
#include "lispd/cli/sys.h"

#define MAX_PASSES 5

bool config_is_complete(const char *text)
{
	bool complete;

	config_tree_free(config_tree_parse(text, &complete));
	return complete;
}

/* --- one pass --------------------------------------------------------------------------------- */

/* The scripts that a difference makes; each is run by itself, from the global mode. */
struct scripts {
	struct root *root;
	unsigned pass;
	struct out text; /* with NULs between */
};

static void end_script(struct scripts *s)
{
	out_bytes(&s->text, "", 1);
}

static void add_line(const struct config_node *n, void *arg)
{
	struct scripts *s = arg;

	config_tree_path(n, &s->text);
	config_tree_lines(n, &s->text);
	end_script(s);
}

/* "no LINE", and "default LINE" for what is in the negative; the other one when that did not help.
 * Then also line by line what is below, for a block that can only be emptied. */
static void remove_line(const struct config_node *n, void *arg)
{
	struct scripts *s = arg;
	bool negated = strncmp(n->text, "no ", 3) == 0;
	const char *line = negated ? n->text + 3 : n->text;
	const struct config_node *below;

	TAILQ_FOREACH(below, &n->below, link)
		if (s->pass > 1 && !below->closing)
			remove_line(below, arg);
	config_tree_path(n, &s->text);
	/* "no" of what is on by default leaves "no LINE", which "default" takes away in the next pass. */
	if (negated ? s->pass % 3 != 0 : s->pass % 2 == 0)
		out_str(&s->text, "default ");
	else if (!negated)
		out_str(&s->text, "no ");
	out(&s->text, "%.*s\n", (int)strcspn(line, "\n"), line);
	end_script(s);
}

static void run_scripts(struct scripts *s)
{
	struct out ignored;
	size_t at = 0;

	out_init(&ignored);
	while (at < s->text.len) {
		const char *script = s->text.text + at;

		at += strlen(script) + 1;
		cli_load_text(s->root->engine, script, "", &ignored);
		out_clear(&ignored);
	}
	out_fini(&ignored);
}

static struct config_node *parse_running(const struct root *root)
{
	struct config_node *tree;
	struct out text;
	bool complete;

	out_init(&text);
	running_text(root, &text, false);
	tree = config_tree_parse(out_text(&text), &complete);
	out_fini(&text);
	return tree;
}

/* False when there was nothing to do. */
static bool apply(struct root *root, struct config_node *target, unsigned pass, bool removed)
{
	struct config_node *running = parse_running(root);
	struct scripts s = { .root = root, .pass = pass };
	bool any;

	out_init(&s.text);
	any = config_diff_walk(running, target, removed, removed ? remove_line : add_line, &s);
	run_scripts(&s);
	out_fini(&s.text);
	config_tree_free(running);
	return any;
}

/* Is there something to do? What cannot be helped is no reason for a second pass. */
static bool differs(struct root *root, struct config_node *target, bool first, struct out *left)
{
	struct config_node *running = parse_running(root);
	bool any;

	out_clear(left);
	any = config_diff_print(running, target, left);
	config_tree_free(running);
	if (first)
		return left->len > 0;
	if (!any)
		out_clear(left);
	return any;
}

unsigned config_replace(struct root *root, const char *text, const char *by, struct out *left)
{
	bool complete;
	struct config_node *target = config_tree_parse(text, &complete);
	unsigned pass = 0;

	while (pass < MAX_PASSES && differs(root, target, !pass, left)) {
		pass++;
		/* What an addition has replaced is no longer there to be removed. */
		apply(root, target, pass, false);
		apply(root, target, pass, true);
	}
	differs(root, target, false, left);
	if (pass)
		sys_changed(root->sys, loop_wall_ms(root->loop), by);
	config_tree_free(target);
	return pass;
}
