/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/locator_line.h"

#include <stdio.h>
#include <string.h>

bool locator_read(const struct args *a, struct locator_cfg *loc)
{
	const char *ifname = arg_str(a, "interface");
	uint32_t n = 0;

	*loc = (struct locator_cfg){
		.kind = LOCATOR_ADDRESS,
		.bare = !arg_has(a, "priority"),
		.down = arg_has(a, "down"),
	};
	if (arg_u32(a, "priority", &n))
		loc->priority = (uint8_t)n;
	if (arg_u32(a, "weight", &n))
		loc->weight = (uint8_t)n;
	if (arg_u32(a, "affinity", &n))
		loc->affinity[loc->n_affinities++] = (uint16_t)n;
	if (arg_u32(a, "affinity2", &n))
		loc->affinity[loc->n_affinities++] = (uint16_t)n;
	if (!ifname)
		return arg_addr(a, "rloc", &loc->addr);
	loc->kind = LOCATOR_INTERFACE;
	loc->family = arg_has(a, "IPv6-interface") ||
				      (arg_has(a, "dynamic") && arg_has(a, "ipv6")) ?
			      AF_INET6 :
			      AF_INET;
	snprintf(loc->ifname, sizeof(loc->ifname), "%s", ifname);
	return true;
}

struct locator_text locator_str(const struct locator_cfg *loc)
{
	char shares[40] = "", affinity[40] = "", second[16] = "";
	struct locator_text t;

	if (!loc->bare)
		snprintf(shares, sizeof(shares), " priority %u weight %u", loc->priority,
			 loc->weight);
	if (loc->n_affinities > 1)
		snprintf(second, sizeof(second), " , %u", loc->affinity[1]);
	if (loc->n_affinities)
		snprintf(affinity, sizeof(affinity), " affinity-id %u%s", loc->affinity[0], second);
	snprintf(t.s, sizeof(t.s), "%s%s%s%s%s",
		 loc->kind == LOCATOR_ADDRESS ? "" :
		 loc->family == AF_INET6      ? "IPv6-interface " :
						"IPv4-interface ",
		 loc->kind == LOCATOR_ADDRESS ? addr_str(&loc->addr).s : loc->ifname, shares,
		 loc->down ? " down" : "", affinity);
	return t;
}

bool locator_name_ok(struct cli *c, const char *what, const char *name)
{
	if (strlen(name) < CFG_NAME)
		return true;
	cli_err(c, "A %s name has at most %d characters", what, CFG_NAME - 1);
	return false;
}
