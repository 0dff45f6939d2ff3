/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_PROGRAM_H
#define CLI_PROGRAM_H

/* The command engine of the daemon: all modes, tables and callbacks, put together. */

struct cli_engine;
struct root;

/* root and what it points to must be there for as long as the engine is; sets root->engine. */
struct cli_engine *lispd_cli_new(struct root *root);
/* Ends the sessions that are left. */
void lispd_cli_free(struct root *root);

#endif
