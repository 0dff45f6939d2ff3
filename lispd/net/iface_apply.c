/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Configuration to device: iface_apply() compares and sends what differs, so that calling it again
 * does nothing. Only devices of configured interfaces are touched, and of these only what was
 * typed; up or down is pushed once per change of configuration, because what somebody does to the
 * device by hand afterwards ("ip link set down") is to stay. Addresses carry our mark, by which a
 * later run tells left-overs from what was there before us.
 *
 * An IPv4 address on lo is given as /32 whatever its mask: the kernel takes the whole subnet of a
 * loopback device for local. route.c puts the subnet into the table instead.
 */
#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "lib/log.h"
#include "lispd/net/iface_priv.h"
#include "lispd/net/sysctl.h"

static void complain(const struct iface *i, const struct vrf *v, const char *what, int err)
{
	if (err == -EPERM && feature_is_missing(&v->table->features, FEATURE_NETLINK))
		return;
	log_msg(SEV_WARNING, "NET", "REFUSED", "%s: cannot %s: %s", i->name.s, what,
		vrf_error(v, err));
}

/* --- addresses ------------------------------------------------------------------------------- */

static bool eui64(const struct iface *i, struct addr *a)
{
	const uint8_t *mac = i->mac;
	const struct iface *other;

	/* A Loopback borrows the MAC of the first interface that has one. */
	if (!i->has_mac) {
		TAILQ_FOREACH(other, &i->table->list, link)
			if (other->has_mac && other->present)
				break;
		if (!other)
			return false;
		mac = other->mac;
	}
	memcpy(a->b + 8, mac, 3);
	a->b[8] ^= 0x02;
	a->b[11] = 0xff;
	a->b[12] = 0xfe;
	memcpy(a->b + 13, mac + 3, 3);
	return true;
}

bool iface_kernel_addr(const struct iface *i, const struct iface_cfg_addr *c, struct nl_addr *out)
{
	memset(out, 0, sizeof(*out));
	out->ifindex = i->ifindex;
	out->addr = c->addr;
	out->plen = c->link_local ? 64 : c->plen;
	if (c->link_local)
		out->scope = RT_SCOPE_LINK;
	if (i->on_lo && c->addr.family == AF_INET)
		out->plen = 32;
	return !c->eui64 || eui64(i, &out->addr);
}

static bool is_same(const struct iface *i, const struct iface_cfg_addr *c, unsigned n,
		    const struct nl_addr *a)
{
	struct nl_addr want;

	for (unsigned k = 0; k < n; k++)
		if (iface_kernel_addr(i, &c[k], &want) && want.plen == a->plen &&
		    addr_equal(&want.addr, &a->addr))
			return true;
	return false;
}

bool iface_is_typed(const struct iface *i, const struct nl_addr *a)
{
	return is_same(i, i->cfg.v4, i->cfg.n_v4, a) || is_same(i, i->cfg.v6, i->cfg.n_v6, a);
}

int iface_remove_addr(struct iface *i, const struct addr *a, unsigned plen)
{
	struct nl_addr k = { .addr = *a, .plen = (uint8_t)plen };
	struct nl_request r;
	int err;

	if (!i->kdev)
		return 0;
	if (i->on_lo && a->family == AF_INET)
		k.plen = 32;
	if (!kdev_addr(i->kdev, a, k.plen))
		return 0;
	k.ifindex = i->kdev->l.ifindex;
	err = vrf_request(i->kdev->vrf, nl_addr_del(&r, &k));
	if (err == -EADDRNOTAVAIL)
		err = 0;
	if (err)
		complain(i, i->kdev->vrf, "remove an address", err);
	vrf_poll(i->kdev->vrf);
	return err;
}

/* The same address with another mask, which this one replaces. */
static void remove_rival(struct iface *i, const struct nl_addr *want)
{
	for (unsigned k = 0; k < i->kdev->n_addrs; k++) {
		struct nl_addr a = i->kdev->addr[k].a;

		if (a.plen == want->plen || !addr_equal(&a.addr, &want->addr))
			continue;
		iface_remove_addr(i, &a.addr, a.plen);
		return;
	}
}

static void add_address(struct iface *i, const struct iface_cfg_addr *c)
{
	struct vrf *v = i->kdev->vrf;
	struct nl_addr want;
	struct nl_request r;
	char what[80];
	int err;

	if (!iface_kernel_addr(i, c, &want) || kdev_addr(i->kdev, &want.addr, want.plen))
		return;
	remove_rival(i, &want);
	want.ifindex = i->kdev->l.ifindex;
	if (want.addr.family == AF_INET6)
		sysctl_set_conf(v, AF_INET6, i->dev, "disable_ipv6", 0);
	err = vrf_request(v, nl_addr_new(&r, &want));
	if (!err || err == -EEXIST)
		return;
	snprintf(what, sizeof(what), "add %s/%u", addr_str(&want.addr).s, want.plen);
	complain(i, v, what, err);
}

/* A link-local address that was typed takes the place of the kernel's own. */
static void remove_auto_link_local(struct iface *i)
{
	bool typed = false;

	for (unsigned k = 0; k < i->cfg.n_v6; k++)
		typed |= i->cfg.v6[k].link_local;
	for (unsigned k = i->n_addrs; typed && k-- > 0;)
		if (k < i->n_addrs && i->addr[k].origin == IFADDR_AUTO)
			iface_remove_addr(i, &i->addr[k].addr, i->addr[k].plen);
}

static void add_addresses(struct iface *i)
{
	if (i->on_lo && i->cfg.admin == IFACE_ADMIN_SHUTDOWN)
		return;
	for (unsigned k = 0; k < i->cfg.n_v4; k++)
		add_address(i, &i->cfg.v4[k]);
	for (unsigned k = 0; k < i->cfg.n_v6; k++)
		add_address(i, &i->cfg.v6[k]);
	if (i->cfg.ipv6_enable)
		sysctl_set_conf(i->kdev->vrf, AF_INET6, i->dev, "disable_ipv6", 0);
	vrf_poll(i->kdev->vrf);
	remove_auto_link_local(i);
}

static void remove_typed(struct iface *i)
{
	for (unsigned k = i->n_addrs; k-- > 0;)
		if (k < i->n_addrs && i->addr[k].origin == IFADDR_TYPED && i->addr[k].in_kernel)
			iface_remove_addr(i, &i->addr[k].addr, i->addr[k].plen);
}

/* Its VRF is not there: no address of it may be active where the device happens to be. */
static void hold_out(struct iface *i)
{
	if (!i->kdev)
		return;
	remove_typed(i);
	for (unsigned k = i->n_addrs; k-- > 0 && !i->on_lo;)
		if (k < i->n_addrs && i->addr[k].origin == IFADDR_ADOPTED)
			iface_remove_addr(i, &i->addr[k].addr, i->addr[k].plen);
}

/* --- devices --------------------------------------------------------------------------------- */

static bool is_own_device(const struct iface *i)
{
	return i->kdev && !i->on_lo && !strcmp(i->dev, ifname_dev(i->name.s).s) &&
	       ((ifname_class(&i->name) == IFCLASS_LOOPBACK &&
		 !strcmp(i->kdev->l.kind, i->table->loopback_kind)) ||
		(i->name.has_sub && !strcmp(i->kdev->l.kind, "vlan")));
}

static void delete_device(struct iface *i, struct kdev *d)
{
	struct vrf *v = d->vrf;
	struct nl_request r;
	int err = vrf_request(v, nl_link_del(&r, d->l.ifindex));

	if (err)
		complain(i, v, "remove its device", err);
	vrf_poll(v);
}

void iface_remove_device(struct iface *i)
{
	if (is_own_device(i))
		delete_device(i, i->kdev);
}

/* 0: the device is there and bound, if the news of it have come. */
static int make_device(struct iface *i, struct vrf *v, const char *kind, int parent, unsigned vid)
{
	struct ifname_dev_buf dev = ifname_dev(i->name.s);
	struct nl_request r;
	int err;

	if (!dev.s[0])
		return -ENAMETOOLONG;
	err = vrf_request(v, nl_link_new(&r, kind, dev.s, parent, vid));
	vrf_poll(v);
	return err;
}

static void bind_to_lo(struct iface *i, struct vrf *v)
{
	struct kdev *lo = kdev_by_name(i->table->kdevs, v, "lo");

	if (i->on_lo && i->kdev == lo)
		return;
	if (i->on_lo && i->kdev)
		remove_typed(i);
	iface_bind(i, lo, true);
	i->dirty = false;
}

/* A device of its own has come for a Loopback that was on lo. */
static void leave_lo(struct iface *i)
{
	const struct kdev *lo = kdev_by_name(i->table->kdevs, i->kdev->vrf, "lo");
	struct nl_request r;

	for (unsigned k = 0; lo && k < lo->n_addrs; k++) {
		const struct nl_addr *a = &lo->addr[k].a;
		bool ours = false;

		for (unsigned j = 0; j < i->cfg.n_v4; j++)
			ours |= addr_equal(&i->cfg.v4[j].addr, &a->addr);
		for (unsigned j = 0; j < i->cfg.n_v6; j++)
			ours |= addr_equal(&i->cfg.v6[j].addr, &a->addr);
		if (ours)
			vrf_request(lo->vrf, nl_addr_del(&r, a));
	}
}

static void place_loopback(struct iface *i, struct vrf *v)
{
	struct features *f = &v->table->features;
	int err;

	if (!feature_is_missing(f, FEATURE_DUMMY) && (!i->kdev || i->on_lo)) {
		err = make_device(i, v, i->table->loopback_kind, 0, 0);
		if (err == -EOPNOTSUPP)
			feature_missing(f, FEATURE_DUMMY, EOPNOTSUPP);
		else if (err && err != -EPERM)
			complain(i, v, "make its device", err);
	}
	if (i->kdev && !i->on_lo)
		leave_lo(i);
	else
		bind_to_lo(i, v);
}

static void place_vlan(struct iface *i, struct vrf *v)
{
	struct ifname_buf name;
	struct iface *parent;
	int err;

	if (i->kdev || !i->cfg.dot1q || !ifname_parent(i->name.s, &name))
		return;
	parent = iface_find(i->table, name.s);
	if (!parent || !parent->kdev || parent->kdev->vrf != v)
		return;
	if (feature_is_missing(&v->table->features, FEATURE_VLAN))
		return;
	err = make_device(i, v, "vlan", parent->ifindex, i->cfg.dot1q);
	if (err == -EOPNOTSUPP)
		vrf_missing(v, FEATURE_VLAN, EOPNOTSUPP);
	else if (err)
		complain(i, v, "make its VLAN device", err);
}

/* d is not to be used any more when it returns 0. */
static int move(struct kdev *d, struct vrf *to)
{
	struct vrf *from = d->vrf;
	struct nl_request r;
	int err = vrf_request(from, nl_link_netns(&r, d->l.ifindex, vrf_netns(to)));

	if (err)
		return err;
	/* First it goes, then it comes. */
	vrf_poll(from);
	vrf_poll(to);
	return 0;
}

static void move_to(struct iface *i, struct vrf *v)
{
	struct vrf *from = i->kdev->vrf;
	int err = move(i->kdev, v);
	char what[64];

	if (!err)
		return;
	snprintf(what, sizeof(what), "move into VRF %s", vrf_label(v));
	complain(i, from, what, err);
}

void iface_expel(struct kdev *d)
{
	struct vrf *from = d->vrf;
	struct iface *i = d->iface;
	int err;

	/* TUNs belong to the VRF. */
	if (i && ifname_class(&i->name) == IFCLASS_LISP)
		return;
	err = move(d, vrf_default(from->table));
	if (err && i)
		complain(i, from, "move back into the default VRF", err);
}

/* --- settings -------------------------------------------------------------------------------- */

static void apply_altname(struct iface *i)
{
	const struct nl_link *l = &i->kdev->l;
	struct nl_request r;
	int err;

	if (!i->name.type || l->n_altnames == NL_MAX_ALTNAMES || !strcmp(l->name, i->name.s))
		return;
	for (unsigned k = 0; k < l->n_altnames; k++)
		if (!strcmp(l->altname[k], i->name.s))
			return;
	err = vrf_request(i->kdev->vrf, nl_link_altname(&r, l->ifindex, i->name.s));
	/* Kernels before 5.5 have no such names. */
	if (err && err != -EOPNOTSUPP)
		complain(i, i->kdev->vrf, "add its name as altname", err);
}

static void apply_mac(struct iface *i)
{
	const struct nl_link *l = &i->kdev->l;
	const uint8_t *want = i->cfg.has_mac ? i->cfg.mac : i->first_mac;
	struct nl_request r;
	int err;

	if (!l->has_mac || (!i->cfg.has_mac && !i->has_first_mac) || !memcmp(l->mac, want, 6))
		return;
	if (!i->has_first_mac) {
		memcpy(i->first_mac, l->mac, 6);
		i->has_first_mac = true;
	}
	err = vrf_request(i->kdev->vrf, nl_link_mac(&r, l->ifindex, want));
	if (err)
		complain(i, i->kdev->vrf, "set its MAC address", err);
}

/* Linux has one MTU for all protocols. */
static uint32_t wanted_mtu(const struct iface *i)
{
	uint32_t mtu = i->cfg.mtu ? i->cfg.mtu : i->first_mtu ? i->first_mtu : i->mtu;

	return i->cfg.ip_mtu && i->cfg.ip_mtu < mtu ? i->cfg.ip_mtu : mtu;
}

static void apply_mtu(struct iface *i)
{
	uint32_t want = wanted_mtu(i);
	struct nl_request r;
	int err;

	/* The data plane knows best what its TUNs can carry. */
	if (ifname_class(&i->name) == IFCLASS_LISP || want == i->kdev->l.mtu ||
	    (!i->cfg.mtu && !i->cfg.ip_mtu && !i->first_mtu))
		return;
	if (!i->first_mtu)
		i->first_mtu = i->kdev->l.mtu;
	err = vrf_request(i->kdev->vrf, nl_link_mtu(&r, i->ifindex, want));
	if (err)
		complain(i, i->kdev->vrf, "set its MTU", err);
}

static void apply_admin(struct iface *i)
{
	bool up = i->cfg.admin != IFACE_ADMIN_SHUTDOWN;
	struct nl_request r;
	int err = 0;

	if (i->pushed == (up ? IFACE_PUSHED_UP : IFACE_PUSHED_DOWN))
		return;
	i->pushed = up ? IFACE_PUSHED_UP : IFACE_PUSHED_DOWN;
	if (up != !!(i->kdev->l.flags & IFF_UP))
		err = vrf_request(i->kdev->vrf,
				  nl_link_flags(&r, i->ifindex, up ? IFF_UP : 0, IFF_UP));
	if (err)
		complain(i, i->kdev->vrf, up ? "bring it up" : "shut it down", err);
}

static void apply_device(struct iface *i)
{
	struct vrf *v = i->kdev->vrf;

	apply_altname(i);
	apply_mac(i);
	apply_mtu(i);
	sysctl_set_conf(v, AF_INET, i->dev, "forwarding", 1);
	apply_admin(i);
	vrf_poll(v);
}

void iface_apply(struct iface *i)
{
	struct vrf *v = iface_wanted_vrf(i);

	i->dirty = false;
	if (!i->configured)
		return;
	if (!v || !v->up) {
		hold_out(i);
		iface_refresh(i);
		return;
	}
	if (i->kdev && !i->on_lo && i->kdev->vrf != v)
		move_to(i, v);
	else if (ifname_class(&i->name) == IFCLASS_LOOPBACK)
		place_loopback(i, v);
	else
		place_vlan(i, v);
	if (!i->kdev || i->kdev->vrf != v) {
		iface_refresh(i);
		return;
	}
	if (!i->on_lo)
		apply_device(i);
	else if (i->cfg.admin == IFACE_ADMIN_SHUTDOWN)
		remove_typed(i);
	if (i->kdev && i->kdev->vrf == v)
		add_addresses(i);
	iface_refresh(i);
	if (i->on_lo && i->kdev)
		iface_refresh_lo(i->table, i->kdev);
}

/* --- left-overs ------------------------------------------------------------------------------ */

static bool is_left_over(const struct iface_table *t, const struct kdev *d, const struct nl_addr *a)
{
	const struct iface *i;

	if (a->protocol != NL_PROTO)
		return false;
	if (!kdev_is_lo(d))
		return !d->iface || !iface_is_typed(d->iface, a);
	TAILQ_FOREACH(i, &t->list, link)
		if (i->on_lo && i->kdev == d && iface_is_typed(i, a))
			return false;
	return true;
}

static void sweep_addresses(struct iface_table *t, struct kdev *d)
{
	struct nl_request r;

	for (unsigned k = 0; k < d->n_addrs; k++)
		if (is_left_over(t, d, &d->addr[k].a))
			vrf_request(d->vrf, nl_addr_del(&r, &d->addr[k].a));
}

static bool is_left_over_device(const struct iface_table *t, const struct kdev *d)
{
	return d->iface && !d->iface->configured &&
	       ifname_class(&d->iface->name) == IFCLASS_LOOPBACK &&
	       !strcmp(d->l.kind, t->loopback_kind) &&
	       !strcmp(d->l.name, ifname_dev(d->iface->name.s).s);
}

void iface_sweep(struct iface_table *t)
{
	struct nl_request r;
	struct kdev *d;
	struct vrf *v;

	iface_apply_now(t);
	t->swept = true;
	TAILQ_FOREACH(d, &t->kdevs->list, link) {
		sweep_addresses(t, d);
		if (is_left_over_device(t, d))
			vrf_request(d->vrf, nl_link_del(&r, d->l.ifindex));
	}
	for (v = vrf_next(t->vrfs, NULL); v; v = vrf_next(t->vrfs, v))
		vrf_poll(v);
}

/* --- for the data plane ---------------------------------------------------------------------- */

int iface_setup_tun(struct iface_table *t, struct vrf *v, const char *dev, uint32_t mtu)
{
	struct nl_request r;
	struct kdev *d;
	int err;

	vrf_poll(v);
	d = kdev_by_name(t->kdevs, v, dev);
	if (!d)
		return v->up ? -ENODEV : -ENETDOWN;
	/* Refused where there is no IPv6. */
	vrf_request(v, nl_link_no_autoconf(&r, d->l.ifindex));
	err = vrf_request(v, nl_link_mtu(&r, d->l.ifindex, mtu));
	if (!err)
		err = vrf_request(v, nl_link_flags(&r, d->l.ifindex, IFF_UP, IFF_UP));
	sysctl_open_device(v, dev);
	vrf_poll(v);
	return err;
}

int iface_del_device(struct iface_table *t, struct vrf *v, const char *dev)
{
	struct kdev *d;
	struct nl_request r;
	int err;

	vrf_poll(v);
	d = kdev_by_name(t->kdevs, v, dev);
	if (!d)
		return -ENODEV;
	err = vrf_request(v, nl_link_del(&r, d->l.ifindex));
	vrf_poll(v);
	return err;
}
