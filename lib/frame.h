/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LIB_FRAME_H
#define LIB_FRAME_H

/*
 * What travels between vtysh and the daemon on their Unix socket: frames of one octet type, three
 * octets length and that much payload, numbers in network order. The terminal asks and the daemon
 * answers each question with any number of TEXT and one DONE; while a command runs ASK, NOTIFY
 * and BYE may come between. The terminal may send lines ahead; they are worked off in order.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/out.h"

#define FRAME_VERSION 1
#define FRAME_HEADER_LEN 4
#define FRAME_MAX_UP (16 * 1024)   /* payload, terminal to daemon */
#define FRAME_MAX_DOWN (64 * 1024) /* payload, daemon to terminal */
#define FRAME_NO_COLUMN 0xffff
#define FRAME_FOLLOW 0xffff /* length, width: as the terminal is */

enum frame_type {
	/* from the terminal */
	FRAME_HELLO = 1, /* first of all; answered like a line */
	FRAME_LINE,	 /* column of the first character or FRAME_NO_COLUMN, text */
	FRAME_HELP,	 /* text in front of the "?" */
	FRAME_COMPLETE,	 /* text in front of the tab; COMPLETED comes before DONE */
	FRAME_ANSWER,	 /* to an ASK */
	FRAME_CANCEL,	 /* breaks what runs */
	FRAME_END,	 /* out of configuration mode (^Z) */
	FRAME_RESIZE,	 /* rows, columns; the only one without an answer */
	/* from the daemon */
	FRAME_TEXT = 64,
	FRAME_DONE,
	FRAME_COMPLETED, /* the line as it is now */
	FRAME_ASK,	 /* hidden (octet), text of the question */
	FRAME_NOTIFY,	 /* a log line */
	FRAME_BYE,	 /* why; the socket is closed behind it */
};

enum {
	HELLO_INTERACTIVE = 1,
	HELLO_LOGIN = 2,   /* starts unprivileged */
	HELLO_CONSOLE = 4, /* con 0, not a vty */
};

struct frame_hello {
	uint8_t flags;
	uint16_t rows, columns; /* 0: not known */
	char user[64];		/* believed when root says it */
	char source[64];	/* where an ssh session comes from */
};

enum {
	DONE_FAILED = 1,
	DONE_CONFIG = 2, /* in configuration mode */
	DONE_MIXED = 4,	 /* log lines come in the middle of what is typed */
};

struct frame_done {
	uint8_t flags;
	uint16_t length, width; /* of the terminal as set, 0: no limit, or FRAME_FOLLOW */
	uint16_t history;
	char prompt[256];
};

struct frame {
	uint8_t type;
	const uint8_t *payload;
	size_t len;
};

/* --- writing: appends one frame to o ---------------------------------------------------------- */

void frame_put(struct out *o, enum frame_type type, const void *payload, size_t len);
void frame_put_str(struct out *o, enum frame_type type, const char *s);
/* As many TEXT frames as it takes, cut at line ends where possible. */
void frame_put_text(struct out *o, const char *text, size_t len);
void frame_put_hello(struct out *o, const struct frame_hello *h);
void frame_put_line(struct out *o, uint16_t column, const char *line);
void frame_put_done(struct out *o, const struct frame_done *d);
void frame_put_ask(struct out *o, bool hidden, const char *question);
void frame_put_resize(struct out *o, uint16_t rows, uint16_t columns);

/* --- reading: false when the payload is malformed --------------------------------------------- */

bool frame_get_hello(const struct frame *f, struct frame_hello *h);
/* *line is malloc()ed, without NULs inside. */
bool frame_get_line(const struct frame *f, uint16_t *column, char **line);
bool frame_get_done(const struct frame *f, struct frame_done *d);
bool frame_get_ask(const struct frame *f, bool *hidden, char **question);
bool frame_get_resize(const struct frame *f, uint16_t *rows, uint16_t *columns);
char *frame_str(const struct frame *f); /* the payload as a string; cut at a NUL; malloc()ed */

/* --- receiving: cuts a stream into frames, in a buffer of fixed size --------------------------- */

struct frame_rx {
	uint8_t *buf; /* owned */
	size_t cap, start, len;
	size_t max; /* payload */
	bool bad;   /* a frame was too long: nothing more will come */
};

void frame_rx_init(struct frame_rx *rx, size_t max);
void frame_rx_fini(struct frame_rx *rx);
/* Where to read up to *room octets; no room while the frames in it wait. Moves what is there:
 * frames got before are gone. */
void *frame_rx_space(struct frame_rx *rx, size_t *room);
void frame_rx_added(struct frame_rx *rx, size_t len);
/* The first whole frame; stays until it is dropped. */
bool frame_rx_peek(struct frame_rx *rx, struct frame *f);
void frame_rx_drop(struct frame_rx *rx);

#endif
