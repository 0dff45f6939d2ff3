/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_CMD_IF_RANGE_H
#define CLI_CMD_IF_RANGE_H

#include "lib/cli/cli.h"

/* Runs an interface's line for every interface of the range; the run of all rows that stand in
 * MODE_IF_RANGE for those of MODE_IF. */
int if_range_run(struct cli *c, const struct args *a);

#endif
