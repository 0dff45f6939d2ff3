/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_IFACE_VIEW_H
#define CLI_IFACE_VIEW_H

/* What the show commands about interfaces tell of one: collected once, printed in several forms. */

#include "lib/json.h"
#include "lib/out.h"
#include "lispd/net/iface.h"

#define IFACE_VIEW_ADDRS 32

struct iface_view {
	char name[IFNAME_LEN];
	enum ifname_class class;
	const char *hardware; /* "Gigabit Ethernet" */
	enum iface_status status;
	bool line_up, has_mac;
	uint8_t mac[6];
	char description[256];
	char vrf[VRF_NAME_MAX + 1]; /* "" = default */
	uint32_t mtu;		    /* 0: unknown */
	unsigned n_v4, n_v6;
	struct iface_addr v4[IFACE_VIEW_ADDRS]; /* the primary one first */
	struct iface_addr v6[IFACE_VIEW_ADDRS]; /* the link-local one first */
	bool v4_dhcp, ipv6_enabled;
	uint16_t dot1q;
	struct iface_counters counters;
};

/* counters: ask the kernel for them, too. */
void iface_view_collect(const struct iface *i, bool counters, struct iface_view *v);

const char *iface_status_str(enum iface_status s);	  /* "administratively down" */
const char *iface_line_str(const struct iface_view *v);	  /* "up", "down" */
const char *iface_method_str(const struct iface_view *v); /* how it got its IPv4 address */

/* show ip interface brief, show ipv6 interface brief, show interfaces description */
void iface_print_brief_head(struct out *o);
void iface_print_brief(struct out *o, const struct iface_view *v);
void iface_print_brief6(struct out *o, const struct iface_view *v);
void iface_print_description_head(struct out *o);
void iface_print_description(struct out *o, const struct iface_view *v);
/* The same for all of them, in JSON: one object. */
void iface_write(struct json *j, const struct iface_view *v, bool counters);
/* show interfaces, show ip interface, show ipv6 interface */
void iface_print(struct out *o, const struct iface_view *v);
void iface_print_ip(struct out *o, const struct iface_view *v);
void iface_print_ipv6(struct out *o, const struct iface_view *v);

#endif
