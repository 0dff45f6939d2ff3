/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cli/words.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t count(const char *s)
{
	size_t n = 0;

	for (size_t i = 0; s[i]; i++)
		n += !is_blank(s[i]) && (i == 0 || is_blank(s[i - 1]));
	return n;
}

void words_init(struct words *w, const char *line, size_t len)
{
	size_t n;
	char *copy;

	memset(w, 0, sizeof(*w));
	w->line = xstrndup(line, len);
	len = strlen(w->line);
	n = count(w->line);
	/* One block: the pointers, then the offsets, then the text they point into. */
	w->word = xmalloc(n * sizeof(*w->word) + n * sizeof(*w->offset) + len + 1);
	w->offset = (size_t *)(void *)(w->word + n);
	copy = (char *)(w->offset + n);
	memcpy(copy, w->line, len + 1);
	for (size_t i = 0; i < len; i++) {
		if (is_blank(copy[i])) {
			copy[i] = '\0';
			continue;
		}
		if (i > 0 && copy[i - 1])
			continue;
		w->word[w->n] = copy + i;
		w->offset[w->n++] = i;
	}
	w->open = len > 0 && !is_blank(w->line[len - 1]);
}

void words_fini(struct words *w)
{
	free(w->line);
	free(w->word);
	memset(w, 0, sizeof(*w));
}

const char *words_rest(const struct words *w, size_t i, size_t *len)
{
	const char *s = w->line + w->offset[i];
	size_t n = strlen(s);

	while (n > 0 && is_blank(s[n - 1]))
		n--;
	*len = n;
	return s;
}
