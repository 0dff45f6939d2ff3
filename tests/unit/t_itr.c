/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The life of map-cache entries, from the first packet to the end of their TTL. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lispd/role/itr.h"
#include "tests/unit/fake/fib.c" /* takes the place of lispd/dp in this program */
#include "tests/unit/fake_host.h"
#include "tests/unit/fake_msg.h"

#define MINUTE 60000ULL
#define DAY (24 * 60 * MINUTE)

struct fixture {
	struct fake_net *net;
	struct fake *r2;
	struct dp *dp;
	struct lisp *l;
	struct fib_table *fib;
};

static struct fake_msg msg;

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
	fake_net_advance(f.net, 10);
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

static void packet(struct fixture *f, const char *dst)
{
	struct addr src = fake_addr("10.1.1.4"), a = fake_addr(dst);

	itr_data_signal(f->l, 0, &src, &a);
	fake_net_advance(f->net, 0);
}

static uint64_t last_nonce(const struct fixture *f)
{
	const struct fake_sent *s = fake_last(f->r2, LISP_ECM);
	struct msg_map_request m;
	struct msg_ecm ecm;

	assert_non_null(s);
	fake_read_request(s->data, s->len, &ecm, &m);
	return m.nonce;
}

static void reply(struct fixture *f, const struct fake_reply *r)
{
	fake_build_reply(&msg, r);
	fake_receive(f->r2, "172.16.1.3", 4342, msg.data, msg.len);
	fake_net_advance(f->net, 2);
}

static struct mapcache_entry *entry(const struct fixture *f, const char *text)
{
	struct prefix p = fake_prefix(text);
	struct eid eid = eid_ip(0, &p);

	return mapcache_find(&f->l->cache, &eid);
}

static uint64_t refused(const struct fixture *f, enum refusal why)
{
	return f->r2->ctl.refusals.count[why].n;
}

/* 10.2.2.0/24 is asked for and learned with a TTL. */
static void learn(struct fixture *f, uint32_t ttl_min)
{
	packet(f, "10.2.2.5");
	reply(f, &(struct fake_reply){
			 .nonce = last_nonce(f),
			 .eid = "10.2.2.0/24",
			 .ttl_min = ttl_min,
			 .rloc = { "172.16.1.3" },
		 });
	assert_non_null(entry(f, "10.2.2.0/24"));
}

static void request_of_a_packet(void **state)
{
	struct fixture *f = *state;
	const struct fake_sent *s;
	struct msg_map_request m;
	struct msg_ecm ecm;

	packet(f, "10.2.2.5");
	packet(f, "10.2.2.5");
	assert_int_equal(f->r2->n_sent, 1); /* one request for many packets */
	s = fake_last(f->r2, LISP_ECM);
	assert_string_equal(endpoint_str(&s->to).s, "172.16.1.1:4342");
	fake_read_request(s->data, s->len, &ecm, &m);
	assert_string_equal(addr_str(&ecm.inner_src.addr).s, "10.2.2.5");
	assert_string_equal(addr_str(&ecm.inner_dst.addr).s, "10.2.2.5");
	assert_int_equal(m.n_itr_rlocs, 1);
	assert_string_equal(addr_str(&m.itr_rloc[0]).s, "172.16.1.2");
	assert_string_equal(eid_str(&m.source).s, "10.1.1.4/32");
	assert_string_equal(eid_str(&m.record[0]).s, "10.2.2.5/32");
	assert_non_null(m.reply_record); /* our own mapping travels along */
	assert_int_equal(entry(f, "10.2.2.5/32")->state, MC_INCOMPLETE);
}

static void less_specific_reply_replaces_the_host(void **state)
{
	struct fixture *f = *state;
	const struct fib_entry_cfg *cfg;

	learn(f, 1440);
	assert_null(entry(f, "10.2.2.5/32"));
	assert_int_equal(entry(f, "10.2.2.0/24")->state, MC_COMPLETE);
	assert_int_equal(entry(f, "10.2.2.0/24")->lsbs, 1);
	cfg = fake_fib_entry(f->fib, "10.2.2.0/24");
	assert_non_null(cfg);
	assert_int_equal(cfg->action, FIB_ENCAP);
	assert_int_equal(cfg->n_locators, 1);
	assert_string_equal(addr_str(&cfg->locator[0].remote).s, "172.16.1.3");
	assert_string_equal(addr_str(&cfg->locator[0].local).s, "172.16.1.2");
	assert_int_equal(fake_fib_verdict(f->fib), HOLD_FORWARD);
	assert_int_equal(f->l->pending.n, 0);
}

static void retries_until_the_packets_stop(void **state)
{
	struct fixture *f = *state;
	static const unsigned at_s[] = { 0, 1, 3, 7, 15, 31, 63, 95, 127 };
	uint64_t start = loop_now_ms(fake_net_loop(f->net));
	unsigned n = 0;

	packet(f, "10.2.2.5");
	fake_net_advance(f->net, 149000);
	for (unsigned i = 0; i < f->r2->n_sent; i++) {
		if (msg_type(f->r2->sent[i].data, f->r2->sent[i].len) != LISP_ECM)
			continue;
		assert_true(n < ARRAY_LEN(at_s));
		assert_int_equal((f->r2->sent[i].at_ms - start) / 1000, at_s[n++]);
	}
	assert_int_equal(n, ARRAY_LEN(at_s));
	assert_non_null(entry(f, "10.2.2.5/32"));
	fake_net_advance(f->net, 1000); /* 2 minutes 30 after the last packet */
	assert_null(entry(f, "10.2.2.5/32"));
	assert_int_equal(f->l->pending.n, 0);
	assert_int_equal(fake_fib_verdict(f->fib), HOLD_DROP);
}

static void any_of_its_nonces_is_good_once(void **state)
{
	struct fixture *f = *state;
	uint64_t first;
	struct fake_reply r = { .eid = "10.2.2.0/24", .ttl_min = 60, .rloc = { "172.16.1.3" } };

	packet(f, "10.2.2.5");
	first = last_nonce(f);
	fake_net_advance(f->net, 4000);
	assert_int_not_equal(last_nonce(f), first); /* every request has its own */
	r.nonce = first;
	reply(f, &r);
	assert_non_null(entry(f, "10.2.2.0/24"));
	reply(f, &r);
	assert_int_equal(refused(f, REFUSE_NONCE), 1);
	r.nonce = last_nonce(f); /* the request has ended with the first answer */
	reply(f, &r);
	assert_int_equal(refused(f, REFUSE_NONCE), 2);
}

static void replies_that_are_refused(void **state)
{
	struct fixture *f = *state;
	struct fake_reply r = { .eid = "10.2.2.0/24", .ttl_min = 60, .rloc = { "172.16.1.3" } };

	r.nonce = 4711;
	reply(f, &r);
	assert_int_equal(refused(f, REFUSE_NONCE), 1);
	packet(f, "10.2.2.5");
	r.nonce = last_nonce(f);
	r.eid = "10.2.3.0/24"; /* does not hold what was asked */
	reply(f, &r);
	assert_int_equal(refused(f, REFUSE_COVER), 1);
	assert_null(entry(f, "10.2.3.0/24"));
	r.eid = "10.2.2.0/24";
	r.rloc[0] = "127.0.0.1";
	reply(f, &r); /* a locator that cannot be one */
	assert_null(entry(f, "10.2.2.0/24"));
}

static void complete_entry_ends_with_its_ttl(void **state)
{
	struct fixture *f = *state;

	learn(f, 1440);
	fake_net_advance(f->net, DAY - 100);
	assert_non_null(entry(f, "10.2.2.0/24"));
	fake_net_advance(f->net, 200);
	assert_null(entry(f, "10.2.2.0/24"));
	assert_null(fake_fib_entry(f->fib, "10.2.2.0/24"));
}

static void used_entry_is_refreshed(void **state)
{
	struct fixture *f = *state;
	uint64_t start;

	learn(f, 60);
	start = entry(f, "10.2.2.0/24")->created_ms;
	fake_forget_sent(f->r2);
	fake_fib_use(f->fib, "10.2.2.0/24", 1, 100);
	fake_net_advance(f->net, 60 * MINUTE);
	assert_int_equal(fake_count(f->r2, LISP_ECM), 1);
	assert_non_null(fake_fib_entry(f->fib, "10.2.2.0/24")); /* meanwhile it carries on */
	reply(f, &(struct fake_reply){
			 .nonce = last_nonce(f),
			 .eid = "10.2.2.0/24",
			 .ttl_min = 60,
			 .rloc = { "172.16.1.3" },
		 });
	assert_int_equal(entry(f, "10.2.2.0/24")->created_ms, start);
	assert_in_range(timer_left_ms(&entry(f, "10.2.2.0/24")->expiry), 60 * MINUTE - 100,
			60 * MINUTE);
	fake_fib_use(f->fib, "10.2.2.0/24", 1, 100);
	fake_net_advance(f->net, 60 * MINUTE + 20000); /* nobody answers any more */
	assert_null(entry(f, "10.2.2.0/24"));
	assert_int_equal(f->l->pending.n, 0);
}

static void negative_entries(void **state)
{
	struct fixture *f = *state;

	packet(f, "8.8.8.8");
	reply(f, &(struct fake_reply){
			 .nonce = last_nonce(f),
			 .eid = "8.0.0.0/7",
			 .ttl_min = 15,
			 .action = LISP_ACT_NATIVE,
		 });
	assert_int_equal(fake_fib_entry(f->fib, "8.0.0.0/7")->action, FIB_NATIVE);
	assert_int_equal(fake_fib_verdict(f->fib), HOLD_NATIVE);
	packet(f, "10.9.0.1");
	reply(f, &(struct fake_reply){
			 .nonce = last_nonce(f),
			 .eid = "10.9.0.0/16",
			 .ttl_min = 1,
			 .action = LISP_ACT_DROP,
		 });
	assert_int_equal(fake_fib_entry(f->fib, "10.9.0.0/16")->action, FIB_DROP);
	fake_net_advance(f->net, MINUTE);
	assert_null(entry(f, "10.9.0.0/16"));
	fake_net_advance(f->net, 13 * MINUTE);
	assert_non_null(entry(f, "8.0.0.0/7"));
	fake_net_advance(f->net, MINUTE);
	assert_null(entry(f, "8.0.0.0/7"));
	assert_null(fake_fib_entry(f->fib, "8.0.0.0/7"));
}

static void ttl_zero_removes(void **state)
{
	struct fixture *f = *state;

	learn(f, 60);
	fake_fib_use(f->fib, "10.2.2.0/24", 1, 100);
	fake_net_advance(f->net, 60 * MINUTE);
	assert_true(entry(f, "10.2.2.0/24")->refreshing);
	reply(f, &(struct fake_reply){ .nonce = last_nonce(f), .eid = "10.2.2.0/24" });
	assert_null(entry(f, "10.2.2.0/24"));
	assert_null(fake_fib_entry(f->fib, "10.2.2.0/24"));
	packet(f, "10.2.2.5");
	reply(f, &(struct fake_reply){ .nonce = last_nonce(f), .eid = "10.2.0.0/16" });
	assert_null(entry(f, "10.2.0.0/16"));
	assert_null(entry(f, "10.2.2.5/32"));
}

/* The default entry of an ITR is renewed each minute, as IOS shows it. */
static void default_entry(void **state)
{
	struct fixture *f = *state;
	struct mapcache_entry *e = entry(f, "0.0.0.0/0");

	assert_non_null(e);
	assert_int_equal(fake_fib_entry(f->fib, "0.0.0.0/0")->action, FIB_PUNT);
	fake_net_advance(f->net, 90000);
	assert_ptr_equal(entry(f, "0.0.0.0/0"), e);
	assert_in_range(loop_now_ms(fake_net_loop(f->net)) - e->created_ms, 30000, 30100);
}

/* A Map-Server without any EID prefix answers 0.0.0.0/0; when that was over, nothing punted any
 * more. */
static void default_entry_after_an_answer_for_all(void **state)
{
	struct fixture *f = *state;

	packet(f, "10.2.2.5");
	reply(f, &(struct fake_reply){
			 .nonce = last_nonce(f),
			 .eid = "0.0.0.0/0",
			 .ttl_min = 15,
			 .action = LISP_ACT_NATIVE,
		 });
	assert_int_equal(entry(f, "0.0.0.0/0")->source, MC_MAP_REPLY);
	assert_int_equal(fake_fib_entry(f->fib, "0.0.0.0/0")->action, FIB_NATIVE);
	fake_net_advance(f->net, 15 * MINUTE + 100);
	assert_non_null(entry(f, "0.0.0.0/0"));
	assert_int_equal(entry(f, "0.0.0.0/0")->source, MC_STATIC_MAP_REQUEST);
	assert_int_equal(fake_fib_entry(f->fib, "0.0.0.0/0")->action, FIB_PUNT);
}

static void locators(void **state)
{
	struct fixture *f = *state;
	const struct fib_entry_cfg *cfg;
	struct mapcache_entry *e;

	packet(f, "10.2.2.5");
	reply(f, &(struct fake_reply){
			 .nonce = last_nonce(f),
			 .eid = "10.2.2.0/24",
			 .ttl_min = 60,
			 .rloc = { "172.16.1.4", "172.16.1.3", "192.0.2.7" },
			 .priority = { 2, 1, 1 },
		 });
	e = entry(f, "10.2.2.0/24");
	assert_int_equal(e->lsbs, 3); /* ascending; no route to the third */
	assert_true(e->rloc[2].no_route);
	cfg = fake_fib_entry(f->fib, "10.2.2.0/24");
	assert_string_equal(addr_str(&cfg->locator[cfg->bucket[0]].remote).s, "172.16.1.3");
	fake_add_route(f->r2, "192.0.2.0/24");
	lisp_host_changed(f->l);
	fake_net_advance(f->net, 50);
	assert_int_equal(e->lsbs, 7);
	fake_del_route(f->r2, "172.16.1.0/24");
	lisp_host_changed(f->l);
	fake_net_advance(f->net, 50);
	assert_int_equal(e->lsbs, 4);
	fake_del_route(f->r2, "192.0.2.0/24");
	lisp_host_changed(f->l);
	fake_net_advance(f->net, 50);
	assert_int_equal(fake_fib_entry(f->fib, "10.2.2.0/24")->action, FIB_DROP);
}

static void locators_that_say_they_are_down(void **state)
{
	struct fixture *f = *state;

	packet(f, "10.2.2.5");
	reply(f, &(struct fake_reply){
			 .nonce = last_nonce(f),
			 .eid = "10.2.2.0/24",
			 .ttl_min = 60,
			 .rloc = { "172.16.1.3" },
			 .down = true,
		 });
	assert_int_equal(entry(f, "10.2.2.0/24")->lsbs, 0);
	assert_int_equal(fake_fib_entry(f->fib, "10.2.2.0/24")->action, FIB_DROP);
}

static void nothing_is_asked_about_our_own(void **state)
{
	struct fixture *f = *state;

	packet(f, "10.1.1.77");
	assert_int_equal(f->r2->n_sent, 0);
	assert_int_equal(fake_fib_verdict(f->fib), HOLD_DROP);
}

static void resolvers_in_turn(void **state)
{
	struct fixture *f = *state;
	struct addr other = fake_addr("172.16.1.11");
	struct addr mr = fake_addr("172.16.1.1");
	unsigned first = 0, second = 0;

	lisp_set_resolver(f->l, &f->l->cfg.service[SVC_IPV4], &other);
	fake_settle(f->r2);
	packet(f, "10.2.2.5");
	fake_net_advance(f->net, 16000);
	for (unsigned i = 0; i < f->r2->n_sent; i++) {
		if (msg_type(f->r2->sent[i].data, f->r2->sent[i].len) != LISP_ECM)
			continue;
		first += addr_equal(&f->r2->sent[i].to.addr, &mr);
		second += addr_equal(&f->r2->sent[i].to.addr, &other);
	}
	assert_true(first >= 2 && second >= 2); /* one that is silent does not hold us up */
}

/* The one that answers is asked from then on; many that wait for the silent one move on once. */
static void silent_resolver(void **state)
{
	struct fixture *f = *state;
	struct addr other = fake_addr("172.16.1.11");
	const struct fake_sent *s;

	lisp_set_resolver(f->l, &f->l->cfg.service[SVC_IPV4], &other);
	fake_settle(f->r2);
	packet(f, "10.2.2.5");
	packet(f, "10.3.3.5");
	s = fake_last(f->r2, LISP_ECM);
	assert_string_equal(addr_str(&s->to.addr).s, "172.16.1.1");
	fake_forget_sent(f->r2);
	fake_net_advance(f->net, 1000);
	assert_int_equal(fake_count(f->r2, LISP_ECM), 2);
	for (unsigned i = 0; i < f->r2->n_sent; i++)
		if (msg_type(f->r2->sent[i].data, f->r2->sent[i].len) == LISP_ECM)
			assert_string_equal(addr_str(&f->r2->sent[i].to.addr).s, "172.16.1.11");
	packet(f, "10.4.4.5");
	s = fake_last(f->r2, LISP_ECM);
	assert_string_equal(addr_str(&s->to.addr).s, "172.16.1.11");
}

static void without_an_itr_rloc(void **state)
{
	struct fixture *f = *state;

	fake_del_route(f->r2, "172.16.1.0/24");
	f->r2->n_local = 0;
	lisp_host_changed(f->l);
	fake_settle(f->r2);
	fake_forget_sent(f->r2);
	packet(f, "10.2.2.5");
	assert_int_equal(f->r2->n_sent, 0);
	assert_int_equal(entry(f, "10.2.2.5/32")->state, MC_INCOMPLETE);
}

static void limit_of_the_cache(void **state)
{
	struct fixture *f = *state;

	f->l->cache.limit = 3;
	for (int i = 0; i < 10; i++) {
		char text[32];

		snprintf(text, sizeof(text), "10.2.%d.1", i);
		packet(f, text);
	}
	assert_int_equal(f->l->cache.n_learned, 3);
	assert_int_equal(f->l->cache.n_refused, 7);
	assert_int_equal(fake_fib_verdict(f->fib), HOLD_DROP);
	assert_non_null(entry(f, "0.0.0.0/0"));
}

/* A full cache gives up what nobody has used for a minute, and nothing else. */
static void idle_entries_make_room(void **state)
{
	struct fixture *f = *state;
	char host[32], prefix[32];

	f->l->cache.limit = 3;
	for (int i = 0; i < 3; i++) {
		snprintf(host, sizeof(host), "10.2.%d.1", i);
		snprintf(prefix, sizeof(prefix), "10.2.%d.0/24", i);
		packet(f, host);
		f->l->cache.limit = 4; /* while it learns, the host and the prefix are there */
		reply(f, &(struct fake_reply){
				 .nonce = last_nonce(f),
				 .eid = prefix,
				 .ttl_min = 1440,
				 .rloc = { "172.16.1.3" },
			 });
		f->l->cache.limit = 3;
	}
	packet(f, "10.2.9.1");
	assert_null(entry(f, "10.2.9.1/32")); /* all are fresh */
	fake_net_advance(f->net, 2 * MINUTE);
	fake_fib_use(f->fib, "10.2.0.0/24", 1, 100);
	fake_fib_use(f->fib, "10.2.2.0/24", 1, 100);
	packet(f, "10.2.9.1");
	assert_non_null(entry(f, "10.2.9.1/32"));
	assert_null(entry(f, "10.2.1.0/24"));
	assert_non_null(entry(f, "10.2.0.0/24"));
	assert_non_null(entry(f, "10.2.2.0/24"));
	assert_non_null(entry(f, "0.0.0.0/0"));
}

static void static_entries(void **state)
{
	struct fixture *f = *state;
	struct service_cfg *s = &instance_cfg_find(&f->l->cfg, 0)->service[SVC_IPV4];
	struct prefix p = fake_prefix("10.7.0.0/16"), q = fake_prefix("10.8.0.0/16");
	struct locator_cfg loc = { .addr = fake_addr("172.16.1.9"), .priority = 1, .weight = 100 };

	lisp_set_static_map(f->l, s, &p, STATIC_LOCATORS, &loc);
	lisp_set_static_map(f->l, s, &q, STATIC_DROP, NULL);
	fake_settle(f->r2);
	fake_net_advance(f->net, 10);
	assert_int_equal(fake_fib_entry(f->fib, "10.7.0.0/16")->action, FIB_ENCAP);
	assert_int_equal(fake_fib_entry(f->fib, "10.8.0.0/16")->action, FIB_DROP);
	fake_net_advance(f->net, 2 * DAY);
	assert_non_null(entry(f, "10.7.0.0/16"));
	itr_clear_cache(f->l, 0, AF_INET, NULL);
	assert_non_null(entry(f, "10.7.0.0/16"));
	lisp_del_static_map(f->l, s, &p, NULL);
	fake_settle(f->r2);
	assert_null(entry(f, "10.7.0.0/16"));
	assert_null(fake_fib_entry(f->fib, "10.7.0.0/16"));
}

/* Everything that an instance brought goes with it. */
static void end_of_the_instance(void **state)
{
	struct fixture *f = *state;

	learn(f, 1440);
	packet(f, "10.5.5.5");
	lisp_del_instance(f->l, 0);
	assert_null(mapcache_first_all(&f->l->cache));
	assert_int_equal(f->l->pending.n, 0);
	assert_null(lpm_first(f->l->reach.tree));
	assert_int_equal(f->r2->n_tuns, 0);
	fake_net_advance(f->net, 10 * MINUTE);
	assert_null(mapcache_first_all(&f->l->cache));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(request_of_a_packet, set_up, tear_down),
		cmocka_unit_test_setup_teardown(less_specific_reply_replaces_the_host, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(retries_until_the_packets_stop, set_up, tear_down),
		cmocka_unit_test_setup_teardown(any_of_its_nonces_is_good_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(replies_that_are_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(complete_entry_ends_with_its_ttl, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(used_entry_is_refreshed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(negative_entries, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ttl_zero_removes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(default_entry, set_up, tear_down),
		cmocka_unit_test_setup_teardown(default_entry_after_an_answer_for_all, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(locators, set_up, tear_down),
		cmocka_unit_test_setup_teardown(locators_that_say_they_are_down, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nothing_is_asked_about_our_own, set_up, tear_down),
		cmocka_unit_test_setup_teardown(resolvers_in_turn, set_up, tear_down),
		cmocka_unit_test_setup_teardown(silent_resolver, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_an_itr_rloc, set_up, tear_down),
		cmocka_unit_test_setup_teardown(limit_of_the_cache, set_up, tear_down),
		cmocka_unit_test_setup_teardown(idle_entries_make_room, set_up, tear_down),
		cmocka_unit_test_setup_teardown(static_entries, set_up, tear_down),
		cmocka_unit_test_setup_teardown(end_of_the_instance, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
