/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VTYSH_TERM_H
#define VTYSH_TERM_H

/*
 * The terminal: raw for the whole session, keys in a queue of ours, line editing by readline.
 * There is one, as there is one standard input; readline has no way to pass a context.
 */

#include <stdbool.h>

enum {
	KEY_BREAK = 3,	 /* ^C */
	KEY_ESCAPE = 30, /* ^^, which breaks a running command on IOS */
};

enum term_end {
	TERM_ENTER,
	TERM_CTRL_Z,
	TERM_CTRL_C,
	TERM_HANGUP, /* no more input will come */
};

/* What "?" and tab do with the text in front of the cursor. Both may print. */
struct term_ops {
	void (*help)(void *arg, const char *line);
	/* Gives the completed line, malloc()ed, or NULL. */
	char *(*complete)(void *arg, const char *line);
};

bool term_start(const struct term_ops *ops, void *arg);
void term_stop(void); /* gives the terminal back as it was; harmless twice */

/* Has one of the signals come that end us? Which, or 0. */
int term_signal(void);
/* Has the window changed since the last call? Gives its size, 0 when not known. */
bool term_resized(unsigned *rows, unsigned *columns);
void term_size(unsigned *rows, unsigned *columns);
/* Columns that lines are broken at while they are typed: 0 never, negative as the window. */
void term_set_width(int columns);
void term_set_history(unsigned size);

/* Keys: what was typed and not yet used. Reading is for when standard input can be read. */
void term_read(void);
int term_key(void);	    /* the next, or -1 */
void term_unkey(int key);   /* puts it back in front */
bool term_hung_up(void);    /* nothing queued, and nothing will come */
bool term_full(void);	    /* do not read more for now */
bool term_find_break(void); /* takes a ^C (and what was typed before it) or ^^ out of the queue */

/* A prompt is shown and keys go into a line, until term_line() gives it. */
void term_prompt(const char *prompt);
bool term_editing(void);
/* Feeds queued keys to the line; the line when it is complete, malloc()ed, else NULL. */
char *term_line(enum term_end *how);
void term_add_history(const char *line);
/* Prints text above the line that is being typed. */
void term_above(const char *text);
/* Prints text in the middle of what is being typed, which comes again with the next key. */
void term_between(const char *text);

#endif
