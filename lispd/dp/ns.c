/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/dp/ns.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/log.h"

#define OWN_NS "/proc/thread-self/ns/net"

int ns_identify(int fd, struct ns_id *id)
{
	struct stat st;

	if ((fd < 0 ? stat(OWN_NS, &st) : fstat(fd, &st)) < 0)
		return -errno;
	*id = (struct ns_id){ .dev = st.st_dev, .ino = st.st_ino };
	return 0;
}

bool ns_same(const struct ns_id *a, const struct ns_id *b)
{
	return a->dev == b->dev && a->ino == b->ino;
}

int ns_enter(int fd, int *back)
{
	int error;

	*back = -1;
	if (fd < 0)
		return 0;
	*back = open(OWN_NS, O_RDONLY | O_CLOEXEC);
	if (*back < 0)
		return -errno;
	if (setns(fd, CLONE_NEWNET) == 0)
		return 0;
	error = -errno;
	close(*back);
	*back = -1;
	return error;
}

void ns_leave(int back)
{
	if (back < 0)
		return;
	if (setns(back, CLONE_NEWNET) < 0) {
		/* Everything opened from now on would be in the wrong place. */
		log_msg(SEV_CRITICAL, "LISP", "NETNS", "cannot return to the own namespace: %s",
			strerror(errno));
		abort();
	}
	close(back);
}
