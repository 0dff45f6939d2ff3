/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/net/errqueue.h"

#include <errno.h>
#include <linux/errqueue.h>
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

void errqueue_enable(int fd, int family)
{
	int on = 1;

	if (family == AF_INET)
		setsockopt(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof(on));
	else
		setsockopt(fd, IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof(on));
}

static void read_error(const struct cmsghdr *c, struct icmp_error *out)
{
	struct sock_extended_err e;
	struct sockaddr_storage ss = { 0 };
	struct endpoint from;
	size_t len = c->cmsg_len - CMSG_LEN(0);

	if (len < sizeof(e))
		return;
	memcpy(&e, CMSG_DATA(c), sizeof(e));
	out->error = (int)e.ee_errno;
	out->mtu = e.ee_info;
	if (e.ee_origin == SO_EE_ORIGIN_LOCAL)
		return;
	out->type = e.ee_type;
	out->code = e.ee_code;
	/* The offender's address stands behind it. */
	len -= sizeof(e);
	memcpy(&ss, CMSG_DATA(c) + sizeof(e), len < sizeof(ss) ? len : sizeof(ss));
	if (addr_from_sockaddr(&ss, &from))
		out->from = from.addr;
}

bool errqueue_read(int fd, int family, struct icmp_error *out)
{
	uint8_t control[512] __attribute__((aligned(16)));
	struct sockaddr_storage name;
	struct iovec iov = { out->data, sizeof(out->data) };
	struct msghdr m = { .msg_name = &name,
			    .msg_namelen = sizeof(name),
			    .msg_iov = &iov,
			    .msg_iovlen = 1,
			    .msg_control = control,
			    .msg_controllen = sizeof(control) };
	ssize_t n;

	memset(out, 0, sizeof(*out));
	do
		n = recvmsg(fd, &m, MSG_ERRQUEUE | MSG_DONTWAIT);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return false;
	out->family = family;
	out->len = (size_t)n;
	if (m.msg_namelen)
		addr_from_sockaddr(&name, &out->about);
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c))
		if ((c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_RECVERR) ||
		    (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_RECVERR))
			read_error(c, out);
	return true;
}

void errqueue_clear(int fd, int family)
{
	struct icmp_error e;
	int err;
	socklen_t len = sizeof(err);

	while (errqueue_read(fd, family, &e))
		;
	getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len);
}

bool icmp_error_is_ttl(const struct icmp_error *e)
{
	return e->type == (e->family == AF_INET ? ICMP_TIME_EXCEEDED : ICMPV6_TIME_EXCEED);
}

bool icmp_error_is_too_big(const struct icmp_error *e)
{
	if (e->error == EMSGSIZE)
		return true;
	return e->family == AF_INET ? e->type == ICMP_DEST_UNREACH && e->code == ICMP_FRAG_NEEDED :
				      e->type == ICMPV6_PKT_TOOBIG;
}

bool icmp_error_is_prohibited(const struct icmp_error *e)
{
	if (e->family == AF_INET)
		return e->type == ICMP_DEST_UNREACH &&
		       (e->code == ICMP_NET_ANO || e->code == ICMP_HOST_ANO ||
			e->code == ICMP_PKT_FILTERED);
	return e->type == ICMPV6_DEST_UNREACH && e->code == ICMPV6_ADM_PROHIBITED;
}
