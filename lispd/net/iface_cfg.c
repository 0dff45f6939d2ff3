/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lines typed in interface mode: what IOS would refuse is refused here, in its words; the rest is
 * noted in iface_cfg and applied later. Only what a line takes away is taken from the kernel at
 * once, while we still know it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lispd/net/iface_priv.h"

static void say(struct out *msg, const char *fmt, ...) PRINTF_LIKE(2, 3);

static void say(struct out *msg, const char *fmt, ...)
{
	va_list ap;

	if (!msg)
		return;
	va_start(ap, fmt);
	out_v(msg, fmt, ap);
	va_end(ap);
	out_char(msg, '\n');
}

static enum iface_result done(struct iface *i)
{
	iface_changed(i, IFACE_CONFIG);
	iface_refresh(i);
	iface_mark_dirty(i);
	return IFACE_OK;
}

/* --- lists of typed addresses ---------------------------------------------------------------- */

static struct iface_cfg_addr **list_of(struct iface_cfg *c, int family, unsigned **n)
{
	*n = family == AF_INET ? &c->n_v4 : &c->n_v6;
	return family == AF_INET ? &c->v4 : &c->v6;
}

static bool insert(struct iface *i, const struct iface_cfg_addr *a, unsigned at)
{
	unsigned *n;
	struct iface_cfg_addr **list = list_of(&i->cfg, a->addr.family, &n);

	if (*n == IFACE_MAX_ADDRS)
		return false;
	*list = xrealloc(*list, (*n + 1) * sizeof(**list));
	memmove(*list + at + 1, *list + at, (*n - at) * sizeof(**list));
	(*list)[at] = *a;
	(*n)++;
	return true;
}

static void detach(struct iface *i, int family, unsigned at)
{
	unsigned *n;
	struct iface_cfg_addr **list = list_of(&i->cfg, family, &n);

	memmove(*list + at, *list + at + 1, (*n - at - 1) * sizeof(**list));
	(*n)--;
}

/* Out of the list and out of the kernel. */
static void take_out(struct iface *i, int family, unsigned at)
{
	unsigned *n;
	struct iface_cfg_addr **list = list_of(&i->cfg, family, &n);
	struct nl_addr k;
	bool known = iface_kernel_addr(i, &(*list)[at], &k);

	detach(i, family, at);
	if (known)
		iface_remove_addr(i, &k.addr, k.plen);
}

static void take_out_all(struct iface *i, int family)
{
	unsigned *n;

	list_of(&i->cfg, family, &n);
	while (*n)
		take_out(i, family, *n - 1);
}

/* Also those that were there before us. */
static void remove_adopted(struct iface *i, int family)
{
	for (unsigned k = i->n_addrs; k-- > 0;)
		if (k < i->n_addrs && i->addr[k].addr.family == family &&
		    i->addr[k].origin == IFADDR_ADOPTED)
			iface_remove_addr(i, &i->addr[k].addr, i->addr[k].plen);
}

static bool has_family(const struct iface *i, int family)
{
	for (unsigned k = 0; k < i->n_addrs; k++)
		if (i->addr[k].addr.family == family && i->addr[k].origin != IFADDR_AUTO)
			return true;
	return false;
}

/* --- the entry ------------------------------------------------------------------------------- */

void iface_cfg_fini(struct iface_cfg *c)
{
	free(c->description);
	free(c->v4);
	free(c->v6);
}

struct iface *iface_add(struct iface_table *t, const struct ifname *name, struct out *msg)
{
	struct iface *i = iface_resolve(t, name->s);

	if (!name->s[0] || !strcmp(name->s, "lo")) {
		say(msg, "%% Invalid interface type and number");
		return NULL;
	}
	if (!i)
		i = iface_create(t, name);
	if (i->configured)
		return i;
	i->configured = true;
	iface_changed(i, IFACE_CONFIG | IFACE_STATE);
	iface_mark_dirty(i);
	return i;
}

static void clear_cfg(struct iface *i)
{
	struct iface_cfg empty = { 0 };

	take_out_all(i, AF_INET);
	take_out_all(i, AF_INET6);
	memcpy(empty.name, i->cfg.name, sizeof(empty.name));
	iface_cfg_fini(&i->cfg);
	i->cfg = empty;
}

enum iface_result iface_del(struct iface *i, struct out *msg)
{
	enum ifname_class class = ifname_class(&i->name);

	if (i->present && (class == IFCLASS_PHYSICAL || class == IFCLASS_LINUX) &&
	    !i->name.has_sub) {
		say(msg, "%% Removal of physical interfaces is not permitted");
		return IFACE_REFUSED;
	}
	clear_cfg(i);
	i->configured = false;
	i->dirty = false;
	iface_changed(i, IFACE_CONFIG);
	iface_remove_device(i);
	if (i->on_lo)
		iface_bind(i, NULL, false);
	else
		iface_refresh(i);
	iface_bury_if_useless(i);
	return IFACE_OK;
}

enum iface_result iface_set_default(struct iface *i)
{
	clear_cfg(i);
	i->pushed = IFACE_PUSHED_NOTHING;
	return done(i);
}

enum iface_result iface_set_description(struct iface *i, const char *text)
{
	str_replace(&i->cfg.description, text);
	iface_changed(i, IFACE_CONFIG);
	return IFACE_OK;
}

enum iface_result iface_set_shutdown(struct iface *i, bool shutdown)
{
	i->cfg.admin = shutdown ? IFACE_ADMIN_SHUTDOWN : IFACE_ADMIN_DEFAULT;
	/* Typed again, it undoes what somebody did to the device by hand. */
	i->pushed = IFACE_PUSHED_NOTHING;
	iface_changed(i, IFACE_STATE);
	return done(i);
}

/* --- VRF ------------------------------------------------------------------------------------- */

static void drop_family(struct iface *i, int family, const char *vrf, struct out *msg)
{
	const char *why = *vrf ? "enabling" : "disabling";

	if (has_family(i, family) || (family == AF_INET ? i->cfg.n_v4 : i->cfg.n_v6))
		say(msg, "%% Interface %s %s disabled and address(es) removed due to %s VRF %s",
		    i->name.s, family == AF_INET ? "IPv4" : "IPv6", why, *vrf ? vrf : i->cfg.vrf);
	take_out_all(i, family);
	remove_adopted(i, family);
}

enum iface_result iface_set_vrf(struct iface *i, const char *name, struct out *msg)
{
	const char *vrf = name ? name : "";

	if (*vrf && !vrf_name_ok(vrf)) {
		say(msg, "%% Invalid VRF name");
		return IFACE_REFUSED;
	}
	if (!strcmp(i->cfg.vrf, vrf))
		return IFACE_OK;
	/* An earlier run may have put the device there, with what somebody gave it since. */
	if (i->cfg.n_v4 || i->cfg.n_v6 || !i->kdev || strcmp(i->kdev->vrf->name, vrf)) {
		drop_family(i, AF_INET, vrf, msg);
		drop_family(i, AF_INET6, vrf, msg);
	}
	i->cfg.v4_dhcp = false;
	i->cfg.ipv6_enable = false;
	snprintf(i->cfg.vrf, sizeof(i->cfg.vrf), "%s", vrf);
	return done(i);
}

void iface_cfg_vrf_removed(struct iface *i)
{
	take_out_all(i, AF_INET);
	take_out_all(i, AF_INET6);
	i->cfg.vrf[0] = '\0';
	done(i);
}

static bool af_enabled(const struct iface *i, int family)
{
	const struct vrf *v = iface_wanted_vrf(i);

	return !v || (family == AF_INET ? v->af_v4 : v->af_v6);
}

void iface_cfg_af_changed(struct iface *i)
{
	if (!af_enabled(i, AF_INET))
		take_out_all(i, AF_INET);
	if (!af_enabled(i, AF_INET6))
		take_out_all(i, AF_INET6);
	done(i);
}

static bool refuse_af(const struct iface *i, int family, struct out *msg)
{
	if (af_enabled(i, family))
		return false;
	say(msg, "%% %s is linked to a VRF. Enable %s on that VRF first.", i->name.s,
	    family == AF_INET ? "IPv4" : "IPv6");
	return true;
}

/* --- overlap --------------------------------------------------------------------------------- */

/* The interface of the same VRF whose subnet overlaps p. Adopted addresses count once the start is
 * over: until then one may be a left-over of an earlier run. */
static const struct iface *find_overlap(const struct iface *i, const struct prefix *p,
					struct prefix *with)
{
	const struct iface *other;

	TAILQ_FOREACH(other, &i->table->list, link) {
		if (other == i || strcmp(other->cfg.vrf, i->cfg.vrf) ||
		    (!other->configured && other->vrf != i->vrf))
			continue;
		for (unsigned k = 0; k < other->n_addrs; k++) {
			const struct iface_addr *a = &other->addr[k];

			*with = prefix_make(&a->addr, a->plen);
			if (a->link_local || (a->origin != IFADDR_TYPED && !i->table->swept) ||
			    !prefix_overlaps(with, p))
				continue;
			return other;
		}
	}
	return NULL;
}

/* --- IPv4 ------------------------------------------------------------------------------------ */

static bool is_host(const struct addr *a)
{
	uint32_t v = addr_v4_value(a);

	return v >> 24 != 0 && v >> 24 != 127 && v < 0xe0000000;
}

static bool refuse_mask(const struct addr *a, const struct addr *mask, unsigned *plen,
			struct out *msg)
{
	uint32_t host;

	if (!netmask_plen(mask, plen) || *plen == 0) {
		say(msg, "Bad mask 0x%X for address %s", addr_v4_value(mask), addr_str(a).s);
		return true;
	}
	host = *plen == 32 ? 0 : addr_v4_value(a) & 0xffffffff >> *plen;
	if (*plen < 31 && (host == 0 || host == 0xffffffff >> *plen)) {
		say(msg, "Bad mask /%u for address %s", *plen, addr_str(a).s);
		return true;
	}
	return false;
}

static int find_v4(const struct iface *i, const struct addr *a)
{
	for (unsigned k = 0; k < i->cfg.n_v4; k++)
		if (addr_equal(&i->cfg.v4[k].addr, a))
			return (int)k;
	return -1;
}

static bool has_primary(const struct iface *i)
{
	return i->cfg.n_v4 && !i->cfg.v4[0].secondary;
}

static bool refuse_overlap_v4(const struct iface *i, const struct prefix *p, bool secondary,
			      struct out *msg)
{
	const struct iface *other;
	struct prefix with;

	/* A new primary may lie in the old one's subnet, but not in a secondary's. */
	for (unsigned k = 0; k < i->cfg.n_v4; k++) {
		const struct iface_cfg_addr *c = &i->cfg.v4[k];

		with = prefix_make(&c->addr, c->plen);
		if ((!secondary && !c->secondary) || !prefix_overlaps(&with, p) ||
		    prefix_equal(&with, p))
			continue;
		say(msg, "%% %s overlaps with %s address on %s", addr_str(&p->addr).s,
		    c->secondary ? "secondary" : "primary", i->name.s);
		return true;
	}
	other = find_overlap(i, p, &with);
	if (!other)
		return false;
	say(msg, "%% %s overlaps with %s", addr_str(&p->addr).s, other->name.s);
	return true;
}

static bool is_point_to_point(const struct iface *i)
{
	return ifname_class(&i->name) != IFCLASS_PHYSICAL &&
	       ifname_class(&i->name) != IFCLASS_LINUX && ifname_class(&i->name) != IFCLASS_VLAN;
}

/* Typing a line again does not move it. */
static void put_v4(struct iface *i, const struct iface_cfg_addr *a)
{
	int same = find_v4(i, &a->addr);

	if (same >= 0 && i->cfg.v4[same].plen == a->plen) {
		if (i->cfg.v4[same].secondary == a->secondary)
			return;
		detach(i, AF_INET, (unsigned)same);
	} else if (same >= 0) {
		take_out(i, AF_INET, (unsigned)same);
	}
	if (!a->secondary && has_primary(i))
		take_out(i, AF_INET, 0);
	insert(i, a, a->secondary ? i->cfg.n_v4 : 0);
}

enum iface_result iface_set_ip(struct iface *i, const struct addr *a, const struct addr *mask,
			       bool secondary, struct out *msg)
{
	struct iface_cfg_addr c = { .addr = *a, .secondary = secondary };
	struct prefix p;
	unsigned plen;
	int same = find_v4(i, a);

	if (refuse_af(i, AF_INET, msg))
		return IFACE_REFUSED;
	if (!is_host(a)) {
		say(msg, "Not a valid host address - %s", addr_str(a).s);
		return IFACE_REFUSED;
	}
	if (refuse_mask(a, mask, &plen, msg))
		return IFACE_REFUSED;
	if (secondary && same == 0 && has_primary(i)) {
		say(msg, "Secondary can't be same as primary");
		return IFACE_REFUSED;
	}
	c.plen = (uint8_t)plen;
	p = prefix_make(a, plen);
	if (refuse_overlap_v4(i, &p, secondary, msg))
		return IFACE_REFUSED;
	if (same < 0 && i->cfg.n_v4 == IFACE_MAX_ADDRS) {
		say(msg, "%% Too many addresses on %s", i->name.s);
		return IFACE_REFUSED;
	}
	if (plen == 31 && !is_point_to_point(i))
		say(msg, "%% Warning: use /31 mask on non point-to-point interface cautiously");
	i->cfg.v4_dhcp = false;
	put_v4(i, &c);
	return done(i);
}

static bool unset_adopted(struct iface *i, const struct addr *a, unsigned plen)
{
	for (unsigned k = 0; k < i->n_addrs; k++)
		if (i->addr[k].origin == IFADDR_ADOPTED && i->addr[k].plen == plen &&
		    addr_equal(&i->addr[k].addr, a))
			return iface_remove_addr(i, a, plen) == 0;
	return false;
}

enum iface_result iface_unset_ip(struct iface *i, const struct addr *a, const struct addr *mask,
				 bool secondary, struct out *msg)
{
	int at = find_v4(i, a);
	unsigned plen = 0;

	if (!netmask_plen(mask, &plen) || (at >= 0 && i->cfg.v4[at].plen != plen) ||
	    (at >= 0 && secondary && !i->cfg.v4[at].secondary) ||
	    (at < 0 && !unset_adopted(i, a, plen))) {
		say(msg, "Invalid address");
		return IFACE_REFUSED;
	}
	if (at < 0)
		return done(i);
	if (!i->cfg.v4[at].secondary && i->cfg.n_v4 > 1) {
		say(msg, "Must delete secondary before deleting primary");
		return IFACE_REFUSED;
	}
	take_out(i, AF_INET, (unsigned)at);
	return done(i);
}

enum iface_result iface_clear_ip(struct iface *i)
{
	i->cfg.v4_dhcp = false;
	take_out_all(i, AF_INET);
	remove_adopted(i, AF_INET);
	return done(i);
}

enum iface_result iface_set_ip_dhcp(struct iface *i, bool on)
{
	if (on)
		take_out_all(i, AF_INET);
	i->cfg.v4_dhcp = on;
	return done(i);
}

/* --- IPv6 ------------------------------------------------------------------------------------ */

static int find_v6(const struct iface *i, const struct iface_cfg_addr *a)
{
	for (unsigned k = 0; k < i->cfg.n_v6; k++) {
		const struct iface_cfg_addr *c = &i->cfg.v6[k];

		if (c->link_local == a->link_local && c->eui64 == a->eui64 &&
		    (c->link_local || c->plen == a->plen) && addr_equal(&c->addr, &a->addr))
			return (int)k;
	}
	return -1;
}

static int find_link_local(const struct iface *i)
{
	for (unsigned k = 0; k < i->cfg.n_v6; k++)
		if (i->cfg.v6[k].link_local)
			return (int)k;
	return -1;
}

static bool refuse_v6(const struct iface *i, const struct iface_cfg_addr *a, struct out *msg)
{
	struct prefix p = prefix_make(&a->addr, a->plen), with;
	const struct iface *other;

	if (refuse_af(i, AF_INET6, msg))
		return true;
	if (a->link_local != addr_is_link_local(&a->addr)) {
		say(msg, "%% Invalid link-local address");
		return true;
	}
	if (a->link_local)
		return false;
	if (a->plen == 0 || addr_is_multicast(&a->addr) || addr_is_unspecified(&a->addr) ||
	    addr_is_loopback(&a->addr) || (a->eui64 && a->plen > 64)) {
		say(msg, "%%%s: Error: %s/%u is not a valid address", i->name.s,
		    addr_str(&a->addr).s, a->plen);
		return true;
	}
	other = find_overlap(i, &p, &with);
	if (!other)
		return false;
	say(msg, "%%%s: Error: %s is overlapping with %s on %s", i->name.s, prefix_str(&p).s,
	    prefix_str(&with).s, other->name.s);
	return true;
}

enum iface_result iface_set_ipv6(struct iface *i, const struct iface_cfg_addr *a, struct out *msg)
{
	struct iface_cfg_addr c = *a;
	int old;

	c.secondary = false;
	if (c.eui64)
		c.addr = prefix_make(&c.addr, c.plen).addr;
	if (c.link_local)
		c.plen = 64;
	if (refuse_v6(i, &c, msg))
		return IFACE_REFUSED;
	old = find_v6(i, &c);
	if (old >= 0) {
		i->cfg.v6[old] = c;
		return done(i);
	}
	old = c.link_local ? find_link_local(i) : -1;
	if (old >= 0)
		take_out(i, AF_INET6, (unsigned)old);
	if (!insert(i, &c, c.link_local ? 0 : i->cfg.n_v6)) {
		say(msg, "%% Too many addresses on %s", i->name.s);
		return IFACE_REFUSED;
	}
	return done(i);
}

enum iface_result iface_unset_ipv6(struct iface *i, const struct iface_cfg_addr *a, struct out *msg)
{
	struct iface_cfg_addr c = *a;
	int at;

	if (c.eui64)
		c.addr = prefix_make(&c.addr, c.plen).addr;
	at = find_v6(i, &c);
	if (at >= 0)
		take_out(i, AF_INET6, (unsigned)at);
	else if (!unset_adopted(i, &c.addr, c.plen)) {
		say(msg, "%% Address not configured on %s", i->name.s);
		return IFACE_REFUSED;
	}
	return done(i);
}

enum iface_result iface_clear_ipv6(struct iface *i)
{
	take_out_all(i, AF_INET6);
	remove_adopted(i, AF_INET6);
	return done(i);
}

enum iface_result iface_set_ipv6_enable(struct iface *i, bool on)
{
	if (on && refuse_af(i, AF_INET6, NULL))
		return IFACE_REFUSED;
	i->cfg.ipv6_enable = on;
	return done(i);
}

/* --- the rest -------------------------------------------------------------------------------- */

enum iface_result iface_set_mtu(struct iface *i, uint32_t mtu, struct out *msg)
{
	if (mtu && (mtu < 64 || mtu > 65535)) {
		say(msg, "%% Invalid MTU");
		return IFACE_REFUSED;
	}
	i->cfg.mtu = mtu;
	/* What was typed for a larger one would be refused when the configuration is loaded. */
	if (mtu && i->cfg.ip_mtu > mtu)
		i->cfg.ip_mtu = 0;
	if (mtu && i->cfg.ipv6_mtu > mtu)
		i->cfg.ipv6_mtu = 0;
	return done(i);
}

enum iface_result iface_set_ip_mtu(struct iface *i, int family, uint32_t mtu, struct out *msg)
{
	uint32_t most = i->cfg.mtu ? i->cfg.mtu : i->first_mtu ? i->first_mtu : i->mtu;

	if (mtu && most && mtu > most) {
		say(msg, "%% Invalid %s MTU", family == AF_INET ? "IP" : "IPv6");
		return IFACE_REFUSED;
	}
	if (family == AF_INET)
		i->cfg.ip_mtu = mtu;
	else
		i->cfg.ipv6_mtu = mtu;
	return done(i);
}

enum iface_result iface_set_mac(struct iface *i, const uint8_t mac[6], struct out *msg)
{
	static const uint8_t none[6];

	if (mac && (mac[0] & 1 || !memcmp(mac, none, 6))) {
		say(msg, "%% Invalid MAC address");
		return IFACE_REFUSED;
	}
	i->cfg.has_mac = mac;
	memset(i->cfg.mac, 0, sizeof(i->cfg.mac));
	if (mac)
		memcpy(i->cfg.mac, mac, 6);
	return done(i);
}

enum iface_result iface_set_dot1q(struct iface *i, unsigned vid, struct out *msg)
{
	struct ifname_buf parent;

	if (!ifname_parent(i->name.s, &parent) || vid > 4094) {
		say(msg,
		    "%% Configuring IP routing on a LAN subinterface is only allowed if that\n"
		    "subinterface is already configured as part of an IEEE 802.10, IEEE 802.1Q,\n"
		    "or ISL vLAN.");
		return IFACE_REFUSED;
	}
	i->cfg.dot1q = (uint16_t)vid;
	return done(i);
}
