/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_LOGIN_H
#define CLI_LOGIN_H

#include "lib/cli/cli.h"

/*
 * How a session begins: the settings of its line, banners, and "login" or "login local" when that
 * is configured. Who comes over the socket's permissions and is no person at a terminal (a
 * script of root's) is asked nothing; so nobody can lock himself out for good. Returns like a
 * row's run; CLI_FAIL ends the session.
 */
int login_greet(struct cli *c);

#endif
