/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several router lisp processes on one host: which of them has an EID table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/fake/fib.c" /* takes the place of lispd/dp in this program */
#include "tests/unit/fake_host.h"

struct fixture {
	struct fake_net *net;
	struct fake *r;
	struct dp *dp;
	struct lisp *first, *second;
};

/* Both are ITRs for the default table. */
static void bind_table(struct lisp *l, bool on)
{
	struct service_cfg *s = &instance_cfg_get(&l->cfg, 0)->service[SVC_IPV4];

	s->itr = on;
	lisp_set_eid_table(l, 0, SVC_IPV4, on ? TABLE_DEFAULT : TABLE_NONE, "");
	lisp_changed(l);
}

static int set_up(void **state)
{
	static struct fixture f;

	f.net = fake_net_new();
	f.r = fake_new(f.net, "R1", "172.16.1.1");
	f.dp = fake_dp_new();
	f.r->env.dp = f.dp;
	f.first = ctl_lisp_get(&f.r->ctl, 1);
	f.second = ctl_lisp_get(&f.r->ctl, 2);
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

static bool has_table(struct fixture *f, const struct lisp *l)
{
	struct lisp_inst *inst;

	fake_net_advance(f->net, 1000);
	inst = lisp_inst_find(l, 0);
	return inst && inst->af[SVC_IPV4].active && inst->fib;
}

static void the_first_process_has_it(void **state)
{
	struct fixture *f = *state;

	bind_table(f->second, true);
	assert_true(has_table(f, f->second));
	bind_table(f->first, true);
	assert_true(has_table(f, f->first));
	assert_false(has_table(f, f->second));
	assert_int_equal(f->r->n_tuns, 1);
}

static void who_waits_gets_it_next(void **state)
{
	struct fixture *f = *state;

	bind_table(f->first, true);
	bind_table(f->second, true);
	assert_false(has_table(f, f->second));
	bind_table(f->first, false);
	assert_true(has_table(f, f->second));
	assert_false(has_table(f, f->first));
	bind_table(f->first, true);
	assert_true(has_table(f, f->first));
	assert_false(has_table(f, f->second));
	lisp_free(f->first, false);
	assert_true(has_table(f, f->second));
	assert_int_equal(f->r->n_tuns, 1);
}

/* Two instances may share a VRF, one for IPv4 and one for IPv6: each has its family's packets. */
static void families_of_a_vrf_are_apart(void **state)
{
	struct fixture *f = *state;
	struct service_cfg *v6 = &instance_cfg_get(&f->first->cfg, 6)->service[SVC_IPV6];

	bind_table(f->first, true);
	v6->itr = true;
	lisp_set_eid_table(f->first, 6, SVC_IPV6, TABLE_DEFAULT, "");
	fake_net_advance(f->net, 1000);
	assert_int_equal(f->r->n_tuns, 2);
	lisp_del_instance(f->first, 6);
	assert_true(has_table(f, f->first));
	assert_int_equal(f->r->n_tuns, 1);
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(the_first_process_has_it),
		TEST(who_waits_gets_it_next),
		TEST(families_of_a_vrf_are_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
