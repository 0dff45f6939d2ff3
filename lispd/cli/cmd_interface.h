/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_CMD_INTERFACE_H
#define CLI_CMD_INTERFACE_H

#include "lib/cli/cli.h"

struct iface;
struct sys;

/* What the writers of MODE_IF and MODE_SUBIF get. */
struct if_block {
	const struct iface *i;
	const struct sys *sys;
};

/* Was there something typed that is to be printed? */
bool if_block_shown(const struct if_block *b);
int if_block_mode(const struct iface *i);

#endif
