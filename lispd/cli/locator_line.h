/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_LOCATOR_LINE_H
#define CLI_LOCATOR_LINE_H

/* A locator as it stands in lines: an address or an interface, priority and weight. */

#include "lib/cli/cli.h"
#include "lispd/role/cfg.h"

/* $rloc or $interface behind its keyword, $priority, $weight, down, $affinity. False when the line
 * (a "no" cut short) has no locator. */
bool locator_read(const struct args *a, struct locator_cfg *loc);

struct locator_text {
	char s[160];
};
/* "172.16.1.2 priority 1 weight 100" */
struct locator_text locator_str(const struct locator_cfg *loc);

/* The name of a locator-set or policy, or its complaint. */
bool locator_name_ok(struct cli *c, const char *what, const char *name);

#define LOCATOR_RLOC "(A.B.C.D|X:X::X)$rloc"
#define LOCATOR_INTERFACE_ROWS "IPv4-interface IFNAME$interface|IPv6-interface IFNAME$interface"
#define LOCATOR_SHARES "priority <0-255>$priority weight <0-100>$weight"
#define LOCATOR_HELP                                                       \
	"$rloc             Locator address\n"                              \
	"priority          Priority of the locator\n"                      \
	"$priority         Priority, lower is better, 255 is never used\n" \
	"weight            Weight of the locator\n"                        \
	"$weight           Share of the traffic in percent\n"
#define LOCATOR_INTERFACE_HELP                                                  \
	"IPv4-interface    Take the locator from an interface's IPv4 address\n" \
	"IPv6-interface    Take the locator from an interface's IPv6 address\n" \
	"$interface        Interface\n"

#endif
