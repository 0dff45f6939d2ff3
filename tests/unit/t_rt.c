/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reliable transport between an ETR and its Map-Server, with the network between them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lispd/role/ms.h"
#include "lispd/role/rt.h"
#include "tests/unit/fake_host.h"
#include "tests/unit/fake_msg.h"

#define KEY "Zaq12wsx!@"

struct fixture {
	struct fake_net *net;
	struct fake *r1, *r2;
	struct site_cfg *site;
};

static int set_up(void **state)
{
	static struct fixture f;

	f.net = fake_net_new();
	fake_net_deliver(f.net, true);
	f.r1 = fake_new(f.net, "R1", "172.16.1.1");
	f.r2 = fake_new(f.net, "R2", "172.16.1.2");
	fake_map_server(f.r1, AF_INET);
	f.site = fake_site(f.r1, "Site_1", KEY);
	fake_eid_record(f.r1, f.site, 0, "10.1.0.0/16", true);
	fake_settle(f.r1);
	fake_xtr(f.r2, AF_INET, "172.16.1.1", KEY);
	fake_mapping(f.r2, 0, "10.1.1.0/24", "172.16.1.2", 1, 50);
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	fake_net_free(f->net);
	return 0;
}

static struct rt_session *active(const struct fixture *f)
{
	return TAILQ_FIRST(&fake_lisp(f->r2)->sessions);
}

static struct rt_session *passive(const struct fixture *f)
{
	return TAILQ_FIRST(&fake_lisp(f->r1)->sessions);
}

static struct site_reg *registration(const struct fixture *f, const char *text)
{
	struct prefix p = fake_prefix(text);
	struct eid eid = eid_ip(0, &p);
	struct site_eid *se = site_eid_find(&fake_lisp(f->r1)->sites, &eid);

	return se ? TAILQ_FIRST(&se->regs) : NULL;
}

static unsigned registers_in(struct fixture *f, uint64_t ms)
{
	fake_forget_sent(f->r2);
	fake_net_advance(f->net, ms);
	return fake_count(f->r2, LISP_MAP_REGISTER);
}

static void comes_up_after_udp(void **state)
{
	struct fixture *f = *state;

	fake_net_advance(f->net, 2000);
	assert_int_equal(active(f)->state, RT_UP);
	assert_int_equal(passive(f)->state, RT_UP);
	assert_true(active(f)->synced);
	assert_true(registration(f, "10.1.1.0/24")->reliable);
	assert_int_equal(registration(f, "10.1.1.0/24")->from.port, active(f)->local.port);
	assert_false(timer_armed(&registration(f, "10.1.1.0/24")->expiry));
	/* UDP rests, and the registration stands. */
	assert_int_equal(registers_in(f, 600000), 0);
	assert_non_null(registration(f, "10.1.1.0/24"));
}

static void changes_go_over_the_session(void **state)
{
	struct fixture *f = *state;
	struct lisp *l = fake_lisp(f->r2);
	struct prefix p = fake_prefix("10.1.1.0/24");

	fake_net_advance(f->net, 2000);
	fake_mapping(f->r2, 0, "10.1.2.0/24", "172.16.1.2", 1, 50);
	assert_int_equal(registers_in(f, 1000), 0);
	assert_true(registration(f, "10.1.2.0/24")->reliable);
	lisp_del_mapping(l, &instance_cfg_find(&l->cfg, 0)->service[SVC_IPV4], &p, NULL);
	assert_int_equal(registers_in(f, 1000), 0);
	assert_null(registration(f, "10.1.1.0/24"));
	assert_non_null(registration(f, "10.1.2.0/24"));
}

static void lost_session(void **state)
{
	struct fixture *f = *state;

	fake_net_advance(f->net, 2000);
	f->r1->refuses_tcp = true;
	fake_cut_tcp(f->r2);
	assert_true(registers_in(f, 1000) >= 1); /* UDP at once */
	assert_int_equal(active(f)->state, RT_DOWN);
	assert_false(registration(f, "10.1.1.0/24")->reliable);
	registers_in(f, 300000); /* and again and again */
	assert_non_null(registration(f, "10.1.1.0/24"));
	f->r1->refuses_tcp = false;
	fake_net_advance(f->net, 400000);
	assert_int_equal(active(f)->state, RT_UP);
	assert_true(registration(f, "10.1.1.0/24")->reliable);
	assert_int_equal(registers_in(f, 300000), 0);
}

static void lost_for_good(void **state)
{
	struct fixture *f = *state;

	fake_net_advance(f->net, 2000);
	f->r2->deaf = true; /* the ETR is gone; the Map-Server sees its end close */
	fake_lisp(f->r2)->cfg.service[SVC_IPV4].etr = false;
	lisp_changed(fake_lisp(f->r2));
	f->r1->deaf = true; /* not even a withdrawal arrives */
	fake_cut_tcp(f->r2);
	fake_net_advance(f->net, 179000);
	assert_non_null(registration(f, "10.1.1.0/24"));
	fake_net_advance(f->net, 2000);
	assert_null(registration(f, "10.1.1.0/24"));
}

/* The Map-Server takes the connection and says nothing: after 10 s UDP goes on. */
static size_t swallow(void *arg, const uint8_t *p, size_t len)
{
	(void)arg;
	(void)p;
	return len;
}

static void silent_up(void *arg, const struct endpoint *local)
{
	(void)arg;
	(void)local;
}

static void silent_closed(void *arg, const char *why)
{
	(void)arg;
	(void)why;
}

static void no_answer(void **state)
{
	static const struct conn_ops silent = { silent_up, swallow, silent_closed };
	struct fixture *f = *state;

	fake_replace_tcp_ops(f->r1, &silent);
	fake_net_advance(f->net, 2000);
	assert_int_equal(active(f)->state, RT_UP);
	assert_false(active(f)->synced);
	assert_true(registers_in(f, 180000) >= 2);
	assert_non_null(registration(f, "10.1.1.0/24"));
	fake_replace_tcp_ops(f->r1, NULL);
}

/* Only RLOCs that have shown by UDP that they know the key may connect. */
static void strangers(void **state)
{
	struct fixture *f = *state;
	struct fake *r9 = fake_new(f->net, "R9", "172.16.1.9");

	fake_xtr(r9, AF_INET, "172.16.1.1", "wrong");
	fake_mapping(r9, 0, "10.1.9.0/24", "172.16.1.9", 1, 50);
	fake_net_advance(f->net, 60000);
	assert_true(TAILQ_EMPTY(&fake_lisp(r9)->sessions));
	assert_null(registration(f, "10.1.9.0/24"));
	/* It connects all the same. */
	fake_force_connect(r9, "172.16.1.1");
	fake_net_advance(f->net, 1000);
	assert_int_equal(f->r1->ctl.refusals.count[REFUSE_SESSION].n, 1);
	assert_int_equal(fake_tcp_count(r9), 0);
}

static void key_changes(void **state)
{
	struct fixture *f = *state;

	fake_net_advance(f->net, 2000);
	lisp_set_site_key(fake_lisp(f->r1), f->site, "new key", NULL);
	fake_settle(f->r1);
	fake_xtr(f->r2, AF_INET, "172.16.1.1", "new key");
	fake_net_advance(f->net, 5000);
	assert_int_equal(active(f)->state, RT_UP);
	assert_true(active(f)->synced);
	assert_true(registration(f, "10.1.1.0/24")->reliable);
}

/* The Map-Server rejects what its site does not allow; the rest stands. */
static void rejected_prefix(void **state)
{
	struct fixture *f = *state;

	fake_mapping(f->r2, 0, "10.77.0.0/16", "172.16.1.2", 1, 50);
	fake_net_advance(f->net, 2000);
	assert_int_equal(active(f)->state, RT_UP);
	assert_false(active(f)->synced);
	assert_non_null(registration(f, "10.1.1.0/24"));
	assert_null(registration(f, "10.77.0.0/16"));
	fake_net_advance(f->net, 600000); /* UDP keeps the good one alive */
	assert_non_null(registration(f, "10.1.1.0/24"));
	fake_eid_record(f->r1, f->site, 0, "10.77.0.0/16", false);
	fake_net_advance(f->net, 70000);
	assert_non_null(registration(f, "10.77.0.0/16"));
}

/* A Map-Register by UDP that is late must not make the registration age: the ETR has stopped
 * sending them. */
static void late_udp_register(void **state)
{
	struct fixture *f = *state;
	const struct fake_sent *s;
	struct fake_sent late;

	fake_net_advance(f->net, 2000);
	s = fake_last(f->r2, LISP_MAP_REGISTER);
	assert_non_null(s);
	late = *s;
	assert_true(active(f)->synced);
	fake_receive(f->r1, "172.16.1.2", 4342, late.data, late.len);
	assert_true(registration(f, "10.1.1.0/24")->reliable);
	fake_net_advance(f->net, 400000);
	assert_non_null(registration(f, "10.1.1.0/24"));
}

/* The ETR starts again without closing: its new connection replaces the old one. */
static void etr_starts_again(void **state)
{
	struct fixture *f = *state;
	uint16_t port;

	fake_net_advance(f->net, 2000);
	port = passive(f)->peer.port;
	fake_restart(f->r2);
	fake_xtr(f->r2, AF_INET, "172.16.1.1", KEY);
	fake_mapping(f->r2, 0, "10.1.1.0/24", "172.16.1.2", 1, 50);
	fake_net_advance(f->net, 3000);
	assert_int_equal(passive(f)->state, RT_UP);
	assert_int_not_equal(passive(f)->peer.port, port);
	fake_net_advance(f->net, 400000);
	assert_non_null(registration(f, "10.1.1.0/24"));
	assert_true(registration(f, "10.1.1.0/24")->reliable);
}

static void cleared(void **state)
{
	struct fixture *f = *state;

	fake_net_advance(f->net, 2000);
	rt_clear(fake_lisp(f->r1), NULL);
	fake_net_advance(f->net, 100);
	assert_int_not_equal(active(f)->state, RT_UP);
	fake_net_advance(f->net, 60000);
	assert_int_equal(active(f)->state, RT_UP);
	assert_true(registration(f, "10.1.1.0/24")->reliable);
	ms_clear_site(fake_lisp(f->r1), NULL);
	assert_null(registration(f, "10.1.1.0/24"));
	/* The ETR has no reason of its own to register again: it is asked to. */
	fake_net_advance(f->net, 1000);
	assert_non_null(registration(f, "10.1.1.0/24"));
}

static void eid_record_taken_away_and_typed_again(void **state)
{
	struct fixture *f = *state;
	struct prefix p = fake_prefix("10.1.0.0/16");

	fake_net_advance(f->net, 2000);
	lisp_del_eid_record(fake_lisp(f->r1), f->site, 0, &p);
	fake_settle(f->r1);
	assert_null(registration(f, "10.1.1.0/24"));
	fake_eid_record(f->r1, f->site, 0, "10.1.0.0/16", true);
	fake_net_advance(f->net, 1000);
	assert_non_null(registration(f, "10.1.1.0/24"));
	assert_true(registration(f, "10.1.1.0/24")->reliable);
}

static void nonsense_on_the_session(void **state)
{
	struct fixture *f = *state;
	static const uint8_t junk[] = { 0, 17, 0, 4 }; /* no message is that short */

	fake_net_advance(f->net, 2000);
	fake_tcp_inject(f->r1, junk, sizeof(junk));
	fake_net_advance(f->net, 1000);
	assert_int_equal(f->r1->ctl.refusals.count[REFUSE_MALFORMED].n, 1);
	fake_net_advance(f->net, 60000);
	assert_int_equal(active(f)->state, RT_UP); /* again */
	assert_non_null(registration(f, "10.1.1.0/24"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(comes_up_after_udp, set_up, tear_down),
		cmocka_unit_test_setup_teardown(changes_go_over_the_session, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lost_session, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lost_for_good, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_answer, set_up, tear_down),
		cmocka_unit_test_setup_teardown(strangers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(key_changes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(rejected_prefix, set_up, tear_down),
		cmocka_unit_test_setup_teardown(late_udp_register, set_up, tear_down),
		cmocka_unit_test_setup_teardown(etr_starts_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(cleared, set_up, tear_down),
		cmocka_unit_test_setup_teardown(eid_record_taken_away_and_typed_again, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(nonsense_on_the_session, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
