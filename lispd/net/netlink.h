/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NET_NETLINK_H
#define NET_NETLINK_H

/*
 * Private to net. The rtnetlink of one namespace: a socket for requests, which the kernel answers
 * before send() returns, so that waiting for the answer does not block; and a socket for news
 * (links, addresses, routes, rules), read from the loop. Two, so that an answer never stands
 * behind news.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/loop.h"

struct nlmsghdr;
struct netlink;

#define NETLINK_MSG_MAX 4096 /* a request of ours */
#define NETLINK_ERROR_TEXT 128

struct netlink_ops {
	void (*message)(void *arg, const struct nlmsghdr *nlh); /* one piece of news */
	void (*batch_end)(void *arg);
	void (*resync)(void *arg); /* news were lost */
};

/* Opens in netns (-1: own). NULL with errno. */
struct netlink *netlink_new(struct loop *loop, int netns, const struct netlink_ops *ops, void *arg);
void netlink_free(struct netlink *n);

/* Sends one request and waits for its acknowledgement: 0 or -errno; netlink_error() then has the
 * kernel's words, if it had any. Sequence number and flags ACK, REQUEST are set here. */
int netlink_request(struct netlink *n, struct nlmsghdr *nlh);
/* The same for a request that is answered by messages (a dump, RTM_GETROUTE, RTM_GETLINK): fn gets
 * each. A dump that was interrupted by a change is repeated (-EINTR after some times): fn sees
 * entries again. */
int netlink_query(struct netlink *n, struct nlmsghdr *nlh,
		  void (*fn)(void *arg, const struct nlmsghdr *nlh), void *arg);
/* Tells the news that are there, now: after a request of ours they tell its effect. Does nothing
 * while news are being told already. */
void netlink_poll(struct netlink *n);
const char *netlink_error(const struct netlink *n);

#endif
