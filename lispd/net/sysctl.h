/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NET_SYSCTL_H
#define NET_SYSCTL_H

/* Numbers below /proc/sys/net in a VRF's namespace. 0 or -errno; refusals are told once. */

#include <stdbool.h>

struct vrf;

/* path: "ipv4/ip_forward". Writes only when the value differs. */
int sysctl_set(const struct vrf *v, const char *path, int value);
int sysctl_get(const struct vrf *v, const char *path, int *value);
/* ipv4/conf/DEV/KEY, ipv6/conf/DEV/KEY; ipv4/neigh/DEV/KEY ... dev: a Linux device, "all" or
 * "default". Where /proc/sys is read-only (containers), IPv4 conf goes by netlink instead. */
int sysctl_set_conf(const struct vrf *v, int family, const char *dev, const char *key, int value);
int sysctl_get_conf(const struct vrf *v, int family, const char *dev, const char *key, int *value);

/* What a router needs, set for every VRF when it comes up: forwarding of both families without
 * losing routes learned from router advertisements, rp_filter and send_redirects off. */
void sysctl_make_router(const struct vrf *v);
/* rp_filter off, forwarding on for one device: TUNs, mobility interfaces. */
int sysctl_open_device(const struct vrf *v, const char *dev);

#endif
