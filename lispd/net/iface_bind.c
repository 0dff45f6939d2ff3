/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Between the mirror of the kernel (kdev.c) and the entries: which device belongs to which entry,
 * what an entry says of itself, and what news of devices, addresses and VRFs mean for it.
 */
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/net/iface_priv.h"

/* --- what an entry says of itself ------------------------------------------------------------ */

struct vrf *iface_wanted_vrf(const struct iface *i)
{
	/* The data plane has put it where it belongs. */
	if (ifname_class(&i->name) == IFCLASS_LISP && i->kdev)
		return i->kdev->vrf;
	return vrf_find(i->table->vrfs, i->cfg.vrf);
}

struct addr_list {
	struct iface_addr *addr;
	unsigned n;
};

static struct iface_addr *add_addr(struct addr_list *list)
{
	list->addr = xrealloc(list->addr, (list->n + 1) * sizeof(*list->addr));
	memset(&list->addr[list->n], 0, sizeof(*list->addr));
	return &list->addr[list->n++];
}

static void note_kernel(struct iface_addr *a, const struct nl_addr *k)
{
	a->in_kernel = true;
	a->tentative = k->flags & IFA_F_TENTATIVE && !(k->flags & IFA_F_OPTIMISTIC);
	a->duplicate = k->flags & IFA_F_DADFAILED;
	a->expires = k->expires;
}

static void add_typed(const struct iface *i, struct addr_list *list, int family)
{
	const struct iface_cfg_addr *c = family == AF_INET ? i->cfg.v4 : i->cfg.v6;
	unsigned n = family == AF_INET ? i->cfg.n_v4 : i->cfg.n_v6;

	for (unsigned k = 0; k < n; k++, c++) {
		struct nl_addr want;
		const struct kaddr *have;
		struct iface_addr *a;

		if (!iface_kernel_addr(i, c, &want))
			continue;
		a = add_addr(list);
		a->addr = want.addr;
		a->plen = c->plen;
		a->origin = IFADDR_TYPED;
		a->secondary = c->secondary;
		a->link_local = c->link_local;
		have = i->kdev ? kdev_addr(i->kdev, &want.addr, want.plen) : NULL;
		if (have)
			note_kernel(a, &have->a);
	}
}

/* Whether a Loopback claims this address of lo. */
static bool is_claimed(const struct iface_table *t, const struct kdev *lo, const struct nl_addr *a)
{
	struct iface *i;

	TAILQ_FOREACH(i, &t->list, link)
		if (i->on_lo && i->kdev == lo && iface_is_typed(i, a))
			return true;
	return false;
}

/* In the kernel, not typed, and not to be removed as a left-over of an earlier run. */
static bool is_adopted(const struct iface *i, const struct nl_addr *a)
{
	if (i->on_lo || a->protocol == NL_PROTO)
		return false;
	if (!kdev_is_lo(i->kdev))
		return !iface_is_typed(i, a);
	return !addr_is_loopback(&a->addr) && !is_claimed(i->table, i->kdev, a);
}

static void add_adopted(const struct iface *i, struct addr_list *list, int family)
{
	for (unsigned k = 0; i->kdev && k < i->kdev->n_addrs; k++) {
		const struct nl_addr *n = &i->kdev->addr[k].a;
		struct iface_addr *a;

		if (n->addr.family != family || !is_adopted(i, n))
			continue;
		a = add_addr(list);
		a->addr = n->addr;
		a->plen = n->plen;
		a->link_local = family == AF_INET6 && addr_is_link_local(&n->addr);
		a->origin = a->link_local ? IFADDR_AUTO : IFADDR_ADOPTED;
		/* The first IPv4 address is the primary one; typed ones say it themselves. */
		a->secondary = family == AF_INET && list->n > 1;
		note_kernel(a, n);
	}
}

static void link_local_first(struct iface_addr *a, unsigned n)
{
	struct iface_addr moved;

	for (unsigned k = 1, front = 0; k < n; k++) {
		while (front < k && a[front].link_local)
			front++;
		if (!a[k].link_local || front == k)
			continue;
		moved = a[k];
		memmove(&a[front + 1], &a[front], (k - front) * sizeof(*a));
		a[front] = moved;
	}
}

static void refresh_addrs(struct iface *i)
{
	struct addr_list list = { 0 };
	unsigned n_v4;

	add_typed(i, &list, AF_INET);
	add_adopted(i, &list, AF_INET);
	n_v4 = list.n;
	add_typed(i, &list, AF_INET6);
	add_adopted(i, &list, AF_INET6);
	if (list.n)
		link_local_first(list.addr + n_v4, list.n - n_v4);
	if (list.n == i->n_addrs &&
	    (!list.n || !memcmp(list.addr, i->addr, list.n * sizeof(*list.addr)))) {
		free(list.addr);
		return;
	}
	free(i->addr);
	i->addr = list.addr;
	i->n_addrs = list.n;
	iface_changed(i, IFACE_ADDR);
}

static void refresh_device(struct iface *i)
{
	const struct nl_link *l = &i->kdev->l;
	bool running = (l->flags & IFF_RUNNING) && (l->flags & IFF_LOWER_UP);

	if (l->flags != i->flags || running != i->running)
		iface_changed(i, IFACE_STATE);
	if (l->mtu != i->mtu)
		iface_changed(i, IFACE_MTU);
	if (l->ifindex != i->ifindex || strcmp(l->name, i->dev) || !i->present ||
	    (l->has_mac && memcmp(l->mac, i->mac, 6)))
		iface_changed(i, IFACE_DEVICE);
	i->present = true;
	i->flags = l->flags;
	i->running = running;
	i->mtu = l->mtu;
	i->ifindex = l->ifindex;
	i->hw_type = l->hw_type;
	i->has_mac = l->has_mac;
	memcpy(i->mac, l->mac, 6);
	memcpy(i->dev, l->name, sizeof(i->dev));
}

/* Where it is; on the way to another VRF still in the old one. */
static struct vrf *present_vrf(const struct iface *i)
{
	struct vrf *wanted = i->configured ? iface_wanted_vrf(i) : vrf_default(i->table->vrfs);

	if (!i->kdev || !wanted)
		return wanted;
	return !i->configured || wanted->up ? i->kdev->vrf : NULL;
}

void iface_refresh(struct iface *i)
{
	struct vrf *vrf = present_vrf(i);

	if (vrf != i->vrf)
		iface_changed(i, IFACE_VRF);
	i->vrf = vrf;
	if (i->kdev) {
		refresh_device(i);
	} else if (i->present) {
		i->present = i->running = false;
		i->flags = 0;
		i->ifindex = 0;
		iface_changed(i, IFACE_DEVICE | IFACE_STATE);
	}
	refresh_addrs(i);
}

/* --- binding --------------------------------------------------------------------------------- */

void iface_bind(struct iface *i, struct kdev *d, bool on_lo)
{
	if (i->kdev && !i->on_lo)
		i->kdev->iface = NULL;
	i->kdev = d;
	i->on_lo = on_lo;
	i->pushed = IFACE_PUSHED_NOTHING;
	if (d && !on_lo)
		d->iface = i;
	iface_refresh(i);
	if (d)
		iface_mark_dirty(i);
}

/* The k-th name that a device may have for us: alternative names of ours, then its own name read
 * as an IOS name, then as it is. False behind the last. */
static bool candidate(const struct kdev *d, unsigned k, struct ifname *out)
{
	for (unsigned a = 0; a < d->l.n_altnames; a++)
		if (ifname_parse(d->l.altname[a], out) == IFNAME_OK && out->type &&
		    !strcmp(out->s, d->l.altname[a]) && k-- == 0)
			return true;
	if (k == 0)
		return ifname_from_dev(d->l.name, out);
	*out = (struct ifname){ .type = NULL };
	memcpy(out->s, d->l.name, sizeof(d->l.name));
	return k == 1;
}

/* Tunnel modules bring these along in every namespace; they are nobody's interface. */
static bool is_fallback(const struct kdev *d)
{
	static const char *const names[] = { "tunl0",	"sit0",	   "ip6tnl0", "gre0",	 "gretap0",
					     "erspan0", "ip6gre0", "ip_vti0", "ip6_vti0" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (!strcmp(d->l.name, names[i]))
			return true;
	return false;
}

static bool is_free(const struct iface *i)
{
	return !i->kdev || i->on_lo;
}

/* A configured entry before a name nobody configured; among these the first that is free. */
static void find_entry(struct iface_table *t, struct kdev *d)
{
	struct ifname name;
	struct iface *i;

	for (unsigned k = 0; candidate(d, k, &name); k++) {
		i = iface_find(t, name.s);
		if (i && i->configured && is_free(i)) {
			iface_bind(i, d, false);
			return;
		}
	}
	for (unsigned k = 0; candidate(d, k, &name) && !is_fallback(d); k++) {
		i = iface_find(t, name.s);
		if (i && !is_free(i))
			continue;
		iface_bind(i ? i : iface_create(t, &name), d, false);
		return;
	}
}

/* lo has an entry of its own while somebody keeps addresses there that no Loopback claims. */
void iface_refresh_lo(struct iface_table *t, struct kdev *lo)
{
	struct ifname name = { .s = "lo" };
	bool wanted = false;
	struct iface *i;

	TAILQ_FOREACH(i, &t->list, link)
		if (i->on_lo && i->kdev == lo)
			iface_refresh(i);
	for (unsigned k = 0; k < lo->n_addrs; k++) {
		const struct nl_addr *a = &lo->addr[k].a;

		wanted |= a->protocol != NL_PROTO && !addr_is_loopback(&a->addr) &&
			  !is_claimed(t, lo, a);
	}
	i = lo->iface;
	if (!i && wanted && !iface_find(t, name.s))
		iface_bind(iface_create(t, &name), lo, false);
	else if (i && wanted)
		iface_refresh(i);
	else if (i) {
		iface_bind(i, NULL, false);
		iface_bury_if_useless(i);
	}
}

/* A name has become free: another device may be waiting for it. */
static void bind_waiting(struct iface_table *t)
{
	struct kdev *d;

	TAILQ_FOREACH(d, &t->kdevs->list, link)
		if (!d->iface && !kdev_is_lo(d))
			find_entry(t, d);
}

/* --- news from the mirror -------------------------------------------------------------------- */

static void on_added(void *arg, struct kdev *d)
{
	struct iface_table *t = arg;

	if (!kdev_is_lo(d)) {
		find_entry(t, d);
		return;
	}
	/* Loopbacks that wait for this VRF's lo, and a lo that a new namespace has down. */
	for (struct iface *i = TAILQ_FIRST(&t->list); i; i = TAILQ_NEXT(i, link))
		if (ifname_class(&i->name) == IFCLASS_LOOPBACK)
			iface_mark_dirty(i);
}

static void unbind(struct kdev *d)
{
	struct iface *i = d->iface;

	if (!i)
		return;
	iface_bind(i, NULL, false);
	iface_bury_if_useless(i);
}

/* Whether the device still has a name for us that leads to the entry. */
static bool is_candidate(const struct kdev *d, const char *name)
{
	struct ifname n;

	for (unsigned k = 0; candidate(d, k, &n); k++)
		if (!strcmp(n.s, name))
			return true;
	return false;
}

static bool names_changed(const struct nl_link *a, const struct nl_link *b)
{
	return strcmp(a->name, b->name) || memcmp(a->altname, b->altname, sizeof(a->altname));
}

static void on_changed(void *arg, struct kdev *d, const struct nl_link *before)
{
	struct iface_table *t = arg;
	struct iface *i = d->iface;
	bool came_up = d->l.flags & IFF_UP && !(before->flags & IFF_UP);

	if (kdev_is_lo(d)) {
		iface_refresh_lo(t, d);
		return;
	}
	if (names_changed(&d->l, before) && !(i && i->configured && is_candidate(d, i->name.s))) {
		unbind(d);
		bind_waiting(t);
		return;
	}
	if (!i)
		return;
	iface_refresh(i);
	/* Taking a device down may have removed IPv6 addresses. */
	if (came_up)
		iface_mark_dirty(i);
}

static void on_addr_changed(void *arg, struct kdev *d)
{
	if (kdev_is_lo(d))
		iface_refresh_lo(arg, d);
	else if (d->iface)
		iface_refresh(d->iface);
}

static void on_removed(void *arg, struct kdev *d)
{
	struct iface_table *t = arg;
	struct iface *i;

	TAILQ_FOREACH(i, &t->list, link)
		if (i->on_lo && i->kdev == d)
			iface_bind(i, NULL, false);
	unbind(d);
	if (!kdev_is_lo(d))
		bind_waiting(t);
}

const struct kdev_ops iface_kdev_ops = { on_added, on_changed, on_addr_changed, on_removed };

/* --- VRFs ------------------------------------------------------------------------------------ */

static void lo_up(struct iface_table *t, struct vrf *v)
{
	struct kdev *lo = kdev_by_name(t->kdevs, v, "lo");
	struct nl_request r;

	if (!lo || lo->l.flags & IFF_UP)
		return;
	vrf_request(v, nl_link_flags(&r, lo->l.ifindex, IFF_UP, IFF_UP));
	vrf_poll(v);
}

static void on_vrf_added(void *arg, struct vrf *v)
{
	struct iface_table *t = arg;
	struct iface *i;

	kdev_resync(t->kdevs, v);
	lo_up(t, v);
	TAILQ_FOREACH(i, &t->list, link)
		if (!strcmp(i->cfg.vrf, v->name)) {
			iface_refresh(i);
			iface_mark_dirty(i);
		}
}

/* By number: moving one takes it, and perhaps others, out of the list. */
static struct kdev *next_device(const struct iface_table *t, const struct vrf *v, int behind)
{
	struct kdev *d, *best = NULL;

	TAILQ_FOREACH(d, &t->kdevs->list, link)
		if (d->vrf == v && !kdev_is_lo(d) && d->l.ifindex > behind &&
		    (!best || d->l.ifindex < best->l.ifindex))
			best = d;
	return best;
}

static void on_vrf_removing(void *arg, struct vrf *v)
{
	struct iface_table *t = arg;
	struct iface *i;
	struct kdev *d;
	int ifindex = 0;

	TAILQ_FOREACH(i, &t->list, link)
		if (!strcmp(i->cfg.vrf, v->name))
			iface_cfg_vrf_removed(i);
	while ((d = next_device(t, v, ifindex))) {
		ifindex = d->l.ifindex;
		iface_expel(d);
	}
	vrf_poll(vrf_default(t->vrfs));
	kdev_forget_vrf(t->kdevs, v);
	TAILQ_FOREACH(i, &t->list, link)
		if (i->vrf == v) {
			i->vrf = NULL;
			iface_refresh(i);
		}
}

static void on_af_changed(void *arg, struct vrf *v)
{
	struct iface_table *t = arg;
	struct iface *i;

	TAILQ_FOREACH(i, &t->list, link)
		if (i->vrf == v)
			iface_cfg_af_changed(i);
}

static void on_message(void *arg, struct vrf *v, const struct nlmsghdr *nlh)
{
	struct iface_table *t = arg;

	kdev_message(t->kdevs, v, nlh);
}

static void on_resync(void *arg, struct vrf *v)
{
	struct iface_table *t = arg;

	kdev_resync(t->kdevs, v);
}

void iface_watch_vrfs(struct iface_table *t)
{
	t->watch = (struct vrf_watch){ .arg = t,
				       .added = on_vrf_added,
				       .removing = on_vrf_removing,
				       .af_changed = on_af_changed,
				       .message = on_message,
				       .resync = on_resync };
	vrf_watch(t->vrfs, &t->watch);
}
