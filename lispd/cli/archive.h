/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_ARCHIVE_H
#define CLI_ARCHIVE_H

/*
 * Copies of the running-config in flash:, as the kept block "archive" says: "path flash:NAME"
 * names them, "maximum N" limits them, "write-memory" makes one whenever it is saved. A copy is
 * called NAME-TIME-NUMBER.
 */

#include <stdbool.h>

#include "lib/out.h"

struct root;

/* Is there a path in flash:? */
bool archive_is_on(const struct root *root);
bool archive_wants_saves(const struct root *root);
/* Makes a copy. False with a line in why. */
bool archive_save(struct root *root, struct out *why);
/* Are configuration commands logged ("log config", "logging enable", "notify syslog")? */
bool archive_logs_commands(const struct root *root);
/* Appends what "show archive" prints. */
void archive_show(const struct root *root, struct out *o);

#endif
