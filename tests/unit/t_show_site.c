/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Map-Server of the captures, and what else its site tables may show. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lispd/map/site.h"
#include "tests/unit/show_fixture.h"

struct fixture {
	struct fake_net *net;
	struct fake *r1;
	struct show_fixture s;
};

static int set_up(void **state)
{
	static struct fixture f;
	struct site_cfg *site;

	f.net = fake_net_new();
	f.r1 = fake_new(f.net, "R1", "172.16.1.1");
	fake_map_server(f.r1, AF_INET);
	site = fake_site(f.r1, "Site_1", "Zaq12wsx!@");
	fake_eid_record(f.r1, site, 0, "10.1.1.0/24", false);
	fake_eid_record(f.r1, site, 0, "10.2.2.0/24", false);
	fake_settle(f.r1);
	show_init(&f.s, f.r1);
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	show_fini(&f->s);
	fake_net_free(f->net);
	return 0;
}

/* A registration as if it had come with these values. */
struct reg {
	const char *eid, *from;
	uint16_t port; /* of a TCP session; 0: UDP */
	uint64_t nonce;
	uint32_t id[4];
	const char *rloc[3];
	bool proxy, merge, down;
	uint32_t iid;
};

static void register_eid(struct fixture *f, const struct reg *r)
{
	struct prefix p = fake_prefix(r->eid);
	struct eid eid = eid_ip(r->iid, &p);
	struct rloc rloc[3];
	struct site_reg like = {
		.has_id = r->id[0] != 0,
		.from = { fake_addr(r->from), r->port ? r->port : LISP_CONTROL_PORT },
		.map = { .eid = eid, .ttl_min = 1440, .rloc = rloc },
		.proxy_reply = r->proxy,
		.merge = r->merge,
		.want_notify = true,
		.reliable = r->port != 0,
		.algorithm = LISP_AUTH_SHA1,
		.nonce = r->nonce,
	};
	struct site_eid *allowed = site_eid_allowed(&fake_lisp(f->r1)->sites, &eid);

	for (int i = 0; i < 16; i++)
		like.xtr_id[i] = (uint8_t)(r->id[i / 4] >> (24 - i % 4 * 8));
	for (int i = 0; i < 3 && r->rloc[i]; i++) {
		struct addr a = fake_addr(r->rloc[i]);

		rloc[i] = rloc_make(&a, 1, 50);
		rloc[i].flags = RLOC_LOCAL | (r->down && i ? 0 : RLOC_REACHABLE);
		like.map.n_rlocs++;
	}
	assert_non_null(allowed);
	assert_non_null(site_register(allowed, &eid, &like, r->port ? 0 : 180000));
}

static const struct reg r2 = {
	.eid = "10.1.1.0/24",
	.from = "172.16.1.2",
	.port = 52677,
	.nonce = 0x3CA3E13A96CA01E0,
	.id = { 0xF180E005, 0x7DEB7B41, 0x6FFC3231, 0xCD92F0F5 },
	.rloc = { "172.16.1.2" },
};

static const struct reg r3 = {
	.eid = "10.2.2.0/24",
	.from = "172.16.1.3",
	.port = 41036,
	.nonce = 0xF6BC2B4D42670A37,
	.id = { 0x77F7EE65, 0xFC042238, 0xA9150686, 0x715439C3 },
	.rloc = { "172.16.1.3" },
};

static void table_of_the_capture(void **state)
{
	struct fixture *f = *state;

	register_eid(f, &r2);
	fake_net_advance(f->net, 95000);
	register_eid(f, &r3);
	fake_net_advance(f->net, 8500);
	show_is_seed(&f->s, "show lisp site", "show-lisp-site-R1-1.txt");
	show_is_seed(&f->s, "sh li si", "show-lisp-site-R1-1.txt");
	show_is_seed(&f->s, "show lisp 0 site", "show-lisp-site-R1-1.txt");
	show_is_seed(&f->s, "show lisp instance-id 0 ipv4 server", "show-lisp-site-R1-1.txt");
}

static void detail_of_the_capture(void **state)
{
	struct fixture *f = *state;

	register_eid(f, &r2);
	fake_net_advance(f->net, 33000);
	register_eid(f, &r2);
	fake_net_advance(f->net, 91000);
	register_eid(f, &r3);
	fake_net_advance(f->net, 4000);
	register_eid(f, &r3);
	fake_net_advance(f->net, 21400);
	show_is_seed(&f->s, "show lisp site detail", "show-lisp-site-detail-R1-1.txt");
	show_is_seed(&f->s, "show lisp site name Site_1", "show-lisp-site-detail-R1-1.txt");
	show_is_seed(&f->s, "show lisp site Site_1", "show-lisp-site-detail-R1-1.txt");
}

static void one_eid(void **state)
{
	struct fixture *f = *state;
	struct site_cfg *site = fake_site(f->r1, "Site_1", NULL);

	fake_eid_record(f->r1, site, 4100, "192.168.1.0/24", true);
	fake_settle(f->r1);
	register_eid(f, &(struct reg){
				.eid = "192.168.1.71/32",
				.iid = 4100,
				.from = "172.16.1.2",
				.nonce = 1,
				.id = { 1, 2, 3, 4 },
				.rloc = { "172.16.1.2", "172.16.1.3" },
				.proxy = true,
				.merge = true,
				.down = true,
			});
	fake_net_advance(f->net, 5000);
	show_is(&f->s, "show lisp site 192.168.1.71 instance-id 4100",
		"LISP Site Registration Information\n"
		"\n"
		"Site name: Site_1\n"
		"Allowed configured locators: any\n"
		"Requested EID-prefix:\n"
		"\n"
		"  EID-prefix: 192.168.1.71/32 instance-id 4100\n"
		"    First registered:     00:00:05\n"
		"    Last registered:      00:00:05\n"
		"    Routing table tag:    0\n"
		"    Origin:               Dynamic, more specific of 192.168.1.0/24\n"
		"    Merge active:         Yes\n"
		"    Proxy reply:          Yes\n"
		"    Skip Publication:     No\n"
		"    Force Withdraw:       No\n"
		"    TTL:                  1d00h\n"
		"    State:                complete\n"
		"    Registration errors:\n"
		"      Authentication failures:   0\n"
		"      Allowed locators mismatch: 0\n"
		"    ETR 172.16.1.2:4342, last registered 00:00:05, proxy-reply, map-notify\n"
		"                         TTL 1d00h, merge, hash-function sha1\n"
		"                         state complete, no security-capability\n"
		"                         nonce 0x00000000-0x00000001\n"
		"                         xTR-ID 0x00000001-0x00000002-0x00000003-0x00000004\n"
		"                         site-ID unspecified\n"
		"                         Domain-ID unspecified\n"
		"                         Multihoming-ID unspecified\n"
		"      Locator     Local  State      Pri/Wgt  Scope\n"
		"      172.16.1.2  yes    up           1/50   IPv4 none\n"
		"      172.16.1.3  yes    down         1/50   IPv4 none\n");
	show_has(&f->s, "show lisp site 192.168.1.0/24 instance-id 4100",
		 "    Origin:               Configuration, accepting more specifics\n");
	show_has(&f->s, "show lisp site 192.168.1.0/24 instance-id 4100",
		 "    TTL:                  00:00:00\n    State:                unknown\n");
	show_has(&f->s, "show lisp instance-id 4100 ipv4 server 192.168.1.9",
		 "    No registrations.\n");
	show_is(&f->s, "show lisp site 4.2.2.2",
		"% Could not find instance-id 0 EID 4.2.2.2 in site database.\n");
	show_is(&f->s, "show lisp site 4.2.2.0/24",
		"% Could not find instance-id 0 EID 4.2.2.0/24 in site database.\n");
}

static void table_with_instances(void **state)
{
	struct fixture *f = *state;
	struct site_cfg *site = fake_site(f->r1, "Shire", "k");

	fake_eid_record(f->r1, site, 4100, "192.168.1.0/24", true);
	fake_eid_record(f->r1, site, 4100, "2001:192:168:1::/64", true);
	fake_settle(f->r1);
	register_eid(f, &(struct reg){
				.eid = "192.168.1.71/32",
				.iid = 4100,
				.from = "11.11.11.11",
				.port = 33079,
				.id = { 1 },
				.rloc = { "11.11.11.11" },
			});
	register_eid(f, &(struct reg){
				.eid = "2001:192:168:1::/64",
				.iid = 4100,
				.from = "2222:2222:2222:2222::",
				.port = 27643,
				.id = { 2 },
				.rloc = { "2222:2222:2222:2222::", "11.11.11.11" },
				.down = true,
			});
	register_eid(f, &(struct reg){
				.eid = "10.2.2.0/24",
				.from = "172.16.1.3",
				.id = { 3 },
				.rloc = { "172.16.1.3" },
			});
	fake_net_advance(f->net, 200000); /* the UDP registration is over */
	show_is(&f->s, "show lisp site",
		"LISP Site Registration Information\n"
		"* = Some locators are down or unreachable\n"
		"# = Some registrations are sourced by reliable transport\n"
		"\n"
		"Site Name      Last      Up     Who Last             Inst     EID Prefix\n"
		"               Register         Registered           ID\n"
		"Shire          never     no     --                   4100     192.168.1.0/24\n"
		"               00:03:20  yes#   11.11.11.11:33079    4100     192.168.1.71/32\n"
		"               00:03:20  yes*#  2222:2222:2222:2222::.27643\n"
		"                                                     4100     2001:192:168:1::/64\n"
		"Site_1         never     no     --                   0        10.1.1.0/24\n"
		"               00:03:20  no     172.16.1.3:4342      0        10.2.2.0/24\n");
	show_is(&f->s, "show lisp instance-id 4100 ipv6 server",
		"LISP Site Registration Information\n"
		"* = Some locators are down or unreachable\n"
		"# = Some registrations are sourced by reliable transport\n"
		"\n"
		"Site Name      Last      Up     Who Last             Inst     EID Prefix\n"
		"               Register         Registered           ID\n"
		"Shire          00:03:20  yes*#  2222:2222:2222:2222::.27643\n"
		"                                                     4100     2001:192:168:1::/64\n");
	show_has(&f->s, "show lisp site detail",
		 "    ETR 2222:2222:2222:2222::.27643\n"
		 "      last registered 00:03:20, no proxy-reply, map-notify\n"
		 "      TTL 1d00h, no merge, hash-function sha1, nonce 0x00000000-0x00000000\n"
		 "      state complete, no security-capability\n");
}

static void settings_of_a_site(void **state)
{
	struct fixture *f = *state;
	struct site_cfg *site = fake_site(f->r1, "Site_1", NULL);
	struct addr a = fake_addr("172.16.1.2"), b = fake_addr("172.16.1.9");

	lisp_set_allowed_locator(fake_lisp(f->r1), site, &b, true);
	lisp_set_allowed_locator(fake_lisp(f->r1), site, &a, true);
	show_has(&f->s, "show lisp site detail",
		 "Site name: Site_1\n"
		 "Allowed configured locators: 172.16.1.2, 172.16.1.9\n"
		 "Allowed EID-prefixes:\n\n"
		 "  EID-prefix: 10.1.1.0/24\n"
		 "    First registered:     never\n");
	show_is(&f->s, "show lisp site name nobody", "% No site nobody is configured\n");
	show_is(&f->s, "show lisp 7 site", "% LISP process 7 is not configured\n");
}

/* Many rows go in slices: each must begin where the one before ended. */
static void a_thousand_eids(void **state)
{
	struct fixture *f = *state;
	struct site_cfg *site = fake_site(f->r1, "Zoo", "k");
	unsigned n = 0;

	for (unsigned i = 0; i < 1000; i++) {
		char text[32];

		snprintf(text, sizeof(text), "20.%u.%u.0/24", i / 256, i % 256);
		fake_eid_record(f->r1, site, 0, text, false);
	}
	fake_settle(f->r1);
	for (const char *p = show(&f->s, "show lisp site"); (p = strstr(p, " 20.")); p++)
		n++;
	assert_int_equal(n, 1000);
	n = 0;
	for (const char *p = show(&f->s, "show lisp site detail");
	     (p = strstr(p, "EID-prefix: 20.")); p++)
		n++;
	assert_int_equal(n, 1000);
}

static void summary(void **state)
{
	struct fixture *f = *state;

	register_eid(f, &r2);
	show_is(&f->s, "show lisp site summary",
		"                     ----------- IPv4 ----------- ----------- IPv6 ----------- "
		"----------- MAC -----------\n"
		"Site name            Configured Registered Incons Configured Registered Incons "
		"Configured Registered Incons\n"
		"Site_1                        2          1      0          0          0      0  "
		"        0          0      0\n"
		"\n"
		"Site-registration limit for router lisp 0:              0\n"
		"Site-registration count for router lisp 0:              1\n"
		"Number of address-resolution entries:                   0\n"
		"Number of configured sites:                             1\n"
		"Number of registered sites:                             1\n"
		"Sites with inconsistent registrations:                  0\n"
		"IPv4\n"
		"  Number of configured EID prefixes:                    2\n"
		"  Number of registered EID prefixes:                    1\n"
		"IPv6\n"
		"  Number of configured EID prefixes:                    0\n"
		"  Number of registered EID prefixes:                    0\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(table_of_the_capture, set_up, tear_down),
		cmocka_unit_test_setup_teardown(detail_of_the_capture, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_eid, set_up, tear_down),
		cmocka_unit_test_setup_teardown(table_with_instances, set_up, tear_down),
		cmocka_unit_test_setup_teardown(settings_of_a_site, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_thousand_eids, set_up, tear_down),
		cmocka_unit_test_setup_teardown(summary, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
