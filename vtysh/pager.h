/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VTYSH_PAGER_H
#define VTYSH_PAGER_H

/* Prints a command's text page by page. */

#include <regex.h>

#include "lib/out.h"

struct pager {
	int (*key)(void *arg); /* waits for a key; -1 when none will come */
	void *arg;
	unsigned length, width; /* 0: no limit */
	unsigned rows;		/* printed since the last stop */
	bool stopped;		/* the user has seen enough */
	enum { PAGER_ALL, PAGER_SEARCH, PAGER_ONLY, PAGER_NOT } filter;
	regex_t re;
	size_t column;	 /* in the line that is being printed */
	struct out line; /* with a filter: the beginning of a line whose end has not come */
};

void pager_init(struct pager *p, int (*key)(void *arg), void *arg);
void pager_fini(struct pager *p);
/* A new command begins. */
void pager_begin(struct pager *p, unsigned length, unsigned width);
/* Prints; may wait for keys. */
void pager_text(struct pager *p, const char *text, size_t len);
/* True when what was printed ends with a line end. */
bool pager_at_margin(const struct pager *p);

#endif
