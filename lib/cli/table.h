/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_CLI_TABLE_H
#define LIB_CLI_TABLE_H

/*
 * The compiled rows, indexed by mode and first keyword; the inside of struct cli_engine. Built
 * once by cli_engine_new(), read-only afterwards but for the list of sessions.
 */

#include <sys/queue.h>

#include "lib/cli/syntax.h"

struct row {
	const struct cli_cmd *cmd;
	struct syntax syntax;
};

/* A token that a line can begin with. */
struct ref {
	const struct row *row;
	uint8_t token;
};

/* Words that are not in the rows' syntax: what follows is looked up elsewhere. */
enum jump { JUMP_NONE, JUMP_NO, JUMP_DEFAULT, JUMP_DO };

struct head {
	const char *lower;
	const struct syntax_token *token;
	enum jump jump;
	struct ref *ref; /* in the order of the rows; owned */
	size_t n_refs;
};

struct index {
	struct head *head; /* sorted by keyword; owned */
	size_t n_heads;
	struct ref *param; /* rows that begin with a parameter; owned */
	size_t n_params;
};

enum { FORM_PLAIN, FORM_NO, FORM_DEFAULT, N_FORMS };

struct cli_engine {
	const struct cli_program *program;
	void *root;
	struct loop *loop;
	struct row *row; /* owned */
	size_t n_rows;
	struct index *index;		   /* [n_modes][N_FORMS]; owned */
	struct syntax_token jump_token[4]; /* by enum jump */
	LIST_HEAD(cli_list_head, cli) sessions;
};

const struct index *table_index(const struct cli_engine *e, int mode, int form);
const struct syntax_token *table_jump(const struct cli_engine *e, enum jump jump);
/* Does the row belong to the mode? */
bool table_row_in(const struct row *row, int mode);
/* The heads that begin with the first len letters of lower: [*from, *to). */
void table_heads(const struct index *x, const char *lower, size_t len, size_t *from, size_t *to);

/* The text of a "token  text" line for that token; key has the "$" of a parameter. NULL when
 * there is none. */
const char *table_help(const char *lines, const char *key, size_t *len);

#endif
