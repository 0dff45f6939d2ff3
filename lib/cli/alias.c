/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cli/alias.h"

#include <string.h>

#include "lib/cli/table.h"

static bool nth(const struct cli_engine *e, size_t i, struct cli_alias *a)
{
	return e->program->alias && e->program->alias(e->root, i, a);
}

bool alias_expand(const struct cli_engine *e, const char *line, struct out *expanded, bool *usual)
{
	const char *start = line + strspn(line, " \t");
	size_t len = strcspn(start, " \t|");
	struct cli_alias a;

	for (size_t i = 0; len > 0 && nth(e, i, &a); i++) {
		if (strncmp(a.name, start, len) != 0 || a.name[len])
			continue;
		out(expanded, "%s%s", a.text, start + len);
		*usual = a.usual;
		return true;
	}
	return false;
}

void alias_list(const struct cli_engine *e, const char *typed, struct cli_list *l)
{
	struct cli_alias a;
	struct out entry;

	out_init(&entry);
	for (size_t i = 0; nth(e, i, &a); i++) {
		if (strncmp(a.name, typed, strlen(typed)) != 0)
			continue;
		out_clear(&entry);
		out(&entry, "*%s=%s", a.name, a.text);
		cli_list_add(l, entry.text, "");
	}
	out_fini(&entry);
}
