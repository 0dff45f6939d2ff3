/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Control sockets, reliable transport, ping and traceroute in namespaces of the test's own. */
#include "tests/unit/net_env.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/mem.h"
#include "lispd/net/ctlsock.h"
#include "lispd/net/ping.h"
#include "lispd/net/rtsock.h"
#include "lispd/net/sysctl.h"

/* Two routers on one wire: the default VRF with Gi1 10.1.1.1, the VRF "PEER" with Gi2 10.1.1.2 and
 * Loopback2 10.9.9.2. */
struct pair {
	struct vrf *a, *b;
};

static bool usable(const struct iface *i, unsigned n)
{
	if (!iface_line_up(i) || i->n_addrs < n)
		return false;
	for (unsigned k = 0; k < i->n_addrs; k++)
		if (!i->addr[k].in_kernel || i->addr[k].tentative)
			return false;
	return true;
}

static bool make_pair(struct net_env *e, struct pair *p)
{
	struct iface *g1, *g2, *l2;
	struct static_cfg c = { .prefix = env_prefix("10.9.9.0/24"),
				.gateway = env_addr("10.1.1.2") };
	struct route_info r;

	p->a = vrf_default(&e->vrfs);
	p->b = vrf_add(&e->vrfs, "PEER");
	if (!p->b->up)
		return false;
	sysctl_set(p->b, "ipv6/conf/default/accept_dad", 0);
	env_sh("ip link add Gi1 type veth peer name Gi2");
	g1 = env_iface(e, "Gi1");
	g2 = env_iface(e, "Gi2");
	l2 = env_iface(e, "lo2");
	iface_set_vrf(g2, "PEER", NULL);
	iface_set_vrf(l2, "PEER", NULL);
	env_ip(g1, "10.1.1.1", 24);
	env_ip(g1, "2001:db8:1::1", 64);
	env_ip(g2, "10.1.1.2", 24);
	env_ip(g2, "2001:db8:1::2", 64);
	env_ip(l2, "10.9.9.2", 32);
	static_add(&e->statics, &c);
	WAIT_FOR(e, usable(g1, 3) && usable(g2, 3) && usable(l2, 1));
	WAIT_FOR(e, route_exact(e->routes, p->a, &c.prefix, &r));
	return true;
}

#define NEED_PAIR(e, p)               \
	do {                          \
		if (!make_pair(e, p)) \
			skip();       \
	} while (0)

/* --- control sockets ------------------------------------------------------------------------- */

struct heard {
	unsigned n, batches;
	size_t bytes;
	struct ctl_packet last;
	uint8_t data[64];
	bool echo;
};

static void on_packet(void *arg, struct ctlsock *s, const struct ctl_packet *p)
{
	struct heard *h = arg;

	h->n++;
	h->bytes += p->len;
	h->last = *p;
	memcpy(h->data, p->data, MIN_OF(p->len, sizeof(h->data)));
	if (h->echo)
		assert_int_equal(ctlsock_reply(s, p, p->data, p->len), 0);
}

static void on_batch(void *arg, struct ctlsock *s)
{
	struct heard *h = arg;

	(void)s;
	h->batches++;
}

static const struct ctlsock_ops ctl_ops = { on_packet, on_batch };

static int say(struct ctlsock *s, const char *to, const char *from, const void *data, size_t len)
{
	struct ctl_out m = { .data = data, .len = len, .to = { env_addr(to), 4342 } };

	if (from)
		m.from = env_addr(from);
	return ctlsock_send(s, &m);
}

static void test_control_messages_both_families(void **state)
{
	ENV(e, state);
	struct pair p;
	struct heard ha = { 0 }, hb = { .echo = true };
	struct ctlsock *a, *b;
	struct addr src, dst = env_addr("10.9.9.2"), v6 = env_addr("2001:db8:1::2");
	struct addr nowhere = env_addr("203.0.113.1");
	struct ctlsock_stats st;

	NEED_PAIR(e, &p);
	a = ctlsock_new(e->loop, p.a, 0, &ctl_ops, &ha);
	b = ctlsock_new(e->loop, p.b, 0, &ctl_ops, &hb);
	assert_true(ctlsock_is_open(a, AF_INET) && ctlsock_is_open(a, AF_INET6));
	assert_int_equal(say(a, "10.9.9.2", NULL, "hello", 5), 0);
	WAIT_FOR(e, ha.n == 1);
	assert_memory_equal(ha.data, "hello", 5);
	/* The answer comes from the address that was asked, not from the nearest one. */
	assert_string_equal(endpoint_str(&ha.last.from).s, "10.9.9.2:4342");
	assert_string_equal(addr_str(&ha.last.to).s, "10.1.1.1");
	assert_int_equal(ha.last.ifindex, iface_find(&e->ifaces, "GigabitEthernet1")->ifindex);
	assert_int_equal(ha.last.ttl, 255);
	assert_string_equal(addr_str(&hb.last.to).s, "10.9.9.2");
	assert_true(hb.batches >= 1);

	assert_int_equal(say(a, "2001:db8:1::2", "2001:db8:1::1", "six", 3), 0);
	WAIT_FOR(e, ha.n == 2);
	assert_string_equal(addr_str(&ha.last.from.addr).s, "2001:DB8:1::2");
	assert_string_equal(addr_str(&ha.last.to).s, "2001:DB8:1::1");
	assert_int_equal(ha.last.ttl, 255);

	assert_true(ctlsock_source(a, &dst, &src));
	assert_string_equal(addr_str(&src).s, "10.1.1.1");
	assert_true(ctlsock_source(b, &src, &dst));
	assert_string_equal(addr_str(&dst).s, "10.1.1.2");
	assert_true(ctlsock_source(a, &v6, &src));
	assert_string_equal(addr_str(&src).s, "2001:DB8:1::1");
	assert_false(ctlsock_source(a, &nowhere, &src));

	/* A source that is not ours, a destination without a route: counted, nothing else. */
	assert_int_equal(say(a, "10.9.9.2", "10.66.66.66", "x", 1), 0);
	assert_int_equal(say(a, "203.0.113.1", NULL, "x", 1), 0);
	assert_int_equal(say(a, "10.9.9.2", NULL, "after", 5), 0);
	WAIT_FOR(e, ha.n == 3);
	ctlsock_stats(a, AF_INET, &st);
	assert_int_equal(st.tx_errors, 2);
	assert_int_equal(st.tx_packets, 2);
	assert_int_equal(st.rx_packets, 2);
	ctlsock_free(a);
	ctlsock_free(b);
}

static void test_many_messages_of_many_sizes(void **state)
{
	ENV(e, state);
	struct pair p;
	struct heard ha = { 0 }, hb = { .echo = true };
	struct ctlsock *a, *b;
	uint8_t *big = xcalloc(1, 65507);
	unsigned sent = 0;
	size_t bytes = 0;

	if (!make_pair(e, &p)) {
		free(big);
		skip();
	}
	a = ctlsock_new(e->loop, p.a, 0, &ctl_ops, &ha);
	b = ctlsock_new(e->loop, p.b, 0, &ctl_ops, &hb);
	/* Runs of one size leave as trains; what breaks a run does not get lost. */
	for (unsigned i = 0; i < 3000; i++) {
		size_t len = i % 97 == 0 ? 700 : i % 5 == 0 ? 60 : 120;

		assert_int_equal(say(a, "10.9.9.2", i % 3 ? NULL : "10.1.1.1", big, len), 0);
		sent++;
		bytes += len;
		if (i % 500 == 499)
			WAIT_FOR(e, ha.n == sent);
	}
	assert_int_equal(ha.bytes, bytes);
	assert_int_equal(hb.bytes, bytes);
	assert_int_equal(say(a, "10.9.9.2", NULL, big, 65507), 0);
	WAIT_FOR(e, ha.n == sent + 1);
	assert_int_equal(ha.last.len, 65507);
	assert_int_equal(say(a, "10.9.9.2", NULL, big, 65508), -EMSGSIZE);
	assert_int_equal(say(a, "10.9.9.2", NULL, big, 0), 0);
	WAIT_FOR(e, ha.n == sent + 2);
	assert_int_equal(ha.last.len, 0);
	ctlsock_free(a);
	ctlsock_free(b);
	free(big);
}

/* A device without checksum offload cannot cut trains: what was sent so comes singly. */
static void test_trains_fall_back(void **state)
{
	ENV(e, state);
	struct pair p;
	struct heard ha = { 0 }, hb = { .echo = true };
	struct ctlsock *a, *b;

	NEED_PAIR(e, &p);
	if (!env_sh_ok("ethtool -K Gi1 tx off >/dev/null 2>&1"))
		skip();
	a = ctlsock_new(e->loop, p.a, 0, &ctl_ops, &ha);
	b = ctlsock_new(e->loop, p.b, 0, &ctl_ops, &hb);
	for (unsigned i = 0; i < 100; i++)
		assert_int_equal(say(a, "10.9.9.2", NULL, "0123456789", 10), 0);
	WAIT_FOR(e, ha.n == 100);
	ctlsock_free(a);
	ctlsock_free(b);
}

static void test_port_is_taken(void **state)
{
	ENV(e, state);
	struct vrf *v = vrf_default(&e->vrfs);
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_port = htons(4342) };
	int fd = vrf_socket(v, AF_INET, SOCK_DGRAM, 0);
	struct heard h = { 0 };
	struct ctlsock *s;
	uint64_t start;

	assert_int_equal(bind(fd, (struct sockaddr *)&sin, sizeof(sin)), 0);
	s = ctlsock_new(e->loop, v, 0, &ctl_ops, &h);
	assert_false(ctlsock_is_open(s, AF_INET));
	assert_true(ctlsock_is_open(s, AF_INET6));
	assert_int_equal(say(s, "10.1.1.1", NULL, "x", 1), -ENOTCONN);
	close(fd);
	/* Tried again every five seconds. */
	start = loop_now_ms(e->loop);
	while (!ctlsock_is_open(s, AF_INET) && loop_now_ms(e->loop) < start + 8000)
		env_turn(e);
	assert_true(ctlsock_is_open(s, AF_INET));
	ctlsock_free(s);
}

static void test_groups(void **state)
{
	ENV(e, state);
	struct pair p;
	struct heard ha = { 0 }, hb = { .echo = true };
	struct ctlsock *a, *b;
	struct addr group = env_addr("239.1.1.1"), v6 = env_addr("ff02::1234");
	struct ctl_out m = {
		.data = (const uint8_t *)"all", .len = 3, .to = { group, 4342 }, .ttl = 1
	};
	int ifa, ifb;

	NEED_PAIR(e, &p);
	ifa = iface_find(&e->ifaces, "GigabitEthernet1")->ifindex;
	ifb = iface_find(&e->ifaces, "GigabitEthernet2")->ifindex;
	a = ctlsock_new(e->loop, p.a, 0, &ctl_ops, &ha);
	b = ctlsock_new(e->loop, p.b, 0, &ctl_ops, &hb);
	assert_int_equal(ctlsock_join(b, &group, ifb), 0);
	assert_int_equal(ctlsock_join(b, &group, ifb), 0);
	assert_int_equal(ctlsock_join(b, &v6, ifb), 0);
	m.ifindex = ifa;
	assert_int_equal(ctlsock_send(a, &m), 0);
	WAIT_FOR(e, ha.n == 1);
	assert_string_equal(addr_str(&hb.last.to).s, "239.1.1.1");
	assert_int_equal(hb.last.ttl, 1);
	assert_string_equal(addr_str(&ha.last.from.addr).s, "10.1.1.2");
	m.to.addr = v6;
	assert_int_equal(ctlsock_send(a, &m), 0);
	WAIT_FOR(e, ha.n == 2);
	assert_int_equal(ctlsock_leave(b, &group, ifb), 0);
	ctlsock_free(a);
	ctlsock_free(b);
}

/* --- reliable transport ---------------------------------------------------------------------- */

struct session {
	struct rtconn *c;
	bool opened, closed, drained;
	char reason[64];
	uint8_t *data;
	size_t len;
	size_t take; /* of each showing at most this much; 0: all */
	bool close_at_once;
};

static void on_opened(void *arg, struct rtconn *c)
{
	struct session *s = arg;

	s->c = c;
	s->opened = true;
}

static size_t on_data(void *arg, struct rtconn *c, const uint8_t *data, size_t len)
{
	struct session *s = arg;
	size_t n = s->take ? MIN_OF(s->take, len) : len;

	s->data = xrealloc(s->data, s->len + n + 1);
	memcpy(s->data + s->len, data, n);
	s->len += n;
	s->data[s->len] = '\0';
	if (s->close_at_once) {
		rtconn_close(c);
		s->c = NULL;
	}
	return n;
}

static void on_drained(void *arg, struct rtconn *c)
{
	struct session *s = arg;

	(void)c;
	s->drained = true;
}

static void on_closed(void *arg, struct rtconn *c, const char *reason)
{
	struct session *s = arg;

	(void)c;
	s->c = NULL;
	s->closed = true;
	snprintf(s->reason, sizeof(s->reason), "%s", reason);
}

static const struct rtconn_ops conn_ops = { 4096, on_opened, on_data, on_drained, on_closed };

/* Accepts 10.1.1.1 only, one session. */
static void *on_accept(void *arg, const struct endpoint *peer, const struct endpoint *local,
		       const struct rtconn_ops **ops)
{
	*ops = &conn_ops;
	assert_int_equal(local->port, 4342);
	return !strcmp(addr_str(&peer->addr).s, "10.1.1.1") ? arg : NULL;
}

static const struct rtsock_ops listen_ops = { on_accept };

static struct endpoint at(const char *addr, uint16_t port)
{
	return (struct endpoint){ env_addr(addr), port };
}

static void test_reliable_transport(void **state)
{
	ENV(e, state);
	struct pair p;
	struct session in = { 0 }, out = { 0 };
	struct rtsock *server;
	struct endpoint local = at("10.1.1.1", 0), peer = at("10.9.9.2", 4342);
	struct rtconn_stats st;
	struct rtconn *c;

	NEED_PAIR(e, &p);
	server = rtsock_new(e->loop, p.b, 0, &listen_ops, &in);
	out.c = rtconn_connect(e->loop, p.a, &local, &peer, &conn_ops, &out);
	assert_non_null(out.c);
	assert_int_equal(rtconn_send(out.c, (const uint8_t *)"x", 1), -ENOTCONN);
	WAIT_FOR(e, out.opened && in.opened);
	assert_string_equal(addr_str(&rtconn_local(out.c)->addr).s, "10.1.1.1");
	assert_string_equal(addr_str(&rtconn_peer(in.c)->addr).s, "10.1.1.1");
	in.take = 3;
	assert_int_equal(rtconn_send(out.c, (const uint8_t *)"hello world", 11), 0);
	WAIT_FOR(e, in.len == 11);
	assert_string_equal((char *)in.data, "hello world");
	assert_int_equal(rtconn_send(in.c, (const uint8_t *)"back", 4), 0);
	WAIT_FOR(e, out.len == 4);
	rtconn_stats(out.c, &st);
	assert_int_equal(st.tx_bytes, 11);
	assert_int_equal(st.rx_bytes, 4);

	c = in.c;
	in.c = NULL;
	rtconn_close(c);
	WAIT_FOR(e, out.closed);
	assert_string_equal(out.reason, "closed by peer");
	rtsock_free(server);

	/* Nobody listens any more. */
	free(out.data);
	out = (struct session){ 0 };
	out.c = rtconn_connect(e->loop, p.a, &local, &peer, &conn_ops, &out);
	WAIT_FOR(e, out.closed);
	assert_string_equal(out.reason, "connection refused");
	assert_false(out.opened);
	/* No such source, no way. */
	local = at("10.66.66.66", 0);
	assert_null(rtconn_connect(e->loop, p.a, &local, &peer, &conn_ops, &out));
	assert_int_equal(errno, EADDRNOTAVAIL);
	out = (struct session){ 0 };
	local = (struct endpoint){ 0 };
	peer = at("203.0.113.1", 0);
	out.c = rtconn_connect(e->loop, p.a, &local, &peer, &conn_ops, &out);
	assert_non_null(out.c);
	assert_false(out.closed); /* never from inside the call */
	WAIT_FOR(e, out.closed);
	assert_string_equal(out.reason, "network is unreachable");
	free(in.data);
	free(out.data);
}

static void test_reliable_transport_refuses_by_peer(void **state)
{
	ENV(e, state);
	struct pair p;
	struct session in = { 0 }, out = { 0 };
	struct rtsock *server;
	struct endpoint local = { 0 }, peer = at("2001:db8:1::2", 4342);

	NEED_PAIR(e, &p);
	server = rtsock_new(e->loop, p.b, 0, &listen_ops, &in);
	out.c = rtconn_connect(e->loop, p.a, &local, &peer, &conn_ops, &out);
	WAIT_FOR(e, out.closed);
	assert_false(in.opened);
	rtsock_free(server);
}

static void test_reliable_transport_backpressure(void **state)
{
	ENV(e, state);
	struct pair p;
	struct session in = { 0 }, out = { 0 };
	struct rtsock *server;
	struct endpoint local = { 0 }, peer = at("10.9.9.2", 4342);
	uint8_t *block = xcalloc(1, 65536);
	size_t total = 0;
	int err = 0;

	if (!make_pair(e, &p)) {
		free(block);
		skip();
	}
	server = rtsock_new(e->loop, p.b, 0, &listen_ops, &in);
	out.c = rtconn_connect(e->loop, p.a, &local, &peer, &conn_ops, &out);
	WAIT_FOR(e, out.opened && in.opened);
	rtconn_pause(in.c, true);
	for (unsigned i = 0; i < 1000 && !err; i++) {
		err = rtconn_send(out.c, block, 65536);
		total += err ? 0 : 65536;
	}
	assert_int_equal(err, -ENOBUFS);
	assert_true(rtconn_queued(out.c) > 0 && rtconn_queued(out.c) <= RTSOCK_MAX_QUEUE);
	rtconn_pause(in.c, false);
	WAIT_FOR(e, in.len == total && out.drained);
	assert_int_equal(rtconn_queued(out.c), 0);

	/* The receiver closes in the middle of a message. */
	in.close_at_once = true;
	assert_int_equal(rtconn_send(out.c, block, 65536), 0);
	WAIT_FOR(e, out.closed && !in.c);
	assert_false(in.closed);
	rtsock_free(server);
	free(in.data);
	free(block);
}

static size_t take_nothing(void *arg, struct rtconn *c, const uint8_t *data, size_t len)
{
	(void)arg;
	(void)c;
	(void)data;
	(void)len;
	return 0;
}

static void test_reliable_transport_bounds_a_message(void **state)
{
	ENV(e, state);
	static const struct rtconn_ops picky = { 4096, on_opened, take_nothing, NULL, on_closed };
	struct pair p;
	struct session in = { 0 }, out = { 0 };
	struct rtsock *server;
	struct endpoint local = { 0 }, peer = at("10.9.9.2", 4342);
	uint8_t block[5000] = { 0 };

	NEED_PAIR(e, &p);
	server = rtsock_new(e->loop, p.b, 0, &listen_ops, &in);
	out.c = rtconn_connect(e->loop, p.a, &local, &peer, &picky, &out);
	WAIT_FOR(e, out.opened && in.opened);
	assert_int_equal(rtconn_send(in.c, block, sizeof(block)), 0);
	WAIT_FOR(e, out.closed && in.closed);
	assert_string_equal(out.reason, "message too long");
	rtsock_free(server);
}

/* --- ping and traceroute --------------------------------------------------------------------- */

struct pinged {
	unsigned n, n_result[PING_SEND + 1];
	struct ping_probe last;
	bool done, cancel;
	struct ping *ping;
};

static void on_probe(void *arg, const struct ping_probe *p)
{
	struct pinged *r = arg;

	assert_int_equal(p->seq, r->n);
	r->n++;
	r->n_result[p->result]++;
	r->last = *p;
	if (r->cancel)
		ping_cancel(r->ping);
}

static void on_done(void *arg)
{
	struct pinged *r = arg;

	r->done = true;
}

static const struct ping_ops ping_ops = { on_probe, on_done };

static struct pinged ping(struct net_env *e, struct vrf *v, const struct ping_spec *s)
{
	struct pinged r = { 0 };
	int err;

	r.ping = ping_start(e->loop, v, s, &ping_ops, &r, &err);
	assert_int_equal(err, 0);
	assert_non_null(r.ping);
	assert_int_equal(r.n, 0);
	WAIT_FOR(e, r.done);
	return r;
}

static void test_ping(void **state)
{
	ENV(e, state);
	struct pair p;
	struct ping_spec s = { .dst = env_addr("10.9.9.2"), .timeout_ms = 500 };
	struct pinged r = { 0 };
	int err;

	NEED_PAIR(e, &p);
	r = ping(e, p.a, &s);
	assert_int_equal(r.n, 5);
	assert_int_equal(r.n_result[PING_REPLY], 5);
	assert_string_equal(addr_str(&r.last.from).s, "10.9.9.2");
	assert_true(r.last.rtt_us > 0 && r.last.rtt_us < 500000);

	s.src = env_addr("10.1.1.1");
	s.size = 1500;
	s.df = true;
	s.count = 2;
	r = ping(e, p.a, &s);
	assert_int_equal(r.n_result[PING_REPLY], 2);
	s.size = 1501;
	r = ping(e, p.a, &s);
	assert_int_equal(r.n_result[PING_TOO_BIG], 2);
	assert_int_equal(r.last.mtu, 1500);
	s.df = false;
	s.size = 18000;
	r = ping(e, p.a, &s);
	assert_int_equal(r.n_result[PING_REPLY], 2);

	s = (struct ping_spec){ .dst = env_addr("2001:db8:1::2"), .count = 3, .size = 1500 };
	r = ping(e, p.a, &s);
	assert_int_equal(r.n_result[PING_REPLY], 3);

	/* From the other router's side, in its VRF. */
	s = (struct ping_spec){ .dst = env_addr("10.1.1.1"), .src = env_addr("10.9.9.2") };
	s.timeout_ms = 50;
	s.count = 2;
	r = ping(e, p.b, &s);
	assert_int_equal(r.n_result[PING_REPLY], 2);
	s.src = env_addr("10.66.66.66");
	assert_null(ping_start(e->loop, p.b, &s, &ping_ops, &r, &err));
	assert_int_equal(err, -EADDRNOTAVAIL);

	/* No route: nothing goes. Nobody there: dots. */
	s = (struct ping_spec){ .dst = env_addr("203.0.113.1"), .timeout_ms = 50 };
	r = ping(e, p.a, &s);
	assert_int_equal(r.n_result[PING_SEND], 5);
	assert_int_equal(r.last.error, ENETUNREACH);
	s.dst = env_addr("10.1.1.77");
	r = ping(e, p.a, &s);
	assert_int_equal(r.n_result[PING_TIMEOUT], 5);
	/* The other one has no way to it, and says so. */
	s.dst = env_addr("10.9.9.77");
	s.timeout_ms = 1000;
	s.count = 1;
	r = ping(e, p.a, &s);
	assert_int_equal(r.n_result[PING_UNREACHABLE], 1);
	assert_string_equal(addr_str(&r.last.from).s, "10.1.1.2");

	s = (struct ping_spec){ .dst = env_addr("10.9.9.2") };
	r = (struct pinged){ .cancel = true };
	r.ping = ping_start(e->loop, p.a, &s, &ping_ops, &r, &err);
	WAIT_FOR(e, r.n == 1);
	env_settle(e);
	assert_int_equal(r.n, 1);
	assert_false(r.done);
	ping_cancel(ping_start(e->loop, p.a, &s, &ping_ops, &r, &err));
}

struct traced {
	unsigned n;
	struct trace_probe row[32];
	bool done;
};

static void on_hop(void *arg, const struct trace_probe *p)
{
	struct traced *t = arg;

	if (t->n < ARRAY_LEN(t->row))
		t->row[t->n++] = *p;
}

static void on_end(void *arg)
{
	struct traced *t = arg;

	t->done = true;
}

static const struct trace_ops trace_ops = { on_hop, on_end };

static struct traced trace(struct net_env *e, struct vrf *v, const struct trace_spec *s)
{
	struct traced t = { 0 };
	int err;

	assert_non_null(trace_start(e->loop, v, s, &trace_ops, &t, &err));
	WAIT_FOR(e, t.done);
	return t;
}

static void test_traceroute(void **state)
{
	ENV(e, state);
	struct pair p;
	struct iface *g3, *g4;
	struct static_cfg c = { .prefix = env_prefix("10.3.3.0/24"),
				.gateway = env_addr("10.1.1.2") };
	struct static_cfg back = { .vrf = "FAR",
				   .prefix = env_prefix("0.0.0.0/0"),
				   .gateway = env_addr("10.3.3.2") };
	struct trace_spec s = { .dst = env_addr("10.3.3.4"), .timeout_ms = 500 };
	struct traced t;
	struct route_info r;
	int err;

	NEED_PAIR(e, &p);
	/* A third router behind the second. */
	vrf_add(&e->vrfs, "FAR");
	env_sh("ip link add Gi3 type veth peer name Gi4");
	g3 = env_iface(e, "Gi3");
	g4 = env_iface(e, "Gi4");
	iface_set_vrf(g3, "PEER", NULL);
	iface_set_vrf(g4, "FAR", NULL);
	env_ip(g3, "10.3.3.2", 24);
	env_ip(g4, "10.3.3.4", 24);
	static_add(&e->statics, &c);
	static_add(&e->statics, &back);
	WAIT_FOR(e, usable(g3, 1) && usable(g4, 1) && route_exact(e->routes, p.a, &c.prefix, &r) &&
			    route_exact(e->routes, vrf_find(&e->vrfs, "FAR"), &back.prefix, &r));
	t = trace(e, p.a, &s);
	assert_int_equal(t.n, 6);
	for (unsigned i = 0; i < 6; i++) {
		assert_int_equal(t.row[i].ttl, i / 3 + 1);
		assert_int_equal(t.row[i].probe, i % 3);
		assert_int_equal(t.row[i].result, i < 3 ? TRACE_HOP : TRACE_REACHED);
		assert_string_equal(addr_str(&t.row[i].from).s, i < 3 ? "10.1.1.2" : "10.3.3.4");
	}

	s.dst = env_addr("2001:db8:1::2");
	t = trace(e, p.a, &s);
	assert_int_equal(t.n, 3);
	assert_int_equal(t.row[0].result, TRACE_REACHED);

	s = (struct trace_spec){ .dst = env_addr("10.1.1.77"), .timeout_ms = 20, .ttl_max = 2 };
	t = trace(e, p.a, &s);
	assert_int_equal(t.n, 6);
	assert_int_equal(t.row[5].result, TRACE_TIMEOUT);
	s.dst = env_addr("203.0.113.1");
	t = trace(e, p.a, &s);
	assert_int_equal(t.n, 3);
	assert_int_equal(t.row[0].result, TRACE_NET);
	trace_cancel(trace_start(e->loop, p.a, &s, &trace_ops, &t, &err));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, env_setup, env_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_control_messages_both_families),
		TEST(test_many_messages_of_many_sizes),
		TEST(test_trains_fall_back),
		TEST(test_port_is_taken),
		TEST(test_groups),
		TEST(test_reliable_transport),
		TEST(test_reliable_transport_refuses_by_peer),
		TEST(test_reliable_transport_backpressure),
		TEST(test_reliable_transport_bounds_a_message),
		TEST(test_ping),
		TEST(test_traceroute),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
