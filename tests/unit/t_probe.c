/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What makes a remote locator up or down: probes, status bits of data, routes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lispd/role/itr.h"
#include "lispd/role/probe.h"
#include "tests/unit/fake/fib.c" /* takes the place of lispd/dp in this program */
#include "tests/unit/fake_host.h"
#include "tests/unit/fake_msg.h"

#define SITE "10.2.2.0/24"
#define FIRST "172.16.1.3"
#define SECOND "172.16.1.4"
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
	fake_net_advance(f.net, 10);
	f.l = fake_lisp(f.r2);
	f.fib = lisp_inst_find(f.l, 0)->fib;
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

static void probing(struct fixture *f, bool on, uint32_t period_ms)
{
	f->l->cfg.common.rloc_probing = on;
	f->l->cfg.common.probe_period_ms = period_ms;
	lisp_changed(f->l);
	fake_settle(f->r2);
}

static struct mapcache_entry *entry(const struct fixture *f)
{
	struct prefix p = fake_prefix(SITE);
	struct eid eid = eid_ip(0, &p);

	return mapcache_find(&f->l->cache, &eid);
}

static struct fake_reply answer(void)
{
	return (struct fake_reply){
		.eid = SITE,
		.ttl_min = 1440,
		.rloc = { FIRST, SECOND },
		.priority = { 1, 2 },
	};
}

/* The site has two locators, the first is better. */
static void learn(struct fixture *f)
{
	struct addr src = fake_addr("10.1.1.4"), dst = fake_addr("10.2.2.5");
	struct fake_reply r = answer();
	struct msg_map_request m;
	const struct fake_sent *s;
	struct msg_ecm ecm;

	itr_data_signal(f->l, 0, &src, &dst);
	fake_net_advance(f->net, 0);
	s = fake_last(f->r2, LISP_ECM);
	assert_non_null(s);
	fake_read_request(s->data, s->len, &ecm, &m);
	r.nonce = m.nonce;
	fake_build_reply(&msg, &r);
	fake_receive(f->r2, FIRST, 4342, msg.data, msg.len);
	fake_net_advance(f->net, 2);
	fake_forget_sent(f->r2);
}

static const char *in_use(const struct fixture *f)
{
	const struct fib_entry_cfg *cfg = fake_fib_entry(f->fib, SITE);
	static struct addr_buf text;

	assert_non_null(cfg);
	if (cfg->action != FIB_ENCAP)
		return "none";
	text = addr_str(&cfg->locator[cfg->bucket[0]].remote);
	return text.s;
}

static bool is_probe(const struct fake_sent *s, const char *to, struct msg_map_request *m)
{
	struct addr a = fake_addr(to);

	return msg_type(s->data, s->len) == LISP_MAP_REQUEST && addr_equal(&s->to.addr, &a) &&
	       map_request_decode(rd_init(s->data, s->len), m, &arena) == WIRE_OK && m->probe;
}

static unsigned n_probes(const struct fixture *f, const char *to)
{
	struct msg_map_request m;
	unsigned n = 0;

	for (unsigned i = 0; i < f->r2->n_sent; i++)
		n += is_probe(&f->r2->sent[i], to, &m);
	return n;
}

static void probe_answer(struct fixture *f, const struct fake_sent *s, struct fake_reply *r,
			 bool probe, bool authoritative)
{
	struct msg_map_request m;
	struct msg_map_reply whole;
	struct wr w;

	assert_int_equal(map_request_decode(rd_init(s->data, s->len), &m, &arena), WIRE_OK);
	r->nonce = m.nonce;
	fake_build_reply(&msg, r);
	assert_int_equal(map_reply_decode(rd_init(msg.data, msg.len), &whole, &arena), WIRE_OK);
	whole.probe = probe;
	whole.record[0].authoritative = authoritative;
	w = wr_init(msg.data, sizeof(msg.data));
	map_reply_encode(&w, &whole);
	fake_receive(f->r2, "172.16.1.99", 4342, msg.data, wr_len(&w));
}

/* Lets time pass; RLOCs that are not silent answer their probes 3 ms later. */
static void run(struct fixture *f, uint64_t ms, bool first, bool second)
{
	struct fake_reply r = answer();
	struct msg_map_request m;

	for (uint64_t t = 0; t < ms; t += 50) {
		unsigned before = f->r2->n_sent;

		fake_net_advance(f->net, 47);
		fake_net_advance(f->net, 3);
		for (unsigned i = before, end = f->r2->n_sent; i < end; i++)
			if ((first && is_probe(&f->r2->sent[i], FIRST, &m)) ||
			    (second && is_probe(&f->r2->sent[i], SECOND, &m))) {
				struct fake_sent s = f->r2->sent[i];

				probe_answer(f, &s, &r, true, true);
			}
	}
}

static void off_by_default(void **state)
{
	struct fixture *f = *state;

	learn(f);
	fake_net_advance(f->net, 5 * MINUTE);
	assert_int_equal(fake_count(f->r2, LISP_MAP_REQUEST), 0);
	assert_string_equal(in_use(f), FIRST);
}

static void what_a_probe_says(void **state)
{
	struct fixture *f = *state;
	struct msg_map_request m;
	const struct fake_sent *s;

	probing(f, true, 0);
	learn(f);
	fake_net_advance(f->net, 2000);
	s = fake_last(f->r2, LISP_MAP_REQUEST);
	assert_non_null(s);
	assert_int_equal(map_request_decode(rd_init(s->data, s->len), &m, &arena), WIRE_OK);
	assert_true(m.probe && !m.smr && !m.smr_invoked && !m.dont_reply);
	assert_int_equal(m.source.kind, EID_NONE);
	assert_string_equal(eid_str(&m.record[0]).s, SITE);
	assert_string_equal(addr_str(&m.itr_rloc[0]).s, "172.16.1.2");
	assert_int_equal(s->to.port, LISP_CONTROL_PORT);
}

/* RFC 9301 5.3: probes of one EID prefix are a second apart; 7.1: their period is jittered. */
static void spread_and_jitter(void **state)
{
	struct fixture *f = *state;
	uint64_t last = 0, gap[10], shortest = UINT64_MAX, longest = 0;
	struct msg_map_request m;
	unsigned n = 0;

	probing(f, true, 0);
	learn(f);
	run(f, 12 * MINUTE, true, true);
	for (unsigned i = 0; i < f->r2->n_sent; i++) {
		const struct fake_sent *s = &f->r2->sent[i];

		if (!is_probe(s, FIRST, &m) && !is_probe(s, SECOND, &m))
			continue;
		assert_true(!last || s->at_ms - last >= 1000);
		last = s->at_ms;
	}
	last = 0;
	for (unsigned i = 0; i < f->r2->n_sent && n < ARRAY_LEN(gap); i++) {
		if (!is_probe(&f->r2->sent[i], FIRST, &m))
			continue;
		if (last)
			gap[n++] = f->r2->sent[i].at_ms - last;
		last = f->r2->sent[i].at_ms;
	}
	assert_int_equal(n, ARRAY_LEN(gap));
	for (unsigned i = 0; i < n; i++) {
		assert_in_range(gap[i], 48000, 61000);
		shortest = MIN_OF(shortest, gap[i]);
		longest = MAX_OF(longest, gap[i]);
	}
	assert_true(longest - shortest > 1000);
}

static void rtt_and_state(void **state)
{
	struct fixture *f = *state;
	struct addr a = fake_addr(FIRST);

	probing(f, true, 0);
	learn(f);
	run(f, 4000, true, true);
	assert_true(probe_find(f->l, &a)->answered);
	assert_in_range(probe_find(f->l, &a)->rtt_ms, 1, 60);
	assert_int_equal(entry(f)->lsbs, 3);
}

/* Three lost ones, then the next best; back with the first reply. */
static void a_dead_locator(void **state)
{
	struct fixture *f = *state;
	uint64_t start, died;

	probing(f, true, 0);
	learn(f);
	run(f, 5000, true, true);
	start = loop_now_ms(fake_net_loop(f->net));
	while (strcmp(in_use(f), FIRST) == 0)
		run(f, 50, false, true);
	died = loop_now_ms(fake_net_loop(f->net));
	assert_string_equal(in_use(f), SECOND);
	assert_in_range(died - start, 40000, 2 * MINUTE);
	assert_int_equal(entry(f)->lsbs, 2);
	assert_false(entry(f)->rloc[0].up);
	assert_false(entry(f)->rloc[0].no_route);
	fake_forget_sent(f->r2);
	run(f, 5 * MINUTE, false, true); /* it is asked once a period, no more */
	assert_in_range(n_probes(f, FIRST), 4, 7);
	run(f, MINUTE + 1000, true, true);
	assert_string_equal(in_use(f), FIRST);
	assert_int_equal(entry(f)->lsbs, 3);
}

/* The operator wants it faster. */
static void short_period(void **state)
{
	struct fixture *f = *state;
	uint64_t start;

	probing(f, true, 300);
	f->l->cfg.common.has_probe_retries = true;
	f->l->cfg.common.probe_retries = 1;
	learn(f);
	run(f, 5000, true, true);
	start = loop_now_ms(fake_net_loop(f->net));
	while (strcmp(in_use(f), FIRST) == 0)
		run(f, 50, false, true);
	assert_in_range(loop_now_ms(fake_net_loop(f->net)) - start, 300, 1000);
}

static void probing_ends(void **state)
{
	struct fixture *f = *state;

	probing(f, true, 0);
	learn(f);
	run(f, 70000, false, true);
	assert_string_equal(in_use(f), SECOND);
	probing(f, false, 0); /* nobody knows any more that it is down */
	assert_string_equal(in_use(f), FIRST);
	fake_forget_sent(f->r2);
	fake_net_advance(f->net, 5 * MINUTE);
	assert_int_equal(fake_count(f->r2, LISP_MAP_REQUEST), 0);
}

/* RFC 9301 5.4: without P or A it is none. */
static void replies_that_are_none(void **state)
{
	struct fixture *f = *state;
	struct fake_reply r = answer();
	struct addr a = fake_addr(FIRST);
	struct fake_sent s;

	probing(f, true, 0);
	learn(f);
	fake_net_advance(f->net, 1900);
	while (!n_probes(f, FIRST))
		fake_net_advance(f->net, 100);
	for (unsigned i = 0; i < f->r2->n_sent; i++) {
		struct msg_map_request m;

		if (is_probe(&f->r2->sent[i], FIRST, &m))
			s = f->r2->sent[i];
	}
	probe_answer(f, &s, &r, true, false);
	assert_false(probe_find(f->l, &a)->answered);
	probe_answer(f, &s, &r, false, true);
	assert_false(probe_find(f->l, &a)->answered);
	probe_answer(f, &s, &r, true, true);
	assert_true(probe_find(f->l, &a)->answered);
	probe_answer(f, &s, &r, true, true); /* and good once */
	assert_int_equal(f->r2->ctl.refusals.count[REFUSE_NONCE].n, 3);
}

/* RFC 9301 7.1: the answer is an opportunity to learn of changes. */
static void a_reply_with_news(void **state)
{
	struct fixture *f = *state;
	struct fake_reply r = answer();
	struct fake_sent s;

	probing(f, true, 0);
	learn(f);
	fake_net_advance(f->net, 1000);
	while (!fake_count(f->r2, LISP_MAP_REQUEST))
		fake_net_advance(f->net, 100);
	s = *fake_last(f->r2, LISP_MAP_REQUEST);
	r.priority[0] = 3;
	probe_answer(f, &s, &r, true, true);
	fake_net_advance(f->net, 2);
	assert_string_equal(in_use(f), SECOND);
}

/* --- status bits -------------------------------------------------------------------------------- */

static void data_with(struct fixture *f, uint32_t lsbs, const char *from)
{
	struct addr src = fake_addr("10.2.2.5"), rloc = fake_addr(from);

	itr_lsbs(f->l, 0, &src, &rloc, lsbs);
}

static void status_bits(void **state)
{
	struct fixture *f = *state;

	learn(f);
	data_with(f, 3, FIRST);
	assert_string_equal(in_use(f), FIRST);
	data_with(f, 2, SECOND);
	assert_string_equal(in_use(f), SECOND);
	assert_int_equal(entry(f)->lsbs, 2);
	data_with(f, 2, SECOND);
	assert_string_equal(in_use(f), SECOND);
	data_with(f, 3, SECOND);
	assert_string_equal(in_use(f), FIRST);
	data_with(f, 0, FIRST); /* nobody without locators sends data */
	assert_string_equal(in_use(f), FIRST);
	data_with(f, 2, "172.16.1.66"); /* not of that site */
	assert_string_equal(in_use(f), FIRST);
}

/* --- routes ------------------------------------------------------------------------------------- */

/* Up as before, but our own address towards it is another one. */
static void another_way(void **state)
{
	struct fixture *f = *state;
	const struct fib_entry_cfg *cfg;

	learn(f);
	cfg = fake_fib_entry(f->fib, SITE);
	assert_string_equal(addr_str(&cfg->locator[0].local).s, "172.16.1.2");
	f->r2->local[f->r2->n_local++] = fake_addr("172.16.2.2");
	fake_del_route(f->r2, "172.16.1.0/24");
	fake_add_route(f->r2, "172.16.1.0/24");
	f->r2->route[f->r2->n_routes - 1].local = fake_addr("172.16.2.2");
	lisp_host_changed(f->l);
	cfg = fake_fib_entry(f->fib, SITE);
	assert_string_equal(addr_str(&cfg->locator[0].local).s, "172.16.2.2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(off_by_default, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_a_probe_says, set_up, tear_down),
		cmocka_unit_test_setup_teardown(spread_and_jitter, set_up, tear_down),
		cmocka_unit_test_setup_teardown(rtt_and_state, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_dead_locator, set_up, tear_down),
		cmocka_unit_test_setup_teardown(short_period, set_up, tear_down),
		cmocka_unit_test_setup_teardown(probing_ends, set_up, tear_down),
		cmocka_unit_test_setup_teardown(replies_that_are_none, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_reply_with_news, set_up, tear_down),
		cmocka_unit_test_setup_teardown(status_bits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(another_way, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
