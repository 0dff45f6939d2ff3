/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_CLI_CLI_H
#define LIB_CLI_CLI_H

/*
 * The command engine as a command file sees it: rows, arguments, answers, writers.
 *
 * A command is one row. Syntax strings are trusted text, compiled once at start:
 *
 *   word                 keyword
 *   [a b]                optional sequence
 *   (a|b c|d)            choice of sequences
 *   {a|b c|d}            any of these sequences in any order, each at most once, or none
 *   TYPE$name            parameter; TYPE is one of the types below or registered by the program;
 *   (TYPE|TYPE)$name     one name for a choice of types
 *   [no] [default]       only in front: the row takes the negative form / the default form
 *   ~                    behind this point everything may be left out when the line starts with
 *                        "no" or "default"
 *
 *   built-in types: WORD (one word), LINE (the rest of the line, verbatim), <MIN-MAX>,
 *   A.B.C.D, X:X::X, A.B.C.D/nn (help text "A.B.C.D/nn"), X:X:X:X::X/<0-128>, H.H.H
 *
 * A row that exists only negated begins with a bare "no" or "default". A table of rows ends with
 * an empty row ({0}).
 *
 * Help: one line per token, "token  text\n"; parameters as "$name  text\n". Words that many rows
 * share stand once in the table given as common help.
 */

#include "lib/addr.h"
#include "lib/base.h"
#include "lib/json.h"
#include "lib/out.h"
#include "lib/prefix.h"

struct args;
struct cli_engine;
struct cli;	   /* a running command and its session */
struct cli_writer; /* where running-config lines go */

enum {
	CLI_OK = 0,
	CLI_FAIL = 1,	 /* the answer is printed; vtysh ends with status 1 */
	CLI_PENDING = 2, /* goes on by itself; cli_done() ends it */
};

enum {
	CLI_NOT_SAVED = 1,   /* leaves nothing in the running-config */
	CLI_UNPRIV = 2,	     /* EXEC row that works at ">" too */
	CLI_HIDDEN = 4,	     /* works, but is in no help list */
	CLI_FREE_TEXT = 8,   /* " !" in it is text, not a remark */
	CLI_OPENS_MODE = 16, /* enters a mode; prints as a block */
	CLI_LOAD_SKIP = 32,  /* EXEC row that a loaded file may contain; passed over there */
	CLI_NO_EFFECT = 64,  /* what it configures is stored, and nothing reads it */
	CLI_FILTERED = 128,  /* its output can be filtered, as that of "show" always can */
};

/* The two modes that every program has; its own begin at 2. */
enum {
	CLI_ANY_CONFIG = -1, /* in a row: it belongs to every mode but EXEC */
	CLI_MODE_EXEC = 0,
	CLI_MODE_CONFIG = 1,
};

struct cli_cmd {
	int mode;
	const char *syntax;
	const char *help;
	/* CLI_OK, CLI_FAIL or CLI_PENDING; a row without run is accepted and does nothing. */
	int (*run)(struct cli *c, const struct args *a);
	/* Prints the row's lines for one instance of its mode; obj is that instance's *_cfg. */
	void (*write)(struct cli_writer *w, const void *obj);
	int order;	      /* rank among the rows of its mode in the running-config */
	const char *saved_by; /* syntax of the row whose writer prints for this one, too */
	unsigned flags;
};

struct cli_mode {
	const char *name;   /* "router-lisp", for lint and for messages */
	const char *prompt; /* "(config-router-lisp)#"; may hold one %s = the frame's key */
	const char *(*prompt_text)(const char *key); /* what %s is instead; may be NULL */
	int parent;				     /* -1 for EXEC */
	const char *heading; /* of the "?" list at the root: "Router LISP configuration commands:" */
	/* Running-config: line behind the block's content, at the content's indentation, or NULL;
	 * and whether a "!" line follows at the header's indentation. */
	const char *footer;
	bool bang;
	/* A line that no row of this mode takes as a whole, before the modes above are asked.
	 * fits_above: a row of one of them takes it. Returns CLI_OK when it was dealt with (stored
	 * with an opaque block, say), CLI_FAIL to go on as if there were no such function. */
	int (*unknown)(struct cli *c, const char *line, bool fits_above);
	/* Left because a line belonged to a mode above, the mode is asked last of all for the lines
	 * that follow: a block interrupted by "interface X" goes on without a new header. */
	bool resumes;
};

/* --- a command's arguments ------------------------------------------------------------------ */

bool arg_no(const struct args *a);	/* the line starts with "no" */
bool arg_default(const struct args *a); /* ... with "default" */
/* A keyword of this spelling was typed (abbreviated or not). */
bool arg_has(const struct args *a, const char *word);
/* The parameter was typed. Its getters below return false and leave *out when it was not. */
bool arg_given(const struct args *a, const char *name);
const char *arg_str(const struct args *a, const char *name); /* NULL when not typed */
bool arg_u32(const struct args *a, const char *name, uint32_t *out);
bool arg_addr(const struct args *a, const char *name, struct addr *out);
bool arg_prefix(const struct args *a, const char *name, struct prefix *out);
/* The whole line as typed, without "do" in front and the filter behind "|". */
const char *arg_line(const struct args *a);

/* --- answering ------------------------------------------------------------------------------- */

struct out *cli_out(struct cli *c); /* printed text; bounded by cli_slices() for long answers */
void cli_print(struct cli *c, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Prints "% text" and returns CLI_FAIL. */
int cli_err(struct cli *c, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* The writer of a "show" that was typed with "json" behind it or "| json", else NULL. All that is
 * left open is closed at the end. Text that is printed all the same becomes {"lines": [...]}. */
struct json *cli_json(struct cli *c);
/* The program's root object, as given to the engine. */
void *cli_root(struct cli *c);
struct cli_engine *cli_engine(const struct cli *c);

/* A person at a terminal, not a file or a pipe. */
bool cli_interactive(const struct cli *c);
bool cli_privileged(const struct cli *c);
/* Ends the session after the present command. */
void cli_close(struct cli *c);

/* Goes into a mode below the present one. key names the instance ("Site_1", "101"). */
void cli_enter(struct cli *c, int mode, const char *key);
void cli_leave(struct cli *c); /* one mode up */
void cli_end(struct cli *c);   /* to EXEC */
int cli_mode(const struct cli *c);
/* The key of the innermost frame of that mode, or NULL when the session is not inside one. */
const char *cli_key(const struct cli *c, int mode);

/* A command that goes on: run() stores what it needs, calls cli_pending() and returns
 * CLI_PENDING. Later cli_print() and cli_flush() as text comes, then cli_done(). cancel is called
 * once when the user breaks it (^C, 0x1e) or the session dies; after it c must not be used. */
void cli_pending(struct cli *c, void (*cancel)(void *arg), void *arg);
void cli_flush(struct cli *c);
void cli_done(struct cli *c, int status);

/* Text in slices: fn prints one slice and returns true while there is more. It is called again
 * when the peer has taken what was printed. Returns CLI_PENDING for run() to return. state is
 * given to fin at the end, also after a break. */
int cli_slices(struct cli *c, bool (*fn)(struct cli *c, void *state), void (*fin)(void *state),
	       void *state);

/* Prints a text that is too long for one piece, in slices; takes over what text holds. Returns
 * CLI_PENDING for run() to return. */
int cli_show_text(struct cli *c, struct out *text);

/* The lines that follow are not commands: each is given to fn as typed, until it returns false
 * (banners, certificates). line is NULL when the user breaks it or the session ends. No prompt is
 * shown meanwhile. */
void cli_take_lines(struct cli *c, bool (*fn)(struct cli *c, const char *line, void *arg),
		    void *arg);

/* Asks the user a question on the terminal. fn gets the answer without the line end, or NULL when
 * the user broke it; it returns like run(). On a session that is not interactive (file, pipe)
 * the answer is "" at once, which takes the default. hidden: no echo. */
int cli_ask(struct cli *c, bool hidden, int (*fn)(struct cli *c, const char *answer, void *arg),
	    void *arg, const char *fmt, ...) PRINTF_LIKE(5, 6);

/* Who types, for logs: "console", "vty0"; user name; source text. */
const char *cli_line_name(const struct cli *c);
const char *cli_user(const struct cli *c);

/* --- running-config --------------------------------------------------------------------------- */

/* One line at the writer's indentation. */
void cli_line(struct cli_writer *w, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* A block: header line, the rows of mode written for obj one deeper, footer and "!" as the mode
 * says. */
void cli_block(struct cli_writer *w, int mode, const void *obj, const char *fmt, ...)
	PRINTF_LIKE(4, 5);
/* A "!" line at the writer's indentation, unless the line before is one. */
void cli_bang(struct cli_writer *w);
bool cli_writer_all(const struct cli_writer *w); /* defaults are wanted, too */

#endif
