/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_TYPES_H
#define CLI_TYPES_H

/* Parameter types of this program, beside those of the engine. */

#include "lib/cli/engine.h"

/*
 * IFNAME   an interface, in one word or two, abbreviated at will; arg_str() gives its canonical
 *          name. It need not exist.
 * NAME     a name that may be the last word of a show: any word but "json".
 */
extern const struct cli_type *const types_list[]; /* ends with NULL */

#endif
