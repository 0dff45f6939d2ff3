/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_RIB_H
#define CLI_RIB_H

/* The routing table of a VRF by name, as show commands ask it. vrf "" is the default one; without
 * a kernel there are no routes. */

#include "lispd/cli/root.h"
#include "lispd/net/route.h"

bool rib_exact(const struct root *r, const char *vrf, const struct prefix *p,
	       struct route_info *out);
bool rib_match(const struct root *r, const char *vrf, const struct addr *a, struct route_info *out);
/* A route that is equal to p or covers it, a default included. */
bool rib_cover(const struct root *r, const char *vrf, const struct prefix *p,
	       struct route_info *out);
/* At most max rows behind after (NULL: from the beginning); returns how many. */
unsigned rib_rows(const struct root *r, const char *vrf, int family, const struct prefix *after,
		  struct route_info *rows, unsigned max);

#endif
