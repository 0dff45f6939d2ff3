/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_CONFIG_REPLACE_H
#define CLI_CONFIG_REPLACE_H

/*
 * configure replace: makes the running-config equal to a text. Only what differs is typed, what
 * is new before what goes, so that a value is replaced and not taken away first; what is refused
 * is tried again after the other lines, some times over.
 */

#include <stdbool.h>

#include "lib/out.h"

struct root;

/* Is it a whole configuration, with "end"? */
bool config_is_complete(const char *text);
/* How often it went through; what is left different then is appended to left. */
unsigned config_replace(struct root *root, const char *text, const char *by, struct out *left);

#endif
