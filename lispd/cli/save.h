/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SAVE_H
#define CLI_SAVE_H

#include "lib/cli/cli.h"

/* write memory: says what it does and returns like a row's run. */
int save_running(struct cli *c);

#endif
