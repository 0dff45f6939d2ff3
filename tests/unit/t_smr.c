/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Solicit-Map-Requests out and in, on a clock that the test moves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lispd/role/itr.h"
#include "lispd/role/smr.h"
#include "tests/unit/fake/fib.c" /* takes the place of lispd/dp in this program */
#include "tests/unit/fake_host.h"
#include "tests/unit/fake_msg.h"

#define MINUTE 60000ULL

struct fixture {
	struct fake_net *net;
	struct fake *r2;
	struct dp *dp;
	struct lisp *l;
	struct fib_table *fib;
};

static struct fake_msg msg;
static struct wire_arena arena;

static int set_up(void **state)
{
	static struct fixture f;

	f.net = fake_net_new();
	f.r2 = fake_new(f.net, "R2", "172.16.1.2");
	f.dp = fake_dp_new();
	f.r2->env.dp = f.dp;
	f.r2->env.reliable_transport = false;
	fake_xtr(f.r2, AF_INET, "172.16.1.1", "key");
	fake_mapping(f.r2, 0, "10.1.1.0/24", "172.16.1.2", 1, 50);
	fake_settle(f.r2);
	fake_net_advance(f.net, 100);
	f.l = fake_lisp(f.r2);
	f.fib = lisp_inst_find(f.l, 0)->fib;
	fake_forget_sent(f.r2);
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	fake_net_free(f->net);
	fake_dp_free(f->dp);
	return 0;
}

static struct mapcache_entry *entry(const struct fixture *f, const char *text)
{
	struct prefix p = fake_prefix(text);
	struct eid eid = eid_ip(0, &p);

	return mapcache_find(&f->l->cache, &eid);
}

static void reply(struct fixture *f, uint64_t nonce, const char *eid, const char *rloc)
{
	struct fake_reply r = { .nonce = nonce, .eid = eid, .ttl_min = 1440, .rloc = { rloc } };

	fake_build_reply(&msg, &r);
	fake_receive(f->r2, "172.16.1.3", 4342, msg.data, msg.len);
	fake_net_advance(f->net, 2);
}

static void read_encapsulated(const struct fake_sent *s, struct msg_map_request *m)
{
	struct msg_ecm ecm;

	assert_non_null(s);
	fake_read_request(s->data, s->len, &ecm, m);
}

static uint64_t last_nonce(const struct fixture *f)
{
	struct msg_map_request m;

	read_encapsulated(fake_last(f->r2, LISP_ECM), &m);
	return m.nonce;
}

/* Learns the prefix of dst, with one locator, as after a packet. */
static void learn(struct fixture *f, const char *dst, const char *prefix, const char *rloc)
{
	struct addr src = fake_addr("10.1.1.4"), a = fake_addr(dst);

	itr_data_signal(f->l, 0, &src, &a);
	fake_net_advance(f->net, 0);
	reply(f, last_nonce(f), prefix, rloc);
	assert_non_null(entry(f, prefix));
	fake_forget_sent(f->r2);
}

static void solicit_as(struct fixture *f, const char *source, const char *eid, const char *from,
		       bool bare)
{
	struct fake_request r = {
		.nonce = 99,
		.smr = true,
		.bare = bare,
		.source = source,
		.eid = eid,
		.itr_rloc = { from },
	};

	fake_build_request(&msg, &r);
	fake_receive(f->r2, from, 4342, msg.data, msg.len);
	fake_net_advance(f->net, 0);
}

/* An SMR whose Source-EID is source, to an EID of ours. */
static void solicit(struct fixture *f, const char *source)
{
	solicit_as(f, source, "10.1.1.0/24", "172.16.1.3", true);
}

static uint64_t refused(const struct fixture *f, enum refusal why)
{
	return f->r2->ctl.refusals.count[why].n;
}

static void change_weight(struct fixture *f, unsigned weight)
{
	fake_mapping(f->r2, 0, "10.1.1.0/24", "172.16.1.2", 1, weight);
	fake_settle(f->r2);
}

/* The SMRs among what was sent. */
static unsigned n_smrs(const struct fixture *f, const char *to)
{
	struct addr a = fake_addr(to);
	unsigned n = 0;

	for (unsigned i = 0; i < f->r2->n_sent; i++)
		n += msg_type(f->r2->sent[i].data, f->r2->sent[i].len) == LISP_MAP_REQUEST &&
		     addr_equal(&f->r2->sent[i].to.addr, &a);
	return n;
}

/* --- in ----------------------------------------------------------------------------------------- */

static void an_smr_leads_to_a_request(void **state)
{
	struct fixture *f = *state;
	struct msg_map_request m;
	const struct fake_sent *s;

	learn(f, "10.2.2.5", "10.2.2.0/24", "172.16.1.3");
	solicit(f, "10.2.2.0");
	assert_int_equal(f->r2->n_sent, 1); /* and no Map-Reply */
	s = fake_last(f->r2, LISP_ECM);
	assert_string_equal(endpoint_str(&s->to).s, "172.16.1.1:4342"); /* never direct */
	read_encapsulated(s, &m);
	assert_true(m.smr_invoked);
	assert_false(m.smr);
	assert_int_equal(m.source.kind, EID_NONE);
	assert_string_equal(eid_str(&m.record[0]).s, "10.2.2.0/24");
	assert_int_not_equal(m.nonce, 99);
	/* Meanwhile the old entry serves. */
	assert_string_equal(addr_str(&fake_fib_entry(f->fib, "10.2.2.0/24")->locator[0].remote).s,
			    "172.16.1.3");
	reply(f, m.nonce, "10.2.2.0/24", "172.16.1.4");
	assert_string_equal(addr_str(&fake_fib_entry(f->fib, "10.2.2.0/24")->locator[0].remote).s,
			    "172.16.1.4");
	assert_int_equal(f->l->pending.n, 0);
}

/* RFC 9301 6.1: one request per EID prefix in 3 seconds; the last SMR is not lost. */
static void many_smrs_few_requests(void **state)
{
	struct fixture *f = *state;

	learn(f, "10.2.2.5", "10.2.2.0/24", "172.16.1.3");
	for (unsigned i = 0; i < 50; i++) {
		solicit(f, "10.2.2.0");
		if (i == 0)
			reply(f, last_nonce(f), "10.2.2.0/24", "172.16.1.4");
		fake_net_advance(f->net, 20);
	}
	assert_int_equal(fake_count(f->r2, LISP_ECM), 1);
	fake_net_advance(f->net, 2100);
	assert_int_equal(fake_count(f->r2, LISP_ECM), 2);
	reply(f, last_nonce(f), "10.2.2.0/24", "172.16.1.4");
	fake_net_advance(f->net, MINUTE);
	assert_int_equal(fake_count(f->r2, LISP_ECM), 2);
}

static void smr_for_nothing_cached(void **state)
{
	struct fixture *f = *state;

	solicit(f, "10.2.2.0");
	assert_int_equal(f->r2->n_sent, 0);
	assert_int_equal(refused(f, REFUSE_NO_REPLY), 1);
	learn(f, "10.2.2.5", "10.2.2.0/24", "172.16.1.3");
	solicit_as(f, "10.2.2.0", "10.1.1.0/24", "172.16.1.3",
		   false); /* not by way of a resolver */
	assert_int_equal(f->r2->n_sent, 0);
}

static void smr_that_names_the_prefix_in_its_record(void **state)
{
	struct fixture *f = *state;
	struct msg_map_request m;

	learn(f, "10.2.2.5", "10.2.2.0/24", "172.16.1.3");
	solicit_as(f, NULL, "10.2.2.0/24", "172.16.1.3", true);
	read_encapsulated(fake_last(f->r2, LISP_ECM), &m);
	assert_string_equal(eid_str(&m.record[0]).s, "10.2.2.0/24");
}

/* A host has moved out of a prefix that stays: the host is asked for. */
static void smr_for_a_part(void **state)
{
	struct fixture *f = *state;
	struct msg_map_request m;

	learn(f, "10.2.2.5", "10.2.2.0/24", "172.16.1.3");
	solicit(f, "10.2.2.7");
	read_encapsulated(fake_last(f->r2, LISP_ECM), &m);
	assert_true(m.smr_invoked);
	assert_string_equal(eid_str(&m.record[0]).s, "10.2.2.7/32");
	reply(f, m.nonce, "10.2.2.7/32", "172.16.1.4");
	assert_non_null(entry(f, "10.2.2.0/24")); /* a more specific takes nothing away */
	assert_string_equal(addr_str(&fake_fib_entry(f->fib, "10.2.2.7/32")->locator[0].remote).s,
			    "172.16.1.4");
}

static void more_specifics_of_one_entry_are_limited(void **state)
{
	struct fixture *f = *state;

	learn(f, "10.2.2.5", "10.2.2.0/24", "172.16.1.3");
	for (unsigned i = 1; i <= 20; i++) {
		char host[16];

		snprintf(host, sizeof(host), "10.2.2.%u", i);
		solicit(f, host);
	}
	assert_int_equal(fake_count(f->r2, LISP_ECM), SMR_MAX_PER_ENTRY);
	assert_int_equal(refused(f, REFUSE_LIMIT), 20 - SMR_MAX_PER_ENTRY);
}

static void knobs(void **state)
{
	struct fixture *f = *state;
	struct service_cfg *s = &f->l->cfg.service[SVC_IPV4];

	learn(f, "10.2.2.5", "10.2.2.0/24", "172.16.1.3");
	s->state[SWITCH_IGNORE_SMR] = CHOICE_ON;
	solicit(f, "10.2.2.0");
	assert_int_equal(f->r2->n_sent, 0);
	s->state[SWITCH_IGNORE_SMR] = CHOICE_UNSET;
	s->smr_max_per_entry = 2;
	s->smr_suppression_s = 10;
	for (unsigned i = 0; i < 3; i++)
		solicit(f, (const char *const[]){ "10.2.2.1", "10.2.2.2", "10.2.2.3" }[i]);
	assert_int_equal(fake_count(f->r2, LISP_ECM), 2);
	solicit(f, "10.2.2.0");
	reply(f, last_nonce(f), "10.2.2.0/24", "172.16.1.3");
	fake_forget_sent(f->r2);
	solicit(f, "10.2.2.0");
	fake_net_advance(f->net, 4000);
	assert_int_equal(fake_count(f->r2, LISP_ECM), 4); /* retries of the two hosts */
	fake_net_advance(f->net, 6000);
	assert_int_equal(fake_count(f->r2, LISP_ECM), 7); /* one more each, and the prefix */
}

/* The prefix is gone: the answer is a hole, and the entry goes with it. */
static void answer_that_is_negative(void **state)
{
	struct fixture *f = *state;
	struct fake_reply r = { .eid = "10.2.0.0/16", .ttl_min = 15, .action = LISP_ACT_NATIVE };

	learn(f, "10.2.2.5", "10.2.2.0/24", "172.16.1.3");
	solicit(f, "10.2.2.0");
	r.nonce = last_nonce(f);
	fake_build_reply(&msg, &r);
	fake_receive(f->r2, "172.16.1.1", 4342, msg.data, msg.len);
	assert_null(entry(f, "10.2.2.0/24"));
	assert_int_equal(entry(f, "10.2.0.0/16")->state, MC_NEGATIVE);
}

/* Nobody answers: better an old entry than none. */
static void no_answer_keeps_the_entry(void **state)
{
	struct fixture *f = *state;

	learn(f, "10.2.2.5", "10.2.2.0/24", "172.16.1.3");
	solicit(f, "10.2.2.0");
	fake_net_advance(f->net, 2 * MINUTE);
	assert_int_equal(f->l->pending.n, 0);
	assert_non_null(entry(f, "10.2.2.0/24"));
	assert_null(entry(f, "10.2.2.0/24")->request);
}

/* --- out ---------------------------------------------------------------------------------------- */

static void a_change_is_told_to_those_we_send_to(void **state)
{
	struct fixture *f = *state;
	const struct fake_sent *s;
	struct msg_map_request m;

	learn(f, "10.2.2.5", "10.2.2.0/24", "172.16.1.3");
	learn(f, "10.3.3.5", "10.3.3.0/24", "172.16.1.4"); /* no packet went there yet */
	fake_fib_use(f->fib, "10.2.2.0/24", 1, 100);
	change_weight(f, 60);
	fake_net_advance(f->net, 50);
	assert_int_equal(n_smrs(f, "172.16.1.3"), 1);
	assert_int_equal(n_smrs(f, "172.16.1.4"), 0);
	s = fake_last(f->r2, LISP_MAP_REQUEST);
	assert_int_equal(map_request_decode(rd_init(s->data, s->len), &m, &arena), WIRE_OK);
	assert_true(m.smr && m.dont_reply && !m.probe && !m.smr_invoked);
	assert_string_equal(addr_str(&m.source.prefix.addr).s, "10.1.1.0");
	assert_string_equal(eid_str(&m.record[0]).s, "10.2.2.0/24");
	assert_string_equal(addr_str(&m.itr_rloc[0]).s, "172.16.1.2");
	/* The first octets of the golden vector: S, D, one ITR-RLOC, one record. */
	assert_memory_equal(s->data, ((const uint8_t[]){ 0x11, 0x00, 0x20, 0x01 }), 4);
}

static void a_new_mapping_is_no_change(void **state)
{
	struct fixture *f = *state;

	learn(f, "10.2.2.5", "10.2.2.0/24", "172.16.1.3");
	fake_fib_use(f->fib, "10.2.2.0/24", 1, 100);
	fake_mapping(f->r2, 0, "10.1.9.0/24", "172.16.1.2", 1, 50);
	fake_settle(f->r2);
	fake_net_advance(f->net, 1000);
	assert_int_equal(n_smrs(f, "172.16.1.3"), 0);
}

static void a_removed_mapping_is_told(void **state)
{
	struct fixture *f = *state;
	struct service_cfg *s = &instance_cfg_find(&f->l->cfg, 0)->service[SVC_IPV4];
	struct prefix p = fake_prefix("10.1.1.0/24");

	learn(f, "10.2.2.5", "10.2.2.0/24", "172.16.1.3");
	fake_fib_use(f->fib, "10.2.2.0/24", 1, 100);
	lisp_del_mapping(f->l, s, &p, NULL);
	fake_settle(f->r2);
	fake_net_advance(f->net, 50);
	assert_int_equal(n_smrs(f, "172.16.1.3"), 1);
	assert_int_equal(fake_count(f->r2, LISP_MAP_REGISTER), 1); /* with TTL 0 */
}

static void ask(struct fixture *f, const char *itr_rloc)
{
	struct fake_request r = {
		.nonce = 7,
		.eid = "10.1.1.4/32",
		.source = "10.2.2.5",
		.itr_rloc = { itr_rloc },
	};

	fake_build_request(&msg, &r);
	fake_receive(f->r2, "172.16.1.1", 4342, msg.data, msg.len);
	fake_net_advance(f->net, 0);
}

/* Traffic may go one way only: who asked for our mapping has it. */
static void a_change_is_told_to_those_who_asked(void **state)
{
	struct fixture *f = *state;

	ask(f, "172.16.1.3");
	fake_forget_sent(f->r2);
	change_weight(f, 60);
	fake_net_advance(f->net, 50);
	assert_int_equal(n_smrs(f, "172.16.1.3"), 1);
}

/* RFC 9301 6.1: one in 3 seconds to an RLOC; the change meanwhile is told after that. */
static void smrs_are_limited(void **state)
{
	struct fixture *f = *state;

	ask(f, "172.16.1.3");
	fake_forget_sent(f->r2);
	for (unsigned i = 0; i < 10; i++) {
		change_weight(f, 60 + i);
		fake_net_advance(f->net, 100);
	}
	assert_int_equal(n_smrs(f, "172.16.1.3"), 1);
	fake_net_advance(f->net, 2050);
	assert_int_equal(n_smrs(f, "172.16.1.3"), 2);
}

static void an_smr_is_repeated_until_somebody_asks(void **state)
{
	struct fixture *f = *state;

	ask(f, "172.16.1.3");
	fake_forget_sent(f->r2);
	change_weight(f, 60);
	fake_net_advance(f->net, 20000);
	assert_int_equal(n_smrs(f, "172.16.1.3"), 3);
	fake_forget_sent(f->r2);
	change_weight(f, 61);
	fake_net_advance(f->net, 50);
	assert_int_equal(n_smrs(f, "172.16.1.3"), 1);
	ask(f, "172.16.1.3");
	fake_net_advance(f->net, 20000);
	assert_int_equal(n_smrs(f, "172.16.1.3"), 1);
}

/* An uplink goes: status bits, registration and SMR on the same turn of the kernel's news. */
static void a_locator_that_goes_down(void **state)
{
	struct fixture *f = *state;

	f->r2->local[f->r2->n_local++] = fake_addr("172.16.2.2");
	fake_mapping(f->r2, 0, "10.1.1.0/24", "172.16.2.2", 2, 50);
	fake_settle(f->r2);
	fake_net_advance(f->net, 5);
	ask(f, "172.16.1.3");
	fake_net_advance(f->net, 1000);
	fake_forget_sent(f->r2);
	f->r2->down[f->r2->n_down++] = f->r2->local[1];
	f->r2->n_local = 1;
	lisp_host_changed(f->l);
	fake_net_advance(f->net, 0);
	assert_int_equal(mapping_lsbs(&mapdb_first_all(&f->l->db)->map), 1);
	assert_true(mapdb_first_all(&f->l->db)->locator[1].self);
	fake_net_advance(f->net, 20);
	assert_int_equal(fake_count(f->r2, LISP_MAP_REGISTER), 1);
	assert_int_equal(n_smrs(f, "172.16.1.3"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_smr_leads_to_a_request, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_smrs_few_requests, set_up, tear_down),
		cmocka_unit_test_setup_teardown(smr_for_nothing_cached, set_up, tear_down),
		cmocka_unit_test_setup_teardown(smr_that_names_the_prefix_in_its_record, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(smr_for_a_part, set_up, tear_down),
		cmocka_unit_test_setup_teardown(more_specifics_of_one_entry_are_limited, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(knobs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(answer_that_is_negative, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_answer_keeps_the_entry, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_change_is_told_to_those_we_send_to, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_new_mapping_is_no_change, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_removed_mapping_is_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_change_is_told_to_those_who_asked, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(smrs_are_limited, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_smr_is_repeated_until_somebody_asks, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_locator_that_goes_down, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
