/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_SHOW_VRF_H
#define CLI_SHOW_VRF_H

/* show vrf: what is collected, and how it is printed. */

#include "lib/out.h"
#include "lispd/net/ifname.h"
#include "lispd/net/vrf.h"

#define VRF_VIEW_IFACES 128

#define VRF_VIEW_TARGETS 32

struct vrf_targets {
	unsigned n;
	char target[VRF_VIEW_TARGETS][24]; /* "65000:101" */
};

struct vrf_rt { /* of one address family, with those of the VRF itself */
	struct vrf_targets exported, imported;
};

struct vrf_view {
	char name[VRF_NAME_MAX + 1], rd[32], description[128];
	uint32_t id;
	bool old_style, af_v4, af_v6;
	unsigned n_ifaces;
	struct ifname_buf iface[VRF_VIEW_IFACES];
	struct vrf_rt rt[2]; /* IPv4, IPv6 */
};

void vrf_print_head(struct out *o);
void vrf_print(struct out *o, const struct vrf_view *v);
void vrf_print_detail(struct out *o, const struct vrf_view *v);

#endif
