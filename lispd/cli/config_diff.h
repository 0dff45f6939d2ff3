/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_CONFIG_DIFF_H
#define CLI_CONFIG_DIFF_H

/* What turns one configuration into another. The order of lines does not count. */

#include "lispd/cli/config_tree.h"

/* Calls fn for every line (with all below it) that new has and old has not, in new's order, or
 * with removed for those that old has and new has not. True when there was one that counts: an interface
 * without settings does not. */
bool config_diff_walk(struct config_node *old, struct config_node *new, bool removed,
		      void (*fn)(const struct config_node *n, void *arg), void *arg);

/* Appends the differences, lines with "+" and "-" in their context; false when none counts. */
bool config_diff_print(struct config_node *old, struct config_node *new, struct out *o);

#endif
