/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/config_tree.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base.h"
#include "lib/mem.h"

#define MAX_DEPTH 16

/* --- lines ------------------------------------------------------------------------------------ */

/* What is read; the next line begins at text. */
struct reader {
	const char *text;
	struct out line;
	unsigned indent;
	bool ended;
};

static bool next_raw(struct reader *r)
{
	size_t len = strcspn(r->text, "\n");

	if (!*r->text)
		return false;
	out_clear(&r->line);
	out_bytes(&r->line, r->text, len);
	while (r->line.len && strchr(" \t\r", r->line.text[r->line.len - 1]))
		r->line.text[--r->line.len] = '\0';
	r->text += len + (r->text[len] == '\n');
	return true;
}

static bool begins(const char *line, const char *with)
{
	return strncmp(line, with, strlen(with)) == 0;
}

static bool is_heading(const char *line)
{
	return begins(line, "Building configuration") || begins(line, "Current configuration") ||
	       begins(line, "Using ") || begins(line, "version ");
}

/* The text up to the banner's delimiter belongs to its line. */
static void join_banner(struct reader *r)
{
	const char *rest = out_text(&r->line) + 7;
	struct out whole;
	char delimiter[3] = "";

	rest += strcspn(rest, " ");
	rest += strspn(rest, " ");
	memcpy(delimiter, rest, strncmp(rest, "^C", 2) == 0 ? 2 : *rest != '\0');
	if (!*delimiter || strstr(rest + strlen(delimiter), delimiter))
		return;
	out_init(&whole);
	out_str(&whole, r->line.text);
	while (next_raw(r)) {
		out(&whole, "\n%s", out_text(&r->line));
		if (strstr(out_text(&r->line), delimiter))
			break;
	}
	out_fini(&r->line);
	r->line = whole;
}

static void join_certificate(struct reader *r)
{
	struct out whole;

	out_init(&whole);
	out_str(&whole, r->line.text);
	while (next_raw(r)) {
		out(&whole, "\n%s", out_text(&r->line));
		if (strcmp(out_text(&r->line) + strspn(out_text(&r->line), " \t"), "quit") == 0)
			break;
	}
	out_fini(&r->line);
	r->line = whole;
}

/* The next line of configuration, without its indentation. */
static const char *next_line(struct reader *r)
{
	while (!r->ended && next_raw(r)) {
		const char *line = out_text(&r->line) + strspn(out_text(&r->line), " \t");

		r->indent = (unsigned)(line - out_text(&r->line));
		r->ended = strcmp(line, "end") == 0;
		if (!*line || *line == '!' || r->ended || (!r->indent && is_heading(line)))
			continue;
		if (!r->indent && begins(line, "banner "))
			join_banner(r);
		if (r->indent && begins(line, "certificate "))
			join_certificate(r);
		return out_text(&r->line) + r->indent;
	}
	return NULL;
}

/* --- the tree --------------------------------------------------------------------------------- */

static struct config_node *add_node(struct config_node *above, const char *text, unsigned indent)
{
	struct config_node *n = xcalloc(1, sizeof(*n));

	TAILQ_INIT(&n->below);
	n->text = xstrdup(text);
	n->indent = indent;
	n->above = above;
	n->closing = begins(text, "exit-") || strcmp(text, "exit") == 0;
	if (above)
		TAILQ_INSERT_TAIL(&above->below, n, link);
	return n;
}

static unsigned depth_of(const struct config_node *n)
{
	unsigned depth = 0;

	for (; n->above; n = n->above)
		depth++;
	return depth;
}

struct config_node *config_tree_parse(const char *text, bool *complete)
{
	struct config_node *root = add_node(NULL, "", 0), *last = root;
	struct reader r = { .text = text };
	const char *line;

	out_init(&r.line);
	while ((line = next_line(&r))) {
		struct config_node *above = last;

		while (above->above && above->indent >= r.indent)
			above = above->above;
		if (depth_of(above) >= MAX_DEPTH)
			above = above->above;
		last = add_node(above, line, r.indent);
	}
	out_fini(&r.line);
	*complete = r.ended;
	return root;
}

/* As deep as MAX_DEPTH. */
void config_tree_free(struct config_node *root)
{
	struct config_node *n;

	while ((n = TAILQ_FIRST(&root->below))) {
		TAILQ_REMOVE(&root->below, n, link);
		config_tree_free(n);
	}
	free(root->text);
	free(root);
}

void config_tree_path(const struct config_node *n, struct out *o)
{
	const struct config_node *above[MAX_DEPTH + 1];
	unsigned depth = 0;

	for (n = n->above; n && n->above; n = n->above)
		above[depth++] = n;
	while (depth)
		out(o, "%s\n", above[--depth]->text);
}

void config_tree_lines(const struct config_node *n, struct out *o)
{
	const struct config_node *child;

	out(o, "%s\n", n->text);
	TAILQ_FOREACH(child, &n->below, link)
		config_tree_lines(child, o);
}
