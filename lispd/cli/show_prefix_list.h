/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_PREFIX_LIST_H
#define CLI_SHOW_PREFIX_LIST_H

/* show lisp prefix-list: the lists that were typed. Nothing uses them. */

#include "lib/json.h"
#include "lispd/role/unread.h"

void prefix_list_print_title(struct out *o, unsigned process);
void prefix_list_print(struct out *o, const struct unread_block *list);
/* The name of the list that the block is, or NULL. */
const char *prefix_list_name(const struct unread_block *b);

#endif
