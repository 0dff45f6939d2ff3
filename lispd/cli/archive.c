/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/archive.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/base.h"
#include "lib/mem.h"
#include "lispd/cli/flash.h"
#include "lispd/cli/root.h"
#include "lispd/cli/running.h"
#include "lispd/cli/sys.h"

#define USUAL_MAXIMUM 10
#define MAX_LISTED 64

/* Those there are, the oldest first. */
struct copies {
	char *name[MAX_LISTED]; /* owned */
	unsigned n;
};

/* --- the block -------------------------------------------------------------------------------- */

/* What is behind a word of the block; NULL: there is no such line. */
static const char *setting(const struct root *root, const char *word)
{
	const struct kept *k = kept_block_find(&root->sys->kept, "archive");
	size_t len = strlen(word);

	for (unsigned i = 0; k && i < k->n; i++)
		if (kept_begins(k->line[i].text, word))
			return k->line[i].text + len + (k->line[i].text[len] == ' ');
	return NULL;
}

static bool base_name(const struct root *root, char name[FLASH_NAME_MAX])
{
	const char *path = setting(root, "path");

	return path && flash_name(path, name);
}

bool archive_is_on(const struct root *root)
{
	char name[FLASH_NAME_MAX];

	return base_name(root, name);
}

static bool has_line(const struct kept *k, const char *line)
{
	for (unsigned i = 0; k && i < k->n; i++)
		if (kept_begins(k->line[i].text, line))
			return true;
	return false;
}

bool archive_logs_commands(const struct root *root)
{
	const struct kept *k = kept_block_find(&root->sys->kept, "archive");

	k = k ? kept_block_find(k, "log config") : NULL;
	return has_line(k, "logging enable") && has_line(k, "notify syslog");
}

bool archive_wants_saves(const struct root *root)
{
	return archive_is_on(root) && setting(root, "write-memory");
}

static unsigned maximum(const struct root *root)
{
	const char *n = setting(root, "maximum");
	unsigned long value = n ? strtoul(n, NULL, 10) : USUAL_MAXIMUM;

	return value >= 1 && value <= 14 ? (unsigned)value : USUAL_MAXIMUM;
}

/* --- the copies ------------------------------------------------------------------------------- */

/* The number at the end; -1 when it is none of ours. */
static long number_of(const char *file, const char *base)
{
	size_t len = strlen(base);
	const char *dash = strrchr(file, '-');
	char *end;
	long n;

	if (strncmp(file, base, len) != 0 || file[len] != '-' || !dash || !dash[1])
		return -1;
	n = strtol(dash + 1, &end, 10);
	return *end ? -1 : n;
}

static int compare(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;
	long n = strtol(strrchr(*x, '-') + 1, NULL, 10);
	long m = strtol(strrchr(*y, '-') + 1, NULL, 10);

	return (n > m) - (n < m);
}

static void list_copies(const struct root *root, const char *base, struct copies *list)
{
	char path[PATH_MAX];
	struct dirent *e;
	DIR *dir;

	list->n = 0;
	dir = flash_path(root, "", path, sizeof(path)) ? opendir(path) : NULL;
	while (dir && (e = readdir(dir)))
		if (number_of(e->d_name, base) >= 0 && list->n < MAX_LISTED)
			list->name[list->n++] = xstrdup(e->d_name);
	if (dir)
		closedir(dir);
	qsort(list->name, list->n, sizeof(*list->name), compare);
}

static void free_copies(struct copies *list)
{
	for (unsigned i = 0; i < list->n; i++)
		free(list->name[i]);
}

static long next_number(const struct copies *list, const char *base)
{
	return list->n ? number_of(list->name[list->n - 1], base) + 1 : 0;
}

static void remove_oldest(const struct root *root, const struct copies *list, unsigned left)
{
	char path[PATH_MAX];

	for (unsigned i = 0; i + left < list->n; i++)
		if (flash_path(root, list->name[i], path, sizeof(path)))
			unlink(path);
}

bool archive_save(struct root *root, struct out *why)
{
	time_t now = (time_t)(loop_wall_ms(root->loop) / 1000);
	char base[FLASH_NAME_MAX], url[FLASH_NAME_MAX + 64], when[32];
	struct copies list;
	struct out text;
	struct tm tm;
	bool good;

	if (!base_name(root, base)) {
		out_str(why, "% Archive feature not enabled");
		return false;
	}
	gmtime_r(&now, &tm);
	strftime(when, sizeof(when), "%b-%d-%H-%M-%S", &tm);
	list_copies(root, base, &list);
	snprintf(url, sizeof(url), "flash:%s-%s-%ld", base, when, next_number(&list, base));
	remove_oldest(root, &list, maximum(root) - 1);
	free_copies(&list);
	out_init(&text);
	running_text(root, &text, false);
	good = flash_write(root, url, &text, false, why);
	out_fini(&text);
	return good;
}

void archive_show(const struct root *root, struct out *o)
{
	char base[FLASH_NAME_MAX];
	unsigned max = maximum(root);
	struct copies list;

	if (!base_name(root, base)) {
		out_str(o, "Archive feature not enabled\n");
		return;
	}
	list_copies(root, base, &list);
	out(o,
	    "The maximum archive configurations allowed is %u.\n"
	    "There are currently %u archive configurations saved.\n"
	    "The next archive file will be named flash:%s-<timestamp>-%ld\n"
	    " Archive #  Name\n",
	    max, list.n, base, next_number(&list, base));
	for (unsigned i = 0; i < MAX_OF(max, list.n); i++)
		out(o, "   %-8u %s%s%s\n", i + 1, i < list.n ? "flash:" : "",
		    i < list.n ? list.name[i] : "", i + 1 == list.n ? " <- Most Recent" : "");
	free_copies(&list);
}
