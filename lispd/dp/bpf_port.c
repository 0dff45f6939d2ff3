/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Encapsulated packets may come in by any interface, and to any address of the host: what the
 * kernel would give to the socket. So the program hangs on every Ethernet device, and knows the
 * host's addresses; both are looked at every second. Until then the socket takes them.
 *
 * On a card the program in the driver is worth much more: what it has taken out of the tunnel is
 * joined to super-packets before it climbs the stack. Between namespaces (veth) super-packets
 * come whole, and a program there would forbid that: only where somebody else has forbidden it
 * already.
 */
#include <ifaddrs.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/mem.h"
#include "lispd/dp/bpf_priv.h"

/* --- addresses -------------------------------------------------------------------------------- */

static bool own_of(const struct sockaddr *sa, struct fast_addr *a)
{
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;

	*a = (struct fast_addr){ .b = { [10] = 0xff, [11] = 0xff } };
	if (sa && sa->sa_family == AF_INET) {
		memcpy(&v4, sa, sizeof(v4));
		memcpy(a->b + 12, &v4.sin_addr, 4);
		return true;
	}
	if (!sa || sa->sa_family != AF_INET6)
		return false;
	memcpy(&v6, sa, sizeof(v6));
	memcpy(a->b, &v6.sin6_addr, 16);
	return true;
}

static bool has(const struct fast_addr *list, size_t n, const struct fast_addr *a)
{
	for (size_t i = 0; i < n; i++)
		if (!memcmp(&list[i], a, sizeof(*a)))
			return true;
	return false;
}

/* The map's rows follow the list. */
static void take_addresses(struct fast *f, struct fast_addr *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!has(f->own, f->n_own, &list[i]))
			bpf_map_update_elem(f->map[FAST_OWN], &list[i], &f->cfg.generation,
					    BPF_ANY);
	for (size_t i = 0; i < f->n_own; i++)
		if (!has(list, n, &f->own[i]))
			bpf_map_delete_elem(f->map[FAST_OWN], &f->own[i]);
	free(f->own);
	f->own = list;
	f->n_own = n;
}

static void look_at_addresses(struct fast *f)
{
	struct ifaddrs *all, *i;
	struct fast_addr *list;
	size_t n = 0;

	if (getifaddrs(&all) < 0)
		return;
	for (i = all; i; i = i->ifa_next)
		n++;
	list = xcalloc(n + 1, sizeof(*list));
	n = 0;
	for (i = all; i; i = i->ifa_next)
		if (own_of(i->ifa_addr, &list[n]) && !has(list, n, &list[n]))
			n++;
	freeifaddrs(all);
	take_addresses(f, list, n);
}

/* --- devices ---------------------------------------------------------------------------------- */

static bool is_ethernet(int ctl, const char *name)
{
	struct ifreq ifr = { 0 };

	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", name);
	return ioctl(ctl, SIOCGIFHWADDR, &ifr) == 0 && ifr.ifr_hwaddr.sa_family == ARPHRD_ETHER;
}

static uint32_t ethtool_word(int ctl, struct ifreq *ifr, uint32_t command)
{
	struct ethtool_value v = { .cmd = command };

	ifr->ifr_data = (void *)&v;
	return ioctl(ctl, SIOCETHTOOL, ifr) < 0 ? 0 : v.data;
}

static bool driver_is_worth_it(int ctl, const char *name)
{
	struct ethtool_drvinfo driver = { .cmd = ETHTOOL_GDRVINFO };
	struct ifreq ifr = { 0 };

	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", name);
	ifr.ifr_data = (void *)&driver;
	if (ioctl(ctl, SIOCETHTOOL, &ifr) < 0)
		return false;
	return strcmp(driver.driver, "veth") || !ethtool_word(ctl, &ifr, ETHTOOL_GTSO);
}

static struct fast_port *find_port(struct fast *f, int ifindex)
{
	for (size_t i = 0; i < f->n_ports; i++)
		if (f->port[i].ifindex == ifindex)
			return &f->port[i];
	return NULL;
}

static void see_port(struct fast *f, int ctl, const struct if_nameindex *dev)
{
	struct fast_port port = { .ifindex = (int)dev->if_index, .seen = true };
	struct fast_port *known = find_port(f, port.ifindex);

	if (known) {
		known->seen = true;
		return;
	}
	if (!is_ethernet(ctl, dev->if_name) ||
	    fast_hook_set(port.ifindex, BPF_TC_INGRESS, f->decap, &port.made_hook) < 0)
		return;
	port.driver = driver_is_worth_it(ctl, dev->if_name) &&
		      fast_driver_set(port.ifindex, f->driver);
	f->port = xrealloc(f->port, (f->n_ports + 1) * sizeof(*f->port));
	f->port[f->n_ports++] = port;
}

static void look_at_devices(struct fast *f)
{
	struct if_nameindex *all = if_nameindex();
	int ctl = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	size_t kept = 0;

	for (size_t i = 0; i < f->n_ports; i++)
		f->port[i].seen = false;
	for (const struct if_nameindex *i = all; i && i->if_name; i++)
		see_port(f, ctl, i);
	for (size_t i = 0; all && i < f->n_ports; i++)
		if (f->port[i].seen)
			f->port[kept++] = f->port[i];
	f->n_ports = all ? kept : f->n_ports;
	if (all)
		if_freenameindex(all);
	if (ctl >= 0)
		close(ctl);
}

void fast_ports_look(struct fast *f)
{
	look_at_addresses(f);
	look_at_devices(f);
}

void fast_ports_clear(struct fast *f)
{
	for (size_t i = 0; i < f->n_ports; i++) {
		if (f->port[i].driver)
			fast_driver_clear(f->port[i].ifindex);
		fast_hook_clear(f->port[i].ifindex, BPF_TC_INGRESS, f->port[i].made_hook);
	}
	free(f->port);
	free(f->own);
}
