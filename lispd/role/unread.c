/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/role/unread.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

static void drop_line(struct unread *u, unsigned i)
{
	free(u->line[i].text);
	memmove(&u->line[i], &u->line[i + 1], (u->n - i - 1) * sizeof(*u->line));
	u->n--;
}

void unread_fini(struct unread *u)
{
	while (u->n)
		drop_line(u, u->n - 1);
	free(u->line);
	u->line = NULL;
}

static bool is_negated(const char *text)
{
	return strncmp(text, "no ", 3) == 0;
}

static bool is_about(const struct unread_line *l, int slot, const char *key)
{
	const char *text = is_negated(l->text) ? l->text + 3 : l->text;
	size_t len = strlen(key);

	return l->slot == slot && strncmp(text, key, len) == 0 && (!text[len] || text[len] == ' ');
}

/* Numbers in texts count as numbers. */
static bool comes_behind(const struct unread_line *l, const struct unread_line *added,
			 bool as_typed)
{
	if (l->slot != added->slot)
		return l->slot > added->slot;
	return !as_typed && strverscmp(l->text, added->text) > 0;
}

void unread_set(struct unread *u, int slot, const char *key, const char *text, bool as_typed)
{
	struct unread_line added = { slot, NULL };
	unsigned at = u->n;

	for (unsigned i = 0; i < u->n; i++) {
		if (!is_about(&u->line[i], slot, key))
			continue;
		str_replace(&u->line[i].text, text);
		return;
	}
	added.text = xstrdup(text);
	u->line = xrealloc(u->line, (u->n + 1) * sizeof(*u->line));
	while (at && comes_behind(&u->line[at - 1], &added, as_typed))
		at--;
	memmove(&u->line[at + 1], &u->line[at], (u->n - at) * sizeof(*u->line));
	u->line[at] = added;
	u->n++;
}

bool unread_drop(struct unread *u, int slot, const char *key)
{
	unsigned before = u->n;

	for (unsigned i = u->n; i-- > 0;)
		if (is_about(&u->line[i], slot, key))
			drop_line(u, i);
	return u->n < before;
}

const char *unread_find(const struct unread *u, int slot, const char *key)
{
	for (unsigned i = 0; i < u->n; i++)
		if (is_about(&u->line[i], slot, key) && !is_negated(u->line[i].text))
			return u->line[i].text;
	return NULL;
}

/* --- blocks ----------------------------------------------------------------------------------- */

struct unread_block *unread_block_find(const struct unread_blocks *b, const char *header)
{
	struct unread_block *block;

	TAILQ_FOREACH(block, b, link)
		if (strcmp(block->header, header) == 0)
			return block;
	return NULL;
}

struct unread_block *unread_block_get(struct unread_blocks *b, int kind, const char *header)
{
	struct unread_block *block = unread_block_find(b, header);

	if (block)
		return block;
	block = xcalloc(1, sizeof(*block));
	block->kind = kind;
	block->header = xstrdup(header);
	TAILQ_INIT(&block->blocks);
	TAILQ_INSERT_TAIL(b, block, link);
	return block;
}

void unread_block_del(struct unread_blocks *b, struct unread_block *block)
{
	TAILQ_REMOVE(b, block, link);
	unread_blocks_fini(&block->blocks);
	unread_fini(&block->lines);
	free(block->header);
	free(block);
}

/* As deep as blocks are nested: twice. */
void unread_blocks_fini(struct unread_blocks *b)
{
	struct unread_block *block;

	while ((block = TAILQ_FIRST(b)))
		unread_block_del(b, block);
}
