/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NET_NETNS_H
#define NET_NETNS_H

/*
 * Named network namespaces as "ip netns" knows them: files in /run/netns. They are made in the
 * mount namespace of process 1 where that is allowed, so that a daemon started by "ip netns exec"
 * or by a sandboxing service manager leaves its VRFs, and the devices in them, to its successor.
 *
 * A namespace is held by a descriptor; -1 stands for the namespace the process was started in.
 */

#include <stdbool.h>

#define NETNS_NAME_MAX 128

/* Opens an existing one. Descriptor (close-on-exec, the caller closes it), or -errno: -ENOENT. */
int netns_open(const char *name);
/* Makes it, with its name, and opens it. -EEXIST when the name is taken; -EPERM, -EINVAL (kernel
 * without namespaces) ... */
int netns_create(const char *name);
/* Removes the name. The namespace goes with its last user; devices that the kernel cannot move
 * out (veth, tun) go with it. 0 or -errno. */
int netns_del(const char *name);
/* Calls fn for each name that begins with prefix; fn may delete that name. 0 or -errno. */
int netns_each(const char *prefix, void (*fn)(void *arg, const char *name), void *arg);

/* Runs fn(arg) inside fd's namespace, on this thread, and comes back; what fn returns, or -errno
 * when it could not enter. fn must not yield to the loop. fd -1: just calls it. */
int netns_call(int fd, int (*fn)(void *arg), void *arg);
/* socket(2) inside it: descriptor or -errno. SOCK_CLOEXEC is added. */
int netns_socket(int fd, int domain, int type, int protocol);
/* Whether two descriptors (or -1) are the same namespace. */
bool netns_same(int a, int b);

#endif
