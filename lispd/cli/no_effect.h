/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_NO_EFFECT_H
#define CLI_NO_EFFECT_H

#include "lib/cli/cli.h"

/* Lines of LISP that are stored, but change nothing: their rows have CLI_NO_EFFECT. */

/* Says in the log that the line is one of them; not again for the same row for a while. */
void no_effect_note(struct cli *c, const struct args *a);

#endif
