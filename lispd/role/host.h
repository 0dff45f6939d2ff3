/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROLE_HOST_H
#define ROLE_HOST_H

/*
 * What the roles need from the machine around them, as one table of functions: the daemon fills
 * it with lispd/net, tests with a fake. All calls return at once.
 */

#include "lib/loop.h"
#include "lib/prefix.h"
#include "lispd/map/reach.h"

struct dp;
struct port_host;
struct host_conn; /* one TCP connection; the host's */

struct conn_ops {
	void (*up)(void *arg, const struct endpoint *local); /* an active one is connected */
	/* Octets came in; returns how many it took (the rest is given again with more). A value
	 * above len: framing is lost, the host closes the connection and calls closed(). */
	size_t (*data)(void *arg, const uint8_t *p, size_t len);
	void (*closed)(void *arg, const char *why); /* gone; the connection must not be used */
};

/* The TUN of one (process, instance): link state and which packets come to it. */
struct host_tun {
	const char *vrf; /* "" = default table */
	const char *ifname;
	unsigned process;
	uint32_t iid;
	uint32_t mtu; /* what it has to have */
	bool proxy;   /* of a Proxy ITR: for packets of all sources */
};

struct role_host {
	/* Control messages leave from port 4342; src family 0 = the kernel's choice. 0 or -errno. */
	int (*send)(void *arg, const struct addr *src, const struct endpoint *to, const void *data,
		    size_t len);
	/* The address that the kernel would use towards dst in the locator table. */
	bool (*source)(void *arg, const struct addr *dst, struct addr *src);
	bool (*is_local)(void *arg, const struct addr *a); /* on an interface that is up */
	bool (*is_own)(void *arg, const struct addr *a);   /* on one that is up or down */
	bool (*route)(void *arg, const struct addr *dst, struct reach_path *path);
	const char *(*ifname)(void *arg, unsigned ifindex); /* long name, "" when unknown */
	bool (*ifaddr)(void *arg, const char *ifname, int family, struct addr *out);

	/* The argument of these functions for the locators of another VRF; never NULL. May be
	 * NULL itself: there is one table only. */
	void *(*table)(void *arg, const char *vrf);
	/* Never the same for two VRFs, also not for one that was removed and made again; 0 = it is
	 * not there. */
	uint32_t (*vrf_number)(void *arg, const char *vrf);

	/* A route of the EID table by way of the TUN, as show ip route has it: it keeps shorter
	 * ordinary routes from taking what LISP steers. distance 0: it goes. */
	void (*export_route)(void *arg, const struct host_tun *t, const struct prefix *p,
			     uint8_t distance);
	/* The smallest MTU of the links in the locator table. */
	uint32_t (*underlay_mtu)(void *arg);

	/* EID tables. vrf "" = default. */
	int (*netns)(void *arg, const char *vrf); /* fd, -1 = own namespace, -2 = not there */
	bool (*eid_route)(void *arg, const char *vrf, const struct prefix *p);
	void (*tun)(void *arg, const struct host_tun *t, int family, bool up);
	/* Packets from sources in p go to the TUN unless they have an ordinary route. */
	void (*steer)(void *arg, const struct host_tun *t, const struct prefix *p, bool on);
	/* Destinations in p are left to ordinary routing although what steers would take them. */
	void (*native)(void *arg, const struct host_tun *t, const struct prefix *p, bool on);
	/* Packets of all sources to destinations in p go to the TUN, as above. */
	void (*attract)(void *arg, const struct host_tun *t, const struct prefix *p, bool on);

	const struct port_host *port; /* mobility interfaces; NULL = none */

	/* Reliable transport, TCP 4342. */
	struct host_conn *(*connect)(void *arg, const struct addr *local,
				     const struct endpoint *peer, const struct conn_ops *ops,
				     void *conn_arg);
	int (*conn_send)(struct host_conn *c, const void *data, size_t len);
	void (*conn_close)(struct host_conn *c); /* closed() is not called */

	void (*random)(void *arg, void *buf, size_t len); /* a CSPRNG */
};

struct role_env {
	struct loop *loop;
	struct dp *dp; /* NULL: no data plane (tests, --no-net) */
	const struct role_host *host;
	void *host_arg;
	const char *state_dir;	 /* NULL: nothing is kept */
	bool reliable_transport; /* knob: TCP sessions at all */
};

#endif
