/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A VRF as a network namespace of its own: works on every kernel. Its name tells pathspace and
 * VRF: lispd-PATHSPACE-NAME, or lispd-NAME without pathspace. A "-" that belongs to the first part
 * stands doubled, so that R1's "X-RED" and R1-X's "RED" are two names, and a sweep of one router
 * leaves the namespaces of the others alone.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/log.h"
#include "lispd/net/netns.h"
#include "lispd/net/vrf.h"

struct name {
	char s[NETNS_NAME_MAX];
};

static void append(struct name *n, const char *text, bool doubled)
{
	size_t len = strlen(n->s);

	for (; *text && len + 2 < sizeof(n->s); text++) {
		n->s[len++] = *text;
		if (doubled && *text == '-')
			n->s[len++] = '-';
	}
	n->s[len] = '\0';
}

/* What names of this pathspace begin with. */
static struct name prefix_of(const struct vrf_table *t)
{
	struct name n = { "lispd-" };

	if (t->pathspace[0]) {
		append(&n, t->pathspace, true);
		append(&n, "-", false);
	}
	return n;
}

static struct name name_of(const struct vrf_table *t, const char *vrf)
{
	struct name n = prefix_of(t);

	append(&n, vrf, !t->pathspace[0]);
	return n;
}

static int open_vrf(struct vrf *v)
{
	struct name name = name_of(v->table, v->name);
	int fd = netns_open(name.s);

	if (fd == -ENOENT)
		fd = netns_create(name.s);
	if (fd < 0) {
		vrf_missing(v, FEATURE_NETNS, -fd);
		return fd;
	}
	v->netns = fd;
	return 0;
}

static void close_vrf(struct vrf *v, bool destroy)
{
	int err;

	close(v->netns);
	v->netns = -1;
	if (!destroy)
		return;
	err = netns_del(name_of(v->table, v->name).s);
	if (err)
		log_msg(SEV_WARNING, "NET", "VRF", "cannot remove the namespace of VRF %s: %s",
			vrf_label(v), strerror(-err));
}

/* The VRF's name behind our prefix; false when it is another pathspace's. */
static bool vrf_of(const struct vrf_table *t, const char *rest, char vrf[VRF_NAME_MAX + 1])
{
	size_t len = 0;

	if (*rest == '-')
		return false;
	for (; *rest && len < VRF_NAME_MAX; rest++) {
		vrf[len++] = *rest;
		if (*rest == '-' && !t->pathspace[0] && *++rest != '-')
			return false;
	}
	vrf[len] = '\0';
	return !*rest && vrf_name_ok(vrf);
}

/* Taken over and deleted like any VRF: what is in it comes back to the default one. */
static void sweep_name(void *arg, const char *name)
{
	struct vrf_table *t = arg;
	char vrf[VRF_NAME_MAX + 1];
	struct vrf *v;

	if (!vrf_of(t, name + strlen(prefix_of(t).s), vrf) || vrf_find(t, vrf))
		return;
	log_msg(SEV_NOTICE, "NET", "VRF",
		"namespace %s is left over from an earlier run, VRF %s is not configured: removing it",
		name, vrf);
	v = vrf_add(t, vrf);
	if (v)
		vrf_del(t, v);
}

static void sweep(struct vrf_table *t)
{
	netns_each(prefix_of(t).s, sweep_name, t);
}

const struct vrf_backend vrf_netns_backend = {
	.name = "netns",
	.open = open_vrf,
	.close = close_vrf,
	.sweep = sweep,
};
