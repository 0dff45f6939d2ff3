/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_RLOC_MEMBERS_H
#define CLI_SHOW_RLOC_MEMBERS_H

/* show lisp ... server rloc members: the locators that registrations of an instance name. */

#include "lib/addr.h"
#include "lib/out.h"

void rloc_members_print_head(struct out *o, unsigned process, uint32_t iid, unsigned n_valid,
			     unsigned n);
void rloc_members_print(struct out *o, const struct addr *rloc, bool valid);

#endif
