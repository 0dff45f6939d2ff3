/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/net/feature.h"

#include <string.h>

#include "lib/log.h"

static const struct feature_text {
	enum log_severity sev;
	const char *lack, *remedy;
} texts[FEATURES] = {
	[FEATURE_NETLINK] = { SEV_ERROR, "the kernel refuses to change links, addresses and routes",
			      "run as root or with CAP_NET_ADMIN; configuration is kept meanwhile" },
	[FEATURE_NETNS] = { SEV_ERROR, "no named network namespaces, VRFs stay inactive",
			    "run as root or with CAP_SYS_ADMIN, on a kernel with CONFIG_NET_NS" },
	[FEATURE_DUMMY] = { SEV_INFO, "no dummy devices, Loopback addresses are put on lo",
			    "to have devices of their own: modprobe dummy" },
	[FEATURE_VLAN] = { SEV_WARNING, "no VLAN devices, dot1Q sub-interfaces stay inactive",
			   "modprobe 8021q" },
	[FEATURE_RULES_V4] = { SEV_ERROR, "no IPv4 policy routing, packets do not reach LISP",
			       "use a kernel with CONFIG_IP_MULTIPLE_TABLES" },
	[FEATURE_RULES_V6] = { SEV_ERROR, "no IPv6 policy routing, packets do not reach LISP",
			       "use a kernel with CONFIG_IPV6_MULTIPLE_TABLES" },
	[FEATURE_IPV6] = { SEV_WARNING, "no IPv6 here",
			   "boot without ipv6.disable=1, or set net.ipv6.conf.all.disable_ipv6=0" },
	[FEATURE_SYSCTL] = { SEV_WARNING,
			     "kernel settings cannot be written, forwarding may be off",
			     "in a container set net.ipv4.ip_forward=1, "
			     "net.ipv6.conf.all.forwarding=1 and net.ipv4.conf.all.rp_filter=0 from "
			     "outside (docker run --sysctl ...), or run it privileged" },
	[FEATURE_ICMP] = { SEV_WARNING, "no ICMP socket, ping and traceroute do not work",
			   "run with CAP_NET_RAW, or widen net.ipv4.ping_group_range" },
};

void feature_missing(struct features *f, enum feature what, int err)
{
	const struct feature_text *t = &texts[what];

	if (feature_is_missing(f, what))
		return;
	f->missing |= 1u << what;
	log_msg(t->sev, "NET", "MISSING", "%s (%s); %s", t->lack, strerror(err), t->remedy);
}

bool feature_is_missing(const struct features *f, enum feature what)
{
	return f->missing >> what & 1;
}
