/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Three things meet here. The mirror of the kernel (kdev.c) tells of devices and addresses. An
 * entry (struct iface) is what the operator knows by a name; it is bound to a device whose
 * alternative name, or own name, is the entry's. A device without an entry gets one, an entry
 * without a device waits for one; an entry goes when it has neither device nor configuration.
 * Configuration is applied to the device by iface_apply.c.
 *
 * Changes are gathered in the entry and told to the listeners on the next turn of the loop, so
 * that nobody is called in the middle of something.
 */
#include "lispd/net/iface.h"

#include <linux/ethtool.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lib/log.h"
#include "lib/mem.h"
#include "lispd/net/iface_priv.h"

#define SEARCH_MS 2000

/* --- telling --------------------------------------------------------------------------------- */

void iface_changed(struct iface *i, unsigned what)
{
	i->pending |= what;
	if (!timer_armed(&i->table->tell))
		timer_start(&i->table->tell, 0);
}

void iface_mark_dirty(struct iface *i)
{
	if (!i->configured || i->table->vrfs->no_net)
		return;
	i->dirty = true;
	if (!timer_armed(&i->table->work))
		timer_start(&i->table->work, 0);
}

/* Lines as IOS logs them, for interfaces that are the operator's. */
static void log_state(struct iface *i)
{
	bool up = iface_line_up(i), physical = ifname_class(&i->name) == IFCLASS_PHYSICAL ||
					       ifname_class(&i->name) == IFCLASS_LINUX;
	const char *state = up ? "up" : "down";
	bool first = !i->told;

	if (!i->configured && ifname_class(&i->name) != IFCLASS_LISP)
		return;
	if (i->told && i->told_up == up)
		return;
	i->told = true;
	i->told_up = up;
	if (first && (physical || !up))
		return;
	if (iface_status(i) == IFACE_ADMIN_DOWN)
		log_msg(SEV_NOTICE, "LINK", "CHANGED",
			"Interface %s, changed state to administratively down", i->name.s);
	else if (physical)
		log_msg(SEV_ERROR, "LINK", "UPDOWN", "Interface %s, changed state to %s",
			i->name.s, state);
	log_msg(SEV_NOTICE, "LINEPROTO", "UPDOWN",
		"Line protocol on Interface %s, changed state to %s", i->name.s, state);
}

static void tell(struct iface *i)
{
	struct iface_listener *l, *next;
	unsigned what = i->pending;

	i->pending = 0;
	if (what & IFACE_STATE && !i->dead)
		log_state(i);
	for (l = i->table->listeners; l; l = next) {
		next = l->next;
		l->changed(l->arg, i, what);
	}
}

static struct iface *next_pending(struct iface_table *t)
{
	struct iface *i;

	TAILQ_FOREACH(i, &t->list, link)
		if (i->pending)
			return i;
	return NULL;
}

static void iface_free(struct iface *i)
{
	iface_cfg_fini(&i->cfg);
	free(i->addr);
	free(i);
}

static void on_tell(void *arg)
{
	struct iface_table *t = arg;
	struct iface *i;

	while ((i = TAILQ_FIRST(&t->graveyard))) {
		TAILQ_REMOVE(&t->graveyard, i, link);
		i->pending |= IFACE_DELETED;
		tell(i);
		iface_free(i);
	}
	/* A listener may add and remove entries: look again each time. */
	while ((i = next_pending(t)))
		tell(i);
}

static struct iface *next_dirty(struct iface_table *t)
{
	struct iface *i;

	TAILQ_FOREACH(i, &t->list, link)
		if (i->dirty)
			return i;
	return NULL;
}

/* Whether a device may come for it, so that we look for one. */
static bool is_awaited(const struct iface *i)
{
	enum ifname_class class = ifname_class(&i->name);

	return i->configured && !i->kdev && class != IFCLASS_LOOPBACK && class != IFCLASS_NULL &&
	       class != IFCLASS_LISP;
}

/* The kernel does not tell of an alternative name that a device gets while it is down. */
static void on_search(void *arg)
{
	struct iface_table *t = arg;
	bool awaited = false;
	struct iface *i;
	struct vrf *v;

	TAILQ_FOREACH(i, &t->list, link)
		awaited |= is_awaited(i);
	if (!awaited)
		return;
	for (v = vrf_next(t->vrfs, NULL); v; v = vrf_next(t->vrfs, v))
		kdev_resync(t->kdevs, v);
	timer_start(&t->search, SEARCH_MS);
}

static void on_work(void *arg)
{
	struct iface_table *t = arg;
	struct iface *i;

	/* Applying brings news, which make and remove entries: look again each time. */
	while ((i = next_dirty(t)))
		iface_apply(i);
	if (!timer_armed(&t->search))
		timer_start(&t->search, SEARCH_MS);
}

void iface_apply_now(struct iface_table *t)
{
	timer_stop(&t->work);
	on_work(t);
}

void iface_listen(struct iface_table *t, struct iface_listener *l)
{
	l->next = t->listeners;
	t->listeners = l;
}

void iface_unlisten(struct iface_table *t, struct iface_listener *l)
{
	struct iface_listener **p = &t->listeners;

	while (*p && *p != l)
		p = &(*p)->next;
	if (*p)
		*p = l->next;
}

/* --- entries --------------------------------------------------------------------------------- */

struct iface *iface_create(struct iface_table *t, const struct ifname *name)
{
	struct iface *i = xcalloc(1, sizeof(*i)), *other;

	i->table = t;
	i->name = *name;
	i->created = t->n_created++;
	i->vrf = vrf_default(t->vrfs);
	memcpy(i->cfg.name, name->s, sizeof(i->cfg.name));
	TAILQ_FOREACH_REVERSE(other, &t->list, iface_list, link)
		if (ifname_cmp(other->name.s, name->s) < 0)
			break;
	if (other)
		TAILQ_INSERT_AFTER(&t->list, other, i, link);
	else
		TAILQ_INSERT_HEAD(&t->list, i, link);
	iface_changed(i, IFACE_NEW);
	return i;
}

void iface_bury_if_useless(struct iface *i)
{
	struct iface_table *t = i->table;

	if (i->configured || i->kdev || i->dead)
		return;
	i->dead = true;
	TAILQ_REMOVE(&t->list, i, link);
	TAILQ_INSERT_TAIL(&t->graveyard, i, link);
	iface_changed(i, IFACE_DELETED);
}

struct vrf *iface_wanted_vrf(const struct iface *i)
{
	/* The data plane has put it where it belongs. */
	if (ifname_class(&i->name) == IFCLASS_LISP && i->kdev)
		return i->kdev->vrf;
	return vrf_find(i->table->vrfs, i->cfg.vrf);
}

static bool is_loopback_addr(const struct nl_addr *a)
{
	return addr_is_loopback(&a->addr);
}

/* --- what an entry says of itself ------------------------------------------------------------ */

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
	return !is_loopback_addr(a) && !is_claimed(i->table, i->kdev, a);
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
	struct vrf *wanted =
		i->configured ? iface_wanted_vrf(i) : vrf_default(i->table->vrfs);

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
	static const char *const names[] = { "tunl0",	 "sit0",   "ip6tnl0",  "gre0",	  "gretap0",
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

		wanted |= a->protocol != NL_PROTO && !is_loopback_addr(a) &&
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
	if (names_changed(&d->l, before) &&
	    !(i && i->configured && is_candidate(d, i->name.s))) {
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

static const struct kdev_ops kdev_ops = { on_added, on_changed, on_addr_changed, on_removed };

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

/* --- the table ------------------------------------------------------------------------------- */

void iface_init(struct iface_table *t, struct loop *loop, struct vrf_table *vrfs)
{
	*t = (struct iface_table){ .loop = loop, .vrfs = vrfs, .loopback_kind = "dummy" };
	TAILQ_INIT(&t->list);
	TAILQ_INIT(&t->graveyard);
	t->kdevs = xcalloc(1, sizeof(*t->kdevs));
	kdev_init(t->kdevs, &kdev_ops, t);
	timer_init(&t->tell, loop, on_tell, t);
	timer_init(&t->work, loop, on_work, t);
	timer_init(&t->search, loop, on_search, t);
	t->watch = (struct vrf_watch){ .arg = t,
				       .added = on_vrf_added,
				       .removing = on_vrf_removing,
				       .af_changed = on_af_changed,
				       .message = on_message,
				       .resync = on_resync };
	vrf_watch(vrfs, &t->watch);
}

void iface_fini(struct iface_table *t)
{
	struct iface *i;

	vrf_unwatch(t->vrfs, &t->watch);
	timer_stop(&t->tell);
	timer_stop(&t->work);
	timer_stop(&t->search);
	TAILQ_CONCAT(&t->list, &t->graveyard, link);
	while ((i = TAILQ_FIRST(&t->list))) {
		TAILQ_REMOVE(&t->list, i, link);
		iface_free(i);
	}
	kdev_fini(t->kdevs);
	free(t->kdevs);
}

/* --- finding --------------------------------------------------------------------------------- */

struct iface *iface_find(const struct iface_table *t, const char *name)
{
	struct iface *i;

	TAILQ_FOREACH(i, &t->list, link)
		if (!strcmp(i->name.s, name))
			return i;
	return NULL;
}

static struct iface *find_dev(const struct iface_table *t, const char *dev)
{
	struct iface *i;

	TAILQ_FOREACH(i, &t->list, link)
		if (i->present && !i->on_lo && !strcmp(i->dev, dev))
			return i;
	return NULL;
}

struct iface *iface_resolve(const struct iface_table *t, const char *text)
{
	struct ifname name;
	struct iface *i = NULL;

	if (ifname_parse(text, &name) == IFNAME_OK)
		i = iface_find(t, name.s);
	return i ? i : find_dev(t, text);
}

static bool is_in(const struct iface *i, const struct vrf *v)
{
	return i->present && i->vrf == v && i->kdev && i->kdev->vrf == v;
}

struct iface *iface_by_index(const struct iface_table *t, const struct vrf *v, int ifindex)
{
	struct iface *i;

	TAILQ_FOREACH(i, &t->list, link)
		if (!i->on_lo && i->ifindex == ifindex && is_in(i, v))
			return i;
	return NULL;
}

struct iface *iface_by_addr(const struct iface_table *t, const struct vrf *v, const struct addr *a)
{
	struct iface *i;

	TAILQ_FOREACH(i, &t->list, link) {
		if (!is_in(i, v))
			continue;
		for (unsigned k = 0; k < i->n_addrs; k++)
			if (i->addr[k].in_kernel && !i->addr[k].tentative &&
			    addr_equal(&i->addr[k].addr, a))
				return i;
	}
	return NULL;
}

struct iface *iface_by_subnet(const struct iface_table *t, const struct vrf *v,
			      const struct addr *a)
{
	struct iface *i, *best = NULL;
	int best_plen = -1;

	TAILQ_FOREACH(i, &t->list, link) {
		if (!is_in(i, v))
			continue;
		for (unsigned k = 0; k < i->n_addrs; k++) {
			struct prefix p = prefix_make(&i->addr[k].addr, i->addr[k].plen);

			if (!i->addr[k].in_kernel || i->addr[k].plen <= best_plen ||
			    !prefix_contains(&p, a))
				continue;
			best = i;
			best_plen = i->addr[k].plen;
		}
	}
	return best;
}

struct iface *iface_next(const struct iface_table *t, const struct iface *after)
{
	return after ? TAILQ_NEXT(after, link) : TAILQ_FIRST(&t->list);
}

static int cmp_brief(const struct iface *a, const struct iface *b)
{
	int c = ifname_cmp_brief(a->name.s, b->name.s);

	return c ? c : (a->created > b->created) - (a->created < b->created);
}

struct iface *iface_next_brief(const struct iface_table *t, const struct iface *after)
{
	struct iface *i, *best = NULL;

	TAILQ_FOREACH(i, &t->list, link)
		if ((!after || cmp_brief(i, after) > 0) && (!best || cmp_brief(i, best) < 0))
			best = i;
	return best;
}

/* --- asking ---------------------------------------------------------------------------------- */

enum iface_status iface_status(const struct iface *i)
{
	if (i->cfg.admin == IFACE_ADMIN_SHUTDOWN)
		return IFACE_ADMIN_DOWN;
	if (ifname_class(&i->name) == IFCLASS_NULL)
		return IFACE_UP;
	if (!i->present)
		return IFACE_DOWN;
	if (!(i->flags & IFF_UP))
		return IFACE_ADMIN_DOWN;
	return i->running ? IFACE_UP : IFACE_DOWN;
}

bool iface_line_up(const struct iface *i)
{
	return iface_status(i) == IFACE_UP;
}

static bool is_usable(const struct iface_addr *a)
{
	return a->in_kernel && !a->tentative && !a->duplicate;
}

bool iface_address(const struct iface *i, int family, struct addr *out)
{
	if (!i->vrf || !iface_line_up(i))
		return false;
	for (unsigned k = 0; k < i->n_addrs; k++) {
		const struct iface_addr *a = &i->addr[k];

		if (a->addr.family != family || a->link_local || !is_usable(a))
			continue;
		*out = a->addr;
		return true;
	}
	return false;
}

bool iface_link_local(const struct iface *i, struct addr *out)
{
	for (unsigned k = 0; k < i->n_addrs; k++) {
		if (!i->addr[k].link_local || !is_usable(&i->addr[k]))
			continue;
		*out = i->addr[k].addr;
		return true;
	}
	return false;
}

uint32_t iface_ip_mtu(const struct iface *i, int family)
{
	uint32_t typed = family == AF_INET6 ? i->cfg.ipv6_mtu : i->cfg.ip_mtu;

	return typed && (!i->mtu || typed < i->mtu) ? typed : i->mtu;
}

static void read_counters(void *arg, const struct nlmsghdr *nlh)
{
	struct iface_counters *out = arg;
	struct nl_counters c;

	if (!nl_read_counters(nlh, &c))
		return;
	*out = (struct iface_counters){
		.rx_packets = c.rx_packets,
		.rx_bytes = c.rx_bytes,
		.rx_errors = c.rx_errors,
		.rx_dropped = c.rx_dropped,
		.rx_multicast = c.multicast,
		.rx_crc = c.rx_crc,
		.rx_frame = c.rx_frame,
		.rx_over = c.rx_over,
		.rx_fifo = c.rx_fifo,
		.tx_packets = c.tx_packets,
		.tx_bytes = c.tx_bytes,
		.tx_errors = c.tx_errors,
		.tx_dropped = c.tx_dropped,
		.tx_carrier = c.tx_carrier,
		.tx_collisions = c.collisions,
	};
}

static void read_speed(const struct iface *i, struct iface_counters *out)
{
	struct ethtool_cmd cmd = { .cmd = ETHTOOL_GSET };
	struct ifreq ifr = { .ifr_data = (void *)&cmd };
	int fd = vrf_socket(i->kdev->vrf, AF_INET, SOCK_DGRAM, 0);

	if (fd < 0)
		return;
	memcpy(ifr.ifr_name, i->dev, sizeof(i->dev));
	if (ioctl(fd, SIOCETHTOOL, &ifr) == 0 && ethtool_cmd_speed(&cmd) != (uint32_t)SPEED_UNKNOWN) {
		out->speed_mbps = ethtool_cmd_speed(&cmd);
		out->full_duplex = cmd.duplex == DUPLEX_FULL;
	}
	close(fd);
}

void iface_counters(const struct iface *i, struct iface_counters *out)
{
	struct nl_request r;

	*out = (struct iface_counters){ 0 };
	if (!i->kdev || i->on_lo)
		return;
	vrf_query(i->kdev->vrf, nl_link_query(&r, i->ifindex), read_counters, out);
	read_speed(i, out);
}
