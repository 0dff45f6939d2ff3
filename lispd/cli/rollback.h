/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_ROLLBACK_H
#define CLI_ROLLBACK_H

/* A change of the configuration that has to be confirmed within some time. */

#include <stdbool.h>
#include <stdint.h>

#include "lib/out.h"

struct root;

/* Goes back to the present running-config after that time, unless it is stopped. */
void rollback_start(struct root *root, uint32_t minutes, const char *by);
bool rollback_pending(const struct root *root);
/* The change stays. False when none was pending. */
bool rollback_confirm(struct root *root, const char *by);
/* At once. False when none was pending. */
bool rollback_now(struct root *root);
/* Appends when and by whom it was set; nothing when none is pending. */
void rollback_show(const struct root *root, struct out *o);
void rollback_free(struct root *root);

#endif
