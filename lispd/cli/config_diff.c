/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/config_diff.h"

#include <string.h>

#include "lib/base.h"

static struct config_node *find_twin(struct config_node *in, const char *text)
{
	struct config_node *n;

	TAILQ_FOREACH(n, &in->below, link)
		if (!n->matched && strcmp(n->text, text) == 0)
			return n;
	return NULL;
}

/* An interface that exists by itself is always printed, at least with this, and stays. */
static bool is_bare_interface(const struct config_node *n)
{
	const struct config_node *child = TAILQ_FIRST(&n->below);

	return strncmp(n->text, "interface ", 10) == 0 &&
	       (!child || (strcmp(child->text, "no ip address") == 0 && !TAILQ_NEXT(child, link)));
}

static void clear_marks(struct config_node *n)
{
	struct config_node *child;

	n->matched = false;
	TAILQ_FOREACH(child, &n->below, link)
		clear_marks(child);
}

/* Calls fn for what is in a and not in b. */
static bool missing(struct config_node *a, struct config_node *b,
		    void (*fn)(const struct config_node *n, void *arg), void *arg)
{
	struct config_node *n, *twin;
	bool any = false;

	TAILQ_FOREACH(n, &a->below, link) {
		if (n->closing)
			continue;
		twin = find_twin(b, n->text);
		if (twin) {
			twin->matched = true;
			any |= missing(n, twin, fn, arg);
		} else {
			fn(n, arg);
			any |= !is_bare_interface(n);
		}
	}
	return any;
}

bool config_diff_walk(struct config_node *old, struct config_node *new, bool removed,
		      void (*fn)(const struct config_node *n, void *arg), void *arg)
{
	clear_marks(old);
	clear_marks(new);
	return removed ? missing(old, new, fn, arg) : missing(new, old, fn, arg);
}

/* --- printing --------------------------------------------------------------------------------- */

struct printer {
	struct out *o;
	char sign;
	const struct config_node *context; /* the last whose line was printed */
};

static void print_context(struct printer *p, const struct config_node *n, unsigned depth)
{
	struct out path;
	char *line, *rest;

	if (n == p->context || !depth)
		return;
	out_init(&path);
	config_tree_path(TAILQ_FIRST(&n->below), &path);
	rest = path.text;
	for (unsigned i = 0; (line = strsep(&rest, "\n")) && *line; i++)
		out(p->o, "%*s%s\n", (int)i, "", line);
	out_fini(&path);
	p->context = n;
}

static void print_node(struct printer *p, const struct config_node *n, unsigned depth)
{
	const struct config_node *child;

	if (n->closing)
		return;
	out(p->o, "%*s%c%s\n", (int)depth, "", p->sign, n->text);
	TAILQ_FOREACH(child, &n->below, link)
		print_node(p, child, depth + 1);
}

static void print_difference(const struct config_node *n, void *arg)
{
	struct printer *p = arg;
	unsigned depth = 0;

	for (const struct config_node *a = n->above; a->above; a = a->above)
		depth++;
	print_context(p, n->above, depth);
	if (!depth)
		p->context = NULL;
	print_node(p, n, depth);
}

bool config_diff_print(struct config_node *old, struct config_node *new, struct out *o)
{
	struct printer added = { o, '+', NULL }, removed = { o, '-', NULL };
	bool any = config_diff_walk(old, new, false, print_difference, &added);

	return config_diff_walk(old, new, true, print_difference, &removed) || any;
}
