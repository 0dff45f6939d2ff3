/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_CLI_MANUAL_H
#define LIB_CLI_MANUAL_H

/* The commands as a chapter of a manual page, in mdoc(7), from the rows themselves. */

#include "lib/cli/engine.h"

enum manual_part {
	MANUAL_EXEC,   /* what works at ">" and "#" */
	MANUAL_CONFIG, /* the configuration, a subsection for each kind of block */
};

void cli_manual(const struct cli_engine *e, enum manual_part part, struct out *o);

#endif
