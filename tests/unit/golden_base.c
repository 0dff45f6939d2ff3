/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has no LISP in it: t_golden_base compares these folders. */
#include "tests/unit/golden_rows.h"

#define BASE "no LISP in it: t_golden_base"

const struct golden_row golden_base_rows[] = {
	GOLDEN_NOT("ShowIpRoute", BASE),
	GOLDEN_NOT("ShowIpRouteWord", BASE),
	GOLDEN_NOT("ShowIpv6Route", BASE),
	GOLDEN_NOT("ShowIpv6RouteWord", BASE),
	GOLDEN_NOT("ping-ADDR", BASE),
	GOLDEN_NOT("show-clock", BASE),
	GOLDEN_NOT("show-interfaces", BASE),
	GOLDEN_NOT("show-interfaces-description", BASE),
	GOLDEN_NOT("show-ip-arp", BASE),
	GOLDEN_NOT("show-ip-cef", BASE),
	GOLDEN_NOT("show-ip-cef-PREFIX-detail", BASE),
	GOLDEN_NOT("show-ip-cef-internal", BASE),
	GOLDEN_NOT("show-ip-cef-summary", BASE),
	GOLDEN_NOT("show-ip-interface", BASE),
	GOLDEN_NOT("show-ip-interface-brief", BASE),
	GOLDEN_NOT("show-ip-protocols", BASE),
	GOLDEN_NOT("show-ip-route", BASE),
	GOLDEN_NOT("show-ip-route-summary", BASE),
	GOLDEN_NOT("show-ip-static-route", BASE),
	GOLDEN_NOT("show-ipv6-cef", BASE),
	GOLDEN_NOT("show-ipv6-cef-internal", BASE),
	GOLDEN_NOT("show-ipv6-interface-brief", BASE),
	GOLDEN_NOT("show-ipv6-neighbors", BASE),
	GOLDEN_NOT("show-ipv6-route", BASE),
	GOLDEN_NOT("show-ipv6-route-summary", BASE),
	GOLDEN_NOT("show-privilege", BASE),
	GOLDEN_NOT("show-running-config-vrf", BASE),
	GOLDEN_NOT("show-users", BASE),
	GOLDEN_NOT("show-version", BASE),
	GOLDEN_NOT("show-vrf", BASE),
	GOLDEN_NOT("show-vrf-detail", BASE),
	GOLDEN_NOT("traceroute", BASE),
	{ .folder = NULL },
};
