/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_LISP_H
#define CLI_SHOW_LISP_H

/* show lisp, show lisp service ipv4, show lisp instance-id N ipv4: what is collected, and how it
 * is printed. */

#include "lib/out.h"
#include "lispd/role/process.h"

struct lisp_view_server {
	struct addr addr;
	uint64_t last_sent_ms; /* ago; UINT64_MAX = never */
};

struct lisp_view {
	bool instance; /* one EID table, not the service in all of them */
	unsigned process, n_instances;
	uint32_t iid;
	char vrf[CFG_VRF];
	bool itr, etr, proxy_etr, map_server, map_resolver;
	bool has_rloc;
	struct addr rloc;
	uint32_t ttl_min;
	uint8_t xtr_id[16];
	unsigned n_resolvers, n_servers;
	struct addr resolver[CFG_MAX_SERVERS];
	struct lisp_view_server server[CFG_MAX_SERVERS];
	unsigned n_static, n_cached, n_mappings;
	size_t cache_limit;
};

void lisp_collect_service(struct lisp *l, int family, struct lisp_view *v);
void lisp_collect_instance(struct lisp_inst *inst, int family, struct lisp_view *v);
void lisp_print_process(struct out *o, const struct lisp_view *v);
void lisp_print_service(struct out *o, const struct lisp_view *v);

#endif
