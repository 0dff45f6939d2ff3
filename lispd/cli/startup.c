/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The new text is first written to NEW beside the file, and forced to the disk. Then:
 *
 *   usually             NEW is renamed to the file, which happens as a whole
 *   bind-mounted file   cannot be renamed over (EBUSY): room is reserved, the file's first octet
 *                       becomes NUL, the rest is written, the first octet comes last. A start
 *                       that finds the NUL reads NEW instead; it is removed only at the end.
 *
 * NEW has a fixed name: what a killed save left behind is overwritten by the next one.
 */
#include "lispd/cli/startup.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/cli/runner.h"
#include "lib/log.h"
#include "lispd/cli/root.h"

#define NAME "startup-config"
#define NEW ".startup-config.new"
#define MAX_SIZE (64u * 1024 * 1024)

/* Where things are; a symbolic link in place of the file is followed. */
struct paths {
	char dir[PATH_MAX], file[PATH_MAX], new[PATH_MAX];
};

static bool join(char out[PATH_MAX], const char *dir, const char *name)
{
	int n = snprintf(out, PATH_MAX, "%s/%s", dir, name);

	return n > 0 && n < PATH_MAX;
}

static int find_paths(struct paths *p, const char *dir)
{
	char target[PATH_MAX];
	struct stat st;
	char *slash;

	snprintf(p->dir, sizeof(p->dir), "%s", dir);
	if (!join(p->file, dir, NAME) || !join(p->new, dir, NEW))
		return -ENAMETOOLONG;
	if (lstat(p->file, &st) < 0 || !S_ISLNK(st.st_mode) || !realpath(p->file, target))
		return 0;
	memcpy(p->file, target, sizeof(target));
	slash = strrchr(target, '/');
	*slash = '\0';
	snprintf(p->dir, sizeof(p->dir), "%s", slash == target ? "/" : target);
	return join(p->new, p->dir, NEW) ? 0 : -ENAMETOOLONG;
}

/* --- what to do about it ------------------------------------------------------------------------ */

static const char *remedy(int err)
{
	switch (-err) {
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return "make room on that file system and save again";
	case EACCES:
	case EPERM:
		return "give lispd's user the right to write there, or use --config-dir";
	case EROFS:
		return "mount it writable, or use --config-dir";
	case ENOENT:
	case ENOTDIR:
		return "make that folder, or use --config-dir";
	case EISDIR:
		return "remove the folder of that name";
	default:
		return "see the kernel's log";
	}
}

static int failed(struct out *why, const char *what, const char *path, int err)
{
	out(why, "Cannot %s %s: %s; %s", what, path, strerror(-err), remedy(err));
	return err;
}

/* --- writing ---------------------------------------------------------------------------------- */

static int write_all(int fd, const char *text, size_t len, off_t at)
{
	while (len) {
		ssize_t n = pwrite(fd, text, len, at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -errno : -ENOSPC;
		text += n;
		at += n;
		len -= (size_t)n;
	}
	return 0;
}

static int sync_fd(int fd)
{
	return fsync(fd) < 0 ? -errno : 0;
}

static int sync_dir(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int err;

	if (fd < 0)
		return -errno;
	err = sync_fd(fd);
	close(fd);
	/* Some file systems have nothing to sync in a folder. */
	return err == -EINVAL ? 0 : err;
}

static int open_new(const struct paths *p)
{
	int flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC;
	int fd = open(p->new, flags, 0600);

	if (fd < 0 && errno == ENOENT && mkdir(p->dir, 0750) == 0)
		fd = open(p->new, flags, 0600);
	if (fd < 0)
		return -errno;
	if (fchmod(fd, 0600) < 0) {
		int err = -errno;

		close(fd);
		return err;
	}
	return fd;
}

static int write_new(const struct paths *p, const char *text, size_t len)
{
	int fd = open_new(p);
	int err;

	if (fd < 0)
		return fd;
	err = write_all(fd, text, len, 0);
	if (!err)
		err = sync_fd(fd);
	if (close(fd) < 0 && !err)
		err = -errno;
	return err;
}

static int rewrite_fd(int fd, const char *text, size_t len)
{
	int err;

	if (fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, (off_t)len) < 0 && errno != EOPNOTSUPP)
		return -errno;
	err = write_all(fd, "", 1, 0);
	if (!err)
		err = sync_fd(fd);
	if (!err && len > 1)
		err = write_all(fd, text + 1, len - 1, 1);
	if (!err && ftruncate(fd, (off_t)len) < 0)
		err = -errno;
	if (!err)
		err = sync_fd(fd);
	if (!err)
		err = write_all(fd, text, 1, 0);
	return err ? err : sync_fd(fd);
}

/* NEW is complete and on the disk. */
static int rewrite_in_place(const struct paths *p, const char *text, size_t len)
{
	int err = sync_dir(p->dir);
	int fd;

	if (err)
		return err;
	fd = open(p->file, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	err = rewrite_fd(fd, text, len);
	if (close(fd) < 0 && !err)
		err = -errno;
	if (!err)
		unlink(p->new);
	return err;
}

static int replace(const struct paths *p, const char *text, size_t len)
{
	if (rename(p->new, p->file) == 0)
		return sync_dir(p->dir);
	if (errno != EBUSY)
		return -errno;
	return rewrite_in_place(p, text, len);
}

int startup_save(const char *dir, const char *text, size_t len, struct out *why)
{
	struct paths p;
	int err = find_paths(&p, dir);

	if (err)
		return failed(why, "save", dir, err);
	err = write_new(&p, text, len);
	if (err) {
		unlink(p.new);
		return failed(why, "save", p.file, err);
	}
	err = replace(&p, text, len);
	return err ? failed(why, "save", p.file, err) : 0;
}

int startup_erase(const char *dir, struct out *why)
{
	struct paths p;
	int err = find_paths(&p, dir);

	if (err)
		return failed(why, "erase", dir, err);
	if (unlink(p.new) < 0 && errno != ENOENT)
		return failed(why, "erase", p.new, -errno);
	if (unlink(p.file) < 0 && errno != ENOENT) {
		/* A bind-mounted file can only be emptied. */
		if (errno != EBUSY || truncate(p.file, 0) < 0)
			return failed(why, "erase", p.file, -errno);
	}
	err = sync_dir(p.dir);
	return err && err != -ENOENT ? failed(why, "erase", p.file, err) : 0;
}

/* --- reading ---------------------------------------------------------------------------------- */

static int read_file(const char *path, struct out *text)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char buf[8192];
	ssize_t n;
	int err = 0;

	if (fd < 0)
		return -errno;
	while ((n = read(fd, buf, sizeof(buf))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || text->len + (size_t)n > MAX_SIZE) {
			err = n < 0 ? -errno : -EFBIG;
			break;
		}
		out_bytes(text, buf, (size_t)n);
	}
	close(fd);
	return err;
}

static bool was_interrupted(const struct out *text)
{
	return text->len && text->text[0] == '\0';
}

int startup_read(const char *dir, struct out *text, struct out *why)
{
	struct out copy;
	struct paths p;
	int err = find_paths(&p, dir);

	out_clear(text);
	if (err)
		return failed(why, "read", dir, err);
	err = read_file(p.file, text);
	if (err == -ENOENT || (!err && !text->len))
		return -ENOENT;
	if (err == -EFBIG) {
		out(why, "Cannot read %s: it is larger than %u octets and no configuration", p.file,
		    MAX_SIZE);
		return err;
	}
	if (err)
		return failed(why, "read", p.file, err);
	if (!was_interrupted(text))
		return 0;
	out_init(&copy);
	if (read_file(p.new, &copy) == 0 && copy.len) {
		out_clear(text);
		out_bytes(text, copy.text, copy.len);
	}
	out_fini(&copy);
	return 0;
}

/* --- loading ---------------------------------------------------------------------------------- */

/* Octets above 127 may be anybody's language; ^C is a banner's delimiter. */
static bool is_text(const char *line, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)line[i];

		if ((c < ' ' && c != '\t' && c != '\r' && c != 3) || c == 127)
			return false;
	}
	return true;
}

static bool is_end(const char *line, size_t len)
{
	while (len && strchr(" \t\r", line[len - 1]))
		len--;
	while (len && strchr(" \t", *line)) {
		line++;
		len--;
	}
	return len == 3 && memcmp(line, "end", 3) == 0;
}

void startup_check(struct out *text, const char *path, struct out *messages)
{
	unsigned line_no = 0, n_bad = 0, first_bad = 0;
	bool ended = false;
	size_t at = 0;

	while (at < text->len) {
		char *line = text->text + at;
		char *eol = memchr(line, '\n', text->len - at);
		size_t len = eol ? (size_t)(eol - line) : text->len - at;

		line_no++;
		if (!is_text(line, len)) {
			memset(line, ' ', len);
			first_bad = n_bad++ ? first_bad : line_no;
		}
		ended = ended || is_end(line, len);
		at += len + 1;
	}
	if (n_bad)
		out(messages, "%s: %u line%s not text and left out, the first is line %u\n", path,
		    n_bad, n_bad == 1 ? " is" : "s are", first_bad);
	if (!ended)
		out(messages,
		    "%s has no final \"end\": if it was cut off, type what is missing and save\n",
		    path);
}

static void log_lines(struct out *messages)
{
	char *rest = messages->text, *line;

	while (rest && (line = strsep(&rest, "\n")))
		if (*line)
			log_msg(SEV_WARNING, "SYS", "STARTUP", "%s", line);
}

void startup_load(struct root *root)
{
	struct out text, messages;
	int err;

	out_init(&text);
	out_init(&messages);
	err = startup_read(root->config_dir, &text, &messages);
	if (!err) {
		char path[PATH_MAX];

		join(path, root->config_dir, NAME);
		startup_check(&text, path, &messages);
		cli_load_text(root->engine, out_text(&text), path, &messages);
	}
	log_lines(&messages);
	out_fini(&text);
	out_fini(&messages);
}
