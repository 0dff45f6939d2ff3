/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Requests: send, then read until the acknowledgement; the kernel has put it into our buffer
 * before send() returned. News: all that is there, up to a budget per turn of the loop. A full
 * buffer (ENOBUFS) means that news were lost: what is left in it is thrown away and the owner
 * reads everything anew; what happens meanwhile stands behind.
 */
#include "lispd/net/netlink.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/mem.h"
#include "lispd/net/netns.h"

#define READ_LEN 65536
#define NEWS_RCVBUF (8 << 20)
#define REQUEST_RCVBUF (1 << 20)
#define NEWS_PER_TURN 256 /* reads; each may bring many messages */
#define DUMP_TRIES 5

struct netlink {
	struct loop *loop;
	int request_fd, news_fd;
	struct loop_fd *watch;
	struct netlink_ops ops;
	void *arg;
	uint32_t seq;
	bool reading; /* news are being told: no second reader */
	char error[NETLINK_ERROR_TEXT];
	/* A dump's reader may not ask; a reader of news may. So each way has its buffer. */
	uint8_t request_buf[READ_LEN] __attribute__((aligned(8)));
	uint8_t news_buf[READ_LEN] __attribute__((aligned(8)));
};

static const int groups[] = {
	RTNLGRP_LINK,	    RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_IFADDR, RTNLGRP_IPV4_ROUTE,
	RTNLGRP_IPV6_ROUTE, RTNLGRP_IPV4_RULE,	 RTNLGRP_IPV6_RULE,
};

static void set_rcvbuf(int fd, int bytes)
{
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes)))
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
}

static int open_socket(int netns, int type)
{
	struct sockaddr_nl sa = { .nl_family = AF_NETLINK };
	int fd = netns_socket(netns, AF_NETLINK, SOCK_RAW | type, NETLINK_ROUTE);
	int err;

	if (fd < 0 || bind(fd, (struct sockaddr *)&sa, sizeof(sa)) == 0)
		return fd;
	err = -errno;
	close(fd);
	return err;
}

static int open_request(int netns)
{
	struct timeval bound = { .tv_sec = 2 };
	int on = 1, fd = open_socket(netns, 0);

	if (fd < 0)
		return fd;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &bound, sizeof(bound));
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
	set_rcvbuf(fd, REQUEST_RCVBUF);
	return fd;
}

static int open_news(int netns)
{
	int fd = open_socket(netns, SOCK_NONBLOCK);

	if (fd < 0)
		return fd;
	set_rcvbuf(fd, NEWS_RCVBUF);
	/* A group that this kernel lacks (no IPv6) sends nothing. */
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &groups[i], sizeof(groups[i]));
	return fd;
}

/* Length of one datagram from the kernel, 0 for somebody else's, -errno. */
static ssize_t read_kernel(int fd, uint8_t *buf, int flags)
{
	struct sockaddr_nl sa = { 0 };
	struct iovec iov = { buf, READ_LEN };
	struct msghdr msg = {
		.msg_name = &sa, .msg_namelen = sizeof(sa), .msg_iov = &iov, .msg_iovlen = 1
	};
	ssize_t n;

	do
		n = recvmsg(fd, &msg, flags);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return -errno;
	if (msg.msg_flags & MSG_TRUNC)
		return -ENOBUFS;
	return sa.nl_pid == 0 ? n : 0;
}

/* --- news ------------------------------------------------------------------------------------ */

static void tell(struct netlink *n, ssize_t len)
{
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)(const void *)n->news_buf;
	int left = (int)len;

	for (; mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left))
		if (nlh->nlmsg_type >= NLMSG_MIN_TYPE)
			n->ops.message(n->arg, nlh);
}

static void throw_away(struct netlink *n)
{
	ssize_t len;

	do
		len = read_kernel(n->news_fd, n->news_buf, MSG_DONTWAIT);
	while (len >= 0 || len == -ENOBUFS);
}

static void read_news(struct netlink *n, unsigned most)
{
	bool lost = false;
	ssize_t len = 0;

	if (n->reading)
		return;
	n->reading = true;
	for (unsigned i = 0; i < most; i++) {
		len = read_kernel(n->news_fd, n->news_buf, MSG_DONTWAIT);
		if (len < 0)
			break;
		tell(n, len);
	}
	if (len == -ENOBUFS) {
		throw_away(n);
		lost = true;
	}
	n->reading = false;
	if (lost)
		n->ops.resync(n->arg);
	n->ops.batch_end(n->arg);
}

static void on_news(int fd, int events, void *arg)
{
	(void)fd;
	(void)events;
	read_news(arg, NEWS_PER_TURN);
}

void netlink_poll(struct netlink *n)
{
	/* More than the buffer can hold: all that is there. */
	read_news(n, NEWS_RCVBUF);
}

/* --- life ------------------------------------------------------------------------------------ */

struct netlink *netlink_new(struct loop *loop, int netns, const struct netlink_ops *ops, void *arg)
{
	struct netlink *n = xcalloc(1, sizeof(*n));
	int err;

	*n = (struct netlink){ .loop = loop, .ops = *ops, .arg = arg, .news_fd = -1, .seq = 1 };
	n->request_fd = open_request(netns);
	if (n->request_fd >= 0)
		n->news_fd = open_news(netns);
	if (n->news_fd < 0) {
		err = n->request_fd < 0 ? n->request_fd : n->news_fd;
		if (n->request_fd >= 0)
			close(n->request_fd);
		free(n);
		errno = -err;
		return NULL;
	}
	n->watch = loop_fd_add(loop, n->news_fd, LOOP_READ, on_news, n);
	return n;
}

void netlink_free(struct netlink *n)
{
	if (!n)
		return;
	loop_fd_del(n->watch);
	close(n->news_fd);
	close(n->request_fd);
	free(n);
}

/* --- requests -------------------------------------------------------------------------------- */

typedef void query_fn(void *arg, const struct nlmsghdr *nlh);

const char *netlink_error(const struct netlink *n)
{
	return n->error;
}

static void keep_error_text(struct netlink *n, const struct nlmsghdr *nlh)
{
	const struct nlmsgerr *e = mnl_nlmsg_get_payload(nlh);
	size_t skip = sizeof(*e);
	struct nlattr *attr;

	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	if (!(nlh->nlmsg_flags & NLM_F_CAPPED))
		skip += mnl_nlmsg_get_payload_len(nlh) >= sizeof(*e) ?
				e->msg.nlmsg_len - sizeof(e->msg) :
				0;
	if (mnl_nlmsg_get_payload_len(nlh) < skip)
		return;
	mnl_attr_for_each(attr, nlh, skip)
		if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_MSG &&
		    mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0)
			snprintf(n->error, sizeof(n->error), "%s", mnl_attr_get_str(attr));
}

static int error_of(struct netlink *n, const struct nlmsghdr *nlh)
{
	const struct nlmsgerr *e = mnl_nlmsg_get_payload(nlh);

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*e))
		return -EBADMSG;
	keep_error_text(n, nlh);
	return e->error;
}

static int done_of(const struct nlmsghdr *nlh)
{
	int err = 0;

	if (mnl_nlmsg_get_payload_len(nlh) >= sizeof(err))
		memcpy(&err, mnl_nlmsg_get_payload(nlh), sizeof(err));
	return err;
}

/* 1: more to come; 0 or -errno: that was the end. */
static int take_answers(struct netlink *n, size_t len, uint32_t seq, query_fn *fn, void *arg,
			bool *interrupted)
{
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)(const void *)n->request_buf;
	int left = (int)len;

	for (; mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left)) {
		if (nlh->nlmsg_seq != seq)
			continue; /* the late answer of a request that we gave up */
		if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
			*interrupted = true;
		if (nlh->nlmsg_type == NLMSG_ERROR)
			return error_of(n, nlh);
		if (nlh->nlmsg_type == NLMSG_DONE)
			return done_of(nlh);
		if (nlh->nlmsg_type >= NLMSG_MIN_TYPE && fn)
			fn(arg, nlh);
	}
	return 1;
}

/* The flags of a dump mean something else in a request that changes things. */
static bool is_dump(const struct nlmsghdr *nlh)
{
	return nlh->nlmsg_type % 4 == RTM_GETLINK % 4 &&
	       (nlh->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP;
}

static int ask(struct netlink *n, struct nlmsghdr *nlh, query_fn *fn, void *arg)
{
	bool interrupted = false;
	ssize_t len;
	int r;

	n->error[0] = '\0';
	nlh->nlmsg_flags |= NLM_F_REQUEST;
	if (!is_dump(nlh))
		nlh->nlmsg_flags |= NLM_F_ACK; /* a dump ends by itself */
	nlh->nlmsg_seq = n->seq++;
	nlh->nlmsg_pid = 0;
	if (send(n->request_fd, nlh, nlh->nlmsg_len, 0) < 0)
		return -errno;
	do {
		len = read_kernel(n->request_fd, n->request_buf, 0);
		if (len < 0)
			return len == -EAGAIN ? -ETIMEDOUT : (int)len;
		r = take_answers(n, (size_t)len, nlh->nlmsg_seq, fn, arg, &interrupted);
	} while (r > 0);
	return r == 0 && interrupted ? -EINTR : r;
}

int netlink_request(struct netlink *n, struct nlmsghdr *nlh)
{
	return ask(n, nlh, NULL, NULL);
}

int netlink_query(struct netlink *n, struct nlmsghdr *nlh, query_fn *fn, void *arg)
{
	int r = -EINTR;

	for (int i = 0; i < DUMP_TRIES && r == -EINTR; i++)
		r = ask(n, nlh, fn, arg);
	return r;
}
