/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_LISP_VIEW_H
#define CLI_LISP_VIEW_H

/* show lisp, show lisp service ipv4, show lisp instance-id N ipv4: what is collected, and how it
 * is printed. */

#include "lib/json.h"
#include "lispd/role/process.h"

struct lisp_view_server {
	struct addr addr;
	uint64_t last_sent_ms; /* ago; UINT64_MAX = never */
};

struct lisp_view {
	bool instance; /* one EID table, not the service in all of them */
	unsigned process, n_instances;
	uint32_t iid;
	char vrf[CFG_VRF], locator_vrf[CFG_VRF]; /* "" = default */
	char default_set[CFG_NAME];		 /* "" = none */
	bool itr, etr, proxy_itr, proxy_etr, map_server, map_resolver;
	struct addr proxy_rloc[SVC_COUNT]; /* of the proxy ITR; family 0 = none */
	bool has_rloc;
	struct addr rloc, request_source; /* family 0 = the EID's own */
	bool ignore_smr, ignore_lsbs, probing, vxlan;
	uint32_t smr_max, smr_suppression_s, ttl_min;
	uint8_t xtr_id[16];
	unsigned n_resolvers, n_servers, n_petrs;
	struct addr resolver[CFG_MAX_SERVERS];
	struct lisp_view_server server[CFG_MAX_SERVERS];
	struct addr petr[CFG_MAX_SERVERS];
	unsigned n_static, n_cached, n_mappings;
	size_t cache_limit;
};

void lisp_collect_service(struct lisp *l, int family, struct lisp_view *v);
void lisp_collect_instance(struct lisp_inst *inst, int family, struct lisp_view *v);
void lisp_print_process(struct out *o, const struct lisp_view *v);
void lisp_print_service(struct out *o, const struct lisp_view *v);
/* Into an object that is open. */
void lisp_json_process(struct json *j, const struct lisp_view *v);
void lisp_json_service(struct json *j, const struct lisp_view *v);

/* What a session offers, too. */
extern const char *const lisp_capabilities[]; /* ends with NULL */

#endif
