/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_MEM_H
#define LIB_MEM_H

/*
 * Control-plane memory: these end the process with one clear line when memory is gone.
 * Whatever a peer can make grow is limited by a count first (see each store).
 */

#include <stddef.h>

void *xmalloc(size_t len);
void *xcalloc(size_t n, size_t len); /* zeroed */
void *xrealloc(void *p, size_t len);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t len);

/* p, which a function of the C library had to have memory for; NULL ends the process. */
void *mem_checked(void *p);

/* Replaces *dst, which is freed, by a copy of src; src may be NULL. */
void str_replace(char **dst, const char *src);

#endif
