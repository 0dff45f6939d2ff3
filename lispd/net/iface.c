/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of interfaces. The mirror of the kernel (kdev.c) tells of devices and addresses. An
 * entry (struct iface) is what the operator knows by a name; iface_bind.c binds it to a device
 * whose alternative name, or own name, is the entry's. A device without an entry gets one, an
 * entry without a device waits for one; an entry goes when it has neither device nor
 * configuration. iface_cfg.c takes configuration, iface_apply.c applies it to the device.
 *
 * Changes are gathered in the entry and told to the listeners on the next turn of the loop, so
 * that nobody is called in the middle of something.
 */
#include "lispd/net/iface.h"

#include <linux/ethtool.h>
#include <linux/if.h>
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
		log_msg(SEV_ERROR, "LINK", "UPDOWN", "Interface %s, changed state to %s", i->name.s,
			state);
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

/* --- the table ------------------------------------------------------------------------------- */

void iface_init(struct iface_table *t, struct loop *loop, struct vrf_table *vrfs)
{
	*t = (struct iface_table){ .loop = loop, .vrfs = vrfs, .loopback_kind = "dummy" };
	TAILQ_INIT(&t->list);
	TAILQ_INIT(&t->graveyard);
	t->kdevs = xcalloc(1, sizeof(*t->kdevs));
	kdev_init(t->kdevs, &iface_kdev_ops, t);
	timer_init(&t->tell, loop, on_tell, t);
	timer_init(&t->work, loop, on_work, t);
	timer_init(&t->search, loop, on_search, t);
	iface_watch_vrfs(t);
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
	if (ioctl(fd, SIOCETHTOOL, &ifr) == 0 &&
	    ethtool_cmd_speed(&cmd) != (uint32_t)SPEED_UNKNOWN) {
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
