/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_CLI_ENGINE_H
#define LIB_CLI_ENGINE_H

/*
 * What a program gives to the command engine: modes, tables of rows, parameter types, callbacks.
 * Compiled once; after that the engine is only read. Command files need no more than lib/cli/cli.h;
 * sessions are made by lib/cli/server.h (socket) or lib/cli/runner.h (files and tests).
 */

#include "lib/cli/cli.h"

struct cli_engine;
struct cli_list; /* of words for "?" and TAB */
struct loop;

/* Of two types that take the same word the one with the higher rank wins. */
enum {
	CLI_RANK_LINE = 0,
	CLI_RANK_WORD = 10,
	CLI_RANK_NAME = 20,  /* names of things: interfaces */
	CLI_RANK_VALUE = 30, /* what cannot be a name: addresses, numbers */
};

struct cli_type {
	const char *name;  /* in syntax strings: "INTERFACE" */
	const char *label; /* in help lists: "WORD"; NULL: as name */
	int rank;
	/* How many of word[0..n) the parameter takes, n >= 1: 1 or 2, 0 when word[0] cannot begin
	 * one, -1 when it can but another word must follow. What arg_str() shall give goes into
	 * text; nothing written means the words as typed. */
	int (*match)(void *root, const char *const word[], size_t n, struct out *text);
	/* The words that can begin the parameter (first is NULL) or follow its first word. NULL:
	 * help shows the label. */
	void (*list)(void *root, const char *first, struct cli_list *l);
};

/* help NULL: the parameter's own help text. */
void cli_list_add(struct cli_list *l, const char *word, const char *help);

/* A word for the beginning of an EXEC command. */
struct cli_alias {
	const char *name, *text;
	bool usual; /* not configured; gives way to what the word would be otherwise */
};

struct cli_program {
	const struct cli_mode *modes; /* indexed by mode number */
	int n_modes;
	const struct cli_cmd *const *tables; /* a NULL ends the list */
	const struct cli_type *const *types; /* a NULL ends the list; may be NULL */
	const char *common_help;	     /* "word  text\n" lines for all rows; may be NULL */

	const char *(*hostname)(void *root);
	/* The rest may be NULL. */
	const void *(*config)(void *root); /* what the writers of the global mode get */
	/* Is there an enable secret for that level, and is this it? */
	bool (*secret_set)(void *root, unsigned level);
	bool (*secret_ok)(void *root, unsigned level, const char *answer);
	/* The i-th alias of EXEC; false behind the last. */
	bool (*alias)(void *root, size_t i, struct cli_alias *out);
	/* Prints what "terminal exec prompt timestamp" puts in front of a show; may be NULL. */
	void (*timestamp)(struct cli *c);
	/* Puts what "| redirect" and its like collected into a file. False with a line in why. */
	bool (*write_file)(void *root, const char *name, const struct out *text, bool append,
			   struct out *why);
	/* A session begins: banner, login questions, settings of its line. Returns like a row's
	 * run; CLI_FAIL ends the session. */
	int (*greet)(struct cli *c);
	/* The session has gone from configuration back to EXEC (%SYS-5-CONFIG_I). */
	void (*left_config)(struct cli *c);
	/* A configuration line was accepted. */
	void (*changed)(struct cli *c, const char *line);
};

/* p and all it points to must outlive the engine. loop may be NULL when nothing needs time.
 * A row that cannot be compiled is a mistake of the program: says which on stderr and aborts. */
struct cli_engine *cli_engine_new(const struct cli_program *p, void *root, struct loop *loop);
/* Ends the sessions that are left. */
void cli_engine_free(struct cli_engine *e);

/* Looks for mistakes in the tables that only show later: a token without help, an unused help
 * line, different help for the same words, a row that nothing saves, a rank used twice.
 * Prints one line each and returns how many. */
unsigned cli_lint(const struct cli_engine *e, struct out *problems);

/* --- running-config ------------------------------------------------------------------------- */

/* The lines of the global mode and all below it. obj as from cli_program.config. */
void cli_write_config(const struct cli_engine *e, struct out *o, bool all);
/* The lines of one mode for one instance, at the left margin: for "show running-config
 * interface X" and the like. header is the line above them, or NULL. */
void cli_write_mode(const struct cli_engine *e, struct out *o, int mode, const void *obj,
		    const char *header, bool all);

#endif
