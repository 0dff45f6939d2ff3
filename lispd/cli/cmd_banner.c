/* SPDX-License-Identifier: GPL-3.0-or-later */
/* banner motd and its like: text up to a delimiter, over several lines. */
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/cli/block.h"
#include "lispd/cli/modes.h"
#include "lispd/cli/tables.h"

#define BANNER_LIMIT 16384

static const char *const banner_word[N_BANNERS] = {
	[BANNER_MOTD] = "motd",
	[BANNER_LOGIN] = "login",
	[BANNER_EXEC] = "exec",
	[BANNER_INCOMING] = "incoming",
};

/* A banner that is being typed. */
struct typing {
	int which;
	char delimiter[3];
	struct out text;
};

static void end_typing(struct typing *t)
{
	out_fini(&t->text);
	free(t);
}

/* Adds what is before the delimiter. True when that was the end. */
static bool add_text(struct typing *t, const char *line)
{
	const char *end = strstr(line, t->delimiter);
	size_t len = end ? (size_t)(end - line) : strlen(line);

	if (t->text.len + len < BANNER_LIMIT)
		out_bytes(&t->text, line, len);
	return end != NULL;
}

static void keep_banner(struct cli *c, const struct typing *t)
{
	str_replace(&root_of(c)->sys->banner[t->which], out_text(&t->text));
}

static bool take_line(struct cli *c, const char *line, void *arg)
{
	struct typing *t = arg;

	if (line) {
		out_char(&t->text, '\n');
		if (!add_text(t, line))
			return true;
		keep_banner(c, t);
	}
	end_typing(t);
	return false;
}

/* "^C" typed as two signs is one delimiter, as running-configs print it. */
static const char *read_delimiter(const char *text, char delimiter[3])
{
	size_t len = strncmp(text, "^C", 2) == 0 ? 2 : 1;

	memcpy(delimiter, text, len);
	delimiter[len] = '\0';
	return text + len;
}

static int run_banner(struct cli *c, const struct args *a)
{
	struct typing *t;
	const char *text;
	int which = 0;

	while (!arg_has(a, banner_word[which]))
		which++;
	if (is_off(a)) {
		str_replace(&root_of(c)->sys->banner[which], NULL);
		return CLI_OK;
	}
	t = xcalloc(1, sizeof(*t));
	t->which = which;
	text = read_delimiter(arg_str(a, "text"), t->delimiter);
	if (add_text(t, text)) {
		keep_banner(c, t);
		end_typing(t);
		return CLI_OK;
	}
	cli_print(c, "Enter TEXT message.  End with the character '%s'.\n", t->delimiter);
	cli_take_lines(c, take_line, t);
	return CLI_OK;
}

/* One that the text does not contain. */
static const char *choose_delimiter(const char *text)
{
	static const char *const usable[] = { "^C", "#", "%", "@", "$", "&", "~", "|", "\x03" };
	size_t i = 0;

	while (i < ARRAY_LEN(usable) - 1 && strstr(text, usable[i]))
		i++;
	return usable[i];
}

static void write_banners(struct cli_writer *w, const void *obj)
{
	const struct sys *sys = ((const struct root *)obj)->sys;

	for (int i = 0; i < N_BANNERS; i++) {
		const char *delimiter = sys->banner[i] ? choose_delimiter(sys->banner[i]) : NULL;

		if (delimiter)
			cli_line(w, "banner %s %s%s%s", banner_word[i], delimiter, sys->banner[i],
				 delimiter);
	}
	cli_bang(w);
}

const struct cli_cmd banner_rows[] = {
	{
		.mode = CLI_MODE_CONFIG,
		.syntax = "[no] [default] banner (motd|login|exec|incoming) ~ LINE$text",
		.help = "banner    Define a login banner\n"
			"motd      Set Message of the Day banner\n"
			"login     Set login banner\n"
			"exec      Set EXEC process creation banner\n"
			"incoming  Set incoming terminal line banner\n"
			"$text     c banner-text c, where 'c' is a delimiting character\n",
		.run = run_banner,
		.write = write_banners,
		.order = GLOBAL_BANNER,
		.flags = CLI_FREE_TEXT,
	},
	{ 0 },
};
