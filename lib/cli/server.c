/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/cli/server.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "lib/cli/session.h"
#include "lib/frame.h"
#include "lib/mem.h"

/*
 * A client is a socket with a session behind it. The client owns both and goes when either ends.
 * What it sends lies in a buffer of fixed size and is worked off one frame after the other; a
 * busy session leaves the rest there, and a full buffer stops reading. What it gets is collected
 * in tx; while too much of that waits no new line is begun and no slice printed, so a client that
 * does not read costs a bounded amount of memory.
 */

#define MAX_SESSIONS 32
#define HELLO_TIMEOUT_MS 10000
#define BYE_TIMEOUT_MS 5000
#define TX_FULL (256 * 1024) /* no new command beyond this */
#define TX_SLICE (64 * 1024) /* the next slice below this */
#define ACCEPTS_PER_TURN 16

struct client {
	TAILQ_ENTRY(client) link;
	struct cli_server *server;
	int fd;
	struct loop_fd *watch;
	struct frame_rx rx;
	struct out tx;
	struct cli *session; /* NULL before HELLO */
	struct timer timer;  /* HELLO, or the end */
	uid_t uid;
	bool trusted;
	bool working; /* inside client_ready(), which flushes at its end */
	bool wants_slice;
	bool closing; /* free it when tx is empty */
	bool dead;    /* free it at once */
};

struct cli_server {
	struct cli_engine *e;
	struct loop *loop;
	char *path;
	int fd;
	struct loop_fd *watch;
	struct timer pause; /* no descriptors left: try again later */
	gid_t group;
	bool has_group;
	unsigned n_clients, max_clients;
	TAILQ_HEAD(client_list, client) clients;
};

/* --- client: output --------------------------------------------------------------------------- */

static void client_free(struct client *cl)
{
	struct cli_server *s = cl->server;

	TAILQ_REMOVE(&s->clients, cl, link);
	s->n_clients--;
	if (cl->session)
		cli_session_free(cl->session);
	timer_stop(&cl->timer);
	loop_fd_del(cl->watch);
	close(cl->fd);
	frame_rx_fini(&cl->rx);
	out_fini(&cl->tx);
	free(cl);
}

static void client_flush(struct client *cl)
{
	size_t sent = 0;

	while (sent < cl->tx.len) {
		ssize_t n = send(cl->fd, cl->tx.text + sent, cl->tx.len - sent,
				 MSG_DONTWAIT | MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno != EAGAIN)
			cl->dead = true;
		if (n < 0)
			break;
		sent += (size_t)n;
	}
	if (sent == cl->tx.len && cl->tx.cap > TX_FULL)
		out_fini(&cl->tx);
	else
		out_drop_front(&cl->tx, sent);
	if (cl->closing && cl->tx.len == 0)
		cl->dead = true;
}

/* Something was put into tx or has to go on, perhaps outside of client_ready(). */
static void wake(struct client *cl)
{
	if (!cl->working)
		loop_fd_events(cl->watch, LOOP_READ | LOOP_WRITE);
}

static void client_bye(struct client *cl, const char *reason)
{
	if (cl->closing)
		return;
	frame_put_str(&cl->tx, FRAME_BYE, reason);
	cl->closing = true;
	timer_start(&cl->timer, BYE_TIMEOUT_MS);
}

static void peer_text(void *arg, const char *text, size_t len)
{
	struct client *cl = arg;

	frame_put_text(&cl->tx, text, len);
	wake(cl);
}

/* A setting of the session as it travels. */
static uint16_t setting(unsigned value)
{
	return value == CLI_FOLLOW_TERMINAL ? FRAME_FOLLOW : (uint16_t)value;
}

static void peer_done(void *arg, int status)
{
	struct client *cl = arg;
	const struct cli *c = cl->session;
	struct frame_done d = { 0 };
	struct out prompt;

	out_init(&prompt);
	cli_session_prompt(c, &prompt);
	memcpy(d.prompt, out_text(&prompt), MIN_OF(prompt.len, sizeof(d.prompt) - 1));
	out_fini(&prompt);
	d.flags = (status == CLI_OK ? 0 : DONE_FAILED) |
		  (cli_session_in_config(c) ? DONE_CONFIG : 0) | (c->synchronous ? 0 : DONE_MIXED);
	d.length = setting(c->length);
	d.width = setting(c->width);
	d.history = (uint16_t)c->history_size;
	frame_put_done(&cl->tx, &d);
	wake(cl);
}

static void peer_more(void *arg)
{
	struct client *cl = arg;

	cl->wants_slice = true;
	wake(cl);
}

static void peer_ask(void *arg, const char *prompt, bool hidden)
{
	struct client *cl = arg;

	frame_put_ask(&cl->tx, hidden, prompt);
	wake(cl);
}

/* Logs that nobody fetches are dropped. */
static void peer_notify(void *arg, const char *text)
{
	struct client *cl = arg;

	if (cl->tx.len > TX_FULL || cl->closing)
		return;
	frame_put_str(&cl->tx, FRAME_NOTIFY, text);
	wake(cl);
}

static void peer_bye(void *arg, const char *reason)
{
	struct client *cl = arg;

	client_bye(cl, reason);
	wake(cl);
}

static const struct cli_peer client_peer = {
	.text = peer_text,
	.done = peer_done,
	.more = peer_more,
	.ask = peer_ask,
	.notify = peer_notify,
	.bye = peer_bye,
};

/* --- client: input ---------------------------------------------------------------------------- */

static void begin_session(struct client *cl, const struct frame_hello *h)
{
	const struct passwd *pw = getpwuid(cl->uid);
	struct cli_options options = {
		.interactive = h->flags & HELLO_INTERACTIVE,
		/* The console needs no secret for "#". */
		.console = cl->trusted && (h->flags & HELLO_CONSOLE),
		.login = h->flags & HELLO_LOGIN,
		.trusted = cl->trusted,
		.user = cl->uid == 0 && h->user[0] ? h->user :
			pw			   ? pw->pw_name :
						     NULL,
		.source = h->source[0] ? h->source : NULL,
		.rows = h->rows,
		.columns = h->columns,
	};

	cl->session = cli_session_new(cl->server->e, &options, &client_peer, cl);
	timer_stop(&cl->timer);
	cli_session_start(cl->session);
}

static bool run_line(struct client *cl, const struct frame *f)
{
	uint16_t column;
	char *line;

	if (!frame_get_line(f, &column, &line))
		return false;
	cli_session_line(cl->session, line, column == FRAME_NO_COLUMN ? -1 : column);
	free(line);
	return true;
}

static void give_help(struct client *cl, const struct frame *f)
{
	char *line = frame_str(f);

	cli_session_help(cl->session, line);
	free(line);
}

static void complete(struct client *cl, const struct frame *f)
{
	char *line = frame_str(f);
	struct out completed;

	out_init(&completed);
	cli_session_complete(cl->session, line, &completed);
	frame_put_str(&cl->tx, FRAME_COMPLETED, out_text(&completed));
	peer_done(cl, CLI_OK);
	out_fini(&completed);
	free(line);
}

static void answer(struct client *cl, const struct frame *f)
{
	char *text = frame_str(f);

	cli_session_answer(cl->session, text);
	explicit_bzero(text, strlen(text));
	free(text);
}

static bool resize(struct client *cl, const struct frame *f)
{
	uint16_t rows, columns;

	if (!frame_get_resize(f, &rows, &columns))
		return false;
	cl->session->rows = rows;
	cl->session->columns = columns;
	return true;
}

static bool first_frame(struct client *cl, const struct frame *f)
{
	struct frame_hello h;

	if (f->type != FRAME_HELLO || !frame_get_hello(f, &h))
		return false;
	begin_session(cl, &h);
	return true;
}

/* False on a protocol error. */
static bool take_frame(struct client *cl, const struct frame *f)
{
	if (!cl->session)
		return first_frame(cl, f);
	switch (f->type) {
	case FRAME_LINE:
		return run_line(cl, f);
	case FRAME_HELP:
		give_help(cl, f);
		return true;
	case FRAME_COMPLETE:
		complete(cl, f);
		return true;
	case FRAME_ANSWER:
		answer(cl, f);
		return true;
	case FRAME_CANCEL:
		cl->wants_slice = false;
		cli_session_cancel(cl->session);
		return true;
	case FRAME_END:
		cli_session_end_config(cl->session);
		return true;
	case FRAME_RESIZE:
		return resize(cl, f);
	default:
		return false;
	}
}

/* Must it wait for the command that runs? */
static bool must_wait(const struct client *cl, const struct frame *f)
{
	if (!cl->session || f->type == FRAME_CANCEL || f->type == FRAME_RESIZE)
		return false;
	if (f->type == FRAME_ANSWER)
		return cl->session->state != CLI_ASKING && cli_session_busy(cl->session);
	return cli_session_busy(cl->session) || cl->tx.len > TX_FULL;
}

static void take_frames(struct client *cl)
{
	struct frame f;

	while (!cl->closing && frame_rx_peek(&cl->rx, &f) && !must_wait(cl, &f)) {
		if (!take_frame(cl, &f))
			client_bye(cl, "protocol error");
		frame_rx_drop(&cl->rx);
	}
	if (cl->rx.bad)
		client_bye(cl, "protocol error");
}

static void client_read(struct client *cl)
{
	size_t room;
	void *space = frame_rx_space(&cl->rx, &room);
	ssize_t n;

	if (room == 0)
		return;
	n = recv(cl->fd, space, room, MSG_DONTWAIT);
	if (n > 0)
		frame_rx_added(&cl->rx, (size_t)n);
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		cl->dead = true;
}

static void watch(struct client *cl)
{
	bool full = cl->rx.len == cl->rx.cap || cl->closing;
	bool write = cl->tx.len > 0 || cl->wants_slice || cl->closing;

	loop_fd_events(cl->watch, (full ? 0 : LOOP_READ) | (write ? LOOP_WRITE : 0));
}

static void client_ready(int fd UNUSED, int events, void *arg)
{
	struct client *cl = arg;

	cl->working = true;
	if (events & LOOP_READ)
		client_read(cl);
	if (!cl->dead)
		client_flush(cl);
	if (!cl->dead && cl->wants_slice && cl->tx.len < TX_SLICE) {
		cl->wants_slice = false;
		cli_session_resume(cl->session);
	}
	if (!cl->dead)
		take_frames(cl);
	if (!cl->dead)
		client_flush(cl);
	cl->working = false;
	if (cl->dead)
		client_free(cl);
	else
		watch(cl);
}

static void client_timeout(void *arg)
{
	client_free(arg);
}

/* --- server ----------------------------------------------------------------------------------- */

static bool in_group(int fd, gid_t group)
{
	gid_t list[256];
	socklen_t len = sizeof(list);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, list, &len) != 0)
		return false;
	for (size_t i = 0; i < len / sizeof(*list); i++)
		if (list[i] == group)
			return true;
	return false;
}

static void set_identity(struct client *cl)
{
	struct ucred cred;
	socklen_t len = sizeof(cred);

	cl->uid = (uid_t)-1;
	if (getsockopt(cl->fd, SOL_SOCKET, SO_PEERCRED, &cred, &len) != 0)
		return;
	cl->uid = cred.uid;
	cl->trusted = cred.uid == 0 || cred.uid == geteuid();
	if (cl->server->has_group && !cl->trusted)
		cl->trusted = cred.gid == cl->server->group || in_group(cl->fd, cl->server->group);
}

static void refuse(int fd)
{
	struct out o;

	out_init(&o);
	frame_put_str(&o, FRAME_BYE, "all lines are busy");
	/* Best effort: who is refused may not read, either. */
	if (send(fd, o.text, o.len, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
		errno = 0;
	out_fini(&o);
	close(fd);
}

static void client_new(struct cli_server *s, int fd)
{
	struct client *cl;

	if (s->n_clients >= s->max_clients) {
		refuse(fd);
		return;
	}
	cl = xcalloc(1, sizeof(*cl));
	cl->server = s;
	cl->fd = fd;
	frame_rx_init(&cl->rx, FRAME_MAX_UP);
	timer_init(&cl->timer, s->loop, client_timeout, cl);
	timer_start(&cl->timer, HELLO_TIMEOUT_MS);
	set_identity(cl);
	cl->watch = loop_fd_add(s->loop, fd, LOOP_READ, client_ready, cl);
	TAILQ_INSERT_TAIL(&s->clients, cl, link);
	s->n_clients++;
}

static void accept_clients(int fd, int events UNUSED, void *arg)
{
	struct cli_server *s = arg;

	for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
		int client = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

		if (client >= 0) {
			client_new(s, client);
			continue;
		}
		if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
			loop_fd_events(s->watch, 0);
			timer_start(&s->pause, 1000);
		}
		return;
	}
}

static void accept_again(void *arg)
{
	struct cli_server *s = arg;

	loop_fd_events(s->watch, LOOP_READ);
}

struct cli_server *cli_server_new(struct cli_engine *e, struct loop *loop)
{
	struct cli_server *s = xcalloc(1, sizeof(*s));

	s->e = e;
	s->loop = loop;
	s->fd = -1;
	s->max_clients = MAX_SESSIONS;
	timer_init(&s->pause, loop, accept_again, s);
	TAILQ_INIT(&s->clients);
	return s;
}

void cli_server_free(struct cli_server *s)
{
	struct client *cl;

	if (!s)
		return;
	/* Without a good-bye: a terminal tries to connect again to the next daemon. */
	while ((cl = TAILQ_FIRST(&s->clients))) {
		client_flush(cl);
		client_free(cl);
	}
	timer_stop(&s->pause);
	loop_fd_del(s->watch);
	if (s->fd >= 0) {
		unlink(s->path);
		close(s->fd);
	}
	free(s->path);
	free(s);
}

static int fill_address(struct sockaddr_un *sun, const char *path)
{
	memset(sun, 0, sizeof(*sun));
	sun->sun_family = AF_UNIX;
	if (strlen(path) >= sizeof(sun->sun_path))
		return -ENAMETOOLONG;
	memcpy(sun->sun_path, path, strlen(path) + 1);
	return 0;
}

/* Removes a socket that a daemon left behind; 0 when the path is free then. */
static int remove_stale(const struct sockaddr_un *sun)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), rc = -EADDRINUSE;
	struct stat st;

	if (fd < 0)
		return -errno;
	if (lstat(sun->sun_path, &st) != 0)
		rc = errno == ENOENT ? 0 : -errno;
	else if (!S_ISSOCK(st.st_mode))
		rc = -EEXIST;
	else if (connect(fd, (const struct sockaddr *)sun, sizeof(*sun)) != 0 &&
		 errno == ECONNREFUSED)
		rc = unlink(sun->sun_path) == 0 ? 0 : -errno;
	close(fd);
	return rc;
}

static int set_owner(struct cli_server *s, mode_t mode, const char *group)
{
	const struct group *gr = group ? getgrnam(group) : NULL;

	if (gr) {
		s->group = gr->gr_gid;
		s->has_group = true;
		/* Only root may give it away; without that the mode decides. */
		if (chown(s->path, (uid_t)-1, gr->gr_gid) != 0 && errno != EPERM)
			return -errno;
	}
	return chmod(s->path, mode) == 0 ? 0 : -errno;
}

int cli_server_listen(struct cli_server *s, const char *path, mode_t mode, const char *group)
{
	struct sockaddr_un sun;
	int rc = fill_address(&sun, path), fd;

	if (rc == 0)
		rc = remove_stale(&sun);
	if (rc != 0)
		return rc;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -errno;
	if (bind(fd, (const struct sockaddr *)&sun, sizeof(sun)) != 0) {
		rc = -errno;
		close(fd);
		return rc;
	}
	s->path = xstrdup(path);
	s->fd = fd;
	/* Nobody can connect before listen(): the rights are set in time. */
	rc = set_owner(s, mode, group);
	if (rc == 0 && listen(fd, 64) != 0)
		rc = -errno;
	if (rc == 0)
		s->watch = loop_fd_add(s->loop, fd, LOOP_READ, accept_clients, s);
	return rc;
}
