/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Services, statistics, sessions, the platform. */
#include <string.h>

#include "lispd/cli/lisp_view.h"
#include "lispd/cli/show_platform.h"
#include "lispd/cli/show_platform_stats.h"
#include "lispd/cli/show_prefix_list.h"
#include "lispd/cli/show_service_summary.h"
#include "lispd/cli/show_session.h"
#include "lispd/cli/show_stats.h"
#include "tests/unit/golden_rows.h"

static struct lisp_view view(void)
{
	struct lisp_view v = {
		.iid = 4100,
		.vrf = "red",
		.etr = true,
		.proxy_itr = true,
		.proxy_rloc = { fake_addr("11.11.11.11") },
		.rloc = fake_addr("11.11.11.11"),
		.ttl_min = 1440,
		.smr_max = 8,
		.smr_suppression_s = 20,
		.vxlan = true,
		.n_resolvers = 2,
		.n_servers = 2,
		.n_petrs = 1,
		.resolver = { fake_addr("44.44.44.44"), fake_addr("100.100.100.100") },
		.server = { { fake_addr("44.44.44.44"), DH(4, 23) },
			    { fake_addr("100.100.100.100"), DH(4, 23) } },
		.petr = { fake_addr("66.66.66.66") },
		.n_static = 1,
		.n_cached = 2,
		.n_mappings = 2,
		.cache_limit = 4294967295,
	};

	golden_id(v.xtr_id, 0x50E5AAE2, 0xDBB7E2DF, 0x761B5EE7, 0xE174F775);
	return v;
}

static void instance(struct out *o)
{
	struct lisp_view v = view();

	v.instance = true;
	v.has_rloc = true;
	lisp_print_service(o, &v);
}

static void service(struct out *o)
{
	struct lisp_view v = view();

	lisp_print_service(o, &v);
}

static void service_summary(struct out *o)
{
	struct service_row a = {
		.vrf = "default", .ifname = "LISP0.4097", .roles = "ETR-PITR-PETR", .n_cache = 2
	};
	struct service_row b = { .vrf = "BISNET_VN",
				 .ifname = "LISP0.4099",
				 .roles = "ETR-PITR-PETR",
				 .n_db = 1,
				 .n_cache = 8 };
	struct service_sums sums = { .n_tables = 2, .n_db = 1, .n_cache = 10 };

	service_summary_head(o, 0, 10);
	service_summary_row(o, &a);
	service_summary_row(o, &b);
	service_summary_tail(o, &sums);
}

static void table_statistics(struct out *o)
{
	struct stats_view v = {
		.instance = true,
		.iid = 4100,
		.cleared_ms = NEVER,
		.n = { [TALLY_REGISTER_OUT] = 6,
		       [TALLY_NOTIFY_IN] = 8,
		       [TALLY_CREATED] = 3,
		       [TALLY_DELETED] = 1 },
		.n_cached = 2,
		.n_negative = 2,
		.n_resolvers = 2,
		.n_servers = 2,
		.resolver = { { .addr = fake_addr("44.44.44.44"), .last_reply_ms = NEVER },
			      { .addr = fake_addr("100.100.100.100"), .last_reply_ms = NEVER } },
		.server = { fake_addr("44.44.44.44"), fake_addr("100.100.100.100") },
	};

	stats_print(o, &v);
}

static void service_statistics(struct out *o)
{
	struct stats_view v = {
		.cleared_ms = NEVER,
		.n = { [TALLY_REGISTER_OUT] = 10,
		       [TALLY_NOTIFY_IN] = 20,
		       [TALLY_CREATED] = 6,
		       [TALLY_DELETED] = 2 },
	};

	stats_print(o, &v);
}

static void session(struct out *o, const char *peer, uint64_t since_ms, unsigned in, unsigned sent,
		    unsigned users)
{
	struct session_row r = {
		.peer = golden_endpoint(peer, 0),
		.state = RT_UP,
		.since_ms = since_ms,
		.n_in = in,
		.n_out = sent,
		.n_users = users,
	};

	session_print(o, &r);
}

static void sessions(struct out *o)
{
	session_print_head(o, "default", 3, 3);
	session(o, "10.16.2.2", HMS(0, 51, 38), 8, 13, 3);
	session(o, "10.144.6.6", HMS(0, 51, 53), 3, 10, 1);
	session(o, "10.1.8.8", HMS(0, 52, 15), 8, 13, 3);
}

static const struct session_row one_session = {
	.state = RT_UP,
	.active = true,
	.since_ms = HMS(16, 21, 53),
	.n_in = 44,
	.n_out = 15,
	.n_users = 14,
};

static void user(struct out *o, uint32_t iid, int family, unsigned in, unsigned sent)
{
	struct session_user u = { true, 0, iid, family, in, sent };

	session_print_user(o, &u);
}

static void session_of(struct out *o)
{
	struct session_row r = one_session;

	r.peer = golden_endpoint("44.44.44.44", 4342);
	r.local = golden_endpoint("11.11.11.11", 55239);
	session_print_detail(o, &r);
	session_print_users_head(o);
	user(o, 16777214, AF_INET, 4, 2);
	user(o, 4100, AF_INET, 2, 2);
	user(o, 4100, AF_INET6, 2, 2);
	user(o, 4101, AF_INET, 0, 1);
	user(o, 4101, AF_INET6, 0, 1);
}

static void capability(struct out *o)
{
	session_print_capability_head(o);
}

static void capability_of(struct out *o)
{
	struct session_row r = one_session;

	r.peer = golden_endpoint("66.66.66.66", 4342);
	r.local = golden_endpoint("66.66.66.66", 50383);
	session_print_capabilities(o, &r);
}

static void platform(struct out *o)
{
	struct platform_view v = {
		.n_instances = 2000,
		.limit = 32768,
		.local = { 15, 0 },
		.remote = { 21, 0 },
	};

	platform_print(o, &v);
}

static void platform_statistics(struct out *o)
{
	struct platform_stats s = { .signals = 35669 };

	platform_stats_print(o, &s);
}

static void prefix_list(struct out *o)
{
	char header[] = "prefix-list multisite";
	struct unread_block b = { .header = header };

	prefix_list_print_title(o, 0);
	prefix_list_print(o, &b);
}

const struct golden_row golden_service_rows[] = {
	GOLDEN(OF("SERVICE"), "01", instance, .why = "publish and subscribe, dynamic EIDs",
	       .drop = "Publication-Subscription|(static|dynamic) database size"),
	GOLDEN(OF("SERVICE"), "02", instance, .why = "publish and subscribe, dynamic EIDs",
	       .drop = "Publication-Subscription|(static|dynamic) database size"),
	GOLDEN_NOT(OF("SERVICE--rv1"), "newer release: Preserve-Priority, Affinity-ID, SGT"),
	GOLDEN(OF("SERVICE-statistics"), "01", table_statistics, .why = "publish and subscribe",
	       .drop = "WLC Map-Subscribe records|Solicit Subscription records"),
	GOLDEN("show-lisp-platform", "03", platform, .why = "MAC",
	       .drop = "MAC|L2 limit|multiplier"),
	GOLDEN("show-lisp-platform-statistics", "01", platform_statistics,
	       .why = "layer 2, a margin",
	       .drop = "(update|Delete) (requests|test)|Message (sent|received)|Send Error",
	       .cut = "^ *FIB"),
	GOLDEN("show-lisp-prefix-list", "03", prefix_list, .why = "users", .drop = "^    IID"),
	GOLDEN("show-lisp-service-SERVICE", "01", service, .why = "publish and subscribe",
	       .drop = "Publication-Subscription"),
	GOLDEN("show-lisp-service-SERVICE-statistics", "01", service_statistics,
	       .why = "publish and subscribe",
	       .drop = "WLC Map-Subscribe records|Solicit Subscription records"),
	GOLDEN("show-lisp-service-SERVICE-summary", "02", service_summary, .why = "maxima",
	       .drop = "^Maximum"),
	GOLDEN("show-lisp-session", "01", sessions, ),
	GOLDEN("show-lisp-session-RLOC", "01", session_of, .why = "MAC, publish and subscribe",
	       .drop = "AFI MAC|Pubsub|Capability Exchange|Sent deferred"),
	GOLDEN_NOT("show-lisp-session-all", "newer release: RTT, narrower columns"),
	GOLDEN_NOT("show-lisp-session-established", "newer release: RTT, narrower columns"),
	GOLDEN("show-lisp-vrf-VRF-session-capability", "01", capability, .why = ROWS,
	       .drop = "^44:"),
	GOLDEN("show-lisp-vrf-VRF-session-capability-RLOC", "01", capability_of,
	       .why = "capabilities", .drop = "^ {30}|^Capability|^Receive"),
	GOLDEN_NOT("show-lisp-vrf-VRF", "inside of the IOS routing table"),
	GOLDEN_NOT("seed", "compared by t_show_site, t_show_xtr and tests/sys/golden"),
	{ .folder = NULL },
};
