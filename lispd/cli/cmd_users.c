/* SPDX-License-Identifier: GPL-3.0-or-later */
/* enable secret, enable password, username. */
#include <string.h>

#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"

static uint32_t level_typed(const struct args *a)
{
	uint32_t level = 15;

	arg_u32(a, "level", &level);
	return level;
}

static void write_levels(struct cli_writer *w, const char *what, const struct password *p)
{
	for (unsigned i = 1; i < SYS_N_LEVELS; i++)
		if (p[i].text && i < 15)
			cli_line(w, "enable %s level %u %s", what, i, password_str(&p[i]).s);
		else if (p[i].text)
			cli_line(w, "enable %s %s", what, password_str(&p[i]).s);
}

static int run_enable_secret(struct cli *c, const struct args *a)
{
	struct password *p = &root_of(c)->sys->enable_secret[level_typed(a)];

	if (!is_off(a))
		return password_type_secret(c, a, p);
	password_fini(p);
	return CLI_OK;
}

static void write_enable_secret(struct cli_writer *w, const void *obj)
{
	write_levels(w, "secret", ((const struct root *)obj)->sys->enable_secret);
}

static int run_enable_password(struct cli *c, const struct args *a)
{
	struct password *p = &root_of(c)->sys->enable_password[level_typed(a)];

	if (!is_off(a))
		return password_type(c, a, p);
	password_fini(p);
	return CLI_OK;
}

static void write_enable_password(struct cli_writer *w, const void *obj)
{
	write_levels(w, "password", ((const struct root *)obj)->sys->enable_password);
	cli_bang(w);
}

/* --- username --------------------------------------------------------------------------------- */

static int set_password(struct cli *c, const struct args *a, struct user_cfg *u)
{
	bool secret = arg_given(a, "secret");
	int status = CLI_OK;

	if (!secret && !arg_given(a, "password"))
		return CLI_OK;
	status = (secret ? password_type_secret : password_type)(c, a, &u->password);
	if (status == CLI_OK) /* a refused one leaves what there was */
		u->hashed = secret;
	return status;
}

static int run_username(struct cli *c, const struct args *a)
{
	struct sys *sys = root_of(c)->sys;
	const char *name = arg_str(a, "name");
	struct user_cfg *u = sys_user_find(sys, name);
	bool is_new = !u;
	uint32_t privilege;

	if (arg_no(a)) {
		if (u)
			sys_user_del(sys, u);
		return CLI_OK;
	}
	u = sys_user_get(sys, name);
	if (set_password(c, a, u) != CLI_OK) {
		if (is_new)
			sys_user_del(sys, u);
		return CLI_FAIL;
	}
	if (arg_u32(a, "privilege", &privilege))
		u->privilege = privilege;
	return CLI_OK;
}

static void write_username(struct cli_writer *w, const void *obj)
{
	const struct sys *sys = ((const struct root *)obj)->sys;
	const struct user_cfg *u;
	struct out line;

	cli_bang(w);
	TAILQ_FOREACH(u, &sys->users, link) {
		out_init(&line);
		out(&line, "username %s", u->name);
		if (u->privilege != 1)
			out(&line, " privilege %u", u->privilege);
		if (u->password.text)
			out(&line, " %s %s", u->hashed ? "secret" : "password",
			    password_str(&u->password).s);
		cli_line(w, "%s", line.text);
		out_fini(&line);
	}
	cli_bang(w);
}

#define SECRET_HELP                                                \
	"secret   Specify a hashed secret\n"                       \
	"0        Specifies an UNENCRYPTED password will follow\n" \
	"5        Specifies a MD5 HASHED secret will follow\n"     \
	"8        Specifies a PBKDF2 HASHED secret will follow\n"  \
	"9        Specifies a SCRYPT HASHED secret will follow\n"  \
	"$secret  The UNENCRYPTED (cleartext) secret\n"
#define LEVEL_HELP                          \
	"level   Set exec level password\n" \
	"$level  Level number\n"
#define PASSWORD_HELP                                          \
	"password   Specify a password\n"                      \
	"7          Specifies a HIDDEN password will follow\n" \
	"$password  The UNENCRYPTED (cleartext) password\n"

const struct cli_cmd users_rows[] = {
	{
		.mode = CLI_MODE_CONFIG,
		.syntax =
			"[no] [default] enable secret ~ [level <1-15>$level] [(0|5|8|9)] LINE$secret",
		.help = "enable   Modify enable password parameters\n" LEVEL_HELP SECRET_HELP,
		.run = run_enable_secret,
		.write = write_enable_secret,
		.order = GLOBAL_ENABLE_SECRET,
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax =
			"[no] [default] enable password ~ [level <1-15>$level] [(0|7)] LINE$password",
		.help = "enable     Modify enable password parameters\n" LEVEL_HELP
			"0          Specifies an UNENCRYPTED password will follow\n" PASSWORD_HELP,
		.run = run_enable_password,
		.write = write_enable_password,
		.order = GLOBAL_ENABLE_PASSWORD,
	},
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] username WORD$name ~ [privilege <0-15>$privilege] "
			  "[(password [(0|7)] LINE$password|secret [(0|5|8|9)] LINE$secret)]",
		.help = "username    Establish User Name Authentication\n"
			"$name       User name\n"
			"privilege   Set user privilege level\n"
			"$privilege  User privilege level\n" SECRET_HELP PASSWORD_HELP,
		.run = run_username,
		.write = write_username,
		.order = GLOBAL_USERNAME,
		.flags = CLI_FREE_TEXT,
	},
	{ 0 },
};
