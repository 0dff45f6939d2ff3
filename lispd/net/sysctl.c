/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/net/sysctl.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/ip.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/base.h"
#include "lispd/net/nlmsg.h"
#include "lispd/net/vrf.h"

#define SYSCTL_PATH_LEN 128

struct access {
	char path[SYSCTL_PATH_LEN];
	int value;
};

/* /proc/sys/net shows the namespace of the thread that opens it. */
static int read_value(void *arg)
{
	struct access *a = arg;
	char text[32];
	int fd = open(a->path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -errno;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (n <= 0)
		return -EIO;
	text[n] = '\0';
	a->value = (int)strtol(text, NULL, 10);
	return 0;
}

static int write_value(void *arg)
{
	const struct access *a = arg;
	struct access old = *a;
	char text[32];
	int fd, len, err = read_value(&old);

	if (err || old.value == a->value)
		return err;
	fd = open(a->path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	len = snprintf(text, sizeof(text), "%d\n", a->value);
	if (write(fd, text, (size_t)len) != len)
		err = errno ? -errno : -EIO;
	close(fd);
	return err;
}

static struct access access_to(const char *path, int value)
{
	struct access a = { .value = value };

	snprintf(a.path, sizeof(a.path), "/proc/sys/net/%s", path);
	return a;
}

/* Without telling anybody. */
static int try_set(const struct vrf *v, const char *path, int value)
{
	struct access a = access_to(path, value);

	return vrf_call(v, write_value, &a);
}

static bool is_refusal(int err)
{
	return err == -EROFS || err == -EACCES || err == -EPERM;
}

static int tell_refusal(const struct vrf *v, int err)
{
	if (is_refusal(err))
		vrf_missing(v, FEATURE_SYSCTL, -err);
	return err;
}

int sysctl_set(const struct vrf *v, const char *path, int value)
{
	return tell_refusal(v, try_set(v, path, value));
}

int sysctl_get(const struct vrf *v, const char *path, int *value)
{
	struct access a = access_to(path, 0);
	int err = vrf_call(v, read_value, &a);

	if (!err)
		*value = a.value;
	return err;
}

/* --- settings of devices --------------------------------------------------------------------- */

struct device_path {
	char s[96]; /* below /proc/sys/net */
};

static struct device_path path_of(int family, const char *what, const char *dev, const char *key)
{
	struct device_path p;

	snprintf(p.s, sizeof(p.s), "ipv%d/%s/%s/%s", family == AF_INET6 ? 6 : 4, what, dev, key);
	return p;
}

static int device_index(void *arg)
{
	unsigned ifindex = if_nametoindex(arg);

	return ifindex ? (int)ifindex : -errno;
}

/* The other way to per-device settings of IPv4, open where /proc/sys is mounted read-only. */
static int set_by_netlink(const struct vrf *v, const char *dev, const char *key, int value)
{
	static const struct {
		const char *key;
		unsigned number;
	} keys[] = {
		{ "forwarding", IPV4_DEVCONF_FORWARDING },
		{ "rp_filter", IPV4_DEVCONF_RP_FILTER },
		{ "send_redirects", IPV4_DEVCONF_SEND_REDIRECTS },
		{ "proxy_arp", IPV4_DEVCONF_PROXY_ARP },
		{ "proxy_arp_pvlan", IPV4_DEVCONF_PROXY_ARP_PVLAN },
		{ "arp_accept", IPV4_DEVCONF_ARP_ACCEPT },
	};
	char name[IFNAME_DEV_LEN];
	struct nl_request r;
	int ifindex;

	snprintf(name, sizeof(name), "%s", dev);
	ifindex = vrf_call(v, device_index, name);
	for (size_t i = 0; ifindex > 0 && i < ARRAY_LEN(keys); i++)
		if (!strcmp(key, keys[i].key))
			return vrf_request(v, nl_link_devconf(&r, ifindex, keys[i].number,
							      (uint32_t)value));
	return -EROFS;
}

int sysctl_set_conf(const struct vrf *v, int family, const char *dev, const char *key, int value)
{
	int err = try_set(v, path_of(family, "conf", dev, key).s, value);

	if (is_refusal(err) && family == AF_INET && strcmp(dev, "all") && strcmp(dev, "default") &&
	    set_by_netlink(v, dev, key, value) == 0)
		return 0;
	return tell_refusal(v, err);
}

int sysctl_get_conf(const struct vrf *v, int family, const char *dev, const char *key, int *value)
{
	return sysctl_get(v, path_of(family, "conf", dev, key).s, value);
}

/* --- a router -------------------------------------------------------------------------------- */

static int conf6(const char *dev, const char *key, struct access *a)
{
	*a = access_to(path_of(AF_INET6, "conf", dev, key).s, 2);
	return read_value(a);
}

/* A kernel that begins to forward drops what routers advertised, unless told so before: a host
 * that got its default route that way would lose it. */
static int keep_advertised(void *arg)
{
	DIR *dir = opendir("/proc/sys/net/ipv6/conf");
	struct access forwarding, accept;
	struct dirent *e;

	(void)arg;
	while (dir && (e = readdir(dir))) {
		if (e->d_name[0] == '.' || strlen(e->d_name) >= IFNAME_DEV_LEN ||
		    conf6(e->d_name, "forwarding", &forwarding) || forwarding.value ||
		    conf6(e->d_name, "accept_ra", &accept) || accept.value != 1)
			continue;
		accept.value = 2;
		write_value(&accept);
	}
	if (dir)
		closedir(dir);
	return 0;
}

void sysctl_make_router(const struct vrf *v)
{
	static const struct {
		const char *path;
		int value;
	} settings[] = {
		{ "ipv4/ip_forward", 1 }, /* first: it resets others */
		{ "ipv4/conf/all/rp_filter", 0 },
		{ "ipv4/conf/default/rp_filter", 0 },
		{ "ipv4/conf/all/send_redirects", 0 },
		{ "ipv4/conf/default/send_redirects", 0 },
		/* Removing a primary address does not take the others of its subnet along. */
		{ "ipv4/conf/all/promote_secondaries", 1 },
		/* A route out of a dead interface does not hide others. */
		{ "ipv4/conf/all/ignore_routes_with_linkdown", 1 },
		{ "ipv6/conf/all/ignore_routes_with_linkdown", 1 },
		{ "ipv6/conf/default/ignore_routes_with_linkdown", 1 },
		{ "ipv6/conf/all/forwarding", 1 },
		{ "ipv6/conf/default/forwarding", 1 },
		/* Addresses outlive "shutdown", as IPv4's do. */
		{ "ipv6/conf/all/keep_addr_on_down", 1 },
		{ "ipv6/conf/default/keep_addr_on_down", 1 },
	};

	if (v->netns < 0)
		vrf_call(v, keep_advertised, NULL);
	for (size_t i = 0; i < ARRAY_LEN(settings); i++)
		sysctl_set(v, settings[i].path, settings[i].value);
}

int sysctl_open_device(const struct vrf *v, const char *dev)
{
	int err = sysctl_set_conf(v, AF_INET, dev, "forwarding", 1);

	sysctl_set_conf(v, AF_INET6, dev, "forwarding", 1);
	return err ? err : sysctl_set_conf(v, AF_INET, dev, "rp_filter", 0);
}
