/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cli/list.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

void list_init(struct cli_list *l)
{
	memset(l, 0, sizeof(*l));
	l->help = "";
}

void list_fini(struct cli_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->entry[i].word);
		free(l->entry[i].help);
	}
	free(l->entry);
}

void list_add(struct cli_list *l, const char *word, const char *help, size_t help_len)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->entry[i].word, word) == 0)
			return;
	if ((l->n & (l->n - 1)) == 0)
		l->entry = xrealloc(l->entry, (l->n ? l->n * 2 : 1) * sizeof(*l->entry));
	l->entry[l->n].word = xstrdup(word);
	l->entry[l->n++].help = xstrndup(help, help_len);
}

void cli_list_add(struct cli_list *l, const char *word, const char *help)
{
	list_add(l, word, help ? help : l->help, help ? strlen(help) : l->help_len);
}

static int compare(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b; /* word is the first member */
	bool x_cr = strcmp(*x, "<cr>") == 0, y_cr = strcmp(*y, "<cr>") == 0;

	if (x_cr || y_cr)
		return x_cr - y_cr;
	return strcmp(*x, *y);
}

void list_sort(struct cli_list *l)
{
	if (l->n)
		qsort(l->entry, l->n, sizeof(*l->entry), compare);
}

static size_t widest(const struct cli_list *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		n = MAX_OF(n, strlen(l->entry[i].word));
	return n;
}

/* How much of s stands on a line of that many columns: up to the last blank that fits. */
static size_t line_len(const char *s, size_t columns)
{
	size_t len = strlen(s), cut;

	if (len <= columns)
		return len;
	for (cut = columns; cut > 0 && s[cut] != ' '; cut--)
		;
	return cut > 0 ? cut : strcspn(s, " ");
}

static void print_wrapped(struct out *o, const char *help, size_t indent, unsigned width)
{
	size_t columns = width > indent + 8 ? width - indent - 1 : SIZE_MAX;

	for (;;) {
		size_t len = line_len(help, columns);

		out(o, "%.*s\n", (int)len, help);
		help += len;
		help += strspn(help, " ");
		if (!*help)
			return;
		out(o, "%*s", (int)indent, "");
	}
}

void list_print(const struct cli_list *l, struct out *o, unsigned width)
{
	size_t column = widest(l);

	for (size_t i = 0; i < l->n; i++) {
		if (!l->entry[i].help[0]) {
			out(o, "  %s\n", l->entry[i].word);
			continue;
		}
		out(o, "  %-*s  ", (int)column, l->entry[i].word);
		print_wrapped(o, l->entry[i].help, column + 4, width);
	}
}

/* Two blanks behind each word as long as all fit into one row, else columns of one width. */
void list_print_words(const struct cli_list *l, struct out *o, unsigned width)
{
	size_t column = widest(l) + 2, all = 0, in_row;

	for (size_t i = 0; i < l->n; i++)
		all += strlen(l->entry[i].word) + 2;
	if (l->n == 1 || width == 0 || all <= width) {
		for (size_t i = 0; i < l->n; i++)
			out(o, "%s%s", l->entry[i].word, l->n > 1 && i + 1 == l->n ? "" : "  ");
		out_char(o, '\n');
		return;
	}
	in_row = MAX_OF(width / column, 1);
	for (size_t i = 0; i < l->n; i++)
		out(o, "%-*s%s", (int)column, l->entry[i].word,
		    (i + 1) % in_row == 0 || i + 1 == l->n ? "\n" : "");
}
