/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_CLI_MODE_H
#define LIB_CLI_MODE_H

/*
 * Where a session is: a stack of modes with the key of the instance in each, EXEC at the bottom.
 * Keys only, never pointers to objects: those may be gone when the next line comes.
 */

#include "lib/cli/match.h"

#define MODE_MAX_DEPTH 12

struct mode_level {
	int mode;
	char *key; /* owned; may be NULL */
};

struct mode_stack {
	struct mode_level level[MODE_MAX_DEPTH];
	unsigned depth;
	struct mode_level resume; /* key NULL and mode -1: none */
};

void mode_init(struct mode_stack *s);
void mode_fini(struct mode_stack *s);
void mode_push(struct mode_stack *s, int mode, const char *key);
/* Leaves levels until depth is left; EXEC stays. */
void mode_pop_to(struct mode_stack *s, unsigned depth);
void mode_forget(struct mode_stack *s); /* what could be resumed */
int mode_top(const struct mode_stack *s);
/* The key of the innermost level of that mode; NULL when there is none. */
const char *mode_key(const struct mode_stack *s, int mode);

/* Matches a line in the innermost mode, then in the modes around it up to the global one, then in
 * a mode that may resume: the first that takes the whole line wins. *depth is the depth of its
 * level, MODE_RESUME for the last. If none does, m is the failure in the innermost mode. */
#define MODE_RESUME 0
void mode_match(struct match *m, const struct cli_engine *e, const struct mode_stack *s,
		bool privileged, const struct words *words, unsigned *depth);
/* Goes to where mode_match() found it; a level that may resume is remembered when it is left. */
void mode_go(struct mode_stack *s, const struct cli_engine *e, unsigned depth);

/* HOST and the mode's prompt. */
void mode_prompt(const struct mode_stack *s, const struct cli_engine *e, bool privileged,
		 struct out *o);

#endif
