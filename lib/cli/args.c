/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cli/args.h"

#include <stdlib.h>
#include <string.h>

#include "lib/cli/type.h"

void args_fini(struct args *a)
{
	out_fini(&a->text);
	free(a->line);
	a->line = NULL;
	a->n_bound = 0;
}

bool arg_no(const struct args *a)
{
	return a->no;
}

bool arg_default(const struct args *a)
{
	return a->dflt;
}

bool arg_has(const struct args *a, const char *word)
{
	for (size_t i = 0; i < a->n_bound; i++)
		if (!a->bound[i].token->type && strcasecmp(a->bound[i].token->word, word) == 0)
			return true;
	return false;
}

const char *arg_str(const struct args *a, const char *name)
{
	for (size_t i = 0; i < a->n_bound; i++)
		if (a->bound[i].token->type && strcmp(a->bound[i].token->word, name) == 0)
			return a->text.text + a->bound[i].text_off;
	return NULL;
}

bool arg_given(const struct args *a, const char *name)
{
	return arg_str(a, name) != NULL;
}

bool arg_u32(const struct args *a, const char *name, uint32_t *out)
{
	const char *s = arg_str(a, name);
	uint64_t v;

	if (!s || !type_number(s, 0, UINT32_MAX, &v))
		return false;
	*out = (uint32_t)v;
	return true;
}

bool arg_addr(const struct args *a, const char *name, struct addr *out)
{
	const char *s = arg_str(a, name);

	return s && addr_parse(s, out);
}

bool arg_prefix(const struct args *a, const char *name, struct prefix *out)
{
	const char *s = arg_str(a, name);

	return s && prefix_parse(s, out);
}

const char *arg_line(const struct args *a)
{
	return a->line;
}
