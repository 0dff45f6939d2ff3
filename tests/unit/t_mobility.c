/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hosts that move: how they are found, how they are lost, and who is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lispd/net/sniff.h"
#include "lispd/role/fwd.h"
#include "lispd/role/itr.h"
#include "lispd/role/mobility.h"
#include "lispd/role/port.h"
#include "tests/unit/fake/fib.c" /* takes the place of lispd/dp in this program */
#include "tests/unit/fake_host.h"
#include "tests/unit/fake_msg.h"

#define SECOND 1000ULL
#define HOUR (3600 * SECOND)
#define PORT "GigabitEthernet3"

static const uint8_t router_mac[6] = { 2, 0, 0, 0, 0, 1 };
static const uint8_t host_mac[6] = { 2, 0, 0, 0, 0, 0x64 };

/* The machine's side of the interface. */
struct fake_port {
	struct port_state state;
	bool open, extended;
	unsigned n_prefixes, n_here, n_away, n_echoes, n_joined, n_notifies;
	size_t notify_len;
	uint8_t notify[2048];
};

struct fixture {
	struct fake_net *net;
	struct fake *r2;
	struct dp *dp;
	struct lisp *l;
	struct role_host host;
	struct fake_port port;
};

static struct fake_msg msg;
static struct fixture fx;

/* --- a machine with one mobility interface ---------------------------------------------------- */

static bool port_state_of(void *arg, const char *ifname, struct port_state *out)
{
	(void)arg;
	*out = fx.port.state;
	return strcmp(ifname, PORT) == 0;
}

static void port_open(void *arg, const struct port_cfg *cfg)
{
	(void)arg;
	fx.port.open = true;
	fx.port.extended = cfg->extended;
	fx.port.n_prefixes = cfg->n_prefixes;
}

static void port_close(void *arg, const char *ifname)
{
	(void)arg;
	(void)ifname;
	fx.port.open = false;
}

static void port_local(void *arg, const char *ifname, const struct addr *a, const uint8_t mac[6],
		       bool on)
{
	(void)arg;
	(void)ifname;
	(void)a;
	(void)mac;
	fx.port.n_here += on ? 1 : -1U;
}

static void port_away(void *arg, const struct host_tun *t, const struct addr *a, bool on)
{
	(void)arg;
	(void)t;
	(void)a;
	fx.port.n_away += on ? 1 : -1U;
}

static void port_echo(void *arg, const char *ifname, const struct addr *from, const struct addr *to,
		      const uint8_t mac[6], uint8_t ttl)
{
	(void)arg;
	(void)ifname;
	assert_string_equal(addr_str(from).s, "10.1.1.1");
	assert_string_equal(addr_str(to).s, "10.1.1.100");
	assert_memory_equal(mac, host_mac, 6);
	assert_int_equal(ttl, 1);
	fx.port.n_echoes++;
}

static void port_group(void *arg, const char *ifname, const struct addr *group, bool join)
{
	(void)arg;
	(void)ifname;
	(void)group;
	fx.port.n_joined = join;
}

static void port_notify(void *arg, const char *ifname, const struct addr *from,
			const struct addr *group, const void *data, size_t len)
{
	(void)arg;
	(void)ifname;
	assert_string_equal(addr_str(from).s, "10.1.1.1");
	assert_string_equal(addr_str(group).s, "239.1.1.1");
	assert_true(len <= sizeof(fx.port.notify));
	memcpy(fx.port.notify, data, len);
	fx.port.notify_len = len;
	fx.port.n_notifies++;
}

static const struct port_host fake_port_host = {
	.state = port_state_of,
	.open = port_open,
	.close = port_close,
	.local = port_local,
	.away = port_away,
	.echo = port_echo,
	.group = port_group,
	.notify = port_notify,
};

static const char *name_of(void *arg, unsigned ifindex)
{
	(void)arg;
	return ifindex == 3 ? PORT : "GigabitEthernet2";
}

static void type_policy(struct fixture *f)
{
	struct instance_cfg *ic;
	struct dynamic_eid_cfg *d;
	struct locator_set_cfg *set = lisp_get_locator_set(f->l, "DC1");
	struct locator_cfg loc = {
		.kind = LOCATOR_ADDRESS,
		.addr = fake_addr("172.16.1.2"),
		.priority = 1,
		.weight = 100,
	};
	struct prefix p = fake_prefix("10.1.1.0/25");
	struct mapping_options options = { 0 };
	struct mobility_cfg m = { .name = "ROAM" };

	lisp_set_set_locator(f->l, set, &loc);
	fake_instance(f->r2, 0, AF_INET, "");
	ic = instance_cfg_find(&f->l->cfg, 0);
	d = lisp_get_dynamic_eid(f->l, ic, "ROAM");
	lisp_set_dynamic_mapping(f->l, d, &p, "DC1", &options);
	lisp_if_set_mobility(&f->r2->ctl, PORT, &m);
}

static int set_up(void **state)
{
	struct fixture *f = &fx;

	memset(f, 0, sizeof(*f));
	f->net = fake_net_new();
	f->r2 = fake_new(f->net, "R2", "172.16.1.2");
	f->dp = fake_dp_new();
	f->r2->env.dp = f->dp;
	f->r2->env.reliable_transport = false;
	f->host = *f->r2->env.host;
	f->host.port = &fake_port_host;
	f->host.ifname = name_of;
	f->r2->env.host = &f->host;
	f->port.state = (struct port_state){
		.up = true,
		.n_addrs = 1,
		.addr[0] = { fake_addr("10.1.1.1"), 24 },
	};
	memcpy(f->port.state.mac, router_mac, 6);
	f->l = fake_lisp(f->r2);
	fake_xtr(f->r2, AF_INET, "172.16.1.1", "key");
	type_policy(f);
	fake_settle(f->r2);
	fake_net_advance(f->net, 10);
	fake_forget_sent(f->r2);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	fake_net_free(f->net);
	fake_dp_free(f->dp);
	return 0;
}

static struct lisp_if_cfg *if_cfg(struct fixture *f)
{
	return lisp_if_get(&f->r2->ctl.ifs, PORT);
}

static void apply(struct fixture *f)
{
	lisp_changed(f->l);
	fake_settle(f->r2);
	fake_net_advance(f->net, 0);
}

static void extend(struct fixture *f)
{
	struct instance_cfg *ic = instance_cfg_find(&f->l->cfg, 0);
	struct addr group = fake_addr("239.1.1.1");

	if_cfg(f)->extended_subnet_mode = true;
	lisp_set_notify_group(f->l, dynamic_eid_cfg_find(ic, "ROAM"), &group);
	apply(f);
}

static void frame(struct fixture *f, enum sniff_kind kind, const char *sender, const char *target,
		  bool to_us)
{
	struct sniff_frame s = {
		.kind = kind,
		.sender = fake_addr(sender),
		.target = fake_addr(target),
		.to_us = to_us,
	};

	memcpy(s.mac, host_mac, 6);
	mobility_seen(&f->r2->ctl, PORT, &s);
	fake_net_advance(f->net, 50);
}

static struct roamer *host(const struct fixture *f, const char *a)
{
	struct addr addr = fake_addr(a);
	struct eid eid = eid_host(0, &addr);

	return mobility_find(f->l, &eid);
}

static bool is_here(const struct fixture *f, const char *a)
{
	const struct roamer *r = host(f, a);

	return r && !r->away;
}

static struct mapdb_entry *entry(const struct fixture *f, const char *text)
{
	struct prefix p = fake_prefix(text);
	struct eid eid = eid_ip(0, &p);

	return mapdb_find(&f->l->db, &eid);
}

static bool wire_names(const struct fake_sent *s, const char *eid)
{
	struct addr a = fake_addr(eid);

	return s && memmem(s->data, s->len, a.b, 4);
}

static void notify_from_map_server(struct fixture *f, const char *rloc)
{
	struct fake_register r = {
		.key = "key",
		.nonce = 77,
		.eid = { "10.1.1.100/32" },
		.rloc = { rloc },
		.type = LISP_MAP_NOTIFY,
	};

	fake_build_register(&msg, &r);
	fake_receive(f->r2, "172.16.1.1", LISP_CONTROL_PORT, msg.data, msg.len);
	fake_net_advance(f->net, 50);
}

static void notify_from_group(struct fixture *f, const char *from, const char *key,
			      const char *rloc)
{
	struct fake_register r = {
		.key = key,
		.nonce = 78,
		.eid = { "10.1.1.100/32" },
		.rloc = { rloc },
		.type = LISP_MAP_NOTIFY,
	};
	struct ctl_in in = {
		.from = { .addr = fake_addr(from), .port = LISP_CONTROL_PORT },
		.to = { .addr = fake_addr("239.1.1.1"), .port = LISP_CONTROL_PORT },
		.ifindex = 3,
	};

	fake_build_register(&msg, &r);
	in.data = msg.data;
	in.len = msg.len;
	ctl_receive(&f->r2->ctl, &in);
	fake_net_advance(f->net, 50);
}

/* --- configuration ---------------------------------------------------------------------------- */

static void a_policy_alone(void **state)
{
	struct fixture *f = *state;
	struct prefix p = fake_prefix("10.1.1.0/25");
	struct eid eid = eid_ip(0, &p);
	struct mapcache_entry *e = mapcache_find(&f->l->cache, &eid);
	struct mobility_away row;

	assert_true(f->port.open);
	assert_int_equal(f->port.n_prefixes, 1);
	assert_non_null(e);
	assert_int_equal(e->source, MC_DYNAMIC_EID);
	assert_false(timer_armed(&e->expiry));
	assert_true(mobility_away_next(f->l, 0, AF_INET, NULL, &row));
	assert_string_equal(prefix_str(&row.prefix).s, "10.1.1.0/25");
	assert_false(mobility_away_next(f->l, 0, AF_INET, &row.prefix, &row));
	assert_int_equal(fake_count(f->r2, LISP_MAP_REGISTER), 0);
	/* The line goes, and with it the port. */
	lisp_if_del_mobility(&f->r2->ctl, PORT, NULL);
	apply(f);
	assert_false(f->port.open);
}

/* --- discovery -------------------------------------------------------------------------------- */

static void a_routed_packet(void **state)
{
	struct fixture *f = *state;

	frame(f, SNIFF_PACKET, "10.1.1.100", "10.2.2.7", true);
	assert_true(is_here(f, "10.1.1.100"));
	assert_non_null(entry(f, "10.1.1.100/32"));
	assert_string_equal(rloc_str(&entry(f, "10.1.1.100/32")->map.rloc[0]).s, "172.16.1.2");
	assert_int_equal(f->port.n_here, 1);
	assert_true(wire_names(fake_last(f->r2, LISP_MAP_REGISTER), "10.1.1.100"));
}

static void across_subnets_every_word_counts(void **state)
{
	struct fixture *f = *state;

	frame(f, SNIFF_ASK, "10.1.1.101", "10.1.1.7", false);
	frame(f, SNIFF_CLAIM, "10.1.1.102", "10.1.1.102", false);
	frame(f, SNIFF_PACKET, "10.1.1.103", "10.1.1.1", true);
	frame(f, SNIFF_PACKET, "10.1.1.104", "10.2.2.7", false); /* to somebody else's MAC */
	assert_true(is_here(f, "10.1.1.101"));
	assert_true(is_here(f, "10.1.1.102"));
	assert_true(is_here(f, "10.1.1.103"));
	assert_false(is_here(f, "10.1.1.104"));
	if_cfg(f)->no_arp_discovery = true;
	apply(f);
	frame(f, SNIFF_ASK, "10.1.1.105", "10.1.1.1", false);
	assert_false(is_here(f, "10.1.1.105"));
}

static void on_a_bridged_subnet_only_what_is_for_us(void **state)
{
	struct fixture *f = *state;

	extend(f);
	frame(f, SNIFF_ASK, "10.1.1.101", "10.1.1.7", false);
	frame(f, SNIFF_CLAIM, "10.1.1.102", "10.1.1.102", false);
	frame(f, SNIFF_PACKET, "10.1.1.103", "10.1.1.1", true);
	assert_false(is_here(f, "10.1.1.101") || is_here(f, "10.1.1.102") ||
		     is_here(f, "10.1.1.103"));
	frame(f, SNIFF_ASK, "10.1.1.101", "10.1.1.1", false);
	frame(f, SNIFF_PACKET, "10.1.1.103", "10.2.2.7", true);
	assert_true(is_here(f, "10.1.1.101") && is_here(f, "10.1.1.103"));
}

static void addresses_that_are_no_hosts(void **state)
{
	static const char *const sender[] = {
		"0.0.0.0", "10.1.1.1", "10.1.1.0", "10.1.1.200", "172.16.1.2", "224.0.0.1",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(sender); i++) {
		frame(f, SNIFF_PACKET, sender[i], "10.2.2.7", true);
		assert_null(host(f, sender[i]));
	}
	assert_int_equal(f->port.n_here, 0);
}

/* --- silence ---------------------------------------------------------------------------------- */

static void a_silent_host_is_withdrawn(void **state)
{
	struct fixture *f = *state;

	frame(f, SNIFF_PACKET, "10.1.1.100", "10.2.2.7", true);
	fake_net_advance(f->net, 59 * SECOND);
	assert_int_equal(f->port.n_echoes, 0);
	fake_net_advance(f->net, 2 * SECOND);
	assert_int_equal(f->port.n_echoes, 1);
	/* A sign of life; from then on the minute counts again. */
	frame(f, SNIFF_PACKET, "10.1.1.100", "10.1.1.1", true);
	assert_int_equal(host(f, "10.1.1.100")->n_pending, 0);
	fake_net_advance(f->net, 61 * SECOND);
	assert_int_equal(f->port.n_echoes, 2);
	fake_net_advance(f->net, 40 * SECOND);
	assert_int_equal(f->port.n_echoes, 4);
	assert_int_equal(host(f, "10.1.1.100")->n_pending, 3);
	fake_forget_sent(f->r2);
	fake_net_advance(f->net, 21 * SECOND);
	assert_null(host(f, "10.1.1.100"));
	assert_null(entry(f, "10.1.1.100/32"));
	assert_int_equal(f->port.n_here, 0);
	assert_true(wire_names(fake_last(f->r2, LISP_MAP_REGISTER), "10.1.1.100"));
}

static void without_the_test_silence_is_no_reason(void **state)
{
	struct fixture *f = *state;

	if_cfg(f)->no_liveness_test = true;
	apply(f);
	frame(f, SNIFF_PACKET, "10.1.1.100", "10.2.2.7", true);
	fake_net_advance(f->net, 24 * HOUR);
	assert_true(is_here(f, "10.1.1.100"));
	assert_int_equal(f->port.n_echoes, 0);
}

static void a_flap_of_the_link_withdraws_nothing(void **state)
{
	struct fixture *f = *state;

	frame(f, SNIFF_PACKET, "10.1.1.100", "10.2.2.7", true);
	f->port.state.up = false;
	apply(f);
	fake_net_advance(f->net, 2 * SECOND);
	f->port.state.up = true;
	apply(f);
	fake_net_advance(f->net, 10 * SECOND);
	assert_true(is_here(f, "10.1.1.100"));
	f->port.state.up = false;
	apply(f);
	fake_net_advance(f->net, 4 * SECOND);
	assert_null(host(f, "10.1.1.100"));
}

/* --- away ------------------------------------------------------------------------------------- */

static void the_map_server_says_that_it_moved(void **state)
{
	struct fixture *f = *state;
	struct addr src = fake_addr("10.1.1.9"), dst = fake_addr("10.1.1.100");
	struct mobility_away row;

	frame(f, SNIFF_PACKET, "10.1.1.100", "10.2.2.7", true);
	notify_from_map_server(f, "172.16.1.2"); /* our own registration, told back */
	assert_true(is_here(f, "10.1.1.100"));
	fake_forget_sent(f->r2);
	notify_from_map_server(f, "172.16.1.3");
	assert_false(is_here(f, "10.1.1.100"));
	assert_int_equal(f->port.n_here, 0);
	assert_int_equal(f->port.n_away, 1);
	assert_null(entry(f, "10.1.1.100/32"));
	assert_true(fake_count(f->r2, LISP_MAP_NOTIFY_ACK) >= 1);
	assert_true(wire_names(fake_last(f->r2, LISP_MAP_REGISTER), "10.1.1.100"));
	assert_true(mobility_away_next(f->l, 0, AF_INET, NULL, &row));
	assert_true(mobility_away_next(f->l, 0, AF_INET, &row.prefix, &row));
	assert_string_equal(prefix_str(&row.prefix).s, "10.1.1.100/32");
	/* Its data is passed on: the router asks where it is. */
	fake_forget_sent(f->r2);
	itr_data_signal(f->l, 0, &src, &dst);
	fake_net_advance(f->net, 10);
	assert_int_equal(fake_count(f->r2, LISP_ECM), 1);
	/* It comes home. */
	frame(f, SNIFF_PACKET, "10.1.1.100", "10.2.2.7", true);
	assert_true(is_here(f, "10.1.1.100"));
	assert_int_equal(f->port.n_away, 0);
}

static void who_still_sends_is_told(void **state)
{
	struct fixture *f = *state;
	struct addr dst = fake_addr("10.1.1.100"), rloc = fake_addr("172.16.1.4");

	frame(f, SNIFF_PACKET, "10.1.1.100", "10.2.2.7", true);
	mobility_stale_sender(f->l, 0, &dst, &rloc);
	fake_net_advance(f->net, 10);
	assert_int_equal(fake_count(f->r2, LISP_MAP_REQUEST), 0); /* it is here */
	notify_from_map_server(f, "172.16.1.3");
	fake_forget_sent(f->r2);
	for (int i = 0; i < 10; i++)
		mobility_stale_sender(f->l, 0, &dst, &rloc);
	fake_net_advance(f->net, 10);
	assert_int_equal(fake_count(f->r2, LISP_MAP_REQUEST), 1);
	assert_string_equal(endpoint_str(&fake_last(f->r2, LISP_MAP_REQUEST)->to).s,
			    "172.16.1.4:4342");
}

static void away_is_forgotten_with_the_record(void **state)
{
	struct fixture *f = *state;

	frame(f, SNIFF_PACKET, "10.1.1.100", "10.2.2.7", true);
	notify_from_map_server(f, "172.16.1.3");
	assert_non_null(host(f, "10.1.1.100"));
	fake_net_advance(f->net, 24 * HOUR + SECOND);
	assert_null(host(f, "10.1.1.100"));
	assert_int_equal(f->port.n_away, 0);
}

/* --- groups ----------------------------------------------------------------------------------- */

static void the_group_hears_of_new_hosts(void **state)
{
	struct fixture *f = *state;

	extend(f);
	assert_int_equal(f->port.n_joined, 1);
	frame(f, SNIFF_PACKET, "10.1.1.100", "10.2.2.7", true);
	assert_int_equal(f->port.n_notifies, 1);
	assert_int_equal(msg_type(f->port.notify, f->port.notify_len), LISP_MAP_NOTIFY);
	fake_net_advance(f->net, 61 * SECOND);
	assert_int_equal(f->port.n_notifies, 2);
}

static void the_group_says_that_it_moved(void **state)
{
	struct fixture *f = *state;

	extend(f);
	frame(f, SNIFF_PACKET, "10.1.1.100", "10.2.2.7", true);
	notify_from_group(f, "10.1.1.2", "wrong", "172.16.1.3");
	notify_from_group(f, "192.0.2.2", "key", "172.16.1.3"); /* not of the link */
	notify_from_group(f, "10.1.1.1", "key", "172.16.1.3");	/* ourselves */
	assert_true(is_here(f, "10.1.1.100"));
	assert_int_equal(f->r2->ctl.refusals.count[REFUSE_AUTH].n, 1);
	notify_from_group(f, "10.1.1.2", "key", "172.16.1.3");
	assert_false(is_here(f, "10.1.1.100"));
	assert_int_equal(f->port.n_away, 1);
	/* Its ARP request for us may be a broadcast from the other site. */
	frame(f, SNIFF_ASK, "10.1.1.100", "10.1.1.1", false);
	assert_false(is_here(f, "10.1.1.100"));
	/* The other xTR is no host, whatever it says. */
	frame(f, SNIFF_PACKET, "10.1.1.2", "10.2.2.7", true);
	assert_null(host(f, "10.1.1.2"));
}

static void a_second_router_of_the_site(void **state)
{
	struct fixture *f = *state;

	extend(f);
	notify_from_group(f, "10.1.1.2", "key", "172.16.1.2");
	assert_true(is_here(f, "10.1.1.100"));
	assert_int_equal(host(f, "10.1.1.100")->how, ROAMER_NOTIFY);
	assert_int_equal(f->port.n_notifies, 0); /* it need not be told back */
	assert_non_null(entry(f, "10.1.1.100/32"));
}

/* --- frames ----------------------------------------------------------------------------------- */

static void frames_are_read(void **state)
{
	static const uint8_t arp[42] = {
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0,  0x64, 8, 6,
		0,    1,    8,	  0,	6,    4,    0, 1, 2, 0, 0,  0,	  0, 0x64,
		10,   1,    1,	  100,	0,    0,    0, 0, 0, 0, 10, 1,	  1, 1,
	};
	struct sniff_frame s;
	uint8_t copy[42];

	(void)state;
	assert_true(sniff_decode(arp, sizeof(arp), router_mac, &s));
	assert_int_equal(s.kind, SNIFF_ASK);
	assert_string_equal(addr_str(&s.sender).s, "10.1.1.100");
	assert_string_equal(addr_str(&s.target).s, "10.1.1.1");
	assert_false(s.to_us);
	for (size_t len = 0; len < sizeof(arp); len++)
		assert_false(sniff_decode(arp, len, router_mac, &s));
	assert_false(sniff_decode(arp, sizeof(arp), host_mac, &s)); /* our own */
	memcpy(copy, arp, sizeof(copy));
	memcpy(copy + 38, copy + 28, 4);
	assert_true(sniff_decode(copy, sizeof(copy), router_mac, &s));
	assert_int_equal(s.kind, SNIFF_CLAIM); /* gratuitous */
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_policy_alone),
		TEST(a_routed_packet),
		TEST(across_subnets_every_word_counts),
		TEST(on_a_bridged_subnet_only_what_is_for_us),
		TEST(addresses_that_are_no_hosts),
		TEST(a_silent_host_is_withdrawn),
		TEST(without_the_test_silence_is_no_reason),
		TEST(a_flap_of_the_link_withdraws_nothing),
		TEST(the_map_server_says_that_it_moved),
		TEST(who_still_sends_is_told),
		TEST(away_is_forgotten_with_the_record),
		TEST(the_group_hears_of_new_hosts),
		TEST(the_group_says_that_it_moved),
		TEST(a_second_router_of_the_site),
		cmocka_unit_test(frames_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
