/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/net/kdev.h"

#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

void kdev_init(struct kdev_table *t, const struct kdev_ops *ops, void *arg)
{
	TAILQ_INIT(&t->list);
	t->ops = ops;
	t->arg = arg;
}

static void kdev_free(struct kdev *d)
{
	free(d->addr);
	free(d);
}

static void kdev_del(struct kdev_table *t, struct kdev *d)
{
	/* Out of the list first: its name is free now. */
	TAILQ_REMOVE(&t->list, d, link);
	t->ops->removed(t->arg, d);
	kdev_free(d);
}

void kdev_fini(struct kdev_table *t)
{
	struct kdev *d;

	while ((d = TAILQ_FIRST(&t->list))) {
		TAILQ_REMOVE(&t->list, d, link);
		kdev_free(d);
	}
}

/* --- finding --------------------------------------------------------------------------------- */

struct kdev *kdev_find(const struct kdev_table *t, const struct vrf *v, int ifindex)
{
	struct kdev *d;

	TAILQ_FOREACH(d, &t->list, link)
		if (d->l.ifindex == ifindex && d->vrf == v)
			return d;
	return NULL;
}

struct kdev *kdev_by_name(const struct kdev_table *t, const struct vrf *v, const char *name)
{
	struct kdev *d;

	TAILQ_FOREACH(d, &t->list, link)
		if (d->vrf == v && !strcmp(d->l.name, name))
			return d;
	return NULL;
}

struct kaddr *kdev_addr(const struct kdev *d, const struct addr *a, unsigned plen)
{
	for (unsigned i = 0; i < d->n_addrs; i++)
		if (d->addr[i].a.plen == plen && addr_equal(&d->addr[i].a.addr, a))
			return &d->addr[i];
	return NULL;
}

bool kdev_is_lo(const struct kdev *d)
{
	return d->l.flags & IFF_LOOPBACK;
}

/* --- links ----------------------------------------------------------------------------------- */

static void link_new(struct kdev_table *t, struct vrf *v, const struct nl_link *l)
{
	struct kdev *d = kdev_find(t, v, l->ifindex);
	struct nl_link before;

	if (!d) {
		d = xcalloc(1, sizeof(*d));
		d->vrf = v;
		memcpy(&d->l, l, sizeof(*l));
		d->seen = true;
		TAILQ_INSERT_TAIL(&t->list, d, link);
		t->ops->added(t->arg, d);
		return;
	}
	d->seen = true;
	memcpy(&before, &d->l, sizeof(before));
	memcpy(&d->l, l, sizeof(*l));
	if (memcmp(&before, l, sizeof(before)))
		t->ops->changed(t->arg, d, &before);
}

static void link_del(struct kdev_table *t, struct vrf *v, const struct nl_link *l)
{
	struct kdev *d = kdev_find(t, v, l->ifindex);

	if (d)
		kdev_del(t, d);
}

/* --- addresses ------------------------------------------------------------------------------- */

static void addr_new(struct kdev_table *t, struct vrf *v, const struct nl_addr *a)
{
	struct kdev *d = kdev_find(t, v, a->ifindex);
	struct kaddr *old;

	if (!d)
		return;
	old = kdev_addr(d, &a->addr, a->plen);
	if (old) {
		old->seen = true;
		if (!memcmp(&old->a, a, sizeof(*a)))
			return;
	} else {
		d->addr = xrealloc(d->addr, (d->n_addrs + 1) * sizeof(*d->addr));
		old = &d->addr[d->n_addrs++];
		old->seen = true;
	}
	memcpy(&old->a, a, sizeof(*a));
	t->ops->addr_changed(t->arg, d);
}

static void remove_addr(struct kdev *d, unsigned i)
{
	memmove(&d->addr[i], &d->addr[i + 1], (d->n_addrs - i - 1) * sizeof(*d->addr));
	d->n_addrs--;
}

static void addr_del(struct kdev_table *t, struct vrf *v, const struct nl_addr *a)
{
	struct kdev *d = kdev_find(t, v, a->ifindex);
	struct kaddr *old = d ? kdev_addr(d, &a->addr, a->plen) : NULL;

	if (!old)
		return;
	remove_addr(d, (unsigned)(old - d->addr));
	t->ops->addr_changed(t->arg, d);
}

/* --- messages -------------------------------------------------------------------------------- */

void kdev_message(struct kdev_table *t, struct vrf *v, const struct nlmsghdr *nlh)
{
	struct nl_link l;
	struct nl_addr a;

	switch (nlh->nlmsg_type) {
	case RTM_NEWLINK:
		if (nl_read_link(nlh, &l))
			link_new(t, v, &l);
		break;
	case RTM_DELLINK:
		if (nl_read_link(nlh, &l))
			link_del(t, v, &l);
		break;
	case RTM_NEWADDR:
		if (nl_read_addr(nlh, &a))
			addr_new(t, v, &a);
		break;
	case RTM_DELADDR:
		if (nl_read_addr(nlh, &a))
			addr_del(t, v, &a);
		break;
	}
}

/* --- resync ---------------------------------------------------------------------------------- */

struct dump {
	struct kdev_table *table;
	struct vrf *vrf;
};

static void dumped(void *arg, const struct nlmsghdr *nlh)
{
	struct dump *dump = arg;

	kdev_message(dump->table, dump->vrf, nlh);
}

static int read_all(struct dump *dump, unsigned type)
{
	struct nl_request r;

	return vrf_query(dump->vrf, nl_dump(&r, type, AF_UNSPEC), dumped, dump);
}

static void mark_unseen(struct kdev_table *t, const struct vrf *v)
{
	struct kdev *d;

	TAILQ_FOREACH(d, &t->list, link) {
		if (d->vrf != v)
			continue;
		d->seen = false;
		for (unsigned i = 0; i < d->n_addrs; i++)
			d->addr[i].seen = false;
	}
}

static void drop_unseen_addrs(struct kdev_table *t, struct kdev *d)
{
	unsigned n = d->n_addrs;

	for (unsigned i = d->n_addrs; i-- > 0;)
		if (!d->addr[i].seen)
			remove_addr(d, i);
	if (d->n_addrs != n)
		t->ops->addr_changed(t->arg, d);
}

static void drop_unseen_devices(struct kdev_table *t, const struct vrf *v)
{
	struct kdev *d, *next;

	for (d = TAILQ_FIRST(&t->list); d; d = next) {
		next = TAILQ_NEXT(d, link);
		if (d->vrf == v && !d->seen)
			kdev_del(t, d);
	}
}

void kdev_resync(struct kdev_table *t, struct vrf *v)
{
	struct dump dump = { t, v };
	struct kdev *d;

	if (!v->up)
		return;
	mark_unseen(t, v);
	if (read_all(&dump, RTM_GETLINK))
		return;
	drop_unseen_devices(t, v);
	if (read_all(&dump, RTM_GETADDR))
		return;
	TAILQ_FOREACH(d, &t->list, link)
		if (d->vrf == v)
			drop_unseen_addrs(t, d);
}

void kdev_forget_vrf(struct kdev_table *t, const struct vrf *v)
{
	struct kdev *d, *next;

	for (d = TAILQ_FIRST(&t->list); d; d = next) {
		next = TAILQ_NEXT(d, link);
		if (d->vrf == v)
			kdev_del(t, d);
	}
}
