/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DP_NS_H
#define DP_NS_H

/* Opening descriptors in another network namespace. Only the calling thread moves, and back. */

#include <stdbool.h>
#include <sys/types.h>

struct ns_id { /* tells whether two descriptors are one namespace */
	dev_t dev;
	ino_t ino;
};

/* fd -1 is the thread's own. 0 or -errno. */
int ns_identify(int fd, struct ns_id *id);
bool ns_same(const struct ns_id *a, const struct ns_id *b);

/* Enters fd's namespace; *back is for ns_leave(). fd -1: stays. 0 or -errno. */
int ns_enter(int fd, int *back);
void ns_leave(int back);

#endif
