/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Map-Server: whom it believes, for how long, and what it answers. */
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
#define R2 "172.16.1.2"

struct fixture {
	struct fake_net *net;
	struct fake *r1;
	struct site_cfg *site;
};

static int set_up(void **state)
{
	static struct fixture f;

	f.net = fake_net_new();
	f.r1 = fake_new(f.net, "R1", "172.16.1.1");
	f.r1->env.reliable_transport = false;
	fake_map_server(f.r1, AF_INET);
	f.site = fake_site(f.r1, "Site_1", KEY);
	fake_eid_record(f.r1, f.site, 0, "10.1.1.0/24", false);
	fake_eid_record(f.r1, f.site, 0, "10.2.0.0/16", true);
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

static struct wire_arena arena;
static struct fake_msg msg;

static void send_from(struct fixture *f, const char *from, const struct fake_register *r)
{
	fake_build_register(&msg, r);
	fake_receive(f->r1, from, 4342, msg.data, msg.len);
	fake_net_advance(f->net, 0);
}

static struct fake_register good(uint64_t nonce)
{
	return (struct fake_register){
		.key = KEY,
		.nonce = nonce,
		.eid = { "10.1.1.0/24" },
		.rloc = { R2 },
		.xtr = 2,
	};
}

static void send_good(struct fixture *f, uint64_t nonce)
{
	struct fake_register r = good(nonce);

	send_from(f, R2, &r);
}

static struct site_eid *eid_of(struct fixture *f, const char *text)
{
	struct prefix p = fake_prefix(text);
	struct eid eid = eid_ip(0, &p);

	return site_eid_find(&fake_lisp(f->r1)->sites, &eid);
}

static bool is_up(struct fixture *f, const char *text)
{
	struct site_eid *se = eid_of(f, text);

	return se && !TAILQ_EMPTY(&se->regs);
}

static uint64_t refused(const struct fixture *f, enum refusal why)
{
	return f->r1->ctl.refusals.count[why].n;
}

static void registration_and_notify(void **state)
{
	struct fixture *f = *state;
	const struct fake_sent *s;
	struct auth_key *k = auth_key_new(KEY);
	struct msg_register m;

	send_good(f, 7);
	assert_true(is_up(f, "10.1.1.0/24"));
	s = fake_last(f->r1, LISP_MAP_NOTIFY);
	assert_non_null(s);
	assert_string_equal(endpoint_str(&s->to).s, "172.16.1.2:4342");
	assert_int_equal(register_decode(rd_init(s->data, s->len), &m, &arena), WIRE_OK);
	assert_int_equal(m.nonce, 7);
	assert_int_equal(m.n_records, 1);
	assert_int_equal(m.auth.algorithm, LISP_AUTH_SHA1);
	assert_int_equal(m.record[0].n_rlocs, 1);
	assert_true(auth_verify(k, m.type, m.nonce, &m.auth, s->data, s->len));
	auth_key_free(k);
}

static void notify_only_when_wanted(void **state)
{
	struct fixture *f = *state;
	struct fake_register r = good(1);

	r.no_notify = true;
	send_from(f, R2, &r);
	assert_true(is_up(f, "10.1.1.0/24"));
	assert_int_equal(f->r1->n_sent, 0);
}

/* RFC 9301 8.2: three periods. */
static void registration_ages(void **state)
{
	struct fixture *f = *state;

	send_good(f, 1);
	fake_net_advance(f->net, 179999);
	assert_true(is_up(f, "10.1.1.0/24"));
	send_good(f, 2);
	fake_net_advance(f->net, 179999);
	assert_true(is_up(f, "10.1.1.0/24"));
	fake_net_advance(f->net, 1);
	assert_false(is_up(f, "10.1.1.0/24"));
	assert_int_not_equal(eid_of(f, "10.1.1.0/24")->last_ms, 0);
}

static void withdrawal(void **state)
{
	struct fixture *f = *state;
	struct fake_register r = good(2), other = good(3);

	send_good(f, 1);
	other.xtr = 9; /* another ETR of the site has registered it, too */
	send_from(f, "172.16.1.9", &other);
	r.withdraw = true;
	r.nonce = 4;
	send_from(f, R2, &r);
	assert_true(is_up(f, "10.1.1.0/24"));
	other.withdraw = true;
	other.nonce = 5;
	send_from(f, "172.16.1.9", &other);
	assert_false(is_up(f, "10.1.1.0/24"));
}

static void wrong_key_three_thousand_times(void **state)
{
	struct fixture *f = *state;
	struct fake_register r = good(1);

	r.key = "wrong";
	for (unsigned i = 0; i < 3000; i++) {
		r.nonce = i + 1;
		send_from(f, R2, &r);
	}
	assert_false(is_up(f, "10.1.1.0/24"));
	assert_int_equal(f->r1->n_sent, 0);
	assert_int_equal(refused(f, REFUSE_AUTH), 3000);
	assert_int_equal(eid_of(f, "10.1.1.0/24")->n_auth_failures, 3000);
	send_good(f, 1); /* none of it spoils the right one */
	assert_true(is_up(f, "10.1.1.0/24"));
}

static void altered_octets(void **state)
{
	struct fixture *f = *state;
	struct fake_register r = good(1);

	fake_build_register(&msg, &r);
	for (size_t i = 0; i < msg.len; i++) {
		msg.data[i] ^= 1;
		fake_receive(f->r1, R2, 4342, msg.data, msg.len);
		msg.data[i] ^= 1;
		assert_false(is_up(f, "10.1.1.0/24"));
	}
	fake_receive(f->r1, R2, 4342, msg.data, msg.len);
	assert_true(is_up(f, "10.1.1.0/24"));
}

static void what_is_not_configured(void **state)
{
	struct fixture *f = *state;
	struct fake_register r = good(1);

	r.eid[0] = "10.9.9.0/24";
	send_from(f, R2, &r);
	r.eid[0] = "10.1.1.128/25"; /* more specific, not accepted */
	send_from(f, R2, &r);
	r.eid[0] = "10.1.1.0/24";
	r.iid = 5;
	send_from(f, R2, &r);
	assert_int_equal(refused(f, REFUSE_NO_SITE), 3);
	assert_int_equal(f->r1->n_sent, 0);
	lisp_del_site_key(fake_lisp(f->r1), f->site);
	fake_settle(f->r1);
	send_good(f, 2);
	assert_int_equal(refused(f, REFUSE_NO_KEY), 1);
}

static void not_a_map_server(void **state)
{
	struct fixture *f = *state;

	fake_lisp(f->r1)->cfg.service[SVC_IPV4].map_server = false;
	send_good(f, 1);
	assert_int_equal(refused(f, REFUSE_NO_MAP_SERVER), 1);
	assert_false(is_up(f, "10.1.1.0/24"));
}

static void more_specifics(void **state)
{
	struct fixture *f = *state;
	struct fake_register r = good(1);

	r.eid[0] = "10.2.7.0/24";
	r.eid[1] = "10.2.8.1/32";
	send_from(f, R2, &r);
	assert_true(is_up(f, "10.2.7.0/24"));
	assert_true(is_up(f, "10.2.8.1/32"));
	assert_false(is_up(f, "10.2.0.0/16"));
	assert_false(eid_of(f, "10.2.7.0/24")->configured);
	fake_net_advance(f->net, 180000);
	assert_null(eid_of(f, "10.2.7.0/24"));
	assert_non_null(eid_of(f, "10.2.0.0/16"));
	r.nonce = 2;
	send_from(f, R2, &r);
	fake_eid_record(f->r1, f->site, 0, "10.2.0.0/16", false); /* taken back */
	fake_settle(f->r1);
	assert_null(eid_of(f, "10.2.7.0/24"));
}

/* A record that is refused does not keep the others out; only accepted ones are acknowledged. */
static void one_bad_record(void **state)
{
	struct fixture *f = *state;
	struct fake_register r = good(1);
	const struct fake_sent *s;
	struct msg_register m;

	r.eid[0] = "10.9.9.0/24";
	r.eid[1] = "10.1.1.0/24";
	send_from(f, R2, &r);
	assert_true(is_up(f, "10.1.1.0/24"));
	assert_int_equal(refused(f, REFUSE_NO_SITE), 1);
	s = fake_last(f->r1, LISP_MAP_NOTIFY);
	assert_non_null(s);
	assert_int_equal(register_decode(rd_init(s->data, s->len), &m, &arena), WIRE_OK);
	assert_int_equal(m.n_records, 1);
	assert_string_equal(eid_str(&m.record[0].eid).s, "10.1.1.0/24");
}

static void allowed_locators(void **state)
{
	struct fixture *f = *state;
	struct addr a = fake_addr("172.16.1.77");
	struct fake_register r = good(1);

	lisp_set_allowed_locator(fake_lisp(f->r1), f->site, &a, true);
	fake_settle(f->r1);
	send_from(f, R2, &r);
	assert_false(is_up(f, "10.1.1.0/24"));
	assert_int_equal(refused(f, REFUSE_LOCATORS), 1);
	assert_int_equal(eid_of(f, "10.1.1.0/24")->n_locator_mismatches, 1);
	r.nonce = 2;
	r.rloc[0] = "172.16.1.77";
	send_from(f, R2, &r);
	assert_true(is_up(f, "10.1.1.0/24"));
}

static void nonces_strict(void **state)
{
	struct fixture *f = *state;
	struct fake_register r = good(100);

	r.algorithm = LISP_AUTH_SHA256; /* strict by default */
	send_from(f, R2, &r);
	assert_true(is_up(f, "10.1.1.0/24"));
	r.nonce = 99;
	send_from(f, R2, &r);
	assert_int_equal(refused(f, REFUSE_REPLAY), 1);
	r.nonce = 101;
	send_from(f, R2, &r);
	r.nonce = 100;
	send_from(f, R2, &r);
	assert_int_equal(refused(f, REFUSE_REPLAY), 2);
	r.xtr = 7; /* another xTR has its own numbers */
	r.nonce = 5;
	send_from(f, "172.16.1.7", &r);
	assert_int_equal(refused(f, REFUSE_REPLAY), 2);
}

static void nonces_in_any_order(void **state)
{
	struct fixture *f = *state;

	send_good(f, 100); /* SHA-1: any order by default */
	send_good(f, 50);
	send_good(f, 70);
	assert_int_equal(refused(f, REFUSE_REPLAY), 0);
	send_good(f, 50);
	send_good(f, 100);
	assert_int_equal(refused(f, REFUSE_REPLAY), 2);
	f->site->nonce_rule = NONCE_STRICT;
	send_good(f, 90);
	assert_int_equal(refused(f, REFUSE_REPLAY), 3);
	send_good(f, 101);
	assert_int_equal(refused(f, REFUSE_REPLAY), 3);
}

/* The last message once more is a retransmission: acknowledged again, nothing new. */
static void retransmission(void **state)
{
	struct fixture *f = *state;

	send_good(f, 5);
	send_good(f, 5);
	send_good(f, 5);
	assert_int_equal(refused(f, REFUSE_REPLAY), 0);
	assert_int_equal(fake_count(f->r1, LISP_MAP_NOTIFY), 3);
	assert_memory_equal(f->r1->sent[0].data, f->r1->sent[2].data, f->r1->sent[0].len);
	send_good(f, 6);
	send_good(f, 5); /* no longer the last one */
	assert_int_equal(refused(f, REFUSE_REPLAY), 1);
}

static void replay_after_a_restart(void **state)
{
	struct fixture *f = *state;
	struct fake_register r = good(100);

	fake_keep_state(f->r1);
	for (int restart = 0; restart < 3; restart++) {
		fake_map_server(f->r1, AF_INET);
		f->site = fake_site(f->r1, "Site_1", KEY);
		fake_eid_record(f->r1, f->site, 0, "10.1.1.0/24", false);
		fake_settle(f->r1);
		r.algorithm = LISP_AUTH_SHA256;
		r.nonce = 100;
		send_from(f, R2, &r);
		assert_int_equal(refused(f, REFUSE_REPLAY), restart ? 1 : 0);
		r.nonce = 101 + (uint64_t)restart;
		send_from(f, R2, &r);
		assert_int_equal(refused(f, REFUSE_REPLAY), restart ? 1 : 0);
		assert_true(is_up(f, "10.1.1.0/24"));
		fake_restart(f->r1);
	}
}

/* The site list is walked in the order typed: the prefix went to a site before its old one and
 * was lost. */
static void prefix_moves_to_an_earlier_site(void **state)
{
	struct fixture *f = *state;
	struct lisp *l = fake_lisp(f->r1);
	struct site_cfg *late = fake_site(f->r1, "Late", KEY);
	struct prefix p = fake_prefix("10.5.0.0/16");

	fake_eid_record(f->r1, late, 0, "10.5.0.0/16", false);
	fake_settle(f->r1);
	assert_string_equal(eid_of(f, "10.5.0.0/16")->site->name, "Late");
	lisp_del_eid_record(l, late, 0, &p);
	fake_eid_record(f->r1, f->site, 0, "10.5.0.0/16", false);
	fake_settle(f->r1);
	assert_non_null(eid_of(f, "10.5.0.0/16"));
	assert_string_equal(eid_of(f, "10.5.0.0/16")->site->name, "Site_1");
}

/* A new site takes a part of the space in which another had let something in: that was believed by
 * another key. */
static void another_site_comes_between(void **state)
{
	struct fixture *f = *state;
	struct fake_register r = good(1);
	struct site_cfg *other = fake_site(f->r1, "Other", "other key");

	r.eid[0] = "10.2.7.0/24";
	send_from(f, R2, &r);
	assert_string_equal(eid_of(f, "10.2.7.0/24")->site->name, "Site_1");
	fake_eid_record(f->r1, other, 0, "10.2.7.0/25", true); /* not above it */
	fake_settle(f->r1);
	assert_true(is_up(f, "10.2.7.0/24"));
	fake_eid_record(f->r1, other, 0, "10.2.4.0/22", true);
	fake_settle(f->r1);
	assert_null(eid_of(f, "10.2.7.0/24"));
	r.nonce = 2;
	send_from(f, R2, &r);
	assert_int_equal(refused(f, REFUSE_AUTH), 1);
	r.nonce = 3;
	r.key = "other key";
	send_from(f, R2, &r);
	assert_string_equal(eid_of(f, "10.2.7.0/24")->site->name, "Other");
}

static void removal_of_a_site(void **state)
{
	struct fixture *f = *state;

	send_good(f, 1);
	lisp_del_site(fake_lisp(f->r1), "Site_1");
	assert_null(eid_of(f, "10.1.1.0/24"));
	assert_int_equal(fake_lisp(f->r1)->sites.n_regs, 0);
	fake_net_advance(f->net, 300000); /* a Map-Notify or a timer that was left would show */
	send_good(f, 2);
	assert_int_equal(refused(f, REFUSE_NO_SITE), 1);
}

/* A Map-Notify that waits while its site goes. */
static void site_goes_before_the_notify(void **state)
{
	struct fixture *f = *state;
	struct fake_register r = good(1);

	fake_build_register(&msg, &r);
	fake_receive(f->r1, R2, 4342, msg.data, msg.len);
	lisp_del_site(fake_lisp(f->r1), "Site_1");
	fake_net_advance(f->net, 10);
	assert_int_equal(f->r1->n_sent, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(registration_and_notify, set_up, tear_down),
		cmocka_unit_test_setup_teardown(notify_only_when_wanted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(registration_ages, set_up, tear_down),
		cmocka_unit_test_setup_teardown(withdrawal, set_up, tear_down),
		cmocka_unit_test_setup_teardown(wrong_key_three_thousand_times, set_up, tear_down),
		cmocka_unit_test_setup_teardown(altered_octets, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_not_configured, set_up, tear_down),
		cmocka_unit_test_setup_teardown(not_a_map_server, set_up, tear_down),
		cmocka_unit_test_setup_teardown(more_specifics, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_bad_record, set_up, tear_down),
		cmocka_unit_test_setup_teardown(allowed_locators, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nonces_strict, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nonces_in_any_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(retransmission, set_up, tear_down),
		cmocka_unit_test_setup_teardown(replay_after_a_restart, set_up, tear_down),
		cmocka_unit_test_setup_teardown(prefix_moves_to_an_earlier_site, set_up, tear_down),
		cmocka_unit_test_setup_teardown(another_site_comes_between, set_up, tear_down),
		cmocka_unit_test_setup_teardown(removal_of_a_site, set_up, tear_down),
		cmocka_unit_test_setup_teardown(site_goes_before_the_notify, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
