/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A connection ends by rtconn_close(), or by end(), which tells the owner. Both may happen in the
 * middle of an event (busy): the structure then lives, dead, until the event has been dealt with.
 */
#include "lispd/net/rtsock.h"

#include <ctype.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/base.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "lispd/net/vrf.h"

#define DEFAULT_PORT 4342
#define DSCP_CS6 0xc0
#define REOPEN_MS 5000
#define ACCEPT_PAUSE_MS 1000 /* out of descriptors */
#define ACCEPT_PER_TURN 64
#define BACKLOG 256
#define READ_MIN 16384
#define READ_PER_TURN (256u << 10)
#define USER_TIMEOUT_MS 30000

struct rtconn {
	struct loop *loop;
	struct rtconn_ops ops;
	void *arg;
	int fd;
	struct loop_fd *watch;
	struct timer fail; /* tells of an error that connect() gave at once */
	struct endpoint peer, local;
	struct rtconn_stats stats;
	bool open, paused;
	bool dead, busy;
	int error;
	uint8_t *in;
	size_t in_len, in_cap;
	uint8_t *out;
	size_t out_start, out_end, out_cap;
};

struct listener {
	struct rtsock *sock;
	int family, fd;
	struct loop_fd *watch;
};

struct rtsock {
	struct loop *loop;
	struct vrf *vrf;
	uint16_t port;
	struct rtsock_ops ops;
	void *arg;
	struct listener v4, v6;
	struct timer reopen, resume;
	struct log_limit trouble;
	bool told_in_use;
};

static void set_int(int fd, int level, int option, int value)
{
	setsockopt(fd, level, option, &value, sizeof(value));
}

static void set_options(int fd, int family)
{
	set_int(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
	set_int(fd, IPPROTO_TCP, TCP_KEEPIDLE, 60);
	set_int(fd, IPPROTO_TCP, TCP_KEEPINTVL, 10);
	set_int(fd, IPPROTO_TCP, TCP_KEEPCNT, 3);
	set_int(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, USER_TIMEOUT_MS);
	set_int(fd, IPPROTO_TCP, TCP_NODELAY, 1);
	if (family == AF_INET)
		set_int(fd, IPPROTO_IP, IP_TOS, DSCP_CS6);
	else
		set_int(fd, IPPROTO_IPV6, IPV6_TCLASS, DSCP_CS6);
}

/* --- a connection's end ---------------------------------------------------------------------- */

static void conn_free(struct rtconn *c)
{
	timer_stop(&c->fail);
	loop_fd_del(c->watch);
	if (c->fd >= 0)
		close(c->fd);
	free(c->in);
	free(c->out);
	free(c);
}

/* Around everything that comes from the loop. */
static void enter(struct rtconn *c)
{
	c->busy = true;
}

static void leave(struct rtconn *c)
{
	c->busy = false;
	if (c->dead)
		conn_free(c);
}

/* Only between enter() and leave(). */
static void end(struct rtconn *c, const char *reason)
{
	if (c->dead)
		return;
	c->dead = true;
	c->open = false;
	c->ops.closed(c->arg, c, reason);
}

static void end_by_error(struct rtconn *c, int err)
{
	char text[80];

	snprintf(text, sizeof(text), "%s", strerror(err));
	text[0] = (char)tolower((unsigned char)text[0]);
	end(c, text);
}

void rtconn_close(struct rtconn *c)
{
	if (c->dead)
		return;
	c->dead = true;
	c->open = false;
	if (!c->busy)
		conn_free(c);
}

/* --- sending --------------------------------------------------------------------------------- */

static void watch(struct rtconn *c)
{
	int events = c->open && !c->paused ? LOOP_READ : 0;

	if (!c->open || rtconn_queued(c))
		events |= LOOP_WRITE;
	loop_fd_events(c->watch, events);
}

/* 0 or -errno; what the kernel does not take stays queued. */
static int push(struct rtconn *c)
{
	ssize_t n;

	while (c->out_start < c->out_end) {
		n = send(c->fd, c->out + c->out_start, c->out_end - c->out_start,
			 MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -errno;
		c->out_start += (size_t)n;
		c->stats.tx_bytes += (uint64_t)n;
	}
	c->out_start = c->out_end = 0;
	return 0;
}

static void make_room(struct rtconn *c, size_t len)
{
	size_t used = c->out_end - c->out_start;

	if (c->out_end + len <= c->out_cap)
		return;
	if (used)
		memmove(c->out, c->out + c->out_start, used);
	c->out_start = 0;
	c->out_end = used;
	if (used + len <= c->out_cap)
		return;
	c->out_cap = MAX_OF(2 * c->out_cap, used + len);
	c->out = xrealloc(c->out, c->out_cap);
}

int rtconn_send(struct rtconn *c, const uint8_t *data, size_t len)
{
	int err;

	if (!c->open)
		return -ENOTCONN;
	if (!len)
		return 0;
	if (rtconn_queued(c) + len > RTSOCK_MAX_QUEUE)
		return -ENOBUFS;
	make_room(c, len);
	memcpy(c->out + c->out_end, data, len);
	c->out_end += len;
	err = push(c);
	/* closed() is not for the middle of somebody's work. */
	if (err) {
		c->error = -err;
		timer_start(&c->fail, 0);
	}
	watch(c);
	return 0;
}

size_t rtconn_queued(const struct rtconn *c)
{
	return c->out_end - c->out_start;
}

/* --- receiving ------------------------------------------------------------------------------- */

/* Shows what has come until nothing more is consumed. */
static void show(struct rtconn *c)
{
	size_t start = 0, used = 1;

	while (!c->dead && !c->paused && used && start < c->in_len) {
		used = c->ops.recv(c->arg, c, c->in + start, c->in_len - start);
		start += MIN_OF(used, c->in_len - start);
	}
	memmove(c->in, c->in + start, c->in_len - start);
	c->in_len -= start;
	if (!c->dead && !c->paused && c->in_len > c->ops.max_unread)
		end(c, "message too long");
}

/* False: no more for now. */
static bool take(struct rtconn *c, size_t *n_read)
{
	ssize_t n;

	if (c->in_cap - c->in_len < READ_MIN) {
		c->in_cap = c->in_len + 2 * READ_MIN;
		c->in = xrealloc(c->in, c->in_cap);
	}
	do
		n = recv(c->fd, c->in + c->in_len, c->in_cap - c->in_len, MSG_DONTWAIT);
	while (n < 0 && errno == EINTR);
	if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return false;
	if (n < 0) {
		end_by_error(c, errno);
		return false;
	}
	if (n == 0) {
		end(c, "closed by peer");
		return false;
	}
	c->in_len += (size_t)n;
	c->stats.rx_bytes += (uint64_t)n;
	*n_read += (size_t)n;
	show(c);
	return true;
}

static void readable(struct rtconn *c)
{
	size_t n_read = 0;

	while (!c->dead && !c->paused && n_read < READ_PER_TURN && take(c, &n_read))
		;
}

void rtconn_pause(struct rtconn *c, bool pause)
{
	c->paused = pause;
	if (c->dead)
		return;
	watch(c);
	/* What was read and not shown does not make the socket readable. */
	if (!pause && c->in_len && !timer_armed(&c->fail))
		timer_start(&c->fail, 0);
}

/* --- events ---------------------------------------------------------------------------------- */

static void find_local(struct rtconn *c)
{
	struct sockaddr_storage ss;
	socklen_t len = sizeof(ss);

	if (getsockname(c->fd, (struct sockaddr *)&ss, &len) == 0)
		addr_from_sockaddr(&ss, &c->local);
}

static void opened(struct rtconn *c)
{
	c->open = true;
	c->stats.opened_ms = loop_now_ms(c->loop);
	find_local(c);
	watch(c);
	if (c->ops.opened)
		c->ops.opened(c->arg, c);
}

static void connected(struct rtconn *c)
{
	int err = 0;
	socklen_t len = sizeof(err);

	if (getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &err, &len))
		err = errno;
	if (err)
		end_by_error(c, err);
	else
		opened(c);
}

static void writable(struct rtconn *c)
{
	bool stuck = rtconn_queued(c);
	int err = push(c);

	if (err) {
		end_by_error(c, -err);
		return;
	}
	watch(c);
	if (stuck && !rtconn_queued(c) && c->ops.drained)
		c->ops.drained(c->arg, c);
}

static void on_event(int fd, int events, void *arg)
{
	struct rtconn *c = arg;

	(void)fd;
	enter(c);
	if (!c->open) {
		connected(c);
	} else {
		if (events & LOOP_WRITE)
			writable(c);
		if (events & LOOP_READ && !c->dead)
			readable(c);
	}
	leave(c);
}

/* What could not be told or shown at once. */
static void on_later(void *arg)
{
	struct rtconn *c = arg;

	enter(c);
	if (c->error)
		end_by_error(c, c->error);
	else if (c->in_len)
		show(c);
	leave(c);
}

static struct rtconn *conn_new(struct loop *loop, int fd, const struct endpoint *peer,
			       const struct rtconn_ops *ops, void *arg)
{
	struct rtconn *c = xcalloc(1, sizeof(*c));

	c->loop = loop;
	c->fd = fd;
	c->peer = *peer;
	c->ops = *ops;
	c->arg = arg;
	set_options(fd, peer->addr.family);
	timer_init(&c->fail, loop, on_later, c);
	c->watch = loop_fd_add(loop, fd, 0, on_event, c);
	return c;
}

static int bind_to(int fd, const struct endpoint *local)
{
	struct sockaddr_storage ss;
	socklen_t len;

	if (addr_is_none(&local->addr))
		return 0;
	len = addr_to_sockaddr(&local->addr, local->port, &ss);
	set_int(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
	set_int(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	return bind(fd, (struct sockaddr *)&ss, len) ? -errno : 0;
}

struct rtconn *rtconn_connect(struct loop *loop, struct vrf *v, const struct endpoint *local,
			      const struct endpoint *peer, const struct rtconn_ops *ops, void *arg)
{
	struct sockaddr_storage ss;
	socklen_t len = addr_to_sockaddr(&peer->addr, peer->port ? peer->port : DEFAULT_PORT, &ss);
	int fd = vrf_socket(v, peer->addr.family, SOCK_STREAM | SOCK_NONBLOCK, 0);
	struct rtconn *c;
	int err;

	if (fd < 0) {
		errno = -fd;
		return NULL;
	}
	err = bind_to(fd, local);
	if (err) {
		close(fd);
		errno = -err;
		return NULL;
	}
	c = conn_new(loop, fd, peer, ops, arg);
	c->local = *local;
	if (connect(fd, (struct sockaddr *)&ss, len) && errno != EINPROGRESS) {
		c->error = errno;
		timer_start(&c->fail, 0);
		return c;
	}
	watch(c);
	return c;
}

const struct endpoint *rtconn_peer(const struct rtconn *c)
{
	return &c->peer;
}

const struct endpoint *rtconn_local(const struct rtconn *c)
{
	return &c->local;
}

void rtconn_stats(const struct rtconn *c, struct rtconn_stats *out)
{
	*out = c->stats;
}

/* --- listening ------------------------------------------------------------------------------- */

static void accept_conn(struct rtsock *s, int fd, const struct endpoint *peer)
{
	const struct rtconn_ops *ops = NULL;
	struct sockaddr_storage ss;
	socklen_t len = sizeof(ss);
	struct endpoint local = { 0 };
	struct rtconn *c;
	void *arg;

	if (getsockname(fd, (struct sockaddr *)&ss, &len) == 0)
		addr_from_sockaddr(&ss, &local);
	arg = s->ops.accept(s->arg, peer, &local, &ops);
	if (!arg || !ops) {
		close(fd);
		return;
	}
	c = conn_new(s->loop, fd, peer, ops, arg);
	enter(c);
	opened(c);
	leave(c);
}

/* False: no more for now. */
static bool accept_one(struct listener *l)
{
	struct rtsock *s = l->sock;
	struct sockaddr_storage ss;
	socklen_t len = sizeof(ss);
	struct endpoint peer;
	int fd = accept4(l->fd, (struct sockaddr *)&ss, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd >= 0 && addr_from_sockaddr(&ss, &peer)) {
		accept_conn(s, fd, &peer);
		return true;
	}
	if (fd >= 0) {
		close(fd);
		return true;
	}
	if (errno == EAGAIN || errno == EWOULDBLOCK)
		return false;
	if (errno != EMFILE && errno != ENFILE && errno != ENOMEM && errno != ENOBUFS)
		return true;
	/* The connection stays in the queue and would wake us again at once. */
	log_limited(&s->trouble, SEV_ERROR, "NET", "ACCEPT", "cannot take a TCP connection: %s",
		    strerror(errno));
	loop_fd_events(l->watch, 0);
	timer_start(&s->resume, ACCEPT_PAUSE_MS);
	return false;
}

static void on_accept(int fd, int events, void *arg)
{
	struct listener *l = arg;

	(void)fd;
	(void)events;
	for (int i = 0; i < ACCEPT_PER_TURN && accept_one(l); i++)
		;
}

static void on_resume(void *arg)
{
	struct rtsock *s = arg;

	if (s->v4.watch)
		loop_fd_events(s->v4.watch, LOOP_READ);
	if (s->v6.watch)
		loop_fd_events(s->v6.watch, LOOP_READ);
}

static int open_listener(const struct rtsock *s, int family)
{
	struct addr any = { .family = (uint8_t)family };
	struct sockaddr_storage ss;
	socklen_t len = addr_to_sockaddr(&any, s->port, &ss);
	int fd = vrf_socket(s->vrf, family, SOCK_STREAM | SOCK_NONBLOCK, 0), err;

	if (fd < 0)
		return fd;
	set_int(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	if (family == AF_INET6)
		set_int(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
	if (bind(fd, (struct sockaddr *)&ss, len) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	err = -errno;
	close(fd);
	return err;
}

static void tell_in_use(struct rtsock *s)
{
	if (s->told_in_use)
		return;
	s->told_in_use = true;
	log_msg(SEV_ERROR, "NET", "PORT",
		"TCP port %u in VRF %s is taken by another program, LISP sessions cannot come in; "
		"stop that program (ss -tlnp 'sport = :%u' names it), we try again every %d seconds",
		s->port, vrf_label(s->vrf), s->port, REOPEN_MS / 1000);
}

/* False: to be tried again. */
static bool start_listener(struct listener *l)
{
	struct rtsock *s = l->sock;
	int fd;

	if (l->fd >= 0 ||
	    (l->family == AF_INET6 && feature_is_missing(&s->vrf->table->features, FEATURE_IPV6)))
		return true;
	fd = open_listener(s, l->family);
	if (fd == -EAFNOSUPPORT && l->family == AF_INET6) {
		vrf_missing(s->vrf, FEATURE_IPV6, -fd);
		return true;
	}
	if (fd == -EADDRINUSE)
		tell_in_use(s);
	else if (fd < 0 && fd != -ENETDOWN)
		log_limited(&s->trouble, SEV_ERROR, "NET", "PORT", "TCP port %u in VRF %s: %s",
			    s->port, vrf_label(s->vrf), strerror(-fd));
	if (fd < 0)
		return false;
	l->fd = fd;
	l->watch = loop_fd_add(s->loop, fd, LOOP_READ, on_accept, l);
	return true;
}

static void on_reopen(void *arg)
{
	struct rtsock *s = arg;
	bool v4 = start_listener(&s->v4), v6 = start_listener(&s->v6);

	if (!v4 || !v6) {
		timer_start(&s->reopen, REOPEN_MS);
		return;
	}
	if (s->told_in_use)
		log_msg(SEV_NOTICE, "NET", "PORT", "TCP port %u in VRF %s is ours now", s->port,
			vrf_label(s->vrf));
	s->told_in_use = false;
}

struct rtsock *rtsock_new(struct loop *loop, struct vrf *v, uint16_t port,
			  const struct rtsock_ops *ops, void *arg)
{
	struct rtsock *s = xcalloc(1, sizeof(*s));

	s->loop = loop;
	s->vrf = v;
	s->port = port ? port : DEFAULT_PORT;
	s->ops = *ops;
	s->arg = arg;
	s->v4 = (struct listener){ .sock = s, .family = AF_INET, .fd = -1 };
	s->v6 = (struct listener){ .sock = s, .family = AF_INET6, .fd = -1 };
	timer_init(&s->reopen, loop, on_reopen, s);
	timer_init(&s->resume, loop, on_resume, s);
	if (!v->table->no_net)
		on_reopen(s);
	return s;
}

static void stop_listener(struct listener *l)
{
	loop_fd_del(l->watch);
	if (l->fd >= 0)
		close(l->fd);
}

void rtsock_free(struct rtsock *s)
{
	if (!s)
		return;
	timer_stop(&s->reopen);
	timer_stop(&s->resume);
	stop_listener(&s->v4);
	stop_listener(&s->v6);
	free(s);
}
