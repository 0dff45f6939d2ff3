/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/net/vrf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/log.h"
#include "lib/mem.h"
#include "lispd/net/netlink.h"
#include "lispd/net/netns.h"
#include "lispd/net/sysctl.h"

/* --- news ------------------------------------------------------------------------------------ */

static void on_message(void *arg, const struct nlmsghdr *nlh)
{
	struct vrf *v = arg;
	struct vrf_watch *w;

	TAILQ_FOREACH(w, &v->table->watches, link)
		if (w->message)
			w->message(w->arg, v, nlh);
}

static void on_batch_end(void *arg)
{
	struct vrf *v = arg;
	struct vrf_watch *w;

	TAILQ_FOREACH(w, &v->table->watches, link)
		if (w->batch_end)
			w->batch_end(w->arg, v);
}

static void on_resync(void *arg)
{
	struct vrf *v = arg;
	struct vrf_watch *w;

	log_msg(SEV_NOTICE, "NET", "RESYNC",
		"news of the kernel were lost in VRF %s, reading its tables again", vrf_label(v));
	TAILQ_FOREACH(w, &v->table->watches, link)
		if (w->resync)
			w->resync(w->arg, v);
}

static const struct netlink_ops news = { on_message, on_batch_end, on_resync };

/* --- life ------------------------------------------------------------------------------------ */

static bool is_default(const struct vrf *v)
{
	return !v->name[0];
}

/* 0 or -errno. A VRF that cannot come up stays in the table: it is configuration. */
static int bring_up(struct vrf *v)
{
	struct vrf_table *t = v->table;
	int err = is_default(v) ? 0 : t->backend->open(v);

	if (err) {
		log_msg(SEV_ERROR, "NET", "VRF", "VRF %s cannot be made: %s", vrf_label(v),
			strerror(-err));
		return err;
	}
	v->nl = netlink_new(t->loop, v->netns, &news, v);
	if (!v->nl) {
		err = -errno;
		log_msg(SEV_ERROR, "NET", "NETLINK", "no netlink socket in VRF %s: %s",
			vrf_label(v), strerror(-err));
		return err;
	}
	v->up = true;
	sysctl_make_router(v);
	return 0;
}

static struct vrf *vrf_new(struct vrf_table *t, const char *name)
{
	struct vrf *v = xcalloc(1, sizeof(*v)), *behind = NULL, *other;

	v->table = t;
	v->id = t->next_id++;
	v->netns = -1;
	v->af_v4 = v->af_v6 = true;
	snprintf(v->name, sizeof(v->name), "%s", name);
	TAILQ_FOREACH(other, &t->list, link)
		if (strcmp(other->name, name) < 0)
			behind = other;
	if (behind)
		TAILQ_INSERT_AFTER(&t->list, behind, v, link);
	else
		TAILQ_INSERT_HEAD(&t->list, v, link);
	return v;
}

static void close_vrf(struct vrf *v, bool destroy)
{
	struct vrf_table *t = v->table;
	bool was_up = v->up;

	v->up = false;
	netlink_free(v->nl);
	v->nl = NULL;
	if (was_up && !is_default(v))
		t->backend->close(v, destroy);
	TAILQ_REMOVE(&t->list, v, link);
	free(v);
}

int vrf_init(struct vrf_table *t, struct loop *loop, const struct vrf_opts *opts)
{
	struct vrf *v;

	*t = (struct vrf_table){
		.loop = loop, .backend = &vrf_netns_backend, .no_net = opts->no_net, .own_netns = -1
	};
	TAILQ_INIT(&t->list);
	TAILQ_INIT(&t->watches);
	if (opts->pathspace)
		snprintf(t->pathspace, sizeof(t->pathspace), "%s", opts->pathspace);
	v = vrf_new(t, "");
	if (t->no_net)
		return 0;
	t->own_netns = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	return bring_up(v);
}

void vrf_fini(struct vrf_table *t)
{
	struct vrf *v;

	while ((v = TAILQ_FIRST(&t->list)))
		close_vrf(v, false);
	if (t->own_netns >= 0)
		close(t->own_netns);
}

bool vrf_name_ok(const char *name)
{
	size_t n = strlen(name);

	if (n == 0 || n > VRF_NAME_MAX || *name == '-' || *name == '.')
		return false;
	for (; *name; name++)
		if (*name <= ' ' || *name > '~' || *name == '/')
			return false;
	return true;
}

struct vrf *vrf_add(struct vrf_table *t, const char *name)
{
	struct vrf *v = vrf_find(t, name);
	struct vrf_watch *w;

	if (v || !vrf_name_ok(name))
		return v;
	v = vrf_new(t, name);
	if (!t->no_net)
		bring_up(v);
	TAILQ_FOREACH(w, &t->watches, link)
		if (w->added)
			w->added(w->arg, v);
	return v;
}

void vrf_del(struct vrf_table *t, struct vrf *v)
{
	struct vrf_watch *w;

	if (is_default(v))
		return;
	TAILQ_FOREACH_REVERSE(w, &t->watches, vrf_watches, link)
		if (w->removing)
			w->removing(w->arg, v);
	close_vrf(v, true);
}

void vrf_sweep(struct vrf_table *t)
{
	if (!t->no_net)
		t->backend->sweep(t);
}

/* --- finding --------------------------------------------------------------------------------- */

struct vrf *vrf_find(const struct vrf_table *t, const char *name)
{
	struct vrf *v;

	TAILQ_FOREACH(v, &t->list, link)
		if (!strcmp(v->name, name ? name : ""))
			return v;
	return NULL;
}

struct vrf *vrf_by_id(const struct vrf_table *t, uint32_t id)
{
	struct vrf *v;

	TAILQ_FOREACH(v, &t->list, link)
		if (v->id == id)
			return v;
	return NULL;
}

struct vrf *vrf_default(const struct vrf_table *t)
{
	return TAILQ_FIRST(&t->list);
}

struct vrf *vrf_next(const struct vrf_table *t, const struct vrf *after)
{
	return after ? TAILQ_NEXT(after, link) : TAILQ_FIRST(&t->list);
}

const char *vrf_label(const struct vrf *v)
{
	return is_default(v) ? "default" : v->name;
}

/* --- watching -------------------------------------------------------------------------------- */

void vrf_watch(struct vrf_table *t, struct vrf_watch *w)
{
	struct vrf *v;

	TAILQ_INSERT_TAIL(&t->watches, w, link);
	TAILQ_FOREACH(v, &t->list, link)
		if (w->added)
			w->added(w->arg, v);
}

void vrf_unwatch(struct vrf_table *t, struct vrf_watch *w)
{
	TAILQ_REMOVE(&t->watches, w, link);
}

void vrf_set_af(struct vrf *v, int family, bool on)
{
	bool *af = family == AF_INET ? &v->af_v4 : &v->af_v6;
	struct vrf_watch *w;

	if (*af == on)
		return;
	*af = on;
	TAILQ_FOREACH(w, &v->table->watches, link)
		if (w->af_changed)
			w->af_changed(w->arg, v);
}

/* --- working in a VRF ------------------------------------------------------------------------ */

int vrf_socket(const struct vrf *v, int domain, int type, int protocol)
{
	return v->up ? netns_socket(v->netns, domain, type, protocol) : -ENETDOWN;
}

int vrf_call(const struct vrf *v, int (*fn)(void *arg), void *arg)
{
	return v->up ? netns_call(v->netns, fn, arg) : -ENETDOWN;
}

int vrf_netns(const struct vrf *v)
{
	return is_default(v) ? v->table->own_netns : v->netns;
}

void vrf_missing(const struct vrf *v, enum feature what, int err)
{
	feature_missing(&v->table->features, what, err);
}

int vrf_request(const struct vrf *v, struct nlmsghdr *nlh)
{
	int err = v->up ? netlink_request(v->nl, nlh) : -ENETDOWN;

	if (err == -EPERM)
		vrf_missing(v, FEATURE_NETLINK, EPERM);
	return err;
}

int vrf_query(const struct vrf *v, struct nlmsghdr *nlh,
	      void (*fn)(void *arg, const struct nlmsghdr *nlh), void *arg)
{
	return v->up ? netlink_query(v->nl, nlh, fn, arg) : -ENETDOWN;
}

void vrf_poll(const struct vrf *v)
{
	if (v->up)
		netlink_poll(v->nl);
}

const char *vrf_error(const struct vrf *v, int err)
{
	return v->nl && *netlink_error(v->nl) ? netlink_error(v->nl) : strerror(-err);
}
