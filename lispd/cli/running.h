/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_RUNNING_H
#define CLI_RUNNING_H

/* The running-config as text: of the whole router, of one interface, of one VRF. */

#include <stdbool.h>

#include "lib/out.h"

struct root;

/* From the first "!" to "end"; what startup-config holds. */
void running_text(const struct root *root, struct out *o, bool all);
/* The block and "end"; false when there is no such thing in the configuration. */
bool running_interface(const struct root *root, struct out *o, const char *ifname, bool all);
bool running_vrf(const struct root *root, struct out *o, const char *vrf);

#endif
