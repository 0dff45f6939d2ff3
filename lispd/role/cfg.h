/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_CFG_H
#define ROLE_CFG_H

/*
 * What the operator typed under "router lisp", and nothing else: the writers of the
 * running-config read only this. Values are changed through the functions of process.h.
 */

#include <sys/queue.h>

#include "lib/prefix.h"
#include "lispd/core/lisp.h"
#include "lispd/role/unread.h"

#define CFG_MAX_SERVERS 8 /* map-servers, map-resolvers, PETRs: IOS's limit */
#define CFG_NAME 64
#define CFG_VRF 33
#define CFG_IFNAME 48

enum { SVC_IPV4, SVC_IPV6, SVC_COUNT };
#define SVC_ETHERNET SVC_COUNT /* configuration only: no role knows it */

/* What was typed for something that is on or off by default. */
enum choice { CHOICE_UNSET, CHOICE_ON, CHOICE_OFF };

/* A shared secret: the text that is used, and the form in which it is printed. */
struct key_cfg {
	char *text;  /* clear; NULL = none */
	char *shown; /* "7 HEX", "6 TEXT"; NULL = as text */
};

struct server_cfg { /* etr map-server A key K [hash-function H] [proxy-reply] */
	struct addr addr;
	struct key_cfg key;
	enum lisp_auth algorithm;
	bool hash_typed; /* hash-function sha1 was typed, too */
	bool proxy_reply;
	bool sgt_only;
	bool has_domain;
	uint32_t domain_id;
	char prefix_list[CFG_NAME]; /* "" = none */
};

struct petr_cfg { /* use-petr A [priority P weight W] */
	struct addr addr;
	bool bare; /* without priority and weight */
	uint8_t priority, weight;
};

enum locator_kind { LOCATOR_ADDRESS, LOCATOR_INTERFACE };

struct locator_cfg {
	enum locator_kind kind;
	int family; /* of an interface locator */
	struct addr addr;
	char ifname[CFG_IFNAME];
	bool bare; /* in a locator-set: without priority and weight, which are 0 then */
	uint8_t priority, weight;
	bool down;
	uint8_t n_affinities; /* affinity-id X [, Y] */
	uint16_t affinity[2];
};

struct locator_set_cfg {
	TAILQ_ENTRY(locator_set_cfg) link; /* as typed */
	char name[CFG_NAME];
	unsigned n_locators;
	struct locator_cfg locator[LISP_MAX_CFG_LOCATORS]; /* as typed */
	bool auto_discover;
	struct unread unread;
};

/* What may stand behind "database-mapping PFX locator-set NAME". */
struct mapping_options {
	bool proxy, has_sgt, summary;
	uint32_t sgt;
	bool has_tag;
	uint32_t route_tag;
	bool default_etr;
	char route_map[CFG_NAME]; /* of default-etr; "" = none */
	bool local, silent_host_detection;
};

/* The lines of one prefix: either of a set, or locators. */
struct db_mapping_cfg {
	struct prefix prefix;
	char set[CFG_NAME]; /* locator-set NAME; "" = none */
	struct mapping_options options;
	bool auto_discover;
	unsigned n_locators;
	struct locator_cfg locator[LISP_MAX_CFG_LOCATORS];
};

enum static_map_action { STATIC_MAP_REQUEST, STATIC_DROP, STATIC_NATIVE, STATIC_LOCATORS };

struct static_map_cfg { /* map-cache PFX ... */
	struct prefix prefix;
	enum static_map_action action;
	unsigned n_locators;
	struct locator_cfg locator[LISP_MAX_CFG_LOCATORS];
};

enum eid_table_kind { TABLE_NONE, TABLE_DEFAULT, TABLE_VRF };

/* Roles of a service. "no" of one in an instance keeps the service's own from counting there. */
enum service_role {
	ROLE_ITR,
	ROLE_ETR,
	ROLE_PROXY_ETR,
	ROLE_MAP_SERVER,
	ROLE_MAP_RESOLVER,
	N_ROLES,
};

/* What a service can do or not; an instance takes over what was not typed there. */
enum service_switch {
	SWITCH_ACCEPT_MAPPING,	  /* etr accept-map-request-mapping */
	SWITCH_VERIFY_MAPPING,	  /* ... verify */
	SWITCH_GLEAN_MAPPING,	  /* etr glean-mapping */
	SWITCH_VERIFY_GLEANED,	  /* ... verify */
	SWITCH_SGT,		  /* sgt */
	SWITCH_SGT_DISTRIBUTION,  /* sgt distribution */
	SWITCH_AWAY_EIDS,	  /* map-cache away-eids send-map-request; on by default */
	SWITCH_CACHE_PERSISTENT,  /* map-cache-persistent; either form is printed */
	SWITCH_SITE_REGISTRATION, /* map-cache site-registration */
	SWITCH_PUBLICATIONS,	  /* map-cache publications */
	SWITCH_CONSERVATIVE,	  /* map-cache conservative-allocation */
	SWITCH_IGNORE_SMR,	  /* solicit-map-request ignore */
	N_SWITCHES,
};

/* Kinds of routes: route-export has the first four, distance has all. */
enum lisp_routes {
	ROUTES_SITE_REGISTRATIONS,
	ROUTES_AWAY, /* route-export away-eids, distance away */
	ROUTES_PUBLICATIONS,
	ROUTES_SUMMARY, /* destinations-summary */
	N_EXPORTS,
	ROUTES_DYN_EID = N_EXPORTS,
	ROUTES_ALT,
	N_LISP_ROUTES,
};

struct route_export_cfg {
	enum choice state;
	bool has_tag;
	uint32_t tag;
};

enum encapsulation { ENCAP_UNSET, ENCAP_LISP, ENCAP_VXLAN };

struct service_cfg {
	bool present; /* the block was entered */
	bool itr, etr, map_server, map_resolver, proxy_etr;
	bool blocked[N_ROLES]; /* "no itr" in an instance */
	enum choice state[N_SWITCHES];
	enum encapsulation encapsulation;
	unsigned n_resolvers;
	struct addr resolver[CFG_MAX_SERVERS]; /* ascending, as all lists here */
	unsigned n_servers;
	struct server_cfg server[CFG_MAX_SERVERS];
	unsigned n_petrs;
	struct petr_cfg petr[CFG_MAX_SERVERS];
	bool no_petr;			/* "no use-petr" in an instance */
	bool proxy_itr;			/* with its own addresses: */
	struct addr proxy_rloc[2];	/* IPv4, IPv6; family 0 = none */
	struct addr map_request_source; /* family 0 = not typed */
	uint32_t map_cache_ttl_min;	/* 0 = not typed */
	bool has_cache_limit;
	uint32_t map_cache_limit;    /* 0 does not limit */
	char reserve_list[CFG_NAME]; /* of map-cache-limit; "" = none */
	bool has_threshold;
	uint32_t warning_threshold;	  /* ... percent */
	uint32_t persistent_interval_min; /* of map-cache-persistent; 0 = not typed */
	uint32_t smr_max_per_entry;	  /* solicit-map-request; 0 = not typed */
	uint32_t smr_suppression_s;
	struct route_export_cfg route_export[N_EXPORTS];
	uint8_t distance[N_LISP_ROUTES]; /* 0 = not typed */
	struct unread unread;
	/* in an instance only */
	enum eid_table_kind table;
	char vrf[CFG_VRF];
	unsigned n_mappings;
	struct db_mapping_cfg *mapping;
	unsigned n_static;
	struct static_map_cfg *map_cache;
};

struct dynamic_eid_cfg {
	TAILQ_ENTRY(dynamic_eid_cfg) link; /* by name */
	char name[CFG_NAME];
	unsigned n_mappings;
	struct db_mapping_cfg *mapping; /* all of them with a locator-set */
	struct addr map_notify_group;	/* family 0 = none */
	unsigned n_servers;		/* in place of the service's */
	struct server_cfg server[CFG_MAX_SERVERS];
	struct unread unread;
};

/* What can be said for the whole process and for an instance. */
struct common_cfg {
	/* loc-reach-algorithm */
	bool rloc_probing, count_tcp, echo_nonce;
	uint32_t probe_period_ms; /* rloc-probing period; 0 = not typed */
	bool has_probe_retries;
	uint32_t probe_retries;
	bool lsb_ignore, lsb_do_not_transmit;
	/* remote-rloc-probe */
	bool probe_on_route_change, probe_on_membership_change;
	uint32_t other_xtr_probe_s; /* 0 = not typed */
	bool disable_ttl_propagate;
	char itr_rlocs[CFG_NAME]; /* map-request itr-rlocs; "" = none */
	struct unread unread;
};

struct instance_cfg {
	struct common_cfg common;	/* first: its lines' writers take either level */
	TAILQ_ENTRY(instance_cfg) link; /* ascending */
	uint32_t iid;
	bool headless; /* its lines were typed directly below router lisp */
	struct service_cfg service[SVC_COUNT];
	struct service_cfg ethernet;
	TAILQ_HEAD(dynamic_eid_list, dynamic_eid_cfg) dynamic_eids;
};

struct eid_record_cfg {
	uint32_t iid;
	bool iid_typed; /* instance-id was given, also 0 */
	struct prefix prefix;
	bool accept_more_specifics;
	bool has_tag;
	uint32_t route_tag;
	bool publication_summary_only;
};

enum nonce_rule { NONCE_BY_ALGORITHM, NONCE_STRICT, NONCE_ANY_ORDER };

struct site_cfg {
	TAILQ_ENTRY(site_cfg) link; /* as typed */
	char name[CFG_NAME];
	char *description;
	struct key_cfg key;
	enum nonce_rule nonce_rule;
	unsigned n_allowed;
	struct addr *allowed; /* allowed-locator, ascending */
	unsigned n_records;
	struct eid_record_cfg *record; /* by IID, then prefix */
	struct unread unread;
};

/* How it is printed: with service and instance-id, or as releases before them did. */
enum dialect { DIALECT_UNKNOWN, DIALECT_SERVICE, DIALECT_CLASSIC };

struct lisp_cfg {
	struct common_cfg common; /* first: its lines' writers take either level */
	enum dialect dialect;
	enum eid_table_kind locator_table; /* TABLE_NONE = not typed: the default table */
	char locator_vrf[CFG_VRF];
	char default_set[CFG_NAME];		    /* locator default-set; "" = none */
	char source_locator[SVC_COUNT][CFG_IFNAME]; /* interface; "" = none */
	enum encapsulation encapsulation;
	TAILQ_HEAD(locator_set_list, locator_set_cfg) locator_sets;
	struct service_cfg service[SVC_COUNT];
	struct service_cfg ethernet;
	struct unread_blocks blocks; /* remote-locator-set, prefix-list, locator-scope, extranet */
	TAILQ_HEAD(instance_list, instance_cfg) instances;
	TAILQ_HEAD(site_list, site_cfg) sites;
};

/* Is it printed as older releases did? Only while a line of theirs is there to tell. */
bool lisp_cfg_is_classic(const struct lisp_cfg *cfg);

void lisp_cfg_init(struct lisp_cfg *cfg);
void lisp_cfg_fini(struct lisp_cfg *cfg);

/* shown may be NULL. */
void key_cfg_set(struct key_cfg *k, const char *text, const char *shown);
void key_cfg_fini(struct key_cfg *k); /* wipes */
/* Calls fn for every key of the process, also for those that are not set. */
void lisp_cfg_each_key(struct lisp_cfg *cfg, void (*fn)(struct key_cfg *k));
bool key_cfg_ok(const char *text); /* 1 to 80 characters */

struct instance_cfg *instance_cfg_find(const struct lisp_cfg *cfg, uint32_t iid);
struct instance_cfg *instance_cfg_get(struct lisp_cfg *cfg, uint32_t iid);
void instance_cfg_del(struct lisp_cfg *cfg, struct instance_cfg *inst);

struct site_cfg *site_cfg_find(const struct lisp_cfg *cfg, const char *name);
struct site_cfg *site_cfg_get(struct lisp_cfg *cfg, const char *name);
void site_cfg_del(struct lisp_cfg *cfg, struct site_cfg *s);
struct locator_set_cfg *locator_set_cfg_find(const struct lisp_cfg *cfg, const char *name);
struct locator_set_cfg *locator_set_cfg_get(struct lisp_cfg *cfg, const char *name);
void locator_set_cfg_del(struct lisp_cfg *cfg, struct locator_set_cfg *s);

struct dynamic_eid_cfg *dynamic_eid_cfg_find(const struct instance_cfg *inst, const char *name);
struct dynamic_eid_cfg *dynamic_eid_cfg_get(struct instance_cfg *inst, const char *name);
void dynamic_eid_cfg_del(struct instance_cfg *inst, struct dynamic_eid_cfg *d);

/* The place of a record among those of the site; *found: it is there. */
size_t site_cfg_record_at(const struct site_cfg *s, uint32_t iid, const struct prefix *p,
			  bool *found);
/* Which site has this record, or NULL. */
struct site_cfg *site_cfg_owner(const struct lisp_cfg *cfg, uint32_t iid, const struct prefix *p);

void service_cfg_clear(struct service_cfg *s); /* back to "not typed" */
bool *service_cfg_role(struct service_cfg *s, enum service_role r);
bool service_cfg_typed_role(const struct service_cfg *s, enum service_role r);
/* What counts in an instance, own being its part of the configuration; top is the service's. */
bool service_cfg_has_role(const struct service_cfg *own, const struct service_cfg *top,
			  enum service_role r);
bool service_cfg_is_on(const struct service_cfg *own, const struct service_cfg *top,
		       enum service_switch sw);

/* Sorted sets; false when there is no room. Adding what is there changes nothing. */
bool addr_set_add(struct addr *set, unsigned *n, unsigned max, const struct addr *a);
bool addr_set_del(struct addr *set, unsigned *n, const struct addr *a); /* false: not there */

#endif
