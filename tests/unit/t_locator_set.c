/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Locators by name, and the addresses that messages leave from: what follows when they change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lispd/role/etr.h"
#include "lispd/role/fwd.h"
#include "lispd/role/itr.h"
#include "tests/unit/fake/fib.c" /* takes the place of lispd/dp in this program */
#include "tests/unit/fake_host.h"
#include "tests/unit/fake_msg.h"

#define EID "10.1.1.0/24"

struct fixture {
	struct fake_net *net;
	struct fake *r2;
	struct dp *dp;
	struct lisp *l;
	struct service_cfg *s; /* of instance 0 */
};

static int set_up(void **state)
{
	static struct fixture f;

	f.net = fake_net_new();
	f.r2 = fake_new(f.net, "R2", "172.16.1.2");
	f.dp = fake_dp_new();
	f.r2->env.dp = f.dp;
	f.r2->env.reliable_transport = false;
	f.r2->loopback = fake_addr("192.0.2.2");
	fake_xtr(f.r2, AF_INET, "172.16.1.1", "key");
	f.s = fake_instance(f.r2, 0, AF_INET, "");
	f.l = fake_lisp(f.r2);
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

static void map_to(struct fixture *f, const char *eid, const char *set)
{
	struct prefix p = fake_prefix(eid);

	assert_int_equal(lisp_set_mapping_set(f->l, f->s, SVC_IPV4, &p, set, NULL), CFG_OK);
}

static struct locator_cfg by_address(const char *text, uint8_t priority)
{
	return (struct locator_cfg){
		.kind = LOCATOR_ADDRESS,
		.addr = fake_addr(text),
		.priority = priority,
		.weight = 100,
	};
}

static struct locator_cfg by_interface(const char *ifname)
{
	struct locator_cfg loc = {
		.kind = LOCATOR_INTERFACE,
		.family = AF_INET,
		.priority = 10,
		.weight = 10,
	};

	snprintf(loc.ifname, sizeof(loc.ifname), "%s", ifname);
	return loc;
}

static struct locator_set_cfg *make_set(struct fixture *f, const char *name,
					const struct locator_cfg *loc)
{
	struct locator_set_cfg *set = lisp_get_locator_set(f->l, name);

	assert_int_equal(lisp_set_set_locator(f->l, set, loc), CFG_OK);
	return set;
}

/* "172.16.1.2 192.0.2.2"; NULL when the database has no such entry. */
static const char *locators(struct fixture *f, const char *text)
{
	static char buf[200];
	struct prefix p = fake_prefix(text);
	struct eid eid = eid_ip(0, &p);
	struct mapdb_entry *e;

	fake_settle(f->r2);
	e = mapdb_find(&f->l->db, &eid);
	if (!e)
		return NULL;
	buf[0] = '\0';
	for (unsigned i = 0; i < e->map.n_rlocs; i++)
		snprintf(buf + strlen(buf), sizeof(buf) - strlen(buf), "%s%s", i ? " " : "",
			 addr_str(&e->map.rloc[i].addr).s);
	return buf;
}

static struct msg_map_request *request(struct fixture *f, struct msg_ecm *ecm,
				       const struct fake_sent **sent)
{
	static struct msg_map_request m;
	struct addr src = fake_addr("10.1.1.4"), dst = fake_addr("10.2.2.5");
	const struct fake_sent *s;

	fake_settle(f->r2);
	fake_forget_sent(f->r2);
	itr_clear_cache(f->l, 0, AF_INET, NULL);
	itr_data_signal(f->l, 0, &src, &dst);
	fake_net_advance(f->net, 0);
	s = fake_last(f->r2, LISP_ECM);
	assert_non_null(s);
	fake_read_request(s->data, s->len, ecm, &m);
	if (sent)
		*sent = s;
	return &m;
}

/* --- locator-sets ------------------------------------------------------------------------------ */

static void mapping_waits_for_its_set(void **state)
{
	struct fixture *f = *state;
	struct locator_cfg loc = by_address("172.16.1.2", 1);

	map_to(f, EID, "SITE");
	assert_null(locators(f, EID));
	make_set(f, "SITE", &loc);
	assert_string_equal(locators(f, EID), "172.16.1.2");
	lisp_del_locator_set(f->l, "SITE");
	assert_null(locators(f, EID));
	make_set(f, "SITE", &loc);
	assert_string_equal(locators(f, EID), "172.16.1.2");
}

static void change_of_a_set_is_registered(void **state)
{
	struct fixture *f = *state;
	struct locator_cfg loc = by_address("172.16.1.2", 1), second = by_interface("Loopback0");
	struct locator_set_cfg *set = make_set(f, "SITE", &loc);
	static struct wire_arena arena;
	const struct fake_sent *s;
	struct msg_register m;

	map_to(f, EID, "SITE");
	fake_settle(f->r2);
	fake_net_advance(f->net, 100);
	fake_forget_sent(f->r2);
	lisp_set_set_locator(f->l, set, &second);
	fake_settle(f->r2);
	fake_net_advance(f->net, 2000);
	s = fake_last(f->r2, LISP_MAP_REGISTER);
	assert_non_null(s);
	assert_int_equal(register_decode(rd_init(s->data, s->len), &m, &arena), WIRE_OK);
	assert_int_equal(m.record[0].n_rlocs, 2);
	assert_string_equal(addr_str(&m.record[0].rloc[1].addr).s, "192.0.2.2");
	assert_int_equal(m.record[0].rloc[1].priority, 10);
	lisp_del_set_locator(f->l, set, &loc);
	assert_string_equal(locators(f, EID), "192.0.2.2");
}

static void interface_of_a_set_is_followed(void **state)
{
	struct fixture *f = *state;
	struct locator_cfg loc = by_interface("Loopback0");

	make_set(f, "SITE", &loc);
	map_to(f, EID, "SITE");
	assert_string_equal(locators(f, EID), "192.0.2.2");
	f->r2->loopback = fake_addr("192.0.2.99");
	lisp_host_changed(f->l);
	assert_string_equal(locators(f, EID), "192.0.2.99");
}

static void address_that_is_there_twice_counts_once(void **state)
{
	struct fixture *f = *state;
	struct locator_cfg loc = by_interface("Loopback0"), same = by_address("192.0.2.2", 1);
	struct locator_set_cfg *set = make_set(f, "SITE", &loc);

	lisp_set_set_locator(f->l, set, &same);
	map_to(f, EID, "SITE");
	assert_string_equal(locators(f, EID), "192.0.2.2");
}

static void set_and_own_locators_replace_each_other(void **state)
{
	struct fixture *f = *state;
	struct locator_cfg loc = by_interface("Loopback0"), own = by_address("172.16.1.2", 1);
	struct prefix p = fake_prefix(EID);

	make_set(f, "SITE", &loc);
	map_to(f, EID, "SITE");
	lisp_set_mapping(f->l, f->s, SVC_IPV4, &p, &own);
	assert_string_equal(locators(f, EID), "172.16.1.2");
	map_to(f, EID, "SITE");
	assert_string_equal(locators(f, EID), "192.0.2.2");
	lisp_del_mapping(f->l, f->s, &p, NULL);
	assert_null(locators(f, EID));
}

static void default_set_is_for_mappings_without_locators(void **state)
{
	struct fixture *f = *state;
	struct locator_cfg loc = by_interface("Loopback0");
	struct prefix p = fake_prefix(EID);

	lisp_set_mapping_discover(f->l, f->s, SVC_IPV4, &p, true);
	assert_null(locators(f, EID));
	make_set(f, "SITE", &loc);
	snprintf(f->l->cfg.default_set, sizeof(f->l->cfg.default_set), "SITE");
	lisp_changed(f->l);
	assert_string_equal(locators(f, EID), "192.0.2.2");
	lisp_set_mapping_discover(f->l, f->s, SVC_IPV4, &p, false);
	assert_null(locators(f, EID));
}

/* --- where messages come from ------------------------------------------------------------------ */

static void itr_rlocs_of_a_set(void **state)
{
	struct fixture *f = *state;
	struct locator_cfg own = by_address("172.16.1.2", 1), loc = by_interface("Loopback0");
	struct locator_cfg other = by_address("172.16.1.99", 1);
	struct msg_map_request *m;
	struct msg_ecm ecm;

	fake_mapping(f->r2, 0, EID, "172.16.1.2", 1, 50);
	snprintf(f->l->cfg.common.itr_rlocs, CFG_NAME, "SITE");
	m = request(f, &ecm, NULL);
	assert_string_equal(addr_str(&m->itr_rloc[0]).s, "172.16.1.2"); /* no such set yet */
	lisp_set_set_locator(f->l, make_set(f, "SITE", &other), &loc);
	m = request(f, &ecm, NULL);
	assert_int_equal(m->n_itr_rlocs, 1); /* the other one is not ours */
	assert_string_equal(addr_str(&m->itr_rloc[0]).s, "192.0.2.2");
	make_set(f, "SITE", &own);
	m = request(f, &ecm, NULL);
	assert_int_equal(m->n_itr_rlocs, 2);
}

static void source_locator(void **state)
{
	struct fixture *f = *state;
	struct addr to = fake_addr("172.16.1.3"), src;
	const struct fake_sent *s;
	struct msg_ecm ecm;

	fake_mapping(f->r2, 0, EID, "172.16.1.2", 1, 50);
	request(f, &ecm, &s);
	assert_string_equal(addr_str(&s->src).s, "172.16.1.2");
	snprintf(f->l->cfg.source_locator[SVC_IPV4], CFG_IFNAME, "Loopback0");
	lisp_changed(f->l);
	request(f, &ecm, &s);
	assert_string_equal(addr_str(&s->src).s, "192.0.2.2");
	f->r2->loopback = (struct addr){ 0 }; /* its interface has no address */
	lisp_host_changed(f->l);
	fake_settle(f->r2);
	assert_true(lisp_source(f->l, &to, &src));
	assert_string_equal(addr_str(&src).s, "172.16.1.2");
}

static void source_locator_of_registrations(void **state)
{
	struct fixture *f = *state;

	fake_mapping(f->r2, 0, EID, "172.16.1.2", 1, 50);
	fake_settle(f->r2);
	fake_net_advance(f->net, 100);
	fake_forget_sent(f->r2);
	snprintf(f->l->cfg.source_locator[SVC_IPV4], CFG_IFNAME, "Loopback0");
	lisp_changed(f->l);
	fake_settle(f->r2);
	fake_net_advance(f->net, 100); /* at once, not with the next period */
	assert_non_null(fake_last(f->r2, LISP_MAP_REGISTER));
	assert_string_equal(addr_str(&fake_last(f->r2, LISP_MAP_REGISTER)->src).s, "192.0.2.2");
}

static void source_locator_of_data(void **state)
{
	struct fixture *f = *state;
	struct locator_cfg loc = by_address("172.16.1.3", 1);
	struct prefix p = fake_prefix("10.2.2.0/24");
	const struct fib_entry_cfg *cfg;
	struct fib_table *fib;

	fake_mapping(f->r2, 0, EID, "172.16.1.2", 1, 50);
	lisp_set_static_map(f->l, f->s, &p, STATIC_LOCATORS, &loc);
	fake_settle(f->r2);
	fake_net_advance(f->net, 10);
	fib = lisp_inst_find(f->l, 0)->fib;
	cfg = fake_fib_entry(fib, "10.2.2.0/24");
	assert_string_equal(addr_str(&cfg->locator[0].local).s, "172.16.1.2");
	snprintf(f->l->cfg.source_locator[SVC_IPV4], CFG_IFNAME, "Loopback0");
	lisp_changed(f->l);
	fake_settle(f->r2);
	cfg = fake_fib_entry(fib, "10.2.2.0/24");
	assert_string_equal(addr_str(&cfg->locator[0].local).s, "192.0.2.2");
}

static void map_request_source(void **state)
{
	struct fixture *f = *state;
	struct msg_ecm ecm;

	fake_mapping(f->r2, 0, EID, "172.16.1.2", 1, 50);
	request(f, &ecm, NULL);
	assert_string_equal(addr_str(&ecm.inner_src.addr).s, "10.2.2.5");
	f->l->cfg.service[SVC_IPV4].map_request_source = fake_addr("10.1.1.2");
	lisp_changed(f->l);
	request(f, &ecm, NULL);
	assert_string_equal(addr_str(&ecm.inner_src.addr).s, "10.1.1.2");
	f->s->map_request_source = fake_addr("10.1.1.3"); /* the instance's wins */
	lisp_changed(f->l);
	request(f, &ecm, NULL);
	assert_string_equal(addr_str(&ecm.inner_src.addr).s, "10.1.1.3");
	assert_string_equal(addr_str(&ecm.inner_dst.addr).s, "10.2.2.5");
}

/* --- two levels -------------------------------------------------------------------------------- */

static void no_in_an_instance_keeps_a_role_away(void **state)
{
	struct fixture *f = *state;
	struct service_cfg *top = &f->l->cfg.service[SVC_IPV4];

	fake_settle(f->r2);
	assert_true(lisp_inst_find(f->l, 0)->af[SVC_IPV4].etr);
	lisp_set_role(f->l, f->s, SVC_IPV4, ROLE_ETR, CHOICE_OFF);
	fake_settle(f->r2);
	assert_false(lisp_inst_find(f->l, 0)->af[SVC_IPV4].etr);
	lisp_set_role(f->l, top, SVC_IPV4, ROLE_ETR, CHOICE_OFF);
	lisp_set_role(f->l, top, SVC_IPV4, ROLE_ETR, CHOICE_ON); /* typed anew, it counts again */
	fake_settle(f->r2);
	assert_true(lisp_inst_find(f->l, 0)->af[SVC_IPV4].etr);
}

static void itr_and_proxy_itr_exclude_each_other(void **state)
{
	struct fixture *f = *state;
	struct service_cfg *top = &f->l->cfg.service[SVC_IPV4];
	struct addr rloc[2] = { fake_addr("172.16.1.2"), { 0 } };

	assert_int_equal(lisp_set_proxy_itr(f->l, top, SVC_IPV4, rloc), CFG_ITR_ACTIVE);
	assert_int_equal(lisp_set_proxy_itr(f->l, f->s, SVC_IPV4, rloc), CFG_ITR_ACTIVE);
	lisp_set_role(f->l, f->s, SVC_IPV4, ROLE_ITR, CHOICE_OFF);
	assert_int_equal(lisp_set_proxy_itr(f->l, f->s, SVC_IPV4, rloc), CFG_OK);
	assert_int_equal(lisp_set_role(f->l, f->s, SVC_IPV4, ROLE_ITR, CHOICE_ON), CFG_PITR_ACTIVE);
	lisp_del_proxy_itr(f->l, f->s);
	assert_int_equal(lisp_set_role(f->l, f->s, SVC_IPV4, ROLE_ITR, CHOICE_ON), CFG_OK);
}

static void switches_that_change_nothing_are_not_kept(void **state)
{
	struct fixture *f = *state;
	struct service_cfg *top = &f->l->cfg.service[SVC_IPV4];

	lisp_set_switch(f->l, f->s, SVC_IPV4, SWITCH_SGT, CHOICE_OFF);
	assert_int_equal(f->s->state[SWITCH_SGT], CHOICE_UNSET);
	lisp_set_switch(f->l, top, SVC_IPV4, SWITCH_SGT, CHOICE_ON);
	lisp_set_switch(f->l, f->s, SVC_IPV4, SWITCH_SGT, CHOICE_OFF);
	assert_false(service_cfg_is_on(f->s, top, SWITCH_SGT));
	lisp_set_switch(f->l, top, SVC_IPV4, SWITCH_SGT, CHOICE_OFF);
	assert_int_equal(f->s->state[SWITCH_SGT], CHOICE_UNSET);
	assert_true(service_cfg_is_on(f->s, top, SWITCH_AWAY_EIDS));
	lisp_set_switch(f->l, top, SVC_IPV4, SWITCH_AWAY_EIDS, CHOICE_OFF);
	lisp_set_switch(f->l, f->s, SVC_IPV4, SWITCH_AWAY_EIDS, CHOICE_ON);
	assert_true(service_cfg_is_on(f->s, top, SWITCH_AWAY_EIDS));
	lisp_set_switch(f->l, top, SVC_IPV4, SWITCH_AWAY_EIDS, CHOICE_UNSET);
	assert_int_equal(f->s->state[SWITCH_AWAY_EIDS], CHOICE_UNSET);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(mapping_waits_for_its_set),
		TEST(change_of_a_set_is_registered),
		TEST(interface_of_a_set_is_followed),
		TEST(address_that_is_there_twice_counts_once),
		TEST(set_and_own_locators_replace_each_other),
		TEST(default_set_is_for_mappings_without_locators),
		TEST(itr_rlocs_of_a_set),
		TEST(source_locator),
		TEST(source_locator_of_registrations),
		TEST(source_locator_of_data),
		TEST(map_request_source),
		TEST(no_in_an_instance_keeps_a_role_away),
		TEST(itr_and_proxy_itr_exclude_each_other),
		TEST(switches_that_change_nothing_are_not_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
