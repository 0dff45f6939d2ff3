/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_CLI_SESSION_H
#define LIB_CLI_SESSION_H

/*
 * One user: modes, terminal settings, the command that runs. Does not know how its text travels;
 * whoever made it gives a struct cli_peer.
 */

#include <sys/queue.h>

#include "lib/cli/filter.h"
#include "lib/cli/mode.h"
#include "lib/loop.h"

struct cli_peer {
	void (*text)(void *arg, const char *text, size_t len);
	/* The line, help request, answer... is dealt with and the next may come. */
	void (*done)(void *arg, int status);
	/* The rest may be NULL. */
	/* One slice was printed: call cli_session_resume() when there is room for the next. NULL:
	 * all slices are printed at once. */
	void (*more)(void *arg);
	void (*ask)(void *arg, const char *prompt, bool hidden);
	void (*notify)(void *arg, const char *text);
	/* The session is over; free it soon, but not from in here. */
	void (*bye)(void *arg, const char *reason);
};

struct cli_options {
	bool interactive; /* a person at a terminal */
	bool console;
	bool login;   /* starts at ">" */
	bool trusted; /* may come back to "#" without a secret if none is set */
	bool loading; /* a file: no "configured from" line, starts in the global mode */
	const char *user, *source; /* copied; may be NULL */
	unsigned rows, columns;	   /* of the terminal; 0: not known */
};

enum cli_state {
	CLI_IDLE,
	CLI_RUNNING, /* inside run() */
	CLI_WAITING, /* cli_pending() */
	CLI_SLICING,
	CLI_ASKING,
	CLI_CLOSED, /* bye was said */
};

#define CLI_FOLLOW_TERMINAL UINT16_MAX /* rows or columns: whatever the terminal has */
#define CLI_MAX_HISTORY 256
#define CLI_MAX_LINE 8192

struct cli {
	LIST_ENTRY(cli) link;
	struct cli_engine *e;
	const struct cli_peer *peer;
	void *peer_arg;
	struct mode_stack modes;
	bool privileged, trusted, interactive, console, loading, monitor, closing;
	bool timestamps;	     /* in front of what shows print */
	bool no_lookup;		     /* an unknown EXEC word is an error like any other */
	bool synchronous;	     /* a log line is followed by the prompt and what was typed */
	unsigned level, asked_level; /* privileged is level 15; the one that "enable" asks for */
	int vty;		     /* -1 on the console */
	char line_name[16];
	char *user, *source;	/* owned */
	unsigned rows, columns; /* of the terminal */
	unsigned length, width; /* set by the user, or CLI_FOLLOW_TERMINAL */
	unsigned history_size;
	char *history[CLI_MAX_HISTORY]; /* owned; the oldest first */
	unsigned n_history;
	uint64_t idle_ms; /* 0: for ever */
	struct timer idle;
	uint64_t last_input_ms;

	/* the command that runs */
	enum cli_state state;
	struct out out;
	struct out filtered;
	struct filter filter;
	/* JSON is wanted: either the command writes it, or its text is turned into it. */
	bool as_json;
	struct json json;
	struct out text_as_json;
	struct filter to_json;
	bool done_early; /* cli_done() came before run() returned */
	int done_status;
	void (*cancel)(void *arg);
	void *cancel_arg;
	bool (*slice)(struct cli *c, void *state);
	void (*slice_fin)(void *state);
	void *slice_state;
	int (*answered)(struct cli *c, const char *answer, void *arg);
	void *answered_arg;
	struct out question;
	bool question_hidden;
	bool (*taker)(struct cli *c, const char *line, void *arg);
	void *taker_arg;
	unsigned tries; /* passwords */
};

struct cli *cli_session_new(struct cli_engine *e, const struct cli_options *options,
			    const struct cli_peer *peer, void *arg);
/* Breaks what runs. Not from inside a callback of the same session. */
void cli_session_free(struct cli *c);

/* What the other end wants. Each ends with one call of peer.done, at once or later; only one may
 * be under way. */
void cli_session_start(struct cli *c); /* greeting */
/* column: of the line's first character on the user's screen, for the caret; negative: behind
 * the prompt. */
void cli_session_line(struct cli *c, const char *line, int column);
void cli_session_help(struct cli *c, const char *line);
void cli_session_end_config(struct cli *c); /* ^Z */
void cli_session_answer(struct cli *c, const char *answer);

/* Gives the line with its last word completed (TAB), at once and without peer.done. */
void cli_session_complete(struct cli *c, const char *line, struct out *completed);
void cli_session_cancel(struct cli *c); /* ^C; harmless when nothing runs */
void cli_session_resume(struct cli *c); /* the next slice */
bool cli_session_busy(const struct cli *c);

void cli_session_prompt(const struct cli *c, struct out *o);
bool cli_session_in_config(const struct cli *c);
unsigned cli_session_width(const struct cli *c); /* 0: no limit */
void cli_session_set_idle(struct cli *c, uint64_t idle_ms);
void cli_session_set_level(struct cli *c, unsigned level);
void cli_session_set_history(struct cli *c, unsigned size);

/* A log line for one session; dropped when nobody looks. */
void cli_session_notify(struct cli *c, const char *text);
/* ... for all that monitor: the console, and vtys after "terminal monitor". */
void cli_monitor(struct cli_engine *e, const char *text);

struct cli *cli_session_first(struct cli_engine *e);
struct cli *cli_session_next(struct cli *c);

#endif
