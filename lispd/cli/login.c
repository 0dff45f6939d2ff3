/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/login.h"

#include <stdlib.h>

#include "lib/cli/session.h"
#include "lib/mem.h"
#include "lispd/cli/root.h"
#include "lispd/cli/sys.h"

#define MAX_TRIES 3

static int ask_name(struct cli *c);

static const struct line_cfg *line_of(struct cli *c)
{
	return sys_line(root_of(c)->sys, c->vty);
}

static void print_banner(struct cli *c, enum banner which)
{
	const char *text = root_of(c)->sys->banner[which];

	if (text && cli_interactive(c))
		cli_print(c, "%s\n", text);
}

static int let_in(struct cli *c, unsigned privilege)
{
	cli_session_set_level(c, privilege);
	c->tries = 0;
	print_banner(c, BANNER_EXEC);
	return CLI_OK;
}

/* Also when a question was broken: nobody gets past it. */
static int end_session(struct cli *c)
{
	cli_close(c);
	return CLI_FAIL;
}

static int turn_away(struct cli *c, const char *why, int (*again)(struct cli *c))
{
	cli_err(c, "%s\n", why);
	if (++c->tries >= MAX_TRIES || !cli_interactive(c))
		return end_session(c);
	return again(c);
}

/* --- login: the line's password ----------------------------------------------------------------- */

static int ask_line_password(struct cli *c);

static int check_line_password(struct cli *c, const char *answer, void *arg UNUSED)
{
	const struct line_cfg *line = line_of(c);

	if (!answer)
		return end_session(c);
	if (password_ok(&line->password, answer))
		return let_in(c, line->privilege);
	return turn_away(c, "Bad passwords", ask_line_password);
}

static int ask_line_password(struct cli *c)
{
	return cli_ask(c, true, check_line_password, NULL, "Password: ");
}

/* --- login local ------------------------------------------------------------------------------ */

static int check_user_password(struct cli *c, const char *answer, void *arg)
{
	char *name = arg;
	struct user_cfg *u = sys_user_find(root_of(c)->sys, name);
	bool ok = answer && u && (!u->password.text || password_ok(&u->password, answer));

	if (ok)
		str_replace(&c->user, name);
	free(name);
	if (!answer)
		return end_session(c);
	return ok ? let_in(c, u->privilege) : turn_away(c, "Login invalid", ask_name);
}

static int take_name(struct cli *c, const char *answer, void *arg UNUSED)
{
	if (!answer)
		return end_session(c);
	if (!*answer)
		return turn_away(c, "Login invalid", ask_name);
	return cli_ask(c, true, check_user_password, xstrdup(answer), "Password: ");
}

static int ask_name(struct cli *c)
{
	return cli_ask(c, false, take_name, NULL, "Username: ");
}

/* --- beginning -------------------------------------------------------------------------------- */

static void take_settings(struct cli *c, const struct line_cfg *line)
{
	if (line->length >= 0)
		c->length = (unsigned)line->length;
	if (line->width >= 0)
		c->width = (unsigned)line->width;
	c->no_lookup = line->no_preferred;
	c->synchronous = line->synchronous;
	cli_session_set_history(c, line->history);
	if (cli_interactive(c))
		cli_session_set_idle(c, (uint64_t)line->timeout_s * 1000);
}

int login_greet(struct cli *c)
{
	const struct line_cfg *line = line_of(c);
	bool ask = cli_interactive(c) || !cli_privileged(c);

	take_settings(c, line);
	print_banner(c, BANNER_MOTD);
	if (!ask || line->login == LOGIN_NONE ||
	    (line->login == LOGIN_PASSWORD && !line->password.text))
		return let_in(c, cli_privileged(c) ? 15 : MAX_OF(line->privilege, 1));
	cli_session_set_level(c, 1);
	print_banner(c, BANNER_LOGIN);
	cli_print(c, "User Access Verification\n\n");
	return line->login == LOGIN_LOCAL ? ask_name(c) : ask_line_password(c);
}
