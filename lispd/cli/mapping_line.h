/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_MAPPING_LINE_H
#define CLI_MAPPING_LINE_H

/* "database-mapping PFX locator-set NAME ..." as services and dynamic EIDs have it. */

#include "lib/cli/cli.h"
#include "lispd/role/cfg.h"

struct mapping_options mapping_read_options(const struct args *a);
/* Prints the whole line into o. */
void mapping_set_str(struct out *o, const struct db_mapping_cfg *m);
/* All lines of all prefixes. */
void mapping_write(struct cli_writer *w, const struct db_mapping_cfg *m, unsigned n);
void static_map_write(struct cli_writer *w, const struct static_map_cfg *m, unsigned n);

#define MAPPING_SET "locator-set WORD$set"
#define MAPPING_OPTIONS                                                      \
	"{proxy [(sgt <1-65519>$sgt|summary)]|route-tag <1-4294967295>$tag|" \
	"default-etr [route-map WORD$map]|local|silent-host-detection}"
#define MAPPING_SET_HELP                                              \
	"locator-set       Take the locators from a set\n"            \
	"$set              Locator-set name\n"                        \
	"proxy             Register it for another router\n"          \
	"sgt               Security group tag\n"                      \
	"$sgt              Tag\n"                                     \
	"summary           A summary of what is behind this router\n" \
	"route-tag         Tag of the route\n"                        \
	"$tag              Route tag\n"                               \
	"default-etr       Default ETR of the fabric\n"               \
	"route-map         Only while this route-map permits it\n"    \
	"$map              Name of a route-map\n"                     \
	"local             For sites of this map-server\n"            \
	"silent-host-detection  Look for hosts that do not send\n"

#endif
