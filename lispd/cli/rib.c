/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/rib.h"

static struct vrf *table(const struct root *r, const char *vrf)
{
	return r->routes && r->vrfs ? vrf_find(r->vrfs, vrf) : NULL;
}

bool rib_exact(const struct root *r, const char *vrf, const struct prefix *p,
	       struct route_info *out)
{
	struct vrf *v = table(r, vrf);

	return v && route_exact(r->routes, v, p, out);
}

bool rib_match(const struct root *r, const char *vrf, const struct addr *a, struct route_info *out)
{
	struct vrf *v = table(r, vrf);

	return v && route_match(r->routes, v, a, out);
}

bool rib_cover(const struct root *r, const char *vrf, const struct prefix *p,
	       struct route_info *out)
{
	struct prefix all = prefix_default(p->addr.family);

	/* The match of p's first address may be more specific than p. */
	if (rib_match(r, vrf, &p->addr, out) && prefix_covers(&out->prefix, p))
		return true;
	return rib_exact(r, vrf, p, out) || rib_exact(r, vrf, &all, out);
}

unsigned rib_rows(const struct root *r, const char *vrf, int family, const struct prefix *after,
		  struct route_info *rows, unsigned max)
{
	struct vrf *v = table(r, vrf);

	return v ? route_rib(r->routes, v, family, after, rows, max) : 0;
}
