/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The map-server. */
#include <string.h>

#include "lispd/cli/show_reg_history.h"
#include "lispd/cli/show_rloc_members.h"
#include "lispd/cli/show_site_summary.h"
#include "lispd/cli/site_view.h"
#include "tests/unit/golden_rows.h"

static void row(struct out *o, bool first, uint64_t last_ms, const char *who, uint16_t port,
		uint32_t iid, const char *eid)
{
	struct site_row r = {
		.site = "Shire",
		.first = first,
		.eid = golden_eid(eid),
		.iid = iid,
		.show_iid = true,
		.last_ms = last_ms,
		.up = who != NULL,
		.reliable = who != NULL,
	};

	if (who)
		r.who = golden_endpoint(who, port);
	site_print_row(o, &r);
}

static void sites_1(struct out *o)
{
	site_print_table_head(o);
	row(o, true, NEVER, NULL, 0, 0, "1.1.1.0/24");
	row(o, false, NEVER, NULL, 0, 4100, "192.168.1.0/24");
	row(o, false, HMS(0, 2, 12), "11.11.11.11", 33079, 4100, "192.168.1.71/32");
	row(o, false, NEVER, NULL, 0, 4100, "194.168.1.0/24");
	row(o, false, HMS(0, 2, 8), "22.22.22.22", 27643, 4100, "194.168.1.72/32");
	row(o, false, NEVER, NULL, 0, 4100, "2001:192:168:1::/64");
	row(o, false, HMS(0, 2, 12), "11.11.11.11", 33079, 4100, "2001:192:168:1::71/128");
	row(o, false, NEVER, NULL, 0, 4100, "2001:194:168:1::/64");
	row(o, false, HMS(0, 2, 8), "22.22.22.22", 27643, 4100, "2001:194:168:1::72/128");
	row(o, false, NEVER, NULL, 0, 4101, "193.168.1.0/24");
	row(o, false, NEVER, NULL, 0, 4101, "2001:193:168:1::/64");
}

/* Its order is that of an edited capture. */
static void sites_3(struct out *o)
{
	site_print_table_head(o);
	row(o, true, HMS(0, 50, 6), "2222:2222:2222:2222::", 27643, 4100, "2001:192:168:1::/64");
	row(o, false, HMS(0, 50, 5), "2333:2333:2333:2333::", 27643, 4101, "2001:192:168:2::/64");
	row(o, false, NEVER, NULL, 0, 4100, "192.168.1.0/24");
	row(o, false, HMS(0, 50, 10), "11.11.11.11", 33079, 4100, "192.168.1.71/32");
}

static void server4(struct out *o)
{
	site_print_table_head(o);
	row(o, true, NEVER, NULL, 0, 4100, "192.168.1.0/24");
	row(o, false, WD(7, 0), "11.11.11.11", 65042, 4100, "192.168.1.71/32");
	row(o, false, NEVER, NULL, 0, 4100, "194.168.1.0/24");
	row(o, false, WD(7, 0), "22.22.22.22", 41998, 4100, "194.168.1.72/32");
}

static void server6(struct out *o)
{
	site_print_table_head(o);
	row(o, true, NEVER, NULL, 0, 4100, "2001:192:168:1::/64");
	row(o, false, WD(7, 0), "11.11.11.11", 65042, 4100, "2001:192:168:1::71/128");
	row(o, false, NEVER, NULL, 0, 4100, "2001:194:168:1::/64");
}

static void print_detail(struct out *o, const char *site, const struct site_detail *d)
{
	site_print_title(o);
	out_char(o, '\n');
	site_print_head(o, site, NULL, true);
	site_print_detail(o, d);
}

static struct site_detail detail(const char *eid, const char *cover, uint64_t age_ms)
{
	return (struct site_detail){
		.eid = golden_eid(eid),
		.cover = golden_eid(cover),
		.iid = 4100,
		.first_ms = age_ms,
		.last_ms = age_ms,
		.n_etrs = 1,
		.etr[0] = { .last_ms = age_ms,
			    .ttl_min = 1440,
			    .proxy_reply = true,
			    .want_notify = true,
			    .reliable = true,
			    .has_id = true,
			    .algorithm = LISP_AUTH_SHA1,
			    .n_locators = 1 },
	};
}

static void set_etr(struct site_etr *e, const char *from, uint16_t port, uint64_t nonce,
		    unsigned weight)
{
	e->from = golden_endpoint(from, port);
	e->nonce = nonce;
	e->locator[0] = (struct site_locator){
		.addr = golden_rloc(from),
		.family = e->from.addr.family,
		.priority = 10,
		.weight = (uint8_t)weight,
		.local = true,
		.reachable = true,
	};
}

static void site_eid_1(struct out *o)
{
	struct site_detail d = detail("2001:192:168:1::71/128", "2001:192:168:1::/64", WD(2, 4));

	set_etr(&d.etr[0], "11.11.11.11", 65042, 0x8E349332E810FD84, 10);
	golden_id(d.etr[0].xtr_id, 0x87AD3E6A, 0x8C42CB2E, 0x19A5DF04, 0xBF72C9D8);
	print_detail(o, "Shire", &d);
}

static void site_eid_2(struct out *o)
{
	struct site_detail d = detail("192.168.1.71/32", "192.168.1.0/24", WD(2, 4));

	set_etr(&d.etr[0], "1:1:1:1::", 65042, 0xDCE821BB67F7585F, 10);
	golden_id(d.etr[0].xtr_id, 0x87AD3E6A, 0x8C42CB2E, 0x19A5DF04, 0xBF72C9D8);
	print_detail(o, "Shire", &d);
}

static void server_eid4(struct out *o)
{
	struct site_detail d = detail("192.168.1.71/32", "192.168.1.0/24", WD(2, 6));

	set_etr(&d.etr[0], "11.11.11.11", 65042, 0xDCE821BB67F7585F, 10);
	golden_id(d.etr[0].xtr_id, 0x87AD3E6A, 0x8C42CB2E, 0x19A5DF04, 0xBF72C9D8);
	print_detail(o, "Shire", &d);
}

static void server_eid6(struct out *o)
{
	struct site_detail d = detail("2001:192:168:1::/64", "::/0", HMS(11, 8, 2));

	d.first_ms = HMS(11, 8, 6);
	d.etr[0].merge = true;
	set_etr(&d.etr[0], "100.99.99.99", 30343, 0xC8F70C9DD812064E, 50);
	golden_id(d.etr[0].xtr_id, 0xD0C06D20, 0xAF0B90F4, 0x19419FE7, 0x33E596CD);
	print_detail(o, "site1", &d);
}

static void site_summary(struct out *o)
{
	const struct site_counts count[SVC_COUNT] = { { 4, 2, 0 }, { 3, 1, 0 } };
	struct site_totals t = { .n_regs = 4, .n_sites = 1, .n_registered = 1 };

	memcpy(t.count, count, sizeof(count));
	site_summary_head(o, 0);
	site_summary_row(o, "Shire", 0, count);
	site_summary_tail(o, &t);
}

static void server_summary(struct out *o)
{
	const struct site_counts count[SVC_COUNT] = { { 1, 2, 0 } };
	struct site_totals t = {
		.n_regs = 6,
		.n_sites = 1,
		.n_registered = 1,
		.family = AF_INET,
		.history = 6,
		.history_limit = 1000,
	};

	memcpy(t.count, count, sizeof(count));
	site_summary_head(o, AF_INET);
	site_summary_row(o, "Shire", AF_INET, count);
	site_summary_tail(o, &t);
}

static void members(struct out *o)
{
	struct addr a = fake_addr("10.16.2.2"), b = fake_addr("10.1.8.8");

	rloc_members_print_head(o, 0, 101, 2, 2);
	rloc_members_print(o, &a, true);
	rloc_members_print(o, &b, true);
}

static void event(struct out *o, unsigned ms, bool tcp, const char *source, const char *eid)
{
	struct prefix p = fake_prefix(eid);
	struct reg_event e = {
		.wall_ms = 1764581657000 + ms, /* 1 December 2025, 09:34:17 UTC */
		.eid = eid_ip(4100, &p),
		.source = fake_addr(source),
		.reliable = tcp,
	};

	reg_history_print(o, &e);
}

static void history(struct out *o)
{
	reg_history_print_head(o, "EDT");
	event(o, 164, false, "10.1.1.1", "192.168.1.71/32");
	event(o, 168, true, "11.11.11.11", "192.168.1.71/32");
	event(o, 466973, true, "22.22.22.22", "194.168.1.72/32");
}

const struct golden_row golden_site_rows[] = {
	GOLDEN_NOT(OF_ALL("SERVICE-server-detail-internal"),
		   "older release: ETR without its port, locator column cut"),
	GOLDEN(OF_ALL("SERVICE-server-rloc-members"), "01", members, ),
	GOLDEN_NOT(OF_ALL("SERVICE-server-summary"),
		   "older release: no limits, numbers 8 columns to the left"),
	GOLDEN(OF("ADDRESS-FAMILY-server-summary"), "01", server_summary, ),
	GOLDEN(OF("ipv4-server"), "01", server4,
	       .from = "^Output for router lisp 0 instance-id 4100", .to = "^Output for"),
	GOLDEN(OF("ipv6-server"), "01", server6,
	       .from = "^Output for router lisp 0 instance-id 4100", .to = "^Output for"),
	GOLDEN(OF("ipv4-server-EID"), "05", server_eid4, ),
	GOLDEN(OF("ipv6-server-EID"), "01", server_eid6, .why = "newer release: merged locators",
	       .to = "^    Merged locators", .cut = " {5,}RDP|  \\[-\\]"),
	GOLDEN_NOT(OF("ipv4-server-extranet-policy-PREFIX"), "no extranets"),
	GOLDEN_NOT(OF("ipv6-server-extranet-policy-PREFIX"), "no extranets"),
	GOLDEN("show-lisp-server-registration-history", "01", history, ),
	GOLDEN("show-lisp-site", "01", sites_1, ),
	GOLDEN("show-lisp-site", "03", sites_3, ),
	GOLDEN("show-lisp-site-EID", "01", site_eid_1, ),
	GOLDEN("show-lisp-site-EID", "02", site_eid_2, .why = "edited: locator column",
	       .cut = "(Locator|1:1:1:1::)  +"),
	GOLDEN("show-lisp-site-summary", "01", site_summary, .why = "MAC", .to = "^MAC",
	       .cut = "( {10}[0-9]){2} {6}[0-9]$|entries: +[0-9]+"),
	{ .folder = NULL },
};
