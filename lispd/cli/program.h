/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_PROGRAM_H
#define CLI_PROGRAM_H

/* The command engine of the daemon: all modes, tables and callbacks, put together. */

#include <stdbool.h>
#include <stdint.h>

struct cli_engine;
struct root;
struct row;

/* root and what it points to must be there for as long as the engine is; sets root->engine. */
struct cli_engine *lispd_cli_new(struct root *root);
/* Ends the sessions that are left. */
void lispd_cli_free(struct root *root);
/* True once per interval for each row: something about it is worth saying. */
bool program_row_due(struct root *root, const struct row *row, uint64_t interval_ms);

#endif
