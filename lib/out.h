/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_OUT_H
#define LIB_OUT_H

/* A growable text sink; everything that a user sees is printed into one. */

#include <stdarg.h>
#include <stddef.h>

#include "lib/base.h"

struct out {
	char *text; /* always ends in a NUL once something was written; owned */
	size_t len, cap;
};

void out_init(struct out *o);
void out_fini(struct out *o);
void out_clear(struct out *o); /* keeps the memory */
void out(struct out *o, const char *fmt, ...) PRINTF_LIKE(2, 3);
void out_v(struct out *o, const char *fmt, va_list ap) PRINTF_LIKE(2, 0);
void out_str(struct out *o, const char *s);
void out_bytes(struct out *o, const char *s, size_t len);
void out_char(struct out *o, char c);
void out_drop_front(struct out *o, size_t len); /* removes what was delivered */
const char *out_text(const struct out *o);	/* "" when nothing was written */

#endif
