/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lispd/net/nlmsg.h"

#include <libmnl/libmnl.h>
#include <linux/fib_rules.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>

#include "lib/base.h"

#define ATTR_IFA_PROTO 11 /* Linux 5.18; older ones ignore it */

/* --- reading --------------------------------------------------------------------------------- */

static bool read_str(const struct nlattr *a, char *out, size_t size)
{
	if (mnl_attr_validate(a, MNL_TYPE_NUL_STRING) < 0 || strlen(mnl_attr_get_str(a)) >= size)
		return false;
	memcpy(out, mnl_attr_get_str(a), strlen(mnl_attr_get_str(a)) + 1);
	return true;
}

static uint32_t read_u32(const struct nlattr *a)
{
	return mnl_attr_validate(a, MNL_TYPE_U32) < 0 ? 0 : mnl_attr_get_u32(a);
}

static uint8_t read_u8(const struct nlattr *a)
{
	return mnl_attr_validate(a, MNL_TYPE_U8) < 0 ? 0 : mnl_attr_get_u8(a);
}

static bool read_ip(const struct nlattr *a, int family, struct addr *out)
{
	struct addr ip = { .family = (uint8_t)family };

	if (mnl_attr_get_payload_len(a) != addr_len(&ip))
		return false;
	memcpy(ip.b, mnl_attr_get_payload(a), addr_len(&ip));
	*out = ip;
	return true;
}

static bool is_ip(int family)
{
	return family == AF_INET || family == AF_INET6;
}

static void read_altnames(const struct nlattr *list, struct nl_link *out)
{
	struct nlattr *a;

	mnl_attr_for_each_nested(a, list)
		if (mnl_attr_get_type(a) == IFLA_ALT_IFNAME && out->n_altnames < NL_MAX_ALTNAMES &&
		    read_str(a, out->altname[out->n_altnames], IFNAME_LEN))
			out->n_altnames++;
}

static void read_linkinfo(const struct nlattr *info, struct nl_link *out)
{
	struct nlattr *a;

	mnl_attr_for_each_nested(a, info)
		if (mnl_attr_get_type(a) == IFLA_INFO_KIND)
			read_str(a, out->kind, sizeof(out->kind));
}

bool nl_read_link(const struct nlmsghdr *nlh, struct nl_link *out)
{
	const struct ifinfomsg *m = mnl_nlmsg_get_payload(nlh);
	struct nlattr *a;

	memset(out, 0, sizeof(*out)); /* padding, too: such structs are compared as octets */
	/* A bridge tells about its ports in messages of the same type. */
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*m) || m->ifi_family != AF_UNSPEC)
		return false;
	out->ifindex = m->ifi_index;
	out->flags = m->ifi_flags;
	out->hw_type = m->ifi_type;
	mnl_attr_for_each(a, nlh, sizeof(*m)) {
		switch (mnl_attr_get_type(a)) {
		case IFLA_IFNAME:
			read_str(a, out->name, sizeof(out->name));
			break;
		case IFLA_MTU:
			out->mtu = read_u32(a);
			break;
		case IFLA_OPERSTATE:
			out->operstate = read_u8(a);
			break;
		case IFLA_ADDRESS:
			out->has_mac = mnl_attr_get_payload_len(a) == 6;
			if (out->has_mac)
				memcpy(out->mac, mnl_attr_get_payload(a), 6);
			break;
		case IFLA_LINKINFO:
			read_linkinfo(a, out);
			break;
		case IFLA_PROP_LIST:
			read_altnames(a, out);
			break;
		}
	}
	return out->ifindex > 0 && out->name[0];
}

bool nl_read_counters(const struct nlmsghdr *nlh, struct nl_counters *out)
{
	struct rtnl_link_stats64 s;
	struct nlattr *a;

	mnl_attr_for_each(a, nlh, sizeof(struct ifinfomsg)) {
		/* Newer kernels have more fields at the end. */
		if (mnl_attr_get_type(a) != IFLA_STATS64 ||
		    mnl_attr_get_payload_len(a) < offsetof(struct rtnl_link_stats64, rx_compressed))
			continue;
		memset(&s, 0, sizeof(s));
		memcpy(&s, mnl_attr_get_payload(a),
		       MIN_OF(sizeof(s), (size_t)mnl_attr_get_payload_len(a)));
		*out = (struct nl_counters){
			.rx_packets = s.rx_packets,
			.tx_packets = s.tx_packets,
			.rx_bytes = s.rx_bytes,
			.tx_bytes = s.tx_bytes,
			.rx_errors = s.rx_errors,
			.tx_errors = s.tx_errors,
			.rx_dropped = s.rx_dropped,
			.tx_dropped = s.tx_dropped,
			.multicast = s.multicast,
			.collisions = s.collisions,
			.rx_length = s.rx_length_errors,
			.rx_over = s.rx_over_errors,
			.rx_crc = s.rx_crc_errors,
			.rx_frame = s.rx_frame_errors,
			.rx_fifo = s.rx_fifo_errors,
			.tx_carrier = s.tx_carrier_errors,
		};
		return true;
	}
	return false;
}

bool nl_read_addr(const struct nlmsghdr *nlh, struct nl_addr *out)
{
	const struct ifaddrmsg *m = mnl_nlmsg_get_payload(nlh);
	struct ifa_cacheinfo ci;
	struct addr address = { 0 };
	struct nlattr *a;

	memset(out, 0, sizeof(*out));
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*m) || !is_ip(m->ifa_family))
		return false;
	out->ifindex = (int)m->ifa_index;
	out->plen = m->ifa_prefixlen;
	out->scope = m->ifa_scope;
	out->flags = m->ifa_flags;
	mnl_attr_for_each(a, nlh, sizeof(*m)) {
		switch (mnl_attr_get_type(a)) {
		case IFA_LOCAL:
			read_ip(a, m->ifa_family, &out->addr);
			break;
		case IFA_ADDRESS:
			read_ip(a, m->ifa_family, &address);
			break;
		case IFA_FLAGS:
			out->flags = read_u32(a);
			break;
		case ATTR_IFA_PROTO:
			out->protocol = read_u8(a);
			break;
		case IFA_CACHEINFO:
			if (mnl_attr_get_payload_len(a) < sizeof(ci))
				break;
			memcpy(&ci, mnl_attr_get_payload(a), sizeof(ci));
			out->expires = ci.ifa_valid != UINT32_MAX;
			break;
		}
	}
	/* On a point-to-point link IFA_ADDRESS is the other end. */
	if (addr_is_none(&out->addr))
		out->addr = address;
	return !addr_is_none(&out->addr) && out->plen <= addr_bits(&out->addr);
}

bool nl_read_neigh(const struct nlmsghdr *nlh, struct nl_neigh *out)
{
	const struct ndmsg *m = mnl_nlmsg_get_payload(nlh);
	struct nda_cacheinfo ci;
	struct nlattr *a;

	memset(out, 0, sizeof(*out));
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*m) || !is_ip(m->ndm_family))
		return false;
	out->ifindex = m->ndm_ifindex;
	out->state = m->ndm_state;
	mnl_attr_for_each(a, nlh, sizeof(*m)) {
		switch (mnl_attr_get_type(a)) {
		case NDA_DST:
			read_ip(a, m->ndm_family, &out->addr);
			break;
		case NDA_LLADDR:
			out->has_mac = mnl_attr_get_payload_len(a) == sizeof(out->mac);
			if (out->has_mac)
				memcpy(out->mac, mnl_attr_get_payload(a), sizeof(out->mac));
			break;
		case NDA_CACHEINFO:
			if (mnl_attr_get_payload_len(a) < sizeof(ci))
				break;
			memcpy(&ci, mnl_attr_get_payload(a), sizeof(ci));
			out->confirmed_ticks = ci.ndm_confirmed;
			break;
		}
	}
	return !addr_is_none(&out->addr);
}

static void read_hop(const uint8_t *p, const struct rtnexthop *nh, int family, struct nl_hop *out)
{
	const struct nlattr *a = (const struct nlattr *)(const void *)(p + sizeof(*nh));
	int left = nh->rtnh_len - (int)sizeof(*nh);

	*out = (struct nl_hop){ .ifindex = nh->rtnh_ifindex, .flags = nh->rtnh_flags };
	for (; mnl_attr_ok(a, left); a = mnl_attr_next(a)) {
		left -= MNL_ALIGN(a->nla_len);
		if (mnl_attr_get_type(a) == RTA_GATEWAY)
			read_ip(a, family, &out->gateway);
	}
}

static bool read_hops(const struct nlattr *list, int family, struct nl_route *out)
{
	const uint8_t *p = mnl_attr_get_payload(list);
	size_t left = mnl_attr_get_payload_len(list), len;
	struct rtnexthop nh;

	while (left >= sizeof(nh)) {
		memcpy(&nh, p, sizeof(nh));
		if (nh.rtnh_len < sizeof(nh) || nh.rtnh_len > left)
			return false;
		if (out->n_hops < NL_MAX_HOPS)
			read_hop(p, &nh, family, &out->hop[out->n_hops++]);
		len = MIN_OF((size_t)RTNH_ALIGN(nh.rtnh_len), left);
		p += len;
		left -= len;
	}
	return true;
}

static void read_metrics(const struct nlattr *list, struct nl_route *out)
{
	struct nlattr *a;

	mnl_attr_for_each_nested(a, list)
		if (mnl_attr_get_type(a) == RTAX_MTU)
			out->mtu = read_u32(a);
}

bool nl_read_route(const struct nlmsghdr *nlh, struct nl_route *out)
{
	const struct rtmsg *m = mnl_nlmsg_get_payload(nlh);
	struct nl_hop single = { 0 };
	bool has_single = false;
	struct addr dst;
	struct nlattr *a;

	*out = (struct nl_route){ 0 };
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*m) || !is_ip(m->rtm_family))
		return false;
	dst = (struct addr){ .family = m->rtm_family };
	out->table = m->rtm_table;
	out->type = m->rtm_type;
	out->protocol = m->rtm_protocol;
	out->scope = m->rtm_scope;
	out->odd = m->rtm_src_len || m->rtm_tos;
	out->cached = m->rtm_flags & RTM_F_CLONED;
	mnl_attr_for_each(a, nlh, sizeof(*m)) {
		switch (mnl_attr_get_type(a)) {
		case RTA_DST:
			if (!read_ip(a, m->rtm_family, &dst))
				return false;
			break;
		case RTA_TABLE:
			out->table = read_u32(a);
			break;
		case RTA_PRIORITY:
			out->metric = read_u32(a);
			break;
		case RTA_OIF:
			single.ifindex = (int)read_u32(a);
			has_single = true;
			break;
		case RTA_GATEWAY:
			has_single |= read_ip(a, m->rtm_family, &single.gateway);
			break;
		case RTA_PREFSRC:
			read_ip(a, m->rtm_family, &out->prefsrc);
			break;
		case RTA_METRICS:
			read_metrics(a, out);
			break;
		case RTA_MULTIPATH:
			if (!read_hops(a, m->rtm_family, out))
				return false;
			break;
		}
	}
	if (m->rtm_dst_len > addr_bits(&dst))
		return false;
	out->prefix = prefix_make(&dst, m->rtm_dst_len);
	if (has_single && !out->n_hops) {
		single.flags = (uint8_t)m->rtm_flags;
		out->hop[out->n_hops++] = single;
	}
	return true;
}

bool nl_read_rule(const struct nlmsghdr *nlh, struct nl_rule *out)
{
	const struct fib_rule_hdr *m = mnl_nlmsg_get_payload(nlh);
	struct nlattr *a;
	struct addr from = { 0 };

	*out = (struct nl_rule){ .suppress_plen = -1 };
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*m) || !is_ip(m->family))
		return false;
	out->family = m->family;
	out->table = m->table;
	out->action = m->action;
	out->odd = m->dst_len || m->tos || (m->flags & FIB_RULE_INVERT);
	mnl_attr_for_each(a, nlh, sizeof(*m)) {
		switch (mnl_attr_get_type(a)) {
		case FRA_PRIORITY:
			out->pref = read_u32(a);
			break;
		case FRA_TABLE:
			out->table = read_u32(a);
			break;
		case FRA_PROTOCOL:
			out->protocol = read_u8(a);
			break;
		case FRA_SUPPRESS_PREFIXLEN:
			out->suppress_plen = (int)read_u32(a);
			break;
		case FRA_IIFNAME:
			if (!read_str(a, out->iif, sizeof(out->iif)))
				out->odd = true;
			break;
		case FRA_SRC:
			read_ip(a, m->family, &from);
			break;
		case FRA_OIFNAME:
		case FRA_FWMARK:
		case FRA_GOTO:
		case FRA_L3MDEV:
		case FRA_IP_PROTO:
		case FRA_SPORT_RANGE:
		case FRA_DPORT_RANGE:
		case FRA_UID_RANGE:
			out->odd = true;
			break;
		}
	}
	if (m->src_len) {
		if (addr_is_none(&from) || m->src_len > addr_bits(&from))
			return false;
		out->from = prefix_make(&from, m->src_len);
	}
	return true;
}

/* --- writing --------------------------------------------------------------------------------- */

static void *begin(struct nl_request *r, unsigned type, unsigned flags, size_t header_len)
{
	struct nlmsghdr *nlh;

	/* Attributes are padded, and the padding goes to the kernel, too. */
	memset(r, 0, sizeof(*r));
	nlh = mnl_nlmsg_put_header(r);

	nlh->nlmsg_type = (uint16_t)type;
	nlh->nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
	return mnl_nlmsg_put_extra_header(nlh, header_len);
}

static void put_ip(struct nlmsghdr *nlh, unsigned type, const struct addr *a)
{
	mnl_attr_put(nlh, (uint16_t)type, addr_len(a), a->b);
}

struct nlmsghdr *nl_dump(struct nl_request *r, unsigned type, int family)
{
	size_t len = type == RTM_GETLINK  ? sizeof(struct ifinfomsg) :
		     type == RTM_GETADDR  ? sizeof(struct ifaddrmsg) :
		     type == RTM_GETNEIGH ? sizeof(struct ndmsg) :
		     type == RTM_GETRULE  ? sizeof(struct fib_rule_hdr) :
					    sizeof(struct rtmsg);
	uint8_t *header = begin(r, type, NLM_F_DUMP, len);

	header[0] = (uint8_t)family; /* all headers begin with it */
	return &r->nlh;
}

static struct nlmsghdr *link_header(struct nl_request *r, unsigned type, unsigned flags,
				    int ifindex)
{
	struct ifinfomsg *m = begin(r, type, flags, sizeof(*m));

	m->ifi_family = AF_UNSPEC;
	m->ifi_index = ifindex;
	return &r->nlh;
}

struct nlmsghdr *nl_link_query(struct nl_request *r, int ifindex)
{
	return link_header(r, RTM_GETLINK, 0, ifindex);
}

struct nlmsghdr *nl_link_flags(struct nl_request *r, int ifindex, unsigned flags, unsigned mask)
{
	struct nlmsghdr *nlh = link_header(r, RTM_NEWLINK, 0, ifindex);
	struct ifinfomsg *m = mnl_nlmsg_get_payload(nlh);

	m->ifi_flags = flags;
	m->ifi_change = mask;
	return nlh;
}

struct nlmsghdr *nl_link_mtu(struct nl_request *r, int ifindex, uint32_t mtu)
{
	mnl_attr_put_u32(link_header(r, RTM_NEWLINK, 0, ifindex), IFLA_MTU, mtu);
	return &r->nlh;
}

struct nlmsghdr *nl_link_mac(struct nl_request *r, int ifindex, const uint8_t mac[6])
{
	mnl_attr_put(link_header(r, RTM_NEWLINK, 0, ifindex), IFLA_ADDRESS, 6, mac);
	return &r->nlh;
}

struct nlmsghdr *nl_link_netns(struct nl_request *r, int ifindex, int netns_fd)
{
	mnl_attr_put_u32(link_header(r, RTM_NEWLINK, 0, ifindex), IFLA_NET_NS_FD,
			 (uint32_t)netns_fd);
	return &r->nlh;
}

struct nlmsghdr *nl_link_altname(struct nl_request *r, int ifindex, const char *name)
{
	struct nlmsghdr *nlh =
		link_header(r, RTM_NEWLINKPROP, NLM_F_CREATE | NLM_F_EXCL | NLM_F_APPEND, ifindex);
	struct nlattr *nest = mnl_attr_nest_start(nlh, IFLA_PROP_LIST);

	mnl_attr_put_strz(nlh, IFLA_ALT_IFNAME, name);
	mnl_attr_nest_end(nlh, nest);
	return nlh;
}

struct nlmsghdr *nl_link_del(struct nl_request *r, int ifindex)
{
	return link_header(r, RTM_DELLINK, 0, ifindex);
}

struct nlmsghdr *nl_link_devconf(struct nl_request *r, int ifindex, unsigned key, uint32_t value)
{
	struct nlmsghdr *nlh = link_header(r, RTM_NEWLINK, 0, ifindex);
	struct nlattr *spec = mnl_attr_nest_start(nlh, IFLA_AF_SPEC);
	struct nlattr *inet = mnl_attr_nest_start(nlh, AF_INET);
	struct nlattr *conf = mnl_attr_nest_start(nlh, IFLA_INET_CONF);

	mnl_attr_put_u32(nlh, (uint16_t)key, value);
	mnl_attr_nest_end(nlh, conf);
	mnl_attr_nest_end(nlh, inet);
	mnl_attr_nest_end(nlh, spec);
	return nlh;
}

struct nlmsghdr *nl_link_no_autoconf(struct nl_request *r, int ifindex)
{
	struct nlmsghdr *nlh = link_header(r, RTM_NEWLINK, 0, ifindex);
	struct nlattr *spec = mnl_attr_nest_start(nlh, IFLA_AF_SPEC);
	struct nlattr *inet6 = mnl_attr_nest_start(nlh, AF_INET6);

	mnl_attr_put_u8(nlh, IFLA_INET6_ADDR_GEN_MODE, IN6_ADDR_GEN_MODE_NONE);
	mnl_attr_nest_end(nlh, inet6);
	mnl_attr_nest_end(nlh, spec);
	return nlh;
}

struct nlmsghdr *nl_link_new(struct nl_request *r, const char *kind, const char *name, int parent,
			     unsigned vid)
{
	struct nlmsghdr *nlh = link_header(r, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, 0);
	struct nlattr *info, *data;

	mnl_attr_put_strz(nlh, IFLA_IFNAME, name);
	if (parent)
		mnl_attr_put_u32(nlh, IFLA_LINK, (uint32_t)parent);
	info = mnl_attr_nest_start(nlh, IFLA_LINKINFO);
	mnl_attr_put_strz(nlh, IFLA_INFO_KIND, kind);
	if (vid) {
		data = mnl_attr_nest_start(nlh, IFLA_INFO_DATA);
		mnl_attr_put_u16(nlh, IFLA_VLAN_ID, (uint16_t)vid);
		mnl_attr_nest_end(nlh, data);
	}
	mnl_attr_nest_end(nlh, info);
	return nlh;
}

static struct nlmsghdr *neigh_message(struct nl_request *r, unsigned type, unsigned flags,
				      const struct nl_neigh *n)
{
	struct ndmsg *m = begin(r, type, flags, sizeof(*m));

	m->ndm_family = n->addr.family;
	m->ndm_ifindex = n->ifindex;
	m->ndm_state = n->state;
	put_ip(&r->nlh, NDA_DST, &n->addr);
	return &r->nlh;
}

struct nlmsghdr *nl_neigh_new(struct nl_request *r, const struct nl_neigh *n)
{
	struct nlmsghdr *nlh = neigh_message(r, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, n);

	if (n->has_mac)
		mnl_attr_put(nlh, NDA_LLADDR, sizeof(n->mac), n->mac);
	return nlh;
}

struct nlmsghdr *nl_neigh_del(struct nl_request *r, const struct nl_neigh *n)
{
	return neigh_message(r, RTM_DELNEIGH, 0, n);
}

static struct nlmsghdr *addr_message(struct nl_request *r, unsigned type, unsigned flags,
				     const struct nl_addr *a)
{
	struct ifaddrmsg *m = begin(r, type, flags, sizeof(*m));

	m->ifa_family = a->addr.family;
	m->ifa_prefixlen = a->plen;
	m->ifa_scope = a->scope;
	m->ifa_index = (uint32_t)a->ifindex;
	put_ip(&r->nlh, IFA_LOCAL, &a->addr);
	put_ip(&r->nlh, IFA_ADDRESS, &a->addr);
	return &r->nlh;
}

static struct addr broadcast_of(const struct nl_addr *a)
{
	return addr_v4(addr_v4_value(&a->addr) | (uint32_t)(0xffffffffull >> a->plen));
}

struct nlmsghdr *nl_addr_new(struct nl_request *r, const struct nl_addr *a)
{
	struct nlmsghdr *nlh = addr_message(r, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, a);

	if (a->addr.family == AF_INET && a->plen < 31) {
		struct addr broadcast = broadcast_of(a);

		put_ip(nlh, IFA_BROADCAST, &broadcast);
	}
	mnl_attr_put_u8(nlh, ATTR_IFA_PROTO, NL_PROTO);
	return nlh;
}

struct nlmsghdr *nl_addr_del(struct nl_request *r, const struct nl_addr *a)
{
	return addr_message(r, RTM_DELADDR, 0, a);
}

static void put_hops(struct nlmsghdr *nlh, const struct nl_route *route)
{
	struct nlattr *list = mnl_attr_nest_start(nlh, RTA_MULTIPATH);

	for (unsigned i = 0; i < route->n_hops; i++) {
		const struct nl_hop *hop = &route->hop[i];
		uint8_t *start = mnl_nlmsg_get_payload_tail(nlh);
		struct rtnexthop nh = { .rtnh_flags = hop->flags, .rtnh_ifindex = hop->ifindex };

		nlh->nlmsg_len += sizeof(nh);
		if (!addr_is_none(&hop->gateway))
			put_ip(nlh, RTA_GATEWAY, &hop->gateway);
		nh.rtnh_len = (unsigned short)((uint8_t *)mnl_nlmsg_get_payload_tail(nlh) - start);
		memcpy(start, &nh, sizeof(nh));
	}
	mnl_attr_nest_end(nlh, list);
}

static uint8_t scope_of(const struct nl_route *route)
{
	if (route->prefix.addr.family != AF_INET || route->type != RTN_UNICAST)
		return RT_SCOPE_UNIVERSE;
	for (unsigned i = 0; i < route->n_hops; i++)
		if (!addr_is_none(&route->hop[i].gateway))
			return RT_SCOPE_UNIVERSE;
	return RT_SCOPE_LINK;
}

static struct nlmsghdr *route_message(struct nl_request *r, unsigned type, unsigned flags,
				      const struct nl_route *route)
{
	struct rtmsg *m = begin(r, type, flags, sizeof(*m));
	struct nlmsghdr *nlh = &r->nlh;

	m->rtm_family = route->prefix.addr.family;
	m->rtm_dst_len = route->prefix.plen;
	m->rtm_table = route->table < 256 ? (uint8_t)route->table : RT_TABLE_COMPAT;
	m->rtm_protocol = route->protocol;
	m->rtm_type = route->type;
	m->rtm_scope = scope_of(route);
	if (route->prefix.plen)
		put_ip(nlh, RTA_DST, &route->prefix.addr);
	mnl_attr_put_u32(nlh, RTA_TABLE, route->table);
	if (route->metric)
		mnl_attr_put_u32(nlh, RTA_PRIORITY, route->metric);
	return nlh;
}

struct nlmsghdr *nl_route_new(struct nl_request *r, const struct nl_route *route)
{
	struct nlmsghdr *nlh = route_message(r, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, route);
	struct rtmsg *m = mnl_nlmsg_get_payload(nlh);
	struct nlattr *metrics;

	if (!addr_is_none(&route->prefsrc))
		put_ip(nlh, RTA_PREFSRC, &route->prefsrc);
	if (route->mtu) {
		metrics = mnl_attr_nest_start(nlh, RTA_METRICS);
		mnl_attr_put_u32(nlh, RTAX_MTU, route->mtu);
		mnl_attr_nest_end(nlh, metrics);
	}
	if (route->n_hops > 1) {
		put_hops(nlh, route);
	} else if (route->n_hops == 1) {
		m->rtm_flags = route->hop[0].flags;
		if (!addr_is_none(&route->hop[0].gateway))
			put_ip(nlh, RTA_GATEWAY, &route->hop[0].gateway);
		if (route->hop[0].ifindex)
			mnl_attr_put_u32(nlh, RTA_OIF, (uint32_t)route->hop[0].ifindex);
	}
	return nlh;
}

struct nlmsghdr *nl_route_del(struct nl_request *r, const struct nl_route *route)
{
	struct nlmsghdr *nlh = route_message(r, RTM_DELROUTE, 0, route);
	struct rtmsg *m = mnl_nlmsg_get_payload(nlh);

	m->rtm_scope = RT_SCOPE_NOWHERE; /* any */
	return nlh;
}

struct nlmsghdr *nl_route_query(struct nl_request *r, const struct addr *dst,
				const struct addr *src, bool match)
{
	struct rtmsg *m = begin(r, RTM_GETROUTE, 0, sizeof(*m));

	m->rtm_family = dst->family;
	m->rtm_dst_len = (uint8_t)addr_bits(dst);
	m->rtm_flags = RTM_F_LOOKUP_TABLE | (match ? RTM_F_FIB_MATCH : 0);
	put_ip(&r->nlh, RTA_DST, dst);
	if (src && !addr_is_none(src)) {
		m->rtm_src_len = (uint8_t)addr_bits(src);
		put_ip(&r->nlh, RTA_SRC, src);
	}
	return &r->nlh;
}

static struct nlmsghdr *rule_message(struct nl_request *r, unsigned type, unsigned flags,
				     const struct nl_rule *rule)
{
	struct fib_rule_hdr *m = begin(r, type, flags, sizeof(*m));
	struct nlmsghdr *nlh = &r->nlh;

	m->family = (uint8_t)rule->family;
	m->table = rule->table < 256 ? (uint8_t)rule->table : RT_TABLE_UNSPEC;
	m->action = FR_ACT_TO_TBL;
	m->src_len = rule->from.plen;
	mnl_attr_put_u32(nlh, FRA_PRIORITY, rule->pref);
	mnl_attr_put_u32(nlh, FRA_TABLE, rule->table);
	mnl_attr_put_u8(nlh, FRA_PROTOCOL, NL_PROTO);
	if (rule->suppress_plen >= 0)
		mnl_attr_put_u32(nlh, FRA_SUPPRESS_PREFIXLEN, (uint32_t)rule->suppress_plen);
	if (rule->iif[0])
		mnl_attr_put_strz(nlh, FRA_IIFNAME, rule->iif);
	if (rule->from.plen)
		put_ip(nlh, FRA_SRC, &rule->from.addr);
	return nlh;
}

struct nlmsghdr *nl_rule_new(struct nl_request *r, const struct nl_rule *rule)
{
	return rule_message(r, RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL, rule);
}

struct nlmsghdr *nl_rule_del(struct nl_request *r, const struct nl_rule *rule)
{
	return rule_message(r, RTM_DELRULE, 0, rule);
}
