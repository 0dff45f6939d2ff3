/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Map-Resolver and the answering half of the Map-Server. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/fake_host.h"
#include "tests/unit/fake_msg.h"

#define KEY "Zaq12wsx!@"
#define R2 "172.16.1.2"
#define R3 "172.16.1.3"

struct fixture {
	struct fake_net *net;
	struct fake *r1;
};

static struct wire_arena arena;
static struct fake_msg msg;

static int set_up(void **state)
{
	static struct fixture f;
	struct site_cfg *site;

	f.net = fake_net_new();
	f.r1 = fake_new(f.net, "R1", "172.16.1.1");
	f.r1->env.reliable_transport = false;
	fake_map_server(f.r1, AF_INET);
	site = fake_site(f.r1, "Site_1", KEY);
	fake_eid_record(f.r1, site, 0, "10.1.0.0/16", false);
	fake_eid_record(f.r1, site, 0, "10.3.0.0/16", false);
	fake_eid_record(f.r1, site, 0, "10.8.0.0/16", true);
	fake_settle(f.r1);
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	fake_net_free(f->net);
	return 0;
}

static void registered(struct fixture *f, const char *eid, const char *rloc, uint8_t xtr,
		       bool proxy)
{
	static uint64_t nonce;

	fake_build_register(&msg, &(struct fake_register){
					  .key = KEY,
					  .nonce = ++nonce,
					  .eid = { eid },
					  .rloc = { rloc },
					  .xtr = xtr,
					  .proxy = proxy,
				  });
	fake_receive(f->r1, rloc, 4342, msg.data, msg.len);
	fake_net_advance(f->net, 5);
	fake_forget_sent(f->r1);
}

static void ask(struct fixture *f, const struct fake_request *r)
{
	fake_build_request(&msg, r);
	fake_receive(f->r1, R2, 4342, msg.data, msg.len);
}

static struct fake_request question(const char *eid)
{
	return (struct fake_request){
		.eid = eid,
		.nonce = 0x1020304050607080,
		.itr_rloc = { R2 },
		.source = "10.1.1.4",
	};
}

/* The only message sent is a Map-Reply with one record. */
static struct mapping only_reply(struct fixture *f, const char *to)
{
	const struct fake_sent *s = fake_last(f->r1, LISP_MAP_REPLY);
	struct msg_map_reply m;

	assert_int_equal(f->r1->n_sent, 1);
	assert_non_null(s);
	assert_string_equal(endpoint_str(&s->to).s, to);
	assert_int_equal(map_reply_decode(rd_init(s->data, s->len), &m, &arena), WIRE_OK);
	assert_int_equal(m.nonce, 0x1020304050607080);
	assert_int_equal(m.n_records, 1);
	fake_forget_sent(f->r1);
	return m.record[0];
}

static void forwards_to_the_etr(void **state)
{
	struct fixture *f = *state;
	struct fake_request r = question("10.3.7.7/32");
	const struct fake_sent *s;
	struct msg_map_request m;
	struct msg_ecm ecm;

	registered(f, "10.3.0.0/16", R3, 3, false);
	r.port = 55555;
	ask(f, &r);
	assert_int_equal(f->r1->n_sent, 1);
	s = fake_last(f->r1, LISP_ECM);
	assert_non_null(s);
	assert_string_equal(endpoint_str(&s->to).s, "172.16.1.3:4342");
	fake_read_request(s->data, s->len, &ecm, &m);
	assert_int_equal(m.nonce, r.nonce);
	assert_int_equal(ecm.inner_src.port, 55555); /* the inner packet is as it came */
	assert_memory_equal(s->data + 4, msg.data + 4, s->len - 4);
	assert_int_equal(f->r1->ctl.counters.forwarded, 1);
}

/* Nonces are the ITRs' affair: equal ones of two ITRs are two requests. */
static void equal_nonces(void **state)
{
	struct fixture *f = *state;
	struct fake_request r = question("10.3.7.7/32");

	registered(f, "10.3.0.0/16", R3, 3, false);
	ask(f, &r);
	r.itr_rloc[0] = "172.16.1.9";
	ask(f, &r);
	ask(f, &r);
	assert_int_equal(fake_count(f->r1, LISP_ECM), 3);
}

static void best_locator_of_the_etr(void **state)
{
	struct fixture *f = *state;
	struct fake_request r = question("10.3.7.7/32");

	fake_build_register(&msg, &(struct fake_register){
					  .key = KEY,
					  .nonce = 99,
					  .eid = { "10.3.0.0/16" },
					  .rloc = { "172.16.0.1", "172.16.1.33" },
					  .xtr = 3,
				  });
	fake_receive(f->r1, R3, 4342, msg.data, msg.len);
	fake_net_advance(f->net, 5);
	fake_forget_sent(f->r1);
	ask(f, &r); /* there is no route to the first */
	assert_string_equal(endpoint_str(&fake_last(f->r1, LISP_ECM)->to).s, "172.16.1.33:4342");
	fake_add_route(f->r1, "172.16.0.0/24");
	ask(f, &r);
	assert_string_equal(endpoint_str(&fake_last(f->r1, LISP_ECM)->to).s, "172.16.0.1:4342");
}

static void answers_by_proxy(void **state)
{
	struct fixture *f = *state;
	struct fake_request r = question("10.3.7.7/32");
	struct mapping m;

	registered(f, "10.3.0.0/16", R3, 3, true);
	ask(f, &r);
	m = only_reply(f, "172.16.1.2:4342");
	assert_string_equal(eid_str(&m.eid).s, "10.3.0.0/16");
	assert_int_equal(m.ttl_min, 1440);
	assert_false(m.authoritative);
	assert_int_equal(m.n_rlocs, 1);
	assert_int_equal(m.rloc[0].flags, RLOC_REACHABLE);
	r.bare = true; /* needs no ETR, so no Encap-Control either */
	ask(f, &r);
	only_reply(f, "172.16.1.2:4342");
	r.bare = false;
	r.authoritative = true; /* the ETR's own answer is wanted */
	ask(f, &r);
	assert_int_equal(fake_count(f->r1, LISP_ECM), 1);
	assert_int_equal(f->r1->ctl.counters.proxy_out, 2);
}

/* RFC 9301 8.3: configured but not registered. */
static void not_registered(void **state)
{
	struct fixture *f = *state;
	struct fake_request r = question("10.1.2.3/32");
	struct mapping m;

	ask(f, &r);
	m = only_reply(f, "172.16.1.2:4342");
	assert_string_equal(eid_str(&m.eid).s, "10.1.0.0/16");
	assert_int_equal(m.ttl_min, 1);
	assert_int_equal(m.n_rlocs, 0);
	assert_int_equal(m.action, LISP_ACT_NATIVE);
}

/* RFC 9301 8.4: the least specific prefix that meets no EID prefix of the mapping system. */
static void holes(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *eid, *hole;
	} row[] = {
		{ "10.2.0.1/32", "10.2.0.0/16" },   { "10.0.0.1/32", "10.0.0.0/16" },
		{ "10.4.0.1/32", "10.4.0.0/14" },   { "10.9.0.1/32", "10.9.0.0/16" },
		{ "10.16.0.1/32", "10.16.0.0/12" }, { "11.0.0.1/32", "11.0.0.0/8" },
		{ "8.8.8.8/32", "8.0.0.0/7" },	    { "192.0.2.1/32", "128.0.0.0/1" },
		{ "10.8.1.1/32", "10.8.0.0/16" }, /* accepts more specifics; nobody there */
	};

	for (size_t i = 0; i < ARRAY_LEN(row); i++) {
		struct fake_request r = question(row[i].eid);
		struct mapping m;

		ask(f, &r);
		m = only_reply(f, "172.16.1.2:4342");
		assert_string_equal(eid_str(&m.eid).s, row[i].hole);
		assert_int_equal(m.ttl_min, 15);
		assert_int_equal(m.action, LISP_ACT_NATIVE);
		assert_false(m.authoritative);
	}
	/* With a more specific registered, the hole beside it is smaller. */
	registered(f, "10.8.1.0/24", R3, 3, false);
	{
		struct fake_request r = question("10.8.200.1/32");
		struct mapping m;

		ask(f, &r);
		m = only_reply(f, "172.16.1.2:4342");
		assert_string_equal(eid_str(&m.eid).s, "10.8.128.0/17");
	}
}

/* RFC 9301 5.3, 5.5: to the first usable ITR-RLOC, one with a route before the others. */
static void itr_rlocs(void **state)
{
	struct fixture *f = *state;
	struct fake_request r = question("10.2.0.1/32");

	r.itr_rloc[0] = "224.0.0.1";
	r.itr_rloc[1] = "192.0.2.9";
	r.itr_rloc[2] = "172.16.1.22";
	ask(f, &r);
	only_reply(f, "172.16.1.22:4342");
	r.itr_rloc[2] = "127.0.0.1";
	ask(f, &r);			    /* no route anywhere: the first usable one */
	assert_int_equal(f->r1->n_sent, 0); /* the fake host cannot send there */
	r.itr_rloc[0] = "172.16.1.1";	    /* the Map-Resolver itself */
	r.itr_rloc[1] = r.itr_rloc[2] = NULL;
	ask(f, &r);
	assert_int_equal(f->r1->ctl.refusals.count[REFUSE_ITR_RLOC].n, 1);
	assert_int_equal(f->r1->n_sent, 0);
}

static void reply_goes_to_the_inner_port(void **state)
{
	struct fixture *f = *state;
	struct fake_request r = question("10.2.0.1/32");

	r.port = 55555; /* a lig program with a port of its own */
	ask(f, &r);
	only_reply(f, "172.16.1.2:55555");
}

static void what_is_not_served(void **state)
{
	struct fixture *f = *state;
	struct fake_request r = question("10.3.7.7/32");

	r.probe = true;
	ask(f, &r);
	assert_int_equal(f->r1->ctl.refusals.count[REFUSE_PROBE].n, 1);
	r.probe = false;
	r.smr = true;
	ask(f, &r);
	assert_int_equal(f->r1->ctl.refusals.count[REFUSE_NO_REPLY].n, 1);
	fake_lisp(f->r1)->cfg.service[SVC_IPV4].map_resolver = false;
	fake_lisp(f->r1)->cfg.service[SVC_IPV4].map_server = false;
	r.smr = false;
	ask(f, &r);
	assert_int_equal(f->r1->ctl.refusals.count[REFUSE_NOT_OURS].n, 1);
	assert_int_equal(f->r1->n_sent, 0);
}

/* 1,000 replies a second to one destination; others are not touched by it. */
static void replies_have_a_rate(void **state)
{
	struct fixture *f = *state;
	struct fake_request r = question("10.2.0.1/32");

	for (int i = 0; i < 1500; i++)
		ask(f, &r);
	assert_int_equal(f->r1->n_sent, 1000);
	assert_int_equal(f->r1->ctl.refusals.count[REFUSE_RATE].n, 500);
	r.itr_rloc[0] = "172.16.1.3";
	ask(f, &r);
	assert_int_equal(f->r1->n_sent, 1001);
	fake_net_advance(f->net, 1000);
	r.itr_rloc[0] = R2;
	ask(f, &r);
	assert_int_equal(f->r1->n_sent, 1002);
}

static void instances_are_apart(void **state)
{
	struct fixture *f = *state;
	struct fake_request r = question("10.3.7.7/32");
	struct mapping m;

	registered(f, "10.3.0.0/16", R3, 3, false);
	r.iid = 101;
	ask(f, &r);
	m = only_reply(f, "172.16.1.2:4342");
	assert_int_equal(m.eid.iid, 101);
	assert_int_equal(m.n_rlocs, 0);
	assert_string_equal(eid_str(&m.eid).s, "0.0.0.0/0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(forwards_to_the_etr, set_up, tear_down),
		cmocka_unit_test_setup_teardown(equal_nonces, set_up, tear_down),
		cmocka_unit_test_setup_teardown(best_locator_of_the_etr, set_up, tear_down),
		cmocka_unit_test_setup_teardown(answers_by_proxy, set_up, tear_down),
		cmocka_unit_test_setup_teardown(not_registered, set_up, tear_down),
		cmocka_unit_test_setup_teardown(holes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(itr_rlocs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reply_goes_to_the_inner_port, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_not_served, set_up, tear_down),
		cmocka_unit_test_setup_teardown(replies_have_a_rate, set_up, tear_down),
		cmocka_unit_test_setup_teardown(instances_are_apart, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
