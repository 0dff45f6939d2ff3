/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_STATIC_H
#define CLI_SHOW_STATIC_H

/* show ip static route: the printing. */

#include "lib/out.h"
#include "lispd/net/static.h"

void static_print_head(struct out *o, const char *vrf);
/* first: of its prefix. */
void static_print(struct out *o, const struct static_cfg *s, bool first);

#endif
