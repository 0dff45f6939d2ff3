/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Registration as an ETR does it, on a clock that the test moves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/mem.h"
#include "lispd/role/etr.h"
#include "lispd/wire/auth.h"
#include "tests/unit/fake_host.h"

#define KEY "Zaq12wsx!@"
#define MS "172.16.1.1"

struct fixture {
	struct fake_net *net;
	struct fake *r2;
};

static int set_up(void **state)
{
	static struct fixture f;

	f.net = fake_net_new();
	f.r2 = fake_new(f.net, "R2", "172.16.1.2");
	f.r2->env.reliable_transport = false;
	fake_xtr(f.r2, AF_INET, MS, KEY);
	fake_mapping(f.r2, 0, "10.1.1.0/24", "172.16.1.2", 1, 50);
	fake_settle(f.r2);
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

static void decode(const struct fake_sent *s, struct msg_register *m)
{
	assert_non_null(s);
	assert_int_equal(register_decode(rd_init(s->data, s->len), m, &arena), WIRE_OK);
}

static bool signed_by(const struct fake_sent *s, const char *key)
{
	struct auth_key *k = auth_key_new(key);
	struct msg_register m;
	bool ok;

	decode(s, &m);
	ok = auth_verify(k, m.type, m.nonce, &m.auth, s->data, s->len);
	auth_key_free(k);
	return ok;
}

/* A Map-Notify with the records of a register. nonce 0: the register's. */
static void notify(struct fixture *f, const struct fake_sent *reg, const char *key, uint64_t nonce)
{
	struct auth_key *k = auth_key_new(key);
	struct msg_register m;
	uint8_t buf[2048];
	struct wr w = wr_init(buf, sizeof(buf));

	decode(reg, &m);
	m.type = LISP_MAP_NOTIFY;
	if (nonce)
		m.nonce = nonce;
	register_encode(&w, &m);
	assert_true(auth_sign(k, m.type, m.nonce, &m.auth, buf, wr_len(&w)));
	auth_key_free(k);
	fake_receive(f->r2, MS, 4342, buf, wr_len(&w));
}

static struct etr_server *server(const struct fixture *f)
{
	return TAILQ_FIRST(&fake_lisp(f->r2)->servers);
}

static void first_register(void **state)
{
	struct fixture *f = *state;
	const struct fake_sent *s;
	struct msg_register m;

	fake_net_advance(f->net, 0);
	s = fake_last(f->r2, LISP_MAP_REGISTER);
	decode(s, &m);
	assert_string_equal(endpoint_str(&s->to).s, "172.16.1.1:4342");
	assert_true(m.want_notify);
	assert_false(m.proxy_reply);
	assert_true(m.ids.present);
	assert_int_equal(m.ids.site_id, 0);
	assert_int_equal(m.auth.key_id << 8 | m.auth.algorithm, 1);
	assert_int_equal(m.auth.len, 20);
	assert_int_equal(m.n_records, 1);
	assert_string_equal(eid_str(&m.record[0].eid).s, "10.1.1.0/24");
	assert_int_equal(m.record[0].ttl_min, 1440);
	assert_true(m.record[0].authoritative);
	assert_int_equal(m.record[0].n_rlocs, 1);
	assert_int_equal(m.record[0].rloc[0].flags, RLOC_LOCAL | RLOC_REACHABLE);
	assert_true(signed_by(s, KEY));
	assert_false(signed_by(s, "wrong"));
}

/* RFC 9301 5.7: 1, 2, 4 ... seconds, the same octets each time. */
static void retries_are_identical(void **state)
{
	struct fixture *f = *state;
	static const unsigned at_s[] = { 0, 1, 3, 7, 15 };
	uint64_t start = loop_now_ms(fake_net_loop(f->net));

	fake_net_advance(f->net, 19000);
	assert_int_equal(fake_count(f->r2, LISP_MAP_REGISTER), ARRAY_LEN(at_s));
	for (unsigned i = 0; i < ARRAY_LEN(at_s); i++) {
		const struct fake_sent *s = &f->r2->sent[i];

		assert_int_equal(s->at_ms - start, at_s[i] * 1000);
		assert_int_equal(s->len, f->r2->sent[0].len);
		assert_memory_equal(s->data, f->r2->sent[0].data, s->len);
	}
}

/* Unanswered, it tries again every 20 seconds for five minutes, then every minute; with a new and
 * higher nonce each time. */
static void quick_phase_without_answer(void **state)
{
	struct fixture *f = *state;
	uint64_t nonce = 0;
	unsigned n = 0, in_first = 0;

	fake_net_advance(f->net, 900000);
	for (unsigned i = 0; i < f->r2->n_sent; i++) {
		struct msg_register m;

		decode(&f->r2->sent[i], &m);
		if (m.nonce == nonce)
			continue;
		assert_true(m.nonce > nonce);
		nonce = m.nonce;
		n++;
		in_first += f->r2->sent[i].at_ms - f->r2->sent[0].at_ms < 300000;
	}
	assert_int_equal(in_first, 15);
	assert_in_range(n - in_first, 10, 12);
}

static void period_after_the_answer(void **state)
{
	struct fixture *f = *state;
	const struct fake_sent *s;
	uint64_t last;

	fake_net_advance(f->net, 0);
	notify(f, fake_last(f->r2, LISP_MAP_REGISTER), KEY, 0);
	assert_true(server(f)->reg[0].notified);
	fake_net_advance(f->net, 19000);
	assert_int_equal(fake_count(f->r2, LISP_MAP_REGISTER), 1); /* no retry */
	for (int i = 0; i < 5; i++) {
		last = fake_last(f->r2, LISP_MAP_REGISTER)->at_ms;
		fake_forget_sent(f->r2);
		while (!fake_count(f->r2, LISP_MAP_REGISTER))
			fake_net_advance(f->net, 100);
		s = fake_last(f->r2, LISP_MAP_REGISTER);
		/* The first period was begun before the answer came. */
		if (i)
			assert_in_range(s->at_ms - last, 54000, 60000);
		notify(f, s, KEY, 0);
	}
	assert_int_equal(fake_count(f->r2, LISP_MAP_NOTIFY_ACK), 0);
	assert_int_equal(server(f)->n_notified, 6);
}

static void answer_with_a_bad_mac(void **state)
{
	struct fixture *f = *state;

	fake_net_advance(f->net, 0);
	notify(f, fake_last(f->r2, LISP_MAP_REGISTER), "wrong", 0);
	assert_false(server(f)->reg[0].notified);
	assert_int_equal(server(f)->n_auth_failures, 1);
	assert_int_equal(f->r2->ctl.refusals.count[REFUSE_AUTH].n, 1);
	fake_net_advance(f->net, 1000);
	assert_int_equal(fake_count(f->r2, LISP_MAP_REGISTER), 2); /* it asks on */
}

static void answer_from_somebody_else(void **state)
{
	struct fixture *f = *state;
	const struct fake_sent *s;

	fake_net_advance(f->net, 0);
	s = fake_last(f->r2, LISP_MAP_REGISTER);
	fake_receive(f->r2, "172.16.1.66", 4342, s->data, s->len);
	assert_int_equal(f->r2->ctl.refusals.count[REFUSE_NO_MAP_SERVER].n, 1);
	server(f)->addr = fake_addr("172.16.1.9");
	notify(f, s, KEY, 0);
	assert_int_equal(f->r2->ctl.refusals.count[REFUSE_PEER].n, 1);
	server(f)->addr = fake_addr(MS);
}

/* RFC 9301 5.7: acknowledged by a copy with another type, signed anew. */
static void unsolicited_notify(void **state)
{
	struct fixture *f = *state;
	const struct fake_sent *s;
	struct msg_register m;

	fake_net_advance(f->net, 0);
	notify(f, fake_last(f->r2, LISP_MAP_REGISTER), KEY, 0x1122334455667788);
	s = fake_last(f->r2, LISP_MAP_NOTIFY_ACK);
	decode(s, &m);
	assert_int_equal(m.type, LISP_MAP_NOTIFY_ACK);
	assert_int_equal(m.nonce, 0x1122334455667788);
	assert_int_equal(m.n_records, 1);
	assert_string_equal(endpoint_str(&s->to).s, "172.16.1.1:4342");
	assert_string_equal(addr_str(&s->src).s, "172.16.1.2");
	assert_true(signed_by(s, KEY));
	assert_false(server(f)->reg[0].notified);
}

/* A change is registered at once; what is taken away is withdrawn with TTL 0. */
static void changes(void **state)
{
	struct fixture *f = *state;
	struct lisp *l = fake_lisp(f->r2);
	struct prefix p = fake_prefix("10.1.1.0/24");
	struct msg_register m;

	fake_net_advance(f->net, 0);
	notify(f, fake_last(f->r2, LISP_MAP_REGISTER), KEY, 0);
	fake_net_advance(f->net, 30000);
	fake_forget_sent(f->r2);
	fake_mapping(f->r2, 0, "10.1.2.0/24", "172.16.1.2", 1, 50);
	fake_net_advance(f->net, 25);
	decode(fake_last(f->r2, LISP_MAP_REGISTER), &m);
	assert_int_equal(m.n_records, 2);
	fake_forget_sent(f->r2);
	lisp_del_mapping(l, &instance_cfg_find(&l->cfg, 0)->service[SVC_IPV4], &p, NULL);
	fake_net_advance(f->net, 25);
	assert_true(f->r2->n_sent >= 1);
	decode(&f->r2->sent[0], &m);
	assert_int_equal(m.n_records, 1);
	assert_string_equal(eid_str(&m.record[0].eid).s, "10.1.1.0/24");
	assert_int_equal(m.record[0].ttl_min, 0);
	assert_true(signed_by(&f->r2->sent[0], KEY));
}

static void another_key(void **state)
{
	struct fixture *f = *state;

	fake_net_advance(f->net, 5000);
	fake_forget_sent(f->r2);
	fake_xtr(f->r2, AF_INET, MS, "new key");
	fake_net_advance(f->net, 25);
	assert_true(signed_by(fake_last(f->r2, LISP_MAP_REGISTER), "new key"));
}

/* RFC 9301: whole IP packets of 576 octets without knowledge of the path. */
static void many_prefixes(void **state)
{
	struct fixture *f = *state;
	unsigned n = 0;

	fake_net_advance(f->net, 0);
	fake_forget_sent(f->r2);
	for (unsigned i = 0; i < 200; i++) {
		char text[32];

		snprintf(text, sizeof(text), "10.3.%u.0/24", i);
		fake_mapping(f->r2, 0, text, "172.16.1.2", 1, 50);
	}
	fake_net_advance(f->net, 25);
	for (unsigned i = 0; i < f->r2->n_sent; i++) {
		struct msg_register m;

		assert_true(f->r2->sent[i].len <= 576 - 28);
		decode(&f->r2->sent[i], &m);
		n += m.n_records;
	}
	assert_int_equal(n, 201);
}

static void ask(struct fixture *f, const char *eid, const char *itr_rloc, const char *from,
		bool smr, bool probe)
{
	struct prefix p = fake_prefix(eid);
	struct msg_map_request m = {
		.nonce = 0xabcdef,
		.n_itr_rlocs = 1,
		.itr_rloc = { fake_addr(itr_rloc) },
		.n_records = 1,
		.smr = smr,
		.probe = probe,
	};
	uint8_t buf[512];
	struct wr w = wr_init(buf, sizeof(buf));

	m.record = m.record_store;
	m.record_store[0] = eid_ip(0, &p);
	map_request_encode(&w, &m);
	fake_receive(f->r2, from, 4342, buf, wr_len(&w));
}

static void answers_for_its_eids(void **state)
{
	struct fixture *f = *state;
	const struct fake_sent *s;
	struct msg_map_reply m;

	fake_mapping(f->r2, 0, "10.1.1.128/25", "172.16.1.2", 1, 50);
	fake_mapping(f->r2, 0, "10.1.0.0/16", "172.16.1.2", 1, 50);
	fake_settle(f->r2);
	ask(f, "10.1.1.4/32", "172.16.1.3", MS, false, false);
	s = fake_last(f->r2, LISP_MAP_REPLY);
	assert_non_null(s);
	assert_string_equal(endpoint_str(&s->to).s, "172.16.1.3:4342");
	assert_int_equal(map_reply_decode(rd_init(s->data, s->len), &m, &arena), WIRE_OK);
	/* The longest match and what is more specific than it (RFC 9301 5.5). */
	assert_int_equal(m.n_records, 2);
	assert_int_equal(m.nonce, 0xabcdef);
	assert_string_equal(eid_str(&m.record[0].eid).s, "10.1.1.0/24");
	assert_string_equal(eid_str(&m.record[1].eid).s, "10.1.1.128/25");
	fake_forget_sent(f->r2);
	ask(f, "10.7.7.7/32", "172.16.1.3", MS, false, false);
	assert_int_equal(f->r2->n_sent, 0);
	assert_int_equal(f->r2->ctl.refusals.count[REFUSE_NOT_OURS].n, 1);
	ask(f, "10.1.1.4/32", "172.16.1.3", MS, true, false);
	assert_int_equal(f->r2->n_sent, 0);
	assert_int_equal(f->r2->ctl.refusals.count[REFUSE_NO_REPLY].n, 1);
}

static void answers_probes(void **state)
{
	struct fixture *f = *state;
	const struct fake_sent *s;
	struct msg_map_reply m;

	fake_net_advance(f->net, 0);
	ask(f, "10.1.1.0/24", "172.16.1.3", "172.16.1.3", false, true);
	s = fake_last(f->r2, LISP_MAP_REPLY);
	assert_non_null(s);
	assert_int_equal(map_reply_decode(rd_init(s->data, s->len), &m, &arena), WIRE_OK);
	assert_true(m.probe);
	assert_int_equal(m.record[0].rloc[0].flags, RLOC_LOCAL | RLOC_PROBED | RLOC_REACHABLE);
}

/* Where an answer may go (RFC 9301 5.3). */
static void itr_rlocs(void **state)
{
	struct fixture *f = *state;
	static const char *const bad[] = { "255.255.255.255", "0.0.0.0", "224.0.0.1", "127.0.0.1",
					   "172.16.1.2" /* our own, asked by somebody else */ };

	fake_net_advance(f->net, 0);
	fake_forget_sent(f->r2);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		ask(f, "10.1.1.4/32", bad[i], MS, false, false);
		assert_int_equal(f->r2->n_sent, 0);
	}
	assert_int_equal(f->r2->ctl.refusals.count[REFUSE_ITR_RLOC].n, ARRAY_LEN(bad));
	ask(f, "10.1.1.4/32", "172.16.1.2", "172.16.1.2", false, false); /* lig self */
	assert_int_equal(f->r2->n_sent, 1);
}

/* Two processes with one map-server: the answer belongs to the one that asked. */
static void two_processes_one_server(void **state)
{
	struct fixture *f = *state;
	struct lisp *l = ctl_lisp_get(&f->r2->ctl, 7);
	struct service_cfg *s = &l->cfg.service[SVC_IPV4];
	struct locator_cfg loc = { .addr = fake_addr("172.16.1.2"), .priority = 1, .weight = 50 };
	struct prefix p = fake_prefix("10.7.0.0/16");
	struct addr ms = fake_addr(MS);

	fake_net_advance(f->net, 0);
	fake_forget_sent(f->r2);
	s->present = s->etr = true;
	lisp_set_server(l, s, &ms, "other key", NULL, LISP_AUTH_SHA1, false);
	lisp_set_eid_table(l, 7, SVC_IPV4, TABLE_VRF, "RED");
	lisp_set_mapping(l, &instance_cfg_find(&l->cfg, 7)->service[SVC_IPV4], SVC_IPV4, &p, &loc);
	fake_net_advance(f->net, 25);
	notify(f, &f->r2->sent[f->r2->n_sent - 1], "other key", 0);
	assert_true(TAILQ_FIRST(&l->servers)->reg[0].notified);
	assert_int_equal(f->r2->ctl.refusals.count[REFUSE_AUTH].n, 0);
}

/* A restart within the same second used nonces again that the Map-Server had seen. */
static void nonces_after_a_quick_restart(void **state)
{
	struct fixture *f = *state;
	uint64_t before = 0;

	for (int i = 0; i < 3; i++)
		before = ctl_register_nonce(&f->r2->ctl);
	fake_net_advance(f->net, 5);
	fake_restart(f->r2);
	assert_true(ctl_register_nonce(&f->r2->ctl) > before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(first_register, set_up, tear_down),
		cmocka_unit_test_setup_teardown(retries_are_identical, set_up, tear_down),
		cmocka_unit_test_setup_teardown(quick_phase_without_answer, set_up, tear_down),
		cmocka_unit_test_setup_teardown(period_after_the_answer, set_up, tear_down),
		cmocka_unit_test_setup_teardown(answer_with_a_bad_mac, set_up, tear_down),
		cmocka_unit_test_setup_teardown(answer_from_somebody_else, set_up, tear_down),
		cmocka_unit_test_setup_teardown(unsolicited_notify, set_up, tear_down),
		cmocka_unit_test_setup_teardown(changes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(another_key, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_prefixes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(answers_for_its_eids, set_up, tear_down),
		cmocka_unit_test_setup_teardown(answers_probes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(itr_rlocs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(two_processes_one_server, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nonces_after_a_quick_restart, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
