/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proxy ITR, and ITRs that use a Proxy ETR (RFC 6832). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lispd/role/itr.h"
#include "lispd/role/proxy.h"
#include "tests/unit/fake/fib.c" /* takes the place of lispd/dp in this program */
#include "tests/unit/fake_host.h"
#include "tests/unit/fake_msg.h"

struct fixture {
	struct fake_net *net;
	struct fake *r;
	struct dp *dp;
	struct lisp *l;
	struct fib_table *fib;
};

static struct fake_msg msg;

static void begin(struct fixture *f)
{
	f->net = fake_net_new();
	f->r = fake_new(f->net, "R", "172.16.1.4");
	f->dp = fake_dp_new();
	f->r->env.dp = f->dp;
	f->r->env.reliable_transport = false;
	f->l = fake_lisp(f->r);
}

static void settle(struct fixture *f)
{
	lisp_changed(f->l);
	fake_settle(f->r);
	fake_net_advance(f->net, 10);
	f->fib = lisp_inst_find(f->l, 0)->fib;
}

static void type_static(struct fixture *f, const char *text)
{
	struct service_cfg *s = &instance_cfg_find(&f->l->cfg, 0)->service[SVC_IPV4];
	struct prefix p = fake_prefix(text);

	assert_int_equal(lisp_set_static_map(f->l, s, &p, STATIC_MAP_REQUEST, NULL), CFG_OK);
}

static int set_up_pitr(void **state)
{
	static struct fixture f;
	struct addr resolver = fake_addr("172.16.1.1");
	struct addr rloc[2] = { fake_addr("172.16.1.4"), { 0 } };
	struct service_cfg *top;

	begin(&f);
	top = &f.l->cfg.service[SVC_IPV4];
	lisp_set_resolver(f.l, top, &resolver);
	assert_int_equal(lisp_set_proxy_itr(f.l, top, SVC_IPV4, rloc), CFG_OK);
	fake_instance(f.r, 0, AF_INET, "");
	type_static(&f, "10.1.1.0/24");
	settle(&f);
	*state = &f;
	return 0;
}

static int set_up_itr(void **state)
{
	static struct fixture f;

	begin(&f);
	fake_xtr(f.r, AF_INET, "172.16.1.1", "key");
	fake_mapping(f.r, 0, "10.1.1.0/24", "172.16.1.4", 1, 50);
	settle(&f);
	fake_forget_sent(f.r);
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

static void packet(struct fixture *f, const char *src, const char *dst)
{
	struct addr from = fake_addr(src), to = fake_addr(dst);

	itr_data_signal(f->l, 0, &from, &to);
	fake_net_advance(f->net, 0);
}

static bool asked(const struct fixture *f, struct msg_map_request *m)
{
	const struct fake_sent *s = fake_last(f->r, LISP_ECM);
	struct msg_ecm ecm;

	if (s)
		fake_read_request(s->data, s->len, &ecm, m);
	return s != NULL;
}

static void reply(struct fixture *f, const char *eid, unsigned action, const char *rloc)
{
	struct msg_map_request m;
	struct fake_reply r = { .eid = eid, .ttl_min = 15, .action = action, .rloc = { rloc } };

	assert_true(asked(f, &m));
	r.nonce = m.nonce;
	fake_build_reply(&msg, &r);
	fake_receive(f->r, "172.16.1.1", LISP_CONTROL_PORT, msg.data, msg.len);
	fake_net_advance(f->net, 10);
}

static const struct fib_entry_cfg *published(const struct fixture *f, const char *text)
{
	return fake_fib_entry(f->fib, text);
}

/* --- Proxy ITR -------------------------------------------------------------------------------- */

static void it_attracts_what_it_was_told_of(void **state)
{
	struct fixture *f = *state;
	struct service_cfg *s = &instance_cfg_find(&f->l->cfg, 0)->service[SVC_IPV4];
	struct prefix p = fake_prefix("10.1.1.0/24");

	assert_int_equal(f->r->n_attracted, 1);
	type_static(f, "10.2.2.0/24");
	settle(f);
	assert_int_equal(f->r->n_attracted, 2);
	lisp_del_static_map(f->l, s, &p, NULL);
	settle(f);
	assert_int_equal(f->r->n_attracted, 1);
	lisp_del_proxy_itr(f->l, &f->l->cfg.service[SVC_IPV4]);
	settle(f);
	assert_int_equal(f->r->n_attracted, 0);
}

static void it_asks_for_anybody(void **state)
{
	struct fixture *f = *state;
	struct msg_map_request m;

	packet(f, "198.51.100.5", "10.1.1.6");
	assert_true(asked(f, &m));
	assert_true(m.pitr);
	assert_int_equal(m.n_itr_rlocs, 1);
	assert_string_equal(addr_str(&m.itr_rloc[0]).s, "172.16.1.4");
	reply(f, "10.1.1.0/24", 0, "172.16.1.2");
	assert_int_equal(published(f, "10.1.1.0/24")->action, FIB_ENCAP);
	assert_string_equal(addr_str(&published(f, "10.1.1.0/24")->locator[0].local).s,
			    "172.16.1.4");
	/* The answer stands in the place of what was typed, and is attracted as well. */
	assert_int_equal(f->r->n_attracted, 1);
}

static void it_does_not_ask_outside_of_its_eid_space(void **state)
{
	struct fixture *f = *state;
	struct msg_map_request m;

	packet(f, "198.51.100.5", "10.9.9.9");
	assert_false(asked(f, &m));
}

static void it_excludes_an_itr(void **state)
{
	struct fixture *f = *state;
	struct service_cfg *top = &f->l->cfg.service[SVC_IPV4];
	struct addr rloc[2] = { fake_addr("172.16.1.4"), { 0 } };

	assert_int_equal(lisp_set_role(f->l, top, SVC_IPV4, ROLE_ITR, CHOICE_ON), CFG_PITR_ACTIVE);
	lisp_del_proxy_itr(f->l, top);
	assert_int_equal(lisp_set_role(f->l, top, SVC_IPV4, ROLE_ITR, CHOICE_ON), CFG_OK);
	assert_int_equal(lisp_set_proxy_itr(f->l, top, SVC_IPV4, rloc), CFG_ITR_ACTIVE);
}

/* --- use-petr --------------------------------------------------------------------------------- */

static void use_petr(struct fixture *f, const char *a, unsigned priority)
{
	struct petr_cfg p = { .addr = fake_addr(a), .priority = (uint8_t)priority, .weight = 100 };

	assert_int_equal(lisp_set_petr(f->l, &f->l->cfg.service[SVC_IPV4], &p), CFG_OK);
	settle(f);
}

static void learn_native(struct fixture *f)
{
	packet(f, "10.1.1.4", "198.51.100.5");
	reply(f, "128.0.0.0/1", LISP_ACT_NATIVE, NULL);
}

static void natively_without_a_petr(void **state)
{
	struct fixture *f = *state;

	learn_native(f);
	assert_int_equal(published(f, "128.0.0.0/1")->action, FIB_NATIVE);
	assert_false(proxy_has_petr(lisp_inst_find(f->l, 0), AF_INET));
}

static void what_is_not_for_lisp_sites_goes_to_the_petr(void **state)
{
	struct fixture *f = *state;

	use_petr(f, "172.16.1.9", 1);
	learn_native(f);
	assert_int_equal(published(f, "128.0.0.0/1")->action, FIB_ENCAP);
	assert_string_equal(addr_str(&published(f, "128.0.0.0/1")->locator[0].remote).s,
			    "172.16.1.9");
	/* It can be taken away at any time. */
	lisp_del_petr(f->l, &f->l->cfg.service[SVC_IPV4], SVC_IPV4, NULL);
	settle(f);
	assert_int_equal(published(f, "128.0.0.0/1")->action, FIB_NATIVE);
}

static void the_next_petr_when_one_is_down(void **state)
{
	struct fixture *f = *state;
	const struct fib_entry_cfg *e;

	fake_del_route(f->r, "172.16.1.0/24");
	fake_add_route(f->r, "172.16.1.1/32");
	fake_add_route(f->r, "172.16.1.9/32");
	fake_add_route(f->r, "172.16.1.10/32");
	use_petr(f, "172.16.1.9", 1);
	use_petr(f, "172.16.1.10", 2);
	learn_native(f);
	e = published(f, "128.0.0.0/1");
	assert_string_equal(addr_str(&e->locator[e->bucket[0]].remote).s, "172.16.1.9");
	fake_del_route(f->r, "172.16.1.9/32");
	lisp_host_changed(f->l);
	settle(f);
	e = published(f, "128.0.0.0/1");
	assert_int_equal(e->action, FIB_ENCAP);
	assert_string_equal(addr_str(&e->locator[e->bucket[0]].remote).s, "172.16.1.10");
	fake_del_route(f->r, "172.16.1.10/32");
	lisp_host_changed(f->l);
	settle(f);
	assert_int_equal(published(f, "128.0.0.0/1")->action, FIB_NATIVE);
}

static void a_site_out_of_reach_goes_to_the_petr(void **state)
{
	struct fixture *f = *state;

	use_petr(f, "172.16.1.9", 1);
	packet(f, "10.1.1.4", "10.2.2.5");
	reply(f, "10.2.2.0/24", 0, "203.0.113.3"); /* no route to it */
	assert_int_equal(published(f, "10.2.2.0/24")->action, FIB_ENCAP);
	assert_string_equal(addr_str(&published(f, "10.2.2.0/24")->locator[0].remote).s,
			    "172.16.1.9");
}

#define PITR_TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up_pitr, tear_down)
#define ITR_TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up_itr, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PITR_TEST(it_attracts_what_it_was_told_of),
		PITR_TEST(it_asks_for_anybody),
		PITR_TEST(it_does_not_ask_outside_of_its_eid_space),
		PITR_TEST(it_excludes_an_itr),
		ITR_TEST(natively_without_a_petr),
		ITR_TEST(what_is_not_for_lisp_sites_goes_to_the_petr),
		ITR_TEST(the_next_petr_when_one_is_down),
		ITR_TEST(a_site_out_of_reach_goes_to_the_petr),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
