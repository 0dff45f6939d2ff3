/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VTYSH_OPTIONS_H
#define VTYSH_OPTIONS_H

#include <stdbool.h>

#include "lib/frame.h"
#include "lib/out.h"

struct options {
	char *socket;	     /* owned */
	struct out commands; /* of -c, one a line */
	bool has_commands;
	const char *file; /* of -f; "-" is standard input */
	bool check, login, console;
};

/* Exit status of vtysh. */
enum { VTYSH_OK = 0, VTYSH_FAILED = 1, VTYSH_NO_DAEMON = 2 };

/* One line on stderr: why the daemon cannot be reached, and what helps. */
void tell_no_daemon(const char *socket, int error);
/* What vtysh says of itself to the daemon. */
void fill_hello(const struct options *o, bool interactive, struct frame_hello *h);

/* The two ways to work; they give the exit status. */
int batch_run(const struct options *o);
int shell_run(const struct options *o);

#endif
