/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_DYNAMIC_EID_H
#define CLI_SHOW_DYNAMIC_EID_H

/* show lisp ... dynamic-eid: the policies that were typed. No host is discovered yet. */

#include "lib/json.h"
#include "lispd/role/process.h"

void dynamic_eid_print_title(struct out *o, const char *what, const struct lisp_inst *inst);
void dynamic_eid_print(struct out *o, const struct dynamic_eid_cfg *d);
void dynamic_eid_print_summary_head(struct out *o);

#endif
