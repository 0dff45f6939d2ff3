/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_REG_HISTORY_H
#define CLI_SHOW_REG_HISTORY_H

/* show lisp server registration-history: which registrations came and went. */

#include "lib/json.h"
#include "lispd/map/reghist.h"

void reg_history_print_head(struct out *o, const char *zone);
void reg_history_print(struct out *o, const struct reg_event *e);

#endif
