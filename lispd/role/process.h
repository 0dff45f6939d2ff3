/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_PROCESS_H
#define ROLE_PROCESS_H

/*
 * struct lisp is one "router lisp N": what was typed for it, its stores, and its roles. Typed
 * values are changed by the functions here; they keep the rules, and what follows from a change
 * is worked out once, on a later turn of the loop (lisp_settle() does it at once). Working it
 * out compares what should be with what is, so that the order of changes does not matter.
 */

#include "lispd/map/mapcache.h"
#include "lispd/map/mapdb.h"
#include "lispd/map/pending.h"
#include "lispd/map/reach.h"
#include "lispd/map/site.h"
#include "lispd/role/cfg.h"
#include "lispd/role/host.h"
#include "lispd/role/refuse.h"

struct ctl;
struct etr_server;
struct fib_table;
struct ms_member;
struct rt_session;
struct lig;
struct probes;
struct smr;
struct mobility;
struct proxy;
struct site_routes;

/* One address family of an instance as it works now: service level and instance level joined. */
struct lisp_af {
	bool active; /* the instance has an eid-table for this family */
	bool itr, etr, proxy_etr;
	bool vxlan;		   /* how it encapsulates */
	bool pitr;		   /* with proxy_rloc, IPv4 and IPv6, as outer sources */
	struct addr proxy_rloc[2]; /* family 0 = none */
	uint32_t ttl_min;
	uint64_t activated_ms;
	const struct service_cfg *servers;   /* where the map-servers stand; never NULL if active */
	const struct service_cfg *resolvers; /* where the map-resolvers stand */
	const struct service_cfg *petrs;     /* where use-petr stands */
	struct addr map_request_source;
};

/* What registrations here are made into: map-cache entries, routes of that distance (0 = none). */
struct site_route_settings {
	bool cache;
	uint8_t distance;
};

struct lisp_inst {
	TAILQ_ENTRY(lisp_inst) link; /* ascending */
	struct lisp *lisp;
	uint32_t iid;
	char vrf[CFG_VRF]; /* "" = default */
	char ifname[24];   /* LISP0, LISP0.101 */
	struct lisp_af af[SVC_COUNT];
	bool propagate_ttl, send_lsbs, process_lsbs;
	bool waits[SVC_COUNT];	/* another process has the table */
	bool tun_up[SVC_COUNT]; /* the host sends that family's packets to the TUN */
	struct fib_table *fib;	/* NULL: no role needs it, or no data plane */
	uint32_t vrf_number[2]; /* of the EID table and of the locators, when it was opened */
	struct site_route_settings site_routes[SVC_COUNT];
	struct proxy *proxy[SVC_COUNT]; /* role/proxy; NULL = nothing to remember */
	/* A TUN that cannot be had is tried again after a while, each time with its log line. */
	struct timer tun_retry;
	struct backoff tun_backoff;
	bool roles_changed; /* since fwd_apply() */
	uint16_t tun_mtu;   /* 0 = not set yet */
	bool marked;
};

struct lisp {
	TAILQ_ENTRY(lisp) link;
	unsigned id;
	struct ctl *ctl;
	struct role_env *env;
	struct lisp_cfg cfg;
	TAILQ_HEAD(, lisp_inst) insts;
	struct mapdb db;
	struct mapcache cache;
	struct site_db sites;
	struct pending_db pending;
	struct reach reach;
	TAILQ_HEAD(, etr_server) servers;  /* role/etr */
	TAILQ_HEAD(, rt_session) sessions; /* role/rt */
	TAILQ_HEAD(, ms_notify) notifies;  /* role/ms: Map-Notifies to go out */
	TAILQ_HEAD(, lig) ligs;		   /* role/lig */
	struct mobility *mobility;	   /* role/mobility; NULL = no policy */
	struct site_routes *site_routes;   /* role/site_route; NULL = not asked for */
	TAILQ_HEAD(, ms_tell) tells;	   /* role/ms_tell: unsolicited Map-Notifies */
	struct rate tell_rate;
	TAILQ_HEAD(, discovered) discovered; /* role/discover */
	struct smr *smr;		     /* role/smr */
	struct probes *probes;		     /* role/probe */
	struct rate request_rate;	     /* Map-Requests out */
	struct timer apply;
	uint64_t applied_ms;
	bool applying;
	bool let_go; /* apply() found a table that is no longer ours */
	unsigned next_resolver;
	struct eid evict_at;	       /* where role/itr_evict looks on */
	struct addr source[SVC_COUNT]; /* of "source-locator" as it is now; family 0 = none */
};

struct lisp *lisp_new(struct ctl *ctl, unsigned id);
/* keep_devices: a restart follows, the kernel keeps forwarding state. */
void lisp_free(struct lisp *l, bool keep_devices);

/* What was typed has changed. */
void lisp_changed(struct lisp *l);
/* Works out pending changes now. */
void lisp_settle(struct lisp *l);
/* Addresses, links or routes of the host have changed. */
void lisp_host_changed(struct lisp *l);

struct lisp_inst *lisp_inst_find(const struct lisp *l, uint32_t iid);
struct lisp_inst *lisp_inst_by_vrf(const struct lisp *l, const char *vrf, int family);
struct lisp_af *lisp_af(struct lisp_inst *inst, int family);
int svc_of_family(int family); /* SVC_IPV4, SVC_IPV6 */
/* Asks for mappings and encapsulates: for its own EIDs (ITR), or for anybody (Proxy ITR). */
bool lisp_af_encapsulates(const struct lisp_af *af);
bool lisp_is_pitr(const struct lisp *l, uint32_t iid, int family);
int family_of_svc(int svc);
bool lisp_is_map_server(const struct lisp *l, int family);
bool lisp_is_map_resolver(const struct lisp *l, int family);
/* Own RLOC of a family for this instance: a locator of the database that is ours, else the
 * address towards a map-resolver. */
bool lisp_own_rloc(const struct lisp *l, uint32_t iid, int family, struct addr *out);
/* "source-locator" was typed for the family, and its interface has an address. */
bool lisp_has_source_locator(const struct lisp *l, int family);
/* The address to send from: that one, else the one towards dst. */
bool lisp_source(const struct lisp *l, const struct addr *dst, struct addr *src);
/* Where a typed locator is now; false while its interface has no address. */
bool lisp_locator_addr(const struct lisp *l, const struct locator_cfg *cfg, struct addr *out);
/* What was typed for this prefix (its locator-set, say); NULL when it was not. */
const struct db_mapping_cfg *lisp_typed_mapping(const struct lisp *l, uint32_t iid,
						const struct prefix *p);
/* "EID-table default (IID 0)", "EID-table vrf red (IID 4100)" */
struct eid_table_text {
	char s[80];
};
struct eid_table_text eid_table_str(const struct lisp_inst *inst);

/* --- changing what was typed ------------------------------------------------------------------ */

enum cfg_result {
	CFG_OK = 0,
	CFG_FULL, /* the list's limit */
	CFG_WRONG_FAMILY,
	CFG_OTHER_SITE,	 /* another site has the prefix */
	CFG_TABLE_TAKEN, /* the table has another instance */
	CFG_NOT_FOUND,
	CFG_PITR_ACTIVE,
	CFG_ITR_ACTIVE,
	CFG_KEY, /* 1 to 80 printable octets */
};
const char *cfg_result_str(enum cfg_result r);

/* ON and OFF as typed, UNSET for "default". At service level a "no" leaves nothing behind; in an
 * instance it is kept when it takes away what the service has. */
enum cfg_result lisp_set_role(struct lisp *l, struct service_cfg *s, int svc, enum service_role r,
			      enum choice c);
void lisp_set_switch(struct lisp *l, struct service_cfg *s, int svc, enum service_switch sw,
		     enum choice c);
/* rloc: the PITR's own locators, IPv4 and IPv6, one of them may be of family 0. */
enum cfg_result lisp_set_proxy_itr(struct lisp *l, struct service_cfg *s, int svc,
				   const struct addr rloc[2]);
void lisp_del_proxy_itr(struct lisp *l, struct service_cfg *s);
enum cfg_result lisp_set_petr(struct lisp *l, struct service_cfg *s, const struct petr_cfg *p);
/* a NULL: all of them; in an instance this also keeps those of the service from counting. */
void lisp_del_petr(struct lisp *l, struct service_cfg *s, int svc, const struct addr *a);
/* tag NULL: none. */
void lisp_set_route_export(struct lisp *l, struct service_cfg *s, int svc, enum lisp_routes k,
			   enum choice c, const uint32_t *tag);
/* 0: not typed */
void lisp_set_distance(struct lisp *l, struct service_cfg *s, enum lisp_routes k, uint8_t distance);

/* Which table the RLOCs are in; TABLE_NONE: as if nothing was typed. */
void lisp_set_locator_table(struct lisp *l, enum eid_table_kind kind, const char *vrf);
/* shown: how the key is printed when not as it is, see struct key_cfg; NULL: as it is. */
enum cfg_result lisp_set_server(struct lisp *l, struct service_cfg *s, const struct addr *a,
				const char *key, const char *shown, enum lisp_auth alg,
				bool hash_typed);
enum cfg_result lisp_set_server_proxy_reply(struct lisp *l, struct service_cfg *s,
					    const struct addr *a, bool on);
void lisp_del_server(struct lisp *l, struct service_cfg *s, const struct addr *a);
/* Makes the server's entry for options that stand beside its key; NULL when the list is full. */
struct server_cfg *lisp_get_server(struct lisp *l, struct service_cfg *s, const struct addr *a);
enum cfg_result lisp_set_resolver(struct lisp *l, struct service_cfg *s, const struct addr *a);
void lisp_del_resolver(struct lisp *l, struct service_cfg *s, const struct addr *a);
enum cfg_result lisp_set_eid_table(struct lisp *l, uint32_t iid, int svc, enum eid_table_kind kind,
				   const char *vrf);
enum cfg_result lisp_set_mapping(struct lisp *l, struct service_cfg *s, int svc,
				 const struct prefix *p, const struct locator_cfg *loc);
/* The mapping takes its locators from a set, which may come later. */
enum cfg_result lisp_set_mapping_set(struct lisp *l, struct service_cfg *s, int svc,
				     const struct prefix *p, const char *set,
				     const struct mapping_options *options);
enum cfg_result lisp_set_mapping_discover(struct lisp *l, struct service_cfg *s, int svc,
					  const struct prefix *p, bool on);
/* loc NULL: the whole mapping. */
void lisp_del_mapping(struct lisp *l, struct service_cfg *s, const struct prefix *p,
		      const struct locator_cfg *loc);
enum cfg_result lisp_set_static_map(struct lisp *l, struct service_cfg *s, const struct prefix *p,
				    enum static_map_action action, const struct locator_cfg *loc);
/* loc NULL: the whole entry. */
void lisp_del_static_map(struct lisp *l, struct service_cfg *s, const struct prefix *p,
			 const struct locator_cfg *loc);
void lisp_clear_service(struct lisp *l, struct service_cfg *s);
void lisp_del_instance(struct lisp *l, uint32_t iid);

/* Locator-sets: lines that name one which is not there wait for it. */
struct locator_set_cfg *lisp_get_locator_set(struct lisp *l, const char *name);
void lisp_del_locator_set(struct lisp *l, const char *name);
enum cfg_result lisp_set_set_locator(struct lisp *l, struct locator_set_cfg *set,
				     const struct locator_cfg *loc);
void lisp_del_set_locator(struct lisp *l, struct locator_set_cfg *set,
			  const struct locator_cfg *loc);

struct dynamic_eid_cfg *lisp_get_dynamic_eid(struct lisp *l, struct instance_cfg *ic,
					     const char *name);
void lisp_del_dynamic_eid(struct lisp *l, struct instance_cfg *ic, const char *name);
/* In which instance a policy is; NULL when there is none of that name. */
const struct instance_cfg *lisp_dynamic_eid_instance(const struct lisp *l, const char *name);
void lisp_set_dynamic_mapping(struct lisp *l, struct dynamic_eid_cfg *d, const struct prefix *p,
			      const char *set, const struct mapping_options *options);
void lisp_del_dynamic_mapping(struct lisp *l, struct dynamic_eid_cfg *d, const struct prefix *p);
/* group NULL: none */
void lisp_set_notify_group(struct lisp *l, struct dynamic_eid_cfg *d, const struct addr *group);
enum cfg_result lisp_set_dynamic_server(struct lisp *l, struct dynamic_eid_cfg *d,
					const struct addr *a, const char *key, const char *shown,
					enum lisp_auth alg, bool hash_typed);
enum cfg_result lisp_set_dynamic_proxy_reply(struct lisp *l, struct dynamic_eid_cfg *d,
					     const struct addr *a, bool on);
void lisp_del_dynamic_server(struct lisp *l, struct dynamic_eid_cfg *d, const struct addr *a);

struct site_cfg *lisp_get_site(struct lisp *l, const char *name);
void lisp_del_site(struct lisp *l, const char *name);
enum cfg_result lisp_set_site_key(struct lisp *l, struct site_cfg *s, const char *key,
				  const char *shown);
void lisp_del_site_key(struct lisp *l, struct site_cfg *s);
enum cfg_result lisp_set_eid_record(struct lisp *l, struct site_cfg *s,
				    const struct eid_record_cfg *r);
void lisp_del_eid_record(struct lisp *l, struct site_cfg *s, uint32_t iid, const struct prefix *p);
void lisp_set_allowed_locator(struct lisp *l, struct site_cfg *s, const struct addr *a, bool on);

#endif
