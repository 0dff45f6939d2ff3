/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_CONFIG_TREE_H
#define CLI_CONFIG_TREE_H

/*
 * The text of a configuration as a tree, by its indentation: for texts that the router has
 * printed, or that look like it. Comments, headings and what is behind "end" are left out; a
 * banner and a certificate are one line with "\n" inside.
 */

#include <stdbool.h>
#include <sys/queue.h>

#include "lib/out.h"

struct config_node {
	TAILQ_ENTRY(config_node) link;
	TAILQ_HEAD(config_nodes, config_node) below; /* owned */
	struct config_node *above;		     /* NULL: the root */
	char *text;				     /* without indentation; owned */
	unsigned indent;
	bool closing; /* "exit-address-family" and the like: no configuration by itself */
	bool matched; /* of a comparison that is under way */
};

/* Never NULL; *complete tells whether there was an "end". Given back with config_tree_free(). */
struct config_node *config_tree_parse(const char *text, bool *complete);
void config_tree_free(struct config_node *root);

/* Appends the lines that lead from the global mode to the node, without its own. */
void config_tree_path(const struct config_node *n, struct out *o);
/* Appends the node's line and all below it. */
void config_tree_lines(const struct config_node *n, struct out *o);

#endif
