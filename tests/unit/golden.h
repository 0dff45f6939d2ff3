/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_GOLDEN_H
#define TESTS_UNIT_GOLDEN_H

/*
 * Our output beside that of IOS, folder by folder of reference/golden. A row's function prints
 * what the state of the capture gives, from a router of the fixture or from the struct that the
 * print function takes, filled with the captured values.
 *
 * Both texts are cleaned before they are compared: what belongs to the terminal (prompts, blanks
 * at line ends, banners of "show lisp all") and what only newer releases print goes, counts that
 * stand beside dropped rows become N. Runs of blanks stay, so columns count.
 */

#include "lib/out.h"

struct golden_row {
	const char *folder;
	const char *file; /* NULL: not compared */
	void (*print)(struct out *o);
	const char *why;       /* not compared, or what is left out; NULL: all is there */
	const char *from, *to; /* a part: behind the line that fits, up to the one that fits */
	const char *drop;      /* lines that fit go from both, extended regular expression */
	const char *cut;       /* what fits inside a line goes from both */
};

#define GOLDEN(dir, nn, fn, ...)                                           \
	{                                                                  \
		.folder = dir, .file = nn ".txt", .print = fn, __VA_ARGS__ \
	}
#define GOLDEN_NOT(dir, reason)              \
	{                                    \
		.folder = dir, .why = reason \
	}

/* Compares the rows (the last has folder NULL), prints what became of each, returns how many
 * differ. *found tells whether the captures are there at all. */
unsigned golden_run(const struct golden_row *rows, bool *found);
/* The same for several tables; a NULL ends the list. */
unsigned golden_run_all(const struct golden_row *const *tables, bool *found);
/* Prints each folder of reference/golden/INDEX.tsv that no row names; returns how many. */
unsigned golden_unlisted(const struct golden_row *const *tables);

#endif
