/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Receive sockets of all workers share their port (SO_REUSEPORT): the kernel spreads flows over
 * them. That another process would be let in, too, is why the port is tried without it first.
 * Send sockets are made when an entry first needs the family.
 */
#include "lispd/dp/udpset.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/udp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "lispd/core/lisp.h"
#include "lispd/dp/decap.h"
#include "lispd/dp/dp.h"

#ifndef UDP_GRO
#define UDP_GRO 104
#endif

#define SOCKET_BUFFER (8 << 20)
#define RETRY_MS 2000
#define SOON_MS 50
#define PORT_TRIES 8

static const int families[] = { AF_INET, AF_INET6 };

static uint16_t port_of(enum fib_encap encap)
{
	return encap == FIB_ENCAP_VXLAN ? VXLAN_PORT : LISP_DATA_PORT;
}

static void set_int(int fd, int level, int option, int value)
{
	setsockopt(fd, level, option, &value, sizeof(value));
}

static void set_buffer(int fd, int forced, int plain)
{
	int size = SOCKET_BUFFER;

	if (setsockopt(fd, SOL_SOCKET, forced, &size, sizeof(size)) < 0)
		setsockopt(fd, SOL_SOCKET, plain, &size, sizeof(size));
}

/* A socket of the family on the wildcard address, or -errno. */
static int bound_socket(int family, uint16_t port, bool shared)
{
	struct addr any = { .family = (uint8_t)family };
	struct sockaddr_storage ss;
	socklen_t len = addr_to_sockaddr(&any, port, &ss);
	int fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), error;

	if (fd < 0)
		return -errno;
	if (family == AF_INET6)
		set_int(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
	if (shared)
		set_int(fd, SOL_SOCKET, SO_REUSEPORT, 1);
	if (bind(fd, (struct sockaddr *)&ss, len) == 0)
		return fd;
	error = -errno;
	close(fd);
	return error;
}

static bool no_such_family(int error)
{
	return error == -EAFNOSUPPORT || error == -EADDRNOTAVAIL;
}

/* --- receiving -------------------------------------------------------------------------------- */

static void receive_options(int fd, int family)
{
	set_buffer(fd, SO_RCVBUFFORCE, SO_RCVBUF);
	set_int(fd, IPPROTO_UDP, UDP_GRO, 1);
	if (family == AF_INET) {
		set_int(fd, IPPROTO_IP, IP_PKTINFO, 1);
		set_int(fd, IPPROTO_IP, IP_RECVTTL, 1);
		set_int(fd, IPPROTO_IP, IP_RECVTOS, 1);
		return;
	}
	set_int(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
	set_int(fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
	set_int(fd, IPPROTO_IPV6, IPV6_RECVTCLASS, 1);
	set_int(fd, IPPROTO_UDP, UDP_NO_CHECK6_RX, 1);
}

static void free_rx(struct udp_rx *rx, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (rx[i].source.fd >= 0)
			close(rx[i].source.fd);
	free(rx);
}

static void retired_rx(struct qsbr_node *n)
{
	struct udp_rx *rx = container_of(n, struct udp_rx, retired);

	free_rx(rx, rx->set->dp->n_workers);
}

/* All workers' sockets for one port, or none. We are inside the namespace. */
static int open_rx(struct udp_set *s, int family, enum fib_encap encap)
{
	unsigned n = s->dp->n_workers;
	int trial = bound_socket(family, port_of(encap), false);
	struct udp_rx *rx;

	if (trial < 0)
		return trial;
	close(trial);
	rx = xcalloc(n, sizeof(*rx));
	for (unsigned i = 0; i < n; i++) {
		int fd = bound_socket(family, port_of(encap), true);

		if (fd < 0) {
			free_rx(rx, i);
			return fd;
		}
		receive_options(fd, family);
		rx[i] = (struct udp_rx){
			.source = { .ready = decap_ready, .fd = fd },
			.set = s,
			.family = family,
			.encap = encap,
		};
	}
	s->rx[family_index(family)][encap] = rx;
	for (unsigned i = 0; i < n; i++)
		worker_watch(s->dp->worker[i], &rx[i].source);
	return 0;
}

/* What happened to one port. True: worth another try later. */
static bool tell_open(struct udp_set *s, int family, enum fib_encap encap, int error)
{
	if (!error || no_such_family(error))
		return false;
	/* Our own sockets of a moment ago may not be closed yet. */
	if (error == -EADDRINUSE && qsbr_waiting(s->dp->qsbr))
		return true;
	if (!s->complained)
		log_msg(SEV_ERROR, "LISP", "DATAPORT",
			"UDP port %u (IPv%d): %s; no LISP data can be received, trying again every %d s",
			port_of(encap), family == AF_INET ? 4 : 6,
			error == -EADDRINUSE ? "another process has it" : strerror(-error),
			RETRY_MS / 1000);
	s->complained = true;
	return true;
}

static void open_missing(struct udp_set *s)
{
	bool again = false;
	int back, error = ns_enter(s->netns_fd, &back);

	if (error)
		return;
	for (unsigned i = 0; i < ARRAY_LEN(families); i++) {
		for (unsigned e = FIB_ENCAP_LISP; e <= FIB_ENCAP_VXLAN; e++) {
			if (s->rx[i][e] || (e == FIB_ENCAP_VXLAN && !s->vxlan))
				continue;
			error = open_rx(s, families[i], e);
			again |= tell_open(s, families[i], e, error);
		}
	}
	ns_leave(back);
	if (again) {
		timer_start(&s->retry, s->complained ? RETRY_MS : SOON_MS);
		return;
	}
	if (s->complained)
		log_msg(SEV_NOTICE, "LISP", "DATAPORT", "LISP data is received now");
	s->complained = false;
}

static void on_retry(void *arg)
{
	open_missing(arg);
}

/* --- sending ---------------------------------------------------------------------------------- */

/* DF is set: a packet that does not fit is refused, and the sender told. */
static void never_fragment(int fd, int family)
{
	if (family == AF_INET) {
		set_int(fd, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO);
		return;
	}
	set_int(fd, IPPROTO_IPV6, IPV6_MTU_DISCOVER, IPV6_PMTUDISC_DO);
	set_int(fd, IPPROTO_IPV6, IPV6_DONTFRAG, 1);
}

static void may_fragment(int fd, int family)
{
	if (family == AF_INET)
		set_int(fd, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DONT);
	else
		set_int(fd, IPPROTO_IPV6, IPV6_MTU_DISCOVER, IPV6_PMTUDISC_DONT);
}

static void no_checksum(int fd, int family)
{
	set_int(fd, SOL_SOCKET, SO_NO_CHECK, 1);
	if (family == AF_INET6)
		set_int(fd, IPPROTO_UDP, UDP_NO_CHECK6_TX, 1);
}

/* Port i of the pool; when somebody has it, one a few pools further up. Nothing is read from
 * these sockets: what comes to their ports is not for us. */
static int sender(int family, unsigned i)
{
	int tiny = 1, fd = -EADDRINUSE;

	for (unsigned try = 0; try < PORT_TRIES && fd < 0; try++)
		fd = bound_socket(family, (uint16_t)(UDP_FIRST_PORT + try * UDP_POOL + i), true);
	if (fd < 0)
		return fd;
	set_buffer(fd, SO_SNDBUFFORCE, SO_SNDBUF);
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &tiny, sizeof(tiny));
	never_fragment(fd, family);
	return fd;
}

static int open_senders(struct udp_senders *w, int family)
{
	memset(w, 0xff, sizeof(*w)); /* no descriptor */
	w->no_trains = false;
	for (unsigned i = 0; i < UDP_POOL; i++) {
		w->plain[i] = sender(family, i);
		w->train[i] = sender(family, i);
		if (w->plain[i] < 0 || w->train[i] < 0)
			return MIN_OF(w->plain[i], w->train[i]);
		no_checksum(w->plain[i], family);
	}
	w->fragment = sender(family, 0);
	w->mtu = socket(family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (w->fragment < 0 || w->mtu < 0)
		return w->fragment < 0 ? w->fragment : -errno;
	no_checksum(w->fragment, family);
	may_fragment(w->fragment, family);
	never_fragment(w->mtu, family);
	return 0;
}

static void close_fd(int fd)
{
	if (fd >= 0)
		close(fd);
}

static void free_tx(struct udp_tx *tx)
{
	for (unsigned i = 0; i < tx->n; i++) {
		struct udp_senders *w = &tx->w[i];

		for (unsigned p = 0; p < UDP_POOL; p++) {
			close_fd(w->plain[p]);
			close_fd(w->train[p]);
		}
		close_fd(w->fragment);
		close_fd(w->mtu);
	}
	free(tx->w);
	free(tx);
}

const struct udp_tx *udp_set_tx(struct udp_set *s, int family)
{
	unsigned n = s->dp->n_workers;
	struct udp_tx **slot = &s->tx[family_index(family)], *tx;
	int back, error = 0;

	if (*slot)
		return *slot;
	tx = xcalloc(1, sizeof(*tx));
	*tx = (struct udp_tx){ .family = family, .w = xcalloc(n, sizeof(*tx->w)) };
	error = ns_enter(s->netns_fd, &back);
	for (; tx->n < n && !error; tx->n++)
		error = open_senders(&tx->w[tx->n], family);
	ns_leave(back);
	if (error) {
		log_msg(SEV_ERROR, "LISP", "DATAPORT",
			"no sockets to send LISP data over IPv%d: %s", family == AF_INET ? 4 : 6,
			strerror(-error));
		free_tx(tx);
		return NULL;
	}
	*slot = tx;
	return tx;
}

/* --- path MTU --------------------------------------------------------------------------------- */

unsigned udp_ask_mtu(int fd, const struct sockaddr *remote, socklen_t len)
{
	static const struct sockaddr nobody = { .sa_family = AF_UNSPEC };
	bool v4 = remote->sa_family == AF_INET;
	int mtu = 0;
	socklen_t size = sizeof(mtu);

	if (connect(fd, remote, len) == 0 &&
	    getsockopt(fd, v4 ? IPPROTO_IP : IPPROTO_IPV6, v4 ? IP_MTU : IPV6_MTU, &mtu, &size) < 0)
		mtu = 0;
	/* Forget the source address that was chosen, too: the next route may want another. */
	connect(fd, &nobody, sizeof(nobody));
	return mtu > 0 ? MIN_OF((unsigned)mtu, 65535) : 0;
}

unsigned udp_set_mtu(struct udp_set *s, const struct addr *remote)
{
	int *fd = &s->mtu[family_index(remote->family)], back;
	struct sockaddr_storage ss;
	socklen_t len = addr_to_sockaddr(remote, LISP_DATA_PORT, &ss);

	if (*fd < 0) {
		if (ns_enter(s->netns_fd, &back))
			return 0;
		*fd = socket(remote->family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
		ns_leave(back);
		if (*fd < 0)
			return 0;
		never_fragment(*fd, remote->family);
	}
	return udp_ask_mtu(*fd, (struct sockaddr *)&ss, len);
}

/* --- tables ----------------------------------------------------------------------------------- */

static void free_iids(struct qsbr_node *n)
{
	free(container_of(n, struct udp_iids, retired));
}

/* Publishes a new list: the old one with add, without del. */
static void replace_iids(struct udp_set *s, struct fib_table *add, struct fib_table *del)
{
	struct udp_iids *old = qsbr_peek(&s->iids), *new;
	unsigned n = old ? old->n : 0, at = 0;

	new = xcalloc(1, sizeof(*new) + (n + 1) * sizeof(new->row[0]));
	for (unsigned i = 0; i < n; i++) {
		if (add && add->iid < old->row[i].iid) {
			new->row[at].iid = add->iid;
			new->row[at++].table = add;
			add = NULL;
		}
		if (old->row[i].table != del)
			new->row[at++] = old->row[i];
	}
	if (add) {
		new->row[at].iid = add->iid;
		new->row[at++].table = add;
	}
	new->n = at;
	qsbr_publish(&s->iids, new);
	if (old)
		dp_retire(s->dp, &old->retired, free_iids);
}

void udp_set_add_table(struct udp_set *s, struct fib_table *t)
{
	replace_iids(s, t, NULL);
}

void udp_set_del_table(struct udp_set *s, struct fib_table *t)
{
	replace_iids(s, NULL, t);
}

/* --- the set ---------------------------------------------------------------------------------- */

static int set_init(struct udp_set *s, struct dp *dp, int netns_fd)
{
	*s = (struct udp_set){
		.dp = dp, .netns_fd = -1, .mtu = { -1, -1 }, .number = dp->next_set++
	};
	timer_init(&s->retry, dp->loop, on_retry, s);
	if (netns_fd >= 0) {
		s->netns_fd = fcntl(netns_fd, F_DUPFD_CLOEXEC, 3);
		if (s->netns_fd < 0)
			return -errno;
	}
	return ns_identify(netns_fd, &s->id);
}

struct udp_set *udp_set_get(struct dp *dp, int netns_fd, int *error)
{
	struct udp_set *s;
	struct ns_id id;

	*error = ns_identify(netns_fd, &id);
	if (*error)
		return NULL;
	TAILQ_FOREACH(s, &dp->sets, link) {
		if (ns_same(&s->id, &id)) {
			s->refs++;
			return s;
		}
	}
	s = xcalloc(1, sizeof(*s));
	*error = set_init(s, dp, netns_fd);
	if (*error) {
		free(s);
		return NULL;
	}
	s->refs = 1;
	TAILQ_INSERT_TAIL(&dp->sets, s, link);
	open_missing(s);
	return s;
}

void udp_set_want_vxlan(struct udp_set *s)
{
	if (s->vxlan)
		return;
	s->vxlan = true;
	open_missing(s);
}

static void free_set(struct qsbr_node *n)
{
	struct udp_set *s = container_of(n, struct udp_set, retired);

	for (unsigned f = 0; f < 2; f++) {
		if (s->tx[f])
			free_tx(s->tx[f]);
		close_fd(s->mtu[f]);
	}
	free(qsbr_peek(&s->iids));
	if (s->netns_fd >= 0)
		close(s->netns_fd);
	free(s);
}

void udp_set_put(struct udp_set *s)
{
	if (--s->refs)
		return;
	TAILQ_REMOVE(&s->dp->sets, s, link);
	timer_stop(&s->retry);
	for (unsigned f = 0; f < 2; f++) {
		for (unsigned e = 0; e < 2; e++) {
			struct udp_rx *rx = s->rx[f][e];

			for (unsigned i = 0; rx && i < s->dp->n_workers; i++)
				worker_unwatch(s->dp->worker[i], &rx[i].source);
			if (rx)
				dp_retire(s->dp, &rx->retired, retired_rx);
		}
	}
	dp_retire(s->dp, &s->retired, free_set);
}
