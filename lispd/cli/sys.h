/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SYS_H
#define CLI_SYS_H

/*
 * What was typed about the box itself: name, users, lines, logging, hosts, VRF definitions, and
 * the lines that are only kept. Everything here is configuration, except the record of changes.
 */

#include <sys/queue.h>

#include "lib/log.h"
#include "lib/prefix.h"
#include "lispd/cli/kept.h"
#include "lispd/cli/password.h"
#include "lispd/net/ifname.h"
#include "lispd/net/vrf.h"

struct lisp_if_list;

#define SYS_MAX_HOST_ADDRS 8
#define SYS_MAX_LOG_HOSTS 8
#define SYS_N_LEVELS 16
#define SYS_N_VTY 32
#define SYS_USUAL_VTY 5 /* line vty 0 4 is always there */
#define SYS_NAME_MAX 63
#define SYS_VERSION "17.3"

struct user_cfg {
	TAILQ_ENTRY(user_cfg) link; /* as typed */
	char *name;
	unsigned privilege;
	bool hashed;		  /* "secret", not "password" */
	struct password password; /* text NULL: none */
};

struct alias_cfg {		     /* alias exec */
	TAILQ_ENTRY(alias_cfg) link; /* by name */
	char *name, *text;
};

struct host_cfg {		    /* ip host */
	TAILQ_ENTRY(host_cfg) link; /* as typed */
	char *name;
	unsigned n_addrs;
	struct addr addr[SYS_MAX_HOST_ADDRS];
};

enum line_login { LOGIN_NONE, LOGIN_PASSWORD, LOGIN_LOCAL };

struct line_cfg {
	enum line_login login;
	struct password password;
	uint32_t timeout_s; /* exec-timeout; 0: never */
	int length, width;  /* -1: not typed */
	uint32_t history;
	unsigned privilege;
	bool synchronous;  /* logging synchronous */
	bool no_preferred; /* transport preferred none */
	bool console;	   /* or aux */
	struct kept kept;
};

struct logging_cfg {
	uint32_t buffer_bytes;					    /* 0: off */
	int buffer_level, console_level, monitor_level, trap_level; /* SEV_OFF: off */
	unsigned n_hosts;
	struct addr host[SYS_MAX_LOG_HOSTS]; /* as typed */
};

struct vrf_af_cfg {
	bool present;
	int family;
	struct kept kept;
};

struct vrf_cfg {
	TAILQ_ENTRY(vrf_cfg) link; /* by name */
	char name[VRF_NAME_MAX + 1];
	bool old_style; /* ip vrf */
	char *description, *rd;
	struct kept kept; /* route-target */
	struct vrf_af_cfg af[2];
};

struct if_kept { /* kept lines of one interface */
	TAILQ_ENTRY(if_kept) link;
	char ifname[IFNAME_LEN];
	struct kept kept;
};

/* In the order of the running-config. */
enum banner { BANNER_EXEC, BANNER_INCOMING, BANNER_LOGIN, BANNER_MOTD, N_BANNERS };

/* When the running-config was changed, and when it was saved. */
struct sys_record {
	uint64_t changed_ms, saved_ms; /* loop_wall_ms(); 0: never in this run */
	char changed_by[64], saved_by[64];
	bool unsaved; /* changed since it was saved */
};

struct sys {
	char hostname[SYS_NAME_MAX + 1];
	struct log_stamp debug_stamp, log_stamp;
	bool password_encryption;
	struct password enable_secret[SYS_N_LEVELS], enable_password[SYS_N_LEVELS]; /* by level */
	TAILQ_HEAD(, user_cfg) users;
	TAILQ_HEAD(, host_cfg) hosts;
	void *host_by_name; /* tsearch(3) tree of the same */
	TAILQ_HEAD(, alias_cfg) aliases;
	struct line_cfg con, aux;
	bool aux_typed;
	struct line_cfg vty[SYS_N_VTY];
	unsigned n_vty; /* that are configured; the others behave like the last of them */
	struct logging_cfg logging;
	TAILQ_HEAD(, vrf_cfg) vrfs;
	TAILQ_HEAD(, if_kept) if_kept;
	const struct lisp_if_list *lisp_ifs; /* of ctl: LISP lines of interfaces; not its own */
	struct kept kept;		     /* global */
	bool no_ip_routing, ip_cef_typed, no_ip_cef, no_domain_lookup, ipv6_routing;
	char *domain_name;
	char *banner[N_BANNERS]; /* between the delimiters */
	struct sys_record record;
	struct log_sink monitor;   /* program.c */
	struct rollback *rollback; /* a change that waits for its confirmation; rollback.c */
	uint64_t n_trapped;	   /* lines for the servers of "logging host" */
};

struct sys *sys_new(void);
void sys_free(struct sys *s);

const char *sys_hostname(const struct sys *s);

struct user_cfg *sys_user_find(const struct sys *s, const char *name);
struct user_cfg *sys_user_get(struct sys *s, const char *name);
void sys_user_del(struct sys *s, struct user_cfg *u);

/* "ip host"; not case-sensitive. */
struct host_cfg *sys_host_find(const struct sys *s, const char *name);
struct host_cfg *sys_host_get(struct sys *s, const char *name);
void sys_host_del(struct sys *s, struct host_cfg *h);
/* An address as text, or a name of "ip host" (family 0: any). */
bool sys_resolve(const struct sys *s, const char *text, int family, struct addr *out);

/* text NULL: no alias of that name. */
void sys_alias_set(struct sys *s, const char *name, const char *text);

void line_cfg_init(struct line_cfg *l, bool console);
void line_cfg_fini(struct line_cfg *l);
bool line_cfg_equal(const struct line_cfg *a, const struct line_cfg *b);
/* The settings of a session: vty -1 is the console. */
const struct line_cfg *sys_line(const struct sys *s, int vty);

struct vrf_cfg *sys_vrf_find(const struct sys *s, const char *name);
struct vrf_cfg *sys_vrf_get(struct sys *s, const char *name);
void sys_vrf_del(struct sys *s, struct vrf_cfg *v);

/* The kept lines of an interface; NULL when there are none. */
struct kept *sys_if_kept_find(const struct sys *s, const char *ifname);
struct kept *sys_if_kept_get(struct sys *s, const char *ifname);
void sys_if_kept_del(struct sys *s, const char *ifname);

/* wall_ms: loop_wall_ms(). */
void sys_changed(struct sys *s, uint64_t wall_ms, const char *by);
void sys_saved(struct sys *s, uint64_t wall_ms, const char *by);

#endif
