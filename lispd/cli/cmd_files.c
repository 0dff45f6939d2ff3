/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dir, more, delete: the files of flash:. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "lib/mem.h"
#include "lispd/cli/flash.h"
#include "lispd/cli/root.h"
#include "lispd/cli/tables.h"

/* --- dir -------------------------------------------------------------------------------------- */

static void list_file(struct cli *c, const char *name)
{
	char path[PATH_MAX], when[64];
	struct stat st;
	struct tm tm;

	if (!flash_path(root_of(c), name, path, sizeof(path)) || stat(path, &st) != 0)
		return;
	gmtime_r(&st.st_mtime, &tm);
	strftime(when, sizeof(when), "%b %d %Y %H:%M:%S +00:00", &tm);
	cli_print(c, "%5lu  -rw-  %14lld  %s  %s\n", (unsigned long)(st.st_ino % 100000),
		  (long long)st.st_size, when, name);
}

static int is_file(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

static void list_files(struct cli *c, const char *path)
{
	struct dirent **entry = NULL;
	int n = scandir(path, &entry, is_file, alphasort);

	if (n <= 0)
		cli_print(c, "No files in directory\n");
	for (int i = 0; i < n; i++) {
		list_file(c, entry[i]->d_name);
		free(entry[i]);
	}
	free(entry);
}

static bool is_flash(const char *url)
{
	char name[FLASH_NAME_MAX], file[FLASH_NAME_MAX + 2] = "";
	size_t len = strlen(url);

	/* Any file of it would do. */
	if (len + 2 < sizeof(file)) {
		memcpy(file, url, len);
		file[len] = 'x';
	}
	return (url[len - 1] == ':' || url[len - 1] == '/') && flash_name(file, name);
}

static int run_dir(struct cli *c, const struct args *a)
{
	const char *url = arg_str(a, "url");
	struct statvfs fs = { .f_frsize = 0 };
	char path[PATH_MAX];

	if (!url)
		url = "flash:";
	if (!is_flash(url) || !flash_path(root_of(c), "", path, sizeof(path))) {
		cli_print(c, "%%Error opening %s (No such file or directory)\n", url);
		return CLI_FAIL;
	}
	cli_print(c, "Directory of flash:/\n\n");
	list_files(c, path);
	if (statvfs(path, &fs) != 0)
		statvfs(root_of(c)->config_dir, &fs);
	cli_print(c, "\n%llu bytes total (%llu bytes free)\n",
		  (unsigned long long)fs.f_blocks * fs.f_frsize,
		  (unsigned long long)fs.f_bavail * fs.f_frsize);
	return CLI_OK;
}

/* --- more ------------------------------------------------------------------------------------- */

static int run_more(struct cli *c, const struct args *a)
{
	struct out text, why;
	bool good;

	out_init(&text);
	out_init(&why);
	good = flash_read(root_of(c), arg_str(a, "url"), &text, &why);
	if (!good)
		cli_print(c, "%s\n", out_text(&why));
	out_fini(&why);
	if (good)
		return cli_show_text(c, &text);
	out_fini(&text);
	return CLI_FAIL;
}

/* --- delete ----------------------------------------------------------------------------------- */

static int delete_file(struct cli *c, const char *url)
{
	char name[FLASH_NAME_MAX], path[PATH_MAX];

	if (!flash_name(url, name) || !flash_path(root_of(c), name, path, sizeof(path)) ||
	    root_of(c)->check_only)
		return cli_err(c, "Invalid input: %s is no file of flash:", url);
	if (unlink(path) == 0)
		return CLI_OK;
	cli_print(c, "%%Error deleting flash:/%s (%s)\n", name, strerror(errno));
	return CLI_FAIL;
}

static int delete_confirmed(struct cli *c, const char *answer, void *arg)
{
	char *url = arg;
	bool yes = answer && (!*answer || strncasecmp(answer, "yes", strlen(answer)) == 0);
	int status = yes ? delete_file(c, url) : CLI_FAIL;

	free(url);
	return status;
}

static int name_answered(struct cli *c, const char *answer, void *arg)
{
	char *url = arg, name[FLASH_NAME_MAX];

	if (answer && *answer)
		str_replace(&url, answer);
	if (answer && flash_name(url, name))
		return cli_ask(c, false, delete_confirmed, url, "Delete flash:/%s? [confirm]",
			       name);
	if (answer)
		cli_err(c, "Invalid input: %s is no file of flash:", url);
	free(url);
	return CLI_FAIL;
}

static int run_delete(struct cli *c, const struct args *a)
{
	const char *url = arg_str(a, "url"), *colon = strchr(url, ':');

	if (arg_has(a, "/force"))
		return delete_file(c, url);
	return cli_ask(c, false, name_answered, xstrdup(url), "Delete filename [%s]? ",
		       colon ? colon + 1 : url);
}

const struct cli_cmd files_rows[] = {
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "dir [/all] [WORD$url]",
		.help = "dir   List files on a filesystem\n"
			"/all  List all files\n"
			"$url  flash:\n",
		.run = run_dir,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "more WORD$url",
		.help = "more  Display the contents of a file\n"
			"$url  flash:FILE, nvram:startup-config or system:running-config\n",
		.run = run_more,
	},
	{
		.mode = CLI_MODE_EXEC,
		.syntax = "delete [/force] WORD$url",
		.help = "delete  Delete a file\n"
			"/force  Force delete without prompting\n"
			"$url    flash:FILE\n",
		.run = run_delete,
	},
	{ 0 },
};
