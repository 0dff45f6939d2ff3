/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NET_VRF_H
#define NET_VRF_H

/*
 * VRFs of this router. The default one is the network namespace that the daemon was started in;
 * every other one is a back end's affair: a network namespace of its own (vrf_netns.c). Each has
 * a netlink socket, whose news go to the watchers: the tables of interfaces, routes and rules.
 *
 * Order of life: vrf_init, iface_init, route_new, rule_new, static_init; the reverse at the end.
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "lispd/net/feature.h"

#define VRF_NAME_MAX 32

struct loop;
struct netlink;
struct nlmsghdr;
struct vrf_backend;
struct vrf_table;

/* Owned by the table. Others keep the name and look it up again, or watch for its removal. */
struct vrf {
	TAILQ_ENTRY(vrf) link; /* by name, the default one first */
	struct vrf_table *table;
	char name[VRF_NAME_MAX + 1]; /* "" = the default VRF */
	uint32_t id;		     /* 0 = the default VRF; never used twice in a process's life */
	bool up;	    /* its namespace is there: sockets, routes, rules can be made */
	bool af_v4, af_v6;  /* enabled address families; see vrf_set_af() */
	int netns;	    /* descriptor of its namespace; -1 = the process's own */
	struct netlink *nl; /* private to net; NULL while not up, and without a kernel */
};

/* Somebody who follows VRFs; lives in the caller's memory from vrf_watch() to vrf_unwatch().
 * Functions may be NULL. Calls come in the order of vrf_watch(), for `removing` in reverse. */
struct vrf_watch {
	void *arg;
	void (*added)(void *arg, struct vrf *v); /* also for those there already at vrf_watch() */
	/* The VRF is about to go and still works: close sockets, withdraw, forget the pointer. */
	void (*removing)(void *arg, struct vrf *v);
	void (*af_changed)(void *arg, struct vrf *v); /* vrf_set_af() */
	/* Private to net: one netlink message; the end of a batch; news were lost: read all anew. */
	void (*message)(void *arg, struct vrf *v, const struct nlmsghdr *nlh);
	void (*batch_end)(void *arg, struct vrf *v);
	void (*resync)(void *arg, struct vrf *v);
	TAILQ_ENTRY(vrf_watch) link; /* the table's */
};

struct vrf_opts {
	const char *pathspace; /* part of the names of namespaces; NULL or "" = none */
	bool no_net;	       /* keep configuration, touch no kernel: lispd -C, --no-net */
};

struct vrf_table {
	struct loop *loop;
	TAILQ_HEAD(vrf_list, vrf) list;
	TAILQ_HEAD(vrf_watches, vrf_watch) watches;
	const struct vrf_backend *backend;
	struct features features;
	char pathspace[64];
	int own_netns; /* descriptor of the default VRF's namespace, to move devices back */
	bool no_net;
	uint32_t next_id;
};

/* Makes the default VRF. 0, or -errno when not even a netlink socket can be had (told in the
 * log); the table is usable all the same, like one with no_net. */
int vrf_init(struct vrf_table *t, struct loop *loop, const struct vrf_opts *opts);
/* Closes everything, leaves namespaces and what is in them as they are. */
void vrf_fini(struct vrf_table *t);

/* 1-32 printable characters, no blank, no slash, neither "-" nor "." in front. */
bool vrf_name_ok(const char *name);

/* The VRF of that name, made if it is new: the namespace lispd[-PATHSPACE]-NAME is adopted when it
 * exists (a "-" in PATHSPACE, and in NAME without PATHSPACE, stands doubled). When the kernel refuses, the VRF exists without being up (told once): configuration is
 * kept. NULL only for a bad name. The name of the default VRF is "". */
struct vrf *vrf_add(struct vrf_table *t, const char *name);
/* Removes VRF and namespace; its interfaces come back to the default VRF without addresses
 * (iface.h). Not for the default VRF. */
void vrf_del(struct vrf_table *t, struct vrf *v);
struct vrf *vrf_find(const struct vrf_table *t, const char *name); /* NULL and "": default VRF */
struct vrf *vrf_by_id(const struct vrf_table *t, uint32_t id);
struct vrf *vrf_default(const struct vrf_table *t);
/* In order of name, the default VRF first: vrf_next(t, NULL) begins; NULL ends. */
struct vrf *vrf_next(const struct vrf_table *t, const struct vrf *after);
/* Removes namespaces of our pathspace that no VRF uses, after the start's configuration; devices
 * in them come back to the default VRF. Watchers hear of such VRFs for a moment. */
void vrf_sweep(struct vrf_table *t);

/* Address families of "vrf definition": both are on until said otherwise. An interface of the VRF
 * takes addresses of enabled families only; addresses of one that is disabled are removed. */
void vrf_set_af(struct vrf *v, int family, bool on);

void vrf_watch(struct vrf_table *t, struct vrf_watch *w);
void vrf_unwatch(struct vrf_table *t, struct vrf_watch *w);

/* socket(2) in the VRF: descriptor (close-on-exec) or -errno; -ENETDOWN while it is not up. */
int vrf_socket(const struct vrf *v, int domain, int type, int protocol);
/* Runs fn in the VRF's namespace; see netns_call(). -ENETDOWN while it is not up. */
int vrf_call(const struct vrf *v, int (*fn)(void *arg), void *arg);
/* For messages: "default" or the name. */
const char *vrf_label(const struct vrf *v);

/* --- private to net -------------------------------------------------------------------------- */

/* netlink_request() and netlink_query() for a VRF: -ENETDOWN while it is not up; refusals for want
 * of privilege are told once. */
int vrf_request(const struct vrf *v, struct nlmsghdr *nlh);
int vrf_query(const struct vrf *v, struct nlmsghdr *nlh,
	      void (*fn)(void *arg, const struct nlmsghdr *nlh), void *arg);
/* The news of what requests did, told now. */
void vrf_poll(const struct vrf *v);
/* The kernel's words about the last request, or strerror(-err). */
const char *vrf_error(const struct vrf *v, int err);
/* Notes and tells once; v only leads to the table. */
void vrf_missing(const struct vrf *v, enum feature what, int err);
/* Descriptor of its namespace to move a device to. */
int vrf_netns(const struct vrf *v);

/* How VRFs are made of what the kernel has. */
struct vrf_backend {
	const char *name;
	/* Fills in v->netns. 0 or -errno. */
	int (*open)(struct vrf *v);
	/* Closes; with destroy the kernel's object goes, too. */
	void (*close)(struct vrf *v, bool destroy);
	void (*sweep)(struct vrf_table *t);
};

extern const struct vrf_backend vrf_netns_backend;

#endif
