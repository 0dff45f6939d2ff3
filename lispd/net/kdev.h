/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NET_KDEV_H
#define NET_KDEV_H

/*
 * Private to net. The kernel's devices and their addresses in every VRF, as dumps and news tell
 * them: a mirror without opinions. iface.c gives it meaning.
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "lispd/net/nlmsg.h"
#include "lispd/net/vrf.h"

struct iface;

struct kaddr {
	struct nl_addr a;
	bool seen; /* during a resync */
};

struct kdev {
	TAILQ_ENTRY(kdev) link;
	struct vrf *vrf;
	struct nl_link l;   /* the last message about it */
	struct kaddr *addr; /* in the kernel's order */
	unsigned n_addrs;
	bool seen;
	struct iface *iface; /* the entry it belongs to; lo serves several and has its own here */
};

TAILQ_HEAD(kdev_list, kdev);

struct kdev_ops {
	void (*added)(void *arg, struct kdev *d);
	/* The message changed something. before: as it was. */
	void (*changed)(void *arg, struct kdev *d, const struct nl_link *before);
	void (*addr_changed)(void *arg, struct kdev *d);
	/* No longer in the table; freed after the call. */
	void (*removed)(void *arg, struct kdev *d);
};

struct kdev_table {
	struct kdev_list list;
	const struct kdev_ops *ops;
	void *arg;
};

void kdev_init(struct kdev_table *t, const struct kdev_ops *ops, void *arg);
void kdev_fini(struct kdev_table *t); /* tells nobody */

/* Reads all devices and addresses of v; what is not there any more is removed. */
void kdev_resync(struct kdev_table *t, struct vrf *v);
void kdev_message(struct kdev_table *t, struct vrf *v, const struct nlmsghdr *nlh);
void kdev_forget_vrf(struct kdev_table *t, const struct vrf *v);

struct kdev *kdev_find(const struct kdev_table *t, const struct vrf *v, int ifindex);
struct kdev *kdev_by_name(const struct kdev_table *t, const struct vrf *v, const char *name);
struct kaddr *kdev_addr(const struct kdev *d, const struct addr *a, unsigned plen);
bool kdev_is_lo(const struct kdev *d);

#endif
