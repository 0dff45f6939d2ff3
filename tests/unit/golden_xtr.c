/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Database, map-cache, forwarding, dynamic EIDs. */
#include <stdio.h>
#include <string.h>

#include "lispd/cli/show_database.h"
#include "lispd/cli/show_dynamic_eid.h"
#include "lispd/cli/show_forwarding.h"
#include "lispd/cli/show_map_cache.h"
#include "tests/unit/golden_rows.h"

static struct addr_buf addr_text(const char *text)
{
	struct addr_buf b;

	snprintf(b.s, sizeof(b.s), "%s", text);
	return b;
}

static struct eid_table_text table(const char *text)
{
	struct eid_table_text t;

	snprintf(t.s, sizeof(t.s), "%s", text);
	return t;
}

static struct database_locator db_locator(const char *addr, unsigned priority, unsigned weight,
					  enum mapdb_source source)
{
	return (struct database_locator){
		.addr = golden_rloc(addr),
		.priority = (uint8_t)priority,
		.weight = (uint8_t)weight,
		.source = source,
		.self = source != MAPDB_AUTO,
		.reachable = true,
	};
}

static void set_row(struct database_row *r, const char *eid, uint64_t age_ms, uint64_t changed_ms)
{
	r->eid = golden_eid(eid);
	r->age_ms = age_ms;
	r->changed_ms = changed_ms;
}

static void db_prefix(struct out *o)
{
	struct database_head h = {
		.table = table("EID-table vrf sub1 (IID 21)"),
		.family = AF_INET,
		.lsbs = 3,
		.total = 1,
	};
	struct database_row r = {
		.set = "set1",
		.auto_discover = true,
		.proxy = true,
		.n_locators = 2,
		.n_servers = 2,
	};

	set_row(&r, "21.1.1.0/24", HMS(0, 1, 34), HMS(0, 0, 48));
	r.locator[0] = db_locator("1.3.1.1", 1, 50, MAPDB_CFG_INTF);
	r.locator[1] = db_locator("1.3.2.1", 1, 50, MAPDB_AUTO);
	r.server[0] = (struct database_server){ addr_text("1.2.1.1"), HMS(0, 0, 48) };
	r.server[1] = (struct database_server){ addr_text("4.2.1.1"), HMS(0, 0, 48) };
	database_print_head(o, &h, false);
	database_print(o, &r, true);
}

static void database(struct out *o)
{
	struct database_head h = {
		.table = table("EID-table vrf sub1 (IID 21)"),
		.family = AF_INET,
		.lsbs = 3,
		.total = 3,
	};
	struct database_row r = {
		.set = "set1",
		.auto_discover = true,
		.proxy = true,
		.n_locators = 2,
	};

	set_row(&r, "21.1.1.0/24", HMS(0, 50, 59), HMS(0, 50, 7));
	r.locator[0] = db_locator("1.3.1.1", 1, 50, MAPDB_AUTO);
	r.locator[1] = db_locator("1.3.2.1", 1, 50, MAPDB_CFG_INTF);
	database_print_head(o, &h, true);
	database_print(o, &r, false);
	r.eid = golden_eid("21.1.2.0/24");
	database_print(o, &r, false);
}

static void database6(struct out *o)
{
	struct database_head h = {
		.table = table("EID-table vrf red (IID 4100)"),
		.family = AF_INET6,
		.lsbs = 1,
		.total = 2,
	};
	struct database_row r = { .set = "RLOC", .inherits_set = true, .n_locators = 1 };

	set_row(&r, "2001:192:168:1::1/128", WD(8, 1), WD(8, 1));
	r.locator[0] = db_locator("11.11.11.11", 10, 10, MAPDB_CFG_INTF);
	database_print_head(o, &h, true);
	database_print(o, &r, false);
	r.eid = golden_eid("2001:192:168:1::71/128");
	database_print(o, &r, false);
}

static struct cache_row *learned(const char *eid, uint64_t age_ms, uint64_t expires_ms,
				 const char *rloc)
{
	static struct cache_row r; /* large */

	memset(&r, 0, sizeof(r));
	r.eid = golden_eid(eid);
	r.age_ms = r.modified_ms = age_ms;
	r.expires_ms = expires_ms;
	r.source = MC_MAP_REPLY;
	r.state = MC_COMPLETE;
	r.map_source = fake_addr("11.1.2.2");
	r.n_locators = 1;
	r.locator[0] = (struct cache_locator){
		.addr = golden_rloc(rloc),
		.priority = 10,
		.weight = 10,
		.age_ms = age_ms,
		.change_ms = age_ms,
		.route_change_ms = age_ms,
		.n_changes = 1,
		.n_route_changes = 1,
		.probe_ms = UINT64_MAX,
		.rtt_ms = UINT64_MAX,
		.next_probe_ms = UINT64_MAX,
	};
	return &r;
}

static void cache(struct out *o)
{
	struct eid_table_text t = table("EID-table vrf VN1 (IID 4099)");
	struct cache_row *r = learned("0.0.0.0/0", HMS(0, 0, 7), HMS(0, 0, 52), "0.0.0.0");

	r->source = MC_STATIC_MAP_REQUEST;
	r->state = MC_NEGATIVE;
	r->action = LISP_ACT_MAP_REQUEST;
	r->n_locators = 0;
	cache_print_head(o, &t, AF_INET, 10);
	cache_print(o, r, false);
	cache_print(o, learned("8.8.8.0/30", DH(4, 11), HMS(1, 14, 41), "3.3.3.188"), false);
}

static void cache6(struct out *o)
{
	cache_print(o, learned("2102:1:1:6501::1/128", DH(4, 11), HMS(12, 50, 4), "3.3.3.188"),
		    false);
}

static void cache_of(struct out *o, int family, const char *eid, uint64_t idle_ms)
{
	struct eid_table_text t = table("EID-table vrf red (IID 4100)");
	struct cache_row *r = learned(eid, HMS(0, 34, 10), HMS(23, 25, 50), "22.22.22.22");

	r->counters =
		(struct fib_counters){ .packets = 57553, .bytes = 5755300, .idle_ms = idle_ms };
	cache_print_head(o, &t, family, 3);
	cache_print(o, r, true);
}

static void cache_prefix4(struct out *o)
{
	cache_of(o, AF_INET, "194.168.1.72/32", HMS(0, 1, 5));
}

static void cache_prefix6(struct out *o)
{
	cache_of(o, AF_INET6, "2001:194:168:1::72/128", HMS(0, 23, 41));
}

static void remote(struct out *o, const char *eid)
{
	struct forwarding_row r = { .prefix = fake_prefix(eid), .action = "signal" };

	forwarding_print_remote(o, &r);
}

static void remote4(struct out *o)
{
	forwarding_print_remote_head(o);
	remote(o, "0.0.0.0/0");
	remote(o, "192.168.1.0/24");
}

static void remote6(struct out *o)
{
	forwarding_print_remote_head(o);
	remote(o, "::/0");
	remote(o, "2001:192:168:1::/64");
}

static void forwarding(struct out *o)
{
	struct forwarding_state s = {
		.iid = 4100,
		.vrf_id = 2,
		.vrf = "red",
		.ifname = "LISP0.4100",
		.roles = { "ETR|PITR", "ETR|PITR" },
		.propagate_ttl = true,
	};

	forwarding_print_state(o, &s, AF_INET);
}

static void policy(struct out *o, const char *name, const char *prefix)
{
	struct db_mapping_cfg m = { .prefix = fake_prefix(prefix), .set = "RLOC" };
	struct dynamic_eid_cfg d = { .n_mappings = 1, .mapping = &m };
	struct dynamic_eid_hosts none = { .n = 0 };

	snprintf(d.name, sizeof(d.name), "%s", name);
	dynamic_eid_print(o, &d, &none);
	out_char(o, '\n');
}

static void policies(struct out *o)
{
	struct lisp l = { .id = 0 };
	struct lisp_inst inst = { .lisp = &l, .iid = 4100, .vrf = "red" };

	dynamic_eid_print_title(o, "Information", &inst);
	policy(o, "192_168_1_0", "192.168.1.0/24");
	policy(o, "2001_192_168_1", "2001:192:168:1::/64");
}

const struct golden_row golden_xtr_rows[] = {
	GOLDEN("show-ip-lisp-instance-id-INSTANCE-ID-forwarding-state", "01", forwarding, ),
	GOLDEN_NOT(OF_ALL("SERVICE-map-cache"), "edited: columns, an IPv4 entry among IPv6 ones"),
	GOLDEN_NOT(OF_ALL("dynamic-eid-detail"), "older release: other title"),
	GOLDEN("show-lisp-eid-table-vrf-VRF-SERVICE-database", "01", database6,
	       .why = "dynamic EIDs", .cut = ", dynamic-eid [^,]+|, do not register"),
	GOLDEN(OF("ADDRESS-FAMILY-database-PREFIX"), "04", db_prefix, .cut = "(Yes|No)  [0-9]$"),
	GOLDEN(OF("SERVICE-database"), "01", database, .why = "imported publications",
	       .to = "^21.2.1.0"),
	GOLDEN(OF("dynamic-eid"), "01", policies, .why = "discovered hosts",
	       .drop = "^  Last dynamic", .cut = "discovered: [0-9]+"),
	GOLDEN(OF("dynamic-eid-detail"), "01", policies, .why = "discovered hosts",
	       .drop = "^  Last dynamic|^    ", .cut = "discovered: [0-9]+"),
	GOLDEN(OF("ipv4-forwarding-eid-remote"), "01", remote4, ),
	GOLDEN(OF("ipv6-forwarding-eid-remote"), "01", remote6, ),
	GOLDEN(OF("ipv4-map-cache"), "04", cache, .why = "dynamic EIDs, proxy ETRs",
	       .to = "^11.9.1.0"),
	GOLDEN(OF("ipv4-map-cache-PREFIX"), "02", cache_prefix4, ),
	GOLDEN(OF("ipv6-map-cache"), "03", cache6, .why = "dynamic EIDs, proxy ETRs",
	       .from = "^2102:1:1:510C", .drop = "^  Negative"),
	GOLDEN(OF("ipv6-map-cache-PREFIX"), "01", cache_prefix6,
	       .why = "a second locator without its columns", .to = "^  100.22"),
	{ .folder = NULL },
};
