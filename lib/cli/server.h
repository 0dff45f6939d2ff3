/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_CLI_SERVER_H
#define LIB_CLI_SERVER_H

/* Listens on a Unix socket and gives each vtysh that comes a session. */

#include <sys/types.h>

#include "lib/cli/engine.h"

struct cli_server;

/* Both must outlive the server. */
struct cli_server *cli_server_new(struct cli_engine *e, struct loop *loop);
/* Ends the sessions, closes and removes the socket. NULL is fine. */
void cli_server_free(struct cli_server *s);

/* Makes the socket with that mode, owned by group if it exists (NULL: ours). Users of that group,
 * root and our own user start at "#". A socket file that nobody answers on any more is replaced.
 * 0 or -errno, -EADDRINUSE when another daemon lives. */
int cli_server_listen(struct cli_server *s, const char *path, mode_t mode, const char *group);

#endif
