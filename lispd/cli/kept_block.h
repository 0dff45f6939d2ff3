/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_KEPT_BLOCK_H
#define CLI_KEPT_BLOCK_H

#include "lib/cli/cli.h"

/* A line typed in a kept block: stored there, or left to the modes above. As cli_mode.unknown. */
int kept_block_line(struct cli *c, const char *line, bool fits_above);

#endif
