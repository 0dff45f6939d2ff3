/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_CLI_ARGS_H
#define LIB_CLI_ARGS_H

/* What a matched line gave to its row; read through the getters of lib/cli/cli.h. */

#include "lib/cli/table.h"

struct args {
	const struct row *row;
	bool no, dflt;
	struct {
		const struct syntax_token *token;
		size_t text_off; /* parameters only */
	} bound[SYNTAX_MAX_TOKENS];
	size_t n_bound;
	struct out text; /* owned */
	char *line;	 /* owned */
};

void args_fini(struct args *a);

#endif
