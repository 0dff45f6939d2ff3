/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_FAKE_FIB_H
#define TESTS_UNIT_FAKE_FIB_H

/* The data plane's tables without a data plane: what control publishes is kept and can be looked
 * at; counters are what the test says. A program that uses it gets these functions in place of
 * those of lispd/dp. */

#include "lispd/dp/fib.h"
#include "lispd/dp/hold.h"

struct dp *fake_dp_new(void);
void fake_dp_free(struct dp *dp);
/* What control wants for the prefix, NULL when nothing. */
const struct fib_entry_cfg *fake_fib_entry(const struct fib_table *t, const char *prefix);
/* As if packets had used the entry. */
void fake_fib_use(struct fib_table *t, const char *prefix, uint64_t packets, uint64_t bytes);
/* The verdict on packets held for this EID that came last; -1: none since the last call. */
int fake_fib_verdict(struct fib_table *t);

#endif
