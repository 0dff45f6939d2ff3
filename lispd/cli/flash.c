/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/cli/flash.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base.h"
#include "lispd/cli/root.h"
#include "lispd/cli/running.h"
#include "lispd/cli/startup.h"

#define FOLDER "flash"
#define NEW ".new"
#define MAX_SIZE (64u * 1024 * 1024)

/* --- names ------------------------------------------------------------------------------------ */

/* What stands behind the name of a file system of ours, or NULL. */
static const char *behind_device(const char *url)
{
	static const char *const device[] = { "flash:", "flash0:", "bootflash:", "disk0:" };
	size_t len = strcspn(url, ":");

	if (!url[len])
		return url;
	for (size_t i = 0; i < ARRAY_LEN(device); i++)
		if (strncasecmp(url, device[i], len + 1) == 0 && !device[i][len + 1])
			return url + len + 1;
	return NULL;
}

bool flash_name(const char *url, char name[FLASH_NAME_MAX])
{
	const char *s = behind_device(url);

	if (!s)
		return false;
	s += *s == '/';
	if (!*s || *s == '.' || strlen(s) >= FLASH_NAME_MAX)
		return false;
	for (const char *p = s; *p; p++)
		if (!isalnum((unsigned char)*p) && !strchr("._-+@%=,", *p))
			return false;
	snprintf(name, FLASH_NAME_MAX, "%s", s);
	return true;
}

bool flash_path(const struct root *root, const char *name, char *path, size_t size)
{
	int n = root->config_dir ? snprintf(path, size, "%s/" FOLDER "%s%s", root->config_dir,
					    *name ? "/" : "", name) :
				   -1;

	return n > 0 && (size_t)n < size;
}

static bool find_file(const struct root *root, const char *url, char path[PATH_MAX])
{
	char name[FLASH_NAME_MAX];

	return flash_name(url, name) && flash_path(root, name, path, PATH_MAX);
}

bool flash_exists(const struct root *root, const char *url)
{
	char path[PATH_MAX];
	struct stat st;

	return find_file(root, url, path) && stat(path, &st) == 0;
}

/* --- reading ---------------------------------------------------------------------------------- */

static bool is_one_of(const char *url, const char *device, const char *file)
{
	size_t len = strlen(device);

	if (strncasecmp(url, device, len) == 0)
		url += len;
	return strcasecmp(url, file) == 0;
}

static bool failed(struct out *why, const char *url, int err)
{
	out(why, "%%Error opening %s (%s)", url, err == ENODEV ? "No such device" : strerror(err));
	return false;
}

static bool read_fd(int fd, struct out *text, int *err)
{
	char buf[8192];
	ssize_t n;

	while ((n = read(fd, buf, sizeof(buf))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || text->len + (size_t)n > MAX_SIZE) {
			*err = n < 0 ? errno : EFBIG;
			return false;
		}
		out_bytes(text, buf, (size_t)n);
	}
	return true;
}

static bool read_file(const struct root *root, const char *url, struct out *text, struct out *why)
{
	char path[PATH_MAX];
	int fd, err = 0;
	bool good;

	if (!find_file(root, url, path))
		return failed(why, url, ENODEV);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return failed(why, url, errno);
	good = read_fd(fd, text, &err);
	close(fd);
	return good || failed(why, url, err);
}

bool flash_read(const struct root *root, const char *url, struct out *text, struct out *why)
{
	out_clear(text);
	if (is_one_of(url, "system:", "running-config")) {
		running_text(root, text, false);
		return true;
	}
	if (!is_one_of(url, "nvram:", "startup-config"))
		return read_file(root, url, text, why);
	if (!root->config_dir)
		return failed(why, url, ENOENT);
	if (startup_read(root->config_dir, text, why) == 0)
		return true;
	return why->len > 0 ? false : failed(why, "nvram:startup-config", ENOENT);
}

/* --- writing ---------------------------------------------------------------------------------- */

static int write_all(int fd, const char *text, size_t len)
{
	while (len) {
		ssize_t n = write(fd, text, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? errno : ENOSPC;
		text += n;
		len -= (size_t)n;
	}
	return 0;
}

static int write_new(const char *path, const struct out *before, const struct out *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	int err;

	if (fd < 0)
		return errno;
	err = write_all(fd, out_text(before), before->len);
	if (!err)
		err = write_all(fd, out_text(text), text->len);
	if (!err && fsync(fd) < 0)
		err = errno;
	if (close(fd) < 0 && !err)
		err = errno;
	return err;
}

static int replace(const struct root *root, const char *path, const struct out *before,
		   const struct out *text)
{
	char folder[PATH_MAX], new[PATH_MAX];
	int err;

	if (!flash_path(root, "", folder, sizeof(folder)) ||
	    !flash_path(root, NEW, new, sizeof(new)))
		return ENAMETOOLONG;
	if (mkdir(folder, 0750) < 0 && errno != EEXIST)
		return errno;
	err = write_new(new, before, text);
	if (!err && rename(new, path) < 0)
		err = errno;
	if (err)
		unlink(new);
	return err;
}

static int write_file(const struct root *root, const char *url, const struct out *text, bool append)
{
	struct out before, ignored;
	char path[PATH_MAX];
	int err;

	if (root->check_only)
		return EROFS;
	if (!find_file(root, url, path))
		return ENODEV;
	out_init(&before);
	out_init(&ignored);
	if (append)
		read_file(root, url, &before, &ignored);
	err = replace(root, path, &before, text);
	out_fini(&before);
	out_fini(&ignored);
	return err;
}

bool flash_write(const struct root *root, const char *url, const struct out *text, bool append,
		 struct out *why)
{
	int err = write_file(root, url, text, append);

	return !err || failed(why, url, err);
}

bool flash_write_filtered(void *root, const char *url, const struct out *text, bool append,
			  struct out *why)
{
	int err = write_file(root, url, text, append);

	if (err)
		out_str(why, err == ENODEV ? "No such device" : strerror(err));
	return !err;
}
