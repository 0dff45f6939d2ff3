/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The LISP shows in JSON, and what no show may print as text. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base.h"
#include "tests/unit/json_check.h"
#include "tests/unit/show_fixture.h"
#include "tests/wire/shared.h"

struct fixture {
	struct fake_net *net;
	struct fake *r;
	struct show_fixture s;
};

/* A router with all roles in several tables, and something to show in each. */
static int set_up(void **state)
{
	static const struct {
		uint32_t iid;
		const char *vrf;
	} tables[] = { { 0, "" },	{ 11, "prov1" }, { 21, "sub1" },      { 22, "sub2" },
		       { 101, "mine" }, { 102, "blue" }, { 111, "internet" }, { 4097, "other" },
		       { 4099, "VN1" }, { 4100, "red" } };
	static struct fixture f;
	struct site_cfg *site;

	f.net = fake_net_new();
	f.r = fake_new(f.net, "R1", "172.16.1.1");
	fake_net_deliver(f.net, true);
	for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
		fake_instance(f.r, tables[i].iid, AF_INET, tables[i].vrf);
		fake_instance(f.r, tables[i].iid, AF_INET6, tables[i].vrf);
	}
	fake_map_server(f.r, AF_INET);
	fake_map_server(f.r, AF_INET6);
	fake_xtr(f.r, AF_INET, "172.16.1.1", "secret");
	fake_mapping(f.r, 0, "10.1.1.0/24", "172.16.1.1", 1, 50);
	fake_mapping(f.r, 4100, "192.168.1.0/24", "172.16.1.1", 1, 50);
	site = fake_site(f.r, "Site \"1\"", "secret");
	fake_eid_record(f.r, site, 0, "10.1.1.0/24", false);
	fake_eid_record(f.r, site, 4100, "192.168.1.0/24", true);
	fake_eid_record(f.r, site, 4100, "2001:db8::/64", true);
	fake_settle(f.r);
	show_init(&f.s, f.r);
	fake_net_advance(f.net, 65000);
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

static void is_json(const char *line, const char *text)
{
	const char *bad = json_check(text);

	if (bad)
		fail_msg("\"%s\" prints\n%s\nno JSON from\n%s", line, text, bad);
	if (strstr(text, "\"lines\""))
		fail_msg("\"%s\" has no JSON of its own:\n%s", line, text);
}

static void members_of_each_show(void **state)
{
	static const struct {
		const char *line, *members;
	} shows[] = {
		{ "show lisp site", "routerLisps routerLisp eidPrefixes siteName instanceId eid up "
				    "lastRegisterSeconds reliableTransport lastRegisteredBy" },
		{ "show lisp site detail",
		  "eidPrefixes etrs address port nonce xtrId hashFunction recordTtlMinutes "
		  "locators priority weight state mergeActive firstRegisteredSeconds" },
		{ "show lisp site 10.1.1.1", "eidPrefixes etrs" },
		{ "show lisp site summary", "sites ipv4 ipv6 configured registered "
					    "configuredSites siteRegistrations" },
		{ "show lisp instance-id 4100 ipv4 server",
		  "eidTables instanceId vrf addressFamily "
		  "eidPrefixes siteName" },
		{ "show lisp all instance-id * ipv4 server", "eidTables eidPrefixes siteName" },
		{ "show lisp instance-id 4100 ipv4 server detail", "eidPrefixes etrs" },
		{ "show lisp instance-id 4100 ipv4 server summary",
		  "sites ipv4 registrationHistory registrationHistoryLimit" },
		{ "show lisp instance-id 0 ipv4 server rloc members",
		  "rlocs address origin valid" },
		{ "show lisp server registration-history",
		  "events time event instanceId eid transport roamed source" },
		{ "show ip lisp database", "eidTables locatorStatusBits total noRoute mappings eid "
					   "uptimeSeconds locators mapServers acknowledged" },
		{ "show ip lisp database 10.1.1.1", "mappings eid" },
		{ "show ip lisp map-cache",
		  "total mappings eid uptimeSeconds expiresSeconds source "
		  "state mapReplyAction locators" },
		{ "show ip lisp map-cache detail", "mappings packetsOut" },
		{ "show ip lisp statistics", "lastClearedSeconds mapRequestsIn mapCacheSize "
					     "mapResolvers requestsSent mapServers" },
		{ "show lisp service ipv4 statistics", "routerLisps mapRegisterRecordsIn" },
		{ "show lisp", "routerLisp locatorTable instances capabilities" },
		{ "show lisp service ipv4", "roles itr etr mapServer mapResolvers xtrId "
					    "recordTtlMinutes" },
		{ "show ip lisp", "instanceId roles mapServers lastMapRegisterSeconds localRloc "
				  "databaseSize" },
		{ "show lisp service ipv4 summary", "eidTables interface databaseSize mapCacheSize "
						    "roles" },
		{ "show lisp session all", "sessions total established peerAddress state "
					   "messagesIn users" },
		{ "show lisp session 172.16.1.1", "sessions registrations" },
		{ "show lisp session capability", "sessions" },
		{ "show lisp refusals", "refusals messages packetDrops" },
		{ "show ip lisp forwarding eid remote", "eids action locatorStatusBits packets" },
		{ "show ip lisp forwarding eid local", "eids" },
		{ "show ip lisp forwarding state", "interface ipv4Roles ttlPropagation" },
		{ "show lisp dynamic-eid", "dynamicEids" },
		{ "show lisp dynamic-eid summary", "entries" },
		{ "show lisp platform", "instanceLimit ipv4LocalEids mapCacheLimit" },
		{ "show ip lisp away", "entries" },
		{ "show lisp instance-id 4100 ipv4 publication", "entries" },
		{ "show lisp extranet summary", "entries" },
		{ "show debugging", "lispControlPlane" },
	};
	struct fixture *f = *state;
	char line[128], member[64];

	for (size_t i = 0; i < ARRAY_LEN(shows); i++) {
		const char *p = shows[i].members, *text;

		snprintf(line, sizeof(line), "%s json", shows[i].line);
		text = show(&f->s, line);
		is_json(line, text);
		for (; *p; p += strcspn(p, " "), p += *p == ' ') {
			snprintf(member, sizeof(member), "\"%.*s\": ", (int)strcspn(p, " "), p);
			if (!strstr(text, member))
				fail_msg("\"%s\" prints\n%s\nwithout %s", line, text, member);
		}
	}
}

/* Slices may not spoil it: each begins where the one before ended. */
static void a_thousand_eids(void **state)
{
	struct fixture *f = *state;
	struct site_cfg *site = fake_site(f->r, "Zoo", "k");
	const char *text;
	unsigned n = 0;

	for (unsigned i = 0; i < 1000; i++) {
		char eid[32];

		snprintf(eid, sizeof(eid), "20.%u.%u.0/24", i / 256, i % 256);
		fake_eid_record(f->r, site, 4100, eid, false);
	}
	fake_settle(f->r);
	text = show(&f->s, "show lisp instance-id 4100 ipv4 server | json");
	is_json("server", text);
	for (const char *p = text; (p = strstr(p, "\"20.")); p++)
		n++;
	assert_int_equal(n, 1000);
}

static void numbers_are_numbers(void **state)
{
	struct fixture *f = *state;

	show_has(&f->s, "show lisp site json", "\"siteName\": \"Site \\\"1\\\"\",\n");
	show_has(&f->s, "show lisp site json", "\"instanceId\": 4100,\n");
	show_has(&f->s, "show lisp site json", "\"lastRegisterSeconds\": null,\n");
	show_has(&f->s, "show ip lisp database json", "\"locatorStatusBits\": 1,\n");
	show_has(&f->s, "show ip lisp database json", "\"priority\": 1,\n");
}

/* What Ansible takes for a failure: see the regular expressions of its terminal plugins. */
static void is_no_trap(const char *line, const char *text)
{
	static const char *const traps[] = { "error: ", "invalid input", "% error", "%error" };
	char *lower = strdup(text);

	if (strstr(text, " not found")) /* in small letters only */
		fail_msg("\"%s\" prints\n%s", line, text);

	for (char *p = lower; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	for (size_t i = 0; i < ARRAY_LEN(traps); i++)
		if (strstr(lower, traps[i]))
			fail_msg("\"%s\" prints \"%s\":\n%s", line, traps[i], text);
	free(lower);
}

/* The lines that automation sends: those of the index of captures, without layer 2. */
static bool is_wanted(const char *line)
{
	return strstr(line, "lisp") && strncmp(line, "show ", 5) == 0 && !strchr(line, '{') &&
	       !strstr(line, "show lisp vrf vrf");
}

static void every_line_of_the_index(void **state)
{
	char *index = shared_read("reference/golden/INDEX.tsv");
	struct fixture *f = *state;
	char line[256], json[272];
	unsigned n = 0;

	if (!index)
		skip();
	for (const char *p = index; (p = strchr(p, '\n')) && *++p;) {
		const char *tab = strchr(p, '\t');

		snprintf(line, sizeof(line), "%.*s", (int)strcspn(tab + 1, "\t\n"), tab + 1);
		if (!is_wanted(line))
			continue;
		is_no_trap(line, show(&f->s, line));
		snprintf(json, sizeof(json), "%s json", line);
		if (out_text(&f->s.out)[0] != '%')
			is_json(json, show(&f->s, json));
		n++;
	}
	free(index);
	assert_true(n > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(members_of_each_show, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_thousand_eids, set_up, tear_down),
		cmocka_unit_test_setup_teardown(numbers_are_numbers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_line_of_the_index, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
