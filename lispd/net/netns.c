/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names of namespaces are bind mounts of /proc/PID/ns/net on files in /run/netns. Mounting happens
 * in a forked child: it enters the mount namespace of process 1 first, which a process with
 * threads could not do, and comes back with the new namespace's descriptor over a socket.
 */
#include "lispd/net/netns.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base.h"
#include "lib/log.h"
#include "lib/mem.h"

#define NETNS_DIR "/run/netns"
#define NETNS_MAGIC 0x6e736673 /* statfs type of a namespace file */
#define PATH_LEN (sizeof("/proc/1/root" NETNS_DIR "/") + NETNS_NAME_MAX)

struct path {
	char s[PATH_LEN];
};

static bool name_ok(const char *name)
{
	return *name && *name != '.' && strlen(name) < NETNS_NAME_MAX && !strchr(name, '/');
}

static struct path path_of(const char *root, const char *name)
{
	struct path p;

	snprintf(p.s, sizeof(p.s), "%s" NETNS_DIR "/%s", root, name);
	return p;
}

static bool is_namespace(int fd)
{
	struct statfs fs;

	return fstatfs(fd, &fs) == 0 && fs.f_type == NETNS_MAGIC;
}

static int open_path(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	if (is_namespace(fd))
		return fd;
	close(fd);
	return -ENOENT; /* a file that nothing is mounted on is left over */
}

int netns_open(const char *name)
{
	int fd;

	if (!name_ok(name))
		return -EINVAL;
	fd = open_path(path_of("", name).s);
	if (fd != -ENOENT)
		return fd;
	/* In a mount namespace of our own the name may not be seen; nor may process 1. */
	fd = open_path(path_of("/proc/1/root", name).s);
	return fd < 0 ? -ENOENT : fd;
}

/* --- the child ------------------------------------------------------------------------------- */

/* Failing is fine: the names then live where we are. */
static void enter_first_mounts(void)
{
	struct stat ours, first;
	int fd;

	if (stat("/proc/self/ns/mnt", &ours) || stat("/proc/1/ns/mnt", &first) ||
	    ours.st_ino == first.st_ino)
		return;
	fd = open("/proc/1/ns/mnt", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	(void)!setns(fd, CLONE_NEWNS);
	close(fd);
}

/* As "ip netns" does: mounts below the folder are to be seen in the mount namespaces of others. */
static int prepare_dir(void)
{
	if (mkdir("/run", 0755) && errno != EEXIST)
		return -errno;
	if (mkdir(NETNS_DIR, 0755) && errno != EEXIST)
		return -errno;
	if (mount("", NETNS_DIR, "none", MS_SHARED | MS_REC, NULL) == 0)
		return 0;
	if (errno != EINVAL)
		return -errno;
	if (mount(NETNS_DIR, NETNS_DIR, "none", MS_BIND | MS_REC, NULL) ||
	    mount("", NETNS_DIR, "none", MS_SHARED | MS_REC, NULL))
		return -errno;
	return 0;
}

/* Makes the file, unless a namespace is mounted there. */
static int claim_name(const char *path)
{
	int fd = open(path, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0);

	if (fd < 0 && errno != EEXIST)
		return -errno;
	if (fd >= 0) {
		close(fd);
		return 0;
	}
	fd = open_path(path);
	if (fd < 0)
		return 0;
	close(fd);
	return -EEXIST;
}

/* The namespace's descriptor or -errno. */
static int child_create(const char *name)
{
	struct path path = path_of("", name);
	int err = prepare_dir(), fd;

	if (err)
		return err;
	err = claim_name(path.s);
	if (err)
		return err;
	if (unshare(CLONE_NEWNET) || mount("/proc/self/ns/net", path.s, "none", MS_BIND, NULL)) {
		err = -errno;
		unlink(path.s);
		return err;
	}
	fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

static int child_del(const char *name)
{
	struct path path = path_of("", name);

	umount2(path.s, MNT_DETACH);
	return unlink(path.s) ? -errno : 0;
}

/* Sends the result and, for a descriptor, the descriptor itself. */
static void send_result(int sock, int result)
{
	union {
		char buf[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control = { 0 };
	struct iovec iov = { &result, sizeof(result) };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
	struct cmsghdr *c;

	if (result > 0) {
		msg.msg_control = control.buf;
		msg.msg_controllen = sizeof(control.buf);
		c = CMSG_FIRSTHDR(&msg);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(c), &result, sizeof(int));
	}
	(void)!sendmsg(sock, &msg, MSG_NOSIGNAL);
}

static int receive_result(int sock)
{
	union {
		char buf[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control = { 0 };
	int result = -EIO;
	struct iovec iov = { &result, sizeof(result) };
	struct msghdr msg = { .msg_iov = &iov,
			      .msg_iovlen = 1,
			      .msg_control = control.buf,
			      .msg_controllen = sizeof(control.buf) };
	struct cmsghdr *c;
	ssize_t n;

	do
		n = recvmsg(sock, &msg, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	if (n != sizeof(result))
		return -EIO;
	c = CMSG_FIRSTHDR(&msg);
	if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS &&
	    c->cmsg_len == CMSG_LEN(sizeof(int)))
		memcpy(&result, CMSG_DATA(c), sizeof(int));
	return result;
}

/* Runs fn in a child among the mounts of process 1 and gives its result. */
static int in_child(int (*fn)(const char *name), const char *name)
{
	int sock[2], result;
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sock))
		return -errno;
	pid = fork();
	if (pid == 0) {
		enter_first_mounts();
		send_result(sock[1], fn(name));
		_exit(0);
	}
	close(sock[1]);
	result = pid < 0 ? -errno : receive_result(sock[0]);
	close(sock[0]);
	/* Somebody else's handler for ended children may have been quicker. */
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	return result;
}

/* --- names ----------------------------------------------------------------------------------- */

int netns_create(const char *name)
{
	if (!name_ok(name))
		return -EINVAL;
	return in_child(child_create, name);
}

int netns_del(const char *name)
{
	if (!name_ok(name))
		return -EINVAL;
	return in_child(child_del, name);
}

struct names {
	char (*name)[NETNS_NAME_MAX];
	size_t n;
};

static void collect(struct names *names, const char *root, const char *prefix)
{
	DIR *dir = opendir(path_of(root, "").s);
	struct dirent *e;

	while (dir && (e = readdir(dir))) {
		size_t i = 0;

		if (!name_ok(e->d_name) || strncmp(e->d_name, prefix, strlen(prefix)))
			continue;
		while (i < names->n && strcmp(names->name[i], e->d_name))
			i++;
		if (i < names->n)
			continue;
		names->name = xrealloc(names->name, (names->n + 1) * sizeof(*names->name));
		snprintf(names->name[names->n++], NETNS_NAME_MAX, "%.*s", NETNS_NAME_MAX - 1,
			 e->d_name);
	}
	if (dir)
		closedir(dir);
}

int netns_each(const char *prefix, void (*fn)(void *arg, const char *name), void *arg)
{
	struct names names = { 0 };

	collect(&names, "", prefix);
	collect(&names, "/proc/1/root", prefix);
	for (size_t i = 0; i < names.n; i++)
		fn(arg, names.name[i]);
	free(names.name);
	return 0;
}

/* --- entering -------------------------------------------------------------------------------- */

int netns_call(int fd, int (*fn)(void *arg), void *arg)
{
	int back, result;

	if (fd < 0)
		return fn(arg);
	back = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
	if (back < 0)
		return -errno;
	if (setns(fd, CLONE_NEWNET)) {
		result = -errno;
		close(back);
		return result;
	}
	result = fn(arg);
	if (setns(back, CLONE_NEWNET)) {
		/* Going on in the wrong namespace would configure somebody else's network. */
		log_msg(SEV_EMERGENCY, "NET", "NAMESPACE", "cannot return to own namespace: %s",
			strerror(errno));
		abort();
	}
	close(back);
	return result;
}

struct socket_args {
	int domain, type, protocol;
};

static int open_socket(void *arg)
{
	const struct socket_args *a = arg;
	int fd = socket(a->domain, a->type | SOCK_CLOEXEC, a->protocol);

	return fd < 0 ? -errno : fd;
}

int netns_socket(int fd, int domain, int type, int protocol)
{
	struct socket_args a = { domain, type, protocol };

	return netns_call(fd, open_socket, &a);
}

static bool identify(int fd, struct stat *st)
{
	return (fd < 0 ? stat("/proc/thread-self/ns/net", st) : fstat(fd, st)) == 0;
}

bool netns_same(int a, int b)
{
	struct stat sa, sb;

	return identify(a, &sa) && identify(b, &sb) && sa.st_dev == sb.st_dev &&
	       sa.st_ino == sb.st_ino;
}
