/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_CLI_TYPE_H
#define LIB_CLI_TYPE_H

/* The parameter types that every program has. */

#include "lib/cli/engine.h"

extern const struct cli_type type_line;	 /* takes all that is left; the matcher does it itself */
extern const struct cli_type type_range; /* <MIN-MAX>; needs the token's bounds, so does this */

/* The built-in type of that name in a syntax string, or NULL. */
const struct cli_type *type_find(const char *name, size_t len);

/* Decimal digits only, in [min, max]. */
bool type_number(const char *s, uint64_t min, uint64_t max, uint64_t *value);
/* "<1-100>" of a syntax string. */
bool type_parse_range(const char *name, size_t len, uint64_t *min, uint64_t *max);

/* Could s be the beginning of such a parameter? For "?" right behind it. */
bool type_may_begin(const struct cli_type *t, const char *s, size_t len);

#endif
