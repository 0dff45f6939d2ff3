/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several ETRs of one site at a Map-Server: kept apart, merged, told of one another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lispd/role/ms.h"
#include "tests/unit/fake_host.h"
#include "tests/unit/fake_msg.h"

#define KEY "Zaq12wsx!@"
#define SITE "10.1.1.0/24"

struct fixture {
	struct fake_net *net;
	struct fake *r1, *r2, *r3;
};

static int set_up(void **state)
{
	static struct fixture f;
	struct site_cfg *site;

	f.net = fake_net_new();
	f.r1 = fake_new(f.net, "R1", "172.16.1.1");
	f.r2 = fake_new(f.net, "R2", "172.16.1.2");
	f.r3 = fake_new(f.net, "R3", "172.16.1.3");
	f.r1->env.reliable_transport = f.r2->env.reliable_transport = false;
	f.r3->env.reliable_transport = false;
	fake_map_server(f.r1, AF_INET);
	site = fake_site(f.r1, "Site_A", KEY);
	fake_eid_record(f.r1, site, 0, SITE, true);
	fake_settle(f.r1);
	fake_net_deliver(f.net, true);
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	fake_net_free(f->net);
	return 0;
}

static void site_router(struct fake *r, const char *eid, const char *rloc, bool discover)
{
	struct lisp *l = fake_lisp(r);
	struct service_cfg *s;
	struct prefix p = fake_prefix(eid);

	fake_xtr(r, AF_INET, "172.16.1.1", KEY);
	fake_mapping(r, 0, eid, rloc, 1, 50);
	s = &instance_cfg_find(&l->cfg, 0)->service[SVC_IPV4];
	if (discover)
		lisp_set_mapping_discover(l, s, SVC_IPV4, &p, true);
	fake_settle(r);
}

static struct mapdb_entry *own(struct fake *r)
{
	return mapdb_first_all(&fake_lisp(r)->db);
}

static struct site_eid *registered(struct fixture *f, const char *text)
{
	struct prefix p = fake_prefix(text);
	struct eid eid = eid_ip(0, &p);

	return site_eid_find(&fake_lisp(f->r1)->sites, &eid);
}

static unsigned n_regs(struct fixture *f)
{
	struct site_reg *r;
	unsigned n = 0;

	TAILQ_FOREACH(r, &registered(f, SITE)->regs, link)
		n++;
	return n;
}

static void kept_apart(void **state)
{
	struct fixture *f = *state;

	site_router(f->r2, SITE, "172.16.1.2", false);
	site_router(f->r3, SITE, "172.16.1.3", false);
	fake_net_advance(f->net, 1000);
	assert_int_equal(n_regs(f), 2);
	assert_int_equal(site_eid_best(registered(f, SITE))->map.n_rlocs, 1);
	assert_int_equal(own(f->r2)->map.n_rlocs, 1);
}

/* Each gets to know the other's locator, and registers only its own. */
static void discovery(void **state)
{
	struct fixture *f = *state;
	struct site_reg *r;

	site_router(f->r2, SITE, "172.16.1.2", true);
	fake_net_advance(f->net, 1000);
	assert_int_equal(own(f->r2)->map.n_rlocs, 1);
	site_router(f->r3, SITE, "172.16.1.3", true);
	fake_net_advance(f->net, 1000);
	assert_int_equal(own(f->r3)->map.n_rlocs, 2);
	assert_int_equal(own(f->r2)->map.n_rlocs, 2);
	assert_int_equal(own(f->r2)->locator[1].source, MAPDB_AUTO);
	assert_false(own(f->r2)->locator[1].self);
	assert_int_equal(mapping_lsbs(&own(f->r2)->map), 3);
	TAILQ_FOREACH(r, &registered(f, SITE)->regs, link) {
		assert_true(r->merge);
		assert_int_equal(r->map.n_rlocs, 1);
	}
	assert_int_equal(fake_count(f->r2, LISP_MAP_NOTIFY_ACK), 1);
	fake_net_advance(f->net, 60000);
	assert_int_equal(fake_count(f->r1, LISP_MAP_NOTIFY) > 4, true);
	assert_int_equal(fake_count(f->r2, LISP_MAP_NOTIFY_ACK), 1); /* nothing new was told */
}

/* One dies: when its registration has aged, the other hears of it. */
static void the_other_dies(void **state)
{
	struct fixture *f = *state;

	site_router(f->r2, SITE, "172.16.1.2", true);
	site_router(f->r3, SITE, "172.16.1.3", true);
	fake_net_advance(f->net, 1000);
	assert_int_equal(own(f->r2)->map.n_rlocs, 2);
	lisp_clear_service(fake_lisp(f->r3), &fake_lisp(f->r3)->cfg.service[SVC_IPV4]);
	f->r3->deaf = true;
	fake_net_advance(f->net, 181000);
	assert_int_equal(own(f->r2)->map.n_rlocs, 1);
}

static uint64_t ask(struct fixture *f, struct msg_map_reply *m)
{
	static struct wire_arena arena;
	struct fake_request r = { .nonce = 5, .eid = "10.1.1.7/32", .itr_rloc = { "172.16.1.9" } };
	static struct fake_msg msg;
	const struct fake_sent *s;

	fake_build_request(&msg, &r);
	fake_receive(f->r1, "172.16.1.9", 4342, msg.data, msg.len);
	s = fake_last(f->r1, LISP_MAP_REPLY);
	assert_non_null(s);
	assert_int_equal(map_reply_decode(rd_init(s->data, s->len), m, &arena), WIRE_OK);
	return m->nonce;
}

static void proxy(struct fake *r)
{
	struct lisp *l = fake_lisp(r);
	struct addr ms = fake_addr("172.16.1.1");

	lisp_set_server_proxy_reply(l, &l->cfg.service[SVC_IPV4], &ms, true);
	fake_settle(r);
}

static void merged_proxy_reply(void **state)
{
	struct fixture *f = *state;
	struct msg_map_reply m;

	site_router(f->r2, SITE, "172.16.1.2", true);
	site_router(f->r3, SITE, "172.16.1.3", true);
	proxy(f->r2); /* one of them is enough */
	fake_net_advance(f->net, 25000);
	ask(f, &m);
	assert_int_equal(m.n_records, 1);
	assert_int_equal(m.record[0].n_rlocs, 2);
	assert_false(m.record[0].authoritative);
	assert_int_equal(m.record[0].rloc[0].flags, RLOC_REACHABLE);
}

/* RFC 9301 5.7: three times every 3 seconds, three more with the interval doubled, then no more. */
static void a_notify_that_nobody_acknowledges(void **state)
{
	struct fixture *f = *state;
	static const unsigned at_s[] = { 0, 3, 6, 9, 15, 27, 51 };
	uint64_t start = 0;
	unsigned n = 0;

	site_router(f->r2, SITE, "172.16.1.2", true);
	fake_net_advance(f->net, 1000);
	f->r2->deaf = true;
	site_router(f->r3, SITE, "172.16.1.3", true);
	fake_forget_sent(f->r1);
	fake_net_advance(f->net, 120000);
	for (unsigned i = 0; i < f->r1->n_sent; i++) {
		const struct fake_sent *s = &f->r1->sent[i];
		struct addr r2 = fake_addr("172.16.1.2");

		if (msg_type(s->data, s->len) != LISP_MAP_NOTIFY || !addr_equal(&s->to.addr, &r2))
			continue;
		if (!n)
			start = s->at_ms;
		if (n < 7 && (s->at_ms - start) / 1000 == at_s[n])
			n++;
	}
	assert_int_equal(n, 7);
}

/* A host that was at R2 is at R3 now: R2 is told. */
static void moved(void **state)
{
	struct fixture *f = *state;

	site_router(f->r2, "10.1.1.7/32", "172.16.1.2", false);
	fake_net_advance(f->net, 1000);
	site_router(f->r3, "10.1.1.7/32", "172.16.1.3", false);
	fake_net_advance(f->net, 1000);
	assert_int_equal(fake_count(f->r2, LISP_MAP_NOTIFY_ACK), 1);
	fake_net_advance(f->net, 10000);
	assert_int_equal(fake_count(f->r2, LISP_MAP_NOTIFY_ACK), 1);
	assert_int_equal(own(f->r2)->map.n_rlocs, 1); /* not ours to change */
}

/* A router that stops withdraws what it has registered. */
static void withdrawal_at_the_end(void **state)
{
	struct fixture *f = *state;

	site_router(f->r2, SITE, "172.16.1.2", false);
	fake_net_advance(f->net, 1000);
	assert_int_equal(n_regs(f), 1);
	lisp_free(fake_lisp(f->r2), false);
	fake_net_advance(f->net, 10);
	assert_int_equal(n_regs(f), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(kept_apart, set_up, tear_down),
		cmocka_unit_test_setup_teardown(discovery, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_other_dies, set_up, tear_down),
		cmocka_unit_test_setup_teardown(merged_proxy_reply, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_notify_that_nobody_acknowledges, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(moved, set_up, tear_down),
		cmocka_unit_test_setup_teardown(withdrawal_at_the_end, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
