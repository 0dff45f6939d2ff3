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

#define CFG_MAX_SERVERS 8 /* map-servers, map-resolvers, PETRs: IOS's limit */
#define CFG_NAME 64
#define CFG_VRF 33

enum { SVC_IPV4, SVC_IPV6, SVC_COUNT };

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
};

enum locator_kind { LOCATOR_ADDRESS, LOCATOR_INTERFACE };

struct locator_cfg {
	enum locator_kind kind;
	int family; /* of an interface locator */
	struct addr addr;
	char ifname[48];
	uint8_t priority, weight;
	bool down;
};

struct db_mapping_cfg { /* the lines of one prefix */
	struct prefix prefix;
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

struct service_cfg {
	bool present; /* the block was entered */
	bool itr, etr, map_server, map_resolver, proxy_etr;
	unsigned n_resolvers;
	struct addr resolver[CFG_MAX_SERVERS]; /* ascending, as all lists here */
	unsigned n_servers;
	struct server_cfg server[CFG_MAX_SERVERS];
	uint32_t map_cache_ttl_min; /* 0 = not typed */
	uint32_t map_cache_limit;   /* 0 = not typed */
	/* in an instance only */
	enum eid_table_kind table;
	char vrf[CFG_VRF];
	unsigned n_mappings;
	struct db_mapping_cfg *mapping;
	unsigned n_static;
	struct static_map_cfg *map_cache;
};

struct instance_cfg {
	TAILQ_ENTRY(instance_cfg) link; /* ascending */
	uint32_t iid;
	struct service_cfg service[SVC_COUNT];
};

struct eid_record_cfg {
	uint32_t iid;
	bool iid_typed; /* instance-id was given, also 0 */
	struct prefix prefix;
	bool accept_more_specifics;
	bool has_tag;
	uint32_t route_tag;
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
};

struct lisp_cfg {
	enum eid_table_kind locator_table; /* TABLE_NONE = not typed: the default table */
	char locator_vrf[CFG_VRF];
	struct service_cfg service[SVC_COUNT];
	TAILQ_HEAD(instance_list, instance_cfg) instances;
	TAILQ_HEAD(site_list, site_cfg) sites;
};

void lisp_cfg_init(struct lisp_cfg *cfg);
void lisp_cfg_fini(struct lisp_cfg *cfg);

/* shown may be NULL. */
void key_cfg_set(struct key_cfg *k, const char *text, const char *shown);
void key_cfg_fini(struct key_cfg *k); /* wipes */

struct instance_cfg *instance_cfg_find(const struct lisp_cfg *cfg, uint32_t iid);
struct instance_cfg *instance_cfg_get(struct lisp_cfg *cfg, uint32_t iid);
void instance_cfg_del(struct lisp_cfg *cfg, struct instance_cfg *inst);

struct site_cfg *site_cfg_find(const struct lisp_cfg *cfg, const char *name);
struct site_cfg *site_cfg_get(struct lisp_cfg *cfg, const char *name);
void site_cfg_del(struct lisp_cfg *cfg, struct site_cfg *s);
/* Which site has this record, or NULL. */
struct site_cfg *site_cfg_owner(const struct lisp_cfg *cfg, uint32_t iid, const struct prefix *p);

void service_cfg_clear(struct service_cfg *s); /* back to "not typed" */

/* Sorted sets; false when there is no room. Adding what is there changes nothing. */
bool addr_set_add(struct addr *set, unsigned *n, unsigned max, const struct addr *a);
bool addr_set_del(struct addr *set, unsigned *n, const struct addr *a); /* false: not there */

#endif
