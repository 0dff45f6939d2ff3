/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VTYSH_LINK_H
#define VTYSH_LINK_H

/* The connection to the daemon: frames in tx go out, frames that came in are looked at with
 * frame_rx_peek(). */

#include "lib/frame.h"

struct link {
	int fd; /* -1: not connected */
	struct frame_rx rx;
	struct out tx;
	bool lost; /* the other end is gone; what is in rx is the last */
};

void link_init(struct link *l);
void link_fini(struct link *l);
/* 0 or -errno. */
int link_open(struct link *l, const char *path);
void link_close(struct link *l);

enum {
	LINK_OTHER = 1,	 /* other_fd can be read */
	LINK_SIGNAL = 2, /* a signal came */
	LINK_TIMEOUT = 4,
};

/* Sends what is in tx and waits until something happens: frames, the end, or one of the above.
 * other_fd may be -1; timeout_ms -1: for ever. */
int link_wait(struct link *l, int other_fd, int timeout_ms);

#endif
