/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/show_prefix_list.h"

#include <stdio.h>
#include <string.h>

#include "lispd/cli/scope.h"
#include "lispd/cli/tables.h"

#define HEADER "prefix-list "

const char *prefix_list_name(const struct unread_block *b)
{
	size_t len = strlen(HEADER);

	return strncmp(b->header, HEADER, len) == 0 ? b->header + len : NULL;
}

void prefix_list_print_title(struct out *o, unsigned process)
{
	out(o, "LISP Prefix List information for router lisp %u\n\n", process);
}

void prefix_list_print(struct out *o, const struct unread_block *list)
{
	out(o, "Prefix List: %s\n    Number of entries: %u\n    Users:\n", prefix_list_name(list),
	    list->lines.n);
	if (list->lines.n)
		out_str(o, "    Entries:\n");
	for (unsigned i = 0; i < list->lines.n; i++)
		out(o, "\t%s\n\t    Sources: static\n", list->lines.line[i].text);
}

static void put_list(struct json *j, const struct unread_block *list)
{
	json_object(j, NULL);
	json_str(j, "name", prefix_list_name(list));
	json_array(j, "entries");
	for (unsigned i = 0; i < list->lines.n; i++)
		json_str(j, NULL, list->lines.line[i].text);
	json_end(j);
	json_end(j);
}

/* --- command ------------------------------------------------------------------------------------ */

struct list_state {
	bool begun;
	char name[CFG_NAME]; /* "" = all */
	unsigned at_index;   /* the operator alone adds and removes lists */
};

static bool wanted(const struct list_state *st, const struct unread_block *b)
{
	const char *name = prefix_list_name(b);

	return name && (!st->name[0] || strcmp(st->name, name) == 0);
}

/* A list for each slice: it may be long. */
static bool list_slice(struct show *v, struct lisp *l, int family UNUSED, void *state)
{
	const struct unread_block *b;
	struct list_state *st = state;
	unsigned i = 0;

	if (!st->begun && v->json)
		json_array(v->json, "prefixLists");
	else if (!st->begun)
		prefix_list_print_title(v->o, l->id);
	st->begun = true;
	TAILQ_FOREACH(b, &l->cfg.blocks, link) {
		if (i++ < st->at_index || !wanted(st, b))
			continue;
		st->at_index = i;
		if (v->json)
			put_list(v->json, b);
		else
			prefix_list_print(v->o, b);
		return true;
	}
	return false;
}

static int show_lists(struct cli *c, const struct args *a)
{
	struct list_state st = { .begun = false };
	const char *name = arg_str(a, "name");

	snprintf(st.name, sizeof(st.name), "%s", name ? name : "");
	return show_processes(c, a, list_slice, &st, sizeof(st));
}

const struct cli_cmd show_prefix_list_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "show lisp [" SCOPE_PROCESS "] prefix-list [NAME$name]",
		.help = "lisp           Locator/ID Separation Protocol\n" SCOPE_PROCESS_HELP
			"prefix-list    Lists of EID prefixes\n"
			"$name          Name of a list\n",
		.run = show_lists,
		.flags = CLI_UNPRIV,
	},
	{ 0 },
};
