/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_DEMO_TREE_H
#define TESTS_UNIT_DEMO_TREE_H

/*
 * A small command tree with some of everything: nested blocks, parameters of two words, questions,
 * long answers, a block that knows no words of its own. The command engine's unit tests, its fuzz
 * target and the clidemo daemon run on it.
 */

#include "lib/cli/engine.h"

struct demo;

struct demo *demo_new(void);
void demo_free(struct demo *d);
void demo_reset(struct demo *d); /* as new; no command may be waiting */
const struct cli_program *demo_program(void);
/* The pending "wait" command ends when this is called. */
void demo_tick(struct demo *d);
void demo_set_secret(struct demo *d, const char *secret);
/* How often configuration mode was left, and the last line that was accepted. */
unsigned demo_times_left(const struct demo *d);
const char *demo_changed(const struct demo *d);
unsigned demo_cancelled(const struct demo *d);

#endif
