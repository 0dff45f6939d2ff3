/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connections of the reliable transport on a real machine. */
#include <errno.h>
#include <stdlib.h>

#include "lib/mem.h"
#include "lispd/role/kernel_priv.h"
#include "lispd/role/rt.h"

#define MAX_MESSAGE 66000 /* of the reliable transport: a Map-Register and its frame */

struct host_conn {
	struct rtconn *c;	    /* NULL until it stands, for accepted ones */
	const struct conn_ops *ops; /* NULL: nobody wants it any more */
	void *arg;
};

static void conn_opened(void *arg, struct rtconn *c)
{
	struct host_conn *h = arg;

	h->c = c;
	if (h->ops)
		h->ops->up(h->arg, rtconn_local(c));
}

static size_t conn_recv(void *arg, struct rtconn *c, const uint8_t *data, size_t len)
{
	struct host_conn *h = arg;
	const struct conn_ops *ops = h->ops;
	void *conn_arg = h->arg;
	size_t used = ops ? ops->data(conn_arg, data, len) : SIZE_MAX;

	if (used <= len)
		return used;
	rtconn_close(c);
	free(h);
	if (ops)
		ops->closed(conn_arg, "framing is lost");
	return 0;
}

static void conn_closed(void *arg, struct rtconn *c UNUSED, const char *reason)
{
	struct host_conn *h = arg;

	if (h->ops)
		h->ops->closed(h->arg, reason);
	free(h);
}

static const struct rtconn_ops conn_rt_ops = {
	.max_unread = MAX_MESSAGE,
	.opened = conn_opened,
	.recv = conn_recv,
	.closed = conn_closed,
};

struct host_conn *kernel_connect(void *arg, const struct addr *local, const struct endpoint *peer,
				 const struct conn_ops *ops, void *conn_arg)
{
	struct kernel_table *t = arg;
	struct vrf *v = kernel_vrf(t);
	struct host_conn *h = xcalloc(1, sizeof(*h));
	struct endpoint from = { .addr = *local };

	h->ops = ops;
	h->arg = conn_arg;
	h->c = v ? rtconn_connect(t->kernel->loop, v, &from, peer, &conn_rt_ops, h) : NULL;
	if (h->c)
		return h;
	free(h);
	return NULL;
}

int kernel_conn_send(struct host_conn *h, const void *data, size_t len)
{
	return h->c ? rtconn_send(h->c, data, len) : -ENOTCONN;
}

void kernel_conn_close(struct host_conn *h)
{
	if (!h->c) {
		h->ops = NULL; /* accepted, not told yet: it ends when it shows itself */
		return;
	}
	rtconn_close(h->c);
	free(h);
}

void *kernel_accept(void *arg, const struct endpoint *peer, const struct endpoint *local,
		    const struct rtconn_ops **ops)
{
	struct kernel_table *t = arg;
	struct host_conn *h = xcalloc(1, sizeof(*h));

	*ops = &conn_rt_ops;
	if (rt_accept(t->kernel->ctl, t, h, local, peer, &h->ops, &h->arg))
		return h;
	free(h);
	return NULL;
}
