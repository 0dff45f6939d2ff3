/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_CLI_SYNTAX_H
#define LIB_CLI_SYNTAX_H

/*
 * One row's syntax string as an automaton. Its states are the tokens of the string; each knows
 * the set of tokens that may come next. A set is a bit mask, so a row has at most 64 tokens.
 */

#include "lib/cli/engine.h"

#define SYNTAX_MAX_TOKENS 64

struct syntax_token {
	char *word;		     /* keyword as written, or the parameter's name; owned */
	char *lower;		     /* keyword in lower case; NULL for a parameter; owned */
	size_t len;		     /* of the keyword */
	const struct cli_type *type; /* NULL for a keyword */
	uint64_t min, max;	     /* <MIN-MAX> */
	char *label;		     /* of the parameter in help lists; owned */
	const char *help;
	size_t help_len;
	uint64_t follow;
	/* The token begins an alternative of a {} group that is made of tokens [once, once_end):
	 * none of them may have been used before. */
	uint8_t once, once_end;
};

struct syntax {
	struct syntax_token *token;
	size_t n_tokens;
	uint64_t first, accept;
	uint64_t accept_short; /* ends that "no" and "default" may have, "~" */
	bool plain, no, dflt;  /* the forms that exist */
};

/* types is NULL-terminated and may be NULL. False with a text in error when s is malformed; then
 * out holds nothing. */
bool syntax_compile(struct syntax *out, const char *s, const struct cli_type *const *types,
		    struct out *error);
void syntax_fini(struct syntax *s);

#endif
