/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vtysh/link.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

void link_init(struct link *l)
{
	memset(l, 0, sizeof(*l));
	l->fd = -1;
	frame_rx_init(&l->rx, FRAME_MAX_DOWN);
}

void link_fini(struct link *l)
{
	link_close(l);
	frame_rx_fini(&l->rx);
	out_fini(&l->tx);
}

int link_open(struct link *l, const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(sun.sun_path))
		return -ENAMETOOLONG;
	memcpy(sun.sun_path, path, strlen(path) + 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	if (connect(fd, (const struct sockaddr *)&sun, sizeof(sun)) != 0) {
		int rc = -errno;

		close(fd);
		return rc;
	}
	link_close(l);
	l->fd = fd;
	return 0;
}

void link_close(struct link *l)
{
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
	l->lost = false;
	l->rx.start = l->rx.len = 0;
	l->rx.bad = false;
	out_clear(&l->tx);
}

static void send_some(struct link *l)
{
	ssize_t n;

	if (l->tx.len == 0)
		return;
	n = send(l->fd, l->tx.text, l->tx.len, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (n > 0)
		out_drop_front(&l->tx, (size_t)n);
	else if (errno != EAGAIN && errno != EINTR)
		out_clear(&l->tx); /* what it still had to say can be read; then comes the end */
}

static void receive_some(struct link *l)
{
	size_t room;
	void *space = frame_rx_space(&l->rx, &room);
	ssize_t n = recv(l->fd, space, room, MSG_DONTWAIT);

	if (n > 0)
		frame_rx_added(&l->rx, (size_t)n);
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		l->lost = true;
}

int link_wait(struct link *l, int other_fd, int timeout_ms)
{
	struct pollfd p[2] = {
		{ .fd = l->lost ? -1 : l->fd, .events = POLLIN },
		{ .fd = other_fd, .events = POLLIN },
	};
	int n;

	if (!l->lost && l->fd >= 0)
		send_some(l);
	if (l->tx.len > 0)
		p[0].events |= POLLOUT;
	n = poll(p, 2, timeout_ms);
	if (n < 0)
		return LINK_SIGNAL;
	if (n == 0)
		return LINK_TIMEOUT;
	if (p[0].revents & POLLOUT)
		send_some(l);
	if (p[0].revents & ~POLLOUT)
		receive_some(l);
	return p[1].revents ? LINK_OTHER : 0;
}
