/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/fake_host.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/mem.h"
#include "lispd/role/rt.h"

#define MAX_ROUTERS 8
#define MAX_FLIGHT 65536
#define START_WALL_MS 1747407456000ULL /* 16 May 2025, 14:57:36 UTC */

struct fake_net {
	struct loop *loop;
	bool deliver;
	unsigned n_routers;
	struct fake *router[MAX_ROUTERS];
	TAILQ_HEAD(, flight) flights;
	TAILQ_HEAD(, host_conn) conns;
	uint16_t next_port;
};

/* A message on its way. */
struct flight {
	TAILQ_ENTRY(flight) link;
	struct fake_net *net;
	struct timer timer;
	struct endpoint from, to;
	size_t len;
	uint8_t data[];
};

/* One end of a connection. Octets wait in it until its own turn comes. */
struct host_conn {
	TAILQ_ENTRY(host_conn) link;
	struct fake *owner;
	struct host_conn *other; /* NULL: the other end is gone, or has not answered yet */
	struct endpoint local, peer;
	const struct conn_ops *ops;
	void *arg;
	bool up, tell_up, tell_closed;
	struct timer turn;
	uint8_t *in;
	size_t n_in;
};

/* --- clock, addresses, routes ------------------------------------------------------------------ */

struct addr fake_addr(const char *text)
{
	struct addr a;

	if (!addr_parse(text, &a))
		abort();
	return a;
}

struct prefix fake_prefix(const char *text)
{
	struct prefix p;

	if (!prefix_parse(text, &p))
		abort();
	return p;
}

struct fake_net *fake_net_new(void)
{
	struct fake_net *n = xcalloc(1, sizeof(*n));

	n->loop = loop_new_fake(START_WALL_MS);
	loop_advance(n->loop, 1000000); /* so that no time is 0 */
	TAILQ_INIT(&n->flights);
	TAILQ_INIT(&n->conns);
	n->next_port = 40000;
	return n;
}

struct loop *fake_net_loop(struct fake_net *n)
{
	return n->loop;
}

void fake_net_deliver(struct fake_net *n, bool on)
{
	n->deliver = on;
}

void fake_net_advance(struct fake_net *n, uint64_t ms)
{
	loop_advance(n->loop, ms);
}

static bool is_local(void *arg, const struct addr *a)
{
	struct fake *f = arg;

	for (unsigned i = 0; i < f->n_local; i++)
		if (addr_equal(&f->local[i], a))
			return true;
	return !addr_is_none(&f->loopback) && addr_equal(&f->loopback, a);
}

static bool is_own(void *arg, const struct addr *a)
{
	struct fake *f = arg;

	for (unsigned i = 0; i < f->n_down; i++)
		if (addr_equal(&f->down[i], a))
			return true;
	return is_local(arg, a);
}

static bool route(void *arg, const struct addr *dst, struct reach_path *path)
{
	struct fake *f = arg;
	const struct fake_route *best = NULL;

	for (unsigned i = 0; i < f->n_routes; i++)
		if (prefix_contains(&f->route[i].prefix, dst) &&
		    (!best || f->route[i].prefix.plen > best->prefix.plen))
			best = &f->route[i];
	if (!best)
		return false;
	snprintf(path->ifname, sizeof(path->ifname), "%s", best->ifname);
	path->local = best->local;
	return true;
}

static bool source(void *arg, const struct addr *dst, struct addr *src)
{
	struct reach_path path = { 0 };

	if (!route(arg, dst, &path))
		return false;
	*src = path.local;
	return true;
}

static const char *ifname(void *arg, unsigned ifindex)
{
	(void)arg;
	return ifindex ? "GigabitEthernet2" : "";
}

static bool ifaddr(void *arg, const char *name, int family, struct addr *out)
{
	struct fake *f = arg;

	for (unsigned i = 0; strcmp(name, "GigabitEthernet2") == 0 && i < f->n_local; i++) {
		if (f->local[i].family != family)
			continue;
		*out = f->local[i];
		return true;
	}
	*out = f->loopback;
	return strcmp(name, "Loopback0") == 0 && f->loopback.family == family;
}

static int netns(void *arg, const char *vrf)
{
	(void)arg;
	(void)vrf;
	return -1;
}

static bool eid_route(void *arg, const char *vrf, const struct prefix *p)
{
	struct fake *f = arg;

	(void)vrf;
	for (unsigned i = 0; i < f->n_missing; i++)
		if (prefix_equal(&f->missing[i], p))
			return false;
	return true;
}

static void tun(void *arg, const struct host_tun *t, int family, bool up)
{
	struct fake *f = arg;

	(void)t;
	(void)family;
	f->n_tuns += up ? 1 : -1U;
}

static void steer(void *arg, const struct host_tun *t, const struct prefix *p, bool on)
{
	struct fake *f = arg;

	(void)t;
	(void)p;
	f->n_steered += on;
}

static void native(void *arg, const struct host_tun *t, const struct prefix *p, bool on)
{
	struct fake *f = arg;

	(void)t;
	(void)p;
	f->n_native += on;
}

static void attract(void *arg, const struct host_tun *t, const struct prefix *p, bool on)
{
	struct fake *f = arg;

	(void)t;
	(void)p;
	f->n_attracted += on ? 1 : -1U;
}

static void fake_random(void *arg, void *buf, size_t len)
{
	struct fake *f = arg;
	uint8_t *b = buf;

	for (size_t i = 0; i < len; i++) {
		f->random = f->random * 6364136223846793005ULL + 1442695040888963407ULL;
		b[i] = (uint8_t)(f->random >> 56);
	}
}

/* --- messages ----------------------------------------------------------------------------------- */

static struct fake *router_at(struct fake_net *n, const struct addr *a)
{
	for (unsigned i = 0; i < n->n_routers; i++)
		if (is_local(n->router[i], a))
			return n->router[i];
	return NULL;
}

static void flight_free(struct flight *m)
{
	timer_stop(&m->timer);
	TAILQ_REMOVE(&m->net->flights, m, link);
	free(m);
}

static void arrive(void *arg)
{
	struct flight *m = arg;
	struct fake *f = router_at(m->net, &m->to.addr);
	struct ctl_in in = {
		.data = m->data,
		.len = m->len,
		.from = m->from,
		.to = m->to,
		.ifindex = 2,
	};

	if (f && !f->deaf)
		ctl_receive(&f->ctl, &in);
	flight_free(m);
}

static void take_off(struct fake_net *n, const struct endpoint *from, const struct endpoint *to,
		     const void *data, size_t len)
{
	struct flight *m = xcalloc(1, sizeof(*m) + len);

	m->net = n;
	m->from = *from;
	m->to = *to;
	m->len = len;
	memcpy(m->data, data, len);
	TAILQ_INSERT_TAIL(&n->flights, m, link);
	timer_init(&m->timer, n->loop, arrive, m);
	timer_start(&m->timer, 1);
}

static int fake_send(void *arg, const struct addr *src, const struct endpoint *to, const void *data,
		     size_t len)
{
	struct fake *f = arg;
	struct endpoint from = { .addr = *src, .port = LISP_CONTROL_PORT };
	struct fake_sent *s;

	if (addr_is_none(src) && !source(f, &to->addr, &from.addr))
		return -ENETUNREACH;
	if (f->n_sent == MAX_FLIGHT)
		return -ENOBUFS;
	if (f->n_sent == f->sent_room) {
		f->sent_room = MAX_OF(2 * f->sent_room, 16);
		f->sent = xrealloc(f->sent, f->sent_room * sizeof(*f->sent));
	}
	s = &f->sent[f->n_sent++];
	*s = (struct fake_sent){
		.at_ms = loop_now_ms(f->net->loop),
		.src = from.addr,
		.to = *to,
		.len = len,
	};
	memcpy(s->data, data, MIN_OF(len, sizeof(s->data)));
	if (f->net->deliver)
		take_off(f->net, &from, to, data, len);
	return 0;
}

void fake_receive(struct fake *f, const char *from, uint16_t port, const void *data, size_t len)
{
	struct ctl_in in = {
		.data = data,
		.len = len,
		.from = { .addr = fake_addr(from), .port = port },
		.to = { .addr = f->local[0], .port = LISP_CONTROL_PORT },
		.ifindex = 2,
	};

	ctl_receive(&f->ctl, &in);
}

void fake_forget_sent(struct fake *f)
{
	f->n_sent = 0;
}

const struct fake_sent *fake_last(const struct fake *f, unsigned type)
{
	for (unsigned i = f->n_sent; i; i--)
		if (msg_type(f->sent[i - 1].data, f->sent[i - 1].len) == type)
			return &f->sent[i - 1];
	return NULL;
}

unsigned fake_count(const struct fake *f, unsigned type)
{
	unsigned n = 0;

	for (unsigned i = 0; i < f->n_sent; i++)
		n += msg_type(f->sent[i].data, f->sent[i].len) == type;
	return n;
}

/* --- connections -------------------------------------------------------------------------------- */

static void conn_free(struct host_conn *c)
{
	timer_stop(&c->turn);
	if (c->other) {
		c->other->other = NULL;
		c->other->tell_closed = true;
		timer_start(&c->other->turn, 1);
	}
	TAILQ_REMOVE(&c->owner->net->conns, c, link);
	free(c->in);
	free(c);
}

/* Gives the owner what waits. It may close the connection from inside each call. */
static void conn_turn(void *arg)
{
	struct host_conn *c = arg;
	struct fake_net *n = c->owner->net;
	const struct conn_ops *ops = c->ops;
	void *ops_arg = c->arg;
	struct host_conn *at;
	size_t used;

	if (c->tell_up) {
		c->tell_up = false;
		c->up = true;
		timer_start(&c->turn, 0);
		ops->up(ops_arg, &c->local);
		return;
	}
	if (c->n_in && c->up) {
		used = ops->data(ops_arg, c->in, c->n_in);
		TAILQ_FOREACH(at, &n->conns, link)
			if (at == c)
				break;
		if (!at)
			return; /* closed by its owner */
		if (used > c->n_in) {
			conn_free(c);
			ops->closed(ops_arg, "framing");
			return;
		}
		c->n_in -= used;
		memmove(c->in, c->in + used, c->n_in);
	}
	if (!c->tell_closed)
		return;
	conn_free(c);
	ops->closed(ops_arg, "closed by peer");
}

static struct host_conn *conn_new(struct fake *owner, const struct endpoint *local,
				  const struct endpoint *peer)
{
	struct host_conn *c = xcalloc(1, sizeof(*c));

	c->owner = owner;
	c->local = *local;
	c->peer = *peer;
	timer_init(&c->turn, owner->net->loop, conn_turn, c);
	TAILQ_INSERT_TAIL(&owner->net->conns, c, link);
	return c;
}

/* The SYN has arrived, or has not. */
static void conn_answered(void *arg)
{
	struct host_conn *a = arg, *b;
	struct fake *f = router_at(a->owner->net, &a->peer.addr);

	timer_init(&a->turn, a->owner->net->loop, conn_turn, a);
	a->tell_closed = true;
	if (f && !f->deaf && !f->refuses_tcp) {
		b = conn_new(f, &a->peer, &a->local);
		if (rt_accept(&f->ctl, NULL, b, &b->local, &b->peer, &b->ops, &b->arg)) {
			a->other = b;
			b->other = a;
			if (f->tcp_ops)
				b->ops = f->tcp_ops;
			a->tell_closed = false;
			a->tell_up = b->tell_up = true;
			timer_start(&b->turn, 1);
		} else {
			conn_free(b);
		}
	}
	timer_start(&a->turn, 1);
}

static struct host_conn *fake_connect(void *arg, const struct addr *local,
				      const struct endpoint *peer, const struct conn_ops *ops,
				      void *conn_arg)
{
	struct fake *f = arg;
	struct endpoint from = { .addr = *local, .port = f->net->next_port++ };
	struct host_conn *c = conn_new(f, &from, peer);

	c->ops = ops;
	c->arg = conn_arg;
	timer_init(&c->turn, f->net->loop, conn_answered, c);
	timer_start(&c->turn, 1);
	return c;
}

static int fake_conn_send(struct host_conn *c, const void *data, size_t len)
{
	struct host_conn *to = c->other;

	if (!to)
		return -EPIPE;
	to->in = xrealloc(to->in, to->n_in + len);
	memcpy(to->in + to->n_in, data, len);
	to->n_in += len;
	timer_start(&to->turn, 1);
	return 0;
}

static void fake_conn_close(struct host_conn *c)
{
	conn_free(c);
}

static void end_soon(struct host_conn *c)
{
	c->tell_closed = true;
	c->n_in = 0;
	c->other = NULL;
	timer_start(&c->turn, 1);
}

void fake_cut_tcp(struct fake *f)
{
	struct host_conn *c, *other;

	TAILQ_FOREACH(c, &f->net->conns, link) {
		if (c->owner != f)
			continue;
		other = c->other;
		end_soon(c);
		if (other)
			end_soon(other);
	}
}

unsigned fake_tcp_count(const struct fake *f)
{
	const struct host_conn *c;
	unsigned n = 0;

	TAILQ_FOREACH(c, &f->net->conns, link)
		n += c->owner == f && c->up;
	return n;
}

void fake_replace_tcp_ops(struct fake *f, const struct conn_ops *ops)
{
	f->tcp_ops = ops;
}

static void nobody_up(void *arg, const struct endpoint *local)
{
	(void)arg;
	(void)local;
}

static size_t nobody_data(void *arg, const uint8_t *p, size_t len)
{
	(void)arg;
	(void)p;
	return len;
}

static void nobody_closed(void *arg, const char *why)
{
	(void)arg;
	(void)why;
}

void fake_force_connect(struct fake *f, const char *peer)
{
	static const struct conn_ops nobody = { nobody_up, nobody_data, nobody_closed };
	struct endpoint to = { .addr = fake_addr(peer), .port = LISP_CONTROL_PORT };

	fake_connect(f, &f->local[0], &to, &nobody, NULL);
}

void fake_tcp_inject(struct fake *f, const void *data, size_t len)
{
	struct host_conn *c;

	TAILQ_FOREACH(c, &f->net->conns, link) {
		if (c->owner != f)
			continue;
		fake_conn_send(c->other, data, len);
		return;
	}
}

/* --- routers ------------------------------------------------------------------------------------ */

static const struct role_host fake_host = {
	.send = fake_send,
	.source = source,
	.is_local = is_local,
	.is_own = is_own,
	.route = route,
	.ifname = ifname,
	.ifaddr = ifaddr,
	.netns = netns,
	.eid_route = eid_route,
	.tun = tun,
	.steer = steer,
	.native = native,
	.attract = attract,
	.connect = fake_connect,
	.conn_send = fake_conn_send,
	.conn_close = fake_conn_close,
	.random = fake_random,
};

struct fake *fake_new(struct fake_net *n, const char *name, const char *addr)
{
	struct fake *f = xcalloc(1, sizeof(*f));

	f->net = n;
	f->name = name;
	f->random = 88172645463325252ULL + n->n_routers;
	f->local[f->n_local++] = fake_addr(addr);
	fake_add_route(f, "172.16.1.0/24");
	f->env = (struct role_env){
		.loop = n->loop,
		.host = &fake_host,
		.host_arg = f,
		.reliable_transport = true,
	};
	n->router[n->n_routers++] = f;
	ctl_init(&f->ctl, &f->env);
	return f;
}

void fake_restart(struct fake *f)
{
	ctl_fini(&f->ctl, false);
	ctl_init(&f->ctl, &f->env);
}

void fake_keep_state(struct fake *f)
{
	snprintf(f->state_dir, sizeof(f->state_dir), "/tmp/fake-host-XXXXXX");
	if (!mkdtemp(f->state_dir))
		abort();
	f->env.state_dir = f->state_dir;
	fake_restart(f);
}

static void remove_state(const struct fake *f)
{
	static const char *const file[] = { "xtr-id", "register-nonces" };
	char path[128];

	if (!f->state_dir[0])
		return;
	for (size_t i = 0; i < ARRAY_LEN(file); i++) {
		snprintf(path, sizeof(path), "%s/%s", f->state_dir, file[i]);
		unlink(path);
	}
	rmdir(f->state_dir);
}

void fake_net_free(struct fake_net *n)
{
	struct flight *m;
	struct host_conn *c;

	for (unsigned i = 0; i < n->n_routers; i++)
		ctl_fini(&n->router[i]->ctl, false);
	while ((m = TAILQ_FIRST(&n->flights)))
		flight_free(m);
	while ((c = TAILQ_FIRST(&n->conns)))
		conn_free(c);
	for (unsigned i = 0; i < n->n_routers; i++) {
		remove_state(n->router[i]);
		free(n->router[i]->sent);
		free(n->router[i]);
	}
	loop_free(n->loop);
	free(n);
}

void fake_add_route(struct fake *f, const char *prefix)
{
	struct fake_route *r = &f->route[f->n_routes++];

	r->prefix = fake_prefix(prefix);
	snprintf(r->ifname, sizeof(r->ifname), "GigabitEthernet2");
	for (unsigned i = 0; i < f->n_local; i++)
		if (f->local[i].family == r->prefix.addr.family)
			r->local = f->local[i];
}

void fake_del_route(struct fake *f, const char *prefix)
{
	struct prefix p = fake_prefix(prefix);

	for (unsigned i = 0; i < f->n_routes; i++)
		if (prefix_equal(&f->route[i].prefix, &p))
			f->route[i] = f->route[--f->n_routes];
}

void fake_no_eid_route(struct fake *f, const char *prefix)
{
	f->missing[f->n_missing++] = fake_prefix(prefix);
}

/* --- configuration ------------------------------------------------------------------------------ */

struct lisp *fake_lisp(struct fake *f)
{
	return ctl_lisp_get(&f->ctl, 0);
}

struct service_cfg *fake_instance(struct fake *f, uint32_t iid, int family, const char *vrf)
{
	int svc = svc_of_family(family);

	lisp_set_eid_table(fake_lisp(f), iid, svc, vrf[0] ? TABLE_VRF : TABLE_DEFAULT, vrf);
	return &instance_cfg_find(&fake_lisp(f)->cfg, iid)->service[svc];
}

void fake_xtr(struct fake *f, int family, const char *server, const char *key)
{
	struct lisp *l = fake_lisp(f);
	struct service_cfg *s = &l->cfg.service[svc_of_family(family)];
	struct addr a = fake_addr(server);

	s->present = s->itr = s->etr = true;
	lisp_set_resolver(l, s, &a);
	lisp_set_server(l, s, &a, key, NULL, LISP_AUTH_SHA1, false);
}

void fake_mapping(struct fake *f, uint32_t iid, const char *eid, const char *rloc,
		  unsigned priority, unsigned weight)
{
	struct prefix p = fake_prefix(eid);
	struct lisp *l = fake_lisp(f);
	int svc = svc_of_family(p.addr.family);
	struct instance_cfg *ic = instance_cfg_find(&l->cfg, iid);
	struct service_cfg *s = ic && ic->service[svc].table != TABLE_NONE ?
					&ic->service[svc] :
					fake_instance(f, iid, p.addr.family, "");
	struct locator_cfg loc = {
		.kind = LOCATOR_ADDRESS,
		.addr = fake_addr(rloc),
		.priority = (uint8_t)priority,
		.weight = (uint8_t)weight,
	};

	lisp_set_mapping(l, s, svc, &p, &loc);
}

void fake_map_server(struct fake *f, int family)
{
	struct lisp *l = fake_lisp(f);
	struct service_cfg *s = &l->cfg.service[svc_of_family(family)];

	s->present = s->map_server = s->map_resolver = true;
	lisp_changed(l);
}

struct site_cfg *fake_site(struct fake *f, const char *name, const char *key)
{
	struct site_cfg *s = lisp_get_site(fake_lisp(f), name);

	if (key)
		lisp_set_site_key(fake_lisp(f), s, key, NULL);
	return s;
}

void fake_eid_record(struct fake *f, struct site_cfg *s, uint32_t iid, const char *eid,
		     bool accept_more_specifics)
{
	struct eid_record_cfg r = {
		.iid = iid,
		.iid_typed = iid != 0,
		.prefix = fake_prefix(eid),
		.accept_more_specifics = accept_more_specifics,
	};

	if (lisp_set_eid_record(fake_lisp(f), s, &r) != CFG_OK)
		abort();
}

void fake_settle(struct fake *f)
{
	struct lisp *l;

	TAILQ_FOREACH(l, &f->ctl.lisps, link)
		lisp_settle(l);
}
