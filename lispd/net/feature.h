/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NET_FEATURE_H
#define NET_FEATURE_H

/*
 * What this kernel, or our privileges, may lack. Each lack is told once, in one line that names
 * the remedy; after that the work goes on without it.
 */

#include <stdbool.h>
#include <stdint.h>

enum feature {
	FEATURE_NETLINK,  /* changing addresses, links, routes: CAP_NET_ADMIN */
	FEATURE_NETNS,	  /* named network namespaces (VRFs): CAP_SYS_ADMIN, CONFIG_NET_NS */
	FEATURE_DUMMY,	  /* dummy devices for Loopback interfaces; without: addresses on lo */
	FEATURE_VLAN,	  /* VLAN devices for sub-interfaces */
	FEATURE_RULES_V4, /* policy routing, CONFIG_IP_MULTIPLE_TABLES */
	FEATURE_RULES_V6, /* CONFIG_IPV6_MULTIPLE_TABLES */
	FEATURE_IPV6,	  /* an IPv6 stack at all */
	FEATURE_SYSCTL,	  /* a writable /proc/sys/net */
	FEATURE_ICMP,	  /* raw or ping sockets */
	FEATURES,
};

struct features {
	uint32_t missing; /* bit = enum feature: found missing and told */
};

/* Call where the kernel refused: notes the lack and logs "what: why; remedy" the first time.
 * err is the errno, positive. */
void feature_missing(struct features *f, enum feature what, int err);
bool feature_is_missing(const struct features *f, enum feature what);

#endif
