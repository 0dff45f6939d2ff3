/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/types.h"

#include <stdio.h>
#include <strings.h>

#include "lispd/net/ifname.h"

/* Longer words are no interface. */
#define WORD_MAX 64

static int match_ifname(void *root UNUSED, const char *const word[], size_t n, struct out *text)
{
	char both[2 * WORD_MAX];
	struct ifname name;

	switch (ifname_parse(word[0], &name)) {
	case IFNAME_OK:
		out_str(text, name.s);
		return 1;
	case IFNAME_INVALID:
		return 0;
	case IFNAME_INCOMPLETE:
	case IFNAME_AMBIGUOUS:
		break;
	}
	if (n < 2)
		return -1;
	snprintf(both, sizeof(both), "%s %s", word[0], word[1]);
	if (ifname_parse(both, &name) != IFNAME_OK)
		return -1;
	out_str(text, name.s);
	return 2;
}

/* Is it a type without its number? */
static bool is_type(const char *word)
{
	struct ifname name;

	return ifname_parse(word, &name) == IFNAME_INCOMPLETE;
}

static void list_ifnames(void *root UNUSED, const char *first, struct cli_list *l)
{
	const struct ifname_type *t;

	if (first) {
		if (is_type(first))
			cli_list_add(l, "<0-4294967295>", "Interface number");
		return;
	}
	for (size_t i = 0; (t = ifname_type(i)); i++)
		cli_list_add(l, t->name, t->help);
	cli_list_add(l, "WORD", "Linux name of an interface");
}

static const struct cli_type ifname = { "IFNAME", "WORD", CLI_RANK_NAME, match_ifname,
					list_ifnames };

/* A name that may be the last word of a show: "json" behind it is none. */
static int match_name(void *root UNUSED, const char *const word[], size_t n UNUSED,
		      struct out *text UNUSED)
{
	return strcasecmp(word[0], "json") == 0 ? 0 : 1;
}

static const struct cli_type name = { "NAME", "WORD", CLI_RANK_WORD, match_name, NULL };

const struct cli_type *const types_list[] = { &ifname, &name, NULL };
